"""Numbers of a French text with their units, in digits and in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from assistant.text.number_words import find_number_words

__all__ = ["Quantity", "QuantityKind", "find_quantities"]


class QuantityKind(StrEnum):
    """What a quantity measures."""

    AMOUNT = "amount"
    PERCENTAGE = "percentage"
    DURATION = "duration"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit at `[start, end)`; see `find_quantities` for the units."""

    kind: QuantityKind
    value: Decimal
    unit: str | None
    start: int
    end: int


_THIN = r"[ \n\u00a0\u202f\u2009\u2007]"
# 25 000, 25.000, 25'000, 1,200,000; then 2026, 3,5 and 3.5. Longer than 18 digits is a code.
_DIGITS = re.compile(
    rf"""
    (?<!\w)(?<![0-9][.,])
    (?:
        (?P<grouped>[1-9][0-9]{{0,2}}
          (?:(?:{_THIN}[0-9]{{3}})+|(?:\.[0-9]{{3}})+|(?:['’][0-9]{{3}})+|(?:,[0-9]{{3}}){{2,}}))
        (?![0-9])
      | (?P<plain>[0-9]{{1,18}})(?![0-9])
    )
    (?:[.,](?P<decimals>[0-9]{{1,9}})(?![0-9]|[.,][0-9]))?
    """,
    re.VERBOSE,
)

_SPACES = r"\s{0,2}"
_DE = r"(?:d['’]\s?|de\s)"
_SCALE = re.compile(rf"{_SPACES}(mille|milliers?|millions?|milliards?)\b", re.IGNORECASE)
_SCALES = {"mille": 10**3, "millier": 10**3, "million": 10**6, "milliard": 10**9}
_HALF = re.compile(r"\s{1,2}et\s{1,2}demie?\b", re.IGNORECASE)

_CURRENCY = re.compile(
    rf"{_SPACES}(?P<symbol>k|K|Mio|Mrds?|Mds?|M|G)?{_SPACES}(?P<de>{_DE})?"
    r"(?P<currency>€|\$|£|(?:EUR|USD|CHF|(?i:euros?|dollars?|livres sterling|francs suisses"
    r"|francs?|centimes?))(?!\w))"
)
_SYMBOLS = {
    **dict.fromkeys(("k", "K"), 10**3),
    **dict.fromkeys(("M", "Mio"), 10**6),
    **dict.fromkeys(("G", "Md", "Mds", "Mrd", "Mrds"), 10**9),
}
_CURRENCIES = {
    **dict.fromkeys(("€", "eur", "euro", "euros", "centime", "centimes"), "EUR"),
    **dict.fromkeys(("$", "usd", "dollar", "dollars"), "USD"),
    **dict.fromkeys(("£", "livres sterling"), "GBP"),
    **dict.fromkeys(("chf", "francs suisses"), "CHF"),
    **dict.fromkeys(("franc", "francs"), "FRF"),
}
# 12 € 50, 12 euros et 50 centimes
_CENTS = re.compile(
    r"\s?(?P<bare>[0-9]{2})(?![\w%]|\s?[€%°]|[.,/-][0-9]|\s\w)"
    r"|\s(?:et\s)?(?P<named>[0-9]{1,2})\scentimes?\b"
)
_CURRENCY_BEFORE = re.compile(r"(?<![0-9])(?<![0-9]\s)€\s?$")

_PERCENT = re.compile(
    rf"{_SPACES}(?:(?P<percent>%|pour[\s-]cents?\b|pour\s100\b|p\.\s?100\b|p\.\s?cent\b|pct\b)"
    r"|‰|pour\smille\b)",
    re.IGNORECASE,
)

