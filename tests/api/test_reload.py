"""A new index version is served without a restart; a damaged one never takes its place."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest

from assistant.index.location import current_version, publish, version_dir
from assistant.settings import ServerSettings, Settings
from ingest.pipeline import build
from tests.conftest import CorpusFolder
from tests.fakes import BagOfWordsEmbedder, HeldEmbedder
from tests.small import build_small, serving, wait_until

QUESTION = "Quel est le montant de l'aide Trottinette ?"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return build_small(tmp_path, server=ServerSettings(reload_seconds=0.05))


def add_document(settings: Settings, name: str = "Trottinette") -> None:
    CorpusFolder(settings.corpus_dir).add(
        f"# Aide {name}\n\n## Quel est le montant de l'aide {name} ?\n\n"
        f"L'aide {name} est de 75 €.\n",
        id=f"aide-{name.lower()}", title=f"Aide {name}",
    )  # fmt: skip
    build(settings, BagOfWordsEmbedder)


def ready(client: httpx2.Client) -> dict[str, Any]:
    body: dict[str, Any] = client.get("/readyz").json()
    return body


def live(settings: Settings) -> Path:
    version = current_version(settings.index_dir)
    assert version is not None
    return version_dir(settings.index_dir, version)


def test_a_new_version_is_picked_up_while_questions_are_answered(settings: Settings) -> None:
    with serving(settings) as client:
        before = ready(client)
        first = client.post("/v1/chat", json={"question": QUESTION}).json()
        add_document(settings)
        wait_until(lambda: ready(client)["index_version"] != before["index_version"])
        after = client.post("/v1/chat", json={"question": QUESTION}).json()

        assert "75 €" not in first["answer"]
        assert after["status"] == "answered"
        assert "75 €" in after["answer"]
        assert after["transparency"]["index_version"] == current_version(settings.index_dir)
        assert ready(client)["documents"] == before["documents"] + 1


def test_an_answer_under_way_ends_on_the_version_it_began_with(settings: Settings) -> None:
    embedder = HeldEmbedder("Vélo")
    question = {"question": "Quel est le montant de l'aide Vélo ?"}
    answers: list[dict[str, Any]] = []
    with serving(settings, embedder=lambda: embedder) as client:
        began_with = ready(client)["index_version"]
        asking = threading.Thread(
            target=lambda: answers.append(client.post("/v1/chat", json=question).json())
        )
        asking.start()
        assert embedder.waiting.acquire(timeout=10)
        for name in ("Patin", "Skate"):
            before = ready(client)["index_version"]
            add_document(settings, name)
            wait_until(lambda old=before: ready(client)["index_version"] != old)
        embedder.let_go()
        asking.join(timeout=20)

    assert answers[0]["status"] == "answered"
    assert answers[0]["transparency"]["index_version"] == began_with


def test_a_document_that_is_removed_is_no_longer_quoted(settings: Settings) -> None:
    with serving(settings) as client:
        before = ready(client)["index_version"]
        (settings.corpus_dir / "documents" / "guide" / "aide-velo.md").unlink()
        build(settings, BagOfWordsEmbedder)
        wait_until(lambda: ready(client)["index_version"] != before)
        body = client.post(
            "/v1/chat", json={"question": "Quel est le montant de l'aide Vélo ?"}
        ).json()

        assert "aide-velo" not in {s["document_id"] for s in body["sources"]}
        assert client.get("/v1/documents/aide-velo").status_code == 404


def _garble(path: Path) -> None:
    path.write_bytes(b"\x00damaged\xff" * 40)


def _write(path: Path, text: str) -> None:
    path.write_text(text + "\n", "utf-8")


DAMAGES: dict[str, Callable[[Path], None]] = {
    "no manifest": lambda v: (v / "manifest.json").unlink(),
    "manifest": lambda v: _garble(v / "manifest.json"),
    "catalogue": lambda v: _garble(v / "catalogue.sqlite"),
    "no catalogue": lambda v: (v / "catalogue.sqlite").unlink(),
    "vectors": lambda v: _garble(v / "chroma" / "chroma.sqlite3"),
    "no vector database": lambda v: (v / "chroma" / "chroma.sqlite3").unlink(),
    "no vectors": lambda v: shutil.rmtree(v / "chroma"),
    "no lexical index": lambda v: shutil.rmtree(v / "lexical"),
    "surfaces": lambda v: _garble(v / "lexical" / "surfaces.json"),
    "vocabulary": lambda v: _garble(v / "data" / "vocabulary.toml"),
    "competences": lambda v: _garble(v / "data" / "competences.toml"),
    "messages": lambda v: _garble(v / "data" / "messages.fr.toml"),
    "messages of another release": lambda v: _write(v / "data" / "messages.fr.toml", "[inconnu]"),
    "whole version": shutil.rmtree,
}  # fmt: skip


def damaged_copy(settings: Settings, damage: Callable[[Path], None]) -> str:
    """Publishes a damaged copy of the live version beside it; the name of the good one."""
    good = live(settings)
    bad = good.with_name("damaged")
    shutil.copytree(good, bad)
    damage(bad)
    publish(settings.index_dir, bad.name)
    return good.name


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return build_small(
        tmp_path_factory.mktemp("pristine"), server=ServerSettings(reload_seconds=0.05)
    )


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_version_leaves_the_old_one_serving_and_readyz_says_so(
    pristine: Settings, tmp_path: Path, name: str
) -> None:
    settings = pristine.model_copy(update={"index_dir": tmp_path / "index"})
    shutil.copytree(pristine.index_dir, settings.index_dir)
    with serving(settings) as client:
        good = damaged_copy(settings, DAMAGES[name])
        wait_until(lambda: ready(client)["degraded"] is not None)

        assert ready(client)["index_version"] == good
        assert "damaged" in ready(client)["degraded"]
        body = client.post(
            "/v1/chat", json={"question": "Quel est le montant de l'aide Vélo ?"}
        ).json()
        assert body["status"] == "answered"
        assert body["transparency"]["index_version"] == good

        publish(settings.index_dir, good)
        wait_until(lambda: ready(client)["degraded"] is None)


@pytest.mark.parametrize("name", ["vectors", "no vector database", "catalogue", "messages"])
def test_a_service_that_starts_on_a_damaged_version_says_so_and_heals(
    pristine: Settings, tmp_path: Path, name: str
) -> None:
    settings = pristine.model_copy(update={"index_dir": tmp_path / "index"})
    shutil.copytree(pristine.index_dir, settings.index_dir)
    good = live(settings)
    whole = tmp_path / "whole"
    shutil.copytree(good, whole)
    DAMAGES[name](good)
    with serving(settings) as client:
        response = client.get("/readyz")
        assert response.status_code == 503
        assert response.json()["reason"] == "damaged"
        assert client.get("/healthz").status_code == 200

        shutil.rmtree(good)
        whole.rename(good)
        wait_until(lambda: client.get("/readyz").status_code == 200)
        found = client.get("/v1/search", params={"q": "montant de l'aide Vélo"}).json()

    assert found["results"][0]["document_id"] == "aide-velo"


def test_many_versions_in_a_row_are_all_picked_up(settings: Settings) -> None:
    with serving(settings) as client:
        for number, name in enumerate(("Patin", "Skate", "Rameur"), start=1):
            before = ready(client)
            add_document(settings, name)
            wait_until(lambda old=before: ready(client)["index_version"] != old["index_version"])
            assert client.get(f"/v1/documents/aide-{name.lower()}").status_code == 200, number
