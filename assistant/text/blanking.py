"""Hiding what one reading of a text has claimed from the next ones."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["blank"]


def blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return `text` with the `[start, end)` spans, in order, replaced by as many NUL characters."""
    if not spans:
        return text
    pieces: list[str] = []
    place = 0
    for start, end in spans:
        pieces += (text[place:start], "\0" * (end - start))
        place = end
    return "".join((*pieces, text[place:]))
