"""Which numbers are figures, with which bounds, and of what."""

import pytest

from variorum.crafts.figures import find_figures
from variorum.crafts.trees import grow
from variorum.values.text import Span


@pytest.fixture
def figures(parser, make_document):
    def read(text: str):
        document = make_document(text)
        tree = grow(parser.parse(document))
        return find_figures(document, tree, Span(document.id, 0, len(text)))

    return read


@pytest.mark.parametrize(
    ("text", "low", "high", "of"),
    [
        ("The flood killed 43 people.", 43, 43, "people killed"),
        ("At least 43 people were killed.", 43, None, "people killed"),
        ("Up to 1,200 villagers fled.", None, 1200, "villager displaced"),
        ("As many as 50,000 soldiers crossed the river.", None, 50000, "soldier cross"),
        ("More than two hundred and fifty miners were injured.", 250, None, "miner wounded"),
        ("The landslide left dozens wounded.", 24, None, "people wounded"),
        ("Hundreds of people fled the valley.", 200, None, "people displaced"),
        ("Tens of thousands of people marched.", 20000, None, "people march"),
        ("The storm killed another 12.", 12, 12, "people killed"),
        ("Between 10 and 15 houses burned.", 10, 15, "house burn"),
        ("The fine came to $3.5 million.", 3_500_000, 3_500_000, "money"),
        ("The death toll rose to 48.", 48, 48, "people killed"),
        ("The number of people confirmed dead has risen to 23.", 23, 23, "people killed"),
        ("Nearly 30 people are missing.", 30, 30, "people missing"),
        ("Twelve people lost their lives.", 12, 12, "people killed"),
        ("The fire claimed 12 lives.", 12, 12, "people killed"),
        ("Twelve people lost their homes.", 12, 12, "people lose"),
        ("Twelve people are known to have died.", 12, 12, "people killed"),
        ("The killing of six miners was never cleared up.", 6, 6, "miner killed"),
        ("They treated a girl of 11.", 11, 11, "age"),
        ("A dozen ships sank.", 12, 12, "ship sink"),
        ("Thirty-one people were killed.", 31, 31, "people killed"),
        ("The ferry carried 40 people, not 60.", 40, 40, "people carry"),
        ("The three body-worn cameras were off.", 3, 3, "number"),
        ("Not three but four people died.", 4, 4, "people killed"),
        ("The guards did not shoot 30 people.", 30, 30, "people shot"),
        ("She served at least six years in prison.", 6, None, "year in prison"),
    ],
)
def test_bounds_and_what_is_counted(figures, text, low, high, of):
    (one,) = figures(text)
    assert (one.low, one.high, one.of) == (low, high, of)
    assert text[one.passage.span.start : one.passage.span.end] == one.passage.words


@pytest.mark.parametrize(
    "text",
    [
        "The bridge fell on 8 or 9 March.",
        "The bridge fell on March 8 or 9.",
        "They met on 3, 4 and 5 June.",
        "The strike lasted from 10 to 15 May.",
        "It happened between 10 and 15 May.",
    ],
)
def test_several_days_of_a_month_are_no_figures(figures, text):
    assert figures(text) == ()


def test_a_number_behind_its_sign_is_a_name(figures):
    assert figures("She kept the No. 3 spot in the party.") == ()


def test_a_number_beside_a_joined_day_is_a_figure(figures):
    assert [one.low for one in figures("Between 8 and 9 people may have died in March.")] == [8]
    assert [one.low for one in figures("The storms of March and April killed 8 or 9 people.")] != []


def test_a_part_of_those_counted_is_not_their_count(figures):
    whole, part = figures("Eleven miners were injured, two of them seriously.")
    assert (whole.of, part.of) == ("miner wounded", "part of people wounded")


def test_parts_of_those_counted_are_told_apart(figures):
    whole, grave, young = figures(
        "Twelve people were wounded, nine of them in grave condition and three of them children."
    )
    assert whole.of == "people wounded"
    assert grave.of != young.of


def test_an_age_between_commas(figures):
    (one,) = figures("Ana Ruiz, 34, left the city.")
    assert (one.of, one.low, one.high) == ("age", 34, 34)


@pytest.mark.parametrize(
    "text",
    [
        "The bridge fell on 12 June 2019.",
        "The bridge was built in 1987.",
        "The 47th Brigade held the bridge.",
        "The 2016 report was withdrawn.",
        "Brigade 47 held the bridge.",
        "One of the drivers left.",
        "The first driver left in June.",
        "From 1965 to 1970 he lived abroad.",
        "The boat left shortly before nine in the evening.",
    ],
)
def test_dates_ordinals_and_names_are_no_figures(figures, text):
    assert figures(text) == ()


def test_two_counts_of_two_things_stay_apart(figures):
    first, second = figures("The blast killed 16 and wounded 40.")
    assert (first.low, first.of) == (16, "people killed")
    assert (second.low, second.of) == (40, "people wounded")


def test_a_stretch_takes_only_its_own_figures(parser, make_document):
    text = "The blast killed 16 and wounded 40."
    document = make_document(text)
    found = find_figures(document, grow(parser.parse(document)), Span(document.id, 0, 19))
    assert [one.low for one in found] == [16]
