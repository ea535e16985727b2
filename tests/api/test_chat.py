"""`POST /v1/chat`: the contract of version 1, and quotes that anyone can check."""

from __future__ import annotations

import json
import re
from datetime import date
from html.parser import HTMLParser
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest

from assistant.charter.reference import reference_of
from assistant.text.figures import figures_supported
from assistant.types import AnswerStatus
from tests.api.problems import problem_of

QUESTIONS = [
    "C'est quoi le brevet IA ?",
    "Combien de demandeurs d'emploi seront certifiés ?",
    "Qui peut demander l'aide ADEN ?",
    "Quelle est l'enveloppe pour l'IA des collectivités ?",
    "Quelles aides pour une petite entreprise qui veut un site internet ?",
    "Ai-je droit à l'aide au permis de conduire ?",
    "L'aide INAC est-elle encore ouverte ?",
    "Comment refaire ma carte d'identité ?",
]
PRIVATE = "Zorglub-0612345678"


def ask(client: httpx2.Client, question: str, **fields: Any) -> dict[str, Any]:
    response = client.post("/v1/chat", json={"question": question, **fields})
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


def has(value: dict[str, Any], **kinds: Any) -> None:
    """Every named field is there and is of its kind."""
    for name, kind in kinds.items():
        assert isinstance(value[name], kind), f"{name}: {value[name]!r}"


TEXT_OR_NONE = (str, type(None))
PAGE = (int, type(None))


@pytest.mark.parametrize("question", [*QUESTIONS, "Bonjour", "je veux mourir", "et", "connard"])
def test_a_response_holds_every_field_of_the_contract(client: httpx2.Client, question: str) -> None:
    body = ask(client, question)

    has(body, answer=str, statements=list, sources=list, notices=list, follow_ups=list)
    assert body["status"] in set(AnswerStatus)
    assert body["answer"]
    assert body["reference"] == reference_of(UUID(body["answer_id"]))
    UUID(body["conversation_id"])
    for statement in body["statements"]:
        has(statement, text=str, citations=list)
        assert statement["verified"] is True
        for citation in statement["citations"]:
            has(citation, source=int, quote=str, start=int, end=int, page=PAGE, link=str)
    for source in body["sources"]:
        has(source, n=int, document_id=str, title=str, publisher=str, kind=str, status=str)
        has(source, heading=list, page=PAGE, url=str, link=str, passage=str, status_label=str)
        assert source["status"] in {"officiel", "synthese", "demonstration"}
        date.fromisoformat(source["checked_on"])
        for day in ("published_on", "valid_from", "valid_until"):
            assert source[day] is None or date.fromisoformat(source[day])
    has(body["human_contact"], label=str, url=TEXT_OR_NONE, phone=TEXT_OR_NONE)
    assert body["human_contact"]["url"] or body["human_contact"]["phone"]
    transparency = body["transparency"]
    has(transparency, disclosure=str, ai_generated=bool, index_version=str, rules_version=str)
    has(transparency, took_ms=int, model=dict, checks=dict, footprint=dict)
    assert transparency["method"] in {"extractive", "fixed", "composed"}
    has(transparency["model"], name=str, version=str, host=str)
    has(transparency["checks"], statements=int, quotes_located=int, figures_checked=int)
    has(transparency["footprint"], energy_wh=float, co2e_g=float, explanation=str)
    assert transparency["footprint"]["method"] in {"measured", "estimated"}
    date.fromisoformat(transparency["corpus_updated_on"])


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_quote_stands_in_its_document_and_bears_out_its_figures(
    client: httpx2.Client, question: str
) -> None:
    body = ask(client, question)

    assert body["statements"]
    sources = {source["n"]: source for source in body["sources"]}
    assert list(sources) == list(range(1, len(sources) + 1))
    for statement in body["statements"]:
        assert statement["citations"]
        for citation in statement["citations"]:
            source = sources[citation["source"]]
            document = client.get(f"/v1/documents/{source['document_id']}").json()
            assert document["text"][citation["start"] : citation["end"]] == citation["quote"] != ""
            assert citation["quote"] in source["passage"]
        assert not figures_supported(
            statement["text"], [c["quote"] for c in statement["citations"]]
        )
    assert body["transparency"]["checks"]["statements"] == len(body["statements"])
    assert body["transparency"]["checks"]["quotes_located"] >= len(body["statements"])
    assert body["transparency"]["method"] == "extractive"
    assert body["transparency"]["ai_generated"] is False


