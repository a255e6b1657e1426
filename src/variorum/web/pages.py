"""What each page shows, as values: a template sees one of these and the `Frame` around it, and nothing else of the program."""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

from variorum.dossier.views import ClaimView, EntityView, EventView, Piece, RelationView
from variorum.values.custody import CustodyEvent
from variorum.values.documents import Document
from variorum.values.entities import Entity
from variorum.values.judgements import Judgement
from variorum.values.lineage import LineageEdge, Loop, Loss, StemmaNode
from variorum.values.runs import Issue
from variorum.values.statements import Statement
from variorum.web.desk import Job
from variorum.web.facts import ClaimFacts
from variorum.web.queue import ReviewItem
from variorum.web.search import Hit, Sought

Query = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page: the case, who looks, and what the forms need.

    `after` is the number of the ledger's last entry when the page was made; a form sends it back. `last` is the id of the last judgement that
    stands, for undo. `here` is the address of this page. `kept` is the id of a judgement that was just kept. `damage` tells what was
    not as it was kept when the case was opened.
    """

    title: str
    place: str
    here: str
    case: str
    after: int
    by: str
    csrf: str
    theme: str
    reveal: bool
    read_only: bool
    last: str
    kept: str
    job: Job | None
    waiting: int
    version: str
    damage: tuple[str, ...]

    def with_reveal(self, show: bool) -> str:
        """The address of this page with graphic passages shown or blurred."""
        path, _, query = self.here.partition("?")
        kept = [part for part in query.split("&") if part and not part.startswith("reveal=")]
        return f"{path}?{'&'.join([*kept, f'reveal={int(show)}'])}"


@dataclass(frozen=True, slots=True)
class Paging:
    """Where in a long list a page stands: page `number` of `of`, `total` things; `query` are the other parts of its address."""

    path: str
    query: Query
    number: int
    of: int
    total: int
    size: int

    @property
    def first(self) -> int:
        """The number of the first thing shown, counted from 1; 0 where there is none."""
        return (self.number - 1) * self.size + 1 if self.total else 0

    @property
    def last(self) -> int:
        """The number of the last thing shown."""
        return min(self.number * self.size, self.total)

    def to(self, number: int) -> str:
        """The address of another page of the list."""
        return f"{self.path}?{urlencode([*self.query, ('page', number)])}"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a filter: its value, what it says, how many there are (None where not counted), whether it is chosen."""

    value: str
    label: str
    count: int | None
    chosen: bool
    href: str


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """The matter at a glance."""

    accounts: int
    pending: int
    outdated: int
    origins: int
    claims: int
    several: int
    strong: int
    conflicts: tuple[RelationView, ...]
    conflict_count: int
    losses: tuple[Loss, ...]
    loops: tuple[Loop, ...]
    reviews: tuple[ReviewItem, ...]
    review_count: int
    latest: tuple["JudgementRow", ...]
    issues: tuple[Issue, ...]
    jobs: tuple[Job, ...]


@dataclass(frozen=True, slots=True)
class ClaimsPage:
    """A filtered list of claims."""

    rows: tuple[ClaimFacts, ...]
    kinds: tuple[Option, ...]
    words: str
    holder: str
    document: str
    document_name: str
    since: str
    until: str
    paging: Paging
    complaint: str


@dataclass(frozen=True, slots=True)
class Witness:
    """One reading of a claim: its place, its words against those of the gist, its origin's name and state, and what can be decided on it."""

    statement: Statement
    document: Document
    number: int
    pieces: tuple[Piece, ...]
    route: tuple[str, ...]
    origin: str
    state: str
    remarks: tuple[Statement, ...]
    is_gist: bool


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """One claim with its witnesses side by side. `relations` are those to other claims, `inner` those among its own readings."""

    claim: ClaimView
    witnesses: tuple[Witness, ...]
    paging: Paging
    stemma: tuple[tuple[StemmaNode, int], ...]
    drawing: str
    relations: tuple[RelationView, ...]
    inner: tuple[RelationView, ...]
    related: tuple[ClaimFacts, ...]
    numbers: dict[str, int]
    judgements: tuple["JudgementRow", ...]


@dataclass(frozen=True, slots=True)
class StatementPage:
    """One statement: its words in their surroundings, its chain hop by hop, and what a person may correct."""

    statement: Statement
    document: Document
    number: int
    before: str
    behind: str
    claim: ClaimFacts | None
    judgements: tuple["JudgementRow", ...]
    corrections: tuple["CorrectionForm", ...]
    remarks: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class CorrectionForm:
    """A field of a statement or an account that can be corrected: its name, what it is now, and a hint how to write another."""

    field: str
    title: str
    now: str
    hint: str
    inputs: tuple["Input", ...]


