"""French BM25: the words of a passage's head and body, their letters, and how people ask for it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

LEXICAL = "lexical"
HEAD, WHOLE, GRAMS, ASKED_WORDS, ASKED_GRAMS = "head", "whole", "grams", "asked", "asked_grams"
SURFACES = "surfaces.json"
WORDINGS = "wordings.json"

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Wording:
    """A way to ask for what the passages at `rows` answer; without rows, for what none does.

    `aspects` are numbers of `assistant.text.aspects`. A wording that is not `curated` is but the
    heading and title of its section.
    """

    text: str
    document_id: str
    rows: tuple[int, ...]
    terms: frozenset[str]
    aspects: tuple[int, ...]
    curated: bool

    @property
    def is_gap(self) -> bool:
        """True when no document answers it."""
        return not self.rows


class LexicalField:
    """One memory-mapped BM25 index; row i scores the text at position i."""

    def __init__(self, folder: Path) -> None:
        self._bm25 = bm25s.BM25.load(folder, mmap=True, load_corpus=False)
        # Plain views of the mapped files: numpy's memmap class slows every slice it makes.
        self._bm25.scores = {k: np.asarray(v) for k, v in self._bm25.scores.items()}
        self._vocabulary: dict[str, int] = self._bm25.vocab_dict

    def __contains__(self, term: str) -> bool:
        return term in self._vocabulary

    def scores(self, term: str) -> Scores | None:
        """`(rows,)` BM25 scores of one term; None when no text holds it."""
        if term not in self._vocabulary:
            return None
        scores: Scores = self._bm25.get_scores([term])
        return scores

    def summed(self, terms: Sequence[str]) -> Scores | None:
        """`(rows,)` BM25 scores of all terms together; None when no text holds any."""
        known = [t for t in terms if t in self._vocabulary]
        if not known:
            return None
        scores: Scores = self._bm25.get_scores(known)
        return scores


class LexicalIndex:
    """The lexical side of an index version."""

    def __init__(self, folder: Path, *, size: int) -> None:
        """`folder` is the version's `lexical/`; `size` the number of passages."""
        self.size = size
        self._head = LexicalField(folder / HEAD)
        self._whole = LexicalField(folder / WHOLE)
        self._grams = LexicalField(folder / GRAMS)
        self._asked = LexicalField(folder / ASKED_WORDS)
        self._asked_grams = LexicalField(folder / ASKED_GRAMS)
        self.surfaces: dict[str, int] = json.loads((folder / SURFACES).read_text("utf-8"))
        self.wordings = tuple(
            Wording(text, document_id, tuple(rows), frozenset(terms), tuple(aspects), curated)
            for text, document_id, rows, terms, aspects, curated in json.loads(
                (folder / WORDINGS).read_text("utf-8")
            )
        )
        # Wordings and rows side by side, one pair for each passage that a wording asks for.
        pairs = [(w, row) for w, wording in enumerate(self.wordings) for row in wording.rows]
        self.wording_of_pair = np.array([w for w, _ in pairs], dtype=np.int64)
        self.row_of_pair = np.array([row for _, row in pairs], dtype=np.int64)
        self.gaps = np.array(
            [w for w, wording in enumerate(self.wordings) if wording.is_gap], dtype=np.int64
        )
        self.curated = np.array([w.curated for w in self.wordings], dtype=np.bool_)
        self.active = np.ones(len(self.wordings), dtype=np.bool_)

    def without_curated(self) -> LexicalIndex:
        """The same index as if nobody had worded anything: what new documents meet."""
        bare = copy(self)
        bare.active = ~self.curated
        return bare

    def knows(self, term: str) -> bool:
        """True when some passage holds the term, in its head or body, or is asked for by it."""
        return term in self._whole or term in self._asked

    def term_scores(self, terms: Sequence[str]) -> tuple[Scores, Scores]:
        """`(terms, passages)` BM25 scores, of the heads and of heads and bodies together."""
        return (
            self._matrix(self._head, terms, self.size),
            self._matrix(self._whole, terms, self.size),
        )

    def wording_scores(self, terms: Sequence[str]) -> Scores:
        """`(terms, wordings)` BM25 scores of the wordings."""
        return self._matrix(self._asked, terms, len(self.wordings)) * self.active

    def gram_scores(self, grams: Sequence[str]) -> tuple[Scores, Scores]:
        """`(passages,)` and `(wordings,)` BM25 scores of all the character n-grams together."""
        passages, wordings = self._grams.summed(grams), self._asked_grams.summed(grams)
        count = len(self.wordings)
        return (
            np.zeros(self.size, np.float32) if passages is None else passages,
            np.zeros(count, np.float32) if wordings is None else wordings[:count] * self.active,
        )

    def by_passage(self, of_wordings: Scores) -> Scores:
        """`(passages,)` the best score among the wordings that ask for each passage; 0 for none."""
        best = np.zeros(self.size, np.float32)
        np.maximum.at(best, self.row_of_pair, of_wordings[self.wording_of_pair])
        return best

    @staticmethod
    def _matrix(field: LexicalField, terms: Sequence[str], width: int) -> Scores:
        matrix = np.zeros((len(terms), width), np.float32)
        for row, term in enumerate(terms):
            scores = field.scores(term)
            if scores is not None:
                matrix[row] = scores[:width]
        return matrix
