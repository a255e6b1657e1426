"""What a stage has to tell about a subject, and by which tools it was worked out."""

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Issue:
    """Something odd about a subject that a person should know; never an exception, never silence."""

    code: str
    subject: str
    says: str
    level: Literal["note", "warning", "failed"] = "note"


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """The values a stage made and the issues it met on the way."""

    values: tuple[T, ...]
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelRecord:
    """A model that took part: its name and the SHA-256 of its file."""

    name: str
    sha256: str
