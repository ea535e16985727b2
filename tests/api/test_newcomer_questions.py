"""Ten questions that a newcomer asks, over the project's own corpus and encoder."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest

# The corpus is checked on this day: validity dates are read as of then, whenever tests run.
AS_OF = "2026-11-23"


@dataclass(frozen=True)
class Asked:
    """A question with the document that must answer it and words that must be said."""

    question: str
    document: str
    words: tuple[str, ...]
    status: str = "answered"

    def __str__(self) -> str:
        return self.document


QUESTIONS = [
    Asked("C'est quoi le brevet IA ?", "brevet-ia", ("reconnaissance", "compétences")),
    Asked(
        "Où trouver de l'aide près de chez moi pour comprendre l'IA ?",
        "maisons-regionales-ia", ("Maisons de la Région", "les plus proches"),
    ),
    Asked(
        "Quelle réduction avec la carte TER de moins de 26 ans ?",
        "carte-ter-moins-26", ("50 %",),
    ),
    Asked(
        "Quelles aides pour une petite entreprise qui veut un site internet ?",
        "aden", ("ADEN",),
    ),
    Asked(
        "À quoi servent les 100 millions d'euros pour les entreprises ?",
        "plan-ia-entreprises", ("sensibiliser", "accompagner"),
    ),
    Asked(
        "Combien de demandeurs d'emploi seront certifiés en IA ?",
        "ia-formation-emploi", ("25 000", "2027"),
    ),
    Asked(
        "Quel budget pour l'appel à manifestation d'intérêt IA et Territoires ?",
        "ami-ia-et-territoires", ("4 millions d'euros",),
    ),
    Asked(
        "Ai-je droit à l'aide au permis de conduire ?",
        "aide-permis-de-conduire", ("18 à 30 ans",), "entitlement_information",
    ),
    Asked(
        "L'aide INAC est-elle encore ouverte ?",
        "inac", ("fermée",), "unanswerable_expired_only",
    ),
    Asked("Comment refaire ma carte d'identité ?", "qui-fait-quoi", ("État",), "out_of_competence"),
]  # fmt: skip


def ask(client: httpx2.Client, question: str) -> dict[str, Any]:
    body: dict[str, Any] = client.post(
        "/v1/chat", json={"question": question, "as_of": AS_OF}
    ).json()
    return body


def plain(text: str) -> str:
    """`text` with ordinary spaces."""
    return unicodedata.normalize("NFKC", text)


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked.document)
def test_a_newcomer_is_answered_from_the_right_document(
    client: httpx2.Client, asked: Asked
) -> None:
    body = ask(client, asked.question)

    assert body["status"] == asked.status
    assert body["sources"][0]["document_id"] == asked.document
    said = plain(body["answer"])
    assert [word for word in asked.words if word not in said] == []


@pytest.mark.parametrize("asked", QUESTIONS, ids=str)
def test_accents_case_and_marks_change_nothing(client: httpx2.Client, asked: Asked) -> None:
    decomposed = unicodedata.normalize("NFD", asked.question.lower().removesuffix(" ?"))
    typed = "".join(c for c in decomposed if not unicodedata.combining(c))

    as_written, as_typed = ask(client, asked.question), ask(client, typed)

    assert as_typed["status"] == as_written["status"]
    assert as_typed["statements"] == as_written["statements"]


@pytest.mark.parametrize(
    "question",
    [
        "Quelle est la météo demain à Lille ?",
        "Quel est le prix du zygomax ?",
        "Qui a gagné la coupe du monde de football ?",
        "Quelle est la recette de la tarte au sucre ?",
    ],
)
def test_what_no_document_answers_is_not_answered(client: httpx2.Client, question: str) -> None:
    body = ask(client, question)

    assert body["status"] in {"unanswerable_no_source", "out_of_competence"}
    assert body["answer"]
    assert body["human_contact"]["url"]
