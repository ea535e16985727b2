"""`GET /v1/search`: what the assistant finds, keeps and sets aside."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from assistant.answering.personal_data import mask
from assistant.answering.reading import clean_question
from assistant.api.present import present_hit
from assistant.api.schemas import Question, SearchResponse
from assistant.api.state import LiveIndex, State
from assistant.types import Audience

router = APIRouter(prefix="/v1", tags=["documents"])


@router.get("/search", summary="Cherche des passages, avec les notes de chaque classement")
async def search(
    state: State,
    edition: LiveIndex,
    q: Question,
    k: Annotated[int, Query(ge=1, le=50)] = 8,
    audience: Audience | None = None,
    as_of: date | None = None,
) -> SearchResponse:
    """Ranked passages: kept ones first, then the rejected ones with the reason."""
    tools = edition.tools
    day = as_of or state.clock.today()
    text = mask(clean_question(q)).text
    searcher = tools.searcher
    result = await state.desk.run(
        lambda: searcher.search(searcher.interpret(text), as_of=day, k=k, audience=audience)
    )
    hits = (*result.kept, *result.rejected)
    return SearchResponse(
        query=text,
        understood=result.query.text,
        terms=[t.surface for t in result.query.terms],
        as_of=day,
        threshold=tools.calibration.worded.answers,
        index_version=edition.version,
        results=[present_hit(rank, hit) for rank, hit in enumerate(hits, start=1)],
    )
