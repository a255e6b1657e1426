"""One question at a time, for programs that want a part of the work only."""

import functools
from dataclasses import dataclass

from variorum.case.tools import TrainedReader
from variorum.stages.documents import Told, read
from variorum.values.statements import Attribution


@dataclass(frozen=True, slots=True)
class Said:
    """One attribution in words: who (None where the text names nobody), the cue, what (in pieces where it is split).

    `at` is the same as places in the text, with kind, quotation and the enclosing attribution.
    """

    who: str | None
    cue: str
    what: tuple[str, ...]
    at: Attribution


@functools.cache
def _reader(nested: bool) -> TrainedReader:
    return TrainedReader(nested=nested)


def who_says_what(text: str, *, nested: bool = False) -> tuple[Said, ...]:
    """Who says what in a text, in its order; with `nested` also what is said inside what is said.

    Raises `stages.documents.Unreadable` for an empty text and for languages other than English.
    """
    told = Told(published=None, publisher=None, author=None)
    (document,) = read(text.encode("utf-8"), name="text.txt", told=told).values
    found = []
    for attribution in _reader(nested).read(document):
        if attribution.cue is not None and (nested or attribution.parent is None):
            found.append(
                Said(
                    who=document.text[attribution.source.start : attribution.source.end]
                    if attribution.source
                    else None,
                    cue=document.text[attribution.cue.start : attribution.cue.end],
                    what=tuple(document.text[span.start : span.end] for span in attribution.content),
                    at=attribution,
                )
            )
    return tuple(found)
