"""The pages for people: the conversation, and the API's readable documentation."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from assistant.answering.personal_data import mask
from assistant.answering.reading import clean_question
from assistant.api.exchange import exchange
from assistant.api.schemas import MAX_QUESTION, ChatRequest, ChatResponse
from assistant.api.specimen import specimen
from assistant.api.state import State
from assistant.api.templates import Pages
from assistant.errors import IndexUnavailable
from assistant.types import AnswerStatus, Audience, Channel, Style

router = APIRouter(include_in_schema=False)

# After these the same question can be sent again: the field keeps it.
_TRY_AGAIN = {AnswerStatus.ERROR_BUSY, AnswerStatus.ERROR_DEPENDENCY}


def _blank_is_none(value: object) -> object:
    return None if value == "" else value


class QuestionForm(BaseModel):
    """The fields of the plain form; blanks are what an empty select sends."""

    model_config = ConfigDict(extra="ignore")

    question: str = ""
    conversation_id: Annotated[UUID | None, BeforeValidator(_blank_is_none)] = None
    audience: Annotated[Audience | None, BeforeValidator(_blank_is_none)] = None
    style: Style = Style.STANDARD


@router.get("/", response_class=HTMLResponse)
async def home(request: Request, state: State) -> HTMLResponse:
    """The conversation page, empty."""
    return _page(request, state, QuestionForm(), None, None)


@router.post("/", response_class=HTMLResponse)
async def ask(
    request: Request, state: State, form: Annotated[QuestionForm, Form()]
) -> HTMLResponse:
    """The conversation page with an answer: what a browser without JavaScript gets."""
    try:
        question = ChatRequest(
            question=form.question,
            conversation_id=form.conversation_id,
            audience=form.audience,
            style=form.style,
            channel=Channel.WIDGET,
        )
    except ValidationError:
        too_long = len(form.question.strip()) > MAX_QUESTION
        fault = "too_large" if too_long else "invalid_request"
        return _page(request, state, form, None, fault, status=422)
    answer = await exchange(question, state)
    form = form.model_copy(update={"conversation_id": answer.conversation_id})
    return _page(request, state, form, answer, None)


@router.get("/docs", response_class=HTMLResponse)
async def docs(request: Request) -> HTMLResponse:
    """The HTTP contract as a page of our own: nothing is fetched from elsewhere."""
    pages: Pages = request.app.state.pages
    return pages.render(request, "docs.html", {"openapi": request.app.openapi()})


def _page(
    request: Request,
    state: State,
    form: QuestionForm,
    answer: ChatResponse | None,
    fault: str | None,
    *,
    status: int = 200,
) -> HTMLResponse:
    pages: Pages = request.app.state.pages
    try:
        updated = state.live.current().manifest.corpus_updated_on
    except IndexUnavailable:
        updated = None
    context = {
        "form": form,
        "answer": answer,
        "shown_question": mask(clean_question(form.question)).text,
        "keep_question": answer is None or answer.status in _TRY_AGAIN,
        "specimen": specimen(),
        "fault": fault,
        "updated": updated,
        "max_question": MAX_QUESTION,
        "audiences": [a for a in Audience if a is not Audience.AGENT],
    }
    return pages.render(request, "chat.html", context, status=status)
