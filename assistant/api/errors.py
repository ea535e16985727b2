"""Every HTTP error in one place: problem+json (RFC 9457) for machines, a page for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from assistant.api.desk import Busy
from assistant.api.schemas import ProblemOut
from assistant.api.state import ServiceState
from assistant.api.templates import Pages, wants_page
from assistant.errors import DocumentNotFound, IndexUnavailable
from assistant.types import AnswerStatus, Style

PROBLEM_JSON = "application/problem+json"
RETRY_SECONDS = "3"
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
    reason: str | None = None,
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
        reason=reason,
    )
    return _respond(request, problem, headers)


def index_unavailable(request: Request, fault: IndexUnavailable | None = None) -> Response:
    """503; `fault` tells those who run the service what is wrong, and is kept from the public."""
    return problem_response(
        request,
        503,
        "index_unavailable",
        detail=fault.detail if fault is not None else None,
        reason=fault.fault.value if fault is not None else None,
        headers={"Retry-After": RETRY_SECONDS},
    )


def _respond(request: Request, problem: ProblemOut, headers: dict[str, str] | None) -> Response:
    if wants_page(request):
        pages: Pages = request.app.state.pages
        return pages.error(request, problem, problem.status, headers)
    return JSONResponse(
        problem.model_dump(exclude_none=True),
        status_code=problem.status,
        media_type=PROBLEM_JSON,
        headers=headers,
    )


def install_error_handlers(app: FastAPI) -> None:
    """Makes every error of `app` a problem."""

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        # The first part of a place is «body», «query» or «path».
        errors = field_errors(error.errors(), within=1)
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
        return index_unavailable(request)

    @app.exception_handler(Busy)
    async def busy(request: Request, _error: Busy) -> Response:
        state: ServiceState = request.app.state.service
        text = state.messages.status[AnswerStatus.ERROR_BUSY.value]
        problem = ProblemOut(
            type="urn:assistant:problem:busy",
            title=text.for_style(Style.PLAIN),
            status=503,
            detail=text.for_style(Style.STANDARD),
            instance=request.url.path,
        )
        return _respond(request, problem, {"Retry-After": RETRY_SECONDS})

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
    "string_unicode": "ce texte n'est pas de l'Unicode valable",
    "enum": "valeur inconnue ; attendu : {expected}",
    "uuid_parsing": "un identifiant UUID est attendu",
    "uuid_type": "un identifiant UUID est attendu",
    "json_invalid": "le corps de la demande n'est pas du JSON",
    "int_parsing": "un nombre entier est attendu",
    "greater_than_equal": "le minimum est {ge}",
    "less_than_equal": "le maximum est {le}",
    "string_pattern_mismatch": "la forme attendue est {pattern}",
    "date_from_datetime_parsing": "une date AAAA-MM-JJ est attendue",
    "date_from_datetime_inexact": "une date AAAA-MM-JJ est attendue",
    "date_parsing": "une date AAAA-MM-JJ est attendue",
    "date_type": "une date AAAA-MM-JJ est attendue",
    "model_attributes_type": "un objet JSON est attendu",
    "literal_error": "valeur inconnue ; attendu : {expected}",
}


def field_errors(errors: Iterable[Mapping[str, Any]], *, within: int = 0) -> list[dict[str, str]]:
    """`field` and French `message` of each error of pydantic; never the value that was sent.

    `within` is the number of leading parts of a place that name no field.
    """
    return [_field_error(error, within) for error in errors]


def _field_error(error: Mapping[str, Any], within: int) -> dict[str, str]:
    # The value itself is never repeated: it may hold personal data.
    malformed = error["type"] == "json_invalid"  # its place is a position in the body
    place = "" if malformed else ".".join(str(part) for part in error["loc"][within:])
    context = error.get("ctx", {})
    says = _SAYS.get(error["type"])
    if says is not None:
        named = {k: str(v).replace(" or ", " ou ") for k, v in context.items()}
        message = says.format(**named)
    else:
        message = str(context.get("error", "valeur non valable"))
    return {"field": place or "corps de la demande", "message": message}
