"""The evaluation questions: one JSON object a line, one file a kind (`datasets/README.md`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.types import AnswerStatus, Audience, Style

DATASETS = Path(__file__).parent / "datasets"
POISONED = DATASETS / "poisoned"
# Figures must not move with the calendar: unless a question says otherwise, it is asked this day.
ASKED_ON = date(2026, 11, 25)


class Kind(StrEnum):
    """What a question tries; the name of its file."""

    FACT = "fact"
    PARAPHRASE = "paraphrase"
    SPELLING = "spelling"
    FIGURE = "figure"
    LIST = "list"
    CONDITION = "condition"
    COMPARISON = "comparison"
    FOLLOW_UP = "follow_up"
    PLAIN = "plain"
    LANGUAGE = "language"
    ABSENT = "absent"
    OFF_TOPIC = "off_topic"
    COMPETENCE = "competence"
    EXPIRED = "expired"
    CONFLICT = "conflict"
    ENTITLEMENT = "entitlement"
    PERSONAL_DATA = "personal_data"
    MANIPULATION = "manipulation"
    ABUSE = "abuse"
    DISTRESS = "distress"


class Split(StrEnum):
    """Thresholds are chosen on one, figures claimed on the other."""

    DEVELOPMENT = "development"
    HELD_OUT = "held_out"


class CorpusName(StrEnum):
    """Which documents are asked."""

    PUBLISHED = "published"
    POISONED = "poisoned"  # the published ones and `datasets/poisoned/`


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Row):
    """A section that is right to cite; the whole document when `heading` is None."""

    document: str
    heading: str | None = None


class Question(_Row):
    """One question with what is right to answer."""

    id: str = Field(pattern=r"^[a-z_]+-\d{3}$")
    question: str = Field(min_length=1)
    history: tuple[str, ...] = ()
    audience: Audience | None = None
    style: Style = Style.STANDARD
    language: str = "fr"
    as_of: date = ASKED_ON
    corpus: CorpusName = CorpusName.PUBLISHED
    status: tuple[AnswerStatus, ...] = Field(min_length=1)
    facts: tuple[tuple[str, ...], ...] = ()
    forbidden: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    note: str = ""

    @property
    def kind(self) -> Kind:
        """What the question tries, told by its id."""
        return Kind(self.id.rpartition("-")[0])

    @property
    def split(self) -> Split:
        """Even numbers are held out."""
        return Split.HELD_OUT if int(self.id[-3:]) % 2 == 0 else Split.DEVELOPMENT

    @property
    def expects_answer(self) -> bool:
        """True when the corpus holds what is asked, and saying nothing would be wrong."""
        return self.status[0] in ANSWERING

    @property
    def expects_silence(self) -> bool:
        """True when any answer of the documents would be wrong."""
        return not any(status in ANSWERING for status in self.status)


# Statuses under which documents are quoted as the answer. A partial answer says that it may not be
# one, and is judged apart.
ANSWERING = frozenset(
    {
        AnswerStatus.ANSWERED,
        AnswerStatus.ANSWERED_PARTIALLY,
        AnswerStatus.ENTITLEMENT_INFORMATION,
    }
)


class DatasetError(ValueError):
    """A line of a dataset is wrong; the message names file, line and fault."""


def load_questions(folder: Path = DATASETS) -> tuple[Question, ...]:
    """The questions of every `*.jsonl` in `folder`, by file and line.

    Raises DatasetError naming the file, the line and what is wrong there.
    """
    found: list[Question] = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            if line.strip():
                found.append(_question(line, path, number))
    _check_unique(found)
    return tuple(found)


def _question(line: str, path: Path, number: int) -> Question:
    try:
        question = Question.model_validate_json(line)
    except ValidationError as error:
        faults = "; ".join(".".join(map(str, e["loc"])) + ": " + e["msg"] for e in error.errors())
        raise DatasetError(f"{path}, line {number}: {faults}") from error
    if not re.fullmatch(rf"{re.escape(path.stem)}-\d{{3}}", question.id):
        raise DatasetError(f"{path}, line {number}: the id {question.id} belongs to another file")
    return question


def _check_unique(questions: Sequence[Question]) -> None:
    seen: set[str] = set()
    for question in questions:
        if question.id in seen:
            raise DatasetError(f"the id {question.id} is used twice")
        seen.add(question.id)
