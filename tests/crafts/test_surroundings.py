"""Relative places: the ground that "10 miles from", "north of", "between" and "the outskirts of" mean."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.crafts.gazetteer import great_circle
from variorum.crafts.surroundings import Known, Lie, find_lies, move

# Two invented towns, 100 km apart on one meridian.
BRINDLE = (50.0, 10.0)
HALDEN = (50.8993, 10.0)


def lies(text: str, *, wide: bool = False) -> tuple[Lie, ...]:
    places = [
        Known(text.index(name), text.index(name) + len(name), name, *where, wide)
        for name, where in (("Brindle", BRINDLE), ("Halden", HALDEN))
        if name in text
    ]
    return find_lies(text, sorted(places, key=lambda place: place.start))


@pytest.mark.parametrize(
    ("text", "words", "away", "radius", "bearing"),
    [
        ("The depot lies 10 miles from Brindle.", "10 miles from Brindle", 0, 17.7, None),
        ("The depot lies about 20 km north of Brindle.", "about 20 km north of Brindle", 20, 7.7, 0),
        (
            "It fell ten kilometres (six miles) to the south-east of the town of Brindle.",
            "ten kilometres (six miles) to the south-east of the town of Brindle",
            10,
            3.8,
            135,
        ),
        ("Shells fell north of Brindle.", "north of Brindle", 20, 20, 0),
        ("Shells fell on the outskirts of Brindle.", "the outskirts of Brindle", 0, 8, None),
        ("Shells fell on the western outskirts of Brindle.", "the western outskirts of Brindle", 4, 8, 270),
        ("Shells fell near Brindle.", "near Brindle", 0, 15, None),
        ("A bridge between Brindle and Halden fell.", "between Brindle and Halden", 50, 50, None),
        ("A bridge between the towns of Brindle and Halden fell.", None, 0, 0, None),
        (
            "The road between Brindle and the village of Halden is cut.",
            "between Brindle and the village of Halden",
            50,
            50,
            None,
        ),
        ("Shells fell in Brindle.", None, 0, 0, None),
        ("He came from Brindle.", None, 0, 0, None),
        ("They fled to nearby Brindle.", None, 0, 0, None),
        ("Some 40 people from Brindle fled.", None, 0, 0, None),
    ],
)
def test_what_the_words_mean(text: str, words: str | None, away: float, radius: float, bearing: float | None) -> None:
    found = lies(text)
    assert [text[lie.start : lie.end] for lie in found] == ([words] if words else [])
    for lie in found:
        assert great_circle(*BRINDLE, lie.latitude, lie.longitude) == pytest.approx(away, abs=0.1)
        assert (round(lie.radius_km, 1), lie.bearing) == (radius, bearing)
        assert lie.rule


def test_the_north_of_a_region_lies_in_it() -> None:
    assert lies("Shells fell in the north of Brindle.", wide=True) == ()
    assert [lie.bearing for lie in lies("Shells fell to the north of Brindle.", wide=True)] == [0]


def test_far_places_have_no_between() -> None:
    text = "He flew between Brindle and Halden."
    places = (Known(16, 23, "Brindle", 50, 10, False), Known(28, 34, "Halden", -33, 151, False))
    assert find_lies(text, places) == ()


@given(
    st.floats(-80, 80),
    st.floats(-180, 180),
    st.floats(0, 360),
    st.floats(0.1, 500),
)
def test_moving_goes_as_far_as_it_says(latitude: float, longitude: float, bearing: float, km: float) -> None:
    there = move(latitude, longitude, bearing, km)
    assert great_circle(latitude, longitude, *there) == pytest.approx(km, rel=1e-6, abs=1e-4)
    assert -90 <= there[0] <= 90
    assert -180 <= there[1] <= 180
    assert not math.isnan(there[0])
