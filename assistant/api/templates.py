"""The French pages: Jinja templates, always escaped."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from assistant.api.layout import french_number, marked, text_pieces, typeset
from assistant.api.schemas import ProblemOut
from assistant.api.state import ServiceState
from assistant.text.spoken import french_date

WEB = Path(__file__).resolve().parent.parent / "web"
_JSON_PREFIXES = ("/v1/", "/healthz", "/readyz", "/metrics", "/openapi.json")


def wants_page(request: Request) -> bool:
    """True when a browser asks for a page, not a program for JSON."""
    if request.url.path.startswith(_JSON_PREFIXES):
        return False
    return "text/html" in request.headers.get("accept", "")


class Pages:
    """Renders templates with what every page needs."""

    def __init__(self) -> None:
        self._templates = Jinja2Templates(directory=WEB / "templates")
        self._templates.env.filters.update(
            french_date=french_date,
            french_number=french_number,
            json=partial(json.dumps, ensure_ascii=False),
            host=lambda url: urlsplit(url).netloc.removeprefix("www."),
            marked=marked,
            text_pieces=text_pieces,
            thousands=lambda number: f"{number:,}".replace(",", "\u202f"),
            typeset=typeset,
        )
        self._templates.env.trim_blocks = True
        self._templates.env.lstrip_blocks = True

    def render(
        self,
        request: Request,
        name: str,
        context: dict[str, Any],
        *,
        status: int = 200,
        headers: dict[str, str] | None = None,
    ) -> HTMLResponse:
        """The page `name`; `messages` is in every context."""
        state: ServiceState = request.app.state.service
        return self._templates.TemplateResponse(
            request,
            name,
            {"messages": state.messages, **context},
            status_code=status,
            headers=headers,
        )

    def error(
        self, request: Request, problem: ProblemOut, status: int, headers: dict[str, str] | None
    ) -> HTMLResponse:
        """The page that shows a problem."""
        return self.render(
            request, "error.html", {"problem": problem}, status=status, headers=headers
        )
