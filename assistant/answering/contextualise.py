"""A follow-up becomes a question that stands by itself, by rules."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answering.courtesy import without_courtesy
from assistant.answering.question import FACTS, is_incidental, only_repeats_form, question_type
from assistant.answering.reading import guard_rules, shape
from assistant.answering.types import Outcome, Tools, Turn
from assistant.text.fold import fold

# «Et pour les apprentis ?», «et le montant ?», «combien ?», «qui peut la demander ?»
_CONTINUES = re.compile(
    "|".join(
        (
            r"^(?:et|mais|ou|alors|du coup|sinon|ok|donc)\b",
            r"^(?:combien|quand|ou|qui|comment|pourquoi|le(?:s)?quels?|la(?:s)?quelle|lesquelles)"
            r"(?: ca| cela)?(?: \?)?$",
            r"\b(?:celui|celle|ceux|celles)[- ](?:ci|la)\b",
            r"\bcet? (?:dispositif|programme|brevet|plan|projet|appel)\b",
            r"\bcette (?:aide|mesure|bourse|carte|formation|conference)\b",
            r"(?<!a-t-)(?<!faut-)\b(?:il|elle|ils|elles)\b(?! (?:y a|faut|existe|pleut|fait))",
            r"\b(?:son|sa|ses)\b",
            r"\by (?:acceder|participer|aller|inscrire)\b",
            r"\b(?:peut|pourra|peux|puis-je|faut|doit|dois|vais|va|veux|comment|pour) "
            r"(?:le|la|les|l'|en) ?[a-z]+(?:er|ir|oir|re)\b",
            r"\b(?:le|la|les|l'|en) ?(?:demander|obtenir|avoir|toucher|recevoir|utiliser|"
            r"beneficier|profiter)\b",
            r"\b(?:ca|cela)\b",
        )
    )
)
# A question with more content words of its own than this has its own subject.
_OWN_SUBJECT = 5
_TURNS_READ = 2
_LONGEST_BEFORE = 200  # characters of the last questions that a follow-up is read with


def contextualise(turn: Turn, tools: Tools) -> Turn | Outcome:
    """Puts the last subject of the conversation into a question that leans on it."""
    asked = without_courtesy(turn.question)
    if not turn.history or _is_courtesy(turn.question) or not _leans_on_history(asked, tools):
        return replace(turn, standalone=asked)
    subject = _last_subject(turn, tools)
    if subject is None:
        return replace(turn, standalone=asked)
    return replace(turn, standalone=f"{subject} : {asked}", readings=_readings(turn, asked, tools))


def _readings(turn: Turn, asked: str, tools: Tools) -> tuple[str, ...]:
    """What else a follow-up may mean: the last question with another end, or just what it says.

    «Je suis apprenti, vous m'aidez pour mes outils ?», then «et pour les repas ?», is not about
    the tools' aid any more.
    """
    last = [past.question for past in turn.history[-_TURNS_READ:]]
    before = (" ".join(last[start:])[-_LONGEST_BEFORE:] for start in range(len(last)))
    alone = () if _says_no_subject(asked, tools) or not _terms(asked, tools) else (asked,)
    return (*(f"{said} {asked}" for said in before), *alone)


def _terms(question: str, tools: Tools) -> list[str]:
    return tools.searcher.analyser.terms(question)


def _is_courtesy(question: str) -> bool:
    rules, bare = guard_rules(), shape(question).strip(" ?!.,;:…")
    return bool(rules.thanks.fullmatch(bare) or rules.greeting.fullmatch(bare))


def _leans_on_history(question: str, tools: Tools) -> bool:
    terms = tools.searcher.analyser.terms(question)
    if tools.names.programmes_in(frozenset(terms)):
        return False  # «et ADEN ?» brings its own subject
    if len(terms) > _OWN_SUBJECT:
        return False
    if not terms or _says_no_subject(question, tools):
        return True
    return _CONTINUES.search(fold(question).strip()) is not None


def _says_no_subject(question: str, tools: Tools) -> bool:
    """True of «à partir de quel âge ?», «combien d'argent en tout ?»: who asks, and which kind."""
    kind = question_type(question)
    return kind in FACTS and all(
        is_incidental(w.surface) or only_repeats_form(kind, w.surface)
        for w in tools.searcher.analyser.analyse(question)
    )


def _last_subject(turn: Turn, tools: Tools) -> str | None:
    known = {meta.id: meta for meta in tools.searcher.catalogue.metas()}
    for past in reversed(turn.history):
        for document_id in past.document_ids:
            if document_id in known:
                return known[document_id].title
    return None
