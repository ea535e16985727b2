"""Plain values shared by every stage: frozen, slotted, without behaviour beyond derivation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DocumentKind(StrEnum):
    """What a document is, as the person is told."""

    ROADMAP = "feuille_de_route"
    CHARTER = "charte"
    GUIDE = "guide"
    PRESS_RELEASE = "communique"
    SHEET = "fiche"
    REFERENCE = "reference"


class DocumentStatus(StrEnum):
    """Whose words a document holds: always shown beside a citation."""

    OFFICIAL = "officiel"
    SYNTHESIS = "synthese"
    DEMONSTRATION = "demonstration"


class Audience(StrEnum):
    """Whom a document is written for, or who is asking."""

    RESIDENT = "habitant"
    COMPANY = "entreprise"
    LOCAL_AUTHORITY = "collectivite"
    AGENT = "agent"


class Channel(StrEnum):
    """The face through which a question came."""

    WIDGET = "widget"
    AGENT = "agent"
    QUESTIONNAIRE = "questionnaire"
    API = "api"


class Style(StrEnum):
    """The register a person asked for."""

    STANDARD = "standard"
    PLAIN = "facile"


class AnswerStatus(StrEnum):
    """The closed list of outcomes that a person may meet."""

    ANSWERED = "answered"
    ANSWERED_PARTIALLY = "answered_partially"
    CLARIFICATION = "clarification"
    GREETING = "greeting"
    ABOUT_ASSISTANT = "about_assistant"
    UNANSWERABLE_NO_SOURCE = "unanswerable_no_source"
    UNANSWERABLE_EXPIRED_ONLY = "unanswerable_expired_only"
    OUT_OF_COMPETENCE = "out_of_competence"
    ENTITLEMENT_INFORMATION = "entitlement_information"
    REFUSED_PERSONAL_DATA = "refused_personal_data"
    REFUSED_MANIPULATION = "refused_manipulation"
    REFUSED_ABUSE = "refused_abuse"
    SIGNPOSTED_DISTRESS = "signposted_distress"
    PAUSED = "paused"
    ERROR_BUSY = "error_busy"
    ERROR_DEPENDENCY = "error_dependency"


class BlockKind(StrEnum):
    """The role of a block in its document."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"


class UnitKind(StrEnum):
    """The smallest things that are quoted whole."""

    SENTENCE = "sentence"
    LEAD_IN = "lead_in"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"


@dataclass(frozen=True, slots=True)
class DocumentMeta:
    """The validated description of a document (front matter or sidecar)."""

    id: str
    title: str
    publisher: str
    kind: DocumentKind
    status: DocumentStatus
    audience: tuple[Audience, ...]
    themes: tuple[str, ...]
    published_on: date | None
    valid_from: date | None
    valid_until: date | None
    checked_on: date
    url: str
    source: str
    licence: str
    aliases: tuple[str, ...] = ()

    def is_expired(self, as_of: date) -> bool:
        """True when the document's validity ended before `as_of`."""
        return self.valid_until is not None and self.valid_until < as_of

    def is_not_yet_valid(self, as_of: date) -> bool:
        """True when the document's validity starts after `as_of`."""
        return self.valid_from is not None and self.valid_from > as_of


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a document; `[start, end)` are character offsets into its canonical text."""

    kind: BlockKind
    start: int
    end: int
    heading_path: tuple[str, ...]
    page: int | None = None
    level: int = 0  # heading level from 1, or list depth from 1


@dataclass(frozen=True, slots=True)
class Document:
    """A document with its canonical text (NFC); every offset points into `text`."""

    meta: DocumentMeta
    text: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, list item or table row; `[start, end)` into the canonical text.

    `group` numbers the list (lead-in and items) within its document; None outside lists.
    """

    kind: UnitKind
    start: int
    end: int
    group: int | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A retrievable stretch of one section: whole units, `[start, end)` into the canonical text."""

    id: str
    document_id: str
    ordinal: int
    start: int
    end: int
    heading_path: tuple[str, ...]
    units: tuple[Unit, ...]
    page: int | None = None
