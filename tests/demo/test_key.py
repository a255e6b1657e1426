"""The checker of the answer key, on an export small enough to see through."""

import copy
from typing import Any

import pytest

from variorum.demo.key import Result, check, load_checks
from variorum.demo.node import Misshapen

TEXT = "The mayor told Reed that at least nine boats sank on Monday. Reed stayed at home."


def statement(ident: str, quote: str, **fields: Any) -> dict[str, Any]:
    start = TEXT.index(quote)
    return {
        "id": ident,
        "document": "d1",
        "start": start,
        "end": start + len(quote),
        "quote": quote,
        "voice": "own",
        "quotation": "none",
        "chain": [],
        "modality": "asserted",
        "polarity": "positive",
        "time": None,
        "figures": [],
        "remarks": [],
        **fields,
    }


def hop(name: str, entity: str | None = None, hedge: str | None = None) -> dict[str, Any]:
    return {"holder": {"name": name, "kind": "role", "entity": entity}, "basis": "told", "hedge": hedge}


def words(quote: str) -> dict[str, Any]:
    start = TEXT.index(quote)
    return {"text": quote, "start": start, "end": start + len(quote)}


EXPORT: dict[str, Any] = {
    "documents": [
        {
            "id": "d1",
            "name": "a.txt",
            "text": TEXT,
            "published": {"value": None, "how": "unknown"},
            "parts": [{"role": "body", "start": 0, "end": len(TEXT)}],
        }
    ],
    "entities": [
        {
            "id": "e1",
            "name": "Agnes Reed",
            "aliases": ["Reed"],
            "mentions": [{"document": "d1", "start": 15, "end": 19}],
            "place": None,
        }
    ],
    "statements": [
        statement(
            "s1",
            "at least nine boats sank on Monday",
            voice="attributed",
            quotation="indirect",
            chain=[hop("The mayor"), hop("she", "e1")],
            time={**words("on Monday"), "earliest": None, "latest": None},
            figures=[{**words("at least nine boats"), "of": "boats", "low": 9, "high": None}],
        ),
        statement("s2", "Reed stayed at home"),
    ],
    "claims": [
        {
            "id": "c1",
            "statements": ["s1"],
            "independence": {"shown": 1, "origins": [{"statements": ["s1"]}]},
            "grade": {"credibility": "3"},
            "silent": [],
        },
        {
            "id": "c2",
            "statements": ["s2"],
            "independence": {"shown": 1, "origins": [{"statements": ["s2"]}]},
            "grade": {"credibility": "1"},
            "silent": [],
        },
    ],
    "relations": [{"a": "s1", "b": "s2", "kind": "refines", "facet": "number"}],
    "lineage": [],
    "loops": [],
    "timeline": [],
    "open_questions": [{"text": "Which Monday?", "why": "the account has no date", "claims": ["c1"]}],
}


def ask(kind: str, export: dict[str, Any] | None = None, **arguments: Any) -> Result:
    asked = {"id": "x", "row": "R1", "kind": kind, "why": "-", **arguments}
    (result,) = check(export or EXPORT, load_checks({"check": [asked]}))
    return result


BOATS = {"doc": "a.txt", "quote": "boats sank"}
HOME = {"doc": "a.txt", "quote": "stayed at home"}


