"""Plain text: paragraphs between blank lines, lists by their marks, headings by their look."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.types import BlockKind
from ingest.extract.encoding import decode_text
from ingest.extract.limits import ExtractLimits
from ingest.model import RawBlock

_ITEM = re.compile(r"^([ \t]*)[-•*‣▪◦–][ \t\u00a0]+(?=\S)")
_NUMBERED = re.compile(r"^([ \t]*)(\d{1,2})[.)][ \t\u00a0]+(?=\S)")
_UNDERLINE = re.compile(r"^[ \t]*(?:={3,}|-{3,}|_{3,}|~{3,}|\*{3,})[ \t]*$")
_LONGEST_HEADING = 100  # characters
_FEWEST_CAPITALS = 3  # «OK» alone is an answer, not a heading
_TAB = 4


@dataclass(frozen=True, slots=True)
class _Mark:
    """How a line opens a list item: its indentation, and its number if it has one."""

    indent: int
    number: int | None
    text: str


def extract_text(data: bytes, limits: ExtractLimits) -> tuple[RawBlock, ...]:
    """The blocks of a plain text file.

    Lines underlined with «=» are headings of level 1; lines underlined otherwise, and short lines
    in capitals that open a paragraph, are of level 2 when the file has level 1, else of level 1.
    Numbered lines are list items when their numbers follow each other; the number stays, since it
    is part of the text. Raises ExtractionRefused(WRONG_ENCODING).
    """
    del limits  # the size of the bytes, already checked, bounds everything here
    lines = decode_text(data).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    reader = _Reader()
    rows = lines.expandtabs(_TAB).split("\n")
    for index, line in enumerate(rows):
        reader.take(line, rows[index + 1] if index + 1 < len(rows) else "")
    reader.close()
    top = any(level == 1 for _, level in reader.headings)
    levels = {index: level if top else 1 for index, level in reader.headings}
    return tuple(
        RawBlock(block.kind, block.text, level=levels.get(index, block.level))
        for index, block in enumerate(reader.blocks)
    )


class _Reader:
    """Takes the lines one by one; `blocks` and `headings` (index, level) are the result."""

    def __init__(self) -> None:
        self.blocks: list[RawBlock] = []
        self.headings: list[tuple[int, int]] = []
        self._lines: list[str] = []
        self._item: _Mark | None = None
        self._indents: list[int] = []
        self._last_number = 0
        self._under = False  # the line just read was the text of an underlined heading

    def take(self, line: str, following: str) -> None:
        if not line.strip():
            self._flush()
            self._under = False
            return
        if _UNDERLINE.match(line):
            # Under a heading it is decoration; anywhere else, a rule that separates.
            self._flush()
            self._under = False
            return
        if self._starts_heading(line, following):
            self._heading(line, following)
            return
        mark = self._mark(line)
        if mark is not None:
            self._flush()
            self._item = mark
            self._lines = [mark.text]
            self._last_number = mark.number or self._last_number
        else:
            if not self._lines and not line.startswith(" "):
                # A paragraph at the margin ends the list; an indented one belongs to it.
                self._indents, self._last_number = [], 0
            self._lines.append(line.strip())

    def close(self) -> None:
        self._flush()

    def _starts_heading(self, line: str, following: str) -> bool:
        text = line.strip()
        if self._lines or len(text) > _LONGEST_HEADING:
            return False
        underlined = _UNDERLINE.match(following) is not None and not following.lstrip().startswith(
            "*"
        )
        return (underlined and self._mark(line) is None) or _is_in_capitals(text)

    def _heading(self, line: str, following: str) -> None:
        level = 1 if following.lstrip().startswith("===") else 2
        self._indents, self._last_number = [], 0
        self.headings.append((len(self.blocks), level))
        self.blocks.append(RawBlock(BlockKind.HEADING, line.strip(), level=level))

    def _mark(self, line: str) -> _Mark | None:
        if match := _ITEM.match(line):
            return _Mark(len(match[1]), None, line[match.end() :].strip())
        if match := _NUMBERED.match(line):
            number = int(match[2])
            # A wrapped line may start with any number, a list only with 1, and where one may start.
            starts = not self._lines or self._item is not None or self._lines[-1].endswith(":")
            if (number == 1 and starts) or (number > 1 and number == self._last_number + 1):
                return _Mark(len(match[1]), number, line.strip())
        return None

    def _flush(self) -> None:
        text = " ".join(self._lines)
        item, self._item, self._lines = self._item, None, []
        if not text:
            return
        if item is None:
            self.blocks.append(RawBlock(BlockKind.PARAGRAPH, text))
            return
        while self._indents and item.indent < self._indents[-1]:
            self._indents.pop()
        if not self._indents or item.indent > self._indents[-1]:
            self._indents.append(item.indent)
        self.blocks.append(RawBlock(BlockKind.LIST_ITEM, text, level=len(self._indents)))


def _is_in_capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    # A line that ends like a sentence is a shout, not a heading; «AIDES :» introduces a list.
    return (
        len(letters) >= _FEWEST_CAPITALS
        and not any(c.islower() for c in letters)
        and not text.endswith((".", ",", ";"))
        and _ITEM.match(text) is None
        and _NUMBERED.match(text) is None
    )
