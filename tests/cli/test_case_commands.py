"""A case at the command line: from `new` to `verify`, each trouble one sentence and status 1."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from fixtures.light_tools import light_tools
from variorum.case import Case
from variorum.cli.main import app
from variorum.dossier.json_ import load_schema

QUAY = "The crane fell on the quay on Monday. Two workers were hurt in the harbour. Nobody knew why the crane fell.\n"
MAST = "The mast fell at dawn on Friday. Three sailors were in the harbour. The harbour was closed for the day.\n"
Call = Callable[..., Any]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch) -> Call:
    """A command in this process, with models that are light, as somebody called Ida Verne."""
    tools = light_tools()
    monkeypatch.setattr("variorum.cli.case.default_tools", lambda: tools)
    monkeypatch.setenv("VARIORUM_USER", "Ida Verne")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *words, **more: CliRunner().invoke(app, [str(word) for word in words], **more)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "quay.txt").write_text(QUAY)
    (tmp_path / "mast.txt").write_text(MAST)
    return tmp_path / "quay.txt", tmp_path / "mast.txt"


@pytest.fixture
def case(call: Call, files: tuple[Path, Path], tmp_path: Path) -> Iterator[Path]:
    """A case with two accounts, read."""
    folder = tmp_path / "matter"
    assert call("new", folder, "--name", "The quay").exit_code == 0
    assert call("add", folder, *files, "--published", "quay.txt=2024-05-01", "--quiet").exit_code == 0
    assert call("analyse", folder, "--quiet").exit_code == 0
    return folder


# ---------------------------------------------------------------- the way through


def test_from_a_new_case_to_a_dossier_that_verifies(call: Call, files: tuple[Path, Path], tmp_path: Path) -> None:
    folder = tmp_path / "matter"
    made = call("new", folder, "--name", "The quay")
    assert (made.exit_code, "variorum add" in made.stdout) == (0, True)
    added = call("add", folder, *files, "--published", "quay.txt=2024-05-01", "--publisher", "mast.txt=Coast Courier")
    assert (added.exit_code, "2 accounts added" in added.stdout, "variorum analyse" in added.stdout) == (0, True, True)
    read = call("analyse", folder)
    assert (read.exit_code, "2 accounts," in read.stdout, "variorum report" in read.stdout) == (0, True, True)
    report = call("report", folder, "--json", tmp_path / "m.json", "--markdown", tmp_path / "m.md")
    assert report.exit_code == 0
    (dossier,) = (folder / "dossiers").iterdir()
    assert dossier.name in report.stdout
    assert (tmp_path / "m.md").read_text().startswith("<!-- variorum dossier -->")
    checked = call("verify", folder, "--again")
    assert (checked.exit_code, "Nothing found: 9 entries, 2 accounts" in checked.stdout) == (0, True)
    for one in (dossier, tmp_path / "m.json"):
        result = call("verify", one, "--case", folder)
        assert (result.exit_code, "It fits the case." in result.stdout) == (0, True), result.stdout


def test_what_is_told_of_a_file_is_kept(case: Path) -> None:
    with Case.open(case, read_only=True) as kept:
        quay, mast = kept.documents()
        assert (str(quay.published.value), quay.published.how) == ("2024-05-01", "user")
        assert mast.published.how == "unknown"
        assert {entry.by for entry in kept.log() if entry.kind == "custody"} == {"Ida Verne"}


def test_the_name_of_who_adds_can_be_given(call: Call, case: Path, tmp_path: Path) -> None:
    (tmp_path / "barge.txt").write_text("A barge sank beside the quay on Monday. Nobody was hurt in the harbour.\n")
    assert call("add", case, tmp_path / "barge.txt", "--by", "Jo Marsh").exit_code == 0
    with Case.open(case, read_only=True) as kept:
        assert kept.log()[-1].by == "Jo Marsh"


def test_the_same_file_again_is_told(call: Call, case: Path, files: tuple[Path, Path]) -> None:
    result = call("add", case, files[0])
    assert "0 accounts added, 1 file handed over again" in result.stdout
    assert result.exit_code == 0


def test_a_file_that_cannot_be_used_is_one_line_and_the_others_are_kept(call: Call, case: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "barge.txt").write_text("A barge sank beside the quay on Monday. Nobody was hurt in the harbour.\n")
    result = call("add", case, tmp_path / "empty.txt", tmp_path / "barge.txt", tmp_path / "missing.txt")
    assert result.exit_code == 1
    assert [line.partition(":")[0] for line in result.stderr.splitlines()] == ["missing.txt", "empty.txt"]
    with Case.open(case, read_only=True) as kept:
        assert "barge.txt" in [document.name for document in kept.documents()]


def test_accounts_not_read_yet_are_told_with_the_report(call: Call, case: Path, tmp_path: Path) -> None:
    (tmp_path / "barge.txt").write_text("A barge sank beside the quay on Monday. Nobody was hurt in the harbour.\n")
    call("add", case, tmp_path / "barge.txt")
    result = call("report", case)
    assert result.exit_code == 0
    assert "1 account not read with this version yet" in result.stderr


@pytest.mark.parametrize("name", ["ledger.sqlite", "case.toml", "vault/x.html", "x.html", "dossiers"])
def test_nothing_that_the_case_keeps_is_written_over(name: str, call: Call, case: Path) -> None:
    before = {p: p.read_bytes() for p in case.rglob("*") if p.is_file()}
    assert call("report", case, "--html", case / name).exit_code == 2
    assert call("export", case, "--out", case / name).exit_code == 2
    assert {
        p: p.read_bytes() for p in case.rglob("*") if p.is_file() and not p.name.endswith(("-shm", "-wal"))
    }.items() <= (before.items())
    assert call("report", case, "--html", case / "dossiers" / "today.html").exit_code == 0


# ---------------------------------------------------------------- export and log


def test_every_format_can_be_exported(call: Call, case: Path, tmp_path: Path) -> None:
    export = json.loads(call("export", case).stdout)
    jsonschema.validate(export, load_schema())
    with Case.open(case, read_only=True) as kept:
        assert export["ledger"] == {"number": kept.head().number, "hash": kept.head().hash}
    assert call("export", case, "--format", "html").stdout.startswith("<!DOCTYPE html>")
    assert call("export", case, "--format", "markdown").stdout.startswith("<!-- variorum dossier -->")
    assert call("export", case, "--out", tmp_path / "e.json").stdout == ""
    assert json.loads((tmp_path / "e.json").read_text()) == export
    assert call("export", case, "--format", "word").exit_code == 2


def test_the_same_case_is_exported_to_the_same_bytes(call: Call, case: Path) -> None:
    for format_ in ("json", "html", "markdown", "annotations", "prov"):
        assert call("export", case, "--format", format_).stdout == call("export", case, "--format", format_).stdout


def test_annotations_name_the_place_and_the_words(call: Call, case: Path) -> None:
    export = json.loads(call("export", case).stdout)
    collection = json.loads(call("export", case, "--format", "annotations").stdout)
    texts = {f"urn:variorum:{d['id']}": d["text"] for d in export["documents"]}
    assert collection["type"] == "AnnotationCollection"
    assert collection["total"] == len(export["statements"]) > 0
    for item in collection["first"]["items"]:
        position, quote = item["target"]["selector"]
        text = texts[item["target"]["source"]]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in text


def test_the_provenance_leads_from_the_reading_to_every_original(call: Call, case: Path) -> None:
    export = json.loads(call("export", case).stdout)
    prov = json.loads(call("export", case, "--format", "prov").stdout)
    names = {*prov["entity"], *prov["activity"], *prov["agent"]}
    for relation, rows in prov.items():
        if relation not in ("prefix", "entity", "activity", "agent"):
            assert all(end in names for row in rows.values() for end in row.values()), relation
    derived = {row["prov:generatedEntity"]: row["prov:usedEntity"] for row in prov["wasDerivedFrom"].values()}
    assert derived == {f"v:{d['id']}": f"sha256:{d['sha256']}" for d in export["documents"]}
    used = {row["prov:entity"] for row in prov["used"].values() if row["prov:activity"] == "v:analysis"}
    assert set(derived) <= used
    assert prov["entity"]["v:reading"]["v:ledgerHash"] == export["ledger"]["hash"]


def test_the_log_is_a_table_or_lines(call: Call, case: Path) -> None:
    table = call("log", case).stdout
    for word in ("custody", "quay.txt, 108 bytes", "Ida Verne", "reading", "statements", "light parser"):
        assert word in table, word
    rows = [json.loads(line) for line in call("log", case, "--json").stdout.splitlines()]
    assert [row["number"] for row in rows] == list(range(1, 10))
    assert rows[4]["previous"] == rows[3]["hash"]
    assert rows[2]["body"]["document"]["text"] == QUAY
    assert [json.loads(line)["number"] for line in call("log", case, "--json", "--since", "6").stdout.splitlines()] == [
        7,
        8,
        9,
    ]


def test_the_log_says_nothing_of_what_was_withdrawn_but_that_it_was_there(call: Call, case: Path) -> None:
    before = call("log", case).stdout
    assert "quay.txt" in before
    call("judge", case, "withdraw", "quay.txt", "--because", "the crane driver asked", "--by", "Ida Verne", "--yes")
    told = call("log", case).stdout
    assert "quay.txt" not in told
    assert "crane driver" not in told
    assert "an account that was withdrawn since" in told
    assert "the withdrawal of an account" in told
    whole = call("log", case, "--json").stdout
    assert "quay.txt" in whole, "the record keeps what was told, for whoever has to check it"


def test_words_of_a_file_name_are_never_markup(call: Call, case: Path, tmp_path: Path) -> None:
    (tmp_path / "[red]barge[bold].txt").write_text(
        "A barge sank beside the quay on Monday. Nobody was hurt in the harbour.\n"
    )
    call("add", case, tmp_path / "[red]barge[bold].txt")
    assert "[red]barge[bold].txt" in call("log", case).stdout


# ---------------------------------------------------------------- troubles


@pytest.mark.parametrize("command", ["add", "analyse", "report", "export", "log", "verify"])
def test_what_is_no_case_is_one_sentence(command: str, call: Call, files: tuple[Path, Path], tmp_path: Path) -> None:
    result = call(command, tmp_path, *(files if command == "add" else ()))
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "variorum new" in result.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["mast.txt", "quay.txt"]


def test_nothing_read_is_told_with_what_to_do(call: Call, files: tuple[Path, Path], tmp_path: Path) -> None:
    call("new", tmp_path / "m")
    assert "variorum add" in call("analyse", tmp_path / "m").stderr
    call("add", tmp_path / "m", *files)
    for command in ("report", "export"):
        result = call(command, tmp_path / "m")
        assert (result.exit_code, "variorum analyse" in result.stderr) == (1, True)


def test_a_case_cannot_be_made_twice(call: Call, case: Path) -> None:
    result = call("new", case)
    assert (result.exit_code, "is a case already" in result.stderr) == (1, True)


def test_each_finding_is_a_line(call: Call, case: Path) -> None:
    with Case.open(case, read_only=True) as kept:
        places = [kept.vault.place(d.exhibit) for d in kept.documents()]
    places[0].unlink()
    places[1].chmod(0o644)
    places[1].write_text("Something else.")
    result = call("verify", case)
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 2
    assert "is missing from the vault" in result.stdout
    assert "was changed" in result.stdout


def test_a_cut_ledger_is_found_and_not_added_to(call: Call, case: Path, files: tuple[Path, Path]) -> None:
    (case / "ledger.head").write_text(f"12 {'a' * 64}\n")
    result = call("verify", case)
    assert (result.exit_code, "Entries 10 to 12 are missing at the end" in result.stdout) == (1, True)
    result = call("add", case, files[0])
    assert (result.exit_code, "variorum verify" in result.stderr) == (1, True)
