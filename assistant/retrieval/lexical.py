"""French BM25 over two fields: the head (title, aliases, headings) and the body of a passage."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

LEXICAL = "lexical"
HEAD, BODY = "head", "body"
SURFACES = "surfaces.json"

Scores = NDArray[np.float32]


class LexicalField:
    """One memory-mapped BM25 index; row i scores the passage at position i."""

    def __init__(self, folder: Path) -> None:
        self._bm25 = bm25s.BM25.load(folder, mmap=True, load_corpus=False)
        # Plain views of the mapped files: numpy's memmap class slows every slice it makes.
        self._bm25.scores = {k: np.asarray(v) for k, v in self._bm25.scores.items()}
        self._vocabulary: dict[str, int] = self._bm25.vocab_dict

    def __contains__(self, term: str) -> bool:
        return term in self._vocabulary

    def scores(self, term: str) -> Scores | None:
        """`(passages,)` BM25 scores of one term; None when no passage holds it."""
        if term not in self._vocabulary:
            return None
        scores: Scores = self._bm25.get_scores([term])
        return scores


class LexicalIndex:
    """The lexical side of an index version."""

    def __init__(self, folder: Path, *, size: int) -> None:
        """`folder` is the version's `lexical/`; `size` the number of passages."""
        self.size = size
        self._head = LexicalField(folder / HEAD)
        self._body = LexicalField(folder / BODY)
        self.surfaces: dict[str, int] = json.loads((folder / SURFACES).read_text("utf-8"))

    def knows(self, term: str) -> bool:
        """True when some passage holds the term, in its head or body."""
        return term in self._head or term in self._body

    def term_scores(self, terms: Sequence[str]) -> tuple[Scores, Scores]:
        """`(terms, passages)` BM25 scores, for the heads and for the bodies."""
        shape = (len(terms), self.size)
        head, body = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
        for row, term in enumerate(terms):
            for field, matrix in ((self._head, head), (self._body, body)):
                scores = field.scores(term)
                if scores is not None:
                    matrix[row] = scores
        return head, body
