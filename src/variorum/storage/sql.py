"""A ledger in a database: SQLite in a file of the case, or PostgreSQL by a URL. SQLAlchemy stays in this room.

Writers wait for one another: SQLite begins with the write lock (BEGIN IMMEDIATE), PostgreSQL locks the table, and the number of the
head is compared inside that transaction. SQLite writes ahead (WAL) and syncs at every commit (FULL).
"""

import os
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, Row, bindparam, create_engine, delete, insert, select
from sqlalchemy.exc import DatabaseError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from variorum.storage.ledger import FIRST, Draft, Entry, EntryKind, Head, Moved
from variorum.storage.memory import chain_up
from variorum.storage.migrations import LATEST, TooNew, check_version, migrate, version
from variorum.storage.schema import cache, entry

# Entries fetched at a time: bounds memory where bodies are whole texts.
_PAGE = 500
# How long a writer waits for another, in seconds.
_PATIENCE = 60
# Made once: building it takes longer than asking, and a large case asks thousands of times.
_CACHED = select(cache.c.value).where(cache.c.key == bindparam("wanted"))
_CACHED_ALL = select(cache).where(cache.c.key.in_(bindparam("wanted", expanding=True)))


class Damaged(RuntimeError):
    """The database cannot be opened, read or written: no database, of a later version, broken, full, or out of reach."""


@contextmanager
def _in_words() -> Iterator[None]:
    """A trouble of the database as one of ours."""
    try:
        yield
    except DatabaseError as error:
        raise Damaged(_reason(error)) from error


class SqlLedger(ABC):
    """See `storage.ledger.Ledger`. Safe to use from several threads and processes."""

    def __init__(self, engine: Engine, *, read_only: bool) -> None:
        self._engine = engine
        try:
            with self._reading() as connection:
                found = version(connection)
            check_version(found)
            if found < LATEST:
                if read_only:
                    raise Damaged("it has an older format; open it once for writing to bring it up to date")
                with self._writing() as connection:
                    migrate(connection)
        except (TooNew, SQLAlchemyError) as error:
            engine.dispose()
            raise Damaged(_reason(error)) from error

    @abstractmethod
    def _writing(self) -> AbstractContextManager[Connection]:
        """A transaction that no other writer overlaps."""

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with _in_words(), self._engine.connect() as connection:
            yield connection

    def append(self, drafts: Sequence[Draft], *, after: int | None = None) -> tuple[Entry, ...]:
        """Keep a batch, in order."""
        with self._writing() as connection:
            head = _head(connection)
            if after is not None and after != head.number:
                raise Moved(f"the ledger stands at {head.number}, not at {after}")
            sealed = chain_up(head, drafts)
            if sealed:
                connection.execute(insert(entry), [asdict(one) for one in sealed])
        return sealed

    def head(self) -> Head:
        """How far it has come."""
        with self._reading() as connection:
            return _head(connection)

    def entries(
        self, *, kinds: Sequence[EntryKind] = (), subject: str | None = None, since: int = 0
    ) -> Iterator[Entry]:
        """Entries in order, fetched in pages."""
        wanted = select(entry).order_by(entry.c.number).limit(_PAGE)
        if kinds:
            wanted = wanted.where(entry.c.kind.in_(kinds))
        if subject is not None:
            wanted = wanted.where(entry.c.subject == subject)
        while True:
            with self._reading() as connection:
                rows = connection.execute(wanted.where(entry.c.number > since)).all()
            yield from map(_entry, rows)
            if len(rows) < _PAGE:
                return
            since = rows[-1].number

    def cached(self, key: str) -> bytes | None:
        """Something computed, or None."""
        with self._reading() as connection:
            value = connection.execute(_CACHED, {"wanted": key}).scalar()
        return None if value is None else _bytes(value)

    def cached_all(self, keys: Sequence[str]) -> dict[str, bytes]:
        """What is cached of several."""
        found = {}
        with self._reading() as connection:
            for at in range(0, len(keys), _PAGE):
                rows = connection.execute(_CACHED_ALL, {"wanted": keys[at : at + _PAGE]})
                found.update({row.key: _bytes(row.value) for row in rows})
        return found

    def cache(self, key: str, value: bytes) -> None:
        """Keep something computed; what was there under this key is replaced."""
        with self._writing() as connection:
            connection.execute(delete(cache).where(cache.c.key == key))
            connection.execute(insert(cache).values(key=key, value=value))

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


class SqliteLedger(SqlLedger):
    """A ledger in one file. `read_only` never writes to it, not even a journal where the folder forbids it."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        super().__init__(
            create_engine("sqlite://", creator=_opener(path, read_only), poolclass=QueuePool), read_only=read_only
        )

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with _in_words(), self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            connection.commit()


class PostgresLedger(SqlLedger):
    """A ledger in a PostgreSQL database of its own (or a schema of its own, by `options=-csearch_path=…` in the URL)."""

    def __init__(self, url: str, *, read_only: bool = False) -> None:
        super().__init__(create_engine(url, pool_pre_ping=True), read_only=read_only)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with _in_words(), self._engine.begin() as connection:
            # One writer at a time in this database, also while the tables are being made.
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('variorum ' || current_schema()))")
            yield connection


def open_ledger(url: str, *, read_only: bool = False) -> SqlLedger:
    """The ledger at a database URL: `sqlite:///path` or `postgresql://…`. Raises `Damaged`."""
    if url.startswith("sqlite:///"):
        return SqliteLedger(Path(url.removeprefix("sqlite:///")), read_only=read_only)
    if url.startswith(("postgresql://", "postgresql+psycopg://")):
        return PostgresLedger(url.replace("postgresql://", "postgresql+psycopg://", 1), read_only=read_only)
    raise Damaged("its address begins with neither sqlite:/// nor postgresql://")


def _opener(path: Path, read_only: bool) -> Any:
    """How to open the file. Where a folder may not be written to, it is read as it lies, without a journal."""
    mode = "mode=rwc"
    if read_only:
        mode = "mode=ro" if _may_write(path.parent) else "immutable=1"
        journal = path.with_name(f"{path.name}-wal")
        if mode == "immutable=1" and journal.is_file() and journal.stat().st_size:
            raise Damaged(
                f"its last entries are still in {journal.name}; copy the folder to where it can be written to"
            )
    address = f"file:{quote(str(path))}?{mode}"

    def open_file() -> sqlite3.Connection:
        connection = sqlite3.connect(
            address, uri=True, isolation_level=None, check_same_thread=False, timeout=_PATIENCE
        )
        # Bytes that are no UTF-8 were put there by nobody of ours: they come back as they are, and the check names the entry.
        connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
        if not read_only:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
        return connection

    return open_file


def _may_write(folder: Path) -> bool:
    return os.access(folder, os.W_OK)


def _head(connection: Connection) -> Head:
    row = connection.execute(select(entry.c.number, entry.c.hash).order_by(entry.c.number.desc()).limit(1)).first()
    return Head(row.number, row.hash) if row else Head(0, FIRST)


def _bytes(value: bytes | str) -> bytes:
    """A cached value as it lies: SQLite lets a text lie where bytes should."""
    return value.encode("utf-8", "surrogateescape") if isinstance(value, str) else value


def _entry(row: Row[Any]) -> Entry:
    return Entry(row.number, row.kind, row.subject, row.body, row.by, row.at, row.previous, row.hash)


def _reason(error: Exception) -> str:
    """The database's own words, without the statement and the link to SQLAlchemy's pages."""
    return str(error.orig) if isinstance(error, DatabaseError) else str(error)
