"""The application: built in one place, from settings."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import structlog
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.types import ASGIApp

from assistant.api.desk import Desk
from assistant.api.errors import install_error_handlers
from assistant.api.headers import ResponseHeaders
from assistant.api.last_resort import LastResort
from assistant.api.routes import chat, documents, health, pages, search, sources
from assistant.api.state import ServiceState
from assistant.api.templates import WEB, Pages
from assistant.clock import Clock, ParisClock
from assistant.conversation.memory import ConversationMemory
from assistant.retrieval.embedder import QUERY_THREADS, Embedder, load_embedder
from assistant.retrieval.query import is_french
from assistant.service import LiveEdition
from assistant.settings import Settings

_log = structlog.get_logger()


class _Service(FastAPI):
    """FastAPI with our headers on every response, those of its own error layers included."""

    def build_middleware_stack(self) -> ASGIApp:
        whole = super().build_middleware_stack()
        limit = self.max_body_size
        assert limit is not None  # noqa: S101 - create_app gives one
        return ResponseHeaders(LastResort(whole, max_body_bytes=limit))


def create_app(
    settings: Settings,
    *,
    embedder: Callable[[], Embedder] | None = None,
    clock: Clock | None = None,
) -> FastAPI:
    """The service of these settings. `embedder` and `clock` are given by tests."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        load = embedder or (lambda: load_embedder(settings.embedder, threads=QUERY_THREADS))
        encoder = await asyncio.to_thread(load)
        live = LiveEdition(settings, encoder)
        await asyncio.to_thread(_warm, live, encoder)
        app.state.service = ServiceState(
            settings=settings,
            live=live,
            desk=Desk(settings.server),
            memory=ConversationMemory(
                capacity=settings.answering.conversations_kept,
                minutes=settings.answering.conversation_minutes,
            ),
            clock=clock or ParisClock(),
        )
        watcher = asyncio.create_task(_follow_index(live, settings.server.reload_seconds))
        yield
        watcher.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watcher
        live.close()

    app = _Service(
        title="Assistant régional",
        summary="Des réponses faites de citations retrouvées dans des sources nommées et datées.",
        version="1",
        lifespan=lifespan,
        # FastAPI's own pages fetch scripts from elsewhere; ours is in routes/pages.py.
        docs_url=None,
        redoc_url=None,
        max_body_size=settings.server.max_body_bytes,
    )
    app.state.pages = Pages()
    app.mount("/static", StaticFiles(directory=WEB / "static"), name="static")
    for router in (
        chat.router,
        search.router,
        documents.router,
        health.router,
        sources.router,
        pages.router,
    ):
        app.include_router(router)
    install_error_handlers(app)
    return app


def _warm(live: LiveEdition, encoder: Embedder) -> None:
    live.refresh()
    encoder.embed_query("bonjour")  # the first run of a model is several times slower
    is_french("bonjour")  # the word list is read once, before anybody waits for it


async def _follow_index(live: LiveEdition, seconds: float) -> None:
    while True:
        await asyncio.sleep(seconds)
        try:
            await asyncio.to_thread(live.refresh)
        except Exception as error:
            _log.error("index_refresh_failed", error=type(error).__name__)
