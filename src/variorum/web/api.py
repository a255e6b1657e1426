"""The case for programs: typed counterparts of what the pages show, as JSON. No value of the house is made serialisable here; each has
its counterpart, so that the interface stays when a value changes.
"""

import datetime
from collections.abc import Sequence
from typing import Annotated, Literal, cast

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from pydantic import BaseModel, Field

from variorum.case.deciding import check
from variorum.case.folder import CaseError, KeptJudgement
from variorum.storage.ledger import Moved
from variorum.values.documents import Document
from variorum.values.judgements import Judgement, Question
from variorum.values.statements import Statement
from variorum.web import forms, select
from variorum.web.desk import Desk, Job, JobState, Snapshot
from variorum.web.facts import SHOWN_KINDS, ClaimFacts
from variorum.web.pages import Asked
from variorum.web.queue import KINDS, ReviewItem

router = APIRouter(prefix="/api")
Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]
Offset = Annotated[int, Query(ge=0, le=10_000_000, description="How many to leave out at the beginning.")]
Kind = Literal["", "several", "supported", "alone", "contested", "hedged"]
assert set(SHOWN_KINDS) < set(Kind.__args__), "the interface names every kind of claim"  # type: ignore[attr-defined]


class Problem(BaseModel):
    """Why something could not be done, in one sentence."""

    detail: str


class CaseOut(BaseModel):
    """The case: how far its ledger has come, and how much is in it."""

    name: str
    head: int = Field(description="Number of the ledger's last entry; send it as `after` with a judgement.")
    hash: str
    documents: int
    pending: int = Field(description="Accounts that were not read yet.")
    statements: int
    claims: int
    judgements: int
    reviews: int
    version: str
    read_only: bool


class CorrectedOut(BaseModel):
    """A particular of an account that a person corrected: what was known of it first, and who corrected it, when and why."""

    field: str
    first: str | None
    first_how: str
    by: str
    at: str
    because: str


class DocumentOut(BaseModel):
    """An account."""

    id: str
    number: int
    name: str
    sha256: str
    media_type: str
    title: str | None
    publisher: str | None
    publisher_how: str
    authors: list[str]
    published: datetime.date | None
    published_how: str
    length: int = Field(description="In Unicode code points.")
    pending: bool
    corrected: list[CorrectedOut]


class DocumentText(DocumentOut):
    """An account with its text."""

    text: str


class HopOut(BaseModel):
    """One step of a chain."""

    holder: str
    kind: str
    basis: str
    hedge: str | None
    start: int | None
    end: int | None


class StatementOut(BaseModel):
    """Somebody said something there: `start` and `end` are code points of the document's text, end exclusive."""

    id: str
    document: str
    start: int
    end: int
    quote: str
    proposition: str | None
    voice: str
    quotation: str
    modality: str
    polarity: str
    chain: list[HopOut]
    earliest: datetime.date | None
    latest: datetime.date | None
    claim: str | None


class ClaimOut(BaseModel):
    """A claim in short."""

    id: str
    number: int
    headline: str
    accounts: int
    statements: int
    shown: int
    origins: list[str]
    grade: str
    kinds: list[str]
    earliest: datetime.date | None
    latest: datetime.date | None


class OriginOut(BaseModel):
    """An origin of a claim."""

    name: str
    state: str
    reason: str
    statements: list[str]


class ClaimWhole(ClaimOut):
    """A claim with its statements and what it stands on."""

    members: list[StatementOut]
    independence: list[OriginOut]
    not_established: int
    derived: int
    reasons: list[str]


class JudgementIn(BaseModel):
    """A decision to be kept or previewed. `after` is the head that the person looked at; leave it out only where nobody looked."""

    question: Question
    left: Annotated[str, Field(max_length=2000)]
    right: Annotated[str, Field(max_length=2000)] = ""
    answer: Annotated[str, Field(max_length=100_000)]
    because: Annotated[str, Field(max_length=20_000)] = ""
    by: Annotated[str, Field(min_length=1, max_length=200)]
    after: Annotated[int, Field(ge=0, le=2**53)] | None = None


class UndoIn(BaseModel):
    """A decision to be taken back."""

    by: Annotated[str, Field(min_length=1, max_length=200)]
    because: Annotated[str, Field(max_length=20_000)] = ""
    after: Annotated[int, Field(ge=0, le=2**53)] | None = None


class JudgementOut(BaseModel):
    """A kept decision."""

    id: str
    entry: int
    question: str
    left: str
    right: str
    answer: str
    because: str
    by: str
    at: str
    stands: bool
    undone_by: str | None
    undone_because: str | None


