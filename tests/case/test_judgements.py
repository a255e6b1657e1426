"""What persons decide over a whole reading: it holds over models and readings, can be undone, and is told before it is kept."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from judging import Matter, decide, matter
from variorum.case.deciding import check, compare, list_sources
from variorum.case.remembering import Memory, pack_comparisons, unpack_comparisons
from variorum.dossier.json_ import write_json
from variorum.models.parsing import Parser
from variorum.stages.statements.amend import Refused
from variorum.values.judgements import Judgement
from variorum.values.readings import Reading
from variorum.values.statements import Statement


@pytest.fixture(scope="module")
def barge(parser: Parser) -> Matter:
    return matter(parser)


@pytest.fixture(scope="module")
def hurt(barge: Matter) -> tuple[Statement, Statement, Statement]:
    """Three sailors, two sailors, three again: two of one holder, one against."""
    return (
        barge.statement("Coast Courier", "sailors were hurt"),
        barge.statement("Hill Guardian", "sailors were hurt"),
        barge.statement("Radio Meadow", "sailors were hurt"),
    )


def claim_of(reading: Reading, statement: Statement) -> str:
    return next(c.id for c in reading.claims if statement.id in c.statements)


def grade_of(reading: Reading, statement: Statement) -> str:
    found = next(g for g in reading.grades if g.claim == claim_of(reading, statement))
    return found.reliability + found.credibility


def states(reading: Reading) -> list[str]:
    return [heard.state for heard in reading.judgements]


def said(before: Reading, after: Reading) -> dict[str, str]:
    return {d.kind: d.says for d in compare(before, after).differences}


# ---------------------------------------------------------------- what each does, and how it is told


def test_different_splits_a_claim_and_says_so(barge: Matter, hurt: tuple[Statement, ...]) -> None:
    first, _, third = hurt
    after = barge.read([decide("statements", first.id, third.id, "different")])
    assert claim_of(barge.plain, first) == claim_of(barge.plain, third)
    assert claim_of(after, first) != claim_of(after, third)
    assert said(barge.plain, after)["claim split"].startswith("No longer one claim: “three sailors were hurt”")
    assert f"Claims: {len(barge.plain.claims)} before, {len(after.claims)} after." in compare(barge.plain, after).sums()


def test_same_joins_past_a_veto_and_tells_what_the_claim_stands_on(barge: Matter, hurt: tuple[Statement, ...]) -> None:
    first, second, _ = hurt
    after = barge.read([decide("statements", first.id, second.id, "same")])
    assert claim_of(after, first) == claim_of(after, second)
    told = said(barge.plain, after)
    assert "become one claim" in told["claims joined"]
    assert "grade" in told["claims joined"]
    assert not [r for r in after.relations if {r.a, r.b} == {first.id, second.id} and r.kind == "contradicts"]


def test_a_rejected_statement_is_in_no_claim_and_stays_listed(barge: Matter, hurt: tuple[Statement, ...]) -> None:
    judgement = decide("rejection", hurt[1].id)
    after = barge.read([judgement])
    assert hurt[1].id not in {s for c in after.claims for s in c.statements}
    assert [(s.id, s.amended) for s in after.rejected] == [(hurt[1].id, (judgement.id,))]
    assert not [r for r in after.relations if hurt[1].id in (r.a, r.b)]
    assert "no longer counted as a statement" in said(barge.plain, after)["statement gone"]
    assert compare(barge.plain, after).after.conflicts == compare(barge.plain, after).before.conflicts - 1


def test_reliability_stands_beside_credibility_with_its_reason(barge: Matter, hurt: tuple[Statement, ...]) -> None:
    after = barge.read([decide("reliability", "Marta Velin", "", "B", because="Ten years at the lock.")])
    assert (grade_of(barge.plain, hurt[0])[0], grade_of(after, hurt[0])[0]) == ("F", "B")
    assert grade_of(after, hurt[0])[1] == grade_of(barge.plain, hurt[0])[1], "the letter is blind of the claim"
    assert "Ada Brandt set B for Marta Velin: Ten years at the lock." in said(barge.plain, after)["grade"]


def test_independence_is_marked_with_who_and_why(barge: Matter) -> None:
    one = barge.statement("Coast Courier", "went down")
    other = barge.statement("Hill Guardian", "The barge sank in the harbour")
    assert claim_of(barge.plain, one) == claim_of(barge.plain, other)
    after = barge.read([decide("independence", one.id, other.id, "different", because="The Courier had a man there.")])
    standing = next(s for s in after.standings if s.claim == claim_of(after, one))
    assert standing.shown == 2
    assert "Ada Brandt decided: The Courier had a man there." in {p.reason for p in standing.pairs}
    assert "1 shown" in said(barge.plain, after)["origins"]


def test_a_conflict_that_a_person_settled(barge: Matter, hurt: tuple[Statement, ...]) -> None:
    first, second, _ = hurt
    assert grade_of(barge.plain, first)[1] == "4"
    after = barge.read([decide("conflict", first.id, second.id, "left")])
    assert grade_of(after, first)[1] != "4"
    assert grade_of(after, second)[1] == "4"
    assert "stands" in said(barge.plain, after)["conflict settled"]


def test_a_corrected_holder_moves_the_origin(barge: Matter, hurt: tuple[Statement, ...]) -> None:
    after = barge.read([decide("correction", hurt[2].id, "holder", json.dumps({"name": "Jonas Brandt"}))])
    (changed,) = [s for s in after.statements if s.amended]
    assert changed.id == hurt[2].id
    assert (
        "was Marta Velin → Radio Meadow, and becomes Jonas Brandt → Radio Meadow"
        in (said(barge.plain, after)["statement changed"])
    )


def test_an_added_statement_takes_part_in_claims(barge: Matter) -> None:
    words = "Nobody had looked at the hull"
    answer = json.dumps({"quote": words, "holder": {"name": "Jonas Brandt"}})
    after = barge.read([decide("addition", barge.place("Hill Guardian", words), "", answer)])
    (made,) = [s for s in after.statements if s.amended]
    assert made.id in {s for c in after.claims for s in c.statements}
    exported = next(s for s in json.loads(write_json(after))["statements"] if s["id"] == made.id)
    assert (exported["added_by"], exported["quote"]) == ("Ada Brandt", words)


def test_entities_joined_past_a_veto_are_never_silent(barge: Matter) -> None:
    judgement = decide(
        "entities",
        barge.place("Coast Courier", "46th Engineer Battalion"),
        barge.place("Hill Guardian", "47th Engineer Battalion"),
        "same",
    )
    places = {f"{m.passage.span.document}:{m.passage.span.start}:{m.passage.span.end}" for m in barge.plain.mentions}
    assert {judgement.left, judgement.right} <= places
    after = barge.read([judgement])
    told = said(barge.plain, after)
    assert "46th Engineer Battalion" in told["entities joined"]
    assert "although a rule forbids it" in told["warning"]


def test_statements_about_units_of_two_numbers_are_never_joined_in_silence(barge: Matter) -> None:
    one = barge.statement("Coast Courier", "Engineer Battalion closed")
    other = barge.statement("Hill Guardian", "Engineer Battalion closed")
    judgement = decide("statements", one.id, other.id, "same")
    after = barge.read([judgement])
    assert claim_of(after, one) == claim_of(after, other)
    (issue,) = [i for i in after.issues if i.code == "joined-past-a-veto"]
    assert (issue.subject, issue.level) == (judgement.id, "warning")
    assert "46" in issue.says
    assert "47" in issue.says
    assert issue.says == said(barge.plain, after)["warning"]


# ---------------------------------------------------------------- which stands


def test_of_two_the_later_stands_and_an_undo_brings_the_one_before_back(
    barge: Matter, hurt: tuple[Statement, ...]
) -> None:
    first, second, _ = hurt
    same = decide("statements", first.id, second.id, "same")
    other = decide("statements", second.id, first.id, "different", minute=5)
    after = barge.read([same, other])
    assert states(after) == ["overruled", "stands"]
    assert claim_of(after, first) != claim_of(after, second)
    undone = barge.read([same])
    assert write_json(undone) == write_json(barge.read([same]))
    assert claim_of(undone, first) == claim_of(undone, second)


class Deaf:
    """Another reader of attributions: it hears nobody."""

    def attribute(self, document: object, parse: object) -> tuple[()]:
        return ()

    def record(self) -> None:
        return None


def test_judgements_hold_over_another_reader_and_what_it_does_not_find_is_orphaned(
    barge: Matter, hurt: tuple[Statement, ...], parser: Parser
) -> None:
    other = Matter(replace(barge.tools, attribution=Deaf()))  # type: ignore[arg-type]
    there = {s.id for s in other.plain.statements}
    assert there != {s.id for s in barge.plain.statements}
    kept = next(s for s in barge.plain.statements if s.id in there)
    lost = next(s for s in barge.plain.statements if s.id not in there)
    told = [
        decide("rejection", kept.id),
        decide("rejection", lost.id, minute=1),
        decide("correction", lost.id, "holder", json.dumps({"name": "Jo"}), minute=2),
        decide("statements", kept.id, lost.id, "same", minute=3),
        decide("entities", barge.place("Coast Courier", "Marta Velin"), "doc-gone:0:5", "same", minute=4),
    ]
    after = other.read(told)
    assert states(after) == ["stands", "orphaned", "orphaned", "orphaned", "orphaned"]
    assert [s.id for s in after.rejected] == [kept.id]
    issues = [i for i in after.issues if i.code == "orphaned-judgement"]
    assert [i.subject for i in issues] == [j.id for j in told[1:]]
    assert all("Ada Brandt" in i.says and i.level == "warning" for i in issues)
    bare = replace(after, judgements=(), issues=())
    assert bare == replace(other.read(told[:1]), judgements=(), issues=()), "an orphan changes nothing"


# ---------------------------------------------------------------- what cannot be kept


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda b, h: decide("statements", h[0].id, h[0].id, "same"), "one statement"),
        (lambda b, h: decide("statements", h[0].id, "stmt-gone", "same"), "there is no statement"),
        (lambda b, h: decide("independence", h[0].id, h[1].id, "same"), "two claims"),
        (lambda b, h: decide("conflict", h[0].id, h[2].id, "open"), "one claim"),
        (lambda b, h: decide("entities", "doc-x:1:2", "doc-x:1:2", "same"), "nobody is named"),
        (lambda b, h: decide("rejection", "stmt-gone"), "there is no statement"),
        (lambda b, h: decide("reliability", "Martha Velin", "", "B"), "perhaps 'Marta Velin'"),
        (lambda b, h: decide("withdrawal", "doc-gone", "account"), "there is no account"),
        (lambda b, h: decide("withdrawal", "Nobody", "witness"), "nobody called"),
        (lambda b, h: decide("rejection", h[0].id, because=" "), "needs a reason"),
        (
            lambda b, h: decide(
                "addition",
                b.place("Radio Meadow", "three sailors were hurt"),
                "",
                '{"quote": "three sailors were hurt"}',
            ),
            "stands at this place already",
        ),
        (
            lambda b, h: decide("correction", h[0].id, "span", json.dumps({"start": 0, "end": 3, "quote": "She"})),
            "reads 'The', not 'She'",
        ),
    ],
)
def test_what_cannot_be_kept_is_refused_in_one_sentence(
    barge: Matter, hurt: tuple[Statement, ...], make: Any, says: str
) -> None:
    with pytest.raises(Refused, match=says):
        check(make(barge, hurt), barge.plain)


def test_what_was_rejected_is_undone_first(barge: Matter, hurt: tuple[Statement, ...]) -> None:
    after = barge.read([decide("rejection", hurt[0].id)])
    with pytest.raises(Refused, match="was rejected; undo that first"):
        check(decide("statements", hurt[0].id, hurt[1].id, "same"), after)


def test_sources_are_holders_and_outlets(barge: Matter) -> None:
    assert {"Marta Velin", "Jonas Brandt", "Hill Guardian"} <= set(list_sources(barge.plain))


# ---------------------------------------------------------------- laws


def choices(barge: Matter) -> st.SearchStrategy[Judgement]:
    """Any judgement that makes sense on this matter, and some that do not."""
    ids = st.sampled_from([*(s.id for s in barge.plain.statements), "stmt-gone"])
    places = st.sampled_from(
        [f"{m.passage.span.document}:{m.passage.span.start}:{m.passage.span.end}" for m in barge.plain.mentions]
    )
    minutes = st.integers(0, 59)
    cut = {s.id: s.passage for s in barge.plain.statements}

    def shorter(ident: str) -> str:
        passage = cut.get(ident, next(iter(cut.values())))
        end = passage.span.end - 1
        return json.dumps({"start": passage.span.start, "end": end, "quote": passage.words[:-1]})

    return st.one_of(
        st.builds(
            lambda a, b, x, m: decide("statements", a, b, x, minute=m),
            ids,
            ids,
            st.sampled_from(["same", "different", "unsure"]),
            minutes,
        ),
        st.builds(
            lambda a, b, x, m: decide("independence", a, b, x, minute=m),
            ids,
            ids,
            st.sampled_from(["same", "different", "unsure"]),
            minutes,
        ),
        st.builds(
            lambda a, b, x, m: decide("conflict", a, b, x, minute=m),
            ids,
            ids,
            st.sampled_from(["left", "right", "open", "none"]),
            minutes,
        ),
        st.builds(
            lambda a, b, x, m: decide("entities", a, b, x, minute=m),
            places,
            places,
            st.sampled_from(["same", "different"]),
            minutes,
        ),
        st.builds(lambda a, m: decide("rejection", a, minute=m), ids, minutes),
        st.builds(lambda a, m: decide("correction", a, "span", shorter(a), minute=m), ids, minutes),
        st.builds(
            lambda a, n, m: decide("correction", a, "holder", json.dumps({"name": n}), minute=m),
            ids,
            st.sampled_from(["Jo", "Marta Velin"]),
            minutes,
        ),
        st.builds(
            lambda d, told, m: decide("account", d, told[0], json.dumps({"value": told[1]}), minute=m),
            st.sampled_from([d.id for d in barge.plain.documents]),
            st.sampled_from(
                [
                    ("published", "2024-05-16"),
                    ("published", None),
                    ("publisher", "Hill Guardian"),
                    ("publisher", None),
                    ("author", "Marta Velin"),
                    ("author", None),
                ]
            ),
            minutes,
        ),
        st.builds(
            lambda n, x, m: decide("reliability", n, "", x, minute=m),
            st.sampled_from(["Marta Velin", "Hill Guardian"]),
            st.sampled_from("ABCDEF"),
            minutes,
        ),
    )


slow = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@slow
@given(st.data())
def test_any_judgements_leave_texts_quotes_and_partitions_whole(barge: Matter, data: st.DataObject) -> None:
    told: Sequence[Judgement] = data.draw(st.lists(choices(barge), min_size=1, max_size=5))
    after = barge.read(told)
    assert {(d.id, d.text) for d in after.documents} == {(d.id, d.text) for d in barge.plain.documents}
    texts = {d.id: d.text for d in after.documents}
    for s in (*after.statements, *after.rejected):
        assert texts[s.document][s.passage.span.start : s.passage.span.end] == s.passage.words
    ids = sorted(s.id for s in after.statements)
    assert sorted(s for c in after.claims for s in c.statements) == ids, "every statement in one claim"
    assert len(after.judgements) == len(told)
    numbers = [{m.unit.number for m in e.mentions if m.unit is not None} for e in after.entities]
    if any(len(n) > 1 for n in numbers):
        assert "joined-past-a-veto" in {i.code for i in after.issues if i.level == "warning"}
    assert json.loads(write_json(after))["schema_version"] == "1"
    assert compare(barge.plain, after).after.statements == len(ids)


@slow
@given(st.data())
def test_a_judgement_undone_leaves_nothing_and_the_order_of_handing_over_does_not_matter(
    barge: Matter, data: st.DataObject
) -> None:
    told = data.draw(st.lists(choices(barge), min_size=2, max_size=4, unique_by=(lambda j: j.at, lambda j: j.subject)))
    assert write_json(barge.read(told)) == write_json(barge.read(data.draw(st.permutations(told))))
    assert write_json(barge.read([])) == write_json(barge.plain), "all undone"
    assert compare(barge.plain, barge.read([])).is_nothing


@slow
@given(st.data())
def test_whatever_was_decided_before_a_reading_that_goes_on_is_that_of_a_fresh_start(
    barge: Matter, data: st.DataObject
) -> None:
    """Judgements come and are undone in one memory, as in a workbench that stays open all day."""
    digested = [replace(one, digest=f"layers of {one.document.id}") for one in barge.layers]
    withdrawn = st.sampled_from(
        [
            decide("withdrawal", barge.document("Hill Guardian").id, "account"),
            decide("withdrawal", "Marta Velin", "witness"),
        ]
    )
    memory = Memory()
    for _ in range(data.draw(st.integers(2, 4))):
        told = data.draw(st.lists(choices(barge) | withdrawn, max_size=3))
        assert barge.read(told, digested, memory) == barge.read(told)
        written = pack_comparisons(memory.comparisons, "this program", memory.written)
        if data.draw(st.booleans()):
            memory = Memory()
            memory.comparisons = unpack_comparisons(written, "this program", memory.written)


def bare(reading: Reading) -> Reading:
    """What is told of the accounts, without what was decided of them."""
    return replace(reading, judgements=(), issues=())


def test_names_that_were_covered_are_told_again_once_the_witness_is_back(parser: Parser) -> None:
    """An account without a publisher goes by the name of its file, which may be that of the witness."""
    texts = {
        "Coast Courier": "The hull was cracked, Ada Tann said. Marta Velin, who keeps the lock, said that the ferry was late.\n",
        "Velin Diary": "Ada Tann said that the hull was cracked.\n\nThe bridge was painted green, Piet Olm said.\n",
    }
    diary, memory = matter(parser, texts=texts, authors={"Velin Diary": "Piet Olm"}), Memory()
    covered = diary.read([decide("withdrawal", "Marta Velin", "witness")], memory=memory)
    labels = [{node.label for one in reading.stemmas for node in one.nodes} for reading in (covered, diary.plain)]
    assert "velin-diary.txt" in labels[1] - labels[0]
    assert diary.read([], memory=memory) == diary.plain


def test_each_kind_of_decision_comes_and_goes_in_one_memory_as_if_it_were_the_first(
    barge: Matter, hurt: tuple[Statement, ...]
) -> None:
    first, second, third = (s.id for s in hurt)
    sank, down = (
        barge.statement("Hill Guardian", "The barge sank in the harbour"),
        barge.statement("Coast Courier", "went down"),
    )
    decisions = [
        decide("independence", down.id, sank.id, "different"),
        decide("independence", down.id, sank.id, "same", minute=1),
        decide("statements", first, third, "different"),
        decide("statements", first, second, "same"),
        decide("conflict", first, second, "left"),
        decide("rejection", second),
        decide("correction", third, "holder", json.dumps({"name": "Jonas Brandt"})),
        decide("reliability", "Marta Velin", "", "B"),
        *(
            decide("account", barge.document("Hill Guardian").id, field, json.dumps({"value": value}))
            for field, value in (
                ("published", "2024-05-01"),
                ("publisher", "Coast Courier"),
                ("author", "Jonas Brandt"),
            )
        ),
        decide("account", barge.document("Coast Courier").id, "published", '{"value": null}'),
        decide("withdrawal", "Marta Velin", "witness"),
        decide("withdrawal", barge.document("Hill Guardian").id, "account"),
    ]
    digested = [replace(one, digest=f"layers of {one.document.id}") for one in barge.layers]
    memory = Memory()
    for one in decisions:
        after = barge.read([one])
        assert bare(after) != bare(barge.plain), "each of these changes something"
        assert barge.read([one], digested, memory) == after
        assert barge.read([], digested, memory) == barge.plain
        both = [one, decide("statements", sank.id, down.id, "different", minute=2)]
        assert barge.read(both, digested, memory) == barge.read(both)
