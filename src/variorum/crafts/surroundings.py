"""From the words before a place name to the ground they mean: a distance, a bearing, "near", "between".

Use `find_lies` with the places that a text names and where they are. It reads words and does spherical geometry; it knows
neither documents nor entities. The widths of "near" and the like are conventions of the table, said in each rule.
"""

import functools
import itertools
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from variorum.crafts.gazetteer import great_circle
from variorum.crafts.tables import load

_EARTH_KM = 6371.0
# How far before a place name its words may begin ("about 10 miles (16 km) to the north of the town of ").
_REACH = 90


@dataclass(frozen=True, slots=True)
class Known:
    """A place named at a stretch of the text, and where it is; `wide` for a division or a country."""

    start: int
    end: int
    name: str
    latitude: float
    longitude: float
    wide: bool


@dataclass(frozen=True, slots=True)
class Lie:
    """A stretch of ground meant by the words at `start` to `end`; `of` are positions in the sequence of places given."""

    start: int
    end: int
    latitude: float
    longitude: float
    radius_km: float
    distance_km: float | None
    bearing: float | None
    of: tuple[int, ...]
    rule: str


def find_lies(text: str, places: Sequence[Known]) -> tuple[Lie, ...]:
    """The relative places of a text in order, at most one for a place name; `places` in the order of the text."""
    found: list[Lie] = []
    paired: set[int] = set()
    for i, (left, right) in enumerate(itertools.pairwise(places)):
        lie = _between(text, left, right, i)
        if lie is not None:
            found.append(lie)
            paired |= {i, i + 1}
    for i, place in enumerate(places):
        if i not in paired:
            found.extend(_beside(text, place, i))
    return tuple(sorted(found, key=lambda lie: (lie.start, lie.end)))


def move(latitude: float, longitude: float, bearing: float, km: float) -> tuple[float, float]:
    """The point so far away on a great circle that starts at this bearing, in degrees."""
    angle, course = km / _EARTH_KM, math.radians(bearing)
    lat, lon = math.radians(latitude), math.radians(longitude)
    there = math.asin(math.sin(lat) * math.cos(angle) + math.cos(lat) * math.sin(angle) * math.cos(course))
    turn = math.atan2(
        math.sin(course) * math.sin(angle) * math.cos(lat), math.cos(angle) - math.sin(lat) * math.sin(there)
    )
    return math.degrees(there), (math.degrees(lon + turn) + 540) % 360 - 180


def _table() -> dict[str, Any]:
    table: dict[str, Any] = load("places")["surroundings"]
    return table


def _words(words: Any) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


@functools.cache
def _patterns() -> dict[str, re.Pattern[str]]:
    table = _table()
    numbers = _words(load("moments")["numbers"])
    amount = rf"(?P<amount>\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|{numbers})"
    unit = rf"(?P<unit>{_words(table['kilometres'])})"
    other = r"(?:\s*[(\[][^)\]]{1,24}[)\]])?"
    bearing = rf"(?:(?:to\s+the\s+|due\s+)?(?P<bearing>{_words(table['bearings'])})\s+)?"
    town = rf"(?:the\s+)?(?:(?:{_words(table['kinds'])})\s+(?:{_words(table['of'])})\s+)?"
    about = rf"(?:(?:{_words(table['about'])})\s+)?"
    near, edges = _words(table["near"]), _words(table["edges"])
    return {
        "distance": re.compile(
            rf"{about}{amount}[\s-]?{unit}{other},?\s+{bearing}(?:{_words(table['from'])})\s+{town}$", re.IGNORECASE
        ),
        "bearing": re.compile(
            rf"(?P<outside>to\s+the\s+|just\s+)?(?P<bearing>{_words(table['bearings'])})\s+(?:{_words(table['of'])})\s+{town}$",
            re.IGNORECASE,
        ),
        "edge": re.compile(
            rf"(?:the\s+)?(?:(?P<side>{_words(table['sides'])})\s+)?(?P<near>{edges})\s+(?:{_words(table['of'])})\s+{town}$",
            re.IGNORECASE,
        ),
        "near": re.compile(rf"(?P<near>{near})\s+{town}$", re.IGNORECASE),
        "between": re.compile(rf"(?:{_words(table['between'])})\s+{town}$", re.IGNORECASE),
        "and": re.compile(rf"\s+(?:{_words(table['and'])})\s+{town}", re.IGNORECASE),
    }


