"""Which documents a question calls by their name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.answering.question import is_incidental
from assistant.retrieval.query import is_french
from assistant.text.analyse import Analyser
from assistant.types import DocumentMeta

# «ADEN, aide à la digitalisation» is called ADEN; «Bourse … (BESS)» by either name.
_NAME_END = re.compile(r"[,:(«]")
_YEAR = re.compile(r"(?:19|20)\d\d")
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
            (terms, meta.id)
            for meta in metas
            for name in names_of(meta)
            if (terms := _telling_terms(name, analyser))
        ]
        self._programmes = [
            frozenset(analyser.terms(name)) for name in analyser.vocabulary.programmes
        ]

    def names_of(self, document_id: str) -> tuple[frozenset[str], ...]:
        """The names of one document, as terms."""
        return tuple(name for name, owner in self._names if owner == document_id)

    def programmes_in(self, terms: frozenset[str]) -> bool:
        """True when a programme of the vocabulary, or a document, is called in `terms`."""
        return any(p and p <= terms for p in self._programmes) or bool(self.named_in(terms))

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


def _telling_terms(name: str, analyser: Analyser) -> frozenset[str]:
    """The terms of a name without the Region and the year, which people leave out."""
    found = analyser.analyse(name)
    telling = [w for w in found if not is_incidental(w.surface) and not _YEAR.fullmatch(w.surface)]
    # «Maisons de la Région» without the Region would be any house.
    return frozenset(w.term for w in (telling if len(telling) > 1 else found))


def names_of(meta: DocumentMeta) -> tuple[str, ...]:
    """What a document is called: the beginning of its title, and what stands in brackets.

    «AGE» is left out: said in a question, it is rather somebody's age.
    """
    head = _NAME_END.split(meta.title, maxsplit=1)[0]
    short = (n for n in _IN_BRACKETS.findall(meta.title) if not is_french(n))
    return tuple(n.strip() for n in (head, *short) if n.strip())
