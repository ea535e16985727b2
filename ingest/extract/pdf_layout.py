"""Lines and tables of a PDF become blocks: headings by their type, paragraphs by their spacing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from assistant.types import BlockKind
from ingest.extract.pdf_furniture import without_furniture
from ingest.extract.pdf_hyphens import ends_cut, join_lines
from ingest.extract.pdf_order import reading_order
from ingest.extract.pdf_page import Line, Page, Table
from ingest.extract.tables import TableCell, first_row_names_columns, table_blocks
from ingest.model import RawBlock

_HEADING_GROWTH = 1.12  # heading type over body type; exponents and legends are smaller, not larger
_SAME_SIZE = 0.06  # relative; producers round sizes
_LONGEST_HEADING = 200  # characters; longer large type is a pull quote
_LONGEST_BOLD_HEADING = 120
_DEEPEST_HEADING = 6
_HEADING_PITCH = 1.4  # baseline step over type size inside one heading
_WIDER_STEP = 1.2  # a step this much larger than the usual one starts a paragraph
_USUAL_STEP = 1.2  # type size to baseline, where a file has too few lines to tell
_INDENT = 0.8  # of the type size
_SAME_EDGE = 6.0  # points: bullets of one level
_TELLING_LINES = 3  # in a block, to tell where its column ends; else the page tells
_SHORT_LINE = 0.3  # of the width: the author ended the line there
_ENDS = (".", "!", "?", ":", ";", "…", "»", "”", ")")
_SENTENCE_ENDS = (".", "!", "?", "…", ":", ";")

_BULLET = re.compile(r"^[•‣▪▫◦●○■□◆◇➢➤►▶✓✔❖\uf000-\uf0ff·*]$")
_DASH = re.compile(r"^[-–—]$")
_GLUED_BULLET = re.compile(r"^[•‣▪▫◦●○■□◆➢➤►▶✓✔❖\uf000-\uf0ff](?=\w)")
_NUMBER = re.compile(r"^(\d{1,2})[.)]$")


@dataclass(frozen=True, slots=True)
class _Type:
    """The typography of a document: sizes in points, steps between baselines over type size."""

    body: float
    headings: tuple[float, ...]  # from the largest
    step: float
    body_is_bold: bool

    def level(self, line: Line) -> int:
        """The heading level that the size of `line` gives, 0 for none."""
        if line.size < self.body * _HEADING_GROWTH:
            return 0
        nearest = min(self.headings, key=lambda size: abs(size - line.size))
        return min(self.headings.index(nearest) + 1, _DEEPEST_HEADING)


def layout_blocks(pages: Sequence[Page]) -> tuple[RawBlock, ...]:
    """The blocks of a document, each with the page on which it starts."""
    stripped = without_furniture(pages)
    if not any(page.items for page in stripped):
        stripped = tuple(pages)  # a document of one repeated line is that line
    builder = _Builder(_read_type(stripped))
    for page in stripped:
        builder.take(page)
    return builder.finish()


def _read_type(pages: Sequence[Page]) -> _Type:
    lines = [item for page in pages for item in page.items if isinstance(item, Line)]
    sizes: Counter[float] = Counter()
    bold = 0
    for line in lines:
        sizes[line.size] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 10.0
    body_lines = [line for line in lines if _alike(line.size, body)]
    bold = sum(len(line.text) for line in body_lines if line.bold)
    headings: list[float] = []
    for size in sorted((s for s in sizes if s >= body * _HEADING_GROWTH), reverse=True):
        if not headings or not _alike(size, headings[-1]):
            headings.append(size)
    steps = [
        (below.baseline - above.baseline) / body
        for page in pages
        for above, below in pairwise(i for i in page.items if isinstance(i, Line))
        if _alike(above.size, body) and _alike(below.size, body)
    ]
    close = [step for step in steps if 0.8 < step < 2.2]
    total = sum(len(line.text) for line in body_lines)
    return _Type(
        body,
        tuple(headings),
        # The lower half: steps inside paragraphs are smaller than those between them.
        median(sorted(close)[: len(close) // 2 + 1]) if close else _USUAL_STEP,
        body_is_bold=bold > total / 2,
    )


def _alike(one: float, other: float) -> bool:
    return abs(one - other) <= _SAME_SIZE * max(one, other)


@dataclass(slots=True)
class _Open:
    """The block under way; mutable while its lines come in."""

    kind: BlockKind
    level: int
    page: int
    lines: list[Line]
    text_x0: float  # where its text starts: to the right of the bullet in a list item
    right: float  # where the lines around its last one end


@dataclass(frozen=True, slots=True)
class _Mark:
    """What opens a list item: the place of its bullet, and its number if it has one."""

    x0: float
    number: int | None
    line: Line  # without the bullet; a number stays, since it is part of the text


class _Builder:
    """Takes the lines and tables in reading order."""

    def __init__(self, type_: _Type) -> None:
        self._type = type_
        self._blocks: list[RawBlock] = []
        self._open: _Open | None = None
        self._page = 1
        self._right = 0.0  # where the lines around the one being read end
        self._bullets: list[float] = []  # x0 of the bullets of the list under way, by depth
        self._last_number = 0
        self._jumped = False  # since the last line: another page or the next column
        self._last_table: tuple[Table, bool] | None = None  # the item just before, if a table

    def take(self, page: Page) -> None:
        """Read the next page."""
        self._page = page.number
        self._jumped = True
        items = reading_order(page)
        for item, right in zip(items, self._right_edges(items), strict=True):
            self._right = right
            self._take(item)

    def _right_edges(self, items: Sequence[Line | Table]) -> list[float]:
        """Where the text around each item ends: of its block when it has lines enough to tell."""
        groups: list[list[Line | Table]] = []
        for item in items:
            above = groups[-1][-1] if groups else None
            if isinstance(above, Line) and isinstance(item, Line) and self._is_tight(above, item):
                groups[-1].append(item)
            else:
                groups.append([item])
        boxes = [item.box for item in items]
        edges: list[float] = []
        for group in groups:
            around = [item.box for item in group]
            for box in [item.box for item in group]:
                near = around if len(group) >= _TELLING_LINES else boxes
                edges.append(max(b.x1 for b in near if b.x0 < box.x1 and b.x1 > box.x0))
        return edges

    def _take(self, item: Line | Table) -> None:
        if isinstance(item, Table):
            self._close()
            self._table(item)
            return
        self._last_table = None
        if self._open is not None and item.baseline < self._open.lines[-1].baseline:
            self._jumped = True
        level = self._heading_level(item)
        mark = None if level else self._mark(item)
        if level:
            self._heading(item, level)
        elif mark is not None:
            self._item(mark)
        elif self._open is not None and self._continues(self._open, item):
            self._add(self._open, item)
        else:
            self._start(BlockKind.PARAGRAPH, 0, item)
        self._jumped = False

    def finish(self) -> tuple[RawBlock, ...]:
        """The blocks of all that was taken."""
        self._close()
        return tuple(self._blocks)

    def _close(self) -> None:
        block, self._open = self._open, None
        if block is None:
            return
        text = join_lines(line.text for line in block.lines)
        kind, level = block.kind, block.level
        if kind is BlockKind.HEADING and len(text) > _LONGEST_HEADING:
            kind, level = BlockKind.PARAGRAPH, 0
        if text:
            self._blocks.append(RawBlock(kind, text, level=level, page=block.page))

    def _start(self, kind: BlockKind, level: int, line: Line) -> None:
        self._close()
        if kind is not BlockKind.LIST_ITEM:
            self._bullets, self._last_number = [], 0
        x0 = line.words[0].box.x0
        self._open = _Open(kind, level, self._page, [line], x0, self._right)

    def _add(self, block: _Open, line: Line) -> None:
        block.lines.append(line)
        block.right = self._right

    def _table(self, table: Table) -> None:
        rows = list(table.rows)
        before, self._last_table = self._last_table, None
        named = first_row_names_columns(rows)
        carried = before is not None and before[1] and self._jumped and _same(before[0], table)
        if carried and before is not None:
            # A table that goes on at the top of the next page keeps the names of its columns.
            header = before[0].rows[0]
            body = rows[1:] if _texts(rows[0]) == _texts(header) else rows
            rows, named = [header, *body], True
        self._blocks += table_blocks(rows, header_rows=1 if named else 0, page=self._page)
        kept = replace(table, rows=tuple(rows))
        self._last_table = (kept, named)
        self._jumped = False

    def _heading_level(self, line: Line) -> int:
        if sum(c.isalpha() for c in line.text) < 2:
            return 0  # «25 000» in large type is a figure, not a heading
        if self._mark_kind(line) is not None:
            return 0
        if level := self._type.level(line):
            return level
        lone = self._open is None or not self._is_tight(self._open.lines[-1], line)
        is_bold_heading = (
            line.bold
            and not self._type.body_is_bold
            and _alike(line.size, self._type.body)
            and len(line.text) <= _LONGEST_BOLD_HEADING
            and not line.text.endswith((".", ",", ";", ":"))
            and (lone or self._follows_bold_heading())
        )
        return min(len(self._type.headings) + 1, _DEEPEST_HEADING) if is_bold_heading else 0

    def _follows_bold_heading(self) -> bool:
        return self._open is not None and self._open.kind is BlockKind.HEADING

    def _heading(self, line: Line, level: int) -> None:
        block = self._open
        if (
            block is not None
            and block.kind is BlockKind.HEADING
            and block.level == level
            and not self._jumped
            and block.lines[-1].bold == line.bold
            and line.baseline - block.lines[-1].baseline <= _HEADING_PITCH * line.size
            and not self._was_cut_short(block, line)
        ):
            self._add(block, line)
        else:
            self._start(BlockKind.HEADING, level, line)

    def _item(self, mark: _Mark) -> None:
        self._close()
        while self._bullets and mark.x0 < self._bullets[-1] - _SAME_EDGE:
            self._bullets.pop()
        if not self._bullets or mark.x0 > self._bullets[-1] + _SAME_EDGE:
            self._bullets.append(mark.x0)
        self._start(BlockKind.LIST_ITEM, len(self._bullets), mark.line)
        self._last_number = mark.number or self._last_number

    def _mark_kind(self, line: Line) -> re.Pattern[str] | None:
        first = line.words[0].text
        for pattern in (_BULLET, _DASH, _NUMBER):
            if len(line.words) > 1 and pattern.match(first):
                return pattern
        return _GLUED_BULLET if _GLUED_BULLET.match(first) else None

    def _mark(self, line: Line) -> _Mark | None:
        kind = self._mark_kind(line)
        words = line.words
        if kind is _GLUED_BULLET:
            bare = replace(words[0], text=words[0].text[1:])
            return _Mark(words[0].box.x0, None, Line((bare, *words[1:])))
        if kind is _NUMBER:
            number = int(words[0].text[:-1])
            # Lines that happen to start with a number do not follow each other by one.
            follows = number == self._last_number + 1
            return _Mark(words[0].box.x0, number, line) if follows else None
        if kind is _DASH and not self._may_start_item(line):
            return None
        if kind is None:
            return None
        # Some software writes one bullet per level on the same line: the last one counts.
        index = 0
        while index + 1 < len(words) and kind.match(words[index + 1].text):
            index += 1
        rest = words[index + 1 :]
        return _Mark(words[index].box.x0, None, Line(rest)) if rest else None

    def _may_start_item(self, line: Line) -> bool:
        """False when a dash is the punctuation of a sentence that goes on from the line above."""
        block = self._open
        if block is None or block.kind is not BlockKind.PARAGRAPH or self._jumped:
            return True
        above = block.lines[-1]
        return (
            above.text.endswith(_ENDS)
            or not self._is_tight(above, line)
            or line.words[0].box.x0 > above.words[0].box.x0 + _INDENT * line.size
            or self._was_cut_short(block, line)
        )

    def _continues(self, block: _Open, line: Line) -> bool:
        """True when `line` goes on with the text of the open block."""
        above = block.lines[-1]
        if block.kind is BlockKind.HEADING or not _alike(above.size, line.size):
            return False
        if self._jumped:
            # Across pages and columns, only a sentence that is clearly unfinished goes on.
            unfinished = not above.text.endswith(_SENTENCE_ENDS)
            return ends_cut(above.text) or (unfinished and line.text[0].islower())
        if not self._is_tight(above, line):
            return False
        if block.kind is BlockKind.LIST_ITEM:
            hangs = line.words[0].box.x0 >= block.text_x0 - _SAME_EDGE / 2
            return hangs or not self._was_cut_short(block, line)
        indented = line.words[0].box.x0 > block.text_x0 + _INDENT * line.size
        if indented and len(block.lines) > 1 and above.text.endswith(_SENTENCE_ENDS):
            return False
        return not self._was_cut_short(block, line)

    def _is_tight(self, above: Line, line: Line) -> bool:
        step = (line.baseline - above.baseline) / line.size
        return 0 < step <= self._type.step * _WIDER_STEP

    def _was_cut_short(self, block: _Open, line: Line) -> bool:
        """True when the author ended the line above: the first word of `line` had room on it."""
        above = block.lines[-1]
        if ends_cut(above.text):
            return False
        word = line.words[0].box
        space = block.right - above.box.x1
        fits = space > (word.x1 - word.x0) + 0.5 * line.size
        if not fits:
            return False
        if above.text.endswith(_SENTENCE_ENDS):
            return True
        # Without a full stop, a capital or much room tells that nothing goes on: a no-break space
        # («25 000 €») may have kept the first words of the line together.
        return line.text[0].isupper() or space > _SHORT_LINE * (block.right - above.box.x0)


def _same(one: Table, other: Table) -> bool:
    edges = ((one.box.x0, other.box.x0), (one.box.x1, other.box.x1))
    return len(one.rows[0]) == len(other.rows[0]) and all(
        abs(a - b) <= _SAME_EDGE for a, b in edges
    )


def _texts(row: Sequence[TableCell]) -> tuple[str, ...]:
    return tuple(cell.text for cell in row)
