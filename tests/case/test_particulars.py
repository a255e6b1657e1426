"""Who published an account, when, and whose words it is, corrected after it came: worked out anew, told, and taken back without a trace."""

import datetime
import json
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fixtures.light_tools import LightParser, light_tools
from judging import DAY, TEXTS, Matter, decide, matter
from variorum.case import Case, CaseError, Settings, Silence, Source
from variorum.case.deciding import check, compare
from variorum.case.ingest import ingest
from variorum.case.particulars import correct_accounts, read_day, read_name
from variorum.dossier.json_ import export, write_json
from variorum.models.parsing import Parser
from variorum.stages.documents import Told
from variorum.stages.statements.amend import Refused
from variorum.values.documents import Corrected
from variorum.values.judgements import Judgement
from variorum.values.readings import Reading

LATER = datetime.date(2024, 5, 16)


@pytest.fixture(scope="module")
def barge(parser: Parser) -> Matter:
    return matter(parser)


def tell(matter: Matter, outlet: str, field: str, value: str | None, *, minute: int = 0) -> Judgement:
    ident = matter.document(outlet).id
    return decide("account", ident, field, json.dumps({"value": value}), minute=minute, because="The masthead says so.")


def days(reading: Reading, matter: Matter, outlet: str) -> set[tuple[object, object]]:
    ident = matter.document(outlet).id
    return {(s.moment.earliest, s.moment.latest) for s in reading.statements if s.document == ident and s.moment}


# ---------------------------------------------------------------- what hangs on them is worked out anew


def test_another_day_of_publication_moves_the_days_counted_from_it_and_no_others(barge: Matter) -> None:
    after = barge.read([tell(barge, "Coast Courier", "published", str(LATER))])
    monday, later = datetime.date(2024, 5, 6), datetime.date(2024, 5, 13)
    assert days(barge.plain, barge, "Coast Courier") == {(monday, monday)}
    assert days(after, barge, "Coast Courier") == {(later, later)}
    assert days(after, barge, "Radio Meadow") == days(barge.plain, barge, "Radio Meadow") == {(monday, monday)}
    said = {d.kind: d.says for d in compare(barge.plain, after).differences}
    assert said["account told"] == f"coast-courier.txt: the day of publication was {DAY}, and becomes {LATER}."
    assert "the date was 2024-05-06, and becomes 2024-05-13" in said["statement changed"]


def test_who_came_first_changes_who_copied_from_whom(barge: Matter) -> None:
    (before,) = [e for e in barge.plain.lineage if e.kind != "cites"]
    courier, radio = barge.document("Coast Courier").id, barge.document("Radio Meadow").id
    assert {before.child, before.parent} == {courier, radio}
    for late, early in ((courier, radio), (radio, courier)):
        outlet = "Coast Courier" if late == courier else "Radio Meadow"
        after = barge.read([tell(barge, outlet, "published", str(LATER))])
        assert [(e.child, e.parent, e.kind) for e in after.lineage] == [(late, early, "copies")]
        if (before.child, before.parent, before.kind) != (late, early, "copies"):
            assert "lineage" in {d.kind for d in compare(barge.plain, after).differences}


def test_an_unknown_day_leaves_open_what_was_counted_from_it(barge: Matter) -> None:
    after = barge.read([tell(barge, "Coast Courier", "published", None)])
    document = next(d for d in after.documents if d.name == "coast-courier.txt")
    assert (document.published.value, document.published.how) == (None, "unknown")
    assert days(after, barge, "Coast Courier") <= {(None, None)}
    assert after.documents[-1] == document, "accounts without a day come last"


def test_another_publisher_is_another_own_voice_and_no_longer_independent_of_its_like(barge: Matter) -> None:
    closed = barge.statement("Hill Guardian", "47th Engineer Battalion closed")
    claim = next(c for c in barge.plain.claims if closed.id in c.statements)

    def origins(reading: Reading) -> set[str]:
        claims = {c.id for c in reading.claims if closed.id in c.statements}
        return {o.name for s in reading.standings if s.claim in claims for o in s.origins}

    after = barge.read([tell(barge, "Hill Guardian", "publisher", "Coast Courier")])
    assert closed.id in {s.id for s in after.statements}, "a statement keeps its id, and with it every decision"
    assert any("Hill Guardian" in name for name in origins(barge.plain)), claim
    assert not any("Hill Guardian" in name for name in origins(after))
    assert any("Coast Courier" in name for name in origins(after))
    unknown = barge.read([tell(barge, "Hill Guardian", "publisher", None)])
    assert not any("Hill Guardian" in name for name in origins(unknown))