@pytest.mark.parametrize(
    ("kind", "arguments", "right"),
    [
        ("chain", {**BOATS, "holders": ["mayor", "Agnes Reed"]}, True),
        ("chain", {**BOATS, "holders": ["mayor", "nobody|Reed"]}, True),
        ("chain", {**BOATS, "holders": ["Reed", "mayor"]}, False),
        ("chain", {**BOATS, "holders": ["mayor"]}, False),
        ("holders_include", {**BOATS, "holders": ["Reed"]}, True),
        ("holders_include", {**BOATS, "holders": ["Reed", "the harbour master"]}, False),
        ("not_held_by", {**BOATS, "holder": "mayor"}, False),
        ("not_held_by", {**HOME, "holder": "mayor"}, True),
        ("own_voice", HOME, True),
        ("own_voice", BOATS, False),
        ("hedged", BOATS, False),
        ("modality", {**BOATS, "modality": "denied|asserted"}, True),
        ("polarity", {**BOATS, "polarity": "negative"}, False),
        ("quotation", {**BOATS, "quotation": "indirect"}, True),
        ("figure", {"doc": "a.txt", "quote": "at least nine", "low": [8, 9], "high": "none"}, True),
        ("figure", {"doc": "a.txt", "quote": "at least nine", "low": 9, "high": 9}, False),
        ("time", {"doc": "a.txt", "quote": "on Monday", "unresolved": True}, True),
        ("time", {"doc": "a.txt", "quote": "on Monday", "earliest": "2020-01-06", "latest": "2020-01-06"}, False),
        ("time", {**HOME, "unresolved": True}, False),
        ("published", {"doc": "a.txt", "unresolved": True}, True),
        ("published", {"doc": "a.txt", "date": "2020-01-06"}, False),
        ("entity_one", {"a": {"doc": "a.txt", "quote": "told Reed", "of": "Reed"}, "b": HOME}, False),
        ("entity_two", {"a": {"doc": "a.txt", "quote": "told Reed", "of": "Reed"}, "b": HOME}, True),
        ("same_claim", {"a": BOATS, "b": HOME}, False),
        ("not_same_claim", {"a": BOATS, "b": HOME}, True),
        ("relation", {"a": BOATS, "b": HOME, "relation": "overlaps|refines", "facet": "any"}, True),
        ("relation", {"a": HOME, "b": BOATS, "relation": "refines", "facet": "any"}, False),
        ("relation", {"a": BOATS, "b": HOME, "relation": "refines", "facet": "date"}, False),
        ("no_contradiction", {"a": BOATS, "b": HOME}, True),
        ("shown", {**BOATS, "min": 1, "max": 1}, True),
        ("shown", {**BOATS, "min": 2, "max": 3}, False),
        ("credibility_needs_independence", {}, False),
        ("open_question_mentions", {"words": ["monday", "no date"]}, True),
        ("open_question_mentions", {"words": ["tuesday"]}, False),
        ("role", {**BOATS, "role": "boilerplate"}, False),
        ("role", {"doc": "a.txt", "quote": "CLICK", "role": "boilerplate"}, True),
        ("quotes_exact", {}, True),
        ("timeline", BOATS, False),
    ],
)
def test_a_kind_of_check(kind: str, arguments: dict[str, Any], right: bool) -> None:
    assert ask(kind, **arguments).right is right


def test_a_quote_that_is_not_in_the_text_is_seen() -> None:
    export = copy.deepcopy(EXPORT)
    export["statements"][0]["quote"] = "at least ten boats sank"
    assert not ask("quotes_exact", export).right


def test_a_document_that_is_not_there_is_a_wrong_answer_that_says_so() -> None:
    result = ask("own_voice", doc="b.txt", quote="boats")
    assert not result.right
    assert "b.txt" in result.found


def test_a_kind_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Misshapen, match="no kind 'chian'"):
        load_checks({"check": [{"id": "x", "row": "R1", "kind": "chian", "why": "-"}]})


def test_an_id_given_twice_is_refused() -> None:
    row = {"id": "x", "row": "R1", "kind": "quotes_exact", "why": "-"}
    with pytest.raises(Misshapen, match="twice"):
        load_checks({"check": [row, row]})


def test_an_export_that_lacks_a_field_says_which() -> None:
    export = copy.deepcopy(EXPORT)
    del export["statements"][1]["voice"]
    with pytest.raises(Misshapen, match=r"statements\[1\] has no field 'voice'"):
        ask("quotes_exact", export)
