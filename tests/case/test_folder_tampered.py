"""Somebody changes a case behind its back: in the database, in the vault, in the kept layers. `verify` says what and where."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from fixtures.light_tools import light_tools
from variorum.case import Case, CaseError, Source
from variorum.case.keeping import digest, pack_reading
from variorum.stages.documents import Told
from variorum.storage.ledger import FIRST, Draft, seal
from variorum.values.judgements import Judgement

AT = "2024-05-01T10:00:00+00:00"
TEXTS = {
    "quay.txt": "The crane fell on the quay on Monday. Two workers were hurt in the harbour.\n",
    "mast.txt": "The mast fell at dawn on Friday. Three sailors were in the harbour that day.\n",
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with two accounts, read, with a judgement that was undone: entries 1 to 11."""
    folder = tmp_path_factory.mktemp("tampered") / "matter"
    Case.create(folder, name="m", clock=lambda: AT).close()
    with Case.open(folder, clock=lambda: AT, tools=light_tools()) as case:
        case.add([Source(name, text.encode(), Told()) for name, text in TEXTS.items()])
        reading = case.analyse()
        first, last = reading.statements[0].id, reading.statements[-1].id
        judgement = Judgement("statements", first, last, "different", "Ida Verne", AT, "two things")
        case.judge(judgement)
        case.undo(judgement.id, by="Ida Verne", because="not sure")
        case.reading()
        kinds = [entry.kind for entry in case.log()]
    assert kinds == [
        "case",
        "custody",
        "document",
        "custody",
        "document",
        "run",
        "reading",
        "reading",
        "collation",
        "judgement",
        "undo",
    ]
    return folder


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    shutil.copytree(whole, tmp_path / "matter")
    return tmp_path / "matter"


def findings(folder: Path, *, again: bool = False) -> list[tuple[str, int | None]]:
    with Case.open(folder, tools=light_tools(), read_only=True) as case:
        return [(finding.code, finding.entry) for finding in case.verify(again=again)]


def tamper(folder: Path, *statements: str) -> None:
    """As somebody with the file in hand would: without the triggers."""
    connection = sqlite3.connect(folder / "ledger.sqlite")
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def reseal(folder: Path, change: Callable[[str, dict], dict], *, head: bool = False) -> None:
    """Change bodies and seal everything anew, as a forger would who knows the chain; with `head` also the file outside."""
    connection = sqlite3.connect(folder / "ledger.sqlite")
    rows = connection.execute('SELECT number, kind, subject, body, "by", "at" FROM entry ORDER BY number').fetchall()
    connection.execute("DROP TRIGGER entry_no_update")
    previous = FIRST
    for number, kind, subject, body, by, at in rows:
        one = seal(number, Draft(kind, subject, change(kind, json.loads(body)), by, at), previous)
        connection.execute(
            "UPDATE entry SET body = ?, previous = ?, hash = ? WHERE number = ?",
            (one.body, one.previous, one.hash, number),
        )
        previous = one.hash
    connection.commit()
    connection.close()
    if head:
        (folder / "ledger.head").write_text(f"{len(rows)} {previous}\n")


def test_a_whole_case_has_no_findings(folder: Path) -> None:
    assert findings(folder, again=True) == []


# ---------------------------------------------------------------- rows


@pytest.mark.parametrize("number", range(1, 12))
def test_an_edited_entry_is_named_whichever_it_is(folder: Path, number: int) -> None:
    tamper(folder, f"UPDATE entry SET \"by\" = 'Somebody' WHERE number = {number}")
    assert ("edited", number) in findings(folder)


@pytest.mark.parametrize("number", range(1, 11))
def test_a_deleted_entry_is_named_whichever_it_is(folder: Path, number: int) -> None:
    tamper(folder, f"DELETE FROM entry WHERE number = {number}")
    assert ("deleted", number) in findings(folder)


@pytest.mark.parametrize("left", range(11))
def test_a_cut_at_the_end_is_found(folder: Path, left: int) -> None:
    tamper(folder, f"DELETE FROM entry WHERE number > {left}")
    assert ("cut off", left + 1) in findings(folder)


