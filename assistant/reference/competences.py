"""Who is responsible for what: the matters of `competences.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.text.analyse import Analyser

COMPETENCES = "competences.toml"
COMPETENCES_DOCUMENT = "qui-fait-quoi"


class CompetencesError(ValueError):
    """`competences.toml` cannot be read; the message names the file, the place and the fault."""


class Level(StrEnum):
    """The kind of authority responsible for a matter."""

    REGION = "region"
    STATE = "etat"
    DEPARTMENT = "departement"
    MUNICIPALITY = "commune"
    CHAMBER = "chambre"
    BODY = "organisme"
    OTHER = "autre"


class _Matter(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    id: str = Field(min_length=1)
    label: str = Field(min_length=1)
    level: Level
    authority: str = Field(min_length=1)
    sentence: str = Field(min_length=1)
    region_role: str = ""
    triggers: list[str] = Field(min_length=1)
    contact_label: str = ""
    contact_url: str = ""
    contact_phone: str = ""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    document: dict[str, Any] = {}
    matter: list[_Matter] = []


@dataclass(frozen=True, slots=True)
class Matter:
    """An everyday matter and who is responsible for it."""

    id: str
    label: str
    level: Level
    authority: str
    sentence: str
    region_role: str
    triggers: tuple[str, ...]
    contact_label: str
    contact_url: str
    contact_phone: str


@dataclass(frozen=True, slots=True)
class Competences:
    """The matters, and the description under which ingestion makes a document of them."""

    matters: tuple[Matter, ...]
    document: tuple[tuple[str, Any], ...] = ()


def load_competences(path: Path) -> Competences:
    """The matters of a TOML file; a missing file has none.

    Raises CompetencesError naming each wrong entry.
    """
    if not path.exists():
        return Competences(())
    try:
        file = _File.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CompetencesError(f"{path}: {error}") from error
    except ValidationError as error:
        faults = (".".join(map(str, e["loc"])) + " : " + e["msg"] for e in error.errors())
        raise CompetencesError(f"{path}: " + "; ".join(faults)) from error
    return Competences(
        tuple(
            Matter(**{**m.model_dump(exclude={"triggers"}), "triggers": tuple(m.triggers)})
            for m in file.matter
        ),
        tuple(file.document.items()),
    )


class CompetenceMatcher:
    """Finds the matters that a question is about, by the words of their triggers."""

    def __init__(self, matters: Sequence[Matter], analyser: Analyser) -> None:
        self._by_label = {matter.label: matter for matter in matters}
        self._triggers = [
            (frozenset(analyser.terms(trigger)), matter)
            for matter in matters
            for trigger in matter.triggers
        ]

    def labelled(self, label: str) -> Matter | None:
        """The matter that stands under this heading of «Qui fait quoi»."""
        return self._by_label.get(label)

    def match(self, terms: frozenset[str]) -> Matter | None:
        """The matter with the longest trigger all of whose terms occur in `terms`, if any."""
        hits = [(len(t), m) for t, m in self._triggers if t and t <= terms]
        return max(hits, key=lambda hit: (hit[0], hit[1].id))[1] if hits else None
