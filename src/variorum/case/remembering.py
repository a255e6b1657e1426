"""The comparisons of a case between one laying out and the next: in memory, and packed for the cache.

They spare work and change no result, so they may be lost at any time. They are used only where the chain has the digest of their bytes
and the program that made them is the one that asks.
"""

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter

import numpy as np

from variorum.case.keeping import Unreadable
from variorum.crafts.comparison import Finding
from variorum.stages.claims.deciding import Decision
from variorum.stages.claims.remembering import Compared, Comparisons
from variorum.stages.claims.scoring import FEATURES, Likeness

# Most of it are numbers that come again; a higher level takes three times as long and saves a tenth.
_LEVEL = 1
_FLOATS = len(FEATURES) + 1
# The fields of a flat value in their order; `dataclasses.astuple` copies each and takes ten times as long.
_OF_FINDING, _OF_DECISION = attrgetter(*Finding.__slots__), attrgetter(*Decision.__slots__)


@dataclass(slots=True)
class Memory:
    """What laying documents side by side goes on from, and leaves behind for the next time."""

    comparisons: Comparisons = field(default_factory=Comparisons)


def pack_comparisons(comparisons: Comparisons, made_by: str) -> bytes:
    """As a head in JSON (statements, findings, decisions) and two tables of numbers, a row a pair. `made_by` is the program."""
    place = {key: number for number, key in enumerate(comparisons.sketches)}
    findings: dict[tuple[Finding, ...], int] = {}
    decisions: dict[Decision, int] = {}
    whole, real = [], []
    for (left, right), one in comparisons.pairs.items():
        found = findings.setdefault(one.found, len(findings))
        decided = decisions.setdefault(one.decision, len(decisions))
        whole.append((place[left], place[right], found, decided, one.likeness.shared))
        real.append((*one.likeness.values, one.likely))
    head = {
        "made_by": made_by,
        "sketches": dict(comparisons.sketches),
        "findings": [[_OF_FINDING(finding) for finding in found] for found in findings],
        "decisions": [_OF_DECISION(decision) for decision in decisions],
    }
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    tables = np.array(whole, dtype="<i4").tobytes() + np.array(real, dtype="<f8").tobytes()
    return zlib.compress(len(text).to_bytes(8, "little") + text + tables, _LEVEL)


def unpack_comparisons(raw: bytes, made_by: str) -> Comparisons:
    """The comparisons again, none where another program made them. Raises `Unreadable`."""
    try:
        data = zlib.decompress(raw)
        begin = 8 + int.from_bytes(data[:8], "little")
        head = json.loads(data[8:begin])
        if head["made_by"] != made_by:
            return Comparisons()
        rows = (len(data) - begin) // (4 * 5 + 8 * _FLOATS)
        whole = np.frombuffer(data, "<i4", rows * 5, begin).reshape(rows, 5).tolist()
        real = np.frombuffer(data, "<f8", rows * _FLOATS, begin + rows * 20).reshape(rows, _FLOATS).tolist()
        findings = [tuple(Finding(*finding) for finding in found) for found in head["findings"]]
        decisions = [Decision(*decision) for decision in head["decisions"]]
        return _restore(head["sketches"], findings, decisions, whole, real)
    except (KeyError, IndexError, TypeError, ValueError, zlib.error) as error:
        raise Unreadable(str(error)) from error


def _restore(
    sketches: dict[str, str],
    findings: Sequence[tuple[Finding, ...]],
    decisions: Sequence[Decision],
    whole: Sequence[Sequence[int]],
    real: Sequence[Sequence[float]],
) -> Comparisons:
    keys = list(sketches)
    pairs = {}
    for (left, right, found, decided, shared), (*values, likely) in zip(whole, real, strict=True):
        likeness = Likeness(tuple(values), shared)
        pair = keys[left], keys[right]
        pairs[pair] = Compared(*pair, likeness, likely, findings[found], decisions[decided])
    return Comparisons(sketches, pairs)
