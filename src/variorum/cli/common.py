"""What the commands share: options of the form FILE=VALUE, sources from paths or standard input, progress, errors."""

import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from variorum.case import Source, WrongUsage, find_files, load_sources, tell
from variorum.values.runs import Issue

STDIN = "-"
STDIN_NAME = "stdin"

out = Console()
err = Console(stderr=True)


def pairs(option: str, given: Sequence[str]) -> dict[str, str]:
    """FILE=VALUE options as a mapping. Ends the command with status 2 where one has no "="."""
    found: dict[str, str] = {}
    for item in given:
        file, equals, value = item.rpartition("=") if option == "published" else item.partition("=")
        if not equals or not file or not value.strip():
            raise typer.BadParameter(f"{item!r} should read FILE=VALUE, with the name of one of the files given.")
        found[file] = value
    return found


def gather(
    files: Sequence[Path], published: Sequence[str], publisher: Sequence[str], author: Sequence[str]
) -> tuple[list[Source], list[Issue]]:
    """The sources meant by a call and what could not be opened. Ends the command with status 2 for wrong usage."""
    named = [path for path in files if str(path) != STDIN]
    found, issues = find_files(named)
    names = [str(path) for path in found] + ([STDIN_NAME] if len(named) < len(files) else [])
    # A file that is missing may still be named by an option: that is one error, not two.
    lost = [str(path) for path in named if not path.exists()]
    try:
        told = tell(
            [*names, *lost],
            pairs("published", published),
            pairs("publisher", publisher),
            pairs("author", author),
        )
    except WrongUsage as error:
        raise typer.BadParameter(str(error)) from None
    sources, unopened = load_sources(found, told)
    if STDIN_NAME in names:
        sources.append(Source(STDIN_NAME, sys.stdin.buffer.read(), told[STDIN_NAME]))
    return sources, [*issues, *unopened]


def complain(issues: Sequence[Issue]) -> bool:
    """Print failures, a line each, on standard error; whether there was one."""
    failed = [issue for issue in issues if issue.level == "failed"]
    for issue in failed:
        err.print(issue.says, style="red", markup=False, highlight=False, soft_wrap=True)
    return bool(failed)


class Bars:
    """A progress bar on a terminal, nothing elsewhere. Use as a context manager."""

    def __init__(self, *, quiet: bool) -> None:
        self._bar = Bar(
            TextColumn("[progress.description]{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=err,
            transient=True,
            disable=quiet or not err.is_terminal,
        )
        self._task = self._bar.add_task("Starting", total=None)

    def __enter__(self) -> "Bars":
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def begin(self, step: str, total: int) -> None:
        """A step begins."""
        self._bar.reset(self._task, total=total, description=step)

    def advance(self) -> None:
        """One item is done."""
        self._bar.advance(self._task)

    def end(self) -> None:
        """All is done."""
        self._bar.update(self._task, visible=False)


def write_whole(path: Path, text: str) -> None:
    """Write a file in one step, so that a crash leaves the old one or the new one, never half."""
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        err.print(f"{path}: could not be written ({error.strerror or error}).", style="red", markup=False)
        raise typer.Exit(1) from None
