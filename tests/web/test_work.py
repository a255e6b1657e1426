"""A new case, files handed over, and work that goes on in the background."""

import sqlite3
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from light_tools import light_tools
from visiting import ADDRESS, Visitor, visit

from variorum.case import folder
from variorum.case.folder import Case
from variorum.web.desk import Job
from variorum.web.server import app_at

TEXT = b"The crane fell into the river on Monday. Nobody was hurt. The harbour office closed the quay for two days."
OTHER = b"A second crane fell on Tuesday. The harbour office said nothing. Two men were seen on the quay at night."


@pytest.fixture
def beginner(tmp_path: Path) -> Any:
    """A visitor at a folder that holds no case yet, with models that take no time."""
    app = app_at(ADDRESS, tmp_path / "matter", light_tools(), by="")
    yield visit(app)
    app.state.desk.close()


def wait(visitor: Visitor, ident: str) -> Job:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        job = visitor.desk.job(ident)
        assert job is not None
        if not job.open:
            return job
        time.sleep(0.02)
    raise AssertionError("the job did not end")


def hand_over(visitor: Visitor, files: list[tuple[str, bytes]], status: int = 303, **told: str) -> str:
    parts = [("files", (name, raw, "application/octet-stream")) for name, raw in files]
    return visitor.post("/add", {"by": "Ines", **told}, status, files=parts)


def read_slowly(monkeypatch: pytest.MonkeyPatch, *, pause: float) -> threading.Event:
    """Each text takes this many seconds more; the event is set once ten were begun."""
    some_kept, begun, real = threading.Event(), [], folder.annotate

    def slowly(*told: Any) -> Any:
        begun.append(told)
        if len(begun) == 10:
            some_kept.set()
        time.sleep(pause)
        return real(*told)

    monkeypatch.setattr(folder, "annotate", slowly)
    return some_kept


def hold_up(monkeypatch: pytest.MonkeyPatch) -> tuple[threading.Event, threading.Event]:
    """Analysis waits once it is begun: the event that says so, and the one that lets it go on."""
    begun, go_on, real = threading.Event(), threading.Event(), Case.analyse

    def slow(self: Case, progress: Any = None) -> Any:
        begun.set()
        assert go_on.wait(20)
        return real(self, progress)

    monkeypatch.setattr(Case, "analyse", slow)
    return begun, go_on


def found(visitor: Visitor) -> None:
    assert visitor.post("/new", {"name": "The quay", "by": "Ines", "after": "0"}) == "/add"


