"""A network of temporal constraints: can all of these distances in time hold at once, and if not, which few cannot?

The Simple Temporal Problem of Dechter, Meiri & Pearl (1991): points in time, and for pairs of them bounds in days on
how much later the second is. The network is consistent exactly if its distance graph has no negative cycle; the
tightest bounds that follow are its all-pairs shortest paths (Floyd & Warshall). Days are whole numbers, so no
rounding can hide or make a conflict. This room knows points and days, no texts.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Distances = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bound:
    """`low <= end - start <= high` in days; None where that side is open. `source` says who vouches for it."""

    start: str
    end: str
    low: int | None
    high: int | None
    source: str = ""

    def __post_init__(self) -> None:
        if self.start == self.end:
            raise ValueError(f"a bound needs two points, not {self.start!r} twice")


@dataclass(frozen=True, slots=True)
class Closure:
    """The tightest bounds that follow from a network. `distance[i][j]` is the most that point j can lie after point i.

    None is "no bound". Only consistent where no point has a negative distance to itself.
    """

    points: tuple[str, ...]
    distance: tuple[tuple[int | None, ...], ...]

    @property
    def consistent(self) -> bool:
        """Whether some assignment of days satisfies every bound."""
        return all((self.distance[i][i] or 0) >= 0 for i in range(len(self.points)))

    def between(self, start: str, end: str) -> tuple[int | None, int | None]:
        """The tightest (low, high) of `end - start`. Raises `ValueError` for a point the network does not have."""
        i, j = self.points.index(start), self.points.index(end)
        back = self.distance[j][i]
        return (None if back is None else -back), self.distance[i][j]

    def bounds(self) -> tuple[Bound, ...]:
        """The closure as a network again."""
        pairs = ((a, b) for n, a in enumerate(self.points) for b in self.points[n + 1 :])
        found = (Bound(a, b, *self.between(a, b)) for a, b in pairs)
        return tuple(bound for bound in found if bound.low is not None or bound.high is not None)


@dataclass(frozen=True, slots=True)
class _Edge:
    start: int
    end: int
    length: int
    bound: int


def close(bounds: Iterable[Bound]) -> Closure:
    """All-pairs shortest paths of the distance graph of a network, after Floyd and Warshall."""
    kept = tuple(bounds)
    points = _points(kept)
    size = len(points)
    distance: list[list[int | None]] = [[0 if i == j else None for j in range(size)] for i in range(size)]
    for edge in _edges(kept, points):
        known = distance[edge.start][edge.end]
        if known is None or edge.length < known:
            distance[edge.start][edge.end] = edge.length
    for k in range(size):
        through = distance[k]
        for i in range(size):
            left = distance[i][k]
            if left is None:
                continue
            row = distance[i]
            for j in range(size):
                right = through[j]
                if right is None:
                    continue
                known = row[j]
                if known is None or left + right < known:
                    row[j] = left + right
    return Closure(points, tuple(tuple(row) for row in distance))


def find_conflict(bounds: Sequence[Bound]) -> tuple[Bound, ...]:
    """A smallest set of bounds that cannot hold together; empty where the network is consistent.

    Smallest by who vouches (`source`): the fewest sources, and of their bounds only what is needed, so that without any
    one of them the rest could hold. Bounds without a source count as one each.
    """
    cycle = _shortest_cycle(bounds)
    return _fewer_sources(bounds, cycle) or cycle if cycle else ()


# Sets of sources are tried out up to so many of them; a matter with more conflicts than that is not helped by one fewer.
_MOST_TRIED = 24


def _fewer_sources(bounds: Sequence[Bound], cycle: Sequence[Bound]) -> tuple[Bound, ...]:
    """A conflict among fewer sources than a cycle with the fewest bounds has; empty where there is none.

    A source with several bounds may make a long cycle of few sources; without such a source no cycle beats the shortest.
    """
    by_source: dict[str, list[Bound]] = {}
    for n, bound in enumerate(bounds):
        by_source.setdefault(bound.source or f"\0{n}", []).append(bound)
    several = {source for source, own in by_source.items() if len(own) > 1}
    if not several or len(by_source) > _MOST_TRIED:
        return ()
    named = {bound.source for bound in cycle if bound.source}
    size = len(named) + sum(not bound.source for bound in cycle)
    for fewer in range(1, size):
        for chosen in itertools.combinations(by_source, fewer):
            own = [bound for source in chosen for bound in by_source[source]]
            if several.intersection(chosen) and not close(own).consistent:
                return _needed(own)
    return ()


def _shortest_cycle(bounds: Sequence[Bound]) -> tuple[Bound, ...]:
    """The bounds of a negative cycle with the fewest edges, found by walks of growing length, less what is not needed."""
    points = _points(bounds)
    edges = _edges(bounds, points)
    if not edges:
        return ()
    walks = _Walks(len(points), edges)
    if not walks.any_negative():
        return ()
    # best[n][i, j]: the shortest walk from i to j of at most n edges.
    best = [np.where(np.eye(len(points), dtype=bool), 0.0, np.inf)]
    for _ in points:
        best.append(walks.longer(best[-1]))
        negative = np.flatnonzero(np.diagonal(best[-1]) < 0)
        if len(negative):
            return _needed([bounds[n] for n in sorted(_walk(best, edges, int(negative[0])))])
    return ()


class _Walks:
    """Walks over the edges of a distance graph, one edge longer at a time for all points at once. Whole days stay exact in float64."""

    def __init__(self, size: int, edges: Sequence[_Edge]) -> None:
        ordered = sorted(edges, key=lambda edge: edge.end)
        self._size = size
        self._starts = np.array([edge.start for edge in ordered])
        self._lengths = np.array([edge.length for edge in ordered], dtype=np.float64)
        # The points at which an edge ends, and the first of the edges that end there.
        self._ends, self._first = np.unique([edge.end for edge in ordered], return_index=True)

    def longer(self, best: Distances) -> Distances:
        """The shortest walks of one edge more, float64[n, points], from those of any number of origins."""
        reach = np.minimum.reduceat(best[:, self._starts] + self._lengths, self._first, axis=1)
        found = best.copy()
        found[:, self._ends] = np.minimum(found[:, self._ends], reach)
        return found

    def any_negative(self) -> bool:
        """Whether there is a negative cycle, after Bellman and Ford: walks from everywhere never stop growing shorter."""
        best = np.zeros((1, self._size))
        for _ in range(self._size):
            found = self.longer(best)
            if (found == best).all():
                return False
            best = found
        return True


def _walk(best: Sequence[Distances], edges: Sequence[_Edge], origin: int) -> set[int]:
    """The bounds used by the negative walk from a point back to itself, read from its end."""
    used: set[int] = set()
    at = origin
    for before, after in reversed(list(itertools.pairwise(best))):
        if after[origin, at] < before[origin, at]:
            edge = next(e for e in edges if e.end == at and before[origin, e.start] + e.length == after[origin, at])
            used.add(edge.bound)
            at = edge.start
    return used


def _needed(bounds: Sequence[Bound]) -> tuple[Bound, ...]:
    kept = list(bounds)
    for bound in bounds:
        without = [other for other in kept if other is not bound]
        if not close(without).consistent:
            kept = without
    return tuple(kept)


def _points(bounds: Iterable[Bound]) -> tuple[str, ...]:
    return tuple(sorted({point for bound in bounds for point in (bound.start, bound.end)}))


def _edges(bounds: Iterable[Bound], points: Sequence[str]) -> list[_Edge]:
    place = {point: i for i, point in enumerate(points)}
    edges = []
    for n, bound in enumerate(bounds):
        if bound.high is not None:
            edges.append(_Edge(place[bound.start], place[bound.end], bound.high, n))
        if bound.low is not None:
            edges.append(_Edge(place[bound.end], place[bound.start], -bound.low, n))
    return edges
