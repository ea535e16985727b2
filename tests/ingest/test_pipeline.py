from __future__ import annotations

import fcntl
import io
import os
import shutil
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

from assistant.index.catalogue import CATALOGUE
from assistant.index.location import POINTER, VERSIONS, current_version, publish, version_dir
from assistant.index.manifest import FORMAT, MANIFEST, file_sizes
from assistant.retrieval.dense import CHROMA, open_client
from assistant.retrieval.lexical import LEXICAL
from assistant.settings import EmbedderSettings, IngestSettings, Settings
from assistant.text.analyse import Analyser
from assistant.text.vocabulary import load_vocabulary
from ingest import plan as planning
from ingest.model import RefusalReason
from ingest.pipeline import BuildRefused, build
from ingest.plan import DATA, make_plan
from ingest.write import open_vectors, remove_vectors
from tests.conftest import CorpusFolder
from tests.fakes import BagOfWordsEmbedder
from tests.ingest.live import Builder, Live, holds_bytes, live
from tests.ingest.test_corpus import COLUMNS, COMPETENCES, described

MIB = 1024 * 1024
VOCABULARY = '[[acronym]]\nshort = "CFR"\nlong = ["conseil en formation"]\n'


@pytest.fixture
def builder(settings: Settings) -> Builder:
    return Builder(settings)


@pytest.fixture
def built(corpus: CorpusFolder, builder: Builder) -> Builder:
    """An index of three documents, of which each has a word of its own."""
    corpus.add("# Vélo\n\nLa Région finance le bicyclette.\n", id="velo", title="Vélo")
    corpus.add("La Région finance le permis de conduire.", id="permis", title="Permis")
    corpus.add("Il faut :\n\n- une candidature\n- un lycée\n", id="lycee", title="Lycée")
    builder.build()
    return builder


def rebuilt(builder: Builder) -> Live:
    builder.build()
    return live(builder.settings)


def with_settings(builder: Builder, **changes: object) -> Builder:
    return Builder(builder.settings.model_copy(update=changes))


