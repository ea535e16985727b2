"""`python -m evals.bench`: a table of figures, each next to the bare encoder in the same run."""

from __future__ import annotations

import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from assistant.index.catalogue import CATALOGUE, Catalogue
from assistant.index.location import current_version, version_dir
from assistant.retrieval.embedder import (
    QUERY_THREADS,
    SentenceTransformerEmbedder,
    load_embedder,
)
from assistant.settings import PROJECT_ROOT, Settings, load_settings
from ingest.pipeline import build
from ingest.segment import encoded_text

_ROUNDS = 3
_REPEATS = 5
_OUT = PROJECT_ROOT / "evals" / "results" / "bench.json"
_QUESTIONS = (Path(__file__).parent / "questions.txt").read_text("utf-8").splitlines()
_WEIGHTLESS = ("torch", "chromadb", "sentence_transformers")


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table."""

    name: str
    value: str
    beside: str
    aim: str


def main() -> None:
    """Measures, prints the table, writes it as JSON."""
    console = Console()
    settings = load_settings()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        index = Path(folder) / "index"
        console.print("Build, next to the bare encoder…")
        figures += _build_figures(settings, Path(folder))
        _run_build(index)
        console.print("No-change rebuild…")
        figures.append(_no_change_figure(index))
        console.print("Service, next to bare query encoding…")
        figures += _service_figures(settings, index)
    table = Table("figure", "value", "beside", "aim")
    for f in figures:
        table.add_row(f.name, f.value, f.beside, f.aim)
    console.print(table)
    _OUT.parent.mkdir(parents=True, exist_ok=True)
    rows = [{"name": f.name, "value": f.value, "beside": f.beside, "aim": f.aim} for f in figures]
    _OUT.write_text(json.dumps(rows, ensure_ascii=False, indent=1), "utf-8")
    console.print(f"Written to {_OUT}. Compare ratios between runs, never absolute times.")


def _build_figures(settings: Settings, folder: Path) -> list[Figure]:
    embedder = load_embedder(settings.embedder)
    built: list[float] = []
    bare: list[float] = []
    texts: list[str] = []
    for n in range(_ROUNDS):
        index = folder / f"build-{n}"
        own = settings.model_copy(update={"index_dir": index})
        built.append(_seconds(lambda own=own: build(own, lambda: embedder)))  # type: ignore[misc]
        texts = texts or list(_encoded_texts(index))
        bare.append(_seconds(lambda texts=texts: _bare(embedder, texts, settings)))  # type: ignore[misc]
    ours, theirs = len(texts) / min(built), len(texts) / min(bare)
    return [
        Figure("corpus build", f"{min(built):.1f} s", f"{len(texts)} passages", ""),
        Figure(
            "build rate",
            f"{ours:.0f} passages/s",
            f"bare encoder {theirs:.0f}/s, ratio {ours / theirs:.2f}",
            "ratio ≥ 0.9",
        ),
    ]


def _bare_query(embedder: SentenceTransformerEmbedder, text: str) -> None:
    embedder.model.encode(text, normalize_embeddings=True, show_progress_bar=False)


def _bare(embedder: SentenceTransformerEmbedder, texts: list[str], settings: Settings) -> None:
    embedder.model.encode(texts, batch_size=settings.embedder.batch_size, show_progress_bar=False)


def _encoded_texts(index: Path) -> Iterator[str]:
    version = current_version(index)
    assert version is not None
    catalogue = Catalogue(version_dir(index, version) / CATALOGUE)
    for passage in catalogue.all_passages():
        yield encoded_text(catalogue.document(passage.document_id), passage)


def _run_build(index: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "ingest", "build", "--index", str(index)],
        cwd=PROJECT_ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stderr


def _no_change_figure(index: Path) -> Figure:
    command = [sys.executable, "-m", "ingest", "build", "--index", str(index)]
    taken = min(
        _seconds(lambda: subprocess.run(command, cwd=PROJECT_ROOT, check=True, capture_output=True))
        for _ in range(_ROUNDS)
    )
    imported = {line.rpartition("|")[2].strip() for line in _run_build(index).splitlines()}
    heavy = sorted(imported & set(_WEIGHTLESS))
    return Figure(
        "no-change rebuild",
        f"{taken:.2f} s",
        f"imports {', '.join(heavy) or 'none of ' + ', '.join(_WEIGHTLESS)}",
        "< 2 s, no torch",
    )


def _service_figures(settings: Settings, index: Path) -> list[Figure]:
    embedder = load_embedder(settings.embedder, threads=QUERY_THREADS)
    with _service(index) as (url, ready, pid):
        # One connection, kept alive, as a browser does.
        connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=30)
        for question in _QUESTIONS:  # warm caches on both sides
            _ask(connection, question)
            _bare_query(embedder, question)
        answers: list[float] = []
        encodings: list[float] = []
        for n in range(_REPEATS):
            for question in _QUESTIONS:
                asked = f"{question} ({n})"  # no cache may answer
                encodings.append(_seconds(lambda asked=asked: _bare_query(embedder, asked)))  # type: ignore[misc]
                answers.append(_seconds(lambda asked=asked: _ask(connection, asked)))  # type: ignore[misc]
        memory = _memory_mib(pid)
    a50, a95 = _quantiles(answers)
    e50, e95 = _quantiles(encodings)
    return [
        Figure("start to ready", f"{ready:.1f} s", "warm disk", ""),
        Figure(
            "answer over HTTP, p50",
            f"{a50 * 1000:.1f} ms",
            f"bare query encoding {e50 * 1000:.1f} ms, ratio {a50 / e50:.2f}",
            "ratio < 1.5",
        ),
        Figure(
            "answer over HTTP, p95",
            f"{a95 * 1000:.1f} ms",
            f"bare query encoding {e95 * 1000:.1f} ms, ratio {a95 / e95:.2f}",
            "ratio < 1.5",
        ),
        Figure("memory of the service", f"{memory:.0f} MiB", "resident, after the run", ""),
    ]


@contextmanager
def _service(index: Path) -> Iterator[tuple[str, float, int]]:
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant", "serve", "--index", str(index), "--port", str(port)],
        cwd=PROJECT_ROOT,
        env={**os.environ, "ASSISTANT_SERVER__LOG_LEVEL": "error"},
    )
    try:
        while True:
            try:
                urllib.request.urlopen(f"{url}/readyz", timeout=5).read()
                break
            except OSError:
                if process.poll() is not None:
                    raise
                time.sleep(0.02)
        yield url, time.perf_counter() - started, process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)


def _free_port() -> int:
    import socket

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _ask(connection: http.client.HTTPConnection, question: str) -> None:
    body = json.dumps({"question": question})
    connection.request("POST", "/v1/chat", body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    response.read()
    assert response.status == 200


def _memory_mib(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    line = next(x for x in status.splitlines() if x.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


def _quantiles(values: list[float]) -> tuple[float, float]:
    cuts = statistics.quantiles(values, n=20)
    return cuts[9], cuts[18]


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
