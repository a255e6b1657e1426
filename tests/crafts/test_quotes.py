"""Where a text quotes."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.crafts.quotes import find_quotes, is_quoted, outermost, quotation_of
from variorum.crafts.quotestate import OPENING, OUTSIDE, quotations, quote_states
from variorum.values.text import Span


def inner(text: str) -> list[str]:
    return [text[quote.start : quote.end] for quote in find_quotes(text)]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('"The well is dry," said Mara.', ["The well is dry,"]),
        ("“The well is dry,” said Mara. “We left.”", ["The well is dry,", "We left."]),
        ("«The well is dry», said Mara.", ["The well is dry"]),
        ("Mayor: 'The well is dry'", ["The well is dry"]),
        ("“He told me ‘go home now’ and left,” said Mara.", ["He told me ‘go home now’ and left,", "go home now"]),
        ("The miller’s sons didn’t fire at the sisters’ house.", []),
        ("It was 6' 2\" tall.", []),
        ("He left.” Nobody spoke.", []),
    ],
)
def test_marks_are_told_from_apostrophes_and_strays(text: str, quoted: list[str]) -> None:
    assert inner(text) == quoted


def test_a_quotation_over_paragraphs_continues_until_its_closing_mark() -> None:
    text = "“We ran to the river.\n\n“The boat was gone,” said Mara."
    first, second = find_quotes(text)
    assert (first.closed, first.continues) == (False, True)
    assert (second.closed, second.continues) == (True, False)


def test_an_unclosed_mark_inside_a_paragraph_ends_with_its_sentence() -> None:
    assert inner("Mara said “we ran. Later the boat came back.") == ["we ran."]


@pytest.mark.parametrize(
    ("stretch", "how"),
    [("“The well is dry”", "direct"), ("the well “is dry”", "mixed"), ("Mara left", "indirect")],
)
def test_how_far_a_stretch_is_quoted(stretch: str, how: str) -> None:
    text = f"It is told that {stretch} today."
    start = text.index(stretch)
    assert quotation_of(Span("d", start, start + len(stretch)), find_quotes(text)) == how


@given(st.text(alphabet="ab .,'\"“”‘’«»\n", max_size=80))
def test_quotations_lie_in_the_text_and_hold_something(text: str) -> None:
    for quote in find_quotes(text):
        assert 0 <= quote.outer_start < quote.start < quote.end <= quote.outer_end <= len(text)
        assert is_quoted(quote.start, find_quotes(text))
        assert "\n\n" not in text[quote.start : quote.end]


def test_doubled_marks_of_a_conversion_count_once() -> None:
    assert inner('The paper wrote: ""We have learned much."" It was late.') == ["We have learned much."]


def test_the_outermost_quotations_are_those_in_no_other() -> None:
    text = "“He shouted ‘run for it’ and fell,” said Mara. ‘It’s over now,’ she added."
    assert [text[q.start : q.end] for q in outermost(find_quotes(text))] == [
        "He shouted ‘run for it’ and fell,",
        "It’s over now,",
    ]


STATED = """“We ran,” said Mara. “The boat was gone.

“Nobody came," she said. 'It's the third time,' he wrote. A 24" pipe and a “note. Then ``this'' and «that».

‘Don’t go,’ said the keeper’s son. "Left open: the end"""


def test_the_feature_that_the_network_was_trained_on_has_not_changed() -> None:
    """A digest of the states of a text with every kind of mark: another digest means that the network must be trained anew."""
    states = quote_states(STATED, quotations(STATED))
    assert hashlib.sha256(bytes(states)).hexdigest()[:16] == "662da438c48f4d3a"


@given(st.text(alphabet="ab .,'\"“”‘’«»\n", max_size=80))
def test_what_is_quoted_for_the_stages_is_quoted_for_the_network(text: str) -> None:
    """Both rooms see the same double marks: what stands in them is never outside for the network."""
    if '""' in text:
        return
    states = quote_states(text, quotations(text))
    for quote in find_quotes(text):
        if not quote.single:
            assert states[quote.outer_start] == OPENING
            assert OUTSIDE not in states[quote.start : quote.end]
