"""Whoever changes a ledger is found out: each kind of change, at any place, and what the finding says."""

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.storage.chain import check_chain, read_head, write_head
from variorum.storage.ledger import Draft, Entry, Head, seal
from variorum.storage.memory import MemoryLedger

AT = "2024-05-01T10:00:00+00:00"


def ledger_of(number: int) -> list[Entry]:
    ledger = MemoryLedger()
    ledger.append([Draft("document", f"doc-{n}", {"text": f"Account {n}."}, "Ida Verne", AT) for n in range(number)])
    return list(ledger.entries())


def head_of(entries: list[Entry]) -> Head:
    return Head(entries[-1].number, entries[-1].hash)


def resealed(entries: list[Entry], first: int) -> list[Entry]:
    """The entries from a place on sealed anew, as a forger would who knows how."""
    done = entries[:first]
    for one in entries[first:]:
        draft = Draft(one.kind, one.subject, one.content(), one.by, one.at)
        done.append(seal(len(done) + 1, draft, done[-1].hash if done else "0" * 64))
    return done


def found(entries: list[Entry], head: Head | None) -> list[tuple[str, int | None]]:
    return [(finding.code, finding.entry) for finding in check_chain(entries, head)]


def test_a_whole_ledger_has_no_findings() -> None:
    entries = ledger_of(5)
    assert check_chain(entries, head_of(entries)) == ()
    assert check_chain([], Head(0, "0" * 64)) == ()


def test_a_head_that_a_crash_left_behind_is_no_finding() -> None:
    entries = ledger_of(5)
    assert check_chain(entries, head_of(entries[:3])) == ()


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "judgement"},
        {"subject": "doc-9"},
        {"body": '{"text":"Account 9."}'},
        {"body": '{"text": "Account 2."}'},
        {"body": "{"},
        {"by": "Somebody else"},
        {"at": "2024-05-02T10:00:00+00:00"},
    ],
)
def test_an_edited_entry_is_named(change: dict[str, str]) -> None:
    entries = ledger_of(5)
    head = head_of(entries)
    entries[2] = dataclasses.replace(entries[2], **change)  # type: ignore[arg-type]
    (finding,) = check_chain(entries, head)
    assert (finding.code, finding.entry) == ("edited", 3)
    assert "Entry 3" in finding.says


def test_an_entry_edited_and_sealed_anew_breaks_the_chain_after_it() -> None:
    entries = ledger_of(5)
    head = head_of(entries)
    entries[2] = seal(3, Draft("document", "doc-2", {"text": "Other."}, "Ida Verne", AT), entries[1].hash)
    assert found(entries, head) == [("unchained", 4)]


def test_a_ledger_written_anew_from_one_entry_on_does_not_have_the_head() -> None:
    entries = ledger_of(5)
    head = head_of(entries)
    entries[2] = dataclasses.replace(entries[2], body='{"text":"Other."}')
    assert found(resealed(entries, 2), head) == [("rewritten", 5)]


def test_a_deleted_entry_leaves_a_gap() -> None:
    entries = ledger_of(5)
    (finding,) = check_chain(entries[:1] + entries[3:], head_of(entries))
    assert (finding.code, finding.entry, finding.says) == ("deleted", 2, "Entries 2 to 3 are missing from the ledger.")


def test_entries_that_changed_places_are_found() -> None:
    entries = ledger_of(5)
    head = head_of(entries)
    second, third = entries[1], entries[2]
    entries[1], entries[2] = dataclasses.replace(third, number=2), dataclasses.replace(second, number=3)
    assert ("edited", 2) in found(entries, head)
    assert ("edited", 3) in found(entries, head)


def test_an_inserted_entry_is_found_wherever_it_is_put() -> None:
    entries = ledger_of(4)
    forged = seal(3, Draft("judgement", "j", {}, "Nobody", AT), entries[1].hash)
    moved = [dataclasses.replace(one, number=one.number + 1) for one in entries[2:]]
    assert ("unchained", 4) in found([*entries[:2], forged, *moved], head_of(entries))
    before = dataclasses.replace(forged, number=0)
    assert ("inserted", 0) in found([before, *entries], head_of(entries))


def test_an_entry_put_at_the_end_that_does_not_follow_is_found() -> None:
    entries = ledger_of(3)
    forged = seal(4, Draft("judgement", "j", {}, "Nobody", AT), "1" * 64)
    assert found([*entries, forged], head_of(entries)) == [("unchained", 4)]


@pytest.mark.parametrize(
    ("left", "says"), [(4, "Entry 5 is missing at the end"), (2, "Entries 3 to 5 are missing"), (0, "Entries 1 to 5")]
)
def test_a_cut_at_the_end_is_found_by_the_head_outside(left: int, says: str) -> None:
    entries = ledger_of(5)
    (finding,) = check_chain(entries[:left], head_of(entries))
    assert (finding.code, finding.entry) == ("cut off", left + 1)
    assert says in finding.says


def test_without_a_head_a_cut_cannot_be_seen_and_the_rest_is_checked() -> None:
    entries = ledger_of(5)
    assert check_chain(entries[:3], None) == ()
    assert found(entries[1:], None) == [("deleted", 1)]


CHANGES: dict[str, Callable[[list[Entry], int, int], list[Entry]]] = {
    "edit": lambda e, a, b: [dataclasses.replace(x, by=x.by + "!") if i == a else x for i, x in enumerate(e)],
    "delete": lambda e, a, b: e[:a] + e[a + 1 :],
    "cut": lambda e, a, b: e[:a],
    "swap": lambda e, a, b: [
        dataclasses.replace(e[b if i == a else a if i == b else i], number=i + 1) for i in range(len(e))
    ],
    "double": lambda e, a, b: [dataclasses.replace(x, number=i + 1) for i, x in enumerate(e[: a + 1] + e[a:])],
    "forge": lambda e, a, b: resealed(
        [dataclasses.replace(x, at=AT + "Z") if i == a else x for i, x in enumerate(e)], a
    ),
}


@given(st.sampled_from(sorted(CHANGES)), st.integers(2, 12), st.data())
def test_no_change_goes_unseen(kind: str, number: int, data: st.DataObject) -> None:
    entries = ledger_of(number)
    a = data.draw(st.integers(0, number - 1))
    b = data.draw(st.integers(0, number - 1).filter(lambda n: kind != "swap" or n != a))
    changed = CHANGES[kind](entries, a, b)
    assert changed != entries
    assert check_chain(changed, head_of(entries)) != ()


# ---------------------------------------------------------------- the head in its file


def test_the_head_is_read_back_and_never_goes_back(tmp_path: Path) -> None:
    path = tmp_path / "ledger.head"
    assert read_head(path) is None
    write_head(path, Head(7, "a" * 64))
    write_head(path, Head(5, "b" * 64))
    assert read_head(path) == Head(7, "a" * 64)
    write_head(path, Head(8, "c" * 64))
    assert path.read_text() == f"8 {'c' * 64}\n"
    assert [p.name for p in tmp_path.iterdir()] == ["ledger.head"]


@pytest.mark.parametrize("text", ["", "7", "seven abc", "7 a b", "7 é"])
def test_a_head_that_cannot_be_understood_is_none(text: str, tmp_path: Path) -> None:
    (tmp_path / "ledger.head").write_text(text, encoding="utf-8")
    assert read_head(tmp_path / "ledger.head") is None