class DifferenceOut(BaseModel):
    """One thing that a decision would change."""

    kind: str
    before: str
    after: str
    says: str


class ChangeOut(BaseModel):
    """What a decision would change."""

    differences: list[DifferenceOut]
    more: int


class ReviewOut(BaseModel):
    """Something to decide; `question` null where no judgement answers it."""

    kind: str
    question: str | None
    left: str
    right: str
    title: str
    why: str
    moves: int
    answers: list[str]
    claims: list[str]


class JobOut(BaseModel):
    """A long piece of work."""

    id: str
    title: str
    state: JobState
    step: str
    done: int
    total: int
    says: list[str]
    began: str
    ended: str
    may_stop: bool = Field(description="Whether asking it to stop now would leave something unread.")
    stopping: bool


def _desk(request: Request) -> Desk:
    return cast(Desk, request.app.state.desk)


def _writer(request: Request) -> Desk:
    """The desk, for whoever may write: a program with the token, or a page of ours that sends its form token as a header."""
    session = request.scope.get("session_id")
    sessions = request.app.state.workbench.safety.sessions
    if session is not None and not sessions.is_form_token(session, request.headers.get("x-form-token", "")):
        raise HTTPException(403, "Send the token of a form of this session as X-Form-Token.")
    return cast(Desk, request.app.state.desk)


AtDesk = Annotated[Desk, Depends(_desk)]
Writing = Annotated[Desk, Depends(_writer)]
_NOT_FOUND: dict[int | str, dict[str, object]] = {404: {"model": Problem, "description": "There is no such thing."}}
_REFUSED: dict[int | str, dict[str, object]] = {
    403: {"model": Problem, "description": "Not allowed."},
    409: {"model": Problem, "description": "The case went on since, or this was done already."},
}
_WRONG: dict[int | str, dict[str, object]] = {400: {"model": Problem, "description": "What was sent is no JSON."}}


@router.get("/case", operation_id="case")
def get_case(desk: AtDesk) -> CaseOut:
    """How far the case has come."""
    snapshot = desk.snapshot()
    reading = snapshot.reading
    return CaseOut(
        name=snapshot.name,
        head=snapshot.head.number,
        hash=snapshot.head.hash,
        documents=len(snapshot.documents),
        pending=len(snapshot.pending),
        statements=len(reading.statements),
        claims=len(reading.claims),
        judgements=len(snapshot.judgements),
        reviews=len(snapshot.reviews),
        version=reading.version,
        read_only=desk.read_only,
    )


@router.get("/documents", operation_id="documents")
def get_documents(desk: AtDesk, limit: Limit = 50, offset: Offset = 0) -> list[DocumentOut]:
    """The accounts, without their texts, oldest first."""
    snapshot = desk.snapshot()
    rows = list(enumerate(snapshot.documents, 1))[offset : offset + limit]
    return [_document(snapshot, d, n) for n, d in rows]


@router.get("/documents/{ident}", operation_id="document", responses=_NOT_FOUND)
def get_document(desk: AtDesk, ident: str) -> DocumentText:
    """One account with its text."""
    snapshot = desk.snapshot()
    for number, document in enumerate(snapshot.documents, 1):
        if document.id == ident:
            return DocumentText(**_document(snapshot, document, number).model_dump(), text=document.text)
    raise HTTPException(404, "There is no such account.")


@router.get("/claims", operation_id="claims")
def get_claims(
    desk: AtDesk,
    kind: Kind = "",
    q: Annotated[str, Query(max_length=500)] = "",
    holder: Annotated[str, Query(max_length=500)] = "",
    document: Annotated[str, Query(max_length=100)] = "",
    limit: Limit = 50,
    offset: Offset = 0,
) -> list[ClaimOut]:
    """Claims in the reader's order: those told by most accounts first."""
    words, wanted = q.casefold().split(), holder.casefold()
    fitting = [
        f
        for f in desk.snapshot().facts
        if (not kind or kind in f.kinds)
        and all(w in f.headline.casefold() for w in words)
        and (not wanted or any(wanted in h for h in (*f.holders, *(o.casefold() for o in f.origins))))
        and (not document or document in f.documents)
    ]
    return [_claim(f) for f in fitting[offset : offset + limit]]


