"""Weighing the passages found: which is likeliest to answer, and how likely is an answer at all?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from assistant.answering.expected import counted_noun, counts, holds_expected_kind
from assistant.answering.features import GateFeatures, RankFeatures
from assistant.answering.question import FACTS, MEASURED, QuestionType, question_type, same_kind
from assistant.answering.types import Candidate, Tools, Turn
from assistant.reference.competences import COMPETENCES_DOCUMENT
from assistant.retrieval.query import Query
from assistant.retrieval.search import Hit, NearestGap, SearchResult, coverage_share

# Below this sum of rarities a question says nothing beyond the name: «et le brevet IA alors ?»
_NOTHING_MORE = 1.0


class Grounding(StrEnum):
    """What may be said on the strength of the passages."""

    DIRECT = "direct"  # they answer the question
    RELATED = "related"  # they speak of its subject, perhaps not of what was asked
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict of the gate; `likely` in [0, 1], `related` the threshold of RELATED."""

    grounding: Grounding
    likely: float
    related: float


_SEVERAL = frozenset({QuestionType.LIST, QuestionType.OVERVIEW})
_HALF = 0.5
_ALL = 0.85
_STANDS_OUT = 0.3
_CLOSE = 0.3
_NEARER = 0.1
_NEXT_TO_NOTHING = 0.15
_MOST, _LITTLE = 0.8, 1 / 3
_WIDEST = 2.0  # margins of the section classifier lie about -1 and 1
_LIST_LENGTH = 3  # a lead-in and two items


def weigh(turn: Turn, hits: Sequence[Hit], tools: Tools) -> tuple[Candidate, ...]:
    """The passages `hits`, likeliest to answer first, with their shares of belief."""
    features = rank_features(turn, hits)
    scores = tools.calibration.scores(features)
    shares = _softmax(scores)
    order = sorted(range(len(hits)), key=lambda i: (-scores[i], hits[i].passage.id))
    found = [Candidate(hits[i], features[i], float(shares[i])) for i in order]
    # A fact is in a passage that holds one of its kind, if such a one is believed in enough.
    holding = next((c for c in found if not c.features.lacks_kind), None)
    if turn.asks in MEASURED and holding is not None and holding.share >= _CLOSE * found[0].share:
        found.sort(key=lambda c: c is not holding)
    return tuple(found)


def judge(
    turn: Turn, candidates: Sequence[Candidate], result: SearchResult, tools: Tools
) -> Verdict:
    """What may be said on the strength of `candidates`, and how likely the first one answers."""
    if not candidates:
        return Verdict(Grounding.NONE, 0.0, 1.0)
    calibration = tools.calibration
    worded = candidates[0].hit.worded
    gate = calibration.worded if worded else calibration.bare
    features = gate_features(turn, candidates, result, tools)
    if features.met_rarity < _NEXT_TO_NOTHING:  # only words that any question may hold
        return Verdict(Grounding.NONE, 0.0, gate.related)
    likely = gate.probability(features)
    plain = _asked_plainly(features) if worded else _asked_in_its_heading(features)
    if likely >= gate.answers or plain:
        return Verdict(Grounding.DIRECT, likely, gate.related)
    met = features.coverage_beyond >= _ALL and not features.lacks_kind
    grounding = Grounding.RELATED if likely >= gate.related or met else Grounding.NONE
    return Verdict(grounding, likely, gate.related)


def _asked_plainly(features: GateFeatures) -> bool:
    """Whether one passage meets all that is asked, and is called by name or stands out.

    A plain question is no riddle: it needs no belief spread by weights that were fitted on riddles.
    """
    if features.lacks_kind > 0 or features.coverage_beyond < _ALL:
        return False
    called = features.named > 0 and features.gap_likeness <= _NEARER
    return called or features.share >= _STANDS_OUT


def _asked_in_its_heading(features: GateFeatures) -> bool:
    """Whether the document is called by name and the section headed by the question itself."""
    called = features.named > 0 and features.headed_alike > 0 and features.lacks_kind == 0
    return called and features.coverage_beyond >= _HALF


