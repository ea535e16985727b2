"""Silence is kept where documents do not answer, and only there."""

from __future__ import annotations

import pytest

from assistant.types import AnswerStatus
from evals.refusals.figures import ALWAYS, confusion, status_figures
from tests.evals.replies import ANSWERED, NO_SOURCE, PARTIALLY, judged, question

THERE = question(number="fact-001")
ABSENT = question(number="absent-001", status=[NO_SOURCE])
OFF_TOPIC = question(number="off_topic-001", status=[NO_SOURCE])
EITHER = question(number="absent-002", status=[NO_SOURCE, PARTIALLY])


def test_an_answer_where_there_is_none_lowers_recall() -> None:
    figures = status_figures(
        [
            judged(ABSENT, NO_SOURCE),
            judged(ABSENT, ANSWERED),
            judged(ABSENT, PARTIALLY),
            judged(OFF_TOPIC, NO_SOURCE),
        ]
    )

    assert figures["abstention_recall"] == pytest.approx(2 / 4)
    assert figures["abstention_recall_absent"] == pytest.approx(1 / 3)
    assert figures["hedged"] == pytest.approx(1 / 4)
    assert figures["status_right"] == pytest.approx(2 / 4)
    assert figures["abstention_precision"] == 1.0
    assert figures["false_refusals"] is None


def test_a_refusal_where_there_is_an_answer_lowers_precision() -> None:
    figures = status_figures(
        [judged(THERE, ANSWERED), judged(THERE, NO_SOURCE), judged(ABSENT, NO_SOURCE)]
    )

    assert figures["false_refusals"] == pytest.approx(1 / 2)
    assert figures["abstention_precision"] == pytest.approx(1 / 2)
    assert figures["abstention_recall"] == 1.0


def test_a_question_that_may_be_met_either_way_counts_for_neither() -> None:
    figures = status_figures([judged(EITHER, PARTIALLY), judged(EITHER, NO_SOURCE)])

    assert figures["abstention_recall"] is None
    assert figures["false_refusals"] is None
    assert figures["abstention_precision"] == 1.0
    assert figures["status_right"] == 1.0


def test_a_refusal_that_is_also_right_is_no_false_one() -> None:
    asked = question(status=[ANSWERED, AnswerStatus.CLARIFICATION])
    figures = status_figures([judged(asked, AnswerStatus.CLARIFICATION)])

    assert figures["false_refusals"] == 0.0
    assert figures["abstention_precision"] == 1.0


@pytest.mark.parametrize("kind", ALWAYS)
def test_kinds_where_a_slip_is_grave_are_told_apart(kind: str) -> None:
    asked = question(number=f"{kind}-001", status=[AnswerStatus.OUT_OF_COMPETENCE])
    figures = status_figures(
        [
            judged(asked, AnswerStatus.OUT_OF_COMPETENCE),
            judged(asked, ANSWERED),
            judged(THERE, NO_SOURCE),
        ]
    )

    assert figures[f"{kind}_status"] == pytest.approx(1 / 2)
    assert [figures[f"{other}_status"] for other in ALWAYS if other != kind] == [None] * 3


def test_nothing_judged_gives_no_figure() -> None:
    assert set(status_figures([]).values()) == {None}


def test_confusion_counts_what_came_for_what_was_expected() -> None:
    found = [
        judged(THERE, ANSWERED),
        judged(THERE, NO_SOURCE),
        judged(THERE, NO_SOURCE),
        judged(EITHER, PARTIALLY),
    ]

    assert confusion(found) == {
        "answered": {"answered": 1, "unanswerable_no_source": 2},
        "unanswerable_no_source": {"unanswerable_no_source": 1},
    }
