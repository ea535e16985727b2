from __future__ import annotations

import re
import string

import pytest
from hypothesis import given, settings

from assistant.types import BlockKind
from ingest.extract import ExtractLimits, extract
from ingest.model import ExtractionRefused, RawBlock, RefusalReason
from tests.ingest.extract.generated import Written, documents, shapes

LIMITS = ExtractLimits()


def read(text: str) -> tuple[RawBlock, ...]:
    return extract(text.encode(), ".md", limits=LIMITS)


def texts(text: str) -> list[str]:
    return [block.text for block in read(text)]


def test_marks_addresses_images_and_html_are_not_text() -> None:
    source = (
        "Une *aide* **forte** pour [les entreprises](https://exemple.fr/x) ![logo](a.png) : "
        "`code`, <b>gras</b><script>alert(1)</script>, ~~ancien montant~~ fin  \nsuite[^1].\n\n"
        "[^1]: La note."
    )
    assert texts(source) == [
        "Une aide forte pour les entreprises : code, gras, fin suite.",
        "La note.",
    ]


def test_headings_and_nested_lists_keep_their_levels() -> None:
    source = (
        "# Un {#ancre}\n\nDeux\n----\n\n- a\n  suite\n  - b\n\n    encore b\n- [x] c\n\n3. d\n4. e"
    )
    assert [(b.kind, b.level, b.text) for b in read(source)] == [
        (BlockKind.HEADING, 1, "Un"),
        (BlockKind.HEADING, 2, "Deux"),
        (BlockKind.LIST_ITEM, 1, "a suite"),
        (BlockKind.LIST_ITEM, 2, "b encore b"),
        (BlockKind.LIST_ITEM, 1, "c"),
        (BlockKind.LIST_ITEM, 1, "d"),
        (BlockKind.LIST_ITEM, 1, "e"),
    ]


def test_rows_name_their_columns() -> None:
    blocks = read("| Montant | Date :|\n|---|---|\n| 200 € | 12 mars |\n| **300 €** | |\n")
    assert [(b.kind, b.text) for b in blocks] == [
        (BlockKind.TABLE_ROW, "Montant\u00a0: 200 € ; Date\u00a0: 12 mars"),
        (BlockKind.TABLE_ROW, "Montant\u00a0: 300 €"),
    ]


def test_code_and_quotes_are_paragraphs() -> None:
    assert [(b.kind, b.text) for b in read("```py\na = 1\nb = 2\n```\n\n> Une citation")] == [
        (BlockKind.PARAGRAPH, "a = 1 b = 2"),
        (BlockKind.PARAGRAPH, "Une citation"),
    ]


def test_html_blocks_are_read_without_their_tags_and_hidden_parts() -> None:
    source = "<div><p>Texte</p><p hidden>Caché</p><!-- note --></div>\n\nSuite"
    assert texts(source) == ["Texte", "Suite"]


def test_no_break_spaces_stay() -> None:
    assert texts("25\u202f000\u00a0€") == ["25\u202f000\u00a0€"]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("> " * 500 + "a", RefusalReason.DAMAGED),
        ("[" * 60_000, RefusalReason.TOO_LARGE),
        ("![logo](a.png)", RefusalReason.NO_TEXT),
        ("<!doctype html><html><p>Une page</html>", RefusalReason.WRONG_FORMAT),
    ],
    ids=["nested", "brackets", "only-an-image", "a-page"],
)
def test_refused(source: str, reason: RefusalReason) -> None:
    with pytest.raises(ExtractionRefused) as refused:
        read(source)
    assert refused.value.reason is reason


def to_markdown(blocks: list[Written]) -> bytes:
    lines: list[str] = []
    for block in blocks:
        text = re.sub(f"([{re.escape(string.punctuation)}])", r"\\\1", block.text)
        if block.kind is BlockKind.HEADING:
            lines += ["", f"{'#' * block.level} {text}", ""]
        elif block.kind is BlockKind.LIST_ITEM:
            lines.append(f"{'  ' * (block.level - 1)}- {text}")
        else:
            lines += ["", text, ""]
    return "\n".join(lines).encode()


@settings(max_examples=60, deadline=None)
@given(documents())
def test_every_block_comes_back(blocks: list[Written]) -> None:
    assert shapes(extract(to_markdown(blocks), ".md", limits=LIMITS)) == blocks
