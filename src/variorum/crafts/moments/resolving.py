"""What a time expression comes to: days, TIMEX3 value, anchor and the rule in words, one function a kind of rule.

A function gets the find and its setting (the document's own date or None, the direction of its clause, the moments
resolved before it in the text) and returns a `Reading`, or None where the words are no time expression after all.
Without a document date nothing relative is resolved; today's date is never asked for.
"""

import datetime
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from variorum.crafts.moments import periods
from variorum.crafts.moments.grammar import Find, hour_of, table
from variorum.crafts.moments.periods import OutOfCalendar, Period
from variorum.crafts.moments.tense import Direction
from variorum.values.moments import Anchor, Moment, MomentType, Precision

NO_DOCUMENT_DATE = "the document has no date of its own to count from"
NOTHING_BEFORE = "no date is named before it in the text to count from"


@dataclass(frozen=True, slots=True)
class Setting:
    """What an expression is read against.

    `neighbour` is the year of the other end of a range or list ("between May and July 2016"). `before` are the
    moments of the text before it, in order; `same_sentence` the resolved days of its sentence, nearest first.
    """

    published: datetime.date | None
    direction: Direction
    backward: bool
    neighbour: int | None
    before: Sequence[Moment]
    same_sentence: Sequence[Moment]


@dataclass(frozen=True, slots=True)
class Reading:
    """A `Moment` still without its passage."""

    type: MomentType
    value: str | None
    first: datetime.date | None
    last: datetime.date | None
    precision: Precision
    anchor: Anchor
    rule: str


def read(find: Find, setting: Setting) -> Reading | None:
    """The reading of a find in its setting; None where the day named does not exist or the words are no time."""
    try:
        return _READERS[find.rule.kind](find, setting)
    except OutOfCalendar:
        if find.rule.kind in ("calendar", "numeric", "holiday"):
            return None
        return _open(f"{find.rule.says}, beyond the years of the calendar")


def _of(period: Period, anchor: Anchor, rule: str, kind: MomentType = "date") -> Reading:
    return Reading(kind, period.value, period.first, period.last, period.precision, anchor, rule)


def _open(why: str, *, kind: MomentType = "date", value: str | None = None, precision: Precision = "open") -> Reading:
    return Reading(kind, value, None, None, precision, "none", why)


def _counted(find: Find, how: str, setting: Setting) -> str:
    return f"{find.rule.says}: {how} {setting.published}"


def _no_date(find: Find, precision: Precision = "open", kind: MomentType = "date") -> Reading:
    return _open(f"{find.rule.says}; {NO_DOCUMENT_DATE}", precision=precision, kind=kind)


# Calendar dates ------------------------------------------------------------------------------------------------------


def _calendar(find: Find, setting: Setting) -> Reading | None:
    groups, words = find.groups, table()
    year = int(groups["year"]) if "year" in groups else None
    if "centuryyear" in groups:
        year = _in_a_century(int(groups["centuryyear"]))
    if "twofigures" in groups:
        year = _not_to_come(int(groups["twofigures"]), setting)
    if "monthnumber" in groups:
        return _whole(
            find, periods.day(periods.date(int(groups["year"]), int(groups["monthnumber"]), int(groups["daynumber"])))
        )
    if "month" in groups:
        return _in_month(find, setting, year, _month_number(groups))
    if "season" in groups or "fall" in groups:
        return _in_season(find, setting, year, str(words.lookup("seasons", groups.get("season") or groups["fall"])))
    quarter = groups.get("quarternumber") or groups.get("quarterbefore")
    if "ordinal" in groups or quarter:
        number = int(words.lookup("ordinals", groups["ordinal"])) if "ordinal" in groups else int(quarter or 1)
        return _in_quarter(find, setting, year, number)
    if "half" in groups:
        return _in_half(find, setting, year, int(words.lookup("ordinals", groups["half"])))
    if "decade" in groups:
        return _whole(find, periods.decade(int(groups["decade"])))
    for name in ("shortdecade", "baredecade", "lonedecade"):
        if name in groups:
            return _whole(find, periods.decade(1900 + int(groups[name])))
    if "decadeword" in groups:
        return _whole(find, periods.decade(int(words.lookup("decades", groups["decadeword"]))))
    if "centurynumber" in groups:
        return _whole(find, periods.century(int(groups["centurynumber"])))
    if year is not None and ("shortyear" in groups or "endyear" in groups):
        return _whole(find, _years(year, groups))
    return _whole(find, periods.year(year)) if year else None


