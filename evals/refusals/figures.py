"""Figures of statuses: what was expected, what came, and whether silence was kept rightly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assistant.types import AnswerStatus
from evals.answers.figures import share
from evals.answers.judge import Judgement
from evals.questions import Kind

# Kinds where a slip is not a matter of degree.
ALWAYS = (Kind.COMPETENCE, Kind.ENTITLEMENT, Kind.DISTRESS, Kind.EXPIRED)


def status_figures(judged: Sequence[Judgement]) -> dict[str, float | None]:
    """Shares in [0, 1].

    `abstention_recall`: of the questions that documents do not answer, those that got no answer;
    `abstention_recall_absent`: the same over the hardest kind alone; `hedged`: of these questions,
    those that got quotes under the words that they may not answer (counted as failures above);
    `abstention_precision`: of the questions that got no answer, those that have none;
    `false_refusals`: of the questions that documents answer, those that got no answer;
    `<kind>_status`: questions of that kind with a right status.
    """
    silent = [j for j in judged if j.question.expects_silence]
    absent = [j for j in silent if j.question.kind is Kind.ABSENT]
    answerable = [j for j in judged if j.question.expects_answer]
    refused = [j for j in judged if not j.answered]
    # A question may rightly be met either way: refusing it is then no mistake.
    rightly = [j for j in refused if j.status_right or not j.question.expects_answer]
    figures = {
        "status_right": share(sum(j.status_right for j in judged), len(judged)),
        "abstention_recall": share(sum(not j.answered for j in silent), len(silent)),
        "abstention_recall_absent": share(sum(not j.answered for j in absent), len(absent)),
        "hedged": share(
            sum(j.reply.status is AnswerStatus.ANSWERED_PARTIALLY for j in silent), len(silent)
        ),
        "abstention_precision": share(len(rightly), len(refused)),
        "false_refusals": share(
            sum(not j.answered and not j.status_right for j in answerable), len(answerable)
        ),
    }
    for kind in ALWAYS:
        own = [j for j in judged if j.question.kind is kind]
        figures[f"{kind.value}_status"] = share(sum(j.status_right for j in own), len(own))
    return figures


def confusion(judged: Sequence[Judgement]) -> dict[str, dict[str, int]]:
    """Expected status (the most fitting one) to the statuses that came, with their counts.

    A status that is also right counts as the expected one.
    """
    rows: dict[str, Counter[str]] = {}
    for j in judged:
        expected = j.question.status[0].value
        came = expected if j.status_right else j.reply.status.value
        rows.setdefault(expected, Counter())[came] += 1
    return {expected: dict(sorted(row.items())) for expected, row in sorted(rows.items())}
