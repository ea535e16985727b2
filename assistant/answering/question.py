"""What kind of thing a question asks for, told by its form."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from assistant.text.fold import fold


class QuestionType(StrEnum):
    """The kind of answer that a question expects."""

    AMOUNT = "amount"
    COUNT = "count"
    DATE = "date"
    DEADLINE = "deadline"
    DURATION = "duration"
    PLACE = "place"
    PRICE = "price"
    PERSON = "person"
    CONDITION = "condition"
    CONTACT = "contact"
    HOW = "how"
    WHY = "why"
    OVERVIEW = "overview"
    LIST = "list"
    DEFINITION = "definition"
    PURPOSE = "purpose"
    SHARE = "share"
    STATE = "state"
    OTHER = "other"


# What these ask for is one thing that a text holds or does not; the others, a section's worth.
FACTS = frozenset(
    {
        QuestionType.AMOUNT,
        QuestionType.CONTACT,
        QuestionType.COUNT,
        QuestionType.DATE,
        QuestionType.DEADLINE,
        QuestionType.DURATION,
        QuestionType.PERSON,
        QuestionType.PLACE,
        QuestionType.PRICE,
        QuestionType.SHARE,
        QuestionType.STATE,
    }
)


# Whether a text holds one of these can be told from its figures and dates; of a place, a person or
# a contact only guessed.
MEASURED = frozenset(
    {
        QuestionType.AMOUNT,
        QuestionType.COUNT,
        QuestionType.DATE,
        QuestionType.DEADLINE,
        QuestionType.DURATION,
        QuestionType.PRICE,
        QuestionType.SHARE,
    }
)


@dataclass(frozen=True, slots=True)
class _Rules:
    forms: tuple[tuple[QuestionType, re.Pattern[str]], ...]
    form_words: Mapping[QuestionType, re.Pattern[str]]
    incidental: re.Pattern[str]
    hints: Mapping[QuestionType, tuple[str, ...]]
    compares: re.Pattern[str]


# Folding makes «où» (where) and «ou» (or) one word: the accent, when typed, is kept in mind.
_WHERE = re.compile(r"\b[oO]ù\b")


@cache
def _rules() -> _Rules:
    raw = tomllib.loads((Path(__file__).parent / "question.fr.toml").read_text("utf-8"))

    def compiled(alternatives: list[str]) -> re.Pattern[str]:
        pattern = "|".join(alternatives)
        for name in ("money", "things"):
            pattern = pattern.replace("{" + name + "}", raw[name])
        return re.compile(pattern)

    return _Rules(
        forms=tuple((QuestionType(k), compiled(v)) for k, v in raw["forms"].items()),
        form_words={QuestionType(k): compiled(v) for k, v in raw["form_words"].items()},
        incidental=compiled(raw["incidental"]["words"]),
        compares=compiled(raw["compares"]["forms"]),
        hints={QuestionType(k): tuple(v) for k, v in raw["hints"].items()},
    )


# «Ça coûte un bras : vous mettez combien ?»: the situation first, then what is asked.
_CLAUSES = re.compile(r"(?<=[.!?…;])\s+|\s+:\s+|:\s+")


def question_type(text: str) -> QuestionType:
    """The kind of answer that `text`, a question or a heading, asks for.

    Its last clause tells, where that asks for anything: what comes before is the situation.
    """
    clauses = [c for c in _CLAUSES.split(text.strip()) if c]
    asked = next((c for c in reversed(clauses) if c.endswith("?")), clauses[-1] if clauses else "")
    last = _type_of(asked)
    return last if last is not QuestionType.OTHER or len(clauses) < 2 else _type_of(text)


def _type_of(text: str) -> QuestionType:
    folded = " ".join(fold(_WHERE.sub("ou_ou", text)).split())
    return next((k for k, form in _rules().forms if form.search(folded)), QuestionType.OTHER)


_ALIKE = (
    frozenset({QuestionType.AMOUNT, QuestionType.PRICE}),
    frozenset({QuestionType.AMOUNT, QuestionType.SHARE}),
    frozenset({QuestionType.DATE, QuestionType.DEADLINE}),
    frozenset({QuestionType.PLACE, QuestionType.CONTACT, QuestionType.HOW}),
)


def same_kind(a: QuestionType, b: QuestionType) -> bool:
    """True when a section headed by a question of kind `a` may answer one of kind `b`."""
    if QuestionType.OTHER in {a, b}:
        return False
    return a is b or any(a in group and b in group for group in _ALIKE)


def only_repeats_form(kind: QuestionType, word: str) -> bool:
    """True when the folded `word` only says which kind of answer is asked for."""
    pattern = _rules().form_words.get(kind)
    return pattern is not None and pattern.fullmatch(word) is not None


def is_incidental(word: str) -> bool:
    """True when the folded `word` tells who asks rather than what is asked."""
    return _rules().incidental.fullmatch(word) is not None


def compares(text: str) -> bool:
    """True when `text` sets two things side by side: «l'un… l'autre», «le même montant ?»."""
    return _rules().compares.search(" ".join(fold(text).split())) is not None


def hints(kind: QuestionType) -> tuple[str, ...]:
    """What the sources call this kind of thing."""
    return _rules().hints.get(kind, ())
