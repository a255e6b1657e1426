"""The desk at which a case is worked on: the state that every page is made from, and the thread that does long work.

Pages never wait for work: they are made from a `Snapshot`, an unchanging picture of the case at one head of its ledger. Long work (taking
files in, reading them) is done by one thread, one job after the other; how far it is stands here, so that a page that is reloaded
shows it again. A decision is kept at once, also while a job runs: the case takes writers in turn.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from variorum.case import Source
from variorum.case.folder import Case, KeptJudgement
from variorum.case.unsaid import Unsaid
from variorum.dossier.compile import Index, compile_index
from variorum.dossier.views import RelationView, Views
from variorum.storage.chain import Finding
from variorum.storage.ledger import Head
from variorum.values.documents import Document
from variorum.values.identity import identify
from variorum.values.judgements import Judgement
from variorum.values.readings import EMPTY, Reading
from variorum.web.facts import ClaimFacts, claim_facts
from variorum.web.queue import ReviewItem, claims_by_entity, list_reviews
from variorum.web.search import Search

JobState = Literal["waiting", "running", "done", "failed", "stopped"]
_LATER = "Nothing is half-written, and the rest is read when you say so."


class Stopped(RuntimeError):
    """Somebody asked for it, or the server is being closed: work ends where it is, and goes on from there another time."""


class NoCase(RuntimeError):
    """The folder holds no case yet."""


class Snapshot:
    """The case at one head of its ledger. Never changes; what pages need of it is made once, when first asked for.

    `pending` are the documents that nobody read yet, `outdated` those last read by another version of the program or its models.
    `documents` are as the reading has them: a withdrawn account is none of them, and words of a withdrawn witness are covered.
    `unsaid` knows what may be told of those left out.
    """

    def __init__(
        self,
        *,
        name: str,
        head: Head,
        reading: Reading | None,
        documents: Sequence[Document],
        pending: Sequence[Document],
        judgements: Sequence[KeptJudgement],
    ) -> None:
        self.name, self.head, self._reading = name, head, reading
        self.judgements = tuple(judgements)
        taken_back = {k.judgement.left for k in judgements if k.stands and k.judgement.question == "withdrawal"}
        as_read = {d.id: d for d in reading.documents} if reading else {}
        waiting = frozenset(d.id for d in pending) - taken_back
        known = frozenset(as_read) | waiting if reading else frozenset(d.id for d in documents) - taken_back
        self.documents = tuple(as_read.get(d.id, d) for d in documents if d.id in known)
        self.unsaid = Unsaid(self.judgements, documents, self.documents, self.reading)
        self.pending, self.outdated = waiting - frozenset(as_read), waiting & frozenset(as_read)

    @property
    def reading(self) -> Reading:
        """What the accounts say; an empty reading where nothing was analysed yet."""
        return self._reading or EMPTY

    @cached_property
    def index(self) -> Index:
        """Look-ups by id."""
        return compile_index(self.reading)

    @cached_property
    def views(self) -> Views:
        """The dossier's views."""
        return Views(self.index)

    @cached_property
    def facts(self) -> tuple[ClaimFacts, ...]:
        """What lists and filters need of every claim, in the reader's order."""
        return claim_facts(self.views)

    @cached_property
    def reviews(self) -> tuple[ReviewItem, ...]:
        """What a person could decide, what changes most first."""
        return list_reviews(self.views, [k.judgement for k in self.judgements if k.stands], self.vouches)

    @cached_property
    def orphaned(self) -> dict[str, str]:
        """The decisions whose place no reading finds any more, each with what is lost."""
        return {k.judgement.id: says for k in self.judgements if (says := self.unsaid.lost(k))}

    @cached_property
    def conflicts(self) -> tuple[RelationView, ...]:
        """Contradictions and successions, surest first."""
        return self.views.conflicts()

    @cached_property
    def tensions(self) -> tuple[RelationView, ...]:
        """Refinements and overlaps between claims of several accounts."""
        return self.views.tensions()

    @cached_property
    def vouches(self) -> dict[str, set[str]]:
        """For each entity the claims that it vouches for."""
        return claims_by_entity(self.views)

    @cached_property
    def search(self) -> Search:
        """Full-text search over texts and statements."""
        return Search(self.documents, self.views, self.facts)

    def warm(self) -> None:
        """Make what the next page would wait for."""
        self.facts, self.reviews, self.vouches, self.search  # noqa: B018


@dataclass(frozen=True, slots=True)
class Job:
    """A long piece of work: what it is, its state, the step it is at, how many of how many, and what is to be said at its end.

    `stopping`: somebody asked it to stop. `may_stop`: asking now leaves something undone; once all is read, laying it side by side is finished.
    """

    id: str
    title: str
    state: JobState
    step: str = ""
    done: int = 0
    total: int = 0
    says: tuple[str, ...] = ()
    began: str = ""
    ended: str = ""
    stopping: bool = False
    may_stop: bool = True

    @property
    def open(self) -> bool:
        """Whether it is still to end."""
        return self.state in ("waiting", "running")


