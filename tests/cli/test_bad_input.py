"""What a careful program does with what cannot be used: one line that names the file, and the rest goes on."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from fixtures import make_bad
from variorum.dossier.json_ import load_schema


@dataclass(frozen=True)
class Batch:
    """One call on good, odd and bad files together, read once for all tests here."""

    result: Any
    html: Path
    export: dict[str, Any]

    @property
    def names(self) -> list[str]:
        return [d["name"] for d in self.export["documents"]]

    def document(self, name: str) -> Mapping[str, Any]:
        (found,) = [d for d in self.export["documents"] if d["name"] == name]
        return found


@pytest.fixture(scope="module")
def batch(call: Any, tmp_path_factory: pytest.TempPathFactory) -> Batch:
    folder = tmp_path_factory.mktemp("batch")
    odd = [make(folder) for make in make_bad.ODD.values()]
    bad = [make_bad.make_empty(folder), make_bad.make_binary(folder), folder / "missing.txt"]
    twice = make_bad.make_twice(folder)
    mixed = make_bad.make_mixed_folder(folder)
    html, export = folder / "out" / "dossier.html", folder / "out" / "export.json"
    html.parent.mkdir()
    result = call("read", *odd, *bad, *twice, mixed, "--html", html, "--json", export)
    return Batch(result, html, json.loads(export.read_text(encoding="utf-8")))


# ---------------------------------------------------------------- one bad file alone


@pytest.mark.parametrize("name", make_bad.UNUSABLE)
def test_a_file_that_cannot_be_used_ends_with_one_line_and_writes_nothing(
    name: str, call: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = make_bad.UNUSABLE[name](tmp_path)
    result = call("read", path, "--html", tmp_path / "dossier.html", "--json", tmp_path / "export.json")
    assert result.exit_code == 1
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, lines
    assert lines[0].startswith(f"{path.name}: ")
    assert [r.getMessage() for r in caplog.records if r.levelno >= logging.WARNING] == [], "these go to standard error"
    assert result.stdout == ""
    assert sorted(p.name for p in tmp_path.iterdir()) == [path.name], "nothing is written, and nothing half-written"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("empty", "is empty"),
        ("binary", "binary"),
        ("huge", "52.4 MB, over the limit of 20 MB; split it"),
        ("broken pdf", "broken or cut off"),
        ("scanned pdf", "no text layer"),
        ("french", "in French"),
        ("greek", "in Greek"),
    ],
)
def test_the_line_says_what_is_wrong(name: str, says: str, call: Any, tmp_path: Path) -> None:
    assert says in call("extract", make_bad.UNUSABLE[name](tmp_path)).stderr


def test_a_missing_file(call: Any, tmp_path: Path) -> None:
    result = call("read", tmp_path / "nope.txt", "--html", tmp_path / "dossier.html")
    assert (result.exit_code, result.stderr) == (1, "nope.txt: there is no such file or folder.\n")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_file_of_which_something_is_told_is_one_error(call: Any, tmp_path: Path) -> None:
    result = call("read", tmp_path / "nope.txt", "--published", "nope.txt=2024-01-01", "--html", tmp_path / "d.html")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)


def test_a_folder_of_nothing(call: Any, tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    result = call("read", tmp_path / "inside", "--html", tmp_path / "dossier.html")
    assert result.exit_code == 1
    assert result.stderr.startswith("inside: the folder holds no file of a known kind")


# ---------------------------------------------------------------- bad files among good ones


def test_the_status_says_that_something_could_not_be_used(batch: Batch) -> None:
    assert batch.result.exit_code == 1


def test_each_bad_file_has_its_line_and_no_good_one_has(batch: Batch) -> None:
    said = batch.result.stderr
    for name in ("empty.txt", "binary.txt", "missing.txt", "broken.pdf"):
        assert f"{name}: " in said
    for name in ("one-word.txt", "injected.txt", "good.txt"):
        assert name not in said


def test_the_others_are_still_processed(batch: Batch) -> None:
    """`good.txt`, `first.txt` and `second.txt` are the same bytes: one account, under the name it came by first."""
    assert sorted(batch.names) == [
        "first.txt",
        "good.html",
        "injected.txt",
        "one-word.txt",
        "text.pdf",
        "utf-16.txt",
        "windows-1252.txt",
    ]
    assert batch.html.read_text(encoding="utf-8").rstrip().endswith("</html>")


def test_nothing_lies_beside_what_was_asked_for(batch: Batch) -> None:
    assert sorted(p.name for p in batch.html.parent.iterdir()) == ["dossier.html", "export.json"]


def test_the_same_file_twice_is_one_account_and_every_hand_over_is_kept(batch: Batch) -> None:
    exhibit = batch.document("first.txt")["sha256"]
    handed = [(c["name"], bool(c["note"])) for c in batch.export["custody"] if c["exhibit"] == exhibit]
    assert handed == [("first.txt", False), ("second.txt", True), ("good.txt", True)]


def test_utf_16_is_read_as_it_is(batch: Batch) -> None:
    assert batch.document("utf-16.txt")["text"] == make_bad.ACCOUNT


def test_curly_quotation_marks_of_an_old_encoding_are_read(batch: Batch) -> None:
    assert batch.document("windows-1252.txt")["text"].startswith("“Two barges sank,”")


def test_one_word_is_an_account_without_statements(batch: Batch) -> None:
    ident = batch.document("one-word.txt")["id"]
    assert batch.document("one-word.txt")["text"] == "Barges"
    assert not [s for s in batch.export["statements"] if s["document"] == ident]
    assert [i for i in batch.export["issues"] if "one-word.txt" in i["says"]], "and that is said"


def test_an_instruction_in_a_text_is_data(batch: Batch) -> None:
    ident = batch.document("injected.txt")["id"]
    assert make_bad.INSTRUCTION in batch.document("injected.txt")["text"]
    assert [s for s in batch.export["statements"] if s["document"] == ident]
    assert all(c["grade"]["credibility"] != "1" for c in batch.export["claims"])
    assert all(c["independence"]["shown"] <= 1 for c in batch.export["claims"])


def test_the_export_is_valid_and_every_quote_is_at_its_place(batch: Batch) -> None:
    jsonschema.Draft202012Validator(load_schema()).validate(batch.export)
    texts = {d["id"]: d["text"] for d in batch.export["documents"]}
    assert batch.export["statements"]
    for s in batch.export["statements"]:
        assert texts[s["document"]][s["start"] : s["end"]] == s["quote"]


def test_rows_that_are_cut_off_do_not_take_the_whole_ones_with_them(call: Any, tmp_path: Path) -> None:
    result = call("extract", make_bad.make_broken_json(tmp_path))
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    assert "row 2 is not valid JSON" in result.stderr


def test_half_a_character_in_json_does_not_break_the_output(call: Any, tmp_path: Path) -> None:
    path = tmp_path / "half.json"
    path.write_text('{"text": "The mayor \\ud83d said that two barges sank at the quay on Monday morning."}')
    result = call("read", path, "--html", tmp_path / "d.html", "--json", tmp_path / "e.json")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code in (0, 1)
    assert not [p.name for p in tmp_path.iterdir() if p.name.endswith(".part")]
