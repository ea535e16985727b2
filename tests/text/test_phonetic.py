"""Words that French ears cannot tell apart sound the same, others do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.phonetic import sounded, sounds_of


def sound_alike(one: str, other: str) -> bool:
    return bool(sounds_of(one) & sounds_of(other))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("embulansier", "ambulancier"),
        ("bisiclete", "bicyclette"),
        ("farmacie", "pharmacie"),
        ("kantine", "cantine"),
        ("apranti", "apprenti"),
        ("lisé", "lycée"),
        ("formasion", "formation"),
        ("shomage", "chômage"),
        ("bato", "bateaux"),
        ("mezon", "maison"),
        ("jirafe", "girafe"),
        ("manjer", "manger"),
        ("étudian", "étudiants"),
        ("transpor", "transports"),
        ("demandé", "demander"),
        ("pri", "prix"),
        ("dax", "DACS"),
        ("vélos", "vélo"),
        ("fransais", "français"),
        ("guid", "guide"),
    ],
)
def test_a_word_written_as_it_sounds_is_heard(written: str, meant: str) -> None:
    assert sound_alike(written, meant)
    assert sound_alike(meant, written)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bon", "beau"),
        ("pain", "panne"),
        ("an", "âne"),
        ("vin", "vent"),
        ("maison", "moisson"),
        ("train", "terrain"),
        ("carte", "garde"),
        ("fou", "vous"),
        ("prime", "prame"),
        ("bourse", "bosse"),
        ("chat", "gars"),
        ("vélo", "vola"),
        ("lycée", "lait"),
    ],
)
def test_words_that_sound_apart_stay_apart(one: str, other: str) -> None:
    assert not sound_alike(one, other)


def test_the_whole_word_keeps_the_letters_of_its_end() -> None:
    assert sounded("transports") == "tr2sports"
    assert sounds_of("transports") >= {"tr2sports", "tr2spor"}


def test_case_and_accents_have_no_sound() -> None:
    assert sounds_of("CHÔMAGE") == sounds_of("chomage")


@given(st.text(min_size=1, max_size=30))
def test_any_text_has_sounds_of_small_letters(text: str) -> None:
    for sound in sounds_of(text):
        assert all(c in "abcdefghijklmnopqrstuvwxyzX123" for c in sound)
