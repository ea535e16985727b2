"""Nearest vectors, from Chroma on disk."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from assistant.retrieval.embedder import Vectors

if TYPE_CHECKING:
    from chromadb.api.client import Client

CHROMA = "chroma"
COLLECTION = "passages"


def open_client(folder: Path) -> Client:
    """A Chroma client on `folder`, without telemetry."""
    # Imported here: Chroma costs most of a second that --help and a no-change check do not owe.
    import chromadb  # noqa: PLC0415
    from chromadb.config import Settings as ChromaSettings  # noqa: PLC0415

    client = chromadb.PersistentClient(
        path=str(folder), settings=ChromaSettings(anonymized_telemetry=False)
    )
    return cast("Client", client)  # declared as the API it implements, which lacks close()


class ChromaDenseIndex:
    """The vectors of an index version, nearest first by cosine."""

    def __init__(self, folder: Path) -> None:
        """`folder` is the version's `chroma/`."""
        # Chroma writes beside its data even to read, and opens files again as it answers: with a
        # copy of its own, a published version never changes, may lie on a read-only system, and
        # may be removed while an answer is under way.
        self._copy = tempfile.TemporaryDirectory(prefix="assistant-index-")
        self._client = open_client(Path(shutil.copytree(folder, Path(self._copy.name) / CHROMA)))
        try:
            self._collection = self._client.get_collection(COLLECTION, embedding_function=None)
            self._size = self._collection.count()
        except Exception:
            self.close()  # Chroma would hand the same client out again for this folder
            raise

    def nearest(self, query: Vectors, k: int) -> list[tuple[str, float]]:
        """At most `k` (passage id, cosine similarity), best first; ties by id."""
        if self._size == 0:
            return []
        found = self._collection.query(
            query_embeddings=np.asarray([query], dtype=np.float32),
            n_results=min(k, self._size),
            include=["distances"],
        )
        distances = found["distances"]
        assert distances is not None  # noqa: S101 - asked for in `include`
        pairs = zip(found["ids"][0], distances[0], strict=True)
        return sorted(((i, 1.0 - d) for i, d in pairs), key=lambda pair: (-pair[1], pair[0]))

    def close(self) -> None:
        """Releases the files."""
        self._client.close()
        self._copy.cleanup()
