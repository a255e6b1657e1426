"""Words cut short: never longer than asked for, never within a word, nothing that a page could not carry."""

from hypothesis import given
from hypothesis import strategies as st

from variorum.crafts.excerpts import clip, telling


def test_words_are_cut_at_the_end_of_a_word() -> None:
    assert clip("The crane\n fell") == "The crane fell"
    assert clip("The crane fell into the river", 14) == "The crane …"


@given(st.text(), st.integers(2, 60))
def test_what_is_cut_is_a_beginning_of_the_text_and_not_too_long(text: str, most: int) -> None:
    cut = clip(text, most)
    assert len(cut) <= most
    assert clip(text, 10**6).startswith(cut.removesuffix("…").rstrip())
    assert not any(ord(c) < 32 for c in cut)


def test_what_is_shown_as_an_example_tells_by_itself_what_is_spoken_of() -> None:
    whole = "The crane on the northern quay fell on the morning of the fourth of May"
    assert telling(["the families were", whole, f"{whole}, the harbour master said"]) == whole, (
        "the first that is enough"
    )
    assert telling(["the families were", "nobody had come"]) == "the families were", "of equals the first"
    assert telling(["gone", "nobody had come"]) == "nobody had come"
