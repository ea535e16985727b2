"""Rows of a table become blocks that can be read alone: each value is named by its column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NoReturn

from assistant.types import BlockKind
from ingest.model import ExtractionRefused, RawBlock, RefusalReason

_COLON = "\u00a0: "  # French typography: no-break space before the colon
_NEXT_CELL = " ; "
_BOTH_COLUMNS = " / "
_LONGEST_HEADER_CELL = 60  # characters; longer first rows are content
MOST_COLUMNS = 1_000  # the span that HTML allows one cell
MOST_CELLS = 500_000  # spans included; the largest regional open-data tables have a tenth of this


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell as the file has it; `columns` and `rows` are its spans, `strong` that it is bold."""

    text: str
    columns: int = 1
    rows: int = 1
    strong: bool = False


@dataclass(frozen=True, slots=True)
class _Placed:
    """A cell in its place: the columns `[first, last]` that it covers."""

    text: str
    first: int
    last: int
    strong: bool


def table_blocks(
    rows: Sequence[Sequence[TableCell]], *, header_rows: int | None = None, page: int | None = None
) -> tuple[RawBlock, ...]:
    """A TABLE_ROW block for each row that has text.

    `header_rows` is how many leading rows name the columns; None when the format does not say, in
    which case the first row is taken for a header only when it clearly is one. A header names the
    values and is not emitted; a table of one column, or of headers only, has none. A value that
    spans several rows is repeated in each. Raises ExtractionRefused(TOO_LARGE) on monstrous tables.
    """
    grid = _place(rows)
    width = _width(grid)
    filled = [row for row in grid if any(cell.text for cell in row)]
    if header_rows is None:
        count = 1 if _first_row_names_columns(filled, width) else 0
    else:
        # Blank header rows name nothing.
        count = sum(1 for row in grid[:header_rows] if any(cell.text for cell in row))
    if width < 2 or count >= len(filled):
        count = 0
    names = _column_names(filled[:count], width)
    return tuple(
        RawBlock(BlockKind.TABLE_ROW, _row_text(row, names, width), page=page)
        for row in filled[count:]
    )


def first_row_names_columns(rows: Sequence[Sequence[TableCell]]) -> bool:
    """True when the first of `rows` clearly is a header, in a format that does not say it."""
    grid = [row for row in _place(rows) if any(cell.text for cell in row)]
    return _first_row_names_columns(grid, _width(grid))


def cell_text(blocks: Iterable[RawBlock]) -> str:
    """The text of the blocks found in one cell: items of a list stay apart, paragraphs follow."""
    text = ""
    for block in blocks:
        if text:
            text += ", " if block.kind is BlockKind.LIST_ITEM else " "
        text += block.text
    return text


def refuse_huge_table() -> NoReturn:
    """Raises ExtractionRefused(TOO_LARGE): a table of more than MOST_CELLS cells."""
    raise ExtractionRefused(
        RefusalReason.TOO_LARGE,
        "Un tableau de ce fichier dépasse 500\u202f000 cellules. "
        "Découpez-le en plusieurs fichiers, puis relancez la commande.",
    )


def _place(rows: Sequence[Sequence[TableCell]]) -> list[list[_Placed]]:
    grid: list[list[_Placed]] = []
    hanging: list[
        tuple[_Placed, int]
    ] = []  # cells of rows above, with the rows that they still cover
    cells = 0
    for row in rows:
        placed = [cell for cell, _ in hanging]
        taken = {column for cell in placed for column in range(cell.first, cell.last + 1)}
        hanging = [(cell, left - 1) for cell, left in hanging if left > 1]
        column = 0
        for cell in row:
            while column in taken:
                column += 1
            last = column + min(max(cell.columns, 1), MOST_COLUMNS) - 1
            here = _Placed(cell.text, column, last, cell.strong)
            placed.append(here)
            if cell.rows > 1:
                hanging.append((here, cell.rows - 1))
            column = last + 1
        cells += len(placed) + len(taken)
        if cells > MOST_CELLS:
            refuse_huge_table()
        grid.append(sorted(placed, key=lambda cell: cell.first))
    return grid


def _width(grid: Sequence[Sequence[_Placed]]) -> int:
    return max((cell.last + 1 for row in grid for cell in row), default=0)


def _first_row_names_columns(rows: Sequence[Sequence[_Placed]], width: int) -> bool:
    if len(rows) < 2 or width < 2:
        return False
    first, body = rows[0], rows[1:]
    # The corner of a table with row names may be empty; every other name must be there.
    names = [cell.text for cell in first if cell.text or cell.first > 0]
    alike = (
        len(first) == width
        and all(names)
        and len(set(names)) == len(names)
        and all(len(name) <= _LONGEST_HEADER_CELL and not name.endswith(".") for name in names)
    )
    if not alike:
        return False
    bold = all(cell.strong for cell in first if cell.text)
    if bold and not all(cell.strong for row in body for cell in row if cell.text):
        return True
    # «Lieu | Lille» then «Date | 12 mars» are names and values side by side: with two columns only
    # bold type tells. From three on, a first row without figures is a header.
    return width >= 3 and not any(char.isdigit() for name in names for char in name)


def _column_names(headers: Sequence[Sequence[_Placed]], width: int) -> list[str]:
    names: list[list[str]] = [[] for _ in range(width)]
    for row in headers:
        for cell in row:
            for column in range(cell.first, cell.last + 1):
                if cell.text and cell.text not in names[column]:
                    names[column].append(cell.text)
    return [" – ".join(parts) for parts in names]


def _row_text(row: Sequence[_Placed], names: Sequence[str], width: int) -> str:
    values: list[str] = []
    for cell in row:
        if not cell.text:
            continue
        whole_row = cell.first == 0 and cell.last == width - 1
        covered = () if whole_row else names[cell.first : cell.last + 1]
        name = _BOTH_COLUMNS.join(dict.fromkeys(n for n in covered if n))
        label = name.rstrip(" :\u00a0\u202f")
        values.append(f"{label}{_COLON}{cell.text}" if label else cell.text)
    return _NEXT_CELL.join(values)
