"""The answerability gate: how well the passages found stand behind an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.answering.expected import holds_expected_kind
from assistant.answering.question import FACTS, QuestionType, question_type
from assistant.answering.types import Turn
from assistant.retrieval.query import Query
from assistant.retrieval.search import Hit, coverage_share
from assistant.settings import AnsweringSettings


class Grounding(StrEnum):
    """What may be said on the strength of the passages."""

    DIRECT = "direct"  # they answer the question
    RELATED = "related"  # they speak of its subject, perhaps not of what was asked
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Grounds:
    """The verdict of the gate, with the passages it rests on, best first."""

    grounding: Grounding
    hits: tuple[Hit, ...]


def ground(turn: Turn, hits: Sequence[Hit], settings: AnsweringSettings) -> Grounds:
    """Weighs the passages `hits` (best first) against the question.

    DIRECT: a document meets enough of the question's words, or fewer of them when the encoder
    agrees; a place or person that no document knows forbids it. RELATED: the question names a
    document, or is met in part. The thresholds are settings, chosen on the development questions.
    """
    assert turn.query is not None  # noqa: S101 - route has made it
    query = turn.query
    spoken = [h for h in hits if _speaks_of_named(turn, h)]
    covered = _document_coverage(query, spoken)
    direct = tuple(h for h in spoken if _is_direct(h, covered[h.meta.id], turn, settings))
    if direct and not query.unknown_names:
        return Grounds(Grounding.DIRECT, direct)
    related = tuple(h for h in spoken if _is_related(h, covered[h.meta.id], turn, settings))
    # One fact is there or it is not: what stands near it would pass for it.
    if related and turn.asks not in FACTS:
        return Grounds(Grounding.RELATED, related)
    return Grounds(Grounding.NONE, ())


def _is_direct(hit: Hit, coverage: float, turn: Turn, settings: AnsweringSettings) -> bool:
    if coverage >= settings.min_coverage:
        return True
    named = any(n.document_id == hit.meta.id for n in turn.named)
    if named and turn.asks is QuestionType.DEFINITION:
        return True
    if (named or coverage >= settings.min_coverage_related) and _asked_in_a_heading(hit, turn):
        return True
    agreed = hit.scores.dense is not None and hit.scores.dense >= settings.encoder_agrees
    return agreed and coverage >= settings.min_coverage_agreed


def _asked_in_a_heading(hit: Hit, turn: Turn) -> bool:
    """Whether the section is headed by the same kind of question, and holds what it asks for."""
    if turn.asks is QuestionType.OTHER or not hit.passage.heading_path:
        return False
    same = question_type(hit.passage.heading_path[-1]) is turn.asks
    return same and holds_expected_kind(turn.asks, hit.text)


def _is_related(hit: Hit, coverage: float, turn: Turn, settings: AnsweringSettings) -> bool:
    if any(n.document_id == hit.meta.id for n in turn.named):
        return True
    assert turn.query is not None  # noqa: S101
    if turn.query.unknown_names:
        return coverage >= settings.min_coverage
    near = hit.scores.dense is not None and hit.scores.dense >= settings.encoder_near
    return near and coverage >= settings.min_coverage_related


def _speaks_of_named(turn: Turn, hit: Hit) -> bool:
    """Whether a passage speaks of a document that the question names, if it names any.

    «Le brevet IA est-il obligatoire ?» is not answered by a neighbour that is compulsory.
    """
    said = hit.head_terms | hit.body_terms
    return not turn.named or any(n.name <= said for n in turn.named)


def _document_coverage(query: Query, hits: Sequence[Hit]) -> dict[str, float]:
    """Document id to the share of the question that its passages meet together."""
    terms: dict[str, frozenset[str]] = {}
    for hit in hits:
        known = terms.get(hit.meta.id, frozenset())
        terms[hit.meta.id] = known | hit.head_terms | hit.body_terms
    return {document_id: coverage_share(query, said) for document_id, said in terms.items()}
