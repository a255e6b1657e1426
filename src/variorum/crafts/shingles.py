"""Words that two texts share: overlapping word sequences (shingles) and the runs they join to.

Every shingle is one 64-bit number, so that ten thousand texts fit in memory and pairs are counted by sorting; the chance
that any two different shingles of ten thousand articles have one number is about one in a million. The measure is
containment in the shorter text, after Broder (1997), "On the resemblance and containment of documents".
"""

import functools
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+|[.,]\d+)*")

LENGTH = 5
# Every two holders of a shingle are a pair up to this many holders; beyond, each and the next, so that work stays linear.
COMMON = 40
# Pairs held at once while counting: 64 MB.
_CHUNK = 4_000_000

Codes = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int64]


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
        for match in _WORD.finditer(text[start:end]):
            forms.append(_APOSTROPHE.sub("", match.group()).lower())
            places.append((start + match.start(), start + match.end()))
    return Words(tuple(forms), tuple(places))


@functools.lru_cache(maxsize=1 << 17)
def _code(form: str) -> int:
    return int.from_bytes(hashlib.blake2b(form.encode(), digest_size=8).digest(), "little")


def shingle(forms: Sequence[str], length: int = LENGTH) -> Codes:
    """The number of the `length` words that begin at each position: uint64[max(0, n - length + 1)]."""
    count = len(forms) - length + 1
    if count < 1:
        return np.empty(0, dtype=np.uint64)
    single = np.fromiter((_code(form) for form in forms), dtype=np.uint64, count=len(forms))
    found = np.zeros(count, dtype=np.uint64)
    for i in range(length):
        found = found * np.uint64(0x9E3779B97F4A7C15) + single[i : i + count]
        found ^= found >> np.uint64(29)
    return found


