"""Answers made of the sources' own sentences and whole lists, chosen for the question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from assistant.answering.expected import holds_expected_kind
from assistant.answering.no_answer import no_source
from assistant.answering.question import (
    FACTS,
    MEASURED,
    QuestionType,
    compares,
    question_type,
    same_kind,
)
from assistant.answering.types import (
    Candidate,
    Outcome,
    Statement,
    Tools,
    Turn,
    quote_statement,
)
from assistant.reference.competences import COMPETENCES_DOCUMENT
from assistant.retrieval.search import Hit, coverage_by_term
from assistant.types import Document, Unit

# A further section joins the answer when belief in it is at least this share of that in the first:
# one of the same document adds to it, one of another may be about something else.
_CLOSE = 0.12
_CLOSE_ELSEWHERE = 0.3
_COMPARED = 0.005  # for the other side of a comparison, which the question may hardly name
_SECTIONS = 3  # more is no answer but a reading list
_LISTS = 3
_HEAD_WORTH = 0.6  # a word met by the title or heading counts less than in the sentence itself
_OVERVIEW_DOCUMENTS = 5
_OVERVIEW_CLOSENESS = 0.25
_DIGITS = re.compile(r"\d+")
_FIGURE = re.compile(r"[-+−]?\d+")
_SAME = 0.6  # two pieces that share this much of their words say the same thing


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, a whole list with its lead-in, or a table row of a passage that was found."""

    candidate: Candidate
    document: Document
    units: tuple[Unit, ...]
    terms: frozenset[str]
    relevance: float

    @property
    def hit(self) -> Hit:
        """The passage it stands in."""
        return self.candidate.hit

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
    fitting = [c for c in turn.candidates if _may_hold_what_is_asked(c, turn)]
    if not fitting:
        return no_source(turn, turn.evidence, tools)
    if turn.asks is QuestionType.OVERVIEW:
        chosen = _overview([p for c in fitting for p in _pieces(c, turn, tools)], tools)
    else:
        chosen = []
        for candidate in _sections(fitting, turn):
            chosen += _excerpt(candidate, chosen, turn, tools)
        chosen += _others_named(chosen, fitting, turn, tools)
    if not chosen:
        return no_source(turn, turn.evidence, tools)
    statements = tuple(_statement(p) for p in _ordered(chosen))
    return replace(turn, statements=(*statements, *_caveats(statements, tools)))


def _may_hold_what_is_asked(candidate: Candidate, turn: Turn) -> bool:
    """Whether the passage holds the kind of fact asked for, and says it of what was asked about.

    A figure found near the subject passes for the answer: of a document that the question names,
    only that document's figures count.
    """
    lacks = turn.asks in MEASURED and candidate.features.lacks_kind > 0
    elsewhere = turn.asks in FACTS and candidate.features.not_named > 0
    return not (lacks or elsewhere)


def _sections(fitting: Sequence[Candidate], turn: Turn) -> list[Candidate]:
    """The passages to quote: the first, and those believed in nearly as much."""
    first = fitting[0]
    if turn.entitlement:  # the criteria of the scheme before what else is said of it
        criteria = (
            c for c in fitting if c.hit.meta.id == first.hit.meta.id and c.features.headed_alike
        )
        first = next(criteria, first)

    def is_close(other: Candidate) -> bool:
        same = other.hit.meta.id == first.hit.meta.id
        return other.share >= (_CLOSE if same else _CLOSE_ELSEWHERE) * first.share

    chosen = [first, *(c for c in fitting if c is not first and is_close(c))][:_SECTIONS]
    if compares(turn.standalone):
        chosen += _other_side(chosen, fitting)
    elif not first.features.named:
        chosen += [c for c in _siblings(first, fitting) if c not in chosen]
    return chosen[:_SECTIONS]


def _other_side(chosen: Sequence[Candidate], fitting: Sequence[Candidate]) -> list[Candidate]:
    """What the first passage is compared with: the next document that is believed in a little."""
    documents = {c.hit.meta.id for c in chosen}
    if len(documents) > 1:
        return []
    kind = question_type(_heading(chosen[0].hit))
    others = [c for c in fitting if c.hit.meta.id not in documents]
    near = [c for c in others if c.share >= _COMPARED * chosen[0].share]
    # What is said of the one is compared with the same of the other.
    alike = [c for c in others if same_kind(question_type(_heading(c.hit)), kind)]
    return [c for c in near if c in alike][:1] or near[:1]


def _siblings(first: Candidate, fitting: Sequence[Candidate]) -> list[Candidate]:
    """The same section of documents that differ by a figure: which card was meant was not said."""
    heading = _without_figures(first.hit)
    return [
        c
        for c in fitting
        if c.hit.meta.id != first.hit.meta.id
        and _without_figures(c.hit) == heading
        and c.share >= _COMPARED * first.share
    ][:1]


