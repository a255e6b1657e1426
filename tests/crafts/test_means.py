"""By what means something violent was done: told once in a phrase, compared by carrier, weapon, manner and number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.crafts.means import _values, find_means, means_told, parted
from variorum.crafts.trees import grow


@pytest.fixture
def told(parser, make_document):
    def phrases(text: str) -> list[str]:
        document = make_document(text)
        tree = grow(parser.parse(document))
        found = find_means(tree, [range(first, last) for first, last in tree.parse.sentences])
        return [text[tree.tokens[one.first].start : tree.tokens[one.last].end] for one in found]

    return phrases


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("A mortar attack killed two farmers near Oruna.", ["A mortar attack"]),
        ("Two farmers died in a drone strike on the mill.", ["a drone strike"]),
        ("A van packed with explosives blew up outside the mint.", ["A van packed with explosives blew up"]),
        ("The lorry exploded at the gate.", ["The lorry exploded"]),
        ("A powerful roadside bomb was set off beside the convoy.", ["A powerful roadside bomb was set off"]),
        # Told before: what points back is not told again.
        ("A twin bombing hit Sarn. The twin bombing shocked the town.", ["A twin bombing"]),
        # A car of which something else is told is no weapon, and a bare attack tells of no means.
        ("The car stood at the gate.", []),
        ("An attack killed two farmers.", []),
        # Only what others are compared with.
        ("Nine died at the mill, the worst attack since a suicide bombing in 1994.", []),
        ("It was the deadliest day since a car bomb killed thirty in 2001.", []),
        ("The road has been shut since a car bomb killed thirty there.", ["a car bomb"]),
        # Denied, possible, or in general.
        ("It was not clear whether a car bomb exploded.", []),
        ("A rocket attack could follow.", []),
        ("Rocket attacks are common in Sarn.", []),
        ("A drone strike is a crime.", []),
        ("The minister denied carrying out a drone strike on the mill.", []),
        ("Police ruled out a suicide bombing.", []),
        ("The police found no evidence of a car bomb in Sarn.", []),
        ("Neither a car bomb nor a rocket attack was reported.", []),
        ("Police said a gas leak and not a car bomb caused the blast.", []),
        ("It was a gas blast rather than a car bomb.", []),
        ("Officers defused a car bomb outside the mint.", []),
        ("The guard foiled a plot to carry out a car bombing.", []),
        ("Rumours of a drone strike spread in Sarn.", []),
        # Real behind a preposition, whatever governs that; and as what did something, whatever that was.
        ("Two farmers are feared dead in a car bombing near Oruna.", ["a car bombing"]),
        ("A rocket attack prevented the convoy from leaving.", ["A rocket attack"]),
        ("The front claimed a car bombing.", ["a car bombing"]),
        # The target, a place of work, those who came, a walk-out: no weapon.
        ("A bus bombing killed seven commuters.", []),
        ("A coal mine blast killed ten miners.", []),
        ("A boat raid by the police ended at noon.", []),
        ("A truck strike entered its third day.", []),
        ("A bus was ripped through by a blast.", []),
        # A load is what the words behind it head: neither damage nor a squad is one.
        ("A truck with bomb damage stood in the road.", []),
        ("The bomb squad van arrived.", []),
        ("The car of the bomb disposal team stood at the gate.", []),
    ],
)
def test_means_are_taken_where_they_are_told(told, text, phrases):
    assert told(text) == phrases


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("a twin bombing", {("number", "double")}),
        ("A lorry loaded with large quantities of explosives blew up", {("carrier", "truck")}),
        ("a suicide car bomb", {("manner", "suicide"), ("carrier", "car")}),
        # More than the means is told, or nothing violent.
        ("A car bomb killed two farmers", set()),
        ("the car was red", set()),
        ("", set()),
    ],
)
def test_a_statement_of_the_means_tells_nothing_else(text, means):
    assert means_told(text) == means


@pytest.mark.parametrize(
    ("left", "right", "dimension"),
    [
        ("a car bomb", "a lorry bomb", "carrier"),
        ("a mortar attack", "a rocket attack", "weapon"),
        # A rocket holds sarin, an aircraft drops barrels, a roadside bomb is set off from afar.
        ("a sarin attack", "a rocket attack", None),
        ("an air raid", "a barrel bomb attack", None),
        ("a roadside bomb", "a remote-controlled bomb", None),
        # A wide word is met by every other, whichever stands first.
        ("a vehicle bomb, a car bomb", "a vehicle bomb", None),
        ("a vehicle bomb, a car bomb", "a truck bomb", "carrier"),
    ],
)
def test_means_part_only_where_one_excludes_the_other(left, right, dimension):
    assert parted(means_told(left), means_told(right)) == dimension


means = st.frozensets(st.sampled_from(sorted(set(_values().values()))), max_size=4)


@given(means, means)
def test_parting_has_no_direction(a, b):
    assert parted(a, b) == parted(b, a)


@given(means)
def test_nothing_parts_from_itself(a):
    assert parted(a, a) is None
