"""Comparing what was said with what had to be said."""

from __future__ import annotations

import re

from assistant.text.fold import fold

_SPACE = re.compile(r"\s+")


def folded(text: str) -> str:
    """`text` without the case, accents, kinds of apostrophe and of space that do not count."""
    return _SPACE.sub(" ", fold(text)).strip()


def says(said: str, wanted: str) -> bool:
    """True when the folded text `said` holds `wanted`, its numbers whole.

    «5 €» is not said by «15 €», nor «100» by «100 000» or «100,5».
    """
    needle = folded(wanted)
    before = after = ""
    if needle[:1].isdigit():
        # «000 €» behind «25 » continues a number; a group of another length begins one.
        group = len(re.match(r"\d+", needle)[0]) == _GROUP  # type: ignore[index]
        before = r"(?<!\d)(?<!\d[.,])" + (r"(?<!\d )" if group else "")
    if needle[-1:].isdigit():
        after = r"(?!\d)(?![.,]\d)(?! \d{3}(?!\d))"
    return re.search(before + re.escape(needle) + after, said) is not None


_GROUP = 3
