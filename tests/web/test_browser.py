"""The workbench in a real browser: a case from nothing to a dossier, by keys; every page for everybody; no request to elsewhere.

Needs Chromium: `CHROMIUM` names it, else /usr/bin/chromium or what Playwright has installed.
"""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import uvicorn
from light_tools import light_tools

from variorum.case import Source, Tools
from variorum.case import folder as folder_module
from variorum.stages.documents import Told
from variorum.values.judgements import Judgement
from variorum.web import forms
from variorum.web.desk import Job
from variorum.web.server import Address, app_at, listen, new_token

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (pip install -e '.[dev]')")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")

TEXT = """The crane fell into the river on Monday, Jana Reed said. She saw two men on the quay before it fell.
The harbour office closed the quay. Pavel Lind, a docker, said the crane had been repaired in March.
Nobody knows who signed the report.
"""
OTHER = """A crane fell into the river on Monday, the harbour office said. The quay is closed.
According to Pavel Lind, the crane had not been repaired.
"""


@contextmanager
def serving(folder: Path, tools: Tools, *, read_only: bool = False) -> Iterator[tuple[Address, Any]]:
    """A real server in a thread."""
    sock = listen("127.0.0.1", 0)
    address = Address("127.0.0.1", sock.getsockname()[1], new_token())
    app = app_at(address, folder, tools, by="Ines Okafor", read_only=read_only)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
    thread.start()
    try:
        yield address, app
    finally:
        server.should_exit = True
        thread.join(20)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    where = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with playwright.sync_playwright() as p:
        try:
            browser = p.chromium.launch(executable_path=where, args=["--no-sandbox", "--disable-gpu"])
        except playwright.Error as error:
            pytest.skip(f"no Chromium to be had: set CHROMIUM or install one ({str(error).splitlines()[0]})")
        yield browser
        browser.close()


Enter = Callable[[Address], Any]


@pytest.fixture
def enter(chromium: Any) -> Iterator[Enter]:
    """Opens a window that has entered; at the end no request may have left for elsewhere and no page may have complained."""
    requests: list[str] = []
    complaints: list[str] = []
    windows: list[Any] = []
    hosts: list[str] = []

    def entering(address: Address) -> Any:
        context = chromium.new_context(viewport={"width": 1300, "height": 900}, accept_downloads=True)
        context.set_default_timeout(60_000)
        windows.append(context)
        hosts.append(f"http://{address.netloc}/")
        context.on("request", lambda request: requests.append(request.url))
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: complaints.append(str(e)))
        page.goto(address.url)
        return page

    yield entering
    for window in windows:
        window.close()
    assert requests
    assert [url for url in requests if not url.startswith((*hosts, "blob:"))] == []
    # A page answered with a status of its own (404, 409, 422) is told to the console by the browser; that is no fault.
    assert [c for c in complaints if "the server responded with a status of 4" not in c] == []


def dossier(page: Any) -> str:
    with page.expect_download() as told:
        page.get_by_role("link", name="Dossier ↓").click()
    return str(Path(told.value.path()).read_text(encoding="utf-8"))


def keep(page: Any, why: str) -> None:
    """On a preview: the reason, and Enter."""
    page.wait_for_selector("#changes")
    page.keyboard.type(why)
    page.keyboard.press("Enter")
    page.wait_for_selector(".notice.good")