@router.get("/claims/{ident}", operation_id="claim", responses=_NOT_FOUND)
def get_claim(desk: AtDesk, ident: str) -> ClaimWhole:
    """One claim."""
    snapshot = desk.snapshot()
    found = select.facts_of(snapshot, [ident])
    if not found:
        raise HTTPException(404, "There is no such claim.")
    index = snapshot.index
    standing, grade = index.standings.get(ident), index.grades.get(ident)
    return ClaimWhole(
        **_claim(found[0]).model_dump(),
        members=[_statement(snapshot, index.statements[s]) for s in index.claims[ident].statements],
        independence=[
            OriginOut(name=o.name, state=o.state, reason=o.reason, statements=list(o.statements))
            for o in (standing.origins if standing else ())
        ],
        not_established=standing.not_established if standing else 0,
        derived=standing.derived if standing else 0,
        reasons=[r.says for r in grade.reasons] if grade else [],
    )


@router.get("/statements", operation_id="statements")
def get_statements(
    desk: AtDesk,
    document: Annotated[str, Query(max_length=100)] = "",
    limit: Limit = 50,
    offset: Offset = 0,
) -> list[StatementOut]:
    """Statements, of one account or of all."""
    snapshot = desk.snapshot()
    rows = [s for s in snapshot.reading.statements if not document or s.document == document]
    return [_statement(snapshot, s) for s in rows[offset : offset + limit]]


@router.get("/statements/{ident}", operation_id="statement", responses=_NOT_FOUND)
def get_statement(desk: AtDesk, ident: str) -> StatementOut:
    """One statement."""
    snapshot = desk.snapshot()
    found = snapshot.index.statements.get(ident)
    if found is None:
        raise HTTPException(404, "There is no such statement.")
    return _statement(snapshot, found)


@router.get("/reviews", operation_id="reviews")
def get_reviews(
    desk: AtDesk,
    kind: Literal["", "conflict", "likeness", "names", "origins", "source", "question"] = "",
    limit: Limit = 50,
    offset: Offset = 0,
) -> list[ReviewOut]:
    """What a person could decide, what changes most first."""
    assert not kind or kind in KINDS, "the interface names every kind of review"
    rows = [r for r in desk.snapshot().reviews if not kind or r.kind == kind]
    return [_review(r) for r in rows[offset : offset + limit]]


@router.get("/judgements", operation_id="judgements")
def get_judgements(desk: AtDesk, limit: Limit = 50, offset: Offset = 0) -> list[JudgementOut]:
    """Decisions, the newest first."""
    snapshot = desk.snapshot()
    rows: Sequence[KeptJudgement] = tuple(reversed(snapshot.judgements))
    return [_judgement(snapshot, k) for k in rows[offset : offset + limit]]


@router.post("/judgements", operation_id="judge", status_code=201, responses=_REFUSED | _WRONG)
def post_judgement(desk: Writing, given: JudgementIn) -> JudgementOut:
    """Keep a decision. 409 where somebody decided something since `after`: look again, then send it again."""
    snapshot = desk.snapshot()
    judgement = _checked(desk, snapshot, given)
    try:
        now = desk.judge(judgement, after=given.after)
    except Moved as error:
        raise HTTPException(409, str(error)) from error
    return _judgement(now, next(k for k in now.judgements if k.judgement.id == judgement.id))


@router.post("/previews", operation_id="preview", responses=_REFUSED | _WRONG)
def post_preview(desk: Writing, given: JudgementIn) -> ChangeOut:
    """What a decision would change; nothing is kept."""
    change = desk.case.preview(_checked(desk, desk.snapshot(), given))
    rows = [DifferenceOut(kind=d.kind, before=d.before, after=d.after, says=d.says) for d in change.differences[:200]]
    return ChangeOut(differences=rows, more=max(0, len(change.differences) - 200))


@router.post("/judgements/{ident}/undo", operation_id="undo", responses=_NOT_FOUND | _REFUSED | _WRONG)
def post_undo(desk: Writing, ident: str, given: UndoIn) -> JudgementOut:
    """Take a decision back; both stay in the ledger."""
    if not any(k.judgement.id == ident for k in desk.snapshot().judgements):
        raise HTTPException(404, "There is no such decision.")
    try:
        now = desk.undo(ident, by=_clean(given.by), because=_clean(given.because), after=given.after)
    except ValueError as error:
        raise HTTPException(422, [{"loc": ["body"], "msg": str(error), "type": "value_error"}]) from error
    except (Moved, CaseError) as error:
        raise HTTPException(409, str(error)) from error
    return _judgement(now, next(k for k in now.judgements if k.judgement.id == ident))


@router.get("/jobs", operation_id="jobs")
def get_jobs(desk: AtDesk) -> list[JobOut]:
    """Long pieces of work since the server was started, the newest first."""
    return [_job(j) for j in desk.jobs()]


@router.get("/jobs/{ident}", operation_id="job", responses=_NOT_FOUND)
def get_job(desk: AtDesk, ident: str) -> JobOut:
    """One of them."""
    job = desk.job(ident)
    if job is None:
        raise HTTPException(404, "There is no such job.")
    return _job(job)


