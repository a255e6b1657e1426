"""Commands called in-process, with the models of the session."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from variorum.case import Tools
from variorum.cli.main import app

Call = Callable[..., Result]


@pytest.fixture(scope="session")
def call(tools: Tools) -> Iterator[Call]:
    """`call("read", path, …)` gives the result of the command; the models are those of the session."""
    patch = pytest.MonkeyPatch()
    for name in ("read", "extract", "annotate", "bench"):
        patch.setattr(f"variorum.cli.{name}.default_tools", lambda: tools)
    patch.setenv("NO_COLOR", "1")
    patch.setenv("COLUMNS", "200")
    runner = CliRunner()

    def invoke(*words: str | Path, stdin: bytes | None = None) -> Result:
        return runner.invoke(app, [str(word) for word in words], input=stdin)

    yield invoke
    patch.undo()
