"""What was worked out is known again by what it was made from, and by nothing else."""

import pytest

from variorum.crafts.recall import Recall


def test_the_same_again_is_not_worked_out_again() -> None:
    recall, asked = Recall(), []
    for text in ("the dam burst", "the dam burst", "the dam held", "the dam burst"):
        assert recall.of("words", (text,), lambda text=text: asked.append(text) or len(text)) == len(text)  # type: ignore[func-returns-value,misc]
    assert asked == ["the dam burst", "the dam held", "the dam burst"], "one result a name: the last"


def test_two_names_are_kept_apart() -> None:
    recall = Recall()
    assert recall.of("one", (1,), lambda: "a") == "a"
    assert recall.of("other", (1,), lambda: "b") == "b"
    assert recall.of("one", (1,), lambda: "never asked") == "a"


def test_what_nobody_asks_for_any_more_is_let_go() -> None:
    recall = Recall()
    recall.of("old", (1,), lambda: "first")
    recall.of("used", (1,), lambda: "first")
    for _ in range(20):
        recall.turn()
        assert recall.of("used", (1,), lambda: "worked out again") == "first"
    assert recall.of("old", (1,), lambda: "worked out again") == "worked out again"


def test_equal_things_are_the_same_whatever_objects_they_are() -> None:
    recall = Recall()
    assert recall.of("set", ({"a", "b"}, ["x"]), lambda: 1) == 1
    assert recall.of("set", ({"b", "a"}, ["x"]), lambda: 2) == 1
    assert recall.of("set", ({"b", "a"}, ["y"]), lambda: 3) == 3


def test_what_a_kept_result_was_made_of_is_kept_with_it() -> None:
    recall, asked = Recall(), []

    def words(text: str) -> int:
        return recall.of(("words", text), (text,), lambda: asked.append(text) or len(text.split()))  # type: ignore[func-returns-value]

    def count(*texts: str) -> int:
        recall.turn()
        return recall.of("count", (texts,), lambda: sum(words(text) for text in texts))

    for _ in range(20):
        assert count("the dam burst", "it held") == 5
    assert count("the dam burst", "it held", "nobody came") == 7
    assert asked == ["the dam burst", "it held", "nobody came"], "of one text more only that one"


def test_a_step_that_fails_leaves_nothing_behind() -> None:
    recall = Recall()

    def fail() -> int:
        raise ValueError("no such text")

    for _ in range(2):
        with pytest.raises(ValueError, match="no such text"):
            recall.of("outer", (1,), lambda: recall.of("inner", (1,), fail))
    assert recall.of("outer", (1,), lambda: 3) == 3
