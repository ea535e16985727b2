"""`GET /sources/{id}`: a document as a page, the quote highlighted, without JavaScript."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from assistant.api.layout import Item, Segment, nest
from assistant.api.state import LiveIndex, State
from assistant.api.templates import Pages
from assistant.text.fold import fold
from assistant.types import Block, BlockKind, Document

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block as the page shows it; `first` bears the anchor that the link opens."""

    kind: BlockKind
    level: int
    page: int | None
    segments: tuple[Segment, ...]
    first: bool

    @property
    def text(self) -> str:
        """The words of the block."""
        return "".join(s.text for s in self.segments)


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, a paragraph, or the blocks that make one list or one table."""

    kind: BlockKind
    items: tuple[Item[ShownBlock], ...]
    level: int = 0  # of the HTML heading, 2 to 6
    page: int | None = None  # where a new page begins


@router.get("/sources/{document_id}", response_class=HTMLResponse)
async def source(
    document_id: str,
    request: Request,
    state: State,
    edition: LiveIndex,
    start: Annotated[int | None, Query(ge=0)] = None,
    end: Annotated[int | None, Query(ge=0)] = None,
) -> HTMLResponse:
    """The document as a page; a span outside the text highlights nothing and says so."""
    document = edition.tools.searcher.catalogue.document(document_id)
    asked = start is not None or end is not None
    span = (start, end) if start is not None and end is not None else None
    valid = span is not None and 0 <= span[0] < span[1] <= len(document.text)
    blocks = shown_blocks(document, span if valid else None)
    has_quote = any(b.first for b in blocks)
    pages: Pages = request.app.state.pages
    return pages.render(
        request,
        "source.html",
        {
            "meta": document.meta,
            "parts": page_parts(blocks, document.meta.title),
            "quote_missing": asked and not has_quote,
            "has_quote": has_quote,
            "expired": document.meta.is_expired(state.clock.today()),
            "not_yet_valid": document.meta.is_not_yet_valid(state.clock.today()),
        },
    )


def shown_blocks(document: Document, span: tuple[int, int] | None) -> tuple[ShownBlock, ...]:
    """The blocks of a document, the span `[start, end)` of its text highlighted."""
    shown: list[ShownBlock] = []
    found = False
    for block in document.blocks:
        segments = _segments(document.text, block, span)
        marked = any(s.marked for s in segments)
        shown.append(
            ShownBlock(block.kind, block.level, block.page, segments, marked and not found)
        )
        found = found or marked
    return tuple(shown)


def page_parts(blocks: Sequence[ShownBlock], title: str) -> tuple[Part, ...]:
    """The blocks as a page lays them out, without the heading that repeats the title.

    Heading levels start at 2 under the page's own title and never skip one.
    """
    if blocks and blocks[0].kind is BlockKind.HEADING and _repeats(blocks[0], title):
        blocks = blocks[1:]
    parts: list[Part] = []
    open_levels: list[int] = []
    page: int | None = None
    for (kind, here), run in groupby(blocks, key=lambda b: (b.kind, b.page)):
        members = tuple(run)
        new_page = here if here != page else None
        page = here
        if kind in {BlockKind.LIST_ITEM, BlockKind.TABLE_ROW}:
            items = nest([(b.level, b) for b in members])
            parts.append(Part(kind, items, page=new_page))
            continue
        for block in members:
            level = 0
            if kind is BlockKind.HEADING:
                open_levels = [*(x for x in open_levels if x < block.level), block.level]
                level = min(1 + len(open_levels), 6)
            parts.append(Part(kind, (Item(block),), level, new_page))
            new_page = None
    return tuple(parts)


def _repeats(heading: ShownBlock, title: str) -> bool:
    return not heading.first and fold(heading.text) == fold(title)


def _segments(text: str, block: Block, span: tuple[int, int] | None) -> tuple[Segment, ...]:
    if span is None or span[1] <= block.start or span[0] >= block.end:
        return (Segment(text[block.start : block.end], marked=False),)
    start, end = max(span[0], block.start), min(span[1], block.end)
    parts = (
        Segment(text[block.start : start], marked=False),
        Segment(text[start:end], marked=True),
        Segment(text[end : block.end], marked=False),
    )
    return tuple(p for p in parts if p.text)
