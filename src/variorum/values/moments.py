"""When something is said to have been: an interval of days, with the words and the rule behind it."""

import datetime
from dataclasses import dataclass
from typing import Literal

from variorum.values.text import Passage

MomentType = Literal["date", "time", "duration", "set"]
Precision = Literal["minute", "hour", "day", "week", "month", "season", "quarter", "year", "decade", "open"]
Anchor = Literal["document date", "text", "same event", "none"]


@dataclass(frozen=True, slots=True)
class Moment:
    """A time expression and what it was resolved to.

    `earliest` and `latest` are days, both inclusive; None where the expression cannot be resolved from what is
    given. `value` is the TIMEX3 value ("2023-01-13", "P4M", "2022-WI"), None where unresolved. `anchor` says where
    the date comes from: the expression against the document's own date, the expression itself ("text"), an
    expression elsewhere about the same event, or nothing. `rule` names the rule in words a reader can check.
    """

    passage: Passage
    type: MomentType
    value: str | None
    earliest: datetime.date | None
    latest: datetime.date | None
    precision: Precision
    anchor: Anchor
    rule: str

    @property
    def resolved(self) -> bool:
        """Whether at least one end is known."""
        return self.earliest is not None or self.latest is not None
