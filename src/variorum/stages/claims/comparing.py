"""What every rule and measure says of every candidate pair, gone on from where only some of them are new."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from variorum.crafts.comparison import Finding, Sketch, compare
from variorum.crafts.similarity import Rarity
from variorum.stages.claims.candidates import cosines, pair_up
from variorum.stages.claims.deciding import decide
from variorum.stages.claims.nearest import Numbers, find_nearest, in_steps, places_before
from variorum.stages.claims.remembering import Compared, Comparisons, number, only_used
from variorum.stages.claims.scoring import likelihood, measure
from variorum.stages.claims.sketching import Sketched, by_statement

# Vectors alone join nothing: statements of one person are all near. Below this overlap of words, and with no equal count,
# likelihood is halved. Over the three gold cases read by the program, 0.15 dropped three wrong pairs and no right one.
_LEAST_WORDS = 0.15
_UNWORDED = 0.5
T = TypeVar("T")


def compare_all(
    sketched: Sketched, vectors: Mapping[str, NDArray[np.float32]], rarity: Rarity, known: Comparisons
) -> Comparisons:
    """Every pair worth comparing, compared. `known` spares comparing again what did not change, and changes nothing else."""
    sketches = sorted(by_statement(sketched.sketches).values(), key=lambda one: one.id)
    ids = [one.id for one in sketches]
    if not ids:
        return Comparisons(sketched.sketches, sketched.keys)
    steps = in_steps(np.stack([vectors[ident] for ident in ids]).astype(np.float32))
    nearest = find_nearest(ids, steps, known.nearest)
    before = places_before(ids, nearest.digests, known.nearest)
    was = by_statement(known.sketches)
    before[[was.get(one.id) != one for one in sketches]] = -1
    moved = {term for term, weight in rarity.weights.items() if known.rarity.get(term) != weight}
    stirred = np.array([not one.content.isdisjoint(moved) for one in sketches], dtype=bool)
    if (before >= 0).all() and len(ids) == len(known.nearest.ids) and not stirred.any():
        # Nothing that takes part in a comparison is another than it was.
        if sketched.keys == known.keys and "" not in known.keys.values():
            return known
        return replace(known, sketches=sketched.sketches, keys=sketched.keys, nearest=nearest, rarity=rarity.weights)
    lefts, rights = pair_up(sketches, steps, nearest)
    rows = known.rows(before[lefts], before[rights])
    keep = (rows >= 0) & ~stirred[lefts] & ~stirred[rights]
    fresh = np.flatnonzero(~keep)
    near = cosines(steps, lefts[fresh], rights[fresh])
    made = [
        compare_pair(sketches[i], sketches[j], cosine, rarity, known.findings[known.found[row]] if row >= 0 else None)
        for i, j, cosine, row in zip(
            lefts[fresh].tolist(), rights[fresh].tolist(), near.tolist(), rows[fresh].tolist(), strict=True
        )
    ]
    columns = _Columns(rows, keep)
    findings, found = columns.pooled(known.findings, known.found, [one.found for one in made])
    decisions, decided = columns.pooled(known.decisions, known.decided, [one.decision for one in made])
    return Comparisons(
        sketches=sketched.sketches,
        keys=sketched.keys,
        nearest=nearest,
        rarity=rarity.weights,
        lefts=lefts.astype(np.int32),
        rights=rights.astype(np.int32),
        cosines=columns.real(known.cosines, near),
        likely=columns.real(known.likely, [one.likely for one in made]),
        shared=columns.whole(known.shared, [one.shared for one in made]),
        found=found,
        decided=decided,
        findings=findings,
        decisions=decisions,
    )


def compare_pair(
    a: Sketch, b: Sketch, cosine: float, rarity: Rarity, found: tuple[Finding, ...] | None = None
) -> Compared:
    """One pair compared. `found` is what the rules found of just these two before, where that is known."""
    if found is None:
        found = compare(a, b)
    likeness = measure(a, b, cosine, found, rarity)
    likely = likelihood(likeness)
    if likeness["words"] < _LEAST_WORDS and not (likeness["count"] or likeness["means"]):
        likely *= _UNWORDED
    return Compared(a.id, b.id, cosine, likely, likeness.shared, found, decide(a, b, found, likeness, likely))


class _Columns:
    """Puts together what is kept of the columns known before and what was made now."""

    def __init__(self, rows: Numbers, keep: NDArray[np.bool_]) -> None:
        self._rows, self._keep = rows[keep], keep

    def real(self, before: NDArray[np.float64], now: Sequence[float] | NDArray[np.float64]) -> NDArray[np.float64]:
        column = np.empty(len(self._keep), dtype=np.float64)
        column[self._keep], column[~self._keep] = before[self._rows], now
        return column

    def whole(self, before: NDArray[np.int32], now: Sequence[int]) -> NDArray[np.int32]:
        column = np.empty(len(self._keep), dtype=np.int32)
        column[self._keep], column[~self._keep] = before[self._rows], now
        return column

    def pooled(
        self, pool: Sequence[T], before: NDArray[np.int32], now: Sequence[T]
    ) -> tuple[tuple[T, ...], NDArray[np.int32]]:
        """A column that points into a pool, and the pool: what is pointed to, in the order in which it first comes."""
        everything, at = number(now, pool)
        return only_used(everything, self.whole(before, at))
