"""The nearest statements are exact, and going on from the last ones gives what a fresh start gives."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from variorum.stages.claims import nearest
from variorum.stages.claims.nearest import NEAREST, SCALE, Nearest, Products, find_nearest, in_steps, nearest_of

# Few directions, so that many are equally near.
ROWS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 5), st.integers(0, 3)), min_size=1, max_size=60)


def steps_of(cases: dict[str, tuple[int, int]]) -> tuple[list[str], Products]:
    ids = sorted(cases)
    rows = np.full((len(ids), 6), 0.1, dtype=np.float32)
    for row, ident in zip(rows, ids, strict=True):
        row[cases[ident][0]] += 1
        row[0] += cases[ident][1]
    return ids, in_steps(rows / np.linalg.norm(rows, axis=1, keepdims=True))


def told(rows: list[tuple[int, int, int]]) -> dict[str, tuple[int, int]]:
    return {f"stmt-{ident:03}": (direction, length) for ident, direction, length in rows}


@settings(max_examples=60, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=5))
def test_going_on_gives_what_a_fresh_start_gives(cases: list[list[tuple[int, int, int]]]) -> None:
    known = Nearest()
    for rows in cases:
        ids, steps = steps_of(told(rows))
        known, fresh = find_nearest(ids, steps, known), find_nearest(ids, steps, Nearest())
        assert known.ids == fresh.ids
        assert (known.places == fresh.places).all()
        assert (known.products == fresh.products).all()


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_the_nearest_are_those_of_the_highest_product_and_then_of_the_lowest_id(
    rows: list[tuple[int, int, int]],
) -> None:
    ids, steps = steps_of(told(rows))
    found = find_nearest(ids, steps, Nearest())
    whole = steps.astype(np.int64) @ steps.astype(np.int64).T
    for at in range(len(ids)):
        order = sorted(
            (other for other in range(len(ids)) if other != at), key=lambda other: (-whole[at, other], other)
        )
        assert found.places[at].tolist() == order[:NEAREST]
        assert found.products[at].tolist() == [whole[at, other] for other in order[:NEAREST]]


def test_products_are_exact_in_whatever_order_they_are_summed() -> None:
    rows = np.random.default_rng(7).normal(size=(40, 384)).astype(np.float32)
    steps = in_steps(rows / np.linalg.norm(rows, axis=1, keepdims=True))
    exact = steps.astype(np.int64) @ steps.astype(np.int64).T
    assert exact.max() < 2**24
    assert (steps @ steps.T == exact).all()
    assert (steps[:, ::-1] @ steps[:, ::-1].T == exact).all()
    assert abs(exact[0, 1] / SCALE**2 - float(rows[0] @ rows[1] / np.prod(np.linalg.norm(rows[:2], axis=1)))) < 1e-3


CHANGES = st.lists(
    st.tuples(st.integers(0, 79), st.sampled_from(["in", "out", "other"]), st.integers(0, 5)), max_size=4
)


@settings(max_examples=40, deadline=None)
@given(st.lists(CHANGES, min_size=1, max_size=6))
def test_of_a_few_that_come_go_or_change_only_these_are_worked_out(
    steps_taken: list[list[tuple[int, str, int]]],
) -> None:
    """Sixty statements in six directions, so that most are equally near to many others."""
    cases = {f"stmt-{n:03}": (n % 6, n % 4) for n in range(0, 80) if n % 4}
    ids, steps = steps_of(cases)
    known = find_nearest(ids, steps, Nearest())
    for changes in steps_taken:
        for n, what, direction in changes:
            if what == "out":
                cases.pop(f"stmt-{n:03}", None)
            elif what == "in" or f"stmt-{n:03}" in cases:
                cases[f"stmt-{n:03}"] = (direction, n % 3)
        ids, steps = steps_of(cases)
        fresh = find_nearest(ids, steps, Nearest())
        known = find_nearest(ids, steps, known)
        assert (known.places == fresh.places).all()
        assert (known.products == fresh.products).all()


def test_a_newcomer_takes_its_place_among_the_nearest_of_those_that_stay() -> None:
    cases = {f"stmt-{n:03}": (n % 6, n % 4) for n in range(10, 70)}
    before = find_nearest(*steps_of(cases), Nearest())
    cases["stmt-001"] = cases["stmt-010"]
    ids, steps = steps_of(cases)
    with pytest.MonkeyPatch.context() as watch:
        watch.setattr(nearest, "_anew", only(ids.index("stmt-001")))
        after = find_nearest(ids, steps, before)
    assert after.places[ids.index("stmt-010")][0] == ids.index("stmt-001"), "of equals the lower id first"
    assert (after.places == find_nearest(ids, steps, Nearest()).places).all()


def only(row: int) -> Any:
    """The search from the beginning, asked for one row and no other."""
    anew = nearest._anew

    def search(steps: Products, rows: Any, keep: int) -> Any:
        assert list(rows) == [row]
        return anew(steps, rows, keep)

    return search


def test_one_statement_has_no_other_near_it() -> None:
    ids, steps = steps_of({"stmt-1": (0, 1)})
    assert find_nearest(ids, steps, Nearest()).places.shape == (1, 0)
    assert nearest_of(steps, 0).shape == (1, 0)