def copied(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


# --- What a build does ----------------------------------------------------------------------------


def test_the_first_build_indexes_every_document(built: Builder) -> None:
    index = live(built.settings)
    assert index.ids == {"velo", "permis", "lycee"}
    assert index.texts["velo"] == "Vélo\n\nLa Région finance le bicyclette."
    assert index.finds("bicyclette") == {"velo"}
    assert index.finds("candidature") == {"lycee"}
    assert index.finds("Permis") == {"permis"}
    assert sorted(built.embedder.embedded) == [
        "Lycée\nIl faut :\n- une candidature\n- un lycée",
        "Permis\nLa Région finance le permis de conduire.",
        "Vélo\nLa Région finance le bicyclette.",
    ]
    identity = built.embedder.identity
    described_ = index.manifest.embedder
    assert (described_.name, described_.revision) == (identity.name, identity.revision)
    assert (described_.dimension, described_.max_tokens) == (
        identity.dimension,
        identity.max_tokens,
    )


def test_the_report_says_what_was_done(corpus: CorpusFolder, built: Builder) -> None:
    corpus.add("Nouveau.", id="nouveau")
    corpus.add("Le permis change.", id="permis", title="Permis")
    (corpus.path / "documents/guide/velo.md").unlink()
    (corpus.path / "documents/photo.png").write_bytes(b"x")
    report = built.build()
    assert (report.added, report.changed, report.removed) == (("nouveau",), ("permis",), ("velo",))
    assert (report.documents, report.passages, report.unchanged, report.embedded) == (3, 3, 1, 2)
    assert [str(p.path) for p in report.refused] == ["documents/photo.png"]
    assert not report.already_current
    assert report.index_version == current_version(built.settings.index_dir)


def test_nothing_changed_loads_nothing_and_writes_nothing(built: Builder) -> None:
    index = built.settings.index_dir
    before, version = copied(index), current_version(index)
    touched = index.stat().st_mtime_ns
    report = built.build()
    assert (built.loads, report.already_current, report.embedded) == (0, True, 0)
    assert report.index_version == current_version(index) == version
    assert copied(index) == before
    assert index.stat().st_mtime_ns == touched
    assert (report.documents, report.passages) == (3, 3)


def test_a_document_touched_but_equal_changes_nothing(corpus: CorpusFolder, built: Builder) -> None:
    os.utime(corpus.path / "documents/guide/velo.md", (0, 0))
    assert built.build().already_current


def test_a_changed_document_is_replaced_everywhere_and_alone_is_encoded(
    corpus: CorpusFolder, built: Builder
) -> None:
    corpus.add("La Région finance le tramway.", id="velo", title="Vélo")
    index = rebuilt(built)
    assert index.texts["velo"] == "La Région finance le tramway."
    assert (index.finds("tramway"), index.finds("bicyclette")) == ({"velo"}, set())
    assert built.embedder.embedded == ["Vélo\nLa Région finance le tramway."]
    assert index.passages["velo#0"] == "La Région finance le tramway."
    assert holds_bytes(index.folder, "bicyclette") == []


def test_a_shorter_version_leaves_no_passage_of_the_longer_one(
    corpus: CorpusFolder, built: Builder
) -> None:
    corpus.add("# Un\n\nA.\n\n# Deux\n\nB.\n\n# Trois\n\nC.\n", id="velo")
    assert len(rebuilt(built).passages) == 5
    corpus.add("A.", id="velo")
    assert {p for p in rebuilt(built).passages if p.startswith("velo")} == {"velo#0"}


def test_a_changed_description_is_a_change(corpus: CorpusFolder, built: Builder) -> None:
    corpus.add("La Région finance le permis de conduire.", id="permis", title="Code")
    index = rebuilt(built)
    assert {d.id: d.title for d in index.manifest.documents}["permis"] == "Code"
    assert index.finds("code") == {"permis"}


def test_a_removed_document_is_gone_from_every_part(corpus: CorpusFolder, built: Builder) -> None:
    assert holds_bytes(live(built.settings).folder, "bicyclette")
    (corpus.path / "documents/guide/velo.md").unlink()
    index = rebuilt(built)
    assert built.loads == 0
    assert index.ids == {"permis", "lycee"}
    assert not {p for p in index.vectors if p.startswith("velo")}
    assert index.finds("bicyclette") == set()
    assert {d.id for d in index.manifest.documents} == {"permis", "lycee"}
    # Not even as free pages of the database, or as a word that spelling is mended against.
    assert holds_bytes(index.folder, "bicyclette") == []


def test_a_document_that_moves_is_not_encoded_again(corpus: CorpusFolder, built: Builder) -> None:
    documents = corpus.path / "documents"
    (documents / "guide/velo.md").rename(documents / "velo.md")
    index = rebuilt(built)
    assert (built.loads, index.ids) == (0, {"velo", "permis", "lycee"})
    assert {d.id: d.path for d in index.manifest.documents}["velo"] == "documents/velo.md"


def test_a_document_that_changes_its_name_replaces_the_old_one(
    corpus: CorpusFolder, built: Builder
) -> None:
    path = corpus.path / "documents/guide/velo.md"
    path.write_text(path.read_text("utf-8").replace("id: velo", "id: bicyclettes"), "utf-8")
    index = rebuilt(built)
    assert index.ids == {"bicyclettes", "permis", "lycee"}
    assert index.finds("bicyclette") == {"bicyclettes"}


def test_returning_to_an_earlier_corpus_gives_the_earlier_index(
    corpus: CorpusFolder, built: Builder
) -> None:
    first = live(built.settings)
    corpus.add("La Région finance le tramway.", id="velo", title="Vélo")
    assert rebuilt(built).version != first.version
    corpus.add("# Vélo\n\nLa Région finance le bicyclette.\n", id="velo", title="Vélo")
    again = rebuilt(built)
    assert (again.version, again.texts, again.passages) == (
        first.version,
        first.texts,
        first.passages,
    )
    assert again.finds("bicyclette") == {"velo"}
    assert again.folder.stat().st_ino == first.folder.stat().st_ino  # a reader may have it open
    assert built.build().already_current


def test_the_same_corpus_gives_the_same_version_anywhere(built: Builder, tmp_path: Path) -> None:
    other = with_settings(built, index_dir=tmp_path / "ailleurs")
    other.build()
    assert live(other.settings).version == live(built.settings).version


def test_many_small_changes_keep_the_parts_in_step(corpus: CorpusFolder, built: Builder) -> None:
    for n, letter in enumerate("abcdefghi"):
        path = corpus.add(f"La Région finance le projet {letter * 5}.", id=f"projet-{n % 4}")
        if n % 3 == 2:
            path.unlink()
        index = rebuilt(built)  # live() compares its parts
    assert index.ids == {"velo", "permis", "lycee", "projet-2", "projet-3"}
    assert index.finds("ggggg") == {"projet-2"}
    assert index.finds("ccccc") == index.finds("iiiii") == set()


# --- Files that are bad, and files that become bad ------------------------------------------------


def pdf(text: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, **options)
    canvas.drawString(72, 700, text)
    canvas.save()
    return buffer.getvalue()


def word(text: str) -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def bomb() -> bytes:
    buffer = io.BytesIO(word("Une phrase."))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/bombe.xml", b"<a>" + b" " * (8 * MIB) + b"</a>")
    return buffer.getvalue()


def spoil(path: Path) -> None:
    path.write_text(path.read_text("utf-8").replace("kind: guide", "kind: guyde"), "utf-8")


BAD_FILES: dict[str, tuple[str, Callable[[], bytes], RefusalReason]] = {
    "tronque.pdf": ("pdf", lambda: pdf("Texte.")[:-400], RefusalReason.DAMAGED),
    "protege.pdf": (
        "pdf",
        lambda: pdf("Texte.", encrypt=pdfencrypt.StandardEncryption("secret")),
        RefusalReason.ENCRYPTED,
    ),
    "bombe.docx": ("docx", bomb, RefusalReason.ARCHIVE_BOMB),
    "vide.odt": ("odt", lambda: b"", RefusalReason.EMPTY),
    "blanc.txt": ("txt", lambda: b" \n\n", RefusalReason.EMPTY),
    "grec.txt": ("txt", lambda: "Ελληνικά κείμενα".encode("cp1253"), RefusalReason.WRONG_ENCODING),
    "faux.docx": ("docx", lambda: pdf("Texte."), RefusalReason.WRONG_FORMAT),
    "titres.html": ("html", lambda: b"<h1>Un titre</h1><h2>Puis rien</h2>", RefusalReason.NO_TEXT),
    "enorme.pdf": ("pdf", lambda: b"%PDF" + b"x" * (2 * MIB), RefusalReason.TOO_LARGE),
}


def test_no_bad_file_stops_the_others(corpus: CorpusFolder, builder: Builder) -> None:
    for name, (_, make, _) in BAD_FILES.items():
        described(corpus, name, make(), id=name.split(".")[0])
    sparse = described(corpus, "creux.pdf", id="creux")
    with sparse.open("r+b") as file:
        file.truncate(100 * MIB)
    described(corpus, "bon-word.docx", word("Un document Word lisible."), id="bon-word")
    described(corpus, "bon-pdf.pdf", pdf("Un document PDF lisible."), id="bon-pdf")
    corpus.add("Bon.", id="bon")
    limited = with_settings(builder, ingest=IngestSettings(max_file_mib=1))
    report = limited.build()
    assert live(limited.settings).ids == {"bon", "bon-word", "bon-pdf"}
    found = {p.path.name: p.reason for p in report.refused}
    assert found == {
        **{name: reason for name, (_, _, reason) in BAD_FILES.items()},
        "creux.pdf": RefusalReason.TOO_LARGE,
    }
    assert all(p.message for p in report.refused)
    manifest = live(limited.settings).manifest
    assert {Path(r.path).name: r.reason for r in manifest.refused} == found
    assert not any(r.kept_previous for r in manifest.refused)
    again = limited.build()
    assert again.already_current
    assert {p.path.name: p.reason for p in again.refused} == found  # still said


def break_header(corpus: CorpusFolder) -> None:
    spoil(corpus.path / "documents/guide/velo.md")


def break_encoding(corpus: CorpusFolder) -> None:
    path = corpus.path / "documents/guide/velo.md"
    path.write_bytes(path.read_bytes() + "Ελληνικά κείμενα".encode("cp1253"))


def empty_file(corpus: CorpusFolder) -> None:
    (corpus.path / "documents/guide/velo.md").write_bytes(b"")


def lose_text(corpus: CorpusFolder) -> None:
    corpus.add("# Rien qu'un titre\n", id="velo")


def rename_and_break(corpus: CorpusFolder) -> None:
    (corpus.path / "documents/guide/velo.md").unlink()
    corpus.add("# Rien qu'un titre\n", id="velo", kind="fiche")


def rename_inside_and_break(corpus: CorpusFolder) -> None:
    path = corpus.add("# Rien qu'un titre\n", id="cyclisme")
    path.replace(corpus.path / "documents/guide/velo.md")


def take_the_name_of_another(corpus: CorpusFolder) -> None:
    path = corpus.path / "documents/guide/velo.md"
    path.write_text(path.read_text("utf-8").replace("id: velo", "id: permis"), "utf-8")


def link_away(corpus: CorpusFolder) -> None:
    path = corpus.path / "documents/guide/velo.md"
    path.rename(corpus.path.parent / "velo.md")
    path.symlink_to(corpus.path.parent / "velo.md")


@pytest.mark.parametrize(
    "spoil_it",
    [
        break_header,
        break_encoding,
        empty_file,
        lose_text,
        rename_and_break,
        rename_inside_and_break,
        take_the_name_of_another,
        link_away,
    ],
)
def test_a_file_that_becomes_bad_keeps_its_last_good_version(
    corpus: CorpusFolder, built: Builder, spoil_it: Callable[[CorpusFolder], None]
) -> None:
    spoil_it(corpus)
    corpus.add("Nouveau.", id="nouveau")
    report = built.build()
    index = live(built.settings)
    assert index.ids == {"velo", "permis", "lycee", "nouveau"}
    assert index.finds("bicyclette") == {"velo"}
    assert built.embedder.embedded == ["Aide Essai\nNouveau."]
    assert (report.added, report.changed, report.removed) == (("nouveau",), (), ())
    [refusal] = index.manifest.refused
    assert refusal.kept_previous
    assert report.refused[0].message == refusal.message
    assert built.build().already_current


def test_a_copy_with_a_forgotten_id_does_not_replace_its_original(
    corpus: CorpusFolder, built: Builder
) -> None:
    original = corpus.path / "documents" / "guide" / "velo.md"
    text = original.read_text("utf-8").replace("bicyclette", "trottinette")
    (original.parent / "a-copy.md").write_text(text, "utf-8")
    now = rebuilt(built)

    assert now.finds("bicyclette") == {"velo"}
    assert now.finds("trottinette") == set()


def test_a_fault_in_a_sidecar_keeps_the_document(corpus: CorpusFolder, built: Builder) -> None:
    path = described(corpus, "aide.txt", b"Une aide en texte.")
    built.build()
    sidecar = path.with_suffix(".toml")
    sidecar.write_text(sidecar.read_text("utf-8").replace('"guide"', '"guyde"'), "utf-8")
    index = rebuilt(built)
    assert index.texts["aide"] == "Une aide en texte."
    [refusal] = index.manifest.refused
    assert (refusal.path, refusal.line, refusal.kept_previous) == ("documents/aide.toml", 4, True)
    path.unlink()  # the sidecar alone is no document to keep
    assert "aide" not in rebuilt(built).ids


def test_a_file_that_is_good_again_is_read(corpus: CorpusFolder, built: Builder) -> None:
    break_header(corpus)
    built.build()
    corpus.add("La Région finance le tramway.", id="velo", title="Vélo")
    index = rebuilt(built)
    assert (index.finds("tramway"), index.manifest.refused) == ({"velo"}, ())


def test_the_last_good_version_is_the_last_one(corpus: CorpusFolder, built: Builder) -> None:
    break_header(corpus)
    first = rebuilt(built)
    assert first.finds("bicyclette") == {"velo"}
    corpus.add("La Région finance le tramway.", id="velo", title="Vélo")
    built.build()
    # The very same bad file as before: the index of that time must not come back with it.
    corpus.add("# Vélo\n\nLa Région finance le bicyclette.\n", id="velo", title="Vélo")
    break_header(corpus)
    index = rebuilt(built)
    assert (index.finds("tramway"), index.finds("bicyclette")) == ({"velo"}, set())


def test_a_file_that_was_never_good_does_not_come_back_from_before(
    corpus: CorpusFolder, built: Builder
) -> None:
    bad = corpus.add("# Rien qu'un titre\n", id="tram", title="Tram")
    assert "tram" not in rebuilt(built).ids
    corpus.add("La Région finance le tramway.", id="tram", title="Tram")
    built.build()
    corpus.add("# Rien qu'un titre\n", id="tram", title="Tram")
    assert bad.exists()
    assert rebuilt(built).finds("tramway") == {"tram"}


def test_a_kept_document_goes_when_its_file_goes(corpus: CorpusFolder, built: Builder) -> None:
    break_header(corpus)
    built.build()
    (corpus.path / "documents/guide/velo.md").unlink()
    index = rebuilt(built)
    assert index.ids == {"permis", "lycee"}
    assert holds_bytes(index.folder, "bicyclette") == []


def test_a_document_that_moved_is_not_kept_twice(corpus: CorpusFolder, built: Builder) -> None:
    corpus.add("La Région finance le tramway.", id="velo", kind="fiche")
    break_header(corpus)
    index = rebuilt(built)
    assert index.finds("tramway") == {"velo"}
    assert index.finds("bicyclette") == set()
    assert not index.manifest.refused[0].kept_previous


def test_a_bound_that_is_raised_lets_the_file_in(corpus: CorpusFolder, builder: Builder) -> None:
    corpus.add("Bon.", id="bon")
    document = docx.Document()
    document.add_paragraph("Une aide.")
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("word/media/image.png", os.urandom(2 * MIB))
    described(corpus, "aide.docx", buffer.getvalue())
    small = with_settings(builder, ingest=IngestSettings(max_unpacked_mib=1))
    assert small.build().refused[0].reason is RefusalReason.ARCHIVE_BOMB
    assert rebuilt(builder).ids == {"bon", "aide"}


# --- Vocabulary, encoder, code --------------------------------------------------------------------


def test_a_new_vocabulary_is_analysed_without_encoding(
    corpus: CorpusFolder, built: Builder
) -> None:
    corpus.add("Un conseil en formation.", id="conseil")
    before = rebuilt(built)
    assert before.finds("CFR") == set()
    (corpus.path / "vocabulary.toml").write_text(VOCABULARY, "utf-8")
    built.build()
    analyser = Analyser(load_vocabulary(corpus.path / "vocabulary.toml"))
    index = live(built.settings, analyser)
    assert (built.loads, index.finds("CFR")) == (0, {"conseil"})
    assert index.finds("bicyclette") == {"velo"}
    assert index.manifest.analyser_version == analyser.version != before.manifest.analyser_version
    assert (index.folder / DATA / "vocabulary.toml").read_text("utf-8") == VOCABULARY


def test_a_vocabulary_that_breaks_keeps_its_last_good_version(
    corpus: CorpusFolder, built: Builder
) -> None:
    path = corpus.path / "vocabulary.toml"
    path.write_text(VOCABULARY, "utf-8")
    built.build()
    path.write_text("[[acronym", "utf-8")
    corpus.add("Un conseil en formation.", id="conseil")
    report = built.build()
    assert [p.path.name for p in report.refused] == ["vocabulary.toml"]
    for other in ("packaged", "autre-encodeur"):  # an index made anew keeps it too
        built = with_settings(built, embedder=EmbedderSettings(model=other))
        built.build()
        folder = live(built.settings).folder
        kept = load_vocabulary(folder / DATA / "vocabulary.toml")
        index = live(built.settings, Analyser(kept))
        assert index.manifest.analyser_version == Analyser(kept).version
        assert index.finds("CFR") == {"conseil"}
        assert "vocabulary.toml" in index.manifest.data_digests


def test_data_files_travel_with_the_version(corpus: CorpusFolder, built: Builder) -> None:
    message = '[identity]\nname = "Essai"\n'
    (corpus.path / "messages.fr.toml").write_text(message, "utf-8")
    (corpus.path / "competences.toml").write_text(COMPETENCES, "utf-8")
    (corpus.path / "structures.csv").write_text(COLUMNS, "utf-8")
    index = rebuilt(built)
    data = copied(index.folder / DATA)
    assert set(data) == {"messages.fr.toml", "competences.toml", "structures.csv"}
    assert data["messages.fr.toml"].decode() == message
    assert index.finds("RSA") == {"qui-fait-quoi"}
    assert set(index.manifest.data_digests) == set(data)
    (corpus.path / "messages.fr.toml").unlink()
    assert set(copied(rebuilt(built).folder / DATA)) == {"competences.toml", "structures.csv"}
    assert built.loads == 0


def test_a_data_file_that_breaks_keeps_its_document(corpus: CorpusFolder, built: Builder) -> None:
    path = corpus.path / "competences.toml"
    path.write_text(COMPETENCES, "utf-8")
    built.build()
    path.write_text("[[matter", "utf-8")
    index = rebuilt(built)
    assert index.finds("RSA") == {"qui-fait-quoi"}
    assert (index.folder / DATA / "competences.toml").read_text("utf-8") == COMPETENCES
    assert index.manifest.refused[0].kept_previous


def test_another_encoder_encodes_everything_again(built: Builder) -> None:
    before = live(built.settings)
    other = with_settings(built, embedder=EmbedderSettings(document_prompt="passage : "))
    index = rebuilt(other)
    assert len(other.embedder.embedded) == len(before.passages)
    assert index.texts == before.texts
    assert index.manifest.embedder.revision != before.manifest.embedder.revision


def test_a_bad_file_survives_another_encoder(corpus: CorpusFolder, built: Builder) -> None:
    break_header(corpus)
    other = with_settings(built, embedder=EmbedderSettings(query_prompt="question : "))
    index = rebuilt(other)
    assert index.ids == {"velo", "permis", "lycee"}
    assert len(other.embedder.embedded) == 3
    assert index.manifest.refused[0].kept_previous
    assert other.build().already_current


def test_a_new_segmenter_cuts_everything_again(
    built: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "SEGMENTER_VERSION", "fr-essai")
    built.build()
    assert len(built.embedder.embedded) == 3


# --- The index folder -----------------------------------------------------------------------------


def test_two_builders_at_once_are_refused(corpus: CorpusFolder, built: Builder) -> None:
    corpus.add("Nouveau.", id="nouveau")
    before = copied(built.settings.index_dir)
    with (built.settings.index_dir / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(BuildRefused, match="autre construction") as refusal:
            built.build()
    assert "relancez" in str(refusal.value)
    assert copied(built.settings.index_dir) == before
    assert "nouveau" in rebuilt(built).ids


def test_a_build_inside_a_build_is_refused(corpus: CorpusFolder, settings: Settings) -> None:
    corpus.add("Bon.", id="bon")
    refused: list[str] = []

    def load() -> BagOfWordsEmbedder:
        with pytest.raises(BuildRefused) as refusal:
            Builder(settings).build()
        refused.append(str(refusal.value))
        return BagOfWordsEmbedder(settings.embedder)

    build(settings, load)
    assert len(refused) == 1
    assert live(settings).ids == {"bon"}


def remove_corpus(corpus: CorpusFolder) -> None:
    shutil.rmtree(corpus.path)


def remove_documents(corpus: CorpusFolder) -> None:
    shutil.rmtree(corpus.path / "documents")


def empty_documents(corpus: CorpusFolder) -> None:
    remove_documents(corpus)
    (corpus.path / "documents").mkdir()


def leave_only_data(corpus: CorpusFolder) -> None:
    remove_documents(corpus)
    (corpus.path / "competences.toml").write_text(COMPETENCES, "utf-8")


@pytest.mark.parametrize(
    "lose", [remove_corpus, remove_documents, empty_documents, leave_only_data]
)
def test_a_corpus_that_is_lost_leaves_the_live_index(
    corpus: CorpusFolder, built: Builder, lose: Callable[[CorpusFolder], None]
) -> None:
    lose(corpus)
    before = copied(built.settings.index_dir)
    with pytest.raises(BuildRefused, match="aucun document lisible") as refusal:
        built.build()
    assert str(corpus.path) in str(refusal.value)
    assert copied(built.settings.index_dir) == before
    assert live(built.settings).ids == {"velo", "permis", "lycee"}


def test_a_first_corpus_of_bad_files_builds_nothing(corpus: CorpusFolder, builder: Builder) -> None:
    corpus.add("# Un titre\n", id="a")
    described(corpus, "vide.odt", b"", id="b")
    with pytest.raises(BuildRefused) as refusal:
        builder.build()
    assert {p.path.name for p in refusal.value.problems} == {"a.md", "vide.odt"}
    assert current_version(builder.settings.index_dir) is None
    assert builder.loads == 0


def test_a_first_corpus_of_data_files_alone_is_an_index(
    corpus: CorpusFolder, builder: Builder
) -> None:
    (corpus.path / "competences.toml").write_text(COMPETENCES, "utf-8")
    assert rebuilt(builder).ids == {"qui-fait-quoi"}


def test_an_encoder_that_fails_leaves_the_live_index(corpus: CorpusFolder, built: Builder) -> None:
    corpus.add("Nouveau.", id="nouveau")
    before = copied(built.settings.index_dir)

    def fails() -> BagOfWordsEmbedder:
        raise RuntimeError("no memory left")

    with pytest.raises(RuntimeError):
        build(built.settings, fails)
    assert copied(built.settings.index_dir) == before


@pytest.mark.parametrize("changed", [True, False])
def test_what_killed_builds_left_is_removed(
    corpus: CorpusFolder, built: Builder, changed: bool
) -> None:
    versions = built.settings.index_dir / VERSIONS
    left = versions / ".building-0123456789abcdef"
    shutil.copytree(live(built.settings).folder, left)
    if changed:
        corpus.add("Nouveau.", id="nouveau")
    assert built.build().already_current is not changed
    assert not left.exists()
    assert all(not p.name.startswith(".") for p in versions.iterdir())


@pytest.mark.parametrize("kept", [1, 2, 3])
def test_old_versions_are_pruned(corpus: CorpusFolder, built: Builder, kept: int) -> None:
    builder = with_settings(built, ingest=IngestSettings(versions_kept=kept))
    made = [live(builder.settings).version]
    for n in range(4):
        corpus.add(f"Numéro {n}.", id="compteur")
        time.sleep(0.01)  # versions are told by their age
        made.append(rebuilt(builder).version)
    left = {p.name for p in (builder.settings.index_dir / VERSIONS).iterdir()}
    assert left == set(made[-kept:])


def damage_manifest(folder: Path) -> None:
    (folder / MANIFEST).write_text("{", "utf-8")


def old_format(folder: Path) -> None:
    text = (folder / MANIFEST).read_text("utf-8")
    (folder / MANIFEST).write_text(text.replace(f'"format": {FORMAT}', '"format": 0'), "utf-8")


def cut_catalogue(folder: Path) -> None:
    (folder / CATALOGUE).write_bytes((folder / CATALOGUE).read_bytes()[:100])


def lose_vectors(folder: Path) -> None:
    shutil.rmtree(folder / CHROMA)


def lose_words(folder: Path) -> None:
    shutil.rmtree(folder / LEXICAL)


def lose_version(folder: Path) -> None:
    shutil.rmtree(folder)


@pytest.mark.parametrize(
    "damage",
    [damage_manifest, old_format, cut_catalogue, lose_vectors, lose_words, lose_version],
)
def test_a_damaged_index_is_made_anew(built: Builder, damage: Callable[[Path], None]) -> None:
    before = live(built.settings)
    damage(before.folder)
    index = rebuilt(built)
    assert (index.version, index.texts) == (before.version, before.texts)
    assert index.finds("bicyclette") == {"velo"}
    assert len(built.embedder.embedded) == 3


def test_a_vector_store_that_lost_its_vectors_is_made_anew(
    corpus: CorpusFolder, built: Builder
) -> None:
    folder = live(built.settings).folder
    shutil.rmtree(folder / CHROMA)
    open_client(folder / CHROMA).close()  # a store without vectors
    corpus.add("Nouveau.", id="nouveau")
    index = rebuilt(built)
    assert index.finds("bicyclette") == {"velo"}
    assert "nouveau" in index.texts


def test_vectors_that_do_not_match_the_catalogue_are_noticed(
    corpus: CorpusFolder, built: Builder
) -> None:
    index = live(built.settings)
    with open_vectors(index.folder) as collection:
        remove_vectors(collection, ["velo"])
    # As if the version had been published so: its files are those that its manifest lists.
    manifest = index.manifest.model_copy(update={"files": file_sizes(index.folder)})
    (index.folder / MANIFEST).write_text(manifest.model_dump_json(), "utf-8")
    corpus.add("Nouveau.", id="nouveau")
    with pytest.raises(BuildRefused, match="supprimez"):
        built.build()
    assert current_version(built.settings.index_dir) == index.version


def test_the_pointer_moves_by_a_rename_over_what_a_killed_build_left(tmp_path: Path) -> None:
    (tmp_path / POINTER).write_text("ancienne\n", "utf-8")
    (tmp_path / f".{POINTER}.new").write_text("à moitié éc", "utf-8")
    before = (tmp_path / POINTER).stat().st_ino
    publish(tmp_path, "nouvelle")
    assert current_version(tmp_path) == "nouvelle"
    assert (tmp_path / POINTER).stat().st_ino != before
    assert [p.name for p in tmp_path.iterdir()] == [POINTER]


def test_a_plan_writes_nothing(corpus: CorpusFolder, settings: Settings) -> None:
    corpus.add("Bon.", id="bon")
    plan = make_plan(settings)
    assert [s.document_id for s in plan.add] == ["bon"]
    assert not settings.index_dir.exists()


def test_the_version_lies_where_its_name_says(built: Builder) -> None:
    index = live(built.settings)
    assert index.folder == version_dir(built.settings.index_dir, index.version)
    assert {p.name for p in index.folder.iterdir()} == {
        CATALOGUE,
        CHROMA,
        DATA,
        LEXICAL,
        MANIFEST,
    }
