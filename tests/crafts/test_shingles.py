"""Shared wording: runs of equal words and the pairs of texts that have them."""

from hypothesis import given
from hypothesis import strategies as st

from variorum.crafts.shingles import COMMON, LENGTH, containment, find_pairs, find_runs, shingle, split_words

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


def test_a_pair_needs_three_shingles() -> None:
    carried = {
        "a": split_words(SENTENCE),
        "b": split_words(SENTENCE),
        "c": split_words("nothing of the kind here at all"),
    }
    assert list(find_pairs(carried)) == [("a", "b")]


def test_what_everybody_carries_makes_a_chain_and_not_every_pair() -> None:
    everybody = {f"{n:03}": split_words(SENTENCE) for n in range(COMMON + 1)}
    assert sorted(find_pairs(everybody)) == [(f"{n:03}", f"{n + 1:03}") for n in range(COMMON)]
    few = {key: everybody[key] for key in sorted(everybody)[:COMMON]}
    assert len(find_pairs(few)) == COMMON * (COMMON - 1) // 2


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
def test_equal_words_have_equal_shingles_and_other_words_others(text: str) -> None:
    forms = split_words(text).forms
    found = shingle(forms).tolist()
    assert len(found) == max(0, len(forms) - LENGTH + 1)
    named = {code: forms[i : i + LENGTH] for i, code in enumerate(found)}
    assert [named[code] for code in found] == [forms[i : i + LENGTH] for i in range(len(found))]


@given(st.dictionaries(st.sampled_from("abcdefgh"), words, max_size=8))
def test_pairs_are_counted_as_by_hand(texts: dict[str, str]) -> None:
    split = {key: split_words(text) for key, text in texts.items()}
    grams = {k: {w.forms[i : i + 5] for i in range(len(w.forms) - 4)} for k, w in split.items()}
    wanted = {(a, b): len(grams[a] & grams[b]) for a in texts for b in texts if a < b and grams[a] & grams[b]}
    assert find_pairs(split, least=1) == wanted
