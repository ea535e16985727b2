"""A greeting and thanks are taken off; a question that merely holds such words stays whole."""

from __future__ import annotations

import pytest

from assistant.answering.courtesy import without_courtesy

ASKED = "combien coûte la carte TER ?"


@pytest.mark.parametrize(
    "question",
    [
        f"Bonjour, {ASKED}",
        f"Bonjour Madame, Monsieur, {ASKED}",
        f"bonjour madame ou monsieur {ASKED}",
        f"Bonsoir ! {ASKED} Merci d'avance.",
        f"slt {ASKED} svp",
        f"{ASKED} Je vous remercie par avance. Cordialement",
        f"{ASKED} Merci beaucoup pour votre réponse. Bonne journée !",
        f"Excusez-moi de vous déranger, {ASKED}",
        f"{ASKED} S'il vous plaît.",
        f"Hello, {ASKED} Thanks!",
    ],
)
def test_courtesy_is_no_part_of_the_question(question: str) -> None:
    assert without_courtesy(question) == ASKED


@pytest.mark.parametrize(
    "question",
    [
        "Qu'est-ce que la charte IA ?",
        "Comment dire merci à un agent ?",
        "Madame Durand est-elle élue ?"[7:].strip(),
        "Pourquoi mon maire dit bonjour à l'IA ?",
        "hier j'ai demandé une aide",
        "Bonjour",
        "Merci d'avance !",
        "",
    ],
)
def test_nothing_else_is_taken_off(question: str) -> None:
    assert without_courtesy(question) == question
