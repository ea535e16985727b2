"""What a question looks for: weighted terms, with their synonyms and mended spelling."""

from __future__ import annotations

import gzip
import importlib.resources
import json
import math
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from assistant.retrieval.lexical import LexicalIndex
from assistant.text.analyse import Analyser, Word, stop_words
from assistant.text.fold import fold, unify_punctuation
from assistant.text.phonetic import sounds_of


class Provenance(StrEnum):
    """Why a term is looked for."""

    QUESTION = "question"
    SYNONYM = "synonym"


@dataclass(frozen=True, slots=True)
class Alternative:
    """A term that may stand for a word of the question; `worth` is in (0, 1]."""

    term: str
    worth: float
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """One content word of the question: how rare it is, and what may stand for it."""

    surface: str
    rarity: float  # inverse document frequency, natural logarithm
    alternatives: tuple[Alternative, ...]
    known: bool  # the word itself, or its mended form, stands in the index


@dataclass(frozen=True, slots=True)
class Query:
    """A question made ready for search."""

    text: str  # the question with its spelling mended
    terms: tuple[QueryTerm, ...]
    mended: bool
    unknown_names: tuple[str, ...] = ()  # names that no document holds: Beauvais, Pérou
    hints: tuple[str, ...] = ()  # terms that help ranking and count for nothing in coverage

    @property
    def rarity(self) -> float:
        """The sum of its terms' rarity."""
        return sum(t.rarity for t in self.terms)

    def lightened(self, is_light: Callable[[str], bool]) -> Query:
        """This query with the words that `is_light` names counting for little in coverage."""
        terms = tuple(
            replace(t, rarity=t.rarity * _LIGHT_WORTH) if is_light(t.surface) else t
            for t in self.terms
        )
        return replace(self, terms=terms)


# Shorter words have too many neighbours to guess from.
_MIN_MENDED_LENGTH = 5
_TWO_FAULTS_LENGTH = 8
_MIN_HEARD_LENGTH = 3  # of words that are read by their sound
# An article before a noun, or a pronoun before a verb, which is seldom shorter than four letters.
_RUN_TOGETHER = re.compile(r"([dl]|qu)([aeiouy][a-z]+)|([jmnst])([aeiouy][a-z]{3,})")
_WELL_KNOWN = 3  # times that a word stands in the texts: rarer ones are no reason to cut a word up
_LIGHT_WORTH = 0.2
# «c est», «l ia», «d emploi»: the apostrophe that a hurried hand leaves out.
_LOOSE_ELISION = re.compile(r"\b([cdjlmnst]|qu) (?=[aeiouyhâàéèêîôû])")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Capitalised, and not the first word of a sentence.
_NAME = re.compile(r"(?<![.?!…:] )(?<!^)\b[A-ZÀ-Þ][\w-]{2,}")
# A question is at most 1,000 characters; more terms than this add time and no meaning.
_MAX_TERMS = 40
_MAX_MENDED = 400  # characters: each unknown word is compared with all those of the index
_FREQUENCIES_KEPT = 20_000


