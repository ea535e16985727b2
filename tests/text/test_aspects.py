"""What a question asks about its subject is told by its words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.analyse import Analyser
from assistant.text.aspects import aspect_names, aspects_digest, aspects_of


def named(text: str) -> set[str]:
    return {aspect_names()[i] for i in aspects_of(text)}


@pytest.mark.parametrize(
    ("question", "aspect"),
    [
        ("Quel est le prix de la carte ?", "price"),
        ("C’est gratuit ?", "price"),
        ("Quel est le montant de l'aide Vélo ?", "amount"),
        ("Qui paie la formation ?", "payer"),
        ("Jusqu'à quand peut-on s'inscrire ?", "deadline"),
        ("Où est la Maison de la Région ?", "place"),
        ("Quel âge faut-il avoir ?", "age"),
        ("C'est refusé, quel recours ?", "refusal"),
        ("J'ai perdu ma carte", "loss"),
        ("Puis-je cumuler avec une autre aide ?", "combination"),
        ("Quels papiers faut-il fournir ?", "documents"),
        ("Comment faire la demande ?", "how"),
        ("How much does it cost?", "price"),
    ],
)
def test_a_question_shows_its_aspect(question: str, aspect: str) -> None:
    assert aspect in named(question)


@pytest.mark.parametrize("text", ["", "zygomax", "la prime Vélo", "surprix"])
def test_a_text_that_asks_about_nothing_shows_none(text: str) -> None:
    assert aspects_of(text) == ()


def test_the_accent_tells_where_from_or() -> None:
    assert "place" in named("Dis-moi où")
    assert "place" not in named("du pain ou du vin")


@pytest.mark.parametrize("question", ["Où est le siège, quel prix ?", "Quel délai de réponse ?"])
def test_case_and_kind_of_space_do_not_count(question: str) -> None:
    assert aspects_of(question)
    assert aspects_of(question.upper()) == aspects_of(question)
    assert aspects_of(question.replace(" ", "\u202f\n")) == aspects_of(question)


def test_names_are_unique_and_numbers_point_into_them() -> None:
    assert len(set(aspect_names())) == len(aspect_names()) > 30


@given(st.text(max_size=80))
def test_numbers_ascend_and_are_names(text: str) -> None:
    found = aspects_of(text)

    assert list(found) == sorted(set(found))
    assert all(0 <= i < len(aspect_names()) for i in found)


def test_an_index_knows_the_rules_it_was_built_with() -> None:
    assert len(aspects_digest()) == 8
    assert aspects_digest() in Analyser().version