@dataclass(frozen=True, slots=True)
class Input:
    """One input of a form: its name, label, present value and, for a choice, the values to choose from with what each says.

    An empty label hides it. `kind` is text, words (of several lines), date or number.
    """

    name: str
    label: str
    value: str
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    kind: Literal["text", "words", "date", "number"] = "text"


@dataclass(frozen=True, slots=True)
class ReaderPiece:
    """A stretch of a document as the reader shows it: where it begins, which layers lie over it, and the statement it belongs to."""

    words: str
    start: int
    classes: str
    statement: str
    anchors: tuple[str, ...]
    title: str
    graphic: bool


@dataclass(frozen=True, slots=True)
class ReaderRow:
    """A statement in the reader's margin."""

    statement: Statement
    who: str
    claim: ClaimFacts | None
    chosen: bool
    href: str


@dataclass(frozen=True, slots=True)
class ReaderPage:
    """A document with its layers. A long text is shown in parts; `start` and `end` bound the one shown. `corrections` is what may be told
    otherwise of the account, `judgements` what was, `correcting` whether somebody came to do that.
    """

    document: Document
    number: int
    pieces: tuple[ReaderPiece, ...]
    rows: tuple[ReaderRow, ...]
    layers: tuple[Option, ...]
    paging: Paging
    start: int
    end: int
    pending: bool
    chosen: Statement | None
    custody: tuple[CustodyEvent, ...]
    sealed: bool
    corrections: tuple["CorrectionForm", ...]
    judgements: tuple["JudgementRow", ...]
    correcting: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """A conflict or succession with the judgement on it, if there is one."""

    view: RelationView
    a_claim: ClaimFacts | None
    b_claim: ClaimFacts | None
    settled: Judgement | None


@dataclass(frozen=True, slots=True)
class ConflictsPage:
    """Conflicts, successions and tensions by what they are about."""

    rows: tuple[Conflict, ...]
    facets: tuple[Option, ...]
    kinds: tuple[Option, ...]
    paging: Paging


@dataclass(frozen=True, slots=True)
class LineagePage:
    """Which account depends on which, and what would be left without one origin."""

    drawing: str
    drawn: int
    edges: tuple[tuple[LineageEdge, Document, Document], ...]
    paging: Paging
    losses: tuple[Loss, ...]
    without: Loss | None
    lost: tuple[ClaimFacts, ...]
    weakened: tuple[ClaimFacts, ...]
    loops: tuple[Loop, ...]
    accounts: int


@dataclass(frozen=True, slots=True)
class WhoPage:
    """Persons, bodies and units; the pairs to be merged or kept apart stand in the review."""

    rows: tuple[EntityView, ...]
    kinds: tuple[Option, ...]
    words: str
    paging: Paging
    pairs: tuple[ReviewItem, ...]
    pair_count: int
    parents: dict[str, str]


@dataclass(frozen=True, slots=True)
class EntityPage:
    """One person, body, unit or place with every mention, why they are one, and how to part or join."""

    entity: Entity
    parent: Entity | None
    mentions: tuple["MentionRow", ...]
    paging: Paging
    vouches: tuple[ClaimFacts, ...]
    vouch_count: int
    merges: tuple["MergeRow", ...]


@dataclass(frozen=True, slots=True)
class MentionRow:
    """A mention with the words around it and the place by which a judgement means it."""

    before: str
    words: str
    behind: str
    document: Document
    number: int
    form: str
    place: str
    start: int


@dataclass(frozen=True, slots=True)
class MergeRow:
    """Why two threads were taken for one, with the places by which they can be parted; empty where they are no longer found."""

    left: str
    right: str
    left_place: str
    right_place: str
    reason: str


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """Events in order, and the checks made among them."""

    drawing: str
    events: tuple[EventView, ...]
    paging: Paging
    checks: tuple["CheckRow", ...]
    kinds: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A check of consistency and the statements it compared."""

    says: str
    consistent: bool
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class MapPage:
    """Places with a point, and those without."""

    drawing: str
    rows: tuple[EntityView, ...]
    paging: Paging
    unresolved: int


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """What a person could decide, what changes most first. `at_once` keeps an answer without showing first what it changes."""

    items: tuple[ReviewItem, ...]
    kinds: tuple[Option, ...]
    numbers: dict[str, int]
    paging: Paging
    at_once: bool
    toggle: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """An account in the list of sources. `sealed`: its original has words of somebody who was withdrawn, and is not handed out."""

    document: Document
    number: int
    statements: int
    pending: bool
    custody: tuple[CustodyEvent, ...]
    size: int
    sealed: bool


@dataclass(frozen=True, slots=True)
class SourcesPage:
    """Every account with how it came here."""

    rows: tuple[SourceRow, ...]
    paging: Paging
    words: str
    pending: int
    outdated: int
    unread: tuple[CustodyEvent, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was found. `account` is how the account to look in was called."""

    sought: Sought
    hits: tuple[Hit, ...]
    paging: Paging
    places: tuple[Option, ...]
    account: str
    asked: bool
    complaint: str


