"""Values as they are kept: written as JSON and read back whole. Nothing else in the house knows this form."""

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter, ValidationError

from variorum.case.hearing import Annotated
from variorum.values.documents import Document
from variorum.values.entities import Mention
from variorum.values.moments import Moment
from variorum.values.readings import Reading
from variorum.values.runs import Issue
from variorum.values.statements import Attribution, Statement

T = TypeVar("T")
# A middle way of zlib: measured on 100 news reports, level 9 saves 2 % more and takes three times as long.
_LEVEL = 6
# A reading is written anew with every change; at 1,000 articles level 6 saves a sixth and takes three times as long.
_QUICK = 2


class Unreadable(ValueError):
    """What was kept has not the form of today's values: another version of the program wrote it, or it was changed."""


_adapters: dict[Any, TypeAdapter[Any]] = {}


def _adapter(kind: Any) -> TypeAdapter[Any]:
    """Made once a kind: making one takes longer than using it."""
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


def to_json(value: object) -> Any:
    """A value as what JSON knows: for the body of an entry."""
    return _adapter(type(value)).dump_python(value, mode="json")


def from_json(kind: type[T], content: Any) -> T:
    """The value again. Raises `Unreadable`."""
    try:
        value: T = _adapter(kind).validate_python(content)
    except ValidationError as error:
        raise Unreadable(str(error)) from error
    return value


def pack(value: object) -> bytes:
    """A value as compressed JSON: for what can be computed again."""
    return zlib.compress(_adapter(type(value)).dump_json(value), _LEVEL)


def unpack(kind: type[T], raw: bytes) -> T:
    """The value again. Raises `Unreadable`."""
    try:
        value: T = _adapter(kind).validate_json(zlib.decompress(raw))
    except (ValidationError, zlib.error) as error:
        raise Unreadable(str(error)) from error
    return value


def pack_reading(reading: Reading) -> bytes:
    """A reading as compressed JSON, but which accounts are silent on each claim as a table of bits behind it: with the ids of all
    of them written out a case of 1,000 is 30 MB, of which these are 22."""
    ids = _silent_ids(reading)
    place = {ident: number for number, ident in enumerate(ids)}
    bits = np.zeros((len(reading.claims), len(ids)), dtype=np.bool_)
    for silent, rows in _by_silence(reading).items():
        bits[np.ix_(rows, [place[ident] for ident in silent])] = True
    bare = replace(reading, claims=tuple(replace(claim, silent=()) for claim in reading.claims))
    text = _adapter(Reading).dump_json(bare)
    return zlib.compress(len(text).to_bytes(8, "little") + text + np.packbits(bits, axis=1).tobytes(), _QUICK)


def unpack_reading(raw: bytes) -> Reading:
    """The reading again. Raises `Unreadable`."""
    try:
        data = zlib.decompress(raw)
        end = 8 + int.from_bytes(data[:8], "little")
        bare: Reading = _adapter(Reading).validate_json(data[8:end])
        ids = _silent_ids(bare)
        rows = np.frombuffer(data, dtype=np.uint8, offset=end).reshape(len(bare.claims), -(-len(ids) // 8))
    except (ValueError, zlib.error) as error:
        raise Unreadable(str(error)) from error
    silent = ([ids[at] for at in np.flatnonzero(np.unpackbits(row, count=len(ids))).tolist()] for row in rows)
    claims = zip(bare.claims, silent, strict=True)
    return replace(bare, claims=tuple(replace(claim, silent=tuple(which)) for claim, which in claims))


def _by_silence(reading: Reading) -> dict[tuple[str, ...], list[int]]:
    """The claims, by their places, on which the same documents are silent: few sets, for most claims are of one document."""
    found: dict[tuple[str, ...], list[int]] = {}
    for row, claim in enumerate(reading.claims):
        found.setdefault(claim.silent, []).append(row)
    return found


def _silent_ids(reading: Reading) -> list[str]:
    """The documents in the order in which a claim names those that are silent on it."""
    return sorted(document.id for document in reading.documents)


@dataclass(frozen=True, slots=True)
class Layers:
    """What was found in one document by itself, without the document."""

    mentions: tuple[Mention, ...]
    moments: tuple[Moment, ...]
    attributions: tuple[Attribution, ...]
    statements: tuple[Statement, ...]
    issues: tuple[Issue, ...]

    def of(self, document: Document, digest: str = "") -> Annotated:
        """The layers laid over their document again; `digest` is the digest under which they are kept."""
        return Annotated(document, self.mentions, self.moments, self.attributions, self.statements, self.issues, digest)


def lift(annotated: Annotated) -> Layers:
    """The layers of an annotated document."""
    return Layers(annotated.mentions, annotated.moments, annotated.attributions, annotated.statements, annotated.issues)


def pack_vectors(vectors: Mapping[str, NDArray[np.float32]], statements: Sequence[Statement]) -> bytes:
    """The statements' vectors as they lie in memory, float32 little-endian, in the order of the statements."""
    return b"".join(np.asarray(vectors[s.id], dtype="<f4").tobytes() for s in statements)


def unpack_vectors(raw: bytes, statements: Sequence[Statement]) -> dict[str, NDArray[np.float32]]:
    """The vectors by statement. Raises `Unreadable` where the bytes do not share out evenly."""
    if not statements:
        return {}
    if not raw or len(raw) % (4 * len(statements)):
        raise Unreadable(f"{len(raw)} bytes of vectors for {len(statements)} statements")
    rows = np.frombuffer(raw, dtype="<f4").reshape(len(statements), -1)
    return {s.id: row for s, row in zip(statements, rows, strict=True)}


def digest(*parts: bytes) -> str:
    """SHA-256 over the digests of the parts, so that no two sequences of parts are one."""
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()
