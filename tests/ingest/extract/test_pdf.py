from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from html import escape
from typing import Any

import pytest
from hypothesis import given, settings
from reportlab.lib import colors, pdfencrypt
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    ListFlowable,
    ListItem,
    PageBreak,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
    Table,
)

from assistant.types import BlockKind
from ingest.extract import ExtractLimits, extract
from ingest.extract.pdf_layout import layout_blocks
from ingest.extract.pdf_pages import read_pages
from ingest.model import ExtractionRefused, RawBlock, RefusalReason
from tests.ingest.extract.generated import Written, documents, words

LIMITS = ExtractLimits()
BODY = ParagraphStyle("body", fontSize=10, leading=12, spaceAfter=6)
HEADINGS = [
    ParagraphStyle(f"h{n}", fontName="Helvetica-Bold", fontSize=s, leading=s * 1.2, spaceAfter=8)
    for n, s in enumerate((20, 17, 14.5, 12.5), start=1)
]
SENTENCE = "La Région verse cette aide aux personnes inscrites à France Travail. "


def body(text: str) -> Paragraph:
    return Paragraph(text, BODY)


def heading(text: str, level: int = 1) -> Paragraph:
    return Paragraph(text, HEADINGS[level - 1])


def bullets(*items: Any) -> ListFlowable:
    return ListFlowable([ListItem(i) for i in items], bulletType="bullet", bulletFontSize=10)


def built(
    story: list[Flowable],
    *,
    on_page: Callable[[Canvas, Any], None] = lambda _canvas, _document: None,
    **options: Any,
) -> bytes:
    buffer = io.BytesIO()
    document = SimpleDocTemplate(buffer, pagesize=A4, **options)
    document.build(story, onFirstPage=on_page, onLaterPages=on_page)
    return buffer.getvalue()


def drawn(draw: Callable[[Canvas], None], **options: Any) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, **options)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


def direct(data: bytes) -> tuple[RawBlock, ...]:
    """What the process of the extractor does, without the process."""
    return layout_blocks(read_pages(data, LIMITS))


def shapes(blocks: tuple[RawBlock, ...]) -> list[tuple[BlockKind, int, str, int | None]]:
    return [(b.kind, b.level, b.text, b.page) for b in blocks]


def running_head_and_foot(canvas: Canvas, document: Any) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawString(60, 810, "Région Hauts-de-France – Guide des aides")
    canvas.drawString(280, 30, f"Page {document.page} / 3")


def test_a_guide_of_three_pages() -> None:
    table = Table(
        [["Public", "Montant"], ["Jeunes", "200 €"], ["Salariés", "300 €"]],
        style=[
            ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
            ("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold"),
        ],
    )
    story = [
        heading("Guide des aides"),
        body(SENTENCE * 6),
        heading("Conditions", 2),
        body("Il faut :"),
        bullets(
            body("être majeur " * 20), body("habiter la région"), bullets(body("ou y étudier"))
        ),
        table,
        PageBreak(),
        heading("Montants", 2),
        body("Le montant est de 200 € en 2024."),
        PageBreak(),
        body("Fin du guide."),
    ]
    data = built(story, on_page=running_head_and_foot)
    assert shapes(extract(data, ".pdf", limits=LIMITS)) == [
        (BlockKind.HEADING, 1, "Guide des aides", 1),
        (BlockKind.PARAGRAPH, 0, (SENTENCE * 6).strip(), 1),
        (BlockKind.HEADING, 2, "Conditions", 1),
        (BlockKind.PARAGRAPH, 0, "Il faut :", 1),
        (BlockKind.LIST_ITEM, 1, ("être majeur " * 20).strip(), 1),
        (BlockKind.LIST_ITEM, 1, "habiter la région", 1),
        (BlockKind.LIST_ITEM, 2, "ou y étudier", 1),
        (BlockKind.TABLE_ROW, 0, "Public\u00a0: Jeunes ; Montant\u00a0: 200 €", 1),
        (BlockKind.TABLE_ROW, 0, "Public\u00a0: Salariés ; Montant\u00a0: 300 €", 1),
        (BlockKind.HEADING, 2, "Montants", 2),
        (BlockKind.PARAGRAPH, 0, "Le montant est de 200 € en 2024.", 2),
        (BlockKind.PARAGRAPH, 0, "Fin du guide.", 3),
    ]


def test_two_pages_keep_their_margins() -> None:
    data = built([body("Un."), PageBreak(), body("Deux.")], on_page=running_head_and_foot)
    assert sum("Guide des aides" in block.text for block in direct(data)) == 2


