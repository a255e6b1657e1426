"""`variorum bench`: how long each step takes and how much memory, on files given by path."""

import resource
import sys
import time

import typer
from rich.table import Table

from variorum.case import Settings, default_tools, now_utc, read_accounts
from variorum.cli.common import complain, gather, out
from variorum.cli.read import Files
from variorum.cli.summary import count


class Stopwatch:
    """Progress that keeps the wall-clock time of each step."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, int, float]] = []
        self._began = 0.0
        self._step: tuple[str, int] | None = None

    def begin(self, step: str, total: int) -> None:
        """A step begins, so the one before it has ended."""
        self.end()
        self._step, self._began = (step, total), time.perf_counter()

    def advance(self) -> None:
        """Items are not timed one by one."""

    def end(self) -> None:
        """The last step has ended."""
        if self._step is not None:
            self.steps.append((*self._step, time.perf_counter() - self._began))
            self._step = None


def bench(files: Files) -> None:
    """Measure each step of `read` on files: seconds, share, words a second, peak memory.

    Example: variorum bench folder-of-articles/
    """
    sources, issues = gather(files, [], [], [])
    watch = Stopwatch()
    began = time.perf_counter()
    reading = read_accounts(sources, default_tools(), Settings(clock=now_utc()), watch)
    watch.end()
    total = time.perf_counter() - began
    words = sum(len(document.text.split()) for document in reading.documents)
    table = Table(
        "step", "items", "seconds", "share", title=f"{count(len(reading.documents), 'account')}, {words:,} words"
    )
    for step, items, seconds in watch.steps:
        table.add_row(step, str(items), f"{seconds:.2f}", f"{seconds / total:.0%}")
    table.add_row("all", "", f"{total:.2f}", "")
    out.print(table)
    # ru_maxrss counts kibibytes on Linux and bytes on macOS.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 if sys.platform == "darwin" else 1 / 1024)
    out.print(f"{words / total:,.0f} words a second, {peak / 2**20:,.0f} MiB at most")
    if complain([*issues, *reading.issues]):
        raise typer.Exit(1)
