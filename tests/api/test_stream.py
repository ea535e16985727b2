"""`POST /v1/chat/stream`: verified statements as they come, and an end that holds everything."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from assistant.settings import Settings
from tests.api.problems import problem_of
from tests.fakes import FailingEmbedder, HeldEmbedder
from tests.small import serving

Event = tuple[str, dict[str, Any]]
QUESTION = "Qui peut demander l'aide Vélo ?"


def events_of(response: httpx2.Response) -> Iterator[Event]:
    """The (name, data) of each event, as it arrives."""
    name, data = "", ""
    for line in response.iter_lines():
        if line.startswith("event:"):
            name = line.removeprefix("event:").strip()
        elif line.startswith("data:"):
            data += line.removeprefix("data:").strip()
        elif not line and name:
            yield name, json.loads(data)
            name, data = "", ""


def stream(client: httpx2.Client, question: str, **fields: Any) -> list[Event]:
    body = {"question": question, **fields}
    with client.stream("POST", "/v1/chat/stream", json=body) as response:
        assert response.status_code == 200
        assert response.headers["Content-Type"].startswith("text/event-stream")
        return list(events_of(response))


def test_events_come_in_the_order_of_the_contract(small_client: httpx2.Client) -> None:
    names = [name for name, _ in stream(small_client, QUESTION)]

    assert names == ["start", "step", "step", "step", "statement", "sources", "end"]


def test_the_start_tells_who_is_speaking_and_under_which_ids(small_client: httpx2.Client) -> None:
    events = stream(small_client, QUESTION)
    start, end = events[0][1], events[-1][1]

    assert start["answer_id"] == end["answer_id"]
    assert start["conversation_id"] == end["conversation_id"]
    assert start["disclosure"] == end["transparency"]["disclosure"] != ""


def test_the_conversation_given_is_the_one_answered_in(small_client: httpx2.Client) -> None:
    given = "3f2b8c1e-5c1a-4b67-9d0e-0a1b2c3d4e5f"
    events = stream(small_client, QUESTION, conversation_id=given)

    assert events[0][1]["conversation_id"] == events[-1][1]["conversation_id"] == given


def test_each_stage_is_told_in_french(small_client: httpx2.Client) -> None:
    steps = [data for name, data in stream(small_client, QUESTION) if name == "step"]

    assert [s["step"] for s in steps] == ["search", "read", "verify"]
    assert [s["label"].split()[0] for s in steps] == ["Recherche", "Lecture", "Vérification"]


@pytest.mark.parametrize("question", [QUESTION, "Bonjour", "je veux mourir", "prime Bus"])
def test_who_reads_only_the_end_misses_nothing(small_client: httpx2.Client, question: str) -> None:
    events = stream(small_client, question)
    end = events[-1][1]
    whole = small_client.post("/v1/chat", json={"question": question}).json()

    assert events[-1][0] == "end"
    assert end.keys() == whole.keys()
    for name in ("status", "answer", "statements", "sources", "notices", "follow_ups"):
        assert end[name] == whole[name]
    assert [data for name, data in events if name == "statement"] == end["statements"]
    (sources,) = (data for name, data in events if name == "sources")
    assert sources["sources"] == end["sources"]


def test_the_first_events_come_before_the_answer_is_made(small_settings: Settings) -> None:
    embedder = HeldEmbedder("Vélo")
    with (
        serving(small_settings, embedder=lambda: embedder) as client,
        client.stream("POST", "/v1/chat/stream", json={"question": QUESTION}) as response,
    ):
        events = events_of(response)

        assert next(events)[0] == "start"
        assert next(events) == ("step", {"step": "search", "label": "Recherche dans les documents"})
        embedder.let_go()
        assert [name for name, _ in events][-1] == "end"


def test_a_failure_after_the_start_is_an_event(small_settings: Settings) -> None:
    with serving(small_settings, embedder=lambda: FailingEmbedder("panne")) as client:
        events = stream(client, "la panne de l'aide Vélo")
        name, end = events[-1]

        assert name == "end"
        assert end["status"] == "error_dependency"
        assert end["answer"]
        assert end["statements"] == []
        assert "panne" not in json.dumps(end)
        assert stream(client, QUESTION)[-1][1]["status"] == "answered"


def test_a_person_who_leaves_is_no_failure(small_settings: Settings) -> None:
    embedder = HeldEmbedder("Vélo")

    def failures(client: httpx2.Client) -> str:
        counters = client.get("/metrics").text.splitlines()
        return "".join(line for line in counters if 'status="error_dependency"' in line)

    with serving(small_settings, embedder=lambda: embedder) as client:
        before = failures(client)
        with client.stream("POST", "/v1/chat/stream", json={"question": QUESTION}) as response:
            assert next(events_of(response))[0] == "start"
            assert embedder.waiting.acquire(timeout=10)
        embedder.let_go()

        assert stream(client, QUESTION)[-1][1]["status"] == "answered"
        assert failures(client) == before


def test_a_wrong_request_is_a_problem_before_any_event(small_client: httpx2.Client) -> None:
    response = small_client.post("/v1/chat/stream", json={"question": "", "zzz": 1})

    named = {error["field"] for error in problem_of(response, 422)["errors"]}
    assert named == {"question", "zzz"}


def test_the_real_service_streams_what_it_answers(client: httpx2.Client) -> None:
    question = "Combien de demandeurs d'emploi seront certifiés ?"
    events = stream(client, question)

    assert [n for n, _ in events if n != "statement"] == [
        "start", "step", "step", "step", "sources", "end",
    ]  # fmt: skip
    assert (
        events[-1][1]["answer"]
        == client.post("/v1/chat", json={"question": question}).json()["answer"]
    )
