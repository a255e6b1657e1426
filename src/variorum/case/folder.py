"""The case that lasts: a folder with the originals, the ledger, and what was read from them.

    matter/
      case.toml        name, creation, format; a database URL where the ledger lies elsewhere
      ledger.sqlite    every custody event, document, reading and judgement, in order, chained; and what can be computed again
      ledger.head      number and hash of the last entry
      vault/ab/ab…     the originals by their SHA-256
      dossiers/        reports

Everything that was told or decided is in the ledger. The reading is computed from it: the layers of each document once, and what lies between
documents whenever something is added or judged.
"""

import datetime
import json
import logging
import threading
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from variorum import __version__
from variorum.case.checking import LAID_OUT, check_contents
from variorum.case.deciding import Change, check, compare
from variorum.case.ingest import Ingested, Source, ingest
from variorum.case.keeping import (
    Layers,
    Unreadable,
    digest,
    from_json,
    lift,
    pack,
    pack_reading,
    pack_vectors,
    to_json,
    unpack,
    unpack_reading,
    unpack_vectors,
)
from variorum.case.particulars import correct_accounts, read_by
from variorum.case.remembering import Memory, pack_comparisons, unpack_comparisons
from variorum.case.running import Run, describe_collation, describe_run
from variorum.case.settings import Progress, Settings, Silence, Tools
from variorum.case.tools import default_tools
from variorum.case.work import Annotated, annotate, collate, embed_statements
from variorum.stages.statements.amend import Refused
from variorum.storage.chain import Finding, check_chain, read_head, write_head
from variorum.storage.files import write_whole
from variorum.storage.ledger import Draft, Entry, Head, Ledger, Moved
from variorum.storage.sql import Damaged, open_ledger
from variorum.storage.vault import NotInVault, Vault
from variorum.values.custody import CustodyEvent, Exhibit
from variorum.values.documents import Document
from variorum.values.judgements import Judgement
from variorum.values.readings import Reading
from variorum.values.runs import Issue

FORMAT = 1
Clock = Callable[[], str]
T = TypeVar("T")
_Layers = tuple[Annotated, dict[str, NDArray[np.float32]]]

# Sources and documents that one transaction keeps: what a crash can lose at most.
_SOURCES = 16
_DOCUMENTS = 4
# Documents whose layers are fetched from the cache at once: bounds what is in memory twice, packed and unpacked.
_FETCHED = 100

_log = logging.getLogger(__name__)


class CaseError(Exception):
    """The case cannot be used as asked. One clear sentence that names the folder and what to do."""


def now_utc() -> str:
    """The present moment, ISO 8601 in UTC, to the second."""
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0).isoformat()


@dataclass(frozen=True, slots=True)
class Added:
    """What `Case.add` did: documents that are new, names of files whose bytes were there before, and what was odd or unusable."""

    documents: tuple[Document, ...]
    again: tuple[str, ...]
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class Undone:
    """Who took a judgement back, when and why, and the entry that says so."""

    by: str
    at: str
    because: str
    entry: int


@dataclass(frozen=True, slots=True)
class KeptJudgement:
    """A judgement in the ledger. `stands`: neither undone nor overruled by a later one about the same subject."""

    judgement: Judgement
    entry: int
    undone: Undone | None
    stands: bool


@dataclass(frozen=True, slots=True)
class _Read:
    """A reading of one document: under which run, by which entry (0 where none keeps it yet), the digests of what lies in the cache,
    and with which particulars it was read (`_Record.told`)."""

    run: str
    entry: int
    layers: str
    vectors: str
    told: str


