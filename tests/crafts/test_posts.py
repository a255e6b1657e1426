"""Posts told around the names of people; names are marked ‹...› and units [...] in the text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.crafts.posts import find_posts


def told(marked: str) -> list[tuple[str, str | None, str | None, str | None, bool]]:
    """The posts of a marked text as (name, rank, title, unit, over)."""
    text, people, units = "", [], []
    for piece in re.split(r"(‹[^›]+›|\[[^\]]+\])", marked):
        if piece[:1] in ("‹", "["):
            (people if piece[0] == "‹" else units).append((len(text), len(text) + len(piece) - 2))
            piece = piece[1:-1]
        text += piece

    def words(place: tuple[int, int] | None) -> str | None:
        return text[slice(*place)] if place else None

    found = find_posts(text, people, units)
    return [(text[slice(*f.person)], words(f.rank), words(f.title), words(f.unit), f.over) for f in found]


@pytest.mark.parametrize(
    ("marked", "post"),
    [
        (
            "The General Officer Commanding (GOC) [9 Division], Port Ellery, Major-General ‹Ada Oduya› spoke.",
            ("Ada Oduya", "Major-General", "General Officer Commanding", "9 Division", False),
        ),
        (
            "Col. ‹Pavel Lind›, commander of the [3rd Brigade], declined.",
            ("Pavel Lind", "Col", "commander", "3rd Brigade", False),
        ),
        (
            "Brig Gen ‹I. Tarn› is now the Commandant, [School of Infantry].",
            ("I. Tarn", "Brig Gen", "Commandant", "School of Infantry", False),
        ),
        (
            "The Chief of Army Staff, Lt.-Gen. ‹Ada Oduya› agreed.",
            ("Ada Oduya", "Lt.-Gen", "Chief of Army Staff", None, False),
        ),
        (
            "[9 Division] spokesman Capt. ‹Mila Ferro› said so.",
            ("Mila Ferro", "Capt", "spokesman", "9 Division", False),
        ),
        ("Sergeant ‹Jon Hale› of [2 Battalion] fell.", ("Jon Hale", "Sergeant", None, "2 Battalion", False)),
        ("The [7th Regiment], led by ‹Olga Brandt›, left.", ("Olga Brandt", None, None, "7th Regiment", False)),
    ],
)
def test_a_post_and_its_parts(marked: str, post: tuple[str, str | None, str | None, str | None, bool]) -> None:
    assert told(marked) == [post]


@pytest.mark.parametrize(
    ("marked", "rank"),
    [
        ("‹Jon Hale›, a lieutenant colonel, commander of the [3rd Brigade], fell.", "lieutenant colonel"),
        ("‹Ada Oduya›, a superintendent of police (SP), left.", "superintendent of police"),
        ("‹Ada Oduya›, a Major General who leads the [3rd Brigade], left.", "Major General"),
        ("‹Ada Oduya›, a private bank's owner, leads the [3rd Brigade].", None),
        ("‹Ada Oduya›, a senior officer, leads the [3rd Brigade].", None),
    ],
)
def test_a_rank_told_behind_the_name(marked: str, rank: str | None) -> None:
    assert {found[1] for found in told(marked)} <= {rank}
    assert rank is None or told(marked)


def test_a_town_taken_for_a_person_does_not_hold_the_post() -> None:
    marked = "The commander of the [3rd Brigade], ‹Ellery›, Major ‹Ada Oduya›, spoke."
    assert told(marked)[0] == ("Ada Oduya", "Major", "commander", "3rd Brigade", False)


def test_an_earlier_post_is_over_and_the_new_one_is_not() -> None:
    marked = "Major General ‹Ada Oduya›, formerly Commander, [4 Brigade], is now Director of Operations at [Defence Headquarters]."
    assert told(marked) == [
        ("Ada Oduya", "Major General", "Commander", "4 Brigade", True),
        ("Ada Oduya", "Major General", "Director of Operations", "Defence Headquarters", False),
    ]


def test_in_a_list_everybody_keeps_their_own_post() -> None:
    marked = "Col ‹A. Lind› is the new Commander, [4 Brigade], Col ‹B. Hale› is the new Commander, [5 Brigade]."
    assert [(name, unit) for name, _, _, unit, _ in told(marked)] == [
        ("A. Lind", "4 Brigade"),
        ("B. Hale", "5 Brigade"),
    ]


@pytest.mark.parametrize(
    "marked",
    [
        "‹Ada Oduya› met the man who saw a commander.",
        "‹Ada Oduya› left. The commander of the [3rd Brigade] stayed.",
        "The head of the table was ‹Ada Oduya›.",
        "“A chief is a chief,” said ‹Ada Oduya›.",
    ],
)
def test_nobody_is_given_somebody_elses_post(marked: str) -> None:
    assert told(marked) == []


@given(
    st.lists(
        st.sampled_from(
            ["‹A B›", "[9 Brigade]", "commander", "GOC", "Col.", ",", "of the", "formerly", ";", "\n", "said"]
        )
    )
)
def test_every_part_lies_in_the_text(pieces: list[str]) -> None:
    for name, rank, title, unit, _ in told(" ".join(pieces)):
        assert name == "A B"
        assert unit in (None, "9 Brigade")
        assert rank or title or unit
