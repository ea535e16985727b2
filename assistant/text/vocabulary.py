"""The Region's vocabulary: acronyms, programme names and their variants, synonyms, spellings."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError


@dataclass(frozen=True, slots=True)
class SynonymGroup:
    """Terms that may stand for one another; `weight` is what a match by synonym is worth."""

    terms: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything that `vocabulary.toml` says; `digest` identifies its content."""

    variants: tuple[tuple[str, str], ...]  # (what is written, its canonical form)
    synonyms: tuple[SynonymGroup, ...]
    spellings: tuple[tuple[str, str], ...]  # (wrong, right)
    programmes: tuple[str, ...]
    digest: str


class VocabularyError(ValueError):
    """`vocabulary.toml` cannot be read; the message names the file, the place and the fault."""


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Acronym(_Row):
    short: str = Field(min_length=1)
    long: list[str]


class _Programme(_Row):
    name: str = Field(min_length=1)
    variants: list[str] = []


class _Synonyms(_Row):
    terms: list[str] = Field(min_length=2)
    weight: float = Field(default=0.5, gt=0, le=1)


class _Spelling(_Row):
    wrong: str = Field(min_length=1)
    right: str = Field(min_length=1)


class _File(_Row):
    acronym: list[_Acronym] = []
    programme: list[_Programme] = []
    synonyms: list[_Synonyms] = []
    spelling: list[_Spelling] = []


EMPTY_VOCABULARY = Vocabulary((), (), (), (), digest=hashlib.sha256(b"").hexdigest())


def load_vocabulary(path: Path) -> Vocabulary:
    """The vocabulary of a TOML file; a missing file is an empty vocabulary.

    Raises VocabularyError naming the file and each wrong entry.
    """
    if not path.exists():
        return EMPTY_VOCABULARY
    raw = path.read_bytes()
    try:
        file = _File.model_validate(tomllib.loads(raw.decode("utf-8")))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise VocabularyError(f"{path}: {error}") from error
    except ValidationError as error:
        lines = (".".join(map(str, e["loc"])) + ": " + e["msg"] for e in error.errors())
        raise VocabularyError(f"{path}: " + "; ".join(lines)) from error
    variants = [(long, a.short) for a in file.acronym for long in a.long]
    variants += [(variant, p.name) for p in file.programme for variant in p.variants]
    return Vocabulary(
        variants=tuple(variants),
        synonyms=tuple(SynonymGroup(tuple(s.terms), s.weight) for s in file.synonyms),
        spellings=tuple((s.wrong, s.right) for s in file.spelling),
        programmes=tuple(p.name for p in file.programme),
        digest=hashlib.sha256(raw).hexdigest(),
    )
