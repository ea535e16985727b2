"""One live index version with everything that answers from it, and its replacement."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import structlog

from assistant.answering.calibration import Calibration, CalibrationError, calibration_for
from assistant.answering.naming import NameIndex
from assistant.answering.types import Tools
from assistant.errors import IndexFault, IndexUnavailable
from assistant.index.catalogue import CATALOGUE, Catalogue
from assistant.index.location import current_version, version_dir
from assistant.index.manifest import Manifest, read_manifest
from assistant.reference.competences import COMPETENCES, CompetenceMatcher, load_competences
from assistant.reference.messages import MESSAGES, load_messages
from assistant.retrieval.dense import CHROMA, ChromaDenseIndex
from assistant.retrieval.embedder import Embedder, embedder_name
from assistant.retrieval.lexical import LEXICAL, LexicalIndex
from assistant.retrieval.search import Searcher
from assistant.retrieval.sections import SECTIONS, load_sections
from assistant.settings import Settings
from assistant.text.analyse import Analyser
from assistant.text.vocabulary import load_vocabulary

DATA = "data"
VOCABULARY = "vocabulary.toml"
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Edition:
    """An open index version: immutable, replaced whole."""

    manifest: Manifest
    tools: Tools
    files: ExitStack

    @property
    def version(self) -> str:
        """The index version."""
        return self.manifest.index_version

    def close(self) -> None:
        """Releases the version's files; nothing answers from it any more."""
        self.files.close()


def open_edition(settings: Settings, embedder: Embedder) -> Edition:
    """The live index version, opened.

    Raises IndexUnavailable when there is none, when its encoder or analyser is not the one of
    these settings, or when one of its files is damaged.
    """
    version = current_version(settings.index_dir)
    if version is None:
        raise IndexUnavailable(
            IndexFault.MISSING,
            f"Aucun index dans {settings.index_dir} : lancez «python -m ingest build».",
        )
    folder = version_dir(settings.index_dir, version)
    manifest = read_manifest(folder)
    _check_embedder(manifest, settings)
    with ExitStack() as files:
        try:
            tools = _open_tools(folder, manifest, settings, embedder, files)
        except IndexUnavailable:
            raise
        # A damaged file shows as whatever its reader raises; Chroma's errors have no common base.
        except Exception as error:
            raise IndexUnavailable(
                IndexFault.DAMAGED, f"{folder} : {error}. Relancez «python -m ingest build»."
            ) from error
        return Edition(manifest, tools, files.pop_all())


def _open_tools(
    folder: Path, manifest: Manifest, settings: Settings, embedder: Embedder, files: ExitStack
) -> Tools:
    analyser = Analyser(load_vocabulary(folder / DATA / VOCABULARY))
    if manifest.analyser_version != analyser.version:
        raise IndexUnavailable(
            IndexFault.ANALYSER_MISMATCH,
            f"L'index a été construit avec l'analyseur {manifest.analyser_version}, le service "
            f"utilise {analyser.version} : relancez «python -m ingest build».",
        )
    competences = load_competences(folder / DATA / COMPETENCES)
    messages = load_messages(folder / DATA / MESSAGES)
    lexical = LexicalIndex(folder / LEXICAL, size=manifest.passages)
    catalogue = Catalogue(folder / CATALOGUE)
    files.callback(catalogue.close)
    dense = ChromaDenseIndex(folder / CHROMA)
    files.callback(dense.close)
    # Chroma reads its vectors at the first question: better now than then.
    dense.nearest(np.ones(manifest.embedder.dimension, dtype=np.float32), 1)
    return Tools(
        searcher=Searcher(
            catalogue=catalogue,
            lexical=lexical,
            dense=dense,
            embedder=embedder,
            analyser=analyser,
            settings=settings.retrieval,
            sections=load_sections(folder / SECTIONS, size=manifest.passages),
        ),
        messages=messages,
        competences=CompetenceMatcher(competences.matters, analyser),
        names=NameIndex(catalogue.metas(), analyser),
        settings=settings.answering,
        calibration=_calibration(settings),
    )


