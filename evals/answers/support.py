"""Do the quotes support a statement? Judged apart from the service's own verification."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.text.analyse import Analyser
from assistant.text.figures import figures_supported

# A statement may join or shorten quotes, but nine in ten of its content words must stand in them.
_SHARE_OF_WORDS = 0.9


def is_supported(statement: str, quotes: Sequence[str], analyser: Analyser) -> bool:
    """True when every figure and nearly every content word of `statement` stands in `quotes`."""
    if not quotes or figures_supported(statement, list(quotes)):
        return False
    held = {term for quote in quotes for term in analyser.index_terms(quote)}
    terms = analyser.terms(statement)
    return not terms or sum(t in held for t in terms) / len(terms) >= _SHARE_OF_WORDS
