"""The order in which a person reads a page, where the file gives its lines in another."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.extract.pdf_pages import Line, Page, Table

_GUTTER = (0.3, 0.7)  # where the gap between two columns may lie, in the width of the text
_GUTTER_STEPS = 40
_FEWEST_LINES = 3  # on each side of a gutter
_MOST_SPANNING = 0.4  # share of lines across the gutter: titles and tables between the columns
_MOST_ITEMS = 2_000  # the test of disorder takes time in their square; a dense page has 150
_TOLERANCE = 2.0  # points: two baselines of one line


def reading_order(page: Page) -> tuple[Line | Table, ...]:
    """The items of `page` as a person reads them.

    The order of the file is kept when it goes down each column, as most software writes it. When
    it goes back up over lines already read, items are put back: from top to bottom, in two columns
    where a gutter shows.
    """
    items = page.items
    if len(items) > _MOST_ITEMS or not _is_disordered(items):
        return items
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
