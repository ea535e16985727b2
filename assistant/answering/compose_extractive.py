"""Answers made of the sources' own sentences and whole lists, chosen for the question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from assistant.answering.expected import holds_expected_kind
from assistant.answering.no_answer import no_source
from assistant.answering.question import FACTS, QuestionType, question_type, same_kind
from assistant.answering.types import Outcome, Statement, Tools, Turn, quote_statement
from assistant.reference.competences import COMPETENCES_DOCUMENT
from assistant.retrieval.query import Query
from assistant.retrieval.search import Hit, coverage_by_term
from assistant.types import Document, Unit

# A fact is answered in a sentence or two; the rest by the section that speaks of it.
_FACT_PIECES = 3
_FACT_CLOSENESS = 0.85  # a further sentence must be nearly as relevant as the best one
_HEAD_WORTH = 0.6  # a word met by the title or heading counts less than in the sentence itself
_NEW_SUBJECT = 0.2  # share of the question that another section must add to join the answer
_OTHER_SECTIONS = 2
_OVERVIEW_DOCUMENTS = 5
_OVERVIEW_CLOSENESS = 0.5
_NAMED = 0.2  # a document called by its name speaks before the ones that mention it
_SAME_FORM = 0.6  # «Quand aura lieu… ?» asked under «Quand aura lieu… ?»
_SAME = 0.6  # two pieces that share this much of their words say the same thing


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, a whole list with its lead-in, or a table row of a passage that was found."""

    hit: Hit
    document: Document
    units: tuple[Unit, ...]
    terms: frozenset[str]
    relevance: float
    coverage: float

    @property
    def start(self) -> int:
        """First character in the canonical text."""
        return self.units[0].start

    @property
    def end(self) -> int:
        """End in the canonical text."""
        return self.units[-1].end

    @property
    def is_list(self) -> bool:
        """True for a list."""
        return len(self.units) > 1

    @property
    def text(self) -> str:
        """The words of the source."""
        return self.document.text[self.start : self.end]


def compose_extractive(turn: Turn, tools: Tools) -> Turn | Outcome:
    """Chooses what to quote; ends the turn when no sentence holds what was asked for."""
    assert turn.evidence is not None  # noqa: S101 - the evidence step has found it
    assert turn.query is not None  # noqa: S101
    pieces = _distinct(p for hit in turn.evidence.kept for p in _pieces(hit, turn, tools))
    fitting = [p for p in pieces if _holds_what_is_asked(p, turn, tools)]
    if not fitting:
        return no_source(turn, turn.evidence, tools)
    if turn.asks is QuestionType.OVERVIEW:
        chosen = _overview(fitting, tools)
        if not chosen:
            return no_source(turn, turn.evidence, tools)
    else:
        best = max(fitting, key=lambda p: (p.relevance, -p.hit.passage.ordinal, -p.start))
        chosen = _around(best, pieces, turn, tools)
        chosen += _others_named(chosen, pieces, turn, tools)
        chosen += _other_subjects(chosen, fitting, turn.query, tools)
    statements = tuple(_statement(p) for p in _ordered(chosen))
    return replace(turn, statements=(*statements, *_caveats(statements, tools)))


# «n'affichait plus l'aide… en août 2026 : elle peut être suspendue»
_DOUBT = re.compile(r"n'affich\w+ plus|suspendu|à vérifier avant toute démarche", re.I)


def _caveats(statements: Sequence[Statement], tools: Tools) -> list[Statement]:
    """What the quoted documents say of their own doubt: it travels with their facts."""
    said = {s.text for s in statements}
    found: list[Statement] = []
    for document_id in dict.fromkeys(c.document_id for s in statements for c in s.citations):
        document = tools.searcher.catalogue.document(document_id)
        for passage in tools.searcher.catalogue.passages_of(document_id):
            heading = passage.heading_path[-1] if passage.heading_path else ""
            unit = passage.units[0]
            text = document.text[unit.start : unit.end]
            doubted = question_type(heading) is QuestionType.STATE and _DOUBT.search(text)
            if doubted and text not in said:
                found.append(quote_statement(document, passage, unit.start, unit.end, unit.page))
    return found


