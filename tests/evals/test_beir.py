"""A small BEIR folder is indexed, searched and measured, or refused with file and line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.settings import Settings
from evals.retrieval.beir import BeirError, beir_figures, print_line, read_beir
from tests.fakes import BagOfWordsEmbedder

TEXTS = {
    "v": ("Vélo", "Une bicyclette neuve pour aller au lycée.\n\nElle roule sans moteur."),
    "b": ("Autobus", "Un chauffeur conduit les voyageurs à la gare."),
    "r": ("Rugby", "La licence et les chaussures des jeunes joueurs."),
    "p": ("Pain", "Le boulanger pétrit la farine avant l'aube."),
}
QUERIES = {"q1": "bicyclette pour le lycée", "q2": "qui conduit à la gare", "q3": "jamais jugée"}
QRELS = "query-id\tcorpus-id\tscore\nq1\tv\t1\nq2\tb\t2\nq2\tp\t0\n"


def lines(rows: dict[str, dict[str, str]]) -> str:
    return "".join(json.dumps({"_id": i, **row}) + "\n" for i, row in rows.items())


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    folder = tmp_path / "petit"
    (folder / "qrels").mkdir(parents=True)
    documents = {i: {"title": title, "text": text} for i, (title, text) in TEXTS.items()}
    (folder / "corpus.jsonl").write_text(lines(documents), "utf-8")
    (folder / "queries.jsonl").write_text(
        lines({i: {"text": text} for i, text in QUERIES.items()}), "utf-8"
    )
    (folder / "qrels" / "test.tsv").write_text(QRELS, "utf-8")
    return folder


def test_documents_judged_queries_and_relevance_are_read(beir: Path) -> None:
    found = read_beir(beir)

    assert found.documents == tuple((i, *text) for i, text in TEXTS.items())
    assert found.queries == {"q1": QUERIES["q1"], "q2": QUERIES["q2"]}
    assert found.qrels == {"q1": {"v": 1}, "q2": {"b": 2}}


def test_relevance_may_lie_in_the_folder_itself_without_a_heading(beir: Path) -> None:
    (beir / "qrels.tsv").write_text("q3\tr\t1\n", "utf-8")

    assert read_beir(beir).qrels == {"q3": {"r": 1}}


def test_a_document_needs_no_title(beir: Path) -> None:
    (beir / "corpus.jsonl").write_text('\n{"_id": "x", "text": "sans titre"}\n', "utf-8")

    assert read_beir(beir).documents == (("x", "", "sans titre"),)


def test_the_right_documents_come_first(beir: Path, settings: Settings) -> None:
    figures = beir_figures(beir, settings, BagOfWordsEmbedder())

    assert figures["set"] == "petit"
    for name in ("ndcg@10", "hit@1", "hit@5", "recall@10", "recall@100"):
        assert figures[name] == 1.0
    assert isinstance(figures["queries_per_second"], float)
    assert figures["queries_per_second"] > 0


def test_wrong_relevance_is_measured_as_such(beir: Path, settings: Settings) -> None:
    (beir / "qrels.tsv").write_text("q1\tp\t1\nq2\tb\t1\n", "utf-8")

    assert beir_figures(beir, settings, BagOfWordsEmbedder())["hit@1"] == 0.5


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("corpus.jsonl", b'{"_id": "a", "text": "x"}\n{\n', "corpus.jsonl, line 2: "),
        ("corpus.jsonl", b'{"_id": "a"}\n', "corpus.jsonl, line 1: «_id» and «text»"),
        ("corpus.jsonl", b"[]\n", "corpus.jsonl, line 1: «_id» and «text»"),
        ("corpus.jsonl", b"\xff\xfe\n", "corpus.jsonl: not UTF-8"),
        ("corpus.jsonl", b"\n", "petit: no document or no judged query"),
        ("queries.jsonl", b'{"text": "x"}\n', "queries.jsonl, line 1: «_id» and «text»"),
        ("queries.jsonl", b"", "petit: no document or no judged query"),
        ("qrels.tsv", b"q\td\ts\nq1\tv\n", "qrels.tsv, line 2: «query, document, score»"),
        ("qrels.tsv", b"q\td\ts\nq1\tv\tbon\n", "qrels.tsv, line 2: «query, document, score»"),
        ("qrels.tsv", b"q1\tv\t0\n", "petit: no document or no judged query"),
    ],
)
def test_a_fault_is_refused_with_its_file_and_line(
    beir: Path, name: str, content: bytes, says: str
) -> None:
    (beir / name).write_bytes(content)

    with pytest.raises(BeirError) as refused:
        read_beir(beir)

    assert says in str(refused.value)
    assert str(beir) in str(refused.value)


@pytest.mark.parametrize("name", ["corpus.jsonl", "queries.jsonl", "qrels/test.tsv"])
def test_a_missing_file_is_named(beir: Path, name: str) -> None:
    (beir / name).unlink()

    with pytest.raises(BeirError) as refused:
        read_beir(beir)

    assert str(refused.value).startswith(f"{beir / name}: ")


def test_figures_are_one_line_of_json() -> None:
    line = print_line({"set": "été", "hit@1": 0.5})

    assert json.loads(line) == {"set": "été", "hit@1": 0.5}
    assert "été" in line
    assert "\n" not in line
