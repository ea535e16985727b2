"""One exchange: a request becomes a turn, the turn an answer, the answer a memory."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import structlog

from assistant.answering.danger import danger_in
from assistant.answering.pipeline import Answer, Progress, answer
from assistant.answering.types import Turn
from assistant.api.desk import Busy
from assistant.api.present import present_answer, present_failure
from assistant.api.schemas import ChatRequest, ChatResponse
from assistant.api.state import ServiceState
from assistant.errors import IndexUnavailable
from assistant.metrics import ANSWER_SECONDS, ANSWERS
from assistant.service import Edition
from assistant.types import AnswerStatus

_log = structlog.get_logger()


async def exchange(
    request: ChatRequest,
    state: ServiceState,
    *,
    answer_id: UUID | None = None,
    tell: Callable[[Progress], None] = lambda _: None,
) -> ChatResponse:
    """The response to a question, whatever happens: every failure a person may meet is a status."""
    answer_id = answer_id or uuid4()
    conversation_id = request.conversation_id or uuid4()
    request = request.model_copy(update={"conversation_id": conversation_id})
    edition: Edition | None = None
    try:
        with state.live.lease() as leased:
            edition = leased
            found = await state.desk.run(
                lambda: answer(
                    _turn(request, conversation_id, state),
                    leased.tools,
                    answer_id=answer_id,
                    tell=tell,
                )
            )
            response = present_answer(found, conversation_id, leased, request.style)
        ANSWER_SECONDS.observe(found.took_ms / 1000)
        _remember(found, conversation_id, state)
    except Busy:
        response = _failed(AnswerStatus.ERROR_BUSY, answer_id, request, state, edition)
    except IndexUnavailable as error:
        _log.warning("answer_without_index", detail=error.detail)
        response = _failed(AnswerStatus.ERROR_DEPENDENCY, answer_id, request, state, None)
    except Exception as error:  # a bug must reach the log, and the person a sentence
        # The type only: a message or a traceback may hold words of the question.
        _log.error("answer_failed", error=type(error).__name__, place=_place(error))
        response = _failed(AnswerStatus.ERROR_DEPENDENCY, answer_id, request, state, edition)
    ANSWERS.labels(status=response.status.value).inc()
    return response


def _failed(
    status: AnswerStatus,
    answer_id: UUID,
    request: ChatRequest,
    state: ServiceState,
    edition: Edition | None,
) -> ChatResponse:
    # A person in danger is met whatever else fails.
    alarm = danger_in(request.question)
    danger = alarm.danger if alarm is not None else None
    if danger is not None:
        status = AnswerStatus.SIGNPOSTED_DISTRESS
    return present_failure(status, answer_id, request, state.messages, edition, danger=danger)


def _turn(request: ChatRequest, conversation_id: UUID, state: ServiceState) -> Turn:
    return Turn(
        question=request.question,
        as_of=request.as_of or state.clock.today(),
        audience=request.audience,
        channel=request.channel,
        style=request.style,
        language=request.language,
        history=state.memory.recall(conversation_id),
    )


def _remember(found: Answer, conversation_id: UUID, state: ServiceState) -> None:
    past = found.remembered
    if past is not None:
        state.memory.remember(conversation_id, past)


def _place(error: Exception) -> str:
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    return f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}" if frame else ""
