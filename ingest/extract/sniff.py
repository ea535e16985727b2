"""What the bytes of a file really are, whatever its name says."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum


class Nature(StrEnum):
    """What a file is; the value is how a French sentence names it, after «est en fait»."""

    TEXT = "un fichier de texte"
    HTML = "une page HTML"
    MARKUP = "un fichier de texte avec des balises"
    PDF = "un document PDF"
    DOCX = "un document Word (.docx)"
    ODT = "un document LibreOffice (.odt)"
    SPREADSHEET = "un classeur de tableur"
    SLIDES = "un diaporama"
    EPUB = "un livre numérique EPUB"
    ZIP = "une archive ZIP"
    ENCRYPTED_OFFICE = "un document Office protégé par un mot de passe"
    OLD_OFFICE = "un document Office d'ancien format (.doc, .xls ou .ppt)"
    RTF = "un document RTF"
    XML = "un fichier XML"
    IMAGE = "une image"
    ARCHIVE = "une archive compressée"
    MEDIA = "un fichier audio ou vidéo"
    PROGRAM = "un programme"
    BINARY = "un fichier binaire de nature inconnue"


_SIGNATURES: tuple[tuple[bytes, int, Nature], ...] = (
    (b"{\\rtf", 0, Nature.RTF),
    (b"\x89PNG\r\n\x1a\n", 0, Nature.IMAGE),
    (b"\xff\xd8\xff", 0, Nature.IMAGE),
    (b"GIF8", 0, Nature.IMAGE),
    (b"II*\x00", 0, Nature.IMAGE),
    (b"MM\x00*", 0, Nature.IMAGE),
    (b"\x1f\x8b", 0, Nature.ARCHIVE),
    (b"BZh", 0, Nature.ARCHIVE),
    (b"\xfd7zXZ\x00", 0, Nature.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", 0, Nature.ARCHIVE),
    (b"Rar!\x1a\x07", 0, Nature.ARCHIVE),
    (b"\x28\xb5\x2f\xfd", 0, Nature.ARCHIVE),
    (b"ID3\x03", 0, Nature.MEDIA),
    (b"ID3\x04", 0, Nature.MEDIA),
    (b"OggS", 0, Nature.MEDIA),
    (b"RIFF", 0, Nature.MEDIA),
    (b"ftyp", 4, Nature.MEDIA),
    (b"\x7fELF", 0, Nature.PROGRAM),
    (b"MZ\x90\x00", 0, Nature.PROGRAM),
)
_DECLARED_TYPES = (
    (b"application/vnd.oasis.opendocument.text", Nature.ODT),
    (b"application/vnd.oasis.opendocument.spreadsheet", Nature.SPREADSHEET),
    (b"application/vnd.oasis.opendocument.presentation", Nature.SLIDES),
    (b"application/epub", Nature.EPUB),
)
_OFFICE_FOLDERS = (("word/", Nature.DOCX), ("xl/", Nature.SPREADSHEET), ("ppt/", Nature.SLIDES))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_PDF_HEAD = 1024  # readers accept the PDF signature anywhere in the first kilobyte
_SAMPLE = 64 * 1024
_MOST_CONTROLS = 0.01  # share of control characters that a text may hold (form feeds, stray codes)

_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_HTML_TAG = re.compile(
    r"</?(?:p|div|h[1-6]|ul|ol|li|table|section|article|main|br|span|a|strong|b|em|i|title)\b[^<>]*>",
    re.I,
)


def sniff(data: bytes) -> Nature:
    """The nature of `data`, from its signature, then from its content; never raises."""
    head = data[:16]
    if b"%PDF-" in data[:_PDF_HEAD]:
        return Nature.PDF
    if head.startswith(_ZIP_STARTS):
        return _sniff_zip(data)
    if head.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        return Nature.ENCRYPTED_OFFICE if encrypted else Nature.OLD_OFFICE
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Nature.IMAGE
    for signature, offset, nature in _SIGNATURES:
        if head.startswith(signature, offset):
            return nature
    return _sniff_text(data)


def _sniff_zip(data: bytes) -> Nature:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            # A declared type is a few dozen characters: 200 bytes are read, whatever is declared.
            declared = archive.open("mimetype").read(200) if "mimetype" in names else b""
    except Exception:  # a damaged or hostile archive is named as what its signature says
        return Nature.ZIP
    for prefix, nature in _DECLARED_TYPES:
        if declared.startswith(prefix):
            return nature
    if "[Content_Types].xml" in names:
        for folder, nature in _OFFICE_FOLDERS:
            if any(name.startswith(folder) for name in names):
                return nature
    return Nature.ZIP


def _sniff_text(data: bytes) -> Nature:
    sample = data[:_SAMPLE]
    if sample.startswith(_UTF16_MARKS):
        text = sample[: len(sample) // 2 * 2].decode("utf-16", errors="replace")
    elif b"\x00" in data:
        return Nature.TEXT if looks_like_utf16(data) else Nature.BINARY
    else:
        text = sample.decode("utf-8-sig", errors="replace")
    controls = sum(1 for c in text if c < " " and c not in "\t\n\r\f")
    if controls > max(1, _MOST_CONTROLS * len(text)):
        return Nature.BINARY
    if _HTML_START.match(text):
        return Nature.HTML
    if text.lstrip().startswith("<?xml"):
        return Nature.XML
    return Nature.MARKUP if _HTML_TAG.search(text) else Nature.TEXT


def looks_like_utf16(data: bytes) -> bool:
    """True when zero bytes stand on one side of each pair, as Latin letters in UTF-16 have them."""
    sample = data[: _SAMPLE // 2 * 2]
    pairs = max(1, len(sample) // 2)
    shares = sorted((sample[0::2].count(0) / pairs, sample[1::2].count(0) / pairs))
    return shares[0] < 0.1 and shares[1] > 0.7
