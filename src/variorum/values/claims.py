"""What is asserted, whoever asserts it, and how assertions stand to one another."""

from dataclasses import dataclass
from typing import Literal

RelationKind = Literal["equivalent", "refines", "overlaps", "supports", "contradicts", "supersedes"]
Facet = Literal["number", "date", "place", "actor", "cause", "identity", "status", "other"]


@dataclass(frozen=True, slots=True)
class Relation:
    """How statement `b` stands to statement `a`; for refines and supersedes `b` is the narrower or newer one.

    Symmetric kinds (equivalent, overlaps, contradicts) are stored once, in the order of the ids. `score` is the
    confidence in 0..1 and `reason` one sentence for the reader.
    """

    a: str
    b: str
    kind: RelationKind
    facet: Facet | None
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Claim:
    """Statements that assert the same thing. `gist` is the id of the statement that says it best: never invented.

    `silent` are the documents of the matter that say nothing of it: shown, never scored.
    """

    id: str
    gist: str
    statements: tuple[str, ...]
    silent: tuple[str, ...] = ()
