"""Sentences told again in other words: cut, reordered or with words put in place of others.

Where an exact run of equal words ends at the first substitution, an alignment of two sentences goes on (longest common
subsequence, as in plagiarism alignment after Clough and Stevenson's classes of revision).
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

from variorum.crafts.shingles import Words

_STOP = re.compile(r"[.!?…][\"'”’)\]]*\s|\n")
# Shorter sentences are alike by chance.
LEAST = 8


@dataclass(frozen=True, slots=True)
class Retold:
    """A sentence of one text and its counterpart in another, as half-open ranges of word positions.

    `likeness` is the share of the longer sentence's words that stand in both in the same order, 0..1.
    """

    left: tuple[int, int]
    right: tuple[int, int]
    likeness: float


def find_sentences(text: str, words: Words) -> tuple[tuple[int, int], ...]:
    """The sentences of a text of at least eight words, as half-open ranges of word positions."""
    stops = [match.start() for match in _STOP.finditer(text)]
    found = []
    begin, at = 0, 0
    for position, (start, _) in enumerate(words.places):
        while at < len(stops) and stops[at] < start:
            at += 1
            if position - begin >= LEAST:
                found.append((begin, position))
            begin = position
    if len(words.places) - begin >= LEAST:
        found.append((begin, len(words.places)))
    return tuple(found)


def find_retold(
    left: Words,
    right: Words,
    sentences: tuple[Sequence[tuple[int, int]], Sequence[tuple[int, int]]],
    openings: Sequence[tuple[int, int]],
    *,
    least: float,
) -> tuple[Retold, ...]:
    """Sentences that are alike from `least` on, best first, none used twice.

    `openings` are pairs of word positions that the two texts have in common; only sentences with two of them are aligned.
    """
    ours, theirs = (_sentence_of(bounds) for bounds in sentences)
    common: dict[tuple[tuple[int, int], tuple[int, int]], int] = defaultdict(int)
    for i, j in openings:
        if i in ours and j in theirs:
            common[ours[i], theirs[j]] += 1
    found = []
    for (a, b), times in sorted(common.items()):
        if times > 1:
            likeness = LCSseq.normalized_similarity(
                left.forms[a[0] : a[1]], right.forms[b[0] : b[1]], score_cutoff=least
            )
            if likeness >= least:
                found.append(Retold(a, b, likeness))
    found.sort(key=lambda one: (-one.likeness, one.left, one.right))
    used_left: set[tuple[int, int]] = set()
    used_right: set[tuple[int, int]] = set()
    kept = []
    for one in found:
        if one.left not in used_left and one.right not in used_right:
            used_left.add(one.left)
            used_right.add(one.right)
            kept.append(one)
    return tuple(kept)


def _sentence_of(bounds: Sequence[tuple[int, int]]) -> dict[int, tuple[int, int]]:
    return {position: (start, end) for start, end in bounds for position in range(start, end)}
