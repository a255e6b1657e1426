"""Whether a dossier or an export is whole: every quote against its text, every text against its digest, and all of it against a case.

It shows that somebody changed the file by mistake or without care. Who changes texts, digests and quotes together is found only with the case
(or with the originals): give it.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from variorum.case.folder import Case
from variorum.crafts.masking import BLOCK
from variorum.storage.chain import Finding
from variorum.storage.ledger import Head
from variorum.values.identity import hash_bytes


class NoDossier(ValueError):
    """The file is neither a dossier nor an export of this program, or not one that can be checked."""


@dataclass(frozen=True, slots=True)
class HeldText:
    """A document as the file holds it. The digests are those that the file names."""

    id: str
    name: str
    sha256: str
    text_sha256: str | None
    text: str


@dataclass(frozen=True, slots=True)
class HeldQuote:
    """Words that the file says stand at a place; `of` is the statement or thing they belong to."""

    of: str
    document: str
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Held:
    """What a dossier or an export holds that can be checked. `loose` are quotations that name no place of their own."""

    ledger: Head | None
    texts: tuple[HeldText, ...]
    quotes: tuple[HeldQuote, ...]
    loose: tuple[str, ...] = ()


def open_dossier(raw: bytes) -> Held:
    """What a file holds, HTML or JSON. Raises `NoDossier`."""
    try:
        text = raw.decode("utf-8")
        return open_export(json.loads(text)) if text.lstrip()[:1] == "{" else _open_page(text)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        if isinstance(error, NoDossier):
            raise
        raise NoDossier(f"it cannot be understood as a dossier or an export ({error})") from error


def open_export(export: Mapping[str, Any]) -> Held:
    """What a JSON export holds."""
    if export.get("generator", {}).get("name") != "variorum":
        raise NoDossier("it is no export of Variorum")
    texts = tuple(
        HeldText(d["id"], d["name"], d["sha256"], d.get("text_sha256"), d["text"]) for d in export["documents"]
    )
    quotes = tuple(
        quote for name in ("statements", "rejected") for s in export.get(name, ()) for quote in _quotes_of(s)
    )
    return Held(_head(export.get("ledger")), texts, quotes)


def _quotes_of(statement: Mapping[str, Any]) -> Iterator[HeldQuote]:
    """The statement's own words, and those of its cues, its time, its figures and marks."""
    of, document = statement["id"], statement["document"]
    yield HeldQuote(of, document, statement["start"], statement["end"], statement["quote"])
    cues = [hop["cue"] for hop in statement["chain"]]
    for one in (*cues, statement["time"], *statement["figures"], *statement.get("marks", ())):
        if one is not None and one.get("start") is not None:
            yield HeldQuote(of, document, one["start"], one["end"], one["text"])


class _Page(HTMLParser):
    """The texts, the quotations and the record of a page. Python's parser gives every character back as it stands."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.quotations: list[str] = []
        self.record = ""
        self.generator = ""
        self._open: list[str] = []
        self._into: str | None = None
        self._until = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin to listen where a text, a quotation or the record begins."""
        told = dict(attrs)
        if tag == "meta" and told.get("name") == "generator":
            self.generator = told.get("content") or ""
        if tag in ("meta", "link", "br", "img", "input", "hr"):
            return
        self._open.append(tag)
        if self._into is not None:
            return
        if tag == "div" and told.get("class") == "text":
            self._into = "text"
            self.texts.append("")
        elif tag == "blockquote":
            self._into = "quotation"
            self.quotations.append("")
        elif tag == "script" and told.get("id") == "record":
            self._into = "record"
        if self._into is not None:
            self._until = len(self._open)

    def handle_endtag(self, tag: str) -> None:
        """Stop listening where it ends. Optional end tags (li, p, td) are closed with what is around them."""
        if tag not in self._open:
            return
        while self._open.pop() != tag:
            pass
        if self._into is not None and len(self._open) < self._until:
            self._into = None

    def handle_data(self, data: str) -> None:
        """Words of what is listened to."""
        if self._into == "text":
            self.texts[-1] += data
        elif self._into == "quotation":
            self.quotations[-1] += data
        elif self._into == "record":
            self.record += data


