"""The answerability gate: how well the passages found stand behind an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.answering.expected import holds_expected_kind
from assistant.answering.question import FACTS, QuestionType, question_type, same_kind
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
    subject = _beyond_the_name(query, turn)
    covered = _coverage(subject, spoken)
    direct = tuple(h for h in spoken if _is_direct(h, covered[h.passage.id], turn, settings))
    if direct and not query.unknown_names:
        return Grounds(Grounding.DIRECT, direct)
    related = tuple(h for h in spoken if _is_related(h, covered[h.passage.id], turn, settings))
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
    same = same_kind(question_type(hit.passage.heading_path[-1]), turn.asks)
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


# Below this sum of rarities a question says nothing beyond the name: «et le brevet IA alors ?»
_NOTHING_MORE = 1.0
# Passages of one document meet the question together, yet less surely than one passage alone.
_TOGETHER = 0.8


def _beyond_the_name(query: Query, turn: Turn) -> Query:
    """What the question asks of the document that it names; all of it when it names none.

    The name alone is always met: «Le brevet IA est-il obligatoire ?» asks about «obligatoire».
    """
    name = frozenset(term for named in turn.named for term in named.name)
    rest = tuple(t for t in query.terms if not any(a.term in name for a in t.alternatives[:1]))
    if not name or sum(t.rarity for t in rest) < _NOTHING_MORE:
        return query
    return replace(query, terms=rest)


def _coverage(query: Query, hits: Sequence[Hit]) -> dict[str, float]:
    """Passage id to the share of the question met by it, or by its document as a whole."""
    said: dict[str, frozenset[str]] = {}
    for hit in hits:
        known = said.get(hit.meta.id, frozenset())
        said[hit.meta.id] = known | hit.head_terms | hit.body_terms
    together = {document_id: coverage_share(query, terms) for document_id, terms in said.items()}
    return {
        h.passage.id: max(
            coverage_share(query, h.head_terms | h.body_terms), _TOGETHER * together[h.meta.id]
        )
        for h in hits
    }
