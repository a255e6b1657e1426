"""Places in a text and the words that stand there."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch `[start, end)` of one document's text, in Unicode code points (Python `str` indices)."""

    document: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not {self.start}..{self.end}")

    def covers(self, other: "Span") -> bool:
        """Whether the other span lies inside this one."""
        return self.document == other.document and self.start <= other.start and other.end <= self.end

    def touches(self, other: "Span") -> bool:
        """Whether the two share at least one code point."""
        return self.document == other.document and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """A place and the words found there. `words` equals the document's text at the span, byte for byte."""

    span: Span
    words: str

    def __post_init__(self) -> None:
        if len(self.words) != self.span.end - self.span.start:
            raise ValueError(f"{len(self.words)} code points cannot stand at {self.span.start}..{self.span.end}")


class Misquoted(ValueError):
    """The words are not those of the text at that place; raised whoever produced the quote."""


def quote(text: str, span: Span) -> Passage:
    """The passage of `text` at `span`. Raises `Misquoted` where the span leaves the text."""
    if span.end > len(text):
        raise Misquoted(f"{span.start}..{span.end} lies outside a text of {len(text)} code points")
    return Passage(span, text[span.start : span.end])


def verify(text: str, passage: Passage) -> None:
    """Raise `Misquoted` unless the passage's words stand in `text` at its place."""
    found = text[passage.span.start : passage.span.end]
    if found != passage.words:
        raise Misquoted(f"the text at {passage.span.start}..{passage.span.end} reads {found!r}, not {passage.words!r}")
