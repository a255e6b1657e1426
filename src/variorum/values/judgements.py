"""What a person decided. Kept for ever, outranks every model; about places in texts, never about clusters.

| question | left | right | answer |
|---|---|---|---|
| statements | statement | statement | same, different, unsure |
| entities | mention, as a place | mention, as a place | same, different, unsure |
| independence | statement | statement | same (derived), different (shown), unsure (not established) |
| conflict | statement | statement | left, right (which one stands), open, none (they do not conflict) |
| correction | statement | a field: span, holder, hop, date, figure or modality | the new reading, as JSON |
| rejection | statement | empty | rejected |
| addition | a passage, as a place | empty | the new statement's holder and so on, as JSON |
| reliability | name of a source | topic, empty for every topic | A to F |
| account | a document | published, publisher or author | {"value": …}: the day, the name, or null where it is not known after all, as JSON |
| withdrawal | a document, or the name of a witness | account or witness | withdrawn |

A place is written "document:start:end" (`write_place`, `read_place`). A judgement about a place that no reading finds any more is orphaned: kept,
shown as orphaned, never moved to something that looks alike. `stages.statements.amend` says how the JSON of a correction and of an addition is
written, `case.particulars` what follows from one about an account.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from variorum.values.documents import Particular
from variorum.values.identity import identify
from variorum.values.text import Span

Question = Literal[
    "statements",
    "entities",
    "independence",
    "conflict",
    "correction",
    "rejection",
    "addition",
    "reliability",
    "account",
    "withdrawal",
]
Answer = str
State = Literal["stands", "overruled", "orphaned"]
FIELDS = ("span", "holder", "hop", "date", "figure", "modality")
PARTICULARS: tuple[Particular, ...] = get_args(Particular)
# What may be answered to each question; None where the answer is a JSON text that `stages.statements.amend` or `case.particulars` checks.
ANSWERS: dict[Question, tuple[str, ...] | None] = {
    "statements": ("same", "different", "unsure"),
    "entities": ("same", "different", "unsure"),
    "independence": ("same", "different", "unsure"),
    "conflict": ("left", "right", "open", "none"),
    "correction": None,
    "rejection": ("rejected",),
    "addition": None,
    "reliability": ("A", "B", "C", "D", "E", "F"),
    "account": None,
    "withdrawal": ("withdrawn",),
}
WITHDRAWN = ("account", "witness")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision: about what, the answer, by whom, when (ISO 8601, UTC) and why.

    Raises `ValueError` for an answer that its question does not know and for a decision without a name.
    """

    question: Question
    left: str
    right: str
    answer: Answer
    by: str
    at: str
    because: str

    def __post_init__(self) -> None:
        if self.question not in ANSWERS:
            raise ValueError(f"{self.question!r} is no question; choose one of {', '.join(ANSWERS)}.")
        allowed = ANSWERS[self.question]
        if allowed is not None and self.answer not in allowed:
            raise ValueError(f"{self.answer!r} is no answer here; choose one of {', '.join(allowed)}.")
        if self.question == "correction" and self.right not in FIELDS:
            raise ValueError(f"{self.right!r} cannot be corrected; choose one of {', '.join(FIELDS)}.")
        if self.question == "account" and self.right not in PARTICULARS:
            raise ValueError(
                f"{self.right!r} cannot be corrected of an account; choose one of {', '.join(PARTICULARS)}."
            )
        if self.question == "withdrawal" and self.right not in WITHDRAWN:
            raise ValueError(f"{self.right!r} cannot be withdrawn; choose one of {', '.join(WITHDRAWN)}.")
        if not self.by.strip():
            raise ValueError("a judgement needs the name of who made it.")

    @property
    def id(self) -> str:
        """Its name in the ledger, by which it is undone."""
        return identify("judgement", self.question, self.left, self.right, self.answer, self.by, self.at, self.because)

    @property
    def subject(self) -> tuple[str, str, str]:
        """What it is about; of two judgements about one subject the later stands. Left and right of a pair may change places."""
        left, right = self.left, self.right
        if self.question in ("statements", "entities", "independence", "conflict") and right < left:
            left, right = right, left
        return (self.question, left, right)


@dataclass(frozen=True, slots=True)
class Heard:
    """A judgement as one reading heard it: it stands, a later one overrules it, or it is orphaned.

    `says` tells why it does not stand; empty where it does. One that was undone is in no reading, which is then as before to the
    byte; it is in the ledger.
    """

    judgement: Judgement
    state: State
    says: str = ""


def latest(judgements: Sequence[Judgement]) -> tuple[Judgement, ...]:
    """The judgements that stand: of those about one subject the last, in order of time.

    `judgements` are in the order of the ledger, without those undone; so the one before an undone one stands again.
    """
    last = {judgement.subject: judgement for judgement in judgements}
    return tuple(sorted(last.values(), key=lambda j: j.at))


def write_place(span: Span) -> str:
    """A span as text: "document:start:end"."""
    return f"{span.document}:{span.start}:{span.end}"


def read_place(text: str) -> Span:
    """The span that a place names. Raises `ValueError` where the text is not a place."""
    document, start, end = text.rsplit(":", 2)
    return Span(document, int(start), int(end))
