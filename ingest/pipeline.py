"""From a corpus folder to a published index version, redoing only what changed."""

from __future__ import annotations

import fcntl
import os
import shutil
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from assistant.index.catalogue import CATALOGUE, Catalogue
from assistant.index.location import VERSIONS, current_version, publish, sync_directory, version_dir
from assistant.index.manifest import (
    FORMAT,
    MANIFEST,
    Manifest,
    ManifestDocument,
    ManifestEmbedder,
    ManifestRefusal,
    file_sizes,
)
from assistant.reference.asked import ASKED, GAPS, AskedSection, Gap, load_asked, load_gaps
from assistant.retrieval.embedder import Embedder
from assistant.settings import Settings
from assistant.types import BlockKind, Document, DocumentMeta, Passage
from ingest.clean import assemble
from ingest.corpus import read_body, suffix_of
from ingest.extract import ExtractLimits, extract
from ingest.model import ExtractionRefused, IngestReport, Problem, RefusalReason
from ingest.plan import (
    DATA,
    Plan,
    digest_of,
    last_good_versions,
    lies_in,
    make_plan,
    relative_path,
    whole_manifest,
)
from ingest.sections import write_sections
from ingest.segment import SEGMENTER_VERSION, encoded_text, segment
from ingest.write import (
    CatalogueWriter,
    add_vectors,
    open_vectors,
    remove_vectors,
    start_version,
    write_lexical,
)

_STAGING = ".building-"
_MIB = 1024 * 1024


class BuildRefused(Exception):
    """Nothing was built and the live index is untouched; says why and what to do."""

    def __init__(self, message: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


class Observer(Protocol):
    """Is told how a build goes on."""

    def stage(self, name: str, total: int) -> None:
        """A stage of `total` steps begins."""

    def advance(self, steps: int) -> None:
        """`steps` more steps of the stage are done."""


class SilentObserver:
    """Tells nobody."""

    def stage(self, name: str, total: int) -> None:
        """A stage begins."""

    def advance(self, steps: int) -> None:
        """Steps are done."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading the new and changed documents gave.

    `problems` are all of the corpus, not of these documents only; `last_good` are the live
    documents that stay as they were because their files are there but cannot be taken.
    """

    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]
    last_good: tuple[ManifestDocument, ...]
    removed: tuple[str, ...]


def read_documents(settings: Settings, plan: Plan, observer: Observer) -> Reading:
    """Reads what is new or changed. Raises BuildRefused when that would leave an empty index."""
    observer.stage("Lecture", len(plan.add) + len(plan.change))
    documents, refused = _extract(settings, plan, observer)
    problems = (*plan.scan.problems, *refused)
    good = {*plan.keep, *(d.meta.id for d in documents)}
    last_good = last_good_versions(plan.live, plan.scan, problems, settings.corpus_dir, good=good)
    if (plan.lacks_documents or not good) and not last_good:
        raise BuildRefused(
            f"aucun document lisible dans {settings.corpus_dir} : rien n'a été construit, l'index "
            "en service reste en place (pour repartir de rien, supprimez son dossier)",
            problems,
        )
    live = {d.id for d in plan.live.documents} if plan.live is not None else set()
    removed = live - good - {d.id for d in last_good}
    return Reading(documents, problems, last_good, tuple(sorted(removed)))


def build(
    settings: Settings,
    load_embedder: Callable[[], Embedder],
    observer: Observer | None = None,
) -> IngestReport:
    """Publishes the index of the corpus and reports what was done.

    The live version serves until the last moment: the new one is written beside it and made live
    by one atomic rename. `load_embedder` is called only when there is something to embed.
    Raises BuildRefused when no document can be indexed or another build is running.
    """
    started = time.perf_counter()
    observer = observer or SilentObserver()
    settings.index_dir.mkdir(parents=True, exist_ok=True)
    with _only_builder(settings.index_dir):
        plan = make_plan(settings)
        if plan.is_current:
            assert plan.live is not None  # noqa: S101 - is_current says so
            _prune(settings)
            return _report(plan, plan.live, started, current=True)
        reading = read_documents(settings, plan, observer)
        staging = settings.index_dir / VERSIONS / f"{_STAGING}{uuid.uuid4().hex}"
        try:
            manifest, embedded = _write_version(
                settings, plan, reading, staging, load_embedder, observer
            )
            _publish(settings, staging, manifest)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        _prune(settings)
        return _report(plan, manifest, started, embedded=embedded, removed=reading.removed)


