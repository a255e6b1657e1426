"""Laws of a kept case: whatever is done in whatever order, and wherever a process stops, the ledger is whole, the accounts are those that
were added, judgements stand as told, and the reading is the one that a fresh start would give."""

import contextlib
import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from fixtures.light_tools import light_tools
from variorum.case import Case, Source
from variorum.stages.documents import Told
from variorum.stages.statements.amend import Refused
from variorum.storage.ledger import Draft, Entry
from variorum.storage.sql import SqliteLedger
from variorum.values.documents import Document
from variorum.values.judgements import Judgement

TEXTS = tuple(
    f"The {thing} fell on the quay on Monday. Some {number} workers were hurt in the harbour. Nobody saw the {thing}.\n"
    for number, thing in enumerate(("crane", "mast", "wall", "tower", "bridge", "roof"))
)
PUBLISHERS = (None, "Coast Courier", "Tidewater Agency")
TOLD = (
    *(("published", day) for day in ("2024-04-30", "2024-04-22", None)),
    *(("publisher", name) for name in PUBLISHERS),
    *(("author", name) for name in ("Ines Okafor", None)),
)
MOMENTS = ("cache", "before", "after")


class Killed(BaseException):
    """The process ends here: no handler of the program runs after it."""


class FailingLedger(SqliteLedger):
    """A ledger whose process ends at a chosen moment: instead of caching, before a commit, or right after it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.ends_at: str | None = None
        self.ends_in = 0

    def _reached(self, moment: str) -> None:
        if self.ends_at == moment:
            self.ends_in -= 1
            if self.ends_in < 0:
                raise Killed

    def append(self, drafts: Sequence[Draft], *, after: int | None = None) -> tuple[Entry, ...]:
        self._reached("before")
        kept = super().append(drafts, after=after)
        self._reached("after")
        return kept

    def cache(self, key: str, value: bytes) -> None:
        self._reached("cache")
        super().cache(key, value)


class KeptCase(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="variorum-law-")) / "matter"
        self.moments = 0
        self.added: set[tuple[str, str | None]] = set()
        self.events = 0
        self.judged: dict[str, Judgement] = {}
        self.undone: set[str] = set()

    def clock(self) -> str:
        self.moments += 1
        return f"2024-05-01T10:{self.moments // 60 % 60:02}:{self.moments % 60:02}+00:00"

    def open(self) -> None:
        self.ledger = FailingLedger(self.folder / "ledger.sqlite")
        self.case = Case(self.folder, self.ledger, clock=self.clock, tools=light_tools())

    @initialize()
    def begin(self) -> None:
        Case.create(self.folder, name="m", clock=self.clock).close()
        self.open()

    def teardown(self) -> None:
        self.ledger.close()
        shutil.rmtree(self.folder.parent)

    # ------------------------------------------------------------ what may be done

    @rule(text=st.integers(0, len(TEXTS) - 1), publisher=st.sampled_from(PUBLISHERS))
    def add(self, text: int, publisher: str | None) -> None:
        self.note(text, publisher)
        self.case.add([self.source(text, publisher)])
        self.events += 1

    def note(self, text: int, publisher: str | None) -> None:
        """What will be an account of its own, unless one was corrected to be the same."""
        now = {(d.text, d.publisher.value) for d in self.case.documents() if d.corrected}
        if (TEXTS[text], publisher) not in now:
            self.added.add((TEXTS[text], publisher))

    @rule(texts=st.lists(st.integers(0, len(TEXTS) - 1), min_size=1, max_size=3))
    def add_several_with_one_that_cannot_be_used(self, texts: list[int]) -> None:
        for text in texts:
            self.note(text, None)
        added = self.case.add([*(self.source(text, None) for text in texts), Source("e.txt", b" ", Told())])
        assert [issue.subject for issue in added.issues if issue.level == "failed"] == ["e.txt"]
        self.events += len(texts)

    @precondition(lambda self: self.added)
    @rule()
    def analyse(self) -> None:
        self.case.analyse()
        assert self.case.pending() == ()

    @precondition(lambda self: self.added)
    @rule(left=st.integers(0, 30), right=st.integers(0, 30), answer=st.sampled_from(["same", "different", "unsure"]))
    def judge(self, left: int, right: int, answer: str) -> None:
        found = self.case.analyse().statements
        if not found:
            return
        first, second = found[left % len(found)].id, found[right % len(found)].id
        judgement = Judgement("statements", first, second, answer, "Ida Verne", self.clock(), "seen")
        self.case.judge(judgement, after=self.case.head().number)
        self.judged[judgement.id] = judgement

    @precondition(lambda self: self.added)
    @rule(which=st.integers(0, 30), told=st.sampled_from(TOLD), shown=st.booleans())
    def tell_an_account_otherwise(self, which: int, told: tuple[str, str | None], shown: bool) -> None:
        """Its day, its publisher or its witness are corrected; what that changes may have been looked at before."""
        documents = self.case.documents()
        field, value = told
        ident, answer = documents[which % len(documents)].id, json.dumps({"value": value})
        judgement = Judgement("account", ident, field, answer, "Ida Verne", self.clock(), "seen")
        before = self.case.reading()
        if shown and before is not None and ident in {d.id for d in before.documents}:
            with contextlib.suppress(Refused):
                self.case.preview(judgement)
            assert self.case.reading() == before
        self.case.judge(judgement, after=self.case.head().number)
        self.judged[judgement.id] = judgement

    @precondition(lambda self: self.added)
    @rule(which=st.integers(0, 30))
    def withdraw(self, which: int) -> None:
        documents = self.case.documents()
        ident = documents[which % len(documents)].id
        judgement = Judgement("withdrawal", ident, "account", "withdrawn", "Ida Verne", self.clock(), "asked back")
        self.case.judge(judgement)
        self.judged[judgement.id] = judgement

    @precondition(lambda self: set(self.judged) - self.undone)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        which = data.draw(st.sampled_from(sorted(set(self.judged) - self.undone)))
        self.case.undo(which, by="Jo Marsh", because="no")
        self.undone.add(which)

    @rule()
    def close_and_open(self) -> None:
        self.case.close()
        self.open()

    @rule(
        text=st.integers(0, len(TEXTS) - 1),
        moment=st.sampled_from(MOMENTS),
        turns=st.integers(0, 3),
        judging=st.sampled_from(["", "statements", "account"]),
    )
    def be_killed_at_work(self, text: int, moment: str, turns: int, judging: str) -> None:
        """The process ends somewhere in an addition, an analysis or a judgement; another one opens the case."""
        self.ledger.ends_at, self.ledger.ends_in = moment, turns
        before = self.case.head().number
        same = (TEXTS[text], None) in {(d.text, d.publisher.value) for d in self.case.documents() if d.corrected}
        try:
            self.case.add([self.source(text, None)])
            reading = self.case.analyse()
            if judging == "account":
                about = ("account", self.case.documents()[0].id, "published", '{"value": "2024-05-02"}')
                self.case.judge(Judgement(*about, "Ida Verne", self.clock(), "seen"))
            elif judging and reading.statements:
                first, last = reading.statements[0].id, reading.statements[-1].id
                self.case.judge(Judgement("statements", first, last, "unsure", "Ida Verne", self.clock(), "seen"))
        except Killed:
            pass
        self.ledger.ends_at = None
        self.ledger.close()
        self.open()
        for entry in self.case.log(since=before):
            if entry.kind == "custody":
                self.events += 1
                self.added |= set() if same else {(TEXTS[text], None)}
            elif entry.kind == "judgement":
                self.judged[entry.subject] = next(
                    kept.judgement for kept in self.case.judgements() if kept.judgement.id == entry.subject
                )

    @staticmethod
    def source(text: int, publisher: str | None) -> Source:
        return Source(f"{text}.txt", TEXTS[text].encode(), Told(None, publisher, None))

    # ------------------------------------------------------------ what always holds

    @invariant()
    def the_ledger_is_whole(self) -> None:
        if hasattr(self, "case"):
            assert self.case.verify() == ()

    @invariant()
    def the_accounts_are_those_that_were_added(self) -> None:
        if hasattr(self, "case"):
            assert {(d.text, first_publisher(d)) for d in self.case.documents()} == self.added
            assert len(self.case.documents()) == len(self.added)
            assert sum(1 for e in self.case.log() if e.kind == "custody") == self.events

    @invariant()
    def judgements_stand_as_told(self) -> None:
        if not hasattr(self, "case"):
            return
        kept = self.case.judgements()
        assert {k.judgement.id: k.judgement for k in kept} == self.judged
        assert {k.judgement.id for k in kept if k.undone} == self.undone
        last = {k.judgement.subject: k.judgement.id for k in kept if not k.undone}
        assert {k.judgement.id for k in kept if k.stands} == set(last.values())

    @invariant()
    def the_reading_is_what_a_fresh_start_gives(self) -> None:
        if not hasattr(self, "case"):
            return
        reading = self.case.reading()
        with Case.open(self.folder, clock=self.clock, tools=light_tools(), read_only=True) as fresh:
            record = fresh._now()
            chosen = fresh._chosen(record, record.heard())
            if reading is None:
                assert chosen == []
                return
            fresh._ledger = Forgetful(fresh._ledger)  # type: ignore[arg-type]
            made = fresh.reading()
        assert made is not None
        assert made == reading


def first_publisher(document: Document) -> str | None:
    """Who published an account, as was told when it came."""
    corrected = document.correction("publisher")
    return corrected.first if corrected else document.publisher.value


class Forgetful:
    """A ledger that kept nothing of what can be computed again: every layer is read from the text anew."""

    def __init__(self, ledger: object) -> None:
        self._ledger = ledger

    def __getattr__(self, name: str) -> object:
        return getattr(self._ledger, name)

    def cached(self, key: str) -> None:
        return None


KeptCase.TestCase.settings = settings(
    max_examples=8,
    stateful_step_count=10,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestKeptCase = KeptCase.TestCase
