"""What a person corrected, rejected and added, laid over the statements that were read.

Use this after extraction, with the judgements that stand, and again after every new reading: a judgement names a place
in a text, so it holds wherever that place is found again, whichever model reads. A statement keeps its id through every
correction, so that other judgements on it hold too. No text and no quote is altered: each passage a person names is
looked up, and one that is not in the text is refused.

The answer of a correction, and of an addition, is a JSON object. A passage is always `{"start", "end", "quote"}`, in code points, with
the words that stand there.

| field | answer |
|---|---|
| span | a passage of the same document |
| holder | `{"name", "kind", "start", "end", "quote"}`, of which the place may be missing; `{"name": null}` for the own voice |
| hop | `{"chain": [{"holder": …, "cue": a passage or null, "basis", "hedge"} …]}`: the whole chain as it should be, innermost first |
| date | `{"earliest", "latest"}` as ISO days, null for an open end, and the passage that says so, if one does; `{"none": true}` for no date |
| figure | `{"figures": [{"of", "low", "high"} …]}`: all figures as they should be, each with its passage, if one says it |
| modality | `{"modality", "polarity"}` |
| addition | `{"quote"}`, and any of `"chain"`, `"holder"`, `"quotation"`, `"modality"`, `"polarity"` |

A chain and the figures are given whole, so that two corrections never depend on the number of a hop that another reading counts otherwise.
"""

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar, get_args

from variorum.crafts.quotes import find_quotes, quotation_of
from variorum.values.documents import Document
from variorum.values.identity import identify
from variorum.values.judgements import Judgement, read_place
from variorum.values.moments import Moment, Precision
from variorum.values.runs import Issue
from variorum.values.statements import (
    Basis,
    Figure,
    Holder,
    HolderKind,
    Hop,
    Modality,
    Polarity,
    Quotation,
    Statement,
)
from variorum.values.text import Passage, Span, quote

_Choice = TypeVar("_Choice", bound=str)


class Refused(ValueError):
    """What a person asked for cannot be kept. The sentence says what is wrong with it and what would do."""


@dataclass(frozen=True, slots=True)
class Amended:
    """The statements as a person left them, those set aside, and the ids of judgements whose place was not found."""

    statements: tuple[Statement, ...]
    rejected: tuple[Statement, ...]
    orphaned: tuple[str, ...]
    issues: tuple[Issue, ...]


def amend(documents: Sequence[Document], statements: Sequence[Statement], judgements: Sequence[Judgement]) -> Amended:
    """The statements with every standing correction, rejection and addition made; judgements on other questions are not looked at.

    Statements keep their order; where a document gained one or one moved, they are in the order of its text. Without such a
    judgement the result is what came in. A judgement that does not fit is set aside and named in `orphaned`.
    """
    told = sorted((j for j in judgements if j.question in ("addition", "correction", "rejection")), key=lambda j: j.at)
    if not told:
        return Amended(tuple(statements), (), (), ())
    texts = {d.id: d for d in documents}
    found = {s.id: s for s in statements}
    orphaned: list[str] = []
    issues: list[Issue] = []
    # Additions first: a correction of an added statement needs it to be there.
    for judgement in (j for j in told if j.question == "addition"):
        try:
            made = add(texts, judgement)
        except Refused:
            orphaned.append(judgement.id)
            continue
        if made.id in found:
            says = f"{judgement.by} added a statement at a place where one was read too; the one by hand stands."
            issues.append(Issue("added-over-read", made.id, says))
        found[made.id] = made
    moved: dict[str, int] = {}
    for turn, judgement in enumerate(j for j in told if j.question == "correction"):
        try:
            found[judgement.left] = correct(texts, found, judgement)
        except Refused:
            orphaned.append(judgement.id)
            continue
        if judgement.right == "span":
            moved[judgement.left] = turn
    rejected: list[Statement] = []
    for judgement in (j for j in told if j.question == "rejection"):
        gone = found.pop(judgement.left, None)
        if gone is None:
            orphaned.append(judgement.id)
        else:
            rejected.append(_signed(gone, judgement))
    for twin in _doubled(found, moved):
        says = "Two statements came to stand at one place; the one that a person put there last stands."
        issues.append(Issue("moved-over-read", twin, says, "warning"))
        del found[twin]
    kept = [_without_remarks(s, found) for s in _ordered(documents, statements, found.values())]
    rejected.sort(key=lambda s: (s.document, s.passage.span, s.id))
    return Amended(tuple(kept), tuple(rejected), tuple(orphaned), tuple(issues))


