"""Laws of collation, whatever the texts say and whatever a reader of pairs answers."""

import hashlib
import random
from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from papers import document_of
from test_align import Account, vector

from variorum.crafts.similarity import Rarity
from variorum.stages.claims import Aligned, align
from variorum.stages.claims.comparing import compare_all
from variorum.stages.claims.remembering import Comparisons
from variorum.stages.claims.sketching import sketch_each

LINES = (
    "The dam above Orlen burst on Sunday.",
    "On Sunday the dam above Orlen burst.",
    "The dam above Orlen did not burst.",
    "A car bomb tore through the market of Orlen.",
    "A truck bomb tore through the market of Orlen.",
    "It was not clear who was behind the attack on the market.",
    "Red Dawn claimed responsibility for the attack on the market.",
    "The minister is expected to resign over the flood.",
    "The minister resigned over the flood.",
    "The police detained the harbour master.",
    "The police arrested the harbour master.",
)
ACCOUNTS = st.lists(st.lists(st.sampled_from(LINES), min_size=1, max_size=4, unique=True), min_size=2, max_size=4)


class Whims:
    """A reader of pairs whose answers are drawn from the texts alone, so that they do not depend on their order."""

    def __init__(self, salt: int) -> None:
        self.salt = salt

    def compare(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        rows = []
        for a, b in pairs:
            seed = hashlib.sha256(f"{self.salt} {a} {b}".encode()).digest()[:4]
            row = np.random.default_rng(int.from_bytes(seed, "big")).dirichlet([0.3, 0.3, 0.3])
            rows.append(row)
        return np.array(rows, dtype=np.float32)


def tell(texts: Sequence[Sequence[str]], since: int = 0) -> list[Account]:
    """Accounts of a day each, in the order given."""
    return [
        Account(document_of, f"paper {n}", *lines, published=f"2019-03-{n + 1 + since:02d}")
        for n, lines in enumerate(texts)
    ]


def lay(accounts: Sequence[Account], reader: Whims | None = None) -> Aligned:
    statements = [s for account in accounts for s in account.statements]
    vectors = {s.id: vector(s.passage.words) for s in statements}
    return align([a.document for a in accounts], statements, (), vectors, reader=reader)


def homes(aligned: Aligned) -> dict[str, str]:
    return {statement: claim.id for claim in aligned.claims for statement in claim.statements}


@settings(max_examples=25, deadline=None)
@given(ACCOUNTS, st.integers(0, 9), st.randoms(use_true_random=False))
def test_neither_the_order_of_accounts_nor_of_a_pair_matters_to_what_a_reader_changes(
    texts: list[list[str]], salt: int, shuffle: random.Random
) -> None:
    accounts = tell(texts)
    once = lay(accounts, Whims(salt))
    shuffle.shuffle(accounts)
    assert lay(accounts, Whims(salt)) == once


@settings(max_examples=25, deadline=None)
@given(ACCOUNTS, st.integers(0, 9))
def test_a_veto_is_never_broken_and_nothing_conflicts_within_a_claim(texts: list[list[str]], salt: int) -> None:
    accounts = tell(texts)
    statements = [s for account in accounts for s in account.statements]
    sketched = sketch_each([a.document for a in accounts], statements, ())
    rarity = Rarity(one.terms for some in sketched.sketches.values() for one in some)
    compared = compare_all(sketched, {s.id: vector(s.passage.words) for s in statements}, rarity, Comparisons())
    parted = [key for key, one in compared.pairs().items() if one.decision.apart]
    for aligned in (lay(accounts), lay(accounts, Whims(salt))):
        home = homes(aligned)
        assert all(home[a] != home[b] for a, b in parted)
        assert all(home[r.a] != home[r.b] for r in aligned.relations if r.kind in ("contradicts", "supersedes"))
        assert all(home[r.a] == home[r.b] for r in aligned.relations if r.kind == "equivalent")


@settings(max_examples=25, deadline=None)
@given(ACCOUNTS, st.lists(st.sampled_from(LINES), min_size=1, max_size=3, unique=True))
def test_a_later_account_renames_nothing_that_stands(texts: list[list[str]], later: list[str]) -> None:
    accounts = tell(texts)
    before, after = lay(accounts), lay([*accounts, *tell([later], since=20)])
    names = {claim.statements[0]: claim.id for claim in before.claims}
    old = homes(before)
    for claim in after.claims:
        if old.keys() & set(claim.statements):
            assert claim.statements[0] in old, "a claim told before is not named after a later account"
        assert names.get(claim.statements[0], claim.id) == claim.id


@settings(max_examples=25, deadline=None)
@given(ACCOUNTS, st.data())
def test_a_copy_of_an_account_joins_its_claims_and_contradicts_nothing_new(
    texts: list[list[str]], data: st.DataObject
) -> None:
    accounts = tell(texts)
    # Of one statement: what one voice tells twice with two values is no conflict, and a copy of it would stand against it.
    told = data.draw(st.sampled_from(LINES).map(lambda line: [line]))
    accounts = [*accounts, *tell([told], since=10)]
    contradicted = any(r.kind == "contradicts" for r in lay(accounts).relations)
    copy = tell([told], since=20)[0]
    aligned = lay([*accounts, copy])
    home = homes(aligned)
    assert home[copy.statements[0].id] == home[accounts[-1].statements[0].id]
    assert contradicted or not any(r.kind == "contradicts" for r in aligned.relations)
