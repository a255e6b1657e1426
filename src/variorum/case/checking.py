"""Whether what a ledger says still holds of the originals and the texts: beyond the chain, which `storage.chain` checks."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from variorum.storage.chain import Finding
from variorum.storage.ledger import Entry
from variorum.storage.vault import State

Originals = Callable[[str], State]
Cached = Callable[[str, str], str | None]
# What is kept of laying everything side by side, under the key of all it follows from.
LAID_OUT = ("reading", "comparisons")


def check_contents(
    entries: Iterable[Entry],
    originals: Originals,
    cached: Cached,
    laid_out: Mapping[str, tuple[str, str]] = MappingProxyType({}),
) -> Iterator[Finding]:
    """Findings about originals, texts, quotes, kept layers and what was laid out, in the order of the entries.

    `originals` tells the state of the bytes with a digest; `cached(what, key)` the digest of what the cache holds for a reading, None where it
    holds nothing, which is no finding: it can be computed again. `laid_out` has, of what is in `LAID_OUT`
    and in the cache, the key and the digest.
    """
    texts: dict[str, str] = {}
    names: dict[str, str] = {}
    received: dict[str, str] = {}
    judged: set[str] = set()
    laid: dict[tuple[str, str], tuple[int, str]] = {}
    for entry in entries:
        try:
            content = entry.content()
            if entry.kind == "custody":
                if entry.subject not in received:
                    yield from _original(entry, content["event"]["name"], originals(entry.subject))
                received.setdefault(entry.subject, content["event"]["name"])
            elif entry.kind == "document":
                document = content["document"]
                texts[entry.subject], names[entry.subject] = document["text"], document["name"]
                if document["exhibit"] not in received:
                    says = f"Entry {entry.number}: the text of {document['name']} comes from an original that nobody received."
                    yield Finding("no original", entry.number, says)
            elif entry.kind == "reading":
                yield from _quotes(entry, content, texts, names)
                yield from _layers(entry, content, cached, names)
            elif entry.kind == "collation":
                laid |= {(what, entry.subject): (entry.number, content[what]) for what in LAID_OUT}
            elif entry.kind == "judgement":
                judged.add(entry.subject)
            elif entry.kind == "undo" and entry.subject not in judged:
                says = f"Entry {entry.number} undoes the judgement {entry.subject}, which nobody made."
                yield Finding("no judgement", entry.number, says)
        except (KeyError, TypeError, ValueError):
            says = f"Entry {entry.number} ({entry.kind}) does not have the form that this kind of entry has."
            yield Finding("malformed", entry.number, says)
    for what, (key, found) in laid_out.items():
        number, told = laid.get((what, key), (None, ""))
        if found != told:
            which = f"not what entry {number} tells of" if number else "something of which no entry tells"
            says = f"What the case keeps as its {what} is {which}; it is not used and will be made again."
            yield Finding(f"{what} changed", number, says)


def _original(entry: Entry, name: str, state: State) -> Iterator[Finding]:
    if state == "missing":
        yield Finding(
            "original missing",
            entry.number,
            f"The original of entry {entry.number} ({name}) is missing from the vault.",
        )
    elif state == "changed":
        says = f"The original of entry {entry.number} ({name}) was changed: its SHA-256 is no longer {entry.subject}."
        yield Finding("original changed", entry.number, says)


def _quotes(entry: Entry, content: dict[str, Any], texts: dict[str, str], names: dict[str, str]) -> Iterator[Finding]:
    text = texts.get(entry.subject)
    if text is None:
        yield Finding("no document", entry.number, f"Entry {entry.number} reads a document that was never added.")
        return
    for statement in content["statements"]:
        for passage in passages(statement):
            start, end = passage["span"]["start"], passage["span"]["end"]
            if passage["span"]["document"] != entry.subject or text[start:end] != passage["words"]:
                says = (
                    f"Entry {entry.number}: the quote at {start}–{end} of {names[entry.subject]} is not what stands there"
                    f" (statement {statement['id']})."
                )
                yield Finding("misquoted", entry.number, says)


def _layers(entry: Entry, content: dict[str, Any], cached: Cached, names: dict[str, str]) -> Iterator[Finding]:
    for what in ("layers", "vectors"):
        found = cached(what, " ".join(filter(None, (entry.subject, content["run"], content.get("told", "")))))
        if found is not None and found != content[what]:
            says = (
                f"Entry {entry.number}: the kept {what} of {names.get(entry.subject, entry.subject)} are not those that were read;"
                " they are not used."
            )
            yield Finding(f"{what} changed", entry.number, says)


def passages(value: object) -> Iterator[dict[str, Any]]:
    """Every passage inside a value as JSON has it: a place with the words found there."""
    if isinstance(value, dict):
        if "span" in value and "words" in value:
            yield value
        for inner in value.values():
            yield from passages(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from passages(inner)
