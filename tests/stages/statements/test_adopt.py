"""Arcs of a trained reader taken over as attributions: the kind from the cue's words, the quotation from the marks."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from variorum.stages.statements.adopt import adopt
from variorum.stages.statements.kinds import kind_of_word
from variorum.values.documents import Document


@dataclass(frozen=True)
class Arc:
    source: tuple[int, int] | None
    cue: tuple[int, int]
    content: tuple[tuple[int, int], ...]
    parent: int | None = None
    score: float = 0.9


@pytest.mark.parametrize("word", ["said", "Says", "denied", "urging", "admitted", "told", "claims", "wrote"])
def test_an_inflected_cue_reports(word: str) -> None:
    assert kind_of_word(word) == "reporting"


@pytest.mark.parametrize("word", ["bridge", "harbour", "of"])
def test_a_word_that_is_no_cue_has_no_kind(word: str) -> None:
    assert kind_of_word(word) is None


def test_a_wish_is_an_attitude_unless_words_are_quoted(make_document: Callable[..., Document]) -> None:
    text = "The crew wants the bridge reopened. The crew wants “the bridge reopened”."
    document = make_document(text)
    plain = Arc((0, 8), (9, 14), ((15, 34),))
    second = text.index("The crew", 5)
    quoted = Arc((second, second + 8), (second + 9, second + 14), ((second + 15, len(text) - 1),))
    wish, words = adopt(document, [plain, quoted])
    assert (wish.kind, wish.quotation) == ("attitude", "indirect")
    assert (words.kind, words.quotation) == ("reporting", "direct")


def test_places_links_and_scores_stay_as_they_were_found(make_document: Callable[..., Document]) -> None:
    text = "Ada Brook said Ben Hill denied it."
    (outer, inner) = adopt(
        make_document(text),
        [Arc((0, 9), (10, 14), ((15, 33),)), Arc((15, 23), (24, 30), ((31, 33),), parent=0, score=0.4)],
    )
    assert inner.source is not None
    assert text[inner.source.start : inner.source.end] == "Ben Hill"
    assert (outer.parent, inner.parent, inner.score) == (None, 0, 0.4)


def test_a_manner_is_left_out_and_what_lies_in_it_moves_up(make_document: Callable[..., Document]) -> None:
    text = "It went according to plan, Ada said Ben agreed."
    arcs = [
        Arc((27, 30), (31, 35), ((36, 46),)),
        Arc((21, 25), (8, 20), ((0, 7),)),
        Arc((36, 39), (40, 46), ((0, 7),), parent=1),
        Arc((36, 39), (40, 46), ((0, 2),), parent=0),
    ]
    found = adopt(make_document(text), arcs)
    assert [one.parent for one in found] == [None, None, 0]
    assert "according" not in {text[one.cue.start : one.cue.end] for one in found if one.cue}
