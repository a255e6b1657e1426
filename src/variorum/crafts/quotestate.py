"""Where a text stands in relation to quotation marks, character by character.

Use this before tagging or linking attributions: a reader that sees only word pieces
does not know, fifty words on, that a quotation is still open. The rules are those of
English newspaper typography: straight and curly double marks, guillemets, single marks
as outer marks (British usage), a quotation that runs over several paragraphs (every
paragraph opens with a mark, only the last one closes), and marks somebody forgot to
close.

Offsets are code points, half-open. This room never looks at words or models.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

OUTSIDE, IN_DOUBLE, IN_SINGLE, OPENING, CLOSING = range(5)
STATES = 5

_DOUBLE = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033'
_ALWAYS_OPENS = "\u201c\u201e\u00ab"
_ALWAYS_CLOSES = "\u201d\u00bb"
_BEFORE_OPENING = "([{-\u2013\u2014\u2015/'\u2018"
_DOUBLE_MARK = re.compile(f"[{_DOUBLE}]|``|''")
_STARTS_QUOTED = re.compile(rf"\s*(?:[{_DOUBLE}]|``)")
_SENTENCE_END = re.compile(r"[.!?\u2026]+[)\]]?(?=\s|$)")
_SINGLE = re.compile(
    r"(?:^|(?<=[\s(\[\u2014\u2013:]))(?:\u2018|'(?=\w))"
    r"(?:[^'\u2018\u2019\n]|(?<=\w)['\u2019](?=\w)){2,}?"
    r"(?<=[\w.,;:!?\u2026\u2014\u2013)])['\u2019](?=[\s.,;:!?)\]\u2014\u2013]|$)"
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch between quotation marks, the marks included.

    `opened` and `closed` tell whether a mark stands at either end: the middle
    paragraphs of a long quotation open but do not close.
    """

    start: int
    end: int
    opened: bool
    closed: bool
    single: bool


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Spans of the non-empty paragraphs of `text`, trimmed of white space.

    A blank line always separates paragraphs. A single line break separates them too,
    unless most single breaks of this text fall inside sentences, as they do in text that
    was wrapped to a column width.
    """
    singles = list(re.finditer(r"(?<=[^\s])[^\S\n]*\n[^\S\n]*(?=[^\s])", text))
    inside = sum(text[m.end()].islower() for m in singles)
    wrapped = inside * 4 > len(singles)
    separator = r"\n[^\S\n]*\n\s*" if wrapped else r"\n\s*"
    spans: list[tuple[int, int]] = []
    start = 0
    for found in [*re.finditer(separator, text), None]:
        end = found.start() if found else len(text)
        piece = text[start:end]
        trimmed = piece.strip()
        if trimmed:
            begin = start + len(piece) - len(piece.lstrip())
            spans.append((begin, begin + len(trimmed)))
        if found:
            start = found.end()
    return spans


def quotations(text: str, spans: list[tuple[int, int]] | None = None) -> list[Quotation]:
    """Every quotation in `text`, paragraph by paragraph, in order.

    `spans` are the paragraphs (default: `paragraphs(text)`). An opening mark without a
    closing one reaches to the end of its paragraph if the next paragraph opens with a
    mark or if it stands at the very beginning of its own paragraph; otherwise to the end
    of its sentence.
    """
    spans = paragraphs(text) if spans is None else spans
    found: list[Quotation] = []
    for index, (begin, finish) in enumerate(spans):
        following = text[slice(*spans[index + 1])] if index + 1 < len(spans) else ""
        doubles = _doubles(text, begin, finish, continues=bool(_STARTS_QUOTED.match(following)))
        found.extend(doubles)
        body = text[begin:finish]
        for match in _SINGLE.finditer(body):
            start, end = begin + match.start(), begin + match.end()
            if any(q.start < end and start < q.end for q in doubles):
                continue
            if not re.search(r"\s", match.group()):
                continue
            found.append(Quotation(start, end, opened=True, closed=True, single=True))
    return sorted(found, key=lambda q: q.start)


def _doubles(text: str, begin: int, finish: int, *, continues: bool) -> list[Quotation]:
    """Quotations in double marks of one paragraph."""
    found: list[Quotation] = []
    opened: int | None = None
    for match in _DOUBLE_MARK.finditer(text, begin, finish):
        at = match.start()
        before = text[at - 1] if at > begin else ""
        after = text[match.end()] if match.end() < finish else ""
        if match.group() == "\u2033" or (match.group() == '"' and before.isdigit() and opened is None):
            continue
        if match.group() == "''" and opened is None:
            continue
        if _opens(match.group(), before, after, already=opened is not None):
            if opened is not None:
                found.append(_unclosed(text, opened, at))
            opened = at
        elif opened is not None:
            found.append(Quotation(opened, match.end(), opened=True, closed=True, single=False))
            opened = None
        elif not found and at > begin and after == "" and match.group() in _ALWAYS_CLOSES:
            # A continued quotation whose paragraph lacks its opening mark.
            continue
    if opened is not None:
        if continues or not text[begin:opened].strip():
            found.append(Quotation(opened, finish, opened=True, closed=False, single=False))
        else:
            found.append(_unclosed(text, opened, finish))
    return found


def _opens(mark: str, before: str, after: str, *, already: bool) -> bool:
    """Whether a double mark opens a quotation, judged by its neighbours."""
    if mark in _ALWAYS_OPENS or mark == "``":
        return True
    if mark in _ALWAYS_CLOSES or mark == "''":
        return False
    may_open = (not before or before.isspace() or before in _BEFORE_OPENING) and bool(after) and not after.isspace()
    may_close = bool(before) and not before.isspace() and not after.isalnum()
    return not already if may_open == may_close else may_open


def _unclosed(text: str, opened: int, limit: int) -> Quotation:
    """A quotation whose closing mark is missing: to the end of its first sentence."""
    ending = _SENTENCE_END.search(text, opened + 1, limit)
    return Quotation(opened, ending.end() if ending else limit, opened=True, closed=False, single=False)


def quote_states(text: str, found: list[Quotation]) -> bytearray:
    """One state per code point: OUTSIDE, IN_DOUBLE, IN_SINGLE, OPENING or CLOSING."""
    states = bytearray(len(text))
    for quotation in found:
        inner = IN_SINGLE if quotation.single else IN_DOUBLE
        for at in range(quotation.start, quotation.end):
            states[at] = inner
        states[quotation.start] = OPENING
        if quotation.closed:
            states[quotation.end - 1] = CLOSING
    return states
