"""A case whose ledger lies in a PostgreSQL database goes the same way as one in its folder."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine

from fixtures.light_tools import light_tools
from variorum.case import Case, CaseError, Source
from variorum.dossier.json_ import write_json
from variorum.stages.documents import Told
from variorum.values.judgements import Judgement

AT = "2024-05-01T10:00:00+00:00"
SOURCES = [
    Source(
        f"{thing}.txt",
        f"The {thing} fell on the quay on Monday. Two workers were hurt in the harbour.\n".encode(),
        Told(),
    )
    for thing in ("crane", "mast", "wall")
]


def work(folder: Path, database: str) -> tuple[list[str], str]:
    """The whole way, in pieces, and what comes of it."""
    Case.create(folder, name="m", by="Ida Verne", clock=lambda: AT, database=database).close()
    for source in SOURCES:
        with Case.open(folder, clock=lambda: AT, tools=light_tools()) as case:
            case.add([source])
            reading = case.analyse()
    with Case.open(folder, clock=lambda: AT, tools=light_tools()) as case:
        first, last = reading.statements[0].id, reading.statements[-1].id
        case.judge(Judgement("statements", first, last, "same", "Ida Verne", AT, "one fall"), after=case.head().number)
        assert case.verify(again=True) == ()
        found = case.reading()
        assert found is not None
        return [entry.hash for entry in case.log()], write_json(found, case.head())


def test_the_same_work_gives_the_same_entries_and_bytes_in_both_databases(tmp_path: Path, postgres_url: str) -> None:
    assert work(tmp_path / "beside", "") == work(tmp_path / "in the database", postgres_url)
    assert not (tmp_path / "in the database" / "ledger.sqlite").exists()


def test_a_database_is_one_case_s_own(tmp_path: Path, postgres_url: str) -> None:
    work(tmp_path / "one", postgres_url)
    with pytest.raises(CaseError, match="another case"):
        Case.create(tmp_path / "two", database=postgres_url)


def test_a_change_in_the_database_is_found(tmp_path: Path, postgres_url: str) -> None:
    work(tmp_path / "one", postgres_url)
    engine = create_engine(postgres_url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE entry DISABLE TRIGGER USER")
        connection.exec_driver_sql("UPDATE entry SET \"by\" = 'Nobody' WHERE number = 3")
        connection.exec_driver_sql("DELETE FROM entry WHERE number > 9")
    engine.dispose()
    with Case.open(tmp_path / "one", tools=light_tools(), read_only=True) as case:
        assert {("edited", 3), ("cut off", 10)} <= {(f.code, f.entry) for f in case.verify()}


@pytest.mark.parametrize("address", ["postgresql://nobody@/nothing?host=/no/such/folder", "mysql://db/matter"])
def test_a_database_that_cannot_be_reached_is_told(address: str, tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="could not be made"):
        Case.create(tmp_path / "one", database=address)
    assert not (tmp_path / "one" / "case.toml").exists()
