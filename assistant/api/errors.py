"""Every HTTP error in one place: problem+json (RFC 9457) for machines, a page for people."""

from __future__ import annotations

from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from assistant.api.schemas import ProblemOut
from assistant.api.state import ServiceState
from assistant.api.templates import Pages, wants_page
from assistant.errors import DocumentNotFound, IndexUnavailable

PROBLEM_JSON = "application/problem+json"
_log = structlog.get_logger()

_BY_STATUS = {
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_media_type",
    422: "invalid_request",
    400: "invalid_request",
    503: "index_unavailable",
}


def problem_response(
    request: Request,
    status: int,
    key: str,
    *,
    detail: str | None = None,
    errors: list[dict[str, str]] | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """The problem `key` of messages.fr.toml as JSON, or as a page for a browser."""
    state: ServiceState = request.app.state.service
    text = state.messages.problem[key]
    problem = ProblemOut(
        type=f"urn:assistant:problem:{key}",
        title=text.title,
        status=status,
        detail=detail or text.detail,
        instance=request.url.path,
        errors=errors,
    )
    if wants_page(request):
        pages: Pages = request.app.state.pages
        return pages.error(request, problem, status, headers)
    return JSONResponse(
        problem.model_dump(exclude_none=True),
        status_code=status,
        media_type=PROBLEM_JSON,
        headers=headers,
    )


def install_error_handlers(app: FastAPI) -> None:
    """Makes every error of `app` a problem."""

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        errors = [_field_error(e) for e in error.errors()]
        return problem_response(request, 422, "invalid_request", errors=errors)

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        key = _BY_STATUS.get(error.status_code, "internal")
        headers = dict(error.headers) if error.headers else None
        return problem_response(request, error.status_code, key, headers=headers)

    @app.exception_handler(DocumentNotFound)
    async def document(request: Request, _error: DocumentNotFound) -> Response:
        return problem_response(request, 404, "document_not_found")

    @app.exception_handler(IndexUnavailable)
    async def index(request: Request, error: IndexUnavailable) -> Response:
        _log.warning("index_unavailable", fault=error.fault.value, detail=error.detail)
        return problem_response(request, 503, "index_unavailable", headers={"Retry-After": "5"})

    @app.exception_handler(Exception)
    async def bug(request: Request, error: Exception) -> Response:
        _log.error("request_failed", error=type(error).__name__, path=request.url.path)
        return problem_response(request, 500, "internal")


_SAYS = {
    "missing": "ce champ est obligatoire",
    "extra_forbidden": "ce champ est inconnu",
    "string_too_short": "ce texte est vide",
    "string_too_long": "ce texte dépasse {max_length} caractères",
    "string_type": "un texte est attendu",
    "enum": "valeur inconnue ; attendu : {expected}",
    "uuid_parsing": "un identifiant UUID est attendu",
    "uuid_type": "un identifiant UUID est attendu",
    "json_invalid": "le corps de la demande n'est pas du JSON",
    "int_parsing": "un nombre entier est attendu",
    "greater_than_equal": "le minimum est {ge}",
    "less_than_equal": "le maximum est {le}",
    "string_pattern_mismatch": "la forme attendue est {pattern}",
    "date_from_datetime_parsing": "une date AAAA-MM-JJ est attendue",
    "date_parsing": "une date AAAA-MM-JJ est attendue",
    "model_attributes_type": "un objet JSON est attendu",
    "literal_error": "valeur inconnue ; attendu : {expected}",
}


def _field_error(error: Any) -> dict[str, str]:
    # The value itself is never repeated: it may hold personal data.
    place = ".".join(str(p) for p in error["loc"] if p not in {"body", "query", "path"})
    context = error.get("ctx", {})
    says = _SAYS.get(error["type"])
    if says is not None:
        message = says.format(**{k: str(v) for k, v in context.items()})
    else:
        message = str(context.get("error", "valeur non valable"))
    return {"field": place or "corps de la demande", "message": message}
