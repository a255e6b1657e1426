"""The application: pages and interface over one desk, behind one guard.

A page is a function from the desk and the address to a value of `variorum.web.pages`; a form is a function to a job or to an entry of
the ledger. Templates know nothing of requests, and nothing here knows HTML.
"""

import datetime
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Annotated, Any, TypeVar
from urllib.parse import quote, unquote, urlencode

from fastapi import Depends, FastAPI, Request
from fastapi.exception_handlers import http_exception_handler
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from variorum import __version__
from variorum.case import Source, WrongUsage
from variorum.case.deciding import check
from variorum.case.folder import CaseError
from variorum.case.ingest import KNOWN_SUFFIXES, parse_day
from variorum.dossier.html import write_html
from variorum.dossier.json_ import write_json
from variorum.stages.documents import Told
from variorum.stages.statements.amend import Refused
from variorum.storage.ledger import Moved
from variorum.storage.sql import Damaged
from variorum.web import api, forms, select
from variorum.web.desk import Desk, NoCase, Snapshot
from variorum.web.guard import Guard, Safety, is_own_path
from variorum.web.pages import (
    AdditionPage,
    AddPage,
    Asked,
    ErrorPage,
    Frame,
    HelpPage,
    Input,
    JobPage,
    MovedPage,
    NewPage,
    SettingsPage,
    UndoPage,
)
from variorum.web.preview import preview, tell_changes
from variorum.web.render import render, static_file
from variorum.web.select import Absent
from variorum.web.telling import tell

T = TypeVar("T")
# Cookies that one browser keeps for itself: half a year.
_KEPT = 60 * 60 * 24 * 180
THEMES = ("", "light", "dark")
KEYS = (
    ("?", "these keys"),
    ("/", "search"),
    ("j  k", "next and previous card or row"),
    ("Enter", "open what is chosen; on a preview: keep it"),
    ("s  d  u", "same, different, unsure (of a conflict: d none, u open)"),
    ("l  r", "of a conflict: the left one, the right one stands"),
    ("1 … 6", "reliability A to F"),
    ("x", "reject the statement"),
    ("z", "take the last decision back"),
    ("a", "in an account: add the words that are marked as a statement"),
    ("p", "in an account: correct its day, its publisher or its witness"),
    ("g r", "go to the review; g o overview, g c claims, g a accounts, g j decisions"),
    ("b", "show or blur graphic passages"),
    ("Esc", "close, or go back from a preview"),
)


class Workbench:
    """The pages of one desk."""

    def __init__(self, desk: Desk, safety: Safety, *, folder: str, by: str = "") -> None:
        self.desk, self.safety, self.folder, self.by = desk, safety, folder, by

    # ------------------------------------------------------------ what stands around a page

    def frame(self, request: Request, title: str, place: str) -> Frame:
        """The frame of a page for one browser."""
        cookies = request.cookies
        session = request.scope.get("session_id") or ""
        snapshot = self.desk.snapshot() if self.desk.exists and session else None
        path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        reveal = _asked(request)["reveal"] == "1"
        standing = [k for k in snapshot.judgements if k.undone is None] if snapshot else []
        theme = cookies.get("variorum_theme", "")
        return Frame(
            title=title,
            place=place,
            here=path,
            case=snapshot.name if snapshot else "",
            after=snapshot.head.number if snapshot else 0,
            by=unquote(cookies.get("variorum_by", "")) or self.by,
            csrf=self.safety.sessions.form_token(session) if session else "",
            theme=theme if theme in THEMES else "",
            reveal=reveal,
            read_only=self.safety.read_only,
            last=standing[-1].judgement.id if standing else "",
            kept=request.query_params.get("kept", ""),
            job=self.desk.running(),
            waiting=len(snapshot.reviews) if snapshot else 0,
            version=__version__,
            damage=tuple(snapshot.unsaid.hide(finding.says) for finding in self.desk.findings[:3]) if snapshot else (),
        )

    def show(
        self, request: Request, template: str, title: str, place: str, page: object, *, status: int = 200
    ) -> HTMLResponse:
        """A page as an answer."""
        return HTMLResponse(render(template, self.frame(request, title, place), page), status_code=status)

    def fail(self, request: Request, status: int, says: str) -> Response:
        """What could not be done, as a page or, for a program, as JSON."""
        if request.url.path.startswith("/api/"):
            return JSONResponse({"detail": says}, status_code=status)
        try:
            return self.show(request, "error.html.j2", "Not done", "", ErrorPage(status, says), status=status)
        except (CaseError, Damaged):
            return refuse(says)