def _years(year: int, groups: Mapping[str, str]) -> Period:
    """Years written in one: "2010-11"; where the second is no later year it is the month of a date in figures ("2014-03")."""
    if "endyear" in groups:
        return periods.years(year, int(groups["endyear"]))
    short = int(groups["shortyear"])
    if short > year % 100:
        return periods.years(year, year - year % 100 + short)
    if year % 100 == 99 and short == 0:
        return periods.years(year, year + 1)
    return periods.month(year, short) if 1 <= short <= 12 else periods.year(year)


def _in_a_century(short: int) -> int:
    """The year that two figures stand for: 49 is 2049, 50 is 1950, a convention."""
    return short + (2000 if short < 50 else 1900)


def _not_to_come(short: int, setting: Setting) -> int:
    """The year of two figures behind an apostrophe, which is said of years gone by: '31 is 1931 in a report of 2016."""
    if setting.published is None:
        return _in_a_century(short)
    return short + (2000 if 2000 + short <= setting.published.year else 1900)


def _whole(find: Find, period: Period) -> Reading:
    part = "; which part of it is left open" if "part" in find.groups else ""
    return _of(period, "text", f"{find.rule.says}, complete in itself{part}")


def _month_number(groups: dict[str, str]) -> int:
    return int(table().lookup("months", groups["month"]))


def _numeral(word: str) -> int:
    digits = re.match(r"\d+", word)
    return int(digits[0]) if digits else 0


def _in_month(find: Find, setting: Setting, year: int | None, month: int) -> Reading | None:
    groups, words = find.groups, table()
    days = (_numeral(groups["day"]), _numeral(groups.get("day2", groups["day"]))) if "day" in groups else None

    def within(number: int) -> Period:
        if "weekof" in groups:
            return periods.week_of_month(number, month, int(words.lookup("weeks_of_month", groups["weekof"])))
        if "halfof" in groups:
            return periods.half_of_month(number, month, second=words.lookup("ordinals", groups["halfof"]) != 1)
        if days is None:
            return periods.month(number, month)
        first, last = (periods.date(number, month, day) for day in days)
        if last < first:
            raise OutOfCalendar(f"the days {days} run backwards")
        part = words.lookup("dayparts", groups["daypart"]) if "daypart" in groups else None
        return Period(first, last, f"{first.isoformat()}T{part}" if part else first.isoformat(), "day")

    if year is not None:
        return _whole(find, within(year))
    if setting.neighbour is not None:
        return _of(within(setting.neighbour), "text", f"{find.rule.says}; the year stands with the date beside it")
    if setting.backward and (named := _year_before(setting)) is not None:
        return _of(within(named), "text", f"{find.rule.says}; the words point back to the year {named} named before")
    if setting.published is None:
        return _no_date(find, "day" if days else "month")
    if "shift" in groups:
        return _shifted_within(find, setting, within, month)
    return _nearest(find, setting, within)


def _shifted_within(find: Find, setting: Setting, within: Callable[[int], Period], month: int) -> Reading:
    """ "last July", "next May", "this June", "July last year"."""
    assert setting.published is not None, "a shift needs the document's date"
    shift, published = int(table().lookup("shifts", find.groups["shift"])), setting.published
    if find.rule.name.endswith("year") or shift == 0:
        year = published.year + shift
    elif shift < 0:
        year = published.year - (month >= published.month)
    else:
        year = published.year + (month <= published.month)
    return _of(within(year), "document date", _counted(find, "against", setting))


