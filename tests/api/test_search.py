"""`GET /v1/search`: what is found, kept and set aside, with every score."""

from __future__ import annotations

import threading
from typing import Any

import httpx2
import pytest

from assistant.settings import ServerSettings, Settings
from tests.api.problems import problem_of
from tests.fakes import HeldEmbedder
from tests.small import TODAY, serving


def search(client: httpx2.Client, **asked: Any) -> dict[str, Any]:
    response = client.get("/v1/search", params=asked)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


def test_passages_come_ranked_with_each_ranker_s_score(small_client: httpx2.Client) -> None:
    body = search(small_client, q="montant de l'aide Vélo")
    best = body["results"][0]

    assert body["as_of"] == TODAY.isoformat()
    assert 0 < body["threshold"] <= 1
    assert [r["rank"] for r in body["results"]] == list(range(1, len(body["results"]) + 1))
    assert best["document_id"] == "aide-velo"
    assert best["kept"] is True
    assert best["rejected"] is None
    assert best["coverage"] == pytest.approx(1.0)
    assert {"fused", "head", "whole", "grams", "asked", "asked_grams", "dense"} <= best[
        "scores"
    ].keys()
    document = small_client.get("/v1/documents/aide-velo").json()
    assert document["text"][best["start"] : best["end"]] == best["text"]


def test_kept_passages_come_first_and_the_others_say_why(small_client: httpx2.Client) -> None:
    results = search(small_client, q="montant de la prime Bus", k=3)["results"]
    kept = [r["kept"] for r in results]

    assert kept == sorted(kept, reverse=True)
    assert kept.count(True) == 3
    assert {r["rejected"] for r in results if r["document_id"] == "prime-bus"} == {"expired"}
    assert all(r["rejected"] for r in results if not r["kept"])


def test_a_day_may_be_chosen(small_client: httpx2.Client) -> None:
    best = search(small_client, q="montant de la prime Bus", as_of="2025-12-31")["results"][0]

    assert best["document_id"] == "prime-bus"
    assert best["kept"] is True


@pytest.mark.parametrize("audience", ["entreprise", "habitant"])
def test_the_audience_ranks_its_own_documents_higher(
    small_client: httpx2.Client, audience: str
) -> None:
    results = search(small_client, q="qui conseille sur le numérique", audience=audience)["results"]
    advice = [r["document_id"] for r in results if r["document_id"].startswith("conseil-")]

    assert advice[0] == f"conseil-{audience}"


def test_what_was_understood_is_shown(small_client: httpx2.Client) -> None:
    body = search(small_client, q="  le montnat de\u00a0l’aide  ")

    assert body["query"] == "le montnat de l’aide"
    assert body["understood"] == "le montant de l'aide"
    assert body["terms"] == ["montant", "aide"]


def test_personal_data_is_masked_before_it_is_searched(small_client: httpx2.Client) -> None:
    response = small_client.get("/v1/search", params={"q": "aide Vélo 06 12 34 56 78"})

    assert response.status_code == 200
    assert "12 34" not in response.text
    assert response.json()["query"] == "aide Vélo [téléphone masqué]"


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({}, "q"),
        ({"q": ""}, "q"),
        ({"q": "   "}, "q"),
        ({"q": "\u200b"}, "q"),
        ({"q": "a" * 1001}, "q"),
        ({"q": "vélo", "k": 0}, "k"),
        ({"q": "vélo", "k": 51}, "k"),
        ({"q": "vélo", "k": "beaucoup"}, "k"),
        ({"q": "vélo", "audience": "roi"}, "audience"),
        ({"q": "vélo", "as_of": "demain"}, "as_of"),
    ],
)
def test_a_wrong_parameter_is_named(
    small_client: httpx2.Client, asked: dict[str, Any], field: str
) -> None:
    problem = problem_of(small_client.get("/v1/search", params=asked), 422)

    assert [error["field"] for error in problem["errors"]] == [field]


def test_too_many_searches_at_once_are_told_to_come_back(small_settings: Settings) -> None:
    embedder = HeldEmbedder("vélo")
    server = ServerSettings(concurrent_answers=1, waiting_answers=0, waiting_seconds=60)
    settings = small_settings.model_copy(update={"server": server})
    with serving(settings, embedder=lambda: embedder) as client:
        first: list[httpx2.Response] = []
        asking = threading.Thread(
            target=lambda: first.append(client.get("/v1/search", params={"q": "vélo"}))
        )
        asking.start()
        assert embedder.waiting.acquire(timeout=10)
        refused = client.get("/v1/search", params={"q": "bus"})
        embedder.let_go()
        asking.join(timeout=10)

    assert problem_of(refused, 503)["type"].endswith(":busy")
    assert int(refused.headers["Retry-After"]) > 0
    assert first[0].status_code == 200
