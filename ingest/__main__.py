"""`python -m ingest build|check|show`: makes, checks and shows the index."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from assistant.errors import AssistantError, IndexUnavailable
from assistant.index.catalogue import CATALOGUE, Catalogue
from assistant.index.location import current_version, version_dir
from assistant.retrieval.embedder import Embedder
from assistant.settings import Settings, load_settings
from ingest.model import IngestReport, Problem
from ingest.pipeline import BuildRefused, Reading, build, read_documents
from ingest.plan import Plan, make_plan

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Construit, vérifie et montre l'index des documents.",
)
_out = Console(highlight=False, soft_wrap=True)
_err = Console(stderr=True, highlight=False, soft_wrap=True)

CorpusOption = Annotated[
    Path | None, typer.Option("--corpus", help="Dossier des documents (par défaut : corpus/).")
]
IndexOption = Annotated[
    Path | None, typer.Option("--index", help="Dossier de l'index (par défaut : index/).")
]


class _Bar:
    """Shows a build's progress on a terminal, plain lines elsewhere."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task: TaskID | None = None

    def stage(self, name: str, total: int) -> None:
        if not total:
            return
        if _err.is_terminal:
            self._task = self._progress.add_task(name, total=total)
        else:
            _err.print(f"{name} : {total}")

    def advance(self, steps: int) -> None:
        if self._task is not None:
            self._progress.advance(self._task, steps)


@app.command("build")
def build_command(corpus: CorpusOption = None, index: IndexOption = None) -> None:
    """Construit l'index : seuls les documents nouveaux ou changés sont relus."""
    settings = _settings(corpus, index)

    def embedder() -> Embedder:
        from assistant.retrieval.embedder import load_embedder  # noqa: PLC0415 - loads torch

        return load_embedder(settings.embedder)

    try:
        with _progress() as progress:
            report = build(settings, embedder, _Bar(progress))
    except BuildRefused as refusal:
        _show_problems(refusal.problems)
        _fail(str(refusal))
    except AssistantError as error:
        _fail(str(error))
    except OSError as error:
        _fail(_unreadable(error))
    _show_report(report, settings)


@app.command()
def check(corpus: CorpusOption = None, index: IndexOption = None) -> None:
    """Dit ce qu'une construction changerait et ce qui ne va pas ; n'écrit rien."""
    settings = _settings(corpus, index)
    try:
        with _progress() as progress:
            plan = make_plan(settings)
            reading = read_documents(settings, plan, _Bar(progress))
    except BuildRefused as refusal:
        _show_problems(refusal.problems)
        _fail(str(refusal))
    except OSError as error:
        _fail(_unreadable(error))
    _show_plan(plan, reading)
    _show_problems(reading.problems)
    if reading.problems:
        _fail(f"{len(reading.problems)} défaut(s) à corriger, puis relancez cette commande")
    _out.print("Aucun défaut. Ensuite : python -m ingest build")


@app.command()
def show(
    document: Annotated[str, typer.Argument(help="Identifiant du document.")],
    index: IndexOption = None,
) -> None:
    """Montre un document de l'index : sa description, ses passages, leurs positions."""
    settings = _settings(None, index)
    version = current_version(settings.index_dir)
    if version is None:
        _fail(f"aucun index dans {settings.index_dir}. Lancez : python -m ingest build")
    try:
        catalogue = Catalogue(version_dir(settings.index_dir, version) / CATALOGUE)
    except IndexUnavailable as error:
        _fail(f"l'index est abîmé ({error}). Lancez : python -m ingest build")
    known = [meta.id for meta in catalogue.metas()]
    if document not in known:
        listed = "\n".join(f"  {name}" for name in known)
        _fail(f"pas de document «{document}» dans l'index. Documents présents :\n{listed}")
    found = catalogue.document(document)
    meta = found.meta
    dates = ", ".join(
        f"{label} {day}"
        for label, day in (
            ("publié le", meta.published_on),
            ("valable dès le", meta.valid_from),
            ("valable jusqu'au", meta.valid_until),
            ("vérifié le", meta.checked_on),
        )
        if day
    )
    _out.print(f"[bold]{escape(meta.title)}[/] ({meta.id}) — {escape(meta.publisher)}")
    _out.print(f"{meta.kind}, {meta.status} ; {dates}\n{escape(meta.url)}\n{escape(meta.source)}")
    passages = catalogue.passages_of(document)
    for p in passages:
        heading = " › ".join(p.heading_path)
        page = f", page {p.page}" if p.page else ""
        units = len(p.units)
        _out.print(
            f"\n[bold]{p.id}[/] [{p.start}:{p.end}]{page} {escape(heading)} ({units} unités)",
        )
        _out.print(escape(found.text[p.start : p.end]))
    _out.print(f"\n{len(passages)} passages, {len(found.text)} caractères.")
    _out.print(f'Ensuite : python -m assistant ask "{escape(meta.title)}"')


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, TimeRemainingColumn(), console=_err, transient=True)


def _settings(corpus: Path | None, index: Path | None) -> Settings:
    try:
        settings = load_settings()
    except AssistantError as error:
        _fail(f"réglages : {error}")
    changes = {"corpus_dir": corpus, "index_dir": index}
    return settings.model_copy(update={k: v for k, v in changes.items() if v is not None})


def _unreadable(error: OSError) -> str:
    return f"{error.filename or 'écriture'} : {error.strerror} ; l'index en service est intact"


def _show_plan(plan: Plan, reading: Reading) -> None:
    if plan.is_current and plan.live is not None:
        count = len(plan.live.documents)
        _out.print(f"L'index {plan.live.index_version} est à jour ({count} documents).")
        return
    read = {d.meta.id for d in reading.documents}
    for title, ids in (
        ("à ajouter", [s.document_id for s in plan.add if s.document_id in read]),
        ("à remplacer", [s.document_id for s in plan.change if s.document_id in read]),
        ("à retirer", list(reading.removed)),
        ("à garder dans leur dernière bonne version", [d.id for d in reading.last_good]),
    ):
        if ids:
            _out.print(f"{len(ids)} {title} : {', '.join(ids)}")
    _out.print(f"{len(plan.keep)} inchangés.")


def _show_report(report: IngestReport, settings: Settings) -> None:
    _show_problems(report.refused)
    if report.already_current:
        _out.print(
            f"Index déjà à jour : {report.documents} documents, {report.passages} passages "
            f"(version {report.index_version}), vérifié en {report.seconds:.1f} s."
        )
    else:
        _out.print(
            f"Index construit en {report.seconds:.1f} s : {report.documents} documents, "
            f"{report.passages} passages (version {report.index_version})."
        )
        _out.print(
            f"Ajoutés {len(report.added)}, remplacés {len(report.changed)}, retirés "
            f"{len(report.removed)}, inchangés {report.unchanged}, refusés {len(report.refused)} ; "
            f"{report.embedded} passages encodés."
        )
    _out.print(f"Il se trouve dans {settings.index_dir}. Ensuite : python -m assistant serve")


def _show_problems(problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        _err.print(f"[red]✗[/] {escape(str(problem))}")


def _fail(message: str) -> NoReturn:
    _err.print(f"[red]Erreur[/] : {escape(message)}")
    raise typer.Exit(1)


if __name__ == "__main__":
    app()
