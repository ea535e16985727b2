"""A page of a PDF as values: words, lines and tables with their places."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ingest.extract.tables import TableCell


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points, from the top left corner of the page as it is read."""

    x0: float
    top: float
    x1: float
    bottom: float

    def holds(self, other: Box) -> bool:
        """True when the centre of `other` lies inside."""
        x, y = (other.x0 + other.x1) / 2, (other.top + other.bottom) / 2
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without space; `baseline` and `size` in points.

    `ends_line` tells that the producer's line stops after it.
    """

    text: str
    box: Box
    baseline: float
    size: float
    bold: bool
    ends_line: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one baseline, from left to right."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        """The smallest rectangle around the words."""
        return Box(
            min(w.box.x0 for w in self.words),
            min(w.box.top for w in self.words),
            max(w.box.x1 for w in self.words),
            max(w.box.bottom for w in self.words),
        )

    @property
    def baseline(self) -> float:
        """The baseline of the largest word, in points from the top."""
        return max(self.words, key=lambda w: w.size).baseline

    @property
    def size(self) -> float:
        """The type size of most of its characters, in points."""
        sizes: Counter[float] = Counter()
        for word in self.words:
            sizes[round(word.size * 2) / 2] += len(word.text)
        return sizes.most_common(1)[0][0]

    @property
    def bold(self) -> bool:
        """True when every word that has a letter is bold."""
        lettered = [w.bold for w in self.words if any(c.isalpha() for c in w.text)]
        return bool(lettered) and all(lettered)


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of a ruled table, row by row."""

    box: Box
    rows: tuple[tuple[TableCell, ...], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is read: `items` in the order in which its producer wrote them."""

    number: int
    width: float
    height: float
    items: tuple[Line | Table, ...]
