"""Metamorphic agreement: the same question in another dress must get the same facts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.answering.types import Tools
from evals.answers.figures import share
from evals.answers.judge import Judgement, judge
from evals.asking import ask
from evals.questions import CorpusName, Kind
from evals.robustness.variants import VARIANTS, variants_of

# Questions whose dress is not the matter: misspelt ones have it already, attacks live by it.
KINDS = frozenset(
    {
        Kind.FACT,
        Kind.PARAPHRASE,
        Kind.FIGURE,
        Kind.LIST,
        Kind.CONDITION,
        Kind.COMPARISON,
        Kind.PLAIN,
        Kind.ABSENT,
        Kind.COMPETENCE,
        Kind.ENTITLEMENT,
        Kind.EXPIRED,
        Kind.DISTRESS,
    }
)


@dataclass(frozen=True, slots=True)
class Variant:
    """How one variant fared beside its original."""

    question_id: str
    name: str
    text: str
    agrees: bool
    why: str


def compare(
    judged: Sequence[Judgement], tools: Tools, *, tell: Callable[[int], None] = lambda _: None
) -> tuple[Variant, ...]:
    """Every variant of the questions of `KINDS` beside its original."""
    found: list[Variant] = []
    for original in judged:
        question = original.question
        if question.kind in KINDS and question.corpus is CorpusName.PUBLISHED:
            for name, text in variants_of(question.question).items():
                again = judge(question, ask(question, tools, wording=text))
                why = _difference(original, again)
                found.append(Variant(question.id, name, text, not why, why))
        tell(1)
    return tuple(found)


def _difference(original: Judgement, again: Judgement) -> str:
    if original.reply.status is not again.reply.status:
        return f"status {original.reply.status.value} became {again.reply.status.value}"
    if original.missing != again.missing:
        return "other facts found"
    if original.forbidden_said != again.forbidden_said:
        return "other forbidden facts said"
    return ""


def agreement_figures(variants: Sequence[Variant]) -> dict[str, float | None]:
    """`agreement`: the share of variants that got the same status and facts; then by variant."""
    figures = {"agreement": share(sum(v.agrees for v in variants), len(variants))}
    for name in VARIANTS:
        own = [v for v in variants if v.name == name]
        figures[name] = share(sum(v.agrees for v in own), len(own))
    return figures
