"""What the attribution decoder promises, without any trained model."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.crafts import arcs as craft
from variorum.crafts.arcs import Arc, Settings
from variorum.crafts.quotestate import (
    CLOSING,
    IN_DOUBLE,
    IN_SINGLE,
    OPENING,
    OUTSIDE,
    paragraphs,
    quotations,
    quote_states,
)

LABELS = {"o": 0, "S": 1, "s": 2, "C": 3, "c": 4}


def tagged(cues: str, rows: dict[int, str], sure: float = 6.0) -> tuple[np.ndarray, np.ndarray]:
    """Scores that favour the given labels: cues over "oBI", one role string per cue word."""
    width = len(cues)
    cue = np.zeros((width, 3))
    for at, tag in enumerate(cues):
        cue[at, "oBI".index(tag)] = sure
    role = np.zeros((width, 5, width))
    role[:, 0] = sure
    for at, labels in rows.items():
        for place, tag in enumerate(labels):
            role[at, :, place] = 0
            role[at, LABELS[tag], place] = sure
    return cue, role


def test_a_cue_finds_its_source_and_its_content() -> None:
    cue, role = tagged("ooBoo", {2: "SsoCc"})
    (arc,) = craft.word_arcs(cue, role, Settings())
    assert (arc.source, arc.cue, arc.content) == ((0, 2), (2, 3), ((3, 5),))
    assert 0.9 < arc.score <= 1.0


def test_a_split_content_stays_with_one_cue() -> None:
    cue, role = tagged("oooBooo", {3: "CcSoCcc"})
    (arc,) = craft.word_arcs(cue, role, Settings())
    assert arc.content == ((0, 2), (4, 7))


def test_two_cues_may_share_words() -> None:
    cue, role = tagged("oBooBoo", {1: "SoCcccc", 4: "ooSsoCc"})
    outer, inner = craft.word_arcs(cue, role, Settings())
    assert outer.content == ((2, 7),)
    assert (inner.source, inner.content) == ((2, 4), ((5, 7),))


def test_words_claimed_twice_go_to_the_likelier_cue() -> None:
    cue, role = tagged("BoooB", {0: "oCccS", 4: "SoCco"})
    role[4, 1:, 1:4] *= 0.5
    first, second = craft.word_arcs(cue, role, Settings(settle=False))
    assert craft.overlaps(first.content[0], second.content[0])
    (first,) = craft.word_arcs(cue, role, Settings())
    assert first.content == ((1, 4),)


def test_a_cue_without_content_is_no_attribution() -> None:
    assert craft.word_arcs(*tagged("oBo", {1: "Soo"}), Settings()) == []


def test_no_source_when_nothing_scores() -> None:
    (arc,) = craft.word_arcs(*tagged("oBoo", {1: "ooCc"}), Settings())
    assert arc.source is None


def test_of_several_sources_the_likeliest_stays() -> None:
    cue, role = tagged("oooBoo", {3: "SooooC"})
    role[3, 1, 2] = 9.0
    role[3, 0, 2] = 0.0
    (arc,) = craft.word_arcs(cue, role, Settings())
    assert arc.source == (2, 3)


def test_the_cue_is_never_its_own_content() -> None:
    (arc,) = craft.word_arcs(*tagged("oBoo", {1: "SCcc"}), Settings())
    assert all(not craft.overlaps(arc.cue, c) for c in arc.content)


def test_an_arc_stays_within_its_group() -> None:
    cue, role = tagged("oBoo", {1: "SoCc"})
    (arc,) = craft.word_arcs(cue, role, Settings(), np.array([0, 0, 0, 1]))
    assert arc.content == ((2, 3),)


@pytest.mark.parametrize(("keep", "count"), [(0.0, 1), (0.999999, 0)])
def test_unlikely_arcs_go(keep: float, count: int) -> None:
    assert len(craft.word_arcs(*tagged("oBo", {1: "SoC"}), Settings(keep=keep))) == count


def test_a_cue_bias_brings_in_doubtful_cues() -> None:
    cue, role = tagged("oBo", {1: "SoC"})
    cue[1] = [2.0, 1.0, 0.0]
    assert craft.word_arcs(cue, role, Settings()) == []
    assert len(craft.word_arcs(cue, role, Settings(cue=2.0))) == 1


@given(st.integers(1, 4), st.integers(1, 12), st.integers(0, 10_000))
def test_paths_never_continue_what_did_not_begin(rows: int, width: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(rows, 5, width))
    paths = craft.best_path(scores, craft._ROLE_STEPS, craft._starts(5))
    for path in paths.tolist():
        for before, after in zip([0, *path], path, strict=False):
            assert after != 2 or before in (1, 2)
            assert after != 4 or before in (3, 4)


# ---------------------------------------------------------------- spans in text

MARKED = re.compile("‹(source|cue|content): ([^›]*)›")


def marked(text: str) -> tuple[str, Arc]:
    """A text with ‹role: words› marks as plain text and one arc."""
    plain, at, spans = "", 0, {"source": [], "cue": [], "content": []}
    for m in MARKED.finditer(text):
        plain += text[at : m.start()]
        spans[m.group(1)].append((len(plain), len(plain) + len(m.group(2))))
        plain += m.group(2)
        at = m.end()
    plain += text[at:]
    source = spans["source"][0] if spans["source"] else None
    return plain, Arc(source, spans["cue"][0], tuple(spans["content"]), 1.0)


def words_of(text: str, arc: Arc) -> list[str]:
    return [text[a:b] for a, b in arc.content]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("‹source: She› ‹cue: said›: “‹content: It is over›.”", ["“It is over.”"]),
        ('"‹content: It is over›," ‹source: she› ‹cue: said›.', ['"It is over,"']),
        ("‹source: She› ‹cue: said› ‹content: it is over›.", ["it is over"]),
    ],
)
def test_contents_keep_their_marks(text: str, expected: list[str]) -> None:
    plain, arc = marked(text)
    assert words_of(plain, craft.with_marks(plain, arc, quotations(plain))) == expected


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("‹source: She› ‹cue: said:› ‹content: it is over.›", "said", "it is over"),
        ("‹source: She› ‹cue: left› ‹content: the U.S.›", "left", "the U.S."),
        ("‹source: She› ‹cue: —› ‹content: ...›", "—", "..."),
    ],
)
def test_stops_of_the_sentence_around_are_shed(text: str, cue: str, content: str) -> None:
    plain, arc = marked(text)
    neat = craft.tidy(plain, arc)
    assert (plain[slice(*neat.cue)], words_of(plain, neat)) == (cue, [content])


def test_a_quotation_mostly_held_is_held_whole() -> None:
    plain, arc = marked("‹source: She› ‹cue: said›: “‹content: It is over for all of› us here.”")
    (grown,) = craft.whole_quotations(plain, [arc], quotations(plain), 0.5)
    assert words_of(plain, grown) == ["“It is over for all of us here.”"]


def test_a_quotation_does_not_grow_over_its_frame() -> None:
    plain, arc = marked("“‹content: It is over, for all›” ‹source: she› ‹cue: said›.")
    (same,) = craft.whole_quotations(plain, [arc], quotations(plain), 0.5)
    assert "she" not in "".join(words_of(plain, same))


def test_the_second_half_joins_the_first() -> None:
    plain, arc = marked("‹content: “It is over,”› ‹source: she› ‹cue: said›. “We go home.”")
    (joined,) = craft.second_halves(plain, [arc], quotations(plain))
    assert words_of(plain, joined) == ["“It is over,”", "“We go home.”"]


@pytest.mark.parametrize("between", [" Then he left. ", "\n\n"], ids=["words between", "another paragraph"])
def test_a_later_quotation_stays_alone(between: str) -> None:
    plain, arc = marked(f"‹content: “It is over,”› ‹source: she› ‹cue: said›.{between}“We go home.”")
    (same,) = craft.second_halves(plain, [arc], quotations(plain))
    assert words_of(plain, same) == ["“It is over,”"]


def test_a_quotation_goes_on_in_the_next_paragraph() -> None:
    plain, arc = marked("‹source: She› ‹cue: said›: ‹content: “It is over.›\n\n“We go home.”")
    (whole,) = craft.continued(plain, [arc], quotations(plain))
    assert plain[whole.content[-1][0] : whole.content[-1][1]].endswith("“We go home.”")


def test_nested_arcs_know_their_parent() -> None:
    outer, inner = Arc((0, 1), (2, 3), ((4, 20),), 0.9), Arc((5, 6), (7, 8), ((9, 20),), 0.8)
    assert craft.parents([outer, inner]) == [None, 0]


def test_rivals_for_the_same_words_are_settled() -> None:
    weak, strong = Arc(None, (0, 1), ((4, 20),), 0.3), Arc(None, (2, 3), ((4, 20),), 0.9)
    assert craft.rivals_settled([weak, strong], 0.5) == [strong]


# ---------------------------------------------------------------- quotation state

STATE = {OUTSIDE: ".", IN_DOUBLE: "d", IN_SINGLE: "s", OPENING: "<", CLOSING: ">"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a "b c" d', "..<ddd>.."),
        ("a “b c” d", "..<ddd>.."),
        ("a ‘b c’ d", "..<sss>.."),
        ("it's the dogs' tail", "." * 19),
        ('say "yes\n\nno more', "....<ddd" + "." * 9),
        ("“a b\n\n“c d” e", "<ddd..<ddd>.."),
        ("“a b\n\nc d", "<ddd....."),
        ('a 6" nail', "." * 9),
    ],
)
def test_quotation_state(text: str, expected: str) -> None:
    assert "".join(STATE[s] for s in quote_states(text, quotations(text))) == expected


@given(st.text(alphabet="ab .\n\"“”‘’'", max_size=60))
def test_states_cover_every_text(text: str) -> None:
    found = quotations(text)
    assert len(quote_states(text, found)) == len(text)
    assert all(0 <= q.start < q.end <= len(text) for q in found)


@pytest.mark.parametrize(
    ("text", "count"),
    [("a b\n\nc d", 2), ("A line.\nAnother one.", 2), ("a wrapped\nline of\ntext\n\nand one", 2), ("", 0), (" \n ", 0)],
)
def test_paragraphs(text: str, count: int) -> None:
    spans = paragraphs(text)
    assert len(spans) == count
    assert all(text[a:b] == text[a:b].strip() != "" for a, b in spans)


# ---------------------------------------------------------------- windows


@given(st.lists(st.integers(1, 60), max_size=40), st.integers(61, 120), st.integers(0, 40))
def test_windows_read_every_paragraph_in_order(sizes: list[int], limit: int, overlap: int) -> None:
    windows = craft.overlapping(sizes, limit, overlap)
    assert {i for a, b in windows for i in range(a, b)} == set(range(len(sizes)))
    assert all(sum(sizes[a:b]) + b - a <= limit for a, b in windows if b - a > 1)
    assert [b for _, b in windows] == sorted({b for _, b in windows})
    owner = craft.owners(windows, sizes)
    assert all(windows[w][0] <= i < windows[w][1] for i, w in enumerate(owner))


def test_long_paragraphs_are_cut_at_sentence_ends() -> None:
    assert craft.chunks(100, [10, 35, 80], 50) == [(0, 35), (35, 80), (80, 100)]
    assert craft.chunks(100, [], 50) == [(0, 50), (50, 100)]
