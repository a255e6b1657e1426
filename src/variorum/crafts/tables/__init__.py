"""Word lists and rules as data: one folder a language, TOML that a linguist can edit, licence and source in each header."""

import functools
import importlib.resources
import re
import tomllib
from collections.abc import Iterable
from typing import Any


@functools.cache
def load(name: str, language: str = "en") -> dict[str, Any]:
    """The table `name` of a language as parsed TOML. Raises `FileNotFoundError` where there is none."""
    folder = importlib.resources.files(__package__).joinpath(language)
    return tomllib.loads(folder.joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def either(rows: Iterable[str]) -> str:
    """A pattern for any of some phrases, the longest first, whatever space stands between their words."""
    return "|".join(spaced(row) for row in sorted(rows, key=len, reverse=True))


def spaced(phrase: str) -> str:
    """A pattern for one phrase, whatever space stands between its words."""
    return r"\s+".join(map(re.escape, phrase.split()))
