"""Is there evidence? Below the gate there is no answer, whatever the composer could write."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from assistant.answering.question import QuestionType, question_type
from assistant.answering.types import HumanContact, Outcome, Statement, Tools, Turn, quote_statement
from assistant.reference.competences import COMPETENCES_DOCUMENT, Matter
from assistant.retrieval.search import Hit, Rejection, SearchResult
from assistant.text.fold import fold
from assistant.text.spoken import french_date
from assistant.types import AnswerStatus, DocumentMeta

# A question that names another authority's matter is still ours when our own documents meet
# nearly all of its words: «bourse du CROUS» is not, «bourse Mermoz à l'étranger» is.
_OURS_ALL_THE_SAME = 0.9
_RELATED_SHOWN = 3
_AS_GOOD = 0.8  # a document on the subject is worth more than the directory of who does what


def evidence(turn: Turn, tools: Tools) -> Turn | Outcome:
    """Finds the passages that may answer; ends the turn when none does."""
    assert turn.query is not None  # noqa: S101 - route has made it
    result = tools.searcher.search(turn.query, as_of=turn.as_of, audience=turn.audience)
    best = _best_coverage(h for h in result.kept if h.meta.id != COMPETENCES_DOCUMENT)
    if turn.matter is not None and best < _OURS_ALL_THE_SAME:
        return _other_authority(turn, turn.matter, tools)
    usable = tuple(
        h
        for h in _without_directory(turn, result.kept)
        if h.coverage >= tools.settings.min_coverage and _speaks_of_named(turn, h)
    )
    expired = [
        h
        for h in result.rejected
        if h.rejection is Rejection.EXPIRED and h.coverage >= tools.settings.min_coverage
    ]
    called = {n.document_id for n in turn.named}
    named = [h for h in expired if h.meta.id in called]
    if named and not any(h.meta.id in called for h in usable):
        return _expired_only(turn, named, tools)
    if usable and _has_expected_kind(turn.asks, usable):
        return replace(turn, evidence=replace_kept(result, usable))
    if expired and not usable:
        return _expired_only(turn, expired, tools)
    return no_source(turn, result, tools)


def _speaks_of_named(turn: Turn, hit: Hit) -> bool:
    """Whether a passage speaks of a document that the question names, if it names any.

    «Le brevet IA est-il obligatoire ?» is not answered by a neighbour that is compulsory.
    """
    said = hit.head_terms | hit.body_terms
    return not turn.named or any(n.name <= said for n in turn.named)


# Asks who is in charge: only then does «Qui fait quoi» answer before the documents on the subject.
_WHO_IS_IN_CHARGE = re.compile(
    r"\b(?:qui|quelle? (?:autorite|collectivite|service))\b.*\b(?:gere|gerent|s'occupe|responsable|"
    r"decide|competent|finance|charge|construit|entretient|organise)|\bcompeten|\breleve|"
    r"\bqui fait quoi"
)


def _without_directory(turn: Turn, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """`hits` without «Qui fait quoi» when other documents speak of the subject as well."""
    if _WHO_IS_IN_CHARGE.search(fold(turn.standalone)):
        return hits
    others = tuple(h for h in hits if h.meta.id != COMPETENCES_DOCUMENT)
    best = max((h.coverage for h in hits), default=0.0)
    return others if _best_coverage(others) >= _AS_GOOD * best else hits


def replace_kept(result: SearchResult, kept: tuple[Hit, ...]) -> SearchResult:
    """`result` with fewer kept hits."""
    return SearchResult(result.query, kept, result.rejected)


def _best_coverage(hits: Iterable[Hit]) -> float:
    return max((h.coverage for h in hits), default=0.0)


_MONEY = re.compile(
    r"\d[\d\s\u00a0\u202f,.]*(?:€|euros?|k€|M€|Md€|%|millions?|milliards?)|gratuit", re.I
)
_NUMBER = re.compile(
    r"\d|\b(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|"
    r"quarante|cinquante|cent|cents|mille|millions?|milliards?)\b",
    re.I,
)
_LENGTH = re.compile(
    r"\b(?:minutes?|heures?|jours?|semaines?|mois|ans?|années?|trimestres?)\b|\d ?h\b", re.I
)
_TIME = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|"
    r"novembre|décembre|automne|printemps|été|hiver|fin|avant|après|jusqu|dès|jours?|mois|ans?|"
    r"années?|semaines?)\b",
    re.I,
)
# «selon le communiqué du 18 juin 2026» dates the source, not what it says.
_ATTRIBUTION = re.compile(
    r"(?:\b(?:selon|d'après)\b|\b(?:communiqué|registre|fiche|note|version|source|article)s? "
    r"(?:\w+ ){0,4}(?:du|de|au|en)\b)[^,;:.]*|\bdate de 20\d\d",
    re.I,
)
_EXPECTED: dict[QuestionType, re.Pattern[str]] = {
    QuestionType.AMOUNT: _MONEY,
    QuestionType.COUNT: _NUMBER,
    QuestionType.DATE: _TIME,
    QuestionType.DURATION: _LENGTH,
}


def holds_expected_kind(asks: QuestionType, text: str) -> bool:
    """True when `text` holds the kind of thing asked for (an amount, a number, a date)."""
    pattern = _EXPECTED.get(asks)
    return pattern is None or pattern.search(_ATTRIBUTION.sub(" ", text)) is not None


def _has_expected_kind(asks: QuestionType, hits: tuple[Hit, ...]) -> bool:
    return any(holds_expected_kind(asks, h.text) for h in hits)


def no_source(turn: Turn, result: SearchResult, tools: Tools) -> Outcome:
    """Says that there is no source, and what the corpus can answer nearby."""
    return Outcome(
        AnswerStatus.UNANSWERABLE_NO_SOURCE,
        turn,
        lead=tools.messages.for_status(AnswerStatus.UNANSWERABLE_NO_SOURCE, turn.style),
        follow_ups=nearby_questions(result.kept, ()),
    )


def nearby_questions(hits: Iterable[Hit], already: tuple[str, ...]) -> tuple[str, ...]:
    """At most three headings of these passages that are questions, best first."""
    found: list[str] = []
    for hit in hits:
        for heading in hit.passage.heading_path[-1:]:
            if heading.rstrip().endswith("?") and heading not in (*found, *already):
                found.append(heading)
    return tuple(found[:_RELATED_SHOWN])


def _expired_only(turn: Turn, expired: list[Hit], tools: Tools) -> Outcome:
    metas: dict[str, DocumentMeta] = {}
    for hit in expired:
        metas.setdefault(hit.meta.id, hit.meta)
    closed = tuple(metas.values())[:_RELATED_SHOWN]
    notices = tuple(
        tools.messages.notice.expired.format(title=m.title, date=french_date(m.valid_until))
        for m in closed
        if m.valid_until is not None
    )
    return Outcome(
        AnswerStatus.UNANSWERABLE_EXPIRED_ONLY,
        replace(turn, notices=(*turn.notices, *notices)),
        lead=tools.messages.for_status(AnswerStatus.UNANSWERABLE_EXPIRED_ONLY, turn.style),
        statements=_closing_statements(closed[0], tools),
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


def _other_authority(turn: Turn, matter: Matter, tools: Tools) -> Outcome:
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
