"""The example case that comes with Variorum: five invented accounts of one matter, and the key to them.

Nothing here reads an account for its meaning. `load_case` hands out the bytes and what is known of them; `check` holds an
export of a finished reading against the key. This room imports no other room of the house.
"""

import datetime
import importlib.resources
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from variorum.demo.key import Check, Result, check, load_checks

__all__ = ["Account", "Check", "Result", "accounts", "answers", "check", "load_case"]


@dataclass(frozen=True, slots=True)
class Account:
    """One account of the example case: its file's name and bytes, and what is known of it.

    `published` is a day as YYYY-MM-DD. None means that nobody knows, not that nobody looked.
    """

    name: str
    raw: bytes
    published: str | None
    publisher: str | None
    author: str | None


def accounts() -> list[Path]:
    """The files of the example case, in the order in which it lists them."""
    folder = Path(str(importlib.resources.files(__package__))) / "accounts"
    return [folder / _text(row, "file") for row in _rows()]


def load_case() -> tuple[Account, ...]:
    """The example case as it would be given by a user who knows its publishers and dates."""
    folder = importlib.resources.files(__package__) / "accounts"
    return tuple(
        Account(
            name=_text(row, "file"),
            raw=(folder / _text(row, "file")).read_bytes(),
            published=_day(row),
            publisher=_text(row, "publisher") if "publisher" in row else None,
            author=_text(row, "author") if "author" in row else None,
        )
        for row in _rows()
    )


def answers() -> tuple[Check, ...]:
    """The key of the example case, one check a row of `answers.toml`."""
    return load_checks(_data("answers.toml"))


def _data(name: str) -> dict[str, object]:
    raw = (importlib.resources.files(__package__) / name).read_text(encoding="utf-8")
    data: dict[str, object] = tomllib.loads(raw)
    return data


def _rows() -> tuple[Mapping[str, object], ...]:
    rows = _data("case.toml")["account"]
    assert isinstance(rows, list), "case.toml lists its accounts under [[account]]"
    return tuple(rows)


def _text(row: Mapping[str, object], name: str) -> str:
    value = row[name]
    assert isinstance(value, str), f"case.toml: {name} is a text"
    return value


def _day(row: Mapping[str, object]) -> str | None:
    value = row.get("published")
    assert value is None or isinstance(value, datetime.date), "case.toml: published is a date"
    return value.isoformat() if value else None
