"""A passage that is asked about the question's aspect fits it; known gaps speak against."""

from __future__ import annotations

import pytest

from assistant.retrieval.aspects import AspectProfiles
from assistant.retrieval.lexical import Wording
from assistant.text.aspects import aspects_of
from assistant.types import Passage

PRICE, PLACE, LOSS = "quel prix ?", "à quelle adresse ?", "j'ai perdu ma carte"


def passage(document_id: str, heading: str = "", ordinal: int = 0) -> Passage:
    path = (heading,) if heading else ()
    return Passage(f"{document_id}#{ordinal}", document_id, ordinal, 0, 1, path, ())


def wording(text: str, document_id: str, *rows: int) -> Wording:
    return Wording(text, document_id, rows, frozenset(), aspects_of(text), curated=True)


PASSAGES = (passage("velo"), passage("velo", ordinal=1), passage("bus"))
WORDINGS = (wording(PRICE, "velo", 0), wording(PLACE, "velo", 1), wording(LOSS, "bus"))


def test_the_passage_that_is_asked_about_an_aspect_fits_it() -> None:
    profiles = AspectProfiles(WORDINGS, PASSAGES)

    assert profiles.fit("C'est cher ?").passages.tolist() == pytest.approx([1.0, 0.0, 0.0])
    assert profiles.fit("Quelle adresse ?").passages.tolist() == pytest.approx([0.0, 1.0, 0.0])


def test_a_question_that_shows_no_aspect_fits_nothing() -> None:
    fit = AspectProfiles(WORDINGS, PASSAGES).fit("zygomax")

    assert not fit.shown
    assert fit.passages.tolist() == [0.0, 0.0, 0.0]
    assert fit.gaps == {}


def test_a_gap_counts_against_its_own_document_only() -> None:
    fit = AspectProfiles(WORDINGS, PASSAGES).fit("carte perdue")

    assert fit.shown
    assert fit.gaps["bus"] > fit.gaps["velo"] == pytest.approx(0.5)
    assert AspectProfiles(WORDINGS, PASSAGES).fit(PRICE).gaps["velo"] < 0.5


def test_more_gaps_are_more_proof() -> None:
    once = AspectProfiles(WORDINGS, PASSAGES).fit(LOSS).gaps["bus"]
    thrice = AspectProfiles((*WORDINGS, *WORDINGS[2:] * 2), PASSAGES).fit(LOSS).gaps["bus"]

    assert 0.5 < once < thrice < 1.0


def test_an_answered_question_weighs_against_a_gap() -> None:
    answered = (*WORDINGS, wording(LOSS, "bus", 2))

    assert AspectProfiles(answered, PASSAGES).fit(LOSS).gaps["bus"] == pytest.approx(0.5)


def test_a_heading_asks_too() -> None:
    headed = (passage("velo", "Quel est le prix ?"), passage("velo", "Présentation", 1))

    assert AspectProfiles((), headed).fit(PRICE).passages.tolist() == pytest.approx([1.0, 0.0])


def test_an_aspect_among_many_others_is_less_a_passage_s_own() -> None:
    crowd = tuple(wording(PLACE, "velo", 0) for _ in range(10))
    fit = AspectProfiles((*crowd, wording(PRICE, "velo", 0)), PASSAGES).fit(PRICE)

    assert 0.0 < fit.passages[0] < 0.5


def test_a_rare_aspect_counts_more_than_a_common_one() -> None:
    common = tuple(wording(PRICE, "velo", 0) for _ in range(9))
    profiles = AspectProfiles((*common, wording(LOSS, "velo", 1)), PASSAGES)
    fit = profiles.fit("j'ai perdu ma carte, quel prix ?").passages

    assert fit[1] > fit[0] > 0.0


@pytest.mark.parametrize("question", [PRICE, LOSS, "où et à quel prix ?"])
def test_fits_are_shares(question: str) -> None:
    fit = AspectProfiles(WORDINGS, PASSAGES).fit(question)

    assert all(0.0 <= p <= 1.00001 for p in fit.passages)
    assert set(fit.gaps) == {"velo", "bus"}
    assert all(0.0 < share < 1.0 for share in fit.gaps.values())


def test_no_passage_is_no_fault() -> None:
    assert AspectProfiles((), ()).fit(PRICE).passages.tolist() == []
