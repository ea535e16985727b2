"""What day it is in the Region."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

_PARIS = ZoneInfo("Europe/Paris")


class Clock(Protocol):
    """Tells the day."""

    def today(self) -> date:
        """The current day in the Region."""


class ParisClock:
    """The day in metropolitan France."""

    def today(self) -> date:
        """The current day in Paris."""
        return datetime.now(_PARIS).date()
