"""Short references that can be read aloud, and told from a slip of the tongue."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.charter.reference import ALPHABET, is_reference, reference_of

LOOK_ALIKES = "0O1IL5S2Z8BUV"


@given(st.uuids())
def test_a_reference_is_one(answer_id: UUID) -> None:
    reference = reference_of(answer_id)

    assert is_reference(reference)
    assert reference == reference_of(answer_id)
    prefix, body, check = reference.split("-")
    assert prefix == "HDF"
    assert len(body) == 4
    assert len(check) == 2


def test_nothing_in_it_looks_or_sounds_like_something_else() -> None:
    assert not set(ALPHABET) & set(LOOK_ALIKES)
    assert len(set(ALPHABET)) == len(ALPHABET)


@given(st.uuids(), st.data())
def test_one_wrong_character_is_noticed(answer_id: UUID, data: st.DataObject) -> None:
    reference = reference_of(answer_id)
    place = data.draw(st.integers(4, 7))
    other = data.draw(st.sampled_from(ALPHABET).filter(lambda c: c != reference[place]))

    assert not is_reference(reference[:place] + other + reference[place + 1 :])


@given(st.uuids(), st.data())
def test_two_characters_swapped_are_noticed(answer_id: UUID, data: st.DataObject) -> None:
    body = list(reference_of(answer_id).split("-")[1])
    check = reference_of(answer_id).split("-")[2]
    first, second = data.draw(st.lists(st.integers(0, 3), min_size=2, max_size=2, unique=True))
    swapped = body.copy()
    swapped[first], swapped[second] = swapped[second], swapped[first]

    assert is_reference(f"HDF-{''.join(swapped)}-{check}") == (swapped == body)


def test_case_and_spaces_around_do_not_matter() -> None:
    reference = reference_of(UUID(int=123456789))

    assert is_reference(f"  {reference.lower()}\n")


@pytest.mark.parametrize(
    "text",
    ["", "HDF", "HDF-7K3M", "HDF-7K3M-²²", "HDF-7K3M-+1", "HDF-7K3M-x1", "ABC-7K3M-92", "HDF--92"],
)
def test_anything_else_is_no_reference(text: str) -> None:
    assert not is_reference(text)


def test_the_check_is_two_digits_and_no_more() -> None:
    reference = reference_of(UUID(int=0))
    prefix, body, check = reference.split("-")

    assert not is_reference(f"{prefix}-{body}-0{check}")
    assert not is_reference(f"{prefix}-{body}-{int(check)}" if check.startswith("0") else "x")
