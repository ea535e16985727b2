"""From French text to index terms: the same analysis for documents and for questions."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import Stemmer

from assistant.text.aspects import aspects_digest
from assistant.text.fold import fold
from assistant.text.vocabulary import EMPTY_VOCABULARY, Vocabulary

# Raised by hand whenever the terms produced for the same text change: the index is rebuilt.
ANALYSER_VERSION = "fr-8"

_NUMBER_GROUPS = re.compile(r"(?<![\d,.])\d{1,3}(?: \d{3})+(?!\d)")
_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)*"  # numbers, decimals, dates 18/06 are split at the slash
    r"|(?:moins|plus)\d+ans"
    r"|[a-z]+(?:'[a-z]+)*"  # words, with their apostrophes
    r"|[€%]"
    r"|[^\W\d_]+"  # other scripts
)
# What an apostrophe cuts off; any other apostrophe belongs to a name (Proch'IA, Start'Up).
_ELIDED = frozenset("c d j l m n s t qu jusqu lorsqu puisqu quoiqu presqu quelqu".split())
_UNITS = {"€": ("euro",), "%": ("pourcent",)}
_MULTIPLES = {"k": "millier", "m": "million", "md": "milliard", "mds": "milliard"}
_AMOUNT = re.compile(r"(\d) ?(k|m|mds?)€")
# «-26 ans», «moins de 26 ans», «avant 26 ans» say the same, and not the same as «+26 ans».
_BELOW = re.compile(
    r"(?:(?<!\S)- ?|\b(?:moins de|avant|sous les?) )(\d{1,3})(?= ans\b|(?<=-\d\d)\b)"
)
_ABOVE = re.compile(r"(?:(?<!\S)\+ ?|\b(?:plus de|apres|des) )(\d{1,3})(?= ans\b|(?<=\+\d\d)\b)")
_SHORT_PLURAL = 4  # «mois», «avis», «bus» stay whole
_STEMS_KEPT = 50_000  # bounded: questions of strangers pass through it
_KEPT_WHOLE = {"aujourd'hui": "aujourdhui"}


@cache
def stop_words() -> frozenset[str]:
    """The folded stop words of `stopwords.fr.txt`."""
    lines = (Path(__file__).parent / "stopwords.fr.txt").read_text("utf-8").splitlines()
    return frozenset(w for line in lines if not line.startswith("#") for w in line.split())


@cache
def _stop_words_digest() -> str:
    return hashlib.sha256(" ".join(sorted(stop_words())).encode()).hexdigest()[:8]


def words(text: str) -> list[str]:
    """The folded words of `text` in order, elisions cut off, numbers joined, units spelled out."""
    folded = _NUMBER_GROUPS.sub(lambda m: m.group().replace(" ", ""), fold(text))
    folded = _AMOUNT.sub(lambda m: f"{m.group(1)} {_MULTIPLES[m.group(2)]} €", folded)
    folded = _BELOW.sub(r"moins\1ans \1", folded)
    folded = _ABOVE.sub(r"plus\1ans \1", folded)
    found: list[str] = []
    for match in _TOKEN.finditer(folded):
        token = match.group()
        if token in _UNITS:
            found.extend(_UNITS[token])
        elif "'" in token:
            found.extend(_split_apostrophes(token))
        else:
            found.append(token)
    return found


def _split_apostrophes(token: str) -> list[str]:
    if token in _KEPT_WHOLE:
        return [_KEPT_WHOLE[token]]
    parts = token.split("'")
    found: list[str] = []
    while len(parts) > 1 and parts[0] in _ELIDED:
        found.append(parts.pop(0))
    found.append("".join(parts))
    return found


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word of a text with the index term it stands for."""

    surface: str
    term: str


class Analyser:
    """Turns French text into index terms, with one vocabulary. Pure and safe to share."""

    def __init__(self, vocabulary: Vocabulary = EMPTY_VOCABULARY) -> None:
        self.vocabulary = vocabulary
        stemmer = Stemmer.Stemmer("french")
        stemmer.maxCacheSize = 0  # its cache is not safe between threads; ours is
        self._stem = lru_cache(maxsize=_STEMS_KEPT)(stemmer.stemWord)
        self._variants = _phrase_table(vocabulary.variants)

    @property
    def version(self) -> str:
        """Identifies what this analyser gives: code version, stop words, aspects, vocabulary."""
        rules = f"{_stop_words_digest()}+{aspects_digest()}"
        return f"{ANALYSER_VERSION}+{rules}+{self.vocabulary.digest[:12]}"

    def stem(self, word: str) -> str:
        """The stem of a folded word; numbers stay as they are."""
        if word[0].isdigit():
            return word
        # Snowball keeps the s of «emplois», «euros», «menus»: it may belong to the word («avis»).
        # Here both forms need only be equal.
        if len(word) > _SHORT_PLURAL and word[-1] == "s" and word[-2] in "aiou":
            word = word[:-1]
        stem: str = self._stem(word)
        return stem

    def canonical_words(self, text: str, *, keep_long: bool = False) -> list[str]:
        """The folded words of `text`, acronyms and programme names in their canonical form.

        `keep_long` leaves the words that were replaced beside what replaces them.
        """
        return _replace_phrases(words(text), self._variants, keep_long=keep_long)

    def analyse(self, text: str, *, keep_long: bool = False) -> list[Word]:
        """The content words of `text` in order, with their terms; stop words are left out."""
        stops = stop_words()
        return [
            Word(w, self.stem(w))
            for w in self.canonical_words(text, keep_long=keep_long)
            if w not in stops and (len(w) > 1 or w.isdigit())
        ]

    def terms(self, text: str) -> list[str]:
        """The terms that a question looks for, in order."""
        return [word.term for word in self.analyse(text)]

    def index_terms(self, text: str) -> list[str]:
        """The terms under which a document is found, in order.

        «Bourse d'études sanitaires et sociales» is found as BESS and by each of its words: a
        person may type either, or only a part.
        """
        return [word.term for word in self.analyse(text, keep_long=True)]


_Phrases = dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]


def _phrase_table(pairs: tuple[tuple[str, str], ...]) -> _Phrases:
    table: _Phrases = {}
    for written, canonical in pairs:
        source, target = tuple(words(written)), tuple(words(canonical))
        if source and source != target:
            table.setdefault(source[0], []).append((source, target))
    for entries in table.values():
        entries.sort(key=lambda entry: (-len(entry[0]), entry))
    return table


def _replace_phrases(tokens: list[str], table: _Phrases, *, keep_long: bool) -> list[str]:
    if not table:
        return tokens
    result: list[str] = []
    i = 0
    while i < len(tokens):
        for source, target in table.get(tokens[i], ()):
            if tuple(tokens[i : i + len(source)]) == source:
                if keep_long and len(source) > 1:
                    result.extend(source)
                result.extend(target)
                i += len(source)
                break
        else:
            result.append(tokens[i])
            i += 1
    return result
