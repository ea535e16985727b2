"""A follow-up becomes a question that stands by itself; a new question is left alone."""

from __future__ import annotations

import pytest

from assistant.answering.contextualise import contextualise
from assistant.answering.types import PastTurn, Tools, Turn
from tests.small import TODAY

VELO = (PastTurn("C'est quoi l'aide Vélo ?", ("aide-velo",)),)


def standalone(question: str, tools: Tools, history: tuple[PastTurn, ...] = VELO) -> Turn:
    turn = contextualise(Turn(question, as_of=TODAY, history=history), tools)
    assert isinstance(turn, Turn)
    return turn


@pytest.mark.parametrize(
    "question",
    [
        "Et le montant ?",
        "et pour les apprentis ?",
        "Combien ?",
        "quand ?",
        "Qui peut la demander ?",
        "Comment en bénéficier ?",
        "Est-elle encore ouverte ?",
        "Et ça dure combien de temps ?",
        "Quelles conditions pour cette aide ?",
        "Alors, c'est combien ?",
        "Quel est son montant ?",
    ],
)
def test_a_question_that_leans_on_the_last_one_gets_its_subject(
    small_tools: Tools, question: str
) -> None:
    turn = standalone(question, small_tools)

    assert turn.standalone.startswith("Aide Vélo")
    assert question in turn.standalone
    assert turn.question == question
    assert turn.readings[0] == f"{VELO[-1].question} {question}"


@pytest.mark.parametrize(
    "question",
    [
        "C'est quoi le brevet IA ?",
        "Quel est le montant de la prime Bus ?",
        "Combien de personnes auront le brevet IA ?",
        "Le chèque Rugby paie le maillot des jeunes joueurs ?",
        "Y a-t-il une carte pour le rugby ?",
        "Où passer le brevet IA ?",
    ],
)
def test_a_question_with_its_own_subject_is_left_alone(small_tools: Tools, question: str) -> None:
    turn = standalone(question, small_tools)

    assert turn.standalone == question
    assert turn.notices == ()


def test_a_first_question_is_left_alone(small_tools: Tools) -> None:
    assert standalone("Et le montant ?", small_tools, ()).standalone == "Et le montant ?"


def test_the_latest_subject_is_meant(small_tools: Tools) -> None:
    history = (*VELO, PastTurn("C'est quoi le brevet IA ?", ("brevet-ia", "aide-velo")))

    assert standalone("Et le montant ?", small_tools, history).standalone.startswith("Brevet IA")


def test_an_exchange_that_cited_nothing_is_passed_over(small_tools: Tools) -> None:
    history = (*VELO, PastTurn("bonjour", ()))

    assert standalone("Et le montant ?", small_tools, history).standalone.startswith("Aide Vélo")


def test_a_document_that_left_the_index_is_no_subject(small_tools: Tools) -> None:
    gone = (PastTurn("C'est quoi l'aide Disparue ?", ("aide-disparue",)),)

    assert standalone("Et le montant ?", small_tools, gone).standalone == "Et le montant ?"
    history = (*VELO, *gone)
    assert standalone("Et le montant ?", small_tools, history).standalone.startswith("Aide Vélo")


def test_a_follow_up_is_also_read_with_the_last_two_questions(small_tools: Tools) -> None:
    history = (
        PastTurn("Je suis apprenti, une aide ?", ()),
        PastTurn("Et mon vélo ?", ("aide-velo",)),
    )
    turn = standalone("et pour le brevet ?", small_tools, history)

    assert turn.readings == (
        "Je suis apprenti, une aide ? Et mon vélo ? et pour le brevet ?",
        "Et mon vélo ? et pour le brevet ?",
        "et pour le brevet ?",
    )


def test_a_follow_up_that_says_no_subject_is_not_read_alone(small_tools: Tools) -> None:
    turn = standalone("Combien ?", small_tools)

    assert turn.readings == (f"{VELO[-1].question} Combien ?",)


def test_courtesy_is_no_part_of_what_is_searched(small_tools: Tools) -> None:
    turn = standalone("Bonjour, où passer le brevet IA ? Merci d'avance.", small_tools)

    assert turn.standalone == "où passer le brevet IA ?"