def rank_features(turn: Turn, hits: Sequence[Hit]) -> tuple[RankFeatures, ...]:
    """The features of each of `hits`, in their order."""
    called = {n.document_id for n in turn.named}
    standard = {
        name: _standard([getattr(h.scores, name) for h in hits])
        for name in ("whole", "head", "grams", "asked", "asked_grams")
    }
    # A passage that nobody has worded is neither nearer nor further for it.
    for name in ("asked", "asked_grams"):
        standard[name][[not h.worded for h in hits]] = np.maximum(
            standard[name][[not h.worded for h in hits]], 0.0
        )
    least = min((h.scores.learned for h in hits if h.scores.learned is not None), default=0.0)
    standard["learned"] = _standard(
        [least if h.scores.learned is None else h.scores.learned for h in hits]
    )
    standard["learned"][[not h.worded for h in hits]] = np.maximum(
        standard["learned"][[not h.worded for h in hits]], 0.0
    )
    floor = min((h.scores.dense for h in hits if h.scores.dense is not None), default=0.0)
    standard["dense"] = _standard(
        [floor if h.scores.dense is None else h.scores.dense for h in hits]
    )
    fact = turn.asks in FACTS
    return tuple(
        RankFeatures(
            **{name: float(values[i]) for name, values in standard.items()},
            learned_share=hit.learned_share,
            coverage=hit.coverage,
            likeness=hit.likeness,
            aspects=hit.aspects,
            gap_aspects=hit.gap_aspects,
            headed_alike=_headed_alike(hit, turn.asks),
            worded_alike=_worded_alike(hit, turn.asks),
            holds_kind=float(fact and holds_expected_kind(turn.asks, hit.text)),
            lacks_kind=float(fact and not holds_expected_kind(turn.asks, hit.text)),
            named=float(hit.meta.id in called),
            not_named=float(bool(called) and hit.meta.id not in called),
            for_audience=float(turn.audience is not None and turn.audience in hit.meta.audience),
            lists=float(turn.asks in _SEVERAL and _lists(hit)),
        )
        for i, hit in enumerate(hits)
    )


def gate_features(
    turn: Turn, candidates: Sequence[Candidate], result: SearchResult, tools: Tools
) -> GateFeatures:
    """The features of the first candidate among all."""
    assert turn.query is not None  # noqa: S101 - route has made it
    query = turn.query
    first = candidates[0]
    hit, ranked = first.hit, first.features
    beyond = _beyond_the_name(query, turn, hit.meta.id)
    same = (c.hit.terms for c in candidates if c.hit.meta.id == hit.meta.id)
    document = frozenset[str]().union(*same)
    met = coverage_share(beyond, hit.terms)
    learned = hit.scores.learned if hit.scores.learned is not None else 0.0
    gap = _gap_of(hit, result)
    return GateFeatures(
        share=first.share,
        share_of_three=sum(c.share for c in candidates[:3]),
        coverage=coverage_share(query, hit.terms),
        coverage_beyond=met,
        fully_met=max(0.0, (met - _MOST) / (1.0 - _MOST)),
        hardly_met=max(0.0, (_LITTLE - met) / _LITTLE),
        document_coverage=coverage_share(beyond, document),
        likeness=hit.likeness,
        dense=hit.scores.dense or 0.0,
        shows_aspect=float(result.shows_aspect),
        aspects=hit.aspects,
        gap_aspects=0.0 if hit.meta.is_expired(hit.meta.checked_on) else hit.gap_aspects,
        headed_alike=ranked.headed_alike,
        worded_alike=ranked.worded_alike,
        holds_kind=ranked.holds_kind,
        lacks_kind=ranked.lacks_kind,
        named=ranked.named,
        not_named=ranked.not_named,
        unknown_names=float(bool(query.unknown_names)),
        missed_rarity=tools.searcher.missed_rarity(beyond, hit.terms),
        names_nothing=float(not turn.named),
        gap_asked=_lead(gap.asked, [c.hit.scores.asked for c in candidates]),
        gap_grams=_lead(gap.asked_grams, [c.hit.scores.asked_grams for c in candidates]),
        gap_likeness=gap.likeness - max(c.hit.likeness for c in candidates),
        learned=learned,
        learned_lead=min(_WIDEST, max(0.0, learned - _next_learned(hit, candidates))),
        learned_share=hit.learned_share,
        gap_learned=max(-_WIDEST, min(_WIDEST, gap.learned - learned)),
        gap_learned_share=gap.learned_share,
        matter_share=max(
            (
                h.learned_share
                for h in result.kept
                if h.meta.id == COMPETENCES_DOCUMENT and not turn.ours
            ),
            default=0.0,
        ),
        met_rarity=tools.searcher.met_rarity(query, hit.terms),
        whole=ranked.whole,
        asked=ranked.asked,
        grams=ranked.grams,
        asked_grams=ranked.asked_grams,
        learned_standing=ranked.learned,
        sentence=_best_sentence(beyond, hit, turn, tools),
        counts_other=_counts_other(query, hit, turn, tools),
    )


