"""Groups under vetoes: a veto always holds, every thing is in one group, order never matters."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from variorum.crafts.clusters import cluster, pair

THINGS = tuple("abcdefgh")
PAIRS = tuple(pair(x, y) for i, x in enumerate(THINGS) for y in THINGS[i + 1 :])
GRAPHS = st.dictionaries(st.sampled_from(PAIRS), st.floats(0, 1), max_size=20)
VETOES = st.sets(st.sampled_from(PAIRS), max_size=8)


def test_the_most_alike_join_first_and_a_veto_parts_them() -> None:
    scores = {("a", "b"): 0.9, ("b", "c"): 0.8, ("a", "c"): 0.7}
    assert cluster("abc", scores, [], least=0.5) == (("a", "b", "c"),)
    assert cluster("abc", scores, [("a", "b")], least=0.5) == (("a",), ("b", "c"))


def test_a_chain_of_likeness_is_not_enough() -> None:
    scores = {("a", "b"): 0.9, ("b", "c"): 0.6}
    assert cluster("abc", scores, [], least=0.5) == (("a", "b"), ("c",))


def test_a_pair_nobody_compared_counts_as_missing() -> None:
    scores = {("a", "b"): 0.9, ("b", "c"): 0.6}
    assert cluster("abc", scores, [], least=0.5, missing=0.4) == (("a", "b", "c"),)


def test_a_thing_is_not_paired_with_itself() -> None:
    with pytest.raises(ValueError, match="itself"):
        pair("a", "a")


@settings(max_examples=60, deadline=None)
@given(GRAPHS, VETOES)
def test_every_thing_is_in_one_group_and_no_veto_is_broken(
    scores: dict[tuple[str, str], float], vetoes: set[tuple[str, str]]
) -> None:
    groups = cluster(THINGS, scores, vetoes, least=0.4, missing=0.1)
    assert sorted(thing for group in groups for thing in group) == list(THINGS)
    home = {thing: number for number, group in enumerate(groups) for thing in group}
    assert all(home[left] != home[right] for left, right in vetoes)


@settings(max_examples=60, deadline=None)
@given(GRAPHS, VETOES, st.randoms(use_true_random=False))
def test_the_order_of_things_does_not_matter(
    scores: dict[tuple[str, str], float], vetoes: set[tuple[str, str]], shuffle: random.Random
) -> None:
    things, items = list(THINGS), list(scores.items())
    shuffle.shuffle(things)
    shuffle.shuffle(items)
    once = cluster(THINGS, scores, sorted(vetoes), least=0.4)
    assert cluster(things, dict(items), sorted(vetoes, reverse=True), least=0.4) == once


def test_groups_to_begin_with_outrank_vetoes_and_are_weighed_whole() -> None:
    scores = {("a", "b"): 0.1, ("b", "c"): 0.9, ("a", "c"): 0.3}
    assert cluster("abc", scores, [("a", "b")], least=0.5, together=[("a", "b")]) == (("a", "b", "c"),)
    assert cluster("abc", scores, [("a", "c")], least=0.5, together=[("a", "b")]) == (("a", "b"), ("c",))


@settings(max_examples=60, deadline=None)
@given(GRAPHS, VETOES, st.randoms(use_true_random=False))
def test_groups_to_begin_with_are_never_parted(
    scores: dict[tuple[str, str], float], vetoes: set[tuple[str, str]], shuffle: random.Random
) -> None:
    things = list(THINGS)
    shuffle.shuffle(things)
    start = [tuple(things[:3]), tuple(things[3:5])]
    groups = cluster(THINGS, scores, vetoes, least=0.4, together=start)
    assert sorted(thing for group in groups for thing in group) == list(THINGS)
    home = {thing: number for number, group in enumerate(groups) for thing in group}
    assert all(len({home[thing] for thing in group}) == 1 for group in start)
    bound = [{thing} for thing in THINGS] + [set(group) for group in start]
    assert all(home[x] != home[y] or any({x, y} <= group for group in bound) for x, y in vetoes)
