"""Where the live version of an index lies.

index/CURRENT                 the name of the live version, replaced by one atomic rename
index/versions/<version>/     manifest.json, catalogue.sqlite, chroma/, lexical/, data/
"""

from __future__ import annotations

import os
from pathlib import Path

POINTER = "CURRENT"
VERSIONS = "versions"


def current_version(index_dir: Path) -> str | None:
    """The name of the live version, or None when nothing was ever published."""
    try:
        name = (index_dir / POINTER).read_text("utf-8").strip()
    except FileNotFoundError:
        return None
    return name or None


def version_dir(index_dir: Path, version: str) -> Path:
    """The folder of a version."""
    return index_dir / VERSIONS / version


def publish(index_dir: Path, version: str) -> None:
    """Makes `version` the live one: one rename, seen whole or not at all."""
    pointer = index_dir / POINTER
    beside = index_dir / f".{POINTER}.new"  # one name: what a killed build left is written over
    with beside.open("w", encoding="utf-8") as file:
        file.write(version + "\n")
        file.flush()
        os.fsync(file.fileno())
    beside.replace(pointer)
    sync_directory(index_dir)


def sync_directory(path: Path) -> None:
    """Flushes a directory's entries to disk, so that a rename survives a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
