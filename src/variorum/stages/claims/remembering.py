"""What an alignment leaves behind for the next one, so that what did not change is not worked out again.

Nothing here changes a result: a step goes on from before only where all it was made from is the same. Of a comparison two things hang on the
rest of the case: which statements are near enough to be compared, and how rare the words are that both have.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from variorum.crafts.clusters import Pair
from variorum.crafts.comparison import Finding, Sketch
from variorum.stages.claims.deciding import Decision
from variorum.stages.claims.nearest import Nearest, Numbers
from variorum.stages.claims.reading import Verdict

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Compared:
    """One pair: how near, how likely the same, how many words beside names are shared, what the rules found and what was decided."""

    a: str
    b: str
    cosine: float
    likely: float
    shared: int
    found: tuple[Finding, ...]
    decision: Decision
    verdict: Verdict | None = None


def _whole() -> NDArray[np.int32]:
    return np.empty(0, dtype=np.int32)


def _real() -> NDArray[np.float64]:
    return np.empty(0, dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Comparisons:
    """The pairs that rules and measures compared, in columns, and what they were made from.

    `sketches` holds by document what was compared of each statement, `keys` what these were made from; `rarity` the weight of each
    term. Pairs are in the order of the places of their statements in `nearest.ids`: `lefts` and `rights`, int32[pairs];
    `cosines` and `likely`, float64[pairs]; `shared`, int32[pairs]; `found` and `decided`, int32[pairs], point into `findings` and `decisions`.
    """

    sketches: Mapping[str, tuple[Sketch, ...]] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    nearest: Nearest = field(default_factory=Nearest)
    rarity: Mapping[str, float] = field(default_factory=dict)
    lefts: NDArray[np.int32] = field(default_factory=_whole)
    rights: NDArray[np.int32] = field(default_factory=_whole)
    cosines: NDArray[np.float64] = field(default_factory=_real)
    likely: NDArray[np.float64] = field(default_factory=_real)
    shared: NDArray[np.int32] = field(default_factory=_whole)
    found: NDArray[np.int32] = field(default_factory=_whole)
    decided: NDArray[np.int32] = field(default_factory=_whole)
    findings: tuple[tuple[Finding, ...], ...] = ()
    decisions: tuple[Decision, ...] = ()

    def at(self, row: int) -> Compared:
        """One pair."""
        ids = self.nearest.ids
        return Compared(
            ids[self.lefts[row]],
            ids[self.rights[row]],
            float(self.cosines[row]),
            float(self.likely[row]),
            int(self.shared[row]),
            self.findings[self.found[row]],
            self.decisions[self.decided[row]],
        )

    def rows(self, lefts: Numbers, rights: Numbers) -> Numbers:
        """The row of each pair of places, -1 where it was not compared or a place is -1."""
        if not len(self.lefts):
            return np.full(len(lefts), -1, dtype=np.int64)
        count = len(self.nearest.ids)
        codes = self.lefts.astype(np.int64) * count + self.rights
        wanted = lefts * count + rights
        at = np.minimum(np.searchsorted(codes, wanted), len(codes) - 1)
        return np.where((codes[at] == wanted) & (lefts >= 0) & (rights >= 0), at, -1)

    def apart(self) -> NDArray[np.bool_]:
        """Of each pair whether a rule says that the two may never be one claim, bool[pairs]."""
        return np.array([one.apart for one in self.decisions], dtype=bool)[self.decided]

    def pairs(self) -> dict[Pair, Compared]:
        """Every pair by the ids of its statements."""
        every = (self.at(row) for row in range(len(self.lefts)))
        return {(one.a, one.b): one for one in every}


def number(rows: Sequence[T], known: Sequence[T] = ()) -> tuple[tuple[T, ...], list[int]]:
    """The different ones, those known before first, and for each row its place among them."""
    places = {one: at for at, one in enumerate(known)}
    at = [places.setdefault(row, len(places)) for row in rows]
    return tuple(places), at


def only_used(pool: Sequence[T], at: NDArray[np.int32]) -> tuple[tuple[T, ...], NDArray[np.int32]]:
    """Those of the pool that a row points to, in the order in which they first come, and where each row points now."""
    used, first, back = np.unique(at, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return tuple(pool[place] for place in used[order].tolist()), rank[back.reshape(-1)]
