"""What was taken back is on no page: not where it was read, and not where it was decided on, logged or reported."""

import re
import time
from html import unescape

import pytest
from starlette.testclient import TestClient
from visiting import ADDRESS, TOKEN, Open, Visitor

from variorum.case import Source
from variorum.dossier.html import write_html
from variorum.dossier.json_ import write_json
from variorum.dossier.markdown import write_markdown
from variorum.stages.documents import Told
from variorum.values.documents import Document
from variorum.values.judgements import write_place
from variorum.values.statements import Statement
from variorum.values.text import Span
from variorum.web import forms

NAME = "Tomas Verlin"


def everywhere(visitor: Visitor) -> dict[str, str]:
    """Every page that tells of decisions, entries or files, as a person sees it."""
    paths = ["/", "/judgements", "/log", "/log?check=1", "/sources", "/review", "/claims", "/who", "/api/judgements"]
    entries = len(visitor.desk.case.log())
    paths += [f"/log?page={n}" for n in range(2, entries // 40 + 2)]
    paths += [f"/judgements?kind={kind}" for kind in ("stand", "orphaned", "overruled", "undone")]
    shown = {path: unescape(visitor.get(path)) for path in paths}
    for job in visitor.desk.jobs():
        shown |= {path: unescape(visitor.get(path)) for path in (f"/jobs/{job.id}", f"/api/jobs/{job.id}")}
        asked = f"/api/jobs/{job.id}/stop"
        shown[asked] = unescape(
            TestClient(
                visitor.client.app, base_url=f"http://{ADDRESS.netloc}", headers={"authorization": f"Bearer {TOKEN}"}
            )
            .post(asked)
            .text
        )
    for kept in visitor.desk.snapshot().judgements:
        path = f"/undo/{kept.judgement.id}"
        answer = visitor.client.get(path)
        assert answer.status_code in (200, 409), path
        shown[path] = unescape(answer.text)
    return shown


def telling(text: str) -> list[str]:
    """The sentences of a text that are long enough to be nobody else's."""
    pieces = (" ".join(piece.split()) for piece in re.split(r"[.!?\n“”\"]", text))
    return [piece for piece in pieces if len(piece) >= 24]


def decide(visitor: Visitor, one: Statement, document: Document, *, reason: str) -> None:
    """Everything that can be decided about one statement and its account, each with a reason that quotes it."""
    for form in (
        {"field": "span", "words": one.passage.words},
        {"field": "date", "earliest": "2024-03-01", "latest": "2024-03-01"},
        {"field": "hop", "number": "0", "name": "Jana Reed", "kind": "named", "basis": "saw", "hedge": ""},
    ):
        asked = forms.correction(one, document, form)
        visitor.judge(asked.question, asked.left, asked.right, asked.answer, because=reason)
    place = Span(document.id, one.passage.span.start, one.passage.span.end - 1)
    asked = forms.addition(document, place.start, place.end, {"name": "", "modality": "asserted"})
    visitor.judge("addition", write_place(place), "", asked.answer, because=reason)
    told = forms.particular(document, {"field": "published", "value": "2024-03-01"})
    visitor.judge(told.question, told.left, told.right, told.answer, because=reason)
    visitor.judge("rejection", one.id, "", "rejected", because=reason)
    # The last is taken back again, with the words in that reason too.
    last = visitor.desk.snapshot().judgements[-1].judgement.id
    visitor.post(f"/undo/{last}", {"by": "Ines", "because": reason})


def test_a_withdrawn_account_is_told_of_by_a_plain_line(open_copy: Open) -> None:
    visitor = open_copy()
    snapshot = visitor.desk.snapshot()
    document = next(
        d for d in snapshot.documents if any(s.document == d.id and s.chain for s in snapshot.reading.statements)
    )
    others = " ".join(" ".join(d.text.split()) for d in snapshot.documents if d.id != document.id)
    own = [piece for piece in telling(document.text) if piece not in others]
    one = next(s for s in snapshot.reading.statements if s.document == document.id and s.chain)
    other = next(s for s in snapshot.reading.statements if s.document != document.id)
    assert len(own) > 3
    decide(visitor, one, document, reason=f"In {document.name} it says: {own[0]}.")
    visitor.judge("rejection", other.id, "", "rejected", because="Nobody said that.")
    assert any(own[0] in page for page in everywhere(visitor).values()), "before, the reason is there to be read"
    told = Told(document.published.value, document.publisher.value, None)
    again = [Source(document.name, visitor.desk.case.exhibit(document.exhibit), told)]
    job = visitor.desk.take_in(again, by="Ines")
    while visitor.desk.running():
        time.sleep(0.01)
    assert document.name in everywhere(visitor)[f"/jobs/{job.id}"], "before, what came twice is told by its name"
    visitor.judge("withdrawal", document.id, "account", "withdrawn", because=f"{document.name} was lent only.")

    shown = everywhere(visitor)
    assert "the same bytes were given before" in shown[f"/api/jobs/{job.id}/stop"]
    for path, page in shown.items():
        assert document.name not in page, path
        assert [piece for piece in own if piece in page] == [], path
    for path in ("/judgements", "/log"):
        assert "a judgement about a withdrawn account" in shown[path]
        assert "the withdrawal of an account" in shown[path]
    assert "Nobody said that." in shown["/judgements"], "what is about others is still told"
    log = "".join(page for path, page in shown.items() if path.startswith("/log"))
    for says in ("received an account that was withdrawn since", "the text of an account that was withdrawn since"):
        assert says in log


def test_taking_a_withdrawal_back_does_not_show_first_what_it_held(open_copy: Open) -> None:
    visitor = open_copy()
    document = visitor.desk.snapshot().documents[0]
    visitor.judge("withdrawal", document.id, "account", "withdrawn", because="Lent only.")
    ident = visitor.desk.snapshot().judgements[-1].judgement.id
    page = unescape(visitor.get(f"/undo/{ident}"))
    assert document.name not in page
    assert "is not shown before it is back" in page
    assert "<td>" in page.split('id="changes"')[1], "how much would come back is told by counts"
    visitor.post(f"/undo/{ident}", {"by": "Ines", "because": "They agreed."})
    assert document.name in visitor.get("/sources")
    assert document.name in visitor.get("/log?page=2") + visitor.get("/log")


def test_a_withdrawn_witness_is_named_on_no_page_of_record(open_copy: Open) -> None:
    visitor = open_copy()
    snapshot = visitor.desk.snapshot()
    index = snapshot.index
    theirs = next(s for s in snapshot.reading.statements if any(NAME in hop.holder.name for hop in s.chain))
    decide(visitor, theirs, index.documents[theirs.document], reason=f"{NAME} said so on the telephone.")
    other = next(s for s in snapshot.reading.statements if s.document != theirs.document)
    visitor.judge("rejection", other.id, "", "rejected", because="Verlin says nobody said that.", by="Ines")
    visitor.judge("withdrawal", NAME, "witness", "withdrawn", because=f"{NAME} asked for it.")
    words = " ".join(theirs.passage.words.split())
    for path, page in everywhere(visitor).items():
        assert "Verlin" not in page, path
        assert words not in " ".join(page.split()), path
    assert "the withdrawal of a witness" in visitor.get("/judgements")
    # Nor in an original that others gave: where its text is shown covered, its bytes are not handed out.
    handed = [visitor.client.get(f"/sources/{d.exhibit}/original") for d in visitor.desk.snapshot().documents]
    assert {answer.status_code for answer in handed} == {200, 404}
    for answer in handed:
        assert "Verlin" not in answer.text
    assert "is not handed out" in visitor.get("/sources")


def test_nothing_is_covered_where_nothing_was_withdrawn(open_copy: Open) -> None:
    visitor = open_copy()
    snapshot = visitor.desk.snapshot()
    one = snapshot.reading.statements[0]
    visitor.judge("rejection", one.id, "", "rejected", because=f"{NAME} said so on the telephone.")
    assert f"{NAME} said so on the telephone." in visitor.get("/judgements")
    assert f"{NAME} said so on the telephone." in visitor.get("/log")
    assert "withdrawn" not in visitor.get("/judgements")


@pytest.mark.parametrize("path", ["/judgements", "/log"])
def test_a_withdrawal_that_was_taken_back_is_told_in_full(open_copy: Open, path: str) -> None:
    visitor = open_copy()
    document = visitor.desk.snapshot().documents[0]
    visitor.judge("withdrawal", document.id, "account", "withdrawn", because="Lent only.")
    ident = visitor.desk.snapshot().judgements[-1].judgement.id
    visitor.post(f"/undo/{ident}", {"by": "Ines", "because": "They agreed after all."})
    shown = visitor.get(path)
    assert "Lent only." in shown
    assert "They agreed after all." in shown


def test_a_witness_told_of_an_account_by_hand_is_named_nowhere_once_withdrawn(open_copy: Open) -> None:
    """As the author or publisher put in, as the first author that a correction took away, and in its reason."""
    visitor = open_copy()
    one, other, third = visitor.desk.snapshot().documents[:3]
    for document, field, value, because in (
        (one, "author", "Wanda Ziegler", "Wanda Ziegler wrote it."),
        (other, "author", "Wanda Ziegler", "Ziegler wrote it too."),
        (other, "author", "Pavel Lind", "It was not Ziegler."),
        (third, "publisher", "Wanda Ziegler Press", "It was Wanda Ziegler's own sheet."),
    ):
        told = forms.particular(document, {"field": field, "value": value})
        visitor.judge(told.question, told.left, told.right, told.answer, because=because)
    assert "Ziegler" in visitor.get("/sources")
    visitor.judge("withdrawal", "Wanda Ziegler", "witness", "withdrawn", because="Ziegler asked for it.")
    shown = everywhere(visitor)
    reading = visitor.desk.snapshot().reading
    shown |= {f"/documents/{d.id}": unescape(visitor.get(f"/documents/{d.id}")) for d in reading.documents}
    shown |= {"json": write_json(reading), "html": unescape(write_html(reading)), "markdown": write_markdown(reading)}
    shown |= {"/api/documents": visitor.client.get("/api/documents").text}
    for path, page in shown.items():
        assert "Ziegler" not in page, (path, page[max(0, page.find("Ziegler") - 200) :][:300])


def test_a_name_told_of_an_account_is_text_on_every_page(open_copy: Open) -> None:
    visitor = open_copy()
    document = visitor.desk.snapshot().documents[0]
    told = forms.particular(document, {"field": "publisher", "value": "<script>alert(1)</script>"})
    visitor.judge(told.question, told.left, told.right, told.answer, because="<img src=x onerror=alert(2)>")
    reading = visitor.desk.snapshot().reading
    paths = ["/", "/sources", "/judgements", "/log", "/lineage", "/claims", "/timeline", f"/documents/{document.id}"]
    pages = {path: visitor.get(path) for path in paths} | {"html": write_html(reading)}
    for path, page in pages.items():
        assert "<script>alert(1)" not in page, path
        assert "<img src=x" not in page, path
