"""`catalogue.sqlite`: the documents' canonical texts and the passages cut from them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.errors import DocumentNotFound, IndexFault, IndexUnavailable
from assistant.types import (
    Audience,
    Block,
    BlockKind,
    Document,
    DocumentKind,
    DocumentMeta,
    DocumentStatus,
    Passage,
    Unit,
    UnitKind,
)

CATALOGUE = "catalogue.sqlite"

SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
    id TEXT PRIMARY KEY, meta TEXT NOT NULL, text TEXT NOT NULL, blocks TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS passages (
    id TEXT PRIMARY KEY,
    position INTEGER,                -- row in the lexical index; set when the version is written
    document_id TEXT NOT NULL REFERENCES documents(id),
    ordinal INTEGER NOT NULL,
    "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
    page INTEGER,
    heading_path TEXT NOT NULL,
    units TEXT NOT NULL,
    head_terms TEXT NOT NULL,        -- analysed title, aliases and headings, space-separated
    body_terms TEXT NOT NULL         -- analysed text, space-separated
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS passages_position ON passages(position);
CREATE INDEX IF NOT EXISTS passages_document ON passages(document_id, ordinal);
"""

_DOCUMENTS_CACHED = 512
_PASSAGES_CACHED = 20_000  # about 1 kB each


def encode_meta(meta: DocumentMeta) -> str:
    """`meta` as JSON."""
    fields = {name: getattr(meta, name) for name in meta.__slots__}
    return json.dumps(fields, ensure_ascii=False, default=str)


def decode_meta(text: str) -> DocumentMeta:
    """The inverse of `encode_meta`."""
    raw: dict[str, Any] = json.loads(text)

    def day(name: str) -> date | None:
        return date.fromisoformat(raw[name]) if raw[name] else None

    return DocumentMeta(
        id=raw["id"],
        title=raw["title"],
        publisher=raw["publisher"],
        kind=DocumentKind(raw["kind"]),
        status=DocumentStatus(raw["status"]),
        audience=tuple(Audience(a) for a in raw["audience"]),
        themes=tuple(raw["themes"]),
        published_on=day("published_on"),
        valid_from=day("valid_from"),
        valid_until=day("valid_until"),
        checked_on=date.fromisoformat(raw["checked_on"]),
        url=raw["url"],
        source=raw["source"],
        licence=raw["licence"],
        aliases=tuple(raw["aliases"]),
    )


def encode_blocks(blocks: Iterable[Block]) -> str:
    """`blocks` as compact JSON."""
    rows = [[b.kind, b.start, b.end, list(b.heading_path), b.page, b.level] for b in blocks]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _decode_blocks(text: str) -> tuple[Block, ...]:
    return tuple(
        Block(BlockKind(kind), start, end, tuple(path), page, level)
        for kind, start, end, path, page, level in json.loads(text)
    )


def encode_units(units: Iterable[Unit]) -> str:
    """`units` as compact JSON."""
    return json.dumps([[u.kind, u.start, u.end, u.group, u.page] for u in units])


def _decode_passage(row: tuple[Any, ...]) -> Passage:
    passage_id, document_id, ordinal, start, end, page, heading_path, units = row
    return Passage(
        id=passage_id,
        document_id=document_id,
        ordinal=ordinal,
        start=start,
        end=end,
        page=page,
        heading_path=tuple(json.loads(heading_path)),
        units=tuple(
            Unit(UnitKind(kind), unit_start, unit_end, group, unit_page)
            for kind, unit_start, unit_end, group, unit_page in json.loads(units)
        ),
    )


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """A passage with the terms under which it is indexed."""

    passage: Passage
    head_terms: frozenset[str]
    body_terms: frozenset[str]


_PASSAGE_COLUMNS = 'id, document_id, ordinal, "start", "end", page, heading_path, units'


