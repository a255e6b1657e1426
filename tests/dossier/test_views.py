"""Small choices of the page: days in words, differing words, who stands where."""

import datetime
import itertools
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factory import Case, by, reading_of, rich_reading
from variorum.dossier.compile import compile_index
from variorum.dossier.drawings import (
    Box,
    Dated,
    Pin,
    Silence,
    clip,
    draw_lineage,
    draw_map,
    draw_organisation,
    draw_timeline,
)
from variorum.dossier.views import Views, differing, when, who
from variorum.stages.timeline.gaps import find_gaps
from variorum.values.entities import Entity, Post, PostCitation, PostDay, UnitName
from variorum.values.text import Passage, Span
from variorum.values.timeline import TimelineEvent

DAY = datetime.date(2024, 3, 1)
DAY_LONG = datetime.timedelta(days=1)


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


def test_a_silence_breaks_the_scale_and_says_how_long_it_is() -> None:
    old, new = datetime.date(2014, 3, 1), datetime.date(2024, 3, 1)
    week = datetime.timedelta(days=7)
    events = [Dated("a", old, old + week, "#a"), Dated("b", new, new + week, "#b")]
    drawn = draw_timeline(events, [Silence(old + week + DAY_LONG, new - DAY_LONG)])
    assert 'class="gap"' in drawn
    assert "10 years" in drawn
    widths = [float(w) for w in re.findall(r'width="([\d.]+)" height="14"', drawn)]
    assert min(widths) > 100, "what is told in a week keeps its room beside ten years of silence"
    ElementTree.fromstring(drawn)


@given(
    st.lists(
        st.tuples(st.dates(datetime.date(1990, 1, 1), datetime.date(2030, 1, 1)), st.integers(0, 400)),
        min_size=1,
        max_size=8,
    )
)
def test_a_later_day_never_stands_to_the_left_of_an_earlier_one(rows: list[tuple[datetime.date, int]]) -> None:
    spans = sorted((first, first + datetime.timedelta(days=length)) for first, length in rows)
    events = tuple(TimelineEvent("c", ("s",), first, last, "day", "told") for first, last in spans)
    silences = [Silence(gap.earliest, gap.latest) for gap in find_gaps(events)]
    drawn = draw_timeline([Dated("e", first, last, "#e") for first, last in spans], silences)
    starts = [float(x) for x in re.findall(r'<rect x="([\d.]+)" y="\d+" width="[\d.]+" height="14"', drawn)]
    assert starts == sorted(starts)
    assert all(20 <= x <= 680 for x in starts)


def test_a_relative_place_is_a_disc_of_its_size() -> None:
    town = Pin("Brindle", 50.0, 10.0, "city")
    small, large = (draw_map([town, Pin("near", 50.0, 10.0, "area", km)]) for km in (12.0, 24.0))
    sizes = [float(re.findall(r'r="([\d.]+)" class="lie"', drawn)[0]) for drawn in (small, large)]
    assert sizes[1] == pytest.approx(2 * sizes[0], rel=0.05)
    assert small.index('class="lie"') < small.index('class="pin"')


def unit(name: str, key: str, parent: str | None = None) -> Entity:
    return Entity(key, "unit", name, (name,), (), unit=UnitName(None, "brigade"), parent=parent)


def test_the_chart_hangs_units_under_wider_ones() -> None:
    units = (unit("River Brigade", "u1"), unit("2nd company", "u2", "u1"), unit("Lone squad", "u3"))
    views = Views(compile_index(replace(rich_reading(), entities=units)))
    assert [(u.entity.name, u.depth) for u in views.organisation()] == [("River Brigade", 0), ("2nd company", 1)]
    drawn = views.organisation_drawing()
    ElementTree.fromstring(drawn)
    assert drawn.count("<rect") == 2
    assert drawn.count('class="link"') == 1


