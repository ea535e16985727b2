"""The weights and thresholds of evidence, with the run that chose them.

`calibration.toml` holds the ones of the packaged encoder. `python -m evals calibrate` writes
others, for another encoder, beside the index.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.answering.features import (
    GATE_FEATURES,
    RANK_FEATURES,
    GateFeatures,
    RankFeatures,
    as_array,
)

CALIBRATION = "calibration.toml"
_PACKAGED = Path(__file__).parent / CALIBRATION


@dataclass(frozen=True, slots=True)
class CalibrationRun:
    """Where the numbers come from: they hold for this encoder."""

    made_on: str
    commit: str
    encoder: str
    revision: str
    questions: int
    figures: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Gate:
    """Weights by feature name. A probability of at least `answers` is an answer; of at least
    `related`, something on the subject that may not be one.
    """

    weights: Mapping[str, float]
    bias: float
    answers: float
    related: float

    def probability(self, features: GateFeatures) -> float:
        """The probability, in [0, 1], that the question is answered by this evidence."""
        weights = np.array([self.weights.get(name, 0.0) for name in GATE_FEATURES])
        return 1.0 / (1.0 + math.exp(-float(as_array(features) @ weights) - self.bias))


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of passages by feature name, and the gate for sections whose askers' wordings are
    known (`asked.toml`) and for those nobody has worded.
    """

    rank: Mapping[str, float]
    worded: Gate
    bare: Gate
    run: CalibrationRun

    def scores(self, features: tuple[RankFeatures, ...]) -> NDArray[np.float64]:
        """`(passages,)`: the higher, the likelier to answer. Softmax of it gives shares."""
        weights = np.array([self.rank.get(name, 0.0) for name in RANK_FEATURES])
        if not features:
            return np.zeros(0)
        scores: NDArray[np.float64] = np.stack([as_array(f) for f in features]) @ weights
        return scores


class CalibrationError(ValueError):
    """A calibration file cannot be read; the message names the file and the fault."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Run(_Strict):
    made_on: str
    commit: str
    encoder: str
    revision: str
    questions: int = Field(ge=0)
    figures: dict[str, float] = {}


class _Gate(_Strict):
    bias: float
    answers: float = Field(gt=0, lt=1)
    related: float = Field(gt=0, lt=1)
    weights: dict[str, float]


class _File(_Strict):
    run: _Run
    rank: dict[str, float]
    worded: _Gate
    bare: _Gate


def load_calibration(path: Path) -> Calibration:
    """The calibration of a file. Raises CalibrationError naming what is wrong and where."""
    try:
        file = _File.model_validate(tomllib.loads(path.read_bytes().decode("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CalibrationError(f"{path}: {error}") from error
    except ValidationError as error:
        lines = (".".join(map(str, e["loc"])) + ": " + e["msg"] for e in error.errors())
        raise CalibrationError(f"{path}: " + "; ".join(lines)) from error
    unknown = set(file.rank) - set(RANK_FEATURES)
    for gate in (file.worded, file.bare):
        unknown |= set(gate.weights) - set(GATE_FEATURES)
    if unknown:
        raise CalibrationError(f"{path}: unknown features {', '.join(sorted(unknown))}")
    return Calibration(
        rank=file.rank,
        worded=_gate(file.worded),
        bare=_gate(file.bare),
        run=CalibrationRun(**file.run.model_dump()),
    )


def _gate(read: _Gate) -> Gate:
    return Gate(read.weights, read.bias, read.answers, read.related)


@cache
def packaged_calibration() -> Calibration:
    """The calibration that comes with the code, for the packaged encoder."""
    return load_calibration(_PACKAGED)


@dataclass(frozen=True, slots=True)
class ChosenCalibration:
    """A calibration, and whether it was made for the encoder in use."""

    calibration: Calibration
    fits: bool


def calibration_for(index_dir: Path, encoder: tuple[str, str]) -> ChosenCalibration:
    """The calibration for `encoder`, (name, revision): the one beside the index, else the packaged.

    When neither was made for it the packaged one serves: its thresholds are then a guess, since
    every encoder spreads its similarities differently. Raises CalibrationError for a file beside
    the index that cannot be read.
    """
    beside = index_dir / CALIBRATION
    if beside.exists():
        own = load_calibration(beside)
        if _made_for(own, encoder):
            return ChosenCalibration(own, fits=True)
    packaged = packaged_calibration()
    return ChosenCalibration(packaged, fits=_made_for(packaged, encoder))


def _made_for(calibration: Calibration, encoder: tuple[str, str]) -> bool:
    return (calibration.run.encoder, calibration.run.revision) == encoder


def calibration_toml(calibration: Calibration) -> str:
    """`calibration` as the file that `load_calibration` reads."""
    run = calibration.run
    lines = [
        "# Written by «python -m evals calibrate»: weights of evidence, chosen on the development",
        "# questions. See assistant/answering/features.py for what each feature is.",
        "",
        "[run]",
        f'made_on = "{run.made_on}"',
        f'commit = "{run.commit}"',
        f'encoder = "{run.encoder}"',
        f'revision = "{run.revision}"',
        f"questions = {run.questions}",
        *_table("run.figures", run.figures),
        *_table("rank", calibration.rank),
    ]
    for name, gate in (("worded", calibration.worded), ("bare", calibration.bare)):
        lines += [
            "",
            f"[{name}]",
            f"bias = {gate.bias:.4f}",
            f"answers = {gate.answers:.4f}  # probability from which documents answer",
            f"related = {gate.related:.4f}  # from which they speak of the subject",
            *_table(f"{name}.weights", gate.weights),
        ]
    return "\n".join(lines) + "\n"


def _table(title: str, values: Mapping[str, float]) -> list[str]:
    return ["", f"[{title}]", *(f"{name} = {value:.4f}" for name, value in values.items())]
