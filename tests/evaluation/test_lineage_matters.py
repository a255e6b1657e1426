"""The made matters hold together, and their floors can fail."""

import tomllib

import pytest
from scripts import load_script

matters = load_script("evaluation/lineage/matters.py")
FLOORS = tomllib.loads((matters.FOLDER / "floors.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", matters.SETS)
def test_every_asked_place_stands_once_and_every_link_names_accounts_of_its_matter(name: str) -> None:
    found = matters.load(name)
    assert len({m["name"] for m in found}) == len(found) >= 10
    for matter in found:
        accounts = {a["publisher"] for a in matter["account"]}
        for link in matter["links"]:
            left, _, right = link.partition(" > " if " > " in link else " - ")
            assert {left, right.removesuffix(" cites").removesuffix(" copies")} <= accounts, link


def test_what_is_beyond_a_floor_fails() -> None:
    floors = {"at_least": {"links_right": 2}, "at_most": {"shown_over": 0}}
    assert matters.failing({"links_right": 2, "shown_over": 0}, floors) == []
    assert matters.failing({"links_right": 1, "shown_over": 1}, floors) == ["links_right", "shown_over"]


def test_no_set_may_count_an_origin_as_shown_that_is_not() -> None:
    assert {name: FLOORS[name]["at_most"]["shown_over"] for name in matters.SETS} == dict.fromkeys(matters.SETS, 0)


def test_the_floors_name_what_is_counted() -> None:
    sides = {f"{what}_{side}" for what in ("origins", "shown", "as_read") for side in ("over", "exact", "under")}
    counted = sides | matters.Result().numbers().keys()
    assert {floor for name in matters.SETS for kind in FLOORS[name].values() for floor in kind} <= counted
