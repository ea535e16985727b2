from __future__ import annotations

import json
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ingest.corpus import read_body, scan_corpus, suffix_of
from ingest.model import CorpusScan, Problem, RefusalReason
from tests.conftest import CorpusFolder
from tests.ingest.test_frontmatter import SIDECAR

MIB = 1024 * 1024
NOBODY = 65_534


def scan(corpus: CorpusFolder, **options: int) -> CorpusScan:
    return scan_corpus(corpus.path, **{"max_file_mib": 50, **options})


def ids(found: CorpusScan) -> list[str]:
    return [source.document_id for source in found.sources]


def only_problem(found: CorpusScan) -> Problem:
    [problem] = found.problems
    return problem


def described(corpus: CorpusFolder, name: str, data: bytes = b"%PDF-1.7", **fields: str) -> Path:
    """A file beside its sidecar."""
    path = corpus.path / "documents" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    text = SIDECAR
    for field, value in fields.items():
        text = text.replace(f'{field} = "aide"', f'{field} = "{value}"')
    path.with_suffix(".toml").write_text(text, "utf-8")
    return path


@contextmanager
def ordinary_user(folder: Path) -> Iterator[None]:
    """Gives up for a while the rights of root, who reads everything; `folder` stays ours."""
    if os.geteuid() != 0:
        yield
        return
    os.chown(folder, NOBODY, -1)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_documents_come_in_order_with_their_descriptions(corpus: CorpusFolder) -> None:
    corpus.add("B.", id="b", kind="guide")
    corpus.add("A.", id="a", kind="guide")
    corpus.add("C.", id="c", kind="charte")
    found = scan(corpus)
    assert ids(found) == ["c", "a", "b"]
    assert not found.problems
    assert [s.meta is not None and s.meta.id for s in found.sources] == ["c", "a", "b"]


def test_the_body_comes_without_the_description(corpus: CorpusFolder) -> None:
    corpus.add("# Aide\n", id="a")
    [source] = scan(corpus).sources
    assert read_body(source).strip() == b"# Aide"
    assert suffix_of(source) == ".md"


@pytest.mark.parametrize("name", ["guide.pdf", "sous/dossier/guide.v2.docx", "GUIDE.PDF", "a.odt"])
def test_a_sidecar_describes_its_document(corpus: CorpusFolder, name: str) -> None:
    path = described(corpus, name, b"contenu")
    found = scan(corpus)
    assert (ids(found), found.problems) == (["aide"], ())
    assert read_body(found.sources[0]) == b"contenu"
    assert suffix_of(found.sources[0]) == path.suffix.lower()


def test_a_text_may_have_a_sidecar_too(corpus: CorpusFolder) -> None:
    described(corpus, "aide.txt", b"---\nUne ligne.\n---\n")
    found = scan(corpus)
    assert (ids(found), found.problems) == (["aide"], ())
    assert read_body(found.sources[0]) == b"---\nUne ligne.\n---\n"


def test_the_digest_covers_the_sidecar(corpus: CorpusFolder) -> None:
    path = described(corpus, "guide.pdf")
    before = scan(corpus).sources[0].digest
    sidecar = path.with_suffix(".toml")
    sidecar.write_text(sidecar.read_text("utf-8").replace("Aide au permis", "Autre"), "utf-8")
    assert scan(corpus).sources[0].digest != before


def test_two_descriptions_of_one_document_are_refused(corpus: CorpusFolder) -> None:
    path = corpus.add("Corps.", id="aide")
    path.with_suffix(".toml").write_text(SIDECAR, "utf-8")
    problem = only_problem(scan(corpus))
    assert (problem.path, problem.reason) == (path, RefusalReason.METADATA)
    assert "deux descriptions" in problem.message


def test_a_file_without_description_names_the_one_to_add(corpus: CorpusFolder) -> None:
    described(corpus, "guide.pdf").with_suffix(".toml").unlink()
    problem = only_problem(scan(corpus))
    assert problem.reason is RefusalReason.METADATA
    assert "ajoutez guide.toml" in problem.message


