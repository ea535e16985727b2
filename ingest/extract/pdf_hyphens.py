"""Lines become one text; the hyphen of a cut word goes, that of a compound stays."""

from __future__ import annotations

import re
from collections.abc import Iterable

_CUT = re.compile(r"([^\W_][\w'’-]*)[-\u00ad\u2010]$")
_REST = re.compile(r"^([^\W\d_]+)(-?)")
_SOFT = "\u00ad"
_LONGEST_WORD = 60  # characters; the search must not walk the whole text at each line


def join_lines(lines: Iterable[str]) -> str:
    """The lines joined by spaces, or without when the first ends on a cut word.

    A hyphen stays when it makes a compound («rendez-|vous», «Hauts-|de-France»): the word without
    it is unknown to French, and both of its halves are known. It goes otherwise.
    """
    text = ""
    for line in lines:
        if not text:
            text = line
        elif not ends_cut(text):
            text = f"{text} {line}"
        elif (rest := _REST.match(line)) is None or rest[1][0].isupper():
            text += line  # «Nord-|Pas-de-Calais», «COVID-|19»: no letter was added to cut it
        else:
            stays = not text.endswith(_SOFT) and (rest[2] or _is_compound(text, rest[1]))
            text = (text if stays else text[:-1]) + line
    return text


def ends_cut(text: str) -> bool:
    """True when `text` ends on a hyphen that joins it to the next line."""
    return _cut_word(text) is not None


def _cut_word(text: str) -> str | None:
    match = _CUT.search(text, max(0, len(text) - _LONGEST_WORD))
    return match[1] if match else None


def _is_compound(text: str, rest: str) -> bool:
    # Deferred: the French word list is read only when a line ends on a hyphen.
    import simplemma  # noqa: PLC0415

    cut = _cut_word(text)
    if cut is None or "-" in cut:
        return cut is not None
    first = re.split(r"['’]", cut)[-1]
    if simplemma.is_known(first.lower() + rest.lower(), lang="fr"):
        return False
    return bool(
        simplemma.is_known(first.lower(), lang="fr") and simplemma.is_known(rest.lower(), lang="fr")
    )
