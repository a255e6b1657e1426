"""The examples of hard shapes are well formed, their measure can fail, and its floors name what is measured."""

import json
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from scripts import load_script

from variorum.values.statements import Attribution, Holder
from variorum.values.text import Span

FOLDER = Path(__file__).resolve().parents[2] / "evaluation" / "attribution"


shapes = load_script("evaluation/attribution/shapes.py")
ROWS = [json.loads(line) for line in (FOLDER / "shapes.jsonl").read_text(encoding="utf-8").splitlines()]


def test_every_shape_has_ten_examples_and_as_many_held_out_as_not() -> None:
    counts = Counter(row["shape"] for row in ROWS)
    held = Counter(row["shape"] for row in ROWS if row["half"] == "held-out")
    assert len(counts) == 14
    assert min(counts.values()) >= 10
    assert all(held[shape] == counts[shape] // 2 for shape in counts)
    assert len({row["id"] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_marks_are_paired_and_hold_words(row: dict[str, str]) -> None:
    plain, wanted = shapes.unmark(row["text"])
    assert "‹" not in plain
    assert "›" not in plain
    for one in wanted:
        assert one.content
        assert all(shapes.words_in(plain, [place]) for place in one.content)
    lengths = [len(shapes.words_in(plain, one.content)) for one in wanted]
    assert row["shape"] != "long" or min(lengths) >= 50


def test_contents_are_matched_one_to_one_and_the_source_is_asked() -> None:
    text, wanted = shapes.unmark("‹source: Ada› ‹cue: said› ‹content: the gate was open›.")
    right = Attribution("d", Span("d", 0, 3), None, (Span("d", 9, 26),), "indirect", "reporting", None, 1.0)
    wrong = Attribution("d", None, None, (Span("d", 0, 3),), "indirect", "reporting", None, 1.0)
    assert shapes.matched(text, wanted, [wrong, right]) == [(0, right)]
    assert shapes.matched(text, wanted, [wrong]) == [(0, None)]
    assert shapes.is_source_right(text, wanted[0], right)
    assert not shapes.is_source_right(text, wanted[0], wrong)


@pytest.mark.parametrize(
    ("expected", "got", "right"),
    [
        ("a man at the back of the hall", "unnamed: a man", True),
        ("the mayor", "the governor", False),
        ("the mayor", None, False),
        (None, None, True),
        (None, "unnamed: source not stated", True),
        ("I", None, True),
        ("A", "unnamed: A", True),
    ],
)
def test_a_holder_is_right_by_the_words_that_tell(expected: str | None, got: str | None, right: bool) -> None:
    holder = Holder(got, "unnamed", None) if got else None
    assert shapes.is_holder_right(expected, holder) is right


def test_what_is_below_its_floor_or_was_not_measured_fails() -> None:
    floors = {"all: read found": 0.8, "long: read full": 0.7}
    assert shapes.failing({"all: read found": 0.8, "long: read full": 0.9}, floors) == []
    assert shapes.failing({"all: read found": 0.79}, floors) == ["all: read found", "long: read full"]


def test_the_floors_that_are_kept_name_what_is_measured() -> None:
    kept = tomllib.loads((FOLDER / "floors.toml").read_text(encoding="utf-8"))["shapes"]
    names = {f"{shape}: {q}" for shape in [*{row["shape"] for row in ROWS}, "all"] for q in shapes.QUESTIONS}
    assert set(kept) <= names
    assert "all: read full" in kept
