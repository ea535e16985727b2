"""The ways of not answering: each says why, what is known all the same, and who can help."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from assistant.answering.question import QuestionType, question_type
from assistant.answering.types import HumanContact, Outcome, Statement, Tools, Turn, quote_statement
from assistant.reference.competences import COMPETENCES_DOCUMENT, Matter
from assistant.retrieval.search import Hit, SearchResult
from assistant.text.fold import fold
from assistant.text.spoken import french_date
from assistant.types import AnswerStatus, DocumentMeta

_RELATED_SHOWN = 3
# «L'INAC a disparu, qu'est-ce qui la remplace ?»: who asks so knows that it is closed.
_ASKS_WHAT_CAME_AFTER = re.compile(
    r"\bremplac|\bsucced|\ba (?:la|sa) place\b|\b(?:prend|pris|prendre) la suite\b|\breplac"
)


def no_source(turn: Turn, result: SearchResult, tools: Tools) -> Outcome:
    """Says that there is no source, and what the corpus can answer nearby."""
    known = _what_is_known(turn, tools)
    lead = tools.messages.for_status(AnswerStatus.UNANSWERABLE_NO_SOURCE, turn.style)
    if known:
        title = tools.searcher.catalogue.meta(known[0].citations[0].document_id).title
        wording = tools.messages.status["unanswerable_but_known"]
        lead = wording.for_style(turn.style).format(title=title)
    return Outcome(
        AnswerStatus.UNANSWERABLE_NO_SOURCE,
        turn,
        lead=lead,
        statements=known,
        follow_ups=nearby_questions(result.kept),
    )


def _what_is_known(turn: Turn, tools: Tools) -> tuple[Statement, ...]:
    """How the first document that the question names begins: what it is, if not what was asked."""
    for named in turn.named[:1]:
        document = tools.searcher.catalogue.document(named.document_id)
        for passage in tools.searcher.catalogue.passages_of(named.document_id)[:1]:
            unit = passage.units[0]
            meta = document.meta
            valid = not (meta.is_expired(turn.as_of) or meta.is_not_yet_valid(turn.as_of))
            if unit.group is None and valid:
                return (quote_statement(document, passage, unit.start, unit.end, unit.page),)
    return ()


def nearby_questions(hits: Iterable[Hit], *, but: Collection[str] = ()) -> tuple[str, ...]:
    """At most three headings of these passages that are questions and not in `but`, best first."""
    found: list[str] = []
    for hit in hits:
        for heading in hit.passage.heading_path[-1:]:
            if heading.rstrip().endswith("?") and heading not in (*found, *but):
                found.append(heading)
    return tuple(found[:_RELATED_SHOWN])


def expired_only(turn: Turn, expired: Sequence[Hit], valid: Sequence[Hit], tools: Tools) -> Outcome:
    """Says that the sources found are no longer valid, since when, and what replaced them.

    `valid` are the passages found that still hold: one may name the closed scheme.
    """
    metas: dict[str, DocumentMeta] = {}
    for hit in expired:
        metas.setdefault(hit.meta.id, hit.meta)
    closed = tuple(metas.values())[:_RELATED_SHOWN]
    notices = tuple(
        tools.messages.notice.expired.format(title=m.title, date=french_date(m.valid_until))
        for m in closed
        if m.valid_until is not None
    )
    turn = replace(turn, notices=(*turn.notices, *notices))
    successor = _succeeding_statements(closed[0], valid, tools)
    if successor and _ASKS_WHAT_CAME_AFTER.search(fold(turn.standalone)):
        return Outcome(AnswerStatus.ANSWERED, turn, statements=successor, related=closed)
    return Outcome(
        AnswerStatus.UNANSWERABLE_EXPIRED_ONLY,
        turn,
        lead=tools.messages.for_status(AnswerStatus.UNANSWERABLE_EXPIRED_ONLY, turn.style),
        statements=(*_closing_statements(closed[0], tools), *successor),
        related=closed,
    )


def _closing_statements(meta: DocumentMeta, tools: Tools) -> tuple[Statement, ...]:
    """What the closed document itself says of its end, so that a successor named there is seen."""
    document = tools.searcher.catalogue.document(meta.id)
    for passage in tools.searcher.catalogue.passages_of(meta.id):
        heading = passage.heading_path[-1] if passage.heading_path else ""
        if question_type(heading) is QuestionType.STATE:
            return tuple(
                quote_statement(document, passage, u.start, u.end, u.page)
                for u in passage.units[:2]
            )
    return ()


def _succeeding_statements(
    meta: DocumentMeta, valid: Sequence[Hit], tools: Tools
) -> tuple[Statement, ...]:
    """The first sentence of another document that speaks of the closed one by its name."""
    names = tools.names.names_of(meta.id)
    for hit in valid:
        for unit in hit.passage.units:
            terms = tools.searcher.terms_of(hit.meta.id, unit.start, unit.end)
            if any(name <= terms for name in names):
                document = tools.searcher.catalogue.document(hit.meta.id)
                said = quote_statement(document, hit.passage, unit.start, unit.end, unit.page)
                return (said,)
    return ()


def other_authority(turn: Turn, matter: Matter, tools: Tools) -> Outcome:
    """Says who is responsible instead, in the words of the directory, with its contact."""
    statement = located_sentence(matter, tools)
    contact = (
        HumanContact(matter.contact_label, matter.contact_url, matter.contact_phone)
        if matter.contact_label
        else None
    )
    return Outcome(
        AnswerStatus.OUT_OF_COMPETENCE,
        turn,
        lead=tools.messages.for_status(AnswerStatus.OUT_OF_COMPETENCE, turn.style),
        statements=statement,
        contact=contact,
    )


def located_sentence(matter: Matter, tools: Tools) -> tuple[Statement, ...]:
    """The sentences of a matter as they stand in the indexed document, each with its quote."""
    passages = tools.searcher.catalogue.passages_of(COMPETENCES_DOCUMENT)
    if not passages:
        return ()
    document = tools.searcher.catalogue.document(COMPETENCES_DOCUMENT)
    found = [p for p in passages if p.heading_path and p.heading_path[-1] == matter.label]
    return tuple(
        quote_statement(document, p, u.start, u.end, u.page) for p in found for u in p.units
    )
