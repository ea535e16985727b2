"""Figures of answers and citations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evals.answers.judge import Judgement


def share(right: float, total: float) -> float | None:
    """`right / total`; None when there is nothing to judge."""
    return right / total if total else None


def answer_figures(judged: Sequence[Judgement]) -> dict[str, float | None]:
    """Shares in [0, 1] over the questions given.

    `right`: status, facts and nothing forbidden; `facts_found`: over all facts; `completeness`:
    mean share of a question's facts; `forbidden_said`: questions with something forbidden.
    """
    with_facts = [j for j in judged if j.question.facts]
    return {
        "right": share(sum(j.right for j in judged), len(judged)),
        "facts_found": share(
            sum(j.facts_found for j in with_facts), sum(len(j.question.facts) for j in with_facts)
        ),
        "completeness": share(
            sum(j.facts_found / len(j.question.facts) for j in with_facts), len(with_facts)
        ),
        "forbidden_said": share(sum(bool(j.forbidden_said) for j in judged), len(judged)),
    }


def citation_figures(judged: Sequence[Judgement]) -> dict[str, float | None]:
    """Shares in [0, 1].

    `located` and `supported` over every statement made; `section_precision` over the citations of
    answers whose right sections are known, `section_recall` over the questions that have some.
    """
    statements = [s for j in judged for s in j.reply.statements]
    quotes = [q for s in statements for q in s.quotes]
    known = [j for j in judged if j.question.sources and j.question.expects_answer]
    answered = [j for j in known if j.answered]
    return {
        "located": share(sum(q.located for q in quotes), len(quotes)),
        "supported": share(sum(s.supported for s in statements), len(statements)),
        "section_precision": share(
            sum(j.cited_right for j in answered), sum(j.cited for j in answered)
        ),
        "section_recall": share(sum(j.cited_right > 0 for j in known), len(known)),
    }


def right_by_kind(judged: Iterable[Judgement]) -> dict[str, tuple[int, int]]:
    """Kind to (answered right, asked)."""
    counts: dict[str, tuple[int, int]] = {}
    for j in judged:
        right, asked = counts.get(j.question.kind.value, (0, 0))
        counts[j.question.kind.value] = (right + j.right, asked + 1)
    return dict(sorted(counts.items()))
