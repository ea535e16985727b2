"""The same sentence with another figure is another fact, not a near-duplicate."""

from __future__ import annotations

from assistant.service import open_edition
from assistant.settings import Settings
from ingest.pipeline import build
from tests.conftest import CorpusFolder
from tests.fakes import BagOfWordsEmbedder
from tests.small import TODAY

CARD = """# Carte {name}

## Combien coûte la carte {name} ?

La carte {name} coûte {price} € par an, selon le registre public des aides, et donne droit au train.
"""


def test_two_cards_with_two_prices_are_both_kept(corpus: CorpusFolder, settings: Settings) -> None:
    for name, price in (("Jeune", 15), ("Adulte", 30), ("Double", 30)):
        corpus.add(
            CARD.format(name=name, price=price), id=f"carte-{name.lower()}", title=f"Carte {name}"
        )
    build(settings, BagOfWordsEmbedder)
    searcher = open_edition(settings, BagOfWordsEmbedder()).tools.searcher
    found = searcher.search(searcher.interpret("prix de la carte pour le train"), as_of=TODAY)

    prices = sorted("15" in h.text for h in found.kept)
    assert prices == [False, True]
