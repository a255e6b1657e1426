"""The three places of keeping, a real PostgreSQL server among them."""

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from variorum.storage.ledger import Ledger
from variorum.storage.memory import MemoryLedger
from variorum.storage.sql import open_ledger

Opener = Callable[[], Ledger]
_schemas = itertools.count(1)


def _binaries() -> Path | None:
    """The folder of the newest PostgreSQL server of this machine: Debian's, else the one on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3].split(".")[0]))
    beside = shutil.which("initdb")
    return found[-1].parent if found else Path(beside).parent if beside else None


def _unprivileged() -> str | None:
    """A user that the server may run as: it refuses to run as root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    pytest.skip("PostgreSQL does not run as root, and there is neither a user postgres nor a user nobody")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of an empty database on a server started for this session; it listens on a socket in a folder of its own only."""
    binaries = _binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL server here; on Debian: apt install postgresql")
    user = _unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="variorum-pg-"))
    data = folder / "data"
    if user is not None:
        shutil.chown(folder, user)

    def call(*words: str) -> None:
        done = subprocess.run(
            [str(binaries / words[0]), *words[1:]], cwd=folder, user=user, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{words[0]}: {done.stderr}"

    try:
        call("initdb", "-D", str(data), "-U", "variorum", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        call("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://variorum@/postgres?host={folder}"
        finally:
            call("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres: str) -> str:
    """The URL of an empty schema of its own."""
    name = f"matter_{next(_schemas)}"
    engine = create_engine(postgres.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {name}")
    engine.dispose()
    return f"{postgres}&options=-csearch_path%3D{name}"


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    """Opens one and the same ledger, empty at first, again and again. What lies in memory is the same object each time."""
    opened: list[Ledger] = []
    if request.param == "memory":
        memory = MemoryLedger()
        yield lambda: memory
        return
    url = (
        f"sqlite:///{tmp_path / 'l #1?.sqlite'}"
        if request.param == "sqlite"
        else request.getfixturevalue("postgres_url")
    )

    def open_again() -> Ledger:
        opened.append(open_ledger(url))
        return opened[-1]

    yield open_again
    for ledger in opened:
        ledger.close()


@pytest.fixture
def ledger(opener: Opener) -> Ledger:
    return opener()