class Marks(HTMLParser):
    """The words between `<mark>` and `</mark>`, and whether the anchor is on one of them."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.anchored, self._inside = "", 0, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "mark":
            self._inside = True
            self.anchored += ("id", "extrait") in attrs

    def handle_endtag(self, tag: str) -> None:
        if tag == "mark":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.text += data


def letters(text: str) -> str:
    return re.sub(r"\W", "", text)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_link_opens_a_page_that_marks_the_quote(client: httpx2.Client, question: str) -> None:
    for statement in ask(client, question)["statements"]:
        for citation in statement["citations"]:
            assert citation["link"].endswith("#extrait")
            page = client.get(citation["link"])
            assert page.status_code == 200
            assert page.headers["Content-Type"].startswith("text/html")
            marks = Marks()
            marks.feed(page.text)

            assert letters(marks.text) == letters(citation["quote"])
            assert marks.anchored == 1


def test_the_whole_answer_is_the_statements_with_their_source_numbers(
    client: httpx2.Client,
) -> None:
    body = ask(client, "C'est quoi le brevet IA ?")
    said = body["answer"]

    for statement in body["statements"]:
        numbers = sorted({c["source"] for c in statement["citations"]})
        assert statement["text"] + "".join(f" [{n}]" for n in numbers) in said


def test_the_index_named_is_the_one_that_serves(client: httpx2.Client) -> None:
    ready = client.get("/readyz").json()

    assert ask(client, "brevet IA")["transparency"]["index_version"] == ready["index_version"]


def test_a_follow_up_keeps_its_conversation(client: httpx2.Client) -> None:
    conversation = str(uuid4())
    first = ask(client, "C'est quoi l'aide ADEN ?", conversation_id=conversation)
    alone = ask(client, "Et le montant ?")
    second = ask(client, "Et le montant ?", conversation_id=conversation)

    assert first["conversation_id"] == second["conversation_id"] == conversation
    assert alone["conversation_id"] != conversation
    assert "aden" in {s["document_id"] for s in second["sources"]}
    assert any("ADEN" in notice for notice in second["notices"])
    assert alone["answer"] != second["answer"]


def test_the_register_asked_for_is_the_one_spoken(small_client: httpx2.Client) -> None:
    standard = ask(small_client, "Ai-je droit à l'aide Vélo ?")
    plain = ask(small_client, "Ai-je droit à l'aide Vélo ?", style="facile")

    assert standard["answer"] != plain["answer"]
    assert standard["statements"] == plain["statements"]
    assert standard["transparency"]["disclosure"] != plain["transparency"]["disclosure"]


def test_the_audience_asked_for_has_its_contact(small_client: httpx2.Client) -> None:
    company = ask(small_client, "Bonjour", audience="entreprise")
    everyone = ask(small_client, "Bonjour")

    assert company["human_contact"] != everyone["human_contact"]


def test_a_day_may_be_chosen(small_client: httpx2.Client) -> None:
    question = "Quel est le montant de la prime Bus ?"

    assert ask(small_client, question)["status"] == "unanswerable_expired_only"
    then = ask(small_client, question, as_of="2025-06-01")
    assert then["status"] == "answered"
    assert "80 €" in then["answer"]


def test_personal_data_never_comes_back(small_client: httpx2.Client) -> None:
    question = "Quel est le montant de l'aide Vélo ? 06 12 34 56 78, jean@exemple.fr"
    response = small_client.post("/v1/chat", json={"question": question})

    assert "12 34 56" not in response.text
    assert "jean@" not in response.text
    assert any("téléphone" in notice for notice in response.json()["notices"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"question": ...}, "question"),
        ({"question": ""}, "question"),
        ({"question": " \n\t "}, "question"),
        ({"question": "\u200b\u2060"}, "question"),
        ({"question": 12}, "question"),
        ({"question": "\ud800"}, "question"),
        ({"question": "a" * 1001}, "question"),
        ({"conversation_id": PRIVATE}, "conversation_id"),
        ({"audience": PRIVATE}, "audience"),
        ({"channel": PRIVATE}, "channel"),
        ({"style": PRIVATE}, "style"),
        ({"language": f"{PRIVATE} !"}, "language"),
        ({"as_of": PRIVATE}, "as_of"),
        ({"as_of": "2026-02-30"}, "as_of"),
        ({"as_of": "2026-02-03T10:00:00"}, "as_of"),
        ({"inconnu": PRIVATE}, "inconnu"),
        ({"body": PRIVATE}, "body"),
    ],
)
def test_a_wrong_field_is_named_and_its_value_never_repeated(
    small_client: httpx2.Client, changes: dict[str, Any], field: str
) -> None:
    body = {"question": "C'est quoi l'aide Vélo ?", **changes}
    sent = json.dumps({k: v for k, v in body.items() if v is not ...})
    response = small_client.post(
        "/v1/chat", content=sent, headers={"Content-Type": "application/json"}
    )

    problem = problem_of(response, 422)
    assert [error["field"] for error in problem["errors"]] == [field]
    assert all(error["message"] for error in problem["errors"])
    assert PRIVATE not in response.text
    assert " or " not in response.text


def test_every_wrong_field_is_named(small_client: httpx2.Client) -> None:
    response = small_client.post("/v1/chat", json={"audience": "roi", "style": "x", "zzz": 1})
    named = {error["field"] for error in problem_of(response, 422)["errors"]}

    assert named == {"question", "audience", "style", "zzz"}


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 422),
        (b"{", 422),
        (b'{"question": "a",}', 422),
        (b"[1]", 422),
        (b'"question"', 422),
        (b"null", 422),
        (b"[" * 30_000, 400),
        (b"\xff\xfe\x00", 400),
    ],
)
def test_a_body_that_is_no_json_object_is_a_problem(
    small_client: httpx2.Client, content: bytes, status: int
) -> None:
    response = small_client.post(
        "/v1/chat", content=content, headers={"Content-Type": "application/json"}
    )
    problem = problem_of(response, status)

    if status == 422:
        assert [error["field"] for error in problem["errors"]] == ["corps de la demande"]


def test_another_content_type_is_refused(small_client: httpx2.Client) -> None:
    problem_of(small_client.post("/v1/chat", content=b'{"question": "a"}'), 422)
    problem_of(small_client.post("/v1/chat", data={"question": "a"}), 422)


def test_a_thousand_characters_count_after_trimming(small_client: httpx2.Client) -> None:
    longest = "Quelle aide Vélo ? " + "e" * (1000 - len("Quelle aide Vélo ? "))

    assert ask(small_client, f"  \n{longest}\t ")["status"] in set(AnswerStatus)
    refused = small_client.post("/v1/chat", json={"question": longest + "e"})
    (error,) = problem_of(refused, 422)["errors"]
    assert "1000" in error["message"]


def test_the_method_that_is_allowed_is_told(small_client: httpx2.Client) -> None:
    response = small_client.get("/v1/chat")

    problem_of(response, 405)
    assert response.headers["Allow"] == "POST"


def test_the_contract_is_published(small_client: httpx2.Client) -> None:
    published = small_client.get("/openapi.json").json()

    assert "/v1/chat" in published["paths"]
    request = published["components"]["schemas"]["ChatRequest"]
    assert request["additionalProperties"] is False
    assert request["required"] == ["question"]
    assert request["properties"]["question"]["maxLength"] == 1000
