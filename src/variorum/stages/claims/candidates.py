"""Which pairs of statements are worth comparing: generous, symmetric, and far fewer than all."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from variorum.crafts.clusters import Pair
from variorum.crafts.comparison import Sketch

# Nearest statements taken for each by their vectors, and the least cosine at which one is taken at all.
_NEAREST = 16
_LEAST_COSINE = 0.30
# Rows of one matrix product: bounds memory at block * n floats.
_BLOCK = 1024
# A name or word held by more statements than this parts too little to pair by.
_COMMON = 40
# Counts of one kind are paired with this many nearest others of the same kind.
_NEAREST_COUNTS = 24
# Tellings of the means are paired with this many of the days next to theirs.
_NEAREST_MEANS = 24
# Cosines worked out at once: bounds memory at twice as many vectors.
_COSINES = 16_384

Numbers = NDArray[np.int64]
_NONE: Numbers = np.empty(0, dtype=np.int64)


def candidates(sketches: Sequence[Sketch], vectors: Mapping[str, NDArray[np.float32]]) -> dict[Pair, float]:
    """The pairs to compare in their order, each with the cosine of its vectors.

    A pair is taken where one statement is among the nearest of the other, where both count the same kind of thing at
    times that can be one, where they share two rare words, where both tell by what means something was done, or where
    one tells of a readiness and the other of a refusal of one person. Near-linear in their number but for one matrix product.
    """
    order = sorted(sketches, key=lambda sketch: sketch.id)
    if len(order) < 2:
        return {}
    matrix = np.stack([vectors[sketch.id] for sketch in order]).astype(np.float32)
    found = (_by_vector(matrix), _by_count(order, matrix), _by_words(order), _by_stance(order), _by_means(order))
    lefts, rights = np.divmod(np.unique(np.concatenate(found)), len(order))
    pairs: dict[Pair, float] = {}
    for at in range(0, len(lefts), _COSINES):
        left, right = lefts[at : at + _COSINES], rights[at : at + _COSINES]
        cosines = np.clip(np.einsum("ij,ij->i", matrix[left], matrix[right]), -1.0, 1.0)
        rows = zip(left.tolist(), right.tolist(), cosines.tolist(), strict=True)
        pairs.update({(order[i].id, order[j].id): cosine for i, j, cosine in rows})
    return pairs


def _numbered(one: Numbers, other: Numbers, count: int) -> Numbers:
    """Pairs of the places of statements as one number each, the lower place first."""
    return np.minimum(one, other) * count + np.maximum(one, other)


def _nearest(matrix: NDArray[np.float32], keep: int, least: float) -> tuple[Numbers, Numbers]:
    """Each row with as many nearest others as are to be kept, of those whose cosine is at least `least`."""
    rows, columns = [], []
    for start in range(0, len(matrix), _BLOCK):
        block = matrix[start : start + _BLOCK] @ matrix.T
        block[np.arange(len(block)), np.arange(start, start + len(block))] = -2.0
        nearest = np.argpartition(-block, keep - 1, axis=1)[:, :keep]
        enough = np.take_along_axis(block, nearest, axis=1) >= least
        rows.append(np.repeat(np.arange(start, start + len(block)), keep)[enough.ravel()])
        columns.append(nearest[enough])
    return np.concatenate(rows), np.concatenate(columns)


def _by_vector(matrix: NDArray[np.float32]) -> Numbers:
    rows, columns = _nearest(matrix, min(_NEAREST, len(matrix) - 1), _LEAST_COSINE)
    return _numbered(rows, columns, len(matrix))


def _by_count(order: Sequence[Sketch], matrix: NDArray[np.float32]) -> Numbers:
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
        rows, columns = _nearest(matrix[members], min(_NEAREST_COUNTS, len(members) - 1), -1.5)
        one, other = members[rows], members[columns]
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
