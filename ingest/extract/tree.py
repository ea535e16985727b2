"""An HTML tree becomes blocks: shared by pages, Word files (through HTML), and HTML in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from assistant.types import BlockKind
from ingest.extract.one_line import one_line
from ingest.extract.tables import TableCell, cell_text, table_blocks
from ingest.model import ExtractionRefused, RawBlock, RefusalReason

if TYPE_CHECKING:
    from lxml import etree
    from lxml.html import HtmlElement

# What is never a person's reading, and struck text, which its author cancelled.
_SILENT_TAGS = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "head",
        "title",
        "meta",
        "link",
        "svg",
        "img",
        "picture",
        "video",
        "audio",
        "canvas",
        "iframe",
        "object",
        "embed",
        "map",
        "input",
        "button",
        "select",
        "option",
        "textarea",
        "datalist",
        "dialog",
        "progress",
        "meter",
        "del",
        "s",
        "strike",
        "rp",
        "rt",
    ]
)
_BLOCK_TAGS = frozenset(
    [
        "html",
        "body",
        "main",
        "article",
        "section",
        "aside",
        "header",
        "footer",
        "nav",
        "div",
        "p",
        "blockquote",
        "pre",
        "address",
        "figure",
        "figcaption",
        "details",
        "summary",
        "form",
        "fieldset",
        "legend",
        "center",
        "caption",
        "hr",
        "dl",
        "tr",
        "td",
        "th",
        "tbody",
        "thead",
        "hgroup",
        "search",
        "menu",
        "dir",
    ]
)
_HEADING = re.compile(r"^h([1-6])$")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_HIDDEN_CLASSES = frozenset({"sr-only", "visually-hidden", "visuallyhidden"})
_EMPTY_LINE = re.compile(r"\n[ \t]*\n\s*")
_MARKUP_SPACES = re.compile(r"[ \t\n\r\f\v]+")
_COLON = "\u00a0: "
_LARGEST_SPAN = 1_000  # the bound that HTML sets on colspan

_TOO_DEEP = (
    "Les éléments de ce fichier s'emboîtent trop profondément pour être lus. "
    "Enregistrez de nouveau le document depuis son logiciel, puis relancez la commande."
)


def parse_page(source: str) -> HtmlElement | None:
    """The tree of an HTML page or fragment; None when it holds nothing.

    Raises ExtractionRefused(DAMAGED) when it is nested beyond 250 levels: the parser would stop
    there without a word and lose the rest.
    """
    # Deferred: a rebuild that changes nothing reads no document and must start fast.
    from lxml import etree, html  # noqa: PLC0415

    parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = html.document_fromstring(_without_declaration(source), parser=parser)
    except etree.ParserError:  # «Document is empty»
        root = None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise ExtractionRefused(RefusalReason.DAMAGED, _TOO_DEEP)
    return root


def fragment_blocks(source: str) -> tuple[RawBlock, ...]:
    """The blocks of a piece of HTML, whole: nothing but hidden and struck text is left out."""
    root = parse_page(source)
    return () if root is None else tree_blocks(root)


def tree_blocks(root: etree._Element) -> tuple[RawBlock, ...]:
    """The blocks under `root`, in document order."""
    walker = _Walker()
    walker.walk(root)
    walker.flush()
    return tuple(walker.blocks)


def is_hidden(element: etree._Element) -> bool:
    """True when the page shows `element` to nobody, or only to a screen reader."""
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or _HIDDEN_STYLE.search(element.get("style") or "") is not None
        or not _HIDDEN_CLASSES.isdisjoint((element.get("class") or "").split())
    )


def _without_declaration(source: str) -> str:
    # lxml refuses a string that declares an encoding.
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", source.lstrip("\ufeff"), count=1) or " "


class _Walker:
    """Gathers inline text until an element breaks the flow, then makes a block of it."""

    def __init__(self) -> None:
        self.blocks: list[RawBlock] = []
        self._text: list[str] = []
        self._kind = BlockKind.PARAGRAPH
        self._level = 0
        self._depth = 0
        self._term: str | None = None  # the term that is being defined
        self._defined = False  # the term has had a definition, whose text names it

    def walk(self, element: Any) -> None:
        """Read `element` and what is in it, not the text that follows it."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _SILENT_TAGS or is_hidden(element):
            return
        if tag == "br":
            self._text.append("\n")
        elif tag in {"ul", "ol"}:
            self._list(element)
        elif tag == "li":
            self._block(element, BlockKind.LIST_ITEM, max(self._depth, 1))
        elif level := _heading_level(element):
            self._block(element, BlockKind.HEADING, level)
        elif tag == "table":
            self._table(element)
        elif tag in {"dt", "dd"}:
            self._definition(element)
        elif tag in _BLOCK_TAGS:
            self._container(element)
        else:
            self._children(element)

    def flush(self) -> None:
        """Make a block of the text gathered so far."""
        self._flush_text()
        self._flush_term()

    def _children(self, element: Any) -> None:
        self._take(element.text)
        for child in element:
            self.walk(child)
            self._take(child.tail)

    def _take(self, text: str | None) -> None:
        if text:
            self._text.append(_MARKUP_SPACES.sub(" ", text))

    def _container(self, element: Any) -> None:
        if self._kind is BlockKind.PARAGRAPH:
            self._flush_text()
            self._children(element)
            self._flush_text()
        else:
            # Paragraphs of a list item or a heading are parts of it: an item is quoted whole.
            self._text.append(" ")
            self._children(element)
            self._text.append(" ")

    def _block(self, element: Any, kind: BlockKind, level: int) -> None:
        self.flush()
        outer = (self._kind, self._level)
        self._kind, self._level = kind, level
        self._children(element)
        self._flush_text()
        self._kind, self._level = outer

    def _list(self, element: Any) -> None:
        self.flush()
        self._depth += 1
        self._children(element)
        self.flush()
        self._depth -= 1

    def _definition(self, element: Any) -> None:
        self._flush_text()
        if element.tag == "dt":
            self._flush_term()
            self._children(element)
            self._term = one_line("".join(self._text)) or None
            self._text = []
            self._defined = False
            return
        outer = (self._kind, self._level)
        self._kind, self._level = BlockKind.LIST_ITEM, max(self._depth, 1)
        if self._term:
            self._text.append(self._term.rstrip(" :\u00a0\u202f") + _COLON)
            self._defined = True
        self._children(element)
        self._flush_text()
        self._kind, self._level = outer

    def _table(self, table: Any) -> None:
        self.flush()
        rows = list(_own_rows(table))
        layout = (
            table.get("role") in {"presentation", "none"}
            or next(table.iterdescendants("table"), None) is not None
            or all(len(_cells(row)) <= 1 and _holds_sections(row) for row in rows)
        )
        if layout:
            self._children(table)
            self.flush()
            return
        for caption in table.iterchildren("caption"):
            self._block(caption, BlockKind.PARAGRAPH, 0)
        headers = 0
        for row in rows:
            if row.getparent().tag != "thead" and not all(c.tag == "th" for c in _cells(row)):
                break
            headers += 1
        cells = [[_table_cell(cell) for cell in _cells(row)] for row in rows]
        self.blocks += table_blocks(cells, header_rows=headers or None)

    def _flush_term(self) -> None:
        if self._term and not self._defined:
            self.blocks.append(RawBlock(BlockKind.PARAGRAPH, self._term))
        self._term = None

    def _flush_text(self) -> None:
        text, self._text = "".join(self._text), []
        # Only <br> gives line breaks here: two of them are an older way to part paragraphs.
        whole = self._kind is not BlockKind.PARAGRAPH
        for piece in [text] if whole else _EMPTY_LINE.split(text):
            plain = one_line(piece)
            if plain:
                self.blocks.append(RawBlock(self._kind, plain, level=self._level))