def test_an_account_becomes_a_witness_statement_and_is_none_after_all(barge: Matter) -> None:
    told = tell(barge, "Radio Meadow", "author", "Ines Okafor")
    radio = barge.document("Radio Meadow").id
    after = barge.read([told])
    chains = {tuple(h.holder.name for h in s.chain) for s in after.statements if s.document == radio}
    assert all(names[-1:] == ("Ines Okafor",) for names in chains), chains
    back = barge.read([told, tell(barge, "Radio Meadow", "author", None, minute=1)])
    assert strip(back) == strip(barge.plain)


def test_a_witness_who_was_told_by_mistake_leaves_the_authors_that_the_text_names(parser: Parser) -> None:
    text = "By Jonas Brandt\n\nThe crane fell on the quay of Oskeld on Friday.\n"
    crane = matter(parser, texts={"Crane": text}, authors={"Crane": "Marta Velin"})
    (document,) = correct_accounts(crane.taken.documents, [tell(crane, "Crane", "author", None)])
    assert (document.author_is_voice, document.authors) == (False, ("Jonas Brandt",))
    assert document.correction("author") == Corrected(
        "author", "Marta Velin", "user", "Ada Brandt", "2024-06-02T10:00:00+00:00", "The masthead says so."
    )


def test_right_at_once_and_corrected_are_one(parser: Parser, barge: Matter) -> None:
    """A case in which the day was told right when the file came in reads as one in which it was corrected."""

    class RightAtOnce(Matter):
        @property
        def taken(self):  # type: ignore[no-untyped-def,override]
            sources = [
                Source(
                    f"{o.lower().replace(' ', '-')}.txt",
                    t.encode(),
                    Told(LATER if o == "Coast Courier" else DAY, o, None),
                )
                for o, t in TEXTS.items()
            ]
            return ingest(sources, Settings(clock="2024-06-01T00:00:00+00:00"), Silence())

    at_once = RightAtOnce(barge.tools).read()
    corrected = barge.read([tell(barge, "Coast Courier", "published", str(LATER))])
    assert strip(corrected) == strip(at_once)


def strip(reading: Reading) -> dict[str, Any]:
    """All that is exported, but for the record of who corrected what."""
    exported = export(reading)
    for document in exported["documents"]:
        document.pop("corrected")
    return {k: v for k, v in exported.items() if k != "judgements"}


# ---------------------------------------------------------------- what was told first stays


def test_the_export_has_the_corrected_value_and_what_it_was_by_whom_and_why(barge: Matter) -> None:
    after = barge.read([tell(barge, "Coast Courier", "published", str(LATER))])
    document = next(d for d in export(after)["documents"] if d["name"] == "coast-courier.txt")
    assert document["published"] == {"value": "2024-05-16", "how": "user"}
    assert document["corrected"] == [
        {
            "field": "published",
            "first": {"value": "2024-05-08", "how": "user"},
            "by": "Ada Brandt",
            "at": "2024-06-02T10:00:00+00:00",
            "because": "The masthead says so.",
        }
    ]
    assert [d["corrected"] for d in export(after)["documents"]].count([]) == 2


def test_of_two_corrections_the_later_stands_beside_what_was_first(barge: Matter) -> None:
    one = tell(barge, "Coast Courier", "publisher", "Harbour Radio", minute=1)
    two = tell(barge, "Coast Courier", "publisher", "Tide Daily", minute=2)
    other = tell(barge, "Coast Courier", "published", None, minute=3)
    after = barge.read([one, two, other])
    document = next(d for d in after.documents if d.name == "coast-courier.txt")
    assert document.publisher.value == "Tide Daily"
    assert [(c.field, c.first) for c in document.corrected] == [
        ("published", "2024-05-08"),
        ("publisher", "Coast Courier"),
    ]
    assert [h.state for h in after.judgements] == ["overruled", "stands", "stands"]
    assert [h.state for h in barge.read([other, two]).judgements] == ["stands", "stands"]


