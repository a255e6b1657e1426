"""Search over the texts and what was stated in them: SQLite's full-text index, in memory, made from one snapshot.

Words are found in any order; "words in quotation marks" as they stand; the last word also as a beginning. What the user types is never
handed to the index as its query language.
"""

import datetime
import re
import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from variorum.dossier.views import Views, who
from variorum.values.documents import Document
from variorum.web.facts import ClaimFacts

Where = Literal["statements", "texts"]
_BEGIN, _END = "\x02", "\x03"
_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
_PART = re.compile(r'"([^"]+)"|([^\s"]+)')
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: words with what was searched for marked, who says it, and where to read on."""

    pieces: tuple[tuple[str, bool], ...]
    who: str
    document: str
    name: str
    start: int
    statement: str
    claim: str
    note: str


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for. Empty fields do not narrow. `hedge` "any" means hedged, "none" not hedged, else the hedge's words; `documents`
    are the ids of the accounts to look in."""

    words: str = ""
    where: Where = "statements"
    holder: str = ""
    hedge: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None
    documents: tuple[str, ...] = ()


def as_query(words: str) -> str:
    """What a user typed in the index's own language: each word or quoted phrase must be there, the last word as a beginning."""
    terms = []
    parts = list(_PART.finditer(words))
    for n, part in enumerate(parts):
        bare = _WORD.findall(part.group(1) or part.group(2))
        if not bare:
            continue
        phrase = '"' + " ".join(bare) + '"'
        terms.append(phrase + ("*" if part.group(2) and n == len(parts) - 1 else ""))
    return " AND ".join(terms)


class Search:
    """A search over one snapshot. Safe to be asked by several threads."""

    def __init__(self, documents: Sequence[Document], views: Views, facts: Sequence[ClaimFacts]) -> None:
        self._lock = threading.Lock()
        self._names = {d.id: d.publisher.value or d.name for d in documents}
        self._db = sqlite3.connect(":memory:", check_same_thread=False)
        # Found by their beginnings and without accents, but never by a stem: "7th" and "7" stay two.
        self._db.executescript(
            """
            create virtual table words using fts5(body, tokenize="unicode61 remove_diacritics 2", prefix="2 3");
            create table about (
                id integer primary key, place text, document text, start integer, statement text, claim text,
                who text, holders text, hedges text, earliest text, latest text, note text);
            """
        )
        with self._db:
            self._fill(documents, views, {f.id: f for f in facts})

    def _fill(self, documents: Sequence[Document], views: Views, facts: dict[str, ClaimFacts]) -> None:
        rows: list[tuple[object, ...]] = []
        bodies: list[str] = []
        for statement in views.index.reading.statements:
            claim = views.index.claim_of.get(statement.id, "")
            moment, document = statement.moment, views.index.documents[statement.document]
            hedges = " | ".join(hop.hedge for hop in statement.chain if hop.hedge)
            rows.append(
                (
                    "statements",
                    document.id,
                    statement.passage.span.start,
                    statement.id,
                    claim,
                    who(statement, document),
                    " | ".join(hop.holder.name for hop in statement.chain).casefold(),
                    (hedges or ("hedged" if statement.modality == "hedged" else "")).casefold(),
                    *_days(moment.earliest if moment else None, moment.latest if moment else None),
                    f"claim {facts[claim].number}" if claim in facts else "",
                )
            )
            bodies.append(statement.proposition or statement.passage.words)
        for document in documents:
            published = document.published.value
            for paragraph in _PARAGRAPH.finditer(document.text):
                rows.append(
                    (
                        "texts",
                        document.id,
                        paragraph.start(),
                        "",
                        "",
                        self._names[document.id],
                        "",
                        "",
                        *_days(published, published),
                        "",
                    )
                )
                bodies.append(paragraph.group())
        numbered = list(enumerate(rows, 1))
        self._db.executemany(f"insert into about values ({','.join('?' * 12)})", [(n, *row) for n, row in numbered])
        clean = {ord(_BEGIN): " ", ord(_END): " "}
        self._db.executemany(
            "insert into words (rowid, body) values (?, ?)",
            [(n, body.translate(clean)) for n, body in enumerate(bodies, 1)],
        )

    def find(self, sought: Sought, *, offset: int = 0, most: int = 30) -> tuple[int, tuple[Hit, ...]]:
        """How many there are, and some of them: the best first; where no words are given, in the order of the texts."""
        query = as_query(sought.words)
        if sought.words.strip() and not query:
            return 0, ()
        where, values = _conditions(sought)
        source = "about"
        body = "(select body from words where words.rowid = about.id)"
        order = "about.id"
        if query:
            source = "words join about on about.id = words.rowid"
            where, values = ["words match ?", *where], [query, *values]
            body = f"highlight(words, 0, '{_BEGIN}', '{_END}')"
            order = "bm25(words), about.id"
        condition = " and ".join(where)
        with self._lock:
            (total,) = self._db.execute(f"select count(*) from {source} where {condition}", values).fetchone()
            rows = self._db.execute(
                f"select {body}, who, document, start, statement, claim, note from {source} where {condition}"
                f" order by {order} limit ? offset ?",
                [*values, most, offset],
            ).fetchall()
        return total, tuple(
            Hit(_pieces(row[0]), row[1], row[2], self._names.get(row[2], ""), row[3], row[4], row[5], row[6])
            for row in rows
        )


def _days(earliest: datetime.date | None, latest: datetime.date | None) -> tuple[str, str]:
    """Both ends as text; an open end reaches as far as a date can."""
    if earliest is None and latest is None:
        return "", ""
    return (earliest or datetime.date.min).isoformat(), (latest or datetime.date.max).isoformat()


def _conditions(sought: Sought) -> tuple[list[str], list[object]]:
    where: list[str] = ["place = ?"]
    values: list[object] = [sought.where]
    if sought.holder.strip():
        where.append("instr(holders, ?) > 0")
        values.append(sought.holder.strip().casefold())
    if sought.hedge == "any":
        where.append("hedges <> ''")
    elif sought.hedge == "none":
        where.append("hedges = ''")
    elif sought.hedge.strip():
        where.append("instr(hedges, ?) > 0")
        values.append(sought.hedge.strip().casefold())
    if sought.since or sought.until:
        where.append("earliest <> ''")
    if sought.since:
        where.append("latest >= ?")
        values.append(sought.since.isoformat())
    if sought.until:
        where.append("earliest <= ?")
        values.append(sought.until.isoformat())
    if sought.documents:
        where.append(f"document in ({','.join('?' * len(sought.documents))})")
        values.extend(sought.documents)
    return where, values


def _pieces(marked: str) -> tuple[tuple[str, bool], ...]:
    """A highlighted text in pieces, long stretches without a hit shortened to what stands near one."""
    pieces: list[tuple[str, bool]] = []
    for part in re.split(f"({_BEGIN}[^{_END}]*{_END})", marked):
        if part.startswith(_BEGIN):
            pieces.append((part[1:-1], True))
        elif part:
            pieces.append((part, False))
    return tuple((words if hit else _shorten(words, n, len(pieces)), hit) for n, (words, hit) in enumerate(pieces))


def _shorten(words: str, n: int, of: int, most: int = 160) -> str:
    if len(words) <= 2 * most or (of == 1 and len(words) <= 3 * most):
        return words
    begin = words[:most].rsplit(" ", 1)[0] if n > 0 or of == 1 else ""
    end = words[-most:].split(" ", 1)[-1] if n < of - 1 else ""
    return f"{begin} … {end}"
