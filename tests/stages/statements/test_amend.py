"""What a person corrects, rejects and adds: the id stays, the text stays, and a quote that is not there is refused."""

import datetime
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factory import Case, by
from variorum.stages.statements.amend import Refused, add, amend, chain_json, correct, figures_json
from variorum.values.documents import Document
from variorum.values.judgements import Judgement, Question
from variorum.values.moments import Moment
from variorum.values.statements import Figure, Statement
from variorum.values.text import verify

CASE = Case().tell("Early Post", "Four men saw the crane fall on 3 May", by("Jana Reed", hedge="reportedly"))
CASE.tell("Early Post", "The quay was shut").tell("Late Herald", "The crane stands", by("Pavel Lind"))
POST, HERALD = CASE.documents()
FELL, SHUT, STANDS = CASE.statements()
DAY = datetime.date(2024, 5, 3)
FELL = replace(
    FELL,
    proposition="Four men saw the crane fall on 3 May [2024-05-03]",
    moment=Moment(FELL.passage, "date", "2024-05-03", DAY, DAY, "day", "text", "The words say the day."),
    figures=(Figure("men", 4.0, 4.0, FELL.passage),),
)
ALL = (FELL, SHUT, STANDS)


def judged(question: Question, left: str, right: str = "", *, minute: int = 0, **answer: Any) -> Judgement:
    text = "rejected" if question == "rejection" else json.dumps(answer)
    return Judgement(
        question, left, right, text, "Ada Brandt", f"2024-06-02T10:{minute:02}:00+00:00", "I heard the tape."
    )


def at(document: Document, words: str) -> dict[str, Any]:
    start = document.text.index(words)
    return {"start": start, "end": start + len(words), "quote": words}


def corrected(field: str, **answer: Any) -> Statement:
    texts = {d.id: d for d in CASE.documents()}
    return correct(texts, {s.id: s for s in ALL}, judged("correction", FELL.id, field, **answer))


# ---------------------------------------------------------------- each field


def test_other_words_of_the_same_text_under_the_same_id() -> None:
    found = corrected("span", **at(POST, "the crane fall on 3 May"))
    assert (found.id, found.passage.words) == (FELL.id, "the crane fall on 3 May")
    assert found.proposition is None, "made of the old words"
    assert found.figures == (), "“Four” lies outside now"
    assert found.chain == FELL.chain
    assert len(found.amended) == 1


