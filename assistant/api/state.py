"""What the running service holds, built once by the lifespan."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from assistant.api.desk import Desk
from assistant.clock import Clock
from assistant.conversation.memory import ConversationMemory
from assistant.errors import IndexUnavailable
from assistant.reference.messages import Messages, default_messages
from assistant.service import Edition, LiveEdition
from assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class ServiceState:
    """The parts that routes use."""

    settings: Settings
    live: LiveEdition
    desk: Desk
    memory: ConversationMemory
    clock: Clock

    @property
    def messages(self) -> Messages:
        """The sentences of the live edition, or the project's own while there is none."""
        try:
            return self.live.current().tools.messages
        except IndexUnavailable:
            return default_messages()


def service_state(request: Request) -> ServiceState:
    """The state of the service that received this request."""
    state: ServiceState = request.app.state.service
    return state


async def live_edition(
    state: Annotated[ServiceState, Depends(service_state)],
) -> AsyncIterator[Edition]:
    """The edition that answers this request. Raises IndexUnavailable when there is none."""
    with state.live.lease() as edition:
        yield edition


State = Annotated[ServiceState, Depends(service_state)]
LiveIndex = Annotated[Edition, Depends(live_edition)]
