"""French telephone numbers of a text, the short ones only where the text calls them so."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.text.blanking import blank

__all__ = ["FoundPhone", "find_phones"]


@dataclass(frozen=True, slots=True)
class FoundPhone:
    """A telephone number written at `[start, end)`; `digits` in the national form (0374274838)."""

    digits: str
    start: int
    end: int


_GAP = r"[ .\-\u00a0\u202f\u2009]"
# 03 74 27 48 38, 0 800 02 60 80, +33 3 74 27 48 38, +33 (0)3.74.27.48.38, 0033374274838
_LONG = re.compile(
    rf"(?<![\w+])(?P<country>(?:\+|00)33{_GAP}?(?:\(0\){_GAP}?)?)?"
    rf"(?P<number>(?(country)|0{_GAP}?)[1-9](?:{_GAP}?[0-9]){{8}})(?!{_GAP}?[0-9]|\w|\s?[€%])"
)
_NOT_COUNTED = r"(?![\w€%]|\s?[€%]|[.,/][0-9])"
_SHORT_NUMBER = rf"(?:[0-9]{{2}}\s[0-9]{{2}}|11[0-9]\s?[0-9]{{3}}|[0-9]{{2,4}}){_NOT_COUNTED}"
_LE = r"(?:le|au)\s(?:numéro\s(?:(?:vert|gratuit|national|unique)\s|d['’]urgence\s)*)?"
# «composez le 15», «le 3114», «3919, numéro national…»
_SHORT = re.compile(
    rf"""
      \b(?:compos|appel|contact|joign|joindre|téléphon)[\w-]*
      (?:\s(?:immédiatement|gratuitement|directement|anonymement|vite|aussi|également|plutôt|alors
           |d['’]abord|d['’]urgence|sans\sattendre|par\stéléphone)){{0,2}}
      \s{_LE}(?P<called>{_SHORT_NUMBER})
    | \b{_LE}(?P<known>(?:3[0-9]{{3}}|3[0-9]\s[0-9]{{2}}|11[24569]|116\s?[0-9]{{3}}|19[167])
      {_NOT_COUNTED})(?!\s[a-zà-ÿ]+s\b|\s[0-9]{{3}}\b)
    | (?<![\w.,/])(?P<named>3[0-9]{{3}})(?=\s?[,:(–-]\s?(?:le\s)?(?:numéro|appel|gratuit|service))
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NEXT_SHORT = re.compile(
    rf"(?:\s?,|\sou|\set|\s?,\sou)\s(?:le|au)\s(?P<called>{_SHORT_NUMBER})", re.IGNORECASE
)


def find_phones(text: str) -> list[FoundPhone]:
    """Return the telephone numbers of `text` in order.

    A short number counts when a verb calls it («composez le 15, le 17 ou le 112») or when it is one
    of the known national ones after «le» («le 3114»); «les 15 projets» holds none.
    """
    found = [_found(match, "number") for match in _LONG.finditer(text)]
    rest = blank(text, [(one.start, one.end) for one in found])
    end = 0
    for match in _SHORT.finditer(rest):
        group = match.lastgroup
        if group is None or match.start(group) < end:
            continue
        one: FoundPhone | None = _found(match, group)
        while one is not None:
            found.append(one)
            end = one.end
            following = _NEXT_SHORT.match(rest, end)
            one = _found(following, "called") if following else None
    return sorted(found, key=lambda one: one.start)


def _found(match: re.Match[str], group: str) -> FoundPhone:
    digits = re.sub("[^0-9]", "", match[group])
    if group != "number":
        return FoundPhone(digits, *match.span(group))
    return FoundPhone(digits if digits[0] == "0" else f"0{digits}", *match.span())
