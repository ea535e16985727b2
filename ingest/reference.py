"""Data files that people ask about become documents too, so that their answers are cited.

`competences.toml` gives «Qui fait quoi»; `structures.csv` gives «Où rencontrer quelqu'un». Its
demonstration rows are no places: no document, and so no answer, is made of them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.reference.competences import (
    COMPETENCES,
    COMPETENCES_DOCUMENT,
    Competences,
    CompetencesError,
    load_competences,
)
from assistant.reference.structures import (
    STRUCTURES,
    Structure,
    StructuresError,
    load_structures,
)
from assistant.types import Audience, DocumentKind, DocumentMeta, DocumentStatus
from ingest.frontmatter import validate_description
from ingest.model import Problem, RefusalReason, SourceFile

# After the path: «:3: message», «: message», or tomllib's «: message (at line 3, column 1)».
_PLACE = re.compile(
    r"(?::(?P<line>\d+))?: (?P<message>(?:.*?\(at line (?P<toml_line>\d+), column)?.*)"
)
STRUCTURES_DOCUMENT = "ou-rencontrer-quelqu-un"
_REGION_SITE = "https://www.hautsdefrance.fr/"
_LICENCE = "Licence Ouverte 2.0"


def reference_documents(corpus: Path) -> tuple[list[SourceFile], list[Problem]]:
    """The documents made of the data files of `corpus`, and what is wrong with these files."""
    sources: list[SourceFile] = []
    problems: list[Problem] = []
    path = corpus / COMPETENCES
    try:
        competences = load_competences(path)
    except CompetencesError as error:
        problems += data_file_problems(path, error)
    else:
        if competences.matters:
            described = validate_description(path, _competences_fields(competences))
            problems += described.problems
            if described.meta is not None:
                sources.append(_source(path, described.meta, competences_text(competences)))
    path = corpus / STRUCTURES
    try:
        structures = load_structures(path)
    except StructuresError as error:
        problems += data_file_problems(path, error)
    else:
        rows = [s for s in structures if not s.demonstration]
        if rows:
            sources.append(_source(path, _structures_meta(rows), structures_text(rows)))
    return sources, problems


def data_file_problems(path: Path, error: ValueError) -> list[Problem]:
    """What a loader found wrong with the data file `path`, one problem a line of its message."""
    problems = []
    for said in str(error).splitlines():
        place = _PLACE.match(said.removeprefix(str(path)))
        message = said if place is None else place["message"]
        line = place and (place["line"] or place["toml_line"])
        problems.append(Problem(path, int(line) if line else None, RefusalReason.METADATA, message))
    return problems


def competences_text(competences: Competences) -> str:
    """Markdown with one section a matter: who is responsible, then what the Region does."""
    sections = []
    for m in competences.matters:
        paragraph = f"{m.sentence} {m.region_role}".strip()
        sections.append(f"## {m.label}\n\n{paragraph}\n")
    return "\n".join(sections)


def structures_text(rows: Sequence[Structure]) -> str:
    """Markdown with one section a place; only what is known of it is said."""
    sections = []
    for s in rows:
        where = ", ".join(part for part in (s.address, f"{s.postcode} {s.commune}".strip()) if part)
        known = [("adresse", where), ("horaires", s.opening_hours), ("téléphone", s.phone)]
        known += [("courriel", s.email), ("site", s.url)]
        said = [f"{s.name}, {label}\u00a0: {value}." for label, value in known if value]
        sections.append(f"## {s.name}\n\n" + "\n\n".join(said) + "\n")
    return "\n".join(sections)


def _source(path: Path, meta: DocumentMeta, text: str) -> SourceFile:
    digest = hashlib.sha256(f"{meta}\n{text}".encode()).hexdigest()
    return SourceFile(path, meta.id, digest, meta, generated=text)


def _competences_fields(competences: Competences) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "id": COMPETENCES_DOCUMENT,
        "title": "Qui fait quoi\u00a0: Région, État, Département, commune",
        "publisher": "Région Hauts-de-France",
        "kind": "reference",
        "status": "synthese",
        "audience": [a.value for a in Audience],
        "themes": ["compétences"],
        "url": "https://www.service-public.fr/",
        "source": "Sites publics des services nommés",
        "licence": _LICENCE,
    }
    return fields | dict(competences.document)


def _structures_meta(rows: Sequence[Structure]) -> DocumentMeta:
    checked = max(s.verified_on for s in rows)
    return DocumentMeta(
        id=STRUCTURES_DOCUMENT,
        title="Où rencontrer quelqu'un",
        publisher="Région Hauts-de-France",
        kind=DocumentKind.REFERENCE,
        status=DocumentStatus.SYNTHESIS,
        audience=tuple(Audience),
        themes=("lieux",),
        published_on=None,
        valid_from=None,
        valid_until=None,
        checked_on=checked,
        url=_REGION_SITE,
        source="; ".join(dict.fromkeys(s.source for s in rows if s.source)) or STRUCTURES,
        licence=_LICENCE,
        aliases=("adresse", "où aller", "rencontrer un agent"),
    )
