from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.index.catalogue import CATALOGUE
from assistant.index.location import current_version
from assistant.index.manifest import read_manifest
from assistant.settings import PROJECT_ROOT, Settings
from ingest.__main__ import app
from tests.conftest import CorpusFolder
from tests.ingest.live import Builder, live
from tests.ingest.test_corpus import described


class Cli:
    """`python -m ingest`, in this process, on one corpus and one index."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.code = 0
        self.out = ""
        self.err = ""

    def run(self, *arguments: str) -> str:
        """Runs a command; its plain output, errors included."""
        folders = ["--index", str(self.settings.index_dir)]
        if arguments[0] != "show":
            folders += ["--corpus", str(self.settings.corpus_dir)]
        result = CliRunner().invoke(app, [*arguments, *folders])
        assert result.exception is None or isinstance(result.exception, SystemExit)
        self.code, self.out, self.err = result.exit_code, result.stdout, result.stderr
        return self.out + self.err


@pytest.fixture
def cli(settings: Settings) -> Cli:
    return Cli(settings)


@pytest.fixture
def built(corpus: CorpusFolder, settings: Settings) -> Builder:
    corpus.add("# Vélo\n\nLa Région finance le vélo [électrique].\n", id="velo", title="Vélo")
    corpus.add("La Région finance le permis.", id="permis", title="Permis")
    builder = Builder(settings)
    builder.build()
    return builder


def spoil(corpus: CorpusFolder) -> Path:
    path = corpus.path / "documents/guide/velo.md"
    path.write_text(path.read_text("utf-8").replace("kind: guide", "kind: guyde"), "utf-8")
    return path


# --- build ----------------------------------------------------------------------------------------


def run_for_real(settings: Settings, *options: str) -> subprocess.CompletedProcess[str]:
    folders = ("--corpus", str(settings.corpus_dir), "--index", str(settings.index_dir))
    return subprocess.run(
        [sys.executable, *options, "-m", "ingest", "build", *folders],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_first_build_with_the_real_encoder(corpus: CorpusFolder, settings: Settings) -> None:
    corpus.add("La Région finance le vélo.", id="velo")
    corpus.add("", id="vide")
    done = run_for_real(settings)
    assert done.returncode == 0, done.stderr
    version = current_version(settings.index_dir)
    assert version is not None
    manifest = read_manifest(settings.index_dir / "versions" / version)
    assert (manifest.embedder.name, manifest.embedder.dimension) == ("all-MiniLM-L6-v2", 384)
    assert f"1 documents, 1 passages (version {version})" in done.stdout
    assert "Ajoutés 1, remplacés 0, retirés 0, inchangés 0, refusés 1" in done.stdout
    assert f"Il se trouve dans {settings.index_dir}." in done.stdout
    assert "Ensuite : python -m assistant serve" in done.stdout
    assert "documents/guide/vide.md" in done.stderr
    assert re.search(r"^Lecture : 2$", done.stderr, re.M)


def test_a_build_without_change_imports_no_heavy_library(built: Builder) -> None:
    done = run_for_real(built.settings, "-X", "importtime")
    assert "Index déjà à jour : 2 documents, 2 passages" in done.stdout
    imported = {line.rpartition("|")[2].strip().split(".")[0] for line in done.stderr.splitlines()}
    assert "ingest" in imported
    heavy = {"torch", "chromadb", "sentence_transformers", "transformers", "pdfplumber", "mammoth"}
    assert not heavy & imported


def test_a_build_says_what_it_did_and_what_comes_next(
    corpus: CorpusFolder, built: Builder, cli: Cli
) -> None:
    (corpus.path / "documents/guide/permis.md").unlink()
    cli.run("build")
    assert (cli.code, "retirés 1, inchangés 1, refusés 0" in cli.out) == (0, True)
    assert "Ensuite : python -m assistant serve" in cli.out
    assert live(cli.settings).ids == {"velo"}


def test_a_build_names_each_refused_file_and_its_line(
    corpus: CorpusFolder, built: Builder, cli: Cli
) -> None:
    spoil(corpus)
    cli.run("build")
    assert cli.code == 0
    assert "✗ documents/guide/velo.md:5: kind : valeur inconnue" in cli.err
    assert "refusés 1" in cli.out


def test_an_empty_corpus_is_refused(corpus: CorpusFolder, built: Builder, cli: Cli) -> None:
    shutil.rmtree(corpus.path / "documents")
    said = cli.run("build")
    assert cli.code == 1
    assert "aucun document lisible" in said
    assert "l'index en service reste en place" in said


def test_a_corpus_that_is_not_there_is_named(cli: Cli) -> None:
    said = cli.run("build")
    assert (cli.code, f"{cli.settings.corpus_dir}: ce dossier n'existe pas" in said) == (1, True)
    assert "vérifiez --corpus" in said


def test_a_second_builder_is_told_to_wait(built: Builder, cli: Cli) -> None:
    with (cli.settings.index_dir / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        said = cli.run("build")
    assert (cli.code, "attendez sa fin, puis relancez" in said) == (1, True)


def test_an_index_that_cannot_be_written_is_named(corpus: CorpusFolder, cli: Cli) -> None:
    corpus.add("Bon.", id="bon")
    cli.settings.index_dir.write_text("un fichier", "utf-8")
    said = cli.run("build")
    assert (cli.code, str(cli.settings.index_dir) in said) == (1, True)


def test_settings_that_are_wrong_are_named(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_INGEST__MAX_FILE_MIB", "0")
    monkeypatch.setenv("ASSISTANT_COULEUR", "bleu")
    for command in ("build", "check"):
        said = cli.run(command)
        assert (cli.code, "réglages" in said) == (1, True)
        assert "ASSISTANT_INGEST__MAX_FILE_MIB" in said
        assert "ASSISTANT_COULEUR" in said


# --- check ----------------------------------------------------------------------------------------


def test_a_check_tells_what_a_build_would_change_and_writes_nothing(
    corpus: CorpusFolder, built: Builder, cli: Cli
) -> None:
    corpus.add("Nouveau.", id="nouveau")
    corpus.add("Le vélo change.", id="velo", title="Vélo")
    (corpus.path / "documents/guide/permis.md").unlink()
    before = {p: p.stat().st_mtime_ns for p in cli.settings.index_dir.rglob("*")}
    cli.run("check")
    assert cli.code == 0
    assert "1 à ajouter : nouveau\n" in cli.out
    assert "1 à remplacer : velo\n" in cli.out
    assert "1 à retirer : permis\n" in cli.out
    assert "0 inchangés" in cli.out
    assert "Aucun défaut. Ensuite : python -m ingest build" in cli.out
    assert {p: p.stat().st_mtime_ns for p in cli.settings.index_dir.rglob("*")} == before


def test_a_check_before_the_first_build_makes_no_folder(corpus: CorpusFolder, cli: Cli) -> None:
    corpus.add("Bon.", id="bon")
    assert "1 à ajouter : bon" in cli.run("check")
    assert (cli.code, cli.settings.index_dir.exists()) == (0, False)


def test_a_check_says_that_the_index_is_current(built: Builder, cli: Cli) -> None:
    version = current_version(cli.settings.index_dir)
    assert f"L'index {version} est à jour (2 documents)." in cli.run("check")
    assert cli.code == 0


def test_a_check_fails_on_every_fault_with_its_place(
    corpus: CorpusFolder, built: Builder, cli: Cli
) -> None:
    path = spoil(corpus)
    photo = corpus.path / "documents/photo.png"
    photo.write_bytes(b"x")
    cli.run("check")
    assert cli.code == 1
    assert f"✗ {path}:5: kind : valeur inconnue" in cli.err
    assert f"✗ {photo}: format «.png» non pris en charge" in cli.err
    assert "2 défaut(s) à corriger, puis relancez cette commande" in cli.err
    assert "1 à garder dans leur dernière bonne version : velo" in cli.out
    assert "Ensuite" not in cli.out


def test_a_check_opens_the_files_that_a_build_would_read(
    corpus: CorpusFolder, built: Builder, cli: Cli
) -> None:
    path = described(corpus, "aide.docx", b"PK\x03\x04 coup\xe9")
    for _ in range(2):  # before a build has refused it, and after
        cli.run("check")
        assert (cli.code, f"✗ {path}: " in cli.err) == (1, True)
        assert "aide" not in cli.out
        built.build()


def test_a_check_of_an_empty_corpus_fails(corpus: CorpusFolder, cli: Cli) -> None:
    said = cli.run("check")
    assert (cli.code, "aucun document lisible" in said) == (1, True)


# --- show -----------------------------------------------------------------------------------------


def test_a_document_is_shown_with_its_passages_and_offsets(built: Builder, cli: Cli) -> None:
    cli.run("show", "velo")
    assert cli.code == 0
    text = live(cli.settings).texts["velo"]
    start = text.index("La Région")
    assert "Vélo (velo) — Région Hauts-de-France" in cli.out
    assert "publié le 2026-06-18" in cli.out
    assert "vérifié le 2026-11-20" in cli.out
    assert f"velo#0 [{start}:{len(text)}]" in cli.out
    assert "La Région finance le vélo [électrique]." in cli.out  # no markup of the terminal
    assert f"1 passages, {len(text)} caractères." in cli.out
    assert 'Ensuite : python -m assistant ask "Vélo"' in cli.out


def test_an_unknown_document_lists_the_known_ones(built: Builder, cli: Cli) -> None:
    said = cli.run("show", "tramway")
    assert cli.code == 1
    assert "pas de document «tramway»" in said
    assert "  permis\n  velo" in said


def test_show_without_index_says_how_to_make_one(cli: Cli) -> None:
    said = cli.run("show", "velo")
    assert cli.code == 1
    assert f"aucun index dans {cli.settings.index_dir}. Lancez : python -m ingest build" in said


def test_show_of_a_damaged_index_says_so(built: Builder, cli: Cli) -> None:
    (live(cli.settings).folder / CATALOGUE).write_bytes(b"rien")
    said = cli.run("show", "velo")
    assert (cli.code, CATALOGUE in said) == (1, True)
    assert "l'index est abîmé" in said
    assert "Lancez : python -m ingest build" in said


def test_without_a_command_the_help_is_shown() -> None:
    done = CliRunner().invoke(app, [], env={**os.environ, "COLUMNS": "120"})
    assert all(command in done.output for command in ("build", "check", "show"))