async def read_form(request: Request) -> FormData:
    """The form of a request, once its token is seen to be of this session."""
    workbench: Workbench = request.app.state.workbench
    safety = workbench.safety
    form = await request.form(
        max_files=safety.most_files, max_fields=4 * safety.most_files + 20, max_part_size=4_000_000
    )
    session = request.scope.get("session_id")
    given = form.get("csrf")
    if not session or not isinstance(given, str) or not safety.sessions.is_form_token(session, given):
        await form.close()
        raise HTTPException(
            403, "This form was not made by this server, or the server was started anew. Open the page again."
        )
    return form


Form = Annotated[FormData, Depends(read_form)]


def fields(form: FormData) -> dict[str, str]:
    """The texts of a form."""
    return {key: value for key, value in form.items() if isinstance(value, str)}


def go(path: str) -> RedirectResponse:
    """On to another page, by reading it."""
    return RedirectResponse(path if is_own_path(path) else "/", status_code=303)


def with_part(path: str, name: str, value: str) -> str:
    """An address with one part set, its place in the page kept."""
    address, hash_, fragment = path.partition("#")
    base, _, query = address.partition("?")
    kept = [part for part in query.split("&") if part and not part.startswith(f"{name}=")]
    return f"{base}?{'&'.join([*kept, urlencode([(name, value)])])}{hash_}{fragment}"


def make_app(desk: Desk, safety: Safety, *, folder: str = "", by: str = "") -> FastAPI:
    """The application over a desk. `folder` is named where there is no case yet; `by` is who decides unless a browser says otherwise."""

    @asynccontextmanager
    async def alive(app: FastAPI) -> AsyncIterator[None]:
        yield
        desk.close()

    app = FastAPI(
        title="Variorum workbench",
        version=__version__,
        description="What the pages of the workbench are made from, for programs. Ask with the header `Authorization: Bearer TOKEN`.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=alive,
    )
    workbench = Workbench(desk, safety, folder=folder, by=by)
    app.state.workbench = workbench
    app.state.desk = desk
    _add_pages(app, workbench)
    _add_judging(app, workbench)
    _add_work(app, workbench)
    _add_own(app, workbench)
    app.include_router(api.router)
    _add_failures(app, workbench)
    app.add_middleware(Guard, safety=safety)
    return app


def _asked(request: Request) -> dict[str, str]:
    """The parts of an address, and whether this browser wants to see graphic passages."""
    return {"reveal": request.cookies.get("variorum_reveal", "0"), **request.query_params}


# ---------------------------------------------------------------- pages that only look

Choose = Callable[[Snapshot, Mapping[str, str]], Any]
_LISTS: tuple[tuple[str, str, str, str, Choose], ...] = (
    ("/claims", "claims.html.j2", "Claims", "claims", select.claims),
    ("/conflicts", "conflicts.html.j2", "Conflicts", "conflicts", select.conflicts),
    ("/lineage", "lineage.html.j2", "Lineage", "lineage", select.lineage),
    ("/who", "who.html.j2", "Who is who", "who", select.who_is_who),
    ("/timeline", "timeline.html.j2", "Timeline", "timeline", select.timeline),
    ("/map", "map.html.j2", "Map", "map", select.places),
    ("/review", "review.html.j2", "Review", "review", select.review),
    ("/sources", "sources.html.j2", "Accounts", "sources", select.sources),
    ("/search", "search.html.j2", "Search", "search", select.search),
    ("/judgements", "judgements.html.j2", "Decisions", "judgements", select.judgements),
)


