"""How people ask: sections and gaps that are right, or a refusal that names file and fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assistant.reference.asked import (
    ASKED,
    GAPS,
    AskedError,
    AskedSection,
    Gap,
    load_asked,
    load_gaps,
)
from assistant.settings import PROJECT_ROOT
from assistant.text.fold import fold
from assistant.types import BlockKind
from ingest.corpus import read_body, scan_corpus, suffix_of
from ingest.extract import ExtractLimits, extract

CORPUS = PROJECT_ROOT / "corpus"
SECTIONS = """
[[section]]
document = "aide-velo"
heading = "Quel est le montant ?"
asked = ["sous pour un vélo", "combien pour ma bicyclette"]

[[section]]
document = "aide-velo"
heading = ""
asked = ["c'est quoi"]
"""
GAP = """
[[gap]]
document = ""
checked_on = 2026-11-25
asked = ["Combien vaut le chèque Robot ?"]

[[gap]]
document = "aide-velo"
checked_on = 2026-11-20
asked = ["le vélo est-il assuré ?"]
"""


def written(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_sections_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    assert load_asked(written(tmp_path, ASKED, SECTIONS)) == (
        AskedSection(
            "aide-velo",
            "Quel est le montant ?",
            ("sous pour un vélo", "combien pour ma bicyclette"),
        ),
        AskedSection("aide-velo", "", ("c'est quoi",)),
    )


def test_gaps_come_with_their_day_and_may_belong_to_no_document(tmp_path: Path) -> None:
    assert load_gaps(written(tmp_path, GAPS, GAP)) == (
        Gap("", date(2026, 11, 25), ("Combien vaut le chèque Robot ?",)),
        Gap("aide-velo", date(2026, 11, 20), ("le vélo est-il assuré ?",)),
    )


def test_missing_and_empty_files_have_no_entry(tmp_path: Path) -> None:
    assert load_asked(tmp_path / ASKED) == ()
    assert load_gaps(tmp_path / GAPS) == ()
    assert load_asked(written(tmp_path, ASKED, "")) == ()
    assert load_gaps(written(tmp_path, GAPS, "")) == ()


@pytest.mark.parametrize(
    ("load", "text", "says"),
    [
        (load_asked, SECTIONS.replace('document = "aide-velo"', 'document = ""'), "0.document"),
        (load_asked, SECTIONS.replace('["c\'est quoi"]', "[]"), "section.1.asked"),
        (load_asked, SECTIONS.replace('heading = ""', ""), "section.1.heading"),
        (load_asked, SECTIONS.replace("heading", "titre"), "section.0.titre"),
        (load_asked, SECTIONS.replace("[[section]]", "[[sections]]"), "sections"),
        (load_asked, GAP, "gap"),
        (load_asked, "[[section]\n", "line 1"),
        (load_asked, b"# \xff\xfe\n", "utf-8"),
        (load_gaps, GAP.replace("2026-11-20", "'hier'"), "gap.1.checked_on"),
        (load_gaps, GAP.replace("checked_on = 2026-11-25\n", ""), "gap.0.checked_on"),
        (load_gaps, GAP.replace('["le vélo est-il assuré ?"]', "[]"), "gap.1.asked"),
        (load_gaps, GAP + "heading = 'x'\n", "gap.1.heading"),
        (load_gaps, "[[gap]\n", "line 1"),
        (load_gaps, b"# \xff\xfe\n", "utf-8"),
    ],
)
def test_a_fault_is_refused_with_its_file_and_place(
    tmp_path: Path, load: Callable[[Path], object], text: str | bytes, says: str
) -> None:
    path = written(tmp_path, "wordings.toml", text)

    with pytest.raises(AskedError) as refused:
        load(path)

    assert str(refused.value).startswith(f"{path}: ")
    assert says in str(refused.value)


def test_every_wrong_entry_is_named(tmp_path: Path) -> None:
    text = SECTIONS.replace('document = "aide-velo"\n', "")

    with pytest.raises(AskedError) as refused:
        load_asked(written(tmp_path, ASKED, text))

    assert "section.0.document" in str(refused.value)
    assert "section.1.document" in str(refused.value)


def headings_of_the_corpus() -> dict[str, set[str]]:
    """Document id to its headings, and "" for the text before the first one."""
    limits = ExtractLimits()
    scan = scan_corpus(CORPUS, max_file_mib=50)
    assert not scan.problems
    return {
        source.document_id: {
            block.text
            for block in extract(read_body(source), suffix_of(source), limits=limits)
            if block.kind is BlockKind.HEADING
        }
        | {""}
        for source in scan.sources
    }


def test_every_worded_section_stands_in_the_corpus() -> None:
    headings = headings_of_the_corpus()
    sections = load_asked(CORPUS / ASKED)
    homeless = [
        (s.document_id, s.heading)
        for s in sections
        if s.heading not in headings.get(s.document_id, set())
    ]

    assert len(sections) > 100
    assert homeless == []


def test_every_gap_belongs_to_a_document_or_to_none() -> None:
    documents = headings_of_the_corpus()
    gaps = load_gaps(CORPUS / GAPS)

    assert gaps
    assert [g.document_id for g in gaps if g.document_id and g.document_id not in documents] == []


def test_no_wording_asks_for_what_is_there_and_for_what_is_not() -> None:
    answered = {fold(w) for s in load_asked(CORPUS / ASKED) for w in s.wordings}
    missing = {fold(w) for g in load_gaps(CORPUS / GAPS) for w in g.wordings}

    assert answered & missing == set()


def test_no_section_is_worded_twice() -> None:
    counts = Counter((s.document_id, s.heading) for s in load_asked(CORPUS / ASKED))

    assert [section for section, count in counts.items() if count > 1] == []
