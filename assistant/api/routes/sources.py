"""`GET /sources/{id}`: a document as a page, the quote highlighted, without JavaScript."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from assistant.api.state import LiveIndex, State
from assistant.api.templates import Pages
from assistant.types import Block, BlockKind, Document

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a block, highlighted or not."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block as the page shows it; `first` bears the anchor that the link opens."""

    kind: BlockKind
    level: int
    page: int | None
    segments: tuple[Segment, ...]
    first: bool


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
    pages: Pages = request.app.state.pages
    return pages.render(
        request,
        "source.html",
        {
            "meta": document.meta,
            "blocks": blocks,
            "quote_missing": asked and not valid,
            "has_quote": valid,
            "expired": document.meta.is_expired(state.clock.today()),
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
