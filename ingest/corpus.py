"""What a corpus folder holds, checked: documents, data files, and every fault at once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from assistant.reference.asked import ASKED, GAPS, AskedError, load_asked, load_gaps
from assistant.reference.competences import COMPETENCES
from assistant.reference.messages import MESSAGES, MessagesError, load_messages
from assistant.reference.structures import STRUCTURES
from assistant.text.vocabulary import VocabularyError, load_vocabulary
from ingest.extract import FORMATS
from ingest.frontmatter import Description, body_of, read_sidecar, split_front_matter
from ingest.model import CorpusScan, ExtractionRefused, Problem, RefusalReason, SourceFile
from ingest.reference import data_file_problems, reference_documents

DOCUMENTS = "documents"
VOCABULARY = "vocabulary.toml"
DATA_FILES = (VOCABULARY, COMPETENCES, STRUCTURES, MESSAGES, ASKED, GAPS)

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
    unique, duplicates = _unique(_indexed_first([*sources, *generated], corpus, known or {}))
    data_files = tuple(corpus / name for name in DATA_FILES if (corpus / name).exists())
    return CorpusScan(tuple(unique), data_files, tuple(problems + duplicates))


def read_body(source: SourceFile) -> bytes:
    """The bytes to extract: a file's content without its front matter."""
    if source.generated is not None:
        return source.generated.encode()
    data = source.path.read_bytes()
    if source.path.suffix.lower() in _FRONT_MATTER_SUFFIXES and not _sidecar(source.path).exists():
        return body_of(data)
    return data


def suffix_of(source: SourceFile) -> str:
    """The format of a source, as a lower-case suffix with its dot."""
    return ".md" if source.generated is not None else source.path.suffix.lower()


def _document_files(corpus: Path, problems: list[Problem]) -> Iterator[Path]:
    """The documents' paths in order; what is no document and no sidecar is a problem."""
    files = sorted(_files(corpus / DOCUMENTS, problems))
    described = {f.with_suffix("") for f in files if f.suffix.lower() in FORMATS}
    root = corpus.resolve()
    for path in files:
        is_description = path.suffix.lower() == ".toml"
        if is_description and path.with_suffix("") in described:
            continue  # read with its document
        if (shown := _shown(path)) != path:
            message = "le nom de ce fichier n'est pas en UTF-8 : renommez-le"
            problems.append(Problem(shown, None, RefusalReason.METADATA, message))
        elif fault := _link_fault(path, root):
            problems.append(Problem(path, None, RefusalReason.METADATA, fault))
        elif not path.is_file():
            continue  # a socket, a pipe
        elif is_description:
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


