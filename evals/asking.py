"""Asks the questions as a person would, in conversations, and notes all that was said."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass

from assistant.answering.pipeline import Answer, answer
from assistant.answering.types import Citation, PastTurn, Tools, Turn
from assistant.answering.verify import quote_is_located
from assistant.types import AnswerStatus
from evals.answers.support import is_supported
from evals.questions import Question

# Deep enough for every cut-off that is reported.
RANKING_DEPTH = 50


@dataclass(frozen=True, slots=True)
class Quoted:
    """A citation as it was given, and whether the source reads so at its offsets."""

    document: str
    heading: str
    quote: str
    located: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A statement, its quotes, and whether they support each of its words and figures."""

    text: str
    quotes: tuple[Quoted, ...]
    supported: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a document."""

    document: str
    heading: str


@dataclass(frozen=True, slots=True)
class Reply:
    """All that a question got; `ranking` holds the sections found, best first, without repeats."""

    question_id: str
    asked: str
    status: AnswerStatus
    lead: str
    notices: tuple[str, ...]
    contact: str
    statements: tuple[Said, ...]
    ranking: tuple[Section, ...]
    took_ms: float
    energy_wh: float

    @property
    def read(self) -> str:
        """Everything that the person reads, but the sources' titles."""
        said = [s.text for s in self.statements]
        return "\n".join((self.lead, *said, *self.notices, self.contact))

    @property
    def claimed(self) -> str:
        """What the assistant says in its own name or in the sources' words."""
        return "\n".join((self.lead, *(s.text for s in self.statements)))


def ask(question: Question, tools: Tools, *, wording: str | None = None) -> Reply:
    """The reply to `question`, after its history; `wording` replaces the words of the last turn."""
    history: tuple[PastTurn, ...] = ()
    for earlier in question.history:
        past = answer(_turn(question, earlier, history), tools).remembered
        history = (*history, past) if past is not None else history
    asked = wording or question.question
    return _reply(question, asked, answer(_turn(question, asked, history), tools), tools)


def ask_all(
    questions: Sequence[Question], tools: Tools, *, tell: Callable[[int], None] = lambda _: None
) -> tuple[Reply, ...]:
    """The replies in the order of the questions; `tell` hears of each."""
    replies: list[Reply] = []
    for question in questions:
        replies.append(ask(question, tools))
        tell(1)
    return tuple(replies)


def as_json_lines(replies: Iterable[Reply]) -> str:
    """One reply a line."""
    return "".join(json.dumps(asdict(r), ensure_ascii=False) + "\n" for r in replies)


def _turn(question: Question, asked: str, history: tuple[PastTurn, ...]) -> Turn:
    return Turn(
        question=asked,
        as_of=question.as_of,
        audience=question.audience,
        style=question.style,
        language=question.language,
        history=history,
    )


def _reply(question: Question, asked: str, found: Answer, tools: Tools) -> Reply:
    outcome = found.outcome
    contact = found.contact
    return Reply(
        question_id=question.id,
        asked=asked,
        status=outcome.status,
        lead=outcome.lead,
        notices=outcome.turn.notices,
        contact=" ".join((contact.label, contact.url, contact.phone)),
        statements=tuple(
            Said(
                text=s.text,
                quotes=tuple(_quoted(c, tools) for c in s.citations),
                supported=is_supported(
                    s.text, [c.quote for c in s.citations], tools.searcher.analyser
                ),
            )
            for s in outcome.statements
        ),
        ranking=_ranking(question, outcome.turn, tools),
        took_ms=float(found.took_ms),
        energy_wh=found.footprint.energy_wh,
    )


def _quoted(citation: Citation, tools: Tools) -> Quoted:
    heading = citation.heading_path[-1] if citation.heading_path else ""
    located = quote_is_located(citation, tools.searcher.catalogue)
    return Quoted(citation.document_id, heading, citation.quote, located)


def _ranking(question: Question, turn: Turn, tools: Tools) -> tuple[Section, ...]:
    if not question.sources:
        return ()
    query = turn.query or tools.searcher.interpret(turn.standalone or turn.question)
    result = tools.searcher.search(
        query, as_of=question.as_of, audience=question.audience, k=RANKING_DEPTH
    )
    sections = (
        Section(h.meta.id, h.passage.heading_path[-1] if h.passage.heading_path else "")
        for h in result.kept
    )
    return tuple(dict.fromkeys(sections))
