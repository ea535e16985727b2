"""Questions and replies made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.types import AnswerStatus
from evals.answers.judge import Judgement, judge
from evals.asking import Quoted, Reply, Said, Section
from evals.questions import Question

ANSWERED = AnswerStatus.ANSWERED
PARTIALLY = AnswerStatus.ANSWERED_PARTIALLY
NO_SOURCE = AnswerStatus.UNANSWERABLE_NO_SOURCE


def question(
    *, number: str = "fact-001", status: Sequence[AnswerStatus] = (ANSWERED,), **fields: Any
) -> Question:
    return Question.model_validate(
        {"id": number, "question": "Combien ?", "status": list(status), **fields}
    )


def quoted(
    document: str = "aide-velo", heading: str = "Montant", *, located: bool = True
) -> Quoted:
    return Quoted(document, heading, "L'aide est de 200 €.", located)


def said(text: str, *quotes: Quoted, supported: bool = True) -> Said:
    return Said(text, quotes, supported)


def reply(
    *statements: Said,
    status: AnswerStatus = ANSWERED,
    lead: str = "",
    notices: tuple[str, ...] = (),
    contact: str = "",
    ranking: tuple[Section, ...] = (),
) -> Reply:
    return Reply(
        question_id="fact-001", asked="Combien ?", status=status, lead=lead, notices=notices,
        contact=contact, statements=statements, ranking=ranking, took_ms=1.0, energy_wh=0.0,
    )  # fmt: skip


def judged(asked: Question, status: AnswerStatus) -> Judgement:
    """The judgement of a reply of that status that says nothing."""
    return judge(asked, reply(status=status))
