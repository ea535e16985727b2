"""`vocabulary.toml` is read whole or refused with the place of each fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.settings import PROJECT_ROOT
from assistant.text.fold import fold
from assistant.text.vocabulary import (
    EMPTY_VOCABULARY,
    Vocabulary,
    VocabularyError,
    load_vocabulary,
)

GOOD = """
[[acronym]]
short = "IA"
long = ["intelligence artificielle"]

[[programme]]
name = "Proch'IA"
variants = ["proche ia"]

[[programme]]
name = "ADEN"

[[synonyms]]
terms = ["vélo", "bicyclette"]
weight = 0.8

[[synonyms]]
terms = ["aide", "coup de pouce"]

[[spelling]]
wrong = "koi"
right = "quoi"
"""


def read(folder: Path, text: str | bytes) -> Vocabulary:
    path = folder / "vocabulary.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return load_vocabulary(path)


def test_every_table_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, GOOD)

    assert ("intelligence artificielle", "IA") in found.variants
    assert ("proche ia", "Proch'IA") in found.variants
    assert found.programmes == ("Proch'IA", "ADEN")
    assert [(g.terms, g.weight) for g in found.synonyms] == [
        (("vélo", "bicyclette"), 0.8),
        (("aide", "coup de pouce"), 0.5),
    ]
    assert found.spellings == (("koi", "quoi"),)


def test_a_missing_file_is_an_empty_vocabulary(tmp_path: Path) -> None:
    assert load_vocabulary(tmp_path / "vocabulary.toml") == EMPTY_VOCABULARY


def test_the_digest_tells_contents_apart(tmp_path: Path) -> None:
    first = read(tmp_path, GOOD)

    assert read(tmp_path, GOOD).digest == first.digest
    assert read(tmp_path, GOOD + "\n# a word more\n").digest != first.digest


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[acronym]]\nshort = 'IA'\nlong = 'x'\n", "acronym.0.long"),
        ("[[acronym]]\nshort = ''\nlong = []\n", "acronym.0.short"),
        ("[[synonyms]]\nterms = ['seul']\n", "synonyms.0.terms"),
        ("[[synonyms]]\nterms = ['a', 'b']\nweight = 1.5\n", "synonyms.0.weight"),
        ("[[synonyms]]\nterms = ['a', 'b']\nweigth = 0.5\n", "synonyms.0.weigth"),
        ("[[spelling]]\nwrong = 'koi'\n", "spelling.0.right"),
        ("[[sinonyms]]\n", "sinonyms"),
        ("[[acronym]\n", "line 1"),
        (b"# \xff\xfe\n", "utf-8"),
    ],
)
def test_a_fault_is_refused_with_its_place(tmp_path: Path, text: str | bytes, says: str) -> None:
    with pytest.raises(VocabularyError) as refused:
        read(tmp_path, text)

    assert "vocabulary.toml" in str(refused.value)
    assert says in str(refused.value)


def test_the_project_s_own_vocabulary_holds_no_contradiction() -> None:
    own = load_vocabulary(PROJECT_ROOT / "corpus" / "vocabulary.toml")
    written = [fold(variant) for variant, _ in own.variants]
    wrong = [fold(w) for w, _ in own.spellings]

    assert len(set(written)) == len(written), "one variant has two canonical forms"
    assert len(set(wrong)) == len(wrong), "one misspelling is mended in two ways"
    assert all(fold(w) != fold(r) for w, r in own.spellings)
