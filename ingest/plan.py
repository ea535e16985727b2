"""What a build has to do: the corpus and the settings compared with the live index."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import IndexUnavailable
from assistant.index.catalogue import CATALOGUE, Catalogue
from assistant.index.location import current_version, version_dir
from assistant.index.manifest import (
    FORMAT,
    Manifest,
    ManifestDocument,
    file_sizes,
    read_manifest,
)
from assistant.retrieval.embedder import embedder_name
from assistant.settings import Settings
from assistant.text.analyse import Analyser
from assistant.text.vocabulary import EMPTY_VOCABULARY, Vocabulary, VocabularyError, load_vocabulary
from ingest.corpus import DOCUMENTS, VOCABULARY, scan_corpus
from ingest.model import CorpusScan, Problem, SourceFile
from ingest.segment import SEGMENTER_VERSION

DATA = "data"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build would do to the live version."""

    scan: CorpusScan
    live: Manifest | None
    add: tuple[SourceFile, ...]
    change: tuple[SourceFile, ...]
    keep: tuple[str, ...]
    data_digests: Mapping[str, str]
    analyser: Analyser
    inputs: str
    full: bool  # encoder, segmenter or format differ: nothing of the live version can be kept

    @property
    def is_current(self) -> bool:
        """True when the live version was made from what lies there now."""
        return self.live is not None and self.live.inputs == self.inputs

    @property
    def lacks_documents(self) -> bool:
        """True when the corpus has no file left to index: more likely unplugged than emptied."""
        if any(source.generated is None for source in self.scan.sources):
            return False
        live = self.live.documents if self.live is not None else ()
        return not self.scan.sources or any(d.path.startswith(f"{DOCUMENTS}/") for d in live)


def make_plan(settings: Settings) -> Plan:
    """Compares the corpus with the live index; reads files, writes and embeds nothing."""
    live = _live_manifest(settings.index_dir)
    name, revision = embedder_name(settings.embedder)
    full = live is None or not (
        live.embedder.name == name
        and live.embedder.revision == revision
        and live.segmenter_version == SEGMENTER_VERSION
    )
    reusable = () if full or live is None else live.documents
    scan = scan_corpus(
        settings.corpus_dir,
        max_file_mib=settings.ingest.max_file_mib,
        known={d.path: (d.digest, d.id) for d in reusable},
    )
    digests = {d.id: d.digest for d in reusable}
    analyser = Analyser(_vocabulary(settings, live))
    broken = {problem.subject for problem in scan.problems}
    data = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in scan.data_files
        if path not in broken
    }
    ids = {s.document_id for s in scan.sources}
    kept = last_good_versions(live, scan, scan.problems, settings.corpus_dir, good=ids)
    inputs = digest_of(
        FORMAT,
        name,
        revision,
        analyser.version,
        SEGMENTER_VERSION,
        settings.ingest.max_unpacked_mib,  # a file refused under one bound is tried under another
        sorted(data.items()),
        sorted(
            (s.document_id, s.digest, relative_path(s.path, settings.corpus_dir))
            for s in scan.sources
        ),
        sorted((d.id, d.digest) for d in kept),
        sorted(map(str, scan.problems)),
    )
    return Plan(
        scan=scan,
        live=live,
        add=tuple(s for s in scan.sources if s.document_id not in digests),
        change=tuple(
            s
            for s in scan.sources
            if s.document_id in digests and digests[s.document_id] != s.digest
        ),
        keep=tuple(s.document_id for s in scan.sources if digests.get(s.document_id) == s.digest),
        data_digests=data,
        analyser=analyser,
        inputs=inputs,
        full=full,
    )


def last_good_versions(
    live: Manifest | None,
    scan: CorpusScan,
    problems: Iterable[Problem],
    corpus: Path,
    *,
    good: set[str],
) -> tuple[ManifestDocument, ...]:
    """The live documents whose files are still there but cannot be taken: they stay as they were.

    `good` holds the ids that were read: a document that moved elsewhere is not kept twice.
    """
    if live is None:
        return ()
    subjects = {relative_path(problem.subject, corpus) for problem in problems}
    unread = {s.document_id for s in scan.sources} - good
    return tuple(
        d
        for d in live.documents
        if d.id not in good and (d.id in unread or lies_in(d.path, subjects))
    )


def lies_in(path: str, places: set[str]) -> bool:
    """True when `path` is one of `places` or lies in a folder that is."""
    return path in places or any(path.startswith(f"{place}/") for place in places)


def relative_path(path: Path, corpus: Path) -> str:
    """`path` as the manifest names it."""
    return path.relative_to(corpus).as_posix() if path.is_relative_to(corpus) else str(path)


def digest_of(*values: object) -> str:
    """16 hexadecimal digits that differ when the values do."""
    return hashlib.sha256(repr(values).encode()).hexdigest()[:16]


def whole_manifest(folder: Path) -> Manifest | None:
    """The manifest of the version in `folder`; None when any of its parts is missing or damaged."""
    try:
        manifest = read_manifest(folder)
        Catalogue(folder / CATALOGUE).close()
    except IndexUnavailable:
        return None
    return manifest if file_sizes(folder) == manifest.files else None


def _live_manifest(index_dir: Path) -> Manifest | None:
    version = current_version(index_dir)
    # A damaged version, or one of an older format, is rebuilt from the corpus.
    return None if version is None else whole_manifest(version_dir(index_dir, version))


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
