"""Is there evidence? Below the gate there is no answer, whatever the composer could write."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from assistant.answering.courtesy import without_courtesy
from assistant.answering.no_answer import expired_only, no_source, other_authority
from assistant.answering.question import FACTS
from assistant.answering.route import read
from assistant.answering.types import Candidate, Outcome, Tools, Turn
from assistant.answering.weigh import Grounding, Verdict, judge, weigh
from assistant.reference.competences import COMPETENCES_DOCUMENT, Level, Matter
from assistant.retrieval.search import Hit, Rejection, SearchResult
from assistant.text.fold import fold

# A question that names another authority's matter is still ours when our own documents meet
# nearly all of its words: «bourse du CROUS» is not, «bourse Mermoz à l'étranger» is.
_OURS_ALL_THE_SAME = 0.9
# Margins of the section classifier, chosen on 500 questions written for it by a stranger: from
# LIKELY on, 68 % of other authorities' matters are told, and 4 % of questions to us are taken for
# one; a matter told by its words keeps the word unless the learned one is SURELY meant.
_LEAST, _LIKELY, _SURELY, _CLEARLY = -2.0, -0.8, -0.6, 0.2
_CLOSED = 0.6
# The criteria of a scheme are given as such, never as a verdict: half the belief is enough.
_ENTITLEMENT = 0.5


def evidence(turn: Turn, tools: Tools) -> Turn | Outcome:
    """Finds the passages that may answer; ends the turn when none does."""
    best = _find(turn, tools)
    for reading in turn.readings:  # the first that is answered; else the likeliest
        if best.verdict.grounding is Grounding.DIRECT:
            break
        other = _find(read(turn, reading, tools), tools)
        if (
            other.verdict.grounding is Grounding.DIRECT
            or other.verdict.likely > best.verdict.likely
        ):
            best = other
    return _decided(best, _said_as_understood(best.turn, turn, tools), tools)


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found for a question read in one way."""

    turn: Turn
    result: SearchResult
    candidates: tuple[Candidate, ...]
    verdict: Verdict


def _find(turn: Turn, tools: Tools) -> _Found:
    assert turn.query is not None  # noqa: S101 - route has made it
    result = tools.searcher.search(turn.query, as_of=turn.as_of, audience=turn.audience)
    turn = with_matter(turn, result, tools)
    candidates = weigh(turn, _citable(turn, result.kept), tools)
    return _Found(turn, result, candidates, judge(turn, candidates, result, tools))


def _said_as_understood(turn: Turn, asked: Turn, tools: Tools) -> tuple[str, ...]:
    """The notices of `asked`, with how it was understood where that is not what it says."""
    if turn.standalone == without_courtesy(asked.question):
        return asked.notices
    notice = tools.messages.notice.follow_up.format(question=turn.standalone)
    return (*asked.notices, notice)


def _decided(found: _Found, notices: tuple[str, ...], tools: Tools) -> Turn | Outcome:
    turn, result, verdict = replace(found.turn, notices=notices), found.result, found.verdict
    if turn.matter is not None:
        return other_authority(turn, turn.matter, tools)
    if closed := _closed(turn, result, verdict, tools):
        return expired_only(turn, closed, result.kept, tools)
    turn = replace(turn, evidence=result, candidates=found.candidates)
    if verdict.grounding is Grounding.DIRECT or _gets_criteria(turn, verdict):
        return turn
    # One fact is there or it is not: what stands near it would pass for it.
    if verdict.grounding is Grounding.RELATED and turn.asks not in FACTS:
        return replace(turn, partial=True)
    return no_source(turn, result, tools)


def with_matter(turn: Turn, result: SearchResult, tools: Tools) -> Turn:
    """`turn` with the matter it is about, if that is another authority's, or noted as the Region's.

    A matter is told by what was learned from how people ask about it, or by its trigger words.
    """
    found = (*result.kept, *result.rejected)
    margins = _margins(found, tools)
    theirs = max(margins.theirs, key=lambda pair: pair[0], default=None)
    learned: Matter | None = None
    if theirs is not None and theirs[0] >= max(_LIKELY, margins.ours, result.gap.learned):
        learned = theirs[1]
    if turn.named:
        return replace(turn, matter=None)
    if learned is not None and (turn.matter is None or margins.of(learned) >= _SURELY):
        return replace(turn, matter=learned)
    if turn.matter is not None:
        documents = (h for h in result.kept if h.meta.id != COMPETENCES_DOCUMENT)
        best = max((h.coverage for h in documents), default=0.0)
        ours_all_the_same = best >= _OURS_ALL_THE_SAME or (
            margins.ours >= _LIKELY and margins.ours >= margins.of(turn.matter) + _CLEARLY
        )
        return replace(turn, matter=None) if ours_all_the_same else turn
    return replace(turn, ours=turn.ours or margins.of_region >= max(_LIKELY, margins.documents))


@dataclass(frozen=True, slots=True)
class _Margins:
    """Margins of the section classifier: of other authorities' matters, and the best of ours."""

    theirs: tuple[tuple[float, Matter], ...]
    of_region: float
    documents: float

    @property
    def ours(self) -> float:
        return max(self.of_region, self.documents)

    def of(self, matter: Matter) -> float:
        return next((margin for margin, m in self.theirs if m is matter), _LEAST)


def _margins(hits: Iterable[Hit], tools: Tools) -> _Margins:
    theirs: list[tuple[float, Matter]] = []
    of_region = documents = _LEAST
    for hit in hits:
        if (margin := hit.scores.learned) is None:
            continue
        if hit.meta.id != COMPETENCES_DOCUMENT:
            documents = max(documents, margin)
        elif (matter := tools.competences.labelled(hit.passage.heading_path[-1])) is not None:
            if matter.level is Level.REGION:
                of_region = max(of_region, margin)
            else:
                theirs.append((margin, matter))
    return _Margins(tuple(theirs), of_region, documents)


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
    # That a scheme is closed is said on less belief than a fact of it would need.
    told = past.grounding is Grounding.DIRECT or past.likely >= _CLOSED * past.related
    if everything[0].hit in closed and told:
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
