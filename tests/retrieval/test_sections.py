"""Questions fall to the section that people ask so for, to a gap, or to nothing in particular."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.answering.types import Tools
from assistant.index.location import current_version, version_dir
from assistant.retrieval.sections import SECTIONS, SectionClassifier
from assistant.service import open_edition
from assistant.settings import Settings
from assistant.text.analyse import Analyser
from assistant.text.vocabulary import Vocabulary
from ingest.pipeline import build
from ingest.sections import fit_sections
from tests.fakes import BagOfWordsEmbedder
from tests.small import TODAY, build_small

PRICE, WHO, GAP = "Quel est le montant de l'aide Vélo ?", "Qui peut demander l'aide Vélo ?", "gap"
ASKED = f"""
[[section]]
document = "aide-velo"
heading = "{PRICE}"
asked = ["ils filent quelle somme pour ma bécane", "des sous pour pédaler, à hauteur de quoi"]

[[section]]
document = "aide-velo"
heading = "{WHO}"
asked = ["mon gamin au CAP y a droit pour sa bécane", "faut être étudiant pour pédaler aidé"]
"""
GAPS = """
[[gap]]
document = "aide-velo"
checked_on = 2026-11-25
asked = ["on m'a volé ma bécane, je redemande", "la bécane peut-elle être à moteur"]
"""


@pytest.fixture(scope="session")
def worded(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The small corpus with wordings and gaps."""
    settings = build_small(tmp_path_factory.mktemp("worded"))
    (settings.corpus_dir / "asked.toml").write_text(ASKED, "utf-8")
    (settings.corpus_dir / "gaps.toml").write_text(GAPS, "utf-8")
    build(settings, BagOfWordsEmbedder)
    return settings


@pytest.fixture
def tools(worded: Settings) -> Tools:
    return open_edition(worded, BagOfWordsEmbedder()).tools


def first_heading(tools: Tools, question: str) -> str:
    found = tools.searcher.search(tools.searcher.interpret(question), as_of=TODAY)
    return max(found.kept, key=lambda h: h.learned_share).passage.heading_path[-1]


@pytest.mark.parametrize(
    ("question", "heading"),
    [("quelle somme pour pédaler ?", PRICE), ("mon gamin y a droit, il est au CAP ?", WHO)],
)
def test_the_section_that_is_asked_for_so_is_believed_in(
    tools: Tools, question: str, heading: str
) -> None:
    assert first_heading(tools, question) == heading


def test_a_known_gap_is_believed_in_more_than_any_section(tools: Tools) -> None:
    query = tools.searcher.interpret("ma bécane a été volée, je peux redemander ?")
    found = tools.searcher.search(query, as_of=TODAY)
    best = max(h.learned_share for h in found.kept)

    assert found.gap.learned_share > best
    assert found.gap.learned > max(
        h.scores.learned for h in found.kept if h.scores.learned is not None
    )


def test_passages_that_nobody_has_worded_get_no_margin(tools: Tools) -> None:
    found = tools.searcher.search(tools.searcher.interpret("Qui crée le brevet IA ?"), as_of=TODAY)

    assert found.kept
    assert found.kept[0].meta.id == "brevet-ia"
    assert found.kept[0].scores.learned is None
    assert found.kept[0].learned_share == 0.0


def test_shares_of_sections_and_gaps_add_up_to_one() -> None:
    examples = [("le prix", ("a",)), ("la date", ("b",)), ("le vol", ("c",))]
    classifier, _ = fit_sections(examples, _analyser())
    fit = SectionClassifier(classifier, [(0, 1), (2,), ()], 4).fit("le prix ?", _analyser())

    assert fit.shares[0] == fit.shares[1] > fit.shares[2] > fit.shares[3] == 0.0
    assert fit.shares[[0, 2]].sum() + fit.gap_share == pytest.approx(1.0, abs=1e-5)
    assert fit.margins[0] > fit.margins[2] >= fit.margins[3]


def test_new_documents_leave_what_was_learned_as_it_is(worded: Settings) -> None:
    before = _weights(worded)
    brevet = worded.corpus_dir / "documents" / "fiche" / "brevet-ia.md"
    brevet.write_text(brevet.read_text("utf-8") + "\n## Quand ?\n\nEn 2027.\n", "utf-8")
    build(worded, BagOfWordsEmbedder)
    after = _weights(worded)

    np.testing.assert_array_equal(before, after)
    own = open_edition(worded, BagOfWordsEmbedder()).tools
    assert first_heading(own, "quelle somme pour pédaler ?") == PRICE


def test_without_wordings_nothing_is_learned(tmp_path: Path) -> None:
    settings = build_small(tmp_path)
    tools = open_edition(settings, BagOfWordsEmbedder()).tools
    found = tools.searcher.search(tools.searcher.interpret("montant aide Vélo"), as_of=TODAY)

    assert found.kept[0].passage.heading_path[-1] == PRICE
    assert all(h.scores.learned is None for h in found.kept)
    assert replace(found.gap) == type(found.gap)()


def _analyser() -> Analyser:
    return Analyser(Vocabulary((), (), (), (), ""))


def _weights(settings: Settings) -> np.ndarray:
    version = current_version(settings.index_dir)
    assert version is not None
    folder = version_dir(settings.index_dir, version) / SECTIONS
    assert json.loads((folder / "classes.json").read_text("utf-8"))
    return np.load(folder / "weights.npy")
