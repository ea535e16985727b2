from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from hypothesis import given, settings

from assistant.types import BlockKind
from ingest.extract import ExtractLimits, extract
from ingest.model import ExtractionRefused, RawBlock, RefusalReason
from tests.ingest.extract.generated import Written, documents, shapes

LIMITS = ExtractLimits()
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def read(document: Any) -> tuple[RawBlock, ...]:
    return extract(saved(document), ".docx", limits=LIMITS)


def with_body(xml: str, **members: bytes) -> bytes:
    """A real Word file whose body is replaced by `xml`, with more members if given."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(saved(docx.Document()))) as real,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as forged,
    ):
        for name in real.namelist():
            if name != "word/document.xml":
                forged.writestr(name, real.read(name))
        body = f'<?xml version="1.0"?><w:document {W}><w:body>{xml}</w:body></w:document>'
        forged.writestr("word/document.xml", body)
        for name, content in members.items():
            forged.writestr(name, content)
    return buffer.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_headings_lists_and_links() -> None:
    document = docx.Document()
    document.add_heading("Guide", 0)
    document.add_heading("Aides", 1)
    document.add_paragraph("L'aide ").add_run("forte").bold = True
    document.add_paragraph("un", style="List Bullet")
    document.add_paragraph("deux", style="List Bullet 2")
    document.add_paragraph("trois", style="List Number")
    document.add_heading("Tout au fond", 7)
    assert [(b.kind, b.level, b.text) for b in read(document)] == [
        (BlockKind.HEADING, 1, "Guide"),
        (BlockKind.HEADING, 1, "Aides"),
        (BlockKind.PARAGRAPH, 0, "L'aide forte"),
        (BlockKind.LIST_ITEM, 1, "un"),
        (BlockKind.LIST_ITEM, 2, "deux"),
        (BlockKind.LIST_ITEM, 1, "trois"),
        (BlockKind.HEADING, 6, "Tout au fond"),
    ]


def test_levels_that_the_paragraph_states_win_over_its_style() -> None:
    document = docx.Document()
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:numFmt w:val="{form}"/></w:lvl>'
        for n, form in enumerate(("bullet", "decimal", "bullet"))
    )
    numbering = document.part.numbering_part.element
    numbering.insert(
        0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="50">{levels}</w:abstractNum>')
    )
    numbering.append(parse_xml(f'<w:num {W} w:numId="50"><w:abstractNumId w:val="50"/></w:num>'))
    for level, style in enumerate(("List Bullet", "List Paragraph", "List Bullet")):
        item = document.add_paragraph(f"niveau {level + 1}", style=style)
        stated = item._p.get_or_add_pPr().get_or_add_numPr()
        stated.get_or_add_ilvl().set(qn("w:val"), str(level))
        stated.get_or_add_numId().set(qn("w:val"), "50")
    assert [(b.kind, b.level) for b in read(document)] == [
        (BlockKind.LIST_ITEM, level) for level in (1, 2, 3)
    ]


def test_the_strict_variant_of_the_format_is_read() -> None:
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>caché</w:t></w:r></w:p>"
    source = with_body(paragraph("Visible").replace("</w:p>", hidden))
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(W.split('"')[1].encode(), strict))
    assert [b.text for b in extract(buffer.getvalue(), ".docx", limits=LIMITS)] == ["Visible"]


def flagged(document: Any, rows: list[list[str]]) -> None:
    row = filled(document, rows).rows[0]
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def bold(document: Any, rows: list[list[str]]) -> None:
    for cell in filled(document, rows).rows[0].cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True


def filled(document: Any, rows: list[list[str]]) -> Any:
    table = document.add_table(len(rows), len(rows[0]))
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            table.cell(y, x).text = text
    return table


@pytest.mark.parametrize("header", [flagged, bold])
def test_a_header_names_the_cells(header: Callable[[Any, list[list[str]]], None]) -> None:
    document = docx.Document()
    header(document, [["Public", "Montant"], ["Jeunes", "200 €"], ["", "300 €"]])
    assert [(b.kind, b.text) for b in read(document)] == [
        (BlockKind.TABLE_ROW, "Public\u00a0: Jeunes ; Montant\u00a0: 200 €"),
        (BlockKind.TABLE_ROW, "Montant\u00a0: 300 €"),
    ]


def test_names_and_values_side_by_side_are_no_header() -> None:
    document = docx.Document()
    filled(document, [["Lieu", "Lille"], ["Date", "12 mars"]])
    assert [b.text for b in read(document)] == ["Lieu ; Lille", "Date ; 12 mars"]


def test_comments_deleted_hidden_and_struck_text_are_left_out() -> None:
    run = "<w:r><w:rPr><w:{}/></w:rPr><w:t>{}</w:t></w:r>"
    xml = (
        "<w:p><w:r><w:t xml:space='preserve'>Il reste </w:t></w:r>"
        "<w:del w:id='1' w:author='a'><w:r><w:delText>supprimé</w:delText></w:r></w:del>"
        "<w:ins w:id='2' w:author='a'><w:r><w:t>ajouté</w:t></w:r></w:ins>"
        + run.format("vanish", "caché")
        + run.format("strike", "barré")
        + run.format("dstrike", "barré deux fois")
        + "</w:p>"
    )
    (block,) = extract(with_body(xml), ".docx", limits=LIMITS)
    assert block.text == "Il reste ajouté"
    document = docx.Document()
    commented = document.add_paragraph("Le texte commenté")
    document.add_comment(commented.runs, text="Une remarque", author="a")
    assert [b.text for b in read(document)] == ["Le texte commenté"]


def test_a_vertical_span_names_each_row() -> None:
    document = docx.Document()
    table = filled(document, [["A", "B", "C"], ["a", "b", "c"], ["", "d", "e"]])
    table.cell(1, 0).merge(table.cell(2, 0))
    assert [b.text for b in read(document)] == [
        "A\u00a0: a ; B\u00a0: b ; C\u00a0: c",
        "A\u00a0: a ; B\u00a0: d ; C\u00a0: e",
    ]


def refusal(data: bytes, limits: ExtractLimits = LIMITS) -> ExtractionRefused:
    with pytest.raises(ExtractionRefused) as refused:
        extract(data, ".docx", limits=limits)
    return refused.value


LAUGHS = (
    b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'
)
OUTSIDE = b'<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><a>&f;</a>'


@pytest.mark.parametrize("xml", [LAUGHS, OUTSIDE, LAUGHS.decode().encode("utf-16")])
def test_entities_are_refused(xml: bytes) -> None:
    error = refusal(with_body(paragraph("texte"), **{"word/footnotes2.xml": xml}))
    assert error.reason is RefusalReason.DAMAGED


def test_a_bomb_is_refused() -> None:
    zeros = with_body(paragraph("texte"), **{"word/media/a.png": bytes(30 * 1024 * 1024)})
    assert refusal(zeros).reason is RefusalReason.ARCHIVE_BOMB
    big = with_body(paragraph("texte " * 400_000))
    few = ExtractLimits(max_unpacked_bytes=1_000_000)
    assert refusal(big, few).reason is RefusalReason.ARCHIVE_BOMB


def test_a_bomb_inside_an_inner_archive_is_refused() -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", bytes(30 * 1024 * 1024))
    data = with_body(paragraph("texte"), **{"word/embeddings/a.xlsx": inner.getvalue()})
    assert refusal(data).reason is RefusalReason.ARCHIVE_BOMB


def test_a_size_declared_too_small_is_not_believed() -> None:
    data = bytearray(with_body(paragraph("texte"), **{"word/media/a.bin": bytes(5_000_000)}))
    true_size = (5_000_000).to_bytes(4, "little")
    forged = bytes(data).replace(true_size, (1000).to_bytes(4, "little"))
    assert forged != bytes(data)
    assert refusal(forged).reason in {RefusalReason.DAMAGED, RefusalReason.ARCHIVE_BOMB}


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "word\\..\\x", "C:/x"])
def test_tricks_with_paths_are_refused(name: str) -> None:
    assert refusal(with_body(paragraph("a"), **{name: b"x"})).reason is RefusalReason.DAMAGED


def test_encrypted_members_are_refused() -> None:
    data = bytearray(with_body(paragraph("a")))
    start = data.index(b"PK\x01\x02")
    data[start + 8] |= 1  # general purpose flag of the first entry of the central directory
    error = refusal(bytes(data))
    assert error.reason is RefusalReason.ENCRYPTED
    assert "sans mot de passe" in error.detail


def test_an_office_file_encrypted_as_a_whole_is_named() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    encrypted = refusal(ole + "EncryptedPackage".encode("utf-16-le"))
    assert encrypted.reason is RefusalReason.ENCRYPTED
    old = refusal(ole)
    assert old.reason is RefusalReason.WRONG_FORMAT
    assert "ancien format" in old.detail


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_truncated_files_are_refused(share: float) -> None:
    data = saved(docx.Document())
    error = refusal(data[: int(len(data) * share)])
    assert error.reason in {RefusalReason.DAMAGED, RefusalReason.WRONG_FORMAT}


def test_nesting_without_end_is_refused() -> None:
    xml = "<w:tbl><w:tr><w:tc>" * 80 + paragraph("a") + "</w:tc></w:tr></w:tbl>" * 80
    assert refusal(with_body(xml)).reason is RefusalReason.DAMAGED


def to_docx(blocks: list[Written]) -> bytes:
    document = docx.Document()
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            document.add_heading(block.text, block.level)
        elif block.kind is BlockKind.LIST_ITEM:
            suffix = "" if block.level == 1 else f" {block.level}"
            document.add_paragraph(block.text, style=f"List Bullet{suffix}")
        else:
            document.add_paragraph(block.text)
    return saved(document)


@settings(max_examples=20, deadline=None)  # mammoth takes 0.2 s a file
@given(documents())
def test_every_block_comes_back(blocks: list[Written]) -> None:
    assert shapes(extract(to_docx(blocks), ".docx", limits=LIMITS)) == blocks
