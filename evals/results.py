"""Results on disk: one JSON of figures with their configuration, one line for each reply."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from evals.asking import as_json_lines
from evals.judging import Evaluation, SplitResult

RESULTS = Path(__file__).parent / "results"
FIGURES = "results.json"
REPLIES = "replies.jsonl"


def as_dict(evaluation: Evaluation, beir: list[dict[str, float | str]]) -> dict[str, Any]:
    """The evaluation as plain JSON values; failures hold what was asked, said and wrong."""
    return {
        "made_at": evaluation.made_at.isoformat(timespec="seconds"),
        "commit": evaluation.commit,
        "index_version": evaluation.index_version,
        "machine": evaluation.machine,
        "settings": evaluation.settings,
        "beir": beir,
        "splits": {s.split.value: _split(s) for s in evaluation.splits},
    }


def _split(result: SplitResult) -> dict[str, Any]:
    return {
        "questions": result.questions,
        "figures": result.figures,
        "by_kind": {kind: list(counts) for kind, counts in result.by_kind.items()},
        "confusion": result.confusion,
        "failures": [
            {
                "id": j.question.id,
                "question": j.question.question,
                "history": list(j.question.history),
                "status": j.reply.status.value,
                "faults": list(j.faults),
                "said": [s.text for s in j.reply.statements],
            }
            for j in result.failures
        ],
        "disagreements": [
            {"id": v.question_id, "variant": v.name, "text": v.text, "why": v.why}
            for v in result.disagreements
        ],
    }


def write_results(
    evaluation: Evaluation, beir: list[dict[str, float | str]], folder: Path = RESULTS
) -> Path:
    """Writes both files into `folder`; the path of the figures."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FIGURES
    path.write_text(
        json.dumps(as_dict(evaluation, beir), ensure_ascii=False, indent=1) + "\n", "utf-8"
    )
    (folder / REPLIES).write_text(as_json_lines(evaluation.replies), "utf-8")
    return path
