"""Bytes of a document become blocks: one file per format, one door.

The extractors import their heavy libraries inside their functions: a rebuild that changes nothing
reads no document and must start fast.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from ingest.extract.docx import extract_docx
from ingest.extract.html import extract_html
from ingest.extract.limits import ExtractLimits
from ingest.extract.markdown import extract_markdown
from ingest.extract.odt import extract_odt
from ingest.extract.pdf import extract_pdf
from ingest.extract.sniff import Nature, sniff
from ingest.extract.text import extract_text
from ingest.model import ExtractionRefused, RawBlock, RefusalReason

__all__ = ["FORMATS", "ExtractLimits", "Format", "extract"]

_MIB = 1024 * 1024
_PROTECTED = (
    "Ce document est protégé par un mot de passe. "
    "Enregistrez-le sans mot de passe, puis relancez la commande."
)


@dataclass(frozen=True, slots=True)
class Format:
    """A format that the ingestion reads: its name in a French sentence, and how it is read."""

    name: str
    natures: frozenset[Nature]  # what its bytes may be
    read: Callable[[bytes, ExtractLimits], tuple[RawBlock, ...]]


_TEXTS = frozenset({Nature.TEXT, Nature.MARKUP})
_PAGES = frozenset({Nature.HTML, Nature.MARKUP})
_HTML = Format("La page HTML", _PAGES, extract_html)

FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        ".md": Format("Le fichier Markdown", _TEXTS, extract_markdown),
        ".txt": Format("Le fichier de texte", _TEXTS, extract_text),
        ".html": _HTML,
        ".htm": _HTML,
        ".pdf": Format("Le fichier PDF", frozenset({Nature.PDF}), extract_pdf),
        ".docx": Format("Le document Word", frozenset({Nature.DOCX}), extract_docx),
        ".odt": Format("Le document LibreOffice", frozenset({Nature.ODT}), extract_odt),
    }
)


def extract(data: bytes, suffix: str, *, limits: ExtractLimits) -> tuple[RawBlock, ...]:
    """The blocks of the document `data`, in reading order; `suffix` is its extension («.pdf»).

    Every block has text. Raises ExtractionRefused, and nothing else, with a French sentence that
    says what is wrong and what to do.
    """
    form = FORMATS.get(suffix.lower())
    if form is None:
        known = ", ".join(FORMATS)
        raise ExtractionRefused(
            RefusalReason.UNKNOWN_FORMAT,
            f"Les fichiers {suffix or 'sans extension'} ne sont pas lus. "
            f"Enregistrez le document dans l'un de ces formats\u00a0: {known}.",
        )
    _check_bytes(data, suffix.lower(), form, limits)
    try:
        blocks = form.read(data, limits)
    except (ExtractionRefused, ImportError):
        raise  # a library that is not installed is no fault of the file
    # The libraries raise errors of every kind on damaged files; none may stop the ingestion.
    except Exception as error:
        raise ExtractionRefused(
            RefusalReason.DAMAGED,
            f"{form.name} ne peut pas se lire\u00a0: son contenu est abîmé. Ouvrez le document "
            "dans son logiciel, enregistrez-le de nouveau, puis relancez la commande.",
        ) from error
    return _check_blocks(blocks, form, limits)


def _check_bytes(data: bytes, suffix: str, form: Format, limits: ExtractLimits) -> None:
    if not data.strip():
        raise ExtractionRefused(
            RefusalReason.EMPTY,
            "Ce fichier est vide. Remplacez-le par le document complet ou supprimez-le.",
        )
    if len(data) > limits.max_bytes:
        raise ExtractionRefused(
            RefusalReason.TOO_LARGE,
            f"Ce fichier pèse {_mebibytes(len(data))}, pour {_mebibytes(limits.max_bytes)} "
            "au plus. Découpez-le ou allégez ses images, puis relancez la commande.",
        )
    nature = sniff(data)
    if nature is Nature.ENCRYPTED_OFFICE and suffix in {".docx", ".odt"}:
        raise ExtractionRefused(RefusalReason.ENCRYPTED, _PROTECTED)
    if nature not in form.natures:
        raise ExtractionRefused(
            RefusalReason.WRONG_FORMAT,
            f"Ce fichier {suffix} est en fait {nature}. Donnez-lui la bonne extension ou "
            f"enregistrez-le au format {suffix}, puis relancez la commande.",
        )


def _mebibytes(size: int) -> str:
    return f"{max(1, round(size / _MIB))}\u00a0Mio"


def _check_blocks(
    blocks: tuple[RawBlock, ...], form: Format, limits: ExtractLimits
) -> tuple[RawBlock, ...]:
    kept = tuple(block for block in blocks if _has_text(block.text))
    if not kept:
        raise ExtractionRefused(
            RefusalReason.NO_TEXT,
            f"{form.name} ne contient aucun texte lisible. "
            "Remplacez-le par un document qui contient du texte ou supprimez-le.",
        )
    if sum(len(block.text) for block in kept) > limits.max_characters:
        raise ExtractionRefused(
            RefusalReason.TOO_LARGE,
            f"{form.name} contient plus de {limits.max_characters} caractères. "
            "Découpez-le en plusieurs fichiers, puis relancez la commande.",
        )
    return kept


def _has_text(text: str) -> bool:
    # Control, format, private and unassigned characters, and spaces, show nothing.
    return any(unicodedata.category(char)[0] not in "CZ" for char in text)
