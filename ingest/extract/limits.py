"""How much one file may cost to read."""

from __future__ import annotations

from dataclasses import dataclass

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ExtractLimits:
    """Bounds on one file: generous for a real document, fatal for a file made to exhaust us.

    Sizes are in bytes, `max_characters` in characters of extracted text. `max_compression_ratio`
    (unpacked over packed size) applies to archive members above 1 MiB: word-processor XML stays
    under 50, archive bombs are above 500. `max_seconds` and `max_memory_bytes` bound the process
    that reads a PDF.
    """

    max_bytes: int = 50 * _MIB
    max_unpacked_bytes: int = 200 * _MIB
    max_compression_ratio: int = 100
    max_pages: int = 2000
    max_characters: int = 5_000_000
    max_seconds: float = 300.0
    max_memory_bytes: int = 2048 * _MIB