def test_a_doubt_about_a_day_goes_once_somebody_told_it(parser: Parser) -> None:
    html = (
        "<html><head><meta property='article:published_time' content='2024-02-01'></head><body><article>"
        "<h1>The crane</h1><p>Published 14 March 2024</p><p>The crane fell on the quay of Oskeld on Friday. "
        "Two workers were hurt, the mayor said. The harbour was closed for the rest of the day.</p></article></body></html>"
    )
    source = Source("crane.html", html.encode(), Told())
    crane = matter(parser)
    crane.taken = ingest([source], Settings(clock=""), Silence())  # type: ignore[misc]
    codes = {i.code for i in crane.read().issues}
    assert "date-conflict" in codes
    told = decide("account", crane.taken.documents[0].id, "published", '{"value": "2024-03-14"}')
    assert "date-conflict" not in {i.code for i in crane.read([told]).issues}


# ---------------------------------------------------------------- what cannot be told


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("published", "2024-13-40", "'2024-13-40' is no day"),
        ("published", "20240502", "'20240502' is no day"),
        ("published", "", "'' is no day"),
        ("published", "2024-06-04", "2024-06-04 is still to come"),
        ("publisher", " ", "give a name"),
        ("publisher", "x" * 301, "too long"),
        ("author", "Ma\u0007rta", "cannot be printed"),
    ],
)
def test_what_cannot_be_told_is_refused_in_a_sentence(barge: Matter, field: str, value: str, says: str) -> None:
    with pytest.raises(Refused, match=says) as refused:
        check(tell(barge, "Coast Courier", field, value), barge.plain)
    assert len(str(refused.value)) < 160


def test_it_is_tomorrow_already_somewhere_on_earth(barge: Matter) -> None:
    at_ten = tell(barge, "Coast Courier", "published", "2024-06-03")
    check(at_ten, barge.plain)
    with pytest.raises(Refused, match="still to come"):
        check(replace(at_ten, at="2024-06-02T09:59:00+00:00"), barge.plain)


@pytest.mark.parametrize(
    "answer", ["", "{}", "[]", '"2024-05-16"', '{"value": 3}', '{"value": "2024-05-16", "more": 1}']
)
def test_an_answer_of_another_form_is_refused_and_changes_nothing_where_it_is_kept(barge: Matter, answer: str) -> None:
    odd = decide("account", barge.document("Coast Courier").id, "published", answer)
    with pytest.raises(Refused):
        check(odd, barge.plain)
    after = barge.read([odd])
    assert [h.state for h in after.judgements] == ["orphaned"]
    assert after.statements == barge.plain.statements


def test_an_account_that_is_not_there_and_one_that_is_twice_there(barge: Matter, parser: Parser) -> None:
    with pytest.raises(Refused, match="there is no account 'doc-0'"):
        check(decide("account", "doc-0", "published", '{"value": null}'), barge.plain)
    same = {"Coast Courier": TEXTS["Coast Courier"], "Tide Daily": TEXTS["Coast Courier"]}
    twins = matter(parser, texts=same)
    with pytest.raises(Refused, match=r"coast-courier\.txt is the same text by the same publisher"):
        check(tell(twins, "Tide Daily", "publisher", "Coast Courier"), twins.plain)


# ---------------------------------------------------------------- beside a withdrawal


def test_a_correction_goes_with_its_account_and_its_names_with_their_witness(barge: Matter) -> None:
    radio = barge.document("Radio Meadow").id
    author = tell(barge, "Radio Meadow", "author", "Ines Okafor", minute=1)
    gone = barge.read([author, decide("withdrawal", radio, "account", minute=2)])
    assert radio not in {d.id for d in gone.documents}
    assert gone.judgements == ()
    assert "okafor" not in write_json(gone).casefold()
    witness = barge.read([author, decide("withdrawal", "Ines Okafor", "witness", minute=2)])
    assert radio not in {d.id for d in witness.documents}, "it is theirs as it is told now"
    # Told otherwise since, the account is not theirs any more, but their name stays covered wherever it was told.
    other = tell(barge, "Radio Meadow", "publisher", "Okafor Press", minute=1)
    back = tell(barge, "Radio Meadow", "publisher", "Tide Daily", minute=2)
    kept = barge.read([other, back, decide("withdrawal", "Okafor Press", "witness", minute=3)])
    assert radio in {d.id for d in kept.documents}
    assert "okafor" not in write_json(kept).casefold()


