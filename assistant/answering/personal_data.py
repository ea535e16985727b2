"""Personal data in what a person types: found by rules for France, and masked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers
from stdnum import iban, luhn
from stdnum.exceptions import ValidationError as InvalidNumber
from stdnum.fr import nir, siret


class PersonalDataKind(StrEnum):
    """The kinds of personal data that are masked."""

    NIR = "nir"
    IBAN = "iban"
    CARD = "card"
    PHONE = "phone"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without personal data, and the kinds that were in it, in order of the closed list."""

    text: str
    kinds: tuple[PersonalDataKind, ...]


_MARKS = {
    PersonalDataKind.NIR: "[numéro de sécurité sociale masqué]",
    PersonalDataKind.IBAN: "[numéro de compte masqué]",
    PersonalDataKind.CARD: "[numéro de carte masqué]",
    PersonalDataKind.PHONE: "[téléphone masqué]",
    PersonalDataKind.EMAIL: "[adresse électronique masquée]",
}

# What people put between the digits of a number, « - » included.
_GAP = r"[ \u00a0\u202f\u2009._/\-\u2010-\u2015\u2212]{0,3}"
_AT = r"(?:@|\s?[(\[{]\s?(?:at|arobase)\s?[)\]}]\s?)"
_DOT = r"(?:\.|\s(?:point|dot)\s|\s?[(\[{]\s?(?:point|dot)\s?[)\]}]\s?)"
_EMAIL = re.compile(
    rf"[\w.+%-]{{1,64}}(?:{_AT}[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{0,4}}"
    rf"|\s(?:@|arobase)\s[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{1,4}})",
    re.IGNORECASE,
)
_IBAN = re.compile(rf"(?<![A-Za-z0-9])[A-Za-z]{{2}}\d{{2}}(?:{_GAP}[A-Za-z0-9]){{11,30}}")
_FRENCH_IBAN = re.compile(r"FR\d{12}[0-9A-Z]{11}\d{2}")
_NIR = re.compile(
    rf"(?<!\d)[1-478](?:{_GAP}\d){{4}}{_GAP}(?:\d{_GAP}\d|2{_GAP}[ABab])(?:{_GAP}\d){{6,8}}"
)
_CARD = re.compile(rf"(?<!\d)[2-6](?:{_GAP}\d){{12,18}}")
# Lengths and first digits of Visa, Mastercard, Amex, Diners, JCB, Discover, UnionPay, Maestro.
_CARD_NUMBER = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}"
    r"|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|35(?:2[89]|[3-8]\d)\d{12}|(?:50|5[6-9]|6\d)\d{14,17}"
)
# French numbers in every form they are typed in. 08… belongs to services, never to a person.
_FRENCH_PHONE = re.compile(
    rf"(?<!\d)(?<!\d[.,])(?:(?:\+|00){_GAP}33{_GAP}(?:\(0\)|0)?{_GAP}[1-79]|0{_GAP}[1-79]"
    rf"|33{_GAP}[67])(?:{_GAP}\d){{8}}"
)
_FOREIGN_PHONE = re.compile(rf"(?<!\d)(?:\+|00) ?[1-9](?:{_GAP}(?:\(0\){_GAP})?\d){{7,14}}")
_YEAR = re.compile(r"(?<!\d)(?:19[5-9]|20[0-4])\d(?!\d)")  # «du 01.09.2026-30.09.2026»
_DEPARTEMENTS = "0259606280"  # the five of the Region, in a row
_THOUSANDS = re.compile(r"\d{1,3}(?:[ \u00a0\u202f.]\d{3}){2,}")
_COUNTED = re.compile(
    r"[ \u00a0\u202f]?(?:€|%|[km]€|(?:euros?|millions?|milliards?|habitants?)\b)", re.IGNORECASE
)


