"""A published index, opened with the read side's own classes, and builds with the fake encoder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from assistant.index.catalogue import CATALOGUE, Catalogue
from assistant.index.location import current_version, version_dir
from assistant.index.manifest import Manifest, read_manifest
from assistant.retrieval.dense import CHROMA, ChromaDenseIndex
from assistant.retrieval.lexical import LEXICAL, LexicalIndex
from assistant.settings import Settings
from assistant.text.analyse import Analyser
from ingest.model import IngestReport
from ingest.pipeline import build
from tests.fakes import DIMENSION, BagOfWordsEmbedder

_ALL = 100_000


@dataclass
class Builder:
    """Builds one index with the fake encoder, and counts how often that one is loaded."""

    settings: Settings
    loads: int = 0
    embedder: BagOfWordsEmbedder = field(init=False)

    def __post_init__(self) -> None:
        self.embedder = BagOfWordsEmbedder(self.settings.embedder)

    def build(self) -> IngestReport:
        """Builds; afterwards `embedder.embedded` holds the texts of this build only."""
        self.loads = 0
        self.embedder.embedded.clear()
        return build(self.settings, self._load)

    def _load(self) -> BagOfWordsEmbedder:
        self.loads += 1
        return self.embedder


@dataclass(frozen=True)
class Live:
    """What the live version of an index holds, part by part."""

    version: str
    folder: Path
    manifest: Manifest
    texts: dict[str, str]  # document id to canonical text
    passages: dict[str, str]  # passage id to its text
    vectors: frozenset[str]  # passage ids
    lexical: LexicalIndex
    analyser: Analyser
    rows: tuple[str, ...]  # passage ids in the order of the lexical index

    @property
    def ids(self) -> set[str]:
        return set(self.texts)

    def finds(self, word: str) -> set[str]:
        """The documents of the passages whose head or body holds `word`, by BM25."""
        head, body = self.lexical.term_scores(self.analyser.terms(word))
        hits = np.flatnonzero((head + body).sum(axis=0))
        return {self.rows[hit].split("#")[0] for hit in hits}


@contextmanager
def open_vectors(folder: Path) -> Iterator[ChromaDenseIndex]:
    dense = ChromaDenseIndex(folder / CHROMA)
    try:
        yield dense
    finally:
        dense.close()


def live(settings: Settings, analyser: Analyser | None = None) -> Live:
    """The live version; its parts must agree with each other and with the manifest."""
    version = current_version(settings.index_dir)
    assert version is not None
    folder = version_dir(settings.index_dir, version)
    manifest = read_manifest(folder)
    catalogue = Catalogue(folder / CATALOGUE)
    with open_vectors(folder) as dense:
        found = dense.nearest(np.ones(DIMENSION, np.float32), _ALL)
    texts = {m.id: catalogue.document(m.id).text for m in catalogue.metas()}
    rows = tuple(catalogue.all_passages())
    catalogue.close()
    passages = {p.id: texts[p.document_id][p.start : p.end] for p in rows}
    vectors = frozenset(passage_id for passage_id, _ in found)
    assert vectors == set(passages)
    assert len(found) == len(vectors) == len(rows) == manifest.passages
    assert {d.id: d.passages for d in manifest.documents} == {
        i: sum(p.document_id == i for p in rows) for i in texts
    }
    assert manifest.index_version == version
    return Live(
        version=version,
        folder=folder,
        manifest=manifest,
        texts=texts,
        passages=passages,
        vectors=vectors,
        lexical=LexicalIndex(folder / LEXICAL, size=manifest.passages),
        analyser=analyser or Analyser(),
        rows=tuple(p.id for p in rows),
    )


def holds_bytes(folder: Path, text: str) -> list[Path]:
    """The files under `folder` in which the UTF-8 bytes of `text` occur."""
    needle = text.encode()
    files = (path for path in folder.rglob("*") if path.is_file())
    return [path for path in files if needle in path.read_bytes()]
