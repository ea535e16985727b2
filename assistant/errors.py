"""The exceptions of the read side.

AssistantError
├── IndexUnavailable      no index, or one that these settings cannot serve
├── DocumentNotFound      no document of that id in the index
└── SettingsError         a setting is wrong or unknown
"""

from __future__ import annotations

from enum import StrEnum


class AssistantError(Exception):
    """Base of every exception that the assistant raises on purpose."""


class IndexFault(StrEnum):
    """Why an index cannot serve."""

    MISSING = "missing"
    DAMAGED = "damaged"
    EMBEDDER_MISMATCH = "embedder_mismatch"
    ANALYSER_MISMATCH = "analyser_mismatch"


class IndexUnavailable(AssistantError):
    """The index is missing, damaged, or was built for other settings."""

    def __init__(self, fault: IndexFault, detail: str) -> None:
        super().__init__(detail)
        self.fault = fault
        self.detail = detail


class DocumentNotFound(AssistantError):
    """No document of that id stands in the index."""

    def __init__(self, document_id: str) -> None:
        super().__init__(document_id)
        self.document_id = document_id


class SettingsError(AssistantError):
    """A setting is wrong or unknown; the message names each one."""
