"""A document's description for tests that need no file."""

from __future__ import annotations

from datetime import date

from assistant.types import Audience, DocumentKind, DocumentMeta, DocumentStatus


def document_meta() -> DocumentMeta:
    return DocumentMeta(
        id="essai",
        title="Titre",
        publisher="Région",
        kind=DocumentKind.SHEET,
        status=DocumentStatus.SYNTHESIS,
        audience=(Audience.RESIDENT,),
        themes=(),
        published_on=None,
        valid_from=None,
        valid_until=None,
        checked_on=date(2026, 11, 20),
        url="https://exemple.fr/",
        source="Texte écrit pour les tests",
        licence="Licence Ouverte 2.0",
    )
