"""Events of the matter in time, and sets of statements that cannot all be true."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """A claim placed in time: days inclusive, None at an open end; `rule` says how the date is known."""

    claim: str
    statements: tuple[str, ...]
    earliest: datetime.date | None
    latest: datetime.date | None
    precision: str
    rule: str


@dataclass(frozen=True, slots=True)
class TimelineCheck:
    """A consistency check: the smallest set of statements compared, whether they fit, and the arithmetic in words."""

    statements: tuple[str, ...]
    consistent: bool
    says: str


@dataclass(frozen=True, slots=True)
class TimelineGap:
    """Days, both inclusive, of which no account tells anything although they lie between days of which some do."""

    earliest: datetime.date
    latest: datetime.date

    @property
    def days(self) -> int:
        """How long it is."""
        return (self.latest - self.earliest).days + 1


@dataclass(frozen=True, slots=True)
class Timeline:
    """Dated events in order, undated ones last, the checks made among them, and the silences between them."""

    events: tuple[TimelineEvent, ...]
    checks: tuple[TimelineCheck, ...]
    gaps: tuple[TimelineGap, ...] = ()
