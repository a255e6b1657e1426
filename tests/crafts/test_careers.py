"""What a clause says of the service of the person whose name opens it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.crafts.careers import career_told, post_told, rank_of


@pytest.mark.parametrize(
    ("behind", "left"),
    [
        (" deserted in May.", {"deserted"}),
        (" resigned over the pay.", {"resigned"}),
        (" retired two years ago.", {"resigned"}),
        (", the porter, had been dismissed for theft.", {"dismissed"}),
        (" was summarily sacked.", {"dismissed"}),
        (" was forced to resign.", {"resigned", "dismissed"}),
        (" left the company in May.", {""}),
    ],
)
def test_ways_of_leaving(behind: str, left: set[str]) -> None:
    career = career_told("Ines Okafor", behind)
    assert career is not None
    assert career.left == left


@pytest.mark.parametrize(
    "behind",
    [
        # Not so, not yet so, or only wished for.
        " never resigned.",
        " was not dismissed.",
        " may be dismissed.",
        " wanted to be dismissed.",
        # Done to another, or said of another.
        " dismissed three clerks.",
        " said the minister had resigned.",
        " met a clerk whose brother was sacked.",
        # The same words for something else.
        " was fired at from the hill.",
        " resigned to a long wait.",
        " was deserted by all friends.",
        " crossed the deserted town.",
        " left the room.",
    ],
)
def test_what_is_no_leaving(behind: str) -> None:
    career = career_told("Ines Okafor", behind)
    assert career is None or not career.left


@pytest.mark.parametrize(
    ("behind", "entered"),
    [
        (" joined the guard in May.", True),
        (" signed his contract on 4 May.", True),
        (" was recruited in a café.", True),
        (" signed a letter.", False),
        (" did not enlist.", False),
    ],
)
def test_ways_of_coming_in(behind: str, entered: bool) -> None:
    career = career_told("Ines Okafor", behind)
    assert (career is not None and career.entered) == entered


@pytest.mark.parametrize(
    ("text", "post", "rank"),
    [
        ("was a senior commander of the militia", "a senior commander", "command"),
        ("led the second squad of the company", "led the second squad", "command"),
        ("was a night watchman", "a night watchman", "hands"),
        ("worked as a cook on the ship", "a cook", "hands"),
        # A guard can command or obey.
        ("was a guard", "a guard", ""),
        ("led a quiet life", "", ""),
    ],
)
def test_posts_and_whether_they_give_orders(text: str, post: str, rank: str) -> None:
    assert post_told(text) == post
    assert rank_of(post) == rank


def test_a_shorter_name_can_be_of_the_longer_one_but_not_of_another() -> None:
    short, long, other = (career_told(name, " deserted.") for name in ("Okafor", "Ines Okafor", "Pavel Okafor"))
    assert short
    assert long
    assert other
    assert short.is_of(long)
    assert long.is_of(short)
    assert not long.is_of(other)


@given(st.text(max_size=60))
def test_any_text_is_read_without_harm(text: str) -> None:
    career = career_told("Okafor", text)
    assert career is None or career.post or career.left or career.entered


def test_a_post_that_somebody_was_put_out_of_is_told_without_how() -> None:
    """Else the two ways of leaving it read as two posts."""
    assert post_told("Ada Oduya was dismissed as commander of the garrison.") == "commander"
    assert post_told("Ada Oduya was a high-ranking commander.") == "a high-ranking commander"