def _write_version(
    settings: Settings,
    plan: Plan,
    reading: Reading,
    staging: Path,
    load_embedder: Callable[[], Embedder],
    observer: Observer,
) -> tuple[Manifest, int]:
    live_dir = (
        version_dir(settings.index_dir, plan.live.index_version) if plan.live is not None else None
    )
    base = None if plan.full else live_dir
    documents = list(reading.documents)
    if plan.full and live_dir is not None:
        documents += _stored(live_dir, reading.last_good)
    start_version(staging, base)
    catalogue = CatalogueWriter(staging)
    embedder = load_embedder() if documents else None
    read_ids = {d.meta.id for d in documents}
    gone = () if base is None else reading.removed
    gone += tuple(s.document_id for s in plan.change if s.document_id in read_ids)
    passages: list[Passage] = []
    texts: list[str] = []
    for document_id in gone:
        catalogue.remove(document_id)
    if embedder is not None:
        window = embedder.identity.max_tokens
        for document in documents:
            cut = segment(document, embedder.count_tokens, max_tokens=window)
            catalogue.add(document, cut, plan.analyser)
            passages += cut
            texts += [encoded_text(document, p) for p in cut]
    if base and plan.live and plan.live.analyser_version != plan.analyser.version:
        catalogue.analyse_again(plan.analyser)
    count = catalogue.number_passages()
    with open_vectors(staging) as collection:
        remove_vectors(collection, gone)
        if embedder is not None:
            observer.stage("Vecteurs", len(texts))
            vectors = embedder.embed_documents(texts, progress=observer.advance)
            add_vectors(collection, passages, vectors)
        if collection.count() != count:
            raise BuildRefused(
                "les vecteurs de l'index en service ne correspondent plus à son catalogue : "
                f"supprimez {settings.index_dir}, puis relancez la commande"
            )
    observer.stage("Index lexical", 1)
    data_digests = _copy_data(plan, staging, live_dir)
    # The copies: of a broken file, its last good version.
    asked, gaps = load_asked(staging / DATA / ASKED), load_gaps(staging / DATA / GAPS)
    outdated = tuple(g for g in gaps if _is_outdated(g, catalogue.metas()))
    current = [g for g in gaps if g not in outdated]
    homeless = write_lexical(staging, catalogue, plan.analyser, asked, current)
    write_sections(staging, live_dir, catalogue.rows_by_section(), asked, current, plan.analyser)
    problems = (*_homeless(homeless, settings), *_outdated(outdated, settings))
    reading = replace(reading, problems=(*reading.problems, *problems))
    observer.advance(1)
    manifest = _manifest(settings, plan, reading, catalogue, embedder, data_digests, count)
    catalogue.close()
    manifest = manifest.model_copy(update={"files": file_sizes(staging)})
    (staging / MANIFEST).write_text(manifest.model_dump_json(indent=1), "utf-8")
    return manifest, len(texts)


def _homeless(sections: Sequence[AskedSection], settings: Settings) -> Iterator[Problem]:
    """Wordings whose section is in no document: its heading was changed, or it was removed."""
    for section in sections:
        yield Problem(
            settings.corpus_dir / ASKED,
            None,
            RefusalReason.METADATA,
            f"aucun texte sous «{section.heading}» dans le document «{section.document_id}» : "
            "mettez à jour le titre ou retirez cette section",
        )


