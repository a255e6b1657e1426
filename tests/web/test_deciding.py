"""From an answer to the ledger and back: preview, keep, overtake, take back."""

import json
import re
import threading
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from visiting import Open, Visitor, visit

from variorum.values.documents import Document
from variorum.values.judgements import Judgement, write_place
from variorum.values.statements import Statement
from variorum.values.text import Span
from variorum.web import forms
from variorum.web.telling import plain_name


def near_pair(visitor: Visitor) -> tuple[str, str]:
    shown = visitor.desk.snapshot()
    told = {claim.id: len(claim.statements) for claim in shown.reading.claims}
    near = [i for i in shown.reviews if i.kind == "likeness" and len(i.claims) == 2]
    # The two smallest claims: joining two statements of larger ones may part others of theirs again.
    item = min(near, key=lambda i: sum(told[claim] for claim in i.claims))
    return item.left, item.right


def test_five_decisions_each_shown_before_it_is_kept_and_one_taken_back(open_copy: Open) -> None:
    visitor = open_copy()
    before = visitor.desk.snapshot()
    left, right = near_pair(visitor)
    conflict = next(i for i in before.reviews if i.kind == "conflict")
    origins = next(i for i in before.reviews if i.kind == "origins")
    source = next(i for i in before.reviews if i.kind == "source")
    statement = next(s for s in before.reading.statements if s.figures)
    figures = forms.figures_json(statement.figures)
    figures[0]["low"] = figures[0]["high"] = 41
    five = [
        ("statements", left, right, "same"),
        ("conflict", conflict.left, conflict.right, "left"),
        ("independence", origins.left, origins.right, "different"),
        ("reliability", source.left, "", "B"),
        ("correction", statement.id, "figure", json.dumps({"figures": figures})),
    ]
    for number, (question, a, b, answer) in enumerate(five, 1):
        query = urlencode(
            {"question": question, "left": a, "right": b, "answer": answer, "by": "Ines", "next": "/review"}
        )
        shown = visitor.get(f"/judge?{query}")
        assert "What it would change" in shown
        decided = [e for e in visitor.desk.case.log(since=before.head.number) if e.kind == "judgement"]
        assert len(decided) == number - 1, "looking keeps nothing"
        where = visitor.judge(question, a, b, answer)
        assert where.startswith("/review?kept=judgement-")
    after = visitor.desk.snapshot()
    assert [k.judgement.question for k in after.judgements] == [row[0] for row in five]
    assert after.index.claim_of[left] == after.index.claim_of[right]
    assert after.index.statements[statement.id].figures[0].low == 41
    assert any(g.reliability == "B" for g in after.reading.grades)
    assert not any(i.left == conflict.left and i.right == conflict.right for i in after.reviews)

    first = after.judgements[0].judgement
    page = visitor.get(f"/undo/{first.id}?next=/claims")
    assert "Take this decision back?" in page
    assert (
        visitor.post(f"/undo/{first.id}", {"by": "Ines", "because": "I misread.", "next": "/claims"})
        == "/claims?kept=undone"
    )
    again = visitor.desk.snapshot()
    assert again.index.claim_of[left] != again.index.claim_of[right]
    assert again.index.claim_of[left] == before.index.claim_of[left]
    log = visitor.get("/log")
    assert "I misread." in log
    assert "Both texts say so." in log
    assert "taken back by Ines" in visitor.get("/judgements?kind=undone")


def test_a_preview_tells_what_would_be(open_copy: Open) -> None:
    visitor = open_copy()
    left, right = near_pair(visitor)
    query = urlencode({"question": "statements", "left": left, "right": right, "answer": "same", "by": "I"})
    page = visitor.get(f"/judge?{query}")
    claims = len(visitor.desk.snapshot().reading.claims)
    assert "claims joined" in page
    assert f"<td>{claims}</td>" in page
    nothing = visitor.get(f"/judge?{query.replace('answer=same', 'answer=unsure')}")
    assert "changes nothing that the pages show" in nothing


def test_a_form_without_a_reason_is_given_back_to_be_filled(open_copy: Open) -> None:
    visitor = open_copy()
    left, right = near_pair(visitor)
    page = visitor.judge("statements", left, right, "same", 422, because=" ")
    assert "needs a reason" in page
    assert "What it would change" in page
    assert visitor.hidden(page, "answer") == "same"