def test_a_judgement_whose_reason_names_a_witness_is_followed_after_the_witness_withdrew(barge: Matter) -> None:
    one = barge.statement("Coast Courier", "went down")
    other = barge.statement("Hill Guardian", "The barge sank in the harbour")
    apart = decide("statements", one.id, other.id, "different", because="Marta Velin says so.")
    withdrawn = decide("withdrawal", "Marta Velin", "witness", minute=1)

    def together(reading: Reading) -> bool:
        return any({one.id, other.id} <= set(c.statements) for c in reading.claims)

    assert together(barge.read([withdrawn]))
    assert not together(barge.read([apart, withdrawn]))


# ---------------------------------------------------------------- in a kept case

QUAY = "The crane fell on the quay on Monday. Two workers were hurt in the harbour.\n"
MAST = "The mast fell at dawn on Friday. Three sailors were in the harbour that day.\n"
AT = "2024-05-20T10:00:00+00:00"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "matter"
    Case.create(folder, name="m", clock=lambda: AT).close()
    with Case.open(folder, clock=lambda: AT, tools=light_tools()) as case:
        sources = [("quay.txt", QUAY, "Coast Courier"), ("mast.txt", MAST, "Tide Daily")]
        case.add([Source(n, t.encode(), Told(datetime.date(2024, 5, 8), p, None)) for n, t, p in sources])
        case.analyse()
    return folder


def of(case: Case, name: str, field: str, value: str | None, minute: int = 0) -> Judgement:
    ident = next(d.id for d in case.documents() if d.name == name)
    at = f"2024-05-20T11:{minute:02}:00+00:00"
    return Judgement("account", ident, field, json.dumps({"value": value}), "Ida Verne", at, "the masthead")


def parsed(case: Case) -> list[str]:
    parser = case.tools().parser
    assert isinstance(parser, LightParser)
    return parser.parsed


def test_only_the_account_is_read_again_and_only_once(folder: Path) -> None:
    with Case.open(folder, clock=lambda: AT, tools=light_tools()) as case:
        told = of(case, "quay.txt", "published", "2024-05-15")
        assert not case.preview(told).is_nothing
        case.judge(told)
        assert case.pending() == ()
        reading = case.reading()
        assert parsed(case) == ["quay.txt"]
        assert case.verify(again=True) == ()
        kinds = [e.kind for e in case.log()]
        assert kinds[-3:] == ["judgement", "reading", "collation"]
    with Case.open(folder, clock=lambda: AT, tools=light_tools()) as again:
        assert again.reading() == reading
        assert parsed(again) == []


def test_undone_everything_is_as_it_was_and_nothing_is_read_for_it(folder: Path) -> None:
    with Case.open(folder, clock=lambda: AT, tools=light_tools()) as case:
        before = case.reading()
        told = of(case, "quay.txt", "published", None)
        case.judge(told)
        assert case.reading() != before
        case.undo(told.id, by="Ida Verne", because="no")
        assert case.reading() == before
        assert parsed(case) == ["quay.txt"]


def test_a_correction_kept_by_a_process_that_ended_there_is_made_good_by_the_next(folder: Path) -> None:
    """The judgement is in the ledger, and what is read in the account as it is told now is not."""
    with Case.open(folder, clock=lambda: AT, tools=light_tools()) as case:
        case._keep_again = lambda chosen: None  # type: ignore[method-assign]
        case.judge(of(case, "quay.txt", "published", "2024-05-15"))
    with Case.open(folder, clock=lambda: AT, tools=light_tools(), read_only=True) as looking:
        assert [d.name for d in looking.pending()] == ["quay.txt"]
        seen = looking.reading()
    with Case.open(folder, clock=lambda: AT, tools=light_tools()) as case:
        assert case.reading() == seen
        assert case.pending() == ()
        assert case.verify(again=True) == ()


def test_the_same_bytes_under_the_right_publisher_are_the_corrected_account(folder: Path) -> None:
    with Case.open(folder, clock=lambda: AT, tools=light_tools()) as case:
        case.judge(of(case, "quay.txt", "publisher", "Harbour Radio"))
        added = case.add([Source("quay.txt", QUAY.encode(), Told(None, "Harbour Radio", None))])
        assert (added.documents, added.again) == ((), ("quay.txt",))
        other = case.add([Source("quay.txt", QUAY.encode(), Told(None, "North Wire", None))])
        assert len(other.documents) == 1


