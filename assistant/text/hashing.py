"""A text as a bag of hashed features: its words, word pairs, stems and letter runs."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from assistant.text.analyse import words

# 2^15 places for some 60,000 features: a collision costs little, measured next to 2^16 (equal).
BITS = 15
HASHING_VERSION = 1  # raised when the same text gives other features
SIZE = 1 << BITS
_GRAMS = (3, 4)  # 5-letter runs added a half to the time of fitting and nothing to the result

Places = NDArray[np.int64]
Values = NDArray[np.float32]


def hashed(text: str, stems: Iterable[str] = ()) -> tuple[Places, Values]:
    """The places of the features of `text` and `stems`, in rising order, and 1 + ln(count) each.

    Feature hashing as in Weinberger et al., 2009, without signs.
    """
    counts: dict[int, int] = {}
    for feature in (*_features(words(text)), *(f"s{stem}" for stem in stems)):
        place = crc32(feature.encode()) & (SIZE - 1)
        counts[place] = counts.get(place, 0) + 1
    places = sorted(counts)
    values = [1.0 + math.log(counts[place]) for place in places]
    return np.array(places, dtype=np.int64), np.array(values, dtype=np.float32)


def _features(folded: list[str]) -> Iterable[str]:
    for word in folded:
        yield f"w{word}"
        edged = f" {word} "
        for size in _GRAMS:
            for start in range(max(1, len(edged) - size + 1)):
                yield f"c{edged[start : start + size]}"
    for first, second in pairwise(folded):
        yield f"p{first} {second}"
