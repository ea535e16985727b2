"""Every quote can be found in its source: real files of each format, read, cut, stored, located."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings

from assistant.index.catalogue import CATALOGUE, Catalogue
from assistant.settings import Settings
from assistant.types import BlockKind, Document, Passage
from ingest.clean import assemble
from ingest.extract import ExtractLimits, extract
from ingest.model import RawBlock
from ingest.segment import segment
from tests.conftest import CorpusFolder
from tests.fakes import BagOfWordsEmbedder
from tests.ingest.descriptions import meta_of
from tests.ingest.extract.generated import Written, documents
from tests.ingest.extract.test_docx import to_docx
from tests.ingest.extract.test_html import to_html
from tests.ingest.extract.test_markdown import to_markdown
from tests.ingest.extract.test_odt import to_odt
from tests.ingest.extract.test_pdf import direct as read_pdf
from tests.ingest.extract.test_pdf import to_pdf
from tests.ingest.extract.test_text import to_text
from tests.ingest.live import Builder
from tests.ingest.test_corpus import described

LIMITS = ExtractLimits()
WINDOW = 48  # tokens: small, so that documents are cut into several passages
WRITERS: dict[str, Callable[[list[Written]], bytes]] = {
    ".md": to_markdown,
    ".txt": to_text,
    ".html": lambda blocks: to_html(blocks).encode(),
    ".docx": to_docx,
    ".odt": to_odt,
    ".pdf": to_pdf,
}
EXAMPLES = {".pdf": 10, ".docx": 15}  # slow to write and to read


def read(data: bytes, suffix: str) -> tuple[RawBlock, ...]:
    # The process that reads a PDF takes a second to start: once is enough, in the last test.
    return read_pdf(data) if suffix == ".pdf" else extract(data, suffix, limits=LIMITS)


def squeezed(texts: Sequence[str]) -> str:
    return "".join("".join(texts).split())


def check_offsets(
    document: Document, passages: Sequence[Passage], blocks: Sequence[Written]
) -> None:
    source = " ".join(" ".join(b.text.split()) for b in blocks)
    assert unicodedata.is_normalized("NFC", document.text)
    quotes: list[str] = []
    for passage in passages:
        shown = document.text[passage.start : passage.end]
        for unit in passage.units:
            quote = document.text[unit.start : unit.end]
            assert quote in source
            assert shown[unit.start - passage.start : unit.end - passage.start] == quote
            assert quote == quote.strip() != ""
            quotes.append(quote)
        assert shown.startswith(quotes[-len(passage.units)])
        assert shown.endswith(quotes[-1])
    # Nothing is lost, nothing comes twice, nothing is out of order.
    body = [b for b in document.blocks if b.kind is not BlockKind.HEADING]
    assert squeezed(quotes) == squeezed([document.text[b.start : b.end] for b in body])
    everything = [document.text[b.start : b.end] for b in document.blocks]
    assert squeezed(everything) == squeezed([b.text for b in blocks])


@pytest.mark.parametrize("suffix", WRITERS)
def test_each_unit_is_found_in_the_words_of_its_source(suffix: str) -> None:
    embedder = BagOfWordsEmbedder()

    @hypothesis_settings(
        max_examples=EXAMPLES.get(suffix, 30),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(documents())
    def check(blocks: list[Written]) -> None:
        document = assemble(meta_of(), read(WRITERS[suffix](blocks), suffix))
        check_offsets(document, segment(document, embedder.count_tokens, max_tokens=WINDOW), blocks)

    check()


# Accents apart, characters beyond the first plane, spaces of French, marks that nobody sees.
TRICKY = [
    Written(BlockKind.HEADING, 1, "Re\u0301gion \U0001f6b2"),
    Written(
        BlockKind.PARAGRAPH, 0, "\U0001f600 L\u2019e\u0301te\u0301 coûte 25\u202f000\u00a0€. Voilà."
    ),
    Written(BlockKind.PARAGRAPH, 0, "Co\u00adopération \ufeffet œuvre\u200b, art. L. 1511-2."),
    Written(BlockKind.PARAGRAPH, 0, "Il faut\u00a0:"),
    Written(BlockKind.LIST_ITEM, 1, "être majeur \U0001d4d0"),
    Written(BlockKind.LIST_ITEM, 2, "ou e\u0301mancipe\u0301"),
]
SHOWN = [
    "\U0001f600 L\u2019été coûte 25\u202f000\u00a0€.",
    "Voilà.",
    "Coopération et œuvre, art. L. 1511-2.",
    "Il faut\u00a0:",
    "être majeur \U0001d4d0",
    "ou émancipé",
]


def unwrapped(blocks: list[Written]) -> bytes:
    """Plain text whose no-break spaces stay, which wrapping takes for ends of words."""
    marks = {BlockKind.HEADING: "{}\n=====\n", BlockKind.LIST_ITEM: "- {}"}
    return "\n".join(marks.get(b.kind, "\n{}\n").format(b.text) for b in blocks).encode()


@pytest.mark.parametrize("suffix", [s for s in WRITERS if s != ".pdf"])  # its fonts lack these
def test_offsets_count_characters_as_the_stored_text_has_them(
    corpus: CorpusFolder, settings: Settings, suffix: str
) -> None:
    data = unwrapped(TRICKY) if suffix == ".txt" else WRITERS[suffix](TRICKY)
    described(corpus, f"aide{suffix}", data)
    report = Builder(settings).build()
    assert report.refused == ()
    version = settings.index_dir / "versions" / report.index_version
    assert quotes_of(version) == SHOWN


def quotes_of(version: Path) -> list[str]:
    catalogue = Catalogue(version / CATALOGUE)
    text = catalogue.document("aide").text
    return [text[u.start : u.end] for p in catalogue.passages_of("aide") for u in p.units]


def test_a_pdf_keeps_the_page_of_each_unit(corpus: CorpusFolder, settings: Settings) -> None:
    sentence = "La Région finance la formation des personnes inscrites depuis six mois. "
    blocks = [Written(BlockKind.PARAGRAPH, 0, (sentence * 8).strip()) for _ in range(14)]
    described(corpus, "aide.pdf", to_pdf(blocks))
    report = Builder(settings).build()
    catalogue = Catalogue(settings.index_dir / "versions" / report.index_version / CATALOGUE)
    passages = catalogue.passages_of("aide")
    check_offsets(catalogue.document("aide"), passages, blocks)
    pages = [u.page or 0 for p in passages for u in p.units]
    assert pages == sorted(pages)
    assert set(pages) == {1, 2}
    assert all(p.page == p.units[0].page for p in passages)
