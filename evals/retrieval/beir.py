"""A BEIR folder's corpus, searched with the project's own retrieval."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.index.catalogue import CATALOGUE, Catalogue
from assistant.retrieval.dense import CHROMA, ChromaDenseIndex
from assistant.retrieval.embedder import Embedder
from assistant.retrieval.lexical import LEXICAL, LexicalIndex
from assistant.retrieval.search import Searcher
from assistant.service import VOCABULARY
from assistant.settings import Settings
from assistant.text.analyse import Analyser
from assistant.text.vocabulary import load_vocabulary
from assistant.types import (
    Block,
    BlockKind,
    Document,
    DocumentKind,
    DocumentMeta,
    DocumentStatus,
    Passage,
)
from ingest.segment import encoded_text, segment
from ingest.write import (
    CatalogueWriter,
    add_vectors,
    open_vectors,
    start_version,
    write_lexical,
)

# What recall@100 and the documents of several passages need.
_DEPTH = 300
_DAY = date(2026, 1, 1)  # any: these documents have no validity


class BeirError(ValueError):
    """The folder is no BEIR set; the message names the file, the line and the fault."""


@dataclass(frozen=True, slots=True)
class BeirSet:
    """Documents `(id, title, text)`, queries by id, and relevance by query and document id."""

    documents: tuple[tuple[str, str, str], ...]
    queries: dict[str, str]
    qrels: dict[str, dict[str, int]]


def read_beir(folder: Path) -> BeirSet:
    """The set in `folder`: corpus.jsonl, queries.jsonl, qrels.tsv (or qrels/test.tsv).

    Raises BeirError naming what is missing or wrong.
    """
    documents = tuple(
        (str(row["_id"]), str(row.get("title", "")), str(row["text"]))
        for row in _json_lines(folder / "corpus.jsonl")
    )
    queries = {str(row["_id"]): str(row["text"]) for row in _json_lines(folder / "queries.jsonl")}
    path = folder / "qrels.tsv"
    if not path.exists():
        path = folder / "qrels" / "test.tsv"
    qrels: dict[str, dict[str, int]] = {}
    for number, line in enumerate(_text(path).splitlines(), start=1):
        cells = line.split("\t")
        if number == 1 and not cells[-1].strip().isdigit():
            continue  # the heading
        if len(cells) != 3 or not cells[2].strip().isdigit():
            raise BeirError(f"{path}, line {number}: «query, document, score» is expected")
        if int(cells[2]) > 0:
            qrels.setdefault(cells[0], {})[cells[1]] = int(cells[2])
    judged = {i: text for i, text in queries.items() if i in qrels}
    if not documents or not judged:
        raise BeirError(f"{folder}: no document or no judged query")
    return BeirSet(documents, judged, qrels)


def beir_figures(folder: Path, settings: Settings, embedder: Embedder) -> dict[str, float | str]:
    """ndcg@10, hit@1, hit@5, recall@10, recall@100 and queries_per_second of the set in `folder`.

    Raises BeirError when it is no BEIR set.
    """
    # Imported here: it loads scipy, and `--help` owes nobody that.
    from ir_measures import R, Success, calc_aggregate, nDCG  # noqa: PLC0415

    beir = read_beir(folder)
    with tempfile.TemporaryDirectory(prefix="beir-") as staging:
        searcher, ids = _indexed(beir, Path(staging), settings, embedder)
        started = time.perf_counter()
        run = {query_id: _ranked(searcher, text, ids) for query_id, text in beir.queries.items()}
        seconds = time.perf_counter() - started
    measures = {
        "ndcg@10": nDCG @ 10,
        "hit@1": Success @ 1,
        "hit@5": Success @ 5,
        "recall@10": R @ 10,
        "recall@100": R @ 100,
    }
    found = calc_aggregate(list(measures.values()), beir.qrels, run)
    return {
        "set": folder.name,
        **{name: round(float(found[m]), 4) for name, m in measures.items()},
        "queries_per_second": round(len(beir.queries) / seconds, 1),
    }


def _indexed(
    beir: BeirSet, folder: Path, settings: Settings, embedder: Embedder
) -> tuple[Searcher, dict[str, str]]:
    """A searcher over the set, and its own document ids by the ones of the index."""
    analyser = Analyser(load_vocabulary(settings.corpus_dir / VOCABULARY))
    staging = folder / "version"
    start_version(staging, None)
    writer = CatalogueWriter(staging)
    ids: dict[str, str] = {}
    passages: list[Passage] = []
    texts: list[str] = []
    for number, (beir_id, title, text) in enumerate(beir.documents):
        document = _document(f"d{number:07}", title, text)
        ids[document.meta.id] = beir_id
        cut = segment(document, embedder.count_tokens, max_tokens=embedder.identity.max_tokens)
        writer.add(document, cut, analyser)
        passages += cut
        texts += [encoded_text(document, p) for p in cut]
    size = writer.number_passages()
    with open_vectors(staging) as collection:
        add_vectors(collection, passages, embedder.embed_documents(texts))
    write_lexical(staging, writer, analyser)
    writer.close()
    wanted = settings.retrieval.model_copy(
        update={"candidates": max(_DEPTH, settings.retrieval.candidates), "passages": 50}
    )
    searcher = Searcher(
        catalogue=Catalogue(staging / CATALOGUE),
        lexical=LexicalIndex(staging / LEXICAL, size=size),
        dense=ChromaDenseIndex(staging / CHROMA),
        embedder=embedder,
        analyser=analyser,
        settings=wanted,
    )
    return searcher, ids


def _document(document_id: str, title: str, text: str) -> Document:
    meta = DocumentMeta(
        id=document_id,
        title=title,
        publisher="",
        kind=DocumentKind.REFERENCE,
        status=DocumentStatus.DEMONSTRATION,
        audience=(),
        themes=(),
        published_on=None,
        valid_from=None,
        valid_until=None,
        checked_on=_DAY,
        url="",
        source="",
        licence="",
    )
    blocks: list[Block] = []
    kept: list[str] = []
    start = 0
    for line in (stripped for raw in text.splitlines() if (stripped := raw.strip())):
        blocks.append(Block(BlockKind.PARAGRAPH, start, start + len(line), ()))
        kept.append(line)
        start += len(line) + 1
    return Document(meta, "\n".join(kept), tuple(blocks))


def _ranked(searcher: Searcher, text: str, ids: dict[str, str]) -> dict[str, float]:
    """Each document's best passage score."""
    result = searcher.search(searcher.interpret(text), as_of=_DAY)
    best: dict[str, float] = {}
    for hit in (*result.kept, *result.rejected):  # near-duplicates count in these sets
        beir_id = ids[hit.meta.id]
        best[beir_id] = max(best.get(beir_id, float("-inf")), hit.scores.fused)
    return best


def _json_lines(path: Path) -> Iterator[dict[str, object]]:
    for number, line in enumerate(_text(path).splitlines(), start=1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError as error:
                raise BeirError(f"{path}, line {number}: {error}") from error
            if not isinstance(row, dict) or not {"_id", "text"} <= set(row):
                raise BeirError(f"{path}, line {number}: «_id» and «text» are expected")
            yield row


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise BeirError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BeirError(f"{path}: not UTF-8") from error


def print_line(figures: dict[str, float | str]) -> str:
    """The figures as one line of JSON."""
    return json.dumps(figures, ensure_ascii=False)
