"""The n-grams of words: what a typing error or an ending leaves in common."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.analyse import words
from assistant.text.grams import character_grams


def shared(one: str, other: str) -> float:
    a, b = set(character_grams(one)), set(character_grams(other))
    return len(a & b) / len(a | b)


def test_a_word_gives_its_grams_of_three_to_five_with_its_edges() -> None:
    assert character_grams("Été") == ["_et", "ete", "te_", "_ete", "ete_", "_ete_"]


def test_words_come_in_order_and_do_not_run_together() -> None:
    grams = character_grams("prime bus")

    assert grams == character_grams("prime") + character_grams("bus")
    assert "e_b" not in grams


def test_repeats_are_kept() -> None:
    assert character_grams("vélo vélo") == character_grams("vélo") * 2


def test_a_text_without_a_word_has_none() -> None:
    assert character_grams(" … ? ! ") == []


@pytest.mark.parametrize(
    ("one", "other"), [("Été", "ete"), ("L’aide", "l'AIDE"), ("5 000 €", "5000 euro")]
)
def test_what_folds_alike_has_the_same_grams(one: str, other: str) -> None:
    assert character_grams(one) == character_grams(other)


@pytest.mark.parametrize(
    ("wrong", "right", "stranger"),
    [
        ("bicyclete", "bicyclette", "subvention"),
        ("entrepreneurs", "entreprendre", "apprentissage"),
        ("numerqiue", "numérique", "restauration"),
    ],
)
def test_a_misspelt_word_is_nearer_its_own_than_another(
    wrong: str, right: str, stranger: str
) -> None:
    assert shared(wrong, right) > 0.2 > shared(wrong, stranger)


@given(st.text(max_size=60))
def test_every_gram_is_part_of_one_word(text: str) -> None:
    edged = [f"_{word}_" for word in words(text)]

    for gram in character_grams(text):
        assert 3 <= len(gram) <= 5
        assert any(gram in word for word in edged)
