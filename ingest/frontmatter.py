"""The description of a document: front matter of Markdown and text, sidecar TOML of the rest.

Everything that is wrong with a description is reported at once, each fault with its line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
    TypeAdapter,
    ValidationError,
    field_validator,
    model_validator,
)

from assistant.types import Audience, DocumentKind, DocumentMeta, DocumentStatus
from ingest.clean import clean_text
from ingest.model import Problem, RefusalReason

_FENCE = re.compile(rb"\A(?:\xef\xbb\xbf)?---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.S | re.M)
_LONGEST_HEADER = 64 * 1024  # bytes; real ones have one or two thousand, and YAML is slow to read
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_UTF16 = "le fichier est en UTF-16 : réenregistrez-le en UTF-8"
_NO_HEADER = (
    "l'en-tête manque : le fichier doit commencer par une ligne «---», les champs, puis une ligne "
    "«---»"
)
_LONG_HEADER = (
    f"l'en-tête dépasse {_LONGEST_HEADER // 1024} Kio : vérifiez la ligne «---» qui le termine"
)
_ID = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
# The name that a line of TOML gives, of a value or of a table.
_TOML_NAME = re.compile(r"""\s*(?:\[+\s*)?["']?([A-Za-z0-9_-]+)["']?\s*[=.\]]""")
_URL = TypeAdapter(HttpUrl)

_SAYS: Mapping[str, str] = {
    "missing": "champ obligatoire absent",
    "extra_forbidden": "champ inconnu",
    "invalid_key": "champ inconnu",
    "enum": "valeur inconnue ; attendu : {expected}",
    "string_type": "un texte est attendu",
    "string_too_short": "le texte est vide",
    "string_too_long": "le texte dépasse {max_length} caractères",
    "string_pattern_mismatch": "minuscules, chiffres et tirets seulement",
    "list_type": "une liste est attendue, par exemple [habitant]",
    "too_short": "la liste est vide",
}


# Not libyaml's loader, which is faster: it ends the process on deeply nested input.
class _Loader(yaml.SafeLoader):
    """Reads every scalar as the text that is written, but for the empty ones.

    YAML's own guesses would make a date of «2026-06-18», and then refuse the whole header for one
    impossible day, 750 of «12:30» and True of «yes»: each field knows what it wants.
    """


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if tag == "tag:yaml.org,2002:null"]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _day(value: object) -> date | None:
    if isinstance(value, str):
        if not value.strip():
            return None
        if _DATE.fullmatch(value.strip()):
            try:
                return date.fromisoformat(value.strip())
            except ValueError as error:
                raise ValueError(f"ce jour n'existe pas : «{value.strip()}»") from error
    elif value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    shown = f", trouvé «{value}»" if isinstance(value, str | int | datetime) else ""
    raise ValueError(f"date attendue sous la forme AAAA-MM-JJ{shown}")


def _text(value: object) -> object:
    # «id = 2026» in TOML is a number; a person meant the text.
    text = str(value) if isinstance(value, bool | int | float) else value
    return clean_text(text) if isinstance(text, str) else text  # shown and searched as the body is


_Day = Annotated[date | None, BeforeValidator(_day)]
# Bounds first: put after the validator they would be those of any sequence, in other words.
_Text = Annotated[str, Field(min_length=1, max_length=400), BeforeValidator(_text)]


class _Description(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    id: Annotated[str, Field(pattern=_ID, max_length=100), BeforeValidator(_text)]
    title: _Text
    publisher: _Text
    kind: DocumentKind
    status: DocumentStatus
    audience: Annotated[list[Audience], Field(min_length=1)]
    themes: list[_Text]
    published_on: _Day
    valid_from: _Day
    valid_until: _Day
    checked_on: _Day
    url: _Text
    source: _Text
    licence: _Text
    aliases: list[_Text] = []

    @field_validator("checked_on")
    @classmethod
    def _checked(cls, value: date | None) -> date | None:
        if value is None:
            raise ValueError("la date de vérification est obligatoire (AAAA-MM-JJ)")
        return value

    @field_validator("url")
    @classmethod
    def _is_url(cls, value: str) -> str:
        try:
            _URL.validate_python(value)
        except ValidationError as error:
            raise ValueError(
                f"adresse web complète attendue (https://…), trouvé «{value}»"
            ) from error
        return value

    @model_validator(mode="after")
    def _ordered(self) -> _Description:
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValueError("valid_until précède valid_from")
        return self


@dataclass(frozen=True, slots=True)
class Description:
    """A description that was read: `meta` is None exactly when there are problems."""

    meta: DocumentMeta | None
    problems: tuple[Problem, ...]


def split_front_matter(path: Path, data: bytes) -> Description:
    """The description at the head of a Markdown or text file."""
    match = _FENCE.match(data)
    if match is None:
        return _failed(path, 1, _UTF16 if data.startswith(_UTF16_MARKS) else _NO_HEADER)
    raw = match.group(1)
    if len(raw) > _LONGEST_HEADER:
        return _failed(path, 1, _LONG_HEADER)
    try:
        source = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 2
        message = "l'en-tête n'est pas en UTF-8 : réenregistrez le fichier en UTF-8"
        return _failed(path, line, message)
    try:
        loader = _Loader(source)
        node = loader.get_single_node()
        values = loader.construct_document(node) if node is not None else None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        line = _yaml_line(error, source)
        return _failed(path, line, f"l'en-tête n'est pas du YAML valide ({_first_line(error)})")
    if not isinstance(node, yaml.MappingNode) or not isinstance(values, dict):
        return _failed(path, 1, "l'en-tête doit être une suite de «champ: valeur»")
    lines = {key.value: key.start_mark.line + 2 for key, _ in node.value}
    repeated = [
        Problem(
            path, key.start_mark.line + 2, RefusalReason.METADATA, f"{key.value} : champ répété"
        )
        for i, (key, _) in enumerate(node.value)
        if key.value in {k.value for k, _ in node.value[:i]}
    ]
    return _validate(path, values, lines, tuple(repeated))


def body_of(data: bytes) -> bytes:
    """What stands after the front matter, behind as many empty lines: line numbers stay true."""
    match = _FENCE.match(data)
    return b"\n" * match.group().count(b"\n") + data[match.end() :] if match else data


def read_sidecar(path: Path) -> Description:
    """The description in the sidecar `path` (TOML) of a binary file of the same stem."""
    try:
        source = path.read_text("utf-8-sig")
        values = tomllib.loads(source)
    except UnicodeDecodeError:
        return _failed(path, 1, "le fichier n'est pas en UTF-8")
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        return _failed(path, int(found[1]) if found else 1, f"TOML invalide ({error})")
    lines: dict[str, int] = {}
    for number, line in enumerate(source.split("\n"), start=1):
        if key := _TOML_NAME.match(line):
            lines.setdefault(key[1], number)
    return _validate(path, values, lines, ())


def validate_description(
    path: Path, values: Mapping[str, Any], *, line: int | None = None
) -> Description:
    """The description that a data file's own table gives (see reference.py)."""
    return _validate(path, dict(values), dict.fromkeys(values, line or 1), ())


def _validate(
    path: Path, values: dict[str, Any], lines: Mapping[str, int], already: tuple[Problem, ...]
) -> Description:
    # TOML has no null: a date field left out of a sidecar is an empty one.
    for optional in ("published_on", "valid_from", "valid_until"):
        if path.suffix == ".toml":
            values.setdefault(optional, None)
    try:
        d = _Description.model_validate(values)
    except ValidationError as error:
        found = tuple(
            Problem(
                path, lines.get(str(e["loc"][0]), 1) if e["loc"] else 1, RefusalReason.METADATA, m
            )
            for e in error.errors()
            for m in [_message(e)]
        )
        problems = sorted((*already, *found), key=lambda p: p.line or 0)
        return Description(None, tuple(problems))
    if already:
        return Description(None, already)
    assert d.checked_on is not None  # noqa: S101 - the validator has refused None
    meta = DocumentMeta(
        id=d.id,
        title=d.title,
        publisher=d.publisher,
        kind=d.kind,
        status=d.status,
        audience=tuple(d.audience),
        themes=tuple(d.themes),
        published_on=d.published_on,
        valid_from=d.valid_from,
        valid_until=d.valid_until,
        checked_on=d.checked_on,
        url=d.url,
        source=d.source,
        licence=d.licence,
        aliases=tuple(d.aliases),
    )
    return Description(meta, ())


def _message(error: Any) -> str:
    field = ".".join(str(part) for part in error["loc"])
    context = error.get("ctx", {})
    says = _SAYS.get(error["type"])
    if says is not None:
        text = says.format(**{k: str(v).replace(" or ", ", ") for k, v in context.items()})
    else:
        text = str(context["error"]) if "error" in context else str(error["msg"])
    return f"{field} : {text}" if field else text


def _failed(path: Path, line: int, message: str) -> Description:
    return Description(None, (Problem(path, line, RefusalReason.METADATA, message),))


def _yaml_line(error: Exception, source: str) -> int:
    """The line of the file, the opening «---» included, where the parser stopped."""
    mark = getattr(error, "problem_mark", None)
    if mark is not None:
        return int(mark.line) + 2
    position = getattr(error, "position", 0)  # of a character that YAML does not allow
    return source.count("\n", 0, position) + 2


def _first_line(error: Exception) -> str:
    return (getattr(error, "problem", None) or str(error)).splitlines()[0]
