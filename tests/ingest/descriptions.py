"""Valid descriptions for documents that are made in memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from assistant.types import DocumentMeta
from ingest.frontmatter import validate_description
from tests.conftest import front_matter


def meta_of(**changes: Any) -> DocumentMeta:
    meta = validate_description(Path("essai.toml"), front_matter(**changes)).meta
    assert meta is not None
    return meta
