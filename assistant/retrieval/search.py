"""Hybrid search: which passages may answer a question, which were set aside, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.index.catalogue import Catalogue, IndexedPassage
from assistant.retrieval.aspects import AspectFit, AspectProfiles
from assistant.retrieval.dense import ChromaDenseIndex
from assistant.retrieval.embedder import Embedder
from assistant.retrieval.lexical import LexicalIndex, Wording
from assistant.retrieval.query import Query, QueryInterpreter
from assistant.retrieval.sections import SectionClassifier, SectionFit
from assistant.settings import RetrievalSettings
from assistant.text.analyse import Analyser
from assistant.text.grams import character_grams
from assistant.types import Audience, DocumentMeta, Passage


class Rejection(StrEnum):
    """Why a passage that was found is not used."""

    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    DUPLICATE = "duplicate"
    BELOW_RANK = "below_rank"


Floats = NDArray[np.float32]
_UNITS_CACHED = 50_000
_HINT_WORTH = np.float32(0.3)  # as a loose synonym


@dataclass(frozen=True, slots=True)
class Scores:
    """What each ranker gave a passage; `fused` is the sum of weighted z-scores."""

    fused: float
    head: float
    whole: float
    grams: float
    asked: float
    asked_grams: float
    learned: float | None  # margin of the section classifier; None where nothing was learned
    dense: float | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found.

    `coverage` is the share, in [0, 1], of the question's term rarity that its head, its body and
    `wording` meet. `wording` is the way to ask for it that is most like the question, if there is
    one, and `likeness`, in [0, 1], how much: the harmonic mean of the share of the question that
    the wording meets and of the share of the wording that the question meets. `aspects` is the
    share of the question's aspects that the passage is asked about, and `gap_aspects` the share of
    them that its document is known to lack.
    """

    passage: Passage
    meta: DocumentMeta
    text: str
    scores: Scores
    coverage: float
    head_terms: frozenset[str]
    body_terms: frozenset[str]
    wording: Wording | None = None
    likeness: float = 0.0
    aspects: float = 0.0
    gap_aspects: float = 0.0
    learned_share: float = 0.0  # of belief, by the section classifier
    worded: bool = False  # somebody has worded how people ask for it
    rejection: Rejection | None = None

    @property
    def terms(self) -> frozenset[str]:
        """All terms that stand for this passage."""
        asked = self.wording.terms if self.wording is not None else frozenset()
        return self.head_terms | self.body_terms | asked


