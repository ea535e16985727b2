"""Small corpora on disk, the project's own corpus indexed once, real servers on real ports."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import yaml
from filelock import FileLock

from assistant.answering.types import Tools
from assistant.service import Edition, open_edition
from assistant.settings import PROJECT_ROOT, Settings
from tests.fakes import BagOfWordsEmbedder

START_SECONDS = 90

# A loaded machine is no reason to fail.
hypothesis.settings.register_profile("project", deadline=None)
hypothesis.settings.load_profile("project")


def front_matter(**changes: Any) -> dict[str, Any]:
    """A valid description, with changes; a field set to ... is left out."""
    fields: dict[str, Any] = {
        "id": "essai",
        "title": "Aide Essai",
        "publisher": "Région Hauts-de-France",
        "kind": "guide",
        "status": "synthese",
        "audience": ["habitant"],
        "themes": ["essai"],
        "published_on": "2026-06-18",
        "valid_from": None,
        "valid_until": None,
        "checked_on": "2026-11-20",
        "url": "https://www.hautsdefrance.fr/",
        "source": "Texte écrit pour les tests",
        "licence": "Licence Ouverte 2.0",
        **changes,
    }
    return {key: value for key, value in fields.items() if value is not ...}


@dataclass(frozen=True)
class CorpusFolder:
    """A corpus on disk that a test fills."""

    path: Path

    def add(self, body: str, **fields: Any) -> Path:
        """Writes a Markdown document; its file is named for its id."""
        described = front_matter(**fields)
        path = self.path / "documents" / str(described["kind"]) / f"{described['id']}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        head = yaml.safe_dump(described, allow_unicode=True, sort_keys=False)
        path.write_text(f"---\n{head}---\n{body}", "utf-8")
        return path


@pytest.fixture
def corpus(tmp_path: Path) -> CorpusFolder:
    (tmp_path / "corpus" / "documents").mkdir(parents=True)
    return CorpusFolder(tmp_path / "corpus")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(corpus_dir=tmp_path / "corpus", index_dir=tmp_path / "index")


@pytest.fixture(scope="session")
def small_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of the small corpus of tests/small.py, indexed once a worker."""
    from tests.small import build_small

    return build_small(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def small_edition(small_settings: Settings) -> Iterator[Edition]:
    """The small corpus, open to answer from."""
    edition = open_edition(small_settings, BagOfWordsEmbedder())
    yield edition
    edition.close()


@pytest.fixture(scope="session")
def small_tools(small_edition: Edition) -> Tools:
    return small_edition.tools


@pytest.fixture(scope="session")
def real_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's corpus, indexed with the packaged encoder, once for all workers."""
    shared = tmp_path_factory.getbasetemp().parent
    index = shared / "real-index"
    with FileLock(shared / "real-index.lock"):
        # An earlier run may have left one: only what changed since is built again.
        subprocess.run(
            [sys.executable, "-m", "ingest", "build", "--index", str(index)],
            cwd=PROJECT_ROOT,
            check=True,
            capture_output=True,
            timeout=300,
        )
    return index


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@dataclass
class RunningServer:
    """A service in a process of its own."""

    url: str
    process: subprocess.Popen[bytes]


def start_server(index: Path, **environment: str) -> RunningServer:
    """Starts `python -m assistant serve` and waits until it answers; the caller stops it."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant", "serve", "--index", str(index), "--port", str(port)],
        cwd=PROJECT_ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{url}/healthz", timeout=5).read()
            return RunningServer(url, process)
        except OSError:
            if process.poll() is not None:
                raise RuntimeError(f"the server ended with {process.returncode}") from None
            time.sleep(0.1)
    process.kill()
    raise RuntimeError("the server did not start in time")


@pytest.fixture(scope="session")
def server_url(real_index: Path) -> Iterator[str]:
    """A real server over the project's corpus with the packaged encoder."""
    server = start_server(real_index)
    yield server.url
    server.process.terminate()
    server.process.wait(timeout=30)


@pytest.fixture
def launch() -> Iterator[Callable[..., RunningServer]]:
    """Starts servers that are stopped at the end of the test."""
    started: list[RunningServer] = []

    def start(index: Path, **environment: str) -> RunningServer:
        started.append(start_server(index, **environment))
        return started[-1]

    yield start
    for server in started:
        if server.process.poll() is None:
            server.process.kill()
        server.process.wait(timeout=30)