@pytest.mark.parametrize(
    ("bounds", "held"),
    [
        ((None, "2020-05-01", "2020-06-02", None), ", from at least 1 May 2020 to at least 2 June 2020"),
        (("2018-03-01", "2018-03-31", "2020-06-01", "2020-06-01"), ", from March 2018 to at least 1 June 2020"),
        ((None, None, "2015-01-01", "2015-12-31"), ", to at least 1 January 2015"),
        ((None, "2020-06-02", "2020-06-02", None), ", held on 2 June 2020"),
        ((None, "2014-12-31", "2014-01-01", None), ", held at some time from 1 January 2014 to 31 December 2014"),
        (("2014-03-01", "2014-03-31", None, None), ", from March 2014"),
        ((None, None, None, None), ""),
    ],
)
def test_a_post_says_from_when_to_when_at_least(bounds: tuple[str | None, ...], held: str) -> None:
    begun, since, until, over = (datetime.date.fromisoformat(day) if day else None for day in bounds)
    person = Entity("p1", "person", "Pavel Lind", ("Pavel Lind",), ())
    post = Post("o1", "p1", "commander", "Colonel", "u1", since, until, over, (), begun)
    reading = replace(rich_reading(), entities=(person, unit("River Brigade", "u1")), posts=(post,))
    (view,) = Views(compile_index(reading)).organisation()
    end = f"; over by {over.day} {over:%B %Y}" if over else ""
    assert view.posts[0].says == f"Colonel Pavel Lind, commander{held}{end}"
    assert view.posts[0].short.startswith("Pavel Lind, commander")


def test_a_citation_of_a_post_shows_the_words_that_date_it() -> None:
    text = "Colonel Pavel Lind, commander of the River Brigade since May 2018, left. He was appointed in May 2018."
    document = replace(rich_reading().documents[0], text=text)

    def words(told: str, at: int = 0) -> Passage:
        start = text.index(told, at)
        return Passage(Span(document.id, start, start + len(told)), told)

    day, year = datetime.date(2018, 5, 1), datetime.date(2018, 5, 31)
    days = (
        PostDay("begun", words("May 2018"), day, year),
        PostDay("begun", words("May 2018", text.index("He was")), day, year),
    )
    citation = PostCitation(
        words("Pavel Lind"), words("Colonel"), words("commander"), words("River Brigade"), False, days
    )
    post = Post("o1", "p1", "commander", "Colonel", "u1", year, None, None, (citation,), day)
    person = Entity("p1", "person", "Pavel Lind", ("Pavel Lind",), ())
    reading = replace(
        rich_reading(),
        documents=(document, *rich_reading().documents[1:]),
        entities=(person, unit("River Brigade", "u1")),
        posts=(post,),
    )
    (view,) = Views(compile_index(reading)).organisation()
    assert [p.words for p in view.posts[0].places] == [text[: text.index(", left")], "He was appointed in May 2018"]


def test_units_in_a_circle_are_drawn_without_one() -> None:
    units = (unit("A", "u1", "u2"), unit("B", "u2", "u1"), unit("C", "u3", "u1"))
    views = Views(compile_index(replace(rich_reading(), entities=units)))
    assert [(u.entity.name, u.depth) for u in views.organisation()] == [("A", 0), ("C", 1)]


def test_no_units_no_chart() -> None:
    assert Views(compile_index(rich_reading())).organisation_drawing() == ""


@given(st.lists(st.integers(0, 8), min_size=1, max_size=12))
def test_boxes_of_a_chart_never_lie_over_one_another(parents: list[int]) -> None:
    boxes = [
        Box(str(i), str(parent) if parent < i else None, f"unit {i}", ("Captain: A", "Major: B")[: i % 3], "", "words")
        for i, parent in enumerate(parents)
    ]
    drawn = draw_organisation(boxes)
    places = re.findall(r'translate\((\d+) ([\d.]+)\)"><title>[^<]*</title><rect width="(\d+)" height="(\d+)"', drawn)
    assert len(places) == len(boxes)
    found = sorted((float(x), float(y), float(h)) for x, y, _, h in places)
    for (x, y, high), (other, below, _) in itertools.pairwise(found):
        assert x != other or y + high < below
