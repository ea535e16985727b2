"""Numbers written in French words: «vingt-deux», «deux cents millions», «une centaine»."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

__all__ = ["WordNumber", "find_number_words"]

_UNITS = {
    "un": 1,
    "une": 1,
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
    "six": 6,
    "sept": 7,
    "huit": 8,
    "neuf": 9,
    "dix": 10,
    "onze": 11,
    "douze": 12,
    "treize": 13,
    "quatorze": 14,
    "quinze": 15,
    "seize": 16,
}
_TENS = {
    "vingt": 20,
    "vingts": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "septante": 70,
    "huitante": 80,
    "octante": 80,
    "nonante": 90,
}
_ZERO = ("zéro", "zero")
_HUNDRED = ("cent", "cents")
_SCALES = {
    "mille": 1_000,
    "mil": 1_000,
    "million": 1_000_000,
    "millions": 1_000_000,
    "milliard": 1_000_000_000,
    "milliards": 1_000_000_000,
}
_COLLECTIVES = {
    "dizaine": 10,
    "douzaine": 12,
    "quinzaine": 15,
    "vingtaine": 20,
    "trentaine": 30,
    "quarantaine": 40,
    "cinquantaine": 50,
    "soixantaine": 60,
    "centaine": 100,
    "millier": 1_000,
    **{"dizaines": 10, "douzaines": 12, "centaines": 100, "milliers": 1_000},
}

_MULTIPLIERS = {**dict.fromkeys(_HUNDRED, 100), **_SCALES, **_COLLECTIVES}

_TOKENS = "|".join(
    sorted([*_UNITS, *_TENS, *_ZERO, *_HUNDRED, *_SCALES, *_COLLECTIVES], key=len, reverse=True)
)
# A run of number words. The first word is not inside a compound («entre-deux», «avant-un»), the
# last one neither («deux-roues», «dix-huitième»). Thirty words hold any number below 10 ** 12.
_RUN = re.compile(
    rf"(?<![\w-])(?:{_TOKENS})(?![^\W\d_])"
    rf"(?:(?:\s{{1,2}}|-)(?:et(?:\s{{1,2}}|-))?(?:{_TOKENS})(?![^\W\d_])){{0,29}}(?!\w|-[^\W\d_])",
    re.IGNORECASE,
)
_TOKEN = re.compile(rf"(?P<et>\bet[\s-]{{1,2}})?(?P<word>\b(?:{_TOKENS})\b)", re.IGNORECASE)
_HALF = re.compile(r"\s{1,2}et\s{1,2}demie?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WordNumber:
    """A number in words at `[start, end)`."""

    value: Decimal
    start: int
    end: int
    is_article: bool  # «un» or «une» alone: a number only beside a unit
    scale: int  # what its last word multiplies by: «trois millions» → 1,000,000; 1 for none
    takes_de: bool  # its unit follows «de»: «une centaine de», «deux millions d'»


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    after_et: bool
    start: int
    end: int


def find_number_words(text: str) -> Iterator[WordNumber]:
    """Yield the numbers written in words in `text`, in order, the longest reading of each run."""
    for run in _RUN.finditer(text):
        tokens = [
            _Token(match["word"].lower(), bool(match["et"]), match.start("word"), match.end("word"))
            for match in _TOKEN.finditer(text, run.start(), run.end())
        ]
        place = 0
        while place < len(tokens):
            value, after = _read(tokens, place)
            if value is None:
                place += 1
                continue
            last = tokens[after - 1]
            end = last.end
            scale = _MULTIPLIERS.get(last.word, 1)
            half = _HALF.match(text, end)
            if half and scale >= 1_000_000:
                value, end = value + Decimal(scale) / 2, half.end()
            yield WordNumber(
                value=value,
                start=tokens[place].start,
                end=end,
                is_article=after == place + 1 and last.word in ("un", "une"),
                scale=scale,
                takes_de=scale >= 1_000_000 or last.word in _COLLECTIVES,
            )
            place = after


def _read(tokens: Sequence[_Token], place: int) -> tuple[Decimal | None, int]:
    """The number that starts at `place` and the place after it; None where none starts."""
    if tokens[place].word in _ZERO:
        return Decimal(0), place + 1
    total, ceiling = 0, 10**12
    start = place
    while place < len(tokens) and (place == start or not tokens[place].after_et):
        group, after = _below_thousand(tokens, place)
        follows = after < len(tokens) and not tokens[after].after_et
        word = tokens[after].word if follows else ""
        scale = _SCALES.get(word, 0)
        if group and word in _COLLECTIVES and place == start:
            return Decimal(group * _COLLECTIVES[word]), after + 1
        if scale and scale < ceiling and (group or scale == 1_000):
            total, ceiling, place = total + (group or 1) * scale, scale, after + 1
            continue
        if group and group < ceiling:
            total, place = total + group, after
        break
    return (Decimal(total), place) if place > start else (None, start)


def _below_thousand(tokens: Sequence[_Token], place: int) -> tuple[int, int]:
    """The value from 1 to 1,999 at `place` (0 where there is none) and the place after it."""
    count, after = _below_hundred(tokens, place)
    at_hundred = after < len(tokens) and tokens[after].word in _HUNDRED
    if not at_hundred or (count and tokens[after].after_et) or count == 1 or count >= 20:
        return count, after
    rest, end = 0, after + 1
    if end < len(tokens) and not tokens[end].after_et:
        rest, end = _below_hundred(tokens, end)
    return (count or 1) * 100 + rest, end


def _below_hundred(tokens: Sequence[_Token], place: int) -> tuple[int, int]:
    word = tokens[place].word
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    if word == "quatre" and after and after.word in ("vingt", "vingts") and not after.after_et:
        rest, end = _below_twenty(tokens, place + 2)
        return 80 + rest, end
    tens = _TENS.get(word, 0) if word != "vingts" else 0
    if not tens:
        return _below_twenty(tokens, place, first=True)
    rest, end = _below_twenty(tokens, place + 1, after_tens=tens)
    return tens + rest, end


def _below_twenty(
    tokens: Sequence[_Token], place: int, *, first: bool = False, after_tens: int = 0
) -> tuple[int, int]:
    """The value from 1 to 19 at `place` that may follow `after_tens`, or 0."""
    if place >= len(tokens):
        return 0, place
    token = tokens[place]
    value = _UNITS.get(token.word, 0)
    end = place + 1
    if value == 10 and end < len(tokens) and not tokens[end].after_et:
        unit = _UNITS.get(tokens[end].word, 0)
        if unit in (7, 8, 9):
            value, end = 10 + unit, end + 1
    joined_by_et = token.after_et and not first
    if joined_by_et and not (after_tens and (value == 1 or (value == 11 and after_tens == 60))):
        return 0, place
    if after_tens and after_tens != 60 and value > 9:
        return 0, place
    return (value, end) if value else (0, place)