class QueryInterpreter:
    """Turns questions into queries for one index version."""

    def __init__(self, analyser: Analyser, lexical: LexicalIndex) -> None:
        self._analyser = analyser
        self._lexical = lexical
        self._surfaces = tuple(lexical.surfaces)
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        for surface in self._surfaces:
            if len(surface) >= _MIN_HEARD_LENGTH and surface.isalpha():
                for sound in sounds_of(surface):
                    self._by_sound[sound].append(surface)
        self._spellings = {fold(wrong): right for wrong, right in analyser.vocabulary.spellings}
        self._synonyms = _synonym_table(analyser)
        self._phrases: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for phrase in self._synonyms:
            if len(phrase) > 1:
                self._phrases[phrase[0]].append(phrase)
        self._document_frequency = lru_cache(maxsize=_FREQUENCIES_KEPT)(self._count_passages)
        self.longest_rarity = math.log(1 + max(1, lexical.size))  # of a word that no passage holds

    def interpret(self, question: str) -> Query:
        """The query of a question; spelling is mended only where a word is unknown to French."""
        text = self._mend(question)
        found = self._analyser.analyse(text)
        phrases = self._phrase_synonyms([w.term for w in found])
        terms: dict[str, QueryTerm] = {}
        for word in found[:_MAX_TERMS]:
            if word.term not in terms:
                terms[word.term] = self._term(word, phrases)
        return Query(
            text,
            tuple(terms.values()),
            mended=fold(text) != fold(question),
            unknown_names=self._unknown_names(text),
        )

    def _unknown_names(self, text: str) -> tuple[str, ...]:
        """Capitalised words inside a sentence that neither the index nor French knows."""
        if text.isupper():
            return ()
        return tuple(
            m.group()
            for m in _NAME.finditer(text)
            if not self._stands_in_index(fold(m.group())) and not is_french(m.group())
        )

    def _stands_in_index(self, word: str) -> bool:
        return word in stop_words() or all(
            self._lexical.knows(t) for t in self._analyser.terms(word)
        )

    def _term(self, word: Word, phrases: Mapping[str, list[Alternative]]) -> QueryTerm:
        known = self._lexical.knows(word.term)
        alternatives = {word.term: Alternative(word.term, 1.0, Provenance.QUESTION)}
        for synonym in (*self._synonyms.get((word.term,), ()), *phrases.get(word.term, ())):
            before = alternatives.get(synonym.term)
            if before is None or before.worth < synonym.worth:
                alternatives[synonym.term] = synonym
        return QueryTerm(
            surface=word.surface,
            rarity=self._rarity(tuple(alternatives.values()), known=known),
            alternatives=tuple(alternatives.values()),
            known=known,
        )

    def _rarity(self, alternatives: tuple[Alternative, ...], *, known: bool) -> float:
        if not known:
            # Judged by its best-known synonym; without one it is as rare as can be.
            frequencies = [
                f for a in alternatives[1:] if (f := self._document_frequency(a.term)) > 0
            ]
            if not frequencies:
                # A figure that no source holds says something of the asker («67 ans»); a word that
                # no source holds may be the very thing asked for.
                digits = alternatives[0].term[0].isdigit()
                return self.longest_rarity * (_LIGHT_WORTH if digits else 1.0)
            frequency = max(frequencies)
        else:
            frequency = self._document_frequency(alternatives[0].term)
        size = self._lexical.size
        return math.log(1 + (size - frequency + 0.5) / (frequency + 0.5))  # BM25's, Lucene form

    def _count_passages(self, term: str) -> int:
        if not self._lexical.knows(term):
            return 0
        _, whole = self._lexical.term_scores([term])
        return int((whole[0] > 0).sum())

    def _phrase_synonyms(self, terms: list[str]) -> dict[str, list[Alternative]]:
        # A synonym of several words («coup de pouce») stands for them together: each of its words
        # may be met by the other terms of its group.
        found: dict[str, list[Alternative]] = defaultdict(list)
        for i, first in enumerate(terms):
            for phrase in self._phrases.get(first, ()):
                if tuple(terms[i : i + len(phrase)]) == phrase:
                    for term in phrase:
                        found[term] += self._synonyms[phrase]
        return found

    def _mend(self, question: str) -> str:
        text = _LOOSE_ELISION.sub(r"\1'", unify_punctuation(question))
        if len(text) > _MAX_MENDED:
            return text
        return _WORD.sub(lambda m: self._mended_word(m.group(), starts=m.start() == 0), text)

    def _mended_word(self, written: str, *, starts: bool = False) -> str:
        word = fold(written)
        # A lone capital is a name («permis C»), a lone small letter a text message («c koi»).
        if word in self._spellings and not (len(written) == 1 and written.isupper()):
            return self._spellings[word]
        if "'" in word:
            head, _, tail = written.partition("'")
            return f"{head}'{self._mended_word(tail)}" if fold(head) in _ELIDABLE else written
        if len(word) < _MIN_HEARD_LENGTH or word in stop_words() or word in self._lexical.surfaces:
            return written
        if (elided := self._elided(word)) is not None:
            return elided
        if (
            self._lexical.knows(self._analyser.stem(word))
            or self._stands_in_vocabulary(word)
            or (written.istitle() and not starts)  # a name: Pérou, Beauvais
            or is_french(written)
        ):
            return written
        return self._heard_surface(word) or self._nearest_surface(word) or written

    def _elided(self, word: str) -> str | None:
        """«laide», «dessence» with the apostrophe that a hurried hand leaves out; else None."""
        match = _RUN_TOGETHER.fullmatch(word)
        if match is None:
            return None
        head, tail = (group for group in match.groups() if group)
        if self._lexical.surfaces.get(tail, 0) >= _WELL_KNOWN:
            return f"{head}'{tail}"
        if len(tail) >= _MIN_MENDED_LENGTH and not is_french(word) and not is_french(tail):
            heard = self._heard_surface(tail)
            return None if heard is None else f"{head}'{heard}"
        return None

    def _heard_surface(self, word: str) -> str | None:
        """The word of the index that sounds the same, the nearest in spelling; None without one."""
        found = {s for sound in sounds_of(word) for s in self._by_sound.get(sound, ())}
        if not found:
            return None
        counts = self._lexical.surfaces
        return min(found, key=lambda s: (DamerauLevenshtein.distance(word, s), -counts[s], s))

    def _stands_in_vocabulary(self, word: str) -> bool:
        return (self._analyser.stem(word),) in self._synonyms or self._analyser.terms(word) != [
            self._analyser.stem(word)
        ]

    def _nearest_surface(self, word: str) -> str | None:
        if len(word) < _MIN_MENDED_LENGTH:
            return None
        allowed = 2 if len(word) >= _TWO_FAULTS_LENGTH else 1
        found = process.extract(
            word,
            self._surfaces,
            scorer=DamerauLevenshtein.distance,
            score_cutoff=allowed,
            limit=20,
        )
        near = [(d, surface) for surface, d, _ in found if len(surface) >= _MIN_MENDED_LENGTH]
        if not near:
            return None
        counts = self._lexical.surfaces
        # The first letter is seldom wrong; then the nearer, then the more frequent word.
        return min(near, key=lambda n: (n[1][0] != word[0], n[0], -counts[n[1]], n[1]))[1]


