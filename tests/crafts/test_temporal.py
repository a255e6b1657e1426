"""The network of temporal constraints: examples of Dechter, Meiri & Pearl's kind, and its laws."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from variorum.crafts.temporal import Bound, close, find_conflict

POINTS = ["leaves home", "arrives", "colleague leaves", "colleague arrives"]


@st.composite
def bounds(draw: st.DrawFn) -> Bound:
    start, end = draw(st.permutations(POINTS))[:2]
    low = draw(st.none() | st.integers(-30, 30))
    high = draw(st.none() | st.integers(-30, 30).map(lambda n: n if low is None else max(n, low)))
    return Bound(start, end, low, high, source=draw(st.sampled_from("abcd")))


networks = st.lists(bounds(), max_size=7)
consistent_networks = st.lists(st.integers(-40, 40), min_size=4, max_size=4).flatmap(
    lambda days: st.lists(
        st.tuples(st.permutations(range(4)), st.integers(0, 9), st.integers(0, 9)).map(
            lambda t: Bound(
                POINTS[t[0][0]],
                POINTS[t[0][1]],
                days[t[0][1]] - days[t[0][0]] - t[1],
                days[t[0][1]] - days[t[0][0]] + t[2],
            )
        ),
        max_size=7,
    )
)


def test_two_legs_bound_the_whole_way() -> None:
    closure = close([Bound("leaves home", "changes trains", 10, 20), Bound("changes trains", "arrives", 30, 40)])
    assert closure.between("leaves home", "arrives") == (40, 60)
    assert closure.between("arrives", "leaves home") == (-60, -40)


def test_three_statements_that_cannot_all_be_true() -> None:
    told = [
        Bound("day 0", "joins", 0, 30, "joined in the first month"),
        Bound("joins", "leaves", 107, 137, "stayed four months"),
        Bound("day 0", "leaves", 300, 330, "left in the eleventh month"),
        Bound("day 0", "marries", 500, 501, "married later"),
    ]
    assert {bound.source for bound in find_conflict(told)} == {
        "joined in the first month",
        "stayed four months",
        "left in the eleventh month",
    }


def test_of_two_conflicts_the_smaller_is_found() -> None:
    told = [
        Bound("a", "b", 1, 2, "one"),
        Bound("b", "c", 1, 2, "two"),
        Bound("c", "a", 1, 2, "three"),
        Bound("a", "d", 1, 2, "four"),
        Bound("a", "d", 5, 6, "five"),
    ]
    assert {bound.source for bound in find_conflict(told)} == {"four", "five"}


def test_an_open_side_binds_nothing() -> None:
    assert close([Bound("a", "b", 5, None), Bound("a", "c", None, 3)]).between("b", "c") == (None, -2)


def test_a_bound_needs_two_points() -> None:
    with pytest.raises(ValueError, match="two points"):
        Bound("a", "a", 0, 1)


@settings(max_examples=40, deadline=None)
@given(consistent_networks)
def test_closing_twice_changes_nothing(network: list[Bound]) -> None:
    once = close(network)
    assert once.consistent
    twice = close(once.bounds())
    for a in once.points:
        for b in once.points:
            if a != b and {a, b} <= set(twice.points):
                assert twice.between(a, b) == once.between(a, b)


@settings(max_examples=40, deadline=None)
@given(consistent_networks, st.data())
def test_an_implied_bound_breaks_nothing(network: list[Bound], data: st.DataObject) -> None:
    implied = close(network).bounds()
    if implied:
        more = data.draw(st.sampled_from(implied))
        assert close([*network, more]).consistent


@settings(max_examples=40, deadline=None)
@given(networks)
def test_a_conflict_is_found_exactly_where_the_network_is_inconsistent(network: list[Bound]) -> None:
    assert bool(find_conflict(network)) is not close(network).consistent


def test_two_witnesses_of_several_things_go_before_three_of_one_each() -> None:
    told = [
        Bound("a", "b", 1, 2, "left"),
        Bound("b", "c", 1, 2, "right"),
        Bound("c", "d", 1, 2, "left"),
        Bound("d", "a", 1, 2, "right"),
        Bound("a", "e", 1, 2, "one"),
        Bound("e", "f", 1, 2, "two"),
        Bound("f", "a", 1, 2, "three"),
    ]
    assert {bound.source for bound in find_conflict(told)} == {"left", "right"}


@settings(max_examples=60, deadline=None)
@given(networks)
def test_no_smaller_set_of_sources_is_in_conflict(network: list[Bound]) -> None:
    """Against every set of sources, tried out."""
    conflict = {bound.source for bound in find_conflict(network)}
    sources = sorted({bound.source for bound in network})
    smallest = next(
        (
            size
            for size in range(1, len(sources) + 1)
            for chosen in itertools.combinations(sources, size)
            if not close([bound for bound in network if bound.source in chosen]).consistent
        ),
        0,
    )
    assert len(conflict) == smallest


@settings(max_examples=40, deadline=None)
@given(networks, st.lists(st.integers(-30, 30), min_size=3, max_size=3))
def test_days_that_keep_every_bound_show_that_there_is_no_conflict(network: list[Bound], days: list[int]) -> None:
    """Against days tried out: a network that some days satisfy is never called inconsistent."""
    at = dict(zip(POINTS, [0, *days], strict=True))
    kept = all(
        (b.low is None or at[b.end] - at[b.start] >= b.low) and (b.high is None or at[b.end] - at[b.start] <= b.high)
        for b in network
    )
    if kept:
        assert find_conflict(network) == ()


@settings(max_examples=40, deadline=None)
@given(networks)
def test_without_any_one_of_its_bounds_a_conflict_is_none(network: list[Bound]) -> None:
    conflict = find_conflict(network)
    if conflict:
        assert not close(conflict).consistent
    for n in range(len(conflict)):
        assert close([*conflict[:n], *conflict[n + 1 :]]).consistent
