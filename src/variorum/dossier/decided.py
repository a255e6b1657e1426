"""What persons decided, in the words of a dossier, and which claims, statements and entities each decision touches."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from variorum.case.particulars import TOLD_OF, tell_correction, tell_value
from variorum.dossier.compile import Index
from variorum.values.documents import Corrected, Document, How
from variorum.values.judgements import Heard, Judgement, write_place
from variorum.values.readings import Reading
from variorum.values.statements import Statement

_LONGEST = 110
_CORRECTED = {
    "span": "the words",
    "holder": "the holder",
    "hop": "the chain",
    "date": "the date",
    "figure": "the figures",
    "modality": "how it is meant",
}
_SAID = {
    ("statements", "same"): "{left} and {right} say the same.",
    ("statements", "different"): "{left} and {right} do not say the same.",
    ("statements", "unsure"): "Whether {left} and {right} say the same is not sure.",
    ("entities", "same"): "{left} and {right} are one.",
    ("entities", "different"): "{left} and {right} are two.",
    ("entities", "unsure"): "Whether {left} and {right} are one is not sure.",
    ("independence", "same"): "One of {left} and {right} only repeats the other.",
    ("independence", "different"): "The origins of {left} and {right} are independent.",
    ("independence", "unsure"): "It is not established that the origins of {left} and {right} are independent.",
    ("conflict", "left"): "{left} stands, against {right}.",
    ("conflict", "right"): "{right} stands, against {left}.",
    ("conflict", "open"): "The conflict of {left} and {right} stays open.",
    ("conflict", "none"): "{left} and {right} do not conflict.",
    ("rejection", "rejected"): "{left} is set aside.",
}


_KNOWN: Mapping[How, str] = {
    "user": "as told by whoever added it",
    "metadata": "metadata",
    "text": "text",
    "unknown": "",
}


def how_known(document: Document, field: Literal["published", "publisher"]) -> str:
    """How the day or the publisher of an account is known, for brackets behind it; empty where it is not."""
    if document.correction(field):
        return "corrected"
    return _KNOWN[getattr(document, field).how]


def tell_corrected(corrected: Corrected) -> str:
    """What was known of a particular before it was corrected, by whom that was, when and why, as a sentence."""
    known = _KNOWN[corrected.how] if corrected.first else ""
    first = f"{tell_value(corrected.field, corrected.first)}{f' ({known})' if known else ''}"
    who = f"corrected by {corrected.by}, {corrected.at[:10]}"
    what = TOLD_OF[corrected.field]
    return f"{what[0].upper()}{what[1:]} was first {first}; {who}: {corrected.because}"


@dataclass(frozen=True, slots=True)
class Decided:
    """A judgement as a reader is told it: the sentence, and the ids of the statements and entities it is about."""

    heard: Heard
    says: str
    statements: tuple[str, ...]
    entities: tuple[str, ...]

    @property
    def stands(self) -> bool:
        """Whether the reading follows it."""
        return self.heard.state == "stands"


class Decisions:
    """All decisions of a reading, the latest last, and those about one thing."""

    def __init__(self, index: Index) -> None:
        reading = index.reading
        self._statements = {s.id: s for s in (*reading.statements, *reading.rejected)}
        self._accounts = {d.id: d for d in reading.documents}
        self._outlets = {d.id: d.publisher.value or d.name for d in reading.documents}
        self._named = _named(reading)
        self.all = tuple(self._decided(heard) for heard in reading.judgements)
        self._of_statement: dict[str, list[Decided]] = {}
        self._of_entity: dict[str, list[Decided]] = {}
        for one in self.all:
            for statement in dict.fromkeys(one.statements):
                self._of_statement.setdefault(statement, []).append(one)
            for entity in dict.fromkeys(one.entities):
                self._of_entity.setdefault(entity, []).append(one)

    def on_statement(self, ident: str) -> tuple[Decided, ...]:
        """What stands about one statement."""
        return tuple(one for one in self._of_statement.get(ident, ()) if one.stands)

    def on_claim(self, statements: tuple[str, ...]) -> tuple[Decided, ...]:
        """What stands about any statement of a claim, each once."""
        found = {one.heard.judgement.id: one for s in statements for one in self.on_statement(s)}
        return tuple(found.values())

    def on_entity(self, ident: str) -> tuple[Decided, ...]:
        """What stands about a person, body, unit or place."""
        return tuple(one for one in self._of_entity.get(ident, ()) if one.stands)

    def marks(self, statement: Statement) -> tuple[str, ...]:
        """What a person did to a statement, for its tags: “added by Ada Brandt”, “the date corrected by Ada Brandt”."""
        made = (one.heard.judgement for one in self.on_statement(statement.id))
        return tuple(f"{_done(j)} by {j.by}" for j in made if j.id in statement.amended)

    def _decided(self, heard: Heard) -> Decided:
        judgement = heard.judgement
        sides = (judgement.left, judgement.right)
        statements = tuple(side for side in sides if side in self._statements)
        if judgement.question == "addition":
            statements = tuple(s.id for s in self._statements.values() if judgement.id in s.amended)
        entities = tuple(self._named[side][0] for side in sides if side in self._named)
        return Decided(heard, self._sentence(judgement, statements), statements, entities)

    def _sentence(self, judgement: Judgement, statements: tuple[str, ...]) -> str:
        left = self._words(judgement.left)
        if judgement.question == "correction":
            return f"{left}: {_CORRECTED[judgement.right]} corrected."
        if judgement.question == "addition":
            return f"{self._words(statements[0]) if statements else left} added by hand."
        if judgement.question == "account":
            return self._told(judgement)
        if judgement.question == "reliability":
            topic = f" on “{judgement.right}”" if judgement.right else ""
            return f"Reliability of {judgement.left}{topic}: {judgement.answer}."
        said = _SAID.get((judgement.question, judgement.answer), "{left}: {answer}.")
        return said.format(left=left, right=self._words(judgement.right), answer=judgement.answer)

    def _told(self, judgement: Judgement) -> str:
        """Which particular of which account was corrected, to what and from what."""
        document = self._accounts.get(judgement.left)
        name = document.name if document else judgement.left
        corrected = next((c for c in document.corrected if c.field == judgement.right), None) if document else None
        first = f", first {tell_value(corrected.field, corrected.first)}" if corrected else ""
        return f"{name}: {tell_correction(judgement.right, judgement.answer)}{first}."

    def _words(self, side: str) -> str:
        """A side of a judgement in words: the quote and its outlet, a name; its id where it is not found."""
        if side in self._statements:
            statement = self._statements[side]
            words = " ".join(statement.passage.words.split())
            cut = words if len(words) <= _LONGEST else words[:_LONGEST].rsplit(" ", 1)[0] + " …"
            return f"“{cut}” ({self._outlets[statement.document]})"
        return f"“{self._named[side][1]}”" if side in self._named else side


def _named(reading: Reading) -> dict[str, tuple[str, str]]:
    """For each place that a judgement on entities names: the entity, and the words with their outlet."""
    wanted = {
        s
        for h in reading.judgements
        if h.judgement.question == "entities"
        for s in (h.judgement.left, h.judgement.right)
    }
    if not wanted:
        return {}
    places = ((e.id, m.passage) for e in reading.entities for m in e.mentions)
    rows = ((write_place(passage.span), entity, passage.words) for entity, passage in places)
    return {place: (entity, words) for place, entity, words in rows if place in wanted}


def _done(judgement: Judgement) -> str:
    if judgement.question == "correction":
        return f"{_CORRECTED[judgement.right]} corrected"
    return {"addition": "added", "rejection": "rejected"}.get(judgement.question, "judged")
