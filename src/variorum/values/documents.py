"""A text read from an exhibit, who published it and when, and which parts it has."""

import datetime
from dataclasses import dataclass
from typing import Literal

from variorum.values.text import Span

How = Literal["metadata", "text", "user", "unknown"]
Particular = Literal["published", "publisher", "author"]
Role = Literal["title", "byline", "dateline", "body", "caption", "credit", "boilerplate"]


@dataclass(frozen=True, slots=True)
class KnownDate:
    """A day and how it is known; `value` None and how "unknown" where it is not."""

    value: datetime.date | None
    how: How


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name and how it is known; `value` None and how "unknown" where it is not."""

    value: str | None
    how: How


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the text that plays one role. Parts are in order and never overlap."""

    role: Role
    span: Span


@dataclass(frozen=True, slots=True)
class Corrected:
    """A particular of an account that a person corrected: what was known of it first and how, by whom it was corrected, when and why.

    `first` is an ISO day or a name, None where nothing was known; of "author" it is who spoke in a witness statement, None where it was
    none.
    """

    field: Particular
    first: str | None
    how: How
    by: str
    at: str
    because: str


@dataclass(frozen=True, slots=True)
class Document:
    """One account's text, exactly as read, never normalised in place.

    `name` is the file name the user knows it by. `author_is_voice` is true for a witness statement: its author,
    not an outlet, stands behind every sentence in the own voice. `corrected` tells which of publisher, day and witness a person
    corrected; the id stays the one that it came with.
    """

    id: str
    name: str
    exhibit: str
    media_type: str
    text: str
    title: str | None
    publisher: KnownName
    authors: tuple[str, ...]
    published: KnownDate
    language: str
    parts: tuple[Part, ...]
    author_is_voice: bool = False
    corrected: tuple[Corrected, ...] = ()

    def correction(self, field: Particular) -> Corrected | None:
        """What was corrected of one particular; None where it is as it came."""
        return next((one for one in self.corrected if one.field == field), None)

    def stretches(self, *roles: Role) -> tuple[Span, ...]:
        """The spans of the parts with one of these roles, in order."""
        return tuple(part.span for part in self.parts if part.role in roles)
