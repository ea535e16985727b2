"""The process that reads one PDF: bytes on its input, blocks as JSON on its output."""

from __future__ import annotations

import json
import resource
import sys

from ingest.extract.limits import ExtractLimits
from ingest.extract.pdf_layout import layout_blocks
from ingest.extract.pdf_pages import read_pages
from ingest.model import ExtractionRefused


def main() -> None:
    """Read a PDF on standard input under the limits given as JSON; write blocks or a refusal."""
    limits = ExtractLimits(**json.loads(sys.argv[1]))
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    memory = limits.max_memory_bytes
    if hard != resource.RLIM_INFINITY:
        memory = min(memory, hard)  # the machine's own bound may be lower, and cannot be raised
    resource.setrlimit(resource.RLIMIT_AS, (memory, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    data = sys.stdin.buffer.read()
    answer: dict[str, object]
    try:
        blocks = layout_blocks(read_pages(data, limits))
        answer = {"blocks": [[b.kind, b.text, b.level, b.page] for b in blocks]}
    except ExtractionRefused as refused:
        answer = {"refused": refused.reason, "detail": refused.detail}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
