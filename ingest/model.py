"""Values that travel between the stages of ingestion."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from assistant.types import BlockKind, DocumentMeta


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A block as an extractor saw it: text not yet cleaned, no offsets yet.

    `level` is the heading level (from 1) or the list depth (from 1). `page` counts from 1 where the
    format has pages. A table row's text already names its columns («Montant : 200 € ; Date : …»).
    """

    kind: BlockKind
    text: str
    level: int = 0
    page: int | None = None


class RefusalReason(StrEnum):
    """Why a file is not taken into the index."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    WRONG_FORMAT = "wrong_format"
    WRONG_ENCODING = "wrong_encoding"
    ARCHIVE_BOMB = "archive_bomb"
    NO_TEXT = "no_text"
    METADATA = "metadata"
    UNKNOWN_FORMAT = "unknown_format"
    DUPLICATE_ID = "duplicate_id"


class ExtractionRefused(Exception):
    """A file cannot be read: carries the reason and a sentence that says what to do."""

    def __init__(self, reason: RefusalReason, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a file of the corpus, with its place and the way out.

    `document` is the file that is not taken because of it, where that is not `path` itself: the
    fault of a sidecar keeps its document out.
    """

    path: Path
    line: int | None
    reason: RefusalReason
    message: str
    document: Path | None = None

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line is not None else str(self.path)
        return f"{place}: {self.message}"

    @property
    def subject(self) -> Path:
        """The file that is not taken, or the folder that cannot be read."""
        return self.document or self.path


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A document of the corpus and the digest of all the bytes that it was read from.

    `meta` is None when the live index already holds a document of this path and digest: its
    description was validated then. `generated` is the Markdown that stands for a data file.
    """

    path: Path
    document_id: str
    digest: str
    meta: DocumentMeta | None
    generated: str | None = None


@dataclass(frozen=True, slots=True)
class CorpusScan:
    """What a corpus folder holds: documents in order of path, data files, and all that is wrong."""

    sources: tuple[SourceFile, ...]
    data_files: tuple[Path, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What a build did; shown at its end and stored in the manifest."""

    index_version: str
    documents: int
    passages: int
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    embedded: int
    refused: tuple[Problem, ...]
    seconds: float
    already_current: bool = False
