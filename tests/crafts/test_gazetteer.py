"""Places: what a name may mean, and which place a story means by it."""

import pytest

from variorum.crafts.gazetteer import Toponym, great_circle, lookup, lookup_by_sound, part_of, resolve_places
from variorum.crafts.placing import country_hints, toponym_at


def place(text: str, name: str) -> tuple[float, float, str, str] | None:
    start = text.index(name)
    toponym = toponym_at(text, start, start + len(name))
    entry = resolve_places([toponym], country_hints(text))[f"{toponym.name}|{toponym.after}"]
    return (entry.latitude, entry.longitude, entry.country, entry.kind) if entry else None


@pytest.mark.parametrize(
    ("name", "latitude", "longitude", "country"),
    [
        ("Soledar", 48.7, 38.1, "UA"),
        ("Bakhmut", 48.6, 38.0, "UA"),
        ("Donetsk", 48.0, 37.8, "UA"),
        ("Tomsk", 56.5, 85.0, "RU"),
        ("Kyiv", 50.4, 30.5, "UA"),
        ("Kiev", 50.4, 30.5, "UA"),
        ("Hasakeh", 36.5, 40.7, "SY"),
    ],
)
def test_towns_have_their_point(name: str, latitude: float, longitude: float, country: str) -> None:
    best = lookup(name)[0]
    assert best.country == country
    assert great_circle(best.latitude, best.longitude, latitude, longitude) < 60


def test_a_region_is_not_its_capital() -> None:
    assert lookup("Tomsk region")[0].kind == "region"
    assert lookup("Tomsk")[0].kind == "city"


def test_a_capital_beside_the_division_called_after_it_is_meant_by_the_bare_name() -> None:
    assert lookup("Kyiv")[0] == lookup("Kiev")[0]
    assert lookup("Kyiv region")[0].kind == "region"


def test_the_holder_named_behind_a_place_decides() -> None:
    assert place("They met in Paris, Texas, last week.", "Paris")[2] == "US"
    assert place("They met in Paris last week.", "Paris")[2] == "FR"


def test_the_story_decides_where_nothing_is_said() -> None:
    text = "Syrian officers met in Tripoli before driving to Beirut. Lebanese guards watched."
    toponyms = [toponym_at(text, text.index(n), text.index(n) + len(n)) for n in ("Tripoli", "Beirut")]
    found = resolve_places(toponyms, country_hints(text))
    assert found["Tripoli|"].country == "LB"


def test_spellings_the_table_lacks_are_found_by_sound_in_the_countries_of_the_story() -> None:
    assert any(e.name == "Bakhmut" for e in lookup_by_sound("Bachmout", ["UA"]))
    assert lookup_by_sound("Bachmout", ["BR"]) == ()


def test_an_unknown_place_stays_unknown() -> None:
    assert resolve_places([Toponym("Qwzxtrovia", 0)], ["UA"]) == {"Qwzxtrovia|": None}


def test_seas_and_parts() -> None:
    assert lookup("Black Sea")[0].kind == "area"
    assert part_of("northern Syria") == "Syria"
    assert part_of("Syria") is None


def test_a_town_named_twice_is_not_drawn_to_the_division_around_it() -> None:
    found = resolve_places([Toponym("Valletta", 0), Toponym("Valletta", 40, "Malta")], [])
    assert {entry.kind for entry in found.values() if entry} == {"city"}