def test_bullets_that_are_drawn_are_bullets() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 700, "Il faut :")
        for index, text in enumerate(("être majeur", "habiter la région")):
            canvas.circle(70, 683 - 20 * index, 2, fill=1)
            canvas.drawString(80, 680 - 20 * index, text)

    assert [(b.kind, b.text) for b in direct(drawn(draw))] == [
        (BlockKind.PARAGRAPH, "Il faut :"),
        (BlockKind.LIST_ITEM, "être majeur"),
        (BlockKind.LIST_ITEM, "habiter la région"),
    ]


COLUMN = ("L'aide de la Région vise", "Lille, Amiens, Calais et", "Lens ; elle dure un an.")


def test_a_narrow_column_on_a_wide_page_is_one_paragraph() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 740, "Une ligne qui prend toute la largeur de la page. " * 2)
        for index, text in enumerate(COLUMN):
            canvas.drawString(60, 680 - 14 * index, text)

    assert direct(drawn(draw))[-1].text == " ".join(COLUMN)


def test_paragraphs_without_space_between_them_are_parted() -> None:
    tight = ParagraphStyle("tight", fontSize=10, leading=12)
    story = [Paragraph(SENTENCE * 4, tight), Paragraph(SENTENCE * 3, tight)]
    texts = [block.text for block in direct(built(story))]
    assert texts == [(SENTENCE * 4).strip(), (SENTENCE * 3).strip()]


def test_a_sentence_goes_on_over_the_page() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 500, "Cette aide est versée aux personnes")
        canvas.showPage()
        canvas.drawString(60, 700, "inscrites à France Travail.")
        canvas.drawString(60, 600, "Autre paragraphe.")

    assert shapes(direct(drawn(draw))) == [
        (
            BlockKind.PARAGRAPH,
            0,
            "Cette aide est versée aux personnes inscrites à France Travail.",
            1,
        ),
        (BlockKind.PARAGRAPH, 0, "Autre paragraphe.", 2),
    ]


def test_cut_words_are_joined_and_compounds_kept() -> None:
    lines = [
        "Les demandes d'infor-",
        "mation se font sur rendez-",
        "vous dans les Hauts-",
        "de-France avec des entrepre-",
        "neurs.",
    ]

    def draw(canvas: Canvas) -> None:
        for index, line in enumerate(lines):
            canvas.drawString(60, 700 - 14 * index, line)

    assert [b.text for b in direct(drawn(draw))] == [
        "Les demandes d'information se font sur rendez-vous dans les Hauts-de-France "
        "avec des entrepreneurs."
    ]


def test_two_columns_are_read_one_after_the_other() -> None:
    buffer = io.BytesIO()
    document = BaseDocTemplate(buffer, pagesize=A4)
    frames = [Frame(60, 500, 220, 280, id="a"), Frame(310, 500, 220, 280, id="b")]
    document.addPageTemplates(PageTemplate(frames=frames))
    numbers = " ".join(f"mot{n}" for n in range(400))
    document.build([body(numbers)])
    assert words(direct(buffer.getvalue())) == numbers.split()


def test_columns_written_line_by_line_are_put_in_order() -> None:
    def draw(canvas: Canvas) -> None:
        for index in range(8, -1, -1):  # from the bottom up, as some software writes
            canvas.drawString(310, 700 - 14 * index, f"Droite {index} suite du texte")
            canvas.drawString(60, 700 - 14 * index, f"Gauche {index} suite du texte")

    read_back = words(direct(drawn(draw)))
    assert [w for w in read_back if w.isdigit()] == [str(n) for n in range(9)] * 2
    assert read_back.index("Droite") > len(read_back) - read_back[::-1].index("Gauche") - 1


