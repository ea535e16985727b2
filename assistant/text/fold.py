"""Folding: the form under which two spellings of the same French word are equal."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "′": "'"})
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
# Spaces that French typography puts inside numbers and before « ; : ! ? % € ».
_SPACES = re.compile(r"[\u00a0\u2007\u2009\u202f]")
_MARKS = re.compile(r"[\u0300-\u036f]")  # the accents of French, once decomposed
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\ufeff]")


def unify_punctuation(text: str) -> str:
    """`text` with one apostrophe, ordinary spaces, nothing invisible; case and accents stay."""
    return _INVISIBLE.sub("", _SPACES.sub(" ", text.translate(_APOSTROPHES)))


def fold(text: str) -> str:
    """`text` in lower case, without accents, ligatures, typographic apostrophes or thin spaces.

    The length may change: never use offsets of the folded text in the original.
    """
    if text.isascii():
        return text.replace("`", "'").lower()
    # Compatibility forms first («№», «℡»): what they stand for is lowered like the rest.
    plain = unify_punctuation(unicodedata.normalize("NFKD", unify_punctuation(text)))
    lowered = unicodedata.normalize("NFKD", plain.casefold().translate(_LIGATURES))
    folded = _MARKS.sub("", lowered)
    if folded.isascii():
        return folded
    return "".join(c for c in folded if not unicodedata.combining(c))
