"""Which pairs of statements are worth comparing: generous, symmetric, and far fewer than all."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from variorum.crafts.clusters import Pair, pair
from variorum.crafts.comparison import Sketch, days_apart

# Nearest statements taken for each by their vectors, and the least cosine at which one is taken at all.
_NEAREST = 16
_LEAST_COSINE = 0.30
# Rows of one matrix product: bounds memory at block * n floats.
_BLOCK = 1024
# A name or word held by more statements than this parts too little to pair by.
_COMMON = 40
# Counts of one kind are paired with this many nearest others of the same kind.
_NEAREST_COUNTS = 24


def candidates(sketches: Sequence[Sketch], vectors: Mapping[str, NDArray[np.float32]]) -> dict[Pair, float]:
    """The pairs to compare, each with the cosine of its vectors.

    A pair is taken where one statement is among the nearest of the other, where both count the same kind of thing at
    times that can be one, where they share two rare words, or where
    one tells of a readiness and the other of a refusal of one person. Near-linear in their number but for one matrix product.
    """
    order = sorted(sketches, key=lambda sketch: sketch.id)
    if len(order) < 2:
        return {}
    matrix = np.stack([vectors[sketch.id] for sketch in order]).astype(np.float32)
    found: set[tuple[int, int]] = set()
    _by_vector(matrix, found)
    _by_count(order, matrix, found)
    _by_words(order, found)
    _by_stance(order, found)
    rows = np.array(sorted(found), dtype=np.int64).reshape(-1, 2)
    cosines = np.einsum("ij,ij->i", matrix[rows[:, 0]], matrix[rows[:, 1]]) if len(rows) else np.zeros(0)
    return {
        pair(order[i].id, order[j].id): float(np.clip(value, -1.0, 1.0))
        for (i, j), value in zip(rows.tolist(), cosines, strict=True)
    }


def _by_vector(matrix: NDArray[np.float32], found: set[tuple[int, int]]) -> None:
    keep = min(_NEAREST, len(matrix) - 1)
    for start in range(0, len(matrix), _BLOCK):
        block = matrix[start : start + _BLOCK] @ matrix.T
        block[np.arange(len(block)), np.arange(start, start + len(block))] = -2.0
        nearest = np.argpartition(-block, keep - 1, axis=1)[:, :keep]
        for row, columns in enumerate(nearest):
            i = start + row
            found.update((min(i, int(j)), max(i, int(j))) for j in columns if block[row, j] >= _LEAST_COSINE)


def _by_count(order: Sequence[Sketch], matrix: NDArray[np.float32], found: set[tuple[int, int]]) -> None:
    kinds: defaultdict[str, list[int]] = defaultdict(list)
    for index, sketch in enumerate(order):
        for kind in sorted({count.kind for count in sketch.counts}):
            kinds[kind].append(index)
    for _, indices in sorted(kinds.items()):
        rows = np.array(indices)
        keep = min(_NEAREST_COUNTS, len(rows) - 1)
        if keep < 1:
            continue
        for at in range(0, len(rows), _BLOCK):
            block = matrix[rows[at : at + _BLOCK]] @ matrix[rows].T
            block[np.arange(len(block)), np.arange(at, at + len(block))] = -2.0
            nearest = np.argpartition(-block, keep - 1, axis=1)[:, :keep]
            for row, columns in enumerate(nearest):
                i = indices[at + row]
                for column in columns:
                    j = indices[int(column)]
                    if days_apart(order[i], order[j]) in (None, 0):
                        found.add((min(i, j), max(i, j)))


def _by_words(order: Sequence[Sketch], found: set[tuple[int, int]]) -> None:
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for index, sketch in enumerate(order):
        for term in sketch.terms | sketch.names:
            holders[term].append(index)
    shared: Counter[tuple[int, int]] = Counter()
    for _, indices in sorted(holders.items()):
        if 2 <= len(indices) <= _COMMON:
            shared.update((i, j) for at, i in enumerate(indices) for j in indices[at + 1 :])
    found.update(pair for pair, times in shared.items() if times >= 2)


def _by_stance(order: Sequence[Sketch], found: set[tuple[int, int]]) -> None:
    willing = [i for i, sketch in enumerate(order) if sketch.stance == "willing"][:_COMMON]
    refusing = [i for i, sketch in enumerate(order) if sketch.stance == "refusing"][:_COMMON]
    found.update(
        (min(i, j), max(i, j))
        for i in willing
        for j in refusing
        if order[i].document != order[j].document and order[i].names & order[j].names
    )
