from __future__ import annotations

import pytest
from hypothesis import given, settings

from assistant.types import BlockKind
from ingest.extract import ExtractLimits, extract
from ingest.model import ExtractionRefused, RawBlock, RefusalReason
from tests.ingest.extract.generated import Written, documents, words

LIMITS = ExtractLimits()


def read(text: str) -> tuple[RawBlock, ...]:
    return extract(text.encode(), ".txt", limits=LIMITS)


def test_paragraphs_lists_and_headings() -> None:
    source = (
        "AIDES AUX ENTREPRISES\nL'aide est versée\nen une fois.\n\n"
        "Conditions\n----------\nIl faut :\n- être inscrit\n  à France Travail\n   • un CV\n"
        "* être majeur\n\n"
        "1. Déposer\n2) Attendre\n"
    )
    assert [(b.kind, b.level, b.text) for b in read(source)] == [
        (BlockKind.HEADING, 1, "AIDES AUX ENTREPRISES"),
        (BlockKind.PARAGRAPH, 0, "L'aide est versée en une fois."),
        (BlockKind.HEADING, 1, "Conditions"),
        (BlockKind.PARAGRAPH, 0, "Il faut :"),
        (BlockKind.LIST_ITEM, 1, "être inscrit à France Travail"),
        (BlockKind.LIST_ITEM, 2, "un CV"),
        (BlockKind.LIST_ITEM, 1, "être majeur"),
        (BlockKind.LIST_ITEM, 1, "1. Déposer"),
        (BlockKind.LIST_ITEM, 1, "2) Attendre"),
    ]


def test_a_title_underlined_with_equals_stands_above_the_rest() -> None:
    levels = [
        (b.text, b.level) for b in read("Guide\n=====\n\nPUBLIC\nTous.\n\nLieu\n----\nLille.")
    ]
    assert levels == [("Guide", 1), ("PUBLIC", 2), ("Tous.", 0), ("Lieu", 2), ("Lille.", 0)]


def test_a_wrapped_line_that_starts_with_a_number_is_no_list() -> None:
    assert [b.text for b in read("Le montant est de\n12. Ensuite, il baisse.")] == [
        "Le montant est de 12. Ensuite, il baisse."
    ]


FRENCH = "L’été, la Région verse 25 € « à coup sûr » : où déposer ? Œuvre, çà et là.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_that_are_read(encoding: str) -> None:
    (block,) = extract(FRENCH.encode(encoding), ".txt", limits=LIMITS)
    assert block.text == FRENCH.strip()


@pytest.mark.parametrize("text", ["Été à la Région.", "Déjà vu : forêt, naïf, garçon."])
def test_short_latin_1_texts_are_read(text: str) -> None:
    assert extract(text.encode("latin-1"), ".txt", limits=LIMITS)[0].text == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Été à la Région", "cp850"),
        ("Été à la Région", "mac_roman"),
        ("Zażółć gęślą jaźń", "cp1250"),
        ("Регион помогает", "cp1251"),
        ("Été à la Région", "utf-16-le"),
    ],
)
def test_other_encodings_are_refused(text: str, encoding: str) -> None:
    with pytest.raises(ExtractionRefused) as refused:
        extract(text.encode(encoding), ".txt", limits=LIMITS)
    assert refused.value.reason is RefusalReason.WRONG_ENCODING
    assert "UTF-8" in refused.value.detail


def to_text(blocks: list[Written]) -> bytes:
    lines: list[str] = []
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            lines += ["", block.text, "-" * max(3, len(block.text)), ""]
        elif block.kind is BlockKind.LIST_ITEM:
            lines.append(f"{'   ' * (block.level - 1)}• {block.text}")
        else:
            lines += ["", *_wrapped(block.text), ""]
    return "\n".join(lines).encode()


def _wrapped(text: str) -> list[str]:
    parts = text.split()
    return [" ".join(parts[i : i + 8]) for i in range(0, len(parts), 8)]


@settings(max_examples=60, deadline=None)
@given(documents())
def test_every_word_comes_back_in_order(blocks: list[Written]) -> None:
    read_back = extract(to_text(blocks), ".txt", limits=LIMITS)
    assert words(read_back) == words(blocks)
    items = [b.text for b in read_back if b.kind is BlockKind.LIST_ITEM and not b.text[0].isdigit()]
    written = [b.text for b in blocks if b.kind is BlockKind.LIST_ITEM and not b.text[0].isdigit()]
    assert items == written