def _add_pages(app: FastAPI, workbench: Workbench) -> None:
    desk = workbench.desk

    def add(path: str, template: str, title: str, place: str, choose: Choose) -> None:
        def page(request: Request) -> Response:
            return workbench.show(request, template, title, place, choose(desk.snapshot(), _asked(request)))

        app.add_api_route(path, page, methods=["GET"], include_in_schema=False, name=place)

    for row in _LISTS:
        add(*row)

    @app.get("/", include_in_schema=False)
    def overview(request: Request) -> Response:
        snapshot = desk.snapshot()
        return workbench.show(request, "overview.html.j2", "Overview", "overview", select.overview(desk, snapshot))

    @app.get("/claims/of/{statement}", include_in_schema=False)
    def claim_of(request: Request, statement: str) -> Response:
        claim = desk.snapshot().index.claim_of.get(statement)
        if claim is None:
            raise Absent("The statement stands in no claim any more.")
        return go(f"/claims/{claim}" + (f"?{request.url.query}" if request.url.query else ""))

    @app.get("/claims/{ident}", include_in_schema=False)
    def claim(request: Request, ident: str) -> Response:
        page = select.claim(desk.snapshot(), ident, _asked(request))
        return workbench.show(request, "claim.html.j2", f"Claim {page.claim.number}", "claims", page)

    @app.get("/statements/{ident}", include_in_schema=False)
    def statement(request: Request, ident: str) -> Response:
        page = select.statement(desk.snapshot(), ident)
        return workbench.show(request, "statement.html.j2", "Statement", "sources", page)

    @app.get("/documents/{ident}", include_in_schema=False)
    def document(request: Request, ident: str) -> Response:
        page = select.reader(desk.snapshot(), ident, _asked(request))
        return workbench.show(request, "reader.html.j2", page.document.title or page.document.name, "sources", page)

    @app.get("/who/{ident}", include_in_schema=False)
    def entity(request: Request, ident: str) -> Response:
        page = select.entity(desk.snapshot(), ident, _asked(request))
        return workbench.show(request, "entity.html.j2", page.entity.name, "who", page)

    @app.get("/log", include_in_schema=False)
    def log(request: Request) -> Response:
        return workbench.show(request, "log.html.j2", "Log", "log", select.log(desk, _asked(request)))

    @app.get("/help", include_in_schema=False)
    def help_page(request: Request) -> Response:
        return workbench.show(request, "help.html.j2", "Keys", "help", HelpPage(KEYS))

    @app.get("/sources/{sha256}/original", include_in_schema=False)
    def original(sha256: str) -> Response:
        """An original as it was handed over: always as a file to keep, never as a page to look at."""
        snapshot = desk.snapshot()
        names = [c.name for c in snapshot.reading.custody if c.exhibit == sha256]
        names += [d.name for d in snapshot.documents if d.exhibit == sha256]
        if not names:
            raise Absent("There is no such original in this case.")
        if sha256 in snapshot.unsaid.sealed:
            raise Absent(
                "This original has words of a witness who was withdrawn, and is not handed out. It is in the case folder."
            )
        return _download(desk.case.exhibit(sha256), names[0], "application/octet-stream")

    @app.get("/dossier.html", include_in_schema=False)
    def dossier() -> Response:
        return _download(
            write_html(desk.snapshot().reading).encode("utf-8"), "dossier.html", "application/octet-stream"
        )

    @app.get("/export.json", include_in_schema=False)
    def export() -> Response:
        return _download(write_json(desk.snapshot().reading).encode("utf-8"), "export.json", "application/json")


