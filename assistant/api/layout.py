"""How texts are laid out on a page: paragraphs, nested lists, marked stretches."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

_ITEM = re.compile(r"^(\s*)- (.+)$")
# What French typography keeps on the line: a narrow space before ; ! ?, a whole one before : ».
_BEFORE_HIGH = re.compile(r" (?=[;!?])")
_BEFORE_COLON = re.compile(r" (?=[:»])")
_AFTER_OPENING = re.compile(r"(?<=«) ")


@dataclass(frozen=True, slots=True)
class Item(Generic[T]):
    """An item of a list, with the items under it."""

    content: T
    children: tuple[Item[T], ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph (`text`), or a list (`items`)."""

    text: str = ""
    items: tuple[Item[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text, highlighted or not."""

    text: str
    marked: bool


def nest(items: Sequence[tuple[int, T]]) -> tuple[Item[T], ...]:
    """The tree of a flat list of (level, content); a deeper item belongs to the one above it."""
    tree: list[Item[T]] = []
    position = 0
    while position < len(items):
        level, content = items[position]
        after = position + 1
        while after < len(items) and items[after][0] > level:
            after += 1
        tree.append(Item(content, nest(items[position + 1 : after])))
        position = after
    return tuple(tree)


def text_pieces(text: str) -> tuple[Piece, ...]:
    """The paragraphs and lists of a statement, in order; lines that start with «- » are items."""
    pieces: list[Piece] = []
    items: list[tuple[int, str]] = []
    for line in text.split("\n"):
        found = _ITEM.match(line)
        if found:
            items.append((len(found[1]), found[2]))
            continue
        if items:
            pieces.append(Piece(items=nest(items)))
            items = []
        if line.strip():
            pieces.append(Piece(text=line.strip()))
    if items:
        pieces.append(Piece(items=nest(items)))
    return tuple(pieces)


def marked(passage: str, quotes: Iterable[str]) -> tuple[Segment, ...]:
    """`passage` cut where the quotes that stand in it begin and end; joined, it is unchanged."""
    spans = sorted((s, s + len(q)) for q in quotes if q and (s := passage.find(q)) >= 0)
    segments: list[Segment] = []
    position = 0
    for start, end in spans:
        segments.append(Segment(passage[position:start], marked=False))
        segments.append(Segment(passage[max(position, start) : end], marked=True))
        position = max(position, end)
    segments.append(Segment(passage[position:], marked=False))
    return tuple(s for s in segments if s.text)


def typeset(text: str) -> str:
    """`text` with the no-break spaces of French typography; for our words, never for quotes."""
    text = _BEFORE_HIGH.sub("\u202f", text)
    text = _BEFORE_COLON.sub("\u00a0", text)
    return _AFTER_OPENING.sub("\u00a0", text)


def french_number(value: float) -> str:
    """«0,0018»: two significant digits and a comma."""
    if 0 < value < 0.0001:
        return "moins de 0,0001"
    return (f"{value:.0f}" if value >= 100 else f"{value:.2g}").replace(".", ",")