@pytest.mark.parametrize(
    "answer",
    [
        {"start": 0, "end": 4, "quote": "Five"},
        {"start": 0, "end": 4, "quote": "Four men"},
        {"start": 0, "end": 99_999, "quote": "Four"},
        {"start": 4, "end": 4, "quote": ""},
        {"start": -2, "end": 4, "quote": "Four"},
        {"start": 1, "end": 4},
    ],
)
def test_a_quote_that_is_not_in_the_text_is_refused(answer: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        corrected("span", **answer)
    texts = {d.id: d for d in CASE.documents()}
    place = f"{POST.id}:{answer['start']}:{answer['end']}"
    with pytest.raises((Refused, ValueError)):
        add(texts, judged("addition", place, quote=answer.get("quote", "Five")))


def test_another_holder_keeps_cue_and_hedge() -> None:
    found = corrected("holder", name="Rosa Malm")
    assert [(h.holder.name, h.holder.passage, h.hedge, h.cue) for h in found.chain] == [
        ("Rosa Malm", None, "reportedly", FELL.chain[0].cue)
    ]
    assert corrected("holder", name="a docker", kind="unnamed").chain[0].holder.name == "unnamed: a docker"


def test_a_statement_can_be_given_to_the_outlet_itself() -> None:
    found = corrected("holder", name=None)
    assert (found.chain, found.voice) == ((), "own")


def test_a_chain_is_given_whole() -> None:
    hops = chain_json(FELL.chain)
    assert corrected("hop", chain=hops).chain == FELL.chain
    more = [*hops, {"holder": {"name": "Hill Guardian", "kind": "outlet"}, "cue": None, "basis": "told", "hedge": None}]
    found = corrected("hop", chain=more).chain
    assert [(h.holder.name, h.basis) for h in found] == [("Jana Reed", "unknown"), ("Hill Guardian", "told")]
    assert corrected("hop", chain=[]).voice == "own"


@pytest.mark.parametrize(
    ("earliest", "latest", "precision"),
    [
        ("2024-05-01", "2024-05-01", "day"),
        ("2024-05-01", "2024-05-31", "month"),
        ("2024-01-01", "2024-12-31", "year"),
        ("2024-05-01", "2024-05-06", "week"),
        ("2024-05-01", None, "open"),
    ],
)
def test_a_date_by_hand_says_who_set_it(earliest: str, latest: str | None, precision: str) -> None:
    found = corrected("date", earliest=earliest, latest=latest)
    assert found.moment is not None
    assert (found.moment.earliest.isoformat(), found.moment.precision) == (earliest, precision)  # type: ignore[union-attr]
    assert found.moment.rule == "Ada Brandt set this date: I heard the tape."
    assert found.proposition is None, "it has the old date in brackets"


def test_a_statement_can_lose_its_date() -> None:
    assert corrected("date", none=True).moment is None


def test_figures_are_given_whole() -> None:
    assert corrected("figure", figures=figures_json(FELL.figures)).figures == FELL.figures
    (figure,) = corrected("figure", figures=[{"of": "men", "low": 4, "high": None}]).figures
    assert (figure.low, figure.high, figure.passage) == (4.0, None, FELL.passage)


def test_how_it_is_meant() -> None:
    found = corrected("modality", modality="denied", polarity="negative")
    assert (found.modality, found.polarity) == ("denied", "negative")


@pytest.mark.parametrize(
    ("field", "answer", "says"),
    [
        ("holder", {"name": " "}, "needs a “name”"),
        ("holder", {"name": "Jo", "kind": "king"}, "choose one of named"),
        ("hop", {"chain": "Jo"}, "list of objects"),
        ("hop", {"chain": [{"holder": {"name": "Jo"}, "basis": "heard"}]}, "choose one of saw"),
        (
            "hop",
            {"chain": [{"holder": {"name": "Jo"}, "cue": {"start": 0, "end": 4, "quote": "said"}}]},
            "not in the text",
        ),
        ("date", {"earliest": "3 May"}, "YYYY-MM-DD"),
        ("date", {"earliest": "2024-05-03", "latest": "2024-05-01"}, "lies before"),
        ("figure", {"figures": [{"of": "men"}]}, "needs “low”"),
        ("figure", {"figures": [{"of": "men", "low": 5, "high": 4}]}, "down to"),
        ("figure", {"figures": [{"of": "men", "low": "five"}]}, "no number"),
        ("modality", {"modality": "shouted"}, "choose one of"),
    ],
)
def test_an_answer_that_makes_no_sense_is_refused_with_the_reason(
    field: str, answer: dict[str, Any], says: str
) -> None:
    with pytest.raises(Refused, match=says):
        corrected(field, **answer)


# ---------------------------------------------------------------- all together


def test_a_rejected_statement_is_set_aside_and_its_remark_goes_with_it() -> None:
    covered = replace(SHUT, remarks=(FELL.id,))
    found = amend(CASE.documents(), (FELL, covered, STANDS), [judged("rejection", FELL.id)])
    assert [s.id for s in found.statements] == [SHUT.id, STANDS.id]
    assert found.statements[0].remarks == ()
    assert [(s.id, len(s.amended)) for s in found.rejected] == [(FELL.id, 1)]


def test_an_added_statement_stands_in_the_order_of_the_text() -> None:
    place = at(POST, "Jana Reed")
    made = judged(
        "addition",
        f"{POST.id}:{place['start']}:{place['end']}",
        quote="Jana Reed",
        holder={"name": "Rosa Malm"},
        modality="asked",
    )
    found = amend(CASE.documents(), ALL, [made]).statements
    assert [s.passage.words for s in found][1] == "Jana Reed"
    assert (found[1].modality, found[1].chain[0].holder.name, found[1].amended) == ("asked", "Rosa Malm", (made.id,))


def test_an_added_statement_can_be_corrected_and_rejected() -> None:
    place = at(POST, "Jana Reed")
    made = judged("addition", f"{POST.id}:{place['start']}:{place['end']}", quote="Jana Reed")
    ident = next(s.id for s in amend(CASE.documents(), ALL, [made]).statements if s.amended)
    # Made earlier by the clock than the addition: the order of the three does not matter.
    more = [judged("correction", ident, "holder", name="Rosa Malm"), judged("rejection", ident, minute=3)]
    found = amend(CASE.documents(), ALL, [*more, made])
    assert found.rejected[0].chain[0].holder.name == "Rosa Malm"
    assert found.statements == ALL


def test_where_one_is_read_at_the_place_of_an_added_one_the_hand_wins_and_it_is_told() -> None:
    span = SHUT.passage.span
    made = judged(
        "addition", f"{span.document}:{span.start}:{span.end}", quote=SHUT.passage.words, holder={"name": "Jo"}
    )
    added = amend(CASE.documents(), (FELL, STANDS), [made]).statements
    own = next(s for s in added if s.amended)
    twin = replace(SHUT, id=own.id)
    found = amend(CASE.documents(), (FELL, twin, STANDS), [made])
    assert next(s for s in found.statements if s.id == own.id) == own
    assert [i.code for i in found.issues] == ["added-over-read"]


def test_no_two_statements_stand_at_one_place() -> None:
    moved = judged("correction", FELL.id, "span", **at(POST, "The quay was shut"))
    found = amend(CASE.documents(), ALL, [moved])
    assert [s.id for s in found.statements] == [FELL.id, STANDS.id]
    assert [(i.code, i.subject) for i in found.issues] == [("moved-over-read", SHUT.id)]


def test_what_is_not_there_orphans_its_judgement_and_moves_to_nothing_alike() -> None:
    lost = [
        judged("correction", "stmt-gone", "holder", name="Jo"),
        judged("rejection", "stmt-gone"),
        judged("addition", f"{POST.id}:0:4", quote="Five"),
        judged("addition", "doc-gone:0:4", quote="Four"),
    ]
    found = amend(CASE.documents(), ALL, lost)
    assert found.statements == ALL
    assert set(found.orphaned) == {j.id for j in lost}


# ---------------------------------------------------------------- laws

WORDS = ("Four men", "the crane", "Jana Reed", "Five men", "The quay was shut", "crane stands")


@st.composite
def amendments(draw: st.DrawFn) -> Judgement:
    minute = draw(st.integers(0, 50))
    target = draw(st.sampled_from((*ALL, None)))
    left = target.id if target else "stmt-gone"
    kind = draw(st.sampled_from(("rejection", "span", "holder", "modality", "date", "addition")))
    words = draw(st.sampled_from(WORDS))
    document = HERALD if words == "crane stands" else POST
    start = max(document.text.find(words), 0)
    if kind == "rejection":
        return judged("rejection", left, minute=minute)
    if kind == "addition":
        return judged("addition", f"{document.id}:{start}:{start + len(words)}", minute=minute, quote=words)
    answer: dict[str, Any] = {
        "span": {"start": start, "end": start + len(words), "quote": words},
        "holder": {"name": words},
        "modality": {"modality": "denied"},
        "date": {"earliest": "2024-05-01"},
    }[kind]
    return judged("correction", left, kind, minute=minute, **answer)


@settings(max_examples=150, deadline=None)
@given(st.lists(amendments(), max_size=6))
def test_whatever_is_judged_every_quote_is_in_its_text_and_no_place_is_taken_twice(told: list[Judgement]) -> None:
    found = amend(CASE.documents(), ALL, told)
    texts = {d.id: d.text for d in CASE.documents()}
    for statement in (*found.statements, *found.rejected):
        verify(texts[statement.document], statement.passage)
    ids = [s.id for s in (*found.statements, *found.rejected)]
    assert len(ids) == len(set(ids))
    untouched = {s.id for s in ALL} - {j.left for j in told}
    kept = {s.id: replace(s, remarks=()) for s in found.statements}
    taken = {s.passage.span for s in found.statements if s.amended}
    for one in ALL:
        if one.id in untouched and one.passage.span not in taken:
            assert kept[one.id] == one
    places = [s.passage.span for s in found.statements]
    assert len(places) == len(set(places))


@settings(max_examples=100, deadline=None)
@given(
    st.lists(amendments(), max_size=5, unique_by=(lambda j: j.subject, lambda j: j.at)).flatmap(
        lambda x: st.tuples(st.just(x), st.permutations(x))
    )
)
def test_the_order_in_which_judgements_are_handed_over_does_not_matter(
    told: tuple[list[Judgement], list[Judgement]],
) -> None:
    one, other = (amend(CASE.documents(), ALL, row) for row in told)
    assert (one.statements, one.rejected, set(one.orphaned)) == (other.statements, other.rejected, set(other.orphaned))
