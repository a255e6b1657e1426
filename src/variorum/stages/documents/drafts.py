"""What goes in and out of the readers of the kinds of file."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from variorum.crafts.layout import Region
from variorum.values.documents import KnownDate, KnownName
from variorum.values.runs import Issue

NO_DATE = KnownDate(None, "unknown")
NO_NAME = KnownName(None, "unknown")


class Unreadable(Exception):
    """Nothing of the file could be used. `reason` is one clear sentence that says what to do."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Told:
    """What the user says of a file; it goes before everything the file says of itself.

    `author` makes the text a witness statement: its author, not an outlet, stands behind it.
    """

    published: datetime.date | None = None
    publisher: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A text as one reader found it, with what the file's own metadata says.

    `fixed` are regions whose role the file's markup says; `key` tells apart equal texts of one file (such as the
    address of a row); `name` is the name shown to the user.
    """

    name: str
    media_type: str
    text: str
    title: str | None = None
    publisher: KnownName = NO_NAME
    authors: tuple[str, ...] = ()
    published: KnownDate = NO_DATE
    fixed: tuple[Region, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file inside a file, such as an attachment; `name` is its own name."""

    name: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Drafts:
    """What a reader made of one file."""

    texts: tuple[Draft, ...]
    issues: tuple[Issue, ...] = ()
    enclosed: tuple[Enclosed, ...] = ()


class Reader(Protocol):
    """Reads one kind of file. Pure: bytes in, values out."""

    def recognises(self, raw: bytes, name: str) -> bool:
        """Whether the bytes are of this kind; the name's ending only where the bytes leave it open."""

    def read(self, raw: bytes, name: str) -> Drafts:
        """The texts of the file. Raises `Unreadable` where nothing of it can be used."""


def ends_with(name: str, *endings: str) -> bool:
    """Whether a file's name has one of these endings, in any case."""
    return name.lower().endswith(endings)


def join_paragraphs(paragraphs: Sequence[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Paragraphs as one text with an empty line between them, and where each stands in it."""
    places: list[tuple[int, int]] = []
    at = 0
    for paragraph in paragraphs:
        places.append((at, at + len(paragraph)))
        at += len(paragraph) + 2
    return "\n\n".join(paragraphs), tuple(places)
