"""Groups of alike things under vetoes: average-link agglomeration over a sparse graph of scores.

The result does not depend on the order in which things or scores are given, only on their ids.
"""

import heapq
from collections.abc import Iterable, Mapping, Sequence

Pair = tuple[str, str]


def pair(left: str, right: str) -> Pair:
    """The two ids in the order in which pairs are kept. Raises `ValueError` where they are one."""
    if left == right:
        raise ValueError(f"{left!r} cannot be paired with itself")
    return (left, right) if left < right else (right, left)


def families(count: int, links: Iterable[tuple[int, int]]) -> list[int]:
    """Of the things 0 to `count` - 1 the lowest that each is linked with, over any number of links."""
    leader = list(range(count))

    def root(one: int) -> int:
        while leader[one] != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    for a, b in links:
        low, high = sorted((root(a), root(b)))
        leader[high] = low
    return [root(one) for one in range(count)]


def cluster(
    things: Iterable[str],
    scores: Mapping[Pair, float],
    vetoes: Iterable[Pair],
    *,
    least: float,
    missing: float = 0.0,
    together: Iterable[Sequence[str]] = (),
) -> tuple[tuple[str, ...], ...]:
    """Every thing in exactly one group, the most alike joined first, no two that a veto parts in one group.

    `scores` are by `pair`. Two groups join while the mean score over all their pairs is at least `least`; a pair
    without a score counts as `missing`. Groups and their members are in the order of their ids. `together` are disjoint
    groups to begin with: they are never parted, and a veto between two of their members is not heard.
    """
    started = {thing: sorted(group) for group in together for thing in group}
    members: dict[int, list[str]] = {}
    home: dict[str, int] = {}
    for number, thing in enumerate(sorted(set(things))):
        if thing in home:
            continue
        members[number] = started.get(thing, [thing])
        home.update(dict.fromkeys(members[number], number))
    # Per group: the sum and number of known scores towards each other group, and the groups it may never join.
    known: dict[int, dict[int, tuple[float, int]]] = {number: {} for number in members}
    apart: dict[int, set[int]] = {number: set() for number in members}
    for left, right in vetoes:
        if home[left] != home[right]:
            apart[home[left]].add(home[right])
            apart[home[right]].add(home[left])
    for (left, right), score in sorted(scores.items()):
        a, b = home[left], home[right]
        if a != b:
            total, count = known[a].get(b, (0.0, 0))
            known[a][b] = known[b][a] = (total + score, count + 1)

    def mean(a: int, b: int) -> float:
        total, count = known[a][b]
        pairs = len(members[a]) * len(members[b])
        return (total + missing * (pairs - count)) / pairs

    heap: list[tuple[float, str, str, int, int]] = []

    def offer(a: int, b: int) -> None:
        if b not in apart[a] and (value := mean(a, b)) >= least:
            first, second = sorted((a, b), key=lambda number: members[number][0])
            heapq.heappush(heap, (-round(value, 9), members[first][0], members[second][0], first, second))

    for a, others in known.items():
        for b in others:
            if a < b:
                offer(a, b)
    fresh = max(members, default=0) + 1
    while heap:
        _, _, _, a, b = heapq.heappop(heap)
        if a not in members or b not in members:
            continue
        members[fresh] = sorted(members[a] + members[b])
        known[fresh] = {}
        apart[fresh] = apart[a] | apart[b]
        for old in (a, b):
            for other, (total, count) in known[old].items():
                if other in (a, b):
                    continue
                before, times = known[fresh].get(other, (0.0, 0))
                known[fresh][other] = (before + total, times + count)
            for other in apart[old]:
                apart[other].add(fresh)
        for old in (a, b):
            for other in known[old]:
                if other not in (a, b):
                    del known[other][old]
            for other in apart[old]:
                apart[other].discard(old)
        for old in (a, b):
            del members[old], known[old], apart[old]
        for other, value in known[fresh].items():
            known[other][fresh] = value
            offer(fresh, other)
        fresh += 1
    return tuple(sorted(tuple(group) for group in members.values()))
