"""How people ask: `asked.toml` for what a section answers, `gaps.toml` for what no document does.

Documents speak of «aide à la restauration», people of «sous pour la cantine». These wordings are
searched beside the documents' own words; they are never shown and never quoted.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

ASKED = "asked.toml"
GAPS = "gaps.toml"


@dataclass(frozen=True, slots=True)
class AskedSection:
    """The wordings that ask for what the section under `heading` of a document answers.

    An empty `heading` is the text before the first heading below the title.
    """

    document_id: str
    heading: str
    wordings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """The wordings that ask about a document's subject for what no document held on `checked_on`.

    An empty `document_id` is no document's subject.
    """

    document_id: str
    checked_on: date
    wordings: tuple[str, ...]


class AskedError(ValueError):
    """A file of wordings cannot be read; the message names the file, the place and the fault."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Section(_Strict):
    document: str = Field(min_length=1)
    heading: str
    asked: list[str] = Field(min_length=1)


class _Sections(_Strict):
    section: list[_Section] = []


class _Gap(_Strict):
    document: str
    checked_on: date
    asked: list[str] = Field(min_length=1)


class _Gaps(_Strict):
    gap: list[_Gap] = []


_File = TypeVar("_File", bound=BaseModel)


def load_asked(path: Path) -> tuple[AskedSection, ...]:
    """The sections of `asked.toml`, in its order; a missing file has none.

    Raises AskedError naming the file and each wrong entry.
    """
    file = _read(path, _Sections)
    return tuple(AskedSection(s.document, s.heading, tuple(s.asked)) for s in file.section)


def load_gaps(path: Path) -> tuple[Gap, ...]:
    """The gaps of `gaps.toml`, in its order; a missing file has none.

    Raises AskedError naming the file and each wrong entry.
    """
    file = _read(path, _Gaps)
    return tuple(Gap(g.document, g.checked_on, tuple(g.asked)) for g in file.gap)


def _read(path: Path, kind: type[_File]) -> _File:
    if not path.exists():
        return kind()
    try:
        return kind.model_validate(tomllib.loads(path.read_bytes().decode("utf-8")))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise AskedError(f"{path}: {error}") from error
    except ValidationError as error:
        lines = (".".join(map(str, e["loc"])) + ": " + e["msg"] for e in error.errors())
        raise AskedError(f"{path}: " + "; ".join(lines)) from error
