"""The weights of evidence: read whole, written as read, or refused with file and fault."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from assistant.answering.calibration import (
    CALIBRATION,
    Calibration,
    CalibrationError,
    CalibrationRun,
    Gate,
    calibration_toml,
    load_calibration,
    packaged_calibration,
)
from assistant.answering.features import (
    GATE_FEATURES,
    RANK_FEATURES,
    GateFeatures,
    RankFeatures,
    as_array,
)
from assistant.retrieval.embedder import embedder_name
from assistant.settings import EmbedderSettings

GATE = Gate({"coverage": 2.5, "gap_asked": -1.25}, bias=-0.5, answers=0.75, related=0.25)
MADE = Calibration(
    rank={"whole": 0.5, "lacks_kind": -0.125},
    worded=GATE,
    bare=replace(GATE, bias=1.5),
    run=CalibrationRun("2026-11-25", "abc", "modèle", "r1", 12, {"area_under_curve": 0.9}),
)
TEXT = calibration_toml(MADE)


def read(folder: Path, text: str | bytes) -> Calibration:
    path = folder / CALIBRATION
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return load_calibration(path)


def gate_features(**values: float) -> GateFeatures:
    return GateFeatures(**{name: values.get(name, 0.0) for name in GATE_FEATURES})


def rank_features(**values: float) -> RankFeatures:
    return RankFeatures(**{name: values.get(name, 0.0) for name in RANK_FEATURES})


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    assert read(tmp_path, TEXT) == MADE


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("whole = 0.5000", "hole = 0.5000", "unknown features hole"),
        ("coverage = 2.5000", "cover = 2.5000", "unknown features cover"),
        ("answers = 0.7500", "answers = 1.5", "worded.answers"),
        ("related = 0.2500", "related = 0.0", "worded.related"),
        ("bias = -0.5000\n", "", "worded.bias"),
        ("questions = 12", "questions = -1", "run.questions"),
        ('encoder = "modèle"\n', "", "run.encoder"),
        ("[bare]", "[naked]", "naked"),
        ("[rank]", "[rank", "line"),
    ],
)
def test_a_fault_is_refused_with_its_file_and_place(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    assert old in TEXT

    with pytest.raises(CalibrationError) as refused:
        read(tmp_path, TEXT.replace(old, new, 1))

    assert str(refused.value).startswith(f"{tmp_path / CALIBRATION}: ")
    assert says in str(refused.value)


def test_every_unknown_feature_is_named(tmp_path: Path) -> None:
    wrong = TEXT.replace("whole", "hole").replace("gap_asked", "gap")

    with pytest.raises(CalibrationError, match="unknown features gap, hole"):
        read(tmp_path, wrong)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CalibrationError, match="utf-8"):
        read(tmp_path, b"# \xff\xfe\n")


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(CalibrationError, match=CALIBRATION):
        load_calibration(tmp_path / CALIBRATION)


def test_the_packaged_calibration_was_made_for_the_packaged_encoder() -> None:
    packaged = packaged_calibration()
    name, revision = embedder_name(EmbedderSettings())

    assert (packaged.run.encoder, packaged.run.revision) == (name, revision)
    assert packaged.run.questions > 100
    assert set(packaged.rank) == set(RANK_FEATURES)
    for gate in (packaged.worded, packaged.bare):
        assert set(gate.weights) == set(GATE_FEATURES)
        assert 0 < gate.related <= gate.answers < 1


def test_a_gate_s_probability_is_logistic() -> None:
    assert replace(GATE, bias=0.0).probability(gate_features()) == pytest.approx(0.5)
    assert GATE.probability(gate_features(coverage=0.2)) == pytest.approx(0.5)
    assert GATE.probability(gate_features(coverage=1.0)) > 0.8
    assert GATE.probability(gate_features(gap_asked=1.0)) < 0.2


def test_a_feature_without_a_weight_counts_for_nothing() -> None:
    assert GATE.probability(gate_features(dense=9.0)) == GATE.probability(gate_features())


def test_passages_score_by_the_weights_of_their_features() -> None:
    scores = MADE.scores((rank_features(whole=2.0), rank_features(whole=2.0, lacks_kind=1.0)))

    assert scores.tolist() == pytest.approx([1.0, 0.875])
    assert MADE.scores(()).tolist() == []


def test_values_stand_in_the_order_of_the_fields() -> None:
    numbered = RankFeatures(*map(float, range(len(fields(RankFeatures)))))

    assert as_array(numbered).tolist() == list(map(float, range(len(RANK_FEATURES))))