@dataclass
class _Record:
    """What the entries up to `number` say, ready for use. `told_at` is the last of them from which a reading follows; `laid` has what was
    kept under a key when it was laid out: the digests by name."""

    number: int = 0
    told_at: int = 0
    name: str = ""
    documents: dict[str, Document] = field(default_factory=dict)
    exhibits: dict[str, Exhibit] = field(default_factory=dict)
    custody: list[CustodyEvent] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    read: dict[str, dict[tuple[str, str], _Read]] = field(default_factory=dict)
    runs: set[str] = field(default_factory=set)
    laid: dict[str, dict[str, str]] = field(default_factory=dict)
    judged: list[tuple[int, Judgement]] = field(default_factory=list)
    undone: dict[int, Undone] = field(default_factory=dict)

    def take(self, entry: Entry) -> None:
        """Go on by one entry."""
        content = entry.content()
        if entry.kind == "case":
            self.name = content["name"]
        elif entry.kind == "custody":
            exhibit = from_json(Exhibit, content["exhibit"])
            self.exhibits.setdefault(exhibit.sha256, exhibit)
            self.custody.append(from_json(CustodyEvent, content["event"]))
            self.issues.extend(from_json(Issue, issue) for issue in content["issues"])
        elif entry.kind == "document":
            document = from_json(Document, content["document"])
            self.documents[document.id] = document
        elif entry.kind == "run":
            self.runs.add(entry.subject)
        elif entry.kind == "reading":
            digests = (content["layers"], content["vectors"])
            kept = _Read(content["run"], entry.number, *digests, content.get("told", ""))
            self.read.setdefault(entry.subject, {})[kept.run, kept.told] = kept
        elif entry.kind == "judgement":
            self.judged.append((entry.number, from_json(Judgement, content)))
        elif entry.kind == "undo":
            undone = Undone(entry.by, entry.at, content["because"], entry.number)
            for number, judgement in self.judged:
                if judgement.id == entry.subject:
                    self.undone.setdefault(number, undone)
        elif entry.kind == "collation":
            self.laid[entry.subject] = {what: content[what] for what in LAID_OUT}
        self.number = entry.number
        if entry.kind != "collation":
            self.told_at = entry.number

    def copied(self) -> "_Record":
        """The same for whoever works on while entries come in."""
        return replace(
            self,
            documents=dict(self.documents),
            exhibits=dict(self.exhibits),
            custody=list(self.custody),
            issues=list(self.issues),
            read={document: dict(runs) for document, runs in self.read.items()},
            runs=set(self.runs),
            laid=dict(self.laid),
            judged=list(self.judged),
            undone=dict(self.undone),
        )

    def accounts(self, judgements: Sequence[Judgement]) -> tuple[Document, ...]:
        """The documents as these judgements have them, in the order in which `read` has them."""
        return correct_accounts(self.documents.values(), judgements)

    def told(self, document: Document) -> str:
        """With which particulars a document is read: empty where these are the ones that it came with."""
        came, now = (read_by(d) for d in (self.documents[document.id], document))
        return "" if came == now else digest(json.dumps(now).encode())[:16]

    def heard(self) -> tuple[Judgement, ...]:
        """The judgements that were not undone, in the order of the ledger."""
        return tuple(judgement for number, judgement in self.judged if number not in self.undone)


