"""HTML pages: the main content without the site around it."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from assistant.types import BlockKind
from ingest.extract.encoding import decode_text
from ingest.extract.limits import ExtractLimits
from ingest.extract.one_line import one_line
from ingest.extract.tree import is_hidden, parse_page, tree_blocks
from ingest.model import RawBlock

if TYPE_CHECKING:
    from lxml import etree
    from lxml.html import HtmlElement

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.I)
_XML_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})""")
_HEAD_BYTES = 4096  # the standard asks for the first 1,024; some sites write comments before

_AROUND_TAGS = ("script", "style", "template", "noscript", "nav", "footer", "aside", "dialog")
_AROUND_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary"})
_AROUND_CLASSES = frozenset({"breadcrumb", "breadcrumbs", "fil-ariane", "skip-links", "cookies"})
_MAIN = ("//main", "//*[@role='main']", "//article")
_MENU_SIZE = 3  # links in a row, and nothing else, outside any <main>: a menu
_MOST_ELEMENTS = 50_000  # trafilatura takes about 0.1 ms for each; larger pages are data listings
_MOST_LOST = 0.5  # share of the headings of a page without main that may lie around its content
_TELLING_LENGTH = 20  # characters; shorter texts are found inside others by chance
_FOLLOWERS = frozenset({BlockKind.LIST_ITEM, BlockKind.TABLE_ROW})


def extract_html(data: bytes, limits: ExtractLimits) -> tuple[RawBlock, ...]:
    """The blocks of the main content of a page.

    Where the page marks its main content, trafilatura's reading of it is taken when it loses
    nothing but links, and our own reading of the marked element otherwise. Elsewhere trafilatura
    tells where the content starts and ends, and our reading of the body (without navigation,
    footer, asides and menus) gives all that lies between: trafilatura drops items of lists.
    Raises ExtractionRefused (WRONG_ENCODING, or DAMAGED when nested too deeply).
    """
    del limits  # the size of the bytes, already checked, bounds everything here
    root = parse_page(decode_text(data, declared=_declared_encoding(data)))
    if root is None:
        return ()
    _drop_surroundings(root)
    region, is_marked = _main_region(root)
    link_lists = _link_lists(region)
    links = {one_line("".join(item.itertext())) for items in link_lists for item in items}
    if not is_marked:
        for items in link_lists:
            if len(items) >= _MENU_SIZE:
                _remove(items)
    whole = tree_blocks(region)
    found = _trafilatura_blocks(root)
    if not is_marked:
        return _extent(whole, found)
    wanted = [_shape(block) for block in whole if block.text not in links]
    rest = iter([_shape(block) for block in found])
    return found if all(shape in rest for shape in wanted) else whole


def _declared_encoding(data: bytes) -> str | None:
    head = data[:_HEAD_BYTES]
    found = _XML_ENCODING.search(head) or _CHARSET.search(head)
    return found[1].decode("ascii") if found else None


def _drop_surroundings(root: HtmlElement) -> None:
    for element in list(root.iter()):
        role = element.get("role")
        classes = (element.get("class") or "").split()
        site_header = element.tag == "header" and _holds_only_site(element)
        if (
            element.tag in _AROUND_TAGS
            or role in _AROUND_ROLES
            or site_header
            or is_hidden(element)
            or not _AROUND_CLASSES.isdisjoint(classes)
        ):
            _remove(element)


def _holds_only_site(header: Any) -> bool:
    # The header of an article holds its title; the header of the page, the name of the site.
    return next(header.iterancestors("main", "article"), None) is None and (
        header.find(".//h1") is None or header.getroottree().find(".//main//h1") is not None
    )


def _remove(element: Any) -> None:
    if element.getparent() is not None and element.tag not in {"html", "body"}:
        element.drop_tree()  # keeps the text that follows


def _main_region(root: HtmlElement) -> tuple[HtmlElement, bool]:
    for path in _MAIN:
        found = [e for e in root.xpath(path) if one_line("".join(e.itertext()))]
        # Several articles are a list of news: none of them is the page.
        if found and (path != "//article" or len(found) == 1):
            return found[0], True
    body = root.find("body")
    return (root if body is None else body), False


def _link_lists(region: HtmlElement) -> list[Any]:
    found = []
    for items in region.iter("ul", "ol"):
        linked = "".join("".join(a.itertext()) for a in items.iter("a"))
        if one_line(linked) and len(_dense(linked)) >= len(_dense("".join(items.itertext()))):
            found.append(items)
    return found


def _dense(text: str) -> str:
    return "".join(text.split())


def _trafilatura_blocks(root: HtmlElement) -> tuple[RawBlock, ...]:
    if sum(1 for _ in root.iter()) > _MOST_ELEMENTS:
        return ()
    # Deferred: trafilatura takes 0.4 s to import, and a rebuild that changes nothing must start
    # fast.
    import trafilatura  # noqa: PLC0415
    from lxml import etree  # noqa: PLC0415

    page = copy.deepcopy(root)
    # trafilatura writes out each span as empty cells: a forged page would fill the memory.
    etree.strip_attributes(page, "colspan", "rowspan")
    try:
        xml = trafilatura.extract(
            page,
            output_format="xml",
            include_comments=False,
            include_tables=True,
            include_images=False,
            include_links=False,
            favor_recall=True,
        )
    except Exception:  # whatever it meets, the page is still read by our own walk
        return ()
    if not xml:
        return ()
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    main = etree.fromstring(xml.encode(), parser).find("main")
    return () if main is None else tree_blocks(_as_html(main))


def _as_html(main: etree._Element) -> etree._Element:
    """`main` with the words of trafilatura's XML (a subset of TEI) turned into HTML's."""
    words = {"list": "ul", "item": "li", "row": "tr", "lb": "br", "quote": "blockquote"}
    words |= {"code": "pre", "hi": "span", "ref": "span", "graphic": "img"}
    for element in main.iter():
        if element.tag == "head":
            element.tag = element.get("rend") or "h2"
        elif element.tag == "cell":
            element.tag = "th" if element.get("role") == "head" else "td"
        else:
            element.tag = words.get(str(element.tag), element.tag)
    return main


def _extent(whole: tuple[RawBlock, ...], found: Sequence[RawBlock]) -> tuple[RawBlock, ...]:
    """`whole` from the first to the last block that trafilatura found; all of it where it fails."""
    exact = {block.text for block in found}
    text = " ".join(block.text for block in found)
    kept = [
        index
        for index, block in enumerate(whole)
        if block.text in exact or (len(block.text) >= _TELLING_LENGTH and block.text in text)
    ]
    if not kept:
        return whole
    first, last = kept[0], kept[-1]
    while first > 0 and whole[first - 1].kind is BlockKind.HEADING:
        first -= 1
    # A list or a table goes with the sentence that announces it.
    while last + 1 < len(whole) and whole[last + 1].kind in _FOLLOWERS:
        last += 1
    inside = whole[first : last + 1]
    headings = sum(1 for block in whole if block.kind is BlockKind.HEADING)
    kept_headings = sum(1 for block in inside if block.kind is BlockKind.HEADING)
    return inside if kept_headings >= (1 - _MOST_LOST) * headings else whole


def _shape(block: RawBlock) -> tuple[BlockKind, int, str]:
    return (block.kind, block.level, block.text)
