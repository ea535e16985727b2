"""What is quoted: the sentence asked for, whole lists with their lead-in, in order, briefly."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.pipeline import answer
from assistant.answering.types import Outcome, Statement, Tools, Turn
from assistant.service import open_edition
from assistant.settings import AnsweringSettings, Settings
from assistant.types import AnswerStatus, Unit
from ingest.pipeline import build
from tests.conftest import CorpusFolder
from tests.fakes import BagOfWordsEmbedder
from tests.small import TODAY

MAX_WORDS = 45
SENTENCES = [
    "Le parcours Horizon accompagne chaque apprenti pendant toute son année de formation.",
    "Un tuteur du parcours Horizon rencontre la personne chaque mois dans son entreprise.",
    "Le parcours Horizon comprend aussi des ateliers de français, de calcul et d'informatique.",
    "À la fin du parcours Horizon, un entretien prépare la recherche du premier emploi.",
    "Le parcours Horizon est suivi par une équipe installée à Amiens et à Lille.",
    "Chaque étape du parcours Horizon est notée dans un carnet que la personne garde.",
]
HORIZON = f"""# Parcours Horizon

## Comment se passe le parcours Horizon ?

{" ".join(SENTENCES)}

## Qui peut suivre le parcours Horizon ?

Le parcours Horizon est ouvert à quatre publics :

- les apprentis ;
- les lycéens :
  - en terminale ;
  - en année de césure ;
- les stagiaires ;
- les personnes sans emploi.

Une attestation est demandée pour le parcours Horizon.

## Combien coûte le parcours Horizon ?

Le parcours Horizon est ouvert à tous. Le parcours Horizon coûte 30 € par an. Le parcours Horizon \
coûtait 25 € en 2024.

## Quels sont les ateliers du parcours Horizon ?

| Atelier | Jour |
|---|---|
| Calcul | lundi |
| Français | mardi |
"""
PRETS = [("Tandem", "un ordinateur"), ("Relais", "un téléphone"), ("Élan", "une tablette")]


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tools]:
    folder = tmp_path_factory.mktemp("compose")
    settings = Settings(
        corpus_dir=folder / "corpus",
        index_dir=folder / "index",
        answering=AnsweringSettings(max_words=MAX_WORDS),
    )
    corpus = CorpusFolder(settings.corpus_dir)
    corpus.add(HORIZON, id="horizon", title="Parcours Horizon")
    for name, thing in PRETS:
        corpus.add(
            f"# Prêt {name}\n\n## Que prête l'aide {name} ?\n\n"
            f"L'aide {name} prête {thing} aux étudiants de la Région.\n",
            id=f"pret-{name.lower().replace('é', 'e')}", title=f"Prêt {name}",
        )  # fmt: skip
    build(settings, BagOfWordsEmbedder)
    edition = open_edition(settings, BagOfWordsEmbedder())
    yield edition.tools
    edition.close()


def asked(question: str, tools: Tools) -> Outcome:
    return answer(Turn(question, as_of=TODAY), tools).outcome


def said(outcome: Outcome) -> str:
    return "\n".join(s.text for s in outcome.statements)


def span(statement: Statement) -> tuple[str, int, int]:
    (citation,) = statement.citations
    return citation.document_id, citation.start, citation.end


def test_a_list_is_quoted_whole_with_its_lead_in(tools: Tools) -> None:
    outcome = asked("Qui peut suivre le parcours Horizon ?", tools)

    assert outcome.status is AnswerStatus.ANSWERED
    wanted = [
        "Le parcours Horizon est ouvert à quatre publics :",
        "les apprentis", "les lycéens", "en terminale", "en année de césure", "les stagiaires",
        "les personnes sans emploi",
    ]  # fmt: skip
    (whole,) = (s.text for s in outcome.statements if wanted[0] in s.text)
    places = [whole.index(part) for part in wanted]
    assert places == sorted(places)


def test_a_fact_is_answered_by_its_sentence_and_not_by_its_section(tools: Tools) -> None:
    outcome = asked("Combien coûte le parcours Horizon ?", tools)

    assert outcome.statements[0].text == "Le parcours Horizon coûte 30 € par an."
    assert "ouvert à tous" not in said(outcome)


def test_figures_of_two_dates_stay_in_two_statements(tools: Tools) -> None:
    outcome = asked("Combien coûte le parcours Horizon ?", tools)

    assert not any("30 €" in s.text and "25 €" in s.text for s in outcome.statements)


def test_a_section_is_quoted_in_the_order_of_its_source_within_the_budget(tools: Tools) -> None:
    outcome = asked("Comment se passe le parcours Horizon ?", tools)
    texts = [s.text for s in outcome.statements]

    assert texts[0] == SENTENCES[0]
    assert 1 < len(texts) < len(SENTENCES)
    assert texts == [s for s in SENTENCES if s in texts]
    assert sum(len(t.split()) for t in texts) <= MAX_WORDS


def test_a_table_row_names_its_columns(tools: Tools) -> None:
    outcome = asked("Quel jour a lieu l'atelier Calcul du parcours Horizon ?", tools)

    assert any("Calcul" in s.text and "lundi" in s.text for s in outcome.statements)


def test_an_overview_says_one_sentence_of_each_document(tools: Tools) -> None:
    outcome = asked("Quelles aides existent pour les étudiants ?", tools)
    documents = [span(s)[0] for s in outcome.statements]

    assert set(documents) == {"pret-tandem", "pret-relais", "pret-elan"}
    assert len(documents) == 3


def test_the_document_that_is_named_is_the_one_quoted(tools: Tools) -> None:
    for name, thing in PRETS:
        outcome = asked(f"Que prête l'aide {name} ?", tools)

        assert outcome.statements[0].text == (
            f"L'aide {name} prête {thing} aux étudiants de la Région."
        )


WORDS = (
    "parcours Horizon apprentis lycéens prêt Tandem Relais étudiants ordinateur ateliers coûte "
    "combien qui comment quand quelles aides pour suivre jour calcul emploi carnet terminale"
).split()


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8))
def test_whatever_is_asked_lists_stay_whole_and_answers_short(
    tools: Tools, words: list[str]
) -> None:
    outcome = asked(" ".join(words) + " ?", tools)
    spans = [span(s) for s in outcome.statements]

    assert len(set(spans)) == len(spans), "something is said twice"
    sentences = 0
    for document_id, start, end in spans:
        for group in _groups(tools, document_id):
            inside = [u for u in group if u.start < end and u.end > start]
            assert inside in ([], group), "a list was cut"
        if not any(g[0].start <= start and end <= g[-1].end for g in _groups(tools, document_id)):
            text = tools.searcher.catalogue.document(document_id).text
            sentences += len(text[start:end].split())
    assert sentences <= MAX_WORDS or len(spans) == 1


def _groups(tools: Tools, document_id: str) -> list[list[Unit]]:
    """The lists of a document, each with its lead-in."""
    groups: dict[int, list[Unit]] = {}
    for passage in tools.searcher.catalogue.passages_of(document_id):
        for unit in passage.units:
            if unit.group is not None:
                groups.setdefault(unit.group, []).append(unit)
    return list(groups.values())
