"""Running heads, running feet and page numbers: found by their repetition, and taken away."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.extract.pdf_page import Line, Page

_FEWEST_PAGES = 3
_SHARE_OF_PAGES = 0.4  # even and odd pages may have different heads, and a cover has none
_MARGIN = 0.1  # of the longer side: 30 mm on A4, where body text rarely starts
_SAME_PLACE = 6.0  # points
_NUMBER = re.compile(r"\d+")
_CONTENTS_LINE = re.compile(r"(?:\.\s?){4,}\s*\d{1,4}$|…{2,}\s*\d{1,4}$")
_FEWEST_CONTENTS = 3  # lines on a page


def without_furniture(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages without what the margins repeat, nor the dotted lines of a table of contents.

    A line of a margin goes when it stands at the same height, with the same words, on at least
    three pages and two pages in five; a number in it may count the pages.
    """
    places: defaultdict[tuple[str, int | None], list[tuple[int, float]]] = defaultdict(list)
    for page in pages:
        for line in _margin_lines(page):
            for key in _keys(line.text, page.number):
                places[key].append((page.number, line.box.top))
    needed = max(_FEWEST_PAGES, _SHARE_OF_PAGES * len(pages))
    repeated = {
        key: _usual(tops)
        for key, tops in places.items()
        if len({number for number, _ in tops}) >= needed
    }
    return tuple(_strip(page, repeated) for page in pages)


def _margin_lines(page: Page) -> Iterator[Line]:
    depth = _MARGIN * max(page.width, page.height)
    for item in page.items:
        if isinstance(item, Line):
            in_head = item.box.bottom <= depth
            if in_head or item.box.top >= page.height - depth:
                yield item


def _keys(text: str, page: int) -> Iterator[tuple[str, int | None]]:
    """What a line may repeat: its words; or its words and the distance of a number to the page."""
    yield (text, None)
    for match in _NUMBER.finditer(text):
        if len(match[0]) <= 4:
            yield (f"{text[: match.start()]}#{text[match.end() :]}", int(match[0]) - page)


def _usual(tops: Sequence[tuple[int, float]]) -> float:
    rounded = Counter(round(top / _SAME_PLACE) for _, top in tops)
    return rounded.most_common(1)[0][0] * _SAME_PLACE


def _strip(page: Page, repeated: dict[tuple[str, int | None], float]) -> Page:
    gone = {
        id(line)
        for line in _margin_lines(page)
        for key in _keys(line.text, page.number)
        if key in repeated and abs(repeated[key] - line.box.top) <= 2 * _SAME_PLACE
    }
    contents = [i for i in page.items if isinstance(i, Line) and _CONTENTS_LINE.search(i.text)]
    if len(contents) >= _FEWEST_CONTENTS:
        gone |= {id(line) for line in contents}
    return replace(page, items=tuple(item for item in page.items if id(item) not in gone))
