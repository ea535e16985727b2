"""Word documents: mammoth turns them into HTML, whose tree becomes blocks."""

from __future__ import annotations

import io
from typing import Any

from ingest.extract.archive import pack_members, read_members
from ingest.extract.limits import ExtractLimits
from ingest.extract.safe_xml import parse_xml
from ingest.extract.tree import parse_page, tree_blocks
from ingest.model import ExtractionRefused, RawBlock, RefusalReason

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT_W = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_UNREAD_FOLDERS = ("word/theme/", "word/media/", "word/embeddings/", "customXml/", "docProps/")
_FALSE = frozenset({"0", "false", "off", "none"})
_DEEPEST_LIST = 9  # levels that Word offers
_NOTE_PREFIX = "note-"
_MOST_PARAGRAPHS = 200_000  # mammoth takes 0.3 ms for each; 2,000 full pages have 40,000


def _style_map() -> str:
    """What mammoth's own map leaves out: titles, deep lists, styled lists, generated contents."""
    lines = [
        "p[style-name='Title'] => h1:fresh",
        "p[style-name='Subtitle'] => p:fresh",
        *(f"p[style-name='heading {n}'] => h6:fresh" for n in range(7, 10)),
        *(f"p[style-name='toc {n}'] => !" for n in range(1, 10)),
        *(f"p[style-name='TOC {n}'] => !" for n in range(1, 10)),
        "p[style-name='TOC Heading'] => !",
    ]
    # The first rule that matches wins: a level that the paragraph states, then one that its style
    # implies («List Bullet 2» states level 1), then the rest.
    nested = range(_DEEPEST_LIST, 1, -1)
    lines += [_list_rule(f"p:{kind}ordered-list({n})", n) for n in nested for kind in ("un", "")]
    lines += [_list_rule(f"p[style-name='List Bullet {n}']", n) for n in nested]
    lines += [_list_rule(f"p[style-name='List Number {n}']", n) for n in nested]
    lines += [_list_rule("p:unordered-list(1)", 1), _list_rule("p:ordered-list(1)", 1)]
    lines += [_list_rule(f"p[style-name='List {kind}']", 1) for kind in ("Bullet", "Number")]
    return "\n".join(lines)


def _list_rule(matched: str, depth: int) -> str:
    return f"{matched} => {'ul|ol > li > ' * (depth - 1)}ul > li:fresh"


def extract_docx(data: bytes, limits: ExtractLimits) -> tuple[RawBlock, ...]:
    """The blocks of a Word document: comments, deleted, hidden and struck text are left out.

    Notes come last, as paragraphs. Raises ExtractionRefused (ARCHIVE_BOMB, ENCRYPTED, DAMAGED).
    """
    # Deferred: a rebuild that changes nothing reads no document and must start fast.
    import mammoth  # noqa: PLC0415

    checked = pack_members(_text_parts(data, limits))
    result = mammoth.convert_to_html(
        io.BytesIO(checked),
        style_map=_style_map(),
        include_embedded_style_map=False,  # a document does not choose how it is read
        convert_image=_no_image,
        id_prefix=_NOTE_PREFIX,
    )
    root = parse_page(result.value)
    if root is None:
        return ()
    _free_notes(root)
    return tree_blocks(root)


def _text_parts(data: bytes, limits: ExtractLimits) -> dict[str, bytes]:
    # Deferred, as mammoth above.
    from lxml import etree  # noqa: PLC0415

    parts: dict[str, bytes] = {}
    for name, content in read_members(data, limits).items():
        if name.endswith((".xml", ".rels")) and not name.startswith(_UNREAD_FOLDERS):
            root = parse_xml(content)
            if sum(1 for _ in root.iter("{*}p")) > _MOST_PARAGRAPHS:
                raise ExtractionRefused(
                    RefusalReason.TOO_LARGE,
                    "Ce document Word compte plus de 200\u202f000 paragraphes. "
                    "Découpez-le en plusieurs fichiers, puis relancez la commande.",
                )
            _drop_unseen(root)
            _drop_looks(root)
            # Written again: the library after us sees UTF-8 and no declaration, whatever came.
            parts[name] = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return parts


def _drop_unseen(root: Any) -> None:
    for space in (_W, _STRICT_W):
        for mark in list(root.iter(f"{space}vanish", f"{space}dstrike")):
            run = mark.getparent().getparent() if mark.getparent() is not None else None
            if run is not None and run.tag == f"{space}r" and mark.get(f"{space}val") not in _FALSE:
                run.getparent().remove(run)


def _drop_looks(root: Any) -> None:
    """Leave of the styles what says headings and lists: their looks are nine tenths of a file."""
    for space in (_W, _STRICT_W):
        if root.tag != f"{space}styles":
            continue
        for child in list(root):
            if child.tag != f"{space}style":
                root.remove(child)
                continue
            for part in list(child):
                if part.tag not in {f"{space}name", f"{space}pPr"}:
                    child.remove(part)


def _no_image(_image: Any) -> list[Any]:
    return []


def _free_notes(root: Any) -> None:
    """Notes are paragraphs, not a list; their calls and their arrows back are not text."""
    for link in list(root.iter("a")):
        target = link.get("href") or ""
        if target.startswith((f"#{_NOTE_PREFIX}footnote", f"#{_NOTE_PREFIX}endnote")):
            link.drop_tree()
    for item in list(root.iter("li")):
        if (item.get("id") or "").startswith((f"{_NOTE_PREFIX}footnote", f"{_NOTE_PREFIX}endnote")):
            item.tag = "div"
            if item.getparent().tag == "ol":
                item.getparent().tag = "div"