_DURATION = re.compile(
    rf"""
    {_SPACES}(?P<de>{_DE})?
    (?:
        (?P<an>ans?) | (?P<annee>années?) | (?P<mois>mois) | (?P<semaine>semaines?)
      | (?P<jour>jours?|journées?|j)(?:\s(?P<kind>ouvré|ouvrable|franc|calendaire)s?)?
      | h\s?(?P<minutes>[0-5][0-9])(?![0-9])(?:\s?min|\s?mn)?
      | heures?\s(?:et\s)?(?P<and_minutes>[0-5]?[0-9])\s?(?:minutes?|min|mn)
      | (?P<heure>heures?|h) | (?P<minute>minutes?|min|mn) | (?P<seconde>secondes?)
      | (?P<demi_heure>demi[-\s]heures?) | (?P<quart>quarts?\sd['’]heure)
      | (?P<demi_jour>demi[-\s]journées?)
    )
    (?![\w²³])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CLOCK = re.compile(r":(?P<minutes>[0-5][0-9])(?![0-9:])")
# What each name of a duration counts, and in which unit.
_DURATIONS = {
    "an": ("an", Decimal(1)),
    "annee": ("an", Decimal(1)),
    "mois": ("mois", Decimal(1)),
    "semaine": ("semaine", Decimal(1)),
    "jour": ("jour", Decimal(1)),
    "heure": ("heure", Decimal(1)),
    "minute": ("minute", Decimal(1)),
    "seconde": ("seconde", Decimal(1)),
    "demi_heure": ("minute", Decimal(30)),
    "quart": ("minute", Decimal(15)),
    "demi_jour": ("jour", Decimal("0.5")),
}
# «un jour», «une minute», «une année» are mostly figures of speech; «un an» or «un mois» count.
_LOOSE_WITH_ARTICLE = frozenset(("annee", "jour", "minute", "seconde"))

_MEASURES = {
    **dict.fromkeys(("km/h", "kilomètres par heure", "kilomètres/heure"), "km/h"),
    **dict.fromkeys(("km²", "km2", "kilomètres carrés", "kilomètre carré"), "km²"),
    **dict.fromkeys(("m²", "m2", "mètres carrés", "mètre carré"), "m²"),
    **dict.fromkeys(("m³", "m3", "mètres cubes", "mètre cube"), "m³"),
    **dict.fromkeys(("km", "kilomètres", "kilomètre"), "km"),
    **dict.fromkeys(("cm", "centimètres", "centimètre"), "cm"),
    **dict.fromkeys(("mm", "millimètres", "millimètre"), "mm"),
    **dict.fromkeys(("m", "mètres", "mètre"), "m"),
    **dict.fromkeys(("ha", "hectares", "hectare"), "ha"),
    **dict.fromkeys(("kg", "kilos", "kilo", "kilogrammes", "kilogramme"), "kg"),
    **dict.fromkeys(("g", "grammes", "gramme"), "g"),
    **dict.fromkeys(("t", "tonnes", "tonne"), "t"),
    **dict.fromkeys(("litres", "litre"), "l"),
    **{unit: unit for unit in ("kWh", "MWh", "GWh", "TWh", "Wh", "kW", "MW", "GW")},
    **{unit: unit for unit in ("Gbit/s", "Mbit/s", "ko", "Mo", "Go", "To", "°C")},
}
_MEASURE = re.compile(
    rf"{_SPACES}(?P<de>{_DE})?(?P<unit>"
    + "|".join(re.escape(unit) for unit in sorted(_MEASURES, key=len, reverse=True))
    + r")(?![\w²³'’])"
)

# «entre 20 et 40 %»: what stands between two numbers that share the unit of the last one.
_SHARED_UNIT = re.compile(
    r"\s{0,2}(?P<link>à|et|ou|voire|puis|,|-|–|—|/|(?:et\s)?jusqu['’]à)\s{0,2}"
    r"(?:(?:plus|moins|environ|près)\s(?:de\s|d['’])?)?",
    re.IGNORECASE,
)
_LIST_LINKS = frozenset((",", "et", "ou", "voire", "puis"))
# A number after these names something (le 18 à 14 h) or divides (24 h/24): it shares no unit.
_REFERENCE_BEFORE = re.compile(
    r"(?:\ble|\bn[°o]s?|\barticles?|\barts?\.|\bpages?|\bpp?\.|\bchapitres?|\blots?|\baxes?|\balinéas?|§|/)"
    r"\s?$",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"\s(?:er|re|ère|e|ème|nde?)(?!\w)")  # «1 er»: a raised ending, flattened
_PLURAL_FOLLOWS = re.compile(r"\s[a-zà-öø-ÿœ][a-zà-öø-ÿœ'’-]+[sx]\b")


@dataclass(frozen=True, slots=True)
class _Number:
    """A number as written, before its unit."""

    value: Decimal
    start: int
    end: int
    scale: int = 1
    takes_de: bool = False
    is_article: bool = False
    is_plain: bool = False  # digits without group, decimals or scale: maybe a year


@dataclass(frozen=True, slots=True)
class _Reading:
    """A number with the unit that follows it, or with none."""

    number: _Number
    kind: QuantityKind | None
    value: Decimal
    unit: str | None
    end: int


def find_quantities(text: str) -> list[Quantity]:
    """Return the numbers of `text` with their units, in order.

    Units: an ISO 4217 code for an amount (in whole units: «3 k€» is 3000 EUR), `%` or `‰`, `an`,
    `mois`, `semaine`, `jour` (or `jour ouvré`…), `heure`, `minute`, `seconde` for a duration or an
    age, the symbol of a measure for a number, or None. Ordinals, numbers inside words, and the
    articles «un» and «une» are left out. In a range or a list the last unit holds for all.
    """
    readings: list[_Reading] = []
    for number in _numbers(text):
        if readings and number.start < readings[-1].end:
            continue
        reading = _with_unit(text, number)
        if reading is not None:
            readings.append(reading)
    return [
        Quantity(
            kind=reading.kind or QuantityKind.NUMBER,
            value=reading.value,
            unit=reading.unit,
            start=reading.number.start,
            end=reading.end,
        )
        for reading in _share_units(text, readings)
        if _counts(text, reading)
    ]


def _numbers(text: str) -> Iterator[_Number]:
    numbers = [_from_digits(text, match) for match in _DIGITS.finditer(text)]
    numbers += [
        _Number(
            value=word.value,
            start=word.start,
            end=word.end,
            scale=word.scale,
            takes_de=word.takes_de,
            is_article=word.is_article,
        )
        for word in find_number_words(text)
        if text[max(0, word.start - 5) : word.start].lower() != "pour "  # «en pour cent»
    ]
    yield from sorted(numbers, key=lambda number: number.start)


def _from_digits(text: str, match: re.Match[str]) -> _Number:
    grouped, decimals = match["grouped"], match["decimals"]
    digits = re.sub("[^0-9]", "", grouped) if grouped else match["plain"]
    value = Decimal(f"{digits}.{decimals}" if decimals else digits)
    start, end = match.span()
    word = _SCALE.match(text, end)
    if word is None:
        takes_de = value >= 10**6 and value % 10**6 == 0  # 1 000 000 d'euros
        return _Number(value, start, end, takes_de=takes_de, is_plain=not (grouped or decimals))
    scale = _SCALES[word[1].lower().rstrip("s")]
    end = word.end()
    half = _HALF.match(text, end)
    if half:
        value, end = value + Decimal("0.5"), half.end()
    return _Number(value * scale, start, end, scale, takes_de=word[1].lower() != "mille")


def _with_unit(text: str, number: _Number) -> _Reading | None:
    """The number with its unit; None when a letter shows that it is no number (1er, 5G)."""
    reading = (
        _amount(text, number)
        or _percentage(text, number)
        or _duration(text, number)
        or _measure(text, number)
    )
    if reading is not None:
        return reading
    if text[number.end : number.end + 1].isalpha() or _ORDINAL.match(text, number.end):
        return None
    return _Reading(number, None, number.value, None, number.end)


def _amount(text: str, number: _Number) -> _Reading | None:
    match = _CURRENCY.match(text, number.end)
    if match is None or (match["symbol"] and number.scale >= 10**3):
        if _CURRENCY_BEFORE.search(text, max(0, number.start - 4), number.start):
            return _Reading(number, QuantityKind.AMOUNT, number.value, "EUR", number.end)
        return None
    if match["de"] and not (match["symbol"] or number.takes_de):
        return None
    name = match["currency"].lower()
    factor = _SYMBOLS.get(match["symbol"] or "", 1)
    value, end = number.value * factor, match.end()
    if name.startswith("centime"):
        value /= 100
    cents = _CENTS.match(text, end) if number.is_plain and factor == 1 else None
    if cents and _CURRENCIES[name] == "EUR":
        value, end = value + Decimal(cents["bare"] or cents["named"]) / 100, cents.end()
    scaled = replace(number, scale=number.scale * factor)
    return _Reading(scaled, QuantityKind.AMOUNT, value, _CURRENCIES[name], end)


def _percentage(text: str, number: _Number) -> _Reading | None:
    match = _PERCENT.match(text, number.end)
    if match is None:
        return None
    unit = "%" if match["percent"] else "‰"
    return _Reading(number, QuantityKind.PERCENTAGE, number.value, unit, match.end())


def _duration(text: str, number: _Number) -> _Reading | None:
    match = _DURATION.match(text, number.end) or (
        _CLOCK.match(text, number.end) if number.is_plain and number.value <= 24 else None
    )
    if match is None:
        return None
    groups = match.groupdict()
    minutes = groups.get("minutes") or groups.get("and_minutes")
    if minutes:
        value, unit, end = number.value * 60 + int(minutes), "minute", match.end()
        return _Reading(number, QuantityKind.DURATION, value, unit, end)
    name = next(name for name in _DURATIONS if groups[name])
    loose = name in _LOOSE_WITH_ARTICLE and not groups["kind"]
    if (groups["de"] and not number.takes_de) or (number.is_article and loose):
        return None
    unit, factor = _DURATIONS[name]
    value, end = number.value * factor, match.end()
    half = _HALF.match(text, end)
    if half:
        value, end = value + factor / 2, half.end()
    if groups["kind"]:
        unit = f"{unit} {groups['kind'].lower()}"
    return _Reading(number, QuantityKind.DURATION, value, unit, end)


def _measure(text: str, number: _Number) -> _Reading | None:
    match = _MEASURE.match(text, number.end)
    if match is None or number.is_article or (match["de"] and not number.takes_de):
        return None
    unit = _MEASURES[match["unit"]]
    return _Reading(number, QuantityKind.NUMBER, number.value, unit, match.end())


def _share_units(text: str, readings: Sequence[_Reading]) -> list[_Reading]:
    shared: list[_Reading] = []
    in_list = False
    for reading in reversed(readings):
        link = _link(text, reading, shared[-1]) if shared else ""
        shares = bool(link) and (link != "," or in_list)
        in_list = shares and link in _LIST_LINKS
        shared.append(_with_unit_of(reading, shared[-1]) if shares else reading)
    return shared[::-1]


def _link(text: str, left: _Reading, right: _Reading) -> str:
    """The word that lets `left` share the unit of `right`; empty where it does not."""
    has_unit = left.kind is not None
    nothing_to_share = right.kind is None and right.number.scale == 1
    if has_unit or nothing_to_share or left.number.scale > right.number.scale:
        return ""
    like_year = left.number.is_plain and 1900 <= left.value < 2100
    if like_year and not (right.number.is_plain and right.number.value >= 1000):
        return ""
    link = _SHARED_UNIT.fullmatch(text, left.end, right.number.start)
    start = left.number.start
    if link is None or _REFERENCE_BEFORE.search(text, max(0, start - 12), start):
        return ""
    return link["link"].lower()


def _with_unit_of(left: _Reading, right: _Reading) -> _Reading:
    """«1 à 2 millions» scales both numbers; «500 000 à 2 millions», «500 à 2 millions» do not."""
    scale = right.number.scale
    close = left.value < 1000 and left.value < 10 * right.value / scale
    scales = left.number.scale == 1 and scale > 1 and close
    number = replace(left.number, scale=scale if scales else left.number.scale, is_article=False)
    value = left.value * scale if scales else left.value
    return replace(left, number=number, kind=right.kind, value=value, unit=right.unit)


def _counts(text: str, reading: _Reading) -> bool:
    """False for the article «un» and for the adjective «neuf»."""
    if reading.kind is not None:
        return True
    number = reading.number
    if text[number.start : number.end].lower() == "neuf":
        return _PLURAL_FOLLOWS.match(text, number.end) is not None
    return not number.is_article
