"""The scores of event coreference, on the worked examples of the papers that define them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripts import load_script

pytest.importorskip("scipy", reason="the alignment of CEAF-e needs scipy, which only measuring needs")
scores = load_script("evaluation/relations/coreference.py")
labels = st.lists(st.integers(0, 4), min_size=2, max_size=12)


def grouping(*groups: str) -> list[frozenset[str]]:
    return [frozenset(g) for g in groups]


GOLD = grouping("12345", "67", "89ABC")


def test_two_groups_joined_as_in_bagga_and_baldwin() -> None:
    joined = grouping("12345", "6789ABC")
    score = scores.muc(GOLD, joined)
    assert (score.precision, score.recall) == (pytest.approx(9 / 10), 1.0)
    score = scores.b_cubed(GOLD, joined)
    assert (score.precision, score.recall) == (pytest.approx(0.762, abs=1e-3), 1.0)


def test_the_wrong_two_groups_joined_cost_b_cubed_more_and_muc_no_more() -> None:
    joined = grouping("1234589ABC", "67")
    assert scores.muc(GOLD, joined).precision == pytest.approx(9 / 10)
    assert scores.b_cubed(GOLD, joined).precision == pytest.approx(0.583, abs=1e-3)


def test_ceaf_e_aligns_each_group_once() -> None:
    score = scores.ceaf_e(GOLD, grouping("12345", "6789ABC"))
    # 12345 with itself (1), the joined group with 89ABC (2 * 5 / 12), 67 with none
    aligned = 1 + 10 / 12
    assert (score.precision, score.recall) == (pytest.approx(aligned / 2), pytest.approx(aligned / 3))


@given(labels)
def test_a_grouping_agrees_with_itself(given_labels: list[int]) -> None:
    gold = scores.groups(given_labels)
    assert scores.b_cubed(gold, gold).f1 == pytest.approx(1.0)
    assert scores.ceaf_e(gold, gold).f1 == pytest.approx(1.0)
    if len(gold) < len(given_labels):
        assert scores.conll(gold, gold) == pytest.approx(1.0)


@given(labels, st.randoms(use_true_random=False))
def test_precision_one_way_is_recall_the_other(given_labels: list[int], rng: object) -> None:
    other = list(given_labels)
    rng.shuffle(other)  # type: ignore[attr-defined]
    gold, read = scores.groups(given_labels), scores.groups(other)
    for score in (scores.muc, scores.b_cubed, scores.ceaf_e):
        assert score(gold, read).precision == pytest.approx(score(read, gold).recall)
