"""Bytes of a text file become a string, or are refused: a wrong guess would alter quotes."""

from __future__ import annotations

import codecs

from ingest.extract.sniff import looks_like_utf16
from ingest.model import ExtractionRefused, RefusalReason

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FRENCH_LETTERS = frozenset("àâäçéèêëîïôöùûüÿæœÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸÆŒ")
_NEIGHBOUR_LETTERS = frozenset("áãåíìñóòõøúßšžÁÃÅÍÌÑÓÒÕØÚŠŽ")  # names of people and places
_FRENCH_SIGNS = frozenset("\u00a0«»’‘“”–—…€°§·•²³½¼¾ªº©®™×±µ£\u00ad")
_LEAST_FRENCH = 0.8  # share of the accented letters that must be French ones
# Of all letters: «Été à Lens» has 40 %, Cyrillic read as Latin near 100 %.
_MOST_ACCENTED = 0.5

_UNKNOWN = (
    "L'encodage de ce fichier n'est ni UTF-8 ni, de façon certaine, Windows-1252. "
    "Enregistrez-le en UTF-8, puis relancez la commande."
)


def decode_text(data: bytes, *, declared: str | None = None) -> str:
    """`data` as a string; `declared` is the encoding that the file itself announces, if any.

    Byte order marks come first, then strict UTF-8, then `declared`, then Windows-1252 when every
    character that it gives is plausible in French. General detectors are not used: on short
    French texts they take Windows-1252 for cp1250, and cp850 for Windows-1252.
    Raises ExtractionRefused(WRONG_ENCODING) otherwise.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strict(data, name)
    if b"\x00" in data:
        raise ExtractionRefused(RefusalReason.WRONG_ENCODING, _zeros_sentence(data))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass  # the next ways are tried below
    if declared is not None and _is_known(declared):
        return _strict(data, declared)
    return _french_windows_1252(data)


def _zeros_sentence(data: bytes) -> str:
    if looks_like_utf16(data):
        return (
            "Ce fichier est en UTF-16 sans marque d'ordre des octets. "
            "Enregistrez-le en UTF-8, puis relancez la commande."
        )
    return (
        "Ce fichier contient des octets nuls\u00a0: ce n'est pas du texte. "
        "Enregistrez-le en UTF-8, puis relancez la commande."
    )


def _is_known(name: str) -> bool:
    try:
        info = codecs.lookup(name)
    except LookupError:
        return False
    # Codecs that are not text encodings (rot13, zlib) must never be chosen by a file.
    return info.name not in {"utf-8", "utf-7"} and getattr(info, "_is_text_encoding", False)


def _strict(data: bytes, name: str) -> str:
    # Pages that announce ISO-8859-1 are in Windows-1252, as the WHATWG encoding standard has it.
    chosen = "cp1252" if codecs.lookup(name).name == "iso8859-1" else name
    try:
        text = data.decode(chosen)
    except UnicodeError as error:
        raise ExtractionRefused(
            RefusalReason.WRONG_ENCODING,
            f"Ce fichier s'annonce en {name} mais contient des octets qui ne le sont pas. "
            "Enregistrez-le en UTF-8, puis relancez la commande.",
        ) from error
    if "\x00" in text:
        raise ExtractionRefused(RefusalReason.WRONG_ENCODING, _zeros_sentence(data))
    return text


def _french_windows_1252(data: bytes) -> str:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise ExtractionRefused(RefusalReason.WRONG_ENCODING, _UNKNOWN) from error
    french = neighbours = letters = 0
    for previous, char, following in zip(" " + text, text, text[1:] + " ", strict=False):
        letters += char.isalpha()
        if char.isascii() or char in _FRENCH_SIGNS:
            continue
        # A capital in the middle of a small-letter word is the mark of another encoding.
        inside = previous.islower() and following.islower()
        if char.isupper() and inside:
            raise ExtractionRefused(RefusalReason.WRONG_ENCODING, _UNKNOWN)
        if char in _FRENCH_LETTERS:
            french += 1
        elif char in _NEIGHBOUR_LETTERS:
            neighbours += 1
        else:
            raise ExtractionRefused(RefusalReason.WRONG_ENCODING, _UNKNOWN)
    accented = french + neighbours
    if accented and (french < _LEAST_FRENCH * accented or accented > _MOST_ACCENTED * letters):
        raise ExtractionRefused(RefusalReason.WRONG_ENCODING, _UNKNOWN)
    return text
