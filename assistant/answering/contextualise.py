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


def contextualise(turn: Turn, tools: Tools) -> Turn | Outcome:
    """Puts the last subject of the conversation into a question that leans on it."""
    asked = without_courtesy(turn.question)
    if not turn.history or _is_courtesy(turn.question) or not _leans_on_history(asked, tools):
        return replace(turn, standalone=asked)
    subject = _last_subject(turn, tools)
    if subject is None:
        return replace(turn, standalone=asked)
    standalone = f"{subject} : {asked}"
    notice = tools.messages.notice.follow_up.format(question=standalone)
    return replace(turn, standalone=standalone, notices=(*turn.notices, notice))


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
