"""A case made once from the example's texts, copies of it to decide on, and somebody who has entered."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from visiting import ADDRESS, Open, Visitor, visit

from variorum import demo
from variorum.case import Source, Tools, tell
from variorum.case.folder import Case
from variorum.web.server import app_at


@pytest.fixture(scope="session")
def analysed(tmp_path_factory: pytest.TempPathFactory, tools: Tools) -> Path:
    """The example as a case, read once. Copy it before you write to it."""
    folder = tmp_path_factory.mktemp("workbench") / "case"
    Case.create(folder, name="The Sound of Veth", by="Ines Okafor").close()
    accounts = demo.load_case()
    told = tell(
        [a.name for a in accounts],
        {a.name: a.published for a in accounts if a.published},
        {a.name: a.publisher for a in accounts if a.publisher},
        {a.name: a.author for a in accounts if a.author},
    )
    with Case.open(folder, tools=tools) as case:
        case.add([Source(a.name, a.raw, told[a.name]) for a in accounts], by="Ines Okafor")
        case.analyse()
    return folder


@pytest.fixture(scope="session")
def reader(analysed: Path, tools: Tools) -> Iterator[Visitor]:
    """Somebody who only looks; shared by all tests that decide nothing."""
    app = app_at(ADDRESS, analysed, tools, by="Ines")
    with TestClient(app):
        yield visit(app)


@pytest.fixture
def open_copy(analysed: Path, tools: Tools, tmp_path: Path) -> Iterator[Open]:
    """A visitor at a copy of the case, to decide on; `read_only`, `enter` and so on as wished."""
    opened: list[Any] = []

    def opening(*, read_only: bool = False, enter: bool = True) -> Visitor:
        folder = tmp_path / f"copy-{len(opened)}"
        shutil.copytree(analysed, folder)
        app = app_at(ADDRESS, folder, tools, by="" if read_only else "Ines", read_only=read_only)
        opened.append(app)
        return visit(app, enter=enter)

    yield opening
    for app in opened:
        app.state.desk.close()
