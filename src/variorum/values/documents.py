"""A text read from an exhibit, who published it and when, and which parts it has."""

import datetime
from dataclasses import dataclass
from typing import Literal

from variorum.values.text import Span

How = Literal["metadata", "text", "user", "unknown"]
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
class Document:
    """One account's text, exactly as read, never normalised in place.

    `name` is the file name the user knows it by. `author_is_voice` is true for a witness statement: its author,
    not an outlet, stands behind every sentence in the own voice.
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

    def stretches(self, *roles: Role) -> tuple[Span, ...]:
        """The spans of the parts with one of these roles, in order."""
        return tuple(part.span for part in self.parts if part.role in roles)
