"""Fitting learns which feature tells right from wrong, and leaves the others alone."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.answering.features import GATE_FEATURES, RANK_FEATURES
from assistant.answering.types import Turn
from assistant.retrieval.query import Query
from assistant.retrieval.search import SearchResult
from evals.calibrate import Case, Gated, Matrix, fit_gate, fit_rank
from tests.small import TODAY

PASSAGES = 5
NOTHING_FOUND = SearchResult(Query("", (), mended=False), (), ())


def case(features: Matrix, right: int | None, *, worth: float = 1.0) -> Case:
    return Case(
        name="",
        turn=Turn(question="", as_of=TODAY),
        hits=(),
        result=NOTHING_FOUND,
        features=features,
        right=np.arange(len(features)) == (-1 if right is None else right),
        answerable=right is not None,
        worth=worth,
    )


def rank_cases(telling: str, sign: float, *, count: int = 40, worth: float = 1.0) -> list[Case]:
    """Noise in every feature; `telling` is higher, by `sign`, for the passage that answers."""
    chance = np.random.default_rng(7)
    found: list[Case] = []
    for number in range(count):
        features = chance.normal(size=(PASSAGES, len(RANK_FEATURES)))
        features[number % PASSAGES, RANK_FEATURES.index(telling)] += 4 * sign
        found.append(case(features, number % PASSAGES, worth=worth))
    return found


def gate_rows(telling: str, sign: float, *, count: int = 200) -> Gated:
    chance = np.random.default_rng(7)
    features = chance.normal(size=(count, len(GATE_FEATURES)))
    right = np.arange(count) % 2 == 0
    features[right, GATE_FEATURES.index(telling)] += 4 * sign
    return Gated(features, right, right, np.ones(count))


def probability(rows: Gated) -> Matrix:
    weights, bias = fit_gate(rows)
    scores = rows.features @ np.array([weights[name] for name in GATE_FEATURES]) + bias
    likely: Matrix = 1 / (1 + np.exp(-scores))
    return likely


@pytest.mark.parametrize("telling", ["coverage", "named", "lists"])
@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_the_telling_feature_gets_the_greatest_weight(telling: str, sign: float) -> None:
    weights = fit_rank(rank_cases(telling, sign))

    assert set(weights) == set(RANK_FEATURES)
    assert max(weights, key=lambda name: abs(weights[name])) == telling
    assert weights[telling] * sign > 0.5


def test_the_weights_put_the_right_passage_first() -> None:
    cases = rank_cases("coverage", 1.0)
    weights = fit_rank(cases)
    of = np.array([weights[name] for name in RANK_FEATURES])
    first = [bool(c.right[(c.features @ of).argmax()]) for c in cases]

    assert np.mean(first) > 0.9


def test_questions_that_nothing_answers_teach_no_order() -> None:
    cases = rank_cases("coverage", 1.0)
    misleading = [case(c.features[::-1], None) for c in rank_cases("lists", 1.0)]

    assert fit_rank([*cases, *misleading]) == fit_rank(cases)


def test_a_question_worth_more_pulls_more() -> None:
    heavy = [*rank_cases("coverage", 1.0, worth=9.0), *rank_cases("coverage", -1.0)]
    light = [*rank_cases("coverage", 1.0), *rank_cases("coverage", -1.0, worth=9.0)]

    assert fit_rank(heavy)["coverage"] > 0 > fit_rank(light)["coverage"]


@pytest.mark.parametrize("telling", ["coverage", "gap_asked", "grams"])
@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_the_gate_learns_the_telling_feature(telling: str, sign: float) -> None:
    weights, _ = fit_gate(gate_rows(telling, sign))

    assert set(weights) == set(GATE_FEATURES)
    assert max(weights, key=lambda name: abs(weights[name])) == telling
    assert weights[telling] * sign > 0


def test_the_gate_lets_the_right_ones_through() -> None:
    rows = gate_rows("coverage", 1.0)
    likely = probability(rows)

    assert np.mean((likely > 0.5) == rows.right) > 0.9
    assert likely.mean() == pytest.approx(rows.right.mean(), abs=0.02)


def test_a_feature_that_never_changes_is_no_fault() -> None:
    rows = gate_rows("coverage", 1.0)
    rows.features[:, GATE_FEATURES.index("named")] = 1.0
    weights, bias = fit_gate(rows)

    assert weights["named"] == pytest.approx(0.0, abs=1e-6)
    assert np.isfinite([bias, *weights.values()]).all()


def test_an_answerable_question_with_the_wrong_passage_first_counts_for_less() -> None:
    rows = gate_rows("coverage", 1.0)
    misranked = Gated(rows.features, np.ones_like(rows.right), rows.right, rows.worth)

    assert probability(misranked).mean() > probability(rows).mean() + 0.05
