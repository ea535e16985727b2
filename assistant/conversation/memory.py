"""The last turns of recent conversations, in memory only, bounded and short-lived."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from assistant.answering.types import PastTurn

TURNS_KEPT = 6


@dataclass(frozen=True, slots=True)
class _Conversation:
    turns: tuple[PastTurn, ...]
    touched: float


class ConversationMemory:
    """Past turns by conversation id; safe to use from several threads."""

    def __init__(
        self, *, capacity: int, minutes: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._capacity = capacity
        self._seconds = minutes * 60.0
        self._clock = clock
        self._lock = threading.Lock()
        self._conversations: OrderedDict[UUID, _Conversation] = OrderedDict()

    def recall(self, conversation_id: UUID) -> tuple[PastTurn, ...]:
        """The past turns of a conversation, oldest first; empty when unknown or forgotten."""
        with self._lock:
            self._forget_old()
            found = self._conversations.get(conversation_id)
            return found.turns if found is not None else ()

    def remember(self, conversation_id: UUID, turn: PastTurn) -> None:
        """Adds a turn; the oldest conversations make room."""
        with self._lock:
            self._forget_old()
            found = self._conversations.pop(conversation_id, None)
            turns = (*(found.turns if found is not None else ()), turn)[-TURNS_KEPT:]
            self._conversations[conversation_id] = _Conversation(turns, self._clock())
            while len(self._conversations) > self._capacity:
                self._conversations.popitem(last=False)

    def _forget_old(self) -> None:
        oldest = self._clock() - self._seconds
        while self._conversations:
            first = next(iter(self._conversations))
            if self._conversations[first].touched >= oldest:
                break
            del self._conversations[first]
