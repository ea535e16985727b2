"""First step: what must not reach search, and what is met at once."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from base64 import b64decode
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from string import ascii_lowercase
from typing import Any

from assistant.answering.personal_data import PersonalDataKind, mask, without_marks
from assistant.answering.types import HumanContact, Outcome, Tools, Turn
from assistant.reference.messages import Messages
from assistant.text.fold import fold
from assistant.types import AnswerStatus

_RULES = Path(__file__).parent / "guard.fr.toml"
_BLOCK = re.compile(r"<([a-z]+)>")
_ELISION = re.compile(r"(?<!\w)(j|m|t|s|l|d|c|qu)' ?(?=\w)")
_NEGATION = re.compile(r"(?<!\w)n(?:e |' ?)")
_WORD = re.compile(r"[^\W_]+")
_ORDINAL = re.compile(r"\d+[a-z]{1,4}")
_LEET = str.maketrans("013457", "oieast")
_SPACED_OUT = re.compile(r"(?<![^\W_])[^\W_](?:[\W_]{1,3}[^\W_](?![^\W_])){5,}")
_GLUED = re.compile(r"[^\W\d_]{12,}")
_BETWEEN = re.compile(r"[\W_]+")
_WORD_OR_ELISION = re.compile(r"[\w']+")
_DIGIT = re.compile(r"[0-9]")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{20,}={0,2}")
_REPEATS = re.compile(r"([a-z!?.])\1{2,}")


@dataclass(frozen=True, slots=True)
class GuardRules:
    """Compiled patterns: those of danger over the plain question, the others the folded one."""

    figure: re.Pattern[str]
    distress: re.Pattern[str]
    spaced_out: re.Pattern[str]
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
def _raw_rules() -> dict[str, Any]:
    return tomllib.loads(_RULES.read_text("utf-8"))


@cache
def guard_rules() -> GuardRules:
    """The rules of `guard.fr.toml`, their building blocks put in."""
    blocks: dict[str, str] = {}

    def with_blocks(pattern: str) -> str:
        return _BLOCK.sub(lambda m: blocks.get(m[1], m[0]), pattern)

    for name, block in _raw_rules()["blocks"].items():
        blocks[name] = with_blocks(block)
    return GuardRules(
        **{
            name: re.compile(r"(?<!\w)(?:" + "|".join(map(with_blocks, patterns)) + r")(?!\w)")
            for name, patterns in _raw_rules().items()
            if isinstance(patterns, list)
        }
    )


@cache
def _spelling() -> dict[str, str]:
    """What is meant, by folded word as typed."""
    near = _raw_rules()["near"]
    meant = {slip: word for word in near["words"] for slip in _slips(word)}
    for word in (*near["others"], *near["words"]):
        meant.pop(word, None)
    for word, typed in _raw_rules()["spelling"].items():
        meant.update(dict.fromkeys(typed.split(), word))
    return meant


def _slips(word: str) -> set[str]:
    """`word` with one letter missed, added, changed or swapped with the next, never the first."""
    parts = [(word[:i], word[i:]) for i in range(1, len(word) + 1)]
    missed = {head + tail[1:] for head, tail in parts if tail}
    swapped = {head + tail[1] + tail[0] + tail[2:] for head, tail in parts if len(tail) > 1}
    changed = {head + c + tail[1:] for head, tail in parts if tail for c in ascii_lowercase}
    added = {head + c + tail for head, tail in parts for c in ascii_lowercase}
    return (missed | swapped | changed | added) - {word, word + "s"}


def plain(shaped: str) -> str:
    """`shaped` as the patterns of danger read it.

    Without punctuation nor «ne», elisions opened, digits in words read as letters, text-message
    spelling and slips in key words written out.
    """
    opened = _NEGATION.sub(" ", _ELISION.sub(r"\1e ", shaped)).replace("'", "")
    meant = _spelling()
    words = []
    for word in _WORD.findall(opened):
        if not word.isdigit() and not word.isalpha() and not _ORDINAL.fullmatch(word):
            read = word.translate(_LEET)
        else:
            read = word
        words.append(meant.get(read, read))
    return " ".join(words)


def shape(question: str) -> str:
    """The question as the rules read it: folded, one space, no drawn-out letters."""
    return _REPEATS.sub(r"\1", " ".join(fold(question).split()))


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

    Looked for as typed, with the spelling mended where that is known, and without the spaces,
    dots or dashes that hide words.
    """
    shaped = shape(clean_question(question))
    rules = guard_rules()
    distinct = dict.fromkeys((plain(shaped), plain(shape(mended))))
    texts = [rules.figure.sub("|", text) for text in distinct if text]
    for danger, rule in ((Danger.VIOLENCE, rules.violence), (Danger.DISTRESS, rules.distress)):
        if any(rule.search(text) for text in texts):
            return danger
    if rules.spaced_out.search(joined(shaped)):
        return Danger.DISTRESS
    return None


def joined(shaped: str) -> str:
    """What `shaped` spells without spaces: «j e  v e u x» → «jeveux», and its longest words."""
    runs = (_BETWEEN.sub("", run) for run in _SPACED_OUT.findall(shaped))
    return " ".join((*runs, *_GLUED.findall(shaped)))


def is_abuse(question: str) -> bool:
    """Whether `question` insults, however it is spelled."""
    rule = guard_rules().abuse
    return any(rule.search(text) for text in _readings(question))


def is_manipulation(question: str) -> bool:
    """Whether `question` tries to change what the assistant is or says, in clear or encoded."""
    rule = guard_rules().manipulation
    return any(rule.search(text) for text in (*_readings(question), *_decoded(question)))


def _readings(question: str) -> tuple[str, ...]:
    """As typed, without punctuation, with digits read as letters, with lone letters joined."""
    shaped = shape(clean_question(question))
    words = _WORD_OR_ELISION.findall(shaped)
    read = (w.translate(_LEET) if not w.isdigit() and _DIGIT.search(w) else w for w in words)
    return shaped, " ".join(read), joined(shaped)


def _decoded(question: str) -> list[str]:
    """The texts that base64 runs in `question` hide."""
    texts = []
    for run in _BASE64.findall(question):
        whole = run.rstrip("=")
        try:
            raw = b64decode(whole + "=" * (-len(whole) % 4)).decode("utf-8")
        except ValueError:
            continue
        texts.append(shape(clean_question(raw)))
    return texts


def guard(turn: Turn, tools: Tools) -> Turn | Outcome:
    """Distress first, then personal data masked, then abuse and manipulation refused."""
    question = clean_question(turn.question)
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
    if is_manipulation(question):
        return _end(turn, tools, AnswerStatus.REFUSED_MANIPULATION)
    if is_abuse(question):
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
