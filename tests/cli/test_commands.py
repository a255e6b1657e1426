"""The commands as the contract has them: status, streams, options, the shapes of lines for pipes."""

import dataclasses
import io
import json
import os
import re
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any, NoReturn

import pytest
from rich.console import Console

from fixtures import make_bad
from variorum import __version__, demo
from variorum.case import Settings, Source, default_tools, read_accounts, tell
from variorum.cli.common import write_whole
from variorum.cli.summary import headline, heaviest, print_summary
from variorum.dossier.html import write_html
from variorum.values.readings import Reading

ACCOUNT = "The harbour master said on Monday that two barges sank at Trieste. “Nobody was hurt,” he said.\n"


@pytest.fixture
def account(tmp_path: Path) -> Path:
    path = tmp_path / "account.txt"
    path.write_text(ACCOUNT, encoding="utf-8")
    return path


# ---------------------------------------------------------------- wrong usage


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--published", "other.txt=2024-01-01"), "other.txt"),
        (("--published", "account.txt=soon"), "YYYY-MM-DD"),
        (("--published", "2024-01-01"), "FILE=VALUE"),
        (("--publisher", "account.txt="), "FILE=VALUE"),
        (("--author", "=Nadia Orsk"), "FILE=VALUE"),
        (("--frobnicate",), "--frobnicate"),
    ],
)
def test_wrong_usage_is_status_2_and_says_what_is_wrong(words: tuple, says: str, call: Any, account: Path) -> None:
    result = call("read", account, *words, "--html", account.parent / "d.html")
    assert result.exit_code == 2
    assert says in result.stderr
    assert result.stdout == ""
    assert [p.name for p in account.parent.iterdir()] == ["account.txt"]


def test_no_file_and_no_such_command_are_wrong_usage(call: Any) -> None:
    assert call("read").exit_code == 2
    assert call("frobnicate").exit_code == 2


@pytest.mark.parametrize("command", ["read", "demo", "extract", "annotate", "bench"])
def test_every_command_has_help_with_an_example(command: str, call: Any) -> None:
    result = call(command, "--help")
    assert result.exit_code == 0
    assert f"Example: variorum {command}" in result.stdout


def test_the_version(call: Any) -> None:
    assert call("--version").stdout == f"variorum {__version__}\n"


# ---------------------------------------------------------------- read


def test_read_writes_what_was_asked_for(call: Any, account: Path) -> None:
    made = [account.parent / name for name in ("d.html", "e.json", "f.md")]
    result = call("read", account, "--html", made[0], "--json", made[1], "--markdown", made[2])
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines()[1].startswith("1 account, ")
    assert not re.search("[\x1b━]", result.output), "no colours and no bars without a terminal"
    assert f"Dossier: {made[0]}" in result.stdout.replace("\n", "")
    assert all(path.read_text(encoding="utf-8") for path in made)
    export = json.loads(made[1].read_text(encoding="utf-8"))
    assert export["documents"][0]["text"] == ACCOUNT
    assert export["generator"]["version"] == __version__


def test_quiet_without_grades_and_with_what_the_user_tells(call: Any, account: Path) -> None:
    made = account.parent / "e.json"
    told = ("--published", "account.txt=2024-03-06", "--publisher", "account.txt=The Post")
    words = ("--quiet", "--no-grades", "--html", account.parent / "d.html", "--json", made)
    result = call("read", account, *told, *words)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    export = json.loads(made.read_text(encoding="utf-8"))
    (document,) = export["documents"]
    assert document["published"] == {"value": "2024-03-06", "how": "user"}
    assert document["publisher"] == {"value": "The Post", "how": "user"}
    assert export["claims"]
    assert all("grade" not in claim for claim in export["claims"])


def test_pairs_are_read_by_the_network_only_where_asked_for(call: Any, account: Path) -> None:
    made = account.parent / "e.json"
    names = []
    for asked in ((), ("--read-pairs",)):
        result = call("read", account, "--quiet", "--html", account.parent / "d.html", "--json", made, *asked)
        assert result.exit_code == 0
        names.append([m["name"] for m in json.loads(made.read_text(encoding="utf-8"))["generator"]["models"]])
    plain, with_pairs = names
    assert not [name for name in plain if "relation" in name]
    assert [name for name in with_pairs if "relation" in name]


