"""Nothing is said whose quote is not in its source, or whose figures are not in its quote."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assistant.answering.types import Checks, Citation, Outcome, Statement, Tools, Turn
from assistant.answering.verify import quote_is_located, verify, verify_statements
from assistant.types import AnswerStatus
from tests.small import TODAY

DOCUMENT = "aide-velo"
SENTENCE = "L'aide Vélo est de 200 € par an."


def text_of(tools: Tools, document_id: str = DOCUMENT) -> str:
    return tools.searcher.catalogue.document(document_id).text


def cite(quote: str, start: int, end: int, document_id: str = DOCUMENT) -> Citation:
    return Citation(
        document_id=document_id, quote=quote, start=start, end=end, page=None,
        heading_path=(), passage=quote,
    )  # fmt: skip


def located(tools: Tools, quote: str, document_id: str = DOCUMENT) -> Citation:
    start = text_of(tools, document_id).index(quote)
    return cite(quote, start, start + len(quote), document_id)


def survives(tools: Tools, text: str, *citations: Citation) -> bool:
    verified = verify_statements([Statement(text, citations)], tools.searcher.catalogue)
    assert verified.checks.dropped == 1 - len(verified.statements)
    return bool(verified.statements)


@given(data=st.data())
def test_a_quote_at_its_own_offsets_is_located(small_tools: Tools, data: st.DataObject) -> None:
    text = text_of(small_tools)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))

    assert quote_is_located(cite(text[start:end], start, end), small_tools.searcher.catalogue)


@given(
    quote=st.text(max_size=60), start=st.integers(-500, 1500), end=st.integers(-500, 1500)
)  # fmt: skip
def test_a_quote_that_is_not_in_the_source_never_survives(
    small_tools: Tools, quote: str, start: int, end: int
) -> None:
    text = text_of(small_tools)
    assume(not (0 <= start < end <= len(text) and text[start:end] == quote))

    assert not survives(small_tools, quote, cite(quote, start, end))


@given(data=st.data())
def test_a_true_quote_at_wrong_offsets_never_survives(
    small_tools: Tools, data: st.DataObject
) -> None:
    true = located(small_tools, SENTENCE)
    shift = data.draw(st.integers(-400, 400).filter(bool))
    length = data.draw(st.integers(-5, 5))
    moved = replace(true, start=true.start + shift, end=true.end + shift + length)

    assert not survives(small_tools, SENTENCE, moved)


@given(where=st.integers(0, len(SENTENCE) - 1), letter=st.characters(min_codepoint=32))
def test_one_changed_character_is_enough(small_tools: Tools, where: int, letter: str) -> None:
    assume(SENTENCE[where] != letter)
    true = located(small_tools, SENTENCE)
    changed = replace(true, quote=SENTENCE[:where] + letter + SENTENCE[where + 1 :])

    assert not survives(small_tools, SENTENCE, changed)


@pytest.mark.parametrize(
    "wrong",
    [
        cite("", 0, 0),
        cite("", 10, 10),
        cite(SENTENCE, 0, len(SENTENCE), "no-such-document"),
    ],
    ids=["empty", "empty in the middle", "unknown document"],
)
def test_a_quote_of_nothing_is_no_quote(small_tools: Tools, wrong: Citation) -> None:
    assert not survives(small_tools, SENTENCE, wrong)


def test_offsets_counted_from_the_end_or_past_it_are_refused(small_tools: Tools) -> None:
    text = text_of(small_tools)
    tail = text[-10:]

    past_the_end = cite(tail, len(text) - 10, len(text) + 5)
    from_the_end = cite(text[-20:-10], -20, -10)

    assert not survives(small_tools, "sans chiffre", past_the_end)
    assert not survives(small_tools, "sans chiffre", from_the_end)


def test_a_quote_of_another_document_is_not_located_in_this_one(small_tools: Tools) -> None:
    other = located(small_tools, SENTENCE)

    assert not survives(small_tools, SENTENCE, replace(other, document_id="brevet-ia"))


@pytest.mark.parametrize(
    ("said", "stands"),
    [
        ("L'aide est de 200 € par an.", True),
        ("L'aide est de 200 euros chaque année.", True),
        ("L'aide est de deux cents euros.", True),
        ("L'aide est de 250 € par an.", False),
        ("L'aide est de 200 000 € par an.", False),
        ("L'aide est de 200 % par an.", False),
        ("En 2027, l'aide est de 200 € par an.", False),
        ("L'aide de 200 € est versée le 3 mars 2027.", False),
        ("L'aide de 200 € se demande au 03 20 12 34 56.", False),
    ],
)
def test_a_figure_absent_from_the_quote_drops_the_statement(
    small_tools: Tools, said: str, stands: bool
) -> None:
    assert survives(small_tools, said, located(small_tools, SENTENCE)) is stands


@given(amount=st.integers(0, 10**9))
def test_no_other_amount_than_the_quoted_one_survives(small_tools: Tools, amount: int) -> None:
    assume(amount != 200)
    said = f"L'aide Vélo est de {amount} € par an."

    assert not survives(small_tools, said, located(small_tools, SENTENCE))


def test_a_figure_may_stand_in_any_of_the_quotes(small_tools: Tools) -> None:
    now = located(small_tools, SENTENCE)
    before = located(small_tools, "En 2024, l'aide Vélo était de 150 €.")
    said = "L'aide est passée de 150 € en 2024 à 200 €."

    assert survives(small_tools, said, now, before)
    assert not survives(small_tools, said, now)


def test_a_figure_never_stands_on_a_quote_that_was_not_located(small_tools: Tools) -> None:
    now = located(small_tools, SENTENCE)
    invented = cite("L'aide Vélo est de 900 € par an.", now.start, now.end)
    catalogue = small_tools.searcher.catalogue

    assert not survives(small_tools, "L'aide est de 900 €.", now, invented)
    kept = verify_statements([Statement("L'aide est de 200 €.", (now, invented))], catalogue)
    assert kept.statements[0].citations == (now,)


def test_what_was_checked_is_counted(small_tools: Tools) -> None:
    true = located(small_tools, SENTENCE)
    verified = verify_statements(
        [Statement(SENTENCE, (true,)), Statement("L'aide est de 900 €.", (true,))],
        small_tools.searcher.catalogue,
    )

    assert verified.checks.statements == 1
    assert verified.checks.dropped == 1
    assert verified.checks.quotes_located == 2
    assert verified.checks.figures_checked == 2


def test_without_a_statement_left_there_is_no_answer(small_tools: Tools) -> None:
    wrong = Statement(SENTENCE, (cite(SENTENCE, 0, len(SENTENCE)),))
    outcome = verify(Turn("?", as_of=TODAY, statements=(wrong,)), small_tools)

    assert isinstance(outcome, Outcome)
    assert outcome.status is AnswerStatus.UNANSWERABLE_NO_SOURCE
    assert outcome.statements == ()
    assert outcome.checks == Checks(figures_checked=1, dropped=1)
    assert outcome.lead


def test_a_dropped_statement_makes_the_answer_partial_and_says_so(small_tools: Tools) -> None:
    good = Statement(SENTENCE, (located(small_tools, SENTENCE),))
    wrong = Statement("L'aide est de 900 €.", good.citations)
    outcome = verify(Turn("?", as_of=TODAY, statements=(good, wrong)), small_tools)

    assert isinstance(outcome, Outcome)
    assert outcome.status is AnswerStatus.ANSWERED_PARTIALLY
    assert outcome.statements == (good,)
    assert outcome.turn.notices == (small_tools.messages.notice.partial,)


def test_a_question_of_entitlement_never_ends_as_a_plain_answer(small_tools: Tools) -> None:
    good = Statement(SENTENCE, (located(small_tools, SENTENCE),))
    outcome = verify(Turn("?", as_of=TODAY, statements=(good,), entitlement=True), small_tools)

    assert isinstance(outcome, Outcome)
    assert outcome.status is AnswerStatus.ENTITLEMENT_INFORMATION
    assert small_tools.messages.notice.missing_facts in outcome.turn.notices
    assert outcome.lead
