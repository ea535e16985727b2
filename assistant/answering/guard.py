"""First step: what must not reach search, and what is met at once."""

from __future__ import annotations

import re
from base64 import b64decode
from dataclasses import replace

from assistant.answering.danger import Alarm, danger_by_rule, danger_learned
from assistant.answering.personal_data import PersonalDataKind, mask, without_marks
from assistant.answering.reading import LEET, clean_question, guard_rules, joined, shape
from assistant.answering.types import HumanContact, Outcome, Tools, Turn
from assistant.reference.messages import Messages
from assistant.retrieval.query import is_french
from assistant.text.fold import fold
from assistant.types import AnswerStatus

_WORD_OR_ELISION = re.compile(r"[\w']+")
_DIGIT = re.compile(r"[0-9]")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{20,}={0,2}")


def is_abuse(question: str) -> bool:
    """Whether `question` insults, however it is spelled."""
    rule = guard_rules().abuse
    return any(rule.search(text) for text in _readings(question))


def is_manipulation(question: str) -> bool:
    """Whether `question` tries to change what the assistant is or says, in clear or encoded."""
    rule = guard_rules().manipulation
    return any(rule.search(text) for text in (*_readings(question), *_decoded(question)))


def _readings(question: str) -> tuple[str, ...]:
    """As typed, without punctuation, with digits read as letters, with lone letters joined."""
    shaped = shape(clean_question(question))
    words = _WORD_OR_ELISION.findall(shaped)
    read = (w.translate(LEET) if not w.isdigit() and _DIGIT.search(w) else w for w in words)
    return shaped, " ".join(read), joined(shaped)


def _decoded(question: str) -> list[str]:
    """The texts that base64 runs in `question` hide."""
    texts = []
    for run in _BASE64.findall(question):
        whole = run.rstrip("=")
        try:
            raw = b64decode(whole + "=" * (-len(whole) % 4)).decode("utf-8")
        except ValueError:
            continue
        texts.append(shape(clean_question(raw)))
    return texts


def guard(turn: Turn, tools: Tools) -> Turn | Outcome:
    """Distress first, then personal data masked, then abuse and manipulation refused."""
    question = clean_question(turn.question)
    masked = mask(question)
    turn = replace(turn, question=masked.text, masked=tuple(k.value for k in masked.kinds))
    said = without_marks(masked.text)
    mended = tools.searcher.interpret(said).text
    if (danger := danger_by_rule(question, mended=mended)) is not None:
        return signposted(turn, Alarm(danger, sure=True), tools)
    if is_manipulation(question):
        return _end(turn, tools, AnswerStatus.REFUSED_MANIPULATION)
    # What was only learned waits for the end of the turn: it may be met in a better way.
    turn = replace(turn, alarm=danger_learned(said, mended=mended) if said else None)
    if masked.kinds:
        kinds = kind_names(masked.kinds, tools.messages)
        if not _says_more(masked.text, tools):
            return _end(turn, tools, AnswerStatus.REFUSED_PERSONAL_DATA, kinds=kinds)
        notice = tools.messages.notice.masked.format(kinds=kinds)
        turn = replace(turn, notices=(*turn.notices, notice))
    if is_abuse(question):
        return _end(turn, tools, AnswerStatus.REFUSED_ABUSE)
    return turn


def signposted(turn: Turn, alarm: Alarm, tools: Tools) -> Outcome:
    """The numbers to call, and nothing else."""
    contact = tools.messages.contact[alarm.danger.value]
    return Outcome(
        AnswerStatus.SIGNPOSTED_DISTRESS,
        turn,
        lead=tools.messages.status[f"signposted_{alarm.danger}"].for_style(turn.style),
        contact=HumanContact(contact.label, contact.url, contact.phone),
    )


def kind_names(kinds: tuple[PersonalDataKind, ...], messages: Messages) -> str:
    """The kinds of personal data in French, for a sentence."""
    return ", ".join(getattr(messages.personal_data, kind.value) for kind in kinds)


def _says_more(masked: str, tools: Tools) -> bool:
    """Whether more is said than names and what the masked data are called."""
    labels = guard_rules().personal_label
    words = _WORD_OR_ELISION.findall(without_marks(masked))
    return any(
        labels.fullmatch(fold(word)) is None and not _is_in_name(words, i)
        for i, word in enumerate(words)
        if tools.searcher.analyser.terms(word)
    )


def _is_in_name(words: list[str], i: int) -> bool:
    """True of «Ducrocq», and of «Jean» beside it, which alone is also a cloth."""
    beside = words[max(0, i - 1) : i + 2]
    return words[i].istitle() and any(w.istitle() and not is_french(w) for w in beside)


def _end(
    turn: Turn,
    tools: Tools,
    status: AnswerStatus,
    *,
    kinds: str = "",
) -> Outcome:
    lead = tools.messages.for_status(status, turn.style).format(kinds=kinds)
    return Outcome(status, turn, lead=lead)
