"""Does a text hold the kind of thing that was asked for: an amount, a number, a date…"""

from __future__ import annotations

import re
from collections.abc import Container

from assistant.answering.question import QuestionType
from assistant.text.analyse import Analyser
from assistant.text.fold import fold

_MONEY = re.compile(
    r"\d[\d\s\u00a0\u202f,.]*(?:€|euros?|k€|M€|Md€|%|millions?|milliards?)|gratuit", re.I
)
_EUROS = re.compile(r"€|\beuros?\b|\bgratuit|\bpayant|\bk€|\bM€", re.I)
_SHARES = re.compile(r"%|\bpour cent\b|\bmoitié|\btiers\b|\bquart\b", re.I)
_WHEREABOUTS = re.compile(
    r"\b(?:rue|avenue|boulevard|mail|quai|place|siège|adresses?|lieux?|endroits?|territoires?)\b|"
    r"\b(?:près de|proximité|auprès|guichet|antennes?|sites?|fiche|pages?|en ligne|cartes?|chez)\b|"
    r"\b(?:plateforme|Lille|Amiens|Maisons?|Crous|établissements?|organismes?|\d{5})\b",
    re.I,
)
_NUMBER = re.compile(
    r"\d|\b(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|"
    r"quarante|cinquante|cent|cents|mille|millions?|milliards?)\b",
    re.I,
)
_LENGTH = re.compile(
    r"\b(?:minutes?|heures?|jours?|semaines?|mois|ans?|années?|trimestres?)\b|\d ?h\b", re.I
)
_TIME = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|"
    r"novembre|décembre|automne|printemps|été|hiver|fin|avant|après|jusqu|dès|jours?|mois|ans?|"
    r"années?|semaines?)\b",
    re.I,
)
_REACHABLE = re.compile(
    r"(?:0|\+33 ?)[1-9](?:[ \u00a0\u202f.]?\d{2}){4}|\b0[ \u00a0\u202f]?8\d\d(?:[ \u00a0\u202f]?\d\d){3}|@|https?://|www\."
)
_LIMIT = re.compile(
    r"\bjusqu|\bavant (?:le|la|fin|\d)|\bau plus tard|\blimite|\bcl[oô]tur|\bferm[eé]|"
    r"\b(?:à|de) la fin\b|\bd'ici\b|\bde (?:janvier|février|mars|avril|mai|juin|juillet|août|"
    r"septembre|octobre|novembre|décembre) à |\bdemandes? (?:se font|ouvertes?|se dépose)",
    re.I,
)
# «selon le communiqué du 18 juin 2026» dates the source, not what it says.
_ATTRIBUTION = re.compile(
    r"(?:\b(?:selon|d'après)\b|\b(?:communiqué|registre|fiche|note|version|source|article)s? "
    r"(?:\w+ ){0,4}(?:du|de|au|en)\b)[^,;:.]*|\bdate de 20\d\d",
    re.I,
)
# «combien de postes», «quel nombre d'emplois»: the noun, past an adjective or a determiner.
_COUNTED = re.compile(
    r"\b(?:combien|nombre) (?:de |d')"
    r"(?:(?:nouve\w+|petit\w*|grand\w*|jeunes?|vrai\w*|ces?|ses|vos|leurs|la|le|les) )*"
    r"(?P<noun>[a-z-]{3,})"
)
_NUMBERED = re.compile(r"\d[\d\s\u00a0\u202f.,]*\d|\w+")
_REACH = 5  # words from the number to its noun: «25 000 anciens et futurs demandeurs d'emploi»
_EXPECTED: dict[QuestionType, re.Pattern[str]] = {
    QuestionType.AMOUNT: _MONEY,
    QuestionType.PLACE: _WHEREABOUTS,
    QuestionType.PRICE: _EUROS,
    QuestionType.SHARE: _SHARES,
    QuestionType.CONTACT: _REACHABLE,
    QuestionType.COUNT: _NUMBER,
    QuestionType.DATE: _TIME,
    QuestionType.DEADLINE: _LIMIT,
    QuestionType.DURATION: _LENGTH,
}


def holds_expected_kind(asks: QuestionType, text: str) -> bool:
    """True when `text` holds the kind of thing asked for (an amount, a number, a date)."""
    pattern = _EXPECTED.get(asks)
    return pattern is None or pattern.search(_ATTRIBUTION.sub(" ", text)) is not None


def counted_noun(question: str) -> str | None:
    """What «combien de …» asks to be counted, as one folded word; None for another question."""
    match = _COUNTED.search(" ".join(fold(question).split()))
    return match["noun"] if match else None


def counts(text: str, nouns: Container[str], analyser: Analyser) -> bool:
    """True when a number stands shortly before one of `nouns`, given as index terms, in `text`."""
    words = _NUMBERED.findall(text)
    for i, word in enumerate(words):
        if _NUMBER.fullmatch(word) or word[0].isdigit():
            near = " ".join(words[i + 1 : i + 1 + _REACH])
            if any(term in nouns for term in analyser.index_terms(near)):
                return True
    return False
