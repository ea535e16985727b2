"""How the rules of the guard read a question, and the rules themselves."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import ascii_lowercase
from typing import Any

from assistant.text.fold import fold

_RULES = Path(__file__).parent / "guard.fr.toml"
_BLOCK = re.compile(r"<([a-z]+)>")
_ELISION = re.compile(r"(?<!\w)(j|m|t|s|l|d|c|qu)' ?(?=\w)")
_NEGATION = re.compile(r"(?<!\w)n(?:e |' ?)")
_WORD = re.compile(r"[^\W_]+")
_ORDINAL = re.compile(r"\d+[a-z]{1,4}")
LEET = str.maketrans("013457", "oieast")
_SPACED_OUT = re.compile(r"(?<![^\W_])[^\W_](?:[\W_]{1,3}[^\W_](?![^\W_])){5,}")
_GLUED = re.compile(r"[^\W\d_]{12,}")
_BETWEEN = re.compile(r"[\W_]+")
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
    personal_label: re.Pattern[str]


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
            read = word.translate(LEET)
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


def joined(shaped: str) -> str:
    """What `shaped` spells without spaces: «j e  v e u x» → «jeveux», and its longest words."""
    runs = (_BETWEEN.sub("", run) for run in _SPACED_OUT.findall(shaped))
    return " ".join((*runs, *_GLUED.findall(shaped)))