def _holds_what_is_asked(piece: Piece, turn: Turn, tools: Tools) -> bool:
    """Whether the piece holds the kind of fact asked for, and says it of what was asked about.

    A figure found near the subject passes for the answer: of a document that the question names,
    only that document's figures count.
    """
    if turn.asks not in FACTS:
        return True
    if not holds_expected_kind(turn.asks, piece.text):
        return False
    if turn.named:
        return any(n.document_id == piece.hit.meta.id for n in turn.named)
    heading = piece.hit.passage.heading_path[-1] if piece.hit.passage.heading_path else ""
    asked_here = same_kind(question_type(heading), turn.asks)
    return asked_here or piece.coverage >= tools.settings.min_coverage


def _pieces(hit: Hit, turn: Turn, tools: Tools) -> Iterator[Piece]:
    assert turn.query is not None  # noqa: S101
    assert turn.evidence is not None  # noqa: S101
    document = tools.searcher.catalogue.document(hit.meta.id)
    in_head = coverage_by_term(turn.query, hit.head_terms)
    top = max((h.scores.fused for h in turn.evidence.kept), default=0.0)
    rank = max(0.0, hit.scores.fused / top) if top > 0 else 0.0
    heading = hit.passage.heading_path[-1] if hit.passage.heading_path else hit.meta.title
    same_form = same_kind(question_type(heading), turn.asks)
    total = turn.query.rarity or 1.0
    called = {n.document_id for n in turn.named}
    for i, units in enumerate(_grouped(hit, tools)):
        text = document.text[units[0].start : units[-1].end]
        terms = tools.searcher.terms_of(hit.meta.id, units[0].start, units[-1].end)
        in_text = coverage_by_term(turn.query, terms)
        own = sum(t.rarity * in_text[t.surface] for t in turn.query.terms) / total
        with_head = (
            sum(
                t.rarity * max(in_text[t.surface], _HEAD_WORTH * in_head[t.surface])
                for t in turn.query.terms
            )
            / total
        )
        full = (
            sum(t.rarity * max(in_text[t.surface], in_head[t.surface]) for t in turn.query.terms)
            / total
        )
        expected = turn.asks in FACTS and holds_expected_kind(turn.asks, text)
        relevance = (
            0.5 * with_head
            + 0.35 * own
            + 0.3 * rank
            + 0.2 * expected
            + _SAME_FORM * same_form
            + _NAMED * (hit.meta.id in called)
            + 0.15 * (turn.asks is QuestionType.LIST and len(units) > 1)
            + 0.05 * (i == 0)  # the first sentence under a heading answers it
        )
        yield Piece(hit, document, units, terms, relevance, full)


