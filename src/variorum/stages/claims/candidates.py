"""Which pairs of statements are worth comparing: generous, symmetric, and far fewer than all."""

import datetime
import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from variorum.crafts.clusters import Pair
from variorum.crafts.comparison import Sketch
from variorum.stages.claims.nearest import SCALE, Nearest, Numbers, Products, find_nearest, in_steps, nearest_of

# The least cosine at which one of the nearest statements is taken at all.
_LEAST_COSINE = 0.30
# A name or word held by more statements than this parts too little to pair by.
_COMMON = 40
# Counts of one kind are paired with this many nearest others of the same kind.
_NEAREST_COUNTS = 24
# Tellings of the means are paired with this many of the days next to theirs.
_NEAREST_MEANS = 24
# Cosines worked out at once: bounds memory at twice as many vectors.
_COSINES = 16_384

_NONE: Numbers = np.empty(0, dtype=np.int64)


def candidates(sketches: Sequence[Sketch], vectors: Mapping[str, NDArray[np.float32]]) -> dict[Pair, float]:
    """The pairs to compare in their order, each with the cosine of its vectors."""
    order = sorted(sketches, key=lambda sketch: sketch.id)
    if not order:
        return {}
    steps = in_steps(np.stack([vectors[sketch.id] for sketch in order]).astype(np.float32))
    lefts, rights = pair_up(order, steps, find_nearest([sketch.id for sketch in order], steps, Nearest()))
    rows = zip(lefts.tolist(), rights.tolist(), cosines(steps, lefts, rights).tolist(), strict=True)
    return {(order[i].id, order[j].id): cosine for i, j, cosine in rows}


def pair_up(order: Sequence[Sketch], steps: Products, nearest: Nearest) -> tuple[Numbers, Numbers]:
    """The pairs to compare as places in `order`, which is by id: the lower place and the higher, in their order.

    A pair is taken where one statement is among the nearest of the other, where both count the same kind of thing at
    times that can be one, where they share two rare words, where both tell by what means something was done, where both
    tell of a post of one person or of his coming or leaving, where both tell what befell one thing or by what cause, or where one tells of a readiness and the other of a refusal of one person. Near-linear in their number but for one matrix product,
    which goes on from the last one. `steps` are the vectors as of `in_steps`.
    """
    if len(order) < 2:
        return _NONE, _NONE
    found = (
        _by_vector(nearest),
        _by_count(order, steps),
        _by_words(order),
        _by_stance(order),
        _by_means(order),
        _by_career(order),
        _by_mishap(order),
    )
    return np.divmod(np.unique(np.concatenate(found)), len(order))


def cosines(steps: Products, lefts: Numbers, rights: Numbers) -> NDArray[np.float64]:
    """The cosine of each pair of vectors, float64[pairs], as exact as `SCALE` is fine: to one part in ten thousand."""
    found = np.empty(len(lefts), dtype=np.float64)
    for at in range(0, len(lefts), _COSINES):
        some = slice(at, at + _COSINES)
        found[some] = np.einsum("ij,ij->i", steps[lefts[some]], steps[rights[some]])
    return np.clip(found / SCALE**2, -1.0, 1.0)


def _numbered(one: Numbers, other: Numbers, count: int) -> Numbers:
    """Pairs of the places of statements as one number each, the lower place first."""
    return np.minimum(one, other) * count + np.maximum(one, other)


def _by_vector(nearest: Nearest) -> Numbers:
    count = len(nearest.ids)
    rows = np.repeat(np.arange(count), nearest.places.shape[1])
    near = nearest.products.ravel() >= _LEAST_COSINE * SCALE**2
    return _numbered(rows[near], nearest.places.ravel()[near].astype(np.int64), count)


def _by_count(order: Sequence[Sketch], steps: Products) -> Numbers:
    kinds: defaultdict[str, list[int]] = defaultdict(list)
    for index, sketch in enumerate(order):
        for kind in sorted({count.kind for count in sketch.counts}):
            kinds[kind].append(index)
    firsts, lasts, dated = _days(order)
    found = [_NONE]
    for _, indices in sorted(kinds.items()):
        members = np.array(indices)
        if len(members) < 2:
            continue
        nearest = nearest_of(steps[members], min(_NEAREST_COUNTS, len(members) - 1))
        one, other = np.repeat(members, nearest.shape[1]), members[nearest.ravel()]
        at_once = (firsts[one] <= lasts[other]) & (firsts[other] <= lasts[one])
        fits = at_once | ~(dated[one] & dated[other])
        found.append(_numbered(one[fits], other[fits], len(order)))
    return np.concatenate(found)


