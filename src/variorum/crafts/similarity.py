"""How much two texts have in common in words: stems, concepts, and overlap weighted by how rare a word is.

Needs no parser: the comparison of statements has only their words. Small words, endings and words for one happening are
the tables `comparison`.
"""

import functools
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from variorum.crafts.tables import load

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:[.,]\d+)*")
_POSSESSIVE = re.compile(r"['’]s?$")


def words(text: str) -> list[str]:
    """The words and numbers of a text in order, lower case, without a possessive's ending."""
    return [_POSSESSIVE.sub("", match.group().lower()) for match in _WORD.finditer(text)]


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


def terms(text: str) -> frozenset[str]:
    """What a text is about: the concepts of its content words, numbers left out."""
    return frozenset(concept(word) for word in words(text) if word not in _small() and not word[0].isdigit())


def rarity(bags: Iterable[frozenset[str]]) -> dict[str, float]:
    """The weight of each term by how few of the texts hold it (smoothed inverse document frequency, natural log)."""
    counts: Counter[str] = Counter()
    total = 0
    for bag in bags:
        counts.update(bag)
        total += 1
    return {term: math.log((1 + total) / (1 + count)) + 0.5 for term, count in counts.items()}


def weigh(bag: Iterable[str], weight: Mapping[str, float]) -> float:
    """The sum of the weights of terms, in a fixed order so that equal sets give equal sums."""
    return math.fsum(weight.get(term, 1.0) for term in bag)


def overlap(left: frozenset[str], right: frozenset[str], weight: Mapping[str, float]) -> float:
    """Shared weight over all weight of both, 0..1 (weighted Dice)."""
    both = weigh(left, weight) + weigh(right, weight)
    return 2 * weigh(left & right, weight) / both if both else 0.0


def containment(left: frozenset[str], right: frozenset[str], weight: Mapping[str, float]) -> float:
    """Shared weight over the weight of the lighter text, 0..1: how far one lies inside the other."""
    least = min(weigh(left, weight), weigh(right, weight))
    return weigh(left & right, weight) / least if least else 0.0
