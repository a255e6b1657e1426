"""Values told by many sources: votes, accuracy, and copies that count for little."""

from hypothesis import given, settings
from hypothesis import strategies as st

from variorum.crafts.copying import vote, weigh

THINGS = [f"bridge {n}" for n in range(12)]
CAREFUL = ("surveyor", "parish", "rector", "ferryman")
COPIES = ("almanac", "almanac reprint", "almanac abridged")


def register() -> list[tuple[str, str, str]]:
    """Four careful sources that err once each and an almanac with two copies, wrong about every third bridge.

    Of bridge 0 only two of the careful tell, so that there the almanac and its copies are the most.
    """
    claims = []
    for n, thing in enumerate(THINGS):
        for k, source in enumerate(CAREFUL if n else CAREFUL[:2]):
            claims.append((source, thing, "stone" if n != 2 * k + 1 else "wood"))
        claims += [(source, thing, "iron" if n % 3 == 0 else "stone") for source in COPIES]
    return claims


def test_a_vote_is_the_value_of_most_sources_and_the_first_by_name_of_equals() -> None:
    assert vote([("a", "x", "2"), ("b", "x", "1"), ("c", "x", "2")]) == {"x": "2"}
    assert vote([("a", "x", "2"), ("b", "x", "1")]) == {"x": "1"}


def test_three_copies_outvote_two_careful_sources_and_do_not_outweigh_them() -> None:
    claims = register()
    assert vote(claims)["bridge 0"] == "iron"
    assert weigh(claims).values["bridge 0"] == "stone"


def test_who_shares_false_values_is_found_to_copy_and_who_shares_true_ones_is_not() -> None:
    copying = weigh(register()).copying
    assert ("almanac", "almanac reprint") in copying
    assert not any("surveyor" in pair for pair in copying)


def test_where_copies_are_the_most_everywhere_the_careful_are_taken_for_the_copiers() -> None:
    """Wrong, and known: nothing but the values is looked at, so two against three about every bridge cannot win."""
    few = [row for row in register() if row[0] in (*CAREFUL[:2], *COPIES)]
    assert weigh(few).values["bridge 0"] == "iron"


def test_the_careful_are_the_more_accurate() -> None:
    accuracy = weigh(register()).accuracy
    assert accuracy["surveyor"] > 0.8 > accuracy["almanac"]


def test_without_looking_for_copies_none_are_found() -> None:
    assert weigh(register(), copying=False).copying == {}


def test_one_source_is_believed_for_want_of_another() -> None:
    assert weigh([("a", "x", "1")]).values == {"x": "1"}


claims = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from(THINGS[:4]), st.sampled_from(("stone", "iron", "wood"))),
    min_size=1,
    max_size=30,
)


@settings(max_examples=50, deadline=None)
@given(claims, st.randoms(use_true_random=False))
def test_every_object_gets_a_value_somebody_gave_whatever_the_order(drawn: list, chance) -> None:  # type: ignore[no-untyped-def]
    weighed = weigh(drawn)
    assert set(weighed.values) == {thing for _, thing, _ in drawn}
    assert all((thing, value) in {(o, v) for _, o, v in drawn} for thing, value in weighed.values.items())
    mixed = drawn[:]
    chance.shuffle(mixed)
    assert weigh(mixed) == weighed