def _nearest(find: Find, setting: Setting, within: Callable[[int], Period]) -> Reading:
    """The nearest such day or month not after the document's date; not before it where the clause looks ahead."""
    assert setting.published is not None, "the nearest date needs the document's date"
    published = setting.published
    if setting.direction == "near":
        past, future = (_nearest(find, replace(setting, direction=way), within) for way in _WAYS)
        assert past.last is not None, "a date in the past is resolved"
        assert future.first is not None, "a date to come is resolved"
        return past if published - past.last <= future.first - published else future
    ahead = setting.direction == "future"
    if ahead and "day" in find.groups and (lately := _lately(find, setting, within)) is not None:
        return lately
    years = range(published.year, published.year + 9) if ahead else range(published.year, published.year - 9, -1)
    for year in years:
        try:
            period = within(year)
        except OutOfCalendar:
            continue  # 29 February
        if (ahead and period.last >= published) or (not ahead and period.first <= published):
            how = "the next one not before" if ahead else "the nearest one not after"
            return _of(period, "document date", _counted(find, how, setting))
    raise OutOfCalendar("no such day in nine years")


# A day that has passed within these days is not said of the next year without a word that says so: "the deaths of 4 June must be
# looked into", of 10 June. By how people write, measured on nothing.
_LATELY = 60


def _lately(find: Find, setting: Setting, within: Callable[[int], Period]) -> Reading | None:
    """The day that has just passed, of one that a clause about what is to come tells without its year; None where none has."""
    assert setting.published is not None, "the nearest date needs the document's date"
    past = _nearest(find, replace(setting, direction="past"), within)
    if past.last is None or not 0 < (setting.published - past.last).days <= _LATELY:
        return None
    return past


_WAYS: tuple[Direction, Direction] = ("past", "future")


def _year_before(setting: Setting) -> int | None:
    """The year of the last date named before that has one."""
    for moment in reversed(setting.before):
        if moment.earliest and moment.latest and moment.earliest.year == moment.latest.year and moment.type == "date":
            return moment.earliest.year
    return None


def _in_season(find: Find, setting: Setting, year: int | None, code: str) -> Reading:
    if year is not None:
        return _whole(find, periods.season(year, code))
    published = setting.published
    if published is None:
        return _no_date(find, "season")
    if "shift" not in find.groups:
        return _nearest(find, setting, lambda candidate: periods.season(candidate, code))
    shift = int(table().lookup("shifts", find.groups["shift"]))
    running = published.year - (published.month < 3 and code == "WI")
    while shift < 0 and periods.season(running, code).last >= published:
        running -= 1
    while shift > 0 and periods.season(running, code).first <= published:
        running += 1
    return _of(periods.season(running, code), "document date", _counted(find, "against", setting))


def _in_quarter(find: Find, setting: Setting, year: int | None, number: int) -> Reading:
    if year is not None:
        return _whole(find, periods.quarter(year, number))
    published = setting.published
    if published is None:
        return _no_date(find, "quarter")
    if "shift" in find.groups:
        shifted = published.year + int(table().lookup("shifts", find.groups["shift"]))
        return _of(periods.quarter(shifted, number), "document date", _counted(find, "against", setting))
    return _nearest(find, setting, lambda candidate: periods.quarter(candidate, number))


def _in_half(find: Find, setting: Setting, year: int | None, number: int) -> Reading:
    if year is not None:
        return _whole(find, periods.half(year, number))
    if setting.published is None:
        return _no_date(find, "quarter")
    shifted = setting.published.year + int(table().lookup("shifts", find.groups["shift"]))
    return _of(periods.half(shifted, number), "document date", _counted(find, "against", setting))


def _week_of(find: Find, setting: Setting) -> Reading | None:
    reading = _calendar(find, setting)
    if reading is None or reading.first is None:
        return reading
    week = periods.week(reading.first)
    return replace(reading, value=week.value, first=week.first, last=week.last, precision="week")


def _famous(find: Find, setting: Setting) -> Reading:
    year, month, day = table().lookup("famous", find.groups["famous"])
    return _whole(find, periods.day(periods.date(year, month, day)))


def _fiscal(find: Find, setting: Setting) -> Reading:
    """A fiscal year: told by one calendar year its days stay open, told by both they lie within the two."""
    groups = find.groups
    year = int(groups["year"])
    if ("endyear" in groups and int(groups["endyear"]) == year + 1) or (
        "shortyear" in groups and int(groups["shortyear"]) == (year + 1) % 100
    ):
        return _of(periods.years(year, year + 1), "text", "a fiscal year, within the two years it is told by")
    return _open(find.rule.says, value=f"FY{find.groups['year']}", precision="year")


