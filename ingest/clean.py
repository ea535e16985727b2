"""Raw blocks become one canonical text (NFC) in which every block has exact offsets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from assistant.text.fold import fold
from assistant.types import Block, BlockKind, Document, DocumentMeta
from ingest.model import RawBlock

_LIST_INDENT = "  "
_BULLET = "- "
# Ordinary white space is folded; no-break and narrow spaces are French typography and stay.
_SPACES = re.compile(r"[ \t\n\r\f\v\x1c-\x1f\u0085\u1680\u2000-\u200a\u2028\u2029\u205f\u3000]+")
# Unicode's Default_Ignorable_Code_Point (DerivedCoreProperties.txt) and the annotation marks.
_INVISIBLE = re.compile(
    "["
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "]"
)
_UNSHOWN = frozenset({"Cc", "Cs", "Co", "Cn"})  # control, surrogate, private, unassigned


def clean_text(text: str) -> str:
    """`text` in NFC on one line, without control, invisible or private characters."""
    spaced = _SPACES.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", text)))
    visible = "".join(c for c in spaced if unicodedata.category(c) not in _UNSHOWN)
    # Again: what was removed may have stood between two spaces, or between a letter and its accent.
    return unicodedata.normalize("NFC", _SPACES.sub(" ", visible)).strip(" \u00a0\u202f")


def assemble(meta: DocumentMeta, raw_blocks: Iterable[RawBlock]) -> Document:
    """The document whose canonical text is the cleaned blocks joined; empty blocks are left out.

    Invariant: for each block, `text[block.start:block.end]` is its cleaned text.
    """
    pieces: list[str] = []
    blocks: list[Block] = []
    headings: list[tuple[int, str]] = []
    position = 0
    previous: BlockKind | None = None
    for raw in raw_blocks:
        text = clean_text(raw.text)
        if not text:
            continue
        if raw.kind is BlockKind.HEADING:
            headings = [h for h in headings if h[0] < raw.level]
            headings.append((raw.level, text))
        lead = _separator(previous, raw.kind) if pieces else ""
        if raw.kind is BlockKind.LIST_ITEM:
            lead += _LIST_INDENT * max(0, raw.level - 1) + _BULLET
        pieces += (lead, text)
        start = position + len(lead)
        position = start + len(text)
        path = tuple(h for _, h in headings if fold(h) != fold(meta.title))
        blocks.append(Block(raw.kind, start, position, path, raw.page, raw.level))
        previous = raw.kind
    return Document(meta, "".join(pieces), tuple(blocks))


def _separator(before: BlockKind | None, after: BlockKind) -> str:
    tight = {BlockKind.LIST_ITEM, BlockKind.TABLE_ROW}
    if after in tight and before in {after, BlockKind.PARAGRAPH}:
        return "\n"
    return "\n\n"
