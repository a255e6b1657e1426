"""The patterns of the table as compiled rules, and every place of a text where one of them fits."""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from variorum.crafts import tables

_BLANK = r"(?:[ \t\u00a0\u2009\u202f]+)"


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern of the table: how it is resolved (`kind`), and what it is in words (`says`)."""

    kind: str
    name: str
    says: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Find:
    """A place where a rule fits; `groups` are the named parts that took part."""

    start: int
    end: int
    rule: Rule
    groups: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """The table of one language, looked up by lower-cased words."""

    raw: dict[str, Any]
    rules: tuple[Rule, ...]

    def lookup(self, section: str, word: str) -> Any:
        """The entry of a word in a section, whatever the word's case; None where there is none."""
        return _lowered(section).get(_plain(word))

    def context(self, name: str) -> frozenset[str]:
        """One of the context lists, lower-cased."""
        return frozenset(entry.lower() for entry in self.raw["context"][name])


def _plain(word: str) -> str:
    return re.sub(_BLANK, " ", word).strip().lower()


@functools.cache
def _lowered(section: str) -> dict[str, Any]:
    return {key.lower(): value for key, value in tables.load("moments")[section].items()}


@functools.cache
def table() -> Table:
    """The table of English time expressions, compiled once."""
    raw = tables.load("moments")
    fragments = _fragments(raw)
    rules = tuple(
        Rule(entry["kind"], entry["name"], entry["says"], _compile(entry["pattern"], fragments))
        for entry in raw["rule"]
    )
    return Table(raw, rules)


def _alternatives(words: Any) -> str:
    """A list of words as alternatives, the longest first so that a longer word is never cut short."""
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", " ") for word in sorted(words, key=len, reverse=True)) + ")"


def _capital(words: Any) -> str:
    """Months, weekdays, feasts: with their capitals, or all in capitals as headlines have them."""
    return f"(?-i:{_alternatives([*words, *(word.upper() for word in words if len(word) > 4)])})"


def _fragments(raw: dict[str, Any]) -> dict[str, str]:
    # Words are matched whatever their case; what `_capital` makes keeps its capital.
    fragments = {
        "month": _capital(raw["months"]),
        "weekday": _capital(raw["weekdays"]),
        "short_weekday": _capital(raw["short_weekdays"]),
        "ordinal": _alternatives(raw["ordinals"]),
        "tens_word": _alternatives(word for word, number in raw["numbers"].items() if number in range(20, 100, 10)),
        "ones_word": _alternatives(
            word for word, number in raw["numbers"].items() if number in range(1, 10) and len(word) > 2
        ),
        "number_word": _alternatives(raw["numbers"]),
        "vague_word": _alternatives(raw["vague"]["words"]),
        "unit": _alternatives(raw["units"]),
        "plural_unit": _alternatives(raw["plural_units"]),
        "any_unit": _alternatives([*raw["units"], *raw["plural_units"]]),
        "daypart": _alternatives(raw["dayparts"]),
        "season": _alternatives(raw["seasons"]),
        "decade": _alternatives(raw["decades"]),
        "deictic": _alternatives(raw["deictic"]),
        "reference": _alternatives(raw["references"]),
        "holiday": _capital(raw["holidays"]),
        "famous": _capital(raw["famous"]),
        "set": _alternatives(raw["sets"]),
        "clock": _alternatives(raw["clocks"]),
        "shift": _alternatives(raw["shifts"]),
        "reference_head": _alternatives(raw["context"]["reference_heads"]),
    }
    for name, pattern in raw["fragments"].items():
        fragments[name] = pattern
    return fragments


def _compile(pattern: str, fragments: dict[str, str]) -> re.Pattern[str]:
    while "%" in pattern:
        filled = re.sub(r"%(\w+)%", lambda match: fragments[match[1]], pattern)
        if filled == pattern:
            break
        pattern = filled
    pattern = pattern.replace(" ", _BLANK)
    # A blank inside a look-behind must have one width.
    pattern = re.sub(r"\(\?<=(.*?)\)", lambda match: match[0].replace(_BLANK, r"[ \t\u00a0]"), pattern)
    return re.compile(rf"(?<![\w])(?<!\d[.,])(?:{pattern})(?![\w])(?![.,:]\d)", re.IGNORECASE)


def spot(text: str, kind: str = "") -> list[Find]:
    """Every fit of every rule, or of those of one kind, overlapping ones too, the longest first, then the earlier rule of the table."""
    fits: list[tuple[int, int, int, Find]] = []
    for order, rule in enumerate(table().rules):
        if kind and rule.kind != kind:
            continue
        for match in rule.pattern.finditer(text):
            # "day_b" is "day" in another order of words.
            groups = {key.removesuffix("_b"): value for key, value in match.groupdict().items() if value}
            start, end = match.span("head") if "head" in groups else match.span()
            fits.append((start - end, order, start, Find(start, end, rule, groups)))
    return [find for _, _, _, find in sorted(fits, key=lambda fit: fit[:3])]


def hour_of(groups: Mapping[str, str]) -> tuple[int, int]:
    """Hour and minute of a find of a rule of the kind "clock" by its groups; midnight is 24:00."""
    if "clock" in groups:
        named, past = str(table().lookup("clocks", groups["clock"])).split(":")
        return int(named), int(past)
    hour, minute = int(groups["hour"]), int(groups.get("minute", "0"))
    if "half" in groups:
        hour = hour % 12 + (12 if groups["half"].lower() == "p" else 0)
    return hour, minute


def clock_told(text: str) -> int | None:
    """The hour that a text gives ("3.20pm", "9:30 a.m.", "16:05", "noon") in minutes of the day; None where it gives none or several.

    Needs no parse, so it takes only what is a time of day by itself: not "at four o'clock", which has no half of the day.
    """
    fits = [find for find in spot(text, "clock") if _is_plain(find, text)]
    found = set()
    end = -1
    for find in sorted(fits, key=lambda one: (one.start, -one.end)):
        if find.start >= end:
            end = find.end
            hour, minute = hour_of(find.groups)
            found.add(60 * (hour % 24) + minute)
    return found.pop() if len(found) == 1 else None


def _is_plain(find: Find, text: str) -> bool:
    """Whether a clock says which half of the day, in a form that is no decimal."""
    if "half" in find.groups or "clock" in find.groups:
        return True
    return "minute" in find.groups and "." not in text[find.start : find.end]
