"""The values that travel through the answer pipeline: a Turn in, an Outcome out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from assistant.answering.calibration import Calibration
from assistant.answering.danger import Alarm
from assistant.answering.features import RankFeatures
from assistant.answering.naming import Named, NameIndex
from assistant.answering.question import QuestionType
from assistant.reference.competences import CompetenceMatcher, Matter
from assistant.reference.messages import Messages
from assistant.retrieval.query import Query
from assistant.retrieval.search import Hit, Searcher, SearchResult
from assistant.settings import AnsweringSettings
from assistant.types import (
    AnswerStatus,
    Audience,
    Channel,
    Document,
    DocumentMeta,
    Passage,
    Style,
)


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote: `[start, end)` into the canonical text of the document."""

    document_id: str
    quote: str
    start: int
    end: int
    page: int | None
    heading_path: tuple[str, ...]
    passage: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What is said to a person, with the quotes it stands on."""

    text: str
    citations: tuple[Citation, ...]


def quote_statement(
    document: Document, passage: Passage, start: int, end: int, page: int | None
) -> Statement:
    """The statement that says `document.text[start:end]` word for word, cited from `passage`."""
    quote = document.text[start:end]
    citation = Citation(
        document_id=document.meta.id,
        quote=quote,
        start=start,
        end=end,
        page=page,
        heading_path=passage.heading_path,
        passage=document.text[passage.start : passage.end],
    )
    return Statement(quote, (citation,))


@dataclass(frozen=True, slots=True)
class Checks:
    """What verification did."""

    statements: int = 0
    quotes_located: int = 0
    figures_checked: int = 0
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may answer; `share` is its share of the belief in all those found."""

    hit: Hit
    features: RankFeatures
    share: float


@dataclass(frozen=True, slots=True)
class PastTurn:
    """What a conversation remembers of an exchange: never the raw question."""

    question: str  # masked, made self-standing
    document_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A question on its way. Steps return changed copies, never change one."""

    question: str  # as it may be shown and stored: personal data masked
    as_of: date
    audience: Audience | None = None
    channel: Channel = Channel.API
    style: Style = Style.STANDARD
    language: str = "fr"
    history: tuple[PastTurn, ...] = ()
    notices: tuple[str, ...] = ()
    masked: tuple[str, ...] = ()
    alarm: Alarm | None = None  # a danger that is suspected, not sure
    standalone: str = ""  # the question made self-standing
    readings: tuple[str, ...] = ()  # other ways to make it so, tried when sources are searched
    asks: QuestionType = QuestionType.OTHER
    entitlement: bool = False
    matter: Matter | None = None  # of another authority
    ours: bool = False  # the question is about a matter of the Region's own
    named: tuple[Named, ...] = ()  # documents that the question calls by their name
    query: Query | None = None
    evidence: SearchResult | None = None
    candidates: tuple[Candidate, ...] = ()  # passages that may answer, likeliest first
    statements: tuple[Statement, ...] = ()
    partial: bool = False


@dataclass(frozen=True, slots=True)
class HumanContact:
    """Where to reach a human; empty strings are unknown."""

    label: str
    url: str
    phone: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a turn ended; the envelope makes the answer of it."""

    status: AnswerStatus
    turn: Turn
    lead: str = ""  # fixed text before the statements
    statements: tuple[Statement, ...] = ()
    related: tuple[DocumentMeta, ...] = ()  # documents shown as sources although not quoted
    follow_ups: tuple[str, ...] = ()
    contact: HumanContact | None = None
    checks: Checks = Checks()


@dataclass(frozen=True, slots=True)
class Tools:
    """What steps work with, all of one index version."""

    searcher: Searcher
    messages: Messages
    competences: CompetenceMatcher
    names: NameIndex
    settings: AnsweringSettings
    calibration: Calibration


Step = Callable[[Turn, Tools], "Turn | Outcome"]
