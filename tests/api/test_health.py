"""Alive, able to answer or why not, and counted."""

from __future__ import annotations

from pathlib import Path

import httpx2
import pytest

from assistant.retrieval.embedder import embedder_name
from assistant.settings import EmbedderSettings, Settings
from ingest.pipeline import build
from tests.api.problems import problem_of
from tests.fakes import BagOfWordsEmbedder
from tests.small import serving, wait_until


def test_a_service_with_an_index_is_alive_and_ready(small_client: httpx2.Client) -> None:
    assert small_client.get("/healthz").json() == {"status": "ok"}
    ready = small_client.get("/readyz").json()

    assert ready["status"] == "ready"
    assert ready["documents"] == len(small_client.get("/v1/documents").json()["documents"])
    assert ready["passages"] >= ready["documents"]
    assert ready["corpus_updated_on"] == "2026-11-20"
    assert ready["degraded"] is None


def test_the_real_service_is_ready(client: httpx2.Client) -> None:
    assert client.get("/readyz").status_code == 200


def test_before_any_index_the_service_lives_says_why_and_answers_with_a_status(
    tmp_path: Path,
) -> None:
    settings = Settings(corpus_dir=tmp_path / "corpus", index_dir=tmp_path / "index")
    with serving(settings) as client:
        assert client.get("/healthz").status_code == 200
        response = client.get("/readyz")
        problem = problem_of(response, 503)
        assert problem["reason"] == "missing"
        assert "python -m ingest build" in problem["detail"]
        assert int(response.headers["Retry-After"]) > 0
        answered = client.post("/v1/chat", json={"question": "C'est quoi l'aide Vélo ?"}).json()
        assert answered["status"] == "error_dependency"
        assert answered["answer"]
        assert answered["human_contact"]["label"]
        assert answered["transparency"]["index_version"] is None
        assert str(tmp_path) not in client.get("/v1/documents").text
        problem_of(client.get("/v1/documents"), 503)
        problem_of(client.get("/v1/search", params={"q": "vélo"}), 503)


def test_distress_is_met_even_without_an_index(tmp_path: Path) -> None:
    settings = Settings(corpus_dir=tmp_path / "corpus", index_dir=tmp_path / "index")
    with serving(settings) as client:
        answered = client.post("/v1/chat", json={"question": "je veux mourir"}).json()

    assert answered["status"] == "signposted_distress"
    assert "3114" in answered["answer"]
    assert answered["human_contact"]["phone"] == "3114"


@pytest.mark.parametrize(
    "other",
    [EmbedderSettings(query_prompt="query: "), EmbedderSettings(max_tokens=64)],
    ids=["prompt", "window"],
)
def test_an_index_of_another_encoder_is_not_served_and_both_are_named(
    small_settings: Settings, other: EmbedderSettings
) -> None:
    settings = small_settings.model_copy(update={"embedder": other})
    with serving(settings) as client:
        problem = problem_of(client.get("/readyz"), 503)

    assert problem["reason"] == "embedder_mismatch"
    assert " ".join(embedder_name(EmbedderSettings())) in problem["detail"]
    assert " ".join(embedder_name(other)) in problem["detail"]


def test_an_index_that_appears_is_served_without_a_restart(
    small_settings: Settings, tmp_path: Path
) -> None:
    settings = small_settings.model_copy(
        update={
            "index_dir": tmp_path / "index",
            "server": small_settings.server.model_copy(update={"reload_seconds": 0.05}),
        }
    )
    with serving(settings) as client:
        problem_of(client.get("/readyz"), 503)
        build(settings, BagOfWordsEmbedder)
        wait_until(lambda: client.get("/readyz").status_code == 200)
        answered = client.post(
            "/v1/chat", json={"question": "Quel est le montant de l'aide Vélo ?"}
        ).json()

    assert answered["status"] == "answered"


def test_answers_are_counted_by_status_and_no_word_of_a_question_is_kept(
    small_client: httpx2.Client,
) -> None:
    def count(status: str) -> float:
        lines = small_client.get("/metrics").text.splitlines()
        name = f'assistant_answers_total{{status="{status}"}} '
        return sum(float(line.removeprefix(name)) for line in lines if line.startswith(name))

    before = count("answered")
    small_client.post("/v1/chat", json={"question": "Quel est le montant de l'aide Vélo ?"})

    assert count("answered") == before + 1
    metrics = small_client.get("/metrics")
    assert metrics.headers["Content-Type"].startswith("text/plain")
    assert "Vélo" not in metrics.text
