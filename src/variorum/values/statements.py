"""Somebody said something there: attributions as read from the text, and statements with their chains."""

from dataclasses import dataclass
from typing import Literal

from variorum.values.moments import Moment
from variorum.values.text import Passage, Span

HolderKind = Literal["named", "role", "unnamed", "outlet"]
Basis = Literal["saw", "told", "inferred", "document", "unknown"]
Voice = Literal["own", "attributed"]
Quotation = Literal["direct", "indirect", "mixed", "none"]
Modality = Literal[
    "asserted", "hedged", "denied", "declined", "predicted", "asked", "unverified", "ordered", "conditional"
]
Polarity = Literal["positive", "negative"]
AttributionKind = Literal["reporting", "attitude", "action"]
MarkKind = Literal["unknown", "evidence", "verification", "tension"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Source, cue and content as a reader found them, linked; several contents where a quote is split.

    `parent` is the index, in the same sequence, of the attribution whose content this one lies in; None for an
    outermost one. `score` is the reader's confidence in 0..1 (1.0 for rules).
    """

    document: str
    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    quotation: Quotation
    kind: AttributionKind
    parent: int | None
    score: float

    def hull(self) -> Span:
        """The shortest stretch that holds source, cue and content."""
        spans = [span for span in (self.source, self.cue, *self.content) if span is not None]
        return Span(self.document, min(span.start for span in spans), max(span.end for span in spans))


@dataclass(frozen=True, slots=True)
class Holder:
    """Who vouches at one hop. `passage` is None only for a witness-author known from outside the text.

    `name` is the fullest name the document gives ("Andrei Medvedev" for "he"); for kind "unnamed" it is
    "unnamed: " and the description as the text has it ("unnamed: two people familiar with the matter").
    """

    name: str
    kind: HolderKind
    passage: Passage | None


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a chain: the holder, the words that report, how the holder knows, and the hedge as written."""

    holder: Holder
    cue: Passage | None
    basis: Basis
    hedge: str | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and what it counts. low = high: exact; high None: at least; low None: at most.

    `of` is the thing counted with what happened to it, in lemmas ("people killed", "years in prison", "age").
    """

    of: str
    low: float | None
    high: float | None
    passage: Passage


@dataclass(frozen=True, slots=True)
class Mark:
    """Something in a statement that an investigator must not lose: an unknown, an item of evidence, and so on."""

    kind: MarkKind
    passage: Passage


@dataclass(frozen=True, slots=True)
class Statement:
    """One assertion at one place. `chain` is innermost holder first; empty in the outlet's own voice.

    `remarks` are the ids of the verification remarks whose scope this statement lies in. `is_remark` is true for
    the remarks themselves ("could not be verified", "declined to comment"). `amended` are the ids of the judgements by which
    a person corrected, added or rejected it, in order of time; empty where it is as the program read it.
    """

    id: str
    passage: Passage
    proposition: str | None
    voice: Voice
    quotation: Quotation
    chain: tuple[Hop, ...]
    modality: Modality
    polarity: Polarity
    moment: Moment | None
    figures: tuple[Figure, ...]
    marks: tuple[Mark, ...] = ()
    remarks: tuple[str, ...] = ()
    is_remark: bool = False
    amended: tuple[str, ...] = ()

    @property
    def document(self) -> str:
        """The id of the document it stands in."""
        return self.passage.span.document