def _is_outdated(gap: Gap, metas: Mapping[str, DocumentMeta]) -> bool:
    """True when the document has been checked since: it may now hold what it lacked."""
    if not gap.document_id:
        return False
    meta = metas.get(gap.document_id)
    return meta is None or meta.checked_on > gap.checked_on


def _outdated(gaps: Sequence[Gap], settings: Settings) -> Iterator[Problem]:
    for gap in gaps:
        yield Problem(
            settings.corpus_dir / GAPS,
            None,
            RefusalReason.METADATA,
            f"le document «{gap.document_id}» a été relu après le {gap.checked_on} ou n'existe "
            "plus : relisez ses questions sans réponse, puis changez checked_on",
        )


def _stored(live_dir: Path, kept: Sequence[ManifestDocument]) -> list[Document]:
    """Documents as the live version holds them: encoded again, since their files are no help."""
    catalogue = Catalogue(live_dir / CATALOGUE)
    try:
        return [catalogue.document(d.id) for d in kept]
    finally:
        catalogue.close()


def _extract(
    settings: Settings, plan: Plan, observer: Observer
) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    limits = ExtractLimits(
        max_bytes=settings.ingest.max_file_mib * _MIB,
        max_unpacked_bytes=settings.ingest.max_unpacked_mib * _MIB,
    )
    documents: list[Document] = []
    refused: list[Problem] = []
    for source in (*plan.add, *plan.change):
        assert source.meta is not None  # noqa: S101 - only unchanged sources come without one
        try:
            blocks = extract(read_body(source), suffix_of(source), limits=limits)
            document = assemble(source.meta, blocks)
            if all(block.kind is BlockKind.HEADING for block in document.blocks):
                raise ExtractionRefused(
                    RefusalReason.NO_TEXT, "le fichier ne contient aucun texte sous ses titres"
                )
            documents.append(document)
        except ExtractionRefused as refusal:
            refused.append(Problem(source.path, None, refusal.reason, refusal.detail))
        except OSError as error:
            message = f"illisible : {error.strerror}"
            refused.append(Problem(source.path, None, RefusalReason.DAMAGED, message))
        observer.advance(1)
    return tuple(documents), tuple(refused)


def _manifest(
    settings: Settings,
    plan: Plan,
    reading: Reading,
    catalogue: CatalogueWriter,
    embedder: Embedder | None,
    data_digests: dict[str, str],
    count: int,
) -> Manifest:
    if embedder is not None:
        identity = embedder.identity
        described = ManifestEmbedder(
            name=identity.name,
            revision=identity.revision,
            dimension=identity.dimension,
            max_tokens=identity.max_tokens,
        )
    else:
        assert plan.live is not None  # noqa: S101 - nothing to embed means something was kept
        described = plan.live.embedder
    places = {
        s.document_id: (relative_path(s.path, settings.corpus_dir), s.digest)
        for s in plan.scan.sources
    } | {d.id: (d.path, d.digest) for d in reading.last_good}
    kept = {d.id for d in reading.last_good}
    # Where a kept document lay, and where its file lies now.
    kept_paths = {d.path for d in reading.last_good} | {
        relative_path(s.path, settings.corpus_dir)
        for s in plan.scan.sources
        if s.document_id in kept
    }
    counts = catalogue.passage_counts()
    documents = tuple(
        ManifestDocument(
            id=document_id,
            path=places[document_id][0],
            digest=places[document_id][1],
            title=meta.title,
            kind=meta.kind,
            status=meta.status,
            published_on=meta.published_on,
            valid_from=meta.valid_from,
            valid_until=meta.valid_until,
            checked_on=meta.checked_on,
            passages=counts[document_id],
        )
        for document_id, meta in sorted(catalogue.metas().items())
    )
    return Manifest(
        format=FORMAT,
        # What was kept of earlier versions is content too, though no input tells it.
        index_version=digest_of(
            plan.inputs, [(d.id, d.digest) for d in documents], sorted(data_digests.items())
        ),
        inputs=plan.inputs,
        files={},  # measured when all of them are written
        created_at=datetime.now(UTC),
        embedder=described,
        analyser_version=plan.analyser.version,
        segmenter_version=SEGMENTER_VERSION,
        data_digests=data_digests,
        documents=documents,
        passages=count,
        refused=tuple(
            ManifestRefusal(
                path=relative_path(p.path, settings.corpus_dir),
                line=p.line,
                reason=p.reason,
                message=p.message,
                kept_previous=any(
                    lies_in(path, {relative_path(p.subject, settings.corpus_dir)})
                    for path in kept_paths
                ),
            )
            for p in reading.problems
        ),
    )