def test_a_fault_of_a_sidecar_is_shown_there_and_keeps_the_document_out(
    corpus: CorpusFolder,
) -> None:
    path = described(corpus, "guide.pdf")
    sidecar = path.with_suffix(".toml")
    sidecar.write_text(SIDECAR.replace("guide", "guyde").replace("synthese", "x"), "utf-8")
    found = scan(corpus)
    assert ids(found) == []
    assert [(p.path, p.line, p.subject) for p in found.problems] == [
        (sidecar, 4, path),
        (sidecar, 5, path),
    ]


def test_a_sidecar_without_document_is_reported(corpus: CorpusFolder) -> None:
    path = described(corpus, "guide.pdf")
    path.unlink()
    problem = only_problem(scan(corpus))
    assert (problem.path, problem.subject) == (path.with_suffix(".toml"),) * 2
    assert "sans document" in problem.message


@pytest.mark.parametrize("name", ["photo.png", "tableau.xlsx", "LISEZ-MOI", "x.md.bak"])
def test_an_unknown_format_lists_the_known_ones(corpus: CorpusFolder, name: str) -> None:
    corpus.add("A.", id="a")
    (corpus.path / "documents" / name).write_bytes(b"x")
    found = scan(corpus)
    assert ids(found) == ["a"]
    assert only_problem(found).reason is RefusalReason.UNKNOWN_FORMAT
    assert ".docx, .htm, .html, .md, .odt, .pdf, .txt" in only_problem(found).message


@pytest.mark.parametrize("name", [".cache/a.png", ".DS_Store", "~$guide.docx", ".git/x/y.md"])
def test_hidden_files_are_no_documents(corpus: CorpusFolder, name: str) -> None:
    path = corpus.path / "documents" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    found = scan(corpus)
    assert (found.sources, found.problems) == ((), ())


def test_a_corpus_in_a_hidden_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / ".donnees" / "documents").mkdir(parents=True)
    corpus = CorpusFolder(tmp_path / ".donnees")
    corpus.add("A.", id="a")
    assert ids(scan(corpus)) == ["a"]


class TestLinks:
    def refused(self, corpus: CorpusFolder, link: Path, says: str) -> None:
        found = scan(corpus)
        assert ids(found) == []
        assert (only_problem(found).path, says in only_problem(found).message) == (link, True)

    def test_out_of_the_corpus(self, corpus: CorpusFolder, tmp_path: Path) -> None:
        outside = corpus.add("Secret.", id="secret").rename(tmp_path / "secret.md")
        link = corpus.path / "documents" / "secret.md"
        link.symlink_to(outside)
        self.refused(corpus, link, "hors du corpus")

    def test_of_a_sidecar_out_of_the_corpus(self, corpus: CorpusFolder, tmp_path: Path) -> None:
        path = described(corpus, "guide.pdf")
        sidecar = path.with_suffix(".toml")
        shutil.move(sidecar, tmp_path / "ailleurs.toml")
        sidecar.symlink_to(tmp_path / "ailleurs.toml")
        self.refused(corpus, sidecar, "hors du corpus")
        assert scan(corpus).problems[0].subject == path

    def test_to_a_folder(self, corpus: CorpusFolder, tmp_path: Path) -> None:
        corpus.add("A.", id="a")
        (corpus.path / "documents" / "guide").rename(corpus.path / "ailleurs")
        link = corpus.path / "documents" / "guide"
        link.symlink_to(corpus.path / "ailleurs")
        self.refused(corpus, link, "dossier")

    def test_to_nothing(self, corpus: CorpusFolder) -> None:
        link = corpus.path / "documents" / "perdu.md"
        link.symlink_to("nulle-part.md")
        self.refused(corpus, link, "aucun fichier")

    def test_to_itself(self, corpus: CorpusFolder) -> None:
        link = corpus.path / "documents" / "boucle.md"
        link.symlink_to(link)
        self.refused(corpus, link, "aucun fichier")

    def test_inside_the_corpus_is_the_file(self, corpus: CorpusFolder) -> None:
        kept = corpus.path / "originaux"
        kept.mkdir()
        corpus.add("A.", id="a").rename(kept / "a.md")
        (corpus.path / "documents" / "a.md").symlink_to(kept / "a.md")
        assert ids(scan(corpus)) == ["a"]