def _holiday(find: Find, setting: Setting) -> Reading:
    month, day = table().lookup("holidays", find.groups["holiday"])
    if "year" in find.groups:
        return _whole(find, periods.day(periods.date(int(find.groups["year"]), month, day)))
    if setting.published is None:
        return _no_date(find, "day")
    if "shift" in find.groups:
        shift = int(table().lookup("shifts", find.groups["shift"]))
        passed = (month, day) < (setting.published.month, setting.published.day)
        year = setting.published.year + (
            shift + (1 if shift < 0 else 0) - (0 if passed else 1) if shift < 0 else (passed if shift > 0 else 0)
        )
        return _of(periods.day(periods.date(year, month, day)), "document date", _counted(find, "against", setting))
    return _nearest(find, setting, lambda year: periods.day(periods.date(year, month, day)))


# A reading of an ambiguous date in numbers is taken only if it alone lies within so many days before the document's
# date: a report's numeric dates are nearly always of the last weeks. Not measured; a convention, stated in the rule.
_FRESH_DAYS = 45


def _numeric(find: Find, setting: Setting) -> Reading | None:
    groups = find.groups
    first, second = int(groups["first"]), int(groups["second"])
    year = int(groups["year"])
    if len(groups["year"]) == 2:
        year = _in_a_century(year)
    readings = []
    for month, day in {(second, first), (first, second)}:
        try:
            readings.append(periods.date(year, month, day))
        except OutOfCalendar:
            continue
    if not readings:
        return None
    if len(readings) == 1:
        return _whole(find, periods.day(readings[0]))
    if setting.published is not None:
        fresh = [day for day in readings if 0 <= (setting.published - day).days <= _FRESH_DAYS]
        if len(fresh) == 1:
            return _of(
                periods.day(fresh[0]),
                "document date",
                _counted(find, "of its two readings the one shortly before", setting),
            )
    either = " or ".join(day.isoformat() for day in sorted(readings))
    return _open(f"{find.rule.says} that can be read as {either}", precision="day")


# Counted from the document's date ------------------------------------------------------------------------------------


def _weekday(find: Find, setting: Setting) -> Reading:
    groups, words, published = find.groups, table(), setting.published
    number = int(words.lookup("weekdays", groups["weekday"])) - 1
    part = words.lookup("dayparts", groups["daypart"]) if "daypart" in groups else None
    kind: MomentType = "time" if part else "date"
    if published is None:
        return _no_date(find, "day", kind)
    name = groups["weekday"]
    if "week" in groups:
        monday = periods.move_days(periods.week(published).first, 7 * int(words.lookup("shifts", groups["week"])))
        return _of(
            periods.day(periods.move_days(monday, number), part),
            "document date",
            _counted(find, "against", setting),
            kind,
        )
    back, ahead = (published.weekday() - number) % 7, (number - published.weekday()) % 7
    shift = words.lookup("shifts", groups["shift"]) if "shift" in groups else None
    if shift is None and setting.direction != "future":
        offset, how = -back, f"the nearest {name} not after"
    elif shift is None:
        offset, how = ahead, f"the next {name} not before"
    elif shift < 0:
        offset, how = -(back or 7), f"the nearest {name} before"
    elif shift > 0:
        offset, how = ahead or 7, f"the first {name} after"
    else:
        offset, how = number - published.weekday(), f"the {name} of the week of"
    return _of(
        periods.day(periods.move_days(published, offset), part), "document date", _counted(find, how, setting), kind
    )


def _deictic(find: Find, setting: Setting) -> Reading:
    words = table()
    offset, *parts = words.lookup("deictic", find.groups["deictic"])
    part = (
        parts[0] if parts else (words.lookup("dayparts", find.groups["daypart"]) if "daypart" in find.groups else None)
    )
    kind: MomentType = "time" if part else "date"
    if setting.published is None:
        return _no_date(find, "day", kind)
    period = periods.day(periods.move_days(setting.published, int(offset)), part)
    return _of(period, "document date", _counted(find, "against", setting), kind)


