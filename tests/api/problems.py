"""What every HTTP error of the service looks like."""

from __future__ import annotations

from typing import Any

import httpx2

PROBLEM_JSON = "application/problem+json"


def problem_of(response: httpx2.Response, status: int) -> dict[str, Any]:
    """The problem of a response that must be one, with title and detail for a person."""
    assert response.status_code == status
    assert response.headers["Content-Type"] == PROBLEM_JSON
    problem: dict[str, Any] = response.json()
    assert problem["status"] == status
    assert problem["type"].startswith("urn:assistant:problem:")
    assert problem["title"]
    assert problem["detail"].endswith((".", "?"))
    assert problem["instance"] == response.request.url.path
    return problem