class Case:
    """A case in a folder. Several processes and threads may have it open; writers wait for one another.

    Use `Case.create` or `Case.open`, and as a context manager. Methods raise `CaseError`.
    """

    def __init__(
        self, folder: Path, ledger: Ledger, *, clock: Clock, tools: Tools | None = None, read_only: bool = False
    ) -> None:
        self.folder = folder
        self.read_only = read_only
        self.vault = Vault(folder / "vault")
        self._ledger = ledger
        self._clock = clock
        self._tools = tools
        self._run: Run | None = None
        self._record = _Record()
        self._layers: dict[tuple[str, ...], _Layers] = {}
        self._again: dict[tuple[str, str, str], _Read] = {}
        self._readings: dict[str, Reading] = {}
        self._memory: Memory | None = None
        self._latest: tuple[int, Reading] | None = None
        self._slot = ""
        self._lock = threading.RLock()
        self._desk = threading.Lock()
        self._continuous = self._mend_head()

    # ------------------------------------------------------------ opening and closing

    @classmethod
    def create(
        cls, folder: Path, *, name: str = "", by: str = "", clock: Clock = now_utc, database: str = ""
    ) -> "Case":
        """A new case in a folder that is empty or not yet there, or in which making one was cut short. Raises `CaseError` where
        something else is in it, or in the database.

        `database` is the URL of an empty PostgreSQL database for the ledger; where it is empty the ledger lies in the folder.
        """
        folder = folder.absolute()
        if (folder / "case.toml").exists():
            raise CaseError(f"{folder} is a case already; open it, or give another folder.")
        if folder.exists() and not (folder.is_dir() and _is_free(folder)):
            raise CaseError(f"{folder} is not empty; give a new or an empty folder.")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for left in folder.glob("ledger.*"):
                left.unlink()
            for inside in ("vault", "dossiers"):
                (folder / inside).mkdir(exist_ok=True)
            ledger = open_ledger(database or _beside(folder))
        except OSError as error:
            says = f"{folder} could not be made ({error.strerror}); choose a folder that you may write to."
            raise CaseError(says) from error
        except Damaged as error:
            raise CaseError(f"The ledger of {folder} could not be made: {error}.") from error
        if ledger.head().number > 1:
            ledger.close()
            raise CaseError("The database holds the ledger of another case; give an empty one.")
        at = clock()
        name = name or folder.name
        body = {"name": name, "by": by, "created": at, "format": FORMAT, "program": __version__}
        # One entry and no case.toml: making it was cut short, and in a database it cannot be taken back.
        first = next(ledger.entries(), None) or ledger.append([Draft("case", name, body, by, at)], after=0)[0]
        write_head(folder / "ledger.head", Head(first.number, first.hash))
        lines = [f"{key} = {_toml(body[key])}" for key in ("name", "by", "created", "format")]
        if database:
            lines.append(f"database = {_toml(database)}")
        write_whole(folder / "case.toml", ("\n".join(lines) + "\n").encode("utf-8"))
        return cls(folder, ledger, clock=clock)

    @classmethod
    def open(
        cls, folder: Path, *, clock: Clock = now_utc, tools: Tools | None = None, read_only: bool = False
    ) -> "Case":
        """A case that is there. `tools` are the models for `analyse`, those of the release where None is given; they load when first
        used. Raises `CaseError` where the folder is no case or its ledger cannot be read."""
        folder = folder.absolute()
        try:
            about = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise CaseError(f"{folder} is not a case; make one with: variorum new {folder}") from None
        except (OSError, ValueError) as error:
            raise CaseError(f"{folder / 'case.toml'} cannot be read: {error}") from error
        if about.get("format", 0) > FORMAT:
            raise CaseError(f"{folder} was made by a later version of Variorum; use that version.")
        url = about.get("database") or _beside(folder)
        if "database" not in about and not (folder / "ledger.sqlite").is_file():
            raise CaseError(f"{folder} has lost its ledger.sqlite; put back a copy of it.")
        try:
            return cls(folder, open_ledger(url, read_only=read_only), clock=clock, tools=tools, read_only=read_only)
        except Damaged as error:
            raise CaseError(f"The ledger of {folder} cannot be opened: {error}.") from error

    def close(self) -> None:
        """Let go of the ledger."""
        self._ledger.close()

    def __enter__(self) -> "Case":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ------------------------------------------------------------ what is there

    @property
    def name(self) -> str:
        """What the case was called when it was made."""
        return self._now().name

    def head(self) -> Head:
        """How far the ledger has come."""
        return self._ledger.head()

    def documents(self) -> tuple[Document, ...]:
        """All documents as they are told now, oldest first, those without a date last."""
        record = self._now()
        return record.accounts(record.heard())

    def pending(self) -> tuple[Document, ...]:
        """Documents that the present program and models have not read yet."""
        record, run = self._now(), self.run().id
        accounts = record.accounts(record.heard())
        return tuple(d for d in accounts if (run, record.told(d)) not in record.read.get(d.id, {}))

    def judgements(self) -> tuple[KeptJudgement, ...]:
        """All judgements in the order they were made, with those undone and overruled."""
        record = self._now()
        last = {j.subject: number for number, j in record.judged if number not in record.undone}
        return tuple(
            KeptJudgement(j, number, record.undone.get(number), last.get(j.subject) == number)
            for number, j in record.judged
        )

    def log(self, *, since: int = 0) -> tuple[Entry, ...]:
        """The entries after number `since`, in order."""
        return tuple(self._ledger.entries(since=since))

    def entry(self, number: int) -> Entry | None:
        """The entry with this number; None where the ledger does not come so far."""
        found = next(self._ledger.entries(since=number - 1), None)
        return found if found is not None and found.number == number else None

    def exhibit(self, sha256: str) -> bytes:
        """The original with this digest, checked. Raises `CaseError` where it is missing or was changed."""
        try:
            return self.vault.read(sha256)
        except (NotInVault, ValueError) as error:
            raise CaseError(f"{self.folder}: {error}; run: variorum verify {self.folder}") from error

    def run(self) -> Run:
        """The program and models that this process reads documents with."""
        if self._run is None:
            self._run = describe_run(self.tools())
        return self._run

    def tools(self) -> Tools:
        """The models; they load when first used."""
        if self._tools is None:
            self._tools = default_tools()
        return self._tools

    # ------------------------------------------------------------ adding

    def add(self, sources: Sequence[Source], *, by: str = "", progress: Progress | None = None) -> Added:
        """Take sources in: the originals to the vault, custody and documents to the ledger, some at a time.

        Bytes that were there before are one account and one more custody event. A source that cannot be used is an issue, and the
        others are kept.
        """
        progress = progress or Silence()
        new: list[Document] = []
        again: list[str] = []
        issues: list[Issue] = []
        progress.begin("Taking in files", len(sources))
        for at in range(0, len(sources), _SOURCES):
            taken = []
            for source in sources[at : at + _SOURCES]:
                taken.append((source, ingest([source], Settings(clock=self._clock()), Silence())))
                progress.advance()
            added = self._admit(taken, by)
            new.extend(added.documents)
            again.extend(added.again)
            issues.extend(added.issues)
        progress.end()
        return Added(tuple(new), tuple(again), tuple(issues))

    def _admit(self, taken: Sequence[tuple[Source, Ingested]], by: str) -> Added:
        """One batch: the originals first, so that no entry ever names bytes that are not there."""
        self._may_write()
        try:
            for source, one in taken:
                if one.custody:
                    self.vault.admit(source.raw)
        except (NotInVault, OSError) as error:
            raise CaseError(f"{self.folder}: an original could not be kept: {error}.") from error

        def draft(record: _Record) -> tuple[list[Draft], Added]:
            drafts: list[Draft] = []
            # An account of which the publisher was corrected is met again under the right one.
            accounts = {d.id: d for d in record.accounts(record.heard())}
            now = {(d.exhibit, d.text, d.publisher.value) for d in accounts.values() if d.corrected}
            new: dict[str, Document] = {}
            again: list[str] = []
            issues: list[Issue] = []
            known = set(record.exhibits)
            for source, one in taken:
                told = list(one.issues)
                fresh = [
                    d
                    for d in one.documents
                    if d.id not in record.documents
                    and d.id not in new
                    and (d.exhibit, d.text, d.publisher.value) not in now
                ]
                for event in one.custody:
                    if event.exhibit in known:
                        event = replace(event, note="the same bytes were handed over before")
                        again.append(source.name)
                        # What was odd about these bytes was told when they first came; new is only that they came again.
                        told = [] if fresh else [_given_twice(source.name)]
                    known.add(event.exhibit)
                    drafts.append(_custody(event, source, one.exhibits, told, by))
                drafts.extend(_document(d, by, e.at) for d in fresh for e in one.custody[:1])
                new |= {d.id: d for d in fresh}
                issues.extend(told)
                issues.extend(_told_otherwise(source, [accounts[d.id] for d in one.documents if d.id in accounts]))
            return drafts, Added(tuple(new.values()), tuple(again), tuple(issues))

        return self._keep(draft)[1]

    # ------------------------------------------------------------ reading

    def analyse(self, progress: Progress | None = None) -> Reading:
        """Read what is pending, some documents at a time, and lay everything side by side.

        Stopped at any moment it goes on where it was. The same case gives the same reading to the byte, in whatever order and however often it was
        stopped. Raises `CaseError` where no document is there.
        """
        self._may_write()
        progress = progress or Silence()
        if not self.documents():
            raise CaseError(f"{self.folder} holds no document yet; add some with: variorum add {self.folder} FILE…")
        waiting = self.pending()
        if waiting:
            progress.begin("Reading statements", len(waiting))
        for at in range(0, len(waiting), _DOCUMENTS):
            batch: list[_Layers] = []
            try:
                for document in waiting[at : at + _DOCUMENTS]:
                    batch.append(self._read_text(document))
                    progress.advance()
            finally:
                # Whoever leaves off keeps what was read by then.
                if batch:
                    self._keep_readings(batch)
        reading = self._collated(progress)
        assert reading is not None, "documents were read, so there is a reading"
        return reading

    def _read_text(self, document: Document) -> _Layers:
        """Read one document by itself, so that what is found never hangs on which others were pending."""
        one = annotate((document,), self.tools())[0]
        return one, embed_statements(one.statements, self.tools().embedder)

    def _keep_readings(self, batch: Sequence[_Layers]) -> None:
        run, record = self.run(), self._now()
        at, bodies = self._clock(), {}
        for one, vectors in batch:
            layers, packed = pack(lift(one)), pack_vectors(vectors, one.statements)
            told = record.told(one.document)
            # The cache first: an entry then never names what is not there.
            self._ledger.cache(_layers_key(one.document.id, run.id, told), layers)
            self._ledger.cache(_vectors_key(one.document.id, run.id, told), packed)
            bodies[one.document.id] = {
                "run": run.id,
                "statements": [to_json(s) for s in one.statements],
                "issues": [to_json(i) for i in one.issues],
                "layers": digest(layers),
                "vectors": digest(packed),
                **({"told": told} if told else {}),
            }

        def draft(record: _Record) -> tuple[list[Draft], None]:
            drafts = []
            if run.id not in record.runs:
                told = {"version": run.version, "source": run.source, "models": [to_json(m) for m in run.models]}
                drafts.append(Draft("run", run.id, told, "", at))
            for document, body in bodies.items():
                kept = record.read.get(document, {}).get((run.id, str(body.get("told", ""))))
                if kept is None or (kept.layers, kept.vectors) != (body["layers"], body["vectors"]):
                    drafts.append(Draft("reading", document, body, "", at))
            return drafts, None

        self._keep(draft)

    def reading(self) -> Reading | None:
        """Everything side by side as the ledger now stands: what was read, and what was judged. Nothing is parsed but an account of which
        a particular was corrected, once.

        None where nothing was read yet. Documents that are pending, and those read by an older version of the program, are told in
        the issues.
        """
        return self._collated(Silence())

    def _collated(
        self, progress: Progress, extra: Sequence[Judgement] = (), without: str | None = None
    ) -> Reading | None:
        with self._lock:
            record = self._now().copied()
        if not record.read:
            return None
        supposed = bool(extra) or without is not None
        # One at a time: who waits here mostly wants the same. The ledger goes on meanwhile.
        with self._desk:
            if not supposed and self._latest is not None and self._latest[0] == record.told_at:
                return self._latest[1]
            judged = tuple(j for j in (*record.heard(), *extra) if j.id != without)
            chosen = self._chosen(record, judged)
            key = self._key(record, judged, chosen)
            reading = self._readings.pop(key, None) or (None if supposed else self._recall(key, record))
            if reading is None:
                self._memory = self._memory or self._remember(record)
                reading = self._lay_out(record, judged, chosen, progress, self._memory)
            self._readings[key] = reading
            while len(self._readings) > _REMEMBERED:
                self._readings.pop(next(iter(self._readings)))
            if not supposed:
                self._latest = (record.told_at, reading)
                if not self.read_only and self._continuous:
                    self._keep_again(chosen)
                    if self._slot != key:
                        self._keep_reading(key, reading)
            return reading

    def _keep_again(self, chosen: Sequence[tuple[Document, _Read]]) -> None:
        """Keep what was read again because of a correction and is not kept yet."""
        new = [self._layers[_at_hand(document, read)] for document, read in chosen if not read.entry]
        if new:
            self._keep_readings(new)

    def _keep_reading(self, key: str, reading: Reading) -> None:
        """Keep what was laid out for the next who opens the case, its digest in the chain."""
        kept = {"reading": pack_reading(reading)}
        if self._memory is not None:
            program = describe_collation(self.tools())
            kept["comparisons"] = pack_comparisons(self._memory.comparisons, program, self._memory.written)
        digests = {what: digest(raw) for what, raw in kept.items()}
        body = {
            **dict.fromkeys(LAID_OUT, ""),
            **digests,
            "run": self.run().id,
            "documents": len(reading.documents),
            "claims": len(reading.claims),
        }

        def draft(record: _Record) -> tuple[list[Draft], None]:
            known = {what: told for what, told in record.laid.get(key, {}).items() if what in digests} == digests
            return [] if known else [Draft("collation", key, body, "", self._clock())], None

        # The chain first: a kept reading that no entry names is not used, one that was never written is made again.
        self._keep(draft)
        for what, raw in kept.items():
            self._ledger.cache(what, key.encode("ascii") + raw)
        self._slot = key

    def _key(self, record: _Record, judgements: Sequence[Judgement], chosen: Sequence[tuple[Document, _Read]]) -> str:
        """The digest of all that a collated reading follows from."""
        accounts = record.accounts(judgements)
        return digest(
            describe_collation(self.tools()).encode(),
            self.run().id.encode(),
            json.dumps([[d.id, kept.run, kept.layers, kept.vectors, kept.told] for d, kept in chosen]).encode(),
            json.dumps([d.id for d in accounts]).encode(),
            json.dumps([to_json(e) for e in record.custody]).encode(),
            json.dumps([to_json(i) for i in record.issues]).encode(),
            json.dumps([to_json(j) for j in judgements]).encode(),
        )

    def _recall(self, key: str, record: _Record) -> Reading | None:
        """The last collated reading, if it is of exactly this and to the byte what the chain says was kept."""
        kept = self._ledger.cached("reading")
        if kept is None or kept[:64] != key.encode("ascii") or not _is_told("reading", kept, record):
            return None
        try:
            reading = unpack_reading(kept[64:])
        except Unreadable:
            return None
        self._slot = key
        return reading

    def _remember(self, record: _Record) -> Memory:
        """What was compared when the case was last laid out."""
        kept = self._ledger.cached("comparisons")
        if kept is None or not _is_told("comparisons", kept, record):
            return Memory()
        memory = Memory()
        try:
            memory.comparisons = unpack_comparisons(kept[64:], describe_collation(self.tools()), memory.written)
        except Unreadable:
            return Memory()
        return memory

    def _chosen(self, record: _Record, judgements: Sequence[Judgement]) -> list[tuple[Document, _Read]]:
        """Each document as it is told, with the reading that counts: of the present run, else the latest one. Documents never read are
        left out; one that was read, but not as it is told now, is read again here."""
        run = self.run().id
        chosen = []
        for document in record.accounts(judgements):
            told, kept = record.told(document), record.read.get(document.id, {})
            same = [read for read in kept.values() if read.told == told]
            if same:
                latest = max(same, key=lambda r: r.entry)
                chosen.append((document, kept.get((run, told), latest)))
            elif kept:
                chosen.append((document, self._read_again(document, told)))
        return chosen

    def _read_again(self, document: Document, told: str) -> _Read:
        """Read a document as it is told now, unless that was done before in this process."""
        run = self.run().id
        known = self._again.get((document.id, run, told))
        if known is None:
            one, vectors = self._read_text(document)
            layers, packed = pack(lift(one)), pack_vectors(vectors, one.statements)
            known = _Read(run, 0, digest(layers), digest(packed), told)
            self._layers[_at_hand(document, known)] = (replace(one, digest=_digest_told(known)), vectors)
            self._again[document.id, run, told] = known
        return known

    def _lay_out(
        self,
        record: _Record,
        judgements: Sequence[Judgement],
        read: Sequence[tuple[Document, _Read]],
        progress: Progress,
        memory: Memory | None = None,
    ) -> Reading:
        self._fetch(read)
        annotated: list[Annotated] = []
        vectors: dict[str, NDArray[np.float32]] = {}
        issues = list(record.issues)
        for document, kept in read:
            layers, rows = self._layers[_at_hand(document, kept)]
            annotated.append(layers if layers.document == document else replace(layers, document=document))
            vectors |= rows
            if kept.run != self.run().id:
                says = f"{document.name}: read by another version of the program or its models; analyse the case again."
                issues.append(Issue("older-run", document.name, says, "warning"))
        done = {document.id for document, _ in read}
        for document in record.accounts(judgements):
            if document.id not in done:
                says = f"{document.name}: added and not read yet; analyse the case."
                issues.append(Issue("pending", document.name, says))
        taken = Ingested(
            tuple(record.documents[document.id] for document, _ in read),
            tuple(sorted(record.exhibits.values(), key=lambda e: e.sha256)),
            tuple(record.custody),
            tuple(issues),
        )
        return collate(
            taken,
            annotated,
            self.tools(),
            Settings(clock=""),
            progress,
            judgements=judgements,
            vectors=vectors,
            memory=memory,
        )

    def _fetch(self, read: Sequence[tuple[Document, _Read]]) -> None:
        """Have the layers of these documents at hand as they were kept, some documents at a time."""
        missing = [(document, kept) for document, kept in read if _at_hand(document, kept) not in self._layers]
        for at in range(0, len(missing), _FETCHED):
            some = missing[at : at + _FETCHED]
            keys = [key(d.id, k.run, k.told) for d, k in some for key in (_layers_key, _vectors_key)]
            lying = self._ledger.cached_all(keys)
            for document, kept in some:
                layers = lying.get(_layers_key(document.id, kept.run, kept.told))
                vectors = lying.get(_vectors_key(document.id, kept.run, kept.told))
                self._layers[_at_hand(document, kept)] = self._restore(document, kept, layers, vectors)

    def _restore(self, document: Document, kept: _Read, layers: bytes | None, vectors: bytes | None) -> _Layers:
        """The layers of a document from the cache. Where it lost them or holds other bytes, they are read from the text again."""
        if layers is None or vectors is None or (digest(layers), digest(vectors)) != (kept.layers, kept.vectors):
            _log.warning("%s: the layers of %s were lost and are read again", self.folder, document.name)
            again, rows = self._read_text(document)
            now = replace(kept, layers=digest(pack(lift(again))))
            return replace(again, digest=_digest_told(now)), rows
        whole = unpack(Layers, layers)
        return whole.of(document, _digest_told(kept)), unpack_vectors(vectors, whole.statements)

    # ------------------------------------------------------------ judging

    def judge(self, judgement: Judgement, *, after: int | None = None) -> Entry:
        """Keep a judgement; of a corrected account also what is read in it as it is told now.

        `after` is the number of the head that the person looked at: raises `Moved` where a judgement was made or undone since. The same
        judgement sent twice is kept once."""
        body = to_json(judgement)

        def draft(record: _Record) -> tuple[list[Draft], int | None]:
            _check_unmoved(record, after)
            same = [n for n, j in record.judged if j.id == judgement.id and n not in record.undone]
            if same:
                return [], same[0]
            return [Draft("judgement", judgement.id, body, judgement.by, self._clock())], None

        kept, known = self._keep(draft)
        if judgement.question == "account":
            with self._desk:
                record = self._now().copied()
                self._keep_again(self._chosen(record, record.heard()))
        return kept[0] if kept else self._known(known)

    def check(self, judgement: Judgement) -> None:
        """Raise `stages.statements.amend.Refused` where a judgement cannot be kept as things are, and `CaseError` where nothing was read
        yet."""
        reading = self._read_so_far()
        if judgement.question == "account":
            self._check_account(judgement.left, reading)
        check(judgement, reading)

    def _read_so_far(self) -> Reading:
        reading = self.reading()
        if reading is None:
            raise CaseError(f"Nothing in {self.folder} was read yet; run: variorum analyse {self.folder}")
        return reading

    def _check_account(self, ident: str, reading: Reading) -> None:
        """Why an account that was added is not in the reading, as a sentence."""
        record = self._now()
        if ident in record.documents and ident not in {d.id for d in reading.documents}:
            if ident in record.read:
                raise Refused("this account was withdrawn; take that back first.")
            raise Refused(f"this account is not read yet; first run: variorum analyse {self.folder}")

    def preview(self, judgement: Judgement) -> Change:
        """What a judgement would change, before it is kept. Raises `stages.statements.amend.Refused` where it cannot be kept as
        things are, and `CaseError` where nothing was read yet."""
        before = self._read_so_far()
        self.check(judgement)
        after = self._collated(Silence(), (judgement,))
        assert after is not None, "what was read before is read with one judgement more"
        return compare(before, after)

    def preview_undo(self, judgement_id: str) -> Change:
        """What it would change to take a judgement back. Raises `CaseError` where nothing was read yet."""
        before, after = self.reading(), self._collated(Silence(), without=judgement_id)
        if before is None or after is None:
            raise CaseError(f"Nothing in {self.folder} was read yet; run: variorum analyse {self.folder}")
        return compare(before, after)

    def undo(self, judgement_id: str, *, by: str, because: str, after: int | None = None) -> Entry:
        """Take a judgement back; both stay in the ledger. Raises `CaseError` where there is none that stands under this id, and
        `Moved` as `judge` does."""

        def draft(record: _Record) -> tuple[list[Draft], None]:
            _check_unmoved(record, after)
            if not any(j.id == judgement_id and n not in record.undone for n, j in record.judged):
                raise CaseError(f"{self.folder} has no judgement {judgement_id} that could be undone.")
            return [Draft("undo", judgement_id, {"because": because}, by, self._clock())], None

        return self._keep(draft)[0][0]

    def _known(self, number: int | None) -> Entry:
        entry = self.entry(number) if number is not None else None
        assert entry is not None, "a judgement that is not kept anew was kept before"
        return entry

    # ------------------------------------------------------------ checking

    def verify_chain(self) -> tuple[Finding, ...]:
        """Everything that is not as it was kept in the chain of entries alone: originals and cache are not looked at, so it takes a
        second where `verify` may have to read gigabytes."""
        path = self.folder / "ledger.head"
        kept = read_head(path)
        findings = [] if kept else [Finding("no head", None, _no_head(path, self._ledger.head()))]
        try:
            findings += check_chain(self._ledger.entries(), kept)
        except Damaged as error:
            findings.append(Finding("damaged", None, f"The ledger cannot be read to its end: {error}."))
        return tuple(findings)

    def verify(self, *, again: bool = False) -> tuple[Finding, ...]:
        """Everything that is not as it was kept: in the chain, the originals, the texts, the quotes; empty where nothing was found.

        `again`: lay everything side by side anew and compare it with the reading that is kept, which takes as long as a report
        after a judgement.
        """
        findings = list(self.verify_chain())
        try:
            findings += check_contents(self._ledger.entries(), self.vault.state, self._cached_digest, self._laid_out())
        except Damaged as error:
            if not any(finding.code == "damaged" for finding in findings):
                findings.append(Finding("damaged", None, f"The ledger cannot be read to its end: {error}."))
        if again and not findings:
            findings += self._check_reading()
        return tuple(sorted(findings, key=lambda f: (f.entry is not None, f.entry or 0)))

    def _cached_digest(self, what: str, key: str) -> str | None:
        kept = self._ledger.cached(f"{what} {key}")
        return None if kept is None else digest(kept)

    def _laid_out(self) -> dict[str, tuple[str, str]]:
        """What the cache holds of what was last laid out: by name, its key and the digest of its bytes."""
        kept = {what: self._ledger.cached(what) for what in LAID_OUT}
        return {what: _keyed(raw) for what, raw in kept.items() if raw is not None}

    def _check_reading(self) -> list[Finding]:
        record = self._now()
        heard = record.heard()
        chosen = self._chosen(record, heard)
        kept = self._recall(self._key(record, heard, chosen), record)
        if kept is None or kept == self._lay_out(record, heard, chosen, Silence()):
            return []
        return [Finding("reading changed", None, "The kept reading is not what follows from the ledger.")]

    # ------------------------------------------------------------ the ledger and its head

    def _now(self) -> _Record:
        """The record as the ledger now stands."""
        with self._lock:
            try:
                for entry in self._ledger.entries(since=self._record.number):
                    self._record.take(entry)
            except (KeyError, TypeError, ValueError, Damaged) as error:
                raise CaseError(
                    f"The ledger of {self.folder} is damaged; run: variorum verify {self.folder}"
                ) from error
            return self._record

    def _keep(self, draft: Callable[[_Record], tuple[list[Draft], T]]) -> tuple[tuple[Entry, ...], T]:
        """Append what `draft` makes of the record, and make it anew where another writer came in between."""
        self._may_write()
        while True:
            with self._lock:
                record = self._now()
                drafts, told = draft(record)
                if not drafts:
                    return (), told
                try:
                    kept = self._ledger.append(drafts, after=record.number)
                except Moved:
                    continue
                except Damaged as error:
                    raise CaseError(f"The ledger of {self.folder} could not be written: {error}.") from error
                try:
                    write_head(self.folder / "ledger.head", Head(kept[-1].number, kept[-1].hash))
                except OSError as error:
                    # The entries are kept; the next one who opens the case brings the head up to date.
                    _log.warning("%s: ledger.head could not be written: %s", self.folder, error)
                return kept, told

    def _may_write(self) -> None:
        if self.read_only:
            raise CaseError(f"{self.folder} was opened for reading only.")
        if not self._continuous:
            raise CaseError(
                f"The ledger of {self.folder} does not go on from what ledger.head names, so nothing is written to it;"
                f" run: variorum verify {self.folder}"
            )

    def _mend_head(self) -> bool:
        """Whether the ledger goes on from the head kept outside. A head left behind by a crash is brought up to date."""
        path = self.folder / "ledger.head"
        kept, head = read_head(path), self._ledger.head()
        if kept is None:
            return False
        if kept == head:
            return True
        there = self.entry(kept.number)
        if there is None or Head(there.number, there.hash) != kept:
            return False
        if not self.read_only:
            write_head(path, head)
            _log.warning("%s: ledger.head stood at %d and was brought up to %d", self.folder, kept.number, head.number)
        return True


