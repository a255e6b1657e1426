"""JSON and JSON Lines: one article a row, in the field names that news collections use."""

import datetime
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from variorum.crafts.layout import parse_date
from variorum.stages.documents.drafts import NO_DATE, NO_NAME, Draft, Drafts, Unreadable, ends_with
from variorum.stages.documents.plain import decode_or_refuse, encoding_issues
from variorum.values.documents import KnownDate, KnownName
from variorum.values.runs import Issue

_TEXT = ("text", "body", "content", "article_content")
_TITLE = ("title", "headline", "article_title")
_PUBLISHED = ("published", "date", "published_at", "datePublished")
_PUBLISHER = ("publisher", "source", "outlet")
_AUTHORS = ("author", "authors")
_FIGURES = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-]\d{4}\b")
_LISTS = ("articles", "rows", "documents", "items", "data")


@dataclass(frozen=True, slots=True)
class _Row:
    """One row by its number in the file (from 1): its value, or why it could not be read."""

    number: int
    value: Any
    wrong: str = ""


class JsonReader:
    """JSON and JSON Lines of articles."""

    def recognises(self, raw: bytes, name: str) -> bool:
        """Whether the file is so named, or begins as an object or a list of objects does."""
        if ends_with(name, ".json", ".jsonl", ".ndjson"):
            return True
        if ends_with(name, ".txt", ".md"):
            return False
        head = raw[:256].lstrip(b"\xef\xbb\xbf \t\r\n").replace(b" ", b"").replace(b"\n", b"")
        return head.startswith((b'{"', b'[{"'))

    def read(self, raw: bytes, name: str) -> Drafts:
        """A text for each row that has one. A row without is an issue of level "failed" that gives its number."""
        decoded = decode_or_refuse(raw, name)
        rows = list(_rows(decoded.text, name))
        texts: list[Draft] = []
        issues: list[Issue] = list(encoding_issues(decoded, name))
        day_first = _day_first(rows)
        if day_first is not None:
            order = "day" if day_first else "month"
            issues.append(
                Issue("date-order", name, f"{name}: dates in figures put the {order} first, as some of its rows show.")
            )
        for row in rows:
            wrong = row.wrong or _what_is_wrong(row.value)
            if wrong:
                issues.append(Issue("row-unreadable", name, f"{name}: row {row.number} {wrong}", "failed"))
                continue
            texts.append(_draft(row, name, alone=len(rows) == 1, day_first=day_first, issues=issues))
        if not texts:
            first = next(
                (issue.says.split(": ", 1)[1] for issue in issues if issue.level == "failed"), "it holds no rows."
            )
            raise Unreadable(name, f"No row of this file could be read; the first trouble: {first}")
        return Drafts(tuple(texts), tuple(issues))


def _rows(text: str, name: str) -> Iterator[_Row]:
    """The rows of one JSON value, or of one value a line."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
        if len(lines) < 2:
            reason = f"This is not valid JSON ({error}); check that the file is complete."
            raise Unreadable(name, reason) from error
        yield from (_row(number, line) for number, line in lines)
        return
    if isinstance(whole, dict) and not any(key in whole for key in _TEXT):
        whole = next((whole[key] for key in _LISTS if isinstance(whole.get(key), list)), whole)
    values = whole if isinstance(whole, list) else [whole]
    yield from (_Row(number, value) for number, value in enumerate(values, start=1))


def _row(number: int, line: str) -> _Row:
    try:
        return _Row(number, json.loads(line))
    except (ValueError, RecursionError) as error:
        return _Row(number, None, f"is not valid JSON ({error}).")


def _what_is_wrong(value: Any) -> str:
    if not isinstance(value, dict):
        return "is not an object with named fields."
    found = _first(value, _TEXT)
    if found is None:
        return f"has no text; one of the fields {', '.join(_TEXT)} must hold it."
    if not isinstance(found, str):
        return "has a text that is not a string."
    return ""


def _first(row: dict[str, Any], keys: tuple[str, ...]) -> Any:
    """The first of these fields that holds something."""
    return next((row[key] for key in keys if row.get(key) not in (None, "", [], {})), None)


def _string(value: Any) -> str | None:
    """The words of a field; of an object its name, as schema.org writes publishers and authors."""
    if isinstance(value, dict):
        value = value.get("name")
    return _mend(" ".join(value.split())) or None if isinstance(value, str) else None


def _mend(text: str) -> str:
    """Text with half characters (lone surrogates, which no encoding can hold) shown as U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _whole(text: str, number: int, name: str, issues: list[Issue]) -> str:
    mended = _mend(text)
    if mended != text:
        says = f"{name}: row {number} holds half a character, shown as a question mark; check the text at its source."
        issues.append(Issue("half-character", name, says, "warning"))
    return mended


def _draft(row: _Row, name: str, *, alone: bool, day_first: bool | None, issues: list[Issue]) -> Draft:
    fields: dict[str, Any] = row.value
    address = _string(fields.get("url")) or ""
    authors = _first(fields, _AUTHORS)
    listed = authors if isinstance(authors, list) else [authors]
    return Draft(
        name=name if alone else f"{name}#{row.number}",
        media_type="application/json",
        text=_whole(str(_first(fields, _TEXT)), row.number, name, issues),
        title=_string(_first(fields, _TITLE)),
        publisher=_publisher(_string(_first(fields, _PUBLISHER)), address),
        authors=tuple(author for value in listed if (author := _string(value))),
        published=_published(_first(fields, _PUBLISHED), row.number, name, day_first, issues),
        key=address,
    )


def _publisher(stated: str | None, address: str) -> KnownName:
    """The publisher as stated, else the host of the article's address."""
    try:
        host = (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        host = ""
    return KnownName(stated or host, "metadata") if stated or host else NO_NAME


def _day_first(rows: list[_Row]) -> bool | None:
    """Whether dates in figures put the day first, where some row of the same file can be read in one way only."""
    values = [_first(row.value, _PUBLISHED) for row in rows if isinstance(row.value, dict)]
    found = [match for value in values if isinstance(value, str) and (match := _FIGURES.match(value.strip()))]
    day_first = any(int(match[1]) > 12 for match in found)
    month_first = any(int(match[2]) > 12 for match in found)
    return day_first if day_first != month_first else None


def _published(value: Any, number: int, name: str, day_first: bool | None, issues: list[Issue]) -> KnownDate:
    """The day a row states; one that cannot be read, or in two ways, stays unknown and is an issue."""
    if value is None:
        return NO_DATE
    day: datetime.date | None = None
    if isinstance(value, str):
        try:
            day = datetime.date.fromisoformat(value.strip()[:10])
        except ValueError:
            day = parse_date(value.strip(), day_first=day_first)
    if day is None:
        says = f"{name}: row {number} has the date {value!r}, which does not name one day; write it as YYYY-MM-DD."
        issues.append(Issue("date-unclear", name, says, "warning"))
        return NO_DATE
    return KnownDate(day, "metadata")
