"""The reader of pairs beside the rules: what it changes, what it never changes, and how much it is asked."""

from collections.abc import Callable, Iterable, Sequence
from types import SimpleNamespace

import numpy as np
import pytest
from numpy.typing import NDArray
from test_align import Account, vector

from variorum.crafts.comparison import Sketch
from variorum.stages.claims import Aligned, align
from variorum.stages.claims.reading import EACH, MOST, Verdict, choose, revise
from variorum.stages.claims.scoring import reader_weights

Accounts = Callable[..., Account]


class Says:
    """A reader that gives one answer to every pair: follows, neutral, against; `back` for the turned pair."""

    def __init__(self, there: Sequence[float], back: Sequence[float] | None = None, first: str = "") -> None:
        self.there, self.back, self.first = there, back or there, first
        self.asked: list[tuple[str, str]] = []

    def compare(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        self.asked += pairs
        rows = [self.there if not self.first or self.first in a else self.back for a, _ in pairs]
        return np.array(rows, dtype=np.float32).reshape(len(pairs), 3)


FOLLOWS, NEUTRAL, AGAINST = (0.97, 0.02, 0.01), (0.02, 0.96, 0.02), (0.01, 0.02, 0.97)


def read(reader: object, *accounts: Account) -> Aligned:
    statements = [s for account in accounts for s in account.statements]
    vectors = {s.id: vector(s.proposition or s.passage.words) for s in statements}
    return align([a.document for a in accounts], statements, (), vectors, reader=reader)  # type: ignore[arg-type]


@pytest.fixture
def account(make_document: Callable[..., object]) -> Accounts:
    return lambda name, *lines, published=None: Account(make_document, name, *lines, published=published)  # type: ignore[arg-type]


@pytest.fixture
def near(account: Accounts) -> tuple[Account, Account]:
    """Two statements that words alone leave apart, though not by much."""
    return (
        account("gazette", "The harbour office of Orlen kept quiet about the cracked pier."),
        account("ledger", "The harbour office of Orlen said nothing of the cracks for a year."),
    )


def test_without_a_reader_the_pair_stays_apart_and_with_one_that_agrees_it_is_one_claim(
    near: tuple[Account, Account],
) -> None:
    assert len(read(None, *near).claims) == 2
    assert len(read(Says(FOLLOWS), *near).claims) == 1
    assert len(read(Says(NEUTRAL), *near).claims) == 2


def test_a_reader_that_is_against_makes_a_conflict_with_its_reason(near: tuple[Account, Account]) -> None:
    (relation,) = read(Says(AGAINST), *near).relations
    assert relation.kind == "contradicts"
    assert relation.reason == "by the reader of pairs both cannot be so (0.97)"


def test_a_veto_stands_whatever_the_reader_says(account: Accounts) -> None:
    a = account("gazette", "The landslide killed 43 people.").figure("people killed", 43, 43, "43 people")
    b = account("ledger", "The landslide wounded 43 people.").figure("people wounded", 43, 43, "43 people")
    reader = Says(FOLLOWS)
    assert len(read(reader, a, b).claims) == 2
    assert reader.asked == []


def test_what_follows_one_way_only_is_the_wider_statement(near: tuple[Account, Account]) -> None:
    a, b = near
    (relation,) = read(Says(FOLLOWS, NEUTRAL, first="kept quiet"), a, b).relations
    assert (relation.kind, relation.a, relation.b) == ("refines", b.statements[0].id, a.statements[0].id)


def test_what_is_made_likelier_without_being_said_is_supported(near: tuple[Account, Account]) -> None:
    a, b = near
    (relation,) = read(Says((0.70, 0.28, 0.02), NEUTRAL, first="kept quiet"), a, b).relations
    assert (relation.kind, relation.a, relation.b) == ("supports", b.statements[0].id, a.statements[0].id)


def test_statements_of_one_account_are_not_read_against_one_another(account: Accounts) -> None:
    reader = Says(AGAINST)
    one = account(
        "gazette", "The harbour office kept quiet about the pier.", "The harbour office spoke about the pier."
    )
    read(reader, one)
    assert reader.asked == []


def test_the_reader_reads_words_without_brackets_and_both_ways(account: Accounts) -> None:
    a = account("gazette", "It burst on Sunday.").so(proposition="[The dam] burst on Sunday.")
    b = account("ledger", "The dam burst on a Sunday.")
    reader = Says(FOLLOWS)
    read(reader, a, b)
    pair = ("The dam burst on Sunday.", "The dam burst on a Sunday.")
    assert sorted(reader.asked) == sorted([pair, pair[::-1]])


def test_a_reader_of_another_shape_is_refused(near: tuple[Account, Account]) -> None:
    class Two:
        def compare(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
            return np.zeros((len(pairs), 2), dtype=np.float32)

    with pytest.raises(ValueError, match="reader of pairs"):
        read(Two(), *near)


def sketch_pairs(pairs: Iterable[tuple[str, str]]) -> dict[str, Sketch]:
    """Sketches with ids and documents only, the left and right of each pair in two accounts."""
    return {
        key: SimpleNamespace(id=key, document=key[0])  # type: ignore[misc]
        for both in pairs
        for key in both
    }


def test_no_statement_is_read_more_often_than_the_budget_says() -> None:
    pairs = {("a", f"b{n:02d}"): (0.5, 0.9) for n in range(3 * EACH)}
    sketches = sketch_pairs(pairs)
    wanted = choose(sketches, pairs)
    assert len(wanted.pairs) == EACH
    assert wanted.left == 0
    many = {(f"a{n:05d}", f"b{n:05d}"): (0.5, 0.9) for n in range(MOST + 7)}
    assert choose(sketch_pairs(many), many).left == 7


def test_the_likelihood_rises_with_what_the_reader_says() -> None:
    weights = reader_weights()
    low, high = (revise(0.3, Verdict(x, x, 0.0), weights) for x in (0.05, 0.95))
    assert low < 0.3 < high
    assert revise(0.6, Verdict(0.9, 0.9, 0.0), weights) > high
    assert Verdict(0.9, 0.2, 0.0).both == 0.2
