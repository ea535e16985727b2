"""Who asks what replaced a closed scheme gets the successor, not «closed»."""

from __future__ import annotations

import pytest

from assistant.answering.pipeline import answer
from assistant.answering.types import Outcome, Tools, Turn
from assistant.service import open_edition
from assistant.settings import Settings
from assistant.types import AnswerStatus
from ingest.pipeline import build
from tests.conftest import CorpusFolder
from tests.fakes import BagOfWordsEmbedder
from tests.small import TODAY

OLD = """# Aide Roulotte

## L'aide Roulotte est-elle encore ouverte ?

L'aide Roulotte est fermée depuis le 1er janvier 2026.
"""
NEW = """# Aide Caravane

## Qu'est-ce que l'aide Caravane ?

L'aide Caravane paie une caravane. L'aide Caravane a succédé à l'aide Roulotte.
"""


@pytest.fixture
def tools(corpus: CorpusFolder, settings: Settings) -> Tools:
    corpus.add(OLD, id="roulotte", title="Aide Roulotte", valid_until="2025-12-31")
    corpus.add(NEW, id="caravane", title="Aide Caravane")
    build(settings, BagOfWordsEmbedder)
    return open_edition(settings, BagOfWordsEmbedder()).tools


def asked(question: str, tools: Tools) -> Outcome:
    return answer(Turn(question, as_of=TODAY), tools).outcome


def test_the_successor_is_the_answer(tools: Tools) -> None:
    outcome = asked("Par quoi l'aide Roulotte est-elle remplacée ?", tools)

    assert outcome.status is AnswerStatus.ANSWERED
    assert [s.text for s in outcome.statements] == ["L'aide Caravane a succédé à l'aide Roulotte."]
    assert "Roulotte" in outcome.turn.notices[-1]


def test_who_asks_for_the_scheme_itself_hears_that_it_is_closed(tools: Tools) -> None:
    outcome = asked("Comment demander l'aide Roulotte ?", tools)

    assert outcome.status is AnswerStatus.UNANSWERABLE_EXPIRED_ONLY
    assert "fermée" in outcome.statements[0].text
    assert "Caravane" in outcome.statements[-1].text
