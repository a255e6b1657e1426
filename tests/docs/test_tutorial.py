"""The tutorial is walked from end to end, with its own commands."""

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from variorum import demo
from variorum.values.readings import Reading

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "tutorial" / "first-case.md").read_text(encoding="utf-8")


def commands(program: str) -> list[list[str]]:
    """The commands of the page that begin with this program, as words."""
    blocks = "\n".join(re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)).replace("\\\n", " ")
    return [shlex.split(line[2:]) for line in blocks.splitlines() if line.startswith(f"$ {program} ")]


def exported(quote: str, export: dict[str, Any]) -> list[dict[str, Any]]:
    return [s for s in export["statements"] if quote in s["quote"]]


def test_the_first_command_gives_the_two_files(
    call: Callable[..., Any], demo_reading: Reading, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The example case is read once in a session; here the command hands that reading on."""
    monkeypatch.setattr("variorum.cli.read.read_accounts", lambda *_: demo_reading)
    monkeypatch.chdir(tmp_path)
    (words,) = commands("variorum demo")
    assert call(*words[1:]).exit_code == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == ["amarel.html", "amarel.json"]


def test_the_friday_is_open_until_the_day_of_the_paper_is_told(
    call: Callable[..., Any], demo_export: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (words,) = commands("variorum read")
    out = tmp_path / "dated.json"
    words[words.index("--html") + 1] = str(tmp_path / "dated.html")
    monkeypatch.chdir(demo.accounts()[0].parent)
    assert call(*words[1:], "--json", out).exit_code == 0
    dated = json.loads(out.read_text(encoding="utf-8"))

    def ledger(export: dict[str, Any]) -> dict[str, Any]:
        (document,) = [d for d in export["documents"] if d["name"] == "northern-ledger.txt"]
        return document

    assert ledger(demo_export)["published"] == {"value": None, "how": "unknown"}
    assert ledger(dated)["published"] == {"value": "2024-02-21", "how": "user"}

    def fridays(export: dict[str, Any]) -> set[str | None]:
        ident = ledger(export)["id"]
        times = [s["time"] for s in export["statements"] if s["document"] == ident and s["time"]]
        return {t["earliest"] for t in times if t["text"].lower() == "last friday"}

    assert fridays(demo_export) == {None}
    assert fridays(dated) == {"2024-02-16"}


def test_what_the_page_quotes_stands_in_the_accounts() -> None:
    """What is in italics and longer than a term or a name is an account's own words."""
    texts = re.sub(r"\s+", " ", "\n".join(a.raw.decode("utf-8") for a in demo.load_case())).replace("’", "'").lower()
    prose = re.sub(r"```.*?```|\*\*.*?\*\*|^\* ", " ", PAGE, flags=re.DOTALL | re.MULTILINE)
    quoted = [re.sub(r"\s+", " ", q).strip(" .").lower() for q in re.findall(r"\*([^*]+)\*", prose)]
    long = [q for q in quoted if len(q.split()) > 4 and q != "what to check next"]
    assert len(long) > 5
    assert [q for q in long if q not in texts] == []
