"""Hybrid search: which passages may answer a question, which were set aside, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.index.catalogue import Catalogue, IndexedPassage
from assistant.retrieval.dense import ChromaDenseIndex
from assistant.retrieval.embedder import Embedder
from assistant.retrieval.lexical import LexicalIndex
from assistant.retrieval.query import Query, QueryInterpreter
from assistant.settings import RetrievalSettings
from assistant.text.analyse import Analyser
from assistant.types import Audience, DocumentMeta, Passage


class Rejection(StrEnum):
    """Why a passage that was found is not used."""

    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    DUPLICATE = "duplicate"
    BELOW_RANK = "below_rank"


_UNITS_CACHED = 50_000
_HINT_WORTH = np.float32(0.3)  # as a loose synonym


@dataclass(frozen=True, slots=True)
class Scores:
    """What each ranker gave a passage; `fused` is the sum of weighted z-scores."""

    fused: float
    head: float
    body: float
    dense: float | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found.

    `coverage` is the share, in [0, 1], of the question's term rarity that its head and body meet.
    """

    passage: Passage
    meta: DocumentMeta
    text: str
    scores: Scores
    coverage: float
    head_terms: frozenset[str]
    body_terms: frozenset[str]
    rejection: Rejection | None = None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Kept hits, best first, and the ones set aside, with the query that found them."""

    query: Query
    kept: tuple[Hit, ...]
    rejected: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class _Pool:
    """Candidates by row, with their raw scores."""

    rows: NDArray[np.int64]
    head: NDArray[np.float32]
    body: NDArray[np.float32]
    dense: NDArray[np.float32]
    coverage: NDArray[np.float32]
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
    ) -> None:
        self.catalogue = catalogue
        self.analyser = analyser
        self._lexical = lexical
        self._dense = dense
        self._embedder = embedder
        self._settings = settings
        self._interpreter = QueryInterpreter(analyser, lexical)
        self.terms_of = lru_cache(maxsize=_UNITS_CACHED)(self._terms_of)

    def _terms_of(self, document_id: str, start: int, end: int) -> frozenset[str]:
        """The index terms of `text[start:end]` of a document."""
        text = self.catalogue.document(document_id).text[start:end]
        return frozenset(self.analyser.index_terms(text))

    def interpret(self, question: str) -> Query:
        """The query of a question."""
        return self._interpreter.interpret(question)

    def search(
        self,
        query: Query,
        *,
        as_of: date,
        k: int | None = None,
        audience: Audience | None = None,
    ) -> SearchResult:
        """The best `k` passages valid on `as_of`; documents for another audience rank lower."""
        pool = self._candidates(query)
        fused = _fuse(pool, self._settings)
        order = sorted(range(len(pool.rows)), key=lambda i: (-fused[i], int(pool.rows[i])))
        passages = self.catalogue.passages_at([int(r) for r in pool.rows])
        hits = [self._hit(pool, fused, i, passages[int(pool.rows[i])]) for i in order]
        hits = self._by_audience(hits, audience)
        return self._sift(query, hits, as_of, k or self._settings.passages)

    def _candidates(self, query: Query) -> _Pool:
        head, body, coverage = self._lexical_scores(query)
        count = self._settings.candidates
        found = self._dense.nearest(self._embedder.embed_query(query.text), count)
        positions = self.catalogue.positions_of([passage_id for passage_id, _ in found])
        similarity = {positions[passage_id]: s for passage_id, s in found}
        rows = sorted({*_best(head + body, count), *similarity})
        # A passage that the encoder did not propose is no nearer than the last that it did.
        floor = min(similarity.values(), default=0.0)
        chosen = np.array(rows, dtype=np.int64)
        return _Pool(
            rows=chosen,
            head=head[chosen],
            body=body[chosen],
            dense=np.array([similarity.get(r, floor) for r in rows], dtype=np.float32),
            coverage=coverage[chosen],
            seen_by_encoder=frozenset(similarity),
        )

    def _lexical_scores(
        self, query: Query
    ) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
        size = self._lexical.size
        head, body = np.zeros(size, np.float32), np.zeros(size, np.float32)
        met = np.zeros(size, np.float32)
        for term in query.terms:
            worths = np.array([[a.worth] for a in term.alternatives], dtype=np.float32)
            in_head, in_body = self._lexical.term_scores([a.term for a in term.alternatives])
            head += (in_head * worths).max(axis=0)
            body += (in_body * worths).max(axis=0)
            present = ((in_head > 0) | (in_body > 0)) * worths
            met += term.rarity * present.max(axis=0)
        for hint in query.hints:
            in_head, in_body = self._lexical.term_scores([hint])
            head += _HINT_WORTH * in_head[0]
            body += _HINT_WORTH * in_body[0]
        if query.rarity > 0:
            met /= np.float32(query.rarity)
        return head, body, met

    def _hit(self, pool: _Pool, fused: NDArray[np.float32], i: int, indexed: IndexedPassage) -> Hit:
        passage = indexed.passage
        document = self.catalogue.document(passage.document_id)
        row = int(pool.rows[i])
        return Hit(
            passage=passage,
            meta=document.meta,
            text=document.text[passage.start : passage.end],
            scores=Scores(
                fused=float(fused[i]),
                head=float(pool.head[i]),
                body=float(pool.body[i]),
                dense=float(pool.dense[i]) if row in pool.seen_by_encoder else None,
            ),
            coverage=float(pool.coverage[i]),
            head_terms=indexed.head_terms,
            body_terms=indexed.body_terms,
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

    def _sift(self, query: Query, hits: Sequence[Hit], as_of: date, k: int) -> SearchResult:
        kept: list[Hit] = []
        rejected: list[Hit] = []
        for hit in hits:
            reason = self._rejection(hit, kept, as_of, k)
            if reason is None:
                kept.append(hit)
            else:
                rejected.append(replace(hit, rejection=reason))
        return SearchResult(query, tuple(kept), tuple(rejected))

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
        if not a or not b:
            return False
        return len(a & b) / len(a | b) >= self._settings.duplicate_similarity


def _best(scores: NDArray[np.float32], count: int) -> list[int]:
    """The rows of the `count` best positive scores."""
    positive = np.flatnonzero(scores > 0)
    if len(positive) > count:
        # Ties at the cut are broken by row, so that results never depend on partition order.
        order = np.lexsort((positive, -scores[positive]))
        positive = positive[order[:count]]
    return [int(row) for row in positive]


def _fuse(pool: _Pool, settings: RetrievalSettings) -> NDArray[np.float32]:
    """Weighted sum of the rankers' z-scores over the candidates.

    Adding z-scores measured better than reciprocal rank fusion on French sets: a clear win of one
    ranker is kept as such.
    """
    fused: NDArray[np.float32] = (
        _standard(pool.body)
        + settings.head_weight * _standard(pool.head)
        + settings.dense_weight * _standard(pool.dense)
    )
    return fused


def _standard(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    if len(scores) == 0:
        return scores
    spread = float(scores.std())
    if spread == 0.0:
        return np.zeros_like(scores)
    standard: NDArray[np.float32] = (scores - scores.mean()) / spread
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
