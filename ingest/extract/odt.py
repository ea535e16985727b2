"""LibreOffice text documents: the tree that odfdo opens becomes blocks."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any

from assistant.types import BlockKind
from ingest.extract.archive import pack_members, read_members
from ingest.extract.limits import ExtractLimits
from ingest.extract.odt_styles import PLAIN, TextStyle, read_styles
from ingest.extract.one_line import one_line
from ingest.extract.safe_xml import parse_xml
from ingest.extract.tables import (
    MOST_CELLS,
    MOST_COLUMNS,
    TableCell,
    cell_text,
    refuse_huge_table,
    table_blocks,
)
from ingest.model import ExtractionRefused, RawBlock, RefusalReason

# The manifest comes before the parts that it may declare encrypted: those are no XML.
_PARTS = ("mimetype", "META-INF/manifest.xml", "content.xml", "styles.xml", "meta.xml")
# What no reader of the page sees, and contents that the software generates from the headings.
_SILENT_TAGS = frozenset(
    [
        "text:tracked-changes",
        "office:annotation",
        "office:annotation-end",
        "office:forms",
        "text:sequence-decls",
        "text:variable-decls",
        "text:user-field-decls",
        "text:dde-connection-decls",
        "text:table-of-content",
        "text:illustration-index",
        "text:table-index",
        "text:alphabetical-index",
        "text:hidden-text",
        "text:hidden-paragraph",
        "text:note-citation",
        "text:ruby-text",
        "draw:image",
        "svg:title",
        "svg:desc",
        "office:event-listeners",
    ]
)
_DEEPEST_HEADING = 6


def extract_odt(data: bytes, limits: ExtractLimits) -> tuple[RawBlock, ...]:
    """The blocks of a LibreOffice document: annotations, deleted, hidden and struck text left out.

    A note comes as a paragraph after the block that calls it.
    Raises ExtractionRefused (ARCHIVE_BOMB, ENCRYPTED, DAMAGED).
    """
    # Deferred: a rebuild that changes nothing reads no document and must start fast.
    import odfdo  # noqa: PLC0415

    parts = _text_parts(data, limits)
    document = odfdo.Document(io.BytesIO(pack_members(parts)))
    shared = (document.styles,) if "styles.xml" in parts else ()
    walker = _Walker(read_styles(*shared, document.content))
    walker.walk(document.body)
    walker.close()
    return tuple(walker.blocks)


def _text_parts(data: bytes, limits: ExtractLimits) -> dict[str, bytes]:
    # Deferred, as odfdo above.
    from lxml import etree  # noqa: PLC0415
    from odfdo.element import ODF_NAMESPACES  # noqa: PLC0415

    known = frozenset(ODF_NAMESPACES.values())
    members = read_members(data, limits)
    parts: dict[str, bytes] = {}
    for name in _PARTS:
        content = members.get(name)
        if content is None:
            continue
        if name.endswith(".xml"):
            root = parse_xml(content)
            if any(str(element.tag).endswith("}encryption-data") for element in root.iter()):
                raise ExtractionRefused(
                    RefusalReason.ENCRYPTED,
                    "Le document LibreOffice est protégé par un mot de passe. "
                    "Enregistrez-le sans mot de passe, puis relancez la commande.",
                )
            # odfdo knows the vocabularies of ODF and LibreOffice; of others only the text stays.
            foreign = {etree.QName(e).namespace or "" for e in root.iter()} - known
            etree.strip_tags(root, *(f"{{{space}}}*" for space in foreign))
            content = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
        parts[name] = content
    return parts


class _Walker:
    """Reads elements in order, keeping the list depth and the item that is open."""

    def __init__(self, styles: Mapping[str, TextStyle]) -> None:
        self.blocks: list[RawBlock] = []
        self._styles = styles
        self._depth = 0
        self._item: list[str] | None = None
        self._floating: list[Any] = []  # notes and frames met inside the paragraph being read

    def walk(self, parent: Any) -> None:
        """Read the children of `parent`."""
        for element in parent.children:
            self._visit(element)

    def close(self) -> None:
        """End the list item that is still open."""
        if self._item:
            self._add(BlockKind.LIST_ITEM, " ".join(self._item), self._depth)
        self._item = None

    def _visit(self, element: Any) -> None:
        tag = element.tag
        if tag in _SILENT_TAGS:
            return
        if tag == "text:section" and element.get_attribute_string("text:display") == "none":
            return
        if tag in {"text:h", "text:p"}:
            self._paragraph(element)
        elif tag == "text:list":
            self.close()
            self._depth += 1
            self.walk(element)
            self.close()
            self._depth -= 1
        elif tag in {"text:list-item", "text:list-header"}:
            self.close()
            self._item = []
            self.walk(element)
            self.close()
        elif tag == "table:table":
            self.close()
            rows, headers = self._table(element)
            self.blocks += table_blocks(rows, header_rows=headers)
        else:
            self.walk(element)

    def _paragraph(self, element: Any) -> None:
        style = self._style(element)
        text = "" if style.is_unseen else "".join(self._inline(element))
        if element.tag == "text:h" or style.is_title:
            self.close()
            level = element.get_attribute_string("text:outline-level") or "1"
            rank = int(level) if level.isdecimal() and len(level) < 3 else 1
            self._add(BlockKind.HEADING, text, min(max(rank, 1), _DEEPEST_HEADING))
        elif self._item is not None:
            self._item.append(text)
        elif self._depth:
            # What follows a nested list inside an item is still that item's.
            self._add(BlockKind.LIST_ITEM, text, self._depth)
        else:
            self._add(BlockKind.PARAGRAPH, text, 0)
        self._read_floating()

    def _read_floating(self) -> None:
        floating, self._floating = self._floating, []
        for element in floating:
            # Read apart, so that a note does not enter the list item that calls it.
            inner = _Walker(self._styles)
            inner.walk(element)
            inner.close()
            if inner.blocks:
                self.close()
                self.blocks += inner.blocks

    def _inline(self, element: Any) -> Iterator[str]:
        yield element.text
        for child in element.children:
            tag = child.tag
            if tag in {"text:s", "text:tab", "text:line-break"}:
                yield " "
            elif tag in {"text:note", "draw:frame", "draw:custom-shape", "draw:g"}:
                self._floating.append(child)
            elif tag not in _SILENT_TAGS and not self._style(child).is_unseen:
                yield from self._inline(child)
            yield child.tail or ""

    def _style(self, element: Any) -> TextStyle:
        return self._styles.get(element.get_attribute_string("text:style-name") or "", PLAIN)

    def _table(self, table: Any) -> tuple[list[list[TableCell]], int | None]:
        rows: list[list[TableCell]] = []
        headers = 0
        cells = 0
        for row, is_header in _rows(table, is_header=False):
            read = self._row(row)
            times = _count(row, "table:number-rows-repeated") if read else 1
            cells += max(len(read), 1) * times
            if cells > MOST_CELLS:
                refuse_huge_table()
            headers += times if is_header else 0
            rows += [read] * times
        return rows, headers or None

    def _row(self, row: Any) -> list[TableCell]:
        cells: list[TableCell] = []
        for cell in row.children:
            # Covered cells lie under the span of another one.
            if cell.tag != "table:table-cell":
                continue
            read = self._cell(cell)
            times = min(_count(cell, "table:number-columns-repeated"), MOST_COLUMNS)
            cells += [read] * times
        while cells and not cells[-1].text:
            cells.pop()  # sheets pasted from a spreadsheet are padded to its last column
        return cells

    def _cell(self, cell: Any) -> TableCell:
        inner = _Walker(self._styles)
        inner.walk(cell)
        inner.close()
        paragraphs = [p for p in cell.get_elements("descendant::text:p") if p.text_recursive]
        return TableCell(
            cell_text(inner.blocks),
            columns=_count(cell, "table:number-columns-spanned"),
            rows=_count(cell, "table:number-rows-spanned"),
            strong=bool(paragraphs) and all(self._is_strong(p) for p in paragraphs),
        )

    def _is_strong(self, paragraph: Any) -> bool:
        if self._style(paragraph).is_strong:
            return True
        spans = paragraph.children
        return not paragraph.text.strip() and all(
            self._style(span).is_strong and not (span.tail or "").strip() for span in spans
        )

    def _add(self, kind: BlockKind, text: str, level: int) -> None:
        plain = one_line(text)
        if plain:
            self.blocks.append(RawBlock(kind, plain, level=level))


def _rows(parent: Any, *, is_header: bool) -> Iterator[tuple[Any, bool]]:
    for child in parent.children:
        if child.tag == "table:table-row":
            yield child, is_header
        elif child.tag in {"table:table-header-rows", "table:table-rows", "table:table-row-group"}:
            yield from _rows(child, is_header=is_header or child.tag.endswith("header-rows"))


def _count(element: Any, name: str) -> int:
    value = element.get_attribute_string(name) or "1"
    # The largest sheet has 1,048,576 rows: longer numbers are nonsense, and would exhaust `int`.
    return max(int(value), 1) if value.isdecimal() and len(value) <= 7 else 1
