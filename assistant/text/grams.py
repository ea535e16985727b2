"""Character n-grams of words: what a typing error, a derivation or an ending leaves in common."""

from __future__ import annotations

from functools import lru_cache

from assistant.text.analyse import words

# 3 to 5 characters added most to words on French retrieval sets; the edges of a word count as
# characters, so that its beginning weighs more than its middle.
_SHORTEST, _LONGEST = 3, 5
_WORDS_KEPT = 50_000  # bounded: questions of strangers pass through it


def character_grams(text: str) -> list[str]:
    """The character n-grams of each folded word of `text`, in order, repeats kept."""
    return [gram for word in words(text) for gram in _grams_of(word)]


@lru_cache(maxsize=_WORDS_KEPT)
def _grams_of(word: str) -> tuple[str, ...]:
    edged = f"_{word}_"
    return tuple(
        edged[i : i + size]
        for size in range(_SHORTEST, _LONGEST + 1)
        for i in range(len(edged) - size + 1)
    )
