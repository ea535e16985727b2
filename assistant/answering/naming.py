"""Which documents a question calls by their name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.text.analyse import Analyser
from assistant.types import DocumentMeta

# «ADEN, aide à la digitalisation» is called ADEN; «Bourse … (BESS)» by either name.
_NAME_END = re.compile(r"[,:(«]")
_IN_BRACKETS = re.compile(r"\(([^)]+)\)")


@dataclass(frozen=True, slots=True)
class Named:
    """A document called by its name, and the terms of that name."""

    document_id: str
    name: frozenset[str]


class NameIndex:
    """The names of documents, as the terms that a question must hold to call them."""

    def __init__(self, metas: Iterable[DocumentMeta], analyser: Analyser) -> None:
        self._names = [
            (frozenset(terms), meta.id)
            for meta in metas
            for name in names_of(meta)
            if (terms := analyser.terms(name))
        ]

    def named_in(self, terms: frozenset[str]) -> tuple[Named, ...]:
        """The documents whose name stands in `terms`, longest names first.

        A name inside a longer one that is also there does not count: «IA et Territoires».
        """
        found = sorted(
            ((name, document_id) for name, document_id in self._names if name <= terms),
            key=lambda hit: (-len(hit[0]), hit[1]),
        )
        kept: dict[str, frozenset[str]] = {}
        for name, document_id in found:
            if not any(name < longer for longer in kept.values()):
                kept.setdefault(document_id, name)
        return tuple(Named(document_id, name) for document_id, name in kept.items())


def names_of(meta: DocumentMeta) -> tuple[str, ...]:
    """What a document is called: the beginning of its title, and what stands in brackets."""
    head = _NAME_END.split(meta.title, maxsplit=1)[0]
    return tuple(n.strip() for n in (head, *_IN_BRACKETS.findall(meta.title)) if n.strip())