def _without_figures(hit: Hit) -> str:
    return _FIGURE.sub("", _heading(hit))


def _heading(hit: Hit) -> str:
    return hit.passage.heading_path[-1] if hit.passage.heading_path else ""


def _excerpt(candidate: Candidate, sofar: Sequence[Piece], turn: Turn, tools: Tools) -> list[Piece]:
    """What to quote of a passage beside `sofar`: all of it where it fits, else around the best."""
    pieces = _pieces(candidate, turn, tools)
    if turn.asks in FACTS:  # the sentences that hold it, not all that is said beside it
        pieces = [p for p in pieces if holds_expected_kind(turn.asks, p.text)] or pieces
    best = max(pieces, key=lambda p: (p.relevance, -p.start))
    place = pieces.index(best)
    # From its start when the best piece is near it, else from the best piece on.
    order = pieces[place:] if place > 1 else [best, *(p for p in pieces if p is not best)]
    chosen: list[Piece] = []
    for piece in order:
        known = [*sofar, *chosen]
        if _fits([*known, piece], tools) and not any(_alike(piece, c) for c in known):
            chosen.append(piece)
    return chosen


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


def _pieces(candidate: Candidate, turn: Turn, tools: Tools) -> list[Piece]:
    assert turn.query is not None  # noqa: S101 - route has made it
    hit, query = candidate.hit, turn.query
    document = tools.searcher.catalogue.document(hit.meta.id)
    in_head = coverage_by_term(query, hit.head_terms)
    total = query.rarity or 1.0
    found: list[Piece] = []
    for i, units in enumerate(_grouped(hit, tools)):
        text = document.text[units[0].start : units[-1].end]
        terms = tools.searcher.terms_of(hit.meta.id, units[0].start, units[-1].end)
        in_text = coverage_by_term(query, terms)
        own = sum(t.rarity * in_text[t.surface] for t in query.terms) / total
        with_head = (
            sum(
                t.rarity * max(in_text[t.surface], _HEAD_WORTH * in_head[t.surface])
                for t in query.terms
            )
            / total
        )
        expected = turn.asks in FACTS and holds_expected_kind(turn.asks, text)
        relevance = (
            0.5 * with_head
            + 0.35 * own
            + 0.3 * expected
            + 0.15 * (turn.asks is QuestionType.LIST and len(units) > 1)
            + 0.05 * (i == 0)  # the first sentence under a heading answers it
        )
        found.append(Piece(candidate, document, units, terms, relevance))
    return found


def _grouped(hit: Hit, tools: Tools) -> Iterator[tuple[Unit, ...]]:
    """Lists whole, even where they run over several passages; everything else alone."""
    for group, members in groupby(hit.passage.units, key=lambda u: u.group):
        if group is None:
            yield from ((u,) for u in members)
        else:
            yield tools.searcher.catalogue.list_units(hit.meta.id, group)


def _others_named(
    chosen: Sequence[Piece], fitting: Sequence[Candidate], turn: Turn, tools: Tools
) -> list[Piece]:
    """The best passage of each other document that the question calls by its name."""
    added: list[Piece] = []
    used = {p.hit.meta.id for p in chosen}
    for document_id in (n.document_id for n in turn.named):
        own = [c for c in fitting if c.hit.meta.id == document_id]
        if document_id not in used and own and len(used) < _SECTIONS:
            added += _excerpt(own[0], [*chosen, *added], turn, tools)
            used.add(document_id)
    return added


def _overview(pieces: Sequence[Piece], tools: Tools) -> list[Piece]:
    """One sentence for each document that answers, best documents first."""
    best: dict[str, Piece] = {}
    pieces = [p for p in pieces if p.hit.meta.id != COMPETENCES_DOCUMENT] or pieces

    def rank(piece: Piece) -> float:
        return piece.candidate.share * (0.5 + piece.relevance)

    for piece in sorted(pieces, key=lambda p: (-rank(p), p.hit.passage.id, p.start)):
        best.setdefault(piece.hit.meta.id, piece)
    leading = rank(next(iter(best.values())))
    chosen: list[Piece] = []
    for piece in list(best.values())[:_OVERVIEW_DOCUMENTS]:
        if rank(piece) >= _OVERVIEW_CLOSENESS * leading and _fits([*chosen, piece], tools):
            chosen.append(piece)
    return chosen


def _fits(pieces: Sequence[Piece], tools: Tools) -> bool:
    words = sum(len(p.text.split()) for p in pieces if not p.is_list)
    lists = sum(p.is_list for p in pieces)
    alone = len(pieces) == 1
    return alone or (words <= tools.settings.max_words and lists <= _LISTS)


def _alike(a: Piece, b: Piece) -> bool:
    if set(_DIGITS.findall(a.text)) != set(_DIGITS.findall(b.text)):
        return False  # «fin 2023, 15 %» and «fin 2024, 31 %»
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
