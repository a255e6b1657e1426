"""Which sources copy their values from one another, and what a value is worth once copies count for little.

After Dong, Berti-Equille and Srivastava (2009), "Integrating conflicting data: the role of source dependence": two sources
that share false values hardly do so by chance; sharing true ones says little. Copying, the accuracy of sources and the
values that stand up are worked out from one another in a few rounds. For many sources with many values each (tables,
registers, lists); a handful of accounts gives it nothing to go by. It weighs values and never counts witnesses.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

# Before anything is seen: one pair in five copies, a copier copies four values in five, a value can be false in ten ways (the
# defaults of the paper), and a source is right four times in five.
PRIOR, COPIED, FALSE_WAYS, RIGHT = 0.2, 0.8, 10, 0.8
ROUNDS = 6
# No source is always right or always wrong, so that one round cannot decide all others.
_LEAST, _MOST = 0.05, 0.98

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Weighed:
    """For each object the value that stands up best; how often each source is right; which pairs copy (0..1 each).

    `copying` holds pairs of sources, in order, from one half on; the direction is not known.
    """

    values: Mapping[str, str]
    accuracy: Mapping[str, float]
    copying: Mapping[tuple[str, str], float]


def vote(claims: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Plain voting: for each object the value most sources give, the first by name of equals. Claims are (source, object, value)."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for _, thing, value in sorted(set(claims)):
        counts[thing][value] += 1
    return {thing: min(held, key=lambda v: (-held[v], v)) for thing, held in counts.items()}


def weigh(claims: Iterable[tuple[str, str, str]], *, copying: bool = True) -> Weighed:
    """Weigh the values of many objects told by many sources. Without `copying` all sources count as independent."""
    table = _Table(sorted(set(claims)))
    right = np.full(len(table.sources), RIGHT)
    dependent = np.zeros(len(table.pairs))
    likely = table.likely(right, dependent)
    for _ in range(ROUNDS):
        if copying:
            dependent = table.dependence(likely, right)
        likely = table.likely(right, dependent)
        right = np.clip(table.mean_by_source(likely), _LEAST, _MOST)
    names = table.sources
    return Weighed(
        table.best(likely),
        {name: float(right[i]) for i, name in enumerate(names)},
        {
            (names[a], names[b]): float(p)
            for (a, b), p in zip(table.pairs.tolist(), dependent.tolist(), strict=True)
            if p >= 0.5
        },
    )


class _Table:
    """The claims as numbers: sources, facts (an object with a value), and every two sources of one object."""

    def __init__(self, claims: list[tuple[str, str, str]]) -> None:
        self.sources = sorted({source for source, _, _ in claims})
        self.facts = sorted({(thing, value) for _, thing, value in claims})
        source_number = {name: i for i, name in enumerate(self.sources)}
        fact_number = {fact: i for i, fact in enumerate(self.facts)}
        self.source = np.array([source_number[s] for s, _, _ in claims], dtype=np.int64)
        self.fact = np.array([fact_number[t, v] for _, t, v in claims], dtype=np.int64)
        things = sorted({thing for thing, _ in self.facts})
        thing_number = {thing: i for i, thing in enumerate(things)}
        self.thing = np.array([thing_number[thing] for thing, _ in self.facts], dtype=np.int64)
        self.holders: list[list[int]] = [[] for _ in self.facts]
        for source, fact in zip(self.source.tolist(), self.fact.tolist(), strict=True):
            self.holders[fact].append(source)
        self._pair_up()

    def _pair_up(self) -> None:
        """Every two sources that tell of one object: the pair, whether they give one value, and the value."""
        told: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for source, fact in zip(self.source.tolist(), self.fact.tolist(), strict=True):
            told[int(self.thing[fact])].append((source, fact))
        keys, facts, alike = [], [], []
        for rows in told.values():
            own = np.array(sorted(rows), dtype=np.int64)
            i, j = np.triu_indices(len(own), 1)
            apart = own[i, 0] != own[j, 0]
            keys.append((own[i, 0] * len(self.sources) + own[j, 0])[apart])
            facts.append(own[i, 1][apart])
            alike.append((own[i, 1] == own[j, 1])[apart])
        joined = np.concatenate(keys) if keys else np.empty(0, dtype=np.int64)
        found, self._which = np.unique(joined, return_inverse=True)
        self.pairs: Numbers = np.stack(np.divmod(found, max(1, len(self.sources))), axis=1)
        self._of = np.concatenate(facts) if facts else joined
        self._alike = np.concatenate(alike) if alike else joined.astype(bool)
        self._place = {(a, b): n for n, (a, b) in enumerate(self.pairs.tolist())}

    def dependence(self, likely: Floats, right: Floats) -> Floats:
        """How likely each pair copies, by Bayes' rule from what they share that is true, false, or different."""
        truth = likely[self._of]
        count = len(self.pairs)
        same_true = np.bincount(self._which, self._alike * truth, count)
        same_false = np.bincount(self._which, self._alike * (1 - truth), count)
        different = np.bincount(self._which, ~self._alike, count)
        wrong = 1 - (right[self.pairs[:, 0]] + right[self.pairs[:, 1]]) / 2
        both_true, both_false = (1 - wrong) ** 2, wrong**2 / FALSE_WAYS
        apart = 1 - both_true - both_false
        odds = (
            math.log(PRIOR / (1 - PRIOR))
            + same_true * np.log((COPIED * (1 - wrong) + (1 - COPIED) * both_true) / both_true)
            + same_false * np.log((COPIED * wrong + (1 - COPIED) * both_false) / both_false)
            + different * np.log((1 - COPIED) * apart / apart)
        )
        found: Floats = 1 / (1 + np.exp(-np.clip(odds, -500, 500)))
        return found

    def likely(self, right: Floats, dependent: Floats) -> Floats:
        """How likely each value is the true one of its object; a copy counts for what it did not copy."""
        weight = np.log(FALSE_WAYS * right / (1 - right))
        votes = np.zeros(len(self.facts))
        for fact, holders in enumerate(self.holders):
            ranked = sorted(holders, key=lambda s: (-right[s], s))
            for n, source in enumerate(ranked):
                alone = 1.0
                for other in ranked[:n]:
                    alone *= 1 - COPIED * self._between(source, other, dependent)
                votes[fact] += weight[source] * alone
        most = np.zeros(int(self.thing.max()) + 1)
        np.maximum.at(most, self.thing, votes)
        strength = np.exp(votes - most[self.thing])
        values = np.bincount(self.thing, minlength=len(most))
        unseen = np.maximum(0, FALSE_WAYS + 1 - values) * np.exp(-most)
        found: Floats = strength / (np.bincount(self.thing, strength, len(most)) + unseen)[self.thing]
        return found

    def _between(self, one: int, other: int, dependent: Floats) -> float:
        place = self._place.get((min(one, other), max(one, other)))
        return float(dependent[place]) if place is not None else 0.0

    def mean_by_source(self, likely: Floats) -> Floats:
        """How often each source is right."""
        found: Floats = np.bincount(self.source, likely[self.fact], len(self.sources)) / np.bincount(self.source)
        return found

    def best(self, likely: Floats) -> dict[str, str]:
        """The likeliest value of each object, the first by name of equals."""
        found: dict[str, tuple[float, str]] = {}
        for (thing, value), p in zip(self.facts, likely.tolist(), strict=True):
            if thing not in found or p > found[thing][0]:
                found[thing] = (p, value)
        return {thing: value for thing, (_, value) in found.items()}
