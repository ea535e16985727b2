"""The words and tables of each page of a PDF, with their places."""

from __future__ import annotations

import ctypes
import io
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.extract.limits import ExtractLimits
from ingest.extract.pdf_hyphens import join_lines
from ingest.extract.tables import TableCell
from ingest.model import ExtractionRefused, RefusalReason

_SMALLEST_TYPE = 2.0  # points: smaller text is for machines, or hidden
_MOST_PATHS = 3_000  # drawings on a page: above, it is a map or a chart, and table search is slow
_DOT_SIZES = (1.5, 8.0)  # points: bullets that are drawn
_BULLET_GAP = 2.0  # of the type size, between a drawn bullet and its text
_MOST_EDGES = 2_000  # lines that the table search crosses with each other
_FORCE_BOLD = 1 << 18  # font descriptor flag, ISO 32000-1, table 123
_BOLD_WEIGHT = 600
_BOLD_NAME = re.compile(r"bold|black|heavy|demi", re.I)
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
_LINE_HYPHENS = {0x02, 0xFFFE}  # how pdfium reports the hyphen of a cut word
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


# In the PDF's own space, where y goes upwards: left, floor, right, ceiling.
_Rectangle = tuple[float, float, float, float]


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
    rulings = _Rulings(data)
    pages: list[Page] = []
    characters = 0
    for index in range(count):
        page = document[index]
        words, frame = _read_words(page, pdfium)
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


def _drawings(page: Any, frame: _Frame, pdfium: Any) -> tuple[Box, ...]:
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


@dataclass(frozen=True, slots=True)
class _Frame:
    """The media box of a page and the clockwise turn (degrees) at which its text is upright."""

    media: _Rectangle
    turn: int

    @property
    def width(self) -> float:
        left, floor, right, ceiling = self.media
        return ceiling - floor if self.turn in {90, 270} else right - left

    @property
    def height(self) -> float:
        left, floor, right, ceiling = self.media
        return right - left if self.turn in {90, 270} else ceiling - floor

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A point of the PDF's space (y upwards) in the space of `Box` (y from the top)."""
        left, floor, right, ceiling = self.media
        if self.turn == 90:
            return y - floor, x - left
        if self.turn == 180:
            return right - x, y - floor
        if self.turn == 270:
            return ceiling - y, right - x
        return x - left, ceiling - y

    def box(self, rectangle: _Rectangle) -> Box:
        """A rectangle of the PDF's space in the space of `Box`."""
        left, floor, right, ceiling = rectangle
        (xa, ya), (xb, yb) = self.place(left, floor), self.place(right, ceiling)
        return Box(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))


@dataclass(slots=True)
class _Run:
    """A word under way, in the PDF's own space; mutable while its characters come in."""

    text: str
    rectangle: _Rectangle
    origin: tuple[float, float]
    size: float
    turn: int
    bold: bool
    ends_line: bool = False


def _read_words(page: Any, pdfium: Any) -> tuple[list[Word], _Frame]:
    runs = [run for run in _runs(page.get_textpage(), pdfium) if run.size >= _SMALLEST_TYPE]
    turns: Counter[int] = Counter()
    for run in runs:
        turns[run.turn] += len(run.text)
    # The text of a landscape table on a portrait page is turned though the page is not.
    turn = turns.most_common(1)[0][0] if turns else page.get_rotation()
    frame = _Frame(page.get_mediabox(), turn)
    words: list[Word] = []
    for run in runs:
        if run.turn != turn:
            continue  # stamps and photo credits along the margin, watermarks across the page
        box = frame.box(run.rectangle)
        if not (0 <= (box.x0 + box.x1) / 2 <= frame.width):
            continue  # printer's marks outside the page
        if not (0 <= (box.top + box.bottom) / 2 <= frame.height):
            continue
        baseline = frame.place(*run.origin)[1]
        text = run.text.translate(_LIGATURES)
        words.append(Word(text, box, baseline, run.size, run.bold, run.ends_line))
    return words, frame


def _runs(textpage: Any, pdfium: Any) -> Iterator[_Run]:
    """The words of a page in the order of its content stream."""
    rectangle = pdfium.FS_RECTF()
    current: _Run | None = None
    high = 0  # first half of a character beyond the basic plane
    for index in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        hyphen = code in _LINE_HYPHENS
        char = "-" if hyphen else chr(code)
        if char in " \t\r\n\x00":
            if current is not None and char in "\r\n":
                current.ends_line = True
            if current is not None and char != "\n":
                yield current
                current = None
            continue
        pdfium.FPDFText_GetLooseCharBox(textpage, index, rectangle)
        here = (rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        if current is not None and _departs(current, here):
            current.ends_line = True  # pdfium runs very short lines together
            yield current
            current = None
        if current is None:
            current = _start(textpage, index, char, here, pdfium)
        else:
            current.text += char
            current.rectangle = _around(current.rectangle, here)
        if hyphen:
            current.ends_line = True
            yield current
            current = None
    if current is not None:
        yield current


def _departs(run: _Run, rectangle: _Rectangle) -> bool:
    """True when `rectangle` lies wholly above or below `run`, as its text is read."""
    low, high = (0, 2) if run.turn in {90, 270} else (1, 3)
    return rectangle[low] >= run.rectangle[high] or rectangle[high] <= run.rectangle[low]


def _around(one: _Rectangle, other: _Rectangle) -> _Rectangle:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def _start(textpage: Any, index: int, char: str, rectangle: _Rectangle, pdfium: Any) -> _Run:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(textpage, index, matrix)
    size = pdfium.FPDFText_GetFontSize(textpage, index) * math.hypot(matrix.c, matrix.d)
    turn = round(math.degrees(math.atan2(matrix.b, matrix.a)) / 90) * 90 % 360
    return _Run(char, rectangle, (x.value, y.value), size, turn, _is_bold(textpage, index, pdfium))


def _is_bold(textpage: Any, index: int, pdfium: Any) -> bool:
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(textpage, index, name, 128, flags)
    weight = pdfium.FPDFText_GetFontWeight(textpage, index)
    described = flags.value & _FORCE_BOLD or weight >= _BOLD_WEIGHT
    return bool(described) or _BOLD_NAME.search(name.value.decode("latin-1")) is not None


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where a ruled table and its cells lie; a cell is None where a span covers it."""

    box: Box
    rows: tuple[tuple[Box | None, ...], ...]


class _Rulings:
    """pdfplumber's reading of the drawn lines, opened on the first page that has drawings."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._document: Any = None
        self._unreadable = False

    def grids(self, index: int, turn: int) -> tuple[_Grid, ...]:
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


def _grid(table: Any, left: float, top: float) -> _Grid:
    def box(bounds: Sequence[float]) -> Box:
        return Box(bounds[0] - left, bounds[1] - top, bounds[2] - left, bounds[3] - top)

    rows = tuple(tuple(box(c) if c else None for c in row.cells) for row in table.rows)
    return _Grid(box(table.bbox), rows)


def _arrange(words: Sequence[Word], grids: Sequence[_Grid]) -> Iterator[Line | Table]:
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


def _fill(grid: _Grid, words: Sequence[Word]) -> Iterator[Line | Table]:
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
