"""A linear classifier over hashed features, as stored: fitted elsewhere, read and asked here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.text.hashing import SIZE, Places, Values

Scores = NDArray[np.float32]
_WEIGHTS, _RARITY, _BIAS = "weights.npy", "rarity.npy", "bias.npy"


@dataclass(frozen=True, slots=True)
class LinearClassifier:
    """`weights` `(SIZE, classes)`, `rarity` `(SIZE,)` inverse document frequency, `bias`
    `(classes,)`.
    """

    weights: NDArray[np.float16]
    rarity: Values
    bias: Scores

    def scores(self, places: Places, values: Values) -> Scores:
        """`(classes,)` margins: above 0 the text is rather of the class than not."""
        weighed = values * self.rarity[places]
        norm = np.float32(np.linalg.norm(weighed))
        if norm == 0:
            return self.bias.copy()
        rows = self.weights[places].astype(np.float32)
        return np.asarray((weighed / norm) @ rows + self.bias, dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Writes the classifier into `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / _WEIGHTS, self.weights)
        np.save(folder / _RARITY, self.rarity)
        np.save(folder / _BIAS, self.bias)


def load_classifier(folder: Path) -> LinearClassifier:
    """The classifier of `folder`; its weights are mapped, not read.

    Raises OSError or ValueError when a file is missing or is not what `save` wrote.
    """
    weights = np.load(folder / _WEIGHTS, mmap_mode="r")
    rarity, bias = np.load(folder / _RARITY), np.load(folder / _BIAS)
    if weights.shape != (SIZE, len(bias)) or rarity.shape != (SIZE,):
        raise ValueError(f"{folder}: the classifier has other sizes than this version reads")
    return LinearClassifier(np.asarray(weights), rarity, bias)