def test_entries_that_changed_places_are_found(folder: Path) -> None:
    tamper(
        folder,
        "UPDATE entry SET number = 99 WHERE number = 7",
        "UPDATE entry SET number = 7 WHERE number = 8",
        "UPDATE entry SET number = 8 WHERE number = 99",
    )
    assert {("edited", 7), ("edited", 8)} <= set(findings(folder))


def test_an_inserted_entry_is_found(folder: Path) -> None:
    columns = 'kind, subject, body, "by", "at", previous, hash'
    tamper(
        folder,
        "UPDATE entry SET number = 12 WHERE number = 11",
        f"INSERT INTO entry (number, {columns}) SELECT 11, {columns} FROM entry WHERE number = 10",
    )
    assert {("edited", 11), ("edited", 12)} <= set(findings(folder))


def test_an_entry_added_at_the_end_by_hand_is_found(folder: Path) -> None:
    columns = 'kind, subject, body, "by", "at", previous, hash'
    tamper(folder, f"INSERT INTO entry (number, {columns}) SELECT 12, {columns} FROM entry WHERE number = 10")
    assert ("edited", 12) in findings(folder)


def test_a_ledger_sealed_anew_does_not_fit_the_head(folder: Path) -> None:
    reseal(folder, lambda kind, body: {**body, "because": "sure"} if kind == "undo" else body)
    assert findings(folder) == [("rewritten", 11)]


def test_a_case_whose_rows_cannot_be_read_says_so_and_is_not_written_to(folder: Path) -> None:
    tamper(folder, "UPDATE entry SET body = '{\"name\":' WHERE number = 3")
    assert {("edited", 3), ("malformed", 3)} <= set(findings(folder))
    with Case.open(folder, tools=light_tools()) as case, pytest.raises(CaseError, match="variorum verify"):
        case.add([Source("new.txt", b"The barge sank on Monday in the harbour.", Told())])


@pytest.mark.parametrize("value", ["CAST(x'7bff7d' AS TEXT)", "7", "x'7b7d'", "'[]'", "'7'"])
def test_a_body_of_any_kind_is_told_as_edited(folder: Path, value: str) -> None:
    tamper(folder, f"UPDATE entry SET body = {value} WHERE number = 8")
    assert ("edited", 8) in findings(folder)


def test_a_table_that_was_dropped_is_told(folder: Path) -> None:
    tamper(folder, "DROP TABLE entry")
    with pytest.raises(CaseError, match="cannot be opened"):
        Case.open(folder, read_only=True)


# ---------------------------------------------------------------- originals, texts, quotes


def test_a_changed_and_a_lost_original_are_named_with_their_entry(folder: Path) -> None:
    with Case.open(folder, read_only=True) as case:
        quay, mast = (case.vault.place(e.subject) for e in case.log() if e.kind == "custody")
    quay.chmod(0o644)
    quay.write_bytes(quay.read_bytes() + b" ")
    mast.unlink()
    assert findings(folder) == [("original changed", 2), ("original missing", 4)]
    with Case.open(folder, read_only=True) as case, pytest.raises(CaseError, match="was changed"):
        case.exhibit(quay.name)


def test_a_changed_text_does_not_fit_its_quotes_even_if_everything_was_sealed_anew(folder: Path) -> None:
    def change(kind: str, body: dict) -> dict:
        if kind == "document":
            body["document"]["text"] = body["document"]["text"].replace("crane", "tower")
        return body

    reseal(folder, change, head=True)
    found = findings(folder)
    assert {code for code, _ in found} == {"misquoted"}
    assert {number for _, number in found} <= {7, 8}


def test_a_changed_quote_is_not_what_stands_there(folder: Path) -> None:
    def change(kind: str, body: dict) -> dict:
        if kind == "reading":
            words = body["statements"][0]["passage"]["words"]
            body["statements"][0]["passage"]["words"] = words[::-1]
        return body

    reseal(folder, change, head=True)
    assert findings(folder) == [("misquoted", 7), ("misquoted", 8)]


