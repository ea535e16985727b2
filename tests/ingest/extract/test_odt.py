from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import odfdo
import pytest
from hypothesis import given, settings

from assistant.types import BlockKind
from ingest.extract import ExtractLimits, extract
from ingest.model import ExtractionRefused, RawBlock, RefusalReason
from tests.ingest.extract.generated import Written, documents, shapes

LIMITS = ExtractLimits()


def blank() -> Any:
    document = odfdo.Document("text")
    document.body.clear()
    return document


def saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def read(document: Any) -> tuple[RawBlock, ...]:
    return extract(saved(document), ".odt", limits=LIMITS)


def with_body(xml: str, styles: str = "", **members: bytes) -> bytes:
    """A real LibreOffice file whose text is replaced by `xml`."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(saved(blank()))) as real,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as forged,
    ):
        for name in real.namelist():
            content = members.pop(name, None) or real.read(name)
            if name == "content.xml":
                text = re.sub(
                    r"(?s)<office:automatic-styles.*?(/>|</office:automatic-styles>)",
                    "",
                    content.decode(),
                )
                content = re.sub(
                    r"(?s)<office:body>.*</office:body>",
                    lambda _: (
                        f"<office:automatic-styles>{styles}</office:automatic-styles>"
                        f"<office:body><office:text>{xml}</office:text></office:body>"
                    ),
                    text,
                ).encode()
            forged.writestr(name, content)
        for name, content in members.items():
            forged.writestr(name, content)
    return buffer.getvalue()


def texts(xml: str, styles: str = "") -> list[str]:
    return [b.text for b in extract(with_body(xml, styles), ".odt", limits=LIMITS)]


def test_headings_lists_spaces_notes_and_annotations() -> None:
    document = blank()
    document.body.append(odfdo.Header(2, "Aides"))
    noted = odfdo.Paragraph("Une aide  forte\tici.")
    noted.insert_note(after="forte", note_id="n1", citation="1", body="La note.")
    noted.insert_annotation(after="Une", body="Une remarque", creator="a")
    document.body.append(noted)
    inner = odfdo.List(["sous un"])
    outer = odfdo.List(["un"])
    outer.get_item(position=0).append(inner)
    outer.append(odfdo.ListItem("deux"))
    document.body.append(outer)
    assert [(b.kind, b.level, b.text) for b in read(document)] == [
        (BlockKind.HEADING, 2, "Aides"),
        (BlockKind.PARAGRAPH, 0, "Une aide forte ici."),
        (BlockKind.PARAGRAPH, 0, "La note."),
        (BlockKind.LIST_ITEM, 1, "un"),
        (BlockKind.LIST_ITEM, 2, "sous un"),
        (BlockKind.LIST_ITEM, 1, "deux"),
    ]


def test_tracked_deletions_hidden_and_struck_text_are_left_out() -> None:
    styles = (
        '<style:style style:name="T1" style:family="text"><style:text-properties '
        'style:text-line-through-style="solid"/></style:style>'
        '<style:style style:name="T2" style:family="text" style:parent-style-name="T3"/>'
        '<style:style style:name="T3" style:family="text"><style:text-properties '
        'text:display="none"/></style:style>'
    )
    xml = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>'
        "<text:p>supprimé</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        '<text:p>Il <text:change text:change-id="c1"/>reste '
        '<text:span text:style-name="T1">barré</text:span>'
        '<text:span text:style-name="T2">caché</text:span>ceci</text:p>'
        '<text:section text:name="s" text:display="none"><text:p>section</text:p></text:section>'
        '<text:table-of-content text:name="t"><text:index-body><text:p>Aides 3</text:p>'
        "</text:index-body></text:table-of-content>"
    )
    assert texts(xml, styles) == ["Il reste ceci"]


CELL = '<table:table-cell table:number-columns-repeated="{}"><text:p>{}</text:p></table:table-cell>'


def test_tables() -> None:
    def row(*cells: str) -> str:
        inside = "".join(CELL.format(1, cell) for cell in cells)
        return f"<table:table-row>{inside}</table:table-row>"

    header = f"<table:table-header-rows>{row('Public', 'Aide')}</table:table-header-rows>"
    padding = '<table:table-cell table:number-columns-repeated="16000"/>'
    spanned = (
        '<table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>Sous réserve'
        "</text:p></table:table-cell><table:covered-table-cell/></table:table-row>"
    )
    xml = (
        f"<table:table>{header}{row('Jeunes', '200 €')}{spanned}"
        f'<table:table-row table:number-rows-repeated="99999">{padding}</table:table-row>'
        f"</table:table><table:table>{row('Lieu', 'Lille')}</table:table>"
    )
    assert texts(xml) == [
        "Public\u00a0: Jeunes ; Aide\u00a0: 200 €",
        "Sous réserve",
        "Lieu ; Lille",
    ]


def test_the_title_style_is_a_heading_and_frames_are_read() -> None:
    styles = (
        '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
    )
    xml = (
        '<text:p text:style-name="P1">Guide</text:p>'
        "<text:p>Avant<draw:frame><draw:text-box><text:p>Encadré</text:p></draw:text-box>"
        '</draw:frame></text:p><x:y xmlns:x="urn:autre"><text:p>Étranger</text:p></x:y>'
    )
    blocks = extract(with_body(xml, styles), ".odt", limits=LIMITS)
    assert (blocks[0].kind, blocks[0].level) == (BlockKind.HEADING, 1)
    assert [b.text for b in blocks] == ["Guide", "Avant", "Encadré", "Étranger"]


def refusal(data: bytes) -> ExtractionRefused:
    with pytest.raises(ExtractionRefused) as refused:
        extract(data, ".odt", limits=LIMITS)
    return refused.value


def test_repeated_cells_without_end_are_refused() -> None:
    xml = (
        '<table:table><table:table-row table:number-rows-repeated="1048576">'
        f"{CELL.format(16384, 'a')}</table:table-row></table:table>"
    )
    assert refusal(with_body(xml)).reason is RefusalReason.TOO_LARGE


def test_an_encrypted_document_is_refused() -> None:
    manifest = (
        b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        b'<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/>'
        b"</manifest:file-entry></manifest:manifest>"
    )
    error = refusal(with_body("<text:p>a</text:p>", **{"META-INF/manifest.xml": manifest}))
    assert error.reason is RefusalReason.ENCRYPTED
    assert "sans mot de passe" in error.detail


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_truncated_files_are_refused(share: float) -> None:
    data = saved(blank())
    error = refusal(data[: int(len(data) * share)])
    assert error.reason in {RefusalReason.DAMAGED, RefusalReason.WRONG_FORMAT}


def test_nesting_without_end_is_refused() -> None:
    xml = "<text:section>" * 400 + "<text:p>a</text:p>" + "</text:section>" * 400
    assert refusal(with_body(xml)).reason is RefusalReason.DAMAGED


def to_odt(blocks: list[Written]) -> bytes:
    document = blank()
    lists: list[Any] = []  # the lists that are open, by depth
    for block in blocks:
        if block.kind is not BlockKind.LIST_ITEM:
            lists = []
            element = odfdo.Paragraph(block.text)
            if block.kind is BlockKind.HEADING:
                element = odfdo.Header(block.level, block.text)
            document.body.append(element)
            continue
        lists = lists[: block.level]
        if len(lists) < block.level:
            opened = odfdo.List()
            parent = lists[-1].get_elements("text:list-item")[-1] if lists else document.body
            parent.append(opened)
            lists.append(opened)
        lists[-1].append(odfdo.ListItem(block.text))
    return saved(document)


@settings(max_examples=40, deadline=None)
@given(documents())
def test_every_block_comes_back(blocks: list[Written]) -> None:
    assert shapes(extract(to_odt(blocks), ".odt", limits=LIMITS)) == blocks
