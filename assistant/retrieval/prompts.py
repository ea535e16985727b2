"""The prompts that encoder families were trained with."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FAMILIES = Path(__file__).parent / "prompts.toml"


@dataclass(frozen=True, slots=True)
class Prompts:
    """What goes before a question and before a document; empty for nothing."""

    query: str = ""
    document: str = ""


@cache
def _families() -> tuple[tuple[re.Pattern[str], Prompts], ...]:
    rows = tomllib.loads(_FAMILIES.read_text("utf-8"))["family"]
    return tuple(
        (re.compile(row["pattern"]), Prompts(row["query"], row["document"])) for row in rows
    )


def family_prompts(model: str) -> Prompts:
    """The prompts of the family that a model's name or folder tells; none for an unknown one.

    Without «query: » and «passage: » an e5 model still gives vectors, just worse ones: nothing
    fails, so nobody would notice.
    """
    name = model.lower()
    found = (prompts for pattern, prompts in _families() if pattern.search(name))
    return next(found, Prompts())
