"""Alive, ready, and the metrics."""

from __future__ import annotations

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from assistant.api.schemas import HealthResponse, ReadyResponse
from assistant.api.state import LiveIndex, State

router = APIRouter(tags=["exploitation"])


@router.get("/healthz", summary="Le service est en vie")
async def healthz() -> HealthResponse:
    """200 as long as the process serves."""
    return HealthResponse()


@router.get("/readyz", summary="Le service peut répondre")
async def readyz(state: State, edition: LiveIndex) -> ReadyResponse:
    """200 with the index in use; 503 with the reason while there is none."""
    manifest = edition.manifest
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
