"""«Bonjour, … Merci d'avance.»: said to a person, and no part of what is asked."""

from __future__ import annotations

import re

from assistant.text.fold import fold

_STOPS = r"[\s,;:.!…-]"
_BEFORE = re.compile(
    rf"(?:(?:bonjour|bonsoir|salut|coucou|bjr|bsr|slt|cc|hello|hi|hey|good morning|hola|madame|"
    rf"monsieur|mesdames|messieurs|a tous|a toutes|excusez[- ]moi(?: de vous deranger)?|"
    rf"desole de vous deranger|pardon)(?:\b{_STOPS}*(?:et|ou)\b(?={_STOPS}*(?:madame|monsieur|"
    rf"mesdames|messieurs|bonne annee)))?\b{_STOPS}*)+"
)
_THANKS = (
    r"(?:(?:je vous (?:en )?remercie|(?:un )?(?:grand )?merci|mrc|mci|mercii|thanks?(?: you)?|"
    r"gracias)(?: (?:bien|beaucoup|infiniment|mille fois|a vous|d'avance|d avance|par avance|"
    r"in advance|(?:de|pour) (?:votre|vos|ton|la|me|nous) [^?.!]{1,40}))*|"
    r"bien (?:cordialement|a vous)|cordialement|cdlt|respectueusement|"
    r"bonne (?:journee|soiree|fin de journee)|a bientot|au revoir|s'il (?:vous|te) plait|"
    r"s'il-vous-plait|svp|stp|please)"
)
_AFTER = re.compile(rf"(?:^|(?<=[\s,;:.!?…-])){_THANKS}(?:{_STOPS}+(?:et )?{_THANKS})*[\s.!…]*$")


def without_courtesy(question: str) -> str:
    """`question` without a greeting before and thanks after; as it is when nothing else is said."""
    folded = fold(question)
    if len(folded) != len(question):  # a character that folds to two: places cannot be told
        return question
    start, end = 0, len(question)
    if (before := _BEFORE.match(folded)) is not None:
        start = before.end()
    if (after := _AFTER.search(folded, start)) is not None:
        end = after.start()
    kept = question[start:end].strip(" ,;:-\n")
    return kept if re.search(r"\w", kept) else question
