from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.types import Audience, DocumentKind, DocumentStatus
from ingest.frontmatter import Description, body_of, read_sidecar, split_front_matter
from ingest.model import RefusalReason
from tests.conftest import front_matter

PATH = Path("aide.md")
HEADER = """---
id: aide
title: Aide au permis
publisher: Région Hauts-de-France
kind: guide
status: synthese
audience: [habitant, entreprise]
themes: [permis, mobilité]
published_on: 2026-06-18
valid_from:
valid_until: 2026-12-31
checked_on: 2026-11-20
url: https://www.hautsdefrance.fr/aide
source: Texte écrit pour les tests
licence: Licence Ouverte 2.0
aliases: [permis B]
---
"""


def described(text: str | bytes) -> Description:
    return split_front_matter(PATH, text if isinstance(text, bytes) else text.encode())


def changed(**changes: Any) -> Description:
    head = yaml.safe_dump(front_matter(**changes), allow_unicode=True, sort_keys=False)
    return described(f"---\n{head}---\nCorps.\n")


def faults(description: Description) -> list[tuple[int | None, str]]:
    assert description.meta is None
    assert all(p.reason is RefusalReason.METADATA for p in description.problems)
    return [(p.line, p.message) for p in description.problems]


def test_every_field_is_read() -> None:
    meta = described(HEADER + "# Aide\n").meta
    assert meta is not None
    assert (meta.id, meta.title, meta.publisher) == (
        "aide",
        "Aide au permis",
        "Région Hauts-de-France",
    )
    assert (meta.kind, meta.status) == (DocumentKind.GUIDE, DocumentStatus.SYNTHESIS)
    assert meta.audience == (Audience.RESIDENT, Audience.COMPANY)
    assert (meta.themes, meta.aliases) == (("permis", "mobilité"), ("permis B",))
    assert (meta.published_on, meta.valid_from) == (date(2026, 6, 18), None)
    assert (meta.valid_until, meta.checked_on) == (date(2026, 12, 31), date(2026, 11, 20))
    assert (meta.url, meta.licence) == (
        "https://www.hautsdefrance.fr/aide",
        "Licence Ouverte 2.0",
    )
    assert meta.source == "Texte écrit pour les tests"


def test_the_body_keeps_its_line_numbers() -> None:
    body = body_of((HEADER + "# Aide\nTexte.\n").encode())
    lines = (HEADER + "# Aide\nTexte.\n").split("\n")
    assert body.decode().split("\n").index("# Aide") == lines.index("# Aide")
    assert b"publisher" not in body


@pytest.mark.parametrize(
    "text", ["\ufeff" + HEADER, HEADER.replace("---\n", "---  \n")], ids=["mark", "spaces"]
)
def test_a_byte_order_mark_and_trailing_spaces_do_no_harm(text: str) -> None:
    assert described(text).meta is not None


def test_windows_line_ends_are_read() -> None:
    described_ = described(HEADER.replace("\n", "\r\n") + "Corps.\r\n")
    assert described_.meta is not None
    assert described_.meta.title == "Aide au permis"


def test_every_fault_is_reported_at_once_with_its_line() -> None:
    text = (
        HEADER.replace("id: aide", "id: Aide Permis")
        .replace("kind: guide", "kind: guyde")
        .replace("audience: [habitant, entreprise]", "audience: [habitant, martien]")
        .replace("published_on: 2026-06-18", "published_on: 2026-02-30")
        .replace("checked_on: 2026-11-20", "checked_on: 20/11/2026")
        .replace("https://www.hautsdefrance.fr/aide", "hautsdefrance.fr")
        .replace("source: Texte écrit pour les tests\n", "")
        .replace("aliases: [permis B]", "couleur: bleue")
    )
    lines = text.split("\n")

    def line(start: str) -> int:
        return next(n for n, row in enumerate(lines, 1) if row.startswith(start))

    found = faults(described(text))
    assert [(n, message.split(" : ")[0]) for n, message in found] == [
        (1, "source"),
        (line("id:"), "id"),
        (line("kind:"), "kind"),
        (line("audience:"), "audience.1"),
        (line("published_on:"), "published_on"),
        (line("checked_on:"), "checked_on"),
        (line("url:"), "url"),
        (line("couleur:"), "couleur"),
    ]
    said = " ".join(message for _, message in found)
    for word in ("obligatoire", "inconnu", "tirets", "'guide'", "'habitant'", "AAAA-MM-JJ"):
        assert word in said
    assert "n'existe pas : «2026-02-30»" in said


def test_the_place_is_written_as_editors_open_it() -> None:
    problem = described("Sans en-tête").problems[0]
    assert str(problem).startswith("aide.md:1: l'en-tête manque")


