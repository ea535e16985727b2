"""First step: what must not reach search, and what is met at once."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path

from assistant.answering.personal_data import PersonalDataKind, mask, without_marks
from assistant.answering.types import HumanContact, Outcome, Tools, Turn
from assistant.reference.messages import Messages
from assistant.text.fold import fold
from assistant.types import AnswerStatus

_RULES = Path(__file__).parent / "guard.fr.toml"
_REPEATS = re.compile(r"([a-z!?.])\1{2,}")


@dataclass(frozen=True, slots=True)
class GuardRules:
    """Compiled patterns over the folded question."""

    distress: re.Pattern[str]
    violence: re.Pattern[str]
    opinion: re.Pattern[str]
    abuse: re.Pattern[str]
    manipulation: re.Pattern[str]
    personal_request: re.Pattern[str]
    greeting: re.Pattern[str]
    thanks: re.Pattern[str]
    about_assistant: re.Pattern[str]
    entitlement: re.Pattern[str]


@cache
def guard_rules() -> GuardRules:
    """The rules of `guard.fr.toml`."""
    raw: dict[str, list[str]] = tomllib.loads(_RULES.read_text("utf-8"))
    return GuardRules(
        **{
            name: re.compile(r"(?<!\w)(?:" + "|".join(patterns) + r")(?!\w)")
            for name, patterns in raw.items()
        }
    )


def shape(question: str) -> str:
    """The question as the rules read it: folded, one space, no drawn-out letters."""
    return _REPEATS.sub(r"\1", " ".join(fold(question).split()))


def _unpunctuated(shaped: str) -> str:
    return " ".join(re.sub(r"[^\w']+", " ", shaped).split())


def clean_question(question: str) -> str:
    """`question` in NFC without control or invisible characters, white space folded."""
    composed = unicodedata.normalize("NFC", question)
    # Cf: direction marks, zero-width and tag characters can hide instructions from a reader.
    kept = (
        " " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c
        for c in composed
        if unicodedata.category(c) not in {"Cf", "Cs", "Co", "Cn"}
    )
    return " ".join("".join(kept).split())


class Danger(StrEnum):
    """What a person in danger may be writing about: each has its own numbers to call."""

    VIOLENCE = "violence"
    DISTRESS = "distress"


def danger_in(question: str, *, mended: str = "") -> Danger | None:
    """The danger that `question` speaks of; needs no index, so that no failure hides it.

    Looked for as typed, with the spelling mended where that is known, and without the dots or
    dashes that hide words.
    """
    shaped = shape(clean_question(question))
    texts = (shaped, shape(mended), " ".join(re.sub(r"[^\w']+", " ", shaped).split()))
    rules = guard_rules()
    for danger, rule in ((Danger.VIOLENCE, rules.violence), (Danger.DISTRESS, rules.distress)):
        if any(rule.search(text) for text in texts):
            return danger
    return None


def guard(turn: Turn, tools: Tools) -> Turn | Outcome:
    """Distress first, then personal data masked, then abuse and manipulation refused."""
    question = clean_question(turn.question)
    rules = guard_rules()
    shaped = shape(question)
    masked = mask(question)
    turn = replace(turn, question=masked.text, masked=tuple(k.value for k in masked.kinds))
    danger = danger_in(question, mended=tools.searcher.interpret(masked.text).text)
    if danger is not None:
        contact = tools.messages.contact[danger.value]
        return Outcome(
            AnswerStatus.SIGNPOSTED_DISTRESS,
            turn,
            lead=tools.messages.status[f"signposted_{danger}"].for_style(turn.style),
            contact=HumanContact(contact.label, contact.url, contact.phone),
        )
    if masked.kinds:
        kinds = kind_names(masked.kinds, tools.messages)
        if not _says_more(masked.text, tools):
            return _end(turn, tools, AnswerStatus.REFUSED_PERSONAL_DATA, kinds=kinds)
        notice = tools.messages.notice.masked.format(kinds=kinds)
        turn = replace(turn, notices=(*turn.notices, notice))
    if rules.manipulation.search(shaped):
        return _end(turn, tools, AnswerStatus.REFUSED_MANIPULATION)
    if rules.abuse.search(shaped):
        return _end(turn, tools, AnswerStatus.REFUSED_ABUSE)
    return turn


def kind_names(kinds: tuple[PersonalDataKind, ...], messages: Messages) -> str:
    """The kinds of personal data in French, for a sentence."""
    return ", ".join(getattr(messages.personal_data, kind.value) for kind in kinds)


def _says_more(masked: str, tools: Tools) -> bool:
    return bool(tools.searcher.analyser.terms(without_marks(masked)))


def _end(
    turn: Turn,
    tools: Tools,
    status: AnswerStatus,
    *,
    kinds: str = "",
) -> Outcome:
    lead = tools.messages.for_status(status, turn.style).format(kinds=kinds)
    return Outcome(status, turn, lead=lead)