def _download(raw: bytes, name: str, media_type: str) -> Response:
    return Response(
        raw,
        media_type=media_type,
        headers={"content-disposition": f"attachment; filename*=UTF-8''{quote(forms.safe_name(name), safe='')}"},
    )


# ---------------------------------------------------------------- deciding


def asked_of(values: Mapping[str, str], by: str) -> Asked:
    """The judgement that an address or a form speaks of."""
    next_ = values.get("next", "")
    return Asked(
        question=values.get("question", ""),
        left=values.get("left", ""),
        right=values.get("right", ""),
        answer=values.get("answer", ""),
        because=values.get("because", ""),
        by=values.get("by", "") or by,
        next=next_ if is_own_path(next_) else "/judgements",
    )


def _add_judging(app: FastAPI, workbench: Workbench) -> None:
    desk = workbench.desk

    def show_preview(request: Request, asked: Asked, *, status: int = 200, complaint: str = "") -> Response:
        page = preview(desk, asked, complaint=complaint)
        if page.complaint and status == 200:
            status = 422
        return workbench.show(request, "preview.html.j2", "Before it is kept", "review", page, status=status)

    @app.get("/judge", include_in_schema=False)
    def ask(request: Request) -> Response:
        frame_by = unquote(request.cookies.get("variorum_by", "")) or workbench.by
        return show_preview(request, asked_of(_asked(request), frame_by))

    @app.post("/judge", include_in_schema=False)
    def judge(request: Request, form: Form) -> Response:
        values = fields(form)
        asked, after = asked_of(values, ""), select.as_number(values.get("after", ""), 0)
        try:
            judgement = forms.judgement(asked, desk.clock())
            check(judgement, desk.snapshot().reading)
            snapshot = desk.judge(judgement, after=after)
        except (ValueError, Refused) as error:
            return show_preview(request, asked, status=422, complaint=str(error))
        except Moved:
            snapshot = desk.snapshot()
            since = [e for e in desk.case.log(since=after) if e.kind in ("judgement", "undo")]
            about = select.about(snapshot, judgement)[0]
            page = MovedPage(asked, tell(judgement), about, tuple(select.log_row(e, snapshot) for e in since))
            return workbench.show(request, "moved.html.j2", "The case went on", "review", page, status=409)
        del snapshot
        answer = go(with_part(asked.next, "kept", judgement.id))
        answer.set_cookie("variorum_by", quote(asked.by.strip()), max_age=_KEPT, httponly=True, samesite="strict")
        return answer

    @app.get("/statements/{ident}/correct", include_in_schema=False)
    def correct(request: Request, ident: str) -> Response:
        snapshot = desk.snapshot()
        found = snapshot.index.statements.get(ident)
        if found is None:
            raise Absent("This statement is not in the case any more.")
        try:
            asked = forms.correction(found, snapshot.index.documents[found.document], _asked(request))
        except forms.Unusable as error:
            return workbench.fail(request, 422, str(error))
        return go(f"/judge?{asked.query()}")

    @app.get("/documents/{ident}/correct", include_in_schema=False)
    def correct_account(request: Request, ident: str) -> Response:
        document = next((d for d in desk.snapshot().documents if d.id == ident), None)
        if document is None:
            raise Absent("There is no such account in this case.")
        try:
            asked = forms.particular(document, _asked(request))
        except forms.Unusable as error:
            return workbench.fail(request, 422, str(error))
        return go(f"/judge?{asked.query()}")

    @app.get("/documents/{ident}/add", include_in_schema=False)
    def add_statement(request: Request, ident: str) -> Response:
        asked = _asked(request)
        document = next((d for d in desk.snapshot().documents if d.id == ident), None)
        if document is None:
            raise Absent("There is no such account in this case.")
        near = select.as_number(asked.get("start", ""), 0)
        try:
            marked = forms.find_words(document.text, asked.get("words", ""), near)
        except forms.Unusable as error:
            return workbench.fail(request, 422, str(error))
        start, end = forms.whole_words(document.text, *marked)
        number = next(n for n, d in enumerate(desk.snapshot().documents, 1) if d.id == ident)
        page = AdditionPage(
            document=document,
            number=number,
            before=select.before(document.text, start, 200),
            words=document.text[start:end],
            behind=select.behind(document.text, end, 200),
            place=f"{start}-{end}",
            marked="" if (start, end) == marked else document.text[marked[0] : marked[1]],
            inputs=(
                Input("name", "Who says it", "", hint="empty for the account's own voice"),
                select.choose_kind("named"),
                select.choose_basis("unknown"),
                Input("hedge", "Hedge, as the text has it", "", hint="such as “reportedly”"),
                *select.meant("asserted", "positive"),
            ),
            complaint="",
        )
        return workbench.show(request, "addition.html.j2", "A statement by hand", "sources", page)

    @app.get("/documents/{ident}/added", include_in_schema=False)
    def added(request: Request, ident: str) -> Response:
        asked = _asked(request)
        document = next((d for d in desk.snapshot().documents if d.id == ident), None)
        if document is None:
            raise Absent("There is no such account in this case.")
        start, _, end = asked.get("place", "").partition("-")
        try:
            wanted = forms.addition(document, select.as_number(start, 0), select.as_number(end, 0), asked)
        except forms.Unusable as error:
            return workbench.fail(request, 422, str(error))
        return go(f"/judge?{wanted.query()}")

    def undo_page(
        request: Request, ident: str, next_: str, complaint: str, status: int, *, by: str = "", because: str = ""
    ) -> Response:
        snapshot = desk.snapshot()
        kept = next((k for k in snapshot.judgements if k.judgement.id == ident), None)
        if kept is None:
            raise Absent("There is no such decision in this case.")
        if kept.undone is not None and not complaint:
            complaint, status = f"{kept.undone.by} took this back already.", 409
        row = select.judgement_row(snapshot, kept)
        changes = tell_changes(desk.case.preview_undo(ident)) if kept.undone is None else None
        if changes is not None and row.plain:
            changes = replace(changes, rows=(), more=0)
        page = UndoPage(row, changes, next_ if is_own_path(next_) else "/judgements", complaint, by, because)
        return workbench.show(request, "undo.html.j2", "Take it back?", "judgements", page, status=status)

    @app.get("/undo/{ident}", include_in_schema=False)
    def ask_undo(request: Request, ident: str) -> Response:
        return undo_page(request, ident, request.query_params.get("next", ""), "", 200)

    @app.post("/undo/{ident}", include_in_schema=False)
    def undo(request: Request, ident: str, form: Form) -> Response:
        values = fields(form)
        next_, by, because = values.get("next", ""), values.get("by", "").strip(), values.get("because", "").strip()
        after = select.as_number(values.get("after", ""), 0)
        try:
            desk.undo(ident, by=by, because=because, after=after)
        except ValueError as error:
            return undo_page(request, ident, next_, str(error), 422, by=by, because=because)
        except Moved:
            says = (
                "Somebody decided something while you looked. Look at it again; then take it back if you still want to."
            )
            return undo_page(request, ident, next_, says, 409, by=by, because=because)
        except CaseError as error:
            return undo_page(request, ident, next_, str(error), 409, by=by, because=because)
        return go(with_part(next_ if is_own_path(next_) else "/judgements", "kept", "undone"))