def test_taking_back_shows_first_what_it_would_change(open_copy: Open) -> None:
    visitor = open_copy()
    before = len(visitor.desk.snapshot().reading.claims)
    visitor.judge("statements", *near_pair(visitor), "same")
    assert len(visitor.desk.snapshot().reading.claims) == before - 1
    ident = visitor.desk.snapshot().judgements[0].judgement.id
    page = visitor.get(f"/undo/{ident}")
    assert f"<td>{before - 1}</td><td>{before}</td>" in page
    assert "No longer one claim" in page
    assert visitor.desk.snapshot().judgements[0].stands, "looking takes nothing back"


def test_decisions_are_told_in_words_on_every_page(open_copy: Open) -> None:
    visitor = open_copy()
    reading = visitor.desk.snapshot().reading
    one, other = [s for s in reading.statements if s.chain and s.figures][:2]
    document = visitor.desk.snapshot().index.documents[one.document]
    for form in (
        {"field": "date", "earliest": "2024-03-01", "latest": "2024-03-01"},
        {"field": "hop", "number": "0", "name": "Jana Reed", "kind": "named", "basis": "saw", "hedge": ""},
        {"field": "figure", "number": "0", "of": "crew", "low": "1,234,567", "high": "1,234,567"},
    ):
        asked = forms.correction(one, document, form)
        page = visitor.get(f"/judge?{asked.query()}&by=Ines")
        assert "{" not in page.split("<h1>")[1].split('id="changes"')[0]
        visitor.judge(asked.question, asked.left, asked.right, asked.answer)
    visitor.judge("rejection", other.id, "", "rejected")
    visitor.judge("statements", *near_pair(visitor), "different", because="Two landings.")
    shown = unescape(visitor.get("/judgements"))
    for words in ("1 March 2024", "Jana Reed (says they saw it)", "crew: 1,234,567", "They do not say the same."):
        assert words in shown
    assert other.passage.words[:60] in shown, "what was set aside can still be seen"
    for path in ("/judgements", "/log", "/", f"/statements/{one.id}"):
        main = visitor.get(path).split('id="main"')[1]
        assert "&#34;" not in main, path
        assert "stmt-" not in main.replace("/stmt-", "").replace("=stmt-", "").replace("#stmt-", ""), path
    # The figure is not rounded when it comes back into the form.
    assert 'value="1234567"' in visitor.get(f"/statements/{one.id}")


def test_a_source_is_judged_on_a_topic(open_copy: Open) -> None:
    visitor = open_copy()
    snapshot = visitor.desk.snapshot()
    item = next(i for i in snapshot.reviews if i.kind == "source")
    topic = max(item.sides[0].words.split(), key=len).strip(",.")
    asked = {"question": "reliability", "left": item.left, "right": topic, "answer": "B", "next": "/judgements"}
    page = visitor.get(f"/judge?{urlencode(asked)}")
    assert f'name="right" value="{topic}"' in page
    assert page.count("On which topic") == 1
    visitor.judge("reliability", item.left, topic, "B")
    assert f"a source, on “{topic}”" in visitor.get("/judgements")
    reading = visitor.desk.snapshot().reading
    assert f"a source, on “{topic}”: B · usually · {item.left}" in unescape(visitor.get("/log")), "the log names it"
    told = [r.says for g in reading.grades for r in g.reasons if r.rule == "reliability"]
    assert told
    assert all(f" on {topic}:" in says for says in told)
    assert len(told) < len(item.claims), "other things that it says are not graded by it"


def test_a_decision_whose_place_is_lost_is_shown_as_orphaned(open_copy: Open) -> None:
    visitor = open_copy()
    document = visitor.desk.snapshot().documents[0]
    place = write_place(Span(document.id, 0, 5))
    # Kept by another program from another reading; this one finds nobody there.
    lost = Judgement("entities", place, write_place(Span(document.id, 6, 9)), "same", "Ines", "2024-05-01", "One.")
    visitor.desk.case.judge(lost)
    page = visitor.get("/judgements?kind=orphaned")
    assert "Orphaned: nobody is named any more" in page
    assert "They are one." in page
    assert "They are one." not in visitor.get("/judgements?kind=stand")


