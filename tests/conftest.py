"""Fixtures shared by the tests: models loaded once, documents from plain strings, whole readings kept for the session."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from papers import document_of
from typer.testing import CliRunner

from variorum import demo
from variorum.case import Settings, Source, Tools, default_tools, read_accounts, tell
from variorum.cli.main import app
from variorum.dossier.json_ import write_json
from variorum.models.parsing import Parser
from variorum.models.relations import RelationReader
from variorum.values.documents import Document
from variorum.values.readings import Reading

CLOCK = "2024-01-01T00:00:00+00:00"


@pytest.fixture(scope="session")
def parser() -> Parser:
    return Parser()


@pytest.fixture(scope="session")
def tools() -> Tools:
    """The models as a command would have them, loaded at most once."""
    return default_tools()


@pytest.fixture(scope="session")
def make_document() -> Callable[..., Document]:
    return document_of


@pytest.fixture(scope="session")
def demo_reading(tools: Tools) -> Reading:
    """The example case, read once for all tests."""
    case = demo.load_case()
    told = tell(
        [account.name for account in case],
        {a.name: a.published for a in case if a.published},
        {a.name: a.publisher for a in case if a.publisher},
        {a.name: a.author for a in case if a.author},
    )
    sources = [Source(account.name, account.raw, told[account.name]) for account in case]
    return read_accounts(sources, tools, Settings(clock=CLOCK))


@pytest.fixture(scope="session")
def demo_export(demo_reading: Reading) -> dict[str, Any]:
    """The JSON export of the example case."""
    export: dict[str, Any] = json.loads(write_json(demo_reading))
    return export


@pytest.fixture(scope="session")
def read_texts(tools: Tools) -> Callable[..., dict[str, Any]]:
    """Reads named texts as one case and gives the export; the same texts are read only once in a session."""
    known: dict[str, dict[str, Any]] = {}

    def read_case(
        texts: Mapping[str, str],
        published: Mapping[str, str] | None = None,
        publisher: Mapping[str, str] | None = None,
        author: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        key = json.dumps([texts, published, publisher, author], default=dict, sort_keys=True)
        if key not in known:
            told = tell(list(texts), published or {}, publisher or {}, author or {})
            sources = [Source(name, text.encode("utf-8"), told[name]) for name, text in texts.items()]
            known[key] = json.loads(write_json(read_accounts(sources, tools, Settings(clock=CLOCK))))
        return known[key]

    return read_case


@pytest.fixture(scope="session")
def call(tools: Tools) -> Iterator[Callable[..., Any]]:
    """`call("read", path, …)` runs a command in this process, with the models of the session, and gives its result."""

    def handed(*, read_pairs: bool = False) -> Tools:
        return replace(tools, relations=RelationReader()) if read_pairs else tools

    patch = pytest.MonkeyPatch()
    for name in ("read", "annotate", "bench", "case"):
        patch.setattr(f"variorum.cli.{name}.default_tools", handed)
    patch.setenv("NO_COLOR", "1")
    patch.setenv("COLUMNS", "200")
    runner = CliRunner()

    def invoke(*words: str | Path, stdin: bytes | None = None) -> Any:
        return runner.invoke(app, [str(word) for word in words], input=stdin)

    yield invoke
    patch.undo()
