from __future__ import annotations

import io
import subprocess
import sys
import tarfile
import zipfile

import docx
import odfdo
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from ingest.extract import FORMATS, ExtractLimits, extract
from ingest.model import ExtractionRefused, RefusalReason

LIMITS = ExtractLimits()


def _pdf() -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.drawString(60, 700, "Un texte.")
    canvas.save()
    return buffer.getvalue()


def _saved(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def _zip(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _tar() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz"):
        pass
    return buffer.getvalue()


PNG = b"\x89PNG\r\n\x1a\n" + bytes(50)
REAL = {
    "un document PDF": _pdf(),
    "un document Word (.docx)": _saved(docx.Document()),
    "un document LibreOffice (.odt)": _saved(odfdo.Document("text")),
    "un classeur de tableur": _saved(odfdo.Document("spreadsheet")),
    "une archive ZIP": _zip(a=b"x"),
    "une archive compressée": _tar(),
    "une image": PNG,
    "une page HTML": b"<!doctype html><html><body><p>Texte</p></body></html>",
    "un document RTF": b"{\\rtf1 texte}",
    "un fichier binaire de nature inconnue": bytes(range(256)) * 4,
}


@pytest.mark.parametrize("suffix", sorted(set(FORMATS) - {".htm"}))
@pytest.mark.parametrize("nature", sorted(REAL))
def test_a_wrong_extension_is_refused_by_what_the_file_is(nature: str, suffix: str) -> None:
    own = {
        ".pdf": "un document PDF",
        ".docx": "un document Word (.docx)",
        ".odt": "un document LibreOffice (.odt)",
        ".html": "une page HTML",
    }
    if own.get(suffix) == nature:
        return
    with pytest.raises(ExtractionRefused) as refused:
        extract(REAL[nature], suffix, limits=LIMITS)
    assert refused.value.reason is RefusalReason.WRONG_FORMAT
    assert f"Ce fichier {suffix} est en fait {nature}." in refused.value.detail


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".odt", ".html"])
def test_a_text_under_another_name_is_refused(suffix: str) -> None:
    with pytest.raises(ExtractionRefused) as refused:
        extract("Un texte accentué.".encode(), suffix, limits=LIMITS)
    assert "est en fait un fichier de texte." in refused.value.detail


@pytest.mark.parametrize("suffix", sorted(FORMATS))
@pytest.mark.parametrize("data", [b"", b" \n\t ", b"\x00" * 100, b"\xef\xbb\xbf \n"])
def test_nothing_to_read_is_refused(suffix: str, data: bytes) -> None:
    with pytest.raises(ExtractionRefused) as refused:
        extract(data, suffix, limits=LIMITS)
    assert refused.value.detail.endswith(".")


def test_an_unknown_format_lists_the_known_ones() -> None:
    with pytest.raises(ExtractionRefused) as refused:
        extract(b"x", ".xlsx", limits=LIMITS)
    assert refused.value.reason is RefusalReason.UNKNOWN_FORMAT
    assert all(suffix in refused.value.detail for suffix in FORMATS)


def test_the_case_of_the_extension_does_not_matter() -> None:
    assert extract(b"Texte", ".TXT", limits=LIMITS)[0].text == "Texte"


def test_sizes_are_bounded() -> None:
    for limits in (ExtractLimits(max_bytes=10), ExtractLimits(max_characters=10)):
        with pytest.raises(ExtractionRefused) as refused:
            extract(b"Un texte un peu long.", ".txt", limits=limits)
        assert refused.value.reason is RefusalReason.TOO_LARGE


def test_blocks_that_show_nothing_are_left_out() -> None:
    source = "Texte\n\n\u200b\u00ad\n\n\u00a0\n\nSuite"
    assert [b.text for b in extract(source.encode(), ".txt", limits=LIMITS)] == ["Texte", "Suite"]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([".md", ".txt", ".html", ".docx", ".odt"]))
def test_random_bytes_are_read_or_refused(data: bytes, suffix: str) -> None:
    _read_or_refuse(data, suffix)


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from([".docx", ".odt", ".html"]))
def test_damaged_files_are_read_or_refused(draw: st.DataObject, suffix: str) -> None:
    natures = {
        ".docx": "un document Word (.docx)",
        ".odt": "un document LibreOffice (.odt)",
        ".html": "une page HTML",
    }
    data = bytearray(REAL[natures[suffix]])
    for _ in range(draw.draw(st.integers(1, 8))):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    _read_or_refuse(bytes(data), suffix)


def _read_or_refuse(data: bytes, suffix: str) -> None:
    try:
        blocks = extract(data, suffix, limits=LIMITS)
    except ExtractionRefused as refused:
        assert refused.detail.endswith(".")
    else:
        assert all(block.text.strip() for block in blocks)


def test_importing_the_extractors_loads_no_heavy_library() -> None:
    heavy = ("trafilatura", "pdfplumber", "pypdfium2", "mammoth", "odfdo", "markdown_it", "lxml")
    script = (
        "import sys; sys.path.insert(0, '.'); import ingest.extract;"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"
