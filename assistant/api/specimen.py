"""An answer in which every part is present: the page's script copies the markup made from it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from assistant.api.schemas import (
    ChatResponse,
    ChecksOut,
    CitationOut,
    ContactOut,
    FootprintOut,
    ModelOut,
    SourceOut,
    StatementOut,
    TransparencyOut,
)
from assistant.types import AnswerStatus, DocumentKind, DocumentStatus

_ID = UUID(int=0)
_DAY = date(2000, 1, 1)
_WORD = "…"


def specimen() -> ChatResponse:
    """One statement, one source, one notice, one further question; nothing of it is ever shown."""
    return ChatResponse(
        answer_id=_ID,
        reference=_WORD,
        conversation_id=_ID,
        status=AnswerStatus.ANSWERED,
        answer=_WORD,
        lead=_WORD,
        statements=[
            StatementOut(
                text=_WORD,
                citations=[
                    CitationOut(source=1, quote=_WORD, start=0, end=1, page=1, link="/sources/x")
                ],
            )
        ],
        sources=[
            SourceOut(
                n=1,
                document_id="x",
                title=_WORD,
                publisher=_WORD,
                kind=DocumentKind.SHEET,
                status=DocumentStatus.SYNTHESIS,
                status_label=_WORD,
                published_on=_DAY,
                valid_from=_DAY,
                valid_until=_DAY,
                checked_on=_DAY,
                heading=[_WORD],
                page=1,
                url="https://example.org/",
                link="/sources/x",
                passage=_WORD,
            )
        ],
        notices=[_WORD],
        human_contact=ContactOut(label=_WORD, url="https://example.org/", phone="0"),
        follow_ups=[_WORD],
        transparency=TransparencyOut(
            disclosure=_WORD,
            ai_generated=False,
            method="extractive",
            model=ModelOut(name=_WORD, version=_WORD, host=_WORD),
            encoder=_WORD,
            index_version=_WORD,
            corpus_updated_on=_DAY,
            rules_version=_WORD,
            checks=ChecksOut(statements=1, quotes_located=1, figures_checked=1, dropped=1),
            footprint=FootprintOut(energy_wh=1, co2e_g=1, method="estimated", explanation=_WORD),
            took_ms=1,
        ),
    )