def _ordered(
    documents: Sequence[Document], before: Sequence[Statement], after: Iterable[Statement]
) -> Iterable[Statement]:
    """Statements in the order they came in; those of a document where a place is new, by place."""
    place = {s.id: (number, s.passage) for number, s in enumerate(before)}
    rows = list(after)
    touched = {s.document for s in rows if s.id not in place or place[s.id][1] != s.passage}
    rank = {d.id: number for number, d in enumerate(documents)}

    def order(statement: Statement) -> tuple[int, int, int, int, str]:
        span = statement.passage.span
        if statement.document in touched:
            return rank[statement.document], span.start, span.end, 0, statement.id
        return rank[statement.document], place[statement.id][0], 0, 0, statement.id

    return sorted(rows, key=order)


def _doubled(found: Mapping[str, Statement], moved: Mapping[str, int]) -> list[str]:
    """Ids of the statements at whose place another one stands that a person moved there later, or put there."""
    at: dict[Span, list[Statement]] = {}
    for statement in found.values():
        at.setdefault(statement.passage.span, []).append(statement)
    twins = []
    for here in at.values():
        if any(s.amended for s in here):
            here.sort(key=lambda s: (moved.get(s.id, -1), bool(s.amended), s.id))
            twins += [s.id for s in here[:-1]]
    return sorted(twins)


def _without_remarks(statement: Statement, found: Mapping[str, Statement]) -> Statement:
    """The statement without remarks that are no longer there."""
    remarks = tuple(r for r in statement.remarks if r in found)
    return statement if remarks == statement.remarks else replace(statement, remarks=remarks)


def _signed(statement: Statement, judgement: Judgement) -> Statement:
    return replace(statement, amended=(*statement.amended, judgement.id))


# ---------------------------------------------------------------- one judgement


def add(documents: Mapping[str, Document], judgement: Judgement) -> Statement:
    """The statement that a person added. Raises `Refused` where the place or the words are not in the text."""
    try:
        span = read_place(judgement.left)
    except ValueError:
        raise Refused(f"{judgement.left!r} is no place; write it as document:start:end.") from None
    if span.document not in documents:
        raise Refused(f"there is no document {span.document!r}.")
    document = documents[span.document]
    answer = _object(judgement.answer)
    passage = _passage(document, {**answer, "start": span.start, "end": span.end})
    if "chain" in answer:
        chain = tuple(_hop(document, row) for row in _rows(answer, "chain"))
    else:
        holder = _holder(document, answer["holder"]) if answer.get("holder") is not None else None
        chain = (Hop(holder, None, "unknown", None),) if holder else ()
    return Statement(
        id=identify("stmt", document.id, span.start, span.end),
        passage=passage,
        proposition=None,
        voice="attributed" if chain else "own",
        quotation=_choice(answer, "quotation", get_args(Quotation), _quoted(document, span, bool(chain))),
        chain=chain,
        modality=_choice(answer, "modality", get_args(Modality), "asserted"),
        polarity=_choice(answer, "polarity", get_args(Polarity), "positive"),
        moment=None,
        figures=(),
        amended=(judgement.id,),
    )


def correct(documents: Mapping[str, Document], statements: Mapping[str, Statement], judgement: Judgement) -> Statement:
    """The statement as a correction would have it, under its own id.

    Raises `Refused` where there is no such statement, where the answer is not of the form of its field, and for a quote that is
    not in the text.
    """
    statement = statements.get(judgement.left)
    if statement is None:
        raise Refused(f"there is no statement {judgement.left!r}.")
    document = documents[statement.document]
    answer = _object(judgement.answer)
    make = {
        "span": _span,
        "holder": _first_holder,
        "hop": _chain,
        "date": _date,
        "figure": _figures,
        "modality": _meant,
    }[judgement.right]
    return _signed(make(document, statement, answer, judgement), judgement)


def _span(document: Document, statement: Statement, answer: Mapping[str, Any], judgement: Judgement) -> Statement:
    """The same statement in other words of its document; what no longer lies inside them is not kept."""
    passage = _passage(document, answer)
    before, after = statement.passage.span, passage.span

    def stays(one: Passage) -> bool:
        return after.covers(one.span) or not before.touches(one.span)

    moment = statement.moment
    return replace(
        statement,
        passage=passage,
        proposition=None,
        quotation=_quoted(document, after, bool(statement.chain)),
        moment=moment if moment is not None and stays(moment.passage) else None,
        figures=tuple(f for f in statement.figures if stays(f.passage)),
        marks=tuple(m for m in statement.marks if stays(m.passage)),
    )


