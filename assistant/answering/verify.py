"""Last step before a person: each quote is located in its source, each figure stands in a quote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.answering.no_answer import nearby_questions
from assistant.answering.types import Checks, Citation, Outcome, Statement, Tools, Turn
from assistant.errors import DocumentNotFound
from assistant.index.catalogue import Catalogue
from assistant.text.figures import figures_supported, find_figures
from assistant.types import AnswerStatus

_COUNTS_KEPT = 4096  # sentences of the sources come back often


@dataclass(frozen=True, slots=True)
class Verified:
    """The statements that stood up, and what was checked."""

    statements: tuple[Statement, ...]
    checks: Checks


def quote_is_located(citation: Citation, catalogue: Catalogue) -> bool:
    """True when the source's canonical text reads `quote` at exactly `[start, end)`."""
    try:
        document = catalogue.document(citation.document_id)
    except DocumentNotFound:
        return False
    start, end, quote = citation.start, citation.end, citation.quote
    within = 0 <= start < end <= len(document.text)  # a slice forgives offsets outside the text
    return within and document.text[start:end] == quote


@lru_cache(maxsize=_COUNTS_KEPT)
def _figure_count(text: str) -> int:
    return len(find_figures(text))


def verify_statements(statements: Sequence[Statement], catalogue: Catalogue) -> Verified:
    """Keeps the statements whose quotes are located and whose figures stand in their quotes."""
    kept: list[Statement] = []
    located = figures = 0
    for statement in statements:
        good = tuple(c for c in statement.citations if quote_is_located(c, catalogue))
        located += len(good)
        quotes = [c.quote for c in good]
        figures += _figure_count(statement.text)
        # Word for word, every figure stands in the quote: nothing to look for.
        verbatim = statement.text in quotes
        if good and (verbatim or not figures_supported(statement.text, quotes)):
            kept.append(replace(statement, citations=good))
    checks = Checks(
        statements=len(kept),
        quotes_located=located,
        figures_checked=figures,
        dropped=len(statements) - len(kept),
    )
    return Verified(tuple(kept), checks)


def verify(turn: Turn, tools: Tools) -> Turn | Outcome:
    """Ends the turn with the verified statements; without one left there is no answer."""
    verified = verify_statements(turn.statements, tools.searcher.catalogue)
    if not verified.statements:
        lead = tools.messages.for_status(AnswerStatus.UNANSWERABLE_NO_SOURCE, turn.style)
        return Outcome(AnswerStatus.UNANSWERABLE_NO_SOURCE, turn, lead=lead, checks=verified.checks)
    if turn.entitlement:
        status = AnswerStatus.ENTITLEMENT_INFORMATION
        turn = replace(turn, notices=(*turn.notices, tools.messages.notice.missing_facts))
    elif turn.partial:
        status = AnswerStatus.ANSWERED_PARTIALLY
    elif verified.checks.dropped:
        status = AnswerStatus.ANSWERED_PARTIALLY
        turn = replace(turn, notices=(*turn.notices, tools.messages.notice.partial))
    else:
        status = AnswerStatus.ANSWERED
    complete_but_dropped = status is AnswerStatus.ANSWERED_PARTIALLY and not turn.partial
    return Outcome(
        status,
        turn,
        lead="" if complete_but_dropped else tools.messages.for_status(status, turn.style),
        statements=verified.statements,
        follow_ups=_follow_ups(turn, verified.statements),
        checks=verified.checks,
    )


def _follow_ups(turn: Turn, statements: Sequence[Statement]) -> tuple[str, ...]:
    """What else the passages that were found answer."""
    used = {c.heading_path[-1] for s in statements for c in s.citations if c.heading_path}
    hits = turn.evidence.kept if turn.evidence is not None else ()
    return nearby_questions(hits, but=used)
