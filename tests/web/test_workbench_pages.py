"""What the pages show, and that each is made from a documented value."""

import dataclasses
import json
import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from visiting import ADDRESS, Visitor, visit

import variorum.web.pages
from variorum.case import Tools
from variorum.case.folder import Case
from variorum.case.ingest import Source
from variorum.stages.documents import Told
from variorum.web import render as rendering
from variorum.web import select
from variorum.web.desk import Snapshot
from variorum.web.queue import source_names
from variorum.web.server import app_at

LISTS = (
    "/",
    "/claims",
    "/claims?kind=several",
    "/claims?q=ferry&holder=verlin&since=2024-01-01&until=2024-12-31",
    "/conflicts",
    "/conflicts?kind=tensions",
    "/conflicts?kind=supersedes&facet=number",
    "/lineage",
    "/who",
    "/who?kind=unit",
    "/timeline",
    "/timeline?kind=open",
    "/map",
    "/review",
    "/review?kind=likeness&keep=at-once",
    "/sources",
    "/search",
    "/search?q=ferry",
    "/search?q=ferry&in=texts",
    "/judgements",
    "/log",
    "/log?check=1&kind=custody",
    "/add",
    "/help",
    "/settings",
)


def links(page: str, pattern: str) -> list[str]:
    return [unescape(href) for href in re.findall(rf'href="({pattern}[^"#]*)', page)]


