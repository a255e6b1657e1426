"""What befell a thing (a ship, a plane, a bridge, a house) and by what, as the words of one statement tell it.

Accounts of one loss part over its cause and its day: a shell or a mine, the second of the month or the third. Two causes exclude one another where nothing
can be both, and only of one thing. Words are the table `mishaps`; nothing is inferred, and who saw no mine has not said that there was none.
"""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from variorum.crafts.tables import either, load


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing by its family and noun; `wide` where the noun can be any of the family, `single` where one matter seldom has two."""

    family: str
    noun: str
    wide: bool
    single: bool

    def can_be(self, other: "Thing") -> bool:
        """Whether both words can name one thing."""
        return self.family == other.family and (self.noun == other.noun or self.wide or other.wide)


@dataclass(frozen=True, slots=True)
class Mishap:
    """What a statement tells: the things spoken of, whether something befell one, its causes as told and all that these can be, and causes denied."""

    things: frozenset[Thing]
    befell: bool
    causes: frozenset[str]
    can_be: frozenset[str]
    denied: frozenset[str]
    chained: bool

    def is_of_one(self, other: "Mishap", *, single: bool = False) -> bool:
        """Whether some thing of both can be one; `single` asks it of families of which a matter seldom has two."""
        return any(x.can_be(y) and (x.single or not single) for x in self.things for y in other.things)


@functools.cache
def _table() -> dict[str, Any]:
    return load("mishaps")


@functools.cache
def _things() -> Mapping[str, Thing]:
    return {
        noun: Thing(family, noun, noun in row["wide"], row["single"])
        for family, row in _table()["things"].items()
        for noun in (*row["wide"], *row["narrow"])
    }


@functools.cache
def _patterns() -> dict[str, re.Pattern[str]]:
    table = _table()
    cause, noun = either(table["causes"]), either(_things())
    tying, denying = table["tying"], table["denying"]
    between = rf"(?:(?!(?:{either(tying['broken'])})\b)[\w’'\"“-]+\s+){{0,3}}?"
    behind = r"(?:[\w’'-]+\s+){0,2}?"
    name = r"[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)?"
    sources = {
        "befell": rf"\b(?:{either(table['befalling']['verbs'])})\b",
        "tied": rf"\b(?:{either(tying['before'])})\s+[\"“]?{between}(?P<cause>{cause})\b",
        "tying": rf"\b(?P<cause>{cause})\s+{behind}(?:{either(tying['after'])})\b",
        "none": rf"\b(?:{either((*denying['none'], *denying['some']))})\s+(?:[\w’'-]+\s+){{0,2}}?(?P<cause>{cause})\b",
        "undone": rf"\b(?:{either(denying['undone'])})\b[^.;,]{{0,30}}$",
        "thing": rf"\b(?:(?P<point>{either(table['pointing']['words'])})|[\w’'-]+)\s+(?:[\w’-]+\s+)?(?P<noun>{noun})\b",
        "disbelief": rf"\b(?:{either(denying['disbelief'])})\b",
        "denies": rf"\b(?:{either(denying['none'])})\b",
        "again": rf"\b(?:{either(denying['again'])})\b",
        "chained": rf"\b(?:{either(tying['chained'])})\b",
    }
    found = {key: re.compile(source, re.IGNORECASE) for key, source in sources.items()}
    found["called"] = re.compile(rf"\b(?P<noun>{noun})\s+(?:[“\"']\s*)?(?P<name>{name})")
    article = either(table["pointing"]["words"])
    found["is a"] = re.compile(rf"\b(?P<name>{name}),\s+(?:an?|{article})\s+(?:[\w’-]+\s+){{0,2}}?(?P<noun>{noun})\b")
    return found


def things_called(text: str) -> dict[str, Thing]:
    """The things that a text gives a name ("the ferry Aurelia", "the Aurelia, a car ferry"), by the name."""
    found: dict[str, Thing] = {}
    for key in ("called", "is a"):
        for match in _patterns()[key].finditer(text):
            found.setdefault(_bare(match["name"]), _things()[match["noun"].lower()])
    return found


def _bare(name: str) -> str:
    first, _, rest = name.partition(" ")
    return rest if rest and first.lower() in _table()["pointing"]["words"] else name


def mishap_told(text: str, called: Mapping[str, Thing], before: frozenset[str] = frozenset()) -> Mishap | None:
    """What a statement tells befell a thing, None where it tells neither that nor a cause.

    `called` are the names of things in its account, `before` the causes that the statement before it names, for "there was one".
    """
    patterns = _patterns()
    befell = patterns["befell"].search(text) is not None
    causes, denied = _causes(text, before)
    if not (befell or causes or denied):
        return None
    can_be = frozenset().union(*(_table()["causes"][cause] for cause in causes))
    return Mishap(
        things_told(text, called), befell, causes, can_be, denied, patterns["chained"].search(text) is not None
    )


def things_told(text: str, called: Mapping[str, Thing]) -> frozenset[Thing]:
    """The things that a text speaks of by a noun or by a name that its account gives one."""
    pointed = (match for match in _patterns()["thing"].finditer(text) if _is_pointed_at(match))
    return frozenset(_things()[match["noun"].lower()] for match in pointed) | {
        thing for name, thing in called.items() if name in text
    }


def _is_pointed_at(match: re.Match[str]) -> bool:
    return match["point"] is not None or _things()[match["noun"].lower()].single


def _causes(text: str, before: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The causes that a text tells, and those of which it says that they were not."""
    patterns = _patterns()
    told: set[str] = set()
    denied: set[str] = set()
    turned = patterns["disbelief"].search(text) is not None
    for match in patterns["none"].finditer(text):
        if turned != (patterns["denies"].match(match.group()) is not None):
            denied.add(_name(match))
    if turned and patterns["again"].search(text):
        denied |= before
    for key in ("tied", "tying"):
        for match in patterns[key].finditer(text):
            undone = turned or patterns["undone"].search(text[: match.start()]) is not None
            (denied if undone else told).add(_name(match))
    return frozenset(told - denied), frozenset(denied)


def _name(match: re.Match[str]) -> str:
    return " ".join(match["cause"].lower().split())


@functools.cache
def _cause() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{either(_table()['causes'])})\b", re.IGNORECASE)


def causes_named(text: str) -> frozenset[str]:
    """The words of a text that name a cause, whatever it says of them."""
    return frozenset(" ".join(match.group().lower().split()) for match in _cause().finditer(text))


def excluded(a: Mishap, b: Mishap) -> tuple[str, str] | None:
    """The causes of two tellings where they exclude one another, the first's and the second's; None where they do not.

    One that says of a cause that it was not excludes one that tells it; one that names a chain of causes excludes nothing.
    """
    if a.chained or b.chained:
        return None
    for left, right, turned in ((a, b, False), (b, a, True)):
        shared = frozenset(cause for cause in left.denied & right.causes) or _stands_for(left.denied, right.causes)
        if shared:
            words = f"no {min(left.denied)}", " and ".join(sorted(shared))
            return words[::-1] if turned else words
    if a.can_be and b.can_be and not a.can_be & b.can_be:
        return " and ".join(sorted(a.causes)), " and ".join(sorted(b.causes))
    return None


def _stands_for(denied: frozenset[str], told: frozenset[str]) -> frozenset[str]:
    """Of the causes told those that are only another form of one denied ("mines", "mine")."""
    causes = _table()["causes"]
    return frozenset(cause for cause in told for other in denied if causes[cause] == causes[other])
