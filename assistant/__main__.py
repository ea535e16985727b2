"""`python -m assistant serve|ask|settings`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from pydantic import BaseModel, SecretStr
from rich.console import Console
from rich.markup import escape

from assistant.errors import AssistantError
from assistant.settings import Settings, load_settings
from assistant.types import Audience, Style

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Sert l'assistant et répond en ligne de commande.",
)
_out = Console(highlight=False, soft_wrap=True)
_err = Console(stderr=True, highlight=False, soft_wrap=True)

IndexOption = Annotated[
    Path | None, typer.Option("--index", help="Dossier de l'index (par défaut : index/).")
]


@app.command()
def serve(
    index: IndexOption = None,
    host: Annotated[str | None, typer.Option(help="Adresse d'écoute.")] = None,
    port: Annotated[int | None, typer.Option(help="Port d'écoute.", min=0, max=65535)] = None,
) -> None:
    """Sert les pages et l'API jusqu'à Ctrl+C ou SIGTERM."""
    settings = _settings(index)
    changes = {"host": host, "port": port}
    server = settings.server.model_copy(update={k: v for k, v in changes.items() if v is not None})
    settings = settings.model_copy(update={"server": server})
    from assistant.serve import run_server  # noqa: PLC0415 - loads the whole service

    try:
        run_server(settings)
    except AssistantError as error:
        _fail(str(error))


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="La question, entre guillemets.")],
    index: IndexOption = None,
    audience: Annotated[Audience | None, typer.Option(help="Qui demande.")] = None,
    style: Annotated[Style, typer.Option(help="Registre de la réponse.")] = Style.STANDARD,
    as_json: Annotated[bool, typer.Option("--json", help="Réponse entière en JSON.")] = False,
) -> None:
    """Répond à une question, avec les sources."""
    settings = _settings(index)
    from assistant.ask import answer_once  # noqa: PLC0415 - loads the encoder

    try:
        response = answer_once(settings, question, audience=audience, style=style)
    except (AssistantError, ValueError) as error:
        _fail(str(error))
    if as_json:
        typer.echo(response.model_dump_json(indent=1))
        return
    _out.print(f"[bold]{response.status}[/]\n{escape(response.answer)}\n")
    for notice in response.notices:
        _out.print(f"[yellow]{escape(notice)}[/]")
    for s in response.sources:
        dated = s.published_on or s.checked_on
        heading = " › ".join(s.heading)
        _out.print(
            escape(
                f"[{s.n}] {s.title} — {heading} ({s.publisher}, {s.status_label}, {dated:%d/%m/%Y})"
            )
        )
        _out.print(f"    {s.link}\n    {s.url}")
    contact = response.human_contact
    _out.print(
        "Pour parler à quelqu'un : "
        + escape(" — ".join(p for p in (contact.label, contact.phone, contact.url) if p))
    )
    _out.print(
        f"\nRépondu en {response.transparency.took_ms} ms. Ensuite : python -m assistant serve"
    )


@app.command()
def settings() -> None:
    """Montre les réglages effectifs, secrets cachés."""
    effective = _settings(None)
    typer.echo(json.dumps(_plain(effective), ensure_ascii=False, indent=1))
    _err.print("Lus dans ASSISTANT_… et assistant.toml ; changez-les là, puis relancez le service.")


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return {name: _plain(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, SecretStr):
        return "••••••"
    return value if isinstance(value, int | float | str | None) else str(value)


def _settings(index: Path | None) -> Settings:
    try:
        found = load_settings()
    except AssistantError as error:
        _fail(f"réglages : {error}")
    return found if index is None else found.model_copy(update={"index_dir": index})


def _fail(message: str) -> NoReturn:
    _err.print(f"[red]Erreur[/] : {escape(message)}")
    raise typer.Exit(1)


if __name__ == "__main__":
    app()