def _distinct(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces without repeats: each passage that a long list runs over has found it whole."""
    found: dict[tuple[str, int, int], Piece] = {}
    for piece in pieces:
        found.setdefault((piece.hit.meta.id, piece.start, piece.end), piece)
    return list(found.values())


def _grouped(hit: Hit, tools: Tools) -> Iterator[tuple[Unit, ...]]:
    """Lists whole, even where they run over several passages; everything else alone."""
    for group, members in groupby(hit.passage.units, key=lambda u: u.group):
        if group is None:
            yield from ((u,) for u in members)
        else:
            yield tools.searcher.catalogue.list_units(hit.meta.id, group)


def _around(best: Piece, pieces: Sequence[Piece], turn: Turn, tools: Tools) -> list[Piece]:
    """The best piece with what belongs to it, within the words that a person wants to read."""
    chosen = [best]
    section = [p for p in pieces if p.hit.passage.id == best.hit.passage.id]
    if turn.asks in FACTS:
        near = sorted(
            (
                p
                for p in pieces
                if p is not best
                and p.relevance >= _FACT_CLOSENESS * best.relevance
                and p.coverage >= best.coverage * _FACT_CLOSENESS
                and holds_expected_kind(turn.asks, p.text)
            ),
            key=lambda p: (-p.relevance, p.hit.passage.ordinal, p.start),
        )
    else:
        # The section from its start when the best piece is near it, else from the best piece on.
        place = section.index(best)
        near = section[place + 1 :] if place > 1 else [p for p in section if p is not best]
    for piece in near:
        if turn.asks in FACTS and len(chosen) >= _FACT_PIECES:
            break
        if _fits([*chosen, piece], tools) and not any(_alike(piece, c) for c in chosen):
            chosen.append(piece)
    return chosen


def _others_named(
    chosen: Sequence[Piece], pieces: Sequence[Piece], turn: Turn, tools: Tools
) -> list[Piece]:
    """The best piece of each other document that the question calls by its name."""
    added: list[Piece] = []
    used = {p.hit.meta.id for p in chosen}
    for document_id in (n.document_id for n in turn.named):
        own = [p for p in pieces if p.hit.meta.id == document_id]
        if document_id in used or not own or len(used) > _OTHER_SECTIONS:
            continue
        best = max(own, key=lambda p: (p.relevance, -p.hit.passage.ordinal, -p.start))
        if _fits([*chosen, *added, best], tools):
            added.append(best)
            used.add(document_id)
    return added


def _other_subjects(
    chosen: Sequence[Piece], fitting: Sequence[Piece], query: Query, tools: Tools
) -> list[Piece]:
    """The best piece of other sections that meet words of the question not met so far."""
    added: list[Piece] = []
    for _ in range(_OTHER_SECTIONS):
        sofar = [*chosen, *added]
        met = _met(query, sofar)
        used = {p.hit.passage.id for p in sofar}
        gains = [
            (_gain(query, met, p), p)
            for p in fitting
            if p.hit.passage.id not in used and _fits([*sofar, p], tools)
        ]
        best = max(gains, key=lambda g: (g[0], g[1].relevance), default=None)
        if best is None or best[0] < _NEW_SUBJECT:
            break
        added.append(best[1])
    return added


def _met(query: Query, pieces: Iterable[Piece]) -> dict[str, float]:
    met: dict[str, float] = {t.surface: 0.0 for t in query.terms}
    for piece in pieces:
        for surface, worth in coverage_by_term(query, piece.terms | piece.hit.head_terms).items():
            met[surface] = max(met[surface], worth)
    return met


def _gain(query: Query, met: dict[str, float], piece: Piece) -> float:
    here = coverage_by_term(query, piece.terms | piece.hit.head_terms)
    gained = sum(t.rarity * max(0.0, here[t.surface] - met[t.surface]) for t in query.terms)
    return gained / (query.rarity or 1.0)


def _overview(fitting: Sequence[Piece], tools: Tools) -> list[Piece]:
    """One sentence for each document that answers, best documents first."""
    best: dict[str, Piece] = {}
    fitting = [p for p in fitting if p.hit.meta.id != COMPETENCES_DOCUMENT] or fitting
    for piece in sorted(fitting, key=lambda p: (-p.relevance, p.hit.passage.id, p.start)):
        best.setdefault(piece.hit.meta.id, piece)
    leading = next(iter(best.values())).relevance
    chosen: list[Piece] = []
    for piece in list(best.values())[:_OVERVIEW_DOCUMENTS]:
        if piece.relevance >= _OVERVIEW_CLOSENESS * leading and _fits([*chosen, piece], tools):
            chosen.append(piece)
    return chosen


def _fits(pieces: Sequence[Piece], tools: Tools) -> bool:
    words = sum(len(p.text.split()) for p in pieces if not p.is_list)
    lists = sum(p.is_list for p in pieces)
    alone = len(pieces) == 1
    return alone or (words <= tools.settings.max_words and lists <= _FACT_PIECES)


def _alike(a: Piece, b: Piece) -> bool:
    union = len(a.terms | b.terms)
    return union > 0 and len(a.terms & b.terms) / union >= _SAME


def _ordered(pieces: Sequence[Piece]) -> list[Piece]:
    """Sections in the order they were chosen, sentences in the order of the source."""
    sections = list(dict.fromkeys(p.hit.passage.id for p in pieces))
    return sorted(pieces, key=lambda p: (sections.index(p.hit.passage.id), p.start))


def _statement(piece: Piece) -> Statement:
    return quote_statement(
        piece.document, piece.hit.passage, piece.start, piece.end, piece.units[0].page
    )
