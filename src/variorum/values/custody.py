"""Bytes as they were handed over, and what was done with them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Exhibit:
    """Bytes as acquired. Identity is their SHA-256; another rendering is another exhibit."""

    sha256: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class CustodyEvent:
    """One thing that happened to an exhibit: what, when (ISO 8601, UTC), with which tool, under which file name."""

    exhibit: str
    action: str
    at: str
    tool: str
    name: str
    note: str = ""
