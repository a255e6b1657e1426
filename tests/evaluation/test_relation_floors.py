"""The floors of the relation model can fail."""

import tomllib
from pathlib import Path

import numpy as np
import pytest
from scripts import load_script

FOLDER = Path(__file__).resolve().parents[2] / "evaluation" / "relations"


measure = load_script("evaluation/relations/measure.py")
FLOORS = {"at_least": {"mnli_accuracy": 0.7}, "at_most": {"mnli_calibration_error": 0.1}}


def test_what_is_below_or_was_not_measured_fails() -> None:
    assert measure.failing({"mnli_accuracy": 0.71, "mnli_calibration_error": 0.05}, FLOORS) == []
    assert measure.failing({"mnli_accuracy": 0.69, "mnli_calibration_error": 0.11}, FLOORS) == [
        "mnli_accuracy",
        "mnli_calibration_error",
    ]
    assert measure.failing({}, FLOORS) == ["mnli_accuracy", "mnli_calibration_error"]


def test_the_floors_that_are_kept_name_what_is_measured() -> None:
    kept = tomllib.loads((FOLDER / "floors.toml").read_text(encoding="utf-8"))
    names = {f"{s}_{m}" for s in measure.SETS for m in ("accuracy", "macro_f1", "calibration_error")} | {
        "edits_relation"
    }
    given = set(kept["at_least"]) | set(kept["at_most"])
    assert given <= names
    assert "mnli_accuracy" in given


def test_calibration_error_is_the_gap_between_what_is_said_and_what_is_so() -> None:
    chances = np.array([[0.8, 0.1, 0.1]] * 10)
    gold = np.array([0] * 8 + [1] * 2)
    assert measure.expected_error(measure.reliability(gold, chances)) == pytest.approx(0.0, abs=1e-9)
    assert measure.expected_error(measure.reliability(np.ones(10, dtype=int), chances)) == pytest.approx(0.8)
