"""Wordings and gaps are searched beside the passages, and can be left out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.index.location import current_version, version_dir
from assistant.index.manifest import read_manifest
from assistant.reference.asked import ASKED, GAPS
from assistant.retrieval.lexical import LEXICAL, LexicalIndex, Wording
from assistant.settings import Settings
from assistant.text.analyse import Analyser
from assistant.text.grams import character_grams
from ingest.pipeline import build
from tests.conftest import CorpusFolder
from tests.fakes import BagOfWordsEmbedder

BODY = """# Aide Vélo

## Quel est le montant de l'aide Vélo ?

La Région verse 200 €.

## Qui peut la demander ?

Les apprentis et les lycéens.
"""
ASKS = """
[[section]]
document = "aide-velo"
heading = "Quel est le montant de l'aide Vélo ?"
asked = ["thune pour ma bécane"]
"""
LACKS = """
[[gap]]
document = "aide-velo"
checked_on = 2026-11-25
asked = ["le biclou est-il assuré contre le vandalisme ?"]
"""


@pytest.fixture
def lexical(corpus: CorpusFolder, settings: Settings) -> LexicalIndex:
    corpus.add(BODY, id="aide-velo", title="Aide Vélo")
    (corpus.path / ASKED).write_text(ASKS, "utf-8")
    (corpus.path / GAPS).write_text(LACKS, "utf-8")
    build(settings, BagOfWordsEmbedder)
    version = current_version(settings.index_dir)
    assert version is not None
    folder = version_dir(settings.index_dir, version)
    return LexicalIndex(folder / LEXICAL, size=read_manifest(folder).passages)


def terms(text: str) -> list[str]:
    return Analyser().terms(text)


def number_of(lexical: LexicalIndex, text: str) -> int:
    return next(n for n, w in enumerate(lexical.wordings) if text in w.text)


def test_a_wording_points_at_the_passages_of_its_section(lexical: LexicalIndex) -> None:
    worded = lexical.wordings[number_of(lexical, "bécane")]
    headed = lexical.wordings[number_of(lexical, "montant")]

    assert worded.curated
    assert not worded.is_gap
    assert worded.document_id == "aide-velo"
    assert worded.rows == headed.rows
    assert len(worded.rows) == 1
    assert worded.terms == frozenset(terms("thune bécane"))


def test_every_section_is_asked_for_by_its_heading(lexical: LexicalIndex) -> None:
    headed = [w for w in lexical.wordings if not w.curated]

    assert {row for w in headed for row in w.rows} == set(range(lexical.size))
    assert any("Qui peut la demander" in w.text for w in headed)


def test_a_gap_points_at_no_passage(lexical: LexicalIndex) -> None:
    number = number_of(lexical, "biclou")

    assert lexical.wordings[number].is_gap
    assert lexical.wordings[number].curated
    assert lexical.gaps.tolist() == [number]
    assert number not in lexical.wording_of_pair


def test_words_of_wordings_are_known_and_those_of_nobody_are_not(lexical: LexicalIndex) -> None:
    assert all(lexical.knows(t) for t in terms("bécane biclou apprentis"))
    assert not lexical.knows("zygomax")


def test_a_word_that_only_a_wording_holds_finds_its_passage(lexical: LexicalIndex) -> None:
    (becane,) = terms("bécane")
    worded = lexical.wordings[number_of(lexical, "bécane")]
    of_wordings = lexical.wording_scores([becane])
    by_passage = lexical.by_passage(of_wordings[0])
    head, whole = lexical.term_scores([becane])

    assert of_wordings.shape == (1, len(lexical.wordings))
    assert np.flatnonzero(of_wordings[0]).tolist() == [number_of(lexical, "bécane")]
    assert tuple(np.flatnonzero(by_passage)) == worded.rows
    assert not head.any()
    assert not whole.any()


def test_a_gap_gives_its_score_to_no_passage(lexical: LexicalIndex) -> None:
    of_wordings = lexical.wording_scores(terms("biclou"))[0]

    assert of_wordings[lexical.gaps].all()
    assert not lexical.by_passage(of_wordings).any()


def test_a_passage_takes_the_best_of_its_wordings(lexical: LexicalIndex) -> None:
    worded = lexical.wordings[number_of(lexical, "bécane")]
    scores = np.zeros(len(lexical.wordings), np.float32)
    scores[number_of(lexical, "bécane")] = 2.0
    scores[number_of(lexical, "montant")] = 3.0

    assert lexical.by_passage(scores)[list(worded.rows)].tolist() == [3.0]


def test_misspelt_words_are_met_by_their_letters(lexical: LexicalIndex) -> None:
    passages, wordings = lexical.gram_scores(character_grams("apprentissage becannes"))

    assert passages.shape == (lexical.size,)
    assert passages.any()
    assert wordings.argmax() == number_of(lexical, "bécane")
    assert not lexical.wording_scores(terms("becannez")).any()


def test_letters_of_no_text_score_nothing(lexical: LexicalIndex) -> None:
    passages, wordings = lexical.gram_scores(["qqqqq"])

    assert passages.tolist() == [0.0] * lexical.size
    assert wordings.tolist() == [0.0] * len(lexical.wordings)


def test_without_curated_only_headings_are_asked(lexical: LexicalIndex) -> None:
    bare = lexical.without_curated()
    curated = [n for n, w in enumerate(lexical.wordings) if w.curated]

    assert not bare.wording_scores(terms("bécane biclou")).any()
    assert not bare.gram_scores(character_grams("bécane biclou"))[1][curated].any()
    assert bare.wording_scores(terms("montant")).any()
    # The whole index stays as it was.
    assert lexical.wording_scores(terms("bécane biclou")).any(axis=1).all()


def test_a_corpus_that_nobody_has_worded_has_headings_only(
    corpus: CorpusFolder, settings: Settings, tmp_path: Path
) -> None:
    corpus.add(BODY, id="aide-velo", title="Aide Vélo")
    build(settings, BagOfWordsEmbedder)
    version = current_version(settings.index_dir)
    assert version is not None
    folder = version_dir(settings.index_dir, version)
    found: tuple[Wording, ...] = LexicalIndex(
        folder / LEXICAL, size=read_manifest(folder).passages
    ).wordings

    assert found
    assert not any(w.curated or w.is_gap for w in found)