def test_a_case_from_nothing_to_a_dossier(enter: Enter, tools: Tools, tmp_path: Path) -> None:
    folder = tmp_path / "matter"
    with serving(folder, tools) as (address, app):
        page = enter(address)
        page.get_by_label("What the matter is called").fill("The quay")
        page.get_by_role("button", name="Make the case").click()
        assert (folder / "case.toml").is_file()

        # Two files dragged into the window, once it can take them, each with what is known of it.
        page.locator("#drop-hint").wait_for()
        page.evaluate(
            """files => {
                const data = new DataTransfer();
                for (const [name, text] of files) data.items.add(new File([text], name, { type: "text/plain" }));
                for (const kind of ["dragenter", "dragover", "drop"])
                    document.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
            }""",
            [["early.txt", TEXT], ["late.txt", OTHER]],
        )
        page.get_by_label("Publisher of early.txt").fill("Early Post")
        page.get_by_label("Publisher of late.txt").fill("Late Herald")
        page.get_by_label("Day on which early.txt was published").fill("2024-03-06")
        page.get_by_role("button", name="Take them in and read them").click()
        page.get_by_text("2 new accounts.").wait_for(timeout=240_000)
        snapshot = app.state.desk.snapshot()
        assert {d.publisher.value for d in snapshot.documents} == {"Early Post", "Late Herald"}
        assert len(snapshot.reading.statements) >= 4
        before = dossier(page)
        head = app.state.desk.case.head().number

        # One: a statement is rejected, by key.
        rejected, *_, corrected = snapshot.reading.statements
        page.goto(f"http://{address.netloc}/statements/{rejected.id}")
        page.keyboard.press("x")
        keep(page, "Nobody said that.")
        # Two: a date is corrected.
        page.goto(f"http://{address.netloc}/statements/{corrected.id}")
        page.locator("summary", has_text="When it was").click()
        page.locator("details[open]").get_by_label("Not before").fill("2024-03-01")
        page.locator("details[open]").get_by_label("Not after").fill("2024-03-02")
        page.locator("details[open]").get_by_role("button").click()
        keep(page, "The harbour book says so.")
        # Three: words are marked in the text and added as a statement.
        early = next(d for d in snapshot.documents if d.name == "early.txt")
        page.goto(f"http://{address.netloc}/documents/{early.id}?layers=none")
        page.evaluate(
            """words => {
                const walk = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
                while (walk.nextNode()) {
                    const at = walk.currentNode.data.indexOf(words);
                    if (at < 0) continue;
                    const range = document.createRange();
                    range.setStart(walk.currentNode, at);
                    range.setEnd(walk.currentNode, at + words.length);
                    getSelection().removeAllRanges();
                    getSelection().addRange(range);
                    return;
                }
            }""",
            "before it fell",
        )
        page.keyboard.press("a")
        page.get_by_label("Who says it").fill("Jana Reed")
        page.get_by_role("button", name="See what it changes").click()
        keep(page, "It is the time that counts.")
        # Four: a source is judged. Five: two statements are the same.
        now = app.state.desk.snapshot()
        source = now.reading.statements[0]
        name = source.chain[0].holder.name if source.chain else "Early Post"
        page.goto(f"http://{address.netloc}/judge?question=reliability&left={name}&next=/judgements")
        page.get_by_role("button", name="C · fairly").click()
        keep(page, "She was on the quay.")
        a, b = (next(s for s in now.reading.statements if s.document == d.id) for d in now.documents)
        page.goto(
            f"http://{address.netloc}/judge?question=statements&left={a.id}&right={b.id}&answer=same&next=/review"
        )
        keep(page, "One crane, one Monday.")
        kept = app.state.desk.snapshot()
        assert [k.judgement.question for k in kept.judgements] == [
            "rejection", "correction", "addition", "reliability", "statements",
        ]  # fmt: skip
        kinds = [entry.kind for entry in app.state.desk.case.log(since=head)]
        assert (kinds.count("judgement"), set(kinds)) == (5, {"judgement", "collation"})
        assert {k.judgement.by for k in kept.judgements} == {"Ines Okafor"}
        added = kept.judgements[2].judgement.left
        start = early.text.index("before it fell")
        assert added == f"{early.id}:{start}:{start + 14}"
        assert kept.index.claim_of[a.id] == kept.index.claim_of[b.id]

        # The dossier says so; a key takes the last decision back, and another dossier does not.
        after = dossier(page)
        assert rejected.id in before
        assert f'id="{rejected.id}"' not in after
        page.goto(f"http://{address.netloc}/claims")
        page.keyboard.press("z")
        page.wait_for_selector("text=Take this decision back?")
        page.keyboard.type("Two cranes.")
        page.keyboard.press("Enter")
        page.get_by_text("Taken back.").wait_for()
        last = app.state.desk.snapshot()
        assert last.index.claim_of[a.id] != last.index.claim_of[b.id]
        assert dossier(page) != after


