"""What one statement says of the steps of somebody's course: dates, lengths and "before"/"after", from its words alone.

A step is tied to a point of the network by its kind and its actor. The actor is the name the sentence gives before the
step's word; for a pronoun, the holder who speaks of himself, else the last name before. Two persons with one surname in
one matter would share points: a known weakness, said in the decision page.
"""

import datetime
import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from variorum.crafts import tables
from variorum.crafts.moments import is_of_speaking
from variorum.crafts.moments.periods import OutOfCalendar, move
from variorum.values.documents import Document
from variorum.values.moments import Moment
from variorum.values.statements import Statement

_DAYS = {"D": 1.0, "W": 7.0, "M": 30.44, "Y": 365.25}
_LENGTH = re.compile(r"P(\d+(?:\.\d+)?)([DWMY])")
_WORD = re.compile(r"\w+")
# "four months" may be three and a half or four and a half: half a unit either way.
_SLACK = 0.5


@dataclass(frozen=True, slots=True)
class Step:
    """A dated step: the point of the network, its days, and the words that say so.

    `kind` is the step of the table; `whom` the name it is directed at ("joined the Harbour Guard": "guard"), or "".
    """

    point: str
    kind: str
    whom: str
    earliest: datetime.date | None
    latest: datetime.date | None
    value: str | None
    words: str
    statement: str


@dataclass(frozen=True, slots=True)
class Length:
    """How long a course lasted, in days, from one point to another; `count` and `unit` as the text says it."""

    begins: str
    ends: str
    low: int | None
    high: int | None
    count: float
    unit: str
    words: str
    statement: str

    def after(self, day: datetime.date) -> datetime.date:
        """The day this much later, by the calendar; the day itself where the calendar ends."""
        try:
            return move(day, self.unit, self.count)
        except OutOfCalendar:
            return day


@dataclass(frozen=True, slots=True)
class Order:
    """One step said to be before another."""

    first: str
    second: str
    words: str
    statement: str


@dataclass(frozen=True, slots=True)
class Told:
    """All that a statement says of steps."""

    steps: tuple[Step, ...]
    lengths: tuple[Length, ...]
    orders: tuple[Order, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    """A place in the statement that tells a step or a time between two steps."""

    start: int
    end: int
    kind: str
    actor: str


def read_steps(statement: Statement, document: Document, moments: Sequence[Moment]) -> Told:
    """The dated steps, lengths and orders of one statement."""
    if _first_words().isdisjoint(_WORD.findall(statement.passage.words.lower())):
        return Told((), (), ())
    inside = [m for m in moments if statement.passage.span.covers(m.passage.span)]
    # "Is jailed" tells that somebody is in jail now, not that he was put there now.
    if statement.moment is not None and statement.moment not in inside and not is_of_speaking(statement.moment):
        inside.append(statement.moment)
    told = [word for word in _words(statement, document, _steps()) if word.actor]
    return Told(
        tuple(_dated(statement, document, told, inside)),
        _single(tuple(_lengths(statement, document, inside))),
        tuple(_orders(statement, document, told)),
    )


def _table() -> dict[str, Any]:
    return tables.load("moments")


def _steps() -> dict[str, Sequence[str]]:
    steps: dict[str, Sequence[str]] = _table()["steps"]
    return steps


def recurring() -> frozenset[str]:
    """The kinds of step that one actor takes more than once."""
    return frozenset(_table()["order"]["recurring"])


def _point(kind: str, actor: str) -> str:
    return f"{kind} of {actor}"


@functools.cache
def _first_words() -> frozenset[str]:
    """The word with which each form of a step or of a course begins: most statements hold none of them."""
    forms = (
        form for forms in (*_steps().values(), *(course["lasts"] for course in _table()["course"])) for form in forms
    )
    return frozenset(_WORD.findall(form.lower())[0] for form in forms)


@functools.cache
def _any_of(forms: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, forms))})\b", re.IGNORECASE)


def _words(statement: Statement, document: Document, kinds: dict[str, Sequence[str]]) -> Iterator[_Word]:
    """Every word of the kinds in the statement, with its actor, in order."""
    span = statement.passage.span
    places = [
        (match.start(), match.end(), kind)
        for kind, forms in kinds.items()
        for match in _any_of(tuple(forms)).finditer(statement.passage.words)
    ]
    for start, end, kind in sorted(places):
        before = re.search(r"[\w’']+(?=\s+$)", document.text[: span.start + start])
        if before is not None and before[0].lower() in _table()["order"]["unreal"]:
            continue
        yield _Word(span.start + start, span.start + end, kind, _actor(statement, document, span.start + start))


