"""What a question is about: greetings, the assistant itself, other authorities, entitlement."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answering.courtesy import without_courtesy
from assistant.answering.personal_data import without_marks
from assistant.answering.question import (
    FACTS,
    QuestionType,
    hints,
    is_incidental,
    only_repeats_form,
    question_type,
)
from assistant.answering.reading import guard_rules, shape
from assistant.answering.types import Outcome, Tools, Turn
from assistant.reference.competences import Level
from assistant.retrieval.query import Query
from assistant.types import AnswerStatus

_EDGES = " ?!.,;:…"


def route(turn: Turn, tools: Tools) -> Turn | Outcome:
    """Ends greetings and questions about the assistant; notes what the rest asks for."""
    rules = guard_rules()
    shaped = shape(turn.question)
    bare = shaped.strip(_EDGES)
    mended = shape(tools.searcher.interpret(turn.question).text).strip(_EDGES)
    if rules.greeting.fullmatch(bare) or rules.greeting.fullmatch(mended):
        return _fixed(turn, tools, AnswerStatus.GREETING, "greeting")
    if rules.thanks.fullmatch(bare):
        return _fixed(turn, tools, AnswerStatus.GREETING, "thanks")
    leans = turn.standalone != without_courtesy(turn.question)
    if not leans and rules.about_assistant.fullmatch(_without_greeting(bare, rules.greeting)):
        return _fixed(turn, tools, AnswerStatus.ABOUT_ASSISTANT, "about_assistant")
    if rules.personal_request.search(shaped) or rules.opinion.search(shaped):
        return Outcome(
            AnswerStatus.UNANSWERABLE_NO_SOURCE,
            turn,
            lead=tools.messages.for_status(AnswerStatus.UNANSWERABLE_NO_SOURCE, turn.style),
        )
    turn = read(turn, turn.standalone, tools)
    query, asks = turn.query, turn.asks
    assert query is not None  # noqa: S101 - read has made it
    if not query.terms or (asks in FACTS and _says_no_subject(query, asks)):
        lead = tools.messages.for_status(AnswerStatus.CLARIFICATION, turn.style)
        examples = tuple(
            e.question
            for e in tools.messages.example
            if turn.audience is None or e.audience is turn.audience
        )
        return Outcome(AnswerStatus.CLARIFICATION, turn, lead=lead, follow_ups=examples[:3])
    notices = turn.notices
    if query.mended and not leans:
        notices = (*notices, tools.messages.notice.spelling.format(question=query.text))
    return replace(turn, notices=notices)


def read(turn: Turn, standalone: str, tools: Tools) -> Turn:
    """`turn` with what is asked when its question is read as `standalone`."""
    rules = guard_rules()
    query = tools.searcher.interpret(without_marks(standalone))
    entitled = rules.entitlement.search(shape(turn.question)) is not None
    asks = QuestionType.CONDITION if entitled else _asks(turn, query)
    terms = frozenset(tools.searcher.analyser.terms(query.text))
    matter = tools.competences.match(terms)
    return replace(
        turn,
        standalone=standalone,
        query=_focused(query, asks, tools),
        asks=asks,
        entitlement=entitled,
        named=tools.names.named_in(terms),
        matter=matter if matter is not None and matter.level is not Level.REGION else None,
        ours=matter is not None and matter.level is Level.REGION,
    )


def _asks(turn: Turn, query: Query) -> QuestionType:
    """The kind of thing asked for; «et pour ma mère ?» asks for what was asked before."""
    if not turn.readings:
        return question_type(query.text)
    own = question_type(turn.question)
    return own if own is not QuestionType.OTHER else question_type(turn.history[-1].question)


def _focused(query: Query, asks: QuestionType, tools: Tools) -> Query:
    """The query with its weight on what is asked, not on how or by whom."""
    lightened = query.lightened(lambda w: only_repeats_form(asks, w) or is_incidental(w))
    if _says_no_subject(query, asks):
        lightened = query  # nothing else is said: these words are the subject
    terms = tools.searcher.analyser.terms(" ".join(hints(asks)))
    return replace(lightened, hints=tuple(dict.fromkeys(terms)))


def _says_no_subject(query: Query, asks: QuestionType) -> bool:
    return all(only_repeats_form(asks, t.surface) or is_incidental(t.surface) for t in query.terms)


def _without_greeting(bare: str, greeting: re.Pattern[str]) -> str:
    match = greeting.match(bare)
    return bare[match.end() :].lstrip(_EDGES) if match and match.end() < len(bare) else bare


def _fixed(turn: Turn, tools: Tools, status: AnswerStatus, key: str) -> Outcome:
    examples = tuple(e.question for e in tools.messages.example)
    return Outcome(
        status, turn, lead=tools.messages.status[key].for_style(turn.style), follow_ups=examples[:3]
    )
