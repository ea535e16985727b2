"""Is there evidence? Below the gate there is no answer, whatever the composer could write."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from assistant.answering.expected import holds_expected_kind
from assistant.answering.grounding import Grounding, ground
from assistant.answering.no_answer import expired_only, no_source, other_authority
from assistant.answering.types import Outcome, Tools, Turn
from assistant.reference.competences import COMPETENCES_DOCUMENT
from assistant.retrieval.search import Hit, Rejection
from assistant.text.fold import fold

# A question that names another authority's matter is still ours when our own documents meet
# nearly all of its words: «bourse du CROUS» is not, «bourse Mermoz à l'étranger» is.
_OURS_ALL_THE_SAME = 0.9
_DIRECTORY_COVERAGE = 0.75  # its many matters share everyday words with any question
_AS_GOOD = 0.8  # a document on the subject is worth more than the directory of who does what


def evidence(turn: Turn, tools: Tools) -> Turn | Outcome:
    """Finds the passages that may answer; ends the turn when none does."""
    assert turn.query is not None  # noqa: S101 - route has made it
    result = tools.searcher.search(turn.query, as_of=turn.as_of, audience=turn.audience)
    best = _best_coverage(h for h in result.kept if h.meta.id != COMPETENCES_DOCUMENT)
    if turn.matter is not None and best < _OURS_ALL_THE_SAME and not turn.named:
        return other_authority(turn, turn.matter, tools)
    called = {n.document_id for n in turn.named}
    closed = tuple(h for h in result.rejected if h.rejection is Rejection.EXPIRED)
    named_closed = tuple(h for h in closed if h.meta.id in called)
    if named_closed and not any(h.meta.id in called for h in result.kept):
        return expired_only(turn, named_closed, tools)
    # A leading document's further passages may hold the section that was asked for.
    leading = {h.meta.id for h in result.kept}
    found = (
        *result.kept,
        *(
            h
            for h in result.rejected
            if h.rejection is Rejection.BELOW_RANK and h.meta.id in leading
        ),
    )
    grounds = ground(turn, _without_directory(turn, found), tools.settings)
    if grounds.grounding is not Grounding.NONE and any(
        holds_expected_kind(turn.asks, h.text) for h in grounds.hits
    ):
        return replace(
            turn,
            evidence=replace(result, kept=grounds.hits),
            partial=grounds.grounding is Grounding.RELATED,
        )
    covered = tuple(h for h in closed if h.coverage >= tools.settings.min_coverage)
    if covered and not turn.named and grounds.grounding is not Grounding.DIRECT:
        return expired_only(turn, covered, tools)
    return no_source(turn, result, tools)


# Asks who is in charge: only then does «Qui fait quoi» answer before the documents on the subject.
_WHO_IS_IN_CHARGE = re.compile(
    r"\b(?:qui|quelle? (?:autorite|collectivite|service))\b.*\b(?:gere|gerent|s'occupe|responsable|"
    r"decide|competent|finance|charge|construit|entretient|organise)|\bcompeten|\breleve|"
    r"\bqui fait quoi"
)


def _without_directory(turn: Turn, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """`hits` without «Qui fait quoi» when other documents speak of the subject as well."""
    if _WHO_IS_IN_CHARGE.search(fold(turn.standalone)):
        return hits
    others = tuple(h for h in hits if h.meta.id != COMPETENCES_DOCUMENT)
    if _best_coverage(hits) < _DIRECTORY_COVERAGE:
        return others
    return others if _best_coverage(others) >= _AS_GOOD * _best_coverage(hits) else hits


def _best_coverage(hits: Iterable[Hit]) -> float:
    return max((h.coverage for h in hits), default=0.0)