def test_the_same_file_with_another_day_corrects_nothing_and_says_how(folder: Path) -> None:
    with Case.open(folder, clock=lambda: AT, tools=light_tools()) as case:
        days = [case.documents()[0].published]
        same = Source("quay.txt", QUAY.encode(), Told(datetime.date(2024, 5, 8), "Coast Courier", None))
        assert [i.code for i in case.add([same]).issues] == ["given-twice"]
        other = replace(same, told=replace(same.told, published=datetime.date(2024, 5, 9)))
        (_, issue) = case.add([other]).issues
        assert (issue.code, issue.level) == ("told-otherwise", "warning")
        assert "variorum judge CASE correct quay.txt --published" in issue.says
        assert [case.documents()[0].published] == days
        assert "told-otherwise" not in {i.code for i in case.analyse().issues}


def test_an_account_withdrawn_or_not_read_yet_is_refused_in_a_sentence(folder: Path) -> None:
    with Case.open(folder, clock=lambda: AT, tools=light_tools()) as case:
        told = of(case, "quay.txt", "publisher", None)
        case.judge(Judgement("withdrawal", told.left, "account", "withdrawn", "Ida Verne", AT, "asked back"))
        with pytest.raises(Refused, match="was withdrawn; take that back first"):
            case.preview(told)
        case.add([Source("late.txt", b"The wall fell on the quay on Monday.\n", Told())])
        with pytest.raises(Refused, match="not read yet"):
            case.preview(of(case, "late.txt", "publisher", None))
    fresh = folder.parent / "fresh"
    Case.create(fresh).close()
    with Case.open(fresh, tools=light_tools()) as empty, pytest.raises(CaseError, match="was read yet"):
        empty.preview(told)


def test_layers_of_a_corrected_account_that_were_changed_are_found_and_not_used(folder: Path) -> None:
    with Case.open(folder, clock=lambda: AT, tools=light_tools()) as case:
        case.judge(of(case, "quay.txt", "published", "2024-05-15"))
        reading = case.reading()
        (key,) = [e for e in case.log() if e.kind == "reading" and "told" in e.content()]
        content = key.content()
        case._ledger.cache(f"layers {key.subject} {content['run']} {content['told']}", b"other")
        assert [f.code for f in case.verify()] == ["layers changed"]
    with Case.open(folder, clock=lambda: AT, tools=light_tools()) as case:
        case._ledger.cache("reading", b"")
        assert case.reading() == reading


VALUES = {
    "published": ["2024-05-15", "2024-04-01", None],
    "publisher": ["Coast Courier", "Harbour Radio", None],
    "author": ["Ines Okafor", None],
}
STEPS = st.lists(
    st.one_of(
        *(
            st.tuples(st.sampled_from(["quay.txt", "mast.txt"]), st.just(f), st.sampled_from(v))
            for f, v in VALUES.items()
        )
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS, chance=st.randoms(use_true_random=False))
def test_taken_back_in_any_order_nothing_is_left(steps: list[tuple[str, str, str | None]], chance: Any) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "matter"
        Case.create(folder, name="m", clock=lambda: AT).close()
        with Case.open(folder, clock=lambda: AT, tools=light_tools()) as case:
            texts = (("quay.txt", QUAY), ("mast.txt", MAST))
            case.add([Source(name, text.encode(), Told(DAY, "Coast Courier")) for name, text in texts])
            before = case.analyse()
            told = [of(case, *step, minute=minute) for minute, step in enumerate(steps)]
            for judgement in told:
                case.judge(judgement)
            reading = case.reading()
            with Case.open(folder, clock=lambda: AT, tools=light_tools(), read_only=True) as fresh:
                assert fresh.reading() == reading
            chance.shuffle(told)
            for judgement in told:
                case.undo(judgement.id, by="Ida Verne", because="no")
            assert case.reading() == before
            assert case.verify(again=True) == ()


def test_what_is_written_is_taken_as_meant() -> None:
    assert read_day(" 2024-02-29 ") == datetime.date(2024, 2, 29)
    assert read_name("  Coast \n Courier ") == "Coast Courier"
