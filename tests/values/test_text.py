"""Places in a text and the words that stand there: nothing that is misquoted comes into being."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.values.text import Misquoted, Passage, Span, quote, verify

TEXT = "The crane fell — “Ōsaka” 🏗️ and e\u0301 are code points."


@st.composite
def texts_with_spans(draw: st.DrawFn) -> tuple[str, Span]:
    text = draw(st.text(min_size=1, max_size=50))
    start = draw(st.integers(0, len(text) - 1))
    return text, Span("d", start, draw(st.integers(start + 1, len(text))))


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 3), (4, 3), (-1, 2)])
def test_a_span_holds_at_least_one_code_point(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=f"{start}..{end}"):
        Span("d", start, end)


def test_a_passage_has_as_many_words_as_room() -> None:
    with pytest.raises(ValueError, match="cannot stand at"):
        Passage(Span("d", 0, 3), "four")


def test_a_quote_outside_the_text_is_refused() -> None:
    with pytest.raises(Misquoted, match="outside a text"):
        quote(TEXT, Span("d", 0, len(TEXT) + 1))


def test_a_quote_that_is_not_in_the_text_is_refused() -> None:
    with pytest.raises(Misquoted, match="reads 'crane', not 'Crane'"):
        verify(TEXT, Passage(Span("d", 4, 9), "Crane"))


def test_the_same_words_elsewhere_do_not_count() -> None:
    text = "the crane and the crane"
    with pytest.raises(Misquoted):
        verify(text, Passage(Span("d", 13, 22), "the crane"))


def test_offsets_are_code_points_and_normalise_nothing() -> None:
    at = TEXT.index("e\u0301")
    assert quote(TEXT, Span("d", at, at + 2)).words == "e\u0301"
    with pytest.raises(ValueError, match="cannot stand"):
        Passage(Span("d", at, at + 2), "é")


@given(texts_with_spans())
def test_what_is_quoted_is_verified(drawn: tuple[str, Span]) -> None:
    text, span = drawn
    verify(text, quote(text, span))


@given(texts_with_spans(), st.characters())
def test_one_letter_changed_is_found(drawn: tuple[str, Span], letter: str) -> None:
    text, span = drawn
    forged = text[: span.start] + letter + text[span.start + 1 :]
    if forged != text:
        with pytest.raises(Misquoted):
            verify(forged, quote(text, span))


def test_covering_and_touching_walk_both_sides_of_the_boundary() -> None:
    middle = Span("d", 3, 6)
    assert middle.covers(Span("d", 3, 6))
    assert not middle.covers(Span("d", 2, 6))
    assert not middle.covers(Span("d", 3, 7))
    assert middle.touches(Span("d", 5, 9))
    assert not middle.touches(Span("d", 6, 9))
    assert not middle.touches(Span("d", 0, 3))


def test_other_documents_are_elsewhere() -> None:
    assert not Span("d", 0, 5).covers(Span("e", 1, 2))
    assert not Span("d", 0, 5).touches(Span("e", 1, 2))