class _Telling:
    """Progress that a page can look at; `variorum.case.Progress`."""

    def __init__(self, desk: "Desk", job: str) -> None:
        self._desk, self._job = desk, job
        self._done = self._total = 0

    def begin(self, step: str, total: int) -> None:
        """A step begins."""
        self._done, self._total = 0, total
        self._desk.note(self._job, step=step, done=0, total=total)

    def advance(self) -> None:
        """One more is done."""
        self._done += 1
        self._desk.note(self._job, done=min(self._done, self._total))

    def end(self) -> None:
        """All is done."""

    def stoppable(self, *, reading: bool) -> "_Stoppable":
        """The same for work that may be left off: at any step where the server is being closed, while accounts are read (`reading`: there
        are some to be read) where somebody asks for it."""
        return _Stoppable(self._desk, self._job, reading=reading)


class _Stoppable(_Telling):
    """Progress that ends the work where the server is being closed or somebody asks for it: reading goes on later where it was."""

    def __init__(self, desk: "Desk", job: str, *, reading: bool) -> None:
        super().__init__(desk, job)
        self._reading = reading
        self._steps = 0

    def begin(self, step: str, total: int) -> None:
        """A step begins. Raises `Stopped`."""
        self._steps += 1
        # What comes after reading has to be done for any page, now or when it is next asked for.
        self._reading = self._reading and self._steps == 1
        self._desk.note(self._job, may_stop=self._reading)
        self._desk.stop_if_asked(self._job, reading=self._reading)
        super().begin(step, total)

    def advance(self) -> None:
        """One more is done. Raises `Stopped`."""
        super().advance()
        self._desk.stop_if_asked(self._job, reading=self._reading)


