"""Is there evidence? Below the gate there is no answer, whatever the composer could write."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answering.no_answer import expired_only, no_source, other_authority
from assistant.answering.question import FACTS
from assistant.answering.types import Outcome, Tools, Turn
from assistant.answering.weigh import Grounding, Verdict, judge, weigh
from assistant.reference.competences import COMPETENCES_DOCUMENT, Level
from assistant.retrieval.search import Hit, Rejection, SearchResult
from assistant.text.fold import fold

# A question that names another authority's matter is still ours when our own documents meet
# nearly all of its words: «bourse du CROUS» is not, «bourse Mermoz à l'étranger» is.
_OURS_ALL_THE_SAME = 0.9
# Shares of belief, by the section classifier.
_SURELY_A_MATTER = 0.5
_SURELY_OURS = 0.6
# The criteria of a scheme are given as such, never as a verdict: half the belief is enough.
_ENTITLEMENT = 0.5


def evidence(turn: Turn, tools: Tools) -> Turn | Outcome:
    """Finds the passages that may answer; ends the turn when none does."""
    assert turn.query is not None  # noqa: S101 - route has made it
    result = tools.searcher.search(turn.query, as_of=turn.as_of, audience=turn.audience)
    turn = _with_matter(turn, result, tools)
    if turn.matter is not None:
        return other_authority(turn, turn.matter, tools)
    candidates = weigh(turn, _citable(turn, result.kept), tools)
    verdict = judge(turn, candidates, result, tools)
    if closed := _closed(turn, result, verdict, tools):
        return expired_only(turn, closed, result.kept, tools)
    turn = replace(turn, evidence=result, candidates=candidates)
    if verdict.grounding is Grounding.DIRECT or _gets_criteria(turn, verdict):
        return turn
    # One fact is there or it is not: what stands near it would pass for it.
    if verdict.grounding is Grounding.RELATED and turn.asks not in FACTS:
        return replace(turn, partial=True)
    return no_source(turn, result, tools)


def _with_matter(turn: Turn, result: SearchResult, tools: Tools) -> Turn:
    """`turn` with the matter it is about, if that is another authority's, or noted as the Region's.

    A matter is told by its trigger words, or by what was learned from how people ask about it.
    """
    found = (*result.kept, *result.rejected)
    of_matters = [h for h in found if h.meta.id == COMPETENCES_DOCUMENT]
    own = max((h.learned_share for h in found if h.meta.id != COMPETENCES_DOCUMENT), default=0.0)
    likeliest = max(of_matters, key=lambda h: h.learned_share, default=None)
    if turn.matter is not None:
        best = max((h.coverage for h in result.kept if h not in of_matters), default=0.0)
        ours_all_the_same = best >= _OURS_ALL_THE_SAME or turn.named or own >= _SURELY_OURS
        return replace(turn, matter=None) if ours_all_the_same else turn
    if likeliest is None or likeliest.learned_share < max(_SURELY_A_MATTER, own):
        return turn
    matter = tools.competences.labelled(likeliest.passage.heading_path[-1])
    if matter is None or matter.level is Level.REGION:
        return replace(turn, ours=turn.ours or matter is not None)
    return turn if turn.named else replace(turn, matter=matter)


def _closed(turn: Turn, result: SearchResult, verdict: Verdict, tools: Tools) -> tuple[Hit, ...]:
    """The passages of closed schemes that were asked about, by name or by a better fit."""
    closed = tuple(h for h in result.rejected if h.rejection is Rejection.EXPIRED)
    if not closed:
        return ()
    names = {n.document_id for n in turn.named}
    if not any(h.meta.id in names for h in result.kept):
        called = tuple(h for h in closed if h.meta.id in names)
        if called:
            return called
    everything = weigh(turn, (*result.kept, *closed), tools)
    past = judge(turn, everything, result, tools)
    if everything[0].hit in closed and past.grounding is Grounding.DIRECT:
        ended = tuple(c.hit for c in everything if c.hit in closed)
        return ended if past.likely > verdict.likely else ()
    return ()


def _gets_criteria(turn: Turn, verdict: Verdict) -> bool:
    """Whether the question asks for a personal right, and a scheme is recognised in it."""
    if not turn.entitlement or not turn.candidates:
        return False
    called = turn.candidates[0].features.named > 0
    return called or verdict.likely >= _ENTITLEMENT * verdict.related


# Asks who is in charge: only then does «Qui fait quoi» answer before the documents on the subject.
_AUTHORITY = (
    r"(?:la |le |l'|les |au |aux |du |de |a )*(?:region|departement|etat|mairie|commune|"
    r"conseil (?:regional|departemental)|prefecture|ministere|vous)"
)
_WHO_IS_IN_CHARGE = re.compile(
    r"\b(?:qui|quelle? (?:autorite|collectivite|service))\b.*\b(?:gere|gerent|s'occupe|responsable|"
    r"decide|competent|finance|charge|construit|entretient|organise)|\bcompeten|\breleve|"
    rf"\bqui fait quoi|\b{_AUTHORITY} ou (?:bien )?{_AUTHORITY}\b|"
    r"\bc'est (?:bien |vraiment |quand meme pas |pas plutot |plutot )?"
    rf"{_AUTHORITY}(?= *(?:,|\?|qui\b|$))"
)


def _citable(turn: Turn, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """`hits` that meet a word of the question, without «Qui fait quoi» unless it is asked for.

    Its many matters share everyday words with any question.
    """
    asked = turn.ours or _WHO_IS_IN_CHARGE.search(fold(turn.standalone))
    return tuple(h for h in hits if h.coverage > 0 and (asked or h.meta.id != COMPETENCES_DOCUMENT))