def _days(order: Sequence[Sketch]) -> tuple[Numbers, Numbers, NDArray[np.bool_]]:
    """The first and last day of each statement as numbers, and whether it has any; an open end is the day that is known."""
    spans = [(s.earliest or s.latest, s.latest or s.earliest) for s in order]
    firsts = np.array([first.toordinal() if first else 0 for first, _ in spans], dtype=np.int64)
    lasts = np.array([last.toordinal() if last else 0 for _, last in spans], dtype=np.int64)
    return firsts, lasts, np.array([first is not None for first, _ in spans], dtype=bool)


def _by_words(order: Sequence[Sketch]) -> Numbers:
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for index, sketch in enumerate(order):
        for term in sketch.terms | sketch.names:
            holders[term].append(index)
    by_size: defaultdict[int, list[list[int]]] = defaultdict(list)
    for indices in holders.values():
        if 2 <= len(indices) <= _COMMON:
            by_size[len(indices)].append(indices)
    shared = [_NONE]
    for size, groups in sorted(by_size.items()):
        one, other = np.triu_indices(size, 1)
        members = np.array(groups)
        shared.append(_numbered(members[:, one], members[:, other], len(order)).ravel())
    pairs, times = np.unique(np.concatenate(shared), return_counts=True)
    return pairs[times >= 2]


def _by_stance(order: Sequence[Sketch]) -> Numbers:
    willing = [i for i, sketch in enumerate(order) if sketch.stance == "willing"][:_COMMON]
    refusing = [i for i, sketch in enumerate(order) if sketch.stance == "refusing"][:_COMMON]
    found = [
        min(i, j) * len(order) + max(i, j)
        for i in willing
        for j in refusing
        if order[i].document != order[j].document and order[i].names & order[j].names
    ]
    return np.array(found, dtype=np.int64)


def _by_career(order: Sequence[Sketch]) -> Numbers:
    """Tellings of posts, of comings and of leavings, each with those of another account that can be of the same person."""
    told: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for index, sketch in enumerate(order):
        if sketch.career is None:
            continue
        steps = (("post", sketch.career.post), ("left", sketch.career.left), ("entered", sketch.career.entered))
        for word in sorted(sketch.career.person):
            for step in (name for name, value in steps if value):
                told[step, word].append(index)
    found = [
        min(i, j) * len(order) + max(i, j)
        for indices in told.values()
        for i, j in itertools.combinations(indices[:_COMMON], 2)
        if order[i].document != order[j].document
    ]
    return np.array(found, dtype=np.int64)


def _by_mishap(order: Sequence[Sketch]) -> Numbers:
    """Tellings of what befell things of one family, with those of the nearest days; a cause that is only denied with each family's."""
    families: defaultdict[str, list[tuple[datetime.date, int]]] = defaultdict(list)
    told = [(s.earliest or s.told or datetime.date.min, i, s.mishap) for i, s in enumerate(order) if s.mishap]
    known = {thing.family for _, _, mishap in told for thing in mishap.things}
    for day, index, mishap in told:
        for family in {thing.family for thing in mishap.things} or (known if mishap.denied else ()):
            families[family].append((day, index))
    found = [
        min(i, j) * len(order) + max(i, j)
        for rows in map(sorted, families.values())
        for place, (_, i) in enumerate(rows)
        for _, j in rows[place + 1 : place + 1 + _NEAREST_MEANS]
    ]
    return np.array(found, dtype=np.int64)


def _by_means(order: Sequence[Sketch]) -> Numbers:
    """Tellings of the means with those of the nearest days: one happening is told of within a few."""
    told = sorted((s.earliest or s.told or datetime.date.min, i) for i, s in enumerate(order) if s.means)
    found = [
        min(i, j) * len(order) + max(i, j)
        for place, (_, i) in enumerate(told)
        for _, j in told[place + 1 : place + 1 + _NEAREST_MEANS]
        if order[i].document != order[j].document
    ]
    return np.array(found, dtype=np.int64)
