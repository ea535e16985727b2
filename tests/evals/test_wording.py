"""What was said is compared with what had to be said: folded, numbers whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.wording import folded, says


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("L’aide est de 200\u202f€ par an.", "200 €"),
        ("l'aide Vélo", "L’AIDE VELO"),
        ("trois   mots\nsur deux lignes", "mots sur deux"),
        ("25\u202f000 demandeurs d'emploi", "25 000 demandeurs"),
        ("En 2024, 5 €.", "5 €"),
        ("il en coûte 100.", "100"),
        ("100, 200 ou 300", "200"),
        ("entre 18 et 25 ans", "25 ans"),
    ],
)
def test_what_reads_the_same_is_said(said: str, wanted: str) -> None:
    assert says(folded(said), wanted)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("15 €", "5 €"),
        ("1,5 €", "5 €"),
        ("100 000 habitants", "100"),
        ("100,5 %", "100"),
        ("25 000 €", "000 €"),
        ("2024", "202"),
        ("L'aide est de 200 € par an.", "300 €"),
        ("", "200 €"),
    ],
)
def test_part_of_a_number_is_not_said(said: str, wanted: str) -> None:
    assert not says(folded(said), wanted)


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text(alphabet="abc 'é.", min_size=1, max_size=30).filter(lambda t: folded(t) != ""))
def test_a_text_says_itself(text: str) -> None:
    assert says(folded(f"Avant {text} après"), text)
