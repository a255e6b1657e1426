"""Which statements are nearest to each by their vectors: exact, and gone on from where statements come and go.

Vectors are taken in whole steps of `SCALE`, so that every product of two is a whole number below 2**24, which float32 holds exactly: the
result hangs neither on the order in which statements came nor on how a machine sums up.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Products = NDArray[np.float32]
Places = NDArray[np.int32]

# By the inequality of Cauchy and Schwarz each partial sum of the product of two vectors no longer than 4,096 stays within 2**24.
SCALE = 4000
# Nearest statements known for each.
NEAREST = 16
# Rows of one matrix product: bounds memory at block * n floats.
_BLOCK = 1024
# Where more than one row in this many is new or has lost a neighbour, all are worked out anew.
_FEW = 4
_FARTHEST = np.float32(-2 * SCALE**2)


def in_steps(matrix: NDArray[np.float32]) -> Products:
    """Unit vectors, float32[n, d], in whole steps of `SCALE`."""
    steps: Products = np.rint(matrix * np.float32(SCALE))
    return steps


@dataclass(frozen=True, slots=True, eq=False)
class Nearest:
    """Of statements in the order of their ids the nearest others, nearest first, of equals the one with the lower id.

    `digests` are digests of their vectors; `places` int32[n, k] points into `ids`, `products` float32[n, k] has the cosines times
    `SCALE` squared. k is `NEAREST`, or one less than there are statements.
    """

    ids: tuple[str, ...] = ()
    digests: tuple[str, ...] = ()
    places: Places = field(default_factory=lambda: np.empty((0, 0), dtype=np.int32))
    products: Products = field(default_factory=lambda: np.empty((0, 0), dtype=np.float32))


def find_nearest(ids: Sequence[str], steps: Products, known: Nearest) -> Nearest:
    """The nearest of each statement. `ids` are sorted, `steps` float32[n, d] as of `in_steps`; `known` spares work and changes nothing."""
    digests = tuple(hashlib.blake2b(row.tobytes(), digest_size=12).hexdigest() for row in steps)
    keep = min(NEAREST, len(ids) - 1)
    if keep < NEAREST or known.places.shape[1:] != (NEAREST,):
        return Nearest(tuple(ids), digests, *_anew(steps, np.arange(len(ids)), keep))
    before = places_before(ids, digests, known)
    after = np.full(len(known.ids), -1, dtype=np.int64)
    after[before[before >= 0]] = np.flatnonzero(before >= 0)
    places = np.full((len(ids), NEAREST), -1, dtype=np.int32)
    products = np.zeros((len(ids), NEAREST), dtype=np.float32)
    stay = np.flatnonzero(before >= 0)
    places[stay], products[stay] = after[known.places[before[stay]]], known.products[before[stay]]
    again = np.flatnonzero((places < 0).any(axis=1))
    if _FEW * len(again) > len(ids):
        return Nearest(tuple(ids), digests, *_anew(steps, np.arange(len(ids)), NEAREST))
    new = np.flatnonzero(before < 0)
    stay = np.setdiff1d(stay, again, assume_unique=True)
    _let_in(places, products, steps, stay, new)
    places[again], products[again] = _anew(steps, again, NEAREST)
    return Nearest(tuple(ids), digests, places, products)


def places_before(ids: Sequence[str], digests: Sequence[str], known: Nearest) -> Numbers:
    """For each statement its place in `known`, -1 where it was not there or had another vector."""
    place = {row: number for number, row in enumerate(zip(known.ids, known.digests, strict=True))}
    return np.array([place.get(row, -1) for row in zip(ids, digests, strict=True)], dtype=np.int64)


def nearest_of(steps: Products, keep: int) -> Places:
    """Of each row the places of the `keep` nearest others, int32[n, keep]."""
    return _anew(steps, np.arange(len(steps)), keep)[0]


def _anew(steps: Products, rows: Numbers, keep: int) -> tuple[Places, Products]:
    places = np.empty((len(rows), keep), dtype=np.int32)
    products = np.empty((len(rows), keep), dtype=np.float32)
    for at in range(0, len(rows) if keep > 0 else 0, _BLOCK):
        some = rows[at : at + _BLOCK]
        block = steps[some] @ steps.T
        block[np.arange(len(some)), some] = _FARTHEST
        places[at : at + _BLOCK], products[at : at + _BLOCK] = _top(block, keep)
    return places, products


def _top(block: Products, keep: int) -> tuple[Places, Products]:
    """Of each row the columns of the `keep` highest values and these, highest first, of equals the lower column."""
    least = np.partition(block, block.shape[1] - keep, axis=1)[:, block.shape[1] - keep]
    rows, columns = np.nonzero(block >= least[:, None])
    values = block[rows, columns]
    order = np.lexsort((columns, -values, rows))
    rows, columns, values = rows[order], columns[order], values[order]
    rank = np.arange(len(rows)) - np.searchsorted(rows, rows)
    kept = rank < keep
    return columns[kept].reshape(-1, keep).astype(np.int32), values[kept].reshape(-1, keep)


def _let_in(places: Places, products: Products, steps: Products, rows: Numbers, new: Numbers) -> None:
    """Put new statements among the nearest of those that stay, in place."""
    for at in range(0, len(rows) if len(new) else 0, _BLOCK):
        some = rows[at : at + _BLOCK]
        values = steps[some] @ steps[new].T
        last, where = products[some, -1:], places[some, -1:]
        nearer = ((values > last) | ((values == last) & (new[None, :] < where))).any(axis=1)
        hit = some[nearer]
        both = np.concatenate((products[hit], values[nearer]), axis=1)
        which = np.concatenate((places[hit], np.broadcast_to(new.astype(np.int32), (len(hit), len(new)))), axis=1)
        order = np.lexsort((which, -both), axis=1)[:, : places.shape[1]]
        places[hit] = np.take_along_axis(which, order, axis=1)
        products[hit] = np.take_along_axis(both, order, axis=1)
