"""Every response, errors of the framework included, bears an id and the security rules."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx2
import pytest

from assistant.settings import Settings
from tests.api.problems import problem_of
from tests.fakes import FailingEmbedder
from tests.small import serving


@pytest.fixture(scope="module")
def fragile(small_settings: Settings) -> Iterator[httpx2.Client]:
    """A service whose encoder breaks on «panne»."""
    with serving(small_settings, embedder=lambda: FailingEmbedder("panne")) as client:
        yield client


JSON = {"Content-Type": "application/json"}
REQUESTS = {
    "answer": ("POST", "/v1/chat", {"json": {"question": "aide Vélo"}}),
    "stream": ("POST", "/v1/chat/stream", {"json": {"question": "aide Vélo"}}),
    "422": ("POST", "/v1/chat", {"json": {}}),
    "400": ("POST", "/v1/chat", {"content": b"[" * 30_000, "headers": JSON}),
    "413": ("POST", "/v1/chat", {"content": b"a" * 70_000}),
    "413 without length": ("POST", "/v1/chat", {"content": iter([b"a" * 70_000])}),
    "404": ("GET", "/nowhere", {}),
    "405": ("GET", "/v1/chat", {}),
    "500": ("GET", "/v1/search", {"params": {"q": "panne"}}),
    "page": ("GET", "/", {}),
    "page of a source": ("GET", "/sources/aide-velo", {}),
    "static file": ("GET", "/static/chat.js", {}),
    "openapi": ("GET", "/openapi.json", {}),
    "health": ("GET", "/healthz", {}),
    "metrics": ("GET", "/metrics", {}),
}  # fmt: skip


@pytest.mark.parametrize("name", REQUESTS)
def test_every_response_bears_its_headers_and_no_cookie(fragile: httpx2.Client, name: str) -> None:
    method, path, options = REQUESTS[name]
    response = fragile.request(method, path, **options)  # type: ignore[arg-type]

    if name[:3].isdigit():
        assert response.status_code == int(name[:3])
    else:
        assert response.status_code == 200
    assert len(response.headers["X-Request-ID"]) >= 8
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cache-Control"]
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("name", [n for n in REQUESTS if n[:3].isdigit()])
def test_every_error_is_a_problem_in_french(fragile: httpx2.Client, name: str) -> None:
    method, path, options = REQUESTS[name]
    if name == "413 without length":
        options = {"content": iter([b"a" * 70_000])}  # an iterator is read once
    response = fragile.request(method, path, **options)  # type: ignore[arg-type]

    problem_of(response, int(name[:3]))


def test_an_id_that_is_given_is_kept(fragile: httpx2.Client) -> None:
    response = fragile.get("/healthz", headers={"X-Request-ID": "proxy-1234.5678"})

    assert response.headers["X-Request-ID"] == "proxy-1234.5678"


@pytest.mark.parametrize("given", ["", "court", "a" * 65, "avec espace", 'id"><script>', "é" * 10])
def test_an_id_that_could_do_harm_is_replaced(fragile: httpx2.Client, given: str) -> None:
    response = fragile.get("/healthz", headers={"X-Request-ID": given.encode()})

    assert response.headers["X-Request-ID"] != given
    assert len(response.headers["X-Request-ID"]) == 32


def test_two_requests_have_two_ids(fragile: httpx2.Client) -> None:
    one, other = (fragile.get("/healthz").headers["X-Request-ID"] for _ in range(2))

    assert one != other


def test_an_error_says_nothing_of_what_was_sent_or_of_the_inside(
    fragile: httpx2.Client, capfd: pytest.CaptureFixture[str]
) -> None:
    response = fragile.get("/v1/search", params={"q": "panne Zorglub"})
    logged = "".join(capfd.readouterr())

    assert response.status_code == 500
    for text in (response.text, logged):
        assert "Zorglub" not in text
        assert "cannot encode" not in text
    assert "RuntimeError" not in response.text
    assert "RuntimeError" in logged


def test_a_failed_answer_logs_its_place_and_not_its_words(
    fragile: httpx2.Client, capfd: pytest.CaptureFixture[str]
) -> None:
    body = fragile.post("/v1/chat", json={"question": "la panne Zorglub de l'aide Vélo"}).json()
    logged = "".join(capfd.readouterr())

    assert body["status"] == "error_dependency"
    assert "Zorglub" not in logged
    assert "cannot encode" not in logged
    assert "fakes.py" in logged


def test_the_connection_survives_an_error(fragile: httpx2.Client) -> None:
    assert fragile.get("/v1/search", params={"q": "panne"}).status_code == 500
    assert fragile.get("/healthz").status_code == 200


def test_pages_fetch_nothing_from_elsewhere(fragile: httpx2.Client) -> None:
    for path in ("/", "/docs", "/sources/aide-velo"):
        page = fragile.get(path).text
        for attribute in ('src="http', "src='http", '<link rel="stylesheet" href="http', "@import"):
            assert attribute not in page


def test_programs_get_problems_even_when_they_accept_pages(fragile: httpx2.Client) -> None:
    response = fragile.get("/v1/documents/disparu", headers={"Accept": "text/html"})

    assert json.loads(problem_of(response, 404)["instance"].join('""')) == response.request.url.path
