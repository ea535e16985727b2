"""What the styles of a LibreOffice document say of a text: unseen, strong, or its title."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_TITLE = "Title"
_TABLE_HEADING = "Table_20_Heading"
_BOLD = frozenset({"bold", "600", "700", "800", "900"})
_LONGEST_CHAIN = 20  # styles that inherit from each other; also ends a circle


@dataclass(frozen=True, slots=True)
class TextStyle:
    """`is_unseen` is hidden or struck text, which its author took away."""

    is_unseen: bool = False
    is_strong: bool = False
    is_title: bool = False


PLAIN = TextStyle()


@dataclass(frozen=True, slots=True)
class _Declared:
    parent: str
    hidden: str | None
    struck: str | None
    weight: str | None


def read_styles(*parts: Any) -> Mapping[str, TextStyle]:
    """The styles of odfdo's `parts` of a document by name, with what they inherit."""
    declared: dict[str, _Declared] = {}
    for part in parts:
        for style in part.get_elements("//style:style"):
            name = style.get_attribute_string("style:name")
            if name:
                declared[name] = _declaration(style)
    return {name: _resolve(name, declared) for name in declared}


def _declaration(style: Any) -> _Declared:
    hidden = struck = weight = None
    for properties in style.get_elements("style:text-properties"):
        hidden = properties.get_attribute_string("text:display")
        struck = properties.get_attribute_string("style:text-line-through-style")
        weight = properties.get_attribute_string("fo:font-weight")
    parent = style.get_attribute_string("style:parent-style-name") or ""
    return _Declared(parent, hidden, struck, weight)


def _resolve(name: str, declared: Mapping[str, _Declared]) -> TextStyle:
    chain: list[str] = []
    while name and name not in chain and len(chain) < _LONGEST_CHAIN:
        chain.append(name)
        name = declared[name].parent if name in declared else ""
    styles = [declared[n] for n in chain if n in declared]
    hidden = next((s.hidden for s in styles if s.hidden is not None), "true")
    struck = next((s.struck for s in styles if s.struck is not None), "none")
    weight = next((s.weight for s in styles if s.weight is not None), "normal")
    return TextStyle(
        is_unseen=hidden == "none" or struck != "none",
        is_strong=weight in _BOLD or _TABLE_HEADING in chain,
        is_title=_TITLE in chain,
    )
