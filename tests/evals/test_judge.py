"""A reply is right when its status is, every fact is there and nothing forbidden is said."""

from __future__ import annotations

import pytest

from evals.answers.figures import answer_figures, citation_figures, right_by_kind, share
from evals.answers.judge import is_right_section, judge, judge_all
from evals.questions import Source
from tests.evals.replies import (
    ANSWERED,
    NO_SOURCE,
    PARTIALLY,
    judged,
    question,
    quoted,
    reply,
    said,
)

MONEY = [["200 €", "deux cents euros"], ["par an"]]


def test_every_fact_in_any_of_its_spellings_is_right() -> None:
    found = judge(question(facts=MONEY), reply(said("Deux cents euros, par\u202fan.")))

    assert found.right
    assert found.answered
    assert found.facts_found == 2
    assert found.faults == ()


def test_a_fact_that_is_not_said_is_missing() -> None:
    found = judge(question(facts=MONEY), reply(said("1 200 € par an.")))

    assert not found.right
    assert found.missing == (("200 €", "deux cents euros"),)
    assert found.facts_found == 1
    assert found.faults == ("missing: 200 € | deux cents euros",)


@pytest.mark.parametrize("place", ["lead", "contact"])
def test_facts_are_looked_for_in_all_that_is_read(place: str) -> None:
    assert judge(question(facts=[["3939"]]), reply(**{place: "Appelez le 3939."})).right
    assert judge(question(facts=[["3939"]]), reply(notices=("Appelez le 3939.",))).right


def test_something_forbidden_is_a_fault_unless_a_notice_says_it() -> None:
    asked = question(forbidden=["150 €"])
    found = judge(asked, reply(said("L'aide est de 150 €.")))

    assert not found.right
    assert found.forbidden_said == ("150 €",)
    assert found.faults == ("forbidden: 150 €",)
    assert not judge(asked, reply(lead="Voici : 150 €")).right
    assert judge(asked, reply(notices=("Ce n'est pas 150 €.",))).right


def test_another_status_is_a_fault() -> None:
    found = judge(question(status=[ANSWERED, PARTIALLY]), reply(status=NO_SOURCE))

    assert not found.right
    assert not found.answered
    assert found.faults == (
        "status unanswerable_no_source, expected answered | answered_partially",
    )
    assert judge(question(status=[ANSWERED, PARTIALLY]), reply(status=PARTIALLY)).right


@pytest.mark.parametrize(
    ("document", "heading", "right"),
    [
        ("aide-velo", "Quel est le montant ?", True),
        ("aide-velo", "QUEL EST LE MONTANT\u202f?", True),
        ("aide-velo", "Qui peut la demander ?", False),
        ("prime-bus", "Quel est le montant ?", False),
        ("brevet-ia", "N'importe où", True),
    ],
)
def test_a_quote_is_right_in_an_acceptable_section(
    document: str, heading: str, right: bool
) -> None:
    sources = (
        Source(document="aide-velo", heading="Quel est le montant ?"),
        Source(document="brevet-ia"),
    )

    assert is_right_section(quoted(document, heading), sources) is right


def test_judgements_come_in_the_order_of_the_questions() -> None:
    asked = [question(number="fact-001", facts=MONEY), question(number="fact-002")]

    found = judge_all(asked, [reply(), reply()])

    assert [j.question.id for j in found] == ["fact-001", "fact-002"]
    assert [j.right for j in found] == [False, True]
    with pytest.raises(ValueError, match="zip"):
        judge_all(asked, [reply()])


def test_answer_figures_are_shares_of_questions_and_of_facts() -> None:
    asked = question(facts=MONEY, forbidden=["150 €"])
    figures = answer_figures(
        [
            judge(asked, reply(said("200 € par an."))),
            judge(asked, reply(said("150 € par an."))),
            judge(question(facts=[["bus"]]), reply(said("le bus"))),
            judge(question(), reply(status=NO_SOURCE)),
        ]
    )

    assert figures == {
        "right": pytest.approx(2 / 4),
        "facts_found": pytest.approx(4 / 5),
        "completeness": pytest.approx((1 + 0.5 + 1) / 3),
        "forbidden_said": pytest.approx(1 / 4),
    }


def test_citation_figures_count_every_statement_and_quote() -> None:
    source = {"document": "aide-velo", "heading": "Montant"}
    asked = question(sources=[source])
    figures = citation_figures(
        [
            judge(asked, reply(said("a", quoted(), quoted("prime-bus")))),
            judge(asked, reply(said("b", quoted("prime-bus", located=False), supported=False))),
            judge(asked, reply(status=NO_SOURCE)),
            judge(question(), reply(said("c", quoted("prime-bus")))),  # no known section
        ]
    )

    assert figures == {
        "located": pytest.approx(3 / 4),
        "supported": pytest.approx(2 / 3),
        "section_precision": pytest.approx(1 / 3),
        "section_recall": pytest.approx(1 / 3),
    }


def test_without_anything_to_judge_there_is_no_figure() -> None:
    assert share(0, 0) is None
    assert set(answer_figures([]).values()) == {None}
    assert set(citation_figures([]).values()) == {None}


def test_right_answers_are_counted_by_kind() -> None:
    found = [
        judged(question(number="plain-001"), ANSWERED),
        judged(question(number="fact-001"), ANSWERED),
        judged(question(number="fact-002"), NO_SOURCE),
    ]

    assert right_by_kind(found) == {"fact": (1, 2), "plain": (1, 1)}
    assert list(right_by_kind(found)) == ["fact", "plain"]