def test_a_socket_is_no_document(corpus: CorpusFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(corpus.path / "documents")  # the path of a socket is short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("prise.md")
        assert scan(corpus) == CorpusScan((), (), ())


def test_a_folder_that_cannot_be_listed_is_reported() -> None:
    with tempfile.TemporaryDirectory() as top, ordinary_user(Path(top)):
        corpus = CorpusFolder(Path(top) / "corpus")
        folder = corpus.add("A.", id="a").parent
        folder.chmod(0)
        found = scan(corpus)
        folder.chmod(0o755)
    assert (only_problem(found).path, only_problem(found).reason) == (folder, RefusalReason.DAMAGED)


def test_a_name_that_is_no_text_is_reported_and_stops_nobody(corpus: CorpusFolder) -> None:
    path = corpus.add("A.", id="a")
    corpus.add("B.", id="b")
    path.rename(path.with_name(os.fsdecode(b"\xe9t\xe9.md")))  # as Latin-1 writes «été.md»
    found = scan(corpus)
    assert ids(found) == ["b"]
    assert only_problem(found).path == path.with_name("\ufffdt\ufffd.md")
    assert "renommez-le" in only_problem(found).message
    json.dumps(str(only_problem(found)), ensure_ascii=False).encode()  # as a manifest holds it


def test_an_empty_file_is_reported(corpus: CorpusFolder) -> None:
    path = corpus.path / "documents" / "vide.md"
    path.touch()
    problem = only_problem(scan(corpus))
    assert (problem.path, problem.reason) == (path, RefusalReason.EMPTY)


def test_a_file_over_the_limit_is_never_read(corpus: CorpusFolder) -> None:
    path = described(corpus, "enorme.pdf")
    with path.open("r+b") as file:
        file.truncate(100 * MIB)  # takes no room on disk
    problem = only_problem(scan(corpus))
    assert (problem.path, problem.reason) == (path, RefusalReason.TOO_LARGE)
    assert "100 Mio" in problem.message
    assert "50 Mio (ASSISTANT_INGEST__MAX_FILE_MIB)" in problem.message


def test_the_limit_is_a_setting_and_counts_the_sidecar(corpus: CorpusFolder) -> None:
    path = described(corpus, "guide.pdf", b"x" * MIB)
    assert scan(corpus, max_file_mib=2).problems == ()
    assert only_problem(scan(corpus, max_file_mib=1)).subject == path


def test_the_second_file_of_an_id_is_refused_and_both_are_named(corpus: CorpusFolder) -> None:
    first = corpus.add("A.", id="aide", kind="fiche")
    second = described(corpus, "guide/copie.pdf")
    found = scan(corpus)
    assert [s.path for s in found.sources] == [first]
    problem = only_problem(found)
    assert problem.reason is RefusalReason.DUPLICATE_ID
    assert (problem.path, problem.subject) == (second.with_suffix(".toml"), second)
    assert "«aide»" in problem.message
    assert str(first) in problem.message


def test_every_problem_of_a_corpus_comes_at_once(corpus: CorpusFolder) -> None:
    documents = corpus.path / "documents"
    good = corpus.add("A.", id="bon")
    corpus.add("A.", id="bon", kind="fiche").rename(documents / "double.md")
    corpus.add("A.", id="faux", status="x", title="")
    (documents / "vide.md").touch()
    (documents / "photo.png").write_bytes(b"x")
    (documents / "seul.toml").write_text(SIDECAR, "utf-8")
    (documents / "nu.pdf").write_bytes(b"%PDF")
    (corpus.path / "vocabulary.toml").write_text("a = [", "utf-8")
    (corpus.path / "messages.fr.toml").write_text("x = 1\n", "utf-8")
    (corpus.path / "competences.toml").write_text("\n\nx\n", "utf-8")
    (corpus.path / "structures.csv").write_text("a,b\n", "utf-8")
    found = scan(corpus)
    assert sorted(p.subject.name for p in found.problems) == sorted(
        "bon.md faux.md faux.md vide.md photo.png seul.toml nu.pdf vocabulary.toml "
        "messages.fr.toml competences.toml structures.csv".split()
    )
    assert [s.path for s in found.sources] == [documents / "double.md"]
    assert good.exists()


def test_a_corpus_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    problem = only_problem(scan_corpus(tmp_path / "absent", max_file_mib=50))
    assert "--corpus" in problem.message


def test_missing_data_files_count_as_empty(corpus: CorpusFolder) -> None:
    corpus.add("A.", id="a")
    found = scan(corpus)
    assert (ids(found), found.data_files, found.problems) == (["a"], (), ())


COMPETENCES = """
[document]
checked_on = 2026-11-20
published_on = 2026-11-20

[[matter]]
id = "rsa"
label = "RSA"
level = "departement"
authority = "le Département"
sentence = "Le Département verse le RSA."
triggers = ["rsa"]
"""
COLUMNS = (
    "id,name,type,address,postcode,commune,departement,phone,email,url,opening_hours,source,"
    "verified_on,demonstration\n"
)


def test_data_files_that_people_ask_about_are_documents(corpus: CorpusFolder) -> None:
    (corpus.path / "competences.toml").write_text(COMPETENCES, "utf-8")
    rows = "m,Maison de Lens,maison,,,Lens,,,,,,Site,2026-11-20,{}\n"
    (corpus.path / "structures.csv").write_text(COLUMNS + rows.format("non"), "utf-8")
    found = scan(corpus)
    assert found.problems == ()
    assert ids(found) == ["qui-fait-quoi", "ou-rencontrer-quelqu-un"]
    assert [p.name for p in found.data_files] == ["competences.toml", "structures.csv"]
    texts = [read_body(s).decode() for s in found.sources]
    assert "Le Département verse le RSA." in texts[0]
    assert "Maison de Lens" in texts[1]
    assert {suffix_of(s) for s in found.sources} == {".md"}
    (corpus.path / "structures.csv").write_text(COLUMNS + rows.format("oui"), "utf-8")
    assert ids(scan(corpus)) == ["qui-fait-quoi"]  # a place of demonstration is no place


@pytest.mark.parametrize(
    ("name", "text", "lines"),
    [
        ("vocabulary.toml", "[[acronym]]\nshort = \n", [2]),
        ("vocabulary.toml", "[[acronym]]\nshort = 'IA'\n", [None]),
        ("messages.fr.toml", "\n\nx = \n", [3]),
        ("messages.fr.toml", "inconnu = 1\n", [None]),
        ("competences.toml", "x\n", [1]),
        ("competences.toml", COMPETENCES.replace("sentence", "phrase"), [None]),
        ("competences.toml", COMPETENCES.replace("checked_on = 2026", "valid_from = 2026"), [1]),
        ("structures.csv", "a,b\n", [1]),
        (
            "structures.csv",
            COLUMNS + "m,M,,,,,,,,,,,hier,non\nn,,,,,,,,,,,,2026-01-01,non\n",
            [2, 3],
        ),
    ],
)
def test_a_broken_data_file_is_reported_with_its_lines_and_makes_no_document(
    corpus: CorpusFolder, name: str, text: str, lines: list[int | None]
) -> None:
    path = corpus.path / name
    path.write_text(text, "utf-8")
    found = scan(corpus)
    assert ids(found) == []
    assert [(p.path, p.line) for p in found.problems] == [(path, line) for line in lines]
    assert all(str(path) not in p.message for p in found.problems)  # said once, as the place


def test_what_the_live_index_holds_is_not_read_again(corpus: CorpusFolder) -> None:
    path = corpus.add("A.", id="a")
    [source] = scan(corpus).sources
    known = {"documents/guide/a.md": (source.digest, "a")}
    [again] = scan_corpus(corpus.path, max_file_mib=50, known=known).sources
    assert (again.document_id, again.digest, again.meta) == ("a", source.digest, None)
    path.write_text(path.read_text("utf-8") + "B.", "utf-8")
    [changed] = scan_corpus(corpus.path, max_file_mib=50, known=known).sources
    assert changed.meta is not None