UNREADABLE: dict[str, tuple[str | bytes, int, str]] = {
    "empty": ("", 1, "l'en-tête manque"),
    "no header": ("# Aide\n", 1, "l'en-tête manque"),
    "no end": ("---\nid: aide\n", 1, "l'en-tête manque"),
    "nothing in it": ("---\n---\nCorps.", 1, "champ: valeur"),
    "a list": ("---\n- id\n- aide\n---\n", 1, "champ: valeur"),
    "a colon": ("---\nid: aide\ntitle: Aide: la suite\n---\n", 3, "YAML"),
    "a bracket": ("---\nid: aide\ntitle: [a\n---\n", 4, "YAML"),
    "a control character": ("---\nid: aide\ntitle: 'a\x01b'\n---\n", 3, "YAML"),
    "a list as a name": ("---\nid: aide\n? [a, b]\n: c\n---\n", 3, "YAML"),
    "nested without end": ("---\nid: " + "[" * 5000 + "\n---\n", 2, "YAML"),
    "windows-1252": ("---\nid: aide\ntitle: Région\n---\n".encode("cp1252"), 3, "UTF-8"),
    "utf-16": ("---\nid: aide\n---\n".encode("utf-16"), 1, "UTF-16"),
    "too long": ("---\n" + "# note\n" * 20_000 + "---\n", 1, "64 Kio"),
}


@pytest.mark.parametrize(("text", "line", "says"), UNREADABLE.values(), ids=UNREADABLE)
def test_headers_that_cannot_be_read(text: str | bytes, line: int, says: str) -> None:
    [(found, message)] = faults(described(text))
    assert (found, says in message) == (line, True), message


@pytest.mark.parametrize(
    ("written", "day"),
    [("2026-06-18", date(2026, 6, 18)), (" 2026-06-18 ", date(2026, 6, 18)), ("", None)],
)
def test_dates_that_are_read(written: str, day: date | None) -> None:
    meta = changed(published_on=written).meta
    assert meta is not None
    assert meta.published_on == day


@pytest.mark.parametrize("written", ["2026-06-18", "'2026-06-18'", "~", "null", ""])
def test_quotes_and_empty_values_of_yaml(written: str) -> None:
    meta = described(HEADER.replace("published_on: 2026-06-18", f"published_on: {written}")).meta
    assert meta is not None
    assert meta.published_on == (date(2026, 6, 18) if "2026" in written else None)


@pytest.mark.parametrize(
    "written", ["18/06/2026", "20260618", "2026-W25-4", "2026-06", "2026-06-18T10:00:00", "juin"]
)
def test_other_forms_of_a_date_are_refused_and_shown(written: str) -> None:
    [(line, message)] = faults(
        described(HEADER.replace("published_on: 2026-06-18", f"published_on: {written}"))
    )
    assert (line, written in message) == (9, True)
    assert message.startswith("published_on : date attendue sous la forme AAAA-MM-JJ")


def test_what_is_no_date_at_all_is_refused() -> None:
    [(_, message)] = faults(changed(published_on=["2026-06-18"]))
    assert message == "published_on : date attendue sous la forme AAAA-MM-JJ"


def test_the_day_of_checking_is_required() -> None:
    [(_, message)] = faults(changed(checked_on=None))
    assert message.startswith("checked_on : la date de vérification est obligatoire")


def test_an_end_before_the_start_is_refused() -> None:
    [(_, message)] = faults(changed(valid_from="2026-02-01", valid_until="2026-01-31"))
    assert message == "valid_until précède valid_from"


@pytest.mark.parametrize("title", ["yes", "12:30", "1_000", "2026", "1e3", "Oui", "2026-06-18"])
def test_a_text_stays_as_it_is_written(title: str) -> None:
    meta = described(HEADER.replace("title: Aide au permis", f"title: {title}")).meta
    assert meta is not None
    assert meta.title == title


def test_a_text_is_one_visible_composed_line() -> None:
    meta = changed(title="Re\u0301gion\u200b\n  et\u2028Europe", themes=["\u202enum"]).meta
    assert meta is not None
    assert (meta.title, meta.themes) == ("Région et Europe", ("num",))
    assert faults(changed(title="\u200b\u200d")) == [(3, "title : le texte est vide")]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": ""}, "title : le texte est vide"),
        ({"title": "   "}, "title : le texte est vide"),
        ({"title": "x" * 401}, "title : le texte dépasse 400 caractères"),
        ({"title": ["a"]}, "title : un texte est attendu"),
        ({"id": "x" * 101}, "id : le texte dépasse 100 caractères"),
        ({"id": "a--b"}, "id : minuscules, chiffres et tirets seulement"),
        ({"audience": []}, "audience : la liste est vide"),
        (
            {"audience": "habitant"},
            "audience : une liste est attendue, par exemple [habitant]",
        ),
        ({"themes": [["a"]]}, "themes.0 : un texte est attendu"),
        ({"licence": ...}, "licence : champ obligatoire absent"),
        ({"couleur": "bleue"}, "couleur : champ inconnu"),
        (
            {"status": "brouillon"},
            "status : valeur inconnue ; attendu : 'officiel', 'synthese', 'demonstration'",
        ),
        (
            {"url": "hautsdefrance.fr"},
            "url : adresse web complète attendue (https://…), trouvé «hautsdefrance.fr»",
        ),
    ],
    ids=str,
)
def test_each_fault_is_said_in_french(changes: dict[str, Any], message: str) -> None:
    assert [said for _, said in faults(changed(**changes))] == [message]