@pytest.fixture
def contexts(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What templates were given."""
    seen: list[Any] = []
    real = rendering.render

    def spy(template: str, frame: Any, page: Any) -> str:
        seen.append(page)
        return real(template, frame, page)

    monkeypatch.setattr("variorum.web.app.render", spy)
    return seen


def test_every_page_is_made_from_a_documented_value(reader: Visitor, contexts: list[Any]) -> None:
    for path in LISTS:
        reader.get(path)
    claim = links(reader.get("/claims"), "/claims/claim-")[0]
    statement = links(reader.get(claim), "/statements/")[0]
    document = links(reader.get("/sources"), "/documents/")[0]
    person = links(reader.get("/who"), "/who/")[0]
    for path in (statement, document, person, "/nowhere"):
        reader.client.get(path)
    known = {c for c in vars(variorum.web.pages).values() if dataclasses.is_dataclass(c)}
    kinds = {type(page) for page in contexts}
    assert kinds <= known
    assert len(kinds) >= 19
    for kind in known:
        assert kind.__doc__, kind.__name__
        assert not kind.__doc__.startswith(kind.__name__ + "("), f"{kind.__name__} says what it is"


def test_numbers_on_the_overview_are_those_of_the_reading(reader: Visitor) -> None:
    reading, page = reader.desk.snapshot().reading, reader.get("/")
    assert f"<b>{len(reading.documents)}</b>accounts" in page
    assert f"{len(reading.claims)} claims" in page
    assert "The Sound of Veth" in page


def test_a_filter_is_an_address_and_says_how_many(reader: Visitor) -> None:
    facts = reader.desk.snapshot().facts
    several = [f for f in facts if "several" in f.kinds]
    page = reader.get("/claims?kind=several")
    assert f"{len(several)} claims" in page
    assert page.count("data-open") == len(several)
    alone = reader.get("/claims?kind=alone&holder=nadia")
    assert all("nadia ferrow" in f.holders for f in facts if f'/claims/{f.id}"' in alone)


def test_a_claim_shows_every_reading_with_its_words_and_its_reasons(reader: Visitor) -> None:
    snapshot = reader.desk.snapshot()
    facts = next(f for f in snapshot.facts if f.accounts > 2)
    page = unescape(re.sub(r"<[^>]+>", "", reader.get(f"/claims/{facts.id}")))
    view = snapshot.views.claim(facts.id)
    assert len(view.readings) > 2
    for reading in view.readings:
        assert reading.statement.passage.words in page
    assert view.standing is not None
    for origin in view.standing.origins:
        assert origin.reason in page
    assert view.grade is not None
    assert all(reason.says in page for reason in view.grade.reasons)


def test_the_text_is_whole_whatever_layers_lie_over_it(reader: Visitor) -> None:
    snapshot = reader.desk.snapshot()
    for document in snapshot.documents:
        for layers in ("none", "statements", "holders,entities", "statements,holders,entities,dates"):
            page = select.reader(snapshot, document.id, {"layers": layers})
            assert "".join(piece.words for piece in page.pieces) == document.text
            starts = [piece.start for piece in page.pieces]
            assert all(document.text[s : s + len(p.words)] == p.words for s, p in zip(starts, page.pieces, strict=True))


def test_a_long_text_is_read_in_parts_that_join_to_the_text() -> None:
    text = "\n".join(f"Line {n} tells of the harbour." for n in range(4000)) + "x" * 60_000
    parts = select._parts(text)
    assert len(parts) > 3
    assert "".join(text[a:b] for a, b in parts) == text
    assert max(b - a for a, b in parts) <= select._PART * 1.25


def test_what_an_address_names_and_is_gone_is_said_kindly(reader: Visitor) -> None:
    for path in (
        "/claims/claim-0",
        "/statements/stmt-0",
        "/documents/doc-0",
        "/who/e-0",
        "/jobs/job-0",
        "/undo/judgement-0",
    ):
        page = reader.get(path, 404)
        assert "Not done" in page
        assert "Traceback" not in page


@pytest.mark.parametrize("path", ["/claims?page=99", "/claims?page=-1", "/claims?page=x", "/claims?page=" + "9" * 400])
def test_a_page_that_is_not_there_is_the_nearest_one(reader: Visitor, path: str) -> None:
    assert "claims" in reader.get(path)


def test_a_search_is_narrowed_to_accounts_by_name_or_publisher(reader: Visitor) -> None:
    documents = reader.desk.snapshot().documents
    one = documents[-1]
    everywhere = reader.get("/search?q=ferry")
    assert len(set(re.findall(r'href="/documents/([^"?]+)\?focus', everywhere))) > 1
    for called in (one.id, one.name, (one.publisher.value or one.name).upper()):
        page = reader.get(f"/search?{urlencode({'q': 'ferry', 'document': called})}")
        assert set(re.findall(r'href="/documents/([^"?]+)\?focus', page)) == {one.id}, called
    assert f'name="document" value="{one.name}"' in reader.get(f"/search?q=ferry&document={one.id}")
    nobody = reader.get("/search?q=ferry&document=The+Evening+Nothing")
    assert "No account is called “The Evening Nothing”." in nobody
    assert "?focus" not in nobody, "a name that is nobody's is not left out of the question"


def test_a_date_that_is_none_is_said(reader: Visitor) -> None:
    assert "is not a day" in reader.get("/claims?since=yesterday")
    assert "is not a day" in reader.get("/search?q=ferry&until=2024-13-01")


def test_graphic_passages_are_blurred_until_asked_for(reader: Visitor) -> None:
    document = next(d for d in reader.desk.snapshot().documents if "bodies" in d.text)
    assert re.search(r'class="[^"]*\bgraphic\b', reader.get(f"/documents/{document.id}"))
    assert not re.search(r'class="[^"]*\bgraphic\b', reader.get(f"/documents/{document.id}?reveal=1"))
    assert "graphic passage; see the table" in reader.get("/timeline")
    assert "graphic passage; see the table" not in reader.get("/timeline?reveal=1")


HOSTILE = """<script>alert(1)</script> The <b>ship</b> "sank" & burned, Jana Reed said on 3 May 2024.
{{ 7 * 7 }} and {% raw %} were painted on it, she said. <img src=x onerror=alert(2)> hung from the mast, Pavel Lind said.
</textarea></div><a href="javascript:alert(3)">Click here</a>, the captain of the ship told the harbour office.
"""


def test_texts_are_shown_and_never_run(tools: Tools, tmp_path: Path) -> None:
    folder = tmp_path / "hostile"
    # As JSON, so that its tags are read as words and not taken for a web page's.
    raw = json.dumps({"text": HOSTILE}).encode()
    Case.create(folder, name='<i>Matter</i> "x"', by="<b>Ines</b>").close()
    with Case.open(folder, tools=tools) as case:
        case.add(
            [Source('<img src=x onerror=alert(1)>".json', raw, Told(None, "<u>Post</u>", None))],
            by="<b>I</b>",
        )
        case.analyse()
    app = app_at(ADDRESS, folder, tools, by="'\"><script>")
    visitor = visit(app)
    snapshot = app.state.desk.snapshot()
    paths = [
        *LISTS,
        f"/documents/{snapshot.documents[0].id}",
        '/search?q="><script>alert(4)</script>',
        '/claims?q="><script>',
    ]
    paths += [f"/claims/{c.id}" for c in snapshot.reading.claims] + [
        f"/statements/{s.id}" for s in snapshot.reading.statements
    ]
    for path in paths:
        page = visitor.get(path)
        # The only script is ours, from its own address; no tag of a text came through.
        assert re.findall(r"<script[^>]*>", page) == re.findall(
            r'<script src="/static/workbench\.js\?v=\w+" defer>', page
        ), path
        for tag in ("<img", "<b>ship", "<i>Matter", "<u>Post", '<a href="javascript', "49 and"):
            assert tag not in page, (path, tag)
    assert snapshot.documents[0].text.startswith("<script>alert(1)</script>")
    shown = unescape(re.sub(r"<[^>]+>", "", visitor.get(f"/documents/{snapshot.documents[0].id}")))
    assert "<script>alert(1)</script>" in shown
    assert "{{ 7 * 7 }}" in shown
    original = visitor.client.get(f"/sources/{snapshot.documents[0].exhibit}/original")
    assert original.content == raw
    assert original.headers["content-type"] == "application/octet-stream"
    assert original.headers["content-disposition"].startswith("attachment")
    app.state.desk.close()


def test_a_page_of_a_large_list_shows_only_a_part() -> None:
    many = tuple(range(1000))
    shown, paging = select.paged(many, {"page": "3", "q": "a&b"}, "/claims", "q")
    assert list(shown) == list(range(80, 120))
    assert (paging.of, paging.first, paging.last) == (25, 81, 120)
    assert paging.to(4) == "/claims?q=a%26b&page=4"


def test_an_empty_case_has_every_page(tools: Tools, tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    Case.create(folder, name="Nothing yet").close()
    app = app_at(ADDRESS, folder, tools)
    visitor = visit(app)
    for path in LISTS:
        visitor.get(path)
    assert "There is no account in this case yet" in visitor.get("/")
    app.state.desk.close()


def test_a_snapshot_is_made_anew_when_another_program_writes(analysed: Path, tools: Tools, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(analysed, tmp_path / "case")
    app = app_at(ADDRESS, tmp_path / "case", tools)
    before: Snapshot = app.state.desk.snapshot()
    assert app.state.desk.snapshot() is before
    with Case.open(tmp_path / "case", tools=tools) as other:
        other.add(
            [
                Source(
                    "note.txt",
                    b"A short note on the harbour of Veth, which was closed on Monday.",
                    Told(None, None, None),
                )
            ]
        )
    after = app.state.desk.snapshot()
    assert len(after.documents) == len(before.documents) + 1
    assert len(after.pending) == 1
    assert "not read yet" in visit(app).get("/")
    app.state.desk.close()


def test_every_source_of_a_claim_can_be_judged(reader: Visitor) -> None:
    """Also where outlets in their own voice are counted as one: each has a link, and none leads to nobody."""
    assert source_names("Early Post (own voice), Late, Daily (own voice)") == ("Early Post", "Late, Daily")
    assert source_names("Jana Reed") == ("Jana Reed",)
    joined = [
        s.claim
        for s in reader.desk.snapshot().reading.standings
        if any(len(source_names(o.name)) > 1 for o in s.origins)
    ]
    assert joined, "the example has such a claim"
    for claim in joined:
        links = re.findall(r'href="(/judge\?question=reliability[^"]*)"', reader.get(f"/claims/{claim}"))
        assert len(links) > 1
        for link in links:
            assert "What it would change" in reader.get(unescape(link) + "&answer=B"), link


def test_what_lies_beside_a_claim_is_other_claims_first(reader: Visitor) -> None:
    views = reader.desk.snapshot().views
    for claim in list(views.claim_numbers)[:12]:
        page = reader.get(f"/claims/{claim}")
        if 'id="beside"' not in page:
            continue
        inner = [r for r in views.claim(claim).relations if r.a_claim == r.b_claim]
        beside = page.split('id="beside"')[1].partition("<details>")
        assert "They say different things" not in beside[0]
        assert beside[2].count("They say different things") == min(len(inner), 40)
        if inner:
            return
    raise AssertionError("no claim of the example has two readings with a relation between them")
