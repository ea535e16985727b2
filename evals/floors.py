"""`floors.toml`: the figures of the held-out split below which a change does not pass."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FLOORS = Path(__file__).parent / "floors.toml"
_EASE = 1e-9  # of printing and adding up


@dataclass(frozen=True, slots=True)
class Fall:
    """A figure on the wrong side of its bound."""

    name: str
    value: float | None
    bound: float
    is_ceiling: bool

    def __str__(self) -> str:
        side = "above its ceiling" if self.is_ceiling else "below its floor"
        shown = "missing" if self.value is None else f"{self.value:.3f}"
        return f"{self.name}: {shown}, {side} {self.bound:.3f}"


def falls(
    figures: Mapping[str, Mapping[str, float | None]], path: Path = FLOORS
) -> tuple[Fall, ...]:
    """The bounds of the file that `figures` (family, name, value) do not keep."""
    bounds = tomllib.loads(path.read_text("utf-8"))
    found: list[Fall] = []
    for kind, is_ceiling in (("floors", False), ("ceilings", True)):
        for family, names in bounds.get(kind, {}).items():
            for name, bound in names.items():
                value = figures.get(family, {}).get(name)
                fails = value is None or (
                    value > bound + _EASE if is_ceiling else value < bound - _EASE
                )
                if fails:
                    found.append(Fall(f"{family}.{name}", value, bound, is_ceiling))
    return tuple(found)
