"""Which passages are asked about the aspect of their subject that a question asks about."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.retrieval.lexical import Wording
from assistant.text.aspects import aspect_names, aspects_of
from assistant.types import Passage

Floats = NDArray[np.float32]

# An aspect that a third of a passage's wordings ask about is fully its own.
_OWN = 3.0
# Stands for the wordings nobody has written yet, so that one gap proves little.
_UNSEEN = 0.3


@dataclass(frozen=True, slots=True)
class AspectFit:
    """How a question's aspects fit what is asked of each passage, and of each document's gaps.

    `passages` is `(passages,)`, the share of the question's aspects that are the passage's own,
    rare aspects counting more; `gaps` gives by document the share, of what is asked about these
    aspects there, that no document answers. All are 0 when the question shows no aspect.
    """

    shown: bool
    passages: Floats
    gaps: dict[str, float]


class AspectProfiles:
    """The aspects of all that is asked, by passage and by document."""

    def __init__(self, wordings: Sequence[Wording], passages: Iterable[Passage]) -> None:
        """`wordings` are the curated ones: headings are asked of the passages themselves."""
        listed = list(passages)
        names = len(aspect_names())
        asked = np.zeros((len(listed), names), np.float32)
        counts = np.zeros((len(listed), 1), np.float32)
        known: dict[str, NDArray[np.float64]] = defaultdict(lambda: np.full(names, _UNSEEN))
        missing: dict[str, NDArray[np.float64]] = defaultdict(lambda: np.full(names, _UNSEEN))
        shown = np.zeros(names)
        for wording in wordings:
            of = list(wording.aspects)
            shown[of] += 1
            for row in wording.rows:
                asked[row, of] += 1
                counts[row] += 1
            where = known if wording.rows else missing
            documents = {listed[row].document_id for row in wording.rows} or {wording.document_id}
            for document_id in documents:
                where[document_id][of] += 1
        for row, passage in enumerate(listed):
            heading = passage.heading_path[-1] if passage.heading_path else ""
            asked[row, list(aspects_of(heading))] += 1
            counts[row] += 1
        self._profiles: Floats = np.minimum(1.0, _OWN * asked / np.maximum(counts, 1))
        self._missing_share = {
            document_id: missing[document_id] / (missing[document_id] + known[document_id])
            for document_id in {p.document_id for p in listed}
        }
        shown += asked.sum(axis=0) if not len(wordings) else 0
        rate = shown / max(1, len(wordings) or len(listed))
        self._weights = np.array([-math.log(r + 1e-3) for r in rate], dtype=np.float32)
        self._size = len(listed)

    def fit(self, question: str) -> AspectFit:
        """The fit of `question` to every passage and document."""
        of = list(aspects_of(question))
        if not of:
            return AspectFit(False, np.zeros(self._size, np.float32), {})
        weights = self._weights[of] / self._weights[of].sum()
        gaps = {d: float(share[of] @ weights) for d, share in self._missing_share.items()}
        passages: Floats = self._profiles[:, of] @ weights
        return AspectFit(True, passages, gaps)
