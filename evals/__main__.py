"""`python -m evals run|report|calibrate|beir`: how good is the assistant, by kind of question?"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from assistant.answering.calibration import CALIBRATION, calibration_toml
from assistant.answering.danger import LEARNED
from assistant.errors import IndexUnavailable, SettingsError
from assistant.retrieval.embedder import (
    QUERY_THREADS,
    SentenceTransformerEmbedder,
    embedder_name,
    load_embedder,
)
from assistant.service import open_edition
from assistant.settings import PACKAGED_MODEL, Settings, load_settings
from evals.calibrate import calibrate as chosen_calibration
from evals.danger import (
    DEVELOPMENT,
    development_figures,
    fit_danger,
    held_out_figures,
    load_messages,
    ordinary_messages,
)
from evals.floors import falls
from evals.judging import Evaluation, commit, evaluate
from evals.questions import DATASETS, DatasetError, Kind, Split, load_questions
from evals.report import ReportError, write_report
from evals.results import RESULTS, write_results
from evals.retrieval.beir import BeirError, beir_figures
from ingest.pipeline import BuildRefused, build

app = typer.Typer(add_completion=False, no_args_is_help=True, help=__doc__)
_console = Console()
_LEAST_SHOWN = 0.001  # as a fraction with three places; energy is far below
_PACKAGED_CALIBRATION = Path(__file__).parent.parent / "assistant" / "answering" / CALIBRATION


class SplitName(StrEnum):
    """Which questions are asked."""

    DEVELOPMENT = "development"
    HELD_OUT = "held_out"
    BOTH = "both"


@app.command()
def run(
    only: Annotated[Kind | None, typer.Option(help="one kind of question")] = None,
    split: Annotated[SplitName, typer.Option(help="which questions")] = SplitName.BOTH,
    index: Annotated[Path | None, typer.Option(help="index folder")] = None,
    beir: Annotated[list[Path] | None, typer.Option(help="a BEIR folder; may be repeated")] = None,
    robustness: Annotated[bool, typer.Option(help="also ask each question in other dress")] = True,
    check: Annotated[bool, typer.Option(help="exit 1 when a held-out figure has fallen")] = False,
) -> None:
    """Asks every question, judges the replies, writes the figures with their configuration."""
    settings = _settings(index)
    with _faults():
        embedder = load_embedder(settings.embedder, threads=QUERY_THREADS)
        build(settings, lambda: embedder)
        questions = [
            q
            for q in load_questions()
            if (only is None or q.kind is only)
            and (split is SplitName.BOTH or q.split.value == split.value)
        ]
        with _bar() as tell:
            evaluation = evaluate(questions, settings, embedder, robustness=robustness, tell=tell)
        sets = [beir_figures(folder, settings, embedder) for folder in beir or []]
    path = write_results(evaluation, sets)
    _show(evaluation)
    for row in sets:
        _console.print(json.dumps(row, ensure_ascii=False), soft_wrap=True)
    _console.print(f"{len(questions)} questions asked; figures in {path}.", soft_wrap=True)
    if check:
        _check(evaluation)
    _console.print("Next: python -m evals report")


@app.command()
def report(
    results: Annotated[Path, typer.Option(help="folder of the results")] = RESULTS,
) -> None:
    """Writes the latest results as a Markdown and an HTML page."""
    with _faults():
        markdown, page = write_report(results)
    _console.print(f"Report written: {markdown} and {page}. Next: open the page.", soft_wrap=True)


@app.command()
def calibrate(
    index: Annotated[Path | None, typer.Option(help="index folder")] = None,
    out: Annotated[Path | None, typer.Option(help="file to write")] = None,
) -> None:
    """Chooses weights and thresholds for the encoder of the settings, on the development split.

    For the packaged encoder they replace the ones in the code; for another one they are written
    beside its index, where the service finds them.
    """
    settings = _settings(index)
    with _faults():
        embedder = load_embedder(settings.embedder, threads=QUERY_THREADS)
        build(settings, lambda: embedder)
        edition = open_edition(settings, embedder)
        questions = [q for q in load_questions() if q.split is Split.DEVELOPMENT]
        found = chosen_calibration(
            questions,
            edition.tools,
            commit=commit(),
            encoder=embedder_name(settings.embedder),
            today=datetime.now(UTC).date(),
            tell=lambda stage: _console.print(f"{stage}…"),
        )
        edition.close()
    packaged = settings.embedder.model == PACKAGED_MODEL
    path = out or (_PACKAGED_CALIBRATION if packaged else settings.index_dir / CALIBRATION)
    path.write_text(calibration_toml(found), "utf-8")
    for name, value in found.run.figures.items():
        _console.print(f"  {name} {value:.3f}")
    _console.print(f"Written to {path}. Next: python -m evals run", soft_wrap=True)


@app.command()
def danger() -> None:
    """Learns which messages are written by a person in danger; measures on messages not learned."""
    settings = _settings(None)
    with _faults():
        messages = [m for path in DEVELOPMENT for m in load_messages(path)]
        ordinary = ordinary_messages(settings.corpus_dir)
        figures = development_figures(messages, ordinary)
        fit_danger([*messages, *ordinary]).save(LEARNED)
        held_out = asdict(held_out_figures())
    for name, value in (figures | held_out).items():
        _console.print(f"  {name} {value:.4f}")
    _console.print(f"Written to {LEARNED}. Next: python -m evals run", soft_wrap=True)


@app.command()
def beir(
    folder: Annotated[Path, typer.Argument(help="corpus.jsonl, queries.jsonl, qrels.tsv")],
) -> None:
    """Searches a BEIR folder's corpus with the project's own retrieval; prints one JSON line."""
    settings = _settings(None)
    with _faults():
        figures = beir_figures(folder, settings, _embedder(settings))
    print(json.dumps(figures, ensure_ascii=False))  # noqa: T201 - read by programs


def _embedder(settings: Settings) -> SentenceTransformerEmbedder:
    return load_embedder(settings.embedder)


def _settings(index: Path | None) -> Settings:
    with _faults():
        settings = load_settings()
    return settings if index is None else settings.model_copy(update={"index_dir": index})


@contextmanager
def _faults() -> Iterator[None]:
    """Says what went wrong, where, and what to do; exit 1 (2 for wrong settings)."""
    try:
        yield
    except SettingsError as error:
        _refuse(str(error), 2)
    except DatasetError as error:
        _refuse(f"{error}. The format is described in {DATASETS / 'README.md'}.", 1)
    except (IndexUnavailable, BuildRefused, BeirError, ReportError) as error:
        _refuse(str(error), 1)


def _refuse(message: str, code: int) -> None:
    Console(stderr=True).print(message, soft_wrap=True, markup=False)
    raise typer.Exit(code)


@contextmanager
def _bar() -> Iterator[Callable[[str, int], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=_console, disable=not _console.is_terminal) as progress:
        tasks = [progress.add_task("", total=None, visible=False)]

        def tell(stage: str, steps: int) -> None:
            if stage:
                tasks.append(progress.add_task(stage, total=steps))
            else:
                progress.advance(tasks[-1], steps)

        yield tell


def _show(evaluation: Evaluation) -> None:
    table = Table("figure", *(s.split.value for s in evaluation.splits))
    families = dict.fromkeys(f for s in evaluation.splits for f in s.figures)
    for family in families:
        for name in dict.fromkeys(n for s in evaluation.splits for n in s.figures.get(family, ())):
            values = [s.figures.get(family, {}).get(name) for s in evaluation.splits]
            table.add_row(f"{family}.{name}", *map(_shown, values))
    _console.print(table)


def _shown(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if value == 0 or value >= _LEAST_SHOWN else f"{value:.1e}"


def _check(evaluation: Evaluation) -> None:
    held_out = next((s for s in evaluation.splits if s.split is Split.HELD_OUT), None)
    fallen = falls(held_out.figures) if held_out is not None else ()
    for fall in fallen:
        _console.print(str(fall), style="red", soft_wrap=True)
    if held_out is None or fallen:
        _console.print("A figure has fallen: see evals/floors.toml. Next: python -m evals report")
        raise typer.Exit(1)
    _console.print("Every figure keeps its bound (evals/floors.toml).")


if __name__ == "__main__":
    app()