def mask(text: str) -> Masked:
    """`text` with each piece of personal data replaced by a mark such as «[téléphone masqué]».

    Company numbers (SIREN, SIRET), amounts, dates, years, postcodes and the numbers of public
    services (3114, 0 800…) are left alone.
    """
    found = sorted(_find(text), key=lambda span: (span[0], -span[1]))
    pieces: list[str] = []
    kinds: set[PersonalDataKind] = set()
    position = 0
    for start, end, kind in found:
        if start < position:
            continue
        pieces += (text[position:start], _MARKS[kind])
        kinds.add(kind)
        position = end
    pieces.append(text[position:])
    return Masked("".join(pieces), tuple(k for k in PersonalDataKind if k in kinds))


def without_marks(text: str) -> str:
    """`text` without the marks that masking left: they are no words of the question."""
    for mark in _MARKS.values():
        text = text.replace(mark, " ")
    return " ".join(text.split())


def _find(text: str) -> Iterator[tuple[int, int, PersonalDataKind]]:
    # Full-width and other digits are read as ours, one for one: offsets stay.
    plain = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    for match in _EMAIL.finditer(plain):
        yield *match.span(), PersonalDataKind.EMAIL
    for pattern, is_one, kind in _NUMBERS:
        for start, end in _spans(plain, pattern, is_one):
            yield start, end, kind


def _spans(
    text: str, pattern: re.Pattern[str], is_one: Callable[[str, str], bool]
) -> Iterator[tuple[int, int]]:
    """Where `pattern` begins something of which the longest beginning `is_one`.

    What follows a number («06 12 34 56 78, 59000 Lille») may look like more of it.
    """
    position = 0
    while match := pattern.search(text, position):
        start, position = match.start(), match.start() + 1
        for end in range(match.end(), start, -1):
            whole = not text[end : end + 1].isdigit() and pattern.fullmatch(text, start, end)
            if whole and is_one(text[start:end], text[end:]):
                yield start, end
                position = end
                break


def _bare(written: str) -> str:
    return re.sub(r"[^0-9A-Za-z]", "", written).upper()


def _is_iban(written: str, _after: str) -> bool:
    number = _bare(written)
    # A French one is masked even mistyped: nothing else has its form.
    return iban.is_valid(number, check_country=False) or bool(_FRENCH_IBAN.fullmatch(number))


def _is_nir(written: str, after: str) -> bool:
    number = _bare(written)
    if _THOUSANDS.fullmatch(written) and _COUNTED.match(after):
        return False
    if len(number) == 15:
        try:
            nir.validate(number)
        except InvalidNumber:
            pass  # mistyped, maybe
        else:
            return True
    # Without its key, or with a wrong one: sex, month of birth and département tell.
    likely = number[0] in "12" and 1 <= int(number[3:5]) <= 12 and number[5:7] != "00"
    return len(number) in {13, 15} and likely and not _YEAR.search(written)


def _is_card(written: str, _after: str) -> bool:
    number = _bare(written)
    return (
        _CARD_NUMBER.fullmatch(number) is not None
        and luhn.is_valid(number)
        and not siret.is_valid(number)
    )


def _is_french_phone(written: str, after: str) -> bool:
    amount = _COUNTED.match(after) or (written[0] == "3" and _THOUSANDS.fullmatch(written))
    return not amount and not _YEAR.search(written) and _bare(written) != _DEPARTEMENTS


def _is_foreign_phone(written: str, after: str) -> bool:
    if _COUNTED.match(after):
        return False
    try:
        number = phonenumbers.parse(re.sub(r"\(0\)", "", written), "FR")
    except phonenumbers.NumberParseException:
        return False
    return number.country_code != 33 and phonenumbers.is_valid_number(number)


_NUMBERS: tuple[tuple[re.Pattern[str], Callable[[str, str], bool], PersonalDataKind], ...] = (
    (_IBAN, _is_iban, PersonalDataKind.IBAN),
    (_NIR, _is_nir, PersonalDataKind.NIR),
    (_CARD, _is_card, PersonalDataKind.CARD),
    (_FRENCH_PHONE, _is_french_phone, PersonalDataKind.PHONE),
    (_FOREIGN_PHONE, _is_foreign_phone, PersonalDataKind.PHONE),
)