def test_a_field_written_twice_is_reported_where_it_comes_back() -> None:
    text = HEADER.replace("kind: guide\n", "kind: guide\ntitle: Autre titre\n")
    assert faults(described(text)) == [(6, "title : champ répété")]


def test_a_field_whose_name_is_no_text_is_unknown() -> None:
    text = HEADER.replace("aliases: [permis B]", "2026: x")
    assert faults(described(text)) == [(16, "2026 : champ inconnu")]


def test_references_that_multiply_are_refused_and_never_written_out() -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10)
    )
    text = HEADER.replace("id: aide\n", bomb + "id: aide\n").replace(
        "published_on: 2026-06-18", "published_on: *a9"
    )
    found = faults(described(text))
    assert len(found) == 11  # ten unknown fields and a date
    assert max(len(message) for _, message in found) < 100


SIDECAR = """id = "aide"
title = "Aide au permis"
publisher = "Région Hauts-de-France"
kind = "guide"
status = "synthese"
audience = ["habitant"]
themes = []
checked_on = 2026-11-20
url = "https://www.hautsdefrance.fr/"
source = "Texte écrit pour les tests"
licence = "Licence Ouverte 2.0"
"""


def sidecar(tmp_path: Path, text: str | bytes) -> Description:
    path = tmp_path / "aide.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_sidecar(path)


def test_a_sidecar_may_leave_out_the_dates_that_are_optional(tmp_path: Path) -> None:
    meta = sidecar(tmp_path, SIDECAR).meta
    assert meta is not None
    assert (meta.published_on, meta.valid_from, meta.valid_until) == (None, None, None)
    assert (meta.checked_on, meta.title) == (date(2026, 11, 20), "Aide au permis")


@pytest.mark.parametrize("written", ["2026-06-18", '"2026-06-18"'])
def test_both_forms_of_a_date_in_a_sidecar(tmp_path: Path, written: str) -> None:
    meta = sidecar(tmp_path, SIDECAR + f"published_on = {written}\n").meta
    assert meta is not None
    assert meta.published_on == date(2026, 6, 18)


def test_a_number_in_a_sidecar_is_the_text_a_person_meant(tmp_path: Path) -> None:
    meta = sidecar(tmp_path, SIDECAR.replace('"aide"', "2026")).meta
    assert meta is not None
    assert meta.id == "2026"


def test_a_sidecar_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    assert sidecar(tmp_path, "\ufeff" + SIDECAR).meta is not None


def test_faults_of_a_sidecar_come_at_once_with_their_lines(tmp_path: Path) -> None:
    text = (
        SIDECAR.replace('"guide"', '"guyde"')
        .replace("2026-11-20", "2026-11-20T08:00:00")
        .replace('source = "Texte écrit pour les tests"\n', "")
    )
    text += 'couleur = "bleue"\n[auteur]\nnom = "x"\n'
    found = faults(sidecar(tmp_path, text))
    assert [(line, said.split(" : ")[0]) for line, said in found] == [
        (1, "source"),
        (4, "kind"),
        (8, "checked_on"),
        (11, "couleur"),
        (12, "auteur"),
    ]


def test_a_line_of_a_sidecar_ends_with_a_line_feed_only(tmp_path: Path) -> None:
    text = SIDECAR.replace("Aide au permis", "Aide\u2028au\u0085permis").replace("guide", "guyde")
    assert [line for line, _ in faults(sidecar(tmp_path, text))] == [4]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('id = "aide"\ntitle = Aide\n', 2, "TOML invalide"),
        ('id = "aide"\nid = "autre"\n', 2, "TOML invalide"),
        ('id = "aide"\nchecked_on = 2026-02-30\n', 2, "TOML invalide"),
        ('title = "Région"\n'.encode("cp1252"), 1, "UTF-8"),
    ],
    ids=str,
)
def test_sidecars_that_cannot_be_read(
    tmp_path: Path, text: str | bytes, line: int, says: str
) -> None:
    [(found, message)] = faults(sidecar(tmp_path, text))
    assert (found, says in message) == (line, True), message