def test_standard_input_is_an_account(call: Any, tmp_path: Path) -> None:
    made = tmp_path / "e.json"
    words = ("read", "-", "--html", tmp_path / "d.html", "--json", made, "--publisher", "stdin=The Post", "--quiet")
    result = call(*words, stdin=ACCOUNT.encode())
    assert result.exit_code == 0
    (document,) = json.loads(made.read_text(encoding="utf-8"))["documents"]
    assert (document["name"], document["text"], document["publisher"]["value"]) == ("stdin", ACCOUNT, "The Post")


def test_a_folder_that_does_not_exist_is_said_before_the_work(call: Any, account: Path) -> None:
    result = call("read", account, "--html", account.parent / "nowhere" / "d.html")
    assert result.exit_code == 1
    assert "its folder does not exist" in result.stderr


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "out.html"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "new \ud83d")
    assert path.read_text(encoding="utf-8") == "old"
    write_whole(path, "new")
    assert [p.name for p in tmp_path.iterdir()] == ["out.html"]
    assert path.read_text(encoding="utf-8") == "new"


# ---------------------------------------------------------------- the summary


def summary(reading: Reading, *, verbose: bool = False, width: int = 100) -> str:
    stream = io.StringIO()
    print_summary(Console(file=stream, width=width), reading, html=Path("dossier.html"), verbose=verbose)
    return stream.getvalue()


def test_the_summary_begins_with_the_two_lines_people_remember(demo_reading: Reading) -> None:
    lines = summary(demo_reading).strip().splitlines()
    assert re.fullmatch(
        r"5 accounts, \d+ origins; \d+ of \d+ claims ha(s|ve) two or more independent origins shown\.", lines[0]
    )
    assert re.match(r"Without .+, \d+ of \d+ claims loses? (its|their) only origin\.", lines[1])
    assert lines[0] == headline(demo_reading)
    assert lines[1] == heaviest(demo_reading)


def test_the_summary_prints_a_text_as_text(demo_reading: Reading) -> None:
    first, *rest = demo_reading.documents
    marked = dataclasses.replace(first, name="[red]bold[/red] [link=x]")
    assert "[red]bold[/red] [link=x]" in summary(
        dataclasses.replace(demo_reading, documents=(marked, *rest)), width=160
    )


def test_verbose_prints_every_note(demo_reading: Reading) -> None:
    said = " ".join(summary(demo_reading, verbose=True, width=400).split())
    assert all(" ".join(issue.says.split()) in said for issue in demo_reading.issues)


# ---------------------------------------------------------------- extract and annotate


def test_extract_writes_one_attribution_a_line(call: Any, account: Path) -> None:
    result = call("extract", account)
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert len(rows) == 2
    for row in rows:
        assert set(row) == {"document", "start", "end", "quote", "source", "cue", "content", "quotation", "kind"}
        assert row["document"] == "account.txt"
        assert ACCOUNT[row["start"] : row["end"]] == row["quote"]
        for span in [row["source"], row["cue"], *row["content"]]:
            assert set(span) == {"start", "end", "text"}
            assert ACCOUNT[span["start"] : span["end"]] == span["text"]
            assert row["start"] <= span["start"] < span["end"] <= row["end"]
        assert row["quotation"] in ("direct", "indirect", "mixed")
        assert row["kind"] in ("reporting", "attitude", "action")
    assert [row["cue"]["text"] for row in rows] == ["said", "said"]
    assert [row["quotation"] for row in rows] == ["indirect", "direct"]


