"""Texts laid out: nothing lost, nothing added."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.api.layout import Item, french_number, marked, nest, text_pieces, typeset


def flat(items: tuple[Item[int], ...]) -> Iterator[int]:
    for item in items:
        yield item.content
        yield from flat(item.children)


@given(st.lists(st.integers(0, 4), max_size=12))
def test_nesting_keeps_every_item_in_order(levels: list[int]) -> None:
    tree = nest([(level, i) for i, level in enumerate(levels)])
    assert list(flat(tree)) == list(range(len(levels)))


@given(st.text("ab ", max_size=30), st.lists(st.text("ab ", max_size=4), max_size=4))
def test_marking_changes_no_word(passage: str, quotes: list[str]) -> None:
    segments = marked(passage, quotes)
    assert "".join(s.text for s in segments) == passage
    for quote in quotes:
        if quote and quote in passage:
            assert any(s.marked for s in segments)


def test_a_quote_is_marked_where_it_stands() -> None:
    assert [(s.text, s.marked) for s in marked("un deux trois", ["deux", "absent"])] == [
        ("un ", False),
        ("deux", True),
        (" trois", False),
    ]


def test_a_statement_is_paragraphs_and_lists() -> None:
    lead, items, end = text_pieces("Trois actions :\n- une\n  - et demie\n- deux\nFin.")
    assert (lead.text, end.text) == ("Trois actions :", "Fin.")
    assert items.items == (Item("une", (Item("et demie"),)), Item("deux"))


def test_a_dash_inside_a_sentence_is_no_list() -> None:
    assert text_pieces("La carte -26 ans - à 15 €")[0].text == "La carte -26 ans - à 15 €"


@pytest.mark.parametrize(
    ("plain", "set_in_french"),
    [
        ("Quoi ? « Rien » : oui !", "Quoi\u202f? «\u00a0Rien\u00a0»\u00a0: oui\u202f!"),
        ("https://exemple.fr/?a=b;c", "https://exemple.fr/?a=b;c"),
    ],
)
def test_our_words_are_typeset(plain: str, set_in_french: str) -> None:
    assert typeset(plain) == set_in_french


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0"), (0.00001, "moins de 0,0001"), (0.00184, "0,0018"), (12.3, "12"), (1234.5, "1234")],
)
def test_small_numbers_are_read_in_french(value: float, shown: str) -> None:
    assert french_number(value) == shown