def _unit(word: str) -> tuple[str, bool]:
    words = table()
    letter, short = words.lookup("units", words.lookup("plural_units", word) or word)
    return str(letter), bool(short)


def _shifted(find: Find, setting: Setting) -> Reading:
    groups, published = find.groups, setting.published
    letter, _ = _unit(groups["unit"])
    if published is None:
        return _no_date(find, periods.around(datetime.date(2000, 1, 1), letter).precision)
    shift = int(table().lookup("shifts", groups["shift"]))
    if letter == "WE" and shift == 0 and setting.direction != "future" and published.weekday() < 5:
        shift = -1
    period = periods.around(periods.move(periods.around(published, letter).first, letter, shift), letter)
    first, last = period.first, period.last
    part, words = groups.get("part", "").strip().lower(), table()
    if part in words.context("so_far") and first <= published <= last:
        last = published
    if part in words.context("from_then") and first <= published <= last:
        first = published
    said = f"{part}; the " if part else "the "
    rule = _counted(find, f"{said}{groups['unit'].lower()} {_shift_in_words(shift)}", setting)
    return Reading("date", period.value, first, last, period.precision, "document date", rule)


def _shift_in_words(shift: int) -> str:
    return {-1: "before that of", 0: "of", 1: "after that of"}[shift]


def _ago(find: Find, setting: Setting) -> Reading | None:
    groups = find.groups
    letter, short = _unit(groups["unit"])
    count = _amount(groups.get("amount", "one")) if not find.rule.name.startswith("vaguely") else None
    if count is None:
        return _open(f"{find.rule.says}, but how many is not said", value="PAST_REF")
    if setting.published is None:
        return _no_date(find, "day")
    sign = -1 if groups["direction"].lower() in table().context("ago") else 1
    period = periods.around(
        periods.move(setting.published, "D" if short else letter, 0 if short else sign * count), letter
    )
    how = f"{_plain_number(count)} {groups['unit'].lower()} {'before' if sign < 0 else 'after'}"
    return _of(period, "document date", _counted(find, how, setting))


def _span(find: Find, setting: Setting) -> Reading:
    groups, published = find.groups, setting.published
    letter, short = _unit(groups["unit"])
    one = table().lookup("units", groups["unit"]) is not None
    count = _amount(groups["amount"]) if "amount" in groups else (1 if one else None)
    value = _length(letter, short, count)
    if count is None:
        return _open(f"{find.rule.says}, but how many is not said", kind="duration", value=value)
    if published is None:
        return _open(f"{find.rule.says}; {NO_DOCUMENT_DATE}", kind="duration", value=value)
    sign = int(table().lookup("shifts", groups["shift"]))
    days = math.ceil(count / 24) if letter == "H" else int(short)
    other = periods.move(published, "D" if short else letter, sign * (days if short else count))
    first, last = min(published, other), max(published, other)
    how = f"{_plain_number(count)} {groups['unit'].lower()} {'up to' if sign < 0 else 'from'}"
    precision = periods.around(published, letter).precision
    return Reading("duration", value, first, last, precision, "document date", _counted(find, how, setting))


# Counted from a date named before in the text ------------------------------------------------------------------------


def _anchored(find: Find, setting: Setting) -> Reading:
    groups = find.groups
    word = groups["unit"]
    part = table().lookup("dayparts", word)
    season = table().lookup("seasons", word)
    letter, short = ("D", False) if part or season else _unit(word)
    count = None if find.rule.name.startswith("vaguely") else _amount(groups.get("amount", "one"))
    quarterly: tuple[Precision, ...] = ("quarter",) if letter == "Q" else ()
    base = _named_before(setting, "D" if short else letter, also=quarterly)
    if base is None and part:
        return _open(f"{find.rule.says}; {NOTHING_BEFORE}", kind="time", value=f"T{part}")
    if base is None:
        return _open(f"{find.rule.says}; {NOTHING_BEFORE}")
    if short:
        return _hours_from(find, base, letter)
    if count is None:
        return _open(f"{find.rule.says}, but how long after or before is too vague for a day")
    assert base.earliest is not None, "a base is resolved"
    within = find.rule.name == "earlier in the day"
    sign = 0 if within else _sign(groups.get("direction", "the"))
    if season and not part:
        return _of(periods.season(base.earliest.year, str(season)), "text", f"{find.rule.says}: {base.passage.words}")
    # "a year earlier" than a quarter is that quarter a year before
    grain = "Q" if base.precision == "quarter" and letter == "Y" else letter
    period = periods.around(periods.move(base.earliest, letter, sign * count), grain)
    if part:
        period = periods.day(period.first, str(part))
    how = f"{_plain_number(count)} {word.lower()} {'after' if sign > 0 else 'before'} " if sign else ""
    rule = f"{find.rule.says}: {how}“{base.passage.words}”, {base.value}"
    return _of(period, "text", rule, "time" if part else "date")


