"""Attributions found by a trained reader, taken over as values: kind from the cue, quotation from the marks."""

import re
from collections.abc import Sequence
from typing import Protocol

from variorum.crafts.quotes import Quote, find_quotes, quotation_of
from variorum.stages.statements.kinds import kind_of_word, words
from variorum.values.documents import Document
from variorum.values.statements import Attribution, AttributionKind, Quotation
from variorum.values.text import Span

_WORD = re.compile(r"[^\W\d_]+")


class Arc(Protocol):
    """What a trained reader finds: half-open code points, linked; `parent` is an index in the same sequence."""

    @property
    def source(self) -> tuple[int, int] | None:
        """Who says it; None where the text names nobody."""
        ...

    @property
    def cue(self) -> tuple[int, int]:
        """The words that report."""
        ...

    @property
    def content(self) -> tuple[tuple[int, int], ...]:
        """What is said, several stretches where it is split."""
        ...

    @property
    def parent(self) -> int | None:
        """The attribution it lies in."""
        ...

    @property
    def score(self) -> float:
        """The reader's confidence, 0..1."""
        ...


def adopt(document: Document, arcs: Sequence[Arc]) -> tuple[Attribution, ...]:
    """Arcs over `document.text` as attributions, in the same order. Needs no parse, so that extraction alone is quick.

    An arc that tells a manner ("according to plan") is left out.
    """
    quotes = find_quotes(document.text)
    adopted: list[Attribution] = []
    kept = [number for number, arc in enumerate(arcs) if not _tells_manner(document.text, arc)]
    place = {old: new for new, old in enumerate(kept)}
    for number in kept:
        arc = arcs[number]
        content = tuple(Span(document.id, start, end) for start, end in arc.content)
        quotation = _quotation(content, quotes)
        adopted.append(
            Attribution(
                document=document.id,
                source=Span(document.id, *arc.source) if arc.source else None,
                cue=Span(document.id, *arc.cue),
                content=content,
                quotation=quotation,
                kind=_kind(document.text[slice(*arc.cue)], quotation),
                parent=_kept_above(arcs, arc.parent, place),
                score=arc.score,
            )
        )
    return tuple(adopted)


def _tells_manner(text: str, arc: Arc) -> bool:
    """Whether an arc's source is none: "went according to plan", "lined up according to size"."""
    if arc.source is None:
        return False
    cue, source = text[slice(*arc.cue)].lower(), text[slice(*arc.source)].lower()
    bare = {source, source.removesuffix("s")} & words("phrases", "no_source")
    return bool(bare) and bool(words("phrases", "according") & set(_WORD.findall(cue)))


def _kept_above(arcs: Sequence[Arc], parent: int | None, place: dict[int, int]) -> int | None:
    """The nearest arc above that is kept, at its new place."""
    while parent is not None and parent not in place:
        parent = arcs[parent].parent
    return None if parent is None else place[parent]


def _quotation(content: Sequence[Span], quotes: Sequence[Quote]) -> Quotation:
    kinds = {quotation_of(span, quotes) for span in content}
    return kinds.pop() if len(kinds) == 1 else "mixed" if kinds else "none"


def _kind(cue: str, quotation: Quotation) -> AttributionKind:
    """Reporting where any word of the cue reports or words are quoted; else as the cue's words are known."""
    if quotation in ("direct", "mixed"):
        return "reporting"
    kinds = [kind for word in _WORD.findall(cue) if (kind := kind_of_word(word)) is not None]
    if not kinds or "reporting" in kinds:
        return "reporting"
    return "attitude" if "attitude" in kinds else "action"
