"""Silences: days of which no account tells anything."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from variorum.stages.timeline.gaps import find_gaps
from variorum.values.timeline import TimelineEvent, TimelineGap


def event(first: str | None, last: str | None = None) -> TimelineEvent:
    days = [datetime.date.fromisoformat(day) if day else None for day in (first, last or first)]
    return TimelineEvent("claim", ("statement",), days[0], days[1], "day", "told")


def test_november_and_january_leave_december() -> None:
    gaps = find_gaps((event("2023-11-01", "2023-11-30"), event("2024-01-02")))
    assert gaps == (TimelineGap(datetime.date(2023, 12, 1), datetime.date(2024, 1, 1)),)
    assert gaps[0].days == 32


def test_a_decade_fills_no_silence_and_a_few_days_are_none() -> None:
    events = (event("2023-11-01"), event("2023-11-10"), event("2020-01-01", "2029-12-31"), event("2024-02-01"))
    assert [gap.earliest.isoformat() for gap in find_gaps(events)] == ["2023-11-11"]


def test_undated_events_and_one_event_alone_leave_none() -> None:
    assert find_gaps((event(None), event("2024-01-01"), event(None))) == ()


DAYS = st.dates(datetime.date(2020, 1, 1), datetime.date(2024, 12, 31))


@given(st.lists(st.tuples(DAYS, st.integers(0, 60)), min_size=1, max_size=8))
def test_no_event_touches_a_gap_and_each_lies_between_two(rows: list[tuple[datetime.date, int]]) -> None:
    spans = [(first, first + datetime.timedelta(days=length)) for first, length in rows]
    events = tuple(TimelineEvent("c", ("s",), first, last, "day", "told") for first, last in spans)
    for gap in find_gaps(events):
        assert not any(first <= gap.latest and gap.earliest <= last for first, last in spans)
        assert any(last < gap.earliest for _, last in spans)
        assert any(first > gap.latest for first, _ in spans)
        assert gap.days >= 14