_ELIDABLE = frozenset("c d j l m n s t qu".split())
_Synonyms = dict[tuple[str, ...], tuple[Alternative, ...]]


def _synonym_table(analyser: Analyser) -> _Synonyms:
    table: dict[tuple[str, ...], dict[str, float]] = defaultdict(dict)
    for group in analyser.vocabulary.synonyms:
        phrases = [tuple(analyser.terms(t)) for t in group.terms]
        for phrase in phrases:
            for other in phrases:
                # A phrase of several words would match on any one of them: only single words
                # are looked for in the place of another.
                if other != phrase and len(other) == 1 and phrase:
                    known = table[phrase]
                    known[other[0]] = max(known.get(other[0], 0.0), group.weight)
    return {
        phrase: tuple(
            Alternative(term, worth, Provenance.SYNONYM) for term, worth in sorted(others.items())
        )
        for phrase, others in sorted(table.items())
    }


@cache
def _french_words() -> frozenset[str]:
    """French words, folded, so that a missing accent is no misspelling.

    simplemma's forms lack the words that never change (paix, voix, repas); pyspellchecker's list,
    counted in subtitles, lacks rare forms. Both are MIT.
    """
    from simplemma.strategies.dictionaries.dictionary_factory import (  # noqa: PLC0415
        DefaultDictionaryFactory,
    )

    forms = DefaultDictionaryFactory().get_dictionary("fr")
    words = {w.decode().lower() if isinstance(w, bytes) else w.lower() for w in forms}
    counted = importlib.resources.files("spellchecker") / "resources" / "fr.json.gz"
    words.update(json.loads(gzip.decompress(counted.read_bytes())))
    return frozenset(w if w.isascii() else fold(w) for w in words)


def is_french(word: str) -> bool:
    """True when the word, accents aside, stands in the French word lists."""
    return fold(word) in _french_words()
