from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.tables import TableCell, table_blocks


def rows(*lines: str) -> list[list[TableCell]]:
    return [[TableCell(cell) for cell in line.split("|")] for line in lines]


def texts(*lines: str, header_rows: int | None = None) -> list[str]:
    return [block.text for block in table_blocks(rows(*lines), header_rows=header_rows)]


def test_three_names_without_figures_are_a_header() -> None:
    assert texts("Nom|Lieu|Date", "a|b|12") == ["Nom\u00a0: a ; Lieu\u00a0: b ; Date\u00a0: 12"]
    assert texts("Nom|Lieu|2024", "a|b|12") == ["Nom ; Lieu ; 2024", "a ; b ; 12"]


def test_a_row_longer_than_the_header_keeps_its_cells() -> None:
    assert texts("A|B", "1|2|3", header_rows=1) == ["A\u00a0: 1 ; B\u00a0: 2 ; 3"]


def test_a_table_of_headers_only_is_not_lost() -> None:
    assert texts("A|B", header_rows=1) == ["A ; B"]


_cells = st.text("abc0123é %", max_size=6).map(str.strip)


@given(
    st.lists(st.lists(_cells, min_size=1, max_size=5), max_size=6), st.none() | st.integers(1, 2)
)
def test_no_row_loses_a_cell(table: list[list[str]], header_rows: int | None) -> None:
    cells = [[TableCell(text) for text in row] for row in table]
    read = [block.text for block in table_blocks(cells, header_rows=header_rows)]
    written = [row for row in table if any(row)]
    assert len(written) - 2 <= len(read) <= len(written)
    for row, text in zip(reversed(written), reversed(read), strict=False):
        values = [part.split("\u00a0: ")[-1] for part in text.split(" ; ")]
        assert values == [cell for cell in row if cell]
    if written and not read:
        raise AssertionError("a table with text gave no row")
