"""What stands around an account's own sentences: agencies' signatures, datelines, titles that the text repeats."""

import re
from collections.abc import Mapping
from functools import cache

from variorum.crafts.outlets import agency_forms
from variorum.values.documents import Document
from variorum.values.statements import Holder
from variorum.values.text import Span, quote

# A repeated title is looked for in this many code points at the head of a text, an agency's signature in fewer.
_HEAD = 600
_EDGE = 400
_WORD = re.compile(r"[^\W_]+")


@cache
def agencies_folded() -> Mapping[str, str]:
    """Agencies by the folded forms of their names."""
    return {fold(form): name for form, name in agency_forms().items()}


def fold(name: str) -> str:
    """A name for comparing: lower case, words joined by single spaces, no leading article."""
    found = _WORD.findall(name.replace("’s ", " ").replace("'s ", " ").lower())
    if found[:1] == ["the"]:
        found = found[1:]
    return " ".join(found)


def furniture_of(document: Document) -> tuple[int, ...]:
    """Where sentences cannot run on although no line break says so: around a title that the text repeats at its head."""
    text = document.text
    first = text.lstrip().split("\n", 1)[0].strip()
    title = (document.title or first).strip()
    found: set[int] = set()
    if len(title) < 10:
        return ()
    at = text.find(title)
    while 0 <= at < _HEAD:
        end = at + len(title)
        found |= {at, end}
        signature = next(
            (f for f in sorted(agency_forms(), key=len, reverse=True) if text.startswith(f + " ", end + 1)), None
        )
        if signature:
            found.add(end + 1 + len(signature))
        at = text.find(title, end)
    return tuple(sorted(found))


def agency_of(document: Document) -> Holder | None:
    """The news agency whose text an account carries, from its by-line, dateline, credit or signature; else None.

    A signature is an agency's name in brackets or after dashes in a dateline or at the end, alone in a by-line, or
    standing between a repeated title and the date or the first sentence, as page furniture does.
    """
    for span in document.stretches("byline", "dateline", "credit"):
        if "credit" in {part.role for part in document.parts if part.span == span} and _is_picture(document, span):
            continue
        # A dateline amid the text heads what follows it, not the whole account.
        told = sum(
            part.span.end - part.span.start
            for part in document.parts
            if part.role == "body" and part.span.end <= span.start
        )
        if told > _EDGE and span in document.stretches("dateline"):
            continue
        found = _signature(document, span.start, span.end, bare=True)
        if found:
            return found
    text = document.text
    ends = len(text)
    return _signature(document, max(0, ends - 60), ends, bare=False) or _opening(document)


def _is_picture(document: Document, span: Span) -> bool:
    """Whether a credit is a photograph's: after a caption, a person before the agency, or amid the text."""
    before = [part.role for part in document.parts if part.span.end <= span.start]
    if (before and before[-1] == "caption") or "/" in document.text[span.start : span.end]:
        return True
    return span.end < len(document.text.rstrip()) - 2 and span.start > _EDGE


def _holder(document: Document, name: str, start: int, end: int) -> Holder | None:
    publisher = document.publisher.value
    if publisher and fold(publisher) in (fold(name), fold(document.text[start:end])):
        return None
    return Holder(name, "outlet", quote(document.text, Span(document.id, start, end)))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """How agencies sign: bare name, name marked as a signature, dateline or name before a date at the head of a text."""
    forms = "|".join(re.escape(form) for form in sorted(agency_forms(), key=len, reverse=True))
    plain = rf"(?<!\w)(?<!\w-)({forms})(?![\w-])"
    marked = rf"(?:--|[–—-])\s*{plain}\s*$|\(\s*{plain}\s*\)|(?:[Ss]ources?:?|©)\s+{plain}\s*\.?\s*$"
    dateline = (
        rf"(?m)(?:^|[.\s])[A-Z][\w ,./’'-]{{1,40}}\(\s*{plain}\s*\)\s*(?:--|[–—:-])"
        rf"|^{plain}\s*(?:--|[–—|])|[A-Z][A-Za-z]+\s*[–—-]+\s*{plain}\s*[–—:-]"
    )
    date = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|\d{1,2}\s+[A-Z][a-z]{2,8}\s+\d{4}|Print\b|[A-Z][a-z]{2} \d{1,2},? \d{4})"
    return tuple(re.compile(p) for p in (plain, marked, dateline, rf"{plain}\s+{date}", rf"\s+{plain}\s+(?=[A-Z\d])"))


def _found(document: Document, match: re.Match[str] | None) -> Holder | None:
    if match is None:
        return None
    group = next(i for i in range(1, len(match.groups()) + 1) if match.group(i))
    return _holder(document, agency_forms()[match.group(group)], match.start(group), match.end(group))


def _signature(document: Document, start: int, end: int, *, bare: bool) -> Holder | None:
    return _found(document, _patterns()[0 if bare else 1].search(document.text, start, end))


def _opening(document: Document) -> Holder | None:
    """A dateline ("TARN (Reuters) -") or a bare name between title and date at the head of the text."""
    text = document.text[:_EDGE]
    title = document.title or (text.lstrip().split("\n", 1)[0].strip() if "\n" in text else "")
    _, _, dateline, dated, after_title = _patterns()
    found = _found(document, dateline.search(text)) or _found(document, dated.search(text))
    at = text.find(title) if title else -1
    while found is None and at >= 0:
        found = _found(document, after_title.match(text, at + len(title)))
        at = text.find(title, at + len(title))
    return found
