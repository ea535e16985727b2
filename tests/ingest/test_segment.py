from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise, zip_longest

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.text.sentences import split_sentences
from assistant.types import BlockKind, Document, Passage, Unit, UnitKind
from ingest.clean import assemble
from ingest.model import RawBlock
from ingest.segment import (
    TARGET_TOKENS,
    encoded_text,
    passage_context,
    sections_of,
    segment,
)
from tests.ingest.descriptions import meta_of

FRAME = 4  # special tokens of a passage, and the break after its context


def count_tokens(texts: Sequence[str]) -> list[int]:
    """Counts as a subword tokenizer does: pieces of four letters, each mark, two special tokens."""
    return [
        2 + sum(-(-len(piece) // 4) for piece in re.findall(r"\w+|[^\w\s]", text)) for text in texts
    ]


def tokens(text: str) -> int:
    return count_tokens([text])[0]


_WORDS = (
    "aide Région formation l'emploi 25\u202f000\u00a0€ art. L. 1511-2 M. Dupont IA jusqu’au 30/06 "
    "collectivités numérique accompagnement (CFR) «\u00a0Proch'IA\u00a0» 5\u00a0% 😀"
).split(" ")
_LENGTHS = (1, 2, 3, 5, 8, 13, 21, 34)  # words: from a label to more than a small window


def _written(length: int, start: int) -> str:
    return " ".join(_WORDS[(start + 7 * n) % len(_WORDS)] for n in range(length))


# Drawn from tables: hypothesis chooses among them far faster than it writes them letter by letter.
_wordings = st.sampled_from([_written(n, start) for n in _LENGTHS for start in range(0, 20, 5)])
_sentences = st.builds(
    lambda words, end: words[0].upper() + words[1:] + end,
    _wordings,
    st.sampled_from([".", "!", "\u00a0?", "…", "", "\u00a0:"]),
)
_paragraphs = st.builds(
    lambda sentences: RawBlock(BlockKind.PARAGRAPH, " ".join(sentences)),
    st.lists(_sentences, min_size=1, max_size=4),
)
_lead_ins = _wordings.map(lambda words: RawBlock(BlockKind.PARAGRAPH, f"Pour {words}\u00a0:"))
_items = st.builds(RawBlock, st.just(BlockKind.LIST_ITEM), _wordings, st.integers(1, 3))
_rows = _wordings.map(lambda words: RawBlock(BlockKind.TABLE_ROW, f"Public\u00a0: {words}"))
_headings = st.builds(
    RawBlock, st.just(BlockKind.HEADING), st.sampled_from(_WORDS), st.integers(1, 4)
)
_parts = st.one_of(
    st.lists(_headings, min_size=1, max_size=2),
    st.lists(_paragraphs, min_size=1, max_size=4),
    st.lists(_rows, min_size=1, max_size=8),
    st.builds(lambda lead, items: [lead, *items], _lead_ins, st.lists(_items, max_size=15)),
    st.lists(_items, min_size=1, max_size=6),
)
documents = st.builds(
    lambda parts: assemble(meta_of(), [block for part in parts for block in part]),
    st.lists(_parts, min_size=1, max_size=6),
)
quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
windows = st.sampled_from([32, 64, 128, 256, 512])


def text_of(document: Document, unit: Unit | Passage) -> str:
    return document.text[unit.start : unit.end]


def units_of(passages: Iterable[Passage]) -> list[Unit]:
    return [unit for passage in passages for unit in passage.units]


def squeezed(text: str) -> str:
    return "".join(text.split())


@quick
@given(documents, windows)
def test_joined_units_give_the_document_back(document: Document, window: int) -> None:
    units = units_of(segment(document, count_tokens, max_tokens=window))
    written = (
        document.text[b.start : b.end] for b in document.blocks if b.kind is not BlockKind.HEADING
    )
    assert squeezed("".join(text_of(document, u) for u in units)) == squeezed("".join(written))
    assert all(before.end <= after.start for before, after in pairwise(units))
    assert all(text_of(document, u) == text_of(document, u).strip() != "" for u in units)


@quick
@given(documents, windows)
def test_no_sentence_item_or_row_is_cut(document: Document, window: int) -> None:
    units = units_of(segment(document, count_tokens, max_tokens=window))
    whole: list[tuple[int, int]] = []
    for block in document.blocks:
        if block.kind is BlockKind.PARAGRAPH:
            spans = split_sentences(document.text[block.start : block.end])
            whole += [(block.start + start, block.start + end) for start, end in spans]
        elif block.kind is not BlockKind.HEADING:
            whole.append((block.start, block.end))
    assert [(u.start, u.end) for u in units] == whole


@quick
@given(documents, windows)
def test_passages_are_what_their_units_span(document: Document, window: int) -> None:
    passages = segment(document, count_tokens, max_tokens=window)
    assert [p.id for p in passages] == [f"essai#{n}" for n in range(len(passages))]
    assert [p.ordinal for p in passages] == list(range(len(passages)))
    for passage in passages:
        assert passage.document_id == "essai"
        assert (passage.start, passage.end) == (passage.units[0].start, passage.units[-1].end)


@quick
@given(documents, windows)
def test_no_passage_crosses_a_heading(document: Document, window: int) -> None:
    for passage in segment(document, count_tokens, max_tokens=window):
        inside = [b for b in document.blocks if passage.start <= b.start < passage.end]
        around = [b for b in document.blocks if b.start <= passage.start < b.end]
        assert all(b.kind is not BlockKind.HEADING for b in inside)
        assert {b.heading_path for b in (*inside, *around)} == {passage.heading_path}


@quick
@given(documents, windows)
def test_the_encoder_reads_every_passage_whole(document: Document, window: int) -> None:
    for passage in segment(document, count_tokens, max_tokens=window):
        read = encoded_text(document, passage)
        assert text_of(document, passage) in read
        assert document.meta.title in read
        assert all(heading in read for heading in passage.heading_path)
        # A unit that is too long by itself is alone; a lead-in is never left alone before its list.
        if len(passage.units) > 1:
            assert tokens(read) <= min(window, TARGET_TOKENS)


@quick
@given(documents, windows)
def test_a_list_that_fits_stays_with_its_lead_in(document: Document, window: int) -> None:
    passages = segment(document, count_tokens, max_tokens=window)
    place = {unit: passage for passage in passages for unit in passage.units}
    listed = [u for u in units_of(passages) if u.group is not None]
    for _, members in groupby(listed, key=lambda u: u.group):
        units = list(members)
        context = passage_context(document.meta, place[units[0]].heading_path)
        room = min(window, TARGET_TOKENS) - tokens(context) - FRAME
        sizes = count_tokens([text_of(document, u) for u in units])
        if sum(sizes) <= room:
            assert len({place[u].id for u in units}) == 1
        elif units[0].kind is UnitKind.LEAD_IN and sum(sizes[:2]) <= room:
            assert place[units[0]] is place[units[1]]


@quick
@given(documents)
def test_lists_are_numbered_once_and_hold_together(document: Document) -> None:
    units = [u for section in sections_of(document) for u in section.units]
    runs = [number for number, _ in groupby(units, key=lambda u: u.group) if number is not None]
    assert runs == list(range(1, len(runs) + 1))
    for unit, following in zip_longest(units, units[1:]):
        assert (unit.group is None) == (unit.kind in {UnitKind.SENTENCE, UnitKind.TABLE_ROW})
        if unit.kind is UnitKind.LEAD_IN:
            assert text_of(document, unit).rstrip().endswith(":")
            assert following is not None
            assert (following.kind, following.group) == (UnitKind.LIST_ITEM, unit.group)


@quick
@given(st.lists(_paragraphs, min_size=1, max_size=12), windows)
def test_passages_are_no_shorter_than_they_must_be(raw: list[RawBlock], window: int) -> None:
    document = assemble(meta_of(), raw)
    room = min(window, TARGET_TOKENS) - tokens(passage_context(document.meta, ())) - FRAME
    for before, after in pairwise(segment(document, count_tokens, max_tokens=window)):
        filled = sum(count_tokens([text_of(document, u) for u in before.units]))
        assert filled + tokens(text_of(document, after.units[0])) > room


def cut(*raw: RawBlock, window: int = 256) -> list[list[tuple[UnitKind, str]]]:
    document = assemble(meta_of(title="Aide"), raw)
    return [
        [(u.kind, text_of(document, u)) for u in p.units]
        for p in segment(document, count_tokens, max_tokens=window)
    ]


def paragraph(text: str) -> RawBlock:
    return RawBlock(BlockKind.PARAGRAPH, text)


def item(text: str) -> RawBlock:
    return RawBlock(BlockKind.LIST_ITEM, text, 1)


def test_only_the_last_sentence_before_a_list_announces_it() -> None:
    assert cut(paragraph("L'aide est ouverte. Il faut\u00a0:"), item("être majeur")) == [
        [
            (UnitKind.SENTENCE, "L'aide est ouverte."),
            (UnitKind.LEAD_IN, "Il faut\u00a0:"),
            (UnitKind.LIST_ITEM, "être majeur"),
        ]
    ]


@pytest.mark.parametrize(
    "before", [paragraph("L'aide est ouverte."), RawBlock(BlockKind.TABLE_ROW, "Public :")]
)
def test_what_does_not_announce_the_list_is_no_part_of_it(before: RawBlock) -> None:
    document = assemble(meta_of(), [before, item("un"), item("deux")])
    [section] = sections_of(document)
    assert [u.group for u in section.units] == [None, 1, 1]


def test_a_row_between_two_lists_parts_them() -> None:
    raw = [item("un"), RawBlock(BlockKind.TABLE_ROW, "Public : jeunes"), item("deux")]
    [section] = sections_of(assemble(meta_of(), raw))
    assert [u.group for u in section.units] == [1, None, 2]


def test_a_colon_without_a_list_after_it_is_a_sentence() -> None:
    assert cut(paragraph("Voici\u00a0:"), paragraph("L'aide.")) == [
        [(UnitKind.SENTENCE, "Voici\u00a0:"), (UnitKind.SENTENCE, "L'aide.")]
    ]


def test_two_lists_are_two_groups_even_under_one_heading() -> None:
    raw = [paragraph("A\u00a0:"), item("un"), paragraph("B\u00a0:"), item("deux")]
    [section] = sections_of(assemble(meta_of(), raw))
    assert [u.group for u in section.units] == [1, 1, 2, 2]


def test_a_list_that_fits_in_no_room_left_starts_a_passage() -> None:
    long = "Cette phrase remplit " + "presque " * 12 + "toute la place."
    items = [item(f"condition {n} détaillée") for n in range(3)]
    passages = cut(paragraph(long), paragraph("Il faut\u00a0:"), *items, window=64)
    assert [[kind for kind, _ in p] for p in passages] == [
        [UnitKind.SENTENCE],
        [UnitKind.LEAD_IN, *[UnitKind.LIST_ITEM] * 3],
    ]


def test_a_list_too_long_keeps_its_lead_in_with_the_first_item_and_fills_passages() -> None:
    items = [item(f"condition {n} " + "détaillée " * 3) for n in range(10)]
    passages = cut(paragraph("Une phrase. Il faut\u00a0:"), *items, window=64)
    sizes = [len(p) for p in passages]
    first = [kind for kind, _ in passages[0]]
    assert first[:3] == [UnitKind.SENTENCE, UnitKind.LEAD_IN, UnitKind.LIST_ITEM]
    assert sizes[1:-1] == [max(sizes[1:])] * len(sizes[1:-1])  # full but for the last one


def test_a_unit_longer_than_the_window_stands_alone() -> None:
    long = "très longue phrase " * 100
    assert [len(p) for p in cut(paragraph("Un. " + long.capitalize() + "fin. Deux."))] == [1, 1, 1]


def test_a_document_of_headings_has_no_passage() -> None:
    document = assemble(meta_of(), [RawBlock(BlockKind.HEADING, "Titre", 1)])
    assert segment(document, count_tokens, max_tokens=256) == ()


def test_a_passage_has_the_page_of_its_first_unit() -> None:
    document = assemble(
        meta_of(),
        [
            RawBlock(BlockKind.PARAGRAPH, "Un.", page=3),
            RawBlock(BlockKind.PARAGRAPH, "Deux.", page=4),
        ],
    )
    [passage] = segment(document, count_tokens, max_tokens=256)
    assert (passage.page, [u.page for u in passage.units]) == (3, [3, 4])