def _first_holder(
    document: Document, statement: Statement, answer: Mapping[str, Any], judgement: Judgement
) -> Statement:
    """Another origin; how the statement went on from there is not touched."""
    if "name" in answer and answer["name"] is None:
        return _with_chain(document, statement, ())
    holder = _holder(document, answer)
    if not statement.chain:
        return _with_chain(document, statement, (Hop(holder, None, "unknown", None),))
    return _with_chain(document, statement, (replace(statement.chain[0], holder=holder), *statement.chain[1:]))


def _chain(document: Document, statement: Statement, answer: Mapping[str, Any], judgement: Judgement) -> Statement:
    return _with_chain(document, statement, tuple(_hop(document, row) for row in _rows(answer, "chain")))


def _with_chain(document: Document, statement: Statement, chain: tuple[Hop, ...]) -> Statement:
    """The statement with another chain; a proposition that names the old origin in brackets is not kept."""
    said = statement.proposition
    if said is not None and statement.chain[:1] != chain[:1]:
        bracketed = "[" in said and statement.chain and statement.chain[0].holder.name in said
        said = None if bracketed else said
    return replace(
        statement,
        chain=chain,
        voice="attributed" if chain else "own",
        quotation=_quoted(document, statement.passage.span, bool(chain)),
        proposition=said,
    )


def _date(document: Document, statement: Statement, answer: Mapping[str, Any], judgement: Judgement) -> Statement:
    """Another date; a proposition that has the old one in brackets is not kept."""
    said, old = statement.proposition, statement.moment
    if said is not None and old is not None and old.value is not None and f"[{old.value}" in said:
        said = None
    if answer.get("none"):
        return replace(statement, moment=None, proposition=said)
    earliest, latest = (_day(answer, end) for end in ("earliest", "latest"))
    if earliest is not None and latest is not None and latest < earliest:
        raise Refused(f"{latest} lies before {earliest}; give the earlier day first.")
    passage = _passage(document, answer) if "quote" in answer else old.passage if old else statement.passage
    precision, value = _width(earliest, latest)
    moment = Moment(
        passage=passage,
        type=old.type if old else "date",
        value=value,
        earliest=earliest,
        latest=latest,
        precision=precision,
        anchor="none",
        rule=f"{judgement.by} set this date: {judgement.because}",
    )
    return replace(statement, moment=moment, proposition=said)


def _width(earliest: datetime.date | None, latest: datetime.date | None) -> tuple[Precision, str | None]:
    """How precise an interval of days is, and its TIMEX3 value where it has one."""
    if earliest is None or latest is None:
        return "open", None
    after = latest + datetime.timedelta(1)
    if earliest == latest:
        return "day", earliest.isoformat()
    if earliest.day == 1 and after.day == 1:
        if (earliest.year, earliest.month) == (latest.year, latest.month):
            return "month", f"{earliest:%Y-%m}"
        if earliest.month == 1 and after.month == 1 and after.year == earliest.year + 1:
            return "year", f"{earliest:%Y}"
    days = (latest - earliest).days
    return ("week" if days <= 7 else "month" if days <= 31 else "year" if days <= 366 else "decade"), None


def _figures(document: Document, statement: Statement, answer: Mapping[str, Any], judgement: Judgement) -> Statement:
    """All figures as they should be; one without a passage takes that of the figure it replaces, or the whole statement."""
    made = []
    for row in _rows(answer, "figures"):
        of, low, high = row.get("of"), _number(row, "low"), _number(row, "high")
        if not isinstance(of, str) or not of.strip():
            raise Refused("a figure needs “of”: what is counted, such as “people killed”.")
        if low is None and high is None:
            raise Refused(f"the figure of {of!r} needs “low”, “high” or both.")
        if low is not None and high is not None and high < low:
            raise Refused(f"the figure of {of!r} goes from {low:g} down to {high:g}; give the lower number as “low”.")
        same = [f.passage for f in statement.figures if f.of == of]
        passage = _passage(document, row) if "quote" in row else (same or [statement.passage])[0]
        made.append(Figure(of, low, high, passage))
    return replace(statement, figures=tuple(made))


def _meant(document: Document, statement: Statement, answer: Mapping[str, Any], judgement: Judgement) -> Statement:
    return replace(
        statement,
        modality=_choice(answer, "modality", get_args(Modality), statement.modality),
        polarity=_choice(answer, "polarity", get_args(Polarity), statement.polarity),
    )


