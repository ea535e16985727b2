"""What «combien de …» counts, and whether a text counts it."""

from __future__ import annotations

import pytest

from assistant.answering.expected import counted_noun, counts, holds_expected_kind
from assistant.answering.question import QuestionType, compares
from assistant.text.analyse import Analyser
from assistant.text.vocabulary import Vocabulary

ANALYSER = Analyser(Vocabulary((), (), (), (), ""))


@pytest.mark.parametrize(
    ("question", "noun"),
    [
        ("Combien de postes Nebius va-t-il créer ?", "postes"),
        ("combien d'emplois ?", "emplois"),
        ("Quel nombre de jeunes apprentis ?", "apprentis"),
        ("Combien de nouvelles machines ?", "machines"),
        ("Combien coûte la carte ?", None),
        ("Quand ouvre la maison ?", None),
    ],
)
def test_the_noun_that_is_counted_is_found(question: str, noun: str | None) -> None:
    assert counted_noun(question) == noun


@pytest.mark.parametrize(
    ("text", "noun", "held"),
    [
        ("La Région veut certifier 25 000 demandeurs d'emploi.", "demandeurs", True),
        ("Le projet doit créer au moins 50 emplois.", "emplois", True),
        ("Cinq principes guident la charte.", "principes", True),
        ("L'aide de 3 000 € crée des emplois.", "postes", False),
        ("Les emplois créés seront connus en 2027.", "emplois", False),
    ],
)
def test_a_number_of_something_else_is_not_counted(text: str, noun: str, held: bool) -> None:
    assert counts(text, frozenset(ANALYSER.terms(noun)), ANALYSER) is held


@pytest.mark.parametrize(
    ("asks", "text", "held"),
    [
        (QuestionType.AMOUNT, "L'aide est de 200 €.", True),
        (QuestionType.AMOUNT, "L'aide est versée une fois.", False),
        (QuestionType.DATE, "Selon le communiqué du 18 juin 2026, l'aide existe.", False),
        (QuestionType.DATE, "L'aide ouvre en septembre.", True),
        (QuestionType.OTHER, "N'importe quoi.", True),
    ],
)
def test_the_kind_asked_for_is_held_or_not(asks: QuestionType, text: str, held: bool) -> None:
    assert holds_expected_kind(asks, text) is held


@pytest.mark.parametrize(
    ("question", "two"),
    [
        ("L'un est apprenti, l'autre étudiant : combien pour chacun ?", True),
        ("Est-ce le même montant ?", True),
        ("Quelle différence entre les deux cartes ?", True),
        ("Le budget a-t-il baissé depuis 2024 ?", True),
        ("Laquelle coûte le moins ?", True),
        ("Combien coûte la carte TER ?", False),
        ("Qui peut demander l'aide ?", False),
    ],
)
def test_a_comparison_is_known_by_its_form(question: str, two: bool) -> None:
    assert compares(question) is two
