"""What laying documents side by side goes on from: in memory, and packed for the cache.

It spares work and changes no result, so it may be lost at any time. What was packed is used only where the chain has the digest of its
bytes and the program that made it is the one that asks.
"""

import dataclasses
import datetime
import functools
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import attrgetter

import numpy as np
from pydantic import TypeAdapter

from variorum.case.keeping import Unreadable
from variorum.crafts.comparison import Finding, Sketch
from variorum.crafts.recall import Recall
from variorum.stages.claims.deciding import Decision
from variorum.stages.claims.nearest import Nearest
from variorum.stages.claims.remembering import Comparisons

# The sketches of a document as they were written last, by document.
Written = dict[str, tuple[tuple[Sketch, ...], bytes]]
# Most of it are numbers that come again; a higher level takes three times as long and saves a tenth.
_LEVEL = 1
# The columns of numbers in their order, as they lie in the packed bytes.
_COLUMNS = {
    "lefts": "<i4",
    "rights": "<i4",
    "shared": "<i4",
    "found": "<i4",
    "decided": "<i4",
    "cosines": "<f8",
    "likely": "<f8",
}
# The fields of a flat value in their order; `dataclasses.astuple` copies each and takes ten times as long.
_OF_FINDING, _OF_DECISION = attrgetter(*Finding.__slots__), attrgetter(*Decision.__slots__)
_SKETCHES: TypeAdapter[tuple[Sketch, ...]] = TypeAdapter(tuple[Sketch, ...])


@dataclass(slots=True)
class Memory:
    """What laying documents side by side goes on from, and leaves behind for the next time."""

    comparisons: Comparisons = field(default_factory=Comparisons)
    recall: Recall = field(default_factory=Recall)
    written: Written = field(default_factory=dict)


def pack_comparisons(comparisons: Comparisons, made_by: str, written: Written | None = None) -> bytes:
    """As a head in JSON, the sketches in JSON, a line a document, and columns of numbers. `made_by` is the program; `written` has
    the lines that were written before, and then those of now."""
    nearest = comparisons.nearest
    head = {
        "made_by": made_by,
        "keys": dict(sorted(comparisons.keys.items())),
        "ids": nearest.ids,
        "digests": nearest.digests,
        "nearest": nearest.places.shape[1],
        "rarity": dict(sorted(comparisons.rarity.items())),
        "findings": [[_OF_FINDING(finding) for finding in found] for found in comparisons.findings],
        "decisions": [_OF_DECISION(decision) for decision in comparisons.decisions],
        "pairs": len(comparisons.lefts),
    }
    written = {} if written is None else written
    for key, some in comparisons.sketches.items():
        if key not in written or written[key][0] is not some:
            written[key] = some, _as_json([_plain(one) for one in some])
    for gone in written.keys() - comparisons.sketches.keys():
        del written[gone]
    texts = [_as_json(head), b"\n".join(key.encode() + b"\t" + written[key][1] for key in sorted(written))]
    tables = [nearest.places.astype("<i4").tobytes(), nearest.products.astype("<f4").tobytes()]
    tables += [getattr(comparisons, name).astype(kind).tobytes() for name, kind in _COLUMNS.items()]
    return zlib.compress(b"".join((*(len(text).to_bytes(8, "little") + text for text in texts), *tables)), _LEVEL)


def unpack_comparisons(raw: bytes, made_by: str, written: Written | None = None) -> Comparisons:
    """The comparisons again, none where another program made them; `written` gets the lines of sketches. Raises `Unreadable`."""
    try:
        data = zlib.decompress(raw)
        first, at = _text(data, 0)
        head = json.loads(first)
        if head["made_by"] != made_by:
            return Comparisons()
        second, at = _text(data, at)
        shape = len(head["ids"]), head["nearest"]
        tables = {}
        sizes = {"places": ("<i4", shape[0] * shape[1]), "products": ("<f4", shape[0] * shape[1])}
        for name, (kind, count) in (sizes | {name: (kind, head["pairs"]) for name, kind in _COLUMNS.items()}).items():
            tables[name] = np.frombuffer(data, kind, count, at)
            at += tables[name].nbytes
        places, products = tables.pop("places").reshape(shape), tables.pop("products").reshape(shape)
        lines = (line.partition(b"\t") for line in second.split(b"\n") if line)
        rows = {key.decode(): (_SKETCHES.validate_json(line), line) for key, _, line in lines}
        if written is not None:
            written.update(rows)
        return Comparisons(
            sketches={key: some for key, (some, _) in rows.items()},
            keys=head["keys"],
            nearest=Nearest(tuple(head["ids"]), tuple(head["digests"]), places, products),
            rarity=head["rarity"],
            findings=tuple(tuple(Finding(*finding) for finding in found) for found in head["findings"]),
            decisions=tuple(Decision(*decision) for decision in head["decisions"]),
            **tables,
        )
    except (KeyError, IndexError, TypeError, ValueError, zlib.error) as error:
        raise Unreadable(str(error)) from error


def _as_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _text(data: bytes, at: int) -> tuple[bytes, int]:
    """The text that begins with its length, and where it ends."""
    begin = at + 8
    end = begin + int.from_bytes(data[at:begin], "little")
    return data[begin:end], end


def _plain(value: object) -> object:
    """A value as JSON knows it, the same in every process: sets in order, and of a dataclass the fields that are not as always."""
    if isinstance(value, frozenset):
        return sorted((_plain(part) for part in value), key=_rank)
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        usual = _usual(type(value))
        fields = ((name, getattr(value, name)) for name in usual)
        return {name: _plain(field) for name, field in fields if field != usual[name]}
    return value


def _rank(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


@functools.cache
def _usual(kind: type) -> Mapping[str, object]:
    """The fields of a dataclass with what each is by default."""
    return {field.name: field.default for field in dataclasses.fields(kind)}