# ---------------------------------------------------------------- reading an answer


def _object(text: str) -> Mapping[str, Any]:
    try:
        value = json.loads(text)
    except ValueError:
        raise Refused(f"{text!r} is not JSON.") from None
    if not isinstance(value, dict):
        raise Refused(f"{text!r} is not a JSON object.")
    return value


def _rows(answer: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    rows = answer.get(key)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Refused(f"the answer needs “{key}”: a list of objects.")
    return rows


def _passage(document: Document, answer: Mapping[str, Any]) -> Passage:
    """The passage an answer names, looked up in the text."""
    start, end, words = answer.get("start"), answer.get("end"), answer.get("quote")
    if not isinstance(start, int) or not isinstance(end, int) or not isinstance(words, str):
        raise Refused("a passage needs “start”, “end” and “quote”: the words that stand there.")
    try:
        passage = quote(document.text, Span(document.id, start, end))
    except ValueError as error:
        raise Refused(f"{error}.") from None
    if passage.words != words:
        says = f"the text at {start}..{end} reads {passage.words!r}, not {words!r}"
        raise Refused(f"{says}; a quote that is not in the text is not kept.")
    return passage


def _holder(document: Document, answer: object) -> Holder:
    if not isinstance(answer, dict) or not isinstance(answer.get("name"), str) or not answer["name"].strip():
        raise Refused("a holder needs a “name”.")
    name = " ".join(answer["name"].split())
    kind: HolderKind = _choice(
        answer, "kind", get_args(HolderKind), "unnamed" if name.startswith("unnamed: ") else "named"
    )
    if kind == "unnamed" and not name.startswith("unnamed: "):
        name = f"unnamed: {name}"
    return Holder(name, kind, _passage(document, answer) if "quote" in answer else None)


def _hop(document: Document, row: Mapping[str, Any]) -> Hop:
    hedge = row.get("hedge")
    if hedge is not None and not isinstance(hedge, str):
        raise Refused("a “hedge” is words, or null.")
    return Hop(
        holder=_holder(document, row.get("holder")),
        cue=_passage(document, row["cue"]) if isinstance(row.get("cue"), dict) else None,
        basis=_choice(row, "basis", get_args(Basis), "unknown"),
        hedge=hedge or None,
    )


def _quoted(document: Document, span: Span, attributed: bool) -> Quotation:
    """How the words of a place are quoted; what nobody is named for is not indirect speech."""
    found = quotation_of(span, find_quotes(document.text))
    return found if attributed or found != "indirect" else "none"


def _choice(answer: Mapping[str, Any], key: str, allowed: Sequence[_Choice], otherwise: _Choice) -> _Choice:
    value = answer.get(key, otherwise)
    for one in allowed:
        if one == value:
            return one
    raise Refused(f"{value!r} is no {key}; choose one of {', '.join(allowed)}.")


def _day(answer: Mapping[str, Any], key: str) -> datetime.date | None:
    value = answer.get(key)
    if value is None:
        return None
    try:
        return datetime.date.fromisoformat(str(value))
    except ValueError:
        raise Refused(f"{value!r} is not a day; write it as YYYY-MM-DD.") from None


def _number(row: Mapping[str, Any], key: str) -> float | None:
    value = row.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value or abs(value) == float("inf"):
        raise Refused(f"{value!r} is no number.")
    return float(value)


# ---------------------------------------------------------------- writing an answer


def place_json(passage: Passage) -> dict[str, Any]:
    """A passage as the answers have it."""
    return {"start": passage.span.start, "end": passage.span.end, "quote": passage.words}


def holder_json(holder: Holder) -> dict[str, Any]:
    """A holder as the answers have it."""
    return {"name": holder.name, "kind": holder.kind, **(place_json(holder.passage) if holder.passage else {})}


def chain_json(chain: Sequence[Hop]) -> list[dict[str, Any]]:
    """A chain as the answers have it, to be changed in one hop and given back whole."""
    return [
        {
            "holder": holder_json(hop.holder),
            "cue": place_json(hop.cue) if hop.cue else None,
            "basis": hop.basis,
            "hedge": hop.hedge,
        }
        for hop in chain
    ]


def figures_json(figures: Sequence[Figure]) -> list[dict[str, Any]]:
    """Figures as the answers have them."""
    return [{"of": f.of, "low": f.low, "high": f.high, **place_json(f.passage)} for f in figures]
