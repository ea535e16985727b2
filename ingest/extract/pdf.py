"""PDF files, read in a process of their own: a page made to crash or hang harms only that process.

`pdf_worker` is the process. In it, `pdf_pages` reads lines and tables (with `pdf_words` and
`pdf_rulings`) and `pdf_layout` makes blocks of them, once `pdf_furniture` has taken away running
heads and `pdf_order` has put the lines in reading order.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assistant.types import BlockKind
from ingest.extract.limits import ExtractLimits
from ingest.model import ExtractionRefused, RawBlock, RefusalReason

_ROOT = Path(__file__).resolve().parents[2]  # where the packages `ingest` and `assistant` lie
_CRASHED = (
    "Le fichier PDF est abîmé\u00a0: sa lecture s'est arrêtée. "
    "Ouvrez-le, imprimez-le dans un nouveau PDF, puis relancez la commande."
)
_TOO_LONG = (
    "Le fichier PDF demande plus de {seconds:.0f}\u00a0s de lecture. "
    "Découpez-le ou imprimez-le dans un nouveau PDF, puis relancez la commande."
)


def extract_pdf(data: bytes, limits: ExtractLimits) -> tuple[RawBlock, ...]:
    """The blocks of a PDF in reading order, each with the page on which it starts (from 1).

    Raises ExtractionRefused (ENCRYPTED, DAMAGED, TOO_LARGE, NO_TEXT).
    """
    command = [sys.executable, "-P", "-m", "ingest.extract.pdf_worker", json.dumps(asdict(limits))]
    inherited = os.environ.get("PYTHONPATH")
    paths = os.pathsep.join([str(_ROOT), *([inherited] if inherited else [])])
    try:
        done = subprocess.run(  # noqa: S603 - our own module, no shell, no text of the document
            command,
            input=data,
            capture_output=True,
            check=False,
            timeout=limits.max_seconds,
            env={**os.environ, "PYTHONPATH": paths},
        )
    except subprocess.TimeoutExpired as error:
        sentence = _TOO_LONG.format(seconds=limits.max_seconds)
        raise ExtractionRefused(RefusalReason.DAMAGED, sentence) from error
    if done.returncode != 0:
        raise ExtractionRefused(RefusalReason.DAMAGED, _CRASHED)
    return _read_answer(json.loads(done.stdout))


def _read_answer(answer: dict[str, Any]) -> tuple[RawBlock, ...]:
    if "refused" in answer:
        raise ExtractionRefused(RefusalReason(answer["refused"]), answer["detail"])
    return tuple(
        RawBlock(BlockKind(kind), text, level=level, page=page)
        for kind, text, level, page in answer["blocks"]
    )
