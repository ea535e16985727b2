"""Writing one index version beside the live one."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import bm25s

from assistant.index.catalogue import (
    CATALOGUE,
    SCHEMA,
    decode_meta,
    encode_blocks,
    encode_meta,
    encode_units,
)
from assistant.reference.asked import AskedSection, Gap
from assistant.retrieval.dense import CHROMA, COLLECTION, open_client
from assistant.retrieval.embedder import Vectors
from assistant.retrieval.lexical import (
    ASKED_GRAMS,
    ASKED_WORDS,
    GRAMS,
    HEAD,
    LEXICAL,
    SURFACES,
    WHOLE,
    WORDINGS,
)
from assistant.text.analyse import Analyser
from assistant.text.aspects import aspects_of
from assistant.text.grams import character_grams
from assistant.types import Document, DocumentMeta, Passage

if TYPE_CHECKING:
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection

# Chroma 1.5 refuses more than 5,461 records a call; rounder and lighter on memory.
_CHROMA_BATCH = 2_000
# Chroma's defaults gave another 60 nearest of 4,000 vectors at nearly every build; these give the
# same ones 34 times in 40, with a recall of 0.997. One thread: the graph depends on their order.
_HNSW: CreateHNSWConfiguration = {
    "space": "cosine",
    "ef_search": 400,
    "ef_construction": 200,
    "max_neighbors": 32,
    "num_threads": 1,
}
# Stands for "no word" where a field is empty everywhere: BM25 needs at least one term.
_NO_TERM = "\u2205"


def start_version(staging: Path, base: Path | None) -> None:
    """Makes `staging` a copy of the version `base`, or an empty version."""
    staging.mkdir(parents=True)
    if base is not None:
        shutil.copyfile(base / CATALOGUE, staging / CATALOGUE)
        shutil.copytree(base / CHROMA, staging / CHROMA)


class CatalogueWriter:
    """Write access to the catalogue of a version being built."""

    def __init__(self, staging: Path) -> None:
        self._db = sqlite3.connect(staging / CATALOGUE)
        # A kill leaves a staging folder that nobody reads: no journal to pay for.
        self._db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")
        self._db.execute("PRAGMA secure_delete=ON")  # a removed document leaves no trace
        self._db.executescript(SCHEMA)

    def remove(self, document_id: str) -> None:
        """Removes a document and its passages, if they are there."""
        self._db.execute("DELETE FROM passages WHERE document_id = ?", (document_id,))
        self._db.execute("DELETE FROM documents WHERE id = ?", (document_id,))

    def add(self, document: Document, passages: Sequence[Passage], analyser: Analyser) -> None:
        """Adds a document with its passages and their analysed terms."""
        self._db.execute(
            "INSERT INTO documents (id, meta, text, blocks) VALUES (?, ?, ?, ?)",
            (
                document.meta.id,
                encode_meta(document.meta),
                document.text,
                encode_blocks(document.blocks),
            ),
        )
        for p in passages:
            head, body = field_terms(document.meta, document.text, p, analyser)
            self._db.execute(
                "INSERT INTO passages VALUES (?, NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    p.id,
                    p.document_id,
                    p.ordinal,
                    p.start,
                    p.end,
                    p.page,
                    json.dumps(p.heading_path, ensure_ascii=False),
                    encode_units(p.units),
                    " ".join(head),
                    " ".join(body),
                ),
            )

    def analyse_again(self, analyser: Analyser) -> None:
        """Replaces the terms of every passage: the analyser or its vocabulary has changed."""
        rows = self._db.execute(
            'SELECT p.id, p.heading_path, substr(d.text, p."start" + 1, p."end" - p."start"), '
            "d.meta FROM passages p JOIN documents d ON d.id = p.document_id"
        ).fetchall()
        for passage_id, heading_path, text, meta in rows:
            head = _head_terms(decode_meta(meta), json.loads(heading_path), analyser)
            self._db.execute(
                "UPDATE passages SET head_terms = ?, body_terms = ? WHERE id = ?",
                (" ".join(head), " ".join(analyser.index_terms(text)), passage_id),
            )

    def number_passages(self) -> int:
        """Gives each passage its row in the lexical index; the number of passages."""
        rows = self._db.execute("SELECT id FROM passages ORDER BY document_id, ordinal")
        ids = [passage_id for (passage_id,) in rows]
        self._db.execute("UPDATE passages SET position = NULL")
        self._db.executemany("UPDATE passages SET position = ? WHERE id = ?", enumerate(ids))
        return len(ids)

    def passage_counts(self) -> dict[str, int]:
        """Document id to its number of passages."""
        return dict(
            self._db.execute(
                "SELECT d.id, count(p.id) FROM documents d "
                "LEFT JOIN passages p ON p.document_id = d.id GROUP BY d.id"
            ).fetchall()
        )

    def metas(self) -> dict[str, DocumentMeta]:
        """Document id to description."""
        return {i: decode_meta(m) for i, m in self._db.execute("SELECT id, meta FROM documents")}

    def terms(self) -> Iterator[tuple[list[str], list[str]]]:
        """(head terms, body terms) of each passage, in the order of the lexical index."""
        rows = self._db.execute("SELECT head_terms, body_terms FROM passages ORDER BY position")
        return ((head.split(), body.split()) for head, body in rows)

    def readable(self) -> Iterator[str]:
        """Title, aliases, headings and text of each passage, in the order of the lexical index."""
        rows = self._db.execute(
            'SELECT d.meta, p.heading_path, substr(d.text, p."start" + 1, p."end" - p."start") '
            "FROM passages p JOIN documents d ON d.id = p.document_id ORDER BY p.position"
        )
        for meta, heading_path, text in rows:
            described = decode_meta(meta)
            yield "\n".join((described.title, *json.loads(heading_path), *described.aliases, text))

    def rows_by_section(self) -> dict[tuple[str, str], tuple[int, ...]]:
        """(document id, nearest heading) to the rows of its passages in the lexical index."""
        found: dict[tuple[str, str], list[int]] = {}
        rows = self._db.execute(
            "SELECT document_id, heading_path, position FROM passages ORDER BY position"
        )
        for document_id, heading_path, position in rows:
            path = json.loads(heading_path)
            found.setdefault((document_id, path[-1] if path else ""), []).append(position)
        return {section: tuple(positions) for section, positions in found.items()}

    def texts(self) -> Iterator[str]:
        """What a person may have read: each document's title, aliases and text."""
        for meta, text in self._db.execute("SELECT meta, text FROM documents ORDER BY id"):
            described = decode_meta(meta)
            yield "\n".join((described.title, *described.aliases, text))

    def close(self) -> None:
        """Commits and closes."""
        self._db.commit()
        self._db.execute("PRAGMA optimize")
        self._db.close()


