"""Are the right sections found, and how high?"""

from __future__ import annotations

import math

import pytest

from evals.asking import Section
from evals.questions import Question
from evals.retrieval.figures import measured, retrieval_figures
from tests.evals.replies import question, reply

MONEY = {"document": "aide-velo", "heading": "Quel montant ?"}
WHO = {"document": "aide-velo", "heading": "Qui ?"}
OTHERS = tuple(Section("autre", str(n)) for n in range(20))


def figures(asked: Question, *ranking: Section) -> dict[str, float | None]:
    return retrieval_figures([asked], [reply(ranking=ranking)])


def test_the_right_section_first_is_perfect() -> None:
    found = figures(question(sources=[MONEY]), Section("aide-velo", "Quel montant ?"), *OTHERS)

    assert set(found) == {"recall@5", "recall@10", "ndcg@10", "mrr", "hit@5"}
    assert set(found.values()) == {1.0}


@pytest.mark.parametrize(
    ("before", "hit", "recall_10", "mrr"),
    [(1, 1.0, 1.0, 1 / 2), (4, 1.0, 1.0, 1 / 5), (5, 0.0, 1.0, 1 / 6), (10, 0.0, 0.0, 1 / 11)],
)
def test_a_lower_rank_is_worth_less(before: int, hit: float, recall_10: float, mrr: float) -> None:
    right = Section("aide-velo", "Quel montant ?")
    found = figures(question(sources=[MONEY]), *OTHERS[:before], right)

    assert (found["hit@5"], found["recall@5"], found["recall@10"]) == (hit, hit, recall_10)
    assert found["mrr"] == pytest.approx(mrr)
    assert found["ndcg@10"] == pytest.approx(1 / math.log2(before + 2) if recall_10 else 0.0)


def test_every_acceptable_section_counts() -> None:
    found = figures(question(sources=[MONEY, WHO]), Section("aide-velo", "Qui ?"))

    assert found["recall@5"] == pytest.approx(1 / 2)
    assert found["hit@5"] == 1.0


def test_headings_are_compared_folded() -> None:
    assert figures(question(sources=[MONEY]), Section("aide-velo", "QUEL MONTANT\u202f?"))[
        "mrr"
    ] == pytest.approx(1.0)


def test_any_section_of_a_whole_document_is_right_once() -> None:
    asked = question(sources=[{"document": "aide-velo"}])
    found = figures(asked, OTHERS[0], Section("aide-velo", "a"), Section("aide-velo", "b"))

    assert found["recall@5"] == 1.0
    assert found["mrr"] == pytest.approx(1 / 2)


def test_the_same_heading_of_another_document_is_wrong() -> None:
    found = figures(question(sources=[MONEY]), Section("prime-bus", "Quel montant ?"))

    assert set(found.values()) == {0.0}


def test_questions_without_known_sections_are_left_out() -> None:
    asked = [question(number="fact-001"), question(number="fact-002", sources=[MONEY])]
    replies = [reply(), reply(ranking=(Section("aide-velo", "Quel montant ?"),))]

    assert retrieval_figures(asked, replies)["mrr"] == 1.0
    assert retrieval_figures(asked[:1], replies[:1]) == {}


def test_a_question_that_found_nothing_lowers_the_mean() -> None:
    asked = [
        question(number="fact-001", sources=[WHO]),
        question(number="fact-002", sources=[MONEY]),
    ]
    replies = [reply(), reply(ranking=(Section("aide-velo", "Quel montant ?"),))]

    assert retrieval_figures(asked, replies)["mrr"] == pytest.approx(1 / 2)


def test_a_run_is_measured_by_query() -> None:
    found = measured({"a": {"x": 1}, "b": {"y": 1}}, {"a": {"x": 1.0}, "b": {"z": 2.0, "y": 1.0}})

    assert found["mrr"] == pytest.approx((1 + 1 / 2) / 2)
