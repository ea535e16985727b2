"""`python -m assistant ask|settings`: the same answers in a terminal, and refusals by name."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from pydantic import BaseModel
from typer.testing import CliRunner

from assistant.__main__ import app
from assistant.api.schemas import ChatResponse
from assistant.settings import PROJECT_ROOT, Settings

PASSWORD = "tres-secret-9f8e7d"  # noqa: S105 - a secret to look for in what is printed


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # assistant.toml is read from the folder of the call


def call(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(app, list(arguments), env=environment)


def test_ask_shows_the_answer_its_sources_and_a_human(real_index: Path) -> None:
    shown = call("ask", "C'est quoi le brevet IA ?", "--index", str(real_index))

    assert shown.exit_code == 0
    assert "answered" in shown.stdout
    assert "Le brevet IA" in shown.stdout
    assert "[1] Brevet IA" in shown.stdout
    assert "/sources/brevet-ia?start=" in shown.stdout
    assert "https://" in shown.stdout
    assert "Pour parler à quelqu'un" in shown.stdout
    assert "python -m assistant" in shown.stdout  # the next command


def test_ask_json_is_the_response_of_the_service(real_index: Path) -> None:
    shown = call(
        "ask", "Quelles aides pour un site internet ?", "--index", str(real_index), "--json",
        "--audience", "entreprise", "--style", "facile",
    )  # fmt: skip
    response = ChatResponse.model_validate_json(shown.stdout)

    assert shown.exit_code == 0
    assert response.statements
    assert response.transparency.disclosure.startswith("Vous parlez à un programme")
    assert "entreprises" in response.human_contact.label


@pytest.mark.parametrize(
    ("question", "says"),
    [("", "ce texte est vide"), ("\u200b", "vide"), ("a" * 1001, "dépasse 1000 caractères")],
)
def test_what_is_no_question_is_refused_in_french(
    real_index: Path, question: str, says: str
) -> None:
    shown = call("ask", question, "--index", str(real_index))

    assert shown.exit_code == 1
    assert "question" in shown.stderr
    assert says in shown.stderr
    assert "pydantic" not in shown.stderr
    assert "aaaa" not in shown.stderr


def test_ask_without_an_index_says_what_to_do(tmp_path: Path) -> None:
    shown = call("ask", "brevet IA", "--index", str(tmp_path / "none"))

    assert shown.exit_code == 1
    assert "python -m ingest build" in shown.stderr.replace("\n", " ")


def test_an_unknown_audience_is_refused_with_the_known_ones() -> None:
    shown = call("ask", "brevet IA", "--audience", "roi")

    assert shown.exit_code == 2
    assert "habitant" in shown.stderr


def test_the_effective_settings_are_shown_whole() -> None:
    shown = call("settings", ASSISTANT_SERVER__PORT="8123")
    effective = json.loads(shown.stdout)

    assert shown.exit_code == 0
    assert effective.keys() == Settings.model_fields.keys()
    assert effective["server"]["port"] == 8123
    assert effective["embedder"]["model"] == "packaged"


def test_whatever_is_named_like_a_secret_is_one() -> None:
    # A SecretStr is shown as dots by «settings» and never by an error.
    def named(model: type[BaseModel]) -> Iterator[tuple[str, object]]:
        for name, field in model.model_fields.items():
            yield name, field.annotation
            if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
                yield from named(field.annotation)

    suspicious = re.compile(r"(^|_)(key|secret|token|password|credential)(_|$)")
    found = [name for name, kind in named(Settings) if "SecretStr" not in str(kind)]
    assert [name for name in found if suspicious.search(name)] == []


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "assistant.toml").write_text(
        "[server]\nport = 8001\nlog_level = 'debug'\n", "utf-8"
    )
    effective = json.loads(call("settings", ASSISTANT_SERVER__PORT="8002").stdout)

    assert effective["server"]["port"] == 8002
    assert effective["server"]["log_level"] == "debug"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ASSISTANT_PORT", "8000"),
        ("ASSISTANT_SERVER_PORT", "8000"),
        ("ASSISTANT_SERVER__PROT", "8000"),
        ("assistant_serveur", "x"),
        ("ASSISTANT_SERVER__PORT", "huit mille"),
        ("ASSISTANT_SERVER__PORT", "70000"),
        ("ASSISTANT_ANSWERING__MAX_WORDS", "5"),
        ("ASSISTANT_RETRIEVAL__DENSE_WEIGHT", "-1"),
        ("ASSISTANT_SERVER__LOG_LEVEL", "verbose"),
    ],
)
def test_a_wrong_or_unknown_variable_is_refused_by_name(name: str, value: str) -> None:
    shown = call("settings", **{name: value})

    assert shown.exit_code == 1
    assert name in shown.stderr.replace("\n", "")
    assert shown.stdout == ""


def test_every_wrong_variable_is_named() -> None:
    shown = call("settings", ASSISTANT_ZZZ="1", ASSISTANT_SERVER__PORT="x")

    assert "ASSISTANT_ZZZ" in shown.stderr
    assert "ASSISTANT_SERVER__PORT" in shown.stderr


def test_a_wrong_value_is_never_shown() -> None:
    shown = call("settings", ASSISTANT_SERVER__PORT=PASSWORD, ASSISTANT_ZZZ=PASSWORD)

    assert shown.exit_code == 1
    assert PASSWORD not in shown.output


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[serveur]\nport = 1\n", "SERVEUR"),
        ("[server]\nport = 'x'\n", "PORT"),
        ("[server\n", "assistant.toml"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "assistant.toml").write_text(text, "utf-8")
    shown = call("settings")

    assert shown.exit_code == 1
    assert says in shown.stderr


def test_a_section_that_is_no_json_is_refused_by_its_name() -> None:
    shown = call("settings", ASSISTANT_SERVER="{port")

    assert shown.exit_code == 1
    assert "ASSISTANT_SERVER" in shown.stderr
    assert "assistant.toml" not in shown.stderr


def test_the_module_runs_as_a_program_and_help_costs_no_model() -> None:
    ended = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "assistant", "--help"],
        cwd=PROJECT_ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert ended.returncode == 0
    assert all(command in ended.stdout for command in ("serve", "ask", "settings"))
    for heavy in ("torch", "sentence_transformers", "chromadb", "fastapi"):
        assert f" {heavy}\n" not in ended.stderr