def _sentence(text: str, at: int) -> tuple[int, int]:
    """The rough bounds of the sentence around a place."""
    before = [match.end() for match in re.finditer(r"[.!?][\"”’']?\s+(?=[A-Z“\"])|\n", text[:at])]
    after = re.search(r"[.!?][\"”’']?(?:\s|$)|\n", text[at:])
    return (before[-1] if before else 0), (at + after.start() if after else len(text))


def _names(text: str, start: int, end: int) -> list[tuple[int, str]]:
    """Capitalised words in a stretch that the text never writes small, with their places; runs give their last word."""
    found: list[tuple[int, int, str]] = []
    calendar = {*_table()["months"], *_table()["weekdays"]}
    small = {*_table()["order"]["no_names"], *_table()["order"]["pronouns"]}
    for match in re.finditer(r"\b[A-Z][\w'’-]*\w\b", text[start:end]):
        word = re.sub(r"['’]s$", "", match[0])
        if word in calendar or word.lower() in small or re.search(rf"\b{re.escape(word.lower())}\b", text):
            continue
        if found and text[start + found[-1][1] : start + match.start()] == " ":
            found[-1] = (found[-1][0], match.end(), word)
        else:
            found.append((match.start(), match.end(), word))
    return [(start + place, word) for place, _, word in found]


def _actor(statement: Statement, document: Document, at: int) -> str:
    """Who takes the step at a place, by surname, lower-cased; "" where the text does not show it."""
    text = document.text
    low, high = _sentence(text, at)
    lead = re.findall(r"[\w'’-]+", text[low:at])
    pronouns = _table()["order"]["pronouns"]
    nearest = next((n for n, word in enumerate(reversed(lead)) if word.lower() in pronouns), None)
    names = _names(text, low, at)
    since_name = len(re.findall(r"[\w'’-]+", text[names[-1][0] : at])) if names else None
    if nearest is not None and nearest <= 4 and (since_name is None or nearest < since_name):
        holder = statement.chain[0].holder if statement.chain else None
        if holder is not None and holder.kind == "named":
            return _surname(holder.name)
        earlier = names[:1] or _names(text, max(0, low - 400), low)[-1:]
        return _surname(earlier[0][1]) if earlier else ""
    subject = _subject(text, low, at, names)
    if subject:
        return _surname(subject)
    following = _names(text, at, high)
    verbs = (
        name
        for place, name in following
        if re.match(r"[\w'’-]+,? (?:\w+ed|was|had|has|is|fled|left)\b", text[place:high])
    )
    return _surname(next(verbs, ""))


def _subject(text: str, low: int, at: int, names: Sequence[tuple[int, str]]) -> str:
    """The name that can be the subject of the step: the first since the last word of saying that nothing governs."""
    order = _table()["order"]
    said = [match.end() for match in re.finditer(rf"\b(?:{'|'.join(order['saying_forms'])})\b", text[low:at])]
    free = [
        (place, name)
        for place, name in names
        if not re.search(rf"\b(?:{'|'.join(order['governs'])})\s+$", text[max(0, place - 12) : place], re.IGNORECASE)
        and not re.match(r"[\w’'-]*['’]s\b|(?:[A-Z][\w-]+ )*[A-Z][\w-]+['’]s\b", text[place:at])
    ]
    late = [name for place, name in free if said and place >= low + said[-1]]
    return late[0] if late else (free[0][1] if free else "")


def _surname(name: str) -> str:
    return name.split()[-1].lower() if name.split() else ""


def _dated(statement: Statement, document: Document, told: Sequence[_Word], inside: Sequence[Moment]) -> Iterator[Step]:
    """Each date with the step it stands by: the last step told before it, else the first after it."""
    for moment in inside:
        if moment.type not in ("date", "time") or not moment.resolved or moment.anchor == "same event":
            continue
        place = moment.passage.span.start
        before = [word for word in told if word.end <= place and _near(document.text, word.end, place)]
        after = [word for word in told if word.start > place and _near(document.text, place, word.start)]
        word = before[-1] if before else (after[0] if after else None)
        if word is None:
            continue
        low, high = min(word.start, place), max(word.end, moment.passage.span.end)
        words = document.text[low:high]
        whom = _whom(document.text, word)
        yield Step(
            _point(word.kind, word.actor),
            word.kind,
            whom,
            moment.earliest,
            moment.latest,
            moment.value,
            words,
            statement.id,
        )


