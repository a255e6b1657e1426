"""Where `read` may write: never over an account, never two things in one place; its own earlier output is no account."""

from pathlib import Path
from typing import Any

import pytest

TEXT = "The bridge at Tarn fell on Friday, the mayor said. Two people died in the fall of the bridge.\n"


@pytest.mark.parametrize("option", ["--html", "--json", "--markdown"])
def test_an_account_is_never_overwritten(option: str, call: Any, tmp_path: Path) -> None:
    account = tmp_path / "account.txt"
    account.write_text(TEXT)
    html = [] if option == "--html" else ["--html", tmp_path / "d.html"]
    result = call("read", account, option, account, *html)
    assert result.exit_code == 2
    assert account.read_text() == TEXT


def test_two_outputs_in_one_file_are_wrong_usage(call: Any, tmp_path: Path) -> None:
    account = tmp_path / "account.txt"
    account.write_text(TEXT)
    result = call("read", account, "--html", tmp_path / "same", "--json", tmp_path / "same")
    assert result.exit_code == 2
    assert not (tmp_path / "same").exists()


def test_a_folder_read_twice_does_not_read_its_own_dossier(call: Any, tmp_path: Path) -> None:
    (tmp_path / "account.txt").write_text(TEXT)
    outputs = ("--html", tmp_path / "d.html", "--json", tmp_path / "e.json", "--markdown", tmp_path / "m.md")
    assert call("read", tmp_path, *outputs).exit_code == 0
    again = call("read", tmp_path, *outputs, "--verbose")
    assert again.exit_code == 0
    assert "1 account," in again.stdout
    assert again.stdout.count("it was left out") == 3