def test_two_browsers_do_not_lose_a_decision(open_copy: Open) -> None:
    first = open_copy()
    second = visit(first.client.app)
    looked = str(first.desk.snapshot().head.number)
    pairs = [i for i in first.desk.snapshot().reviews if i.kind == "likeness"][:2]
    a, b = ((p.left, p.right) for p in pairs)
    first.judge("statements", *a, "different", after=looked, by="Ines")
    page = second.judge("statements", *b, "same", 409, after=looked, by="Pavel", because="The same night.")
    assert "Somebody decided while you looked" in page
    assert "Ines" in page
    assert "The same night." in page, "what was typed is not lost"
    kept = [k.judgement.by for k in first.desk.snapshot().judgements]
    assert kept == ["Ines"]
    # Asked again, with both in view, the answer is kept.
    href = unescape(page.split('class="button primary" href="')[1].split('"')[0])
    shown = second.get(href)
    assert second.hidden(shown, "after") == str(first.desk.snapshot().head.number)
    values = dict(parse_qsl(urlsplit(href).query))
    second.judge("statements", values["left"], values["right"], values["answer"], by="Pavel")
    assert [k.judgement.by for k in first.desk.snapshot().judgements] == ["Ines", "Pavel"]


def test_of_two_at_the_same_moment_one_is_asked_again(open_copy: Open) -> None:
    visitor = open_copy()
    other = visit(visitor.client.app)
    looked = str(visitor.desk.snapshot().head.number)
    pairs = [i for i in visitor.desk.snapshot().reviews if i.kind == "likeness"][:2]
    tokens = [visitor.csrf(), other.csrf()]
    answers: list[int] = []

    def send(who: Visitor, number: int) -> None:
        item = pairs[number]
        data = {
            "csrf": tokens[number],
            "after": looked,
            "question": "statements",
            "left": item.left,
            "right": item.right,
        }
        data |= {"answer": "unsure", "because": "Together.", "by": f"Person {number}", "next": "/"}
        answers.append(who.client.post("/judge", data=data, follow_redirects=False).status_code)

    threads = [threading.Thread(target=send, args=(who, n)) for n, who in enumerate((visitor, other))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [303, 409]
    assert len(visitor.desk.snapshot().judgements) == 1


def test_an_undo_after_somebody_else_decided_asks_again(open_copy: Open) -> None:
    visitor = open_copy()
    looked = str(visitor.desk.snapshot().head.number)
    left, right = near_pair(visitor)
    visitor.judge("statements", left, right, "different")
    ident = visitor.desk.snapshot().judgements[0].judgement.id
    assert "Somebody decided something" in visitor.post(
        f"/undo/{ident}", {"by": "P", "because": "x", "after": looked}, 409
    )
    visitor.post(f"/undo/{ident}", {"by": "P", "because": "x"})
    assert "took this back already" in visitor.get(f"/undo/{ident}", 409)


@pytest.mark.parametrize(("given", "says"), [({"because": " "}, "needs a reason"), ({"by": ""}, "who takes it back")])
def test_to_take_back_needs_a_name_and_a_reason(open_copy: Open, given: dict[str, str], says: str) -> None:
    visitor = open_copy()
    visitor.judge("statements", *near_pair(visitor), "different")
    ident = visitor.desk.snapshot().judgements[0].judgement.id
    assert re.search(r'id="because"[^>]* required', visitor.get(f"/undo/{ident}"))
    page = visitor.post(f"/undo/{ident}", {"by": "Ines", "because": "Two storms.", **given}, 422)
    assert says in page
    if "by" in given:
        assert 'value="Two storms."' in page, "what was typed is not lost"
    assert visitor.desk.snapshot().judgements[0].undone is None
    body = {"by": "Ines", "because": "Two storms.", **given}
    headers = {"x-form-token": visitor.csrf()}
    assert visitor.client.post(f"/api/judgements/{ident}/undo", json=body, headers=headers).status_code == 422
    assert visitor.desk.snapshot().judgements[0].undone is None


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"answer": "perhaps"}, "is no answer here"),
        ({"by": " "}, "needs the name"),
        ({"because": ""}, "needs a reason"),
        ({"left": "stmt-0"}, "there is no statement"),
        ({"question": "truth"}, "is no question"),
        ({"question": "addition", "left": "doc:1:0", "answer": "{}"}, ""),
        ({"question": "entities", "left": "doc:0:4", "right": "doc:5:9"}, "nobody is named"),
        ({"question": "correction", "right": "span", "answer": "not json"}, "is not JSON"),
        ({"question": "correction", "right": "colour", "answer": "{}"}, "cannot be corrected"),
        ({"question": "reliability", "left": "Nobody At All", "answer": "A", "right": ""}, "speaks in this case"),
    ],
)
def test_what_cannot_be_kept_is_said_and_not_kept(open_copy: Open, change: dict[str, str], says: str) -> None:
    visitor = open_copy()
    left, right = near_pair(visitor)
    head = visitor.desk.case.head()
    data = {
        "question": "statements",
        "left": left,
        "right": right,
        "answer": "same",
        "because": "Because.",
        "by": "Ines",
    }
    page = visitor.post("/judge", {**data, **change}, 422)
    assert says in unescape(page)
    visitor.client.get(f"/judge?{urlencode({**data, **change})}")
    assert visitor.desk.case.head() == head


