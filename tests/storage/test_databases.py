"""The databases themselves refuse what a ledger must not do, and an older one is brought up to date."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Engine, MetaData, Table, create_engine, inspect
from sqlalchemy.exc import DBAPIError

from variorum.storage.chain import check_chain
from variorum.storage.ledger import FIRST, Draft, Ledger, seal
from variorum.storage.migrations import LATEST, MIGRATIONS, migrate
from variorum.storage.schema import metadata
from variorum.storage.sql import Damaged, open_ledger

AT = "2024-05-01T10:00:00+00:00"
DRAFTS = [Draft("document", name, {"text": name}, "Ida Verne", AT) for name in "abc"]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    found: str = request.getfixturevalue("postgres_url")
    return found


def engine_of(url: str) -> Engine:
    return create_engine(url.replace("postgresql://", "postgresql+psycopg://"))


def fill(url: str) -> Ledger:
    ledger = open_ledger(url)
    ledger.append(DRAFTS)
    return ledger


# ---------------------------------------------------------------- append-only


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET body = '{}' WHERE number = 2",
        "UPDATE entry SET hash = 'x'",
        "DELETE FROM entry WHERE number = 3",
        "DELETE FROM entry",
        """INSERT INTO entry (number, kind, subject, body, "by", "at", previous, hash) VALUES (9,'','','','','','','')""",
        """INSERT INTO entry (number, kind, subject, body, "by", "at", previous, hash) VALUES (0,'','','','','','','')""",
    ],
)
def test_the_database_refuses_to_change_what_is_kept(url: str, statement: str) -> None:
    ledger = fill(url)
    engine = engine_of(url)
    with engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.exec_driver_sql(statement)
    engine.dispose()
    assert [entry.subject for entry in ledger.entries()] == ["a", "b", "c"]
    ledger.close()


def test_postgresql_refuses_to_empty_the_table(postgres_url: str) -> None:
    ledger = fill(postgres_url)
    engine = engine_of(postgres_url)
    with engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.exec_driver_sql("TRUNCATE entry")
    engine.dispose()
    assert ledger.head().number == 3
    ledger.close()


def test_sqlite_writes_ahead_and_syncs_at_every_commit(tmp_path: Path) -> None:
    ledger = open_ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    with ledger._writing() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
    ledger.close()


# ---------------------------------------------------------------- formats, old and new


def old_ledger(url: str, up_to: int) -> None:
    """A ledger as the first versions left it, with entries in it."""
    engine = engine_of(url)
    with engine.begin() as connection:
        migrate(connection, up_to=up_to)
        previous = FIRST
        for number, draft in enumerate(DRAFTS, 1):
            one = seal(number, draft, previous)
            row = (one.number, one.kind, one.subject, one.body, one.by, one.at, one.previous, one.hash)
            marks = ",".join(["?" if url.startswith("sqlite") else "%s"] * 8)
            connection.exec_driver_sql(
                f'INSERT INTO entry (number, kind, subject, body, "by", "at", previous, hash) VALUES ({marks})', row
            )
            previous = one.hash
    engine.dispose()


@pytest.mark.parametrize("up_to", range(1, LATEST))
def test_an_old_case_is_brought_up_to_date_and_nothing_in_it_changes(url: str, up_to: int) -> None:
    old_ledger(url, up_to)
    ledger = open_ledger(url)
    assert [entry.subject for entry in ledger.entries()] == ["a", "b", "c"]
    assert check_chain(ledger.entries(), ledger.head()) == ()
    ledger.cache("key", b"value")
    ledger.append([Draft("document", "d", {}, "Ida Verne", AT)], after=3)
    ledger.close()
    again = open_ledger(url)
    assert (again.head().number, again.cached("key")) == (4, b"value")
    again.close()


def test_the_steps_lead_to_the_tables_that_the_code_knows(url: str) -> None:
    open_ledger(url).close()
    engine = engine_of(url)
    found = MetaData()
    found.reflect(engine)
    for table in metadata.sorted_tables:
        there: Table = found.tables[table.name]
        assert [(c.name, c.nullable, c.primary_key) for c in there.columns] == [
            (c.name, c.nullable, c.primary_key) for c in table.columns
        ]
        assert {i["name"] for i in inspect(engine).get_indexes(table.name)} == {i.name for i in table.indexes}
    assert set(found.tables) == set(metadata.tables)
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT number, says FROM schema_version ORDER BY number").all()
    assert [tuple(row) for row in rows] == [(step.number, step.says) for step in MIGRATIONS]
    engine.dispose()


def test_steps_are_numbered_without_a_gap_and_told_for_both_databases() -> None:
    assert [step.number for step in MIGRATIONS] == list(range(1, len(MIGRATIONS) + 1))
    assert all(set(step.statements) == {"sqlite", "postgresql"} for step in MIGRATIONS)


def test_a_case_of_a_later_version_is_refused_and_left_alone(url: str) -> None:
    open_ledger(url).close()
    engine = engine_of(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"INSERT INTO schema_version VALUES ({LATEST + 1}, 'something new')")
    engine.dispose()
    with pytest.raises(Damaged, match=f"format {LATEST + 1}.*newer version"):
        open_ledger(url)


# ---------------------------------------------------------------- reading only, and what is no database


def test_a_ledger_opened_for_reading_is_not_changed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    fill(url).close()
    before = (tmp_path / "ledger.sqlite").read_bytes()
    ledger = open_ledger(url, read_only=True)
    assert ledger.head().number == 3
    with pytest.raises(Exception, match="readonly"):
        ledger.append(DRAFTS)
    ledger.close()
    assert (tmp_path / "ledger.sqlite").read_bytes() == before


def test_an_old_ledger_is_not_brought_up_to_date_by_a_reader(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    old_ledger(url, 1)
    with pytest.raises(Damaged, match="open it once for writing"):
        open_ledger(url, read_only=True)


def test_a_reader_sees_what_a_writer_beside_it_wrote(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    writer = fill(url)
    reader = open_ledger(url, read_only=True)
    writer.append([Draft("document", "d", {}, "Ida Verne", AT)])
    assert reader.head().number == 4
    reader.close()
    writer.close()


def test_where_the_folder_cannot_be_written_to_a_ledger_is_read_as_it_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    fill(url).close()
    monkeypatch.setattr("variorum.storage.sql._may_write", lambda folder: False)
    reader = open_ledger(url, read_only=True)
    assert reader.head().number == 3
    reader.close()
    assert [path.name for path in tmp_path.iterdir()] == ["ledger.sqlite"]
    writer = open_ledger(url)
    writer.append([Draft("document", "d", {}, "Ida Verne", AT)])
    with pytest.raises(Damaged, match=r"ledger\.sqlite-wal"):
        open_ledger(url, read_only=True)
    writer.close()


@pytest.mark.parametrize(
    "raw", [b"not a database, but long enough to look at" * 100, b"SQLite format 3\x00" + b"\xff" * 4000]
)
def test_what_is_no_database_is_refused_in_one_sentence(raw: bytes, tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(raw)
    with pytest.raises(Damaged) as caught:
        open_ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    assert "\n" not in str(caught.value)


def test_an_address_of_another_kind_is_refused() -> None:
    with pytest.raises(Damaged, match="neither sqlite"):
        open_ledger("mysql://somewhere")


def test_a_torn_database_is_told_as_damaged(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    ledger = open_ledger(f"sqlite:///{path}")
    ledger.append([Draft("document", str(n), {"text": "x" * 5000}, "Ida Verne", AT) for n in range(50)])
    ledger.close()
    raw = bytearray(path.read_bytes())
    raw[8192 : len(raw) - 8192] = b"\xee" * (len(raw) - 16384)
    path.write_bytes(raw)
    with pytest.raises((Damaged, sqlite3.DatabaseError)):
        list(open_ledger(f"sqlite:///{path}", read_only=True).entries())
