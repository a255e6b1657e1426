"""A reader of pairs beside the rules: which pairs it is asked, and what its answers change.

The reader is a model that somebody upstairs supplies; without one everything else works as before. It is asked only of pairs that no
rule parted, so a veto stays a veto whatever a model says; it moves the likelihood of one assertion, finds contradictions that no
rule names, and tells which of two statements says more.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from variorum.crafts.clusters import Pair
from variorum.crafts.comparison import Sketch

# How many pairs a statement is read in at most, the likeliest first, and how many pairs of a case: bounds the time of the reader,
# which reads each pair twice. Twelve thousand pairs of two sentences take about two minutes on two cores.
EACH, MOST = 6, 12_000
# Least likelihood, or cosine, at which a pair is worth reading.
_LIKELY, _NEAR = 0.05, 0.45
# Answers nearer to 0 or 1 than this are taken as this near: no model is surer.
_FLOOR = 0.02


class PairReader(Protocol):
    """Reads two statements at once."""

    def compare(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """For each pair, in order: how likely the second text follows from the first, is neutral to it, contradicts it.

        float32[n, 3], each row sums to 1.
        """
        ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the reader says of a pair (a, b), in 0..1: b follows from a, a follows from b, both cannot be so."""

    forward: float
    backward: float
    against: float

    @property
    def both(self) -> float:
        """How far each follows from the other: the weaker direction counts."""
        return min(self.forward, self.backward)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The pairs to read, and how many were left out because the budget was spent."""

    pairs: tuple[Pair, ...]
    left: int


def choose(sketches: Mapping[str, Sketch], scored: Mapping[Pair, tuple[float, float]]) -> Wanted:
    """The pairs worth reading of those that nothing parts: `scored` holds their likelihood and cosine.

    Two statements of one account are not read against one another. At most `EACH` pairs a statement and `MOST` in all.
    """
    worth = [
        (-likely, key)
        for key, (likely, cosine) in scored.items()
        if sketches[key[0]].document != sketches[key[1]].document and (likely >= _LIKELY or cosine >= _NEAR)
    ]
    asked: Counter[str] = Counter()
    chosen = []
    for _, (a, b) in sorted(worth):
        if asked[a] < EACH and asked[b] < EACH:
            asked[a] += 1
            asked[b] += 1
            chosen.append((a, b))
    return Wanted(tuple(sorted(chosen[:MOST])), max(0, len(chosen) - MOST))


def read(reader: PairReader, pairs: Sequence[Pair], sketches: Mapping[str, Sketch]) -> dict[Pair, Verdict]:
    """The verdict of every pair, read in both directions. Raises `ValueError` where the reader gives rows of another shape."""
    if not pairs:
        return {}
    texts = [(sketches[a].text, sketches[b].text) for a, b in pairs]
    told = np.asarray(reader.compare([*texts, *((b, a) for a, b in texts)]), dtype=np.float64)
    if told.shape != (2 * len(pairs), 3):
        raise ValueError(f"the reader of pairs gave {told.shape}, not {(2 * len(pairs), 3)}")
    there, back = told[: len(pairs)], told[len(pairs) :]
    return {
        key: Verdict(float(x[0]), float(y[0]), float(x[2] + y[2]) / 2)
        for key, x, y in zip(pairs, there, back, strict=True)
    }


def revise(likely: float, verdict: Verdict, weights: Mapping[str, float]) -> float:
    """The likelihood of one assertion once the reader was heard: a logistic sum of both, weighted by the table `likeness`."""
    total = weights["bias"] + weights["likely"] * _logit(likely) + weights["follows"] * _logit(verdict.both)
    return 1 / (1 + math.exp(-total))


def _logit(value: float) -> float:
    inside = min(1 - _FLOOR, max(_FLOOR, value))
    return math.log(inside / (1 - inside))
