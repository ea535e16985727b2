"""Who is responsible for what: the longest trigger whose words all stand in the question."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.reference.competences import (
    COMPETENCES,
    CompetenceMatcher,
    Competences,
    CompetencesError,
    Level,
    load_competences,
)
from assistant.settings import PROJECT_ROOT
from assistant.text.analyse import Analyser
from assistant.text.vocabulary import load_vocabulary

MATTER = """
[[matter]]
id = "{id}"
label = "{label}"
level = "{level}"
authority = "{authority}"
sentence = "Une phrase sur {label}."
triggers = [{triggers}]
contact_url = "https://www.example.org/"
"""


def matter(
    identifier: str, triggers: str, *, level: str = "etat", authority: str = "l'État"
) -> str:
    quoted = ", ".join(f'"{t.strip()}"' for t in triggers.split(","))
    return MATTER.format(
        id=identifier, label=identifier.title(), level=level, authority=authority, triggers=quoted
    )


def load(folder: Path, *matters: str) -> Competences:
    path = folder / COMPETENCES
    path.write_text("\n".join(matters), "utf-8")
    return load_competences(path)


def found(competences: Competences, question: str) -> str | None:
    analyser = Analyser()
    hit = CompetenceMatcher(competences.matters, analyser).match(
        frozenset(analyser.terms(question))
    )
    return hit.id if hit is not None else None


def test_a_matter_is_found_by_any_of_its_triggers(tmp_path: Path) -> None:
    competences = load(tmp_path, matter("papiers", "carte identité, passeport"))

    assert found(competences, "Comment refaire ma CARTE d’identité ?") == "papiers"
    assert found(competences, "un passeport en urgence") == "papiers"


def test_every_word_of_the_trigger_must_stand_in_the_question(tmp_path: Path) -> None:
    competences = load(tmp_path, matter("papiers", "carte identité"))

    assert found(competences, "la carte TER") is None
    assert found(competences, "l'identité de la Région") is None


def test_the_longest_trigger_wins(tmp_path: Path) -> None:
    competences = load(
        tmp_path,
        matter("transport", "carte"),
        matter("papiers", "carte identité"),
        matter("scolaire", "carte transport scolaire"),
    )

    assert found(competences, "ma carte de transport scolaire") == "scolaire"
    assert found(competences, "ma carte d'identité") == "papiers"
    assert found(competences, "ma carte") == "transport"


def test_equal_triggers_are_told_apart_the_same_way_every_time(tmp_path: Path) -> None:
    one, other = matter("alpha", "cantine"), matter("beta", "cantine")

    assert found(load(tmp_path, one, other), "la cantine") == found(
        load(tmp_path, other, one), "la cantine"
    )


def test_a_trigger_of_stop_words_never_matches(tmp_path: Path) -> None:
    assert found(load(tmp_path, matter("tout", "qui est")), "qui est là ?") is None


def test_a_missing_file_has_no_matter(tmp_path: Path) -> None:
    assert load_competences(tmp_path / COMPETENCES).matters == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (matter("x", "a", level="monde"), "matter.0.level"),
        (matter("", "a"), "matter.0.id"),
        (matter("x", "a").replace("authority", "autority"), "autority"),
        (matter("x", "a").replace('triggers = ["a"]', "triggers = []"), "matter.0.triggers"),
        (matter("x", "a") + "[[matters]]\n", "matters"),
        ("[[matter]\n", "line 1"),
    ],
)
def test_a_fault_is_refused_with_its_place(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(CompetencesError) as refused:
        load(tmp_path, text)

    assert COMPETENCES in str(refused.value)
    assert says in str(refused.value)


OWN = load_competences(PROJECT_ROOT / "corpus" / COMPETENCES)


def test_the_project_s_own_matters_are_told_apart_and_complete() -> None:
    ids = [m.id for m in OWN.matters]

    assert len(ids) > 20
    assert len(set(ids)) == len(ids)
    assert all(m.sentence.endswith(".") for m in OWN.matters)
    others = [m for m in OWN.matters if m.level is not Level.REGION]
    assert all(m.contact_url.startswith("https://") or m.contact_phone for m in others)


@pytest.mark.parametrize(
    ("question", "level"),
    [
        ("Comment refaire ma carte d'identité ?", Level.STATE),
        ("Je veux toucher le RSA", Level.DEPARTMENT),
        ("Inscrire mon enfant à la crèche", Level.MUNICIPALITY),
        ("Qui gère les lycées ?", Level.REGION),
    ],
)
def test_everyday_questions_reach_their_authority(question: str, level: Level) -> None:
    analyser = Analyser(load_vocabulary(PROJECT_ROOT / "corpus" / "vocabulary.toml"))
    hit = CompetenceMatcher(OWN.matters, analyser).match(frozenset(analyser.terms(question)))

    assert hit is not None
    assert hit.level is level
