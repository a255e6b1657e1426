"""Search, the queue of reviews, and what is blurred: over small cases made by hand."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factory import Case, by, reading_of, rich_reading
from variorum.dossier.compile import compile_index
from variorum.dossier.views import Views
from variorum.values.claims import Relation
from variorum.values.judgements import Judgement
from variorum.values.readings import Reading
from variorum.web.caution import graphic_stretches, is_graphic
from variorum.web.facts import claim_facts
from variorum.web.queue import list_reviews
from variorum.web.search import Search, Sought, as_query
from variorum.web.select import before, behind


def search_over(reading: Reading) -> Search:
    views = Views(compile_index(reading))
    return Search(reading.documents, views, claim_facts(views))


@pytest.fixture(scope="module")
def small() -> Search:
    case = Case().account("Early Post", published="2024-03-04")
    case.tell("Early Post", "The crane fell into the river", by("Jana Reed", saw=True))
    case.tell("Early Post", "Two cranes were bought", by("Pavel Lind", hedge="reportedly"))
    case.tell("Late Herald", "Nobody saw the crane fall", by("unnamed: two dockers"))
    return search_over(reading_of(case))


def found(search: Search, words: str = "", **more: object) -> list[str]:
    total, hits = search.find(Sought(words=words, **more))  # type: ignore[arg-type]
    assert total == len(hits)
    return ["".join(words for words, _ in hit.pieces) for hit in hits]


def test_words_are_found_in_any_order_and_the_last_as_a_beginning(small: Search) -> None:
    assert found(small, "river crane") == ["The crane fell into the river"]
    assert set(found(small, "cran")) == {
        "The crane fell into the river",
        "Two cranes were bought",
        "Nobody saw the crane fall",
    }
    assert found(small, "cran river") == [], "only the last word is a beginning"
    assert found(small, '"crane fall"') == ["Nobody saw the crane fall"]
    assert found(small, "CRÂNE rivér") == ["The crane fell into the river"]


def test_filters_narrow(small: Search) -> None:
    assert found(small, "crane", holder="jana") == ["The crane fell into the river"]
    assert found(small, hedge="any") == ["Two cranes were bought"]
    assert found(small, hedge="report") == ["Two cranes were bought"]
    assert "Two cranes were bought" not in found(small, hedge="none")
    assert found(small, "crane", holder="nobody of this name") == []


def test_texts_are_found_by_the_day_they_were_published(small: Search) -> None:
    day = datetime.date(2024, 3, 4)
    assert len(found(small, "crane", where="texts")) == 2
    assert len(found(small, "crane", where="texts", since=day, until=day)) == 1
    assert found(small, "crane", where="texts", since=datetime.date(2024, 3, 5)) == []


def test_what_was_found_is_marked_and_leads_to_its_place(small: Search) -> None:
    _, (hit,) = small.find(Sought(words="river"))
    assert ("river", True) in hit.pieces
    assert hit.statement.startswith(("s-", "stmt-"))
    assert hit.claim
    assert hit.who == "Jana Reed → Early Post"


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_nothing_that_is_typed_breaks_the_search(small: Search, words: str) -> None:
    total, hits = small.find(Sought(words=words, holder=words, hedge=words))
    assert total >= len(hits)
    small.find(Sought(words=words, where="texts"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("crane", '"crane"*'),
        ("the crane", '"the" AND "crane"*'),
        ('"the crane" fell', '"the crane" AND "fell"*'),
        ("NEAR(a b) OR c*", '"NEAR a" AND "b" AND "OR" AND "c"*'),
        ("7th-unit", '"7th unit"*'),
        ("--- ???", ""),
    ],
)
def test_what_a_user_types_is_never_a_query_language(typed: str, meant: str) -> None:
    assert as_query(typed) == meant


# ---------------------------------------------------------------- the queue


def test_the_queue_holds_what_is_open_and_what_moves_most_comes_first() -> None:
    views = Views(compile_index(rich_reading()))
    items = list_reviews(views, [])
    assert [i.moves for i in items] == sorted((i.moves for i in items), reverse=True)
    assert {"conflict", "names", "question"} <= {i.kind for i in items}
    conflict = next(i for i in items if i.kind == "conflict")
    assert "Which is right (status)?" in conflict.title
    names = next(i for i in items if i.kind == "names")
    assert {s.who for s in names.sides} == {"Jana Reed", "Pavel Lind"}


def test_what_was_decided_is_not_asked_again_whichever_side_stood_left() -> None:
    views = Views(compile_index(rich_reading()))
    names = next(i for i in list_reviews(views, []) if i.kind == "names")
    told = Judgement("entities", names.right, names.left, "different", "Ines", "2024-01-01", "Two people.")
    assert not [i for i in list_reviews(views, [told]) if i.kind == "names"]


def test_only_likenesses_near_the_line_are_asked() -> None:
    case = Case()
    for publisher in ("One", "Two", "Three"):
        case.tell(publisher, f"The crane of {publisher} fell", by("Jana Reed"))
    a, b, c = (s.id for s in case.statements())
    near = Relation(a, b, "overlaps", "other", 0.34, "alike")
    sure = Relation(b, c, "overlaps", "other", 0.95, "alike")
    numbers = Relation(a, c, "overlaps", "number", 0.34, "17 against 23")
    views = Views(compile_index(reading_of(case, relations=(near, sure, numbers))))
    likenesses = [i for i in list_reviews(views, []) if i.kind == "likeness"]
    assert [(i.left, i.right) for i in likenesses] == [(a, b)]
    assert likenesses[0].moves == 2


# ---------------------------------------------------------------- caution


@pytest.mark.parametrize(
    "words", ["He was tortured for days.", "They found a mass grave", "two bodies on the quay", "SARIN was used"]
)
def test_graphic(words: str) -> None:
    assert is_graphic(words)


@pytest.mark.parametrize(
    "words",
    [
        "Four people were killed.",
        "The remainder of the day",
        "An embodied promise",
        "The category is open",
    ],
)
def test_not_graphic(words: str) -> None:
    assert not is_graphic(words)


def test_only_the_sentence_is_blurred() -> None:
    text = "The ship came in. A corpse lay on deck. Its throat was cut. Nobody spoke.\nThe end."
    assert [text[a:b] for a, b in graphic_stretches(text)] == ["A corpse lay on deck. Its throat was cut."]


@given(st.text(alphabet="a.! \ncorpse tortured", max_size=80))
def test_stretches_lie_in_the_text_in_order(text: str) -> None:
    stretches = graphic_stretches(text)
    assert all(0 <= a < b <= len(text) for a, b in stretches)
    assert list(stretches) == sorted(stretches)
    assert is_graphic(text) == any(is_graphic(text[a:b]) for a, b in stretches)


def test_what_stands_beside_words_is_cut_between_words() -> None:
    text = "The crane fell into the river on Monday."
    at = text.index("fell")
    assert before(text, at, 8) == "… crane "
    assert before(text, at, 99) == "The crane "
    assert behind(text, at + 4, 10) == " into the …"
    assert behind(text, at + 4, 99) == " into the river on Monday."
