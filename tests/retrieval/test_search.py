"""Which passages are kept, which are set aside and why, and in which order."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answering.types import Tools
from assistant.retrieval.search import Hit, Rejection, SearchResult
from assistant.types import Audience
from tests.small import TODAY


def search(
    tools: Tools,
    question: str,
    *,
    as_of: date = TODAY,
    k: int | None = None,
    audience: Audience | None = None,
) -> SearchResult:
    searcher = tools.searcher
    return searcher.search(searcher.interpret(question), as_of=as_of, k=k, audience=audience)


def documents(hits: tuple[Hit, ...]) -> list[str]:
    return [h.meta.id for h in hits]


def rejection_of(result: SearchResult, document_id: str) -> set[Rejection | None]:
    return {h.rejection for h in result.rejected if h.meta.id == document_id}


@pytest.mark.parametrize(
    ("question", "document_id", "heading"),
    [
        ("montant de l'aide Vélo", "aide-velo", "Quel est le montant de l'aide Vélo ?"),
        ("l'aide velo pour un lycéen apprenti", "aide-velo", "Qui peut demander l'aide Vélo ?"),
        ("proche IA", "brevet-ia", "Qui crée le brevet IA ?"),
        ("bus fermé", "prime-bus", "La prime Bus est-elle encore ouverte ?"),
    ],
)
def test_the_section_that_answers_comes_first(
    small_tools: Tools, question: str, document_id: str, heading: str
) -> None:
    best = search(small_tools, question, as_of=date(2025, 12, 1)).kept[0]

    assert best.meta.id == document_id
    assert best.passage.heading_path[-1] == heading
    assert (
        best.text
        == small_tools.searcher.catalogue.document(document_id).text[
            best.passage.start : best.passage.end
        ]
    )


def test_an_expired_document_is_set_aside_and_says_so(small_tools: Tools) -> None:
    today = search(small_tools, "montant de la prime Bus", k=50)

    assert "prime-bus" not in documents(today.kept)
    assert rejection_of(today, "prime-bus") == {Rejection.EXPIRED}


def test_a_document_is_valid_on_its_last_day_and_not_on_the_next(small_tools: Tools) -> None:
    last = search(small_tools, "montant de la prime Bus", as_of=date(2025, 12, 31))
    after = search(small_tools, "montant de la prime Bus", as_of=date(2026, 1, 1))

    assert last.kept[0].meta.id == "prime-bus"
    assert "prime-bus" not in documents(after.kept)


def test_a_document_is_not_used_before_its_first_day(small_tools: Tools) -> None:
    before = search(small_tools, "titre Mobilité", as_of=date(2026, 12, 31), k=50)
    first = search(small_tools, "titre Mobilité", as_of=date(2027, 1, 1))

    assert "titre-mobilite" not in documents(before.kept)
    assert rejection_of(before, "titre-mobilite") == {Rejection.NOT_YET_VALID}
    assert first.kept[0].meta.id == "titre-mobilite"


@pytest.mark.parametrize(
    ("audience", "first"),
    [(Audience.COMPANY, "conseil-entreprise"), (Audience.RESIDENT, "conseil-habitant")],
)
def test_a_document_for_another_audience_ranks_lower(
    small_tools: Tools, audience: Audience, first: str
) -> None:
    question = "qui conseille sur le numérique et les logiciels"
    advice = [
        d
        for d in documents(search(small_tools, question, audience=audience, k=50).kept)
        if d.startswith("conseil-")
    ]

    assert advice[0] == first


def test_an_agent_sees_what_everyone_sees(small_tools: Tools) -> None:
    question = "qui conseille sur le numérique"

    assert search(small_tools, question, audience=Audience.AGENT) == search(small_tools, question)


def test_near_duplicates_are_collapsed_into_the_best_one(small_tools: Tools) -> None:
    result = search(small_tools, "à quoi sert le chèque Rugby", k=50)
    kept = [d for d in documents(result.kept) if d.startswith("cheque-rugby")]
    others = {d for d in ("cheque-rugby-a", "cheque-rugby-b") if d not in kept}

    assert len(kept) == 1
    assert rejection_of(result, others.pop()) == {Rejection.DUPLICATE}


def test_at_most_k_are_kept_and_the_rest_says_why(small_tools: Tools) -> None:
    result = search(small_tools, "l'aide de la Région", k=2)

    assert len(result.kept) == 2
    assert Rejection.BELOW_RANK in {h.rejection for h in result.rejected}
    assert all(h.rejection is None for h in result.kept)
    assert all(h.rejection is not None for h in result.rejected)


def test_a_question_gives_the_same_order_every_time(small_tools: Tools) -> None:
    question = "quelle aide de la Région pour un jeune"
    runs = [search(small_tools, question) for _ in range(5)]

    assert all(run == runs[0] for run in runs)
    scores = [h.scores.fused for h in runs[0].kept]
    assert scores == sorted(scores, reverse=True)


def test_coverage_is_the_share_of_the_question_that_a_passage_meets(small_tools: Tools) -> None:
    whole = search(small_tools, "montant de l'aide Vélo").kept[0]
    half = search(small_tools, "montant zygomax de l'aide Vélo pour les xylophages").kept[0]
    none = search(small_tools, "zygomax xylophage").kept

    assert whole.coverage == pytest.approx(1.0)
    assert 0 < half.coverage < 1
    assert all(h.coverage == 0 for h in none)


def test_a_synonym_meets_a_word_by_its_weight_only(small_tools: Tools) -> None:
    # «subvention» stands in no text but in an alias; «aide» is worth 0.6 of it.
    best = search(small_tools, "une bicyclette de rugby").kept
    rugby = next(h for h in best if h.meta.id.startswith("cheque-rugby"))
    velo = next(h for h in best if h.meta.id == "aide-velo")

    assert 0 < rugby.coverage < 1
    assert 0 < velo.coverage < 1


def test_every_ranker_s_score_is_told(small_tools: Tools) -> None:
    best = search(small_tools, "montant de l'aide Vélo").kept[0]

    assert best.scores.head > 0
    assert best.scores.whole > 0
    assert best.scores.dense is not None
    assert -1.0 <= best.scores.dense <= 1.0001


def test_a_question_without_a_known_word_still_gives_an_ordered_result(small_tools: Tools) -> None:
    result = search(small_tools, "zygomax")

    assert result == search(small_tools, "zygomax")
    assert all(h.scores.head == h.scores.whole == 0 for h in result.kept)
