"""The words of a page, from the characters that pdfium gives, turned upright."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.extract.pdf_page import Box, Word

_SMALLEST_TYPE = 2.0  # points: smaller text is for machines, or hidden
_FORCE_BOLD = 1 << 18  # font descriptor flag, ISO 32000-1, table 123
_BOLD_WEIGHT = 600
_BOLD_NAME = re.compile(r"bold|black|heavy|demi", re.I)
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
_LINE_HYPHENS = {0x02, 0xFFFE}  # how pdfium reports the hyphen of a cut word

# In the PDF's own space, where y goes upwards: left, floor, right, ceiling.
_Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PageFrame:
    """The media box of a page and the clockwise turn (degrees) at which its text is upright."""

    media: _Rectangle
    turn: int

    @property
    def width(self) -> float:
        """Of the page as it is read, in points."""
        left, floor, right, ceiling = self.media
        return ceiling - floor if self.turn in {90, 270} else right - left

    @property
    def height(self) -> float:
        """Of the page as it is read, in points."""
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


def read_words(page: Any, pdfium: Any) -> tuple[list[Word], PageFrame]:
    """The words of pdfium's `page` in the order of its content stream, and their frame.

    Text of another direction than most of the page, or outside it, is left out.
    """
    runs = [run for run in _runs(page.get_textpage(), pdfium) if run.size >= _SMALLEST_TYPE]
    turns: Counter[int] = Counter()
    for run in runs:
        turns[run.turn] += len(run.text)
    # The text of a landscape table on a portrait page is turned though the page is not.
    turn = turns.most_common(1)[0][0] if turns else page.get_rotation()
    frame = PageFrame(page.get_mediabox(), turn)
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
