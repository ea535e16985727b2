"""Markdown files (CommonMark with tables): the tokens of the parser become blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.types import BlockKind
from ingest.extract.encoding import decode_text
from ingest.extract.limits import ExtractLimits
from ingest.extract.one_line import one_line
from ingest.extract.tables import TableCell, table_blocks
from ingest.extract.tree import fragment_blocks
from ingest.model import ExtractionRefused, RawBlock, RefusalReason

if TYPE_CHECKING:
    from markdown_it.token import Token

_DEEPEST = 60  # nested lists and quotes; the parser drops what lies deeper than its own bound
_PARSER_BOUND = 100
_MOST_BRACKETS = 50_000  # the link rule takes 0.1 ms for each that nothing closes
_FOOTNOTE_TEXT = re.compile(r"^ {0,3}\[\^[^\]\n]+\]:[ \t]*", re.M)
_FOOTNOTE_CALL = re.compile(r"\[\^[^\]\s]+\]")
_HEADING_ANCHOR = re.compile(r"\s*\{#[\w.:-]+\}\s*$")
_TASK_BOX = re.compile(r"^\[[ xX]\]\s+")
_BREAKING_TAG = re.compile(r"^<\s*/?\s*(?:br|hr|p|div|li|tr|td)\b", re.I)
_SILENT_OPEN = re.compile(r"^<\s*(script|style|template|del|s|strike)\b", re.I)


def extract_markdown(data: bytes, limits: ExtractLimits) -> tuple[RawBlock, ...]:
    """The blocks of a Markdown file: plain text, without marks, addresses, images, or HTML.

    Struck text (~~…~~) is dropped: its author cancelled it. Raises ExtractionRefused
    (WRONG_ENCODING, TOO_LARGE, or DAMAGED when lists are nested beyond what the parser reads).
    """
    # Deferred: a rebuild that changes nothing reads no document and must start fast.
    from markdown_it import MarkdownIt  # noqa: PLC0415

    source = _FOOTNOTE_TEXT.sub("", decode_text(data))
    if len(source) > limits.max_characters or source.count("[") > _MOST_BRACKETS:
        raise ExtractionRefused(
            RefusalReason.TOO_LARGE,
            f"Ce fichier Markdown dépasse {limits.max_characters} caractères ou "
            f"{_MOST_BRACKETS} liens. Découpez-le, puis relancez la commande.",
        )
    parser = MarkdownIt("commonmark", {"maxNesting": _PARSER_BOUND})
    outline = parser.enable(["table", "strikethrough"]).parse(source)
    if any(token.level > _DEEPEST for token in outline):
        raise ExtractionRefused(
            RefusalReason.DAMAGED,
            f"Des listes ou des citations de ce fichier Markdown s'emboîtent sur plus de "
            f"{_DEEPEST // 2} niveaux. Simplifiez-le, puis relancez la commande.",
        )
    return _Reader().read(outline)


class _Reader:
    """Walks the flat list of tokens, keeping the list depth and the table under way."""

    def __init__(self) -> None:
        self._blocks: list[RawBlock] = []
        self._heading = 0  # level of the heading that is open, else 0
        self._depth = 0
        self._item: list[str] | None = None  # the text so far of the list item that is open
        self._rows: list[list[TableCell]] = []
        self._in_table = False

    def read(self, tokens: Sequence[Token]) -> tuple[RawBlock, ...]:
        for token in tokens:
            if token.type == "inline":
                self._text(_inline_text(token.children or ()))
            elif token.type in {"code_block", "fence"}:
                self._text(token.content)
            elif token.type == "html_block":
                self._html(token.content)
            elif token.type.startswith("heading_"):
                self._heading = int(token.tag[1:]) if token.nesting > 0 else 0
            elif token.type in {"table_open", "table_close", "tr_open"}:
                self._table(token)
            else:
                self._list(token)
        self._end_item()
        return tuple(self._blocks)

    def _list(self, token: Token) -> None:
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            self._end_item()
            self._depth += 1
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            self._end_item()
            self._depth -= 1
        elif token.type in {"list_item_open", "list_item_close"}:
            self._end_item()
            self._item = [] if token.nesting > 0 else None

    def _table(self, token: Token) -> None:
        self._end_item()
        self._in_table = token.type != "table_close"
        if token.type == "table_open":
            self._rows = []
        elif token.type == "tr_open":
            self._rows.append([])
        else:
            self._blocks += table_blocks(self._rows, header_rows=1)

    def _text(self, text: str) -> None:
        if self._in_table:
            self._rows[-1].append(TableCell(one_line(text)))
        elif self._heading:
            self._end_item()
            self._add(BlockKind.HEADING, _HEADING_ANCHOR.sub("", text), self._heading)
        elif self._item is not None:
            self._item.append(text if self._item else _TASK_BOX.sub("", text))
        elif self._depth:
            # What follows a nested list inside an item is still that item's.
            self._add(BlockKind.LIST_ITEM, text, self._depth)
        else:
            self._add(BlockKind.PARAGRAPH, text, 0)

    def _html(self, source: str) -> None:
        for block in fragment_blocks(source):
            if block.kind is BlockKind.PARAGRAPH:
                self._text(block.text)
            else:
                self._end_item()
                self._blocks.append(block)

    def _end_item(self) -> None:
        if self._item:
            self._add(BlockKind.LIST_ITEM, " ".join(self._item), self._depth)
        self._item = None

    def _add(self, kind: BlockKind, text: str, level: int) -> None:
        plain = one_line(text)
        if plain:
            self._blocks.append(RawBlock(kind, plain, level=level))


def _inline_text(tokens: Sequence[Token]) -> str:
    parts: list[str] = []
    silent = 0  # depth of struck text
    closing: str | None = None  # the HTML tag whose content is not shown
    for token in tokens:
        if token.type == "html_inline":
            if closing is None and (opened := _SILENT_OPEN.match(token.content)):
                closing = opened[1].lower()
            elif closing is not None and re.match(rf"</\s*{closing}\b", token.content, re.I):
                closing = None
            elif _BREAKING_TAG.match(token.content):
                parts.append(" ")
        elif token.type in {"s_open", "s_close"}:
            silent += token.nesting
        elif silent or closing is not None:
            continue
        elif token.type == "text":
            parts.append(_FOOTNOTE_CALL.sub("", token.content))
        elif token.type == "code_inline":
            parts.append(token.content)
        elif token.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
    return "".join(parts)
