"""What a reading was made with, as one name: the program to the byte of its source, the models, the settings."""

import functools
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import variorum
from variorum import __version__
from variorum.case.settings import Tools
from variorum.values.identity import identify
from variorum.values.runs import ModelRecord

# What the reading of one document by itself depends on, and what laying documents side by side depends on besides.
_READING = ("values", "crafts", "models", "stages/entities", "stages/statements", "case/work.py", "case/tools.py")
_COLLATION = ("values", "crafts", "models", "stages", "case")
# Tools that only compare what was read; another one of these needs no text read anew.
_BETWEEN = ("relations",)
# Bytes that decide what the program does. Weights are told apart by the records of the models.
_SOURCE = frozenset((".py", ".toml", ".xz", ".json", ".npz"))


@dataclass(frozen=True, slots=True)
class Run:
    """The program and models by which one document is read. Two runs with one `id` give the same bytes for the same document."""

    version: str
    source: str
    models: tuple[ModelRecord, ...]

    @property
    def id(self) -> str:
        """Its name in the ledger."""
        return identify("run", self.version, self.source, *(f"{m.name} {m.sha256}" for m in self.models))


def describe_run(tools: Tools) -> Run:
    """The run that these tools make with this program."""
    names = [field.name for field in fields(tools) if field.name not in _BETWEEN]
    return Run(__version__, digest_source(_READING), _records(tools, names))


def describe_collation(tools: Tools) -> str:
    """What decides how documents are laid side by side, besides what was read of each: all source, and the tools that take part."""
    return " ".join((digest_source(_COLLATION), *(f"{m.name} {m.sha256}" for m in _records(tools, _BETWEEN))))


def _records(tools: Tools, names: Sequence[str]) -> tuple[ModelRecord, ...]:
    made_with = (getattr(tools, name) for name in names)
    records = (tool.record() for tool in made_with if tool is not None)
    return tuple(record for record in records if record is not None)


@functools.cache
def digest_source(parts: Sequence[str]) -> str:
    """SHA-256 over the source files of these parts of the package, names and bytes, in the order of their names."""
    package = Path(variorum.__file__).parent
    whole = hashlib.sha256()
    for path in sorted(path for part in parts for path in _files(package / part)):
        whole.update(str(path.relative_to(package)).encode("utf-8") + b"\0")
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def _files(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    return [path for path in place.rglob("*") if path.is_file() and path.suffix in _SOURCE]
