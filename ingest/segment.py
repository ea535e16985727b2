"""A document becomes passages: whole units of one section that fit the encoder's window."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.text.sentences import is_lead_in, split_sentences
from assistant.types import Block, BlockKind, Document, DocumentMeta, Passage, Unit, UnitKind

# Raised by hand whenever the same file gives other passages: extraction and cleaning count too.
SEGMENTER_VERSION = "fr-2"

# A passage speaks of one thing: past this size the vector blurs, whatever the encoder could read.
TARGET_TOKENS = 256
# Special tokens and the line break between heading and text.
_FRAME_TOKENS = 4

TokenCounter = Callable[[Sequence[str]], list[int]]


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading."""

    heading_path: tuple[str, ...]
    units: tuple[Unit, ...]


def passage_context(meta: DocumentMeta, heading_path: tuple[str, ...]) -> str:
    """What a passage carries for retrieval besides its text: title and headings."""
    return " — ".join((meta.title, *heading_path))


def encoded_text(document: Document, passage: Passage) -> str:
    """The text that the encoder reads for a passage."""
    context = passage_context(document.meta, passage.heading_path)
    return f"{context}\n{document.text[passage.start : passage.end]}"


def sections_of(document: Document) -> Iterator[Section]:
    """The sections of a document that hold units, in order.

    A list and the sentence that announces it share a group, numbered within the document.
    """
    group = 0
    list_open = False
    path: tuple[str, ...] = ()
    units: list[Unit] = []
    for i, block in enumerate(document.blocks):
        if block.kind is BlockKind.HEADING:
            if units:
                yield Section(path, tuple(units))
            path, units, list_open = block.heading_path, [], False
            continue
        path = block.heading_path
        match block.kind:
            case BlockKind.LIST_ITEM:
                group += not list_open
                list_open = True
                units.append(Unit(UnitKind.LIST_ITEM, block.start, block.end, group, block.page))
            case BlockKind.TABLE_ROW:
                list_open = False
                units.append(Unit(UnitKind.TABLE_ROW, block.start, block.end, None, block.page))
            case BlockKind.PARAGRAPH:
                units += _sentences(document, block)
                following = document.blocks[i + 1 : i + 2]
                list_open = bool(
                    following
                    and following[0].kind is BlockKind.LIST_ITEM
                    and is_lead_in(document.text[units[-1].start : units[-1].end])
                )
                if list_open:
                    group += 1
                    units[-1] = replace(units[-1], kind=UnitKind.LEAD_IN, group=group)
    if units:
        yield Section(path, tuple(units))


def _sentences(document: Document, block: Block) -> list[Unit]:
    spans = split_sentences(document.text[block.start : block.end])
    return [
        Unit(UnitKind.SENTENCE, block.start + start, block.start + end, None, block.page)
        for start, end in spans
    ]


def segment(
    document: Document, count_tokens: TokenCounter, *, max_tokens: int
) -> tuple[Passage, ...]:
    """The passages of a document: every unit stands in exactly one, whole and in order.

    `max_tokens` is the encoder's window. A unit that alone exceeds it has a passage of its own.
    """
    window = min(max_tokens, TARGET_TOKENS)
    found: list[Passage] = []
    for section in sections_of(document):
        texts = [document.text[u.start : u.end] for u in section.units]
        sizes = count_tokens(texts)
        context = passage_context(document.meta, section.heading_path)
        room = window - count_tokens([context])[0] - _FRAME_TOKENS
        for units in _pack(section.units, sizes, room):
            found.append(
                Passage(
                    id=f"{document.meta.id}#{len(found)}",
                    document_id=document.meta.id,
                    ordinal=len(found),
                    start=units[0].start,
                    end=units[-1].end,
                    heading_path=section.heading_path,
                    units=units,
                    page=units[0].page,
                )
            )
    return tuple(found)


def _pack(units: Sequence[Unit], sizes: Sequence[int], room: int) -> Iterator[tuple[Unit, ...]]:
    """Whole units in order, in as few passages as `room` allows without parting a run."""
    current: list[Unit] = []
    filled = 0
    for run in _runs(units, sizes, room):
        size = sum(sizes[run])
        if current and filled + size > room:
            yield tuple(current)
            current, filled = [], 0
        current += units[run]
        filled += size
    if current:
        yield tuple(current)


def _runs(units: Sequence[Unit], sizes: Sequence[int], room: int) -> Iterator[slice]:
    """What stays together: a list with its lead-in where it fits, else each unit by itself.

    The lead-in of a list too long for one passage stays with the first item: alone it says nothing.
    """
    i = 0
    while i < len(units):
        j = i + 1
        while j < len(units) and units[i].group is not None and units[j].group == units[i].group:
            j += 1
        if sum(sizes[i:j]) <= room:
            yield slice(i, j)
        else:
            alone = i
            if units[i].kind is UnitKind.LEAD_IN and sum(sizes[i : i + 2]) <= room:
                yield slice(i, i + 2)
                alone = i + 2
            yield from (slice(k, k + 1) for k in range(alone, j))
        i = j
