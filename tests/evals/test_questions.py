"""Evaluation questions: rows that are right, or a refusal that names file and line."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from assistant.settings import PROJECT_ROOT
from assistant.types import AnswerStatus, Audience, Style
from evals.questions import (
    ASKED_ON,
    DATASETS,
    POISONED,
    CorpusName,
    DatasetError,
    Kind,
    Question,
    Split,
    load_questions,
)
from ingest.corpus import scan_corpus
from ingest.frontmatter import split_front_matter


def row(**changes: Any) -> str:
    fields = {"id": "fact-001", "question": "Qui ?", "status": ["answered"], **changes}
    return json.dumps({k: v for k, v in fields.items() if v is not ...}, ensure_ascii=False)


def read(folder: Path, *lines: str, name: str = "fact") -> tuple[Question, ...]:
    (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    return load_questions(folder)


def test_a_row_becomes_a_question_with_its_types(tmp_path: Path) -> None:
    (found,) = read(
        tmp_path,
        row(
            history=["Et avant ?"], audience="entreprise", style="facile", as_of="2025-01-02",
            corpus="poisoned", status=["answered_partially", "answered"],
            facts=[["200 €", "deux cents"]], forbidden=["150 €"],
            sources=[{"document": "aide-velo", "heading": None}], note="pourquoi",
        ),
    )  # fmt: skip

    assert found.history == ("Et avant ?",)
    assert (found.audience, found.style) == (Audience.COMPANY, Style.PLAIN)
    assert found.as_of == date(2025, 1, 2)
    assert found.corpus is CorpusName.POISONED
    assert found.status == (AnswerStatus.ANSWERED_PARTIALLY, AnswerStatus.ANSWERED)
    assert found.facts == (("200 €", "deux cents"),)
    assert (found.sources[0].document, found.sources[0].heading) == ("aide-velo", None)


def test_what_is_not_said_has_a_default(tmp_path: Path) -> None:
    (found,) = read(tmp_path, row())

    assert found.as_of == ASKED_ON
    assert found.corpus is CorpusName.PUBLISHED
    assert (found.facts, found.sources, found.history) == ((), (), ())


def test_files_are_read_in_order_and_blank_lines_are_none(tmp_path: Path) -> None:
    read(tmp_path, row(id="plain-001"), name="plain")
    found = read(tmp_path, row(), "", row(id="fact-002"))

    assert [q.id for q in found] == ["fact-001", "fact-002", "plain-001"]
    assert [q.kind for q in found] == [Kind.FACT, Kind.FACT, Kind.PLAIN]


@pytest.mark.parametrize(
    ("number", "split"),
    [("001", Split.DEVELOPMENT), ("002", Split.HELD_OUT), ("110", Split.HELD_OUT)],
)
def test_even_numbers_are_held_out(tmp_path: Path, number: str, split: Split) -> None:
    assert read(tmp_path, row(id=f"fact-{number}"))[0].split is split


@pytest.mark.parametrize(
    ("status", "answer", "silence"),
    [
        (["answered"], True, False),
        (["entitlement_information"], True, False),
        (["answered_partially", "unanswerable_no_source"], True, False),
        (["unanswerable_no_source"], False, True),
        (["unanswerable_no_source", "answered_partially"], False, False),
    ],
)
def test_the_statuses_tell_what_is_expected(
    tmp_path: Path, status: list[str], answer: bool, silence: bool
) -> None:
    (found,) = read(tmp_path, row(status=status))

    assert (found.expects_answer, found.expects_silence) == (answer, silence)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (row(question=""), "question"),
        (row(question=...), "question"),
        (row(status=[]), "status"),
        (row(status=["answerd"]), "status.0"),
        (row(id="fact-1"), "id"),
        (row(id="plain-002"), "plain-002 belongs to another file"),
        (row(facts=["200 €"]), "facts.0"),
        (row(sources=[{"heading": "x"}]), "sources.0.document"),
        (row(sorces=[]), "sorces"),
        (row(as_of="hier"), "as_of"),
        ("{", "JSON"),
    ],
)
def test_a_fault_is_refused_with_its_file_and_line(tmp_path: Path, wrong: str, says: str) -> None:
    with pytest.raises(DatasetError) as refused:
        read(tmp_path, row(), "", wrong)

    assert str(refused.value).startswith(f"{tmp_path / 'fact.jsonl'}, line 3: ")
    assert says in str(refused.value)


def test_an_id_used_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="fact-001 is used twice"):
        read(tmp_path, row(), row())


@cache
def shipped() -> tuple[Question, ...]:
    return load_questions()


def test_the_shipped_questions_are_many() -> None:
    assert len(shipped()) >= 400


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("split", Split)
def test_every_kind_is_asked_in_both_splits(kind: Kind, split: Split) -> None:
    assert any(q.kind is kind and q.split is split for q in shipped())


def test_every_dataset_is_named_for_a_kind() -> None:
    assert {p.stem for p in DATASETS.glob("*.jsonl")} == {k.value for k in Kind}


def test_every_source_is_a_document_of_its_corpus() -> None:
    published = {
        s.document_id for s in scan_corpus(PROJECT_ROOT / "corpus", max_file_mib=50).sources
    }
    metas = [split_front_matter(p, p.read_bytes()).meta for p in POISONED.glob("*.md")]
    poisoned = published | {m.id for m in metas if m is not None}
    unknown = [
        (q.id, s.document)
        for q in shipped()
        for s in q.sources
        if s.document not in (poisoned if q.corpus is CorpusName.POISONED else published)
    ]

    assert len(poisoned) > len(published)
    assert unknown == []