def _calibration(settings: Settings) -> Calibration:
    encoder = embedder_name(settings.embedder)
    try:
        chosen = calibration_for(settings.index_dir, encoder)
    except CalibrationError as error:
        raise IndexUnavailable(
            IndexFault.DAMAGED, f"{error}. Relancez «python -m evals calibrate»."
        ) from error
    if not chosen.fits:
        _log.warning(
            "not_calibrated",
            encoder=" ".join(encoder),
            detail="Les seuils sont ceux d'un autre encodeur : lancez «python -m evals calibrate».",
        )
    return chosen.calibration


def _check_embedder(manifest: Manifest, settings: Settings) -> None:
    built = (manifest.embedder.name, manifest.embedder.revision)
    wanted = embedder_name(settings.embedder)
    if built != wanted:
        raise IndexUnavailable(
            IndexFault.EMBEDDER_MISMATCH,
            f"L'index a été construit avec l'encodeur {' '.join(built)}, les réglages demandent "
            f"{' '.join(wanted)}. Leurs vecteurs ne se comparent pas : relancez «python -m ingest "
            "build», puis «python -m evals calibrate», ou remettez ASSISTANT_EMBEDDER__MODEL et "
            "ses consignes comme à la construction.",
        )


class LiveEdition:
    """The edition that answers now; a new index version takes its place without a restart."""

    def __init__(self, settings: Settings, embedder: Embedder) -> None:
        self._settings = settings
        self._embedder = embedder
        self._opening = threading.Lock()  # one refresh at a time; opening takes seconds
        self._lock = threading.Lock()  # guards what follows; never held for long
        self._edition: Edition | None = None
        self._leases: Counter[str] = Counter()
        self._replaced: dict[str, Edition] = {}
        self._fault: IndexUnavailable | None = None

    @property
    def fault(self) -> IndexUnavailable | None:
        """Why no edition, or no newer one, could be opened at the last refresh."""
        return self._fault

    def current(self) -> Edition:
        """The edition in use, to look at. Raises IndexUnavailable when there is none."""
        edition = self._edition
        if edition is None:
            raise self._fault or IndexUnavailable(IndexFault.MISSING, "Index non chargé.")
        return edition

    @contextmanager
    def lease(self) -> Iterator[Edition]:
        """The edition to answer from: it stays open until the lease ends, whatever replaces it.

        Raises IndexUnavailable when there is none.
        """
        with self._lock:
            edition = self.current()
            self._leases[edition.version] += 1
        try:
            yield edition
        finally:
            with self._lock:
                self._leases[edition.version] -= 1
                self._close_unused()

    def refresh(self) -> bool:
        """Opens the live version if it is not the one in use; True when it changed.

        A version that cannot be opened leaves the edition in use as it is, and says why.
        """
        with self._opening:
            version = current_version(self._settings.index_dir)
            if self._edition is not None and version == self._edition.version:
                self._fault = None
                return False
            with self._lock:
                waiting = self._replaced.pop(version, None) if version is not None else None
            try:
                edition = waiting or open_edition(self._settings, self._embedder)
            except IndexUnavailable as fault:
                if self._fault is None or self._fault.detail != fault.detail:
                    _log.warning("index_refused", fault=fault.fault.value, detail=fault.detail)
                self._fault = fault
                return False
            with self._lock:
                if self._edition is not None:
                    self._replaced[self._edition.version] = self._edition
                self._edition, self._fault = edition, None
                self._close_unused()
            _log.info("index_loaded", version=edition.version, passages=edition.manifest.passages)
            return True

    def _close_unused(self) -> None:
        for version in [v for v in self._replaced if not self._leases[v]]:
            self._replaced.pop(version).close()
            del self._leases[version]

    def close(self) -> None:
        """Releases the files of every edition still open."""
        with self._lock:
            for edition in (*self._replaced.values(), self._edition):
                if edition is not None:
                    edition.close()
            self._replaced, self._edition = {}, None