@pytest.fixture(scope="module")
def served(analysed: Path, tools: Tools, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Address, Any]]:
    folder = tmp_path_factory.mktemp("browser") / "case"
    shutil.copytree(analysed, folder)
    with serving(folder, tools) as found:
        yield found


def addresses(app: Any) -> dict[str, str]:
    """One address of every page."""
    snapshot = app.state.desk.snapshot()
    claim = next(f for f in snapshot.facts if f.accounts > 2)
    statement = next(s for s in snapshot.reading.statements if s.figures and s.chain)
    pair = next(i for i in snapshot.reviews if i.kind == "likeness")
    document = snapshot.documents[0]
    person = snapshot.views.entities("person")[0].entity
    loss = snapshot.reading.losses[0]
    return {
        "overview": "/",
        "claims": "/claims",
        "claim": f"/claims/{claim.id}",
        "statement": f"/statements/{statement.id}",
        "reader": f"/documents/{document.id}?layers=statements,holders,entities,dates",
        "conflicts": "/conflicts",
        "lineage": f"/lineage?without={loss.origin}",
        "who": "/who",
        "entity": f"/who/{person.id}",
        "timeline": "/timeline",
        "map": "/map",
        "review": "/review",
        "sources": "/sources",
        "search": "/search?q=ferry",
        "log": "/log?check=1",
        "judgements": "/judgements",
        "add": "/add",
        "help": "/help",
        "settings": "/settings",
        "preview": f"/judge?question=statements&left={pair.left}&right={pair.right}&answer=same",
        "error": "/nowhere",
    }


RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], "resultTypes": ["violations"]}


def test_every_page_is_for_everybody(enter: Enter, served: tuple[Address, Any]) -> None:
    """axe-core finds nothing serious: in the light all its rules, in the dark those on colours; and nothing is wider than a telephone."""
    address, app = served
    assert faults(enter(address), address, addresses(app)) == []


def test_pages_of_deciding_are_for_everybody(enter: Enter, analysed: Path, tools: Tools, tmp_path: Path) -> None:
    """Decisions, taking one back, correcting, adding by hand, and being overtaken, with something on each."""
    shutil.copytree(analysed, tmp_path / "case")
    with serving(tmp_path / "case", tools) as (address, app):
        page = enter(address)
        desk = app.state.desk
        statement = next(s for s in desk.snapshot().reading.statements if s.figures and s.chain)
        document = desk.snapshot().index.documents[statement.document]
        date = forms.correction(statement, document, {"field": "date", "earliest": "2024-03-01"})
        judgement = Judgement("correction", date.left, "date", date.answer, "Ines Okafor", "2024-05-01", "The book.")
        desk.judge(judgement, after=None)
        told = Judgement("account", document.id, "publisher", '{"value": null}', "Ines Okafor", "2024-05-01", "Nobody.")
        desk.judge(told, after=None)
        words = urlencode({"words": document.text[:40].strip(), "start": 0})
        hop = "field=hop&number=0&name=Jana+Reed&kind=named&basis=saw&because=Heard."
        corrections = f"/statements/{statement.id}"
        pages = {
            "decisions": "/judgements",
            "undo": f"/undo/{judgement.id}",
            "corrected": corrections,
            "correction": f"{corrections}/correct?{hop}",
            "addition": f"/documents/{document.id}/add?{words}",
            "account": f"/documents/{document.id}?correct=1",
            "account correction": f"/documents/{document.id}/correct?field=published&value=2024-03-02&because=Heard.",
            "accounts": "/sources",
            "log": "/log",
        }
        assert faults(page, address, pages) == []
        # Every form of correction opened at once.
        page.goto(f"http://{address.netloc}{corrections}")
        page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true; })")
        assert serious(axe.Axe().run(page, options=RULES)) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_day_of_an_account_is_corrected_by_keys_alone(
    enter: Enter, analysed: Path, tools: Tools, tmp_path: Path
) -> None:
    shutil.copytree(analysed, tmp_path / "case")
    with serving(tmp_path / "case", tools) as (address, app):
        page = enter(address)
        first = app.state.desk.snapshot().documents[0]
        page.goto(f"http://{address.netloc}/sources")
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/documents/{first.id}")
        page.keyboard.press("p")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.type") == "date"
        # A date field takes its parts in the order of the browser's language; both are the same here.
        page.keyboard.type("01012024")
        page.keyboard.press("Enter")
        keep(page, "The masthead says so.")
        now = next(d for d in app.state.desk.snapshot().documents if d.id == first.id)
        assert str(now.published.value) == "2024-01-01"
        assert f"The day of publication was first {first.published.value}" in page.content()
        assert "corrected by Ines Okafor" in dossier(page)
        page.keyboard.press("z")
        page.wait_for_selector("text=Take this decision back?")
        page.keyboard.type("It is the day of the archive.")
        page.keyboard.press("Enter")
        page.get_by_text("Taken back.").wait_for()
        assert next(d for d in app.state.desk.snapshot().documents if d.id == first.id) == first


