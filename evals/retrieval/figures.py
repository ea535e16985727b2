"""Figures of retrieval, by ir-measures: are the right sections found, and how high?"""

from __future__ import annotations

from collections.abc import Sequence

from evals.asking import Reply, Section
from evals.questions import Question, Source
from evals.wording import folded

Qrels = dict[str, dict[str, int]]
Run = dict[str, dict[str, float]]


def retrieval_figures(
    questions: Sequence[Question], replies: Sequence[Reply]
) -> dict[str, float | None]:
    """Means over the questions with known sections: recall@5, recall@10, nDCG@10, MRR, hit@5.

    Every acceptable section is relevant alike; hit@5 is the share of questions with at least one
    of them among the first five.
    """
    qrels: Qrels = {}
    run: Run = {}
    for question, reply in zip(questions, replies, strict=True):
        if question.sources:
            qrels[question.id] = {_name(s): 1 for s in question.sources}
            run[question.id] = _scored(question, reply.ranking)
    if not qrels:
        return {}
    return measured(qrels, run)


def measured(qrels: Qrels, run: Run) -> dict[str, float | None]:
    """recall@5, recall@10, nDCG@10, MRR and hit@5 of a run."""
    # Imported here: it loads scipy, and `--help` owes nobody that.
    from ir_measures import RR, R, Success, calc_aggregate, nDCG  # noqa: PLC0415

    measures = {
        "recall@5": R @ 5,
        "recall@10": R @ 10,
        "ndcg@10": nDCG @ 10,
        "mrr": RR,
        "hit@5": Success @ 5,
    }
    found = calc_aggregate(list(measures.values()), qrels, run)
    return {name: float(found[measure]) for name, measure in measures.items()}


def _scored(question: Question, ranking: Sequence[Section]) -> dict[str, float]:
    """What was found, by the names of the qrels; rank as score, so that ties cannot be."""
    names: dict[str, float] = {}
    for rank, section in enumerate(ranking):
        names.setdefault(_label(question, section), 1.0 / (1 + rank))
    return names


def _label(question: Question, section: Section) -> str:
    for source in question.sources:
        if source.document == section.document and (
            source.heading is None or folded(source.heading) == folded(section.heading)
        ):
            return _name(source)
    return f"{section.document}|{section.heading}"


def _name(source: Source) -> str:
    return f"{source.document}|{'*' if source.heading is None else folded(source.heading)}"
