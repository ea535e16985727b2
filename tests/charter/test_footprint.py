"""The energy of an answer follows from the processor time it took."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.charter.footprint import FootprintMethod, footprint


def test_one_hour_of_a_busy_core_is_ten_watt_hours() -> None:
    spent = footprint(3600.0)

    assert spent.energy_wh == pytest.approx(10.0)
    assert spent.co2e_g == pytest.approx(0.56)  # 56 g for each kWh
    assert spent.method is FootprintMethod.ESTIMATED


def test_no_time_costs_nothing() -> None:
    assert footprint(0.0).energy_wh == footprint(0.0).co2e_g == 0.0


@given(st.floats(0, 1e4), st.floats(0, 1e4))
def test_more_time_costs_more(one: float, other: float) -> None:
    less, more = sorted((one, other))

    assert footprint(less).energy_wh <= footprint(more).energy_wh
    assert footprint(less).co2e_g <= footprint(more).co2e_g
