"""The same question in another dress: what changes, and what must not."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.analyse import words
from evals.robustness.variants import VARIANTS, swapped_letters, variants_of

QUESTION = "Où demander l'aide à la bicyclette électrique ?"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("without_accents", "Ou demander l'aide a la bicyclette electrique ?"),
        ("bare", "où demander l'aide à la bicyclette électrique"),
        ("capitals", "OÙ DEMANDER L'AIDE À LA BICYCLETTE ÉLECTRIQUE ?"),
        (
            "polite",
            "Bonjour, où demander l'aide à la bicyclette électrique ? Merci d'avance.",
        ),
        ("apostrophe", "Où demander l’aide à la bicyclette électrique ?"),
        ("swapped_letters", "Où demander l'aide à la bicylcette électrique ?"),
    ],
)
def test_each_dress_changes_one_thing(name: str, text: str) -> None:
    assert variants_of(QUESTION)[name] == text


def test_a_curly_apostrophe_becomes_a_straight_one() -> None:
    assert variants_of("C’est combien ?")["apostrophe"] == "C'est combien ?"


def test_variants_that_read_like_the_question_are_left_out() -> None:
    assert set(variants_of("quel prix")) == {"capitals", "polite"}
    assert set(variants_of(QUESTION)) == set(VARIANTS)


@pytest.mark.parametrize("question", ["Qui peut ?", "BICYCLETTE", "Mobilité", ""])
def test_short_words_and_names_keep_their_letters(question: str) -> None:
    assert swapped_letters(question) == question


@pytest.mark.parametrize("question", ["", "?!", "…"])
def test_a_question_without_words_has_only_polite_variants(question: str) -> None:
    assert set(variants_of(question)) <= {"polite"}


@given(st.text(alphabet="abcdefghé '?", max_size=60))
def test_swapping_keeps_every_letter(question: str) -> None:
    swapped = swapped_letters(question)

    assert Counter(swapped) == Counter(question)
    assert sum(a != b for a, b in zip(swapped, question, strict=True)) in {0, 2}


@given(st.text(alphabet="abcdeéàù '’?.", min_size=1, max_size=60))
def test_accents_and_apostrophes_leave_the_words_alone(question: str) -> None:
    for name, text in variants_of(question).items():
        if name in {"without_accents", "apostrophe", "capitals", "bare"}:
            assert words(text) == words(question)
