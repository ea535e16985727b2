"""Runs the HTTP service until it is told to stop."""

from __future__ import annotations

import logging
import signal
import sys

import structlog
import uvicorn

from assistant.api.app import create_app
from assistant.retrieval.embedder import QUERY_THREADS, load_embedder
from assistant.settings import Settings


def run_server(settings: Settings) -> None:
    """Serves until SIGINT or SIGTERM; running answers are finished first.

    Raises IndexUnavailable when the encoder cannot be loaded.
    """
    _configure_logs(settings.server.log_level)
    # uvicorn stops on SIGTERM, then raises it again: a stop that was asked for is no failure.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    encoder = load_embedder(settings.embedder, threads=QUERY_THREADS)
    app = create_app(settings, embedder=lambda: encoder)
    uvicorn.run(
        app,
        host=settings.server.host,
        port=settings.server.port,
        log_level=settings.server.log_level,
        access_log=False,  # addresses hold what people search for
        timeout_graceful_shutdown=settings.server.shutdown_seconds,
        server_header=False,
    )


def _configure_logs(level: str) -> None:
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[level.upper()]
        ),
    )