class Shelf:
    """The shingles of many texts, sorted, so that those in several texts stand beside one another.

    Texts are known by their place in `keys`. Shingles that stand in one text only are not kept.
    """

    def __init__(self, texts: Mapping[str, Codes]) -> None:
        self.keys = tuple(sorted(texts))
        distinct = [np.unique(texts[key]) for key in self.keys]
        self.sizes: Numbers = np.array([len(own) for own in distinct], dtype=np.int64)
        codes = np.concatenate(distinct) if distinct else np.empty(0, dtype=np.uint64)
        holders = np.repeat(np.arange(len(self.keys), dtype=np.int32), self.sizes)
        # Stable, so that the holders of one shingle stay in the order of the keys.
        order = np.argsort(codes, kind="stable")
        codes, holders = codes[order], holders[order]
        again = np.zeros(len(codes), dtype=bool)
        again[1:] = codes[1:] == codes[:-1]
        several = again.copy()
        several[:-1] |= again[1:]
        self.codes = codes[several]
        self.holders = holders[several]
        self.starts: Numbers = np.flatnonzero(~again[several]).astype(np.int64)

    def counts(self) -> Numbers:
        """How many texts hold each shingle: int64[shingles]."""
        return np.diff(np.append(self.starts, len(self.codes)))

    def spread(self, groups: npt.NDArray[np.int32]) -> Numbers:
        """Among how many groups of texts each shingle stands; `groups` gives the group of each text."""
        if not len(self.codes):
            return np.empty(0, dtype=np.int64)
        which = np.repeat(np.arange(len(self.starts)), self.counts())
        there = np.unique(which * (int(groups.max()) + 1) + groups[self.holders])
        return np.bincount(there // (int(groups.max()) + 1), minlength=len(self.starts))

    def repeated(self, groups: npt.NDArray[np.int32], within: npt.NDArray[np.int32]) -> Numbers:
        """The most groups among which a shingle stands within one of the wider sets of texts that `within` gives."""
        if not len(self.codes):
            return np.empty(0, dtype=np.int64)
        which = np.repeat(np.arange(len(self.starts)), self.counts())
        inner, outer = int(groups.max()) + 1, int(within.max()) + 1
        there = np.unique((which * outer + within[self.holders]) * inner + groups[self.holders])
        sets, times = np.unique(there // inner, return_counts=True)
        most = np.zeros(len(self.starts), dtype=np.int64)
        np.maximum.at(most, sets // outer, times)
        return most

    def pairs(self, keep: npt.NDArray[np.bool_] | None = None, *, least: int = 1) -> dict[tuple[int, int], int]:
        """Pairs of texts that share at least `least` of the shingles in `keep`, and how many."""
        totals = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        waiting: list[Numbers] = []
        held = 0
        for block in self._blocks(keep):
            waiting.append(block)
            held += len(block)
            if held > _CHUNK:
                totals, waiting, held = _add(totals, waiting), [], 0
        found, shared = _add(totals, waiting)
        enough = shared >= least
        width = len(self.keys)
        return {
            divmod(pair, width): count
            for pair, count in zip(found[enough].tolist(), shared[enough].tolist(), strict=True)
        }

    def _blocks(self, keep: npt.NDArray[np.bool_] | None) -> Iterator[Numbers]:
        """The pairs that each shingle makes, as left * texts + right."""
        counts = self.counts()
        chosen = np.ones(len(counts), dtype=bool) if keep is None else keep
        for size in np.unique(counts[chosen]).tolist():
            starts = self.starts[chosen & (counts == size)]
            left, right = np.triu_indices(size, 1) if size <= COMMON else (np.arange(size - 1), np.arange(1, size))
            rows = max(1, _CHUNK // len(left))
            for at in range(0, len(starts), rows):
                members = self.holders[starts[at : at + rows, None] + np.arange(size)].astype(np.int64)
                yield (members[:, left] * len(self.keys) + members[:, right]).ravel()


def _add(totals: tuple[Numbers, Numbers], waiting: Sequence[Numbers]) -> tuple[Numbers, Numbers]:
    """Sums by pair of what was counted so far and of new pairs."""
    if not waiting:
        return totals
    fresh, times = np.unique(np.concatenate(waiting), return_counts=True)
    pairs, places = np.unique(np.concatenate((totals[0], fresh)), return_inverse=True)
    return pairs, np.bincount(places, weights=np.concatenate((totals[1], times)), minlength=len(pairs)).astype(np.int64)


def find_pairs(texts: Mapping[str, Words], *, length: int = LENGTH, least: int = 3) -> dict[tuple[str, str], int]:
    """Pairs of texts (keys in order) that share at least `least` distinct shingles, and how many they share.

    A shingle in more than `COMMON` texts counts only for each text and the next one by key.
    """
    shelf = Shelf({key: shingle(words.forms, length) for key, words in texts.items()})
    return {(shelf.keys[a], shelf.keys[b]): count for (a, b), count in shelf.pairs(least=least).items()}


def find_runs(left: Words, right: Words, *, length: int = LENGTH) -> tuple[Run, ...]:
    """The longest runs of equal words, longest first, no word used twice; none shorter than `length`."""
    return match_runs(shingle(left.forms, length), shingle(right.forms, length), length=length)


def match_runs(left: Codes, right: Codes, *, length: int = LENGTH) -> tuple[Run, ...]:
    """`find_runs` on shingles that were numbered before."""
    i, j = match_positions(left, right)
    if not len(i):
        return ()
    order = np.lexsort((i, j - i))
    i, j = i[order], j[order]
    ends = np.flatnonzero(np.append((np.diff(i) != 1) | (np.diff(j) != 1), True))
    begins = np.append(0, ends[:-1] + 1)
    runs = [
        Run(a, b, n + length)
        for a, b, n in zip(i[begins].tolist(), j[begins].tolist(), (ends - begins).tolist(), strict=True)
    ]
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


def match_positions(left: Codes, right: Codes) -> tuple[Numbers, Numbers]:
    """All positions (i, j) at which the shingles of two texts are equal."""
    order = np.argsort(right, kind="stable")
    ordered = right[order]
    first, last = np.searchsorted(ordered, left, "left"), np.searchsorted(ordered, left, "right")
    times = last - first
    i = np.repeat(np.arange(len(left)), times)
    offsets = np.arange(len(i)) - np.repeat(np.cumsum(times) - times, times)
    return i, order[np.repeat(first, times) + offsets]


def containment(runs: Sequence[Run], left: Words, right: Words) -> float:
    """The share of the shorter text's words that stand in shared runs, 0..1."""
    shorter = min(len(left.forms), len(right.forms))
    return min(1.0, sum(run.length for run in runs) / shorter) if shorter else 0.0
