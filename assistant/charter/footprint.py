"""The energy of an answer, from the processor time it took."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# A busy server core with its share of memory and cooling draws about 10 W: 205 W TDP for 24 cores
# (Intel Xeon Gold 6248R class) plus memory, at a PUE of 1.2, rounded up.
WATTS_PER_BUSY_CORE = 10.0
# Mean carbon intensity of French electricity over a year, 2023: 56 g CO2e/kWh with life cycle
# (Base Carbone, ADEME).
GRAMS_CO2E_PER_KWH = 56.0


class FootprintMethod(StrEnum):
    """How a footprint was obtained."""

    MEASURED = "measured"
    ESTIMATED = "estimated"


@dataclass(frozen=True, slots=True)
class Footprint:
    """Energy in Wh and emissions in g CO2e."""

    energy_wh: float
    co2e_g: float
    method: FootprintMethod


def footprint(busy_seconds: float) -> Footprint:
    """The estimated footprint of `busy_seconds` of one core."""
    energy_wh = busy_seconds * WATTS_PER_BUSY_CORE / 3600.0
    return Footprint(energy_wh, energy_wh / 1000.0 * GRAMS_CO2E_PER_KWH, FootprintMethod.ESTIMATED)
