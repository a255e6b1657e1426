"""How likely two statements assert the same thing, as a weighted sum of measured likenesses with its reason."""

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from variorum.crafts.comparison import Finding, Sketch, casualties, quote_shared
from variorum.crafts.similarity import Rarity
from variorum.crafts.tables import load

FEATURES = (
    "cosine", "words", "contained", "nothing", "inside", "names", "named", "count", "counts_apart", "time", "holder", "length", "means", "quoted",
)  # fmt: skip


# Numbers up to this are often equal by chance.
_FEW = 10


@dataclass(frozen=True, slots=True)
class Likeness:
    """The measures of one pair, each in 0..1, in the order of `FEATURES`; `shared` is how many words beside names."""

    values: tuple[float, ...]
    shared: int = 0

    def __getitem__(self, name: str) -> float:
        return self.values[FEATURES.index(name)]


def measure(a: Sketch, b: Sketch, cosine: float, found: Sequence[Finding], rarity: Rarity) -> Likeness:
    """The likeness of two statements; symmetric."""
    by_rule = {finding.rule: finding.outcome for finding in found}
    both = a.names & b.names
    either = a.names | b.names
    lengths = sorted((len(a.content) + 1, len(b.content) + 1))
    return Likeness(
        (
            cosine,
            *rarity.shares(a.content, b.content),
            float(not a.content & b.content),
            float(a.document == b.document),
            2 * len(both) / (len(a.names) + len(b.names)) if either else 0.0,
            len(a.terms & b.terms & (a.naming | b.naming)) / max(1, min(len(a.terms), len(b.terms))),
            _weight_of_count(a, b) if by_rule.get("count") == "same" else 0.0,
            _counts_apart(a, b),
            float(by_rule.get("time") in ("same", "narrower", "wider")),
            float(bool(a.holders & b.holders)),
            lengths[0] / lengths[1],
            float(by_rule.get("means") == "same"),
            float(a.document != b.document and quote_shared(a, b)),
        ),
        len(a.content & b.content),
    )


def _counts_apart(a: Sketch, b: Sketch) -> float:
    """Whether one side counts and the other does not: 1 for casualties, half for other numbers; ages say nothing."""
    left, right = ({count.kind for count in side.counts if not count.aside} for side in (a, b))
    if bool(left & casualties()) != bool(right & casualties()):
        return 1.0
    return 0.5 if bool(left) != bool(right) else 0.0


def _weight_of_count(a: Sketch, b: Sketch) -> float:
    """How telling an equal count is: a number above ten or one of casualties is seldom equal by chance.

    An age tells of whom it is told: it counts only between statements that say little else.
    """
    equal = [x for x in a.counts for y in b.counts if x.kind == y.kind and x.value == y.value]
    if all(x.aside for x in equal):
        return 0.5 if max(len(a.content), len(b.content)) <= 1 else 0.0
    telling = any(not x.vague and (x.value > _FEW or x.kind in casualties()) for x in equal)
    return 1.0 if telling else 0.5


@functools.cache
def _weights() -> tuple[float, tuple[float, ...]]:
    table = load("likeness")
    return float(table["bias"]), tuple(float(table["weights"].get(name, 0.0)) for name in FEATURES)


def likelihood(likeness: Likeness) -> float:
    """The chance in 0..1 that the two assert the same thing, by the weights of the table `likeness`."""
    bias, weights = _weights()
    total = bias + math.fsum(x * y for x, y in zip(weights, likeness.values, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@functools.cache
def reader_weights() -> dict[str, float]:
    """The weights by which a likelihood and what a reader of pairs says are put together."""
    return {name: float(value) for name, value in load("likeness")["reader"].items()}
