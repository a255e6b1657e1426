"""Who says what by the lines of a text alone: turns of a dialogue, a quotation signed below, a headline with its source.

`read_lines` needs no parse and no network, so that extraction has what no sentence says: "Q: … / A: …", "“…” — a farmer",
"Dam keeper ignored two alarms - inquiry". It is strict, for a label before a colon is more often a heading than a speaker.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from variorum.crafts.quotes import find_quotes, outermost, quotation_of
from variorum.stages.statements.kinds import has_teller, words
from variorum.values.documents import Document
from variorum.values.statements import Attribution
from variorum.values.text import Span

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_TURN = re.compile(r"\s*(?P<who>[^\W\d_][^\n:?!.;,\"“”]{0,40}?)\s*(?P<cue>:)\s+(?P<said>\S[^\n]*)")
# "Q. Where were you?": a point serves a label of one letter as a colon does.
_LETTERED = re.compile(r"\s*(?P<who>[^\W\d_])(?P<cue>\.)[ \t]+(?P<said>\S[^\n]*)")
_SIGNED = re.compile(r"[ \t]*\n?[ \t]*(?P<cue>—|–|--|-)[ \t]*(?P<who>[^\W\d_][^\n]{1,80}?)[ \t]*(?=\n|$)")
_TAIL = re.compile(r"(?P<said>\S.*?)\s+(?P<cue>-|–|—|--)\s+(?P<who>\S[^–—:]*?)\s*$")
_QUOTED = re.compile(r"(?P<said>[“\"‘'].*[”\"’'])\s*(?P<cue>:|-|–|—)\s*(?P<who>\S.*?)\s*$")
_WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
# A label, a signature or the source of a headline is no longer than this; what is longer is a sentence.
_LONGEST = 6
_SHORTEST_SAYING = 3


@dataclass(frozen=True, slots=True)
class _Turn:
    """One labelled line: the label, its colon and what stands behind it."""

    who: tuple[int, int]
    cue: tuple[int, int]
    said: tuple[int, int]
    label: str
    asks: bool


def read_lines(document: Document) -> tuple[Attribution, ...]:
    """The attributions that the layout makes, in text order; `kind` is reporting, `parent` None, `score` 1.0."""
    quotes = find_quotes(document.text)
    found = [*_dialogues(document.text), *_signed(document), *_headlines(document)]
    made = []
    for who, cue, said in sorted(found):
        content = Span(document.id, *said)
        made.append(
            Attribution(
                document=document.id,
                source=Span(document.id, *who),
                cue=Span(document.id, *cue),
                content=(content,),
                quotation=quotation_of(content, quotes),
                kind="reporting",
                parent=None,
                score=1.0,
            )
        )
    return tuple(made)


def without_those(found: Sequence[Attribution], by_lines: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """The attributions that lie inside what a line's speaker says or apart from it, not those that read the line otherwise.

    Their `parent`s are void: nest them anew.
    """

    def agrees(one: Attribution, line: Attribution) -> bool:
        said = line.content[0]
        apart = not line.hull().touches(one.hull())
        return apart or (said.covers(one.hull()) and one.cue is not None)

    return tuple(one for one in found if all(agrees(one, line) for line in by_lines))


_Found = tuple[tuple[int, int], tuple[int, int], tuple[int, int]]


def _dialogues(text: str) -> Iterator[_Found]:
    """Labelled lines that answer each other: two labels or more, and a label that comes again or a question."""
    block: list[_Turn] = []
    for line in _LINE.finditer(text):
        turn = _turn(text, line.start(), line.end())
        if turn is not None:
            block.append(turn)
            continue
        yield from _answering(block)
        block = []
    yield from _answering(block)


def _turn(text: str, start: int, end: int) -> _Turn | None:
    match = _TURN.fullmatch(text, start, end) or _LETTERED.fullmatch(text, start, end)
    if match is None or not _is_label(match["who"]):
        return None
    if match["cue"] == "." and match["who"].lower() not in words("labels", "answers") | words("labels", "questions"):
        return None
    said = match["said"].rstrip()
    span = match.start("said"), match.start("said") + len(said)
    return _Turn(match.span("who"), match.span("cue"), span, match["who"].lower(), said.rstrip("\"'”’").endswith("?"))


def _is_label(label: str) -> bool:
    """Whether a label may be a speaker's: few words, all but the small ones with a capital, and no heading."""
    parts = label.split()
    if len(parts) > _LONGEST or label.lower() in words("labels", "headings"):
        return False
    return all(part[:1].isupper() or part.lower() in words("labels", "small") for part in parts)


def _answering(block: Sequence[_Turn]) -> Iterator[_Found]:
    labels = [turn.label for turn in block]
    several = len(set(labels)) > 1
    if several and (len(set(labels)) < len(labels) or any(turn.asks for turn in block)):
        yield from ((turn.who, turn.cue, turn.said) for turn in block)


def _signed(document: Document) -> Iterator[_Found]:
    """A quotation that fills its line, with a dash and a name behind it or below it."""
    text = document.text
    for quote in outermost(find_quotes(text)):
        before = text[text.rfind("\n", 0, quote.outer_start) + 1 : quote.outer_start]
        match = _SIGNED.match(text, quote.outer_end)
        if before.strip() or not quote.closed or match is None:
            continue
        who = match["who"]
        if who[:1].isupper() and who[-1] not in '.!?:;"”' and len(who.split()) <= 2 * _LONGEST:
            yield match.span("who"), match.span("cue"), (quote.outer_start, quote.outer_end)


def _headlines(document: Document) -> Iterator[_Found]:
    """Headlines that end in their source behind a dash, or in a speaker behind a quotation."""
    for start, end in _titles(document):
        match = _QUOTED.fullmatch(document.text, start, end) or _TAIL.fullmatch(document.text, start, end)
        if match is None:
            continue
        who, said = _WORD.findall(match["who"]), _WORD.findall(match["said"])
        quoted = match.re is _QUOTED
        long_enough = len(said) >= (1 if quoted else max(_SHORTEST_SAYING, len(who) + 2))
        if len(who) <= _LONGEST and long_enough and (quoted or has_teller(who)):
            yield match.span("who"), match.span("cue"), match.span("said")


def _titles(document: Document) -> Iterator[tuple[int, int]]:
    spans = document.stretches("title")
    for span in spans:
        line = document.text[span.start : span.end]
        yield span.start + len(line) - len(line.lstrip()), span.end - len(line) + len(line.rstrip())
