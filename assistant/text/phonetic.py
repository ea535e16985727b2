"""How a French word sounds, roughly: «embulansier» sounds like «ambulancier»."""

from __future__ import annotations

import re

from assistant.text.fold import fold

_CEDILLA = re.compile("[çÇ]")
_NO_VOWEL = r"(?![aeiouyh]|[nm](?=[aeiouy]))"
# In this order; digits stand for the nasal vowels, capitals for sounds of two letters. What French
# ears tell apart and French spellers do not is one sound here: s and z, é and è and ai, open and
# closed o.
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"[^a-z]", ""),
        (r"e?aux?(?=$|[^aeiouy])", "o"),
        (r"e?au", "o"),
        (r"ph", "f"),
        (r"(?:sch|sh|ch)", "X"),
        (r"sc(?=[eiy])", "s"),
        (r"c+(?=[eiy])", "s"),
        (r"qu?|ck|c+|k+", "k"),
        (r"(?<=[aeioulrnkp])ti(?=on|el|al|eu)", "si"),
        (r"x(?=.)", "ks"),
        (r"gu(?=[eiy])", "G"),
        (r"ge(?=[ao])", "j"),
        (r"g(?=[eiy])", "j"),
        (r"gn", "ni"),
        (r"G", "g"),
        (r"h", ""),
        (r"oeu|eu", "e"),
        (r"oi(?!n)|oy", "wa"),
        (r"ou|oo", "u"),
        (r"oin" + _NO_VOWEL, "w1"),
        (r"ien" + _NO_VOWEL, "i1"),
        (r"(?:ain|ein|aim|in|im|yn|ym|un|um)" + _NO_VOWEL, "1"),
        (r"(?:ean|an|en|am|em)" + _NO_VOWEL, "2"),
        (r"(?:on|om)" + _NO_VOWEL, "3"),
        (r"ai|ei|ay|ey", "e"),
        (r"(?<=[aeu])il(?:l|$)", "i"),
        (r"y", "i"),
        (r"z", "s"),
        (r"w(?!a|1)", "v"),
        (r"(.)\1+", r"\1"),
    )
)
_SILENT_END = re.compile(r"(?<=..)(?:e?s?|e?nt|[tdpxz]s?|e[rz])$")


def sounded(word: str) -> str:
    """The sounds of a word with every letter of its end, as in an acronym."""
    sounds = fold(_CEDILLA.sub("s", word))
    for pattern, sound in _RULES:
        sounds = pattern.sub(sound, sounds)
    return sounds


def sounds_of(word: str) -> frozenset[str]:
    """The ways a word may sound: with its end, and without the letters French leaves silent.

    A final x is silent in «prix» and heard in «dax», for DACS.
    """
    whole = sounded(word)
    return frozenset({whole.replace("x", "ks"), whole, _SILENT_END.sub("", whole)})
