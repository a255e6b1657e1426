"""Where something was, told by distances, points and grounds that need be on no map."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.crafts.whereabouts import Whereabouts, excluded, places_held, whereabouts_told


def told(text: str) -> Whereabouts:
    found = whereabouts_told(text)
    assert found is not None, text
    return found


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The plane fell 12 miles south of Orvel.", "The plane fell 60 miles south of Orvel."),
        ("It lay off Cape Sarn.", "It lay forty kilometres from the cape."),
        ("The mill is 20 km north of Orvel.", "The mill is 20 km south of Orvel."),
        ("The tanker was at sea.", "The tanker was in port."),
        ("They were in international waters.", "They were inside territorial waters."),
    ],
)
def test_whereabouts_that_exclude_one_another(a: str, b: str) -> None:
    assert excluded(told(a), told(b)) is not None
    assert excluded(told(b), told(a)) is not None


@pytest.mark.parametrize(
    ("a", "b"),
    [
        # Rounding, and another unit.
        ("The plane fell 12 miles south of Orvel.", "The plane fell 20 kilometres from Orvel."),
        # Two points: only a map could tell.
        ("It was two kilometres from the shore.", "It was thirty kilometres north of Cape Sarn."),
        ("The mill is 20 km north of Orvel.", "The mill is 5 km south of Sarn."),
        ("It lay off Cape Sarn.", "It lay two kilometres west of Cape Sarn."),
        ("The tanker was at sea.", "The tanker was off Cape Sarn."),
        # Each account's own village.
        ("It stood two miles from the village.", "It stood thirty miles from the village."),
    ],
)
def test_whereabouts_that_can_both_be(a: str, b: str) -> None:
    assert excluded(told(a), told(b)) is None


def test_within_one_account_the_village_is_one() -> None:
    near, far = told("It stood two miles from the village."), told("It stood thirty miles from the village.")
    assert excluded(near, far, one_account=True) is not None


def test_what_is_no_distance() -> None:
    assert whereabouts_told("She ran two miles in the rain.") is None
    assert whereabouts_told("He said nothing of it.") is None


def test_a_place_that_its_account_puts_inside_another() -> None:
    assert places_held("He left Sarn, a mill town in the Orvel district, in May.") == {("Sarn", "Orvel")}
    assert not places_held("Ana, a teacher in the Orvel school, left in May.")


@given(st.text(max_size=80))
def test_nothing_excludes_itself(text: str) -> None:
    found = whereabouts_told(text)
    assert found is None or excluded(found, found, one_account=True) is None