def _best_sentence(query: Query, hit: Hit, turn: Turn, tools: Tools) -> float:
    """The share of `query` that one sentence meets under its heading; 0 without what is asked."""
    fact, best = turn.asks in FACTS, 0.0
    text = tools.searcher.catalogue.document(hit.meta.id).text
    for unit in hit.passage.units:
        if fact and not holds_expected_kind(turn.asks, text[unit.start : unit.end]):
            continue
        own = tools.searcher.terms_of(hit.meta.id, unit.start, unit.end)
        best = max(best, coverage_share(query, own | hit.head_terms))
    return best


def _counts_other(query: Query, hit: Hit, turn: Turn, tools: Tools) -> float:
    noun = counted_noun(query.text) if turn.asks is QuestionType.COUNT else None
    if noun is None:
        return 0.0
    terms = tools.searcher.analyser.terms(noun)
    wanted = {
        a.term for t in query.terms if t.alternatives[0].term in terms for a in t.alternatives
    }
    return float(bool(wanted) and not counts(hit.text, wanted, tools.searcher.analyser))


def _gap_of(hit: Hit, result: SearchResult) -> NearestGap:
    """The nearest gap; none for a scheme that was closed already when its gaps were written down.

    They say what is missing today: of its own time the document may well tell it.
    """
    closed = hit.meta.is_expired(hit.meta.checked_on)
    return NearestGap(learned=-1.0) if closed else result.gap


def _next_learned(hit: Hit, candidates: Sequence[Candidate]) -> float:
    """The greatest margin among the passages of other sections."""
    own = (hit.meta.id, hit.passage.heading_path)
    others = (
        c.hit.scores.learned
        for c in candidates
        if c.hit.scores.learned is not None and (c.hit.meta.id, c.hit.passage.heading_path) != own
    )
    return max(others, default=0.0)


def _lists(hit: Hit) -> bool:
    return sum(u.group is not None for u in hit.passage.units) >= _LIST_LENGTH


def _headed_alike(hit: Hit, asks: QuestionType) -> float:
    heading = hit.passage.heading_path[-1] if hit.passage.heading_path else hit.meta.title
    return float(same_kind(question_type(heading), asks))


def _worded_alike(hit: Hit, asks: QuestionType) -> float:
    return float(hit.wording is not None and same_kind(question_type(hit.wording.text), asks))


def _beyond_the_name(query: Query, turn: Turn, document_id: str) -> Query:
    """What the question asks of the document that it names; all of it when it names none.

    The name alone is always met: «Le brevet IA est-il obligatoire ?» asks about «obligatoire».
    """
    name = frozenset(t for n in turn.named if n.document_id == document_id for t in n.name)
    rest = tuple(t for t in query.terms if not any(a.term in name for a in t.alternatives[:1]))
    if not name or sum(t.rarity for t in rest) < _NOTHING_MORE:
        return query
    return replace(query, terms=rest)


def _standard(scores: Sequence[float]) -> NDArray[np.float64]:
    values = np.array(scores, dtype=np.float64)
    spread = float(values.std()) if len(values) else 0.0
    return (values - values.mean()) / spread if spread > 0 else np.zeros_like(values)


def _lead(of_gap: float, of_passages: Sequence[float]) -> float:
    """How much further the gap is ahead of the best passage, as a share of the greater."""
    best = max(of_passages)
    greater = max(of_gap, best)
    return (of_gap - best) / greater if greater > 0 else 0.0


def _softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    if len(scores) == 0:
        return scores
    raised = np.exp(scores - scores.max())
    shares: NDArray[np.float64] = raised / raised.sum()
    return shares
