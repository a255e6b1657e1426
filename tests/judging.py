"""A small matter for tests of judgements: three invented accounts, read once by grammar, laid side by side in an instant."""

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from variorum.case import Settings, Silence, Source, Tools
from variorum.case.ingest import Ingested, ingest
from variorum.case.remembering import Memory
from variorum.case.tools import RuleReader
from variorum.case.work import Annotated, annotate, collate
from variorum.crafts.similarity import terms
from variorum.stages.documents import Told
from variorum.values.documents import Document
from variorum.values.judgements import Judgement, Question
from variorum.values.readings import Reading
from variorum.values.runs import ModelRecord
from variorum.values.statements import Statement

TEXTS = {
    "Coast Courier": (
        "The barge went down in the harbour of Oskeld on Monday and its cargo was lost.\n\n"
        "Marta Velin, who keeps the lock, said that the barge sank within five minutes. "
        "She said that three sailors were hurt.\n\n"
        "The 46th Engineer Battalion closed the harbour, the mayor said.\n"
    ),
    "Hill Guardian": (
        "The barge sank in the harbour of Oskeld because its hull was cracked, Jonas Brandt said.\n\n"
        "Brandt, who owns the yard, said that two sailors were hurt. "
        "“Nobody had looked at the hull for years,” Brandt said.\n\n"
        "The 47th Engineer Battalion closed the harbour.\n"
    ),
    "Radio Meadow": (
        "The barge went down in the harbour of Oskeld on Monday and its cargo was lost.\n\n"
        "According to Marta Velin, three sailors were hurt.\n"
    ),
}
DAY = datetime.date(2024, 5, 8)


class Bags:
    """Sentence vectors without a model: each word at a place of its own."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.full((len(texts), 384), 1e-3, dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in terms(text):
                row[int(hashlib.sha256(word.encode()).hexdigest(), 16) % 384] += 1.0
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)

    def record(self) -> ModelRecord:
        return ModelRecord("bags of words", "0" * 64)


@dataclass
class Matter:
    """The accounts with their layers. `read(judgements)` lays them side by side as these persons would have it."""

    tools: Tools
    texts: dict[str, str] = field(default_factory=lambda: dict(TEXTS))
    authors: dict[str, str] = field(default_factory=dict)

    @cached_property
    def taken(self) -> Ingested:
        sources = [
            Source(
                f"{outlet.lower().replace(' ', '-')}.txt",
                text.encode(),
                Told(
                    published=DAY, publisher=None if outlet in self.authors else outlet, author=self.authors.get(outlet)
                ),
            )
            for outlet, text in self.texts.items()
        ]
        return ingest(sources, Settings(clock="2024-06-01T00:00:00+00:00"), Silence())

    @cached_property
    def layers(self) -> tuple[Annotated, ...]:
        return annotate(self.taken.documents, self.tools)

    def read(
        self,
        judgements: Sequence[Judgement] = (),
        layers: Sequence[Annotated] | None = None,
        memory: Memory | None = None,
    ) -> Reading:
        settings = Settings(clock="2024-06-01T00:00:00+00:00")
        return collate(self.taken, layers or self.layers, self.tools, settings, Silence(), judgements, memory=memory)

    @cached_property
    def plain(self) -> Reading:
        return self.read()

    def document(self, outlet: str) -> Document:
        return next(d for d in self.taken.documents if d.name.startswith(outlet.lower().replace(" ", "-")))

    def statement(self, outlet: str, words: str) -> Statement:
        """The shortest statement of an account that holds these words."""
        found = [
            s for s in self.plain.statements if s.document == self.document(outlet).id and words in s.passage.words
        ]
        assert found, [s.passage.words for s in self.plain.statements if s.document == self.document(outlet).id]
        return min(found, key=lambda s: len(s.passage.words))

    def place(self, outlet: str, words: str) -> str:
        document = self.document(outlet)
        start = document.text.index(words)
        return f"{document.id}:{start}:{start + len(words)}"


def matter(parser: object, **more: object) -> Matter:
    """The matter of the barge, read by grammar alone."""
    return Matter(Tools(parser, RuleReader(), Bags()), **more)  # type: ignore[arg-type]


def decide(
    question: Question, left: str, right: str = "", answer: str = "", *, minute: int = 0, because: str = "I was there."
) -> Judgement:
    """A judgement of Ada Brandt's, at a minute of one hour."""
    usual = {"rejection": "rejected", "withdrawal": "withdrawn"}
    at = f"2024-06-02T10:{minute:02}:00+00:00"
    return Judgement(question, left, right, answer or usual.get(question, ""), "Ada Brandt", at, because)
