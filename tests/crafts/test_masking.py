"""Words withheld: gone wherever they stand, and every other place where it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.crafts.masking import BLOCK, Mask, cover, covered


@pytest.mark.parametrize(
    ("words", "text", "hidden"),
    [
        (["Ann"], "Ann met Annabel and ANN.", "███ met Annabel and ███."),
        (["Jana Reed", "Reed"], "Jana\nReed spoke; Reed’s boat.", "████\n████ spoke; ████’s boat."),
        (["Reed"], "statement-reed.txt, reed_2.txt, Reedham", "statement-████.txt, ████_2.txt, Reedham"),
        (["L."], "L. spoke to Samuel", "██ spoke to Samuel"),
        (["a (b"], "x a (b y", "x █ ██ y"),
        ([], "nothing", "nothing"),
        (["  "], "nothing", "nothing"),
    ],
)
def test_whole_words_in_any_case_over_line_breaks(words: list[str], text: str, hidden: str) -> None:
    assert Mask(words).hide(text) == hidden


def test_a_stretch_keeps_its_blanks() -> None:
    assert cover("one two three", [(0, 7)]) == "███ ███ three"


def test_how_much_is_covered() -> None:
    assert covered("███ ab") == 0.6
    assert covered("  ") == 0.0


@given(st.text(alphabet="abAB .-\n", max_size=40), st.lists(st.text(alphabet="ab ", max_size=5), max_size=3))
def test_nothing_moves_and_nothing_else_changes(text: str, words: list[str]) -> None:
    mask = Mask(words)
    hidden = mask.hide(text)
    assert len(hidden) == len(text)
    assert all(new in (old, BLOCK) for new, old in zip(hidden, text, strict=True))
    assert mask.find(hidden) == ()
    assert mask.hide(hidden) == hidden
