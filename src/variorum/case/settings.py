"""What a user may set about a reading, and the tools it is made with."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from variorum.stages.entities.mentioning import PronounReader
from variorum.values.documents import Document
from variorum.values.parses import Parse
from variorum.values.runs import ModelRecord
from variorum.values.statements import Attribution


class DocumentParser(Protocol):
    """Parses documents, in order, lazily."""

    def parse_all(self, documents: Sequence[Document]) -> Iterator[Parse]:
        """One parse a document."""
        ...

    def record(self) -> ModelRecord:
        """Which model this is."""
        ...


class AttributionReader(Protocol):
    """Finds attributions in a parsed document."""

    def attribute(self, document: Document, parse: Parse) -> tuple[Attribution, ...]:
        """Attributions in the order of the text, nested ones after what holds them."""
        ...

    def record(self) -> ModelRecord | None:
        """Which model this is; None for rules."""
        ...


class SentenceEmbedder(Protocol):
    """Turns sentences into unit vectors."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """`float32[n, d]`, each row of length 1, in the order given."""
        ...

    def record(self) -> ModelRecord:
        """Which model this is."""
        ...


class PairReader(Protocol):
    """Reads two statements at once; see `stages.claims.reading`."""

    def compare(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """`float32[n, 3]`: how likely the second text follows from the first, is neutral to it, contradicts it."""
        ...

    def record(self) -> ModelRecord:
        """Which model this is."""
        ...


class ScoringPronouns(PronounReader, Protocol):
    """Scores which mentions a pronoun may speak of."""

    def record(self) -> ModelRecord:
        """Which model this is."""
        ...


@dataclass(frozen=True, slots=True)
class Tools:
    """The models a reading is made with. Without `relations` pairs of statements are compared by rules and vectors alone, without
    `pronouns` pronouns are ranked by questions of grammar and place alone."""

    parser: DocumentParser
    attribution: AttributionReader
    embedder: SentenceEmbedder
    relations: PairReader | None = None
    pronouns: ScoringPronouns | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """`grades`: whether claims are graded. `clock`: ISO 8601 time (UTC) for custody events, given by the door."""

    clock: str
    grades: bool = True


class Progress(Protocol):
    """Who wants to know how far the work has come: told when a step begins, and after each item of it."""

    def begin(self, step: str, total: int) -> None:
        """A step with `total` items begins; the one before it has ended."""
        ...

    def advance(self) -> None:
        """One more item is done."""
        ...

    def end(self) -> None:
        """All steps are done."""
        ...


class Silence:
    """Progress for nobody."""

    def begin(self, step: str, total: int) -> None:
        """Nothing to tell."""

    def advance(self) -> None:
        """Nothing to tell."""

    def end(self) -> None:
        """Nothing to tell."""
