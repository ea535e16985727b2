"""From a corpus folder to a published index version, redoing only what changed."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from assistant.errors import IndexUnavailable
from assistant.index.location import VERSIONS, current_version, publish, sync_directory, version_dir
from assistant.index.manifest import (
    FORMAT,
    MANIFEST,
    Manifest,
    ManifestDocument,
    ManifestEmbedder,
    ManifestRefusal,
    read_manifest,
)
from assistant.retrieval.embedder import Embedder, embedder_name
from assistant.settings import Settings
from assistant.text.analyse import Analyser
from assistant.text.vocabulary import EMPTY_VOCABULARY, Vocabulary, VocabularyError, load_vocabulary
from assistant.types import Document, Passage
from ingest.clean import assemble
from ingest.corpus import VOCABULARY, read_body, scan_corpus, suffix_of
from ingest.extract import ExtractLimits, extract
from ingest.model import (
    CorpusScan,
    ExtractionRefused,
    IngestReport,
    Problem,
    RefusalReason,
    SourceFile,
)
from ingest.segment import SEGMENTER_VERSION, encoded_text, segment
from ingest.write import (
    CatalogueWriter,
    add_vectors,
    open_vectors,
    remove_vectors,
    start_version,
    write_lexical,
)

DATA = "data"
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
class Plan:
    """What a build would do to the live version."""

    scan: CorpusScan
    live: Manifest | None
    add: tuple[SourceFile, ...]
    change: tuple[SourceFile, ...]
    remove: tuple[str, ...]
    keep: tuple[str, ...]
    kept_paths: frozenset[str]
    data_digests: Mapping[str, str]
    analyser: Analyser
    version: str
    full: bool  # encoder, segmenter or format differ: nothing of the live version can be kept

    @property
    def is_current(self) -> bool:
        """True when the live version is already what this corpus gives."""
        return self.live is not None and self.live.index_version == self.version


def make_plan(settings: Settings) -> Plan:
    """Compares the corpus with the live index; reads files, writes and embeds nothing."""
    live = _live_manifest(settings.index_dir)
    name, revision = embedder_name(settings.embedder)
    full = live is None or not (
        live.embedder.name == name
        and live.embedder.revision == revision
        and live.segmenter_version == SEGMENTER_VERSION
    )
    known = {} if full or live is None else {d.path: (d.digest, d.id) for d in live.documents}
    scan = scan_corpus(settings.corpus_dir, max_file_mib=settings.ingest.max_file_mib, known=known)
    digests = {d.id: d.digest for d in live.documents} if live and not full else {}
    ids = {s.document_id for s in scan.sources}
    broken = {_relative(p.path, settings.corpus_dir) for p in scan.problems}
    # A file that was good and now is not keeps its last good version in the index.
    kept = (
        {d.id: d.path for d in live.documents if d.path in broken and d.id not in ids}
        if live and not full
        else {}
    )
    analyser = Analyser(_vocabulary(settings, live))
    data = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in scan.data_files
        if _relative(path, settings.corpus_dir) not in broken
    }
    signature = hashlib.sha256(
        repr(
            (
                FORMAT,
                name,
                revision,
                analyser.version,
                SEGMENTER_VERSION,
                sorted(data.items()),
                sorted((s.document_id, s.digest) for s in scan.sources),
                sorted(kept.items()),
                sorted(str(p) for p in scan.problems),
            )
        ).encode()
    ).hexdigest()[:16]
    return Plan(
        scan=scan,
        live=live,
        add=tuple(s for s in scan.sources if s.document_id not in digests),
        change=tuple(
            s
            for s in scan.sources
            if s.document_id in digests and digests[s.document_id] != s.digest
        ),
        remove=tuple(sorted(set(digests) - ids - set(kept))),
        keep=tuple(
            sorted(
                {s.document_id for s in scan.sources if digests.get(s.document_id) == s.digest}
                | set(kept)
            )
        ),
        kept_paths=frozenset(kept.values()),
        data_digests=data,
        analyser=analyser,
        version=signature,
        full=full,
    )


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
            return _report(plan, plan.live, 0, started, current=True)
        if not plan.scan.sources and not plan.keep:
            raise BuildRefused(
                f"aucun document lisible dans {settings.corpus_dir} : rien n'a été construit, "
                "l'index en service reste en place",
                plan.scan.problems,
            )
        staging = settings.index_dir / VERSIONS / f"{_STAGING}{uuid.uuid4().hex}"
        try:
            manifest, embedded = _write_version(settings, plan, staging, load_embedder, observer)
            _publish(settings, staging, manifest)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        _prune(settings)
        return _report(plan, manifest, embedded, started)


def _write_version(
    settings: Settings,
    plan: Plan,
    staging: Path,
    load_embedder: Callable[[], Embedder],
    observer: Observer,
) -> tuple[Manifest, int]:
    live_dir = (
        version_dir(settings.index_dir, plan.live.index_version)
        if plan.live is not None and not plan.full
        else None
    )
    observer.stage("Lecture", len(plan.add) + len(plan.change))
    documents, refused = _extract(settings, plan, observer)
    read_ids = {d.meta.id for d in documents}
    failed = {_relative(p.path, settings.corpus_dir) for p in refused}
    # A changed file that cannot be read any more keeps its last good version too.
    replaced = [s.document_id for s in plan.change if s.document_id in read_ids]
    kept_paths = plan.kept_paths | {
        d.path
        for d in (plan.live.documents if plan.live and not plan.full else ())
        if d.path in failed
    }
    if not documents and not plan.keep and not kept_paths:
        raise BuildRefused(
            "aucun document n'a pu être lu : rien n'a été construit, l'index en service reste "
            "en place",
            (*plan.scan.problems, *refused),
        )
    start_version(staging, live_dir)
    catalogue = CatalogueWriter(staging)
    embedder = load_embedder() if documents else None
    passages: list[Passage] = []
    texts: list[str] = []
    for document_id in (*plan.remove, *replaced):
        catalogue.remove(document_id)
    if embedder is not None:
        window = embedder.identity.max_tokens
        for document in documents:
            cut = segment(document, embedder.count_tokens, max_tokens=window)
            catalogue.add(document, cut, plan.analyser)
            passages += cut
            texts += [encoded_text(document, p) for p in cut]
    if live_dir and plan.live and plan.live.analyser_version != plan.analyser.version:
        catalogue.analyse_again(plan.analyser)
    with open_vectors(staging) as collection:
        remove_vectors(collection, (*plan.remove, *replaced))
        if embedder is not None:
            observer.stage("Vecteurs", len(texts))
            vectors = embedder.embed_documents(texts, progress=observer.advance)
            add_vectors(collection, passages, vectors)
    count = catalogue.number_passages()
    observer.stage("Index lexical", 1)
    write_lexical(staging, catalogue, plan.analyser)
    observer.advance(1)
    manifest = _manifest(
        settings, plan, catalogue, embedder, (*plan.scan.problems, *refused), kept_paths, count
    )
    catalogue.close()
    _copy_data(plan, staging, live_dir)
    (staging / MANIFEST).write_text(manifest.model_dump_json(indent=1), "utf-8")
    return manifest, len(texts)


def _extract(
    settings: Settings, plan: Plan, observer: Observer
) -> tuple[list[Document], list[Problem]]:
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
            if not document.text.strip():
                raise ExtractionRefused(
                    RefusalReason.NO_TEXT, "le fichier ne contient aucun texte lisible"
                )
            documents.append(document)
        except ExtractionRefused as refusal:
            refused.append(Problem(source.path, None, refusal.reason, refusal.detail))
        except OSError as error:
            message = f"illisible : {error.strerror}"
            refused.append(Problem(source.path, None, RefusalReason.DAMAGED, message))
        observer.advance(1)
    return documents, refused


def _manifest(
    settings: Settings,
    plan: Plan,
    catalogue: CatalogueWriter,
    embedder: Embedder | None,
    problems: tuple[Problem, ...],
    kept_paths: frozenset[str],
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
    live = {d.id: d for d in plan.live.documents} if plan.live is not None else {}
    sources = {s.document_id: s for s in plan.scan.sources}
    counts = catalogue.passage_counts()
    documents = []
    for document_id, meta in sorted(catalogue.metas().items()):
        source = sources.get(document_id)
        path = _relative(source.path, settings.corpus_dir) if source else live[document_id].path
        fresh = source is not None and path not in kept_paths
        documents.append(
            ManifestDocument(
                id=document_id,
                path=path,
                digest=source.digest if fresh and source else live[document_id].digest,
                title=meta.title,
                kind=meta.kind,
                status=meta.status,
                published_on=meta.published_on,
                valid_from=meta.valid_from,
                valid_until=meta.valid_until,
                checked_on=meta.checked_on,
                passages=counts[document_id],
            )
        )
    return Manifest(
        format=FORMAT,
        index_version=plan.version,
        created_at=datetime.now(UTC),
        embedder=described,
        analyser_version=plan.analyser.version,
        segmenter_version=SEGMENTER_VERSION,
        data_digests=dict(plan.data_digests),
        documents=tuple(documents),
        passages=count,
        refused=tuple(
            ManifestRefusal(
                path=_relative(p.path, settings.corpus_dir),
                line=p.line,
                reason=p.reason,
                message=p.message,
                kept_previous=_relative(p.path, settings.corpus_dir) in kept_paths,
            )
            for p in problems
        ),
    )


def _copy_data(plan: Plan, staging: Path, live_dir: Path | None) -> None:
    folder = staging / DATA
    folder.mkdir()
    for path in plan.scan.data_files:
        if path.name in plan.data_digests:
            shutil.copyfile(path, folder / path.name)
        elif live_dir is not None and (live_dir / DATA / path.name).exists():
            shutil.copyfile(live_dir / DATA / path.name, folder / path.name)


def _publish(settings: Settings, staging: Path, manifest: Manifest) -> None:
    for path in staging.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    target = version_dir(settings.index_dir, manifest.index_version)
    if target.exists():
        # The corpus went back to an earlier state whose version still lies here, whole.
        shutil.rmtree(staging)
    else:
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


def _live_manifest(index_dir: Path) -> Manifest | None:
    version = current_version(index_dir)
    if version is None:
        return None
    try:
        return read_manifest(version_dir(index_dir, version))
    except IndexUnavailable:
        return None  # damaged or of an older format: rebuilt from the corpus


def _vocabulary(settings: Settings, live: Manifest | None) -> Vocabulary:
    try:
        return load_vocabulary(settings.corpus_dir / VOCABULARY)
    except VocabularyError:  # reported with the other problems of the scan
        if live is None:
            return EMPTY_VOCABULARY
        # What cannot be read any more keeps its last good version, as documents do.
        return load_vocabulary(
            version_dir(settings.index_dir, live.index_version) / DATA / VOCABULARY
        )


def _relative(path: Path, corpus: Path) -> str:
    return path.relative_to(corpus).as_posix() if path.is_relative_to(corpus) else str(path)


def _report(
    plan: Plan, manifest: Manifest, embedded: int, started: float, *, current: bool = False
) -> IngestReport:
    refused = tuple(
        Problem(Path(r.path), r.line, RefusalReason(r.reason), r.message) for r in manifest.refused
    )
    present = {(d.id, d.digest) for d in manifest.documents}
    return IngestReport(
        index_version=manifest.index_version,
        documents=len(manifest.documents),
        passages=manifest.passages,
        added=tuple(s.document_id for s in plan.add if (s.document_id, s.digest) in present),
        changed=tuple(s.document_id for s in plan.change if (s.document_id, s.digest) in present),
        removed=plan.remove,
        unchanged=len(plan.keep),
        embedded=embedded,
        refused=refused,
        seconds=time.perf_counter() - started,
        already_current=current,
    )
