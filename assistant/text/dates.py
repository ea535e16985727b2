"""Dates as French text writes them, from a day to a year, and which date bears out which."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from assistant.text.blanking import blank

__all__ = ["CalendarDate", "DatePart", "FoundDate", "find_dates", "reads_as_year"]


class DatePart(StrEnum):
    """A part of a year or of a month that French names."""

    BEGINNING = "début"
    MIDDLE = "milieu"
    END = "fin"
    SPRING = "printemps"
    SUMMER = "été"
    AUTUMN = "automne"
    WINTER = "hiver"
    SCHOOL_START = "rentrée"
    HALF_1 = "semestre 1"
    HALF_2 = "semestre 2"
    QUARTER_1 = "trimestre 1"
    QUARTER_2 = "trimestre 2"
    QUARTER_3 = "trimestre 3"
    QUARTER_4 = "trimestre 4"


# Days of a month, and (month × 100 + day) of a year, that each part spans at most. Winter spans two
# years: it stands for nothing but itself.
_MONTH_PARTS = {DatePart.BEGINNING: (1, 10), DatePart.MIDDLE: (11, 20), DatePart.END: (21, 31)}
_YEAR_PARTS = {
    DatePart.BEGINNING: (101, 331),
    DatePart.MIDDLE: (601, 731),
    DatePart.END: (1001, 1231),
    DatePart.SPRING: (320, 620),
    DatePart.SUMMER: (621, 922),
    DatePart.AUTUMN: (923, 1221),
    DatePart.SCHOOL_START: (815, 930),
    DatePart.HALF_1: (101, 630),
    DatePart.HALF_2: (701, 1231),
    DatePart.QUARTER_1: (101, 331),
    DatePart.QUARTER_2: (401, 630),
    DatePart.QUARTER_3: (701, 930),
    DatePart.QUARTER_4: (1001, 1231),
}


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """A date with the parts that the text gives; `part` narrows the month, or else the year."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: DatePart | None = None

    def is_borne_out_by(self, other: CalendarDate) -> bool:
        """Return True when `other` says at least as much: 2026 by 18 juin 2026, never the reverse.

        A date without a year is borne out by the same one in any year.
        """
        if self.year is not None and self.year != other.year:
            return False
        if self == replace(other, year=self.year):
            return True
        if self.month is None and self.part is None:
            return self.year is not None
        mine, theirs = self._span(), other._span()
        if mine is None or theirs is None:
            return False
        return mine[0] <= theirs[0] and theirs[1] <= mine[1]

    def _span(self) -> tuple[int, int] | None:
        """First and last day within a year as month × 100 + day."""
        if self.month is None:
            return _YEAR_PARTS.get(self.part) if self.part else (101, 1231)
        base = self.month * 100
        if self.day is not None:
            return base + self.day, base + self.day
        first, last = _MONTH_PARTS.get(self.part, (1, 31)) if self.part else (1, 31)
        return base + first, base + last


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date written at `[start, end)`."""

    value: CalendarDate
    start: int
    end: int


_MONTH_NUMBERS = {
    **dict.fromkeys(("janvier", "janv", "jan"), 1),
    **dict.fromkeys(("février", "fevrier", "févr", "fevr", "fév"), 2),
    "mars": 3,
    **dict.fromkeys(("avril", "avr"), 4),
    "mai": 5,
    "juin": 6,
    **dict.fromkeys(("juillet", "juill", "juil"), 7),
    **dict.fromkeys(("août", "aout"), 8),
    **dict.fromkeys(("septembre", "sept"), 9),
    **dict.fromkeys(("octobre", "oct"), 10),
    **dict.fromkeys(("novembre", "nov"), 11),
    **dict.fromkeys(("décembre", "decembre", "déc", "dec"), 12),
}
_MONTH_NAMES = (
    "janvier février fevrier mars avril mai juin juillet août aout septembre octobre novembre "
    "décembre decembre"
)
_FULL_MONTHS = tuple(_MONTH_NAMES.split())
_DAY_NAMES = (
    "premier,deux,trois,quatre,cinq,six,sept,huit,neuf,dix,onze,douze,treize,quatorze,quinze,seize,"
    "dix-sept,dix-huit,dix-neuf,vingt,vingt et un,vingt-deux,vingt-trois,vingt-quatre,vingt-cinq,"
    "vingt-six,vingt-sept,vingt-huit,vingt-neuf,trente,trente et un"
)
_DAY_WORDS = {
    word: number
    for number, name in enumerate(_DAY_NAMES.split(","), start=1)
    for word in {name, name.replace(" ", "-")}
}
_PART_WORDS = {
    "début": DatePart.BEGINNING,
    "mi": DatePart.MIDDLE,
    "milieu": DatePart.MIDDLE,
    "fin": DatePart.END,
    "printemps": DatePart.SPRING,
    "été": DatePart.SUMMER,
    "automne": DatePart.AUTUMN,
    "hiver": DatePart.WINTER,
    "rentrée": DatePart.SCHOOL_START,
}
_RANKS = {
    **dict.fromkeys(("1er", "premier"), 1),
    **dict.fromkeys(("2e", "2ème", "2nd", "second", "deuxième"), 2),
    **dict.fromkeys(("3e", "3ème", "troisième"), 3),
    **dict.fromkeys(("4e", "4ème", "quatrième", "dernier"), 4),
}


def _any_of(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_SHORT_MONTHS = tuple(word for word in _MONTH_NUMBERS if word not in _FULL_MONTHS)
_MONTH = (
    rf"(?:(?P<month>(?:{_any_of(_FULL_MONTHS)})(?!\w))"
    rf"|(?P<short_month>(?:{_any_of(_SHORT_MONTHS)})(?!\w))\.?)"
)
_YEAR = r"(?P<year>(?:1[0-9]|20|21)[0-9]{2})(?![0-9])"
_WEEKDAYS = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
_WEEKDAY = rf"(?:(?:{_WEEKDAYS})\s{{1,2}})?"
_SPACE = r"\s{1,2}"
_OF_THE = r"(?:de l['’]année\s|d['’]année\s|du mois de\s|du mois d['’]|de\s|d['’])?"

# 18 juin 2026, jeudi 18 juin, 1er janvier, le quinze juin
_DAY_MONTH = re.compile(
    rf"\b{_WEEKDAY}(?<![\w.,/])(?:(?P<day>0?[1-9]|[12][0-9]|3[01])(?:\s?er|ᵉʳ)?"
    rf"|(?P<day_word>{_any_of(tuple(_DAY_WORDS))})){_SPACE}{_MONTH}(?:{_SPACE}{_YEAR})?",
    re.IGNORECASE,
)
# 18/06/2026, 18.06.26, 18-06-2026
_NUMERIC = re.compile(
    r"(?<![\w./])(?P<day>[0-3]?[0-9])(?P<mark>[/.-])(?P<month>[01]?[0-9])(?P=mark)"
    r"(?P<year>(?:1[0-9]|20|21)[0-9]{2}|(?<=[0-9]{2}[/.][0-9]{2}[/.])[0-9]{2})(?!\w|(?P=mark)[0-9])"
)
# 2026-06-18, 2026/06/18
_ISO = re.compile(
    r"(?<![\w./-])(?P<year>(?:1[0-9]|20|21)[0-9]{2})(?P<mark>[-/.])(?P<month>[01][0-9])(?P=mark)"
    r"(?P<day>[0-3][0-9])(?:T[0-9:]{4,8}Z?)?(?![0-9]|[-/.][0-9])"
)
# 06/2026 and 2026-06, unless a reference (n° 2016-07, L. 2010-12)
_MONTH_OF_YEAR = re.compile(
    r"(?<![\w./-])(?:(?P<month>0[1-9]|1[0-2])/(?P<year>(?:19|20)[0-9]{2})"
    r"|(?<!n°)(?<!n°\s)(?<![LRDA]\.)(?<![LRDA]\.\s)"
    r"(?P<iso_year>(?:19|20)[0-9]{2})-(?P<iso_month>0[1-9]|1[0-2]))(?![\w/-])"
)
# le 31/12, jusqu'au 30/09
_DAY_OF_MONTH = re.compile(
    r"(?:(?<=\ble\s)|(?<=\bdu\s)|(?<=\bau\s))(?P<day>0[1-9]|[12][0-9]|3[01])/(?P<month>0[1-9]|1[0-2])"
    r"(?![\w/]|\s?%)",
    re.IGNORECASE,
)
# fin 2027, début juin, mi-juin 2026, l'été 2026, rentrée scolaire 2026, fin de l'année 2027
_PART = re.compile(
    rf"\b(?P<part>début|mi|milieu|fin|printemps|automne|hiver|(?:(?<=['’])|(?<=cet\s)|(?<=en\s))été"
    rf"|rentrée)(?:\s(?:scolaire|universitaire))?[\s-]{{1,2}}{_OF_THE}"
    rf"(?:{_MONTH})?(?:\s{{0,2}}{_YEAR})?",
    re.IGNORECASE,
)
# 1er semestre 2026, dernier trimestre de l'année 2027, T1 2026
_TERM = re.compile(
    rf"\b(?:(?P<rank>{_any_of(tuple(_RANKS))})\s(?P<term>semestre|trimestre)\s{_OF_THE}"
    rf"|(?P<letter>[TS])(?P<number>[1-4])[\s-]?){_YEAR}",
    re.IGNORECASE,
)
# juin 2026, and a month alone after the words below
_MONTH_YEAR = re.compile(rf"(?<!\w){_MONTH}(?:{_SPACE}{_YEAR})?", re.IGNORECASE)
_BEFORE_MONTH = re.compile(
    r"(?:\b(?:en|de|courant|dès|depuis|avant|après|entre|à partir de|d['’]ici|d['’]ici à"
    r"|jusqu['’](?:en|à))\s|\bd['’])$",
    re.IGNORECASE,
)
# «… septembre et le 3 octobre 2026»: what stands between dates that share the last one's year
_SHARED_YEAR = re.compile(
    rf"\s{{0,2}}(?P<link>,|et|ou|/|au|à|-|–|(?:et\s)?jusqu['’](?:au|à|en))\s{{0,2}}"
    rf"(?:le\s|la\s|l['’])?{_WEEKDAY}",
    re.IGNORECASE,
)
# «18, 19 et 20 juin», «du 1er au 30 septembre»: a day that shares the month of what follows
_SHARED_MONTH = re.compile(
    rf"(?<![\w.,/])(?P<day>0?[1-9]|[12][0-9]|3[01])(?:\s?er)?\s?(?P<link>,|et|au|à|ou|-|–|/)"
    rf"\s?(?:le\s)?{_WEEKDAY}$",
    re.IGNORECASE,
)
_REACH = 40  # characters looked back for a word or a day that bears on a date

_LAST_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


# A word before four digits that makes them a year. Before a plural, these make them a count, as
# does any word that is not a plural itself: «finance 2000 projets», not «les aides 2026 ouvertes».
_YEAR_CUE = re.compile(
    r"(?:\b(?:en|dès|depuis|vers|avant|après|fin|début|mi|années?|l['’]an|exercices?|session|édition"
    r"|millésime|campagne|horizon|saison|période|programme|budget|plan|mandat|printemps|été|automne"
    r"|hiver|rentrée|jusqu['’]en|d['’]ici|d['’]ici à|(?:semestre|trimestre)(?: de)?)\s"
    rf"|\b(?:{_any_of(_FULL_MONTHS)})\s)$",
    re.IGNORECASE,
)
_COUNT_CUE = re.compile(
    r"(?:^|[\s(«'’])(?:(?:plus|moins|près|autour|total|nombre|objectif|environ) (?:de |d['’])?"
    r"|(?:les|des|ces|nos|vos|leurs|ses|aux|de|à|avec|pour|sur|par|et|environ|quelque|compte"
    r"|comptent|soit|dont|presque|jusqu['’]à)\s)$|(?-i:[a-zà-öø-ÿœ][^\W\dsxz]\s)$|[,;:.]\s$|^\s*$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\s(?!(?:des|les|ses|nos|vos|leurs|mais|puis|dans|sans|sous|très|plus|moins|pas|alors|depuis"
    r"|après|dès|vers|lors|ces|aux|plusieurs|tous|toutes|nous|vous|ils|elles|toujours)\b)[a-zà-öø-ÿœ][a-zà-öø-ÿœ'’-]+[sx]\b"
)


def find_dates(text: str) -> list[FoundDate]:
    """Return the dates of `text` in order, without bare years (see `reads_as_year`).

    A date of a range or of a list takes the month and the year that it shares with the last one:
    «du 18 au 20 juin 2026» gives both days with month and year.
    """
    found: list[FoundDate] = []
    rest = text
    for pattern, read in _READERS:
        spans: list[tuple[int, int]] = []
        for match in pattern.finditer(rest):
            value = read(match)
            if value is not None:
                spans.append(match.span())
                found.append(FoundDate(value, *match.span()))
        rest = blank(rest, spans)
    found.sort(key=lambda one: one.start)
    dated: list[FoundDate] = []
    for one in _share_years(text, found):
        continues = (
            bool(dated) and dated[-1].value.day is None and bool(_link(text, dated[-1], one))
        )
        if continues or _is_date(text, one):
            dated.append(one)
    return _share_months(text, dated)


def reads_as_year(text: str, start: int, end: int) -> bool:
    """Return True when the digits at `[start, end)` are a year: «en 2026», not «2026 places»."""
    digits = text[start:end]
    if len(digits) != 4 or not digits.isdecimal() or not "1000" <= digits < "2200":
        return False
    reach = max(0, start - _REACH)
    if _YEAR_CUE.search(text, reach, start):
        return True
    counted = _COUNTED.match(text, end) and _COUNT_CUE.search(text[reach:start])
    return "1900" <= digits < "2100" and not counted


def _read_day_month(match: re.Match[str]) -> CalendarDate | None:
    word = match["day_word"]
    day = _DAY_WORDS[re.sub(r"\s", " ", word.lower())] if word else int(match["day"])
    year = int(match["year"]) if match["year"] else None
    return _checked(year, _month(match), day)


def _read_numeric(match: re.Match[str]) -> CalendarDate | None:
    year = int(match["year"])
    if year < 100:
        year += 1900 if year > 68 else 2000  # the pivot of POSIX strptime
    return _checked(year, int(match["month"]), int(match["day"]))


def _read_month_of_year(match: re.Match[str]) -> CalendarDate:
    year, month = match["year"] or match["iso_year"], match["month"] or match["iso_month"]
    return CalendarDate(int(year), int(month))


def _read_day_of_month(match: re.Match[str]) -> CalendarDate | None:
    return _checked(None, int(match["month"]), int(match["day"]))


def _read_part(match: re.Match[str]) -> CalendarDate | None:
    part = _PART_WORDS[match["part"].lower()]
    year = int(match["year"]) if match["year"] else None
    if match["month"]:
        return CalendarDate(year, _month(match), None, part if part in _MONTH_PARTS else None)
    return CalendarDate(year, part=part) if year else None


def _read_term(match: re.Match[str]) -> CalendarDate | None:
    rank = int(match["number"]) if match["number"] else _RANKS[match["rank"].lower()]
    by_half = (match["term"] or match["letter"]).lower() in ("semestre", "s")
    if by_half and rank > 2:
        if match["rank"] is None or match["rank"].lower() != "dernier":
            return None
        rank = 2
    part = DatePart(f"{'semestre' if by_half else 'trimestre'} {rank}")
    return CalendarDate(int(match["year"]), part=part)


def _read_month_year(match: re.Match[str]) -> CalendarDate:
    return CalendarDate(int(match["year"]) if match["year"] else None, _month(match))


# Most telling first: what one reads is out of sight of the next ones.
_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], CalendarDate | None]], ...] = (
    (_ISO, _read_numeric),
    (_NUMERIC, _read_numeric),
    (_DAY_MONTH, _read_day_month),
    (_MONTH_OF_YEAR, _read_month_of_year),
    (_DAY_OF_MONTH, _read_day_of_month),
    (_PART, _read_part),
    (_TERM, _read_term),
    (_MONTH_YEAR, _read_month_year),
)


def _month(match: re.Match[str]) -> int:
    return _MONTH_NUMBERS[(match["month"] or match["short_month"]).lower()]


def _checked(year: int | None, month: int, day: int) -> CalendarDate | None:
    """The date, or None when no calendar has it; 29 February stands without a year."""
    try:
        date(year or 2000, month, day)
    except ValueError:
        return None
    return CalendarDate(year, month, day)


def _share_years(text: str, found: Sequence[FoundDate]) -> list[FoundDate]:
    shared: list[FoundDate] = []
    in_list = False
    for one in reversed(found):
        value = one.value
        link = _link(text, one, shared[-1]) if shared else ""
        if link and (link != "," or in_list):
            in_list = link in (",", "et", "ou", "/")
            value = _with_year_of(value, shared[-1].value, is_range=not in_list)
        else:
            in_list = False
        shared.append(replace(one, value=value))
    return shared[::-1]


def _link(text: str, one: FoundDate, following: FoundDate) -> str:
    link = _SHARED_YEAR.fullmatch(text, one.end, following.start)
    return link["link"].lower() if link else ""


def _with_year_of(value: CalendarDate, last: CalendarDate, *, is_range: bool) -> CalendarDate:
    if value.year or not (value.month and last.month and last.year):
        return value
    if value.month <= last.month:
        return replace(value, year=last.year)
    # du 1er novembre au 15 janvier 2027; «décembre et juin 2026» says nothing of December's year
    return replace(value, year=last.year - 1) if is_range else value


def _share_months(text: str, found: Sequence[FoundDate]) -> list[FoundDate]:
    shared: list[FoundDate] = []
    floor = 0
    for one in found:
        start, in_list = one.start, False
        days: list[FoundDate] = []
        while one.value.day is not None:
            match = _SHARED_MONTH.search(text, max(floor, start - _REACH), start)
            if match is None or (match["link"] == "," and not in_list):
                break
            in_list = True
            value = replace(one.value, day=int(match["day"]))
            start = match.start()
            days.append(FoundDate(value, start, match.end("day")))
        shared += (*reversed(days), one)
        floor = one.end
    return shared


def _is_date(text: str, one: FoundDate) -> bool:
    """False for the name of a month on its own, unless «en», «de», «entre»… makes it a date."""
    value = one.value
    if value.year or value.day or value.part:
        return True
    word = text[one.start : one.end]
    if word not in _FULL_MONTHS:
        return False
    return bool(_BEFORE_MONTH.search(text, max(0, one.start - _REACH), one.start))
