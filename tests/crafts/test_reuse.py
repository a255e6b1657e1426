"""Sentences told again with other words put in."""

from hypothesis import given
from hypothesis import strategies as st

from variorum.crafts.reuse import LEAST, find_retold, find_sentences
from variorum.crafts.shingles import match_positions, shingle, split_words

FIRST = "The harbour master ordered the sluice shut at nine and sent both pilots home before the storm broke."
AGAIN = "The harbour master ordered the old sluice closed at nine and sent all pilots home before that storm broke."
OTHER = "Nobody on the quay had been told why the lamps were out or who would answer for it in the morning."


def retold(left: str, right: str, least: float = 0.6) -> list[tuple[str, str]]:
    a, b = split_words(left), split_words(right)
    i, j = match_positions(shingle(a.forms, 2), shingle(b.forms, 2))
    openings = list(zip(i.tolist(), j.tolist(), strict=True))
    found = find_retold(a, b, (find_sentences(left, a), find_sentences(right, b)), openings, least=least)
    return [(" ".join(a.forms[slice(*one.left)]), " ".join(b.forms[slice(*one.right)])) for one in found]


def test_sentences_are_bounded_by_their_stops_and_by_lines() -> None:
    text = f"{FIRST} {OTHER}\nA heading\n\n{AGAIN}"
    words = split_words(text)
    starts = [words.forms[a] for a, _ in find_sentences(text, words)]
    assert starts == ["the", "nobody", "the"], "the heading is too short to compare"


def test_a_figure_or_an_initial_does_not_end_a_sentence_that_goes_on() -> None:
    text = "The tug had burned 3.5 tons of oil by the time that it came round the breakwater again"
    words = split_words(text)
    assert find_sentences(text, words) == ((0, len(words.forms)),)


def test_a_rewritten_sentence_finds_its_counterpart_wherever_it_stands() -> None:
    ((left, right),) = retold(f"{FIRST} {OTHER}", f"It was late. {AGAIN}")
    assert left.startswith("the harbour master")
    assert "closed" in right


def test_another_sentence_is_no_counterpart() -> None:
    assert retold(FIRST, OTHER) == []


def test_one_sentence_is_the_counterpart_of_one() -> None:
    assert len(retold(f"{FIRST} {AGAIN}", FIRST)) == 1


sentences = st.lists(st.sampled_from((FIRST, AGAIN, OTHER)), max_size=4).map(" ".join)


@given(sentences, sentences)
def test_counterparts_are_whole_sentences_used_once(left: str, right: str) -> None:
    a, b = split_words(left), split_words(right)
    i, j = match_positions(shingle(a.forms, 2), shingle(b.forms, 2))
    bounds = find_sentences(left, a), find_sentences(right, b)
    found = find_retold(a, b, bounds, list(zip(i.tolist(), j.tolist(), strict=True)), least=0.5)
    assert len({one.left for one in found}) == len({one.right for one in found}) == len(found)
    for one in found:
        assert one.left in bounds[0]
        assert one.right in bounds[1]
        assert one.left[1] - one.left[0] >= LEAST
        assert 0.5 <= one.likeness <= 1.0