@router.post("/jobs/{ident}/stop", operation_id="stop", responses=_NOT_FOUND)
def post_stop(desk: Writing, ident: str) -> JobOut:
    """Ask a job to stop at the account in hand; what was read is kept. One that has ended stays as it is."""
    job = desk.stop(ident)
    if job is None:
        raise HTTPException(404, "There is no such job.")
    return _job(job)


def _checked(desk: Desk, snapshot: Snapshot, given: JudgementIn) -> Judgement:
    """The judgement, or an answer 422 that says what is wrong with it."""
    asked = Asked(
        given.question,
        _clean(given.left),
        _clean(given.right),
        _clean(given.answer),
        _clean(given.because),
        _clean(given.by),
        "",
    )
    try:
        judgement = forms.judgement(asked, desk.clock())
        check(judgement, snapshot.reading)
    except ValueError as error:
        raise HTTPException(422, [{"loc": ["body"], "msg": str(error), "type": "value_error"}]) from error
    return judgement


def _clean(text: str) -> str:
    """Text that can be written as UTF-8: JSON may hold half of a pair of surrogates."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _document(snapshot: Snapshot, d: Document, number: int) -> DocumentOut:
    return DocumentOut(
        id=d.id,
        number=number,
        name=d.name,
        sha256=d.exhibit,
        media_type=d.media_type,
        title=d.title,
        publisher=d.publisher.value,
        publisher_how=d.publisher.how,
        authors=list(d.authors),
        published=d.published.value,
        published_how=d.published.how,
        length=len(d.text),
        pending=d.id in snapshot.pending,
        corrected=[
            CorrectedOut(field=c.field, first=c.first, first_how=c.how, by=c.by, at=c.at, because=c.because)
            for c in d.corrected
        ],
    )


def _statement(snapshot: Snapshot, s: Statement) -> StatementOut:
    span = s.passage.span
    return StatementOut(
        id=s.id,
        document=s.document,
        start=span.start,
        end=span.end,
        quote=s.passage.words,
        proposition=s.proposition,
        voice=s.voice,
        quotation=s.quotation,
        modality=s.modality,
        polarity=s.polarity,
        chain=[
            HopOut(
                holder=hop.holder.name,
                kind=hop.holder.kind,
                basis=hop.basis,
                hedge=hop.hedge,
                start=hop.holder.passage.span.start if hop.holder.passage else None,
                end=hop.holder.passage.span.end if hop.holder.passage else None,
            )
            for hop in s.chain
        ],
        earliest=s.moment.earliest if s.moment else None,
        latest=s.moment.latest if s.moment else None,
        claim=snapshot.index.claim_of.get(s.id),
    )


def _claim(f: ClaimFacts) -> ClaimOut:
    return ClaimOut(
        id=f.id,
        number=f.number,
        headline=f.headline,
        accounts=f.accounts,
        statements=f.statements,
        shown=f.shown,
        origins=list(f.origins),
        grade=f.grade,
        kinds=sorted(f.kinds),
        earliest=f.earliest,
        latest=f.latest,
    )


def _review(r: ReviewItem) -> ReviewOut:
    return ReviewOut(
        kind=r.kind,
        question=r.question,
        left=r.left,
        right=r.right,
        title=r.title,
        why=r.why,
        moves=r.moves,
        answers=[c.answer for c in r.choices],
        claims=list(r.claims),
    )


def _judgement(snapshot: Snapshot, k: KeptJudgement) -> JudgementOut:
    """A decision; of one about what was withdrawn only that it was made, when and by whom."""
    unsaid, undone = snapshot.unsaid, k.undone
    j = unsaid.told(k)
    return JudgementOut(
        id=k.judgement.id,
        entry=k.entry,
        question=k.judgement.question,
        left=j.left if j else "",
        right=j.right if j else "",
        answer=j.answer if j else "",
        because=j.because if j else "",
        by=unsaid.hide(k.judgement.by),
        at=k.judgement.at,
        stands=k.stands,
        undone_by=unsaid.hide(undone.by) if undone else None,
        undone_because=(unsaid.hide(undone.because) if j else "") if undone else None,
    )


def _job(j: Job) -> JobOut:
    return JobOut(
        id=j.id,
        title=j.title,
        state=j.state,
        step=j.step,
        done=j.done,
        total=j.total,
        says=list(j.says),
        began=j.began,
        ended=j.ended,
        may_stop=j.open and j.may_stop and not j.stopping,
        stopping=j.open and j.stopping,
    )