def faults(page: Any, address: Address, pages: dict[str, str]) -> list[tuple[str, str, str, str]]:
    """What axe-core finds serious on some pages, and which of them are wider than a telephone. Leaves the page as a telephone has it."""
    checker = axe.Axe()
    found = []
    for name, path in pages.items():
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.set_viewport_size({"width": 1300, "height": 900})
        page.goto(f"http://{address.netloc}{path}")
        found += [
            (name, "light", v["id"], v["nodes"][0]["html"][:160]) for v in serious(checker.run(page, options=RULES))
        ]
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        colours = checker.run(page, options={"runOnly": ["color-contrast"], "resultTypes": ["violations"]})
        found += [(name, "dark", v["id"], v["nodes"][0]["html"][:160]) for v in serious(colours)]
        page.set_viewport_size({"width": 390, "height": 844})
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 390:
            found.append((name, "telephone", f"{width} wide", ""))
    return found


def serious(results: Any) -> list[dict[str, Any]]:
    return [v for v in results.response["violations"] if v["impact"] in ("serious", "critical")]


def test_the_review_goes_by_keys_alone(enter: Enter, served: tuple[Address, Any]) -> None:
    address, app = served
    page = enter(address)
    page.goto(f"http://{address.netloc}/review?kind=likeness&keep=at-once")
    items = [i for i in app.state.desk.snapshot().reviews if i.kind == "likeness"]
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("u")
    page.wait_for_selector(".notice.good")
    page.keyboard.press("d")
    until = time.monotonic() + 60
    while len(app.state.desk.snapshot().judgements) < 2 and time.monotonic() < until:
        page.wait_for_timeout(100)
    kept = [(k.judgement.left, k.judgement.answer) for k in app.state.desk.snapshot().judgements]
    assert kept == [(items[1].left, "unsure"), (items[0].left, "different")]
    page.wait_for_selector(".notice.good")
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open] table")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_url("**/claims")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/claims/claim-*")


