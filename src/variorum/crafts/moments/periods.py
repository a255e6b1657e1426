"""Calendar arithmetic: days, weeks, months and longer periods as closed intervals with their TIMEX3 values.

Weeks are ISO weeks (Monday first). Seasons are those of the northern hemisphere, by whole months; a winter carries
the year of its December. Nothing here knows a text or what day it is.
"""

import calendar
import datetime
from dataclasses import dataclass

from variorum.values.moments import Precision

_DAY = datetime.timedelta(days=1)
_SEASON_STARTS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both ends inclusive, with its TIMEX3 value."""

    first: datetime.date
    last: datetime.date
    value: str
    precision: Precision


class OutOfCalendar(ValueError):
    """The days asked for lie outside the years 1 to 9998, or do not exist (31 June)."""


def _year(number: int) -> int:
    if not 1 <= number <= 9998:
        raise OutOfCalendar(f"the year {number} is outside 1..9998")
    return number


def date(year: int, month: int, day: int) -> datetime.date:
    """A day of the calendar. Raises `OutOfCalendar` where there is no such day."""
    try:
        return datetime.date(_year(year), month, day)
    except ValueError as error:
        raise OutOfCalendar(f"there is no day {year}-{month}-{day}") from error


def day(when: datetime.date, part: str | None = None) -> Period:
    """One day; `part` is the TIMEX3 code of a part of the day ("MO", "NI")."""
    return Period(when, when, when.isoformat() + (f"T{part}" if part else ""), "day")


def week(when: datetime.date) -> Period:
    """The ISO week that holds a day."""
    first = move_days(when, -when.weekday())
    year, number, _ = when.isocalendar()
    return Period(first, move_days(first, 6), f"{year:04}-W{number:02}", "week")


def weekend(when: datetime.date) -> Period:
    """Saturday and Sunday of the ISO week that holds a day."""
    whole = week(when)
    return Period(move_days(whole.first, 5), whole.last, f"{whole.value}-WE", "day")


def month(year: int, number: int) -> Period:
    """A month of a year."""
    last = calendar.monthrange(_year(year), number)[1]
    return Period(date(year, number, 1), date(year, number, last), f"{year:04}-{number:02}", "month")


def week_of_month(year: int, number: int, start: int) -> Period:
    """Seven days of a month, counted from its day `start`, or from its end where that is negative (-7: the last seven).

    TIMEX3 has no value for a week of a month, so its two ends are the value.
    """
    whole = month(year, number)
    first = move_days(whole.first, start - 1) if start > 0 else move_days(whole.last, start + 1)
    last = move_days(first, 6)
    return Period(first, last, f"{first.isoformat()}/{last.isoformat()}", "week")


def half_of_month(year: int, number: int, *, second: bool) -> Period:
    """Days 1 to 15 of a month, or 16 to its last; the value is its two ends."""
    whole = month(year, number)
    middle = date(year, number, 15)
    first, last = (move_days(middle, 1), whole.last) if second else (whole.first, middle)
    return Period(first, last, f"{first.isoformat()}/{last.isoformat()}", "month")


def months(year: int, number: int, count: int) -> tuple[datetime.date, datetime.date]:
    """First and last day of `count` months that begin with a month."""
    end = year * 12 + number - 1 + count - 1
    return month(year, number).first, month(end // 12, end % 12 + 1).last


def quarter(year: int, number: int) -> Period:
    """A calendar quarter, 1 to 4."""
    first, last = months(year, 3 * number - 2, 3)
    return Period(first, last, f"{year:04}-Q{number}", "quarter")


def half(year: int, number: int) -> Period:
    """The first or second half of a year."""
    first, last = months(year, 6 * number - 5, 6)
    return Period(first, last, f"{year:04}-H{number}", "quarter")


def years(first: int, last: int) -> Period:
    """From the first day of a year to the last of a later one. Raises `OutOfCalendar` where the later is earlier."""
    if last < first:
        raise OutOfCalendar(f"the year {last} is before {first}")
    return Period(date(first, 1, 1), date(last, 12, 31), f"{first:04}/{last:04}", "year")


def season(year: int, code: str) -> Period:
    """A season by its TIMEX3 code: SP, SU, FA, WI."""
    first, last = months(year, _SEASON_STARTS[code], 3)
    return Period(first, last, f"{year:04}-{code}", "season")


def year(number: int) -> Period:
    """A calendar year."""
    return Period(date(number, 1, 1), date(number, 12, 31), f"{number:04}", "year")


def decade(number: int) -> Period:
    """The ten years that begin with a year divisible by ten."""
    first = number - number % 10
    return Period(date(max(first, 1), 1, 1), date(first + 9, 12, 31), f"{first // 10:03}", "decade")


def century(number: int) -> Period:
    """A century by its ordinal: the 19th is 1801 to 1900, written "18"."""
    return Period(date((number - 1) * 100 + 1, 1, 1), date(number * 100, 12, 31), f"{number - 1:02}", "open")


def move_days(when: datetime.date, days: int) -> datetime.date:
    """A day so many days away. Raises `OutOfCalendar` outside the years 1 to 9998."""
    try:
        moved = when + _DAY * days
    except OverflowError as error:
        raise OutOfCalendar(f"{days} days from {when} is outside the calendar") from error
    _year(moved.year)
    return moved


def move_months(when: datetime.date, count: int) -> datetime.date:
    """The same day of a month so many months away, or that month's last day where it is shorter."""
    index = when.year * 12 + when.month - 1 + count
    to_year, to_month = _year(index // 12), index % 12 + 1
    return date(to_year, to_month, min(when.day, calendar.monthrange(to_year, to_month)[1]))


def move(when: datetime.date, unit: str, count: float) -> datetime.date:
    """A day so many units away; units shorter than a day stay on the day."""
    whole = int(count)
    match unit:
        case "D":
            return move_days(when, whole)
        case "W" | "WE":
            return move_days(when, round(7 * count))
        case "F":
            return move_days(when, 14 * whole)
        case "M":
            return move_months(when, whole)
        case "Q":
            return move_months(when, 3 * whole)
        case "M6":
            return move_months(when, 6 * whole)
        case "Y":
            return move_months(when, round(12 * count))
        case "DE":
            return move_months(when, 120 * whole)
        case "CE":
            return move_months(when, 1200 * whole)
        case _:
            return when


def around(when: datetime.date, unit: str) -> Period:
    """The period of a unit that holds a day; the day itself for units of a day or less."""
    match unit:
        case "W" | "F":
            return week(when)
        case "WE":
            return weekend(when)
        case "M" | "M6":
            return month(when.year, when.month)
        case "Q":
            return quarter(when.year, (when.month + 2) // 3)
        case "Y":
            return year(when.year)
        case "DE":
            return decade(when.year)
        case "CE":
            return century((when.year + 99) // 100)
        case _:
            return day(when)