@pytest.fixture(autouse=True)
def csrf_of_the_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before there is a case the form token stands on the page that makes one, and there is no head to look at."""

    def csrf(self: Visitor) -> str:
        return self.hidden(self.get("/settings" if self.desk.exists else "/new"), "csrf")

    def post(self: Visitor, path: str, data: dict[str, str], status: int = 303, **more: Any) -> str:
        answer = self.client.post(path, data={"csrf": self.csrf(), **data}, follow_redirects=False, **more)
        assert answer.status_code == status, f"{path}: {answer.status_code} {answer.text[:600]}"
        return answer.headers.get("location", "") or answer.text

    monkeypatch.setattr(Visitor, "csrf", csrf)
    monkeypatch.setattr(Visitor, "post", post)


def test_a_case_is_made_in_the_browser(beginner: Visitor, tmp_path: Path) -> None:
    assert beginner.client.get("/claims", follow_redirects=False).headers["location"] == "/new"
    assert beginner.client.get("/api/case").status_code == 404
    assert not (tmp_path / "matter").exists(), "looking makes nothing"
    found(beginner)
    assert (tmp_path / "matter" / "case.toml").is_file()
    assert "The quay" in beginner.get("/")
    assert beginner.client.get("/new", follow_redirects=False).headers["location"] == "/"


def test_files_are_taken_in_and_read_while_one_looks(beginner: Visitor) -> None:
    found(beginner)
    where = hand_over(
        beginner,
        [("a.txt", TEXT), ("b.txt", OTHER)],
        **{"publisher": "Early Post", "publisher.1": "Late Herald", "published": "2024-03-04"},
    )
    job = wait(beginner, where.rsplit("/", 1)[1])
    assert job.state == "done", job.says
    assert "2 new accounts." in beginner.get(where)
    documents = {d.name: d for d in beginner.desk.snapshot().documents}
    assert documents["a.txt"].publisher.value == "Early Post"
    assert documents["b.txt"].publisher.value == "Late Herald"
    assert documents["b.txt"].published.how == "user"
    assert not beginner.desk.snapshot().pending
    assert beginner.client.get(f"/sources/{documents['a.txt'].exhibit}/original").content == TEXT
    custody = [e for e in beginner.desk.case.log() if e.kind == "custody"]
    assert {e.by for e in custody} == {"Ines"}


def test_progress_survives_a_reload_and_pages_go_on(beginner: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    found(beginner)
    go_on, begun = threading.Event(), threading.Event()
    real = Case.analyse

    def slow(self: Case, progress: Any = None) -> Any:
        progress.begin("Reading statements", 7)
        for _ in range(3):
            progress.advance()
        begun.set()
        assert go_on.wait(20)
        return real(self, progress)

    monkeypatch.setattr(Case, "analyse", slow)
    where = hand_over(beginner, [("a.txt", TEXT)])
    assert begun.wait(20)
    for _ in range(2):
        page = beginner.get(where)
        assert "3 of 7" in page
        assert 'http-equiv="refresh"' in page, "without script the page looks again by itself"
    assert beginner.client.get(f"/api{where}").json() | {"began": ""} == {
        "id": where.rsplit("/", 1)[1], "title": "Take in 1 file and read them", "state": "running", "step": "Reading statements",
        "done": 3, "total": 7, "says": [], "began": "", "ended": "", "may_stop": True, "stopping": False,
    }  # fmt: skip
    assert "3 of 7" in beginner.get("/sources"), "the work is told of on every page"
    assert beginner.post("/analyse", {}) == where, "one is enough"
    go_on.set()
    assert wait(beginner, where.rsplit("/", 1)[1]).state == "done"
    assert "refresh" not in beginner.get(where)


def test_a_job_that_fails_says_why_and_can_be_tried_again(beginner: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    found(beginner)
    with monkeypatch.context() as patch:

        def broken(self: Case, progress: Any = None) -> Any:
            raise OSError("the disk is full")

        patch.setattr(Case, "analyse", broken)
        where = hand_over(beginner, [("a.txt", TEXT)])
        job = wait(beginner, where.rsplit("/", 1)[1])
    assert job.state == "failed"
    page = beginner.get(where)
    assert "the disk is full" in page
    assert "Try again" in page
    again = beginner.post("/analyse", {})
    assert wait(beginner, again.rsplit("/", 1)[1]).state == "done"
    assert not beginner.desk.snapshot().pending


def test_closing_the_server_leaves_off_reading_and_it_goes_on_later(
    beginner: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(beginner)
    real = folder.annotate
    some_kept = read_slowly(monkeypatch, pause=0.05)
    where = hand_over(beginner, [(f"{n}.txt", TEXT + f" Told by {n}.".encode()) for n in range(60)])
    assert some_kept.wait(20)
    before = time.monotonic()
    beginner.desk.close()
    assert time.monotonic() - before < 2, "more than two seconds of reading were left"
    job = beginner.desk.job(where.rsplit("/", 1)[1])
    assert job is not None
    assert job.state == "stopped"
    assert job.says[1] == "The server was closed."
    assert "read when you say so" in job.says[2]
    with Case.open(tmp_path / "matter", tools=light_tools()) as case:
        assert len(case.documents()) == 60, "what was handed over is kept whole"
        assert 0 < len(case.pending()) < 60
        assert case.verify() == ()
    again = visit(app_at(ADDRESS, tmp_path / "matter", light_tools(), by=""))
    assert "not read yet" in again.get("/")
    monkeypatch.setattr(folder, "annotate", real)
    ident = again.post("/analyse", {}).rsplit("/", 1)[1]
    assert wait(again, ident).state == "done"
    assert not again.desk.snapshot().pending
    again.desk.close()


def test_a_job_can_be_stopped_and_goes_on_later(beginner: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    found(beginner)
    real = folder.annotate
    some_kept = read_slowly(monkeypatch, pause=0.02)
    where = hand_over(beginner, [(f"{n}.txt", TEXT + f" Told by {n}.".encode()) for n in range(60)])
    assert some_kept.wait(20)
    assert "Stop reading" in beginner.get(where)
    assert beginner.post(f"{where}/stop", {}) == where
    job = wait(beginner, where.rsplit("/", 1)[1])
    assert job.state == "stopped"
    case = beginner.desk.case
    left = len(case.pending())
    assert 0 < left < 60
    assert len(case.documents()) == 60, "what was handed over is kept whole"
    assert case.verify() == ()
    page = beginner.get(where)
    assert "60 new accounts." in page
    assert f"{60 - left} of 60 accounts read and kept. Nothing is half-written" in page
    assert f"{left} accounts are not read yet" in page
    assert "Stop reading" not in page
    assert len(beginner.desk.snapshot().reading.documents) == 60 - left, "pages show what was read"
    assert beginner.post(f"{where}/stop", {}) == where, "to stop what has ended changes nothing"
    monkeypatch.setattr(folder, "annotate", real)
    again = beginner.post("/analyse", {})
    assert wait(beginner, again.rsplit("/", 1)[1]).state == "done"
    assert not beginner.desk.snapshot().pending


def test_what_was_read_when_one_leaves_off_is_kept_to_the_last_account(
    beginner: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(beginner)
    real, read = folder.annotate, []

    def until_the_second(*told: Any) -> Any:
        read.append(told)
        if len(read) == 2:
            beginner.desk.stop(beginner.desk.jobs()[0].id)
        return real(*told)

    monkeypatch.setattr(folder, "annotate", until_the_second)
    where = hand_over(beginner, [(f"{n}.txt", TEXT + f" Told by {n}.".encode()) for n in range(3)])
    assert wait(beginner, where.rsplit("/", 1)[1]).state == "stopped"
    assert "2 of 3 accounts read and kept" in beginner.get(where)
    assert len(beginner.desk.case.pending()) == 1


def test_a_failure_after_a_stop_ends_the_job_and_is_told(beginner: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    found(beginner)
    real = folder.annotate

    def full(self: Case) -> Any:
        raise OSError("No space left on device")

    def stopped(*told: Any) -> Any:
        beginner.desk.stop(beginner.desk.jobs()[0].id)
        monkeypatch.setattr(Case, "reading", full)
        return real(*told)

    monkeypatch.setattr(folder, "annotate", stopped)
    where = hand_over(beginner, [(f"{n}.txt", TEXT + f" Told by {n}.".encode()) for n in range(3)])
    job = wait(beginner, where.rsplit("/", 1)[1])
    assert (job.state, job.says) == ("failed", ("No space left on device",))


def test_what_waits_its_turn_can_be_stopped_and_nothing_else_is(
    beginner: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(beginner)
    real = Case.analyse
    begun, go_on = hold_up(monkeypatch)
    first = hand_over(beginner, [("a.txt", TEXT)])
    assert begun.wait(20)
    second = hand_over(beginner, [("b.txt", OTHER)])
    beginner.post(f"{second}/stop", {})
    go_on.set()
    monkeypatch.setattr(Case, "analyse", real)
    assert wait(beginner, second.rsplit("/", 1)[1]).state == "stopped"
    assert "0 of 1 account read and kept" in beginner.get(second)
    assert wait(beginner, first.rsplit("/", 1)[1]).state == "done"
    case = beginner.desk.case
    assert [d.name for d in case.documents()] == ["a.txt", "b.txt"], "what was handed over is never lost"
    assert [d.name for d in case.pending()] == ["b.txt"]
    assert beginner.post("/jobs/job-0/stop", {}, 404)
    assert beginner.client.post(f"{first}/stop", data={"csrf": "guessed"}).status_code == 403


def test_once_all_is_read_the_laying_out_is_finished(beginner: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    found(beginner)
    go_on, laying = threading.Event(), threading.Event()
    real = Case.analyse

    def slow(self: Case, progress: Any = None) -> Any:
        progress.begin("Reading statements", 1)
        progress.advance()
        progress.begin("Laying claims side by side", 1)
        laying.set()
        assert go_on.wait(20)
        progress.advance()
        return real(self)

    monkeypatch.setattr(Case, "analyse", slow)
    where = hand_over(beginner, [("a.txt", TEXT)])
    assert laying.wait(20)
    assert "Stop reading" not in beginner.get(where)
    beginner.post(f"{where}/stop", {})
    go_on.set()
    assert wait(beginner, where.rsplit("/", 1)[1]).state == "done"


def change(ledger: Path, sql: str) -> None:
    """Do to a ledger what its triggers forbid, as somebody with a tool for databases would."""
    with sqlite3.connect(ledger) as database:
        for (name,) in database.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            database.execute(f'drop trigger "{name}"')
        database.execute(sql)
    database.close()


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("update entry set body = replace(body, 'river', 'harbour') where kind = 'document'", "was changed"),
        ("delete from entry where number = 2", "is missing"),
        ("update entry set at = '2020-01-01' where number = 3", "was changed"),
    ],
)
def test_a_case_that_was_tampered_with_says_so_on_every_page(
    beginner: Visitor, tmp_path: Path, sql: str, says: str
) -> None:
    found(beginner)
    wait(beginner, hand_over(beginner, [("a.txt", TEXT)]).rsplit("/", 1)[1])
    assert "not as it was kept" not in beginner.get("/")
    beginner.desk.close()
    change(tmp_path / "matter" / "ledger.sqlite", sql)
    after = visit(app_at(ADDRESS, tmp_path / "matter", light_tools(), by=""))
    for path in ("/", "/claims", "/sources"):
        page = after.get(path)
        assert "This case is not as it was kept." in page
        assert says in page
    assert says in after.get("/log?check=1")
    after.desk.close()


def test_a_case_that_cannot_be_read_any_more_says_what_to_do(beginner: Visitor, tmp_path: Path) -> None:
    found(beginner)
    wait(beginner, hand_over(beginner, [("a.txt", TEXT)]).rsplit("/", 1)[1])
    beginner.desk.close()
    change(tmp_path / "matter" / "ledger.sqlite", "update entry set body = 'nothing' where kind = 'document'")
    after = visit(app_at(ADDRESS, tmp_path / "matter", light_tools(), by=""))
    for path in ("/", "/judgements", "/api/claims"):
        answer = after.client.get(path)
        assert answer.status_code in (409, 503), path
        assert "variorum verify" in answer.text
    after.desk.close()


def test_what_cannot_be_read_is_told_and_the_rest_is_kept(beginner: Visitor) -> None:
    found(beginner)
    where = hand_over(beginner, [("a.txt", TEXT), ("empty.txt", b""), ("picture.txt", b"\x89PNG\r\n\x1a\n...")])
    job = wait(beginner, where.rsplit("/", 1)[1])
    assert job.state == "done"
    says = " ".join(job.says)
    assert "empty.txt" in says
    assert "picture.txt" in says
    assert [d.name for d in beginner.desk.snapshot().documents] == ["a.txt"]


def test_nothing_too_large_or_wrongly_told_is_taken_in(beginner: Visitor) -> None:
    found(beginner)
    head = beginner.desk.case.head()
    large = hand_over(beginner, [("large.txt", b"x" * 20_000_001)], 422)
    assert "20.0 MB" in large
    assert "split" in large
    assert "is not a date" in hand_over(beginner, [("a.txt", TEXT)], 422, published="last Friday")
    assert "Choose at least one file" in hand_over(beginner, [], 422)
    many = [(f"{n}.txt", TEXT) for n in range(101)]
    assert hand_over(beginner, many, 400)
    assert beginner.desk.case.head() == head


def test_names_of_files_are_never_paths(beginner: Visitor, tmp_path: Path) -> None:
    found(beginner)
    where = hand_over(beginner, [("../../../evil.txt", TEXT), ("..\\..\\worse.txt", OTHER)])
    wait(beginner, where.rsplit("/", 1)[1])
    assert {d.name for d in beginner.desk.snapshot().documents} == {"evil.txt", "worse.txt"}
    assert not list(tmp_path.rglob("*evil*"))
    assert not list(tmp_path.rglob("*worse*"))


def test_a_text_may_be_pasted(beginner: Visitor) -> None:
    found(beginner)
    where = hand_over(beginner, [], text=TEXT.decode() + "\r\nThe end of it.", text_name="note", author="Jana Reed")
    wait(beginner, where.rsplit("/", 1)[1])
    (document,) = beginner.desk.snapshot().documents
    assert (document.name, document.authors) == ("note.txt", ("Jana Reed",))
    assert document.text == TEXT.decode() + "\nThe end of it."


def test_a_decision_can_be_made_while_work_goes_on(beginner: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    found(beginner)
    wait(beginner, hand_over(beginner, [("a.txt", TEXT)]).rsplit("/", 1)[1])

    begun, go_on = hold_up(monkeypatch)
    where = hand_over(beginner, [("b.txt", OTHER)])
    assert begun.wait(20)
    statement = beginner.desk.snapshot().reading.statements[0]
    data = {
        "question": "rejection",
        "left": statement.id,
        "right": "",
        "answer": "rejected",
        "because": "No.",
        "by": "Ines",
    }
    # Files that came in since are no decision: nobody is asked again because of them.
    beginner.post("/judge", {**data, "after": str(beginner.desk.snapshot().head.number), "next": "/"})
    assert [k.judgement.question for k in beginner.desk.snapshot().judgements] == ["rejection"]
    go_on.set()
    assert wait(beginner, where.rsplit("/", 1)[1]).state == "done"
    assert statement.id not in beginner.desk.snapshot().index.statements
    assert len(beginner.desk.snapshot().documents) == 2


def test_a_folder_that_is_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "holiday.txt").write_text("mine")
    app = app_at(ADDRESS, tmp_path / "full", light_tools())
    visitor = visit(app)
    assert "is not empty" in visitor.post("/new", {"name": "x", "by": "y"}, 409)
    assert [p.name for p in (tmp_path / "full").iterdir()] == ["holiday.txt"]
    app.state.desk.close()
