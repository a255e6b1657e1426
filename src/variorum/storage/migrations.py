"""How a database comes to have the tables of `schema`: numbered steps, forward only, each in one transaction.

A step that has been released is never edited: a change is a new step at the end. There is no way back; an older program
refuses a newer case and says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, insert, inspect, select

from variorum.storage.schema import schema_version


class TooNew(RuntimeError):
    """The database was made by a later version of the program."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: its number, what it does in words, and its statements by dialect ("sqlite", "postgresql")."""

    number: int
    says: str
    statements: Mapping[str, tuple[str, ...]]


_ENTRY = """CREATE TABLE entry (
    number {number} NOT NULL PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,
    "by" TEXT NOT NULL, "at" TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL)"""

_SQLITE_TRIGGERS = (
    """CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no entry may be changed'); END""",
    """CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no entry may be removed'); END""",
    """CREATE TRIGGER entry_at_end BEFORE INSERT ON entry
    WHEN NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM entry)
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: an entry is added at the end'); END""",
)

_POSTGRES_TRIGGERS = (
    """CREATE FUNCTION entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the ledger is append-only: no entry may be changed or removed'; END $$""",
    """CREATE FUNCTION entry_at_end() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM entry) THEN
            RAISE EXCEPTION 'the ledger is append-only: an entry is added at the end';
        END IF;
        RETURN NEW;
    END $$""",
    "CREATE TRIGGER entry_no_change BEFORE UPDATE OR DELETE ON entry FOR EACH ROW EXECUTE FUNCTION entry_refuse()",
    "CREATE TRIGGER entry_no_truncate BEFORE TRUNCATE ON entry FOR EACH STATEMENT EXECUTE FUNCTION entry_refuse()",
    "CREATE TRIGGER entry_at_end BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION entry_at_end()",
)

_INDEXES = (
    "CREATE INDEX entry_by_kind ON entry (kind, number)",
    "CREATE INDEX entry_by_subject ON entry (subject, number)",
)

MIGRATIONS: tuple[Migration, ...] = (
    Migration(
        1,
        "the ledger, append-only",
        {
            "sqlite": (_ENTRY.format(number="INTEGER"), *_SQLITE_TRIGGERS),
            "postgresql": (_ENTRY.format(number="BIGINT"), *_POSTGRES_TRIGGERS),
        },
    ),
    Migration(2, "entries found by kind and by subject", {"sqlite": _INDEXES, "postgresql": _INDEXES}),
    Migration(
        3,
        "a place for what can be computed again",
        {
            "sqlite": ("CREATE TABLE cache (key TEXT NOT NULL PRIMARY KEY, value BLOB NOT NULL)",),
            "postgresql": ("CREATE TABLE cache (key TEXT NOT NULL PRIMARY KEY, value BYTEA NOT NULL)",),
        },
    ),
)

LATEST = MIGRATIONS[-1].number


def version(connection: Connection) -> int:
    """The number of the last step made here; 0 for an empty database."""
    if not inspect(connection).has_table(schema_version.name):
        return 0
    numbers = connection.execute(select(schema_version.c.number)).scalars()
    return max(numbers, default=0)


def check_version(found: int) -> None:
    """Raise `TooNew` for a database that only a later program understands."""
    if found > LATEST:
        raise TooNew(f"it has format {found}, and this version of Variorum knows up to {LATEST}; use a newer version")


def migrate(connection: Connection, *, up_to: int = LATEST) -> tuple[Migration, ...]:
    """Make the steps that are missing, inside the transaction of the caller; those that were made. Raises `TooNew`."""
    found = version(connection)
    check_version(found)
    if found == 0:
        schema_version.create(connection, checkfirst=True)
    made = tuple(step for step in MIGRATIONS if found < step.number <= up_to)
    for step in made:
        for statement in step.statements[connection.dialect.name]:
            connection.exec_driver_sql(statement)
        connection.execute(insert(schema_version).values(number=step.number, says=step.says))
    return made
