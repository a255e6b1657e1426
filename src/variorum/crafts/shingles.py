"""Words that two texts share: overlapping word sequences (shingles) and the runs they join to.

Near-linear in the number of texts: pairs are found through an inverted index of shingles, and shingles that stand in
very many texts (stock phrases, page furniture) open no pair. The measure is containment in the shorter text, after
Broder (1997), "On the resemblance and containment of documents".
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")

LENGTH = 5
# A shingle in more texts than this says nothing about any two of them.
COMMON = 40


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, lower case, apostrophes dropped, with the (start, end) of each in the text."""

    forms: tuple[str, ...]
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Equal words in two texts: word positions `left` and `right`, and how many words."""

    left: int
    right: int
    length: int


def split_words(text: str, spans: Sequence[tuple[int, int]] | None = None) -> Words:
    """The words of a text, or of some stretches of it."""
    forms: list[str] = []
    places: list[tuple[int, int]] = []
    # One blank per apostrophe would shift offsets; the possessive is compared without it instead.
    for start, end in spans if spans is not None else ((0, len(text)),):
        for match in re.finditer(r"[^\W_]+(?:['’][^\W_]+|[.,]\d+)*", text[start:end]):
            forms.append(_APOSTROPHE.sub("", match.group()).lower())
            places.append((start + match.start(), start + match.end()))
    return Words(tuple(forms), tuple(places))


def shingle(words: Words, length: int = LENGTH) -> dict[tuple[str, ...], list[int]]:
    """Every sequence of `length` words and the positions where it begins."""
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i in range(len(words.forms) - length + 1):
        found[words.forms[i : i + length]].append(i)
    return dict(found)


def find_pairs(texts: Mapping[str, Words], *, length: int = LENGTH, least: int = 3) -> dict[tuple[str, str], int]:
    """Pairs of texts (keys in order) that share at least `least` distinct shingles, and how many they share."""
    holders: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for key in sorted(texts):
        for gram in shingle(texts[key], length):
            holders[gram].append(key)
    shared: Counter[tuple[str, str]] = Counter()
    for keys in holders.values():
        if 1 < len(keys) <= COMMON:
            shared.update((a, b) for i, a in enumerate(keys) for b in keys[i + 1 :])
    return {pair: count for pair, count in shared.items() if count >= least}


def find_runs(left: Words, right: Words, *, length: int = LENGTH) -> tuple[Run, ...]:
    """The longest runs of equal words, longest first, no word used twice; none shorter than `length`."""
    at = shingle(right, length)
    runs: list[Run] = []
    for i in range(len(left.forms) - length + 1):
        for j in at.get(left.forms[i : i + length], ()):
            if i and j and left.forms[i - 1] == right.forms[j - 1]:
                continue
            n = length
            while i + n < len(left.forms) and j + n < len(right.forms) and left.forms[i + n] == right.forms[j + n]:
                n += 1
            runs.append(Run(i, j, n))
    runs.sort(key=lambda run: (-run.length, run.left, run.right))
    used_left: set[int] = set()
    used_right: set[int] = set()
    kept = []
    for run in runs:
        here = range(run.left, run.left + run.length)
        there = range(run.right, run.right + run.length)
        if used_left.isdisjoint(here) and used_right.isdisjoint(there):
            used_left.update(here)
            used_right.update(there)
            kept.append(run)
    return tuple(kept)


def containment(runs: Sequence[Run], left: Words, right: Words) -> float:
    """The share of the shorter text's words that stand in shared runs, 0..1."""
    shorter = min(len(left.forms), len(right.forms))
    return min(1.0, sum(run.length for run in runs) / shorter) if shorter else 0.0
