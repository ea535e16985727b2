"""Personal data in what a person types: found by rules for France, and masked."""

from __future__ import annotations

import re
from collections.abc import Iterator
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


_SPACE = r"[ \u00a0\u202f.\-]?"
_EMAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_NIR_SHAPE = re.compile(
    rf"(?<!\d)[1-478](?:{_SPACE}\d){{4}}{_SPACE}(?:\d{_SPACE}\d|2{_SPACE}[ABab])(?:{_SPACE}\d){{6}}(?:{_SPACE}\d{{1}}{_SPACE}\d)?(?!\d)"
)
_IBAN = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ \u00a0\u202f]?[A-Za-z0-9]){11,30}(?![A-Za-z0-9])"
)
_CARD = re.compile(rf"(?<!\d)[3-6]\d{{3}}(?:{_SPACE}\d){{9,15}}(?!\d)")
# French numbers in every form they are typed in; the library checks what the pattern proposes.
_PHONE = re.compile(
    rf"(?<![\d.,])(?:(?:\+|00){_SPACE}33{_SPACE}(?:\(0\){_SPACE})?|0)[1-9](?:{_SPACE}\d){{8}}(?![\d]|{_SPACE}€)"
)


def mask(text: str) -> Masked:
    """`text` with each piece of personal data replaced by a mark such as «[téléphone masqué]».

    Company numbers (SIREN, SIRET), amounts, years and postcodes are left alone.
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


_MARKS = {
    PersonalDataKind.NIR: "[numéro de sécurité sociale masqué]",
    PersonalDataKind.IBAN: "[numéro de compte masqué]",
    PersonalDataKind.CARD: "[numéro de carte masqué]",
    PersonalDataKind.PHONE: "[téléphone masqué]",
    PersonalDataKind.EMAIL: "[adresse électronique masquée]",
}


def _find(text: str) -> Iterator[tuple[int, int, PersonalDataKind]]:
    for match in _EMAIL.finditer(text):
        yield *match.span(), PersonalDataKind.EMAIL
    for match in _IBAN.finditer(text):
        # A following word may have been taken in: the longest valid beginning is the number.
        for end in range(match.end(), match.start() + 14, -1):
            if text[end - 1].isalnum() and iban.is_valid(text[match.start() : end]):
                yield match.start(), end, PersonalDataKind.IBAN
                break
    for match in _NIR_SHAPE.finditer(text):
        if _is_nir(_digits(match.group())):
            yield *match.span(), PersonalDataKind.NIR
    for match in _CARD.finditer(text):
        digits = _digits(match.group())
        if 13 <= len(digits) <= 19 and luhn.is_valid(digits) and not siret.is_valid(digits):
            yield *match.span(), PersonalDataKind.CARD
    for match in _PHONE.finditer(text):
        if _is_phone(match.group()):
            yield *match.span(), PersonalDataKind.PHONE


def _digits(text: str) -> str:
    return re.sub(r"[^0-9A-Za-z]", "", text).upper()


def _is_nir(digits: str) -> bool:
    if len(digits) == 13:  # without its key: the month and the sex digit tell
        return digits[3:5].isdigit() and (1 <= int(digits[3:5]) <= 12 or int(digits[3:5]) >= 20)
    try:
        nir.validate(digits)
    except InvalidNumber:
        return False
    return True


def _is_phone(text: str) -> bool:
    try:
        number = phonenumbers.parse(text.replace("(0)", ""), "FR")
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_possible_number(number)
