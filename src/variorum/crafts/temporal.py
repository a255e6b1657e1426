"""A network of temporal constraints: can all of these distances in time hold at once, and if not, which few cannot?

The Simple Temporal Problem of Dechter, Meiri & Pearl (1991): points in time, and for pairs of them bounds in days on
how much later the second is. The network is consistent exactly if its distance graph has no negative cycle; the
tightest bounds that follow are its all-pairs shortest paths (Floyd & Warshall). Days are whole numbers, so no
rounding can hide or make a conflict. This room knows points and days, no texts.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


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
    size = len(points)
    # best[i][j]: the shortest walk from i to j of at most `length` edges, and the last edge of it.
    best: list[dict[int, int]] = [{i: 0} for i in range(size)]
    last: list[list[dict[int, _Edge]]] = []
    for _ in range(size):
        step: list[dict[int, _Edge]] = [{} for _ in range(size)]
        longer = [dict(row) for row in best]
        for i in range(size):
            for edge in edges:
                if edge.start in best[i]:
                    reach = best[i][edge.start] + edge.length
                    if edge.end not in longer[i] or reach < longer[i][edge.end]:
                        longer[i][edge.end] = reach
                        step[i][edge.end] = edge
        last.append(step)
        best = longer
        for i in range(size):
            if best[i][i] < 0:
                return _needed([bounds[n] for n in sorted(_walk(last, i))])
    return ()


def _walk(last: Sequence[Sequence[dict[int, _Edge]]], origin: int) -> set[int]:
    """The bounds used by the negative walk from a point back to itself, read from its end."""
    used: set[int] = set()
    at = origin
    for step in reversed(last):
        edge = step[origin].get(at)
        if edge is not None:
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
