"""Random documents, as what was written: each format's test writes them with a real producer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from assistant.types import BlockKind
from ingest.model import RawBlock

_LETTERS = "abcdefghijklmnopqrstuvwxyzàâçéèêëîïôùûüœABCDEFGHIJKLMNOPQRSTUVWXYZÀÇÉÈÊÎÔŒ0123456789"


@dataclass(frozen=True, slots=True)
class Written:
    """A block as its author wrote it; `level` is that of the heading, or the depth of the item."""

    kind: BlockKind
    level: int
    text: str


def words(blocks: Iterable[Written] | Iterable[RawBlock]) -> list[str]:
    return [word for block in blocks for word in block.text.split()]


def shapes(blocks: Sequence[RawBlock]) -> list[Written]:
    return [Written(block.kind, block.level, block.text) for block in blocks]


_word = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "", "", "", "«", "(", "l'", "d’"]),
    st.text(_LETTERS, min_size=1, max_size=10),
    st.sampled_from(["", "", "", "", ",", ".", " ;".strip(), ":", "!", "?", "»", ")", "%", "€"]),
)
_sentence = st.lists(_word, min_size=1, max_size=25).map(" ".join)
_short = st.lists(_word, min_size=1, max_size=6).map(" ".join)


@st.composite
def _lists(draw: st.DrawFn) -> list[Written]:
    depth = 0
    items: list[Written] = []
    for _ in range(draw(st.integers(1, 4))):
        depth = draw(st.integers(1, min(depth + 1, 3)))
        items.append(Written(BlockKind.LIST_ITEM, depth, draw(_short)))
    return items


_headings = st.builds(Written, st.just(BlockKind.HEADING), st.integers(1, 4), _short)
_paragraphs = st.builds(Written, st.just(BlockKind.PARAGRAPH), st.just(0), _sentence)


@st.composite
def documents(draw: st.DrawFn) -> list[Written]:
    """Blocks in which lists never touch: two lists in a row are one list in most formats."""
    blocks: list[Written] = []
    for _ in range(draw(st.integers(1, 6))):
        blocks.append(draw(st.one_of(_headings, _paragraphs)))
        if draw(st.booleans()):
            blocks += draw(_lists())
    return blocks
