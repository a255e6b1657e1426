"""What was compared is not compared again, and never decides anything: with or without it everything comes out the same."""

import hashlib
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from factory import Case, by
from variorum.case.keeping import Unreadable
from variorum.case.remembering import pack_comparisons, unpack_comparisons
from variorum.stages.claims import Aligned, align, comparing
from variorum.stages.claims.remembering import Comparisons
from variorum.values.judgements import Judgement

TOLD = (
    ("Early Post", "The crane on the quay fell on the Harn Volunteers and hurt two workers"),
    ("Late Herald", "A crane fell on the quay, and the Volunteers say that three workers were hurt"),
    ("Coast Courier", "Nobody was hurt when the crane fell on the quay"),
    ("Harbour Radio", "The Harn Volunteers shelled the ferry and killed a sailor"),
    ("Tide Daily", "The Volunteers shelled the ferry; two sailors were killed"),
    ("North Wire", "The ferry lost its mast at dawn, and a sailor was killed on the quay"),
    ("South Wire", "Workers were hurt on the quay by a crane of the Harn Volunteers"),
)
STEPS = st.lists(
    st.tuples(
        st.sets(st.integers(0, len(TOLD) - 1), min_size=1),
        st.sampled_from([(), (("Harn Volunteers",), ("Volunteers",)), (("Harn Volunteers", "Volunteers"),)]),
        st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.sampled_from(["same", "different"])), max_size=2),
    ),
    min_size=2,
    max_size=5,
)


def vector(text: str) -> NDArray[np.float32]:
    """Texts that share words are near."""
    row = np.full(32, 0.01, dtype=np.float32)
    for word in text.casefold().split():
        row[hashlib.sha256(word.encode()).digest()[0] % 32] += 1
    return row / np.linalg.norm(row)


def lay(
    told: Sequence[int],
    names: Sequence[tuple[str, ...]] = (),
    judged: Sequence[tuple[int, int, str]] = (),
    known: Comparisons | None = None,
) -> Aligned:
    """The case of these tellings: `names` are the bodies and how each is called, `judged` which of the tellings a person joined or parted."""
    case = Case()
    for number in sorted(told):
        publisher, words = TOLD[number]
        case.tell(publisher, words, by("Ines Okafor", saw=True))
    for name in names:
        case.entity(*name)
    statements = case.statements()
    ids = {n: s.id for n in told for s in statements if s.passage.words == TOLD[n][1]}
    decided = [
        Judgement("statements", ids[a], ids[b], answer, "Ida Verne", f"2024-05-0{n + 1}", "seen")  # type: ignore[arg-type]
        for n, (a, b, answer) in enumerate(judged)
        if a != b and {a, b} <= set(told)
    ]
    vectors = {s.id: vector(s.passage.words) for s in statements}
    digests = {s.document: hashlib.sha256(repr((s.id, names)).encode()).hexdigest() for s in statements}
    return align(
        case.documents(), statements, case.entities(), vectors, decided, known=known or Comparisons(), digests=digests
    )


@settings(max_examples=30, deadline=None)
@given(STEPS)
def test_whatever_came_before_the_result_is_that_of_a_fresh_start(steps: list) -> None:
    known = Comparisons()
    for told, names, judged in steps:
        went_on, fresh = lay(tuple(told), names, judged, known), lay(tuple(told), names, judged)
        assert repr(went_on) == repr(fresh)
        assert pack_comparisons(went_on.comparisons, "p") == pack_comparisons(fresh.comparisons, "p")
        known = unpack_comparisons(pack_comparisons(went_on.comparisons, "p"), "p")


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """The texts of every two statements that the rules were asked about."""
    asked: list[set[str]] = []
    by_rules = comparing.compare

    def listen(a, b):  # type: ignore[no-untyped-def]
        asked.append({a.text, b.text})
        return by_rules(a, b)

    monkeypatch.setattr(comparing, "compare", listen)
    return asked


def test_of_one_account_more_only_its_own_pairs_are_compared(compared: list[set[str]]) -> None:
    before = lay(range(6))
    assert len(compared) > 6
    compared.clear()
    lay(range(7), known=before.comparisons)
    assert compared
    assert all(TOLD[6][1] in pair for pair in compared)


def test_where_names_turn_out_to_be_one_body_those_who_name_it_are_compared_again(compared: list[set[str]]) -> None:
    before = lay(range(6), [("Harn Volunteers",), ("Volunteers",)])
    compared.clear()
    lay(range(6), [("Harn Volunteers", "Volunteers")], known=before.comparisons)
    assert compared
    assert all(any("Volunteers" in text for text in pair) for pair in compared)


def test_a_judgement_and_an_account_taken_out_compare_nothing(compared: list[set[str]]) -> None:
    before = lay(range(7))
    compared.clear()
    lay(range(6), judged=[(0, 3, "same")], known=before.comparisons)
    assert compared == []


def test_what_another_program_compared_or_nobody_can_read_is_not_used() -> None:
    kept = pack_comparisons(lay(range(6)).comparisons, "this program")
    assert unpack_comparisons(kept, "this program").pairs()
    assert not unpack_comparisons(kept, "a later program").pairs()
    for broken in (b"", kept[:-9], b"no zlib"):
        with pytest.raises(Unreadable):
            unpack_comparisons(broken, "this program")
