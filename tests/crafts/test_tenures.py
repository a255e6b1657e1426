"""When a post began, ended or was held; names are marked ‹...›, units [...], days {...}."""

import re

import pytest

from variorum.crafts.posts import find_posts
from variorum.crafts.tenures import find_tenures, tells_now

Place = tuple[int, int]


def parts(marked: str) -> tuple[str, dict[str, list[Place]]]:
    """The text without its marks, and the places by the mark that opens them."""
    text = ""
    found: dict[str, list[Place]] = {"‹": [], "[": [], "{": []}
    for piece in re.split(r"(‹[^›]+›|\[[^\]]+\]|\{[^}]+\})", marked):
        if piece[:1] in found:
            found[piece[0]].append((len(text), len(text) + len(piece) - 2))
            piece = piece[1:-1]
        text += piece
    return text, found


def told(marked: str) -> list[tuple[str, str]]:
    text, found = parts(marked)
    (post,) = find_posts(text, found["‹"], found["["])
    return [(t.kind, text[slice(*t.place)]) for t in find_tenures(text, post, found["{"])]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("Col. ‹Ada Oduya› became commander of the [3rd Brigade] in Port Ellery in {May 2014}.", ["begun May 2014"]),
        ("In {May 2014}, Col. ‹Ada Oduya› took over as commander of the [3rd Brigade].", ["begun May 2014"]),
        ("Col. ‹Ada Oduya› was in {May 2014} appointed commander of the [3rd Brigade].", ["begun May 2014"]),
        (
            "Col. ‹Ada Oduya›, former commander of the [3rd Brigade] ({2012}–{2014}), fell.",
            ["begun 2012", "ended 2014"],
        ),
        ("Col. ‹Ada Oduya› commanded the [3rd Brigade] between {2012} and {2014}.", ["begun 2012", "ended 2014"]),
        ("Until {June 2014} Col. ‹Ada Oduya› was the commander of the [3rd Brigade].", ["ended June 2014"]),
        ("Col. ‹Ada Oduya› was dismissed as commander of the [3rd Brigade] in {2014}.", ["ended 2014"]),
        ("Col. ‹Ada Oduya› commanded the [3rd Brigade] in {2014}.", ["held 2014"]),
        ("Col. ‹Ada Oduya› assumed command of the [3rd Brigade] in {2014}.", ["begun 2014"]),
    ],
)
def test_what_a_day_says_of_a_post(marked: str, expected: list[str]) -> None:
    assert [f"{kind} {words}" for kind, words in told(marked)] == expected


@pytest.mark.parametrize(
    "marked",
    [
        "The commander of the [3rd Brigade], Col. ‹Ada Oduya›, was wounded in {2014}.",
        "Col. ‹Ada Oduya› is commander of the [3rd Brigade]. In {2014} a bridge fell.",
        "In {2014} a bridge fell near Col. ‹Ada Oduya›, commander of the [3rd Brigade].",
        "Col. ‹Ada Oduya› is commander of the [3rd Brigade], Major Jon Hale until {yesterday} was at home.",
        "Col. ‹Ada Oduya›, commander of the [3rd Brigade], which was raised in {1960}, spoke.",
    ],
)
def test_a_day_of_something_else_says_nothing_of_the_post(marked: str) -> None:
    assert told(marked) == []


def test_a_name_is_no_day() -> None:
    text, found = parts("Maj. ‹Sunday Oduya› is the commander of the [3rd Brigade].")
    (post,) = find_posts(text, found["‹"], found["["])
    assert find_tenures(text, post, [(post.person[0], post.person[0] + len("Sunday"))]) == ()


def test_a_story_does_not_say_that_the_post_is_held_now() -> None:
    for words, now in (("commanded", False), ("has commanded", True), ("commands", True)):
        text, found = parts(f"Col. ‹Ada Oduya› {words} the [3rd Brigade].")
        (post,) = find_posts(text, found["‹"], found["["])
        assert tells_now(text, post) is now
