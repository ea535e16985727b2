"""A person in danger is met at once: by rules, and by what was learned from many messages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from assistant.answering.reading import clean_question, guard_rules, joined, plain, shape
from assistant.text.hashing import hashed
from assistant.text.linear import LinearClassifier, load_classifier

# Written by «python -m evals danger» from the messages of evals/datasets/danger/.
LEARNED = Path(__file__).parent / "danger"


class Danger(StrEnum):
    """What a person in danger may be writing about: each has its own numbers to call."""

    VIOLENCE = "violence"
    DISTRESS = "distress"
    MEDICAL = "medical"


# The classes of the learned weights, in their order; the first is a message without danger.
CLASSES: tuple[Danger | None, ...] = (None, Danger.DISTRESS, Danger.VIOLENCE, Danger.MEDICAL)
# Margins against «no danger», chosen on the development messages by cross-validation: from
# SURE on, two ordinary questions in a thousand are taken for danger; from SUSPECTED on, eight in a
# thousand, and a person with an ordinary question still gets its answer, with the numbers beside.
SURE = 0.1
SUSPECTED = -0.25


@dataclass(frozen=True, slots=True)
class Alarm:
    """The danger that a message speaks of, and whether nothing else may be answered."""

    danger: Danger
    sure: bool


def danger_in(question: str, *, mended: str = "") -> Alarm | None:
    """The alarm that `question` raises; needs no index, so that no failure hides it."""
    if (danger := danger_by_rule(question, mended=mended)) is not None:
        return Alarm(danger, sure=True)
    return danger_learned(question, mended=mended)


def danger_learned(question: str, *, mended: str = "") -> Alarm | None:
    """The alarm that the learned weights raise, over the question and its mended spelling."""
    texts = dict.fromkeys(read_for_danger(text) for text in (question, mended) if text)
    alarms = [alarm for text in texts if (alarm := _learned(text)) is not None]
    return max(alarms, key=lambda alarm: alarm.sure, default=None)


def danger_by_rule(question: str, *, mended: str = "") -> Danger | None:
    """The danger that the rules of `guard.fr.toml` find.

    Looked for as typed, with the spelling mended where that is known, and without the spaces,
    dots or dashes that hide words.
    """
    rules = guard_rules()
    texts = dict.fromkeys(read_for_danger(text) for text in (question, mended) if text)
    for danger, rule in ((Danger.VIOLENCE, rules.violence), (Danger.DISTRESS, rules.distress)):
        if any(rule.search(text) for text in texts):
            return danger
    hidden = rules.spaced_out.search(joined(shape(clean_question(question))))
    return Danger.DISTRESS if hidden else None


def read_for_danger(text: str) -> str:
    """`text` as rules and weights read it: spelled out, figures of speech taken out."""
    return guard_rules().figure.sub("|", plain(shape(clean_question(text))))


@cache
def _classifier() -> LinearClassifier:
    return load_classifier(LEARNED)


def _learned(text: str) -> Alarm | None:
    none, *margins = _classifier().scores(*hashed(text))
    margin = -float(none)
    if margin < SUSPECTED:
        return None
    danger = max(zip(margins, CLASSES[1:], strict=True), key=lambda pair: pair[0])[1]
    assert danger is not None  # noqa: S101 - only the first class is none
    return Alarm(danger, sure=margin >= SURE)
