"""Limits on every entry: bodies, questions at once, and waiting."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from assistant.settings import ServerSettings, Settings
from tests.api.problems import problem_of
from tests.fakes import HeldEmbedder
from tests.small import serving

QUESTION = {"question": "Quel est le montant de l'aide Vélo ?"}
LIMIT = 2048


@pytest.fixture(scope="module")
def narrow(small_settings: Settings) -> Iterator[httpx2.Client]:
    """A service that takes bodies of at most LIMIT bytes."""
    server = ServerSettings(max_body_bytes=LIMIT)
    with serving(small_settings.model_copy(update={"server": server})) as client:
        yield client


@pytest.mark.parametrize("path", ["/v1/chat", "/v1/chat/stream", "/"])
def test_a_body_announced_too_large_is_refused(narrow: httpx2.Client, path: str) -> None:
    problem = problem_of(narrow.post(path, content=b"a" * (LIMIT + 1)), 413)

    assert problem["type"].endswith(":too_large")


@pytest.mark.parametrize("path", ["/v1/chat", "/v1/chat/stream"])
def test_a_body_that_grows_too_large_is_refused(narrow: httpx2.Client, path: str) -> None:
    chunks = (b"a" * 512 for _ in range(100))

    problem_of(narrow.post(path, content=chunks), 413)


def test_a_browser_gets_a_page(narrow: httpx2.Client) -> None:
    page = narrow.post("/", content=b"a" * (LIMIT + 1), headers={"Accept": "text/html"})

    assert page.status_code == 413
    assert page.headers["Content-Type"].startswith("text/html")
    assert "trop longue" in page.text


def test_the_largest_body_is_taken(narrow: httpx2.Client) -> None:
    body = b'{"question": "aide Velo"' + b" " * LIMIT
    body = body[: LIMIT - 1] + b"}"

    response = narrow.post("/v1/chat", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 200


def test_the_service_answers_on_after_a_refusal(narrow: httpx2.Client) -> None:
    narrow.post("/v1/chat", content=b"a" * 100_000)

    assert narrow.post("/v1/chat", json=QUESTION).json()["status"] == "answered"


class Crowd:
    """Questions that wait inside a service, each in a thread."""

    def __init__(self, client: httpx2.Client, embedder: HeldEmbedder) -> None:
        self._client, self._embedder = client, embedder
        self._threads: list[threading.Thread] = []
        self.answers: list[dict[str, Any]] = []

    def ask(self) -> None:
        def post() -> None:
            self.answers.append(self._client.post("/v1/chat", json=QUESTION).json())

        self._threads.append(threading.Thread(target=post))
        self._threads[-1].start()

    def is_held(self) -> bool:
        return self._embedder.waiting.acquire(timeout=10)

    def let_go(self) -> None:
        self._embedder.let_go()
        for thread in self._threads:
            thread.join(timeout=20)


def test_too_many_at_once_are_told_to_come_back(small_settings: Settings) -> None:
    embedder = HeldEmbedder("Vélo")
    server = ServerSettings(concurrent_answers=2, waiting_answers=0, waiting_seconds=60)
    settings = small_settings.model_copy(update={"server": server})
    with serving(settings, embedder=lambda: embedder) as client:
        crowd = Crowd(client, embedder)
        for _ in range(2):
            crowd.ask()
            assert crowd.is_held()
        refused = client.post("/v1/chat", json=QUESTION)
        crowd.let_go()
        after = client.post("/v1/chat", json=QUESTION)

    assert refused.status_code == 200
    assert int(refused.headers["Retry-After"]) > 0
    body = refused.json()
    assert body["status"] == "error_busy"
    assert body["answer"]
    assert body["statements"] == []
    assert body["transparency"]["method"] == "fixed"
    assert [a["status"] for a in crowd.answers] == ["answered", "answered"]
    assert after.json()["status"] == "answered"
    assert "Retry-After" not in after.headers


def test_a_question_that_waits_too_long_is_told_to_come_back(small_settings: Settings) -> None:
    embedder = HeldEmbedder("Vélo")
    server = ServerSettings(concurrent_answers=1, waiting_answers=5, waiting_seconds=0.2)
    settings = small_settings.model_copy(update={"server": server})
    with serving(settings, embedder=lambda: embedder) as client:
        crowd = Crowd(client, embedder)
        crowd.ask()
        assert crowd.is_held()
        refused = client.post("/v1/chat", json=QUESTION).json()
        crowd.let_go()

    assert refused["status"] == "error_busy"
    assert crowd.answers[0]["status"] == "answered"


def test_a_question_that_may_wait_is_answered_in_its_turn(small_settings: Settings) -> None:
    embedder = HeldEmbedder("Vélo")
    server = ServerSettings(concurrent_answers=1, waiting_answers=5)
    settings = small_settings.model_copy(update={"server": server})
    with serving(settings, embedder=lambda: embedder) as client:
        crowd = Crowd(client, embedder)
        for _ in range(4):
            crowd.ask()
        assert crowd.is_held()
        assert client.get("/healthz").status_code == 200
        crowd.let_go()

    assert [a["status"] for a in crowd.answers] == ["answered"] * 4