_REMEMBERED = 4


def _beside(folder: Path) -> str:
    """The address of the ledger in the folder."""
    return f"sqlite:///{folder / 'ledger.sqlite'}"


def _is_free(folder: Path) -> bool:
    """Whether a folder is empty, or holds a case whose making was cut short: `case.toml` comes last, and nothing was added before."""
    names = {path.name for path in folder.iterdir() if not path.name.endswith(".part")}
    # SQLite keeps a journal until the write-ahead log is switched on, and the log with its index after that.
    beside = {f"ledger.sqlite{ending}" for ending in ("", "-journal", "-wal", "-shm")}
    if not names <= {"vault", "dossiers", "ledger.head", *beside}:
        return False
    if any(path.is_file() for inside in ("vault", "dossiers") for path in (folder / inside).rglob("*")):
        return False
    if "ledger.sqlite" not in names:
        return True
    try:
        ledger = open_ledger(_beside(folder))
    except Damaged:
        return False
    entries = ledger.head().number
    ledger.close()
    return entries <= 1


def _no_head(path: Path, head: Head) -> str:
    return (
        f"{path.name} is missing or cannot be read, so that a cut at the end could not be seen. If you know why, write into it the last"
        f" entry you trust; the ledger now ends with: {head.number} {head.hash}"
    )


