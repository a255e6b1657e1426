"""What the text around a place name says about where it lies: the place that holds it, the countries the story speaks of."""

import functools
import re

from variorum.crafts.gazetteer import Toponym, lookup, nationality_country, part_of
from variorum.crafts.tables import load

_NAME = r"[A-Z][\w'’.-]*(?:\s+[A-Z][\w'’.-]*){0,3}"
_WORD = re.compile(r"[A-Za-z][\w-]*")


@functools.cache
def _holder_after() -> re.Pattern[str]:
    """What may join a place to the one that holds it: a comma, a bracket, "in"."""
    inside, the = ("|".join(load("places")[key]) for key in ("inside", "the"))
    return re.compile(
        rf"\s*(?:,|\()\s*(?:(?:{inside})\s+)?(?:(?:{the})\s+)?({_NAME})|\s+(?:{inside})\s+(?:(?:{the})\s+)?((?:[\w-]+\s+){{0,2}}?{_NAME})"
    )


@functools.cache
def _division_after() -> re.Pattern[str]:
    """The word behind a name that makes it a division: "Donetsk region"."""
    return re.compile(rf"[ -]({'|'.join(load('places')['region_words'])})\b", re.IGNORECASE)


@functools.cache
def _owner_before() -> re.Pattern[str]:
    """ "Ukraine's", "Ukraine's city of", right before a place."""
    table = load("places")
    sorts, of = "|".join([*table["town_words"], *table["region_words"]]), "|".join(table["belonging"])
    return re.compile(
        rf"((?:[A-Z][\w.-]*)(?:\s+[A-Z][\w.-]*){{0,2}})(?:'s|’s)\s+(?:[\w-]+\s+){{0,2}}(?:(?:{sorts}) (?:{of})\s+)?$"
    )


def toponym_at(text: str, start: int, end: int) -> Toponym:
    """The place name at a place of the text with the name of what is said to hold it ("Soledar, Donetsk region")."""
    name = text[start:end]
    division = _division_after().match(text, end)
    if division and not name.casefold().endswith(division[1].casefold()):
        name = f"{name} {division[1]}"
    holder = _holder(text, start, end)
    return Toponym(name, start, "" if holder and _level(name) <= _level(holder) else holder)


def _level(name: str) -> int:
    """How wide a place of this name usually is: 0 a country, 1 a division, 2 a town; lists name places of one level."""
    found = lookup(name)
    return {"area": 0, "country": 0, "region": 1}.get(found[0].kind, 2) if found else 2


def _holder(text: str, start: int, end: int) -> str:
    after = _holder_after().match(text, end)
    if after:
        name = _known_prefix(after[1] or after[2])
        if name:
            return name
    before = _owner_before().search(text[max(0, start - 60) : start])
    return _known_prefix(before[1]) if before else ""


def _known_prefix(name: str) -> str:
    """The longest beginning of a run of capitals that is a country or a division; "" where none is."""
    words = name.strip(" .,").split()
    for length in range(len(words), 0, -1):
        part = " ".join(words[:length])
        whole = part_of(part) or part
        if any(entry.kind in ("country", "region", "county") for entry in lookup(whole)[:3]):
            return whole
    return ""


def country_hints(text: str) -> list[str]:
    """ISO codes of the countries a text speaks of through words of nationality, once a mention."""
    return [code for m in _WORD.finditer(text) if m.group()[0].isupper() and (code := nationality_country(m.group()))]
