"""The answer pipeline: named steps, a runner, and the envelope of the charter."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID, uuid4

from assistant.answering.compose_extractive import compose_extractive
from assistant.answering.contextualise import contextualise
from assistant.answering.evidence import evidence
from assistant.answering.guard import guard, signposted
from assistant.answering.route import route
from assistant.answering.types import (
    Checks,
    HumanContact,
    Outcome,
    PastTurn,
    Step,
    Tools,
    Turn,
)
from assistant.answering.verify import verify, verify_statements
from assistant.charter.footprint import Footprint, footprint
from assistant.types import AnswerStatus

# A telephone number of a signpost: «15», «3919».
_NUMBER = re.compile(r"\b\d{2,4}\b")

STEPS: tuple[Step, ...] = (guard, contextualise, route, evidence, compose_extractive, verify)


class Progress(StrEnum):
    """What a waiting person is told."""

    SEARCH = "search"
    READ = "read"
    VERIFY = "verify"


_SAID_BEFORE: dict[Step, Progress] = {
    evidence: Progress.SEARCH,
    compose_extractive: Progress.READ,
    verify: Progress.VERIFY,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """An outcome in its envelope."""

    id: UUID
    outcome: Outcome
    contact: HumanContact
    footprint: Footprint
    took_ms: int

    @property
    def remembered(self) -> PastTurn | None:
        """What the conversation keeps of this exchange; None when it had no subject."""
        cited = dict.fromkeys(c.document_id for s in self.outcome.statements for c in s.citations)
        standalone = self.outcome.turn.standalone
        return PastTurn(standalone, tuple(cited)) if standalone else None


def answer(
    turn: Turn,
    tools: Tools,
    *,
    answer_id: UUID | None = None,
    steps: tuple[Step, ...] = STEPS,
    tell: Callable[[Progress], None] = lambda _: None,
) -> Answer:
    """The answer of a turn: its steps in order until one of them ends it."""
    wall, busy = time.perf_counter(), time.thread_time()
    outcome = _checked(run(turn, tools, steps=steps, tell=tell), tools)
    outcome = _with_numbers(outcome, tools)
    return Answer(
        id=answer_id or uuid4(),
        outcome=outcome,
        contact=outcome.contact or _contact(turn, tools),
        footprint=footprint(time.thread_time() - busy),
        took_ms=round((time.perf_counter() - wall) * 1000),
    )


def run(
    turn: Turn,
    tools: Tools,
    *,
    steps: tuple[Step, ...],
    tell: Callable[[Progress], None],
) -> Outcome:
    """The outcome of the first step that ends the turn. Raises RuntimeError when none does."""
    for step in steps:
        if step in _SAID_BEFORE:
            tell(_SAID_BEFORE[step])
        result = step(turn, tools)
        if isinstance(result, Outcome):
            return result
        turn = result
    raise RuntimeError("no step ended the turn")


def _checked(outcome: Outcome, tools: Tools) -> Outcome:
    # Whatever step ended the turn, nothing is said that verification has not seen.
    if not outcome.statements or outcome.checks != Checks():
        return outcome
    verified = verify_statements(outcome.statements, tools.searcher.catalogue)
    return replace(outcome, statements=verified.statements, checks=verified.checks)


_SAYS_NOTHING = frozenset({AnswerStatus.UNANSWERABLE_NO_SOURCE, AnswerStatus.REFUSED_ABUSE})
# What these say is worth saying, even to a person who may be in danger.
_ANSWERS = frozenset(
    {
        AnswerStatus.ANSWERED,
        AnswerStatus.ANSWERED_PARTIALLY,
        AnswerStatus.ENTITLEMENT_INFORMATION,
        AnswerStatus.OUT_OF_COMPETENCE,
        AnswerStatus.UNANSWERABLE_EXPIRED_ONLY,
    }
)


def _with_numbers(outcome: Outcome, tools: Tools) -> Outcome:
    """Where danger was learned: its numbers alone, beside an answer, or in the place of none."""
    alarm = outcome.turn.alarm
    if alarm is None or outcome.status not in _SAYS_NOTHING | _ANSWERS:
        return outcome
    signpost = signposted(outcome.turn, alarm, tools)
    if _sends_to_its_own_number(outcome, signpost):
        notices = (tools.messages.notice.danger, *outcome.turn.notices)
        return replace(outcome, turn=replace(outcome.turn, notices=notices))
    if alarm.sure or outcome.status in _SAYS_NOTHING:
        return signpost
    notices = (tools.messages.notice.danger, *outcome.turn.notices)
    return replace(outcome, turn=replace(outcome.turn, notices=notices))


def _sends_to_its_own_number(outcome: Outcome, signpost: Outcome) -> bool:
    """True of «à la rue ce soir»: the 115 helps there, and is none of the signpost's numbers."""
    phone = outcome.contact.phone if outcome.contact is not None else ""
    is_matter = outcome.status is AnswerStatus.OUT_OF_COMPETENCE
    return is_matter and phone != "" and phone not in _NUMBER.findall(signpost.lead)


def _contact(turn: Turn, tools: Tools) -> HumanContact:
    contact = tools.messages.contact_for(turn.audience)
    return HumanContact(contact.label, contact.url, contact.phone)
