"""How far a claim can be relied on, and why, after the Admiralty scheme (STANAG 2511); and what to check next."""

from dataclasses import dataclass
from typing import Literal

Reliability = Literal["A", "B", "C", "D", "E", "F"]
Credibility = Literal["1", "2", "3", "4", "5", "6"]


@dataclass(frozen=True, slots=True)
class Reason:
    """The rule that spoke, what it says to the reader, and the ids it rests on."""

    rule: str
    says: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grade:
    """Two separate axes: the source (A-F) and the information (1-6). F and 6 mean "cannot be judged"."""

    claim: str
    reliability: Reliability
    credibility: Credibility
    reason: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """What to check next. `weight` orders questions by how many claims an answer would move; never printed."""

    text: str
    claims: tuple[str, ...]
    why: str
    weight: float