def _open_page(html: str) -> Held:
    page = _Page()
    page.feed(html)
    page.close()
    if not page.generator.startswith("variorum"):
        raise NoDossier("it is no dossier of Variorum")
    if not page.record:
        raise NoDossier("it was made by an earlier version and holds nothing to check it by; check its JSON export")
    record = json.loads(page.record)
    documents = record["documents"]
    if len(documents) != len(page.texts):
        raise NoDossier(f"it names {len(documents)} accounts and holds the texts of {len(page.texts)}")
    texts = tuple(
        HeldText(d["id"], d["name"], d["sha256"], d["text_sha256"], text)
        for d, text in zip(documents, page.texts, strict=True)
    )
    return Held(_head(record["ledger"]), texts, (), _strange(page, record, {t.id: t.text for t in texts}))


def _strange(page: _Page, record: Mapping[str, Any], texts: Mapping[str, str]) -> tuple[str, ...]:
    """Quotations of the page that stand at none of the places that its record names."""
    known = {texts[s["document"]][s["start"] : s["end"]] for s in record["quotes"]}
    return tuple(dict.fromkeys(words for words in page.quotations if words not in known))


def _head(told: Mapping[str, Any] | None) -> Head | None:
    return Head(told["number"], told["hash"]) if told else None


def check(held: Held) -> tuple[Finding, ...]:
    """What does not fit inside the file: a text that has not its digest, a quote that does not stand at its place."""
    findings = []
    texts = {one.id: one for one in held.texts}
    for one in held.texts:
        if one.text_sha256 is not None and hash_bytes(one.text.encode("utf-8")) != one.text_sha256:
            findings.append(Finding("text changed", None, f"The text of {one.name} is not the one that was read."))
    for quote in held.quotes:
        source = texts.get(quote.document)
        if source is None:
            findings.append(Finding("no document", None, f"{quote.of} quotes a document that is not in the file."))
        elif source.text[quote.start : quote.end] != quote.words:
            says = f"{quote.of} quotes {_short(quote.words)}, which does not stand at {quote.start}–{quote.end} of {source.name}."
            findings.append(Finding("misquoted", None, says))
    for words in held.loose:
        findings.append(Finding("misquoted", None, f"The page quotes {_short(words)}, which no account says there."))
    return tuple(findings)


def check_against(held: Held, case: Case) -> tuple[Finding, ...]:
    """What does not fit the case: another ledger, an account that the case does not have, another text, a lost original."""
    findings = []
    if held.ledger is None:
        findings.append(Finding("no ledger", None, "The file does not say which state of a case it was made from."))
    else:
        entry = case.entry(held.ledger.number)
        if entry is None or entry.hash != held.ledger.hash:
            says = f"The case has no entry {held.ledger.number} with the hash that the file names: another case, or its ledger was written anew."
            findings.append(Finding("other ledger", held.ledger.number, says))
    documents = {document.id: document for document in case.documents()}
    for one in held.texts:
        kept = documents.get(one.id)
        if kept is None:
            findings.append(Finding("no document", None, f"The case has no account like {one.name} ({one.id})."))
        elif not _is_of(one.text, kept.text):
            findings.append(Finding("text changed", None, f"The text of {one.name} is not that of the case."))
        elif kept.exhibit != one.sha256:
            findings.append(Finding("original changed", None, f"The SHA-256 of {one.name} is not that of the case."))
        elif case.vault.state(one.sha256) != "whole":
            findings.append(Finding("original changed", None, f"The original of {one.name} in the vault is not whole."))
    return tuple(findings)


def _is_of(told: str, kept: str) -> bool:
    """Whether a text is the kept one, but for words that were withheld from it because somebody withdrew."""
    return told == kept or (
        len(told) == len(kept)
        and all(a == b or (a == BLOCK and not b.isspace()) for a, b in zip(told, kept, strict=True))
    )


def _short(words: str) -> str:
    return f"“{words if len(words) <= 60 else words[:57] + '…'}”"
