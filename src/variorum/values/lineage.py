"""Which account derives from which, and how many independent origins a claim has."""

from dataclasses import dataclass
from typing import Literal

from variorum.values.text import Passage

LineageKind = Literal["copies", "shared-source", "cites"]
StemmaKind = Literal["origin", "relay", "lost", "account"]
Independence = Literal["derived", "not established", "shown"]


@dataclass(frozen=True, slots=True)
class LineageEdge:
    """`child` derives from or cites `parent`; for "shared-source" the order says nothing. Evidence is quoted.

    `share` is the part of the shorter account's wording that stands in both, 0..1; 0 for citing.
    """

    child: str
    parent: str
    kind: LineageKind
    evidence: tuple[Passage, ...]
    reason: str
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Loop:
    """Documents that cite one another in a circle, in order; round-tripping, not confirmation."""

    documents: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Origin:
    """One witness of one claim, however often repeated. `key` is the same for the same holder across the case."""

    key: str
    name: str
    statements: tuple[str, ...]
    state: Independence
    reason: str


@dataclass(frozen=True, slots=True)
class WitnessPair:
    """One line of the independence ledger: two origins of a claim, the state and the reason."""

    left: str
    right: str
    state: Independence
    reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What a claim stands on. `shown` is the size of the largest set of origins pairwise shown independent.

    `derived` counts statements that only repeat another origin; `not_established` counts origins beyond `shown`
    whose independence is open.
    """

    claim: str
    origins: tuple[Origin, ...]
    pairs: tuple[WitnessPair, ...]
    shown: int
    not_established: int
    derived: int


@dataclass(frozen=True, slots=True)
class Loss:
    """What falls away without one origin: claims left with none, claims that lose independence."""

    origin: str
    name: str
    lost: tuple[str, ...]
    weakened: tuple[str, ...]
    total: int


@dataclass(frozen=True, slots=True)
class StemmaNode:
    """A place in a claim's stemma: the origin, somebody who passed it on, a lost text, or a supplied account.

    `parent` is the key of the node above, None for an origin. A lost text was cited and not supplied, or is inferred;
    `reason` says which. `derived` marks accounts that have it from another text and not from the origin itself.
    """

    key: str
    parent: str | None
    kind: StemmaKind
    label: str
    document: str | None
    derived: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Stemma:
    """How a claim came from its origins to the accounts; every node stands after its parent."""

    claim: str
    nodes: tuple[StemmaNode, ...]

    def depth(self, node: StemmaNode) -> int:
        """How many nodes stand above."""
        above = {n.key: n.parent for n in self.nodes}
        steps, at = 0, node.parent
        while at is not None:
            steps, at = steps + 1, above[at]
        return steps
