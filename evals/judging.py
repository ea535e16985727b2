"""One evaluation: asks, judges, and gathers every figure with what it was measured on."""

from __future__ import annotations

import json
import platform
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.retrieval.embedder import QUERY_THREADS, Embedder
from assistant.service import Edition, open_edition
from assistant.settings import PROJECT_ROOT, Settings
from evals.answers.figures import answer_figures, citation_figures, right_by_kind
from evals.answers.judge import Judgement, judge_all
from evals.asking import Reply, ask_all
from evals.danger import held_out_figures
from evals.questions import POISONED, CorpusName, Question, Split
from evals.refusals.figures import confusion, status_figures
from evals.retrieval.figures import retrieval_figures
from evals.robustness.agreement import Variant, agreement_figures, compare
from evals.speed import speed_figures
from ingest.corpus import DOCUMENTS
from ingest.pipeline import build

Figures = dict[str, float | None]


@dataclass(frozen=True, slots=True)
class SplitResult:
    """The figures of one split, by family, and what went wrong."""

    split: Split
    questions: int
    figures: dict[str, Figures]
    by_kind: dict[str, tuple[int, int]]
    confusion: dict[str, dict[str, int]]
    failures: tuple[Judgement, ...]
    disagreements: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything that a run gave, with its configuration."""

    made_at: datetime
    commit: str
    index_version: str
    machine: str
    settings: dict[str, object]
    splits: tuple[SplitResult, ...]
    replies: tuple[Reply, ...]


def evaluate(
    questions: Sequence[Question],
    settings: Settings,
    embedder: Embedder,
    *,
    robustness: bool = True,
    tell: Callable[[str, int], None] = lambda _stage, _steps: None,
) -> Evaluation:
    """The evaluation of `questions` over the live index of `settings`.

    `tell` hears of each stage when it begins, with its number of steps, and then of each step.
    Raises IndexUnavailable when there is no index of these settings.
    """
    with ExitStack() as editions:
        published = open_edition(settings, embedder)
        editions.callback(published.close)
        opened = {CorpusName.PUBLISHED: published}
        if any(q.corpus is CorpusName.POISONED for q in questions):
            opened[CorpusName.POISONED] = _poisoned(settings, embedder, editions)
        splits = []
        replies: list[Reply] = []
        for split in Split:
            own = [q for q in questions if q.split is split]
            if own:
                result, said = _judge_split(split, own, opened, robustness, tell)
                splits.append(result)
                replies += said
        return Evaluation(
            made_at=datetime.now(UTC),
            commit=commit(),
            index_version=published.version,
            machine=f"{platform.machine()}, {QUERY_THREADS} thread for a question",
            settings=json.loads(
                settings.model_dump_json(include={"embedder", "retrieval", "answering"})
            ),
            splits=tuple(splits),
            replies=tuple(replies),
        )


def _judge_split(
    split: Split,
    questions: Sequence[Question],
    opened: dict[CorpusName, Edition],
    robustness: bool,
    tell: Callable[[str, int], None],
) -> tuple[SplitResult, tuple[Reply, ...]]:
    tell(f"{split.value}: questions", len(questions))
    replies: list[Reply] = []
    for question in questions:
        replies += ask_all([question], opened[question.corpus].tools)
        tell("", 1)
    judged = judge_all(questions, replies)
    variants: tuple[Variant, ...] = ()
    if robustness:
        tell(f"{split.value}: variants", len(judged))
        variants = compare(
            judged, opened[CorpusName.PUBLISHED].tools, tell=lambda steps: tell("", steps)
        )
    figures: dict[str, Figures] = {
        "answers": answer_figures(judged),
        "citations": citation_figures(judged),
        "status": status_figures(judged),
        "retrieval": retrieval_figures(questions, replies),
        "speed": speed_figures(replies),
    }
    if robustness:
        figures["robustness"] = agreement_figures(variants)
    if split is Split.HELD_OUT:
        figures["danger"] = asdict(held_out_figures())
    by_kind = right_by_kind(judged)
    figures["kinds"] = {kind: right / asked for kind, (right, asked) in by_kind.items()}
    result = SplitResult(
        split=split,
        questions=len(questions),
        figures=figures,
        by_kind=by_kind,
        confusion=confusion(judged),
        failures=tuple(j for j in judged if not j.right),
        disagreements=tuple(v for v in variants if not v.agrees),
    )
    return result, tuple(replies)


def _poisoned(settings: Settings, embedder: Embedder, editions: ExitStack) -> Edition:
    """The published corpus with the poisoned documents dropped into it."""
    folder = Path(editions.enter_context(tempfile.TemporaryDirectory(prefix="poisoned-")))
    corpus = folder / "corpus"
    shutil.copytree(settings.corpus_dir, corpus)
    shutil.copytree(POISONED, corpus / DOCUMENTS / "piege")
    own = settings.model_copy(update={"corpus_dir": corpus, "index_dir": folder / "index"})
    shutil.copytree(settings.index_dir, own.index_dir)  # only the poisoned ones are read anew
    build(own, lambda: embedder)
    edition = open_edition(own, embedder)
    editions.callback(edition.close)
    return edition


def commit() -> str:
    """The commit of the working tree, marked «+» when files differ from it; empty without git."""
    git = shutil.which("git")
    if git is None:
        return ""

    def said(*arguments: str) -> str:
        done = subprocess.run(  # noqa: S603 - constant arguments
            [git, *arguments], cwd=PROJECT_ROOT, capture_output=True, text=True, check=False
        )
        return done.stdout.strip() if done.returncode == 0 else ""

    changed = "+" if said("status", "--porcelain", "--untracked-files=no") else ""
    return said("rev-parse", "--short=12", "HEAD") + changed
