"""How much two texts have in common in words: stems, concepts, and overlap weighted by how rare a word is.

Needs no parser: the comparison of statements has only their words. Small words, endings and words for one happening are
the tables `comparison`.
"""

import functools
import math
import re
from collections import Counter
from collections.abc import Iterable

from variorum.crafts.tables import load

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:[.,]\d+)*")
_POSSESSIVE = re.compile(r"['’]s?$")


def words(text: str) -> list[str]:
    """The words and numbers of a text in order, lower case, without a possessive's ending."""
    return list(_words(text))


# Names come again in statement after statement.
@functools.lru_cache(maxsize=65536)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_POSSESSIVE.sub("", match.group().lower()) for match in _WORD.finditer(text))


@functools.cache
def _small() -> frozenset[str]:
    return frozenset(load("comparison")["small"])


@functools.lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word without its ending, so that its forms are one; never shorter than three letters."""
    table = load("comparison")
    irregular: dict[str, str] = table["irregular"]
    if word in irregular:
        return irregular[word]
    for ending, instead in table["endings"]:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: len(word) - len(ending)] + str(instead)
    return word


@functools.cache
def _concepts() -> dict[str, str]:
    return {stem(form): f"={name}" for name, forms in load("comparison")["concepts"].items() for form in forms}


def concept(word: str) -> str:
    """The name of the happening a word stands for ("=killed"), or its stem where it stands for none."""
    found = stem(word)
    return _concepts().get(found, found)


@functools.lru_cache(maxsize=65536)
def terms(text: str) -> frozenset[str]:
    """What a text is about: the concepts of its content words, numbers left out."""
    return frozenset(concept(word) for word in words(text) if word not in _small() and not word[0].isdigit())


# Weights are in whole parts of a nat: their sums are exact whatever their order, and most stay as they are when a text is added.
_PARTS = 16
# By how many steps the number of all texts doubles: between two steps only the words of new texts grow more common.
_DOUBLING = 16


class Rarity:
    """The weight of terms by how few texts hold them, and what two bags of terms share of it.

    Smoothed inverse document frequency, natural logarithm, in steps. The weight of a bag is worked out once and kept.
    """

    def __init__(self, bags: Iterable[frozenset[str]]) -> None:
        counts: Counter[str] = Counter()
        total = 0
        for bag in bags:
            counts.update(bag)
            total += 1
        about = 2 ** (round(_DOUBLING * math.log2(max(1, total))) / _DOUBLING)
        weights = {n: round(_PARTS * (math.log((1 + about) / (1 + n)) + 0.5)) / _PARTS for n in set(counts.values())}
        self.weights = {term: weights[count] for term, count in counts.items()}
        self._kept: dict[frozenset[str], float] = {}

    def weigh(self, bag: frozenset[str]) -> float:
        """The sum of the weights of the terms; a term no text held weighs 1."""
        if bag not in self._kept:
            self._kept[bag] = sum(self.weights.get(term, 1.0) for term in bag)
        return self._kept[bag]

    def shares(self, left: frozenset[str], right: frozenset[str]) -> tuple[float, float]:
        """`overlap` and `containment` at once."""
        a, b, shared = self.weigh(left), self.weigh(right), self._shared(left, right)
        return (2 * shared / (a + b) if a + b else 0.0), (shared / min(a, b) if min(a, b) else 0.0)

    def overlap(self, left: frozenset[str], right: frozenset[str]) -> float:
        """Shared weight over all weight of both, 0..1 (weighted Dice)."""
        both = self.weigh(left) + self.weigh(right)
        return 2 * self._shared(left, right) / both if both else 0.0

    def containment(self, left: frozenset[str], right: frozenset[str]) -> float:
        """Shared weight over the weight of the lighter text, 0..1: how far one lies inside the other."""
        least = min(self.weigh(left), self.weigh(right))
        return self._shared(left, right) / least if least else 0.0

    def _shared(self, left: frozenset[str], right: frozenset[str]) -> float:
        return sum(self.weights.get(term, 1.0) for term in left & right)
