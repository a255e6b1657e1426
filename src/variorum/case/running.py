"""What a reading was made with, as one name: the program to the byte of its source, the models, the settings."""

import functools
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import variorum
from variorum import __version__
from variorum.case.settings import Tools
from variorum.values.identity import identify
from variorum.values.runs import ModelRecord

# What the reading of one document by itself depends on, and what laying documents side by side depends on besides.
_READING = ("values", "crafts", "models", "stages/entities", "stages/statements", "case/work.py", "case/tools.py")
_COLLATION = ("values", "crafts", "models", "stages", "case")
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
    records = (tools.parser.record(), tools.attribution.record(), tools.embedder.record())
    return Run(__version__, digest_source(_READING), tuple(record for record in records if record is not None))


def describe_collation() -> str:
    """The digest of all source that takes part when documents are laid side by side."""
    return digest_source(_COLLATION)


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
