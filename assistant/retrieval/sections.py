"""Which section a question is for, learned from all the wordings together.

Wording by wording, «ma fille part en BTS» is near to every wording with a daughter in it. Learned
together, what many sections share counts for nothing, and what only one is asked with, for much.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.text.analyse import Analyser
from assistant.text.hashing import hashed
from assistant.text.linear import LinearClassifier, load_classifier

SECTIONS = "sections"
CLASSES = "classes.json"
# Margins of a support vector machine lie about -1 and 1: this makes one step a factor of 50, so
# that shares tell a clear case from an open one.
_SHARPNESS = 4.0

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class SectionFit:
    """How a question fits the sections that somebody has worded, and the known gaps.

    `margins` `(passages,)` is above 0 where the question is rather for the passage than not;
    `shares` `(passages,)` of belief, in [0, 1], add up to at most 1 over sections and gaps.
    `gap_margin` and `gap_share` are those of the likeliest gap and of all gaps together.
    """

    margins: Floats
    shares: Floats
    gap_margin: float
    gap_share: float


class SectionClassifier:
    """The classifier of an index version. A class is a section, by its rows, or a gap, without."""

    def __init__(
        self, classifier: LinearClassifier, rows: Sequence[tuple[int, ...]], size: int
    ) -> None:
        """`rows[c]` are the passages of class `c`; `size` is the number of passages."""
        self._classifier = classifier
        self._size = size
        self._gaps = np.array([not own for own in rows], dtype=np.bool_)
        pairs = [(c, row) for c, own in enumerate(rows) for row in own]
        self._class_of_pair = np.array([c for c, _ in pairs], dtype=np.int64)
        self._row_of_pair = np.array([row for _, row in pairs], dtype=np.int64)

    def fit(self, question: str, analyser: Analyser) -> SectionFit:
        """How `question` fits each passage."""
        margins = self._classifier.scores(*hashed(question, analyser.terms(question)))
        raised = np.exp(_SHARPNESS * (margins - margins.max()))
        shares = raised / raised.sum()
        of_gaps = margins[self._gaps]
        return SectionFit(
            margins=self._by_passage(margins, float(margins.min())),
            shares=self._by_passage(shares, 0.0),
            gap_margin=float(of_gaps.max(initial=float(margins.min()))),
            gap_share=float(shares[self._gaps].sum()),
        )

    def _by_passage(self, values: Floats, least: float) -> Floats:
        found = np.full(self._size, least, np.float32)
        np.maximum.at(found, self._row_of_pair, values[self._class_of_pair])
        return found


def load_sections(folder: Path, *, size: int) -> SectionClassifier | None:
    """The classifier of a version's `sections/`; None when nobody has worded anything there."""
    if not (folder / CLASSES).exists():
        return None
    rows = [tuple(own) for own in json.loads((folder / CLASSES).read_text("utf-8"))]
    return SectionClassifier(load_classifier(folder), rows, size)
