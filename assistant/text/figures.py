"""Figures of French text, read into values, and whether quotes bear out those of a statement.

«100 M€», «100 millions d'euros» and «cent millions d'euros» are one figure; so are «18 juin 2026»
and «18/06/2026».
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from assistant.text.blanking import blank
from assistant.text.dates import CalendarDate, find_dates, reads_as_year
from assistant.text.phones import find_phones
from assistant.text.quantities import Quantity, find_quantities

__all__ = ["Figure", "FigureKind", "figures_supported", "find_figures", "normal_form"]


class FigureKind(StrEnum):
    """What a figure says."""

    AMOUNT = "amount"
    PERCENTAGE = "percentage"
    DATE = "date"
    DURATION = "duration"
    NUMBER = "number"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure written at `[start, end)`.

    `value` is a number in `unit`, a date, or the digits of a telephone number; `unit` is one of
    those of `find_quantities`, None for dates, telephone numbers and plain numbers.
    """

    kind: FigureKind
    value: Decimal | CalendarDate | str
    unit: str | None
    start: int
    end: int


# Addresses, note calls and list numbers hold digits that state nothing.
_NOT_FIGURES = re.compile(
    r"""
      \b(?:https?://|www\.)[^\s<>«»"]+
    | (?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+
    | \[[0-9]{1,3}\]
    | ^[^\S\n]{0,8}(?:[-•–—*]\s)?[0-9]{1,2}[.)](?=\s)
    """,
    re.VERBOSE | re.MULTILINE,
)
# 2.1.10: no date, no telephone number, and no thousands either.
_VERSION = re.compile(
    r"(?<![\w.,])(?![0-9]{1,3}(?:\.[0-9]{3})+(?![.0-9]))[0-9]+(?:\.[0-9]+){2,}(?![0-9])"
)

# What durations are compared in. A day is not 24 hours, nor a month 30 days, where a deadline runs.
_COMPARED_IN = {"an": ("mois", 12), "semaine": ("jour", 7), "heure": ("minute", 60)}


def find_figures(text: str) -> tuple[Figure, ...]:
    """Return the figures of `text` in order, without overlap.

    Signs and words such as «plus de» are not part of a figure. In a range or a list each number is
    a figure with the unit, month or year that they share: «entre 3 000 et 30 000 €» gives two
    amounts. Fractions in words, ordinals, note calls and the digits of addresses give none.
    """
    rest = blank(text, [match.span() for match in _NOT_FIGURES.finditer(text)])
    dates = find_dates(rest)
    figures = [Figure(FigureKind.DATE, one.value, None, one.start, one.end) for one in dates]
    rest = blank(rest, [(one.start, one.end) for one in dates])
    phones = find_phones(rest)
    figures += [Figure(FigureKind.PHONE, one.digits, None, one.start, one.end) for one in phones]
    rest = blank(rest, [(one.start, one.end) for one in phones])
    rest = blank(rest, [match.span() for match in _VERSION.finditer(rest)])
    figures += [_from_quantity(rest, one) for one in find_quantities(rest)]
    return tuple(sorted(figures, key=lambda figure: figure.start))


def normal_form(figure: Figure) -> tuple[Hashable, ...]:
    """Return what the figure says whatever its spelling: equal for equal figures, hashable."""
    value = figure.value
    if isinstance(value, CalendarDate):
        return (figure.kind, value.year, value.month, value.day, value.part)
    if figure.kind is FigureKind.DURATION and isinstance(value, Decimal) and figure.unit:
        unit, factor = _COMPARED_IN.get(figure.unit, (figure.unit, 1))
        return (figure.kind, value * factor, unit)
    return (figure.kind, value, figure.unit)


def figures_supported(statement: str, quotes: Sequence[str]) -> tuple[Figure, ...]:
    """Return the figures of `statement` that stand in none of the `quotes`: empty when all do.

    A date is supported by the same or a finer one, a plain number by the same number with any unit,
    every other figure by an equal one only.
    """
    quoted = [figure for quote in quotes for figure in find_figures(quote)]
    forms = {normal_form(figure) for figure in quoted}
    numbers = {number for figure in quoted if (number := _number(figure)) is not None}
    dates = [date for figure in quoted if (date := _date(figure)) is not None]

    def is_supported(figure: Figure) -> bool:
        if isinstance(figure.value, CalendarDate):
            return any(figure.value.is_borne_out_by(date) for date in dates)
        if figure.kind is FigureKind.NUMBER and figure.unit is None:
            return figure.value in numbers
        return normal_form(figure) in forms

    return tuple(figure for figure in find_figures(statement) if not is_supported(figure))


def _from_quantity(text: str, quantity: Quantity) -> Figure:
    start, end = quantity.start, quantity.end
    kind = FigureKind(quantity.kind.value)
    if kind is FigureKind.NUMBER and quantity.unit is None and reads_as_year(text, start, end):
        return Figure(FigureKind.DATE, CalendarDate(int(quantity.value)), None, start, end)
    return Figure(kind, quantity.value, quantity.unit, start, end)


def _number(figure: Figure) -> Decimal | None:
    """What a plain number of a statement may stand on, whatever its unit in the quote."""
    value = figure.value
    if isinstance(value, Decimal):
        return value
    if isinstance(value, str):
        return Decimal(value)
    is_bare_year = value == CalendarDate(value.year)
    return Decimal(value.year) if is_bare_year and value.year is not None else None


def _date(figure: Figure) -> CalendarDate | None:
    """What a date of a statement may stand on; four bare digits read as a number may be a year."""
    value = figure.value
    if isinstance(value, CalendarDate):
        return value
    four_digits = figure.end - figure.start == 4 and figure.kind is FigureKind.NUMBER
    if four_digits and isinstance(value, Decimal) and value == int(value) >= 1000:
        return CalendarDate(int(value))
    return None
