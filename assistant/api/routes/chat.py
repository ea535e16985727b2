"""`POST /v1/chat` and its stream."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from uuid import UUID, uuid4

import anyio
import anyio.from_thread
from anyio.streams.memory import MemoryObjectSendStream
from fastapi import APIRouter, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from assistant.answering.pipeline import Progress
from assistant.api.errors import RETRY_SECONDS
from assistant.api.exchange import exchange
from assistant.api.schemas import (
    ChatRequest,
    ChatResponse,
    SourcesEvent,
    StartEvent,
    StepEvent,
)
from assistant.api.state import ServiceState, State
from assistant.types import AnswerStatus

router = APIRouter(prefix="/v1", tags=["questions"])


@router.post(
    "/chat",
    summary="Pose une question et reçoit la réponse entière",
    response_model=ChatResponse,
)
async def chat(request: ChatRequest, state: State) -> Response:
    """The answer; 200 for every outcome that a person may meet, `status` tells which."""
    answered = await exchange(request, state)
    busy = answered.status is AnswerStatus.ERROR_BUSY
    headers = {"Retry-After": RETRY_SECONDS} if busy else None
    # Written by the model itself: it was validated when it was made.
    return Response(answered.model_dump_json(), media_type="application/json", headers=headers)


@router.post(
    "/chat/stream",
    summary="Pose une question et reçoit la réponse par phrases vérifiées",
    response_class=EventSourceResponse,
)
async def stream(request: ChatRequest, state: State) -> AsyncIterator[ServerSentEvent]:
    """Events `start`, `step`, `statement`, `sources`, `end`; `end` alone holds everything."""
    messages = state.messages
    send, receive = anyio.create_memory_object_stream[Progress | ChatResponse](16)

    def tell(progress: Progress) -> None:
        # Nobody listens any more when the person has left: the answer goes on all the same.
        with contextlib.suppress(anyio.BrokenResourceError, anyio.ClosedResourceError):
            anyio.from_thread.run_sync(send.send_nowait, progress)

    answer_id = uuid4()
    request = _with_conversation(request)
    assert request.conversation_id is not None  # noqa: S101 - just given
    yield ServerSentEvent(
        event="start",
        data=StartEvent(
            answer_id=answer_id,
            conversation_id=request.conversation_id,
            disclosure=messages.disclosure.for_style(request.style),
        ),
    )
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_answer_into, send, request, state, answer_id, tell)
        async with receive:
            async for item in receive:
                if isinstance(item, Progress):
                    label = getattr(messages.step, item.value)
                    yield ServerSentEvent(
                        event="step", data=StepEvent(step=item.value, label=label)
                    )
                else:
                    for statement in item.statements:
                        yield ServerSentEvent(event="statement", data=statement)
                    yield ServerSentEvent(event="sources", data=SourcesEvent(sources=item.sources))
                    yield ServerSentEvent(event="end", data=item)


async def _answer_into(
    send: MemoryObjectSendStream[Progress | ChatResponse],
    request: ChatRequest,
    state: ServiceState,
    answer_id: UUID,
    tell: Callable[[Progress], None],
) -> None:
    async with send:
        await send.send(await exchange(request, state, answer_id=answer_id, tell=tell))


def _with_conversation(request: ChatRequest) -> ChatRequest:
    if request.conversation_id is not None:
        return request
    return request.model_copy(update={"conversation_id": uuid4()})
