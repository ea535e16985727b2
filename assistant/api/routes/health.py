"""Alive, ready, and the metrics."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from assistant.api.errors import index_unavailable
from assistant.api.schemas import HealthResponse, ProblemOut, ReadyResponse
from assistant.api.state import State
from assistant.errors import IndexUnavailable

router = APIRouter(tags=["exploitation"])


@router.get("/healthz", summary="Le service est en vie")
async def healthz() -> HealthResponse:
    """200 as long as the process serves."""
    return HealthResponse()


@router.get(
    "/readyz",
    summary="Le service peut répondre",
    response_model=ReadyResponse,
    responses={503: {"model": ProblemOut}},
)
async def readyz(request: Request, state: State) -> ReadyResponse | Response:
    """200 with the index in use; 503 with the reason while there is none."""
    try:
        manifest = state.live.current().manifest
    except IndexUnavailable as unavailable:
        return index_unavailable(request, unavailable)
    fault = state.live.fault
    return ReadyResponse(
        index_version=manifest.index_version,
        documents=len(manifest.documents),
        passages=manifest.passages,
        corpus_updated_on=manifest.corpus_updated_on,
        degraded=fault.detail if fault is not None else None,
    )


@router.get("/metrics", summary="Compteurs pour Prometheus", response_class=Response)
async def metrics() -> Response:
    """Counters and timings; never words of a question."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