def _files(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    """What lies under `folder` and is no folder; hidden names are left out."""

    def report(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            path, message = Path(error.filename), f"dossier illisible : {error.strerror}"
            problems.append(Problem(path, None, RefusalReason.DAMAGED, message))

    for where, folders, files in os.walk(folder, onerror=report):
        folders[:] = [name for name in folders if not _is_hidden(name)]
        # A link to a folder is not entered, so that no loop is: it comes out as a file.
        links = [name for name in folders if Path(where, name).is_symlink()]
        yield from (Path(where, name) for name in (*files, *links) if not _is_hidden(name))


def _shown(path: Path) -> Path:
    """`path` as it can be written: a mark stands for each byte of it that is not UTF-8."""
    return Path(os.fsencode(path).decode("utf-8", errors="replace"))


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$"))  # «~$…» is the lock file of a document open in Word


def _link_fault(path: Path, root: Path) -> str | None:
    if path.is_symlink() and not path.exists():
        return "ce lien ne mène à aucun fichier : copiez le fichier lui-même"
    if not path.resolve().is_relative_to(root):
        return "lien vers un fichier hors du corpus : copiez le fichier lui-même"
    return "lien vers un dossier : copiez le dossier lui-même" if path.is_dir() else None


def _read_source(
    path: Path, corpus: Path, max_file_mib: int, known: Mapping[str, tuple[str, str]]
) -> tuple[SourceFile | None, list[Problem]]:
    sidecar = _sidecar(path)
    try:
        if fault := _fault_outside(path, sidecar, corpus, max_file_mib):
            return None, [fault]
        data = path.read_bytes()
        has_sidecar = sidecar.exists()
        digest = hashlib.sha256(data)
        if has_sidecar:
            digest.update(b"\0" + sidecar.read_bytes())
        relative = path.relative_to(corpus).as_posix()
        if relative in known and known[relative][0] == digest.hexdigest():
            return SourceFile(path, known[relative][1], digest.hexdigest(), None), []
        described = _describe(path, data, sidecar if has_sidecar else None)
    except OSError as error:
        return None, [Problem(path, None, RefusalReason.DAMAGED, f"illisible : {error.strerror}")]
    if described.meta is None:
        return None, [replace(problem, document=path) for problem in described.problems]
    return SourceFile(path, described.meta.id, digest.hexdigest(), described.meta), []


def _fault_outside(path: Path, sidecar: Path, corpus: Path, max_file_mib: int) -> Problem | None:
    """What keeps a document from being read at all."""
    if fault := _link_fault(sidecar, corpus.resolve()):
        return Problem(sidecar, None, RefusalReason.METADATA, fault, document=path)
    size = path.stat().st_size
    if size == 0:
        return Problem(path, None, RefusalReason.EMPTY, "le fichier est vide")
    if sidecar.exists():
        size += sidecar.stat().st_size
    if size > max_file_mib * _MIB:
        message = (
            f"le fichier pèse {size / _MIB:.0f} Mio, plus que la limite de {max_file_mib} Mio "
            "(ASSISTANT_INGEST__MAX_FILE_MIB)"
        )
        return Problem(path, None, RefusalReason.TOO_LARGE, message)
    return None


def _describe(path: Path, data: bytes, sidecar: Path | None) -> Description:
    may_describe_itself = path.suffix.lower() in _FRONT_MATTER_SUFFIXES
    if sidecar is not None:
        if may_describe_itself and split_front_matter(path, data).meta is not None:
            message = f"deux descriptions : gardez l'en-tête ou {sidecar.name}, pas les deux"
            return Description(None, (Problem(path, 1, RefusalReason.METADATA, message),))
        return read_sidecar(sidecar)
    if may_describe_itself:
        return split_front_matter(path, data)
    message = f"la description manque : ajoutez {path.with_suffix('.toml').name} à côté du fichier"
    return Description(None, (Problem(path, None, RefusalReason.METADATA, message),))


def _sidecar(path: Path) -> Path:
    return path.with_suffix(".toml")


def _indexed_first(
    sources: list[SourceFile], corpus: Path, known: Mapping[str, tuple[str, str]]
) -> list[SourceFile]:
    """`sources` with the files that the live index holds under their id before all others.

    A copy whose id somebody forgot to change must not take the place of its original.
    """

    def is_new(source: SourceFile) -> bool:
        if not source.path.is_relative_to(corpus):
            return False
        held = known.get(source.path.relative_to(corpus).as_posix())
        return held is None or held[1] != source.document_id

    return sorted(sources, key=is_new)


def _unique(sources: list[SourceFile]) -> tuple[list[SourceFile], list[Problem]]:
    seen: dict[str, Path] = {}
    kept: list[SourceFile] = []
    problems: list[Problem] = []
    for source in sources:
        if source.document_id in seen:
            message = f"id «{source.document_id}» déjà pris par {seen[source.document_id]}"
            sidecar = _sidecar(source.path)
            place = sidecar if sidecar.exists() else source.path
            problems.append(
                Problem(place, 1, RefusalReason.DUPLICATE_ID, message, document=source.path)
            )
        else:
            seen[source.document_id] = source.path
            kept.append(source)
    return kept, problems


def _data_problems(corpus: Path) -> list[Problem]:
    problems: list[Problem] = []
    for name, load, fault in (
        (VOCABULARY, load_vocabulary, VocabularyError),
        (MESSAGES, load_messages, MessagesError),
        (ASKED, load_asked, AskedError),
        (GAPS, load_gaps, AskedError),
    ):
        try:
            load(corpus / name)
        except fault as error:
            problems += data_file_problems(corpus / name, error)
    return problems


__all__ = ["DATA_FILES", "ExtractionRefused", "read_body", "scan_corpus", "suffix_of"]
