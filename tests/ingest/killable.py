"""Builds and searches in processes of their own: `python -m tests.ingest.killable CORPUS INDEX`.

Reads one command a line, forks for each (imports are paid once), and writes one line an event:

    build       builds; writes the folder operations that it did
    build N     kills itself (SIGKILL) before its N-th operation on the index folder, from 0
    build +S    is killed after S seconds
    ask TEXT    opens the live index as the service does; writes its version and its best passage

Each ends with the line {"signal": …}, 0 for none.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from assistant.service import open_edition
from assistant.settings import Settings
from ingest.pipeline import build
from tests.fakes import BagOfWordsEmbedder

# What a build or a search imports late: paid here, not in each process.
_IMPORTED_ONCE = (
    "chromadb.api.rust",
    "chromadb.telemetry.product.posthog",
    "markdown_it",
)
_REMOVALS = {"os.remove", "os.rmdir"}
_CHANGES = _REMOVALS | {"os.mkdir", "os.rename", "sqlite3.connect", "shutil.copyfile"}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def _say(**event: Any) -> None:
    os.write(sys.stdout.fileno(), json.dumps(event).encode() + b"\n")


class _Operations:
    """Hears what Python does to the index folder, and dies before the one asked for."""

    def __init__(self, folder: Path, deadly: int | None) -> None:
        self.done: list[str] = []
        self._folder = str(folder)
        self._deadly = deadly

    def hear(self, event: str, args: tuple[Any, ...]) -> None:
        is_change = event in _CHANGES or (event == "open" and int(args[2] or 0) & _WRITING)
        # shutil.rmtree names what it removes from the folder that holds it.
        is_ours = event in _REMOVALS and args[1] != -1
        if not is_change or not (is_ours or any(self._folder in str(arg) for arg in args)):
            return
        if len(self.done) == self._deadly:
            os.kill(os.getpid(), signal.SIGKILL)
        target = args[1] if event == "os.rename" else args[0]
        self.done.append(f"{event} {Path(os.fsdecode(target)).name}")


def _build(settings: Settings, deadly: int | None) -> None:
    operations = _Operations(settings.index_dir, deadly)
    sys.addaudithook(operations.hear)
    build(settings, lambda: BagOfWordsEmbedder(settings.embedder))
    _say(operations=operations.done)


def _ask(settings: Settings, question: str) -> None:
    edition = open_edition(settings, BagOfWordsEmbedder(settings.embedder))
    searcher = edition.tools.searcher
    result = searcher.search(searcher.interpret(question), as_of=date(2026, 11, 23))
    _say(version=edition.version, passages=[hit.text for hit in result.kept])


def _obey(settings: Settings, line: str) -> NoReturn:
    command, _, rest = line.strip().partition(" ")
    try:
        if command == "build":
            _build(settings, int(rest) if rest.isdecimal() else None)
        else:
            _ask(settings, rest)
    except BaseException as error:
        _say(error=repr(error))
        os._exit(1)
    os._exit(0)


def main() -> None:
    for module in _IMPORTED_ONCE:
        importlib.import_module(module)
    corpus, index = map(Path, sys.argv[1:])
    settings = Settings(corpus_dir=corpus, index_dir=index)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _obey(settings, line)
        if line.startswith("build +"):
            time.sleep(float(line.partition("+")[2]))
            os.kill(pid, signal.SIGKILL)  # not yet waited for: the number is still its own
        _, status = os.waitpid(pid, 0)
        _say(signal=os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0)


if __name__ == "__main__":
    main()
