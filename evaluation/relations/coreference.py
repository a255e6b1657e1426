"""Scores of one grouping of mentions against another: MUC, B-cubed, CEAF-e and their mean, the CoNLL F1.

MUC: Vilain et al. 1995. B-cubed: Bagga and Baldwin 1998. CEAF-e: Luo 2005. The mean of the three F1 is the score of the
CoNLL 2012 shared task (Pradhan et al. 2014). Both groupings hold the same mentions (gold mentions), singletons included.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

Groups = Sequence[frozenset[Hashable]]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall, each in 0..1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def groups(labels: Sequence[Hashable]) -> list[frozenset[Hashable]]:
    """Mentions 0..n-1 by their label."""
    found: dict[Hashable, set[Hashable]] = {}
    for mention, label in enumerate(labels):
        found.setdefault(label, set()).add(mention)
    return [frozenset(group) for group in found.values()]


def _place(grouping: Groups) -> dict[Hashable, int]:
    return {mention: i for i, group in enumerate(grouping) for mention in group}


def muc(gold: Groups, read: Groups) -> Score:
    """Links kept: a group of n falls into p parts in the other grouping and keeps n - p of its n - 1 links."""

    def kept(of: Groups, place: dict[Hashable, int]) -> float:
        links = sum(len(g) - 1 for g in of)
        return sum(len(g) - len({place[m] for m in g}) for g in of) / links if links else 0.0

    return Score(kept(read, _place(gold)), kept(gold, _place(read)))


def b_cubed(gold: Groups, read: Groups) -> Score:
    """For each mention the share of its group that is rightly with it; the mean over mentions."""

    def mean(of: Groups, place: dict[Hashable, int]) -> float:
        total = sum(map(len, of))
        return sum(n * n / len(g) for g in of for n in Counter(place[m] for m in g).values()) / total if total else 0.0

    return Score(mean(read, _place(gold)), mean(gold, _place(read)))


def ceaf_e(gold: Groups, read: Groups) -> Score:
    """The best one to one alignment of groups, two being alike by twice their overlap over their sizes."""
    if not gold or not read:
        return Score(0.0, 0.0)
    place = _place(read)
    alike = np.zeros((len(gold), len(read)))
    for i, group in enumerate(gold):
        for j, n in Counter(place[m] for m in group).items():
            alike[i, j] = 2 * n / (len(group) + len(read[j]))
    aligned = float(alike[linear_sum_assignment(-alike)].sum())
    return Score(aligned / len(read), aligned / len(gold))


def conll(gold: Groups, read: Groups) -> float:
    """The mean of the three F1."""
    return (muc(gold, read).f1 + b_cubed(gold, read).f1 + ceaf_e(gold, read).f1) / 3
