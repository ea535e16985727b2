"""From French text to index terms."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.analyse import ANALYSER_VERSION, Analyser, stop_words, words
from assistant.text.vocabulary import load_vocabulary

VOCABULARY = """
[[acronym]]
short = "IA"
long = ["intelligence artificielle", "intelligences artificielles"]

[[acronym]]
short = "AMI"
long = ["appel à manifestation d'intérêt"]

[[programme]]
name = "Proch'IA"
variants = ["proche ia", "proch ia", "prochia"]

[[programme]]
name = "Start'Up"
variants = ["startup", "start up", "start-up"]
"""
SPACES = {
    "ordinary": " ",
    "no-break": "\u00a0",
    "narrow no-break": "\u202f",
    "thin": "\u2009",
    "figure": "\u2007",
    "en": "\u2002",
    "hair": "\u200a",
    "mathematical": "\u205f",
}


@pytest.fixture(scope="module")
def analyser(tmp_path_factory: pytest.TempPathFactory) -> Analyser:
    path = tmp_path_factory.mktemp("vocabulary") / "vocabulary.toml"
    path.write_text(VOCABULARY, "utf-8")
    return Analyser(load_vocabulary(path))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("l'aide", ["l", "aide"]),
        ("L’AIDE", ["l", "aide"]),
        ("demandeurs d'emploi", ["demandeurs", "d", "emploi"]),
        ("qu’est-ce que c’est", ["qu", "est", "ce", "que", "c", "est"]),
        ("jusqu'à l'automne", ["jusqu", "a", "l", "automne"]),
        ("s'il n'y a", ["s", "il", "n", "y", "a"]),
        ("aujourd'hui", ["aujourdhui"]),
        ("aujourd’hui", ["aujourdhui"]),
        ("Proch'IA", ["prochia"]),
        ("Proch’IA", ["prochia"]),
        ("l'aide Start'Up", ["l", "aide", "startup"]),
        ("d'Proch'IA", ["d", "prochia"]),
        ("prud'hommes", ["prudhommes"]),
    ],
)
def test_elisions_are_cut_and_names_kept_whole(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize("space", SPACES.values(), ids=SPACES)
def test_a_number_is_one_word_whatever_its_spaces(space: str) -> None:
    assert words(f"25{space}000 demandeurs") == ["25000", "demandeurs"]
    assert words(f"1{space}200{space}000 €") == ["1200000", "euro"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026 500 places", ["2026", "500", "places"]),
        ("18/06/2026", ["18", "06", "2026"]),
        ("3,5 %", ["3,5", "pourcent"]),
        ("de 2 à 300 places", ["de", "2", "a", "300", "places"]),
    ],
)
def test_numbers_that_stand_apart_stay_apart(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("100 M€", "100 millions d'euro"),
        ("100M€", "100 millions d’euro"),
        ("4 Md€", "4 milliards d'euro"),
        ("4 Mds€", "4 milliards d'euro"),
        ("3 k€", "3 milliers d'euro"),
        ("1 €", "1 euro"),
        ("50 %", "50 pourcents"),
    ],
)
def test_units_are_read_as_their_names(analyser: Analyser, short: str, long: str) -> None:
    assert analyser.terms(short) == analyser.terms(long)


@pytest.mark.parametrize("word", ["euro", "emploi", "vélo", "numéro", "essai", "menu"])
def test_plurals_in_s_after_a_vowel_share_a_term(analyser: Analyser, word: str) -> None:
    assert analyser.terms(word) == analyser.terms(f"{word}s")


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("intelligence artificielle", "IA"),
        ("l’intelligence artificielle", "l'IA"),
        ("Intelligences Artificielles", "IA"),
        ("appel a manifestation d’interet", "AMI"),
        ("proche IA", "Proch'IA"),
        ("proch ia", "Proch’IA"),
        ("prochia", "Proch'IA"),
        ("aide start-up", "aide Start'Up"),
        ("aide startup", "aide Start’Up"),
    ],
)
def test_variants_are_read_as_the_name(analyser: Analyser, written: str, canonical: str) -> None:
    assert analyser.terms(written) == analyser.terms(canonical)


def test_the_longest_variant_wins() -> None:
    # «IA» inside «proche IA» must not be read apart from it.
    plain = Analyser()
    assert plain.terms("proche IA") != plain.terms("Proch'IA")


def test_stop_words_and_lone_letters_are_left_out(analyser: Analyser) -> None:
    found = analyser.analyse("Quelle est l'aide de la Région pour le permis B ?")

    assert [w.surface for w in found] == ["aide", "region", "permis"]
    assert not {w.surface for w in found} & stop_words()


def test_inflected_forms_share_a_term(analyser: Analyser) -> None:
    (one,), (several,) = analyser.terms("formation"), analyser.terms("formations")

    assert one == several


def test_a_number_is_its_own_term(analyser: Analyser) -> None:
    assert analyser.terms("25 000") == ["25000"]
    assert analyser.terms("en 2027") == ["2027"]


FRENCH = st.text(alphabet="aàâbcçdeéèêëfghiîïlmnoôœpqrstuùûvxyz '’-0123456789€%", max_size=60)


@given(FRENCH)
def test_terms_never_depend_on_accents_case_or_apostrophes(text: str) -> None:
    analyser = Analyser()
    typed = text.upper().replace("’", "'")
    for accented, bare in zip("àâçéèêëîïôùû", "aaceeeeiiouu", strict=True):
        typed = typed.replace(accented.upper(), bare.upper())

    assert analyser.terms(typed) == analyser.terms(text)


@given(st.text(max_size=80))
def test_any_text_is_analysed_into_words_that_are_not_empty(text: str) -> None:
    assert all(w.surface and w.term for w in Analyser().analyse(text))


def test_the_version_follows_the_vocabulary(analyser: Analyser, tmp_path: Path) -> None:
    other = tmp_path / "vocabulary.toml"
    other.write_text(VOCABULARY + '\n[[spelling]]\nwrong = "koi"\nright = "quoi"\n', "utf-8")

    assert analyser.version.startswith(ANALYSER_VERSION)
    assert analyser.version != Analyser(load_vocabulary(other)).version
    assert analyser.version == Analyser(analyser.vocabulary).version
