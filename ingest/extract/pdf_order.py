"""The order in which a person reads a page, where the file gives its lines in another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest.extract.pdf_page import Line, Page, Table

_GUTTER = (0.3, 0.7)  # where the gap between two columns may lie, in the width of the text
_GUTTER_STEPS = 40
_FEWEST_LINES = 3  # on each side of a gutter
_MOST_SPANNING = 0.4  # share of lines across the gutter: titles and tables between the columns
_MOST_ITEMS = 2_000  # the test of disorder takes time in their square; a dense page has 150
_GAP = 1.5  # of the type size: the narrowest gutter in print; justified spaces stay under it
_FEWEST_CROSSED = 5  # lines
_SHARE_CROSSED = 0.5  # of the lines of the page
_TOLERANCE = 2.0  # points: two baselines of one line


def reading_order(page: Page) -> tuple[Line | Table, ...]:
    """The items of `page` as a person reads them.

    The order of the file is kept when it goes down each column, as most software writes it. When
    it goes back up over lines already read, items are put back: from top to bottom, in two columns
    where a gutter shows.
    """
    items = page.items
    if not 0 < len(items) <= _MOST_ITEMS:
        return items
    gutter = _crossed_gutter(items)
    if gutter is not None:
        items = tuple(
            part
            for item in items
            for part in (_split(item, gutter) if isinstance(item, Line) else (item,))
        )
    elif not _is_disordered(items):
        return items
    else:
        gutter = _find_gutter(items)
    if gutter is None:
        return tuple(sorted(items, key=_from_top))
    ordered: list[Line | Table] = []
    band: list[Line | Table] = []
    for item in sorted(items, key=_from_top):
        if item.box.x0 < gutter < item.box.x1:
            ordered += _by_column(band, gutter)
            ordered.append(item)
            band = []
        else:
            band.append(item)
    return (*ordered, *_by_column(band, gutter))


def _crossed_gutter(items: Sequence[Line | Table]) -> float | None:
    """Where two columns lie whose lines the file writes side by side, as one line each."""
    lines = [item for item in items if isinstance(item, Line)]
    gaps = [gap for gap in (_widest_gap(line) for line in lines) if gap is not None]
    if len(gaps) < max(_FEWEST_CROSSED, _SHARE_CROSSED * len(lines)):
        return None
    x = max(left for left, _ in gaps)
    parts = [_split(line, x) for line in lines]
    both = [part for part in parts if len(part) == 2]
    if x >= min(right for _, right in gaps) or len(both) < len(gaps):
        return None  # the gaps are not one above the other
    # Cells of a table without rules are short; lines of a column are not.
    is_text = all(median(len(part[side].words) for part in both) >= 4 for side in (0, 1))
    return x + _TOLERANCE if is_text else None


def _widest_gap(line: Line) -> tuple[float, float] | None:
    gaps = [(a.box.x1, b.box.x0) for a, b in pairwise(line.words)]
    widest = max(gaps, key=lambda gap: gap[1] - gap[0], default=(0.0, 0.0))
    return widest if widest[1] - widest[0] >= _GAP * line.size else None


def _split(line: Line, x: float) -> tuple[Line, ...]:
    left = tuple(word for word in line.words if word.box.x1 <= x + _TOLERANCE)
    right = tuple(word for word in line.words if word.box.x0 >= x)
    if not left or not right or len(left) + len(right) < len(line.words):
        return (line,)
    if right[0].box.x0 - left[-1].box.x1 < line.size:
        return (line,)  # a title over both columns has an ordinary space there
    return Line(left), Line(right)


def _from_top(item: Line | Table) -> tuple[float, float]:
    return (round(item.box.bottom / _TOLERANCE), item.box.x0)


def _is_disordered(items: Sequence[Line | Table]) -> bool:
    boxes = [item.box for item in items]
    for index, box in enumerate(boxes):
        if index and box.bottom < boxes[index - 1].bottom - _TOLERANCE:
            for earlier in boxes[:index]:
                below = earlier.top > box.bottom - _TOLERANCE
                if below and earlier.x0 < box.x1 and box.x0 < earlier.x1:
                    return True
    return False


def _find_gutter(items: Sequence[Line | Table]) -> float | None:
    left = min(item.box.x0 for item in items)
    width = max(item.box.x1 for item in items) - left
    best: tuple[int, float] | None = None
    for step in range(_GUTTER_STEPS + 1):
        share = _GUTTER[0] + (_GUTTER[1] - _GUTTER[0]) * step / _GUTTER_STEPS
        x = left + share * width
        spanning = sum(1 for item in items if item.box.x0 < x < item.box.x1)
        before = sum(1 for item in items if item.box.x1 <= x)
        after = len(items) - spanning - before
        if min(before, after) < _FEWEST_LINES or spanning > _MOST_SPANNING * len(items):
            continue
        if best is None or spanning < best[0]:
            best = (spanning, x)
    return best[1] if best else None


def _by_column(band: Sequence[Line | Table], gutter: float) -> list[Line | Table]:
    left = [item for item in band if item.box.x1 <= gutter]
    right = [item for item in band if item.box.x1 > gutter]
    return left + right
