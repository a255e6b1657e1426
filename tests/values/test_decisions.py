"""What a person may decide, and which of several decisions stands."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.values.judgements import ANSWERS, Judgement, latest, read_place, write_place
from variorum.values.text import Span

FIRST = Judgement("statements", "stmt-a", "stmt-b", "same", "Ada Brandt", "2024-03-01T10:00:00+00:00", "one event")


def test_left_and_right_of_a_pair_may_change_places() -> None:
    turned = dataclasses.replace(FIRST, left="stmt-b", right="stmt-a")
    assert turned.subject == FIRST.subject
    assert turned.id != FIRST.id


def test_the_side_of_a_conflict_is_no_part_of_its_subject() -> None:
    conflict = Judgement("conflict", "stmt-b", "stmt-a", "left", "Ada", "2024-03-01", "saw the film")
    assert conflict.subject == ("conflict", "stmt-a", "stmt-b")


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"answer": "perhaps"}, "no answer"),
        ({"by": " "}, "needs the name"),
        ({"question": "weather"}, "no question"),
        ({"question": "correction", "right": "mood", "answer": "{}"}, "cannot be corrected"),
        ({"question": "withdrawal", "right": "mood", "answer": "withdrawn"}, "cannot be withdrawn"),
    ],
)
def test_what_cannot_be_decided_is_refused(changed: dict[str, str], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        dataclasses.replace(FIRST, **changed)  # type: ignore[arg-type]


def test_of_several_on_one_subject_the_last_stands_and_without_it_the_one_before() -> None:
    later = dataclasses.replace(FIRST, answer="different", at="2024-03-02T10:00:00+00:00")
    other = dataclasses.replace(FIRST, left="stmt-c")
    assert latest([FIRST, other, later]) == (other, later)
    assert latest([FIRST, other]) == (FIRST, other)


@given(st.permutations(sorted(q for q, answers in ANSWERS.items() if answers and q != "withdrawal")))
def test_the_order_of_judgements_on_different_subjects_does_not_matter(questions: list[str]) -> None:
    made = [
        Judgement(q, "a", "b", ANSWERS[q][0], "Ada", f"2024-03-0{1 + sorted(questions).index(q)}", "")  # type: ignore
        for q in questions
    ]
    assert latest(made) == latest(sorted(made, key=lambda j: j.at))


def test_a_place_is_read_as_it_was_written() -> None:
    span = Span("doc-1:2", 3, 14)
    assert read_place(write_place(span)) == span
