"""Clients of real servers: over the project's corpus, and over the small one."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
import pytest

from assistant.settings import Settings
from tests.small import serving


@pytest.fixture(scope="session")
def client(server_url: str) -> Iterator[httpx2.Client]:
    """A client of the service as it is started from the command line, over the project's corpus."""
    with httpx2.Client(base_url=server_url, timeout=60) as client:
        yield client


@pytest.fixture(scope="session")
def small_client(small_settings: Settings) -> Iterator[httpx2.Client]:
    """A client of a service over the small corpus, on the day for which that corpus is made."""
    with serving(small_settings) as client:
        yield client
