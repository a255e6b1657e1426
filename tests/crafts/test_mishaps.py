"""What befell a thing and by what: told, denied, and set against another telling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.crafts.mishaps import Mishap, causes_named, excluded, mishap_told, things_called


def told(text: str, before: str = "") -> Mishap:
    mishap = mishap_told(text, {}, causes_named(before))
    assert mishap is not None, text
    return mishap


@pytest.mark.parametrize(
    ("text", "causes"),
    [
        ("The tanker was struck by two torpedoes at dawn.", {"torpedoes"}),
        ("The tanker hit a drifting mine.", {"mine"}),
        ("A missile brought down the plane.", {"missile"}),
        ("The bridge collapsed because of an earthquake.", {"earthquake"}),
        ("The tanker sank.", set()),
        # Beside it, but not what did it.
        ("The tanker sank near a reef.", set()),
        ("The tanker sank and a mine was found.", set()),
    ],
)
def test_causes_are_those_tied_to_what_befell(text: str, causes: set[str]) -> None:
    assert told(text).causes == causes


@pytest.mark.parametrize(
    ("text", "before", "denied"),
    [
        ("There was no mine.", "", {"mine"}),
        ("The tanker was not hit by a missile.", "", {"missile"}),
        ("The plane was brought down by lightning rather than by a missile.", "", {"missile"}),
        ("She does not believe that there was a mine.", "", {"mine"}),
        ("I do not think that there was one.", "I saw no mine in the bay.", {"mine"}),
    ],
)
def test_causes_that_are_denied(text: str, before: str, denied: set[str]) -> None:
    mishap = told(text, before)
    assert mishap.denied == denied
    assert not mishap.causes & denied


@pytest.mark.parametrize("text", ["I saw no mine.", "She believes that there was one.", "The talks went on."])
def test_not_seeing_a_cause_does_not_deny_it(text: str) -> None:
    mishap = mishap_told(text, {}, frozenset({"mine"}))
    assert mishap is None or not mishap.denied


@pytest.mark.parametrize(
    ("a", "b", "apart"),
    [
        ("The tanker was hit by a torpedo.", "The ship struck a mine.", True),
        ("The plane was brought down by a missile.", "The plane was brought down by an engine failure.", True),
        ("There was no mine.", "The ship struck a mine.", True),
        # A shelling can be of rockets, an air strike of missiles.
        ("The mill was hit by rockets.", "The mill was destroyed by shelling.", False),
        ("The mill was hit by a missile.", "The mill was destroyed by an air strike.", False),
        # One cause brought about the other.
        ("A shell hit the ship and set off a mine.", "The ship struck a mine.", False),
        # Silence on the cause.
        ("The ship sank.", "The ship struck a mine.", False),
        ("There was no torpedo.", "The ship struck a mine.", False),
    ],
)
def test_causes_that_exclude_one_another(a: str, b: str, apart: bool) -> None:
    assert (excluded(told(a), told(b)) is not None) == apart
    assert (excluded(told(b), told(a)) is not None) == apart


def test_two_words_of_a_family_can_be_one_thing_where_one_is_wide() -> None:
    ferry, ship, trawler = (told(f"The {noun} sank.") for noun in ("ferry", "ship", "trawler"))
    assert ferry.is_of_one(ship)
    assert not ferry.is_of_one(trawler)


def test_a_thing_is_known_by_the_name_that_its_account_gives_it() -> None:
    called = things_called("The Norna, a coastal tanker, left Sarn. Behind her came the car ferry Aurelia.")
    assert {name: thing.noun for name, thing in called.items()} == {"Norna": "tanker", "Aurelia": "ferry"}
    mishap = mishap_told("The Norna struck a rock.", called)
    assert mishap is not None
    assert {thing.noun for thing in mishap.things} == {"tanker"}


def test_of_things_that_a_matter_has_many_of_only_the_one_pointed_at_counts() -> None:
    assert not told("A house was hit by a shell.").things
    assert told("The house was hit by a shell.").things
    assert not told("The house was hit by a shell.").is_of_one(told("The house collapsed."), single=True)


@given(st.text(max_size=80))
def test_nothing_excludes_itself(text: str) -> None:
    mishap = mishap_told(text, things_called(text))
    assert mishap is None or excluded(mishap, mishap) is None or mishap.denied
