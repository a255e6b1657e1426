"""Names: what folds onto one key, what may be one name, what may not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.crafts import names


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Hasakeh", "Hasaka"),
        ("Hasaka", "Hasakah"),
        ("Khaled", "Khalid"),
        ("Yevgeny", "Evgeny"),
        ("Qamishli", "Kamishly"),
    ],
)
def test_transcriptions_of_one_word_are_alike(left: str, right: str) -> None:
    assert names.word_likeness(names.fold(left), names.fold(right)) >= 0.85


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Olena Marchuk", "Marchuk, Olena"),
        ("Dr. Olena Marchuk", "Olena Marchuk"),
        ("Bob Tanner", "Robert Tanner"),
        ("O. Marchuk", "Olena Marchuk"),
        ("Олена Марчук", "Olena Marchuk"),
        ("Jean-Luc Perrin", "Jean Luc Perrin"),
        ("Ben Adar", "Benjamin Adar"),
    ],
)
def test_spellings_of_one_person(left: str, right: str) -> None:
    assert names.compare_people(left, right).score >= 0.8


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Olena Marchuk", "Oksana Marchuk"),
        ("Olena Marchuk", "Olena Petrenko"),
        ("Salim bin Tariq al-Amri", "Tariq bin Salim al-Amri"),
        ("Marchuk", "Olena Petrenko"),
    ],
)
def test_different_people_stay_below_the_merge(left: str, right: str) -> None:
    assert names.compare_people(left, right).score < 0.75


def test_bodies_by_words_initials_and_legal_form() -> None:
    assert names.compare_bodies("Northern Harbour Company Ltd", "Northern Harbour Co. Limited").score == 1
    assert names.compare_bodies("NHA", "Northern Harbour Authority").score > 0.9
    assert names.compare_bodies("Severin Group", "Severin").score > 0.9
    assert names.compare_bodies("Harbour Fund II", "Harbour Fund III").score < 0.75
    assert names.compare_bodies("Third Rescue Company", "Fourth Rescue Company").score < 0.75


def test_numbers_in_words_and_digits_are_one() -> None:
    assert names.compare_bodies("Brigade Forty-Four", "Brigade 44").score == 1


def test_gender_is_told_by_titles_and_first_names_and_else_unknown() -> None:
    assert names.gender_of("Mrs Tanner") == "female"
    assert names.gender_of("Robert Tanner") == "male"
    assert names.gender_of("Tanner") == ""
    assert names.gender_of("Johnson") == "", "a surname that is also a first name tells nothing by itself"


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(name: str) -> None:
    once = names.fold(name)
    assert names.fold(once) == once


@given(
    st.text(alphabet="abcdehklmnorstuy ", min_size=1, max_size=24),
    st.text(alphabet="abcdehklmnorstuy ", min_size=1, max_size=24),
)
def test_likeness_is_symmetric_and_between_nought_and_one(left: str, right: str) -> None:
    there, back = names.compare_people(left, right).score, names.compare_people(right, left).score
    assert 0 <= there <= 1
    assert there == pytest.approx(back)
