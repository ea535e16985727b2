"""Ruled tables: pdfplumber finds where their cells lie, from the lines that are drawn."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ingest.extract.pdf_page import Box

_MOST_EDGES = 2_000  # lines that the table search crosses with each other


@dataclass(frozen=True, slots=True)
class Grid:
    """Where a ruled table and its cells lie; a cell is None where a span covers it."""

    box: Box
    rows: tuple[tuple[Box | None, ...], ...]


class Rulings:
    """pdfplumber's reading of the drawn lines, opened on the first page that has drawings."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._document: Any = None
        self._unreadable = False

    def grids(self, index: int, turn: int) -> tuple[Grid, ...]:
        """The tables of page `index` (from 0); none where pdfplumber cannot read the page.

        Tables help to read the text that pdfium gave; the text itself does not depend on them.
        """
        if self._unreadable:
            return ()
        try:
            if self._document is None:
                # Deferred: most PDFs have no drawings, and the import takes 0.2 s.
                import pdfplumber  # noqa: PLC0415

                self._document = pdfplumber.open(io.BytesIO(self._data))
            page = self._document.pages[index]
            if page.rotation != turn or len(page.edges) > _MOST_EDGES:
                return ()
            left, top = page.mediabox[:2]
            grids = tuple(_grid(table, left, top) for table in page.find_tables())
            page.close()
        except Exception:  # pdfminer fails in many ways on PDFs that pdfium reads
            self._unreadable = self._document is None
            return ()
        # One column is a frame around text, and text it stays.
        return tuple(g for g in grids if max(len(row) for row in g.rows) > 1)


def _grid(table: Any, left: float, top: float) -> Grid:
    def box(bounds: Sequence[float]) -> Box:
        return Box(bounds[0] - left, bounds[1] - top, bounds[2] - left, bounds[3] - top)

    rows = tuple(tuple(box(c) if c else None for c in row.cells) for row in table.rows)
    return Grid(box(table.bbox), rows)
