"""What a place of keeping must do, whichever database is below it.

A ledger is one sequence of entries. Nothing is ever changed or removed; each entry names the hash of the one before, so that an edit, a
deletion, an insertion or a change of order is found. The last entry's number and hash (the head) are also kept outside the
database, so that a cut at the end is found too.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

EntryKind = Literal["case", "custody", "document", "run", "reading", "collation", "judgement", "undo"]
FIRST = "0" * 64


class Moved(RuntimeError):
    """The ledger went on since the caller last looked: somebody else wrote. Look again, then decide again."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry before it is kept: its kind, what it is about, and its content as values that JSON knows."""

    kind: EntryKind
    subject: str
    body: Mapping[str, Any]
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One kept line of the ledger. `body` is canonical JSON; `hash` covers everything else, `previous` included."""

    number: int
    kind: EntryKind
    subject: str
    body: str
    by: str
    at: str
    previous: str
    hash: str

    def content(self) -> dict[str, Any]:
        """The body as values."""
        value: dict[str, Any] = json.loads(self.body)
        return value


@dataclass(frozen=True, slots=True)
class Head:
    """How far a ledger has come: the number and hash of its last entry; number 0 for an empty one."""

    number: int
    hash: str


def canonical(body: Mapping[str, Any]) -> str:
    """JSON in one form only: keys sorted, no spaces, UTF-8, no NaN (in the manner of RFC 8785)."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def seal(number: int, draft: Draft, previous: str) -> Entry:
    """The entry that a draft becomes after the entry whose hash is `previous`."""
    body = canonical(draft.body)
    parts = json.dumps(
        [number, draft.kind, draft.subject, body, draft.by, draft.at, previous],
        ensure_ascii=False,
        separators=(",", ":"),
    )
    digest = hashlib.sha256(parts.encode("utf-8")).hexdigest()
    return Entry(number, draft.kind, draft.subject, body, draft.by, draft.at, previous, digest)


class Ledger(Protocol):
    """A place of keeping. Every method that writes is one transaction: all of it is kept, or nothing."""

    def append(self, drafts: Sequence[Draft], *, after: int | None = None) -> tuple[Entry, ...]:
        """Keep a batch, in order. Raises `Moved` where `after` is given and is no longer the number of the head."""
        ...

    def head(self) -> Head:
        """How far it has come."""
        ...

    def entries(
        self, *, kinds: Sequence[EntryKind] = (), subject: str | None = None, since: int = 0
    ) -> Iterator[Entry]:
        """Entries in order: of these kinds (all where empty), about this subject, with a number above `since`."""
        ...

    def cached(self, key: str) -> bytes | None:
        """Something computed that can be computed again; outside the chain, may be dropped at any time."""
        ...

    def cached_all(self, keys: Sequence[str]) -> dict[str, bytes]:
        """Of these keys those under which something is cached, fetched together; all of it is in memory at once."""
        ...

    def cache(self, key: str, value: bytes) -> None:
        """Keep something computed under the digest of what it was computed from."""
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...
