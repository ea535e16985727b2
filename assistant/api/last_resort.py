"""What the framework would answer in its own words: bodies announced too large, and bugs."""

from __future__ import annotations

import structlog
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.errors import problem_response

_log = structlog.get_logger()


class ResponseCutShort(Exception):
    """A response had begun when its work failed: the server must drop the connection."""


class LastResort:
    """ASGI middleware around the whole framework: its refusals become problems, its bugs are quiet.

    An exception never reaches the server's own log: its message or traceback may hold words of a
    question.
    """

    def __init__(self, app: ASGIApp, *, max_body_bytes: int) -> None:
        self._app = app
        self._max_body_bytes = max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, unless its body is announced too large."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if _announced_bytes(scope) > self._max_body_bytes:
            response = problem_response(Request(scope), 413, "too_large")
            await response(scope, receive, send)
            return
        finished = False

        async def watched(message: Message) -> None:
            nonlocal finished
            await send(message)
            finished = message["type"] == "http.response.body" and not message.get("more_body")

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            # A response that is whole was the problem of `install_error_handlers`, logged there.
            if not finished:
                _log.error("response_cut_short", error=type(error).__name__, path=scope["path"])
                raise ResponseCutShort from None


def _announced_bytes(scope: Scope) -> int:
    announced = Headers(scope=scope).get("content-length", "")
    return int(announced) if announced.isascii() and announced.isdigit() else 0
