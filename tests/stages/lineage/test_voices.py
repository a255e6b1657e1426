"""For which body a holder speaks, and which names mean one body."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.stages.lineage.voices import Naming, body_forms, family_of, one_body, spoken_for, watches


@pytest.mark.parametrize(
    ("phrase", "body"),
    [
        ("Dr. Leila Noor, the director of Saint Anna Hospital", "saint anna hospital"),
        ("a doctor at the hospital in Vale", "hospital vale"),
        ("navy spokesman Commander Pol Reed", "navy"),
        ("a military spokeswoman", "army"),
        ("Health Minister Ida Brandt", "health ministry"),
        ("the Health Ministry's spokesman", "health ministry"),
        ("officials at the Ministry of Health", "health ministry"),
        ("a coast guard officer", "coastguard"),
        ("mine manager Rosa Lind", "mine"),
    ],
)
def test_a_phrase_tells_for_whom_its_holder_speaks(phrase: str, body: str) -> None:
    assert spoken_for(phrase)[0] == frozenset(body.split())


@pytest.mark.parametrize(
    "phrase",
    [
        "a former army spokesman",
        "Ines Okafor, a farmer in Vale",
        "two dockers",
        "the lawyer of Pavel Lind",
        "the retired navy officer Pol Reed",
    ],
)
def test_who_speaks_for_nobody_has_no_body(phrase: str) -> None:
    assert spoken_for(phrase) == ()


def bodies(*names: tuple[str, str, str]) -> list[str]:
    """The body of each (account, name, key)."""
    rows = [(Naming(body_forms(name), document), key) for document, name, key in names]
    found = one_body(rows)
    return [found[naming] for naming, _ in rows]


def test_word_order_and_small_words_make_no_second_body() -> None:
    a, b = bodies(("one", "the police in Marrow", ""), ("two", "Marrow police", ""))
    assert a == b


def test_a_bare_name_is_the_only_longer_one_of_the_case() -> None:
    bare, whole = bodies(("one", "the army", ""), ("two", "the Ardanian army", "entity:army"))
    assert bare == whole == "entity:army"


def test_a_bare_name_that_fits_two_is_neither_but_the_one_of_its_own_account() -> None:
    first, second, bare, other = bodies(
        ("one", "the Ardanian army", ""),
        ("two", "the Velian army", ""),
        ("three", "the army", ""),
        ("two", "the army", ""),
    )
    assert first != second
    assert bare not in (first, second)
    assert other == second


def test_an_army_and_the_free_army_are_two() -> None:
    a, b = bodies(("one", "the Velian army", ""), ("two", "the Free Velian Army", ""))
    assert a != b


def test_numbered_brigades_are_never_one() -> None:
    a, b, _ = bodies(("one", "46th Brigade", ""), ("two", "47th Brigade", ""), ("two", "the brigade", ""))
    assert a != b


def test_bodies_that_a_recogniser_tells_apart_stay_apart() -> None:
    a, b = bodies(("one", "the ministry", "entity:a"), ("two", "the Health Ministry", "entity:b"))
    assert (a, b) == ("entity:a", "entity:b")


names = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.sampled_from(
            (
                "the army",
                "Velian army",
                "Ardanian army",
                "the police",
                "Vale police",
                "police in Vale",
                "the Health Ministry",
            )
        ),
        st.sampled_from(("", "", "entity:x")),
    ),
    min_size=1,
    max_size=6,
)


@given(names, st.randoms(use_true_random=False))
def test_the_order_in_which_bodies_are_named_changes_nothing(rows: list, rng: object) -> None:
    other = list(rows)
    rng.shuffle(other)  # type: ignore[attr-defined]
    assert dict(zip(rows, bodies(*rows), strict=True)) == dict(zip(other, bodies(*other), strict=True))


@pytest.mark.parametrize(
    ("phrase", "words", "whose"),
    [
        ("his family", "", frozenset()),
        ("Lind's family", "", frozenset({"lind"})),
        ("his brother Tariq", "", frozenset()),
        ("Tariq Lind, the widow's brother", "", frozenset()),
        ("two relatives", "", frozenset()),
        ("Tariq Lind", "his brother died in a cell", frozenset()),
        ("a family doctor", "", None),
        ("the sister company", "", None),
        ("Tariq Lind", "the man died in a cell", None),
    ],
)
def test_whose_family_somebody_is(phrase: str, words: str, whose: frozenset[str] | None) -> None:
    assert family_of(phrase, words) == whose


@pytest.mark.parametrize(
    ("name", "does"),
    [
        ("Harbour Rights Watch", True),
        ("Violations Documentation Centre", True),
        ("Joint Forces Press Centre", False),
        ("Northern Monitor", False),
    ],
)
def test_only_what_watches_is_a_monitor(name: str, does: bool) -> None:
    assert watches(name.casefold().split()) is does
