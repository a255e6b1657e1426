"""The made pairs the relation model learns from: each rule says the truth about what it changed."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripts import load_script

edits = load_script("training/relations/edits.py")
NAMES = edits.Names(("Ines Okafor", "Pavel Lind"), ("Port Halden", "Velm"))
CASES = [
    ("number", "The landslide killed 12 miners near Velm.", edits.AGAINST),
    ("lower_bound", "The landslide killed at least 12 miners.", edits.ONE_WAY),
    ("spelled", "The landslide killed 12 miners.", edits.BOTH),
    ("counted", "The landslide killed 12 miners.", edits.NEITHER),
    ("weekday", "The bridge gave way on Tuesday evening.", edits.AGAINST),
    ("date", "The bridge was built in 1987.", edits.AGAINST),
    ("place", "The bridge in Orsk gave way.", edits.AGAINST),
    ("place_dropped", "The old bridge over the river in Orsk gave way.", edits.ONE_WAY),
    ("time_dropped", "The old bridge gave way on Tuesday.", edits.ONE_WAY),
    ("time_first", "The old bridge gave way on Tuesday.", edits.BOTH),
    ("actor", "On Monday the judge Marta Quill ordered a search.", edits.AGAINST),
    ("polarity", "The dam was inspected in spring.", edits.AGAINST),
    ("hedge", "The dam was damaged by the flood.", edits.ONE_WAY),
    ("aside_dropped", "The engineer, who had warned of cracks, resigned.", edits.ONE_WAY),
    ("opposite", "The ministry confirmed the report.", edits.AGAINST),
    ("synonym", "The company bought the mine.", edits.BOTH),
]


@pytest.mark.parametrize(("kind", "sentence", "verdict"), CASES)
def test_each_rule_changes_its_one_thing(kind: str, sentence: str, verdict: tuple[int, int]) -> None:
    changed = [edits.RULES[kind](sentence, random.Random(seed), NAMES) for seed in range(6)]
    found = [c for c in changed if c is not None]
    assert found
    assert all(text != sentence and labels == verdict for text, labels in found)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("number", "The mill was built in 1987."),  # a year counts nothing
        ("number", "It fell on June 12 last year."),  # nor does a day
        ("number", "About 300 people came."),  # "about 310" denies nothing
        ("polarity", "Nobody was hurt, the mayor said."),  # twice denied is not denied
        ("hedge", "The dam could have been damaged."),
        ("weekday", "It rained from Monday to Friday."),
        ("actor", "The judge ordered a search."),
    ],
)
def test_a_rule_that_would_have_to_guess_does_nothing(kind: str, sentence: str) -> None:
    assert all(edits.RULES[kind](sentence, random.Random(seed), NAMES) is None for seed in range(6))


def test_a_bound_is_judged_against_the_exact_count() -> None:
    seen = set()
    for seed in range(60):
        text, verdict = edits.bound("The landslide killed 40 miners.", random.Random(seed), NAMES)
        words = text.split()
        low, count = " ".join(words[3:-2]), int(words[-2])
        holds = {"at least": count <= 40, "more than": count < 40, "about": count == 40, "fewer than": count > 40}[low]
        assert verdict == (edits.ONE_WAY if holds else edits.AGAINST)
        seen.add((low, holds))
    assert len(seen) >= 6


def test_the_same_seed_makes_the_same_pairs() -> None:
    sentence = "On Monday 12 miners were killed in Orsk, the judge Marta Quill said."
    one, again = (edits.pairs(sentence, random.Random(5), NAMES) for _ in range(2))
    assert one == again
    assert len({p.kind for p in one}) >= 3


@given(st.text(alphabet=st.sampled_from("abAB 12,.'-"), max_size=60), st.integers(0, 999))
def test_any_text_is_borne(text: str, seed: int) -> None:
    for pair in edits.pairs(text, random.Random(seed), NAMES):
        assert pair.first == text
        assert {pair.forward, pair.backward} <= {0, 1, 2}