def _toml(value: object) -> str:
    """A string or number as TOML: JSON's strings are TOML's basic strings, but for one sign that TOML wants escaped."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _layers_key(document: str, run: str, told: str) -> str:
    return " ".join(filter(None, ("layers", document, run, told)))


def _vectors_key(document: str, run: str, told: str) -> str:
    return " ".join(filter(None, ("vectors", document, run, told)))


def _at_hand(document: Document, read: _Read) -> tuple[str, ...]:
    """Under what the layers of a document are in memory."""
    return (document.id, read.run, read.told, read.layers, read.vectors)


def _digest_told(read: _Read) -> str:
    """By what it is seen that nothing changed in a document: what was read, and with which particulars."""
    return digest(read.layers.encode(), read.told.encode()) if read.told else read.layers


def _keyed(kept: bytes) -> tuple[str, str]:
    """The key under which something in the cache was laid out, and the digest of its bytes."""
    return kept[:64].decode("ascii", "replace"), digest(kept[64:])


def _is_told(what: str, kept: bytes, record: _Record) -> bool:
    """Whether an entry tells of exactly these bytes."""
    key, found = _keyed(kept)
    return record.laid.get(key, {}).get(what) == found


def _given_twice(name: str) -> Issue:
    says = f"{name}: the same bytes were given before; they are one account, noted twice in the custody."
    return Issue("given-twice", name, says)


def _told_otherwise(source: Source, known: Sequence[Document]) -> list[Issue]:
    """Whoever hands an account over again and tells another day or witness of it learns that this corrects nothing."""
    told = source.told
    if not any(
        (told.published and told.published != d.published.value)
        or (told.author and (told.author,) != (d.authors if d.author_is_voice else ()))
        for d in known
    ):
        return []
    says = (
        f"{source.name}: handed over before, and what is told of it now is another thing; it is noted and corrects nothing. Correct it by"
        f" a decision: variorum judge CASE correct {source.name} --published DAY (or --author NAME)."
    )
    return [Issue("told-otherwise", source.name, says, "warning")]


def _custody(
    event: CustodyEvent, source: Source, exhibits: Iterable[Exhibit], issues: Sequence[Issue], by: str
) -> Draft:
    exhibit = next(e for e in exhibits if e.sha256 == event.exhibit)
    told = {
        "published": source.told.published.isoformat() if source.told.published else None,
        "publisher": source.told.publisher,
        "author": source.told.author,
    }
    body = {
        "exhibit": to_json(exhibit),
        "event": to_json(event),
        "told": told,
        "issues": [to_json(issue) for issue in issues],
    }
    return Draft("custody", event.exhibit, body, by, event.at)


def _document(document: Document, by: str, at: str) -> Draft:
    return Draft("document", document.id, {"document": to_json(document)}, by, at)


def _check_unmoved(record: _Record, after: int | None) -> None:
    if after is None:
        return
    last = max((*(n for n, _ in record.judged), *(u.entry for u in record.undone.values())), default=0)
    if last > after:
        raise Moved(f"a judgement was made or undone at entry {last}, after {after}; look again, then decide again")
