"""A process at work on a case is killed again and again. What it had committed is there, the case is whole, and the work goes on to the
same entries and the same bytes as without a kill; only how often a reading was laid out on the way is another matter."""

import multiprocessing
import os
import random
import signal
import sys
import time
from pathlib import Path

import pytest

from fixtures.light_tools import light_tools
from variorum.case import Case, Source
from variorum.dossier.json_ import write_json
from variorum.stages.documents import Told
from variorum.values.judgements import Judgement

AT = "2024-05-01T10:00:00+00:00"
KILLS = 20
SOURCES = [
    Source(
        f"{number:02}.txt",
        f"The crane number {number} fell on the quay on Monday. Some {number} workers were hurt in the harbour.\n".encode()
        * 3,
        Told(None, f"Post {number}", None),
    )
    for number in range(12)
]


def clock() -> str:
    return AT


def work(folder: Path, acks: Path) -> None:
    """Everything from making the case to the judgements, going on wherever it was left. Tells what is done once it is."""
    if not (folder / "case.toml").exists():
        Case.create(folder, name="m", by="Ida Verne", clock=clock).close()
        tell(acks, "made")
    with Case.open(folder, clock=clock, tools=light_tools()) as case:
        for number, source in enumerate(SOURCES):
            if source.name not in {document.name for document in case.documents()}:
                case.add([source], by="Ida Verne")
                tell(acks, f"added {source.name}")
            # Not out of turn after a kill, so that the entries come in the same order.
            if number % 4 == 3 and len(case.documents()) == number + 1:
                reading = case.analyse()
                tell(acks, f"read {len(reading.documents)}")
        reading = case.analyse()
        for first, second in zip(reading.statements[:8:2], reading.statements[1:8:2], strict=True):
            judgement = Judgement("statements", first.id, second.id, "different", "Ida Verne", AT, "two cranes")
            case.judge(judgement)
            tell(acks, f"judged {judgement.id}")


def tell(acks: Path, what: str) -> None:
    with acks.open("a") as handle:
        handle.write(what + "\n")


def check(folder: Path, acks: Path) -> None:
    """The case opens, verifies, and holds all that was told done."""
    told = acks.read_text().splitlines() if acks.exists() else []
    if not (folder / "case.toml").exists():
        assert told == []
        return
    with Case.open(folder, clock=clock, tools=light_tools()) as case:
        assert case.verify() == ()
        names = {document.name for document in case.documents()}
        judged = {kept.judgement.id for kept in case.judgements()}
        read = len(names) - len(case.pending())
        for line in told:
            what, _, which = line.partition(" ")
            assert what != "added" or which in names
            assert what != "judged" or which in judged
            assert what != "read" or int(which) <= read
        assert all(case.exhibit(document.exhibit) for document in case.documents())


def outcome(folder: Path) -> tuple[list[tuple[str, str, str]], str]:
    with Case.open(folder, clock=clock, tools=light_tools()) as case:
        reading = case.reading()
        assert reading is not None
        entries = [(entry.kind, entry.subject, entry.body) for entry in case.log() if entry.kind != "collation"]
        return entries, write_json(reading, None)


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
def test_killed_again_and_again_a_case_loses_nothing_that_was_committed(tmp_path: Path) -> None:
    # Forked, so that the program is loaded once; the parent holds no database open while it forks.
    context = multiprocessing.get_context("fork")
    chance = random.Random(7)
    folder, acks = tmp_path / "killed", tmp_path / "acks"
    began = time.monotonic()
    work(tmp_path / "whole", tmp_path / "acks of the whole")
    # A kill every so often that the work takes about as many turns as there are kills, however slow the machine.
    longest = (time.monotonic() - began) / 4
    kills = 0
    while kills < KILLS:
        worker = context.Process(target=work, args=(folder, acks))
        worker.start()
        worker.join(chance.uniform(0.0, longest * (kills + 1) / KILLS))
        if worker.exitcode is None:
            assert worker.pid is not None
            os.kill(worker.pid, signal.SIGKILL)
            worker.join(30)
            kills += 1
        else:
            assert worker.exitcode == 0
            break
        check(folder, acks)
    assert kills >= 15, f"only {kills} kills before the work was done"
    worker = context.Process(target=work, args=(folder, acks))
    worker.start()
    worker.join(120)
    assert worker.exitcode == 0
    check(folder, acks)
    assert outcome(folder) == outcome(tmp_path / "whole")