def _counterpart(find: Find, setting: Setting) -> Reading:
    """ "The year-earlier quarter": the stretch named before it, in another year; without one, that of the document."""
    groups, published = find.groups, setting.published
    letter = {"period": "", "time": ""}.get(groups["unit"].lower())
    letter = _unit(groups["unit"])[0] if letter is None else letter
    named = _named_before(setting, letter or "M", also=("quarter", "year", "season"))
    if named is not None and named.earliest is not None:
        base, anchor, rule = named.earliest, "text", f"{find.rule.says} as “{named.passage.words}”, {named.value}"
        grain = letter or {"quarter": "Q", "month": "M", "year": "Y", "week": "W"}.get(named.precision, "D")
    elif published is not None and letter:
        base, anchor, rule, grain = published, "document date", _counted(find, "against", setting), letter
    else:
        return _open(f"{find.rule.says}; {NOTHING_BEFORE}")
    years = int(groups["year"]) - base.year if "year" in groups else -1
    if "shift" in groups and published is not None:
        years = published.year - 1 - base.year or -1
    period = periods.around(periods.move(base, "Y", years), grain)
    return _of(period, "text" if anchor == "text" else "document date", rule)


def _hours_from(find: Find, base: Moment, letter: str) -> Reading:
    """ "a few minutes later" is the same day; hours may pass midnight."""
    assert base.earliest is not None, "a base is resolved"
    assert base.latest is not None, "a base is resolved"
    reach = _sign(find.groups["direction"]) if letter == "H" else 0
    first = periods.move_days(base.earliest, min(reach, 0))
    last = periods.move_days(base.latest, max(reach, 0))
    rule = f"{find.rule.says}: “{base.passage.words}”, {base.value}"
    return Reading("time", None, first, last, "day", "text", rule)


def _sign(word: str) -> Literal[-1, 0, 1]:
    lowered = word.lower()
    if lowered in table().context("looks_back"):
        return -1
    return 0 if lowered in table().context("stays") else 1


def _named_before(setting: Setting, letter: str, also: Sequence[Precision] = ()) -> Moment | None:
    """The last resolved date before that is at least as exact as the unit counted in, or one of the precisions `also`."""
    exact = {"D": ("day", "minute", "hour"), "WE": ("day",), "W": ("day", "week"), "F": ("day", "week")}
    months = ("day", "week", "month", "minute", "hour")
    for moment in reversed(setting.before):
        if moment.type not in ("date", "time") or moment.earliest is None or moment.latest is None:
            continue
        allowed = exact.get(letter, months if letter in ("M", "Q", "M6") else (*months, "season", "quarter", "year"))
        if moment.precision in (*allowed, *also):
            return moment
    return None


# Lengths, sets, times of day, unnamed times --------------------------------------------------------------------------


def _amount(words: str) -> float | None:
    """The number that an amount names; None for "a few", "several" and the like."""
    text = re.sub(r"[ \t\u00a0-]+", " ", words.lower()).strip().replace(",", "").removesuffix(" plus")
    table_ = table()
    halves = 0.0
    for ending in table_.context("and_a_half"):
        if text.endswith(ending):
            text, halves = text.removesuffix(ending), 0.5
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return float(text) + halves
    digits, _, scale = text.partition(" ")
    if re.fullmatch(r"\d+(\.\d+)?", digits) and table_.lookup("scales", scale):
        return float(digits) * float(table_.lookup("scales", scale))
    whole = table_.lookup("numbers", text)
    if whole is None and " " in text:
        tens, ones = text.split(" ", 1)
        left, right = table_.lookup("numbers", tens), table_.lookup("numbers", ones)
        whole = None if left is None or right is None else (left * right if right >= 100 else left + right)
    return None if whole is None else float(whole) + halves


