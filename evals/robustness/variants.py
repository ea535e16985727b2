"""The same question in another dress: changes that must not change the answer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from assistant.text.analyse import words
from assistant.text.fold import fold

# A word short of this has too few letters left to be told once one is wrong.
_LONG = 7


def without_accents(question: str) -> str:
    """«Où est-ce ?» as typed on a foreign keyboard."""
    decomposed = unicodedata.normalize("NFD", question)
    return unicodedata.normalize(
        "NFC", "".join(c for c in decomposed if not unicodedata.combining(c))
    )


def bare(question: str) -> str:
    """Small letters, no punctuation at the ends, as typed on a phone."""
    return question.lower().strip(" ?!.…")


def capitals(question: str) -> str:
    """All capitals."""
    return question.upper()


def polite(question: str) -> str:
    """With a greeting before and thanks after."""
    return f"Bonjour, {question[:1].lower()}{question[1:]} Merci d'avance."


def straight_or_curly(question: str) -> str:
    """The other apostrophe."""
    return question.replace("'", "’") if "'" in question else question.replace("’", "'")


def swapped_letters(question: str) -> str:
    """Two neighbouring letters of the longest small-letter word changed over, as a thumb does."""
    candidates = [w for w in re.findall(r"\b[a-zà-ÿ]+\b", question) if len(w) >= _LONG]
    if not candidates:
        return question
    word = max(candidates, key=len)
    middle = len(word) // 2
    swapped = word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :]
    return question.replace(word, swapped, 1)


VARIANTS: Mapping[str, Callable[[str], str]] = {
    "without_accents": without_accents,
    "bare": bare,
    "capitals": capitals,
    "polite": polite,
    "apostrophe": straight_or_curly,
    "swapped_letters": swapped_letters,
}


def variants_of(question: str) -> dict[str, str]:
    """Name to variant, without those that read the same as the question."""
    found = {name: change(question) for name, change in VARIANTS.items()}
    return {name: text for name, text in found.items() if text != question and words(fold(text))}
