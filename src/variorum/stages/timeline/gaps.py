"""Stretches of time of which no account tells anything: between two dated events, by the days alone."""

import datetime
from collections.abc import Iterator, Sequence

from variorum.values.timeline import TimelineEvent, TimelineGap

_DAY = datetime.timedelta(days=1)
# Shorter silences are the rhythm of reporting, and one that is a small part of what is told says nothing: conventions.
_SHORTEST, _LEAST_PART = datetime.timedelta(days=14), 0.05
# What is dated no better than a year ("in the 1990s") fills no silence; it is laid over it.
_BROADEST = datetime.timedelta(days=366)


def find_gaps(events: Sequence[TimelineEvent]) -> tuple[TimelineGap, ...]:
    """The silences of a timeline in order. Events open at one end count by the end that is known."""
    told = sorted(_days(events))
    if len(told) < 2:
        return ()
    whole = max(last for _, last in told) - told[0][0]
    found = []
    reached = told[0][1]
    for first, last in told[1:]:
        silent = first - reached - _DAY
        if silent >= _SHORTEST and silent >= whole * _LEAST_PART:
            found.append(TimelineGap(reached + _DAY, first - _DAY))
        reached = max(reached, last)
    return tuple(found)


def _days(events: Sequence[TimelineEvent]) -> Iterator[tuple[datetime.date, datetime.date]]:
    for event in events:
        first, last = event.earliest or event.latest, event.latest or event.earliest
        if first is not None and last is not None and last - first <= _BROADEST:
            yield first, last