def _copy_data(plan: Plan, staging: Path, live_dir: Path | None) -> dict[str, str]:
    """Copies the data files, the last good version of a broken one; name to digest."""
    folder = staging / DATA
    folder.mkdir()
    copied: dict[str, str] = {}
    for path in plan.scan.data_files:
        if path.name in plan.data_digests:
            shutil.copyfile(path, folder / path.name)
            copied[path.name] = plan.data_digests[path.name]
        elif plan.live and live_dir and (live_dir / DATA / path.name).exists():
            shutil.copyfile(live_dir / DATA / path.name, folder / path.name)
            copied[path.name] = plan.live.data_digests.get(path.name, "")
    return copied


def _publish(settings: Settings, staging: Path, manifest: Manifest) -> None:
    for path in (staging, *staging.rglob("*")):
        if path.is_dir():
            sync_directory(path)
        else:
            with path.open("rb") as file:
                os.fsync(file.fileno())
    target = version_dir(settings.index_dir, manifest.index_version)
    if whole_manifest(target) is not None:
        # The corpus went back to an earlier state whose version still lies here; a reader may
        # still have it open.
        shutil.rmtree(staging)
        os.utime(target)  # as young as the version it replaces: pruning goes by age
    else:
        shutil.rmtree(target, ignore_errors=True)  # damaged
        staging.rename(target)
    sync_directory(target.parent)
    publish(settings.index_dir, manifest.index_version)


def _prune(settings: Settings) -> None:
    """Removes versions older than the ones kept, and what killed builds left."""
    folder = settings.index_dir / VERSIONS
    live = current_version(settings.index_dir)
    versions = sorted(
        (p for p in folder.iterdir() if not p.name.startswith(_STAGING) and p.name != live),
        key=lambda p: p.stat().st_mtime,
        reverse=True,
    )
    leftovers = [p for p in folder.iterdir() if p.name.startswith(_STAGING)]
    for path in (*versions[settings.ingest.versions_kept - 1 :], *leftovers):
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _only_builder(index_dir: Path) -> Iterator[None]:
    # The kernel releases this lock when the process dies, however it dies.
    with (index_dir / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BuildRefused(
                f"une autre construction est en cours dans {index_dir} : attendez sa fin, puis "
                "relancez la commande"
            ) from None
        yield


def _report(
    plan: Plan,
    manifest: Manifest,
    started: float,
    *,
    embedded: int = 0,
    removed: tuple[str, ...] = (),
    current: bool = False,
) -> IngestReport:
    present = {(d.id, d.digest) for d in manifest.documents}
    added, changed = (
        tuple(s.document_id for s in sources if (s.document_id, s.digest) in present)
        for sources in (plan.add, plan.change)
    )
    return IngestReport(
        index_version=manifest.index_version,
        documents=len(manifest.documents),
        passages=manifest.passages,
        added=added,
        changed=changed,
        removed=removed,
        unchanged=len(manifest.documents) - len(added) - len(changed),
        embedded=embedded,
        refused=tuple(
            Problem(Path(r.path), r.line, RefusalReason(r.reason), r.message)
            for r in manifest.refused
        ),
        seconds=time.perf_counter() - started,
        already_current=current,
    )
