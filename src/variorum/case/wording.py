"""From what a person writes to what a judgement names: statements, people, places and answers, looked up in a reading.

Nothing is guessed: words that fit several things are refused with the list of them, and words that are not in a text are refused.
"""

import calendar
import datetime
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from variorum.case.folder import Case
from variorum.case.particulars import read_day, read_name
from variorum.crafts.excerpts import clip
from variorum.stages.statements.amend import Refused, chain_json, figures_json
from variorum.values.documents import Document, Particular
from variorum.values.entities import Entity, Mention
from variorum.values.judgements import write_place
from variorum.values.readings import Reading
from variorum.values.statements import Statement
from variorum.values.text import Span

T = TypeVar("T")

# Fewer letters of an id than this are taken for words.
_PREFIX = 4
# Of several that fit, so many are named.
_MOST = 8


def find_statement(reading: Reading, words: str) -> Statement:
    """The statement meant by its id, by the beginning of it, by a claim's (its best told statement), or by words in it.

    Raises `Refused` where none or several fit.
    """
    by_id = {s.id: s for s in reading.statements}
    if _is_id(words):
        found = _beginning(words, by_id)
        claims = {c.id: c for c in reading.claims}
        found += [by_id[claims[c].gist] for c in _ids(words, claims)]
    else:
        wanted = " ".join(words.split())
        whole = [s for s in reading.statements if " ".join(s.passage.words.split()) == wanted]
        found = whole or [s for s in reading.statements if wanted in " ".join(s.passage.words.split())]
    if len(found) == 1:
        return found[0]
    if not found:
        raise Refused(
            f"there is no statement {words!r}; give its id, the beginning of it, or words as they stand in it."
        )
    names = {d.id: d.name for d in reading.documents}
    rows = [f"{s.id} “{clip(s.passage.words, 60)}” ({names[s.document]})" for s in found[:_MOST]]
    more = f" and {len(found) - _MOST} more" if len(found) > _MOST else ""
    raise Refused(f"{words!r} fits {len(found)} statements: {'; '.join(rows)}{more}.")


def find_document(reading: Reading, words: str) -> Document:
    """The account meant by its file name or the beginning of its id. Raises `Refused` where none or several fit."""
    named = [d for d in reading.documents if d.name == words]
    found = named or _beginning(words, {d.id: d for d in reading.documents})
    if len(found) == 1:
        return found[0]
    known = ", ".join(f"{d.name} ({d.id})" for d in (found or reading.documents)[:_MOST])
    raise Refused(f"{words!r} names {'several accounts' if found else 'no account'}; there are {known}.")


def find_account(case: Case, reading: Reading, words: str) -> Document:
    """The same of an account that may be added and not read yet, or withdrawn, so that whoever decides is told so. Raises `Refused`."""
    try:
        return find_document(reading, words)
    except Refused:
        shown = {d.id for d in reading.documents}
        others = [d for d in case.documents() if d.id not in shown]
        found = [d for d in others if d.name == words] or _beginning(words, {d.id: d for d in others})
        if len(found) != 1:
            raise
        return found[0]


def find_mention(reading: Reading, words: str) -> Mention:
    """The mention by which a person, body, unit or place is meant: by a place (document:start:end), an entity's id, or a name.

    A name is looked for among the words of mentions first, so that two names of one entity can be told apart. Raises `Refused`.
    """
    at = {write_place(m.passage.span): m for e in reading.entities for m in e.mentions}
    if words in at:
        return at[words]
    if _is_id(words):
        found: list[Entity] = _beginning(words, {e.id: e for e in reading.entities})
    else:
        found = [e for e in reading.entities if words in (e.name, *e.aliases)]
    if len(found) != 1:
        which = ", ".join(f"{e.id} ({e.kind} “{e.name}”)" for e in found[:_MOST])
        also = (
            f": {which}; give the id"
            if found
            else "; give a name as it stands in the dossier, or a place document:start:end"
        )
        raise Refused(f"{words!r} names {'several' if found else 'nobody'} in this case{also}.")
    named = [m for m in found[0].mentions if m.form == "name"]
    return next((m for m in named if m.passage.words == words), (named or list(found[0].mentions))[0])


def _is_id(words: str) -> bool:
    return re.fullmatch(rf"(?:[a-z]+-)?[0-9a-f]{{{_PREFIX},16}}", words) is not None


def _ids(words: str, known: Iterable[str]) -> list[str]:
    return sorted(ident for ident in known if ident.startswith(words) or ident.partition("-")[2].startswith(words))


def _beginning(words: str, known: Mapping[str, T]) -> list[T]:
    return [known[ident] for ident in _ids(words, known)] if _is_id(words) else []


def find_words(document: Document, words: str, near: int) -> Span:
    """Where words stand in a document; of several places the one nearest to `near`. Any run of white space counts as one.

    Raises `Refused` where they do not stand there.
    """
    parts = words.split()
    pattern = r"\s+".join(re.escape(part) for part in parts)
    places = [m.span() for m in re.finditer(pattern, document.text)] if parts else []
    if not places:
        raise Refused(f"“{clip(words)}” does not stand in {document.name}; copy the words as they are.")
    start, end = min(places, key=lambda place: (abs(place[0] - near), place))
    return Span(document.id, start, end)