def test_a_statement_by_hand_stands_at_the_words_that_were_marked(open_copy: Open) -> None:
    visitor = open_copy()
    snapshot = visitor.desk.snapshot()
    document = snapshot.documents[0]
    taken = {s.passage.words for s in snapshot.reading.statements}
    sentence = next(
        line for line in document.text.replace(". ", ".\n").split("\n") if len(line) > 40 and line.strip() not in taken
    )
    page = visitor.get(f"/documents/{document.id}/add?{urlencode({'words': sentence, 'start': '0'})}")
    place = visitor.hidden(page, "place")
    start, end = map(int, place.split("-"))
    assert document.text[start:end] == sentence.strip()
    query = urlencode(
        {"place": place, "name": "Jana Reed", "kind": "named", "basis": "saw", "because": "She says so.", "by": "Ines"}
    )
    where = visitor.client.get(f"/documents/{document.id}/added?{query}", follow_redirects=False).headers["location"]
    values = dict(parse_qsl(urlsplit(where).query))
    assert values["left"] == write_place(Span(document.id, start, end))
    visitor.judge(values["question"], values["left"], "", values["answer"])
    made = next(
        s for s in visitor.desk.snapshot().reading.statements if s.passage.span == Span(document.id, start, end)
    )
    assert made.chain[0].holder.name == "Jana Reed"
    assert made.chain[0].basis == "saw"
    words = visitor.get(f"/documents/{document.id}/add?words=words+that+are+not+there", 422)
    assert "do not stand in the text" in words


def test_a_half_marked_word_is_taken_whole_and_shown_before_it_is_kept(open_copy: Open) -> None:
    visitor = open_copy()
    document = visitor.desk.snapshot().documents[0]
    start, end = next((m.start(), m.end()) for m in re.finditer(r"\w{5,} \w{5,} \w{5,}", document.text))
    query = urlencode({"words": document.text[start + 2 : end - 2], "start": start})
    page = visitor.get(f"/documents/{document.id}/add?{query}")
    assert visitor.hidden(page, "place") == f"{start}-{end}"
    assert f'<mark class="this">{document.text[start:end]}</mark>' in page
    assert "which cuts a word" in page
    query = urlencode({"words": document.text[start:end], "start": start})
    assert "which cuts a word" not in visitor.get(f"/documents/{document.id}/add?{query}")


def test_who_says_it_is_corrected_in_one_place(reader: Visitor) -> None:
    statements = reader.desk.snapshot().reading.statements
    for one in (next(s for s in statements if len(s.chain) > 1), next(s for s in statements if not s.chain)):
        page = reader.get(f"/statements/{one.id}")
        summaries = re.findall(r"<summary>([^<:]+)", page)
        assert summaries.count("Who says it") == 1
        assert len(summaries) == len(set(summaries)), "no two forms for one thing"
        assert 'name="field" value="holder"' not in page


def test_a_rejected_statement_is_gone_and_comes_back(open_copy: Open) -> None:
    visitor = open_copy()
    statement = visitor.desk.snapshot().reading.statements[0]
    visitor.judge("rejection", statement.id, "", "rejected")
    visitor.get(f"/statements/{statement.id}", 404)
    ident = visitor.desk.snapshot().judgements[0].judgement.id
    visitor.post(f"/undo/{ident}", {"by": "Ines", "because": "It was right.", "next": f"/statements/{statement.id}"})
    visitor.get(f"/statements/{statement.id}")