# ---------------------------------------------------------------- files and jobs

_NO_JOB = "There is no such job; jobs are forgotten when the server is stopped, what they kept is not."


def _add_work(app: FastAPI, workbench: Workbench) -> None:
    desk, safety = workbench.desk, workbench.safety

    def add_page(request: Request, complaint: str, status: int) -> Response:
        kinds = sorted(KNOWN_SUFFIXES)
        page = AddPage(safety.most_files, safety.most_file, ", ".join(kinds), ",".join(kinds), complaint)
        return workbench.show(request, "add.html.j2", "Add accounts", "add", page, status=status)

    @app.get("/add", include_in_schema=False)
    def ask_add(request: Request) -> Response:
        desk.snapshot()
        return add_page(request, "", 200)

    @app.post("/add", include_in_schema=False)
    def add(request: Request, form: Form) -> Response:
        try:
            sources = _sources(form, safety)
        except (WrongUsage, forms.Unusable) as error:
            return add_page(request, str(error), 422)
        by = fields(form).get("by", "").strip() or unquote(request.cookies.get("variorum_by", "")) or workbench.by
        return go(f"/jobs/{desk.take_in(sources, by).id}")

    @app.post("/analyse", include_in_schema=False)
    def analyse(form: Form) -> Response:
        running = desk.running()
        return go(f"/jobs/{(running or desk.analyse()).id}")

    def job_page(request: Request, job_id: str) -> Response:
        jobs = desk.jobs()
        job = desk.job(job_id) if job_id else next(iter(jobs), None)
        if job is None:
            raise Absent(_NO_JOB)
        page = JobPage(job, jobs, len(desk.snapshot().pending | desk.snapshot().outdated))
        return workbench.show(request, "job.html.j2", "Work", "add", page)

    @app.get("/jobs/{ident}", include_in_schema=False)
    def job(request: Request, ident: str) -> Response:
        return job_page(request, ident)

    @app.post("/jobs/{ident}/stop", include_in_schema=False)
    def stop(ident: str, form: Form) -> Response:
        job = desk.stop(ident)
        if job is None:
            raise Absent(_NO_JOB)
        return go(f"/jobs/{job.id}")

    @app.get("/new", include_in_schema=False)
    def ask_new(request: Request) -> Response:
        if desk.exists:
            return go("/")
        page = NewPage(workbench.folder, "", unquote(request.cookies.get("variorum_by", "")) or workbench.by, "")
        return workbench.show(request, "new.html.j2", "A new case", "new", page)

    @app.post("/new", include_in_schema=False)
    def new(request: Request, form: Form) -> Response:
        values = fields(form)
        name, by = values.get("name", "").strip(), values.get("by", "").strip()
        try:
            desk.found(name[:200], by[:200])
        except CaseError as error:
            page = NewPage(workbench.folder, name, by, str(error))
            return workbench.show(request, "new.html.j2", "A new case", "new", page, status=409)
        answer = go("/add")
        if by:
            answer.set_cookie("variorum_by", quote(by), max_age=_KEPT, httponly=True, samesite="strict")
        return answer