def passage_answer(document: Document, span: Span) -> dict[str, Any]:
    """A place as an answer has it: with the words that stand there."""
    if span.end > len(document.text):
        raise Refused(f"{document.name} has {len(document.text)} characters; {span.start}..{span.end} lies outside.")
    return {"start": span.start, "end": span.end, "quote": document.text[span.start : span.end]}


def holder_answer(document: Document, name: str, near: int, kind: str | None = None) -> dict[str, Any]:
    """A holder by name, with the place nearest to the statement at which the name stands, if it stands in the text."""
    answer: dict[str, Any] = {"name": name}
    if kind:
        answer["kind"] = kind
    try:
        span = find_words(document, name.removeprefix("unnamed: "), near)
    except Refused:
        return answer
    return answer | passage_answer(document, span)


def span_answer(document: Document, statement: Statement, words: str) -> dict[str, Any]:
    """Other words for a statement: the words themselves, or START:END."""
    match = re.fullmatch(r"(\d+):(\d+)", words)
    if match is None:
        return passage_answer(document, find_words(document, words, statement.passage.span.start))
    try:
        return passage_answer(document, Span(document.id, int(match[1]), int(match[2])))
    except ValueError as error:
        raise Refused(f"{error}.") from None


def hop_answer(
    document: Document,
    statement: Statement,
    number: int,
    *,
    remove: bool = False,
    insert: bool = False,
    holder: str | None = None,
    kind: str | None = None,
    cue: str | None = None,
    basis: str | None = None,
    hedge: str | None = None,
) -> dict[str, Any]:
    """The whole chain with one hop changed, taken out or put in before `number`; the origin is number 1.

    Raises `Refused` for a number that the chain does not have and for a new hop without a holder.
    """
    chain = chain_json(statement.chain)
    last = len(chain) + (1 if insert else 0)
    if not 1 <= number <= last:
        raise Refused(f"the chain has {len(chain)} hop{'s' if len(chain) != 1 else ''}; there is no hop {number}.")
    if remove:
        return {"chain": chain[: number - 1] + chain[number:]}
    if insert and holder is None:
        raise Refused("a new hop needs a holder.")
    at = statement.passage.span.start
    fresh: dict[str, Any] = {"holder": None, "cue": None, "basis": "unknown", "hedge": None}
    hop = fresh if insert else chain[number - 1]
    if holder is not None:
        hop = hop | {"holder": holder_answer(document, holder, at, kind)}
    elif kind is not None:
        hop = hop | {"holder": hop["holder"] | {"kind": kind}}
    if cue is not None:
        hop = hop | {"cue": passage_answer(document, find_words(document, cue, at)) if cue else None}
    if basis is not None:
        hop = hop | {"basis": basis}
    if hedge is not None:
        hop = hop | {"hedge": hedge or None}
    return {"chain": [*chain[: number - 1], hop, *chain[number - 1 if insert else number :]]}


def date_answer(words: str) -> dict[str, Any]:
    """A day, month or year, two of them with “..” between, one end left open, or “none”. Raises `Refused`."""
    if words.strip() == "none":
        return {"none": True}
    first, dots, last = words.strip().partition("..")
    earliest = _edge(first, last=False) if first else None
    latest = _edge(last or (first if not dots else ""), last=True) if last or not dots else None
    if earliest is None and latest is None:
        raise Refused("a date needs at least one day; write “none” for no date.")
    return {"earliest": earliest, "latest": latest}


def _edge(text: str, *, last: bool) -> str:
    """The first or last day of a day, month or year as written."""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", text.strip())
    try:
        if match is None:
            raise ValueError
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None, "the pattern has a year"
        month = month or (12 if last else 1)
        day = day or (calendar.monthrange(year, month)[1] if last else 1)
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        raise Refused(
            f"{text!r} is no date; write 2024-02-02, 2024-02, 2024, 2024-02-01..2024-02-05 or none."
        ) from None


def particular_answer(field: Particular, words: str) -> dict[str, Any]:
    """What is told of an account: a day, a name, or “none” where it is not known after all. Raises `Refused`."""
    if words.strip() == "none":
        return {"value": None}
    return {"value": read_day(words).isoformat() if field == "published" else read_name(words)}


def figure_answer(statement: Statement, given: Sequence[str]) -> dict[str, Any]:
    """The figures of a statement with some changed: “people killed=17”, “=17..” for at least, “=..17” for at most, “=” for none.

    Raises `Refused`.
    """
    rows = {row["of"]: row for row in figures_json(statement.figures)}
    for one in given:
        of, equals, amount = (part.strip() for part in one.rpartition("="))
        if not equals or not of:
            raise Refused(f"{one!r} should read WHAT=NUMBER, such as “people killed=17” or “people killed=17..20”.")
        if not amount:
            rows.pop(of, None)
            continue
        low, dots, high = amount.replace(",", "").partition("..")
        ends = [_amount(low), _amount(high) if dots else _amount(low)]
        rows[of] = rows.get(of, {"of": of}) | {"low": ends[0], "high": ends[1]}
    return {"figures": list(rows.values())}


def _amount(text: str) -> float | int | None:
    if not text.strip():
        return None
    try:
        value = float(text)
    except ValueError:
        raise Refused(f"{text!r} is no number.") from None
    return int(value) if value == int(value) else value


def as_answer(values: Any) -> str:
    """An answer as the text that a judgement keeps."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True)
