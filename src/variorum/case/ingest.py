"""Bytes in: which files are meant, what the user tells about them, exhibits and custody.

A folder is read recursively for the kinds of file that are known. Each file gives one `Source`; the same bytes given
twice are one exhibit with two custody events.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from variorum import __version__
from variorum.case.settings import Progress, Settings
from variorum.stages.documents import Told, Unreadable, read
from variorum.values.custody import CustodyEvent, Exhibit
from variorum.values.documents import Document
from variorum.values.identity import hash_bytes
from variorum.values.runs import Issue

KNOWN_SUFFIXES = frozenset(
    (".txt", ".md", ".text", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".eml", ".json", ".jsonl", ".ndjson")
)


class WrongUsage(ValueError):
    """The call's own words are off, such as a date for a file that was not given."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file as handed over: the name the user knows it by, its bytes, what the user tells about it."""

    name: str
    raw: bytes
    told: Told


@dataclass(frozen=True, slots=True)
class Ingested:
    """What came in: documents without repetition, their exhibits, the custody events, and what could not be used."""

    documents: tuple[Document, ...]
    exhibits: tuple[Exhibit, ...]
    custody: tuple[CustodyEvent, ...]
    issues: tuple[Issue, ...]


def parse_day(text: str) -> datetime.date:
    """A day written YYYY-MM-DD (a time after it is ignored). Raises `WrongUsage` for anything else."""
    try:
        return datetime.date.fromisoformat(text.strip()[:10])
    except ValueError:
        raise WrongUsage(f"{text!r} is not a date; write it as YYYY-MM-DD, such as 2023-01-18.") from None


def tell(
    names: Sequence[str],
    published: Mapping[str, str],
    publisher: Mapping[str, str],
    author: Mapping[str, str],
) -> dict[str, Told]:
    """What the user tells of each file, found by its full name or its last part.

    Raises `WrongUsage` where a file is named that is not among `names`, so that a typing error cannot pass in silence.
    """
    told = {name: Told(published=None, publisher=None, author=None) for name in names}
    for option, given in (("published", published), ("publisher", publisher), ("author", author)):
        for key, value in given.items():
            meant = [name for name in names if key in (name, Path(name).name)]
            if not meant:
                raise WrongUsage(f"--{option} names {key}, which is not among the files given.")
            for name in meant:
                if option == "published":
                    told[name] = replace(told[name], published=parse_day(value))
                elif option == "publisher":
                    told[name] = replace(told[name], publisher=value.strip())
                else:
                    told[name] = replace(told[name], author=value.strip())
    return told


def find_files(paths: Sequence[Path]) -> tuple[list[Path], list[Issue]]:
    """The files meant by paths: files as they are, folders searched for known kinds; what is missing as issues."""
    found: list[Path] = []
    issues: list[Issue] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in KNOWN_SUFFIXES)
            if not inside:
                issues.append(
                    Issue(
                        "empty-folder", path.name, f"{path.name}: the folder holds no file of a known kind.", "failed"
                    )
                )
            found.extend(inside)
        elif path.is_file():
            found.append(path)
        else:
            issues.append(Issue("missing", path.name, f"{path.name}: there is no such file or folder.", "failed"))
    return found, issues


def load_sources(files: Sequence[Path], told: Mapping[str, Told]) -> tuple[list[Source], list[Issue]]:
    """The bytes of files; one that cannot be opened becomes an issue and the others go on."""
    sources: list[Source] = []
    issues: list[Issue] = []
    for path in files:
        try:
            raw = path.read_bytes()
        except OSError as error:
            says = f"{path.name}: could not be opened ({error.strerror or error}); check the file and its permissions."
            issues.append(Issue("unopened", path.name, says, "failed"))
            continue
        sources.append(Source(path.name, raw, told[str(path)]))
    return sources, issues


def is_own_output(raw: bytes) -> bool:
    """Whether bytes are a dossier or an export of this program: read again they would be witnesses to themselves."""
    head = raw[:4096]
    return (
        b'<meta name="generator" content="variorum' in head
        or head.startswith(b"<!-- variorum dossier -->")
        or (b'"schema_version"' in head[:200] and b'"name": "variorum"' in head[:400])
    )


def in_order(documents: Iterable[Document]) -> tuple[Document, ...]:
    """The accounts oldest first, those without a day last: an order that does not depend on when they were handed over."""
    latest = datetime.date.max
    return tuple(sorted(documents, key=lambda d: (d.published.value or latest, d.name, d.id)))


def ingest(sources: Sequence[Source], settings: Settings, progress: Progress) -> Ingested:
    """Read each source. What cannot be used becomes an issue of level "failed"; nothing is dropped in silence."""
    documents: dict[str, Document] = {}
    exhibits: dict[str, Exhibit] = {}
    custody: list[CustodyEvent] = []
    issues: list[Issue] = []
    progress.begin("Reading files", len(sources))
    for source in sources:
        if is_own_output(source.raw):
            says = (
                f"{source.name}: this is a dossier or an export that Variorum wrote, not an account; it was left out."
            )
            issues.append(Issue("own-output", source.name, says, "warning"))
            progress.advance()
            continue
        digest = hash_bytes(source.raw)
        try:
            outcome = read(source.raw, name=source.name, told=source.told)
        except Unreadable as error:
            issues.append(Issue("unreadable", source.name, f"{source.name}: {error.reason}", "failed"))
            progress.advance()
            continue
        issues.extend(outcome.issues)
        again = digest in exhibits
        for document in outcome.values:
            if document.id not in documents:
                documents[document.id] = document
                exhibits.setdefault(digest, Exhibit(digest, document.media_type, len(source.raw)))
        note = "the same bytes were handed over before" if again else ""
        if again:
            says = f"{source.name}: the same bytes were given before; they are one account, noted twice in the custody."
            issues.append(Issue("given-twice", source.name, says))
        custody.append(CustodyEvent(digest, "received", settings.clock, f"variorum {__version__}", source.name, note))
        progress.advance()
    return Ingested(
        in_order(documents.values()),
        tuple(sorted(exhibits.values(), key=lambda e: e.sha256)),
        tuple(custody),
        tuple(issues),
    )
