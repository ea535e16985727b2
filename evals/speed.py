"""Figures of speed and energy, of this machine at this moment: compare ratios, not values."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from evals.asking import Reply


def speed_figures(replies: Sequence[Reply]) -> dict[str, float | None]:
    """Milliseconds at p50 and p95; Wh at the mean."""
    times = sorted(r.took_ms for r in replies)
    if not times:
        return {}
    return {
        "p50_ms": statistics.median(times),
        "p95_ms": times[min(len(times) - 1, round(0.95 * (len(times) - 1)))],
        "energy_wh": statistics.fmean(r.energy_wh for r in replies),
    }
