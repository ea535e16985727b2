"""One question from the command line, through the same steps as the HTTP service."""

from __future__ import annotations

from uuid import uuid4

from pydantic import ValidationError

from assistant.answering.pipeline import answer
from assistant.answering.types import Turn
from assistant.api.errors import field_errors
from assistant.api.present import present_answer
from assistant.api.schemas import ChatRequest, ChatResponse
from assistant.clock import ParisClock
from assistant.retrieval.embedder import QUERY_THREADS, load_embedder
from assistant.service import open_edition
from assistant.settings import Settings
from assistant.types import Audience, Style


def answer_once(
    settings: Settings, question: str, *, audience: Audience | None, style: Style
) -> ChatResponse:
    """The response to one question.

    Raises IndexUnavailable without a usable index, ValueError for a question that is no question.
    """
    try:
        request = ChatRequest(question=question, audience=audience, style=style)
    except ValidationError as error:
        faults = (f"{e['field']} : {e['message']}" for e in field_errors(error.errors()))
        raise ValueError(" ; ".join(faults)) from None
    edition = open_edition(settings, load_embedder(settings.embedder, threads=QUERY_THREADS))
    turn = Turn(
        question=request.question,
        as_of=ParisClock().today(),
        audience=audience,
        style=style,
    )
    return present_answer(answer(turn, edition.tools), uuid4(), edition, style)
