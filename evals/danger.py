"""Learning from messages which of them are written by a person in danger, and how well."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.answering.danger import CLASSES, SURE, SUSPECTED, danger_in, read_for_danger
from assistant.reference.asked import ASKED, GAPS, load_asked, load_gaps
from assistant.reference.competences import COMPETENCES, load_competences
from assistant.text.hashing import Places, Values, hashed
from assistant.text.linear import LinearClassifier
from evals.questions import DATASETS, DatasetError
from ingest.fit import fit_linear

DANGER = DATASETS / "danger"
DEVELOPMENT = tuple(DANGER / f"{name}.jsonl" for name in ("by_rule", "development", "everyday"))
HELD_OUT = DANGER / "held_out.jsonl"
_STRENGTH = 1.0
_FOLDS = 4
_SEED = 7


class Message(BaseModel):
    """A message, and the danger that it tells of."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    label: Literal["distress", "violence", "medical", "none"]

    @property
    def number(self) -> int:
        """The number of its class among the learned ones."""
        return 0 if self.label == "none" else [str(c) for c in CLASSES].index(self.label)


def load_messages(path: Path) -> tuple[Message, ...]:
    """The messages of a file, one JSON object a line. Raises DatasetError naming file and line."""
    found: list[Message] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            found.append(Message.model_validate_json(line))
        except ValidationError as error:
            raise DatasetError(f"{path}:{number}: {error.errors()[0]['msg']}") from error
    return tuple(found)


# Matters that people in danger ask about too: what they write of them proves nothing either way.
_NEAR_DANGER = frozenset(
    "violences prevention-suicide urgence-medicale pompiers urgence-gaz hebergement-urgence "
    "maltraitance-adultes protection-enfance victimes harcelement-scolaire addictions".split()
)


def ordinary_messages(corpus: Path) -> tuple[Message, ...]:
    """What people ask of the documents and of other authorities: nobody of them is in danger."""
    matters = load_competences(corpus / COMPETENCES).matters
    near = {m.label for m in matters if m.id in _NEAR_DANGER}
    texts = [w for s in load_asked(corpus / ASKED) if s.heading not in near for w in s.wordings]
    texts += [w for g in load_gaps(corpus / GAPS) for w in g.wordings]
    return tuple(Message(text=text, label="none") for text in texts)


def _read(message: Message) -> tuple[Places, Values]:
    return hashed(read_for_danger(message.text))


def fit_danger(messages: Sequence[Message]) -> LinearClassifier:
    """The classifier of messages, its classes those of `assistant.answering.danger`."""
    return fit_linear(
        [_read(m) for m in messages],
        [m.number for m in messages],
        len(CLASSES),
        strength=_STRENGTH,
    )


@dataclass(frozen=True, slots=True)
class DangerFigures:
    """Shares in [0, 1]: dangers `met` with the numbers alone, and at least told them beside an
    answer (`told`); messages without danger met and told all the same.
    """

    met: float
    told: float
    falsely_met: float
    falsely_told: float


def held_out_figures() -> DangerFigures:
    """How the rules and the stored weights together do on messages that neither has seen."""
    messages = load_messages(HELD_OUT)
    alarms = [danger_in(m.text) for m in messages]
    danger = np.array([m.number > 0 for m in messages])
    told = np.array([alarm is not None for alarm in alarms])
    met = np.array([alarm is not None and alarm.sure for alarm in alarms])
    return DangerFigures(
        met=float(met[danger].mean()),
        told=float(told[danger].mean()),
        falsely_met=float(met[~danger].mean()),
        falsely_told=float(told[~danger].mean()),
    )


def development_figures(
    messages: Sequence[Message], ordinary: Sequence[Message]
) -> dict[str, float]:
    """How the weights alone do on development messages that they have not seen.

    Each fourth is judged by weights fitted without it.
    """
    chance = random.Random(_SEED)  # noqa: S311
    rows = [(m, False) for m in messages] + [(m, True) for m in ordinary]
    chance.shuffle(rows)
    margins = np.zeros(len(rows))
    for fold in range(_FOLDS):
        learned = fit_danger([m for i, (m, _) in enumerate(rows) if i % _FOLDS != fold])
        for i in range(fold, len(rows), _FOLDS):
            margins[i] = -learned.scores(*_read(rows[i][0]))[0]
    danger = np.array([m.number > 0 for m, _ in rows])
    usual = np.array([is_ordinary for _, is_ordinary in rows])
    return {
        f"{name}_{threshold}": float((margins[chosen] >= threshold).mean())
        for threshold in (SURE, SUSPECTED)
        for name, chosen in (
            ("found", danger),
            ("near_misses_taken", ~danger & ~usual),
            ("ordinary_taken", usual),
        )
    }
