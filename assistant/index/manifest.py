"""`manifest.json`: what an index version holds and with what it was made."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.errors import IndexFault, IndexUnavailable
from assistant.types import DocumentKind, DocumentStatus

MANIFEST = "manifest.json"
FORMAT = 4  # raised when the layout of an index version changes: older ones are rebuilt


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ManifestEmbedder(_Part):
    """The encoder whose vectors the index holds."""

    name: str
    revision: str
    dimension: int
    max_tokens: int


class ManifestDocument(_Part):
    """One document of the index."""

    id: str
    path: str
    digest: str
    title: str
    kind: DocumentKind
    status: DocumentStatus
    published_on: date | None
    valid_from: date | None
    valid_until: date | None
    checked_on: date
    passages: int


class ManifestRefusal(_Part):
    """A file that was not taken, and why."""

    path: str
    line: int | None
    reason: str
    message: str
    kept_previous: bool


class Manifest(_Part):
    """The contract of one index version.

    `inputs` is the digest of all that the build was made from: an equal one means nothing to do.
    """

    format: int
    index_version: str
    inputs: str = ""
    created_at: datetime
    embedder: ManifestEmbedder
    analyser_version: str
    segmenter_version: str
    data_digests: dict[str, str]
    documents: tuple[ManifestDocument, ...]
    passages: int
    refused: tuple[ManifestRefusal, ...]
    files: dict[str, int]  # path within the version to size in bytes
    screening: tuple[str, ...] = ()

    @property
    def corpus_updated_on(self) -> date | None:
        """The latest day on which a person checked a document of this index."""
        return max((d.checked_on for d in self.documents), default=None)


def file_sizes(version_dir: Path) -> dict[str, int]:
    """The size of each file of a version but its manifest; a published version never changes."""
    return {
        path.relative_to(version_dir).as_posix(): path.stat().st_size
        for path in sorted(version_dir.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


def read_manifest(version_dir: Path) -> Manifest:
    """The manifest of an index version.

    Raises IndexUnavailable when it is missing, damaged, or of another format.
    """
    path = version_dir / MANIFEST
    try:
        manifest = Manifest.model_validate_json(path.read_bytes())
    except FileNotFoundError as error:
        raise IndexUnavailable(IndexFault.MISSING, f"{path} manque.") from error
    except OSError as error:
        raise IndexUnavailable(IndexFault.DAMAGED, f"{path} est illisible.") from error
    except ValidationError as error:
        raise IndexUnavailable(
            IndexFault.DAMAGED, f"{path} est illisible ou d'un autre format."
        ) from error
    if manifest.format != FORMAT:
        raise IndexUnavailable(
            IndexFault.DAMAGED, f"{path} est au format {manifest.format}, attendu {FORMAT}."
        )
    return manifest
