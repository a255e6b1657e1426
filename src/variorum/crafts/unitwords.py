"""The words of a text as the finders of units look at them, and the number a word stands for.

Used by `crafts.units` and `crafts.served`; which words are heads, ranks or numbers is told by the tables.
"""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from variorum.crafts.tables import load

# First word, past the last word, head word, number, type of one unit.
Piece = tuple[int, int, int, str | None, str]

_WORD = re.compile(r"\w+(?:[-/]\w+)*|[^\w\s]")
ORDINAL = re.compile(r"^(\d{1,4})(?:st|nd|rd|th)?$", re.IGNORECASE)
GLUED = re.compile(r"^(\d{1,4})([A-Za-z]{3,})$")
_JOINED = re.compile(r"^(?:(\d{1,4})-[A-Z]\w+|(\d{1,3}/\d{1,3})(?:st|nd|rd|th)?)$")
_ROMAN = re.compile(r"^[IVXL]{1,6}$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word or mark at `[start, end)`; `new_line` where a line break stands before it."""

    start: int
    end: int
    text: str
    new_line: bool

    @property
    def low(self) -> str:
        """The word as it is compared with the tables."""
        return self.text.casefold()

    @property
    def capital(self) -> bool:
        """Whether it is written as part of a name: with a capital, or a capital behind an article of Arabic ("al-Quds")."""
        if self.text[:1].isupper():
            return True
        article, hyphen, rest = self.text.partition("-")
        return bool(hyphen) and rest[:1].isupper() and article in words_under("modifiers", "particles")


@functools.cache
def words_under(*path: str) -> frozenset[str]:
    """The words, or the keys, of one part of the table of units."""
    here = load("units")
    for key in path:
        here = here[key]
    return frozenset(here)


def words_of(text: str) -> list[Word]:
    """Words and marks in order; what a hyphen or stroke joins is one word."""
    words: list[Word] = []
    for m in _WORD.finditer(text):
        new_line = bool(words) and "\n" in text[words[-1].end : m.start()]
        words.append(Word(m.start(), m.end(), m.group(), new_line))
    return words


def adjacent(words: Sequence[Word], left: int, right: int) -> bool:
    """Whether two words stand side by side in one line."""
    return words[right].start - words[left].end <= 2 and not any(w.new_line for w in words[left + 1 : right + 1])


def type_at(words: Sequence[Word], at: int) -> tuple[int, str] | None:
    """The number of words of the head word that starts here, and its type."""
    types = load("units")["types"]
    if at + 1 < len(words):
        pair = f"{words[at].low} {words[at + 1].low}"
        if pair in types and adjacent(words, at, at + 1):
            return 2, types[pair]
    kind = types.get(words[at].low)
    if kind is None:
        glued = GLUED.match(words[at].text)
        kind = types.get(glued[2].casefold()) if glued else _misspelt(words[at].text)
    return (1, kind) if kind else None


@functools.cache
def _misspelt(word: str) -> str | None:
    """The type of a long head word in capitals with one letter missing, doubled, wrong or swapped: "Garison", "Divsion"."""
    low = word.casefold()
    if not word[:1].isupper() or len(low) < 6 or low in words_under("heads", "plural"):
        return None
    for head in load("units")["heads"]["misspelt"]:
        if low[0] == head[0] and low != head + "s" and OSA.distance(low, head, score_cutoff=1) <= 1:
            return str(load("units")["types"][head])
    return None


def number_of(word: str) -> str | None:
    """The number a word stands for in the name of a unit, in digits ("seventh", "7th", "VII" give "7"); None for no number.

    Letters of the spelling alphabet ("Bravo") number companies and are returned in capitals.
    """
    low = word.casefold().strip(".,")
    found = ORDINAL.match(low)
    if found:
        return str(int(found[1]))
    table = load("units")["numbers"]
    for series in ("ordinals", "cardinals"):
        if low in table[series]:
            return str(table[series].index(low) + 1)
    if low in table["letters"]:
        return low.upper()
    if low in table["tens"]:
        return str(table["tens"][low])
    ten, _, rest = low.partition("-")
    if ten in table["tens"] and rest:
        unit = number_of(rest)
        return str(table["tens"][ten] + int(unit)) if unit and unit.isdigit() else None
    if _ROMAN.match(word):
        return str(_roman(word))
    return None


def joined_number(word: str) -> str | None:
    """The number in "21-Armoured" and in "2/7th", which number the unit whose name goes on; None for other words."""
    found = _JOINED.match(word)
    return (found[1] or found[2]) if found else None


def _roman(word: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10, "L": 50}[c] for c in word]
    return sum(v if v >= max(values[at:]) else -v for at, v in enumerate(values))
