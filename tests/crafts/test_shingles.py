"""Shared wording: runs of equal words and the pairs of texts that have them."""

from hypothesis import given
from hypothesis import strategies as st

from variorum.crafts.shingles import COMMON, containment, find_pairs, find_runs, shingle, split_words

SENTENCE = "the crane on the east quay fell into the river before dawn"

words = st.lists(
    st.sampled_from(["crane", "quay", "river", "dawn", "mast", "oil", "night", "guard", "rope", "salt"]), max_size=40
).map(" ".join)


def runs_of(left: str, right: str) -> list[tuple[int, int, int]]:
    return [(r.left, r.right, r.length) for r in find_runs(split_words(left), split_words(right))]


def test_words_know_their_places() -> None:
    text = "“Mr. O’Hara’s crane,” she said; 1,200 tons."
    found = split_words(text)
    assert found.forms == ("mr", "oharas", "crane", "she", "said", "1,200", "tons")
    assert [text[a:b] for a, b in found.places] == ["Mr", "O’Hara’s", "crane", "she", "said", "1,200", "tons"]


def test_typographic_and_plain_apostrophes_are_one_word() -> None:
    assert split_words("the guard’s hut").forms == split_words("the guard's hut").forms


def test_only_the_stretches_asked_for_are_split() -> None:
    found = split_words("CLICK HERE the crane fell", [(11, 25)])
    assert found.forms == ("the", "crane", "fell")
    assert found.places[0] == (11, 14)


def test_a_sentence_carried_whole_is_one_run() -> None:
    assert runs_of(f"yesterday {SENTENCE}", f"it is said that {SENTENCE} again") == [(1, 4, 12)]


def test_a_word_changed_in_the_middle_cuts_the_run() -> None:
    assert [n for *_, n in runs_of(SENTENCE, SENTENCE.replace("fell", "slid"))] == [6, 5]


def test_four_equal_words_are_no_run() -> None:
    assert runs_of("crane on the east", "crane on the east") == []


def test_a_pair_needs_three_shingles_and_not_a_stock_phrase_of_everybody() -> None:
    carried = {
        "a": split_words(SENTENCE),
        "b": split_words(SENTENCE),
        "c": split_words("nothing of the kind here at all"),
    }
    assert list(find_pairs(carried)) == [("a", "b")]
    everybody = {f"{n:03}": split_words(SENTENCE) for n in range(COMMON + 1)}
    assert find_pairs(everybody) == {}


def test_containment_is_a_share_of_the_shorter_text() -> None:
    short, long = split_words(SENTENCE), split_words(f"{SENTENCE} and much else was said about it afterwards")
    assert containment(find_runs(short, long), short, long) == 1.0
    assert containment((), split_words(""), long) == 0.0


@given(words, words)
def test_runs_stand_in_both_texts_and_use_no_word_twice(left: str, right: str) -> None:
    a, b = split_words(left), split_words(right)
    seen_left: set[int] = set()
    seen_right: set[int] = set()
    for run in find_runs(a, b):
        here, there = range(run.left, run.left + run.length), range(run.right, run.right + run.length)
        assert a.forms[here.start : here.stop] == b.forms[there.start : there.stop]
        assert seen_left.isdisjoint(here)
        assert seen_right.isdisjoint(there)
        seen_left.update(here)
        seen_right.update(there)


@given(words, words)
def test_who_comes_first_does_not_matter_for_what_is_shared(left: str, right: str) -> None:
    a, b = split_words(left), split_words(right)
    share, back = containment(find_runs(a, b), a, b), containment(find_runs(b, a), b, a)
    assert 0.0 <= share <= 1.0
    assert (share > 0) == (back > 0)


@given(words)
def test_every_shingle_begins_where_it_says(text: str) -> None:
    found = split_words(text)
    for gram, starts in shingle(found).items():
        assert all(found.forms[i : i + len(gram)] == gram for i in starts)
