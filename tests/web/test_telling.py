"""Decisions in the words of whoever reads them, whatever form they are kept in."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.values.judgements import ANSWERS, Judgement, Question
from variorum.web.telling import exact, tell, tell_answer


def decide(question: Question, answer: object, right: str = "") -> Judgement:
    told = answer if isinstance(answer, str) else json.dumps(answer)
    return Judgement(question, "left", right, told, "Ines Okafor", "2024-05-01", "Seen.")


@pytest.mark.parametrize(
    ("field", "answer", "says"),
    [
        ("span", {"start": 3, "end": 9, "quote": "a crane"}, "“a crane”"),
        ("holder", {"name": None}, "the account's own voice"),
        ("holder", {"name": "unnamed: a docker", "kind": "unnamed"}, "a docker (not named)"),
        ("holder", {"name": "Jana Reed"}, "Jana Reed (by name)"),
        ("hop", {"chain": []}, "the account's own voice"),
        (
            "hop",
            {
                "chain": [
                    {"holder": {"name": "unnamed: a docker"}, "cue": None, "basis": "saw", "hedge": None},
                    {"holder": {"name": "Halcyon Press"}, "cue": None, "basis": "unknown", "hedge": "reportedly"},
                ]
            },
            "a docker (says they saw it) → Halcyon Press (“reportedly”)",
        ),
        ("date", {"none": True}, "no date"),
        ("date", {"earliest": "2024-02-02", "latest": "2024-02-02"}, "2 February 2024"),
        ("date", {"earliest": "2024-02-02", "latest": None}, "from 2 February 2024"),
        ("figure", {"figures": []}, "none"),
        ("figure", {"figures": [{"of": "people killed", "low": 17, "high": 17}]}, "people killed: 17"),
        (
            "figure",
            {"figures": [{"of": "people", "low": 1234567, "high": None}, {"of": "metres", "low": 1.5, "high": 2}]},
            "people: at least 1,234,567; metres: 1.5 to 2",
        ),
        ("modality", {"modality": "hedged", "polarity": "negative"}, "hedged, that it is not so"),
    ],
)
def test_a_correction_is_told_in_words(field: str, answer: dict[str, object], says: str) -> None:
    assert tell_answer(decide("correction", answer, field)) == says


def test_a_statement_by_hand_is_told_by_who_says_it() -> None:
    hop = {"holder": {"name": "Jana Reed", "kind": "named"}, "cue": None, "basis": "saw", "hedge": None}
    assert tell_answer(decide("addition", {"quote": "a crane"})) == "the account's own voice"
    assert tell_answer(decide("addition", {"quote": "a crane", "chain": [hop]})) == "Jana Reed (says they saw it)"
    asked = {"quote": "a crane", "holder": {"name": "Jana Reed", "kind": "named"}, "modality": "asked"}
    assert tell_answer(decide("addition", asked)) == "Jana Reed (by name); asked, that it is so"


def test_every_answer_of_a_fixed_choice_has_words_of_its_own() -> None:
    told = {}
    for question, answers in ANSWERS.items():
        for answer in answers or ():
            told[question, answer] = tell(decide(question, answer, "account" if question == "withdrawal" else ""))
    assert len(set(told.values())) == len(told)
    assert all(not says.endswith(f": {answer}") for (_, answer), says in told.items())


def test_what_no_form_would_make_is_shown_as_it_is() -> None:
    assert tell_answer(decide("correction", "not json", "span")) == "not json"
    assert tell_answer(decide("correction", {"chain": [{"holder": 3}]}, "hop")) == '{"chain": [{"holder": 3}]}'


@given(st.one_of(st.integers(-(10**15), 10**15), st.floats(-1e12, 1e12)))
def test_a_number_in_a_form_comes_back_as_it_was(number: float) -> None:
    assert float(exact(number)) == number
