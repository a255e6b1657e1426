"""Small choices of the page: days in words, differing words, who stands where."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factory import Case, by, reading_of, rich_reading
from variorum.dossier.compile import compile_index
from variorum.dossier.drawings import Dated, Pin, clip, draw_lineage, draw_map, draw_timeline
from variorum.dossier.views import Views, differing, when, who

DAY = datetime.date(2024, 3, 1)


@pytest.mark.parametrize(
    ("earliest", "latest", "says"),
    [
        (None, None, "not resolved"),
        (DAY, DAY, "1 March 2024"),
        (DAY, datetime.date(2024, 3, 31), "March 2024"),
        (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29), "February 2024"),
        (datetime.date(2023, 1, 1), datetime.date(2023, 12, 31), "2023"),
        (datetime.date(2023, 12, 1), datetime.date(2023, 12, 31), "December 2023"),
        (DAY, datetime.date(2024, 3, 30), "1 March 2024 to 30 March 2024"),
        (DAY, datetime.date(2024, 4, 30), "1 March 2024 to 30 April 2024"),
        (DAY, None, "from 1 March 2024"),
        (None, DAY, "until 1 March 2024"),
    ],
)
def test_days_in_words(earliest: datetime.date | None, latest: datetime.date | None, says: str) -> None:
    assert when(earliest, latest) == says


def test_words_that_differ_are_marked() -> None:
    pieces = differing("in a Northern orphanage", "in an orphanage")
    assert "".join(p.words for p in pieces if p.differs).split() == ["a", "Northern"]


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_pieces_are_the_quote(words: str, beside: str) -> None:
    assert "".join(p.words for p in differing(words, beside)) == words


@given(st.text(max_size=300), st.integers(5, 80))
def test_a_label_is_never_longer_than_its_room(text: str, most: int) -> None:
    assert len(clip(text, most)) <= most


def test_a_witness_statement_is_not_led_through_an_outlet() -> None:
    case = Case().account("Statement", author="Nadia Orsk").tell("Statement", "I saw it")
    assert who(case.statements()[0], case.documents()[0]) == "Nadia Orsk"


def test_the_claim_that_most_accounts_tell_stands_first() -> None:
    case = Case().tell("Early Post", "It rained").tell("Early Post", "The crane fell", claim="fell")
    case.tell("Late Herald", "It fell", by("Jana Reed"), claim="fell")
    first, second = Views(compile_index(reading_of(case))).claims
    assert (first.accounts, second.accounts) == (2, 1)
    assert (first.number, second.number) == (1, 2)


def test_a_claim_that_is_contradicted_says_so() -> None:
    contested = {c.headline for c in Views(compile_index(rich_reading())).claims if c.contested}
    assert contested == {"The crane fell into the river", "The crane stands"}


def test_the_segments_of_a_source_are_its_text() -> None:
    for view in Views(compile_index(rich_reading())).documents():
        assert "".join(s.words for s in view.segments) == view.document.text


def test_nothing_to_draw_draws_nothing() -> None:
    assert draw_timeline([]) == ""
    assert draw_map([]) == ""
    assert draw_lineage([], []).startswith("<svg")


def test_one_day_and_one_century_are_both_drawn() -> None:
    for last in (DAY, datetime.date(2024, 4, 1), datetime.date(2025, 3, 1), datetime.date(2124, 3, 1)):
        drawn = draw_timeline([Dated("a", DAY, DAY, "#a"), Dated("b", last, last, "#b")])
        assert drawn.count("<rect") == 2
        assert "nan" not in drawn


def test_the_ends_of_the_earth_are_drawn() -> None:
    for latitude, longitude in ((89.0, 0.0), (-89.0, 179.9), (0.0, -179.9)):
        assert "<circle" in draw_map([Pin("here", latitude, longitude, "city")])
