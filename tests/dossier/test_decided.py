"""What persons decided, as a dossier tells it: in a section of its own and beside what it touches."""

import json
import re
from collections.abc import Sequence

import jsonschema
import pytest

from judging import Matter, decide, matter
from variorum.dossier.compile import compile_index
from variorum.dossier.decided import Decisions
from variorum.dossier.html import write_html
from variorum.dossier.json_ import load_schema, write_json
from variorum.dossier.markdown import write_markdown
from variorum.models.parsing import Parser
from variorum.values.judgements import ANSWERS, Judgement
from variorum.values.readings import Reading


@pytest.fixture(scope="module")
def barge(parser: Parser) -> Matter:
    return matter(parser)


@pytest.fixture(scope="module")
def told(barge: Matter) -> Sequence[Judgement]:
    three = barge.statement("Coast Courier", "sailors were hurt").id
    two = barge.statement("Hill Guardian", "sailors were hurt").id
    third = barge.statement("Radio Meadow", "sailors were hurt").id
    battalions = (
        barge.place("Coast Courier", "46th Engineer Battalion"),
        barge.place("Hill Guardian", "47th Engineer Battalion"),
    )
    hull = barge.place("Hill Guardian", "Nobody had looked at the hull")
    return (
        decide("statements", three, third, "same", because="<b>one list</b>"),
        decide("statements", three, third, "different", minute=1),
        decide("conflict", three, two, "left", minute=2),
        decide("entities", *battalions, "same", minute=3),
        decide("correction", two, "date", '{"earliest": "2024-05-06", "latest": "2024-05-06"}', minute=4),
        decide("rejection", barge.statement("Hill Guardian", "hull was cracked").id, minute=5),
        decide("addition", hull, "", '{"quote": "Nobody had looked at the hull"}', minute=6),
        decide("reliability", "Marta Velin", "sailors", "B", minute=7),
        decide("rejection", "stmt-gone", minute=8),
    )


@pytest.fixture(scope="module")
def judged(barge: Matter, told: Sequence[Judgement]) -> Reading:
    return barge.read(told)


def test_each_is_told_in_a_sentence(judged: Reading) -> None:
    says = [d.says for d in Decisions(compile_index(judged)).all]
    assert says == [
        "“three sailors were hurt” (Coast Courier) and “three sailors were hurt” (Radio Meadow) say the same.",
        "“three sailors were hurt” (Coast Courier) and “three sailors were hurt” (Radio Meadow) do not say the same.",
        "“three sailors were hurt” (Coast Courier) stands, against “two sailors were hurt” (Hill Guardian).",
        "“46th Engineer Battalion” and “47th Engineer Battalion” are one.",
        "“two sailors were hurt” (Hill Guardian): the date corrected.",
        "“its hull was cracked” (Hill Guardian) is set aside.",
        "“Nobody had looked at the hull” (Hill Guardian) added by hand.",
        "Reliability of Marta Velin on “sailors”: B.",
        "stmt-gone is set aside.",
    ]


def test_every_answer_has_its_sentence(barge: Matter) -> None:
    a, b = barge.plain.statements[0].id, barge.plain.statements[-1].id
    for question in ("statements", "independence", "conflict"):
        for answer in ANSWERS[question] or ():  # type: ignore[index]
            (one,) = Decisions(compile_index(barge.read([decide(question, a, b, answer)]))).all  # type: ignore[arg-type]
            assert one.says.count("“") == 2
            assert not one.says.endswith(f": {answer}."), "a sentence, not the bare word"


def test_the_states_stand_in_the_export_and_it_satisfies_its_schema(judged: Reading) -> None:
    export = json.loads(write_json(judged))
    jsonschema.Draft202012Validator(load_schema()).validate(export)
    assert [j["state"] for j in export["judgements"]] == ["overruled", *["stands"] * 7, "orphaned"]
    assert len({j["id"] for j in export["judgements"]}) == 9
    assert [s["quote"] for s in export["rejected"]] == ["its hull was cracked"]
    assert {s["quote"]: s["added_by"] for s in export["statements"] if s["amended"]} == {
        "two sailors were hurt": None,
        "Nobody had looked at the hull": "Ada Brandt",
    }


def test_a_section_and_marks_in_the_page(judged: Reading) -> None:
    page = write_html(judged)
    section = page.split('<h2 id="judgements">')[1].split("</section>")[0]
    assert section.count("<tr>") == 10
    assert "&lt;b&gt;one list&lt;/b&gt;" in section
    assert "Rejected statements" in section
    assert "orphaned" in section
    before = page.split('<h2 id="judgements">')[0]
    assert "the date corrected by Ada Brandt" in before, "at the statement"
    assert "added by Ada Brandt" in before
    assert "stands, against" in before, "at the claim"
    assert "Ada Brandt set B for Marta Velin on sailors" in before, "at the grade"
    who = page.split('<h2 id="who">')[1].split("</section>")[0]
    assert "are one." in who, "at the unit"
    assert len(re.findall(r'href="#judgements"', page)) > 4


def test_the_same_in_markdown(judged: Reading) -> None:
    text = write_markdown(judged)
    assert text.count("(overruled)") == text.count("(orphaned)") == 1
    assert "\n## Judgements\n" in text
    assert "- rejected: “its hull was cracked”" in text


def test_without_judgements_there_is_no_such_section(barge: Matter) -> None:
    assert 'id="judgements"' not in write_html(barge.plain)
    assert "## Judgements" not in write_markdown(barge.plain)
