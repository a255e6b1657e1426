"""Fixtures shared by the tests: the parser loaded once, documents from plain strings."""

import datetime
from collections.abc import Callable

import pytest

from variorum.models.parsing import Parser
from variorum.values.documents import Document, KnownDate, KnownName, Part
from variorum.values.identity import hash_bytes, identify
from variorum.values.text import Span


@pytest.fixture(scope="session")
def parser() -> Parser:
    return Parser()


def document_of(
    text: str,
    *,
    name: str = "account.txt",
    published: str | None = None,
    publisher: str | None = None,
    author: str | None = None,
) -> Document:
    """A document whose whole text is body."""
    raw = text.encode("utf-8")
    ident = identify("doc", hash_bytes(raw), text, publisher or name)
    return Document(
        id=ident,
        name=name,
        exhibit=hash_bytes(raw),
        media_type="text/plain",
        text=text,
        title=None,
        publisher=KnownName(publisher, "user" if publisher else "unknown"),
        authors=(author,) if author else (),
        published=KnownDate(datetime.date.fromisoformat(published) if published else None, "user" if published else "unknown"),
        language="en",
        parts=(Part("body", Span(ident, 0, len(text))),),
        author_is_voice=author is not None,
    )


@pytest.fixture(scope="session")
def make_document() -> Callable[..., Document]:
    return document_of
