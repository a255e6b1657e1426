"""Statements built from a gold case, so that collation is measured apart from extraction.

The question: given the statements a careful reader marked, which assert the same thing and which conflict? Spans,
holders, figures and times are the reader's; mentions and entities are the program's own, from the document's parse. The
gold's own wording of a statement (`gist`) is not used: it would tell the answer.
"""

from __future__ import annotations

import calendar
import datetime
import json
import re
from dataclasses import dataclass
from pathlib import Path

from variorum.crafts.tables import load
from variorum.values.documents import Document, KnownDate, KnownName, Part
from variorum.values.entities import Entity
from variorum.values.identity import hash_bytes
from variorum.values.moments import Moment
from variorum.values.statements import Figure, Holder, Hop, Statement
from variorum.values.text import Span, quote


@dataclass(frozen=True)
class GoldCase:
    """One case: documents, statements under the gold's own ids, and the gold itself."""

    name: str
    documents: tuple[Document, ...]
    statements: tuple[Statement, ...]
    entities: tuple[Entity, ...]
    gold: dict


def read_case(folder: Path) -> GoldCase:
    """The case in a folder, byte-equal documents taken once."""
    case = json.loads((folder / "case.json").read_text(encoding="utf-8"))
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    documents, same = {}, {}
    for entry in case["documents"]:
        text = (folder / entry["file"]).read_text(encoding="utf-8")
        first = same.setdefault(text, entry["id"])
        if first == entry["id"]:
            documents[first] = _document(entry, text)
    kept = [s for s in gold["statements"] if s["doc"] in documents]
    gold["claims"] = [
        {**c, "statements": [s for s in c["statements"] if s in {x["id"] for x in kept}]} for c in gold["claims"]
    ]
    statements = tuple(_statement(s, documents[s["doc"]]) for s in kept)
    return GoldCase(folder.name, tuple(documents.values()), statements, _entities(tuple(documents.values())), gold)


def _entities(documents: tuple[Document, ...]) -> tuple[Entity, ...]:
    from variorum.models.parsing import Parser
    from variorum.stages import entities

    if not hasattr(entities, "resolve"):
        return ()
    mentions = tuple(
        m for d, p in zip(documents, Parser().parse_all(documents), strict=True) for m in entities.mention(d, p)
    )
    return entities.resolve(documents, mentions, ()).entities


def _document(entry: dict, text: str) -> Document:
    published = datetime.date.fromisoformat(entry["published"]) if entry.get("published") else None
    return Document(
        id=entry["id"],
        name=Path(entry["file"]).name,
        exhibit=hash_bytes(text.encode("utf-8")),
        media_type="text/plain",
        text=text,
        title=None,
        publisher=KnownName(entry.get("publisher"), "user"),
        authors=(),
        published=KnownDate(published, "user" if published else "unknown"),
        language="en",
        parts=(Part("body", Span(entry["id"], 0, len(text))),),
    )


def _day(text: str, last: bool) -> datetime.date:
    parts = [int(x) for x in text.split("-")]
    if len(parts) == 3:
        return datetime.date(*parts)
    year, month = parts[0], parts[1] if len(parts) > 1 else (12 if last else 1)
    return datetime.date(year, month, calendar.monthrange(year, month)[1] if last else 1)


def _statement(entry: dict, document: Document) -> Statement:
    passage = quote(document.text, Span(document.id, entry["start"], entry["end"]))
    moment = None
    if entry["when"]:
        first, last = (entry["when"].split("/") * 2)[:2]
        a, b = _day(first, False), _day(last, True)
        moment = Moment(passage, "date", entry["when"], a, b, "day" if a == b else "month", "text", "gold")
    negators = set(load("comparison")["negators"])
    negative = bool(set(re.findall(r"n't|n’t|\w+", passage.words.lower())) & negators)
    return Statement(
        id=entry["id"],
        passage=passage,
        proposition=_clause(document.text, entry),
        voice="attributed" if entry["chain"] else "own",
        quotation="none",
        chain=tuple(
            Hop(
                Holder(name.removeprefix("unnamed: "), "unnamed" if name.startswith("unnamed") else "named", None),
                None,
                "unknown",
                None,
            )
            for name in entry["chain"]
        ),
        modality="denied" if entry["hedge"] == "denied" else "asserted",
        polarity="negative" if negative else "positive",
        moment=moment,
        figures=tuple(
            Figure(f["of"], f["low"], f["high"], _figure_words(f, document, entry)) for f in entry["figures"]
        ),
    )


def _figure_words(figure: dict, document: Document, entry: dict):
    """The words of a figure: its digits where they stand in the span, else the whole span."""
    words = document.text[entry["start"] : entry["end"]]
    for value in (figure["low"], figure["high"]):
        hit = re.search(rf"\b{int(value)}\b", words) if value is not None else None
        if hit:
            return quote(document.text, Span(document.id, entry["start"] + hit.start(), entry["start"] + hit.end()))
    for word in load("comparison")["vague"]:
        if hit := re.search(rf"\b{word}\b", words, re.IGNORECASE):
            return quote(document.text, Span(document.id, entry["start"] + hit.start(), entry["start"] + hit.end()))
    return quote(document.text, Span(document.id, entry["start"], entry["end"]))


def _clause(text: str, entry: dict) -> str:
    return " ".join(text[entry["start"] : entry["end"]].split())