def field_terms(
    meta: DocumentMeta, text: str, passage: Passage, analyser: Analyser
) -> tuple[list[str], list[str]]:
    """(head terms, body terms) of a passage."""
    head = _head_terms(meta, passage.heading_path, analyser)
    return head, analyser.index_terms(text[passage.start : passage.end])


def _head_terms(meta: DocumentMeta, heading_path: Sequence[str], analyser: Analyser) -> list[str]:
    return analyser.index_terms("\n".join((meta.title, *heading_path, *meta.aliases)))


def write_lexical(
    staging: Path,
    catalogue: CatalogueWriter,
    analyser: Analyser,
    asked: Sequence[AskedSection] = (),
    gaps: Sequence[Gap] = (),
) -> tuple[AskedSection, ...]:
    """Writes the BM25 fields, the wordings, and the forms that spelling is mended against.

    Returns the sections of `asked` that no passage stands under.
    """
    folder = staging / LEXICAL
    shutil.rmtree(folder, ignore_errors=True)
    heads: list[list[str]] = []
    wholes: list[list[str]] = []
    for head, body in catalogue.terms():
        heads.append(head)
        # A passage is read under its title and headings: without them it scored 0.04 nDCG@10
        # lower on encyclopaedic questions.
        wholes.append(head + body)
    sections = catalogue.rows_by_section()
    wordings = [
        (text, section.document_id, rows)
        for section in asked
        for rows in (sections.get((section.document_id, section.heading)),)
        if rows is not None
        for text in section.wordings
    ]
    wordings += [(text, gap.document_id, ()) for gap in gaps for text in gap.wordings]
    curated = len(wordings)
    # A section that nobody has worded yet is at least asked for by its heading.
    titles = {document_id: meta.title for document_id, meta in catalogue.metas().items()}
    wordings += [
        (f"{heading} {titles[document_id]}".strip(), document_id, rows)
        for (document_id, heading), rows in sections.items()
    ]
    texts = [text for text, _, _ in wordings]
    terms = [analyser.index_terms(text) for text in texts]
    for name, fields in (
        (HEAD, heads),
        (WHOLE, wholes),
        (GRAMS, [character_grams(text) for text in catalogue.readable()]),
        (ASKED_WORDS, terms),
        (ASKED_GRAMS, [character_grams(text) for text in texts]),
    ):
        _write_field(folder / name, fields)
    surfaces = Counter(
        word.surface
        for text in (*catalogue.texts(), *texts)
        for word in analyser.analyse(text, keep_long=True)
    )
    (folder / SURFACES).write_text(
        json.dumps(dict(sorted(surfaces.items())), ensure_ascii=False), "utf-8"
    )
    described = [
        (text, document_id, rows, own, aspects_of(text), number < curated)
        for number, ((text, document_id, rows), own) in enumerate(zip(wordings, terms, strict=True))
    ]
    (folder / WORDINGS).write_text(json.dumps(described, ensure_ascii=False), "utf-8")
    return tuple(s for s in asked if (s.document_id, s.heading) not in sections)


def _write_field(folder: Path, fields: Sequence[list[str]]) -> None:
    # BM25 needs at least one text with one term.
    texts = [*fields] if any(fields) else [[_NO_TERM], *fields[1:]]
    bm25 = bm25s.BM25(method="lucene", k1=1.2, b=0.75)  # Lucene's defaults
    bm25.index(texts, show_progress=False)
    bm25.save(folder)


@contextmanager
def open_vectors(staging: Path) -> Iterator[Collection]:
    """The Chroma collection of a version being built, created if need be, closed at the end."""
    client = open_client(staging / CHROMA)
    try:
        yield client.get_or_create_collection(
            COLLECTION,
            embedding_function=None,
            configuration={"hnsw": _HNSW},
        )
    finally:
        client.close()


def add_vectors(collection: Collection, passages: Sequence[Passage], vectors: Vectors) -> None:
    """Adds one vector a passage."""
    for start in range(0, len(passages), _CHROMA_BATCH):
        chosen = passages[start : start + _CHROMA_BATCH]
        collection.add(
            ids=[p.id for p in chosen],
            embeddings=vectors[start : start + len(chosen)],
            metadatas=[{"document_id": p.document_id} for p in chosen],
        )


def remove_vectors(collection: Collection, document_ids: Iterable[str]) -> None:
    """Removes every vector of these documents."""
    for document_id in document_ids:
        collection.delete(where={"document_id": document_id})