def test_a_table_over_two_pages_keeps_its_names() -> None:
    rows = [["Commune", "Aide", "Année"]] + [[f"Ville {n}", f"{n} €", "2024"] for n in range(60)]
    grid = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
    for repeat in (0, 1):
        blocks = direct(built([Table(rows, style=grid, repeatRows=repeat)]))
        assert [b.text for b in blocks] == [
            f"Commune\u00a0: Ville {n} ; Aide\u00a0: {n} € ; Année\u00a0: 2024" for n in range(60)
        ]
        assert {b.page for b in blocks} == {1, 2}


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_turned_pages_are_read_upright(turn: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)
        canvas.translate(300, 400)
        canvas.rotate(turn)
        canvas.drawString(-100, 50, "Première ligne du texte")
        canvas.drawString(-100, 36, "et sa suite.")
        canvas.grid([-100, -40, 20], [-20, 0, 20])
        for index, text in enumerate(("a", "b", "c", "d")):
            canvas.drawString(-90 + 60 * (index % 2), 5 - 20 * (index // 2), text)

    assert [b.text for b in direct(drawn(draw))] == [
        "Première ligne du texte et sa suite.",
        "a ; b",
        "c ; d",
    ]


def test_a_landscape_page_and_text_outside_the_page() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageSize(landscape(A4))
        canvas.drawString(60, 300, "Visible")
        canvas.drawString(900, 300, "Hors page")

    assert [b.text for b in direct(drawn(draw))] == ["Visible"]


def refusal(data: bytes, limits: ExtractLimits = LIMITS) -> ExtractionRefused:
    with pytest.raises(ExtractionRefused) as refused:
        extract(data, ".pdf", limits=limits)
    return refused.value


def one_page(canvas: Canvas) -> None:
    canvas.drawString(60, 700, "Un texte.")


def test_an_encrypted_file_says_what_to_do() -> None:
    locked = drawn(one_page, encrypt=pdfencrypt.StandardEncryption("secret", strength=128))
    error = refusal(locked)
    assert error.reason is RefusalReason.ENCRYPTED
    assert error.detail == (
        "Le fichier PDF est protégé par un mot de passe. "
        "Enregistrez-le sans mot de passe, puis relancez la commande."
    )
    owned = drawn(one_page, encrypt=pdfencrypt.StandardEncryption("", ownerPassword="x"))
    assert [b.text for b in direct(owned)] == ["Un texte."]


def test_a_scan_has_no_text() -> None:
    error = refusal(drawn(lambda canvas: canvas.rect(10, 10, 50, 50, fill=1)))
    assert error.reason is RefusalReason.NO_TEXT
    assert "OCR" in error.detail


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6])
def test_truncated_files_are_refused(share: float) -> None:
    data = built([body(SENTENCE * 50)])
    assert refusal(data[: int(len(data) * share)]).reason is RefusalReason.DAMAGED


def test_limits_hold() -> None:
    def three(canvas: Canvas) -> None:
        for _ in range(3):
            one_page(canvas)
            canvas.showPage()

    assert refusal(drawn(three), ExtractLimits(max_pages=2)).reason is RefusalReason.TOO_LARGE
    few = ExtractLimits(max_characters=5)
    assert refusal(drawn(three), few).reason is RefusalReason.TOO_LARGE


def forged(content: bytes, *forms: bytes, filtered: bytes = b"") -> bytes:
    """A hand-made PDF of one page whose content calls the form /X, which may call the next."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R /Resources "
        b"<< /Font << /F 5 0 R >> /XObject << /X 6 0 R >> >> >>",
        b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), filtered, content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for index, form in enumerate(forms):
        objects.append(
            b"<< /Type /XObject /Subtype /Form /BBox [0 0 300 300] /Length %d /Resources "
            b"<< /XObject << /X %d 0 R >> >> >>\nstream\n%s\nendstream"
            % (len(form), 7 + index, form)
        )
    out = b"%PDF-1.4\n"
    offsets = []
    for number, item in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end


TEXT = b"BT /F 10 Tf 50 50 Td (texte) Tj ET /X Do"


def test_a_page_made_to_hang_is_refused() -> None:
    assert [b.text for b in direct(forged(TEXT, b"0 0 m 9 9 l S"))] == ["texte"]
    endless = forged(TEXT, *[b"/X Do " * 60] * 12)
    error = refusal(endless, ExtractLimits(max_seconds=1))
    assert error.reason is RefusalReason.DAMAGED
    assert "1\u00a0s" in error.detail


def test_a_page_made_to_fill_the_memory_is_refused() -> None:
    bomb = forged(zlib.compress(b"BT ET " * 50_000_000, 1), filtered=b"/Filter /FlateDecode")
    error = refusal(bomb, ExtractLimits(max_memory_bytes=400 * 1024 * 1024))
    # The library gives up the page, or the process is stopped: this depends on the machine.
    assert error.reason in {RefusalReason.DAMAGED, RefusalReason.NO_TEXT}


def to_pdf(blocks: list[Written]) -> bytes:
    story: list[Flowable] = []
    for block in blocks:
        text = escape(block.text, quote=False)
        if block.kind is BlockKind.HEADING:
            story.append(heading(text, block.level))
        elif block.kind is BlockKind.LIST_ITEM:
            indent = 18 * block.level
            style = ParagraphStyle("item", BODY, leftIndent=indent, bulletIndent=indent - 12)
            story.append(Paragraph(text, style, bulletText="•"))
        else:
            story.append(body(text))
    return built(story)


@settings(max_examples=60, deadline=None)
@given(documents())
def test_every_word_comes_back_in_order(blocks: list[Written]) -> None:
    read_back = direct(to_pdf(blocks))
    assert words(read_back) == words(blocks)
    items = [b.level for b in read_back if b.kind is BlockKind.LIST_ITEM]
    assert items == [b.level for b in blocks if b.kind is BlockKind.LIST_ITEM]
