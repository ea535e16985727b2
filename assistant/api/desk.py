"""Where questions wait for their turn: bounded concurrency, a bounded queue, a bounded wait."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import anyio
import anyio.to_thread

from assistant.settings import ServerSettings

T = TypeVar("T")


class Busy(Exception):
    """Too many questions wait already, or this one waited too long."""


class Desk:
    """Runs answers in worker threads, a few at a time."""

    def __init__(self, settings: ServerSettings) -> None:
        self._limiter = anyio.CapacityLimiter(settings.concurrent_answers)
        self._waiting_allowed = settings.waiting_answers
        self._seconds = settings.waiting_seconds

    async def run(self, work: Callable[[], T]) -> T:
        """What `work` returns, once a place is free. Raises Busy when there is none in time."""
        if self._limiter.statistics().tasks_waiting >= self._waiting_allowed and (
            self._limiter.available_tokens == 0
        ):
            raise Busy
        try:
            with anyio.fail_after(self._seconds):
                await self._limiter.acquire()
        except TimeoutError as error:
            raise Busy from error
        try:
            return await anyio.to_thread.run_sync(work)
        finally:
            self._limiter.release()
