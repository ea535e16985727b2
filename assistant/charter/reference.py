"""Short references that a person can read aloud: «HDF-7K3M-92»."""

from __future__ import annotations

import re
from uuid import UUID

# No 0/O, 1/I/L, 5/S, 2/Z, 8/B, U/V: characters that sound or look alike.
ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
_PREFIX = "HDF"
_FORM = re.compile(rf"{_PREFIX}-([{ALPHABET}]{{4}})-([0-9]{{2}})")
_CHECK_MODULUS = 97  # as in IBAN: catches every single error and swap in so few characters


def reference_of(answer_id: UUID) -> str:
    """The reference of an answer: four characters of its id and two check digits."""
    body = ""
    rest = answer_id.int
    for _ in range(4):
        rest, digit = divmod(rest, len(ALPHABET))
        body += ALPHABET[digit]
    return f"{_PREFIX}-{body}-{_check(body):02d}"


def is_reference(text: str) -> bool:
    """True when `text` has the form of a reference and its check digits are right."""
    match = _FORM.fullmatch(text.strip().upper())
    return match is not None and int(match[2]) == _check(match[1])


def _check(body: str) -> int:
    value = 0
    for character in body:
        value = value * len(ALPHABET) + ALPHABET.index(character)
    return value % _CHECK_MODULUS