def test_an_account_is_withdrawn_from_its_own_line(open_copy: Open) -> None:
    visitor = open_copy()
    document = visitor.desk.snapshot().reading.documents[0]
    link = (
        f"/judge?question=withdrawal&amp;left={document.id}&amp;right=account&amp;answer=withdrawn&amp;next=%2Fsources"
    )
    assert link.replace("%2F", "/") in visitor.get("/sources").replace("%2F", "/")
    assert "leaves every page" in " ".join(visitor.get(link.replace("&amp;", "&")).replace("</a>", "").split())
    visitor.judge("withdrawal", document.id, "account", "withdrawn")
    assert document.id not in {d.id for d in visitor.desk.snapshot().reading.documents}
    visitor.get(f"/documents/{document.id}", 404)


def test_words_of_a_withdrawn_witness_are_on_no_page(open_copy: Open) -> None:
    visitor = open_copy()
    name = "Tomas Verlin"
    told = [d.id for d in visitor.desk.snapshot().documents if name in d.text]
    assert "Verlin" in visitor.get(f"/documents/{told[-1]}")
    assert "Verlin" in visitor.get("/who")
    visitor.judge("withdrawal", name, "witness", "withdrawn")
    left = [d.id for d in visitor.desk.snapshot().documents if d.id in told]
    assert left
    for page in (
        *(f"/documents/{ident}" for ident in left),
        "/who",
        "/claims",
        "/search?q=lawyer",
        "/review",
        "/sources",
    ):
        assert "Verlin" not in visitor.get(page), page


# ---------------------------------------------------------------- forms by themselves


@pytest.fixture(scope="module")
def told(reader: Visitor) -> tuple[Statement, Document]:
    snapshot = reader.desk.snapshot()
    found = next(s for s in snapshot.reading.statements if len(s.chain) > 1)
    return found, snapshot.index.documents[found.document]


def answer(told: tuple[Statement, Document], **form: str) -> dict[str, object]:
    value: dict[str, object] = json.loads(forms.correction(*told, form).answer)
    return value


def test_a_corrected_hop_leaves_the_others_alone(told: tuple[Statement, Document]) -> None:
    chain = forms.chain_json(told[0].chain)
    changed = answer(told, field="hop", number="1", name="Somebody Else", kind="named", basis="saw", hedge="")["chain"]
    assert isinstance(changed, list)
    assert changed[0] == chain[0]
    assert changed[1]["holder"]["name"] == "Somebody Else"
    assert len(changed) == len(chain)
    assert answer(told, field="hop", number="0", name="")["chain"] == chain[1:]
    # The form shows a name without the mark of the unnamed; sent back as it is, the holder keeps its place in the text.
    kept = {"name": plain_name(chain[0]["holder"]["name"]), "kind": chain[0]["holder"]["kind"], "basis": "saw"}
    assert answer(told, field="hop", number="0", hedge="", **kept)["chain"][0]["holder"] == chain[0]["holder"]
    assert (
        len(answer(told, field="hop", number=str(len(chain)), name="One More", kind="role")["chain"]) == len(chain) + 1
    )  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "form",
    [
        {"field": "colour"},
        {"field": "hop", "number": "77", "name": "x"},
        {"field": "hop", "number": "-1", "name": "x"},
        {"field": "figure", "number": "0", "of": "people", "low": "many"},
        {"field": "figure", "number": "0", "of": "people", "low": "1e999"},
        {"field": "span", "words": "  "},
        {"field": "span", "words": "words that nobody wrote"},
    ],
)
def test_a_form_that_says_nothing_usable_is_refused(told: tuple[Statement, Document], form: dict[str, str]) -> None:
    with pytest.raises(forms.Unusable):
        forms.correction(*told, form)


def test_dates_and_holders_may_be_taken_away(told: tuple[Statement, Document]) -> None:
    assert answer(told, field="date", earliest="", latest="") == {"none": True}
    assert answer(told, field="date", earliest="2024-02-02", latest="") == {"earliest": "2024-02-02", "latest": None}
    assert answer(told, field="holder", name="") == {"name": None}


def test_words_are_found_where_they_stand_nearest() -> None:
    text = "A ship sank.\nThen  a\nship sank again. A ship sank."
    assert forms.find_words(text, "A ship sank", 0) == (0, 11)
    assert forms.find_words(text, "A ship sank", 40) == (38, 49)
    # A browser gives one space for any run of white space.
    start, end = forms.find_words(text, "Then a ship", 0)
    assert text[start:end] == "Then  a\nship"
    with pytest.raises(forms.Unusable):
        forms.find_words(text, "a boat", 0)