@dataclass(frozen=True, slots=True)
class LogRow:
    """An entry of the ledger in a line."""

    number: int
    at: str
    kind: str
    by: str
    says: str
    hash: str


@dataclass(frozen=True, slots=True)
class LogPage:
    """The ledger's entries, the newest first; `findings` are what a check found, in sentences."""

    rows: tuple[LogRow, ...]
    kinds: tuple[Option, ...]
    paging: Paging
    checked: bool
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JudgementRow:
    """A judgement in words with what it is about; `lost` tells why it is orphaned, empty where it is not.

    Of a judgement about what was withdrawn `question` is the one plain line that may be told, and `answer`, `because`, `about` and `href` are empty.
    """

    id: str
    entry: int
    question: str
    answer: str
    because: str
    by: str
    at: str
    stands: bool
    undone: bool
    undone_by: str
    undone_because: str
    about: tuple[str, ...]
    href: str
    lost: str
    plain: bool


@dataclass(frozen=True, slots=True)
class JudgementsPage:
    """Every decision with who, when, why, and whether it stands."""

    rows: tuple[JudgementRow, ...]
    kinds: tuple[Option, ...]
    paging: Paging


@dataclass(frozen=True, slots=True)
class Asked:
    """A judgement as a form holds it, before it is made."""

    question: str
    left: str
    right: str
    answer: str
    because: str
    by: str
    next: str

    def query(self) -> str:
        """As a part of an address."""
        return urlencode(
            [(name, getattr(self, name)) for name in ("question", "left", "right", "answer", "because", "by", "next")]
        )


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One thing that would change: of what, how it was and would be; where `about` is empty the sentence tells it all."""

    kind: str
    about: str
    before: str
    after: str
    says: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What would change: the first of many rows, how many more there are, and the counts that differ, before and after."""

    rows: tuple[ChangeRow, ...]
    more: int
    counts: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """What a judgement would change, before it is kept; None where that cannot be told yet. `told` is the answer in words; `complaint`
    tells why it cannot be kept as it is."""

    asked: Asked
    told: str
    about: tuple[str, ...]
    choices: tuple[Option, ...]
    changes: Changes | None
    complaint: str


@dataclass(frozen=True, slots=True)
class MovedPage:
    """Somebody else decided while this person looked: both are shown, and the person is asked again."""

    asked: Asked
    told: str
    about: tuple[str, ...]
    since: tuple[LogRow, ...]


@dataclass(frozen=True, slots=True)
class UndoPage:
    """A judgement about to be taken back, and what that would change; None where it was taken back already.

    Of a withdrawal only counts are told: what would come back is not shown before it is back. `by` and `because` are what was typed before.
    """

    row: JudgementRow
    changes: Changes | None
    next: str
    complaint: str
    by: str
    because: str


@dataclass(frozen=True, slots=True)
class AdditionPage:
    """A passage that a person marks as a statement that no reader found. `marked` is what was marked where that cut a word, else empty."""

    document: Document
    number: int
    before: str
    words: str
    behind: str
    place: str
    marked: str
    inputs: tuple[Input, ...]
    complaint: str


@dataclass(frozen=True, slots=True)
class AddPage:
    """Handing files over."""

    most_files: int
    most_file: int
    kinds: str
    accept: str
    complaint: str


@dataclass(frozen=True, slots=True)
class JobPage:
    """How far a long piece of work has come."""

    work: Job
    jobs: tuple[Job, ...]
    pending: int


@dataclass(frozen=True, slots=True)
class NewPage:
    """A folder that holds no case yet."""

    folder: str
    name: str
    by: str
    complaint: str


@dataclass(frozen=True, slots=True)
class HelpPage:
    """The keys, and how the review goes."""

    keys: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """What one browser keeps for itself: a name, colours, whether graphic passages are shown."""

    next: str


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What could not be done, and what to do instead."""

    status: int
    says: str
