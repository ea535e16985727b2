"""What a corpus folder holds, checked: documents, data files, and every fault at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from assistant.reference.competences import COMPETENCES
from assistant.reference.messages import MESSAGES, MessagesError, load_messages
from assistant.reference.structures import STRUCTURES
from assistant.text.vocabulary import VocabularyError, load_vocabulary
from ingest.extract import FORMATS
from ingest.frontmatter import Description, read_sidecar, split_front_matter
from ingest.model import CorpusScan, ExtractionRefused, Problem, RefusalReason, SourceFile
from ingest.reference import reference_documents

DOCUMENTS = "documents"
VOCABULARY = "vocabulary.toml"
DATA_FILES = (VOCABULARY, COMPETENCES, STRUCTURES, MESSAGES)

_FRONT_MATTER_SUFFIXES = {".md", ".txt"}
_MIB = 1024 * 1024


def scan_corpus(
    corpus: Path, *, max_file_mib: int, known: Mapping[str, tuple[str, str]] | None = None
) -> CorpusScan:
    """Everything in `corpus`, and everything wrong with it.

    `known` maps a path (relative to the corpus) to the (digest, document id) that the live index
    holds: such a file, if unchanged, is not read again. A missing data file counts as empty.
    """
    if not corpus.is_dir():
        problem = Problem(
            corpus, None, RefusalReason.EMPTY, "ce dossier n'existe pas : vérifiez --corpus"
        )
        return CorpusScan((), (), (problem,))
    sources: list[SourceFile] = []
    problems: list[Problem] = []
    for path in _document_files(corpus, problems):
        source, faults = _read_source(path, corpus, max_file_mib, known or {})
        problems += faults
        if source is not None:
            sources.append(source)
    generated, faults = reference_documents(corpus)
    problems += faults + _data_problems(corpus)
    unique, duplicates = _unique([*sources, *generated])
    data_files = tuple(corpus / name for name in DATA_FILES if (corpus / name).exists())
    return CorpusScan(tuple(unique), data_files, tuple(problems + duplicates))


def read_body(source: SourceFile) -> bytes:
    """The bytes to extract: a file's content without its front matter."""
    if source.generated is not None:
        return source.generated.encode()
    data = source.path.read_bytes()
    if source.path.suffix.lower() in _FRONT_MATTER_SUFFIXES and not _sidecar(source.path).exists():
        return split_front_matter(source.path, data).body
    return data


def suffix_of(source: SourceFile) -> str:
    """The format of a source, as a lower-case suffix with its dot."""
    return ".md" if source.generated is not None else source.path.suffix.lower()


def _document_files(corpus: Path, problems: list[Problem]) -> Iterator[Path]:
    root = corpus.resolve()
    for path in sorted((corpus / DOCUMENTS).rglob("*")):
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(corpus).parts)
        if hidden or not path.is_file():
            continue
        if not path.resolve().is_relative_to(root):
            message = "lien vers un fichier hors du corpus : copiez le fichier lui-même"
            problems.append(Problem(path, None, RefusalReason.METADATA, message))
        elif path.suffix.lower() == ".toml":
            if not any(path.with_suffix(s).exists() for s in FORMATS):
                message = "description sans document : aucun fichier de même nom à côté"
                problems.append(Problem(path, None, RefusalReason.METADATA, message))
        elif path.suffix.lower() in FORMATS:
            yield path
        else:
            message = (
                f"format «{path.suffix or 'sans extension'}» non pris en charge ; "
                f"formats lus : {', '.join(sorted(FORMATS))}"
            )
            problems.append(Problem(path, None, RefusalReason.UNKNOWN_FORMAT, message))


def _read_source(
    path: Path, corpus: Path, max_file_mib: int, known: Mapping[str, tuple[str, str]]
) -> tuple[SourceFile | None, list[Problem]]:
    size = path.stat().st_size
    if size == 0:
        return None, [Problem(path, None, RefusalReason.EMPTY, "le fichier est vide")]
    if size > max_file_mib * _MIB:
        message = (
            f"le fichier pèse {size / _MIB:.0f} Mio, plus que la limite de {max_file_mib} Mio "
            "(ASSISTANT_INGEST__MAX_FILE_MIB)"
        )
        return None, [Problem(path, None, RefusalReason.TOO_LARGE, message)]
    sidecar = _sidecar(path)
    try:
        data = path.read_bytes()
        beside = sidecar.read_bytes() if sidecar.exists() else None
    except OSError as error:
        return None, [Problem(path, None, RefusalReason.DAMAGED, f"illisible : {error.strerror}")]
    digest = hashlib.sha256(data)
    if beside is not None:
        digest.update(b"\0" + beside)
    relative = path.relative_to(corpus).as_posix()
    if relative in known and known[relative][0] == digest.hexdigest():
        return SourceFile(path, known[relative][1], digest.hexdigest(), None), []
    described = _describe(path, data, sidecar if beside is not None else None)
    if described.meta is None:
        return None, list(described.problems)
    return SourceFile(path, described.meta.id, digest.hexdigest(), described.meta), []


def _describe(path: Path, data: bytes, sidecar: Path | None) -> Description:
    if sidecar is not None:
        return read_sidecar(sidecar)
    if path.suffix.lower() in _FRONT_MATTER_SUFFIXES:
        return split_front_matter(path, data)
    message = f"la description manque : ajoutez {path.with_suffix('.toml').name} à côté du fichier"
    return Description(None, (Problem(path, None, RefusalReason.METADATA, message),))


def _sidecar(path: Path) -> Path:
    return path.with_suffix(".toml")


def _unique(sources: list[SourceFile]) -> tuple[list[SourceFile], list[Problem]]:
    seen: dict[str, Path] = {}
    kept: list[SourceFile] = []
    problems: list[Problem] = []
    for source in sources:
        if source.document_id in seen:
            message = f"id «{source.document_id}» déjà pris par {seen[source.document_id]}"
            problems.append(Problem(source.path, 1, RefusalReason.DUPLICATE_ID, message))
        else:
            seen[source.document_id] = source.path
            kept.append(source)
    return kept, problems


def _data_problems(corpus: Path) -> list[Problem]:
    problems = []
    for name, load, fault in (
        (VOCABULARY, load_vocabulary, VocabularyError),
        (MESSAGES, load_messages, MessagesError),
    ):
        try:
            load(corpus / name)
        except fault as error:
            problems.append(Problem(corpus / name, None, RefusalReason.METADATA, str(error)))
    return problems


__all__ = ["DATA_FILES", "ExtractionRefused", "read_body", "scan_corpus", "suffix_of"]
