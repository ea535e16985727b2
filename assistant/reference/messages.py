"""The fixed French sentences of `messages.fr.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.settings import PROJECT_ROOT
from assistant.types import AnswerStatus, Audience, DocumentKind, DocumentStatus, Style

MESSAGES = "messages.fr.toml"
DEFAULT_MESSAGES = PROJECT_ROOT / "corpus" / MESSAGES


class MessagesError(ValueError):
    """`messages.fr.toml` is unreadable or lacks a sentence; the message says which."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Wording(_Part):
    """One sentence in its two registers."""

    standard: str
    facile: str

    def for_style(self, style: Style) -> str:
        """The form for the register a person asked for."""
        return self.facile if style is Style.PLAIN else self.standard


class Contact(_Part):
    """Where to meet or reach a human."""

    label: str
    url: str
    phone: str


class Example(_Part):
    """A question that the page proposes to an audience."""

    audience: Audience
    question: str


class ProblemText(_Part):
    """Title and detail of an HTTP error."""

    title: str
    detail: str


class Identity(_Part):
    """How the assistant names itself."""

    name: str
    organisation: str
    welcome: str
    hint: str
    placeholder: str
    explanation: str
    footprint: str


class Abilities(_Part):
    """What the assistant does and does not do, a line each."""

    can: tuple[str, ...]
    cannot: tuple[str, ...]


class Notices(_Part):
    """Short remarks beside an answer; braces are filled in."""

    expired: str
    partial: str
    spelling: str
    follow_up: str
    masked: str
    missing_facts: str
    danger: str


class Steps(_Part):
    """Progress words of a streamed answer."""

    search: str
    read: str
    verify: str


class PersonalDataNames(_Part):
    """How each kind of personal data is named to a person."""

    nir: str
    iban: str
    card: str
    phone: str
    email: str


class Messages(_Part):
    """Every fixed sentence, validated."""

    disclosure: Wording
    identity: Identity
    abilities: Abilities
    status: dict[str, Wording]
    notice: Notices
    personal_data: PersonalDataNames
    step: Steps
    contact: dict[str, Contact]
    document_status: dict[DocumentStatus, str]
    document_kind: dict[DocumentKind, str]
    audience: dict[Audience, str]
    example: tuple[Example, ...]
    problem: dict[str, ProblemText]

    def for_status(self, status: AnswerStatus, style: Style) -> str:
        """The fixed text of a status, empty where the statements speak for themselves."""
        wording = self.status.get(status.value)
        return wording.for_style(style) if wording is not None else ""

    def contact_for(self, audience: Audience | None) -> Contact:
        """The human contact for an audience."""
        return self.contact.get(audience.value if audience else "default", self.contact["default"])


def load_messages(path: Path) -> Messages:
    """The sentences of `path` over the project's own: a file may change some and leave the rest.

    Raises MessagesError naming the file and each fault. A missing file changes nothing.
    """
    base = _read(DEFAULT_MESSAGES)
    own = _read(path) if path.exists() and path != DEFAULT_MESSAGES else {}
    if strange := list(_strange_braces(base, own)):
        raise MessagesError(f"{path}: " + "; ".join(strange))
    try:
        return Messages.model_validate(_overlay(base, own))
    except ValidationError as error:
        faults = (".".join(map(str, e["loc"])) + " : " + e["msg"] for e in error.errors())
        raise MessagesError(f"{path}: " + "; ".join(faults)) from error


@cache
def default_messages() -> Messages:
    """The project's own sentences, for faces that must speak when no index is there."""
    return load_messages(DEFAULT_MESSAGES)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise MessagesError(f"{path}: {error}") from error


def _strange_braces(base: Mapping[str, Any], own: Mapping[str, Any]) -> Iterator[str]:
    """Faults of the sentences that ask for words which the program does not fill in there."""
    for key, value in own.items():
        below = base.get(key)
        if isinstance(value, dict):
            inner = _strange_braces(below if isinstance(below, dict) else {}, value)
            yield from (f"{key}.{fault}" for fault in inner)
        elif isinstance(value, str):
            known = _braces(below) if isinstance(below, str) else frozenset()
            try:
                unknown = _braces(value) - known
            except ValueError:
                yield f"{key} : accolade seule"
            else:
                yield from (f"{key} : {{{name}}} est inconnu ici" for name in sorted(unknown))


def _braces(text: str) -> frozenset[str]:
    """The names in braces. Raises ValueError for a brace alone."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def _overlay(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in own.items():
        below = merged.get(key)
        merged[key] = (
            _overlay(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
        )
    return merged
