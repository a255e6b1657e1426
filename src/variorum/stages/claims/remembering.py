"""What an alignment leaves behind for the next one, so that a pair of statements that did not change is not compared again.

Nothing here changes a result: a comparison is used again only where all it was made from is the same. Two things of a comparison hang
on the rest of the case: how rare the words are that both statements have, which is worked out each time, and what was decided from it,
which is decided again where that came out otherwise.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, is_dataclass

from variorum.crafts.clusters import Pair
from variorum.crafts.comparison import Finding, Sketch
from variorum.stages.claims.deciding import Decision
from variorum.stages.claims.reading import Verdict
from variorum.stages.claims.scoring import Likeness


@dataclass(frozen=True, slots=True)
class Compared:
    """One pair: how alike, how likely the same, what the rules found and what was decided."""

    a: str
    b: str
    likeness: Likeness
    likely: float
    found: tuple[Finding, ...]
    decision: Decision
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Comparisons:
    """The pairs that rules and measures compared, and of each statement that took part the digest of what was compared of it."""

    sketches: Mapping[str, str] = field(default_factory=dict)
    pairs: Mapping[Pair, Compared] = field(default_factory=dict)

    def recall(self, pair: Pair, sketches: Mapping[str, str]) -> Compared | None:
        """The comparison of two statements of which the same is compared as then; None where there is none."""
        before = self.pairs.get(pair)
        if before is None or any(self.sketches.get(side) != sketches[side] for side in pair):
            return None
        return before


def digest_all(sketches: Mapping[str, Sketch]) -> dict[str, str]:
    """The digest of every sketch, the same in every process."""
    return {key: hashlib.sha256(repr(_plain(one)).encode("utf-8")).hexdigest()[:32] for key, one in sketches.items()}


def _plain(value: object) -> object:
    """A value whose `repr` does not hang on the order of a set."""
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if is_dataclass(value):
        return [_plain(getattr(value, name)) for name in getattr(value, "__slots__")]  # noqa: B009
    return value
