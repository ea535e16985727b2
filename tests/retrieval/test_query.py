"""What a question looks for: mended spelling, synonyms with where they come from, rarity."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.types import Tools
from assistant.retrieval.query import Provenance, Query, QueryTerm, is_french
from assistant.text.fold import fold


def term(query: Query, surface: str) -> QueryTerm:
    return next(t for t in query.terms if t.surface == surface)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("quel est le montnat de l'aide velo", "quel est le montant de l'aide velo"),
        ("les apprantis", "les apprentis"),
        ("l'identitée", "l'identite"),
        ("la reconaissance des conpétences", "la reconnaissance des competences"),
        ("un lysée", "un lycees"),  # it sounds so
        ("laide velo", "l'aide velo"),
        ("lintelijence", "l'intelligence"),
    ],
)
def test_a_word_unknown_to_french_is_mended(small_tools: Tools, typed: str, read: str) -> None:
    query = small_tools.searcher.interpret(typed)

    assert fold(query.text) == read
    assert query.mended


@pytest.mark.parametrize(
    "typed",
    [
        "le montent de l'aide",  # a verb, and a neighbour of «montant»
        "la prise électrique",  # a neighbour of «prime»
        "un lisse",  # French, and sounds like nothing here
        "mon vlo",  # shorter than what is mended
        "l'aide velo",  # only an accent is missing
        "j'habite à Montand",  # a capital inside a sentence is a name
        "le dispositif zygomax",  # nothing near it
    ],
)
def test_what_is_french_or_a_name_or_far_from_all_stays(small_tools: Tools, typed: str) -> None:
    query = small_tools.searcher.interpret(typed)

    assert query.text == typed
    assert not query.mended


def test_text_message_spellings_of_the_vocabulary_are_read(small_tools: Tools) -> None:
    query = small_tools.searcher.interpret("c koi le brevet IA")

    assert query.text == "c quoi le brevet IA"
    assert query.mended


def test_typographic_marks_are_no_misspelling(small_tools: Tools) -> None:
    query = small_tools.searcher.interpret("L’aide\u00a0Vélo\u202f?")

    assert query.text == "L'aide Vélo ?"
    assert not query.mended


def test_a_synonym_is_an_alternative_that_is_worth_less(small_tools: Tools) -> None:
    velo = term(small_tools.searcher.interpret("un vélo"), "velo")
    by_provenance = {a.provenance: a for a in velo.alternatives}

    assert by_provenance[Provenance.QUESTION].worth == 1.0
    assert by_provenance[Provenance.SYNONYM].worth == 0.8
    assert by_provenance[Provenance.SYNONYM].term == small_tools.searcher.analyser.stem(
        "bicyclette"
    )


def test_an_acronym_and_its_long_form_are_one_term(small_tools: Tools) -> None:
    short = small_tools.searcher.interpret("le brevet IA")
    long = small_tools.searcher.interpret("le brevet d'intelligence artificielle")

    assert [t.surface for t in short.terms] == [t.surface for t in long.terms] == ["brevet", "ia"]


def test_an_unknown_word_stays_a_term_and_is_as_rare_as_can_be(small_tools: Tools) -> None:
    query = small_tools.searcher.interpret("le zygomax de l'aide Vélo")

    assert not term(query, "zygomax").known
    assert term(query, "aide").known
    assert term(query, "zygomax").rarity == max(t.rarity for t in query.terms)


def test_a_word_of_many_passages_is_less_rare(small_tools: Tools) -> None:
    query = small_tools.searcher.interpret("la licence de la Région")

    assert term(query, "licence").rarity > term(query, "region").rarity


def test_each_term_counts_once(small_tools: Tools) -> None:
    query = small_tools.searcher.interpret("vélo vélo VÉLO velo")

    assert [t.surface for t in query.terms] == ["velo"]


def test_a_question_of_stop_words_has_no_term(small_tools: Tools) -> None:
    assert small_tools.searcher.interpret("et pour quoi ?").terms == ()


@given(text=st.text(max_size=200))
def test_any_question_is_read_the_same_way_twice(small_tools: Tools, text: str) -> None:
    once = small_tools.searcher.interpret(text)

    assert once == small_tools.searcher.interpret(text)
    assert all(t.rarity > 0 and t.alternatives[0].term for t in once.terms)
    assert all(0 < a.worth <= 1 for t in once.terms for a in t.alternatives)


@pytest.mark.parametrize("word", ["montent", "Été", "lycee", "ŒUVRE", "aides"])
def test_a_french_word_is_known_whatever_its_accents(word: str) -> None:
    assert is_french(word)


@pytest.mark.parametrize("word", ["montnat", "zygomax", "bicyclete"])
def test_a_misspelling_is_not_french(word: str) -> None:
    assert not is_french(word)
