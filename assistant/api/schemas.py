"""The JSON of the HTTP contract, version 1."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from assistant.answering.reading import clean_question
from assistant.types import (
    AnswerStatus,
    Audience,
    BlockKind,
    Channel,
    DocumentKind,
    DocumentStatus,
    Style,
)

MAX_QUESTION = 1000


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Out(BaseModel):
    model_config = ConfigDict(frozen=True)


def _something_asked(value: str) -> str:
    if not clean_question(value):
        raise ValueError("la question est vide")
    return value


Question = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_QUESTION),
    AfterValidator(_something_asked),
]


class ChatRequest(_Strict):
    """A question."""

    question: Question = Field(examples=["C'est quoi le brevet IA ?"])
    conversation_id: UUID | None = None
    audience: Audience | None = None
    channel: Channel = Channel.API
    style: Style = Style.STANDARD
    language: Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "fr"
    as_of: date | None = Field(
        default=None, description="Jour auquel les documents doivent être valables ; aujourd'hui."
    )


class CitationOut(_Out):
    """A verbatim quote of a source; offsets into the document's canonical text."""

    source: int
    quote: str
    start: int
    end: int
    page: int | None
    link: str


class StatementOut(_Out):
    """One verified statement."""

    text: str
    citations: list[CitationOut]
    verified: Literal[True] = True


class SourceOut(_Out):
    """A passage that the answer quotes, or a document that it names."""

    n: int
    document_id: str
    title: str
    publisher: str
    kind: DocumentKind
    status: DocumentStatus
    status_label: str
    published_on: date | None
    valid_from: date | None
    valid_until: date | None
    checked_on: date
    heading: list[str]
    page: int | None
    url: str
    link: str
    passage: str


class ContactOut(_Out):
    """Where to reach a human."""

    label: str
    url: str | None
    phone: str | None


class ModelOut(_Out):
    """The model that wrote the answer; «aucun» when sentences are the sources' own."""

    name: str
    version: str
    host: str


class ChecksOut(_Out):
    """What the server checked before it answered."""

    statements: int
    quotes_located: int
    figures_checked: int
    dropped: int


class FootprintOut(_Out):
    """Energy and emissions of this answer."""

    energy_wh: float
    co2e_g: float
    method: Literal["measured", "estimated"]
    explanation: str


class TransparencyOut(_Out):
    """How the answer was made."""

    disclosure: str
    ai_generated: bool
    method: Literal["extractive", "composed", "fixed"]
    model: ModelOut
    encoder: str
    index_version: str | None
    corpus_updated_on: date | None
    rules_version: str
    checks: ChecksOut
    footprint: FootprintOut
    took_ms: int


class ChatResponse(_Out):
    """An answer in its envelope; `status` tells which outcome it is."""

    answer_id: UUID
    reference: str
    conversation_id: UUID
    status: AnswerStatus
    answer: str
    lead: str
    statements: list[StatementOut]
    sources: list[SourceOut]
    notices: list[str]
    human_contact: ContactOut
    follow_ups: list[str]
    transparency: TransparencyOut


class StartEvent(_Out):
    """First event of a stream."""

    answer_id: UUID
    conversation_id: UUID
    disclosure: str


class StepEvent(_Out):
    """A progress word."""

    step: str
    label: str


class SourcesEvent(_Out):
    """The sources of the statements sent so far."""

    sources: list[SourceOut]


class ScoresOut(_Out):
    """What each ranker gave."""

    fused: float
    head: float
    whole: float
    grams: float
    asked: float
    asked_grams: float
    dense: float | None


class HitOut(_Out):
    """A passage that was found; `rejected` says why it is not used."""

    rank: int
    passage_id: str
    document_id: str
    title: str
    publisher: str
    kind: DocumentKind
    status: DocumentStatus
    published_on: date | None
    valid_from: date | None
    valid_until: date | None
    heading: list[str]
    page: int | None
    start: int
    end: int
    text: str
    link: str
    scores: ScoresOut
    coverage: float
    kept: bool
    rejected: str | None


class SearchResponse(_Out):
    """Ranked passages, kept and rejected, with the threshold of the answerability gate."""

    query: str
    understood: str
    terms: list[str]
    as_of: date
    threshold: float
    index_version: str
    results: list[HitOut]


class DocumentOut(_Out):
    """A document of the catalogue."""

    id: str
    title: str
    publisher: str
    kind: DocumentKind
    status: DocumentStatus
    status_label: str
    audience: list[Audience]
    themes: list[str]
    published_on: date | None
    valid_from: date | None
    valid_until: date | None
    checked_on: date
    url: str
    source: str
    licence: str
    link: str


class CatalogueResponse(_Out):
    """Every document of the index."""

    index_version: str
    corpus_updated_on: date | None
    documents: list[DocumentOut]


class SectionOut(_Out):
    """A block of a document; `text[start:end]` of the canonical text."""

    kind: BlockKind
    level: int
    heading: list[str]
    page: int | None
    start: int
    end: int


class DocumentResponse(DocumentOut):
    """One document with the canonical text that all offsets point into."""

    text: str
    sections: list[SectionOut]
    index_version: str


class HealthResponse(_Out):
    """The process is alive."""

    status: Literal["ok"] = "ok"


class ReadyResponse(_Out):
    """The service can answer, and from what; `degraded` says what does not work beside it."""

    status: Literal["ready"] = "ready"
    index_version: str
    documents: int
    passages: int
    corpus_updated_on: date | None
    degraded: str | None = None


class ProblemOut(_Out):
    """RFC 9457 problem details, in French."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    instance: str | None = None
    errors: list[dict[str, str]] | None = None
    reason: str | None = None  # why the index cannot serve, for those who run the service
