"""Values come back from what is kept as they were, and what nobody can read is refused."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factory import Case, by, reading_of
from variorum.case.keeping import Unreadable, pack, pack_reading, unpack_reading
from variorum.values.readings import Reading

OUTLETS = [f"Post {number:02}" for number in range(11)]


def told() -> Reading:
    """Eleven accounts of three things."""
    case = Case()
    for number, outlet in enumerate(OUTLETS):
        case.tell(outlet, "The crane fell", by("Ines Okafor"), claim=f"thing {number % 3}")
    return reading_of(case)


@given(st.lists(st.sets(st.integers(0, len(OUTLETS) - 1)), min_size=3, max_size=3))
def test_whoever_is_silent_on_a_claim_a_reading_comes_back_the_same(silent: list[set[int]]) -> None:
    reading = told()
    ids = sorted(d.id for d in reading.documents)
    claims = [
        dataclasses.replace(claim, silent=tuple(ids[at] for at in sorted(which)))
        for claim, which in zip(reading.claims, silent, strict=True)
    ]
    reading = dataclasses.replace(reading, claims=tuple(claims))
    assert unpack_reading(pack_reading(reading)) == reading


def test_a_reading_without_claims_or_accounts_comes_back_too() -> None:
    reading = told()
    for bare in (dataclasses.replace(reading, claims=()), dataclasses.replace(reading, claims=(), documents=())):
        assert unpack_reading(pack_reading(bare)) == bare


def test_what_is_cut_or_of_another_form_is_refused() -> None:
    reading = told()
    kept = pack_reading(reading)
    for broken in (b"", kept[:-9], b"no zlib", pack(reading)):
        with pytest.raises(Unreadable):
            unpack_reading(broken)
