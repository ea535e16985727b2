from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest

from assistant.index.catalogue import CATALOGUE
from assistant.index.location import VERSIONS, current_version
from assistant.settings import PROJECT_ROOT, Settings
from tests.conftest import CorpusFolder
from tests.ingest.live import Builder, live

RANDOM_KILLS = 12
PATIENCE = 60  # seconds
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass
class Outcome:
    """How a command to the other process ended."""

    signal: int  # 0 when it ended by itself
    events: dict[str, Any]
    seconds: float


@dataclass
class Killable:
    """The process of `killable.py`."""

    process: subprocess.Popen[str]

    def run(self, command: str) -> Outcome:
        assert self.process.stdin is not None
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        started = time.perf_counter()
        events: dict[str, Any] = {}
        while "signal" not in events:
            assert self.process.stdout is not None
            events |= json.loads(self.process.stdout.readline())
        assert "error" not in events, events
        return Outcome(events["signal"], events, time.perf_counter() - started)


@pytest.fixture
def killable(settings: Settings) -> Iterator[Killable]:
    process = subprocess.Popen(
        [
            sys.executable,
            *("-m", "tests.ingest.killable", str(settings.corpus_dir), str(settings.index_dir)),
        ],
        cwd=PROJECT_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        yield Killable(process)
        process.kill()


@dataclass
class Story:
    """A corpus of which each chapter changes, adds and removes; each is known by one word."""

    corpus: CorpusFolder
    builder: Builder
    killable: Killable
    chapter: int = field(default=0)

    def __post_init__(self) -> None:
        for n in range(6):
            self.corpus.add(f"Le document {LETTERS[n] * 4} ne change pas.\n", id=f"fixe-{n}")
        self._write()
        self.builder.build()

    @property
    def index(self) -> Path:
        return self.builder.settings.index_dir

    def turn_the_page(self) -> None:
        self.chapter += 1
        self._write()

    def _word(self, chapter: int) -> str:
        first, second = divmod(chapter, 26)
        return LETTERS[first] * 3 + LETTERS[second] * 3

    def _write(self) -> None:
        word = self._word(self.chapter)
        self.corpus.add(f"La Région finance le projet {word}.\n", id="projet")
        self.corpus.add(f"Le projet {word} vient de naître.\n", id=f"naissance-{self.chapter}")
        gone = self.corpus.path / f"documents/guide/naissance-{self.chapter - 1}.md"
        gone.unlink(missing_ok=True)

    def tells(self, chapter: int) -> None:
        """The live index opens in another process and answers with this chapter."""
        word = self._word(chapter)
        heard = self.killable.run(f"ask Quel projet {word} la Région finance-t-elle ?").events
        assert heard["version"] == current_version(self.index)
        assert f"La Région finance le projet {word}." in heard["passages"]
        self.holds(chapter)

    def holds(self, chapter: int) -> None:
        """Every part of the live index holds this chapter and nothing of the one before."""
        word = self._word(chapter)
        index = live(self.builder.settings)
        assert index.ids == {f"fixe-{n}" for n in range(6)} | {"projet", f"naissance-{chapter}"}
        assert index.finds(word) == {"projet", f"naissance-{chapter}"}
        if chapter:
            assert index.finds(self._word(chapter - 1)) == set()

    def goes_on(self) -> None:
        """The next build succeeds and leaves no trace of the killed one."""
        self.builder.build()
        self.holds(self.chapter)
        assert {p.name for p in self.index.iterdir()} == {".lock", "CURRENT", VERSIONS}
        assert not [p for p in (self.index / VERSIONS).iterdir() if p.name.startswith(".")]


@pytest.fixture
def story(corpus: CorpusFolder, settings: Settings, killable: Killable) -> Story:
    return Story(corpus, Builder(settings), killable)


def test_a_kill_before_any_operation_on_the_folder_leaves_a_whole_index(story: Story) -> None:
    story.turn_the_page()
    story.goes_on()
    story.turn_the_page()
    operations = story.killable.run("build").events["operations"]
    story.tells(2)
    switch = operations.index("os.rename CURRENT")
    kept = {"open .lock", "sqlite3.connect catalogue.sqlite", "open manifest.json"}
    assert kept <= set(operations[:switch])
    assert len(operations) > switch + 2  # old versions are removed afterwards
    # Every operation up to the switch and just after, then some of the many removals.
    points = [*range(switch + 3), *range(switch + 3, len(operations), 6)]
    assert len(points) > 25
    for point in points:
        story.turn_the_page()
        outcome = story.killable.run(f"build {point}")
        assert outcome.signal == signal.SIGKILL, operations[point]
        story.tells(story.chapter - 1 if point <= switch else story.chapter)
        story.goes_on()


def test_a_kill_at_any_moment_leaves_a_whole_index(story: Story) -> None:
    story.turn_the_page()
    span = story.killable.run("build").seconds
    chance = Random(2026)
    killed = 0
    for _ in range(4 * RANDOM_KILLS):
        story.turn_the_page()
        before = current_version(story.index)
        outcome = story.killable.run(f"build +{span * chance.random():.6f}")
        switched = current_version(story.index) != before
        story.tells(story.chapter if switched else story.chapter - 1)
        story.goes_on()
        if outcome.signal == signal.SIGKILL:
            killed += 1
        else:
            span *= 0.8  # the build was done before: the machine was slower when it was measured
        if killed == RANDOM_KILLS:
            return
    pytest.fail(f"only {killed} builds were killed")


def test_the_real_command_killed_leaves_a_whole_index(story: Story) -> None:
    story.turn_the_page()
    folders = ("--corpus", str(story.corpus.path), "--index", str(story.index))
    command = subprocess.Popen(
        [sys.executable, "-m", "ingest", "build", *folders],
        cwd=PROJECT_ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with command:
        deadline = time.monotonic() + PATIENCE
        # The copy of the live version is made before the encoder is loaded, which takes seconds.
        while not list((story.index / VERSIONS).glob(f".building-*/{CATALOGUE}")):
            assert command.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.005)
        command.kill()
    assert command.returncode == -signal.SIGKILL
    assert list((story.index / VERSIONS).glob(".building-*"))
    story.tells(0)
    story.goes_on()
