"""From answers to the JSON of the contract."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID, uuid4

from assistant.answering.danger import Danger
from assistant.answering.pipeline import Answer
from assistant.answering.types import Checks, Citation, HumanContact, Statement
from assistant.api.schemas import (
    ChatRequest,
    ChatResponse,
    ChecksOut,
    CitationOut,
    ContactOut,
    DocumentOut,
    FootprintOut,
    HitOut,
    ModelOut,
    ScoresOut,
    SourceOut,
    StatementOut,
    TransparencyOut,
)
from assistant.charter import RULES_VERSION
from assistant.charter.footprint import Footprint, footprint
from assistant.charter.reference import reference_of
from assistant.reference.messages import Messages
from assistant.retrieval.search import Hit
from assistant.service import Edition
from assistant.types import AnswerStatus, DocumentMeta, Style

_NO_MODEL = ModelOut(name="aucun", version="", host="ce serveur")


def source_link(document_id: str, start: int | None = None, end: int | None = None) -> str:
    """The address of a source page, opened at a quote where one is given."""
    if start is None or end is None:
        return f"/sources/{document_id}"
    return f"/sources/{document_id}?{urlencode({'start': start, 'end': end})}#extrait"


def present_answer(
    answer: Answer, conversation_id: UUID, edition: Edition, style: Style
) -> ChatResponse:
    """The response object of an answer."""
    outcome = answer.outcome
    messages = edition.tools.messages
    sources = _number_sources(outcome.statements, outcome.related, edition)
    statements = [_statement(s, sources) for s in outcome.statements]
    return ChatResponse(
        answer_id=answer.id,
        reference=reference_of(answer.id),
        conversation_id=conversation_id,
        status=outcome.status,
        answer=_whole_text(outcome.lead, statements),
        lead=outcome.lead,
        statements=statements,
        sources=list(sources.values()),
        notices=list(outcome.turn.notices),
        human_contact=_contact(answer.contact),
        follow_ups=list(outcome.follow_ups),
        transparency=_transparency(
            messages,
            style=style,
            method="extractive" if statements else "fixed",
            edition=edition,
            checks=outcome.checks,
            spent=answer.footprint,
            took_ms=answer.took_ms,
        ),
    )


def present_failure(
    status: AnswerStatus,
    answer_id: UUID,
    request: ChatRequest,
    messages: Messages,
    edition: Edition | None,
    *,
    danger: Danger | None = None,
) -> ChatResponse:
    """The response when no answer could be made: busy, or a dependency is missing."""
    lead = messages.for_status(status, request.style)
    contact = messages.contact_for(request.audience)
    if danger is not None:
        lead = messages.status[f"signposted_{danger}"].for_style(request.style)
        contact = messages.contact[danger.value]
    return ChatResponse(
        answer_id=answer_id,
        reference=reference_of(answer_id),
        conversation_id=request.conversation_id or uuid4(),
        status=status,
        answer=lead,
        lead=lead,
        statements=[],
        sources=[],
        notices=[],
        human_contact=_contact(HumanContact(contact.label, contact.url, contact.phone)),
        follow_ups=[],
        transparency=_transparency(
            messages,
            style=request.style,
            method="fixed",
            edition=edition,
            checks=Checks(),
            spent=footprint(0.0),
            took_ms=0,
        ),
    )


def present_document(meta: DocumentMeta, messages: Messages) -> DocumentOut:
    """A document of the catalogue."""
    return DocumentOut(
        id=meta.id,
        title=meta.title,
        publisher=meta.publisher,
        kind=meta.kind,
        status=meta.status,
        status_label=messages.document_status[meta.status],
        audience=list(meta.audience),
        themes=list(meta.themes),
        published_on=meta.published_on,
        valid_from=meta.valid_from,
        valid_until=meta.valid_until,
        checked_on=meta.checked_on,
        url=meta.url,
        source=meta.source,
        licence=meta.licence,
        link=source_link(meta.id),
    )


def present_hit(rank: int, hit: Hit) -> HitOut:
    """A passage that was found."""
    passage, meta = hit.passage, hit.meta
    return HitOut(
        rank=rank,
        passage_id=passage.id,
        document_id=meta.id,
        title=meta.title,
        publisher=meta.publisher,
        kind=meta.kind,
        status=meta.status,
        published_on=meta.published_on,
        valid_from=meta.valid_from,
        valid_until=meta.valid_until,
        heading=list(passage.heading_path),
        page=passage.page,
        start=passage.start,
        end=passage.end,
        text=hit.text,
        link=source_link(meta.id, passage.start, passage.end),
        scores=ScoresOut(
            fused=hit.scores.fused,
            head=hit.scores.head,
            whole=hit.scores.whole,
            grams=hit.scores.grams,
            asked=hit.scores.asked,
            asked_grams=hit.scores.asked_grams,
            dense=hit.scores.dense,
        ),
        coverage=hit.coverage,
        kept=hit.rejection is None,
        rejected=hit.rejection,
    )


_SourceKey = tuple[str, tuple[str, ...] | None]


def _key(citation: Citation) -> _SourceKey:
    return citation.document_id, citation.heading_path


def _number_sources(
    statements: tuple[Statement, ...], related: tuple[DocumentMeta, ...], edition: Edition
) -> dict[_SourceKey, SourceOut]:
    """One numbered source a section quoted, in the order of the statements."""
    found: dict[_SourceKey, SourceOut] = {}
    for citation in (c for s in statements for c in s.citations):
        if _key(citation) not in found:
            meta = edition.tools.searcher.catalogue.meta(citation.document_id)
            link = source_link(meta.id, citation.start, citation.end)
            found[_key(citation)] = _source(
                len(found) + 1, meta, edition.tools.messages, link, citation
            )
    quoted = {document_id for document_id, _ in found}
    for meta in related:
        if meta.id not in quoted:
            found[(meta.id, None)] = _source(
                len(found) + 1, meta, edition.tools.messages, source_link(meta.id), None
            )
    return found


def _source(
    n: int, meta: DocumentMeta, messages: Messages, link: str, citation: Citation | None
) -> SourceOut:
    return SourceOut(
        n=n,
        document_id=meta.id,
        title=meta.title,
        publisher=meta.publisher,
        kind=meta.kind,
        status=meta.status,
        status_label=messages.document_status[meta.status],
        published_on=meta.published_on,
        valid_from=meta.valid_from,
        valid_until=meta.valid_until,
        checked_on=meta.checked_on,
        heading=list(citation.heading_path) if citation else [],
        page=citation.page if citation else None,
        url=meta.url,
        link=link,
        passage=citation.passage if citation else "",
    )


def _statement(statement: Statement, sources: dict[_SourceKey, SourceOut]) -> StatementOut:
    return StatementOut(
        text=statement.text,
        citations=[
            CitationOut(
                source=sources[_key(c)].n,
                quote=c.quote,
                start=c.start,
                end=c.end,
                page=c.page,
                link=source_link(c.document_id, c.start, c.end),
            )
            for c in statement.citations
        ],
    )


def _whole_text(lead: str, statements: list[StatementOut]) -> str:
    marked = [
        s.text + "".join(f" [{n}]" for n in sorted({c.source for c in s.citations}))
        for s in statements
    ]
    parts = [lead] if lead else []
    text = ""
    for said in marked:
        # A list stands on its own lines, whatever comes before and after it.
        glue = "\n\n" if "\n" in said or "\n" in text.rpartition("\n\n")[2] else " "
        text = f"{text}{glue}{said}" if text else said
    return "\n\n".join([*parts, text] if text else parts)


def _contact(contact: HumanContact) -> ContactOut:
    return ContactOut(label=contact.label, url=contact.url or None, phone=contact.phone or None)


def _transparency(
    messages: Messages,
    *,
    style: Style,
    method: str,
    edition: Edition | None,
    checks: Checks,
    spent: Footprint,
    took_ms: int,
) -> TransparencyOut:
    manifest = edition.manifest if edition is not None else None
    encoder = f"{manifest.embedder.name} {manifest.embedder.revision}" if manifest else ""
    return TransparencyOut.model_validate(
        {
            "disclosure": messages.disclosure.for_style(style),
            "ai_generated": False,
            "method": method,
            "model": _NO_MODEL,
            "encoder": encoder,
            "index_version": manifest.index_version if manifest else None,
            "corpus_updated_on": manifest.corpus_updated_on if manifest else None,
            "rules_version": RULES_VERSION,
            "checks": ChecksOut(
                statements=checks.statements,
                quotes_located=checks.quotes_located,
                figures_checked=checks.figures_checked,
                dropped=checks.dropped,
            ),
            "footprint": FootprintOut.model_validate(
                {
                    "energy_wh": spent.energy_wh,
                    "co2e_g": spent.co2e_g,
                    "method": spent.method.value,
                    "explanation": messages.identity.footprint,
                }
            ),
            "took_ms": took_ms,
        }
    )
