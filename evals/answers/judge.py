"""Was a question answered right, and are its citations the right ones?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evals.asking import Quoted, Reply
from evals.questions import ANSWERING, Question, Source
from evals.wording import folded, says


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is right and wrong in one reply."""

    question: Question
    reply: Reply
    facts_found: int
    missing: tuple[tuple[str, ...], ...]
    forbidden_said: tuple[str, ...]
    status_right: bool
    cited_right: int
    cited: int

    @property
    def right(self) -> bool:
        """True when the status is one of the right ones, every fact is there and none is wrong."""
        return self.status_right and not self.missing and not self.forbidden_said

    @property
    def answered(self) -> bool:
        """True when documents were quoted as the answer."""
        return self.reply.status in ANSWERING

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong, in words."""
        found: list[str] = []
        if not self.status_right:
            expected = " | ".join(s.value for s in self.question.status)
            found.append(f"status {self.reply.status.value}, expected {expected}")
        found += [f"missing: {' | '.join(spellings)}" for spellings in self.missing]
        found += [f"forbidden: {said}" for said in self.forbidden_said]
        return tuple(found)


def judge(question: Question, reply: Reply) -> Judgement:
    """The judgement of one reply."""
    read = folded(reply.read)
    claimed = folded(reply.claimed)
    missing = tuple(
        spellings for spellings in question.facts if not any(says(read, s) for s in spellings)
    )
    quotes = [q for s in reply.statements for q in s.quotes]
    return Judgement(
        question=question,
        reply=reply,
        facts_found=len(question.facts) - len(missing),
        missing=missing,
        forbidden_said=tuple(f for f in question.forbidden if says(claimed, f)),
        status_right=reply.status in question.status,
        cited_right=sum(is_right_section(q, question.sources) for q in quotes),
        cited=len(quotes),
    )


def judge_all(questions: Sequence[Question], replies: Sequence[Reply]) -> tuple[Judgement, ...]:
    """The judgements in the order of the questions."""
    return tuple(judge(q, r) for q, r in zip(questions, replies, strict=True))


def is_right_section(quote: Quoted, sources: Sequence[Source]) -> bool:
    """True when the quote stands in one of the acceptable sections."""
    return any(
        s.document == quote.document
        and (s.heading is None or folded(s.heading) == folded(quote.heading))
        for s in sources
    )
