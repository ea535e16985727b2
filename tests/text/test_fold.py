"""Folding: two spellings of one French word are equal, whatever the keyboard."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.text.fold import fold, unify_punctuation

APOSTROPHES = "'’‘ʼ`´′"
THIN_SPACES = {"no-break": "\u00a0", "narrow": "\u202f", "thin": "\u2009", "figure": "\u2007"}
FRENCH_LETTERS = "aàâäbcçdeéèêëfghiîïjklmnoôöœpqrstuùûüvwxyÿzæAÀÂÇEÉÈÊËIÎÏOÔŒUÙÛÜŸZÆ"


@given(st.text())
@example("℡ № ㎏ ℃")  # their compatibility forms hold capitals
@example("\u1fef")  # decomposes into a grave accent that is read as an apostrophe
@example("İǅᾳ")
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=FRENCH_LETTERS + " '-0123456789"))
def test_accents_and_capitals_never_matter(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))

    assert fold(text) == fold(bare) == fold(text.upper()) == fold(decomposed)


@pytest.mark.parametrize("apostrophe", APOSTROPHES)
def test_every_apostrophe_is_the_straight_one(apostrophe: str) -> None:
    assert fold(f"L{apostrophe}aide") == "l'aide"


@pytest.mark.parametrize("space", THIN_SPACES.values(), ids=THIN_SPACES)
def test_every_space_is_an_ordinary_one(space: str) -> None:
    assert fold(f"25{space}000{space}€") == "25 000 €"


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Cœur", "coeur"),
        ("ŒUVRE", "oeuvre"),
        ("ex æquo", "ex aequo"),
        ("STRASSE, Straße", "strasse, strasse"),
        ("e\u0301te\u0301", "ete"),
        ("ﬁnancement", "financement"),
    ],
)
def test_ligatures_are_opened(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize("hidden", ["\u00ad", "\u200b", "\u200f", "\u202e", "\u2060", "\ufeff"])
def test_what_cannot_be_seen_is_dropped(hidden: str) -> None:
    assert fold(f"bre{hidden}vet") == "brevet"


def test_unified_punctuation_keeps_case_and_accents() -> None:
    assert unify_punctuation("L’Été\u202f: 5\u00a0%") == "L'Été : 5 %"
