"""A ledger in memory: for tests, and for a case that nobody wants kept."""

import threading
from collections.abc import Iterator, Sequence

from variorum.storage.ledger import FIRST, Draft, Entry, EntryKind, Head, Moved, seal


class MemoryLedger:
    """See `storage.ledger.Ledger`. Safe to use from several threads."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._cache: dict[str, bytes] = {}
        self._lock = threading.Lock()

    def append(self, drafts: Sequence[Draft], *, after: int | None = None) -> tuple[Entry, ...]:
        """Keep a batch, in order."""
        with self._lock:
            head = self.head()
            if after is not None and after != head.number:
                raise Moved(f"the ledger stands at {head.number}, not at {after}")
            sealed = chain_up(head, drafts)
            self._entries.extend(sealed)
            return sealed

    def head(self) -> Head:
        """How far it has come."""
        last = self._entries[-1] if self._entries else None
        return Head(last.number, last.hash) if last else Head(0, FIRST)

    def entries(
        self, *, kinds: Sequence[EntryKind] = (), subject: str | None = None, since: int = 0
    ) -> Iterator[Entry]:
        """Entries in order."""
        for one in self._entries[since:]:
            if (not kinds or one.kind in kinds) and subject in (None, one.subject):
                yield one

    def cached(self, key: str) -> bytes | None:
        """Something computed, or None."""
        return self._cache.get(key)

    def cached_all(self, keys: Sequence[str]) -> dict[str, bytes]:
        """What is cached of several."""
        return {key: self._cache[key] for key in keys if key in self._cache}

    def cache(self, key: str, value: bytes) -> None:
        """Keep something computed."""
        self._cache[key] = value

    def close(self) -> None:
        """Nothing to let go of."""


def chain_up(head: Head, drafts: Sequence[Draft]) -> tuple[Entry, ...]:
    """The entries that drafts become after the head."""
    sealed: list[Entry] = []
    for draft in drafts:
        before = Head(sealed[-1].number, sealed[-1].hash) if sealed else head
        sealed.append(seal(before.number + 1, draft, before.hash))
    return tuple(sealed)
