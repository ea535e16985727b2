"""Learning from the wordings which section a question is for."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from assistant.reference.asked import AskedSection, Gap
from assistant.retrieval.sections import CLASSES, SECTIONS
from assistant.text.analyse import Analyser
from assistant.text.hashing import HASHING_VERSION, hashed
from assistant.text.linear import LinearClassifier
from ingest.fit import fit_linear

# The C of the support vector machines: 0.1 ranks a little better, 1 tells gaps a little better.
_STRENGTH = 1.0
# Of 28,000 texts each machine sees its own and 8,000 others: 10 s instead of 40, measured alike.
_OTHERS = 8_000
_LEARNED = "learned.json"

Class = TypeVar("Class", bound=tuple[object, ...])
Section = tuple[str, str]


def fit_sections(
    examples: Sequence[tuple[str, Class]], analyser: Analyser
) -> tuple[LinearClassifier, list[Class]]:
    """The classifier of texts by class, and its classes in their order."""
    known = sorted({of for _, of in examples})
    number = {of: i for i, of in enumerate(known)}
    classifier = fit_linear(
        [hashed(text, analyser.terms(text)) for text, _ in examples],
        [number[of] for _, of in examples],
        len(known),
        strength=_STRENGTH,
        others=_OTHERS,
    )
    return classifier, known


def write_sections(
    staging: Path,
    base: Path | None,
    rows: Mapping[Section, tuple[int, ...]],
    asked: Iterable[AskedSection],
    gaps: Iterable[Gap],
    analyser: Analyser,
) -> None:
    """Writes the classifier of a version, if anybody has worded any of its sections.

    `rows` are the passages by (document id, heading). What the version `base` has learned from
    the same wordings is taken over: fitting takes ten seconds. Gaps are one class a document.
    """
    folder = staging / SECTIONS
    shutil.rmtree(folder, ignore_errors=True)
    homes = [s for s in asked if (s.document_id, s.heading) in rows]
    if not homes:
        return
    examples = [(w, ("section", s.document_id, s.heading)) for s in homes for w in s.wordings]
    # How the documents ask for it themselves.
    examples += [(s.heading, ("section", s.document_id, s.heading)) for s in homes]
    examples += [(w, ("gap", g.document_id, "")) for g in gaps for w in g.wordings]
    learned = _digest(examples, analyser)
    if base is not None and _read_digest(base) == learned:
        shutil.copytree(base / SECTIONS, folder)
        classes = json.loads((folder / _LEARNED).read_text("utf-8"))["classes"]
    else:
        classifier, classes = fit_sections(examples, analyser)
        classifier.save(folder)
        (folder / _LEARNED).write_text(
            json.dumps({"digest": learned, "classes": classes}, ensure_ascii=False), "utf-8"
        )
    found = [
        rows[(document, heading)] if kind == "section" else ()
        for kind, document, heading in classes
    ]
    (folder / CLASSES).write_text(json.dumps(found), "utf-8")


def _digest(examples: Sequence[tuple[str, tuple[str, str, str]]], analyser: Analyser) -> str:
    made_from = json.dumps([HASHING_VERSION, analyser.version, _STRENGTH, _OTHERS, examples])
    return hashlib.sha256(made_from.encode()).hexdigest()


def _read_digest(base: Path) -> str | None:
    try:
        digest: str = json.loads((base / SECTIONS / _LEARNED).read_text("utf-8"))["digest"]
    except (OSError, ValueError, KeyError):
        return None
    return digest
