"""What a question asks about its subject: a price, a place, an age, a refusal…"""

from __future__ import annotations

import hashlib
import re
import tomllib
from functools import cache
from pathlib import Path

from assistant.text.fold import fold

_RULES = Path(__file__).parent / "aspects.fr.toml"
# Folding makes «où» (where) and «ou» (or) one word: the accent, when typed, is kept in mind.
_WHERE = re.compile(r"\b[oO][ùÙ]\b")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    raw: dict[str, list[str]] = tomllib.loads(_RULES.read_text("utf-8"))
    return {
        name: re.compile(r"(?<!\w)(?:" + "|".join(alternatives) + r")(?!\w)")
        for name, alternatives in raw.items()
    }


@cache
def aspects_digest() -> str:
    """8 hexadecimal digits that change with the rules."""
    return hashlib.sha256(_RULES.read_bytes()).hexdigest()[:8]


def aspect_names() -> tuple[str, ...]:
    """Every aspect, in the order of the file."""
    return tuple(_patterns())


def aspects_of(text: str) -> tuple[int, ...]:
    """The numbers, in `aspect_names()`, of the aspects that `text` asks about, ascending."""
    folded = " ".join(fold(_WHERE.sub("ou_ou", text)).split())
    return tuple(i for i, p in enumerate(_patterns().values()) if p.search(folded))
