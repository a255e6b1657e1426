"""What a person decided. Stored for ever, outranks every model; about places in texts, never about clusters."""

from dataclasses import dataclass
from typing import Literal

Answer = Literal["same", "different", "unsure"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Two stable things (statement ids, or passages as "document:start:end"), the answer, who, when and why."""

    question: Literal["statements", "entities", "independence"]
    left: str
    right: str
    answer: Answer
    by: str
    at: str
    because: str
