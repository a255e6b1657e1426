"""Bodies told by who serves there; marked in the text as ‹words|number type›."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.crafts.units import find_units

_MARK = re.compile(r"‹([^|›]+)\|([^›]+)›")


def check(marked: str) -> None:
    text = _MARK.sub(lambda m: m[1], marked)
    wanted = [(m[1], m[2]) for m in _MARK.finditer(marked)]
    assert [(text[u.start : u.end], f"{u.unit.number or '-'} {u.unit.type}") for u in find_units(text)] == wanted


@pytest.mark.parametrize(
    "marked",
    [
        "Colonel Jon Hale, Commander, ‹Central Base Workshop|- workshop›, declined.",
        "The Commandant of the ‹Karsland Institute of Mountain Warfare|- institute›, Colonel Hale, spoke.",
        "Major Ada Oduya of the ‹Kraken unit|- unit› was there.",
        "He met the commander of the ‹Northern Rapid Forces|- forces›.",
        "Captain Pavel Lind, commanding officer of ‹NNS Heron|- ship›, waved.",
        "Colonel A. Tarn moved from the ‹Department of Winter Training|- department› to the coast.",
        "CSP Mila Ferro, the DPO of ‹Ellery Bridge Police Station|- station›, wrote it down.",
        "Brigadier-General A. Tarn moved from the ‹Department of Winter Training|- department› to the coast.",
        "General Hale commands the ‹Rapid River Forces|- forces›.",
        "Fighters of the ‹Amber Division|- division› and militants of the Amber Group left.",
        "Corporal Lind, attached to ‹Ellery Bridge Police Station|- station›, spoke.",
        "The Commissioner of Police, ‹Karst State Command|- command›, was away.",
        "Sergeant Jon Hale of the ‹Harbour Section|- section› met the head of the ‹Bomb Squad|- squad›.",
        "The AIG in charge of ‹Zone 4|4 zone› came.",
        "Colonel Hale, former Commandant of ‹KIMW|- unit›, has died.",
        "Brig. Jon Hale, Commander, ‹Supply Records Office|- office›, agreed.",
    ],
)
def test_a_body_is_told_by_who_serves_there(marked: str) -> None:
    check(marked)


@pytest.mark.parametrize(
    "text",
    [
        "Ada Oduya, director of the Institute of History, spoke.",
        "The secretary of the Ministry of Health met Jon Hale of the Tidewater Group.",
        "Jon Hale was moved to the Harbour Hospital and later to Ellery Police Station.",
        "The Commander, Colonel Jon Hale, was in Port Ellery.",
        "The commander of the ship met Ada Oduya, the head of Labour House.",
        "General elections of the Students Group were served by the Post Office.",
        "Colonel Hale was moved to the Harbour Hospital.",
    ],
)
def test_civil_bodies_and_the_wounded_are_left_alone(text: str) -> None:
    assert find_units(text) == ()


def test_a_numbered_unit_keeps_its_own_name() -> None:
    check("The commander of the ‹Karsland 45 Storm Battalion|45 battalion› left.".replace("‹Karsland ", "Karsland ‹"))


@given(st.text(alphabet="Commander of the Ab ,.()\n7", max_size=60))
def test_what_is_found_lies_in_its_line(text: str) -> None:
    for unit in find_units(text):
        assert "\n" not in text[unit.start : unit.end]