@dataclass(frozen=True, slots=True)
class NearestGap:
    """How near the question comes to what is known to be in no document; all 0 without gaps.

    The BM25 scores are those of `Scores.asked` and `Scores.asked_grams`, `learned` is that of
    `Scores` and `likeness` that of `Hit`: the best gap by each, so that they can be set against
    the best passage. `learned_share` is that of `Hit` for all gaps together.
    """

    asked: float = 0.0
    asked_grams: float = 0.0
    likeness: float = 0.0
    learned: float = 0.0
    learned_share: float = 0.0


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Kept hits, best first, and the ones set aside, with the query that found them."""

    query: Query
    kept: tuple[Hit, ...]
    rejected: tuple[Hit, ...]
    gap: NearestGap = NearestGap()
    shows_aspect: bool = False  # the question says which aspect of its subject it is about


@dataclass(frozen=True, slots=True)
class _Lexical:
    """What the lexical rankers say of every passage, `(passages,)` each.

    `wording` is the number of the wording most like the question, -1 for none.
    """

    head: Floats
    whole: Floats
    grams: Floats
    asked: Floats
    asked_grams: Floats
    coverage: Floats
    wording: NDArray[np.int64]
    likeness: Floats

    def at(self, rows: NDArray[np.int64]) -> _Lexical:
        """The same of these passages only."""
        return _Lexical(*(getattr(self, f.name)[rows] for f in fields(self)))


@dataclass(frozen=True, slots=True)
class _Pool:
    """Candidates by row, with their raw scores."""

    rows: NDArray[np.int64]
    lexical: _Lexical
    gap: NearestGap
    aspects: AspectFit
    learned: SectionFit | None
    dense: Floats
    seen_by_encoder: frozenset[int]


class Searcher:
    """Search over one index version; safe to use from several threads."""

    def __init__(
        self,
        *,
        catalogue: Catalogue,
        lexical: LexicalIndex,
        dense: ChromaDenseIndex,
        embedder: Embedder,
        analyser: Analyser,
        settings: RetrievalSettings,
        sections: SectionClassifier | None = None,
    ) -> None:
        self.catalogue = catalogue
        self.analyser = analyser
        self._sections = sections
        self._lexical = lexical
        self._dense = dense
        self._embedder = embedder
        self._settings = settings
        self._interpreter = QueryInterpreter(analyser, lexical)
        sizes = [max(1, len(w.terms)) for w in lexical.wordings]
        curated = [
            w for w, on in zip(lexical.wordings, lexical.active, strict=True) if on and w.curated
        ]
        self._aspects = AspectProfiles(curated, catalogue.all_passages())
        self._worded = frozenset(row for w in curated for row in w.rows)
        self._wording_sizes = np.array(sizes, dtype=np.float32)
        self.terms_of = lru_cache(maxsize=_UNITS_CACHED)(self._terms_of)

    def _terms_of(self, document_id: str, start: int, end: int) -> frozenset[str]:
        """The index terms of `text[start:end]` of a document."""
        text = self.catalogue.document(document_id).text[start:end]
        return frozenset(self.analyser.index_terms(text))

    @property
    def wordings(self) -> tuple[Wording, ...]:
        """The known ways to ask, for what the documents hold and for what they do not."""
        return self._lexical.wordings

    def interpret(self, question: str) -> Query:
        """The query of a question."""
        return self._interpreter.interpret(question)

    def without_curated(self) -> Searcher:
        """The same search as if nobody had worded anything: what new documents meet."""
        return Searcher(
            catalogue=self.catalogue,
            lexical=self._lexical.without_curated(),
            dense=self._dense,
            embedder=self._embedder,
            analyser=self.analyser,
            settings=self._settings,
        )

    def with_sections(self, sections: SectionClassifier) -> Searcher:
        """The same search with another classifier: calibration learns without what it asks."""
        other = copy(self)
        other._sections = sections
        return other

    def knows(self, term: str) -> bool:
        """True when some passage or wording holds the term."""
        return self._lexical.knows(term)

    def missed_rarity(self, query: Query, terms: frozenset[str]) -> float:
        """The rarity of the rarest word of the question that `terms` do not meet, in [0, 1]."""
        met = coverage_by_term(query, terms)
        missed = (t.rarity * (1.0 - met[t.surface]) for t in query.terms)
        return max(missed, default=0.0) / self._interpreter.longest_rarity

    def met_rarity(self, query: Query, terms: frozenset[str]) -> float:
        """The rarities of the question's words that `terms` meet, in units of the rarest word."""
        met = coverage_by_term(query, terms)
        return (
            sum(t.rarity * met[t.surface] for t in query.terms) / self._interpreter.longest_rarity
        )

    def search(
        self,
        query: Query,
        *,
        as_of: date,
        k: int | None = None,
        audience: Audience | None = None,
        but: int | None = None,
    ) -> SearchResult:
        """The best `k` passages valid on `as_of`; documents for another audience rank lower.

        `but` is the number of a wording to leave out: calibration asks with it.
        """
        pool = self._candidates(query, but)
        fused = _fuse(pool, self._settings)
        order = sorted(range(len(pool.rows)), key=lambda i: (-fused[i], int(pool.rows[i])))
        passages = self.catalogue.passages_at([int(r) for r in pool.rows])
        hits = [self._hit(pool, fused, i, passages[int(pool.rows[i])]) for i in order]
        hits = self._by_audience(hits, audience)
        kept, rejected = self._sift(hits, as_of, k or self._settings.passages)
        return SearchResult(query, kept, rejected, pool.gap, pool.aspects.shown)

    def _candidates(self, query: Query, but: int | None) -> _Pool:
        lexical, gap = self._lexical_scores(query, but)
        count = self._settings.candidates
        found = self._dense.nearest(self._embedder.embed_query(query.text), count)
        positions = self.catalogue.positions_of([passage_id for passage_id, _ in found])
        similarity = {positions[passage_id]: s for passage_id, s in found}
        proposed = _best(lexical.whole, count) + _best(lexical.asked, count)
        proposed += _best(lexical.grams, count)
        learned = None
        if self._sections is not None:
            learned = self._sections.fit(query.text, self.analyser)
            proposed += _best(learned.shares, count // 2)
            gap = replace(gap, learned=learned.gap_margin, learned_share=learned.gap_share)
        rows = sorted({*proposed, *similarity})
        # A passage that the encoder did not propose is no nearer than the last that it did.
        floor = min(similarity.values(), default=0.0)
        chosen = np.array(rows, dtype=np.int64)
        return _Pool(
            rows=chosen,
            lexical=lexical.at(chosen),
            gap=gap,
            aspects=self._aspects.fit(query.text),
            learned=learned,
            dense=np.array([similarity.get(r, floor) for r in rows], dtype=np.float32),
            seen_by_encoder=frozenset(similarity),
        )

    def _lexical_scores(self, query: Query, but: int | None) -> tuple[_Lexical, NearestGap]:
        index = self._lexical
        size, wordings = index.size, len(index.wordings)
        head, whole, met = (np.zeros(size, np.float32) for _ in range(3))
        asked, asked_met, shared = (np.zeros(wordings, np.float32) for _ in range(3))
        for term in query.terms:
            names = [a.term for a in term.alternatives]
            worths = np.array([[a.worth] for a in term.alternatives], dtype=np.float32)
            in_head, in_whole = index.term_scores(names)
            head += (in_head * worths).max(axis=0)
            whole += (in_whole * worths).max(axis=0)
            present = (in_whole > 0) * worths
            met += term.rarity * present.max(axis=0)
            if wordings:
                in_wording = index.wording_scores(names) * worths
                asked += in_wording.max(axis=0)
                there = (in_wording > 0) * worths
                asked_met += term.rarity * there.max(axis=0)
                shared += there.max(axis=0)
        for hint in query.hints:
            in_head, in_whole = index.term_scores([hint])
            head += _HINT_WORTH * in_head[0]
            whole += _HINT_WORTH * in_whole[0]
        grams, asked_grams = index.gram_scores(character_grams(query.text))
        total = np.float32(query.rarity or 1.0)
        alike = self._likeness(asked_met / total, shared)
        if but is not None:
            asked[but] = asked_grams[but] = alike[but] = 0.0
        likeness, wording = self._most_alike(alike)
        gap = NearestGap(
            *(float(s[index.gaps].max(initial=0.0)) for s in (asked, asked_grams, alike))
        )
        found = _Lexical(
            head=head,
            whole=whole,
            grams=grams,
            # A heading is searched as such already: in the place of wordings it would count twice.
            asked=index.by_passage(asked * index.curated),
            asked_grams=index.by_passage(asked_grams * index.curated),
            coverage=met / total,
            wording=wording,
            likeness=likeness,
        )
        return found, gap

    def _likeness(self, met: Floats, shared: Floats) -> Floats:
        """`(wordings,)`: the likeness of each wording to the question, see `Hit`."""
        back = np.minimum(shared / self._wording_sizes, np.float32(1.0))
        alike: Floats = 2 * met * back / np.maximum(met + back, np.float32(1e-9))
        return alike

    def _most_alike(self, alike: Floats) -> tuple[Floats, NDArray[np.int64]]:
        """For each passage, the likeness of its most alike wording, and that wording's number."""
        index = self._lexical
        best = np.zeros(index.size, np.float32)
        which = np.full(index.size, -1, dtype=np.int64)
        # Pairs from the least to the most alike: the last to write is the best; ties by number.
        order = np.lexsort((-index.wording_of_pair, alike[index.wording_of_pair]))
        rows, numbers = index.row_of_pair[order], index.wording_of_pair[order]
        best[rows], which[rows] = alike[numbers], numbers
        which[best == 0.0] = -1
        return best, which

    def _hit(self, pool: _Pool, fused: Floats, i: int, indexed: IndexedPassage) -> Hit:
        passage = indexed.passage
        document = self.catalogue.document(passage.document_id)
        row = int(pool.rows[i])
        of = pool.lexical
        number = int(of.wording[i])
        learned, worded = pool.learned, row in self._worded
        return Hit(
            passage=passage,
            meta=document.meta,
            text=document.text[passage.start : passage.end],
            scores=Scores(
                fused=float(fused[i]),
                head=float(of.head[i]),
                whole=float(of.whole[i]),
                grams=float(of.grams[i]),
                asked=float(of.asked[i]),
                asked_grams=float(of.asked_grams[i]),
                learned=float(learned.margins[row]) if learned and worded else None,
                dense=float(pool.dense[i]) if row in pool.seen_by_encoder else None,
            ),
            coverage=float(of.coverage[i]),
            head_terms=indexed.head_terms,
            body_terms=indexed.body_terms,
            wording=self._lexical.wordings[number] if number >= 0 else None,
            likeness=float(of.likeness[i]),
            aspects=float(pool.aspects.passages[row]),
            gap_aspects=pool.aspects.gaps.get(passage.document_id, 0.0),
            learned_share=float(learned.shares[row]) if learned else 0.0,
            worded=worded,
        )

    def _by_audience(self, hits: list[Hit], audience: Audience | None) -> list[Hit]:
        if audience in {None, Audience.AGENT}:
            return hits

        def rank(hit: Hit) -> float:
            score = hit.scores.fused
            if audience in hit.meta.audience or score <= 0:
                return score
            return score * self._settings.other_audience_factor

        return sorted(hits, key=lambda h: (-rank(h), h.passage.id))

    def _sift(
        self, hits: Sequence[Hit], as_of: date, k: int
    ) -> tuple[tuple[Hit, ...], tuple[Hit, ...]]:
        kept: list[Hit] = []
        rejected: list[Hit] = []
        for hit in hits:
            reason = self._rejection(hit, kept, as_of, k)
            if reason is None:
                kept.append(hit)
            else:
                rejected.append(replace(hit, rejection=reason))
        return tuple(kept), tuple(rejected)

    def _rejection(self, hit: Hit, kept: Sequence[Hit], as_of: date, k: int) -> Rejection | None:
        if hit.meta.is_expired(as_of):
            return Rejection.EXPIRED
        if hit.meta.is_not_yet_valid(as_of):
            return Rejection.NOT_YET_VALID
        if len(kept) >= k:
            return Rejection.BELOW_RANK
        if any(self._is_near_duplicate(hit, other) for other in kept):
            return Rejection.DUPLICATE
        return None

    def _is_near_duplicate(self, hit: Hit, other: Hit) -> bool:
        a, b = hit.body_terms, other.body_terms
        # The same sentence with another figure is another fact: 15 € a year, 30 € a year.
        if not a or not b or _figures(a) != _figures(b):
            return False
        return len(a & b) / len(a | b) >= self._settings.duplicate_similarity


def _figures(terms: frozenset[str]) -> frozenset[str]:
    return frozenset(t for t in terms if t[0].isdigit())


def _best(scores: Floats, count: int) -> list[int]:
    """The rows of the `count` best positive scores."""
    positive = np.flatnonzero(scores > 0)
    if len(positive) > count:
        # Ties at the cut are broken by row, so that results never depend on partition order.
        order = np.lexsort((positive, -scores[positive]))
        positive = positive[order[:count]]
    return [int(row) for row in positive]


def _fuse(pool: _Pool, settings: RetrievalSettings) -> Floats:
    """Weighted sum of the rankers' z-scores over the candidates.

    Adding z-scores measured better than reciprocal rank fusion on French sets: a clear win of one
    ranker is kept as such.
    """
    of = pool.lexical
    fused: Floats = (
        _standard(of.whole)
        + settings.head_weight * _standard(of.head)
        + settings.grams_weight * _standard(of.grams)
        + settings.asked_weight * _standard(of.asked)
        + settings.asked_grams_weight * _standard(of.asked_grams)
        + settings.dense_weight * _standard(pool.dense)
    )
    if pool.learned is not None:
        fused += settings.learned_weight * _standard(pool.learned.margins[pool.rows])
    return fused


def _standard(scores: Floats) -> Floats:
    if len(scores) == 0:
        return scores
    spread = float(scores.std())
    if spread == 0.0:
        return np.zeros_like(scores)
    standard: Floats = (scores - scores.mean()) / spread
    return standard


def coverage_share(query: Query, terms: frozenset[str]) -> float:
    """The share, in [0, 1], of the question's term rarity that `terms` meet."""
    worth = coverage_by_term(query, terms)
    total = query.rarity
    return sum(t.rarity * worth[t.surface] for t in query.terms) / total if total > 0 else 0.0


def coverage_by_term(query: Query, terms: frozenset[str]) -> Mapping[str, float]:
    """For each term of the question, the worth in [0, 1] of its best alternative in `terms`."""
    return {
        t.surface: max((a.worth for a in t.alternatives if a.term in terms), default=0.0)
        for t in query.terms
    }