def _sources(form: FormData, safety: Safety) -> list[Source]:
    """The files of a form with what the user tells of each. Raises `WrongUsage` and `Unusable`."""
    values = fields(form)
    files = [f for f in form.getlist("files") if isinstance(f, UploadFile) and f.filename]
    sources = []
    for number, file in enumerate(files):
        name = forms.safe_name(file.filename or "")
        if (file.size or 0) > safety.most_file and not name.lower().endswith(forms.CARRIERS):
            raise forms.Unusable(
                f"{name} is {(file.size or 0) / 1e6:.1f} MB, over the limit of {safety.most_file / 1e6:.0f} MB; split it into one file an"
                " account, or by size with: split -C 15m FILE PART-"
            )
        sources.append(Source(name, file.file.read(), _told(values, f".{number}")))
    pasted = values.get("text", "")
    if pasted.strip():
        name = forms.safe_name(values.get("text_name", "") or "pasted.txt")
        sources.append(
            Source(
                name if "." in name else f"{name}.txt",
                pasted.replace("\r\n", "\n").encode("utf-8", "replace"),
                _told(values, ""),
            )
        )
    if not sources:
        raise forms.Unusable("Choose at least one file, or paste a text.")
    return sources


def _told(values: Mapping[str, str], suffix: str) -> Told:
    """What is told of one file; what is told of all stands where nothing is told of this one."""

    def value(name: str) -> str:
        return (values.get(name + suffix, "") or values.get(name, "")).strip()

    published = value("published")
    return Told(
        published=parse_day(published) if published else None,
        publisher=value("publisher")[:300] or None,
        author=value("author")[:300] or None,
    )