def _heading_level(element: Any) -> int:
    if match := _HEADING.match(element.tag):
        return int(match[1])
    if element.get("role") == "heading":
        level = element.get("aria-level") or ""
        return min(int(level), 6) if level.isdecimal() and level != "0" else 2
    return 0


def _own_rows(table: Any) -> Iterator[Any]:
    for child in table:
        if is_hidden(child):
            continue
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from (row for row in child.iterchildren("tr") if not is_hidden(row))


def _cells(row: Any) -> list[Any]:
    return list(row.iterchildren("td", "th"))


def _holds_sections(row: Any) -> bool:
    return (
        next(row.iterdescendants("ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6"), None) is not None
    )


def _table_cell(cell: Any) -> TableCell:
    text = cell_text(tree_blocks(cell))
    return TableCell(text, _span(cell, "colspan"), _span(cell, "rowspan"), _is_bold(cell))


def _span(cell: Any, name: str) -> int:
    value = (cell.get(name) or "").strip()
    # A span is at most four digits: longer ones would also exhaust `int`.
    return min(max(int(value), 1), _LARGEST_SPAN) if re.fullmatch(r"[0-9]{1,4}", value) else 1


def _is_bold(cell: Any) -> bool:
    bold = "".join("".join(e.itertext()) for e in cell.iter("strong", "b"))
    return bool(bold.strip()) and len(bold.strip()) >= len("".join(cell.itertext()).strip())
