"""The white space that comes from files, not from writing."""

from __future__ import annotations

import re

# No-break spaces are French typography and stay; `str.split` would take them.
_LAYOUT_SPACES = re.compile(r"[ \t\n\r\f\v]+")


def one_line(text: str) -> str:
    """`text` with its tabs, line breaks and runs of spaces made single spaces, and none around."""
    return _LAYOUT_SPACES.sub(" ", text).strip(" ")
