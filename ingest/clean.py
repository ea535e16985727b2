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
_SPACES = re.compile(r"[ \t\n\r\f\v\u0085\u2000-\u200a\u2028\u2029\u205f\u3000]+")
_INVISIBLE = re.compile(
    "["
    "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f"  # tag characters
    "\ufe00-\ufe0f\U000e0100-\U000e01ef"  # variation selectors
    "]"
)


def clean_text(text: str) -> str:
    """`text` in NFC on one line, without control, invisible or private characters."""
    composed = unicodedata.normalize("NFC", text)
    spaced = _SPACES.sub(" ", _INVISIBLE.sub("", composed))
    visible = "".join(c for c in spaced if unicodedata.category(c) not in {"Cc", "Cs", "Co", "Cn"})
    return unicodedata.normalize("NFC", visible).strip(" \u00a0\u202f")


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