def test_an_undone_judgement_must_have_been_made(folder: Path) -> None:
    reseal(folder, lambda kind, body: body, head=True)
    tamper(folder, "UPDATE entry SET kind = 'run' WHERE number = 10")
    assert ("no judgement", 11) in findings(folder)


# ---------------------------------------------------------------- what can be computed again


def test_changed_layers_and_vectors_are_found_and_not_used(folder: Path) -> None:
    with Case.open(folder, tools=light_tools(), read_only=True) as case:
        before = case.reading()
    tamper(
        folder,
        "UPDATE cache SET value = (SELECT value FROM cache WHERE key LIKE 'layers %' ORDER BY key LIMIT 1) WHERE key LIKE 'layers %'",
        "UPDATE cache SET value = value || x'00' WHERE key LIKE 'vectors %'",
        "DELETE FROM cache WHERE key = 'reading'",
    )
    codes = sorted(code for code, _ in findings(folder))
    assert codes == ["layers changed", "vectors changed", "vectors changed"]
    with Case.open(folder, tools=light_tools(), read_only=True) as case:
        assert case.reading() == before


def forge(folder: Path) -> bytes:
    """Take a claim out of the reading that is kept, which is outside of the chain; the bytes as they now lie."""
    with Case.open(folder, tools=light_tools()) as case:
        reading = case.reading()
        kept = case._ledger.cached("reading")
        assert reading is not None
        assert kept is not None
        forged = kept[:64] + pack_reading(replace(reading, claims=reading.claims[1:]))
        case._ledger.cache("reading", forged)
    return forged


def test_a_changed_reading_is_found_and_not_used(folder: Path) -> None:
    with Case.open(folder, tools=light_tools(), read_only=True) as case:
        before = case.reading()
    forge(folder)
    assert findings(folder) == [("reading changed", 9)]
    with Case.open(folder, tools=light_tools()) as case:
        assert case.reading() == before
    assert findings(folder) == []


def test_a_kept_reading_of_which_no_entry_tells_is_found(folder: Path) -> None:
    forged = forge(folder)
    with Case.open(folder, tools=light_tools()) as case:
        case._ledger.cache("reading", b"0" * 64 + forged[64:])
    assert findings(folder) == [("reading changed", None)]


def test_changed_comparisons_are_found_and_not_used(folder: Path) -> None:
    with Case.open(folder, tools=light_tools(), read_only=True) as case:
        before = case.reading()
    with Case.open(folder, tools=light_tools()) as case:
        kept = case._ledger.cached("comparisons")
        assert kept is not None
        case._ledger.cache("comparisons", kept + b" ")
    tamper(folder, "DELETE FROM cache WHERE key = 'reading'")
    assert findings(folder) == [("comparisons changed", 9)]
    with Case.open(folder, tools=light_tools()) as case:
        assert case._remember(case._now()).comparisons.pairs() == {}
        assert case.reading() == before
    assert findings(folder) == []


def test_a_reading_forged_with_all_that_names_it_is_found_when_it_is_made_again(folder: Path) -> None:
    forged = digest(forge(folder)[64:])
    reseal(folder, lambda kind, body: {**body, "reading": forged} if kind == "collation" else body, head=True)
    assert findings(folder) == []
    assert findings(folder, again=True) == [("reading changed", None)]


def test_looking_twice_adds_no_entry_and_a_judgement_adds_one_of_what_was_laid_out_after_it(folder: Path) -> None:
    with Case.open(folder, clock=lambda: AT, tools=light_tools()) as case:
        reading, head = case.reading(), case.head()
        assert reading is not None
        assert case.head() == head
        first, last = reading.statements[0].id, reading.statements[-1].id
        case.judge(Judgement("statements", first, last, "same", "Ida Verne", AT, "one thing"))
        assert case.reading() == case.reading()
        assert [entry.kind for entry in case.log(since=head.number)] == ["judgement", "collation"]
    with Case.open(folder, tools=light_tools(), read_only=True) as case:
        assert case.reading() is not None
        assert case.verify() == ()