class Desk:
    """A case being worked on by one or more browsers.

    `open_case` opens the case, `create` makes it with a name and a maker; both raise `CaseError`. `clock` gives ISO 8601, UTC. A desk
    without a case (`exists` False) waits for `found`.
    """

    def __init__(
        self,
        *,
        exists: bool,
        open_case: Callable[[], Case],
        create: Callable[[str, str], Case],
        clock: Callable[[], str],
        read_only: bool = False,
    ) -> None:
        self.exists, self.read_only, self.clock = exists, read_only, clock
        self._open_case, self._create = open_case, create
        self._case: Case | None = None
        self._snapshot: Snapshot | None = None
        self._findings: tuple[Finding, ...] = ()
        self._closing = threading.Event()
        self._jobs: dict[str, Job] = {}
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="worker")
        # `_looking` is held while a snapshot is made, so that two browsers do not make it twice; `_lock` only for a moment.
        self._looking, self._lock = threading.Lock(), threading.Lock()

    @property
    def case(self) -> Case:
        """The case, opened when first asked for. Raises `NoCase` where there is none, and `CaseError`."""
        if not self.exists:
            raise NoCase
        with self._lock:
            if self._case is None:
                self._case = self._open_case()
                self._findings = self._case.verify_chain()
            return self._case

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was not as it was kept when the case was opened, in its chain of entries."""
        return self._findings

    def found(self, name: str, by: str) -> None:
        """Make the case. Raises `CaseError` where that cannot be."""
        with self._lock:
            if self.exists:
                return
            self._case = self._create(name, by)
            self.exists = True

    def snapshot(self) -> Snapshot:
        """The case as it is, with what other programs wrote to it. While a job runs and nobody decides anything, as it was before the job.

        Raises `NoCase` where there is none yet.
        """
        case = self.case
        known = self._snapshot
        if known is not None and (known.head == case.head() or self.running() is not None):
            return known
        return self._look()

    def _look(self) -> Snapshot:
        """A picture of the case, kept as the present one."""
        case = self.case
        with self._looking:
            known = self._snapshot
            if known is not None and known.head == case.head():
                return known
            # Keeping what was laid out may add an entry, so it is done before the head is looked at.
            case.reading()
            head = case.head()
            made = Snapshot(
                name=case.name,
                head=head,
                reading=case.reading(),
                documents=case.documents(),
                pending=case.pending(),
                judgements=case.judgements(),
            )
            self._snapshot = made
            return made

    def judge(self, judgement: Judgement, *, after: int | None) -> Snapshot:
        """Keep a decision that was made while looking at entry `after`; the case with it.

        Raises `Moved` where somebody else decided something in between, and what the case raises.
        """
        self.case.judge(judgement, after=after)
        return self._look()

    def undo(self, judgement: str, *, by: str, because: str, after: int | None) -> Snapshot:
        """Take a decision back; raises as `judge` does, and `ValueError` without a name or a reason."""
        if not by.strip():
            raise ValueError("Give the name of who takes it back.")
        if not because.strip():
            raise ValueError("To take a decision back needs a reason: say why.")
        self.case.undo(judgement, by=by, because=because, after=after)
        return self._look()

    # ---------------------------------------------------------------- long work

    def take_in(self, sources: Sequence[Source], by: str) -> Job:
        """Keep files and read them, as a job."""
        count = len(sources)

        def work(case: Case, telling: _Telling) -> tuple[str, ...]:
            added = case.add(sources, by=by, progress=telling)
            says = [f"{len(added.documents)} new account{'' if len(added.documents) == 1 else 's'}."]
            says += [issue.says for issue in added.issues]
            if case.pending():
                self._read(case, telling, says)
            return tuple(says)

        return self._start(f"Take in {count} file{'' if count == 1 else 's'} and read them", work)

    def analyse(self) -> Job:
        """Read what was not read yet, as a job."""

        def work(case: Case, telling: _Telling) -> tuple[str, ...]:
            reading = self._read(case, telling)
            return (f"{len(reading.documents)} accounts are read; {len(reading.claims)} claims.",)

        return self._start("Read the accounts", work)

    def _read(self, case: Case, telling: _Telling, says: Sequence[str] = ()) -> Reading:
        """Read what is not read yet, and lay it out. Raises `Stopped` with what was to be said before and how much is read now."""
        waiting = len(case.pending())
        try:
            return case.analyse(telling.stoppable(reading=waiting > 0))
        except Stopped as stopped:
            read = waiting - len(case.pending())
            told = f"{read} of {waiting} account{'' if waiting == 1 else 's'} read and kept. {_LATER}"
            raise Stopped(*says, *stopped.args, told) from stopped

    def stop(self, ident: str) -> Job | None:
        """Ask a job to stop; it ends at the account in hand. One that waits reads nothing when its turn comes, but what was handed over
        is taken in; one that has ended stays as it is."""
        with self._lock:
            job = self._jobs.get(ident)
            if job is not None and job.open and job.may_stop:
                job = self._jobs[ident] = replace(job, stopping=True)
        return self._tellable(job) if job is not None else None

    def _start(self, title: str, work: Callable[[Case, _Telling], tuple[str, ...]]) -> Job:
        case = self.case
        with self._lock:
            began = self.clock()
            job = Job(identify("job", title, began, len(self._jobs)), title, "waiting", began=began)
            self._jobs[job.id] = job

        def run() -> None:
            self.note(job.id, state="running")
            try:
                state, says = self._done(work, case, job.id)
                if not self._closing.is_set():
                    self.note(job.id, step="Laying out what was read", done=0, total=0, may_stop=False)
                    self._look().warm()
            except Exception as error:
                # Here any failure must reach the person who waits for it: it is told on the page, and raised again.
                self.note(job.id, state="failed", says=(str(error) or type(error).__name__,), ended=self.clock())
                raise
            self.note(job.id, state=state, says=says, ended=self.clock())

        self._worker.submit(run)
        return job

    def _done(
        self, work: Callable[[Case, _Telling], tuple[str, ...]], case: Case, job: str
    ) -> tuple[JobState, tuple[str, ...]]:
        """How a piece of work ended and what is to be said of it."""
        try:
            return "done", work(case, _Telling(self, job))
        except Stopped as stopped:
            return "stopped", stopped.args

    def note(self, job: str, **changes: object) -> None:
        """Something about a job is different now."""
        with self._lock:
            self._jobs[job] = replace(self._jobs[job], **changes)  # type: ignore[arg-type]

    def jobs(self) -> tuple[Job, ...]:
        """Every job since the server started, the newest first."""
        with self._lock:
            jobs = tuple(reversed(self._jobs.values()))
        return tuple(self._tellable(job) for job in jobs)

    def job(self, ident: str) -> Job | None:
        """One job."""
        with self._lock:
            job = self._jobs.get(ident)
        return self._tellable(job) if job is not None else None

    def _tellable(self, job: Job) -> Job:
        """A job without the names of files that were withdrawn since it reported them."""
        snapshot = self._snapshot
        if snapshot is None or not job.says:
            return job
        return replace(job, says=tuple(snapshot.unsaid.hide(says) for says in job.says))

    def running(self) -> Job | None:
        """The job at work, if any."""
        return next((job for job in self.jobs() if job.open), None)

    def stop_if_asked(self, job: str, *, reading: bool) -> None:
        """Raises `Stopped` once the desk is being closed, or somebody asked this job to stop while it reads."""
        if self._closing.is_set():
            raise Stopped("The server was closed.")
        if reading and self._jobs[job].stopping:
            raise Stopped("Stopped as you asked.")

    def close(self) -> None:
        """Take in what is being handed over, leave off reading at the document in hand, and let go of the case."""
        self._closing.set()
        self._worker.shutdown(wait=True)
        if self._case is not None:
            self._case.close()