def _plain_number(count: float) -> str:
    return str(int(count)) if count == int(count) else str(count)


def _length(letter: str, short: bool, count: float | None) -> str:
    number = "X" if count is None else _plain_number(count)
    if letter == "F":
        number, letter = ("X" if count is None else _plain_number(2 * count)), "W"
    if letter == "M6":
        number, letter = ("X" if count is None else _plain_number(6 * count)), "M"
    return f"P{'T' if short else ''}{number}{letter}"


def _duration(find: Find, setting: Setting) -> Reading | None:
    for fraction in ("half", "quarter"):
        if f"{fraction}_of" in find.groups or (fraction == "half" and "part_of" in find.groups):
            unit = find.groups.get("part_of") or find.groups[f"{fraction}_of"]
            length = str(table().lookup("parts_of_units", f"{fraction} {unit}"))
            return Reading("duration", length, None, None, "open", "none", f"{find.rule.says}, no date")
    letter, short = _unit(find.groups["unit"])
    if "one" in find.groups:
        return Reading(
            "duration", _length(letter, short, 1.5), None, None, "open", "none", f"{find.rule.says}, no date"
        )
    single = table().lookup("units", find.groups["unit"]) is not None
    count = _amount(find.groups["amount"]) if "amount" in find.groups else (1 if single else None)
    return Reading("duration", _length(letter, short, count), None, None, "open", "none", f"{find.rule.says}, no date")


def _set(find: Find, setting: Setting) -> Reading:
    groups, words = find.groups, table()
    if "set" in groups:
        value = str(words.lookup("sets", groups["set"]))
    elif "weekdays" in groups or "weekday" in groups:
        number = words.lookup("weekdays", groups.get("weekdays") or groups["weekday"])
        value = f"XXXX-WXX-{number}"
    elif "month" in groups:
        value = f"XXXX-{int(words.lookup('months', groups['month'])):02}"
    elif "daypart" in groups:
        value = f"XXXX-XX-XXT{words.lookup('dayparts', groups['daypart'])}"
    else:
        letter, short = _unit(groups["unit"])
        value = _length(letter, short, _often(groups["amount"]) if "amount" in groups else 1)
    return Reading("set", value, None, None, "open", "none", f"{find.rule.says}, no single date")


def _often(amount: str) -> float | None:
    """Every how many: "every other week" is every two."""
    return 2.0 if amount.lower() in table().context("every_second") else _amount(amount)


def _clock(find: Find, setting: Setting) -> Reading | None:
    hour, minute = hour_of(find.groups)
    said = f"T{hour:02}:{minute:02}"
    base = setting.same_sentence[0] if setting.same_sentence else _named_before(setting, "D")
    if base is None or base.earliest is None:
        return _open(f"{find.rule.says}; {NOTHING_BEFORE}", kind="time", value=said, precision="minute")
    last = base.latest if base.latest is not None else base.earliest  # "on 8 or 9 March": one of both
    period = Period(base.earliest, last, f"{base.earliest.isoformat()}{said}", "minute")
    return _of(period, base.anchor, f"{find.rule.says} on the day of “{base.passage.words}”, {base.earliest}", "time")


def _reference(find: Find, setting: Setting) -> Reading:
    return _open(find.rule.says, value=str(table().lookup("references", find.groups["reference"])))


def _unnamed(find: Find, setting: Setting) -> Reading:
    return _open(find.rule.says)


_READERS: dict[str, Callable[[Find, Setting], Reading | None]] = {
    "calendar": _calendar,
    "counterpart": _counterpart,
    "week of": _week_of,
    "famous": _famous,
    "fiscal": _fiscal,
    "holiday": _holiday,
    "numeric": _numeric,
    "weekday": _weekday,
    "deictic": _deictic,
    "shifted": _shifted,
    "ago": _ago,
    "span": _span,
    "anchored": _anchored,
    "duration": _duration,
    "set": _set,
    "clock": _clock,
    "reference": _reference,
    "open": _unnamed,
}
