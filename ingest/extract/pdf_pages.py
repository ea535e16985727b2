"""The pages of a PDF: lines, bullets and tables in the order in which they were written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ingest.extract.limits import ExtractLimits
from ingest.extract.pdf_hyphens import join_lines
from ingest.extract.pdf_page import Box, Line, Page, Table, Word
from ingest.extract.pdf_rulings import Grid, Rulings
from ingest.extract.pdf_words import PageFrame, read_words
from ingest.extract.tables import TableCell
from ingest.model import ExtractionRefused, RefusalReason

_MOST_PATHS = 3_000  # drawings on a page: above, it is a map or a chart, and table search is slow
_DOT_SIZES = (1.5, 8.0)  # points: bullets that are drawn
_BULLET_GAP = 2.0  # of the type size, between a drawn bullet and its text
_TALLEST_SINGLE_ROW = 3  # lines; more than that in a lone row is a page laid out in boxes
_SAME_BASELINE = 0.5  # of the type size; exponents and footnote calls stay under it

_PROTECTED = (
    "Le fichier PDF est protégé par un mot de passe. "
    "Enregistrez-le sans mot de passe, puis relancez la commande."
)
_DAMAGED = (
    "Le fichier PDF est abîmé ou incomplet. "
    "Téléchargez-le de nouveau ou imprimez-le dans un nouveau PDF, puis relancez la commande."
)
_NO_TEXT = (
    "Le fichier PDF ne contient pas de texte lisible\u00a0: ce sont des images, ou il est abîmé. "
    "Passez-le à la reconnaissance de caractères (OCR) ou imprimez-le dans un nouveau PDF, "
    "puis relancez la commande."
)


def read_pages(data: bytes, limits: ExtractLimits) -> tuple[Page, ...]:
    """The pages of a PDF.

    Raises ExtractionRefused: ENCRYPTED, DAMAGED, TOO_LARGE (pages or characters), NO_TEXT when no
    page has a text layer.
    """
    # Deferred: a rebuild that changes nothing reads no document and must start fast.
    import pypdfium2  # noqa: PLC0415
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if pdfium.FPDF_GetLastError() in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}:
            raise ExtractionRefused(RefusalReason.ENCRYPTED, _PROTECTED) from error
        raise ExtractionRefused(RefusalReason.DAMAGED, _DAMAGED) from error
    count = len(document)
    if count == 0:
        raise ExtractionRefused(RefusalReason.DAMAGED, _DAMAGED)
    if count > limits.max_pages:
        raise ExtractionRefused(
            RefusalReason.TOO_LARGE,
            f"Le fichier PDF compte {count} pages, pour {limits.max_pages} au plus. "
            "Découpez-le, puis relancez la commande.",
        )
    rulings = Rulings(data)
    pages: list[Page] = []
    characters = 0
    for index in range(count):
        page = document[index]
        words, frame = read_words(page, pdfium)
        characters += sum(len(word.text) for word in words)
        if characters > limits.max_characters:
            raise ExtractionRefused(
                RefusalReason.TOO_LARGE,
                f"Le fichier PDF contient plus de {limits.max_characters} caractères. "
                "Découpez-le en plusieurs fichiers, puis relancez la commande.",
            )
        drawings = _drawings(page, frame, pdfium) if words else ()
        grids = rulings.grids(index, frame.turn) if drawings else ()
        items = tuple(_with_bullets(_arrange(words, grids), drawings))
        pages.append(Page(index + 1, frame.width, frame.height, items))
        page.close()
    if characters == 0:
        raise ExtractionRefused(RefusalReason.NO_TEXT, _NO_TEXT)
    return tuple(pages)


def _drawings(page: Any, frame: PageFrame, pdfium: Any) -> tuple[Box, ...]:
    """Where the drawings of the page lie; none when they are too many for a table search."""
    boxes: list[Box] = []
    for path in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=4):
        if len(boxes) == _MOST_PATHS:
            return ()
        boxes.append(frame.box(path.get_bounds()))
    return tuple(boxes)


def _with_bullets(items: Iterable[Line | Table], drawings: Sequence[Box]) -> Iterator[Line | Table]:
    """The items, with a bullet before the lines whose bullet is a drawing, as browsers print it."""
    dots = [box for box in drawings if _is_dot(box)]
    for item in items:
        if isinstance(item, Table):
            yield item
            continue
        first, around = item.words[0], item.box
        for dot in dots:
            gap = around.x0 - dot.x1
            level = around.top < (dot.top + dot.bottom) / 2 < around.bottom
            if level and 0 < gap < _BULLET_GAP * first.size:
                bullet = Word("•", dot, first.baseline, first.size, bold=False)
                yield Line((bullet, *item.words))
                break
        else:
            yield item


def _is_dot(box: Box) -> bool:
    width, height = box.x1 - box.x0, box.bottom - box.top
    square = abs(width - height) <= 0.25 * max(width, height)
    return square and _DOT_SIZES[0] <= width <= _DOT_SIZES[1]


def _arrange(words: Sequence[Word], grids: Sequence[Grid]) -> Iterator[Line | Table]:
    """Lines in the order of the words; each table where its first word stands."""
    items: list[Line | int] = []
    inside: dict[int, list[Word]] = {}
    line: list[Word] = []
    for word in words:
        grid = next((i for i, g in enumerate(grids) if g.box.holds(word.box)), None)
        if line and (grid is not None or not _continues(line[-1], word)):
            items.append(Line(tuple(line)))
            line = []
        if grid is None:
            line.append(word)
            continue
        if grid not in inside:
            items.append(grid)
            inside[grid] = []
        inside[grid].append(word)
    if line:
        items.append(Line(tuple(line)))
    for item in items:
        if isinstance(item, int):
            yield from _fill(grids[item], inside[item])
        else:
            yield item


def _continues(previous: Word, word: Word) -> bool:
    """True when `word` stands on the line of `previous`, to its right."""
    size = max(previous.size, word.size)
    level = abs(word.baseline - previous.baseline) <= _SAME_BASELINE * size
    gap = word.box.x0 - previous.box.x1
    return level and gap > -size and (not previous.ends_line or 0 <= gap < 2 * size)


def _fill(grid: Grid, words: Sequence[Word]) -> Iterator[Line | Table]:
    """The table with its text; lines instead when it has one row that holds whole paragraphs."""
    left = list(words)
    rows: list[tuple[TableCell, ...]] = []
    tallest = 0
    for boxes in grid.rows:
        cells: list[TableCell] = []
        for box in boxes:
            if box is None:
                cells.append(TableCell(""))
                continue
            held = [word for word in left if box.holds(word.box)]
            left = [word for word in left if not box.holds(word.box)]
            lines = tuple(_lines(held))
            tallest = max(tallest, len(lines))
            text = join_lines(line.text for line in lines)
            cells.append(TableCell(text, strong=bool(lines) and all(k.bold for k in lines)))
        rows.append(tuple(cells))
    if len(rows) == 1 and tallest > _TALLEST_SINGLE_ROW:
        yield from _lines(words)
        return
    yield Table(grid.box, tuple(rows))
    yield from _lines(left)  # words on a rule, in no cell: kept, after the table


def _lines(words: Sequence[Word]) -> Iterator[Line]:
    line: list[Word] = []
    for word in words:
        if line and not _continues(line[-1], word):
            yield Line(tuple(line))
            line = []
        line.append(word)
    if line:
        yield Line(tuple(line))
