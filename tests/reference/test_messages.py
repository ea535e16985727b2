"""Every sentence that a person may be shown is there, in both registers, in French typography."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from assistant.answering.personal_data import PersonalDataKind
from assistant.answering.pipeline import Progress
from assistant.reference.messages import (
    MESSAGES,
    MessagesError,
    default_messages,
    load_messages,
)
from assistant.types import AnswerStatus, Audience, DocumentKind, DocumentStatus, Style

SILENT = {AnswerStatus.ANSWERED}  # its statements speak for themselves


def sentences(value: object, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from sentences(getattr(value, name), f"{place}.{name}")
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from sentences(inner, f"{place}.{name}")
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            yield from sentences(inner, f"{place}.{number}")


ALL = dict(sentences(default_messages()))


@pytest.mark.parametrize("status", sorted(set(AnswerStatus) - SILENT))
def test_every_status_has_its_text_in_both_registers(status: AnswerStatus) -> None:
    messages = default_messages()

    assert messages.for_status(status, Style.STANDARD)
    assert messages.for_status(status, Style.PLAIN)


@pytest.mark.parametrize("kind", PersonalDataKind)
def test_every_kind_of_personal_data_has_its_name(kind: PersonalDataKind) -> None:
    assert getattr(default_messages().personal_data, kind.value)


@pytest.mark.parametrize("progress", Progress)
def test_every_stage_has_its_word(progress: Progress) -> None:
    assert getattr(default_messages().step, progress.value)


def test_every_closed_list_is_named_whole() -> None:
    messages = default_messages()

    assert set(messages.document_status) == set(DocumentStatus)
    assert set(messages.document_kind) == set(DocumentKind)
    assert set(messages.audience) == set(Audience)


@pytest.mark.parametrize("audience", [None, *Audience])
def test_everyone_has_a_human_contact(audience: Audience | None) -> None:
    contact = default_messages().contact_for(audience)

    assert contact.label
    assert contact.url.startswith("https://")


def test_distress_is_given_the_3114_the_15_and_the_112() -> None:
    messages = default_messages()
    for style in Style:
        said = messages.for_status(AnswerStatus.SIGNPOSTED_DISTRESS, style)
        assert all(number in said for number in ("3114", "15", "112"))
    assert messages.contact["distress"].phone == "3114"


def test_violence_is_given_its_own_numbers() -> None:
    messages = default_messages()
    for style in Style:
        said = messages.status["signposted_violence"].for_style(style)
        assert all(number in said for number in ("17", "112", "3919", "119"))
    assert messages.contact["violence"].phone == "3919"


def test_the_disclosure_says_that_nobody_is_there() -> None:
    for style in Style:
        said = default_messages().disclosure.for_style(style)
        assert re.search(r"automatique|programme", said)
        assert "personne" in said


@pytest.mark.parametrize("place", ALL)
def test_every_sentence_is_typeset_in_french(place: str) -> None:
    said = ALL[place]

    assert said == said.strip()
    assert '"' not in said
    assert not re.search(r"[^\u202f][;!?]", said), "narrow no-break space before ; ! ?"
    assert not re.search(r"[^\u00a0]:(?!//| application/)", said), "no-break space before :"
    assert not re.search(r"«[^\u00a0]|[^\u00a0]»", said), "no-break space inside « »"


def own(folder: Path, text: str) -> Path:
    path = folder / MESSAGES
    path.write_text(text, "utf-8")
    return path


def test_a_corpus_may_change_one_sentence_and_keep_the_rest(tmp_path: Path) -> None:
    path = own(tmp_path, '[status.greeting]\nstandard = "Bonjour à vous."\nfacile = "Salut."\n')
    changed, kept = load_messages(path), default_messages()

    assert changed.for_status(AnswerStatus.GREETING, Style.STANDARD) == "Bonjour à vous."
    assert changed.for_status(AnswerStatus.PAUSED, Style.PLAIN) == (
        kept.for_status(AnswerStatus.PAUSED, Style.PLAIN)
    )


def test_a_missing_file_changes_nothing(tmp_path: Path) -> None:
    assert load_messages(tmp_path / MESSAGES) == default_messages()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[statuses.greeting]\nstandard = 'x'\n", "statuses"),
        ("[status.nouveau]\nstandard = 'x'\n", "status.nouveau.facile"),
        ("[notice]\nexpired = 3\n", "notice.expired"),
        ("[notice]\nmasked = 'Masqué : {kind}.'\n", "{kind}"),
        ("[status.greeting]\nstandard = 'Bonjour {name}'\n", "status.greeting.standard"),
        ("[notice]\npartial = 'Une partie } seulement'\n", "notice.partial"),
        ("[notice\n", "line 1"),
    ],
)
def test_a_fault_is_refused_with_its_place(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(MessagesError) as refused:
        load_messages(own(tmp_path, text))

    assert MESSAGES in str(refused.value)
    assert says in str(refused.value)
