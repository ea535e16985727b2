from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.types import BlockKind
from ingest.clean import assemble, clean_text
from ingest.model import RawBlock
from tests.ingest.descriptions import meta_of

# Letters with their accents apart, ligatures, spaces of every kind, marks that nobody sees.
_TRICKY = (
    "aeiou \u00a0\u202f\u2009\u3000\u1680\t\n\r\f\x00\x07\x1c\x1f\x7f\x85\u0301\u0300\u0327\u030a"
    "éÅ\u212bﬁœ\u00ad\u034f\u061c\u115f\u180e\u200b\u200d\u200f\u2028\u202e\u2060\u2066\u3164"
    "\ufe0f\ufeff\uffa0\ufffb\ue000\ud800\U000e0041\U000e0100\U0001f469\U0001f600한ᄒ\u1161«»"
)
texts = st.text(st.sampled_from(_TRICKY) | st.characters(), max_size=60)
raw_blocks = st.builds(RawBlock, st.sampled_from(BlockKind), texts, st.integers(0, 4))


def is_shown(char: str) -> bool:
    return unicodedata.category(char) not in {"Cc", "Cs", "Co", "Cn"} and char not in (
        "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u3164\ufeff\uffa0"
    )


@given(texts)
def test_clean_text_is_one_visible_composed_line(text: str) -> None:
    cleaned = clean_text(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert all(map(is_shown, cleaned))
    assert not {c for c in cleaned if c.isspace()} - {" ", "\u00a0", "\u202f"}
    assert "  " not in cleaned
    assert cleaned.strip() == cleaned


@given(texts)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


@given(st.lists(st.sampled_from(["aide", "l’été", "25\u202f000\u00a0€", "«\u00a0IA\u00a0»"])))
def test_words_and_french_spaces_stay(words: list[str]) -> None:
    assert clean_text("\n\t".join(words)) == " ".join(words)


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("Re\u0301gion", "Région"),
        ("co\u00adopération", "coopération"),
        ("mot\u200bcaché\ufeff", "motcaché"),
        ("e\u200d\u0301", "é"),
        ("a \x07 b", "a b"),
        ("un\x1fdeux\u1680trois", "un deux trois"),
        ("texte\U000e0061\U000e0062", "texte"),
        ("\u202ecba", "cba"),
        ("5\u202f%\u00a0", "5\u202f%"),
        ("\u00a0 \u202f", ""),
    ],
    ids=ascii,
)
def test_cases(raw: str, cleaned: str) -> None:
    assert clean_text(raw) == cleaned


@given(st.lists(raw_blocks, max_size=12))
def test_each_block_stands_at_its_offsets(raw: list[RawBlock]) -> None:
    document = assemble(meta_of(), raw)
    kept = [r for r in raw if clean_text(r.text)]
    assert [document.text[b.start : b.end] for b in document.blocks] == [
        clean_text(r.text) for r in kept
    ]
    assert [(b.kind, b.level, b.page) for b in document.blocks] == [
        (r.kind, r.level, r.page) for r in kept
    ]
    assert unicodedata.is_normalized("NFC", document.text)
    assert all(c == "\n" or is_shown(c) for c in document.text)


@given(st.lists(raw_blocks, max_size=12))
def test_between_blocks_stand_only_line_breaks_and_list_marks(raw: list[RawBlock]) -> None:
    document = assemble(meta_of(), raw)
    end = 0
    for block in document.blocks:
        between = document.text[end : block.start]
        is_item = block.kind is BlockKind.LIST_ITEM
        assert between.strip("\n ") == ("-" if is_item else "")
        assert end == 0 or between.startswith("\n")
        end = block.end
    assert end == len(document.text)


def test_the_text_reads_as_a_page() -> None:
    document = assemble(
        meta_of(),
        [
            RawBlock(BlockKind.HEADING, "Conditions", 2),
            RawBlock(BlockKind.PARAGRAPH, "Il faut :"),
            RawBlock(BlockKind.LIST_ITEM, "être majeur", 1),
            RawBlock(BlockKind.LIST_ITEM, "ou émancipé", 2),
            RawBlock(BlockKind.PARAGRAPH, "Montants :"),
            RawBlock(BlockKind.TABLE_ROW, "Public : jeunes ; Montant : 200 €"),
            RawBlock(BlockKind.TABLE_ROW, "Public : autres ; Montant : 100 €"),
        ],
    )
    assert document.text == (
        "Conditions\n\nIl faut :\n- être majeur\n  - ou émancipé\n\nMontants :\n"
        "Public : jeunes ; Montant : 200 €\nPublic : autres ; Montant : 100 €"
    )


def test_headings_travel_with_what_stands_under_them() -> None:
    def heading(text: str, level: int) -> RawBlock:
        return RawBlock(BlockKind.HEADING, text, level)

    document = assemble(
        meta_of(title="Aide au permis"),
        [
            heading("AIDE AU PERMIS", 1),  # the title again: said once, by the description
            heading("Public", 2),
            heading("Jeunes", 3),
            RawBlock(BlockKind.PARAGRAPH, "un"),
            heading("Montant", 2),
            RawBlock(BlockKind.PARAGRAPH, "deux", page=3),
            heading(" \u200b ", 2),  # shows nothing: the section goes on
            RawBlock(BlockKind.PARAGRAPH, "trois"),
        ],
    )
    paths = {document.text[b.start : b.end]: b.heading_path for b in document.blocks}
    assert paths["un"] == ("Public", "Jeunes")
    assert paths["deux"] == paths["trois"] == ("Montant",)
    assert document.blocks[-2].page == 3
