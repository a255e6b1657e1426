"""Whether a ledger is what it was: every entry recomputed, the order, the gaps, and the head that is kept outside."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from variorum.storage.files import write_whole
from variorum.storage.ledger import FIRST, Draft, Entry, Head, seal


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was kept: a code for programs, the number of the entry (None where it is no entry's), and
    one sentence."""

    code: str
    entry: int | None
    says: str


def check_chain(entries: Iterable[Entry], head: Head | None) -> tuple[Finding, ...]:
    """What is wrong with a ledger: an edited, deleted, reordered, inserted or cut-off entry. `head` is the one kept outside, None where
    it is not to be had; it may lie behind the last entry (a crash before it was written), but must be one of them."""
    findings: list[Finding] = []
    before = Head(0, FIRST)
    at_head: Entry | None = None
    for one in entries:
        if one.number != before.number + 1:
            findings.append(_gap(before.number + 1, one.number))
        elif one.previous != before.hash:
            says = (
                f"Entry {one.number} does not follow entry {before.number}: the one before it was changed or replaced."
            )
            findings.append(Finding("unchained", one.number, says))
        if not _is_sealed(one):
            findings.append(
                Finding("edited", one.number, f"Entry {one.number} ({one.kind} {one.subject}) was changed.")
            )
        before = Head(one.number, one.hash)
        if head is not None and one.number == head.number:
            at_head = one
    if head is None:
        return tuple(findings)
    if at_head is not None and at_head.hash != head.hash:
        says = f"Entry {head.number} is not the one that ledger.head names: the ledger was written anew."
        findings.append(Finding("rewritten", head.number, says))
    if head.number > before.number:
        gone = (
            f"Entry {head.number} is"
            if head.number == before.number + 1
            else f"Entries {before.number + 1} to {head.number} are"
        )
        findings.append(Finding("cut off", before.number + 1, f"{gone} missing at the end of the ledger."))
    return tuple(findings)


def _gap(expected: int, found: int) -> Finding:
    if found < expected:
        return Finding("inserted", found, f"Entry {found} stands out of order: it was inserted or moved.")
    gone = f"Entry {expected} is" if found == expected + 1 else f"Entries {expected} to {found - 1} are"
    return Finding("deleted", expected, f"{gone} missing from the ledger.")


def _is_sealed(one: Entry) -> bool:
    """Whether the hash is that of the entry's own content. The body counts as it is written, to the byte."""
    try:
        again = seal(one.number, Draft(one.kind, one.subject, one.content(), one.by, one.at), one.previous)
    except (ValueError, TypeError):
        return False
    return again.body == one.body and again.hash == one.hash


def read_head(path: Path) -> Head | None:
    """The head kept outside the database; None where the file is missing or cannot be understood."""
    try:
        number, digest = path.read_text(encoding="ascii").split()
        return Head(int(number), digest)
    except (OSError, ValueError):
        return None


def write_head(path: Path, head: Head) -> None:
    """Keep the head outside the database. Never goes back: a head further on stays."""
    kept = read_head(path)
    if kept is None or kept.number < head.number:
        write_whole(path, f"{head.number} {head.hash}\n".encode("ascii"))