def _before(text: str, place: Known, name: str) -> re.Match[str] | None:
    """A pattern that ends right before a place name and begins at a word."""
    low = max(0, place.start - _REACH)
    # Looked for from every word on, so that the longest fit is taken.
    return next(
        (
            match
            for start in re.finditer(r"(?<![\w.,])(?=\w)", text[low : place.start])
            if (match := _patterns()[name].match(text, low + start.start(), place.start))
        ),
        None,
    )


def _between(text: str, left: Known, right: Known, at: int) -> Lie | None:
    opening = _before(text, left, "between")
    if opening is None or left.wide or right.wide or not _patterns()["and"].fullmatch(text, left.end, right.start):
        return None
    apart = great_circle(left.latitude, left.longitude, right.latitude, right.longitude)
    if not 0 < apart <= float(_table()["most_apart_km"]):
        return None
    course = _course(left, right)
    lat, lon = move(left.latitude, left.longitude, course, apart / 2)
    rule = f"between {left.name} and {right.name}, {apart:.0f} km apart: within half of that of the middle"
    return Lie(opening.start(), right.end, lat, lon, apart / 2, None, None, (at, at + 1), rule)


def _course(left: Known, right: Known) -> float:
    """The bearing at which a great circle leaves one place for another."""
    lat1, lat2 = math.radians(left.latitude), math.radians(right.latitude)
    turn = math.radians(right.longitude - left.longitude)
    across = math.sin(turn) * math.cos(lat2)
    return math.degrees(
        math.atan2(across, math.cos(lat1) * math.sin(lat2) - math.sin(lat1) * math.cos(lat2) * math.cos(turn))
    )


def _beside(text: str, place: Known, at: int) -> Iterator[Lie]:
    if (match := _before(text, place, "distance")) is not None:
        yield _at_distance(match, place, at)
    elif (match := _before(text, place, "edge")) is not None:
        if not place.wide:
            yield _near(match, place, at)
    elif (match := _before(text, place, "bearing")) is not None:
        # "The north of Syria" lies in Syria; "north of Aleppo" does not lie in Aleppo.
        if not place.wide or match["outside"]:
            yield _on_a_side(match, place, at)
    elif not place.wide and (match := _before(text, place, "near")) is not None:
        yield _near(match, place, at)


def _at_distance(match: re.Match[str], place: Known, at: int) -> Lie:
    table = _table()
    km = _number(match["amount"]) * float(table["kilometres"][_key(match["unit"])])
    slack = max(1.0, float(table["slack"]) * km)
    if match["bearing"] is None:
        rule = f"{km:.0f} km from {place.name}, the text does not say which way: anywhere as far as that around it"
        return Lie(match.start(), place.end, place.latitude, place.longitude, km + slack, km, None, (at,), rule)
    bearing = float(table["bearings"][_key(match["bearing"])])
    lat, lon = move(place.latitude, place.longitude, bearing, km)
    # A bearing in words is good to half the step of the compass that it is said in.
    wide = max(slack, km * math.sin(math.radians(22.5)))
    rule = f"{km:.0f} km {_key(match['bearing'])} of {place.name}, give or take {wide:.0f} km"
    return Lie(match.start(), place.end, lat, lon, wide, km, bearing, (at,), rule)


def _on_a_side(match: re.Match[str], place: Known, at: int) -> Lie:
    table = _table()
    bearing, reach = float(table["bearings"][_key(match["bearing"])]), float(table["side_km"])
    lat, lon = move(place.latitude, place.longitude, bearing, reach / 2)
    rule = f"{_key(match['bearing'])} of {place.name}, how far is not said: taken as within {reach:.0f} km that way"
    return Lie(match.start(), place.end, lat, lon, reach / 2, None, bearing, (at,), rule)


def _near(match: re.Match[str], place: Known, at: int) -> Lie:
    table = _table()
    words = _key(match["near"])
    reach = float({**table["near"], **table["edges"]}[words])
    side = match.groupdict().get("side")
    lat, lon, bearing = place.latitude, place.longitude, None
    if side:
        bearing = float(table["sides"][_key(side)])
        lat, lon = move(lat, lon, bearing, reach / 2)
    said = f"the {f'{_key(side)} ' if side else ''}{words} of" if words in table["edges"] else words
    rule = f"{said} {place.name}, how far is not said: taken as within {reach:.0f} km"
    return Lie(match.start(), place.end, lat, lon, reach, None, bearing, (at,), rule)


def _key(words: str) -> str:
    return " ".join(words.lower().split())


def _number(words: str) -> float:
    plain = words.replace(",", "")
    return float(plain) if re.fullmatch(r"\d+(\.\d+)?", plain) else float(load("moments")["numbers"][_key(words)])
