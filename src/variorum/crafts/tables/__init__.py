"""Word lists and rules as data: one folder a language, TOML that a linguist can edit, licence and source in each header."""

import functools
import importlib.resources
import tomllib
from typing import Any


@functools.cache
def load(name: str, language: str = "en") -> dict[str, Any]:
    """The table `name` of a language as parsed TOML. Raises `FileNotFoundError` where there is none."""
    folder = importlib.resources.files(__package__).joinpath(language)
    return tomllib.loads(folder.joinpath(f"{name}.toml").read_text(encoding="utf-8"))
