"""Where a text quotes: which stretches stand between quotation marks.

Use this before asking who said something. English newspaper typography: curly and straight double marks, guillemets,
single marks around several words, quotations that run on over paragraphs (each opens with a mark, only the last one
closes), marks that somebody forgot. An apostrophe is never a mark. Nothing here knows words or speakers.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from variorum.values.statements import Quotation
from variorum.values.text import Span

_OPENING = "\u201c\u201e\u00ab"
_CLOSING = "\u201d\u00bb\u201f"
_DOUBLE = re.compile(f"[\"{_OPENING}{_CLOSING}]|``|''")
_SINGLE = re.compile(
    r"(?:^|(?<=[\s(\[\u2014\u2013:\u201c\"-]))[\u2018'](?=\S)"
    r"((?:[^'\u2018\u2019\n]|(?<=\w)['\u2019](?=\w))*?[^\s'\u2018\u2019])"
    r"['\u2019](?=[\s.,;:!?)\]\u2014\u2013\u201d\"]|$)"
)
_BEFORE_OPENING = "([{-\u2013\u2014\u2015/'\u2018:\""
_STARTS_QUOTED = re.compile(r"\s*(?:[\"\u201c\u201e\u00ab]|``)")
_SENTENCE_END = re.compile(r"[.!?\u2026]+[)\]]?(?=\s|$)")
# Above this share of single line breaks that are followed by a lower-case letter a text counts as wrapped to a column.
_WRAPPED = 0.25


@dataclass(frozen=True, slots=True)
class Quote:
    """One quotation within one paragraph: `[start, end)` is the inner text, `[outer_start, outer_end)` with its marks.

    `closed` is false where the closing mark is missing; `continues` is true where the quotation goes on at the
    beginning of the next paragraph.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    closed: bool
    continues: bool
    single: bool


def find_quotes(text: str) -> tuple[Quote, ...]:
    """Every quotation of a text in order; those in single marks inside double ones follow the one they stand in.

    An opening mark without a closing one reaches to the end of its paragraph where the next paragraph opens with a
    mark or where the mark opens the paragraph; otherwise to the end of its sentence. A stray closing mark is nothing.
    """
    spans = list(_paragraphs(text))
    found: list[Quote] = []
    for index, (start, end) in enumerate(spans):
        runs_on = index + 1 < len(spans) and bool(_STARTS_QUOTED.match(text, spans[index + 1][0]))
        found.extend(_doubles(text, start, end, runs_on=runs_on))
        found.extend(_singles(text, start, end))
    return tuple(sorted(found, key=lambda quote: (quote.outer_start, -quote.outer_end)))


def quotation_of(span: Span, quotes: Sequence[Quote]) -> Quotation:
    """How far a stretch is quoted: "direct" from 90 % of its code points inside marks, "mixed" below, "indirect" for none."""
    inside = 0
    reached = span.start
    for quote in quotes:
        start, end = max(quote.outer_start, reached), min(quote.outer_end, span.end)
        if start < end:
            inside += end - start
            reached = end
    if inside == 0:
        return "indirect"
    return "direct" if inside >= 0.9 * (span.end - span.start) else "mixed"


def is_quoted(at: int, quotes: Sequence[Quote]) -> bool:
    """Whether the code point at `at` stands inside a quotation (marks included)."""
    return any(quote.outer_start <= at < quote.outer_end for quote in quotes)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    breaks = [m.end() for m in re.finditer(r"(?<=\S)[^\S\n]*\n[^\S\n]*(?=\S)", text)]
    wrapped = bool(breaks) and sum(text[at].islower() for at in breaks) >= _WRAPPED * len(breaks)
    separator = re.compile(r"\n[^\S\n]*\n\s*" if wrapped else r"\s*\n\s*")
    start = 0
    for match in separator.finditer(text):
        if text[start : match.start()].strip():
            yield start, match.start()
        start = match.end()
    if text[start:].strip():
        yield start, len(text)


def _doubles(text: str, start: int, end: int, *, runs_on: bool) -> Iterator[Quote]:
    opened: re.Match[str] | None = None
    for match in _DOUBLE.finditer(text, start, end):
        before = text[match.start() - 1] if match.start() > start else ""
        after = text[match.end()] if match.end() < end else ""
        if _opens(match.group(), before, after, already=opened is not None):
            if opened is not None and opened.end() < match.start():
                yield _unclosed(text, opened, match.start(), continues=False)
            opened = match
        elif opened is not None:
            if opened.end() < match.start():
                yield Quote(opened.end(), match.start(), opened.start(), match.end(), True, False, False)
            opened = None
    if opened is not None and opened.end() < end:
        leads = not text[start : opened.start()].strip()
        if runs_on or leads:
            yield Quote(opened.end(), end, opened.start(), end, False, runs_on, False)
        else:
            yield _unclosed(text, opened, end, continues=False)


def _opens(mark: str, before: str, after: str, *, already: bool) -> bool:
    if mark in _OPENING or mark == "``":
        return True
    if mark in _CLOSING or mark == "''":
        return False
    if before.isdigit() and not already:
        return False  # inches and seconds of arc
    may_open = (not before or before.isspace() or before in _BEFORE_OPENING) and bool(after) and not after.isspace()
    may_close = bool(before) and not before.isspace() and not after.isalnum()
    return not already if may_open == may_close else may_open


def _unclosed(text: str, opened: re.Match[str], limit: int, *, continues: bool) -> Quote:
    ending = _SENTENCE_END.search(text, opened.end() + 1, limit)
    end = ending.end() if ending else limit
    return Quote(opened.end(), end, opened.start(), end, False, continues, False)


def _singles(text: str, start: int, end: int) -> Iterator[Quote]:
    for match in _SINGLE.finditer(text[start:end]):
        if re.search(r"\s", match.group(1)):
            inner = start + match.start(1), start + match.end(1)
            yield Quote(*inner, start + match.start(), start + match.end(), True, False, True)
