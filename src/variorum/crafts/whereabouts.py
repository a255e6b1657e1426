"""Where something was, told by distances and points that need be on no map ("two kilometres from the shore", "off the cape", "at sea").

Two tellings exclude one another where they give one point two distances that cannot both be, or opposite sides of it, or two grounds of which a
thing is in one at a time. Two distances from two points are compared by nobody: only what lies on a map could tell. Words are the table `whereabouts`.
"""

import functools
import re
from dataclasses import dataclass
from typing import Any

from variorum.crafts.similarity import words
from variorum.crafts.tables import either, load


@dataclass(frozen=True, slots=True)
class Distance:
    """`low` to `high` kilometres from a point, by the words for it; `side` is "north" and so on, "" where none is told; `words` as written.

    `named` says that the point has a name: "the village" is another in every account.
    """

    point: frozenset[str]
    named: bool
    low: float
    high: float
    side: str
    words: str


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """All that a statement tells of where something was: distances, and grounds by the number of their row and side."""

    distances: tuple[Distance, ...] = ()
    grounds: frozenset[tuple[int, bool, str]] = frozenset()


@functools.cache
def _held() -> re.Pattern[str]:
    places = load("places")
    name = r"[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)*"
    kinds = either((*places["town_words"], *places["region_words"], *places["surroundings"]["kinds"]))
    inside, articles, some = (either(rows) for rows in (places["inside"], _table()["away"]["articles"], _table()["a"]))
    return re.compile(
        rf"\b(?P<inner>{name}),\s+(?:{some}|{articles})\s+(?:[\w’-]+\s+){{0,3}}?(?:{kinds})\s+(?:{inside})\s+(?:(?:{articles})\s+)?(?P<outer>{name})"
    )


def places_held(text: str) -> frozenset[tuple[str, str]]:
    """Pairs of the name of a place and that of one that the text says it lies in ("Sarn, a mill town in the Orvel district")."""
    return frozenset((match["inner"], match["outer"]) for match in _held().finditer(text))


# A distance told is good to a half of itself and to twice it: reports round, and take different middles of a point.
_ROUGH = 2.0


@functools.cache
def _table() -> dict[str, Any]:
    return load("whereabouts")


@functools.cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    away = _table()["away"]
    number = either(load("figures")["words"])
    unit = either(load("places")["surroundings"]["kilometres"])
    point = rf"(?:(?:{either(away['articles'])})\s+)?(?P<point>[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*)*|[a-z][\w’'-]*)"
    far = rf"\b(?P<number>\d[\d,]*(?:\.\d+)?|{number})[\s-]+(?P<unit>(?i:{unit}))\b\s*(?P<side>(?i:{either(away['toward'])}))?\s*(?i:{either(away['of'])})\s+{point}"
    near = rf"\b(?P<near>(?i:{either(_table()['near'])}))\s+{point}"
    return re.compile(far), re.compile(near)


def whereabouts_told(text: str) -> Whereabouts | None:
    """What a text tells of where something was in such words, None where nothing."""
    far, near = _patterns()
    found = [_far(match) for match in far.finditer(text)]
    taken = [match.span() for match in far.finditer(text)]
    for match in near.finditer(text):
        if not any(start <= match.start() < end for start, end in taken):
            most = float(_table()["near"][" ".join(match["near"].lower().split())])
            found.append(
                Distance(frozenset(words(match["point"])), match["point"][0].isupper(), 0.0, most, "", match.group())
            )
    grounds = frozenset(
        (row, side, match.group().lower())
        for row in range(len(_table()["grounds"]))
        for side, key in ((True, "one"), (False, "other"))
        for match in _ground(row, key).finditer(text)
    )
    return Whereabouts(tuple(found), grounds) if found or grounds else None


@functools.cache
def _ground(row: int, key: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{either(_table()['grounds'][row][key])})\b", re.IGNORECASE)


def _far(match: re.Match[str]) -> Distance:
    spoken = match["number"].lower()
    numbers: dict[str, float] = load("figures")["words"]
    value = numbers[spoken] if spoken in numbers else float(spoken.replace(",", ""))
    length = load("places")["surroundings"]["kilometres"][" ".join(match["unit"].lower().split())]
    kilometres = value * length
    toward = " ".join((match["side"] or "").lower().split())
    side = next((name for name in ("north", "south", "east", "west") if toward in _table()["away"][name]), "")
    named = match["point"][0].isupper()
    return Distance(
        frozenset(words(match["point"])), named, kilometres / _ROUGH, kilometres * _ROUGH, side, match.group()
    )


def excluded(a: Whereabouts, b: Whereabouts, *, one_account: bool = False) -> tuple[str, str] | None:
    """The words in which two tellings exclude one another, the first's and the second's; None where they do not.

    Of two accounts only named points are one ("the cape" can be Cape Lorn). A telling that fits any of the other's distances from a point excludes none of them.
    """
    for x in a.distances:
        rivals = [y for y in b.distances if _one_point(x, y) and (one_account or x.named or y.named)]
        if rivals and all(_excludes(x, y) for y in rivals):
            return x.words, rivals[0].words
    for row, side, said in sorted(a.grounds):
        other = [words for number, that, words in sorted(b.grounds) if number == row and that != side]
        if other and not any(number == row and that == side for number, that, _ in b.grounds):
            return said, other[0]
    return None


def _one_point(x: Distance, y: Distance) -> bool:
    return x.point <= y.point or y.point <= x.point


def _excludes(x: Distance, y: Distance) -> bool:
    if max(x.low, y.low) > min(x.high, y.high):
        return True
    return any({x.side, y.side} == set(two) for two in _table()["away"]["opposite"])