def test_extract_of_nothing_is_nothing(call: Any, tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text(
        "It rained all day in the town, and the streets were empty.\n", encoding="utf-8"
    )
    result = call("extract", tmp_path / "plain.txt")
    assert (result.exit_code, result.stdout) == (0, "")


def test_nested_attributions_are_written_when_asked_for(call: Any, tmp_path: Path) -> None:
    path = tmp_path / "nested.txt"
    path.write_text("The lawyer said that her client believes the guards fired first.\n", encoding="utf-8")
    outer = [json.loads(line) for line in call("extract", path).stdout.splitlines()]
    every = [json.loads(line) for line in call("extract", path, "--nested").stdout.splitlines()]
    assert len(outer) == 1
    assert len(every) > len(outer)
    assert {row["parent"] for row in every} >= {None, 0}


def test_annotate_writes_one_object_a_document(call: Any, account: Path) -> None:
    other = account.parent / "other.txt"
    other.write_text("The 46th Brigade left Vienna in 2022, an officer said.\n", encoding="utf-8")
    result = call("annotate", account, other, "--date", "2024-03-06", "--date", "other.txt=2023-01-02")
    rows = {row["document"]: row for row in map(json.loads, result.stdout.splitlines())}
    assert result.exit_code == 0
    assert {name: row["published"] for name, row in rows.items()} == {
        "account.txt": "2024-03-06",
        "other.txt": "2023-01-02",
    }
    texts = {"account.txt": ACCOUNT, "other.txt": other.read_text(encoding="utf-8")}
    shapes = {
        "times": {"start", "end", "text", "type", "value", "earliest", "latest"},
        "places": {"start", "end", "text", "name", "lat", "lon", "precision"},
        "mentions": {"start", "end", "text", "kind", "entity"},
        "units": {"start", "end", "text", "number", "type", "parent"},
    }
    for name, row in rows.items():
        assert set(row) == {"document", "published", *shapes}
        for layer, keys in shapes.items():
            for thing in row[layer]:
                assert set(thing) == keys
                assert texts[name][thing["start"] : thing["end"]] == thing["text"]
    assert [(t["text"], t["value"]) for t in rows["account.txt"]["times"]] == [("Monday", "2024-03-04")]
    assert [p["name"] for p in rows["account.txt"]["places"]] == ["Trieste"]
    assert [(u["number"], u["type"]) for u in rows["other.txt"]["units"]] == [("46", "brigade")]


def test_annotate_without_a_date_resolves_nothing(call: Any, account: Path) -> None:
    row = json.loads(call("annotate", account).stdout)
    assert row["published"] is None
    assert [(t["earliest"], t["latest"]) for t in row["times"]] == [(None, None)]


def test_bench_measures_each_step(call: Any, account: Path) -> None:
    result = call("bench", account)
    assert result.exit_code == 0
    for step in ("Reading files", "Reading statements", "Comparing statements", "Tracing origins"):
        assert step in result.stdout
    assert re.search(r"[\d,]+ MiB at most", result.stdout)


# ---------------------------------------------------------------- nothing leaves the machine


class Leak(AssertionError):
    """The program tried to reach another machine."""


def test_nothing_leaves_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A whole reading with models loaded anew and every way out shut: no name is looked up and no connection tried."""

    def refuse(*args: object, **named: object) -> NoReturn:
        raise Leak(f"{args} {named}")

    for name in ("socket", "create_connection", "getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        monkeypatch.setattr(socket, name, refuse)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    names = ["a.txt", "b.html"]
    page = f"<html><body><img src='https://example.org/x.png'><article><p>{make_bad.OTHER_ACCOUNT}</p></article></body></html>"
    told = tell(names, {}, {}, {})
    sources = [
        Source("a.txt", make_bad.ACCOUNT.encode(), told["a.txt"]),
        Source("b.html", page.encode(), told["b.html"]),
    ]
    reading = read_accounts(sources, default_tools(), Settings(clock="2024-01-01T00:00:00+00:00"))
    assert len(reading.documents) == 2
    assert reading.statements
    assert write_html(reading)


def test_the_guard_of_that_test_guards(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **named: object) -> NoReturn:
        raise Leak

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    with pytest.raises(Leak):
        urllib.request.urlopen("http://example.org", timeout=1)


# ---------------------------------------------------------------- the installed command


def test_the_command_as_a_process(tmp_path: Path) -> None:
    """Once for real: another process, another folder, standard input, an exit status."""
    program = "from variorum.cli.main import app; app()"
    environment = {**os.environ, "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program, "extract", "-", str(tmp_path / "nope.txt")],
        input=ACCOUNT.encode(),
        capture_output=True,
        cwd=tmp_path,
        env=environment,
        check=False,
        timeout=120,
    )
    assert done.returncode == 1
    assert [json.loads(line)["document"] for line in done.stdout.splitlines()] == ["stdin", "stdin"]
    assert done.stderr.decode() == "nope.txt: there is no such file or folder.\n"
    assert list(tmp_path.iterdir()) == []


def test_the_demo_is_the_case_that_ships(demo_export: dict[str, Any]) -> None:
    assert {d["name"] for d in demo_export["documents"]} == {a.name for a in demo.load_case()}
