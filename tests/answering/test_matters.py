"""Another authority's matter is told by how people ask about it, the Region's own answered."""

from __future__ import annotations

import pytest

from assistant.answering.pipeline import answer
from assistant.answering.types import Outcome, Tools, Turn
from assistant.service import open_edition
from assistant.types import AnswerStatus
from ingest.pipeline import build
from tests.fakes import BagOfWordsEmbedder
from tests.small import TODAY, build_small

ASKED = """
[[section]]
document = "qui-fait-quoi"
heading = "Carte d'identité"
asked = [
  "mes papiers sont périmés, où les refaire", "on m'a volé mes papiers dans le métro",
  "refaire les papiers du petit avant les vacances", "papiers perdus, que faire",
]

[[section]]
document = "qui-fait-quoi"
heading = "Lycées"
asked = [
  "la classe de ma fille est glacée, qui répare", "il pleut dans le gymnase du bahut",
  "les fenêtres du bahut ferment mal", "qui entretient le bahut de mon fils",
]

[[section]]
document = "aide-velo"
heading = "Quel est le montant de l'aide Vélo ?"
asked = ["ils filent quelle somme pour ma bécane", "des sous pour pédaler, à hauteur de quoi"]
"""


@pytest.fixture(scope="session")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Tools:
    settings = build_small(tmp_path_factory.mktemp("matters"))
    (settings.corpus_dir / "asked.toml").write_text(ASKED, "utf-8")
    build(settings, BagOfWordsEmbedder)
    return open_edition(settings, BagOfWordsEmbedder()).tools


def asked(question: str, tools: Tools) -> Outcome:
    return answer(Turn(question, as_of=TODAY), tools).outcome


@pytest.mark.parametrize(
    "question", ["mes papiers sont périmés", "on a volé les papiers du petit, que faire ?"]
)
def test_a_matter_is_known_without_its_trigger_words(tools: Tools, question: str) -> None:
    outcome = asked(question, tools)

    assert outcome.status is AnswerStatus.OUT_OF_COMPETENCE
    assert outcome.contact is not None
    assert outcome.contact.label == "Mairie équipée"
    assert "État" in outcome.statements[0].text


def test_a_trigger_still_tells_a_matter(tools: Tools) -> None:
    outcome = asked("Comment avoir un passeport ?", tools)

    assert outcome.status is AnswerStatus.OUT_OF_COMPETENCE


def test_the_regions_own_matter_is_answered_from_the_directory(tools: Tools) -> None:
    outcome = asked("les fenêtres du bahut ferment mal, qui entretient le bahut ?", tools)

    assert outcome.status is AnswerStatus.ANSWERED
    assert outcome.statements[0].text == "La Région entretient les lycées."


def test_a_question_that_names_our_scheme_is_no_other_authoritys_matter(tools: Tools) -> None:
    outcome = asked("On m'a volé mes papiers : quel est le montant de l'aide Vélo ?", tools)

    assert outcome.status is AnswerStatus.ANSWERED
    assert "200" in outcome.statements[0].text
