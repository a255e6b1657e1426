"""What every place of keeping promises: run over memory, SQLite and a real PostgreSQL server."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from variorum.storage.chain import check_chain
from variorum.storage.ledger import FIRST, Draft, Head, Ledger, Moved, seal

AT = "2024-05-01T10:00:00+00:00"


def draft(subject: str, kind: str = "document", **body: object) -> Draft:
    return Draft(kind, subject, body, "Ida Verne", AT)  # type: ignore[arg-type]


def subjects(ledger: Ledger, **which: object) -> list[str]:
    return [entry.subject for entry in ledger.entries(**which)]  # type: ignore[arg-type]


def test_an_empty_ledger_stands_at_nothing(ledger: Ledger) -> None:
    assert ledger.head() == Head(0, FIRST)
    assert subjects(ledger) == []


def test_a_batch_is_kept_in_order_and_chained(ledger: Ledger) -> None:
    first, second = ledger.append([draft("a", text="Smoke rose."), draft("b")])
    (third,) = ledger.append([draft("c")])
    assert first == seal(1, draft("a", text="Smoke rose."), FIRST)
    assert (second.previous, third.previous) == (first.hash, second.hash)
    assert ledger.head() == Head(3, third.hash)
    assert tuple(ledger.entries()) == (first, second, third)
    assert check_chain(ledger.entries(), ledger.head()) == ()


def test_what_is_kept_is_there_when_it_is_opened_again(opener: Callable[[], Ledger]) -> None:
    kept = opener().append([draft("a", text="Zażółć “gęślą” \u0000 jaźń\r\n𝄞"), draft("b", low=7.5, none=None)])
    again = opener()
    assert tuple(again.entries()) == kept
    assert next(again.entries()).content()["text"] == "Zażółć “gęślą” \u0000 jaźń\r\n𝄞"


def test_entries_are_found_by_kind_by_subject_and_by_what_is_known_already(ledger: Ledger) -> None:
    ledger.append([draft("a"), draft("b", "judgement"), draft("a", "reading"), draft("c", "judgement")])
    assert subjects(ledger, kinds=("judgement",)) == ["b", "c"]
    assert subjects(ledger, kinds=("judgement", "reading")) == ["b", "a", "c"]
    assert [e.number for e in ledger.entries(subject="a")] == [1, 3]
    assert subjects(ledger, since=2) == ["a", "c"]
    assert subjects(ledger, kinds=("document",), subject="a", since=1) == []
    assert subjects(ledger, since=4) == []


def test_many_entries_come_back_whole_and_in_order(ledger: Ledger) -> None:
    ledger.append([draft(str(n)) for n in range(1203)])
    assert [e.number for e in ledger.entries()] == list(range(1, 1204))
    assert len(subjects(ledger, since=700)) == 503


def test_who_looked_before_somebody_else_wrote_keeps_nothing(ledger: Ledger) -> None:
    ledger.append([draft("a")])
    with pytest.raises(Moved, match="stands at 1, not at 0"):
        ledger.append([draft("b"), draft("c")], after=0)
    assert subjects(ledger) == ["a"]
    ledger.append([draft("b")], after=1)
    assert subjects(ledger) == ["a", "b"]


def test_of_a_batch_with_something_unkeepable_nothing_is_kept(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="JSON"):
        ledger.append([draft("a"), draft("b", low=float("nan"))])
    assert subjects(ledger) == []
    assert ledger.head() == Head(0, FIRST)


def test_an_empty_batch_changes_nothing(ledger: Ledger) -> None:
    assert ledger.append([]) == ()
    assert ledger.head().number == 0


def test_an_entry_longer_than_a_book_is_kept(ledger: Ledger) -> None:
    text = "The harbour was quiet. " * 100_000
    ledger.append([draft("a", text=text)])
    assert next(ledger.entries()).content()["text"] == text


def test_what_was_computed_is_kept_under_its_key_and_can_be_replaced(opener: Callable[[], Ledger]) -> None:
    ledger = opener()
    assert ledger.cached("vectors") is None
    ledger.cache("vectors", b"\x00\x01")
    ledger.cache("layers", b"")
    ledger.cache("vectors", b"\xff" * 100_000)
    again = opener()
    assert again.cached("vectors") == b"\xff" * 100_000
    assert again.cached("layers") == b""
    assert again.head().number == 0, "what can be computed again is no part of the chain"


def test_of_what_was_computed_many_are_fetched_together(ledger: Ledger) -> None:
    kept = {f"layers {n}": bytes([n % 256]) * (n % 7) for n in range(620)}
    for key, value in list(kept.items())[:610]:
        ledger.cache(key, value)
    assert ledger.cached_all(list(kept)) == dict(list(kept.items())[:610])
    assert ledger.cached_all(["layers 8", "nothing", "layers 3"]) == {"layers 3": b"\x03" * 3, "layers 8": b"\x08"}
    assert ledger.cached_all([]) == {}


def test_writers_at_once_all_get_their_place(opener: Callable[[], Ledger]) -> None:
    ledgers = [opener() for _ in range(4)]

    def write(number: int) -> None:
        for n in range(8):
            ledgers[number].append([draft(f"{number} {n} first"), draft(f"{number} {n} second")])

    together(write, 4)
    found = subjects(ledgers[0])
    assert len(found) == 64
    assert all(found[found.index(f"{w} {n} first") + 1] == f"{w} {n} second" for w in range(4) for n in range(8))
    assert check_chain(ledgers[0].entries(), ledgers[0].head()) == ()


def test_of_two_who_looked_at_once_only_one_decides(opener: Callable[[], Ledger]) -> None:
    ledgers = [opener() for _ in range(4)]
    moved = []

    def decide(number: int) -> None:
        for turn in range(6):
            at = ledgers[number].head().number
            barrier.wait()
            try:
                ledgers[number].append([draft(f"{turn}", by=number)], after=at)
            except Moved:
                moved.append(turn)
            barrier.wait()

    barrier = threading.Barrier(4)
    together(decide, 4)
    assert subjects(ledgers[0]) == [str(turn) for turn in range(6)]
    assert len(moved) == 18


def together(work: Callable[[int], None], number: int) -> None:
    troubles: list[BaseException] = []

    def one(index: int) -> None:
        try:
            work(index)
        except BaseException as error:
            troubles.append(error)

    threads = [threading.Thread(target=one, args=(index,)) for index in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert troubles == []


def test_a_reader_sees_what_another_wrote(opener: Callable[[], Ledger], tmp_path: Path) -> None:
    writer, reader = opener(), opener()
    assert reader.head().number == 0
    writer.append([draft("a")])
    assert subjects(reader) == ["a"]