class Catalogue:
    """Read access to one catalogue; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        """Opens `path` read-only. Raises IndexUnavailable when it is not a catalogue."""
        try:
            # immutable: a published version never changes, so no lock file is needed and the
            # folder may lie on a read-only file system.
            self._db = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            metas = [decode_meta(m) for (m,) in self._db.execute("SELECT meta FROM documents")]
        except sqlite3.DatabaseError as error:
            raise IndexUnavailable(IndexFault.DAMAGED, f"{path} : {error}") from error
        self._metas = {meta.id: meta for meta in sorted(metas, key=lambda m: m.id)}
        self._passages: dict[int, IndexedPassage] = {}
        self._passages_of = lru_cache(maxsize=_DOCUMENTS_CACHED)(self._read_passages)
        self._lists = lru_cache(maxsize=_DOCUMENTS_CACHED)(self._read_lists)
        self._document = lru_cache(maxsize=_DOCUMENTS_CACHED)(self._read_document)

    def close(self) -> None:
        """Closes the database."""
        self._db.close()

    def metas(self) -> tuple[DocumentMeta, ...]:
        """Every document's description, ordered by id."""
        return tuple(self._metas.values())

    def meta(self, document_id: str) -> DocumentMeta:
        """One document's description. Raises DocumentNotFound."""
        try:
            return self._metas[document_id]
        except KeyError:
            raise DocumentNotFound(document_id) from None

    def document(self, document_id: str) -> Document:
        """A document with its canonical text and blocks. Raises DocumentNotFound."""
        return self._document(document_id)

    def _read_document(self, document_id: str) -> Document:
        meta = self.meta(document_id)
        text, blocks = self._db.execute(
            "SELECT text, blocks FROM documents WHERE id = ?", (document_id,)
        ).fetchone()
        return Document(meta, text, _decode_blocks(blocks))

    def passages_at(self, positions: Sequence[int]) -> dict[int, IndexedPassage]:
        """The passages at these rows of the lexical index."""
        cached = self._passages  # one dict throughout, whatever another thread puts in its place
        found = {p: cached[p] for p in positions if p in cached}
        missing = [p for p in positions if p not in found]
        if missing:
            marks = ",".join("?" * len(missing))
            rows = self._db.execute(
                "SELECT position, head_terms, body_terms, "  # noqa: S608 - only question marks are put in
                f"{_PASSAGE_COLUMNS} FROM passages WHERE position IN ({marks})",
                missing,
            )
            read = {
                position: IndexedPassage(
                    _decode_passage(tuple(columns)),
                    frozenset(head.split()),
                    frozenset(body.split()),
                )
                for position, head, body, *columns in rows
            }
            found |= read
            full = len(cached) + len(read) > _PASSAGES_CACHED
            self._passages = read if full else {**cached, **read}
        return found

    def positions_of(self, passage_ids: Sequence[str]) -> dict[str, int]:
        """Passage id to row in the lexical index."""
        marks = ",".join("?" * len(passage_ids))
        return dict(
            self._db.execute(
                f"SELECT id, position FROM passages WHERE id IN ({marks})",  # noqa: S608 - only question marks are put in
                list(passage_ids),
            ).fetchall()
        )

    def passages_of(self, document_id: str) -> tuple[Passage, ...]:
        """The passages of one document, in order."""
        return self._passages_of(document_id)

    def _read_passages(self, document_id: str) -> tuple[Passage, ...]:
        rows = self._db.execute(
            f"SELECT {_PASSAGE_COLUMNS} FROM passages WHERE document_id = ? ORDER BY ordinal",  # noqa: S608 - constant columns
            (document_id,),
        )
        return tuple(_decode_passage(row) for row in rows)

    def list_units(self, document_id: str, group: int) -> tuple[Unit, ...]:
        """The units of one list of a document, its lead-in first, whatever passages hold them."""
        return self._lists(document_id)[group]

    def _read_lists(self, document_id: str) -> dict[int, tuple[Unit, ...]]:
        found: dict[int, tuple[Unit, ...]] = {}
        for unit in (u for p in self.passages_of(document_id) for u in p.units):
            if unit.group is not None:
                found[unit.group] = (*found.get(unit.group, ()), unit)
        return found

    def all_passages(self) -> Iterator[Passage]:
        """Every passage, in the order of the lexical index."""
        rows = self._db.execute(f"SELECT {_PASSAGE_COLUMNS} FROM passages ORDER BY position")  # noqa: S608 - constant columns
        return (_decode_passage(row) for row in rows)
