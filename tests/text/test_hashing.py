"""The same text always gives the same features; another text, others."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.text.hashing import SIZE, hashed


def as_dict(text: str, *stems: str) -> dict[int, float]:
    places, values = hashed(text, stems)
    return dict(zip(places.tolist(), values.tolist(), strict=True))


def test_places_rise_and_lie_within_bounds() -> None:
    places, values = hashed("Combien coûte la carte TER ?", ["cart", "ter"])

    assert (np.diff(places) > 0).all()
    assert 0 <= places[0] <= places[-1] < SIZE
    assert len(places) == len(values)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Où est l'aide ?", "ou est l’aide"), ("CARTE", "carte"), ("été", "ete"), ("a  b", "a b")],
)
def test_case_accents_and_punctuation_change_nothing(one: str, other: str) -> None:
    assert as_dict(one) == as_dict(other)


def test_a_typing_error_leaves_most_features_in_common() -> None:
    right, wrong, other = as_dict("formation"), as_dict("formtion"), as_dict("logement")

    assert len(right.keys() & wrong.keys()) > len(right.keys() & other.keys())


def test_word_order_and_stems_count() -> None:
    assert as_dict("aide pour apprentis") != as_dict("apprentis pour aide")
    assert as_dict("aides", "aid") != as_dict("aides")


def test_repeats_count_by_their_logarithm() -> None:
    once, thrice = as_dict("aide"), as_dict("aide aide aide")

    assert all(thrice[place] == pytest.approx(1 + np.log(3)) for place in once)


def test_no_words_give_no_features() -> None:
    assert as_dict("?!") == {}