def _whom(text: str, word: _Word) -> str:
    """The last word of the name right after a step's word, lower-cased: what was joined, left or crossed."""
    following = re.match(r"\s+(?:the |from the |from |into the |into |a |an )?", text[word.end :])
    start = word.end + (following.end() if following else 0)
    names = _names(text, start, min(len(text), start + 40))
    return _surname(names[0][1]) if names and names[0][0] == start else ""


def _near(text: str, start: int, end: int) -> bool:
    """Whether two places are close enough for a date to belong to a step: one clause, no full stop between."""
    between = text[start:end]
    return len(between) <= 80 and not re.search(r"[.!?;]\s|\n", between)


def _single(lengths: tuple[Length, ...]) -> tuple[Length, ...]:
    """The lengths that are the only one of their course: "six months at sea and six years ashore" are two stretches."""
    courses = [(length.begins, length.ends) for length in lengths]
    return tuple(length for length in lengths if courses.count((length.begins, length.ends)) == 1)


def _lengths(statement: Statement, document: Document, inside: Sequence[Moment]) -> Iterator[Length]:
    inside = [moment for moment in inside if moment.type == "duration"]
    for course in _table()["course"] if inside else ():
        lasting = [word for word in _words(statement, document, {course["name"]: course["lasts"]}) if word.actor]
        for moment in inside:
            read = _LENGTH.fullmatch(moment.value or "")
            if read is None or moment.earliest is not None:
                continue
            place = moment.passage.span.start
            near = [w for w in lasting if _near(document.text, min(w.end, place), max(w.start, place))]
            if not near:
                continue
            count, unit = float(read[1]), read[2]
            low, high = _range(document.text, moment, count)
            days = _DAYS[unit]
            word = near[-1]
            yield Length(
                begins=_point(course["begins"], word.actor),
                ends=_point(course["ends"], word.actor),
                low=None if low is None else int(low * days),
                high=None if high is None else int(high * days) + 1,
                count=count,
                unit=unit,
                words=document.text[min(word.start, place) : max(word.end, moment.passage.span.end)],
                statement=statement.id,
            )


def _range(text: str, moment: Moment, count: float) -> tuple[float | None, float | None]:
    """The bounds of a length in its unit, by the words before its number."""
    order = _table()["order"]
    start = moment.passage.span.start
    said = f"{text[max(0, start - 16) : start]}{moment.passage.words}".lower()

    def heard(name: str) -> bool:
        return any(
            re.search(rf"\b{re.escape(words)} (?:\w+ )?{re.escape(_number(moment))}", said) for words in order[name]
        )

    if heard("at_least"):
        return count, None
    if heard("at_most"):
        return None, count
    if heard("nearly"):
        return count - 1, count
    return max(0.0, count - _SLACK), count + _SLACK


def _number(moment: Moment) -> str:
    """The last two words of an expression, its number and its unit."""
    return " ".join(re.split(r"[ -]", moment.passage.words.lower())[-2:])


def _orders(statement: Statement, document: Document, told: Sequence[_Word]) -> Iterator[Order]:
    """Steps that the statement puts in order: "after deserting, he crossed", "held before joining"."""
    order = _table()["order"]
    for one in told:
        lead = document.text[max(0, one.start - 40) : one.start].lower()
        cue = re.search(
            rf"\b({'|'.join(map(re.escape, [*order['before'], *order['after']]))})\b(?: \w+){{0,3}} $", lead
        )
        if cue is None:
            continue
        other = next(
            (word for word in told if word is not one and word.actor == one.actor and word.kind != one.kind), None
        )
        if other is None:
            continue
        first, second = (one, other) if cue[1] in order["after"] else (other, one)
        low, high = min(one.start - len(cue[0]), other.start), max(one.end, other.end)
        words = document.text[max(0, low) : high].strip()
        yield Order(_point(first.kind, first.actor), _point(second.kind, second.actor), words, statement.id)