# ---------------------------------------------------------------- entering, and what one browser keeps


def _add_own(app: FastAPI, workbench: Workbench) -> None:
    safety = workbench.safety

    @app.get("/enter", include_in_schema=False)
    def enter(request: Request) -> Response:
        session = safety.sessions.enter(request.query_params.get("token", ""))
        if session is None:
            return workbench.fail(
                request, 401, "This is not the address that “variorum serve” printed when it started."
            )
        answer = go(request.query_params.get("next", "/"))
        answer.set_cookie(safety.cookie, session, httponly=True, samesite="strict")
        return answer

    @app.get("/static/{name}", include_in_schema=False)
    def static(name: str) -> Response:
        found = static_file(name)
        if found is None:
            raise HTTPException(404, "There is no such file.")
        raw, media_type = found
        return Response(raw, media_type=media_type, headers={"cache-control": "max-age=31536000, immutable"})

    @app.get("/settings", include_in_schema=False)
    def settings(request: Request) -> Response:
        next_ = request.query_params.get("next", "/")
        page = SettingsPage(next_ if is_own_path(next_) else "/")
        return workbench.show(request, "settings.html.j2", "Settings", "settings", page)

    @app.post("/settings", include_in_schema=False)
    def set_settings(form: Form) -> Response:
        values = fields(form)
        answer = go(values.get("next", "/"))
        theme = values.get("theme", "")
        answer.set_cookie("variorum_theme", theme if theme in THEMES else "", max_age=_KEPT, samesite="strict")
        answer.set_cookie(
            "variorum_by", quote(values.get("by", "").strip()[:200]), max_age=_KEPT, httponly=True, samesite="strict"
        )
        reveal = "1" if values.get("reveal") == "1" else "0"
        answer.set_cookie("variorum_reveal", reveal, max_age=_KEPT, httponly=True, samesite="strict")
        return answer


# ---------------------------------------------------------------- when something cannot be done


def _add_failures(app: FastAPI, workbench: Workbench) -> None:
    @app.exception_handler(Absent)
    def absent(request: Request, error: Exception) -> Response:
        return workbench.fail(request, 404, str(error))

    @app.exception_handler(NoCase)
    def no_case(request: Request, error: Exception) -> Response:
        if request.url.path.startswith("/api/"):
            return JSONResponse({"detail": "There is no case in this folder yet."}, status_code=404)
        if workbench.safety.read_only:
            return HTMLResponse("There is no case in this folder.", status_code=404)
        return go("/new")

    @app.exception_handler(CaseError)
    def case_error(request: Request, error: Exception) -> Response:
        return workbench.fail(request, 409, str(error))

    @app.exception_handler(Damaged)
    def damaged(request: Request, error: Exception) -> Response:
        says = f"The ledger cannot be read: {error}. Stop the server and run: variorum verify {workbench.folder}"
        return JSONResponse({"detail": says}, status_code=503) if request.url.path.startswith("/api/") else refuse(says)

    @app.exception_handler(HTTPException)
    async def http_error(request: Request, error: HTTPException) -> Response:
        if request.url.path.startswith("/api/") or error.status_code < 400:
            return await http_exception_handler(request, error)
        says = {404: "There is no such page.", 405: "This page cannot be asked like that."}.get(
            error.status_code, str(error.detail)
        )
        return workbench.fail(request, error.status_code, says)


def refuse(says: str) -> Response:
    """The answer where not even a frame can be made."""
    return Response(says, media_type="text/plain", status_code=503)


def today() -> str:
    """The present moment, ISO 8601 in UTC, to the millisecond: two decisions of one second are two."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
