"""Names told by the rank before them: "Brigadier-General A. B. Oduya", "Lt. Col. Pavel Lind".

A statistical reader that has never seen a name often cuts it, joins the rank to it or takes it for a body. The rank tells more than the
reader knows: what stands in capitals right behind "Lieutenant Colonel" is the name of a person. Ranks that are also other words
("General Assembly", "Private Bank") tell nothing alone.
"""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from variorum.crafts.tables import load

Place = tuple[int, int]

_GAP = r"\.?[\s\xa0]*[-–]?[\s\xa0]*"  # inside a rank, as in crafts.posts
_SHORT = 5  # letters of the longest abbreviation of a rank: "Lieut."
_WORDS = 5  # words in the name of a person behind a rank


@dataclass(frozen=True, slots=True)
class Ranked:
    """A rank and the name behind it, each a place in the text."""

    rank: Place
    name: Place


def _either(words: Sequence[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


@functools.cache
def _rank() -> re.Pattern[str]:
    table = load("posts")["ranks"]
    one = f"(?:{_either(table['words'])})"
    tail = re.escape(table["tail"]).replace(r"\ ", r"\s+")
    return re.compile(rf"(?<![\w’'-])((?:{one}{_GAP})*{one}(?:\s+{tail})?)\.?[ \xa0]+(?=[A-Z])")


@functools.cache
def _word() -> re.Pattern[str]:
    """One word of a name with the blank and the particle before it: "Hale", "A.", "al-Din", " bin Tarn"."""
    particles = _either(load("posts")["ranked"]["particles"])
    capital = r"(?:(?:[a-z]{2,3}-)?[A-Z][\w-]*(?:['’][A-Z][\w-]*)?)"
    return re.compile(rf"[ \xa0]?(?:(?:{particles})[ \xa0]){{0,2}}(?:(?:[A-Z]\.){{1,3}}(?![\w])|{capital})")


@functools.cache
def _never() -> frozenset[str]:
    """Words that end a name: ranks, posts, head words of units and bodies."""
    posts, units = load("posts"), load("units")
    words = {w for title in posts["titles"]["heads"] for w in title.split()}
    words |= {*posts["ranks"]["words"], *posts["titles"]["before"], *posts["ranked"]["never"]}
    words |= {*units["types"], *units["heads"]["plural"], *units["acronyms"]}
    return frozenset(w.casefold().strip(".") for w in words)


@functools.cache
def _days() -> frozenset[str]:
    """Weekdays and months: "Colonel Sunday Hale" is called so, "Colonel Hale Sunday" is not."""
    table = load("moments")
    return frozenset(w.casefold().strip(".") for w in (*table["weekdays"], *table["months"]))


def find_ranked(text: str) -> tuple[Ranked, ...]:
    """Every name that stands right behind a rank only people have, in order; they never overlap."""
    found: list[Ranked] = []
    at = 0
    while (match := _rank().search(text, at)) is not None:
        at = match.end()
        told = _tells(match[1]) and not (text[match.end(1)] == "." and _in_full(match[1]))
        end = _name_end(text, match.end()) if told else match.end()
        if end > match.end():
            found.append(Ranked(match.span(1), (match.end(), end)))
            at = end
    return tuple(found)


def _tells(rank: str) -> bool:
    """Whether words can only be a rank: two and more that end as one, or one that is no other word."""
    table = load("posts")["ranks"]
    words = re.findall(r"[A-Za-z]+", rank)
    if rank.endswith(table["tail"].rsplit(" ", 1)[-1]):
        return True
    if words[-1] not in table["last"]:
        return False
    return len(words) > 1 or words[0] not in load("posts")["ranked"]["doubtful"]


def _in_full(rank: str) -> bool:
    """Whether the last word of a rank is written out, so that a full stop behind it ends a sentence."""
    return len(re.findall(r"[A-Za-z]+", rank)[-1]) > _SHORT


def _name_end(text: str, start: int) -> int:
    """Past the last word of the name that begins at `start`; `start` where there is none."""
    end, long = start, False
    for _ in range(_WORDS):
        match = _word().match(text, end)
        if match is None or (end > start) != match[0][0].isspace():
            break
        word = match[0].split()[-1]
        low = word.casefold().strip(".")
        if low in _never() or (
            low in _days() and (end > start or not re.match(r"[ \xa0][A-Z]", text[match.end() : match.end() + 2]))
        ):
            break
        end = match.end()
        long = long or len(word.strip(".")) > 2
        if word.endswith(".") and len(word) > 3 and not re.match(r"[ \xa0][A-Z]", text[end : end + 2]):
            break
    return end if long else start