@pytest.mark.parametrize(
    ("marked", "taken"),
    [
        ("a cr‹ane fell in›to the river", "a ‹crane fell into› the river"),
        ("a ‹crane fell› into", "a ‹crane fell› into"),
        ("the ha‹rbour, Mon›day", "the ‹harbour, Monday›"),
        ("Ms O’‹Dell sai›d", "Ms ‹O’Dell said›"),
        ("the docker‹s’ union›", "the ‹dockers’ union›"),
        ("‹“The cra›ne”", "‹“The crane›”"),
        ("at 12‹3 m›en", "at ‹123 men›"),
        ("co-‹operation› ends", "co-‹operation› ends"),
        ("‹cafe›\u0301 was", "‹cafe\u0301› was"),
    ],
)
def test_a_place_that_cuts_a_word_takes_it_whole(marked: str, taken: str) -> None:
    text = marked.replace("‹", "").replace("›", "")
    start = marked.index("‹")
    a, b = forms.whole_words(text, start, marked.index("›") - 1)
    assert f"{text[:a]}‹{text[a:b]}›{text[b:]}" == taken


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\report.txt", "report.txt"),
        ("..", "file"),
        ("", "file"),
        (".hidden", "hidden"),
        ("a\x00b\nc\u202e.txt", "a b c .txt"),
        ("x" * 400 + ".txt", "x" * 146 + ".txt"),
    ],
)
def test_file_names_lose_their_folders(given: str, kept: str) -> None:
    assert forms.safe_name(given) == kept


# ---------------------------------------------------------------- what was told of an account


def test_the_day_of_an_account_is_corrected_in_a_form_shown_kept_and_taken_back(open_copy: Open) -> None:
    visitor = open_copy()
    before = visitor.desk.snapshot().reading
    document = next(
        d
        for d in before.documents
        if d.published.value and any(s.document == d.id and s.moment for s in before.statements)
    )
    page = visitor.get(f"/documents/{document.id}")
    assert f'value="{document.published.value}"' in page
    assert "correct its day" in visitor.get("/sources")
    asked = urlencode({"field": "published", "value": "2019-01-07", "because": "The masthead says so."})
    shown = visitor.get(f"/documents/{document.id}/correct?{asked}")
    assert "Correct this account?" in shown
    assert "2019-01-07" in shown
    assert "account told" in shown
    assert f"{document.name}: the day of publication" in shown
    answer = json.dumps({"value": "2019-01-07"})
    visitor.judge("account", document.id, "published", answer, because="The masthead says so.")
    told = f"The day of publication was first {document.published.value}"
    for path in (f"/documents/{document.id}", "/sources"):
        assert told in visitor.get(path)
    assert "day of publication corrected" in visitor.get("/judgements")
    log = visitor.get("/log")
    assert "day of publication corrected: 2019-01-07" in log
    assert "as it was corrected" in log
    row = next(d for d in json.loads(visitor.get("/api/documents")) if d["id"] == document.id)
    assert (row["published"], row["corrected"][0]["first"]) == ("2019-01-07", str(document.published.value))
    ident = visitor.desk.snapshot().judgements[0].judgement.id
    visitor.post(f"/undo/{ident}", {"by": "Ines", "because": "I misread.", "next": "/claims"})
    assert visitor.desk.snapshot().reading == before
    assert told not in visitor.get("/sources")


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("published", "2024-13-40", "is no day"),
        ("published", "2999-01-01", "still to come"),
        ("publisher", "x" * 400, "too long"),
    ],
)
def test_what_cannot_be_told_of_an_account_is_said_on_the_page(
    open_copy: Open, field: str, value: str, says: str
) -> None:
    visitor = open_copy()
    ident = visitor.desk.snapshot().documents[0].id
    page = visitor.get(f"/documents/{ident}/correct?{urlencode({'field': field, 'value': value})}", 422)
    assert says in unescape(page)
    assert "Keep it" not in page
    assert "cannot be corrected of an account" in visitor.get(f"/documents/{ident}/correct?field=title", 422)
    visitor.get("/documents/doc-0/correct?field=published&value=", 404)


def test_an_account_whose_day_is_not_known_after_all(open_copy: Open) -> None:
    visitor = open_copy()
    ident = visitor.desk.snapshot().documents[0].id
    shown = visitor.get(f"/documents/{ident}/correct?{urlencode({'field': 'published', 'value': ''})}")
    assert "unknown" in shown
    visitor.judge("account", ident, "published", '{"value": null}')
    assert "published: unknown" in visitor.get(f"/documents/{ident}")
