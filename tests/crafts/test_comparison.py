"""The rules of comparison, each by small examples of what it finds and of what it must not find."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.crafts.comparison import (
    Count,
    Finding,
    Place,
    Sketch,
    Unit,
    casualties,
    compare,
    compare_clocks,
    compare_counts,
    compare_opposites,
    compare_places,
    compare_polarity,
    compare_times,
    compare_units,
    counted,
    vague_counts,
)
from variorum.crafts.moments import clock_told
from variorum.crafts.similarity import Rarity, concept, stem, terms, words

BLANK = Sketch(
    id="s", document="d", order=("9999", "d", 0), text="", terms=frozenset(), content=frozenset(), plain=frozenset(), names=frozenset(),
    naming=frozenset(), places=(), units=(), counts=(), earliest=None, latest=None, told=None, negative=False,
    denied=False, open=False, provisional=False, foretold=False, remark=False, holders=frozenset(),
)  # fmt: skip


def count(
    of: str, low: float | None, high: float | None, said: str = "", *, loose: bool = False, vague: bool = False
) -> Sketch:
    kind, group = counted(of)
    return replace(BLANK, counts=(Count(kind, group, low, high, vague, loose, said or str(low)),))


def on(first: str, last: str | None = None) -> Sketch:
    return replace(
        BLANK, earliest=datetime.date.fromisoformat(first), latest=datetime.date.fromisoformat(last or first)
    )


def at(*places: Place) -> Sketch:
    return replace(BLANK, places=places)


def outcome(found: Finding | None) -> str | None:
    return found.outcome if found else None


@pytest.mark.parametrize(
    ("of", "kind", "group"),
    [
        ("people killed", "=killed", set()),
        ("killed", "=killed", set()),
        ("death toll", "=killed", set()),
        ("civilians killed", "=killed", {"civilian"}),
        ("critically wounded", "=wounded", {"critically"}),
        ("years in prison", "prison+year", set()),
    ],
)
def test_what_a_figure_counts(of: str, kind: str, group: set[str]) -> None:
    assert counted(of) == (kind, frozenset(stem(word) for word in group))


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (count("killed", 16, 16), count("people killed", 16, None), "same"),
        (count("killed", 43, 43), count("wounded", 43, 43), "elsewhere"),
        (count("killed", 22, 22), count("killed", 31, 31), "differs"),
        (count("killed", 16, 16), count("civilians killed", 16, 16), "narrower"),
        (count("civilians killed", 16, 16), count("killed", 16, 16), "wider"),
        (count("soldiers killed", 6, 6), count("people killed", 44, 44), "elsewhere"),
        (count("wounded", 24, None, "dozens", vague=True, loose=True), count("wounded", 140, 140), "narrower"),
        (count("wounded", 24, None, "dozens", vague=True, loose=True), count("wounded", 7, 7), "elsewhere"),
        (count("wounded", 100, None, "over 100", loose=True), count("wounded", 140, 140), "narrower"),
        (count("fighters", None, 50000, "as many as 50,000"), count("fighters", 30000, 30000), "narrower"),
        (count("wounded", 2, 2), count("wounded", 170, 170), "elsewhere"),
        (count("apples", 5, 5), count("bridges", 5, 5), None),
        (count("months on the island", 6, 6), count("years in the reserve", 6, 6), None),
    ],
)
def test_counts(a: Sketch, b: Sketch, expected: str | None) -> None:
    assert outcome(compare_counts(a, b)) == expected


def test_a_word_for_a_number_counts_the_one_kind_that_is_named() -> None:
    (found,) = vague_counts("The blast left dozens more wounded")
    assert (found.kind, found.low, found.vague) == ("=wounded", 24, True)
    assert vague_counts("Scores were killed and injured") == ()


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (on("2019-03-04"), on("2019-03-04"), "same"),
        (on("2019-03-01", "2019-03-31"), on("2019-03-04"), "narrower"),
        (on("2019-03-04"), on("2019-03-05"), "differs"),
        (on("2019-03-04"), BLANK, None),
    ],
)
def test_times(a: Sketch, b: Sketch, expected: str | None) -> None:
    assert outcome(compare_times(a, b)) == expected


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("The dam broke at 9:30 a.m. on Sunday", 570),
        ("The dam broke at 3.20pm", 920),
        ("The dam broke at 12.05 am", 5),
        ("The dam broke at 16:05", 965),
        ("The dam broke at about 4pm", 960),
        ("Between 09:28 and 09:36 four dams broke", None),
        ("The dam held 4.5 million litres", None),
        ("The dam broke at noon", 720),
        ("The dam broke at four o’clock", None),
        ("The dam broke at 4:05 p.m.", 965),
        ("The dam held 16.05 million litres", None),
    ],
)
def test_the_hour_that_a_text_gives(text: str, minutes: int | None) -> None:
    assert clock_told(text) == minutes


@pytest.mark.parametrize(
    ("a", "b", "expected"), [(960, 920, "differs"), (960, 971, None), (960, None, None), (5, 1435, None)]
)
def test_hours(a: int, b: int | None, expected: str | None) -> None:
    assert outcome(compare_clocks(replace(BLANK, clock=a), replace(BLANK, clock=b))) == expected


TURIN = Place("turin", "Turin", 45.07, 7.69, "city", "IT")
MILAN = Place("milan", "Milan", 45.46, 9.19, "city", "IT")
PIEDMONT = Place("piedmont", "Piedmont", 45.06, 7.92, "region", "IT")
LYON = Place("lyon", "Lyon", 45.76, 4.84, "city", "FR")
SOMEWHERE = Place("kest", "Kest", None, None, "", "")


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (at(TURIN), at(MILAN), "differs"),
        (at(PIEDMONT), at(TURIN), "narrower"),
        (at(PIEDMONT), at(LYON), "differs"),
        (at(TURIN), at(TURIN), None),
        (at(TURIN), at(SOMEWHERE), None),
        (at(TURIN), BLANK, None),
    ],
)
def test_places(a: Sketch, b: Sketch, expected: str | None) -> None:
    assert outcome(compare_places(a, b)) == expected


def test_units_of_one_type_with_two_numbers_differ() -> None:
    brigade = replace(BLANK, units=(Unit("46", "brigade"),))
    other = replace(BLANK, units=(Unit("47", "brigade"),))
    platoon = replace(BLANK, units=(Unit("4", "platoon"),))
    assert outcome(compare_units(brigade, other)) == "differs"
    assert compare_units(brigade, platoon) is None
    assert compare_units(brigade, brigade) is None


def test_unknown_against_known_and_yes_against_no() -> None:
    assert (compare_polarity(BLANK, replace(BLANK, negative=True)) or pytest.fail("nothing found")).rule == "polarity"
    assert (
        compare_polarity(BLANK, replace(BLANK, open=True, negative=True)) or pytest.fail("nothing found")
    ).rule == "unknown"
    assert (compare_polarity(BLANK, replace(BLANK, denied=True)) or pytest.fail("nothing found")).rule == "denial"
    assert compare_polarity(BLANK, BLANK) is None


def test_opposites_need_one_word_on_each_side_only() -> None:
    car, truck = replace(BLANK, plain=frozenset({"car"})), replace(BLANK, plain=frozenset({"truck"}))
    both = replace(BLANK, plain=frozenset({"car", "truck"}))
    assert outcome(compare_opposites(car, truck)) == "differs"
    assert compare_opposites(car, both) is None


TURNED = {"same": "same", "differs": "differs", "elsewhere": "elsewhere", "narrower": "wider", "wider": "narrower"}
SKETCHES = st.builds(
    lambda kind, low, exact, negative, place, day: replace(
        count(kind, low, low if exact else None),
        negative=negative,
        places=(place,),
        earliest=day,
        latest=day,
    ),
    st.sampled_from(["killed", "civilians killed", "wounded", "fighters"]),
    st.integers(1, 60),
    st.booleans(),
    st.booleans(),
    st.sampled_from([TURIN, MILAN, PIEDMONT, LYON, SOMEWHERE]),
    st.dates(datetime.date(2019, 1, 1), datetime.date(2019, 1, 5)),
)


@given(SKETCHES, SKETCHES)
def test_what_is_found_does_not_depend_on_who_comes_first(a: Sketch, b: Sketch) -> None:
    there = {found.rule: found.outcome for found in compare(a, b)}
    back = {found.rule: TURNED[found.outcome] for found in compare(b, a)}
    assert there == back


@given(SKETCHES)
def test_nothing_differs_from_itself(a: Sketch) -> None:
    assert {found.outcome for found in compare(a, a)} <= {"same"}


def test_words_stems_and_overlap() -> None:
    assert words("Marek’s 43 boats") == ["marek", "43", "boats"]
    assert stem("killed") == stem("killing") == stem("kills")
    assert concept("blast") == concept("explosion") == "=attack"
    left, right = terms("The dam burst"), terms("A dam burst near Orlen")
    rarity = Rarity([left, right])
    assert rarity.containment(left, right) == pytest.approx(1.0)
    assert 0 < rarity.overlap(left, right) < 1


def test_people_who_live_somewhere_are_no_casualties() -> None:
    assert counted("people live")[0] not in casualties()
    assert counted("lives")[0] in casualties()
    assert counted("nurse killed") == ("=killed", frozenset({stem("nurse")}))
