"""Two cards that differ by an age: unless one is meant, both prices are said."""

from __future__ import annotations

import pytest

from assistant.answering.pipeline import answer
from assistant.answering.types import Tools, Turn
from assistant.service import open_edition
from assistant.settings import Settings
from ingest.pipeline import build
from tests.conftest import CorpusFolder
from tests.fakes import BagOfWordsEmbedder
from tests.small import TODAY

CARD = """# Carte Train {ages}

## Combien coûte la carte Train {ages} ?

La carte Train {ages} coûte {price} € par an pour voyager en région.

## Où demander la carte Train {ages} ?

La carte Train {ages} se demande au guichet de la gare.
"""


@pytest.fixture
def tools(corpus: CorpusFolder, settings: Settings) -> Tools:
    for number, ages, price in ((1, "-26 ans", 15), (2, "+26 ans", 30)):
        corpus.add(
            CARD.format(ages=ages, price=price), id=f"carte-{number}", title=f"Carte Train {ages}"
        )
    build(settings, BagOfWordsEmbedder)
    return open_edition(settings, BagOfWordsEmbedder()).tools


def said(question: str, tools: Tools) -> str:
    outcome = answer(Turn(question, as_of=TODAY), tools).outcome
    return " ".join(s.text for s in outcome.statements)


def test_both_prices_are_said_when_no_card_is_meant(tools: Tools) -> None:
    text = said("Combien coûte une carte pour le train ?", tools)

    assert "15 €" in text
    assert "30 €" in text