def test_every_kind_of_review_is_decided_by_keys_and_shown_first(
    enter: Enter, analysed: Path, tools: Tools, tmp_path: Path
) -> None:
    shutil.copytree(analysed, tmp_path / "case")
    with serving(tmp_path / "case", tools) as (address, app):
        page = enter(address)
        keys = {"conflict": "l", "likeness": "d", "origins": "u", "source": "3"}
        for number, (kind, key) in enumerate(keys.items(), 1):
            first = next(i for i in app.state.desk.snapshot().reviews if i.kind == kind)
            page.goto(f"http://{address.netloc}/review?kind={kind}")
            page.keyboard.press("j")
            page.keyboard.press(key)
            keep(page, f"By the key {key}.")
            assert page.url.startswith(f"http://{address.netloc}/review?kind={kind}&kept=")
            kept = app.state.desk.snapshot().judgements
            assert len(kept) == number
            assert (kept[-1].judgement.left, kept[-1].judgement.because) == (first.left, f"By the key {key}.")
        # Looked at and left: Escape keeps nothing. Then the last one is taken back, by keys too.
        page.keyboard.press("1")
        page.wait_for_selector("#changes")
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        page.wait_for_url("**/review?kind=source*")
        assert len(app.state.desk.snapshot().judgements) == len(keys)
        page.keyboard.press("z")
        page.wait_for_selector("#changes")
        page.keyboard.type("A slip.")
        page.keyboard.press("Enter")
        page.get_by_text("Taken back.").wait_for()
        undone = app.state.desk.snapshot().judgements[-1].undone
        assert undone is not None
        assert (undone.by, undone.because) == ("Ines Okafor", "A slip.")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_a_running_job_is_stopped_and_goes_on_by_keys(
    chromium: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: bool
) -> None:
    """The button can be reached with Tab and pressed with Enter; what was read by then is kept."""
    go_on, real = threading.Event(), folder_module.annotate
    read: list[Any] = []
    jobs: Callable[[], tuple[Job, ...]] = tuple

    def slowly(*told: Any) -> Any:
        read.append(told)
        # The tenth account takes until somebody asks to stop.
        while len(read) == 10 and not go_on.is_set() and not any(job.stopping for job in jobs()):
            time.sleep(0.02)
        return real(*told)

    monkeypatch.setattr(folder_module, "annotate", slowly)
    with serving(tmp_path / "case", light_tools()) as (address, app):
        desk = app.state.desk
        jobs = desk.jobs
        desk.found("The quay", "Ines Okafor")
        sources = [Source(f"{n}.txt", f"{TEXT} Told by {n}.".encode(), Told()) for n in range(24)]
        job = desk.take_in(sources, "Ines Okafor")
        context = chromium.new_context(java_script_enabled=script)
        page = context.new_page()
        page.goto(address.url)
        page.goto(f"http://{address.netloc}/jobs/{job.id}")
        press_with_tab(page, "Stop reading")
        look_until(page.get_by_role("button", name="Go on reading"))
        said = page.locator("#job").inner_text()
        left = len(desk.case.pending())
        assert 0 < left < 24
        assert f"{24 - left} of 24 accounts read and kept. Nothing is half-written" in said
        assert f"{left} accounts are not read yet" in said
        if script:
            assert faults(page, address, {"stopped": f"/jobs/{job.id}"}) == []
        go_on.set()
        press_with_tab(page, "Go on reading")
        look_until(page.get_by_role("link", name="To the matter"))
        assert not desk.case.pending()
        context.close()


def look_until(wanted: Any) -> None:
    """Open the page again until something is there: without script it looks by itself, more seldom than a test likes."""
    until = time.monotonic() + 30
    while not wanted.count() and time.monotonic() < until:
        wanted.page.wait_for_timeout(300)
        wanted.page.reload()
    assert wanted.count()


def press_with_tab(page: Any, name: str) -> None:
    """Tab from the top of the page to a button, then Enter."""
    wanted = page.get_by_role("button", name=name)
    wanted.wait_for()
    page.locator("body").focus()
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("e => e === document.activeElement"):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"Tab does not come to {name}")


def test_it_works_without_script(chromium: Any, served: tuple[Address, Any]) -> None:
    address, app = served
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address.url)
    page.goto(f"http://{address.netloc}/review?kind=origins")
    kept = len(app.state.desk.snapshot().judgements)
    page.get_by_role("button", name="Not established").first.click()
    page.get_by_label("Why").fill("Nothing shows it.")
    page.get_by_role("button", name="Keep it").click()
    page.locator(".notice.good").wait_for(timeout=60_000)
    assert len(app.state.desk.snapshot().judgements) == kept + 1
    context.close()
