"""Collation on small accounts written for the purpose: what joins, what stays apart, and why.

`say` builds a statement from plain words; `collate` runs the whole room. Vectors are a fake that hashes words, so no
model takes part; what the real vectors give is measured in `evaluation/claims`.
"""

import datetime
import hashlib
import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from papers import document_of

from variorum.crafts.similarity import terms
from variorum.stages.claims import Aligned, align
from variorum.values.claims import Relation
from variorum.values.documents import Document
from variorum.values.entities import Coordinates, Entity, Mention, UnitName
from variorum.values.identity import identify
from variorum.values.judgements import Judgement
from variorum.values.moments import Moment
from variorum.values.statements import Figure, Holder, Hop, Statement
from variorum.values.text import Passage, Span, quote

MakeDocument = Callable[..., Document]


def vector(text: str) -> NDArray[np.float32]:
    """A unit vector that is near another where the words are: the sum of one random direction a term."""
    total = np.zeros(384, dtype=np.float64)
    for term in sorted(terms(text)) or [text]:
        seed = int.from_bytes(hashlib.sha256(term.encode()).digest()[:4], "big")
        total += np.random.default_rng(seed).standard_normal(384)
    return (total / np.linalg.norm(total)).astype(np.float32)


class Account:
    """A document and its statements, one a line."""

    def __init__(self, make: MakeDocument, name: str, *lines: str, published: str | None = None) -> None:
        self.document = make("\n".join(lines), name=name, publisher=name, published=published)
        self.statements: list[Statement] = []
        at = 0
        for line in lines:
            span = Span(self.document.id, at, at + len(line))
            self.statements.append(
                Statement(
                    id=identify("statement", self.document.id, at),
                    passage=quote(self.document.text, span),
                    proposition=line,
                    voice="own",
                    quotation="none",
                    chain=(),
                    modality="asserted",
                    polarity="positive",
                    moment=None,
                    figures=(),
                )
            )
            at += len(line) + 1

    def figure(self, of: str, low: float | None, high: float | None, words: str, line: int = 0) -> "Account":
        """Give a line a figure that stands there in these words."""
        self._change(line, figures=(Figure(of, low, high, self._passage(words, line)),))
        return self

    def on(self, day: str, line: int = 0) -> "Account":
        """Give a line a day."""
        value = datetime.date.fromisoformat(day)
        passage = self.statements[line].passage
        self._change(line, moment=Moment(passage, "date", day, value, value, "day", "text", "test"))
        return self

    def so(self, line: int = 0, **changes: object) -> "Account":
        """Change any field of a line's statement."""
        self._change(line, **changes)
        return self

    def _passage(self, words: str, line: int) -> Passage:
        start = self.document.text.index(words, self.statements[line].passage.span.start)
        return quote(self.document.text, Span(self.document.id, start, start + len(words)))

    def _change(self, line: int, **changes: object) -> None:
        self.statements[line] = replace(self.statements[line], **changes)  # type: ignore[arg-type]


def collate(*accounts: Account, entities: Sequence[Entity] = (), judgements: Sequence[Judgement] = ()) -> Aligned:
    statements = [s for account in accounts for s in account.statements]
    vectors = {s.id: vector(s.proposition or s.passage.words) for s in statements}
    return align([account.document for account in accounts], statements, entities, vectors, judgements)


def only_relation(aligned: Aligned) -> Relation:
    assert len(aligned.relations) == 1, aligned.relations
    return aligned.relations[0]


@pytest.fixture
def account(make_document: MakeDocument) -> Callable[..., Account]:
    return lambda name, *lines, published=None: Account(make_document, name, *lines, published=published)


Accounts = Callable[..., Account]


def test_the_same_assertion_in_two_accounts_is_one_claim(account: Accounts) -> None:
    aligned = collate(
        account("gazette", "The dam above Orlen burst on Sunday."),
        account("ledger", "On Sunday the dam above Orlen burst."),
    )
    assert len(aligned.claims) == 1
    assert only_relation(aligned).kind == "equivalent"


def test_a_more_detailed_version_is_the_same_claim_and_a_refinement(account: Accounts) -> None:
    wide = account("gazette", "Marek Dorn grew up in a northern orphanage.")
    narrow = account("ledger", "Marek Dorn grew up in an orphanage in the northern Velin district near Karst.")
    aligned = collate(wide, narrow)
    assert len(aligned.claims) == 1
    relation = only_relation(aligned)
    assert (relation.kind, relation.b) == ("refines", narrow.statements[0].id)


def test_at_least_sixteen_and_sixteen_are_one_claim(account: Accounts) -> None:
    a = account("gazette", "The landslide killed at least 16 people.").figure(
        "people killed", 16, None, "at least 16 people"
    )
    b = account("ledger", "Landslide kills 16.").figure("killed", 16, 16, "16")
    assert len(collate(a, b).claims) == 1


def test_killed_and_wounded_never_join(account: Accounts) -> None:
    a = account("gazette", "The landslide killed 43 people.").figure("people killed", 43, 43, "43 people")
    b = account("ledger", "The landslide wounded 43 people.").figure("people wounded", 43, 43, "43 people")
    aligned = collate(a, b)
    assert len(aligned.claims) == 2
    assert not [r for r in aligned.relations if r.kind in ("contradicts", "supersedes", "equivalent")]


def test_a_later_higher_count_supersedes(account: Accounts) -> None:
    a = account("gazette", "The landslide killed 22 people.", published="2019-03-04").figure(
        "people killed", 22, 22, "22 people"
    )
    b = account("ledger", "The landslide killed 31 people.", published="2019-03-05").figure(
        "people killed", 31, 31, "31 people"
    )
    relation = only_relation(collate(a, b))
    assert (relation.kind, relation.facet) == ("supersedes", "number")
    assert (relation.a, relation.b) == (a.statements[0].id, b.statements[0].id)
    assert "2019-03-04" in relation.reason
    assert len(collate(a, b).claims) == 2


@pytest.mark.parametrize(
    ("line", "words", "kinds"),
    [
        ("The landslide killed 11 people.", "11 people", {"contradicts"}),
        ("The toll of the landslide was revised down to 11 people.", "11 people", {"supersedes"}),
        ("A nurse had seen 11 people killed by the landslide.", "11 people", set()),
    ],
)
def test_a_later_lower_count_of_the_dead_overtakes_only_where_it_says_so(
    account: Accounts, line: str, words: str, kinds: set[str]
) -> None:
    a = account("gazette", "The landslide killed 14 people.", published="2019-03-04").figure(
        "people killed", 14, 14, "14 people"
    )
    b = account("ledger", line, published="2019-03-05").figure("people killed", 11, 11, words)
    assert {r.kind for r in collate(a, b).relations} == kinds


def test_the_same_count_by_two_outlets_supersedes_nothing(account: Accounts) -> None:
    a = account("gazette", "The landslide killed 22 people.", published="2019-03-04").figure(
        "people killed", 22, 22, "22 people"
    )
    b = account("ledger", "The landslide killed 22 people.", published="2019-03-05").figure(
        "people killed", 22, 22, "22 people"
    )
    assert {r.kind for r in collate(a, b).relations} == {"equivalent"}


def test_two_hours_told_of_one_happening_contradict(account: Accounts) -> None:
    a = account("gazette", "The dam above Orlen burst at about 4pm near the mill.")
    b = account("ledger", "The dam above Orlen burst at 3.20pm.")
    aligned = collate(a, b)
    relation = only_relation(aligned)
    assert (relation.kind, relation.facet) == ("contradicts", "date")
    assert relation.reason.count(":00") == relation.reason.count(":20") == 1
    assert len(aligned.claims) == 2


def test_the_beginning_and_the_end_have_each_their_hour(account: Accounts) -> None:
    a = account("gazette", "The fire in the mill started at 4pm.")
    b = account("ledger", "The fire in the mill ended at 5.30pm.")
    assert not [r for r in collate(a, b).relations if r.kind == "contradicts"]


def test_a_question_contradicts_no_answer(account: Accounts) -> None:
    a = account("gazette", "Did your men open the sluice above Orlen?").so(modality="asked")
    b = account("ledger", "Our men did not open the sluice above Orlen.").so(polarity="negative")
    assert not [r for r in collate(a, b).relations if r.kind == "contradicts"]


@pytest.mark.parametrize(
    ("left", "right", "facet"),
    [
        (
            "The army was behind the attack on the Orlen mill.",
            "Rebels were behind the attack on the Orlen mill.",
            "actor",
        ),
        (
            "The shells on the mill were fired from the east.",
            "The shells on the mill were fired from the west.",
            "place",
        ),
    ],
)
def test_who_did_it_and_from_where_are_conflicts(account: Accounts, left: str, right: str, facet: str) -> None:
    relation = only_relation(collate(account("gazette", left), account("ledger", right)))
    assert (relation.kind, relation.facet) == ("contradicts", facet)


def test_opposite_directions_are_never_one_claim(account: Accounts) -> None:
    a = account("gazette", "The shots came from the east.")
    b = account("ledger", "The shots came from the west of Orlen.")
    assert len(collate(a, b).claims) == 2


def test_from_where_it_came_is_no_word_on_who_did_it(account: Accounts) -> None:
    a = account("gazette", "The shells on the mill were fired from the east.")
    b = account("ledger", "Dorn fired the shells on the mill.")
    assert len(collate(a, b, entities=[_person([b], "Dorn")]).claims) == 2
    c = account("herald", "The shells on the mill were fired from the east.")
    assert len(collate(a, c).claims) == 1


def test_other_counts_of_the_wounded_at_one_time_contradict(account: Accounts) -> None:
    a = account("gazette", "The landslide wounded 140 people.").figure("people wounded", 140, 140, "140 people")
    b = account("ledger", "The landslide wounded 170 people.").figure("people wounded", 170, 170, "170 people")
    relation = only_relation(collate(a, b))
    assert (relation.kind, relation.facet) == ("contradicts", "number")
    assert "140" in relation.reason
    assert "170" in relation.reason


def test_a_count_out_of_a_round_up_is_set_against_none_but_its_like(account: Accounts) -> None:
    def roundup() -> Account:
        lines = ("Shells killed 13 people in the port of Talin.", "A blaze killed 9 people at the mill.")
        both = account("gazette", *lines, published="2019-03-04")
        return both.figure("people killed", 13, 13, "13 people").figure("people killed", 9, 9, "9 people", line=1)

    other = account("ledger", "A raid killed 15 people near Orvel.", published="2019-03-05")
    other = other.figure("people killed", 15, 15, "15 people")
    assert not collate(roundup(), other).relations
    like = account("ledger", "Shells killed 15 people in the port of Talin.", published="2019-03-05")
    like = like.figure("people killed", 15, 15, "15 people")
    relation = only_relation(collate(roundup(), like))
    assert relation.kind == "supersedes"
    assert relation.reason.startswith("13, then 15")


def test_by_what_means_it_was_done_is_one_claim_in_other_words(account: Accounts) -> None:
    a = account("gazette", "A twin bombing").on("2019-03-04")
    b = account("ledger", "a double bomb attack").on("2019-03-04")
    assert len(collate(a, b).claims) == 1


def test_two_carriers_of_one_blast_contradict(account: Accounts) -> None:
    a = account("gazette", "A lorry bomb exploded").on("2019-03-04")
    b = account("ledger", "a car bomb").on("2019-03-04")
    relation = only_relation(collate(a, b))
    assert relation.kind == "contradicts"
    assert "car" in relation.reason
    assert "truck" in relation.reason


def test_means_of_other_days_or_of_a_second_blast_contradict_nothing(account: Accounts) -> None:
    a = account("gazette", "A lorry bomb exploded", "a motorcycle bomb").on("2019-03-04").on("2019-03-04", line=1)
    again = account("ledger", "a car bomb").on("2019-03-09")
    assert not [r for r in collate(a, again).relations if r.kind == "contradicts"]
    other = account("ledger", "a motorcycle bomb").on("2019-03-04")
    assert not [r for r in collate(a, other).relations if r.kind == "contradicts"]


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("It was not a car bomb", {"polarity": "negative"}),
        ("A car bomb exploded", {"modality": "denied"}),
        ("A car bomb exploded", {"modality": "asked"}),
    ],
)
def test_means_that_are_denied_or_asked_contradict_no_others(
    account: Accounts, told: str, meant: dict[str, str]
) -> None:
    a = account("gazette", told).on("2019-03-04").so(**meant)
    b = account("ledger", "A lorry bomb exploded").on("2019-03-04")
    assert not [r for r in collate(a, b).relations if r.kind == "contradicts"]
    assert len(collate(a, b).claims) == 2


def test_means_and_a_clause_that_tells_more_are_two_claims(account: Accounts) -> None:
    a = account("gazette", "A car bomb killed two farmers near Sarn.").on("2019-03-04")
    b = account("ledger", "a car bomb").on("2019-03-04")
    assert len(collate(a, b).claims) == 2


def test_two_numbers_of_one_account_far_apart_are_an_event_and_its_background(account: Accounts) -> None:
    lines = ("Shells killed 13 people.", "The war killed 90,000 people.")
    a = account("gazette", *lines, published="2019-03-04").figure("people killed", 13, 13, "13 people")
    a = a.figure("people killed", 90000, 90000, "90,000 people", line=1)
    b = account("ledger", "Bombs killed 15 people.", published="2019-03-05")
    b = b.figure("people killed", 15, 15, "15 people")
    assert [r.kind for r in collate(a, b).relations] == ["supersedes"]


def test_dozens_are_made_exact_by_a_number(account: Accounts) -> None:
    a = account("gazette", "The landslide wounded dozens of people.")
    b = account("ledger", "The landslide wounded 140 people.").figure("people wounded", 140, 140, "140 people")
    aligned = collate(a, b)
    relation = only_relation(aligned)
    assert (relation.kind, relation.b) == ("refines", b.statements[0].id)
    assert len(aligned.claims) == 2


def test_civilians_are_not_people_in_general(account: Accounts) -> None:
    a = account("gazette", "The shelling killed 16 people.").figure("people killed", 16, 16, "16 people")
    b = account("ledger", "The shelling killed 16 civilians.").figure("civilians killed", 16, 16, "16 civilians")
    aligned = collate(a, b)
    assert len(aligned.claims) == 2
    assert only_relation(aligned).kind == "refines"


def test_counts_of_two_days_are_of_two_events(account: Accounts) -> None:
    a = account("gazette", "A bomb killed 16 people.").figure("people killed", 16, 16, "16 people").on("2019-03-04")
    b = account("ledger", "A bomb killed 31 people.").figure("people killed", 31, 31, "31 people").on("2019-04-20")
    aligned = collate(a, b)
    assert len(aligned.claims) == 2
    assert not aligned.relations


def test_what_was_open_is_filled_later(account: Accounts) -> None:
    a = account("gazette", "There was at first no claim of responsibility for the attack.").so(polarity="negative")
    b = account("ledger", "The Red Dawn group claimed responsibility for the attack.")
    aligned = collate(a, b)
    relation = only_relation(aligned)
    assert (relation.kind, relation.facet, relation.b) == ("supersedes", "status", b.statements[0].id)
    assert len(aligned.claims) == 2


def test_yes_and_no_contradict(account: Accounts) -> None:
    a = account("gazette", "The council published the inspection report.")
    b = account("ledger", "The council never published the inspection report.").so(polarity="negative")
    relation = only_relation(collate(a, b))
    assert (relation.kind, relation.facet) == ("contradicts", "status")


def test_a_partys_denial_is_an_answer_and_no_conflict(account: Accounts) -> None:
    a = account("gazette", "The company dumped waste in the river.")
    b = account("ledger", "The company dumped waste in the river.").so(
        modality="denied", chain=(Hop(Holder("the company", "role", None), None, "unknown", None),)
    )
    aligned = collate(a, b)
    assert {r.kind for r in aligned.relations} == {"overlaps"}
    assert len(aligned.claims) == 2


def test_a_remark_never_joins_an_assertion(account: Accounts) -> None:
    a = account("gazette", "The claims of the workers could not be verified.").so(is_remark=True)
    b = account("ledger", "The claims of the workers could not be verified.")
    assert len(collate(a, b).claims) == 2


def test_two_numbered_units_never_join(account: Accounts) -> None:
    a = account("gazette", "He served in the 46th Brigade as a driver.")
    b = account("ledger", "He served in the 47th Brigade as a driver.")
    entities = [_unit(a, "46th Brigade", "46"), _unit(b, "47th Brigade", "47")]
    aligned = collate(a, b, entities=entities)
    assert len(aligned.claims) == 2
    assert not [r for r in aligned.relations if r.kind == "equivalent"]


def _unit(account: Account, words: str, number: str) -> Entity:
    passage = account._passage(words, 0)
    unit = UnitName(number, "brigade")
    mention = Mention(passage, "unit", "name", words, (passage.span.end - 7, passage.span.end), unit)
    return Entity(identify("entity", words), "unit", words, (), (mention,), unit=unit)


def test_words_that_exclude_one_another_contradict(account: Accounts) -> None:
    a = account("gazette", "A truck bomb exploded outside the ministry.")
    b = account("ledger", "A car bomb exploded outside the ministry.")
    aligned = collate(a, b)
    assert only_relation(aligned).kind == "contradicts"
    assert len(aligned.claims) == 2


def test_what_is_foretold_is_not_what_is_told(account: Accounts) -> None:
    a = account("gazette", "The minister is expected to resign over the flood.")
    b = account("ledger", "The minister resigned over the flood.")
    assert len(collate(a, b).claims) == 2


def test_going_to_war_is_no_foretelling(account: Accounts) -> None:
    a = account("gazette", "The deferment kept Marek Dorn from going to war.")
    b = account("ledger", "The deferment had kept Marek Dorn from war.")
    assert len(collate(a, b).claims) == 1
    c = account("courier", "The deferment is going to keep Marek Dorn from war.")
    assert len(collate(b, c).claims) == 2


def test_silence_is_shown_and_is_no_relation(account: Accounts) -> None:
    a = account("gazette", "The dam above Orlen burst on Sunday.", "The engineer had warned of cracks in March.")
    b = account("ledger", "On Sunday the dam above Orlen burst.")
    c = account("courier", "Bread prices doubled in the capital.")
    aligned = collate(a, b, c)
    warned = next(claim for claim in aligned.claims if a.statements[1].id in claim.statements)
    assert warned.silent == (b.document.id,)
    assert all(a.statements[1].id not in (r.a, r.b) for r in aligned.relations)


def test_an_account_told_later_renames_nothing(account: Accounts) -> None:
    a = account("gazette", "The dam above Orlen burst on Sunday.", published="2019-03-04")
    b = account("ledger", "On Sunday the dam above Orlen burst.", published="2019-03-06")
    before = {claim.id for claim in collate(a).claims}
    assert {claim.id for claim in collate(a, b).claims} == before


def test_nothing_gives_nothing() -> None:
    assert align([], [], [], {}) == Aligned((), ())


LINES = st.lists(
    st.sampled_from(
        [
            "The dam above Orlen burst on Sunday.",
            "On Sunday the dam above Orlen burst.",
            "The dam above Orlen did not burst.",
            "The flood killed 12 people.",
            "The flood killed 14 people.",
            "Dozens were killed in the flood.",
            "The minister is expected to resign.",
            "The minister resigned.",
        ]
    ),
    min_size=1,
    max_size=5,
    unique=True,
)


@settings(max_examples=25, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_accounts_does_not_matter(texts: list[list[str]], shuffle: random.Random) -> None:
    accounts = [Account(document_of, f"paper {number}", *lines) for number, lines in enumerate(texts)]
    once = collate(*accounts)
    shuffle.shuffle(accounts)
    assert collate(*accounts) == once
    members = [statement for claim in once.claims for statement in claim.statements]
    assert sorted(members) == sorted(s.id for one in accounts for s in one.statements)
    assert all(claim.gist in claim.statements for claim in once.claims)
    home = {statement: claim.id for claim in once.claims for statement in claim.statements}
    assert all(home[r.a] != home[r.b] for r in once.relations if r.kind in ("contradicts", "supersedes"))


def test_a_toll_that_is_confirmed_is_the_one_told_before(account: Accounts) -> None:
    a = account("gazette", "The landslide killed 16 people.", "A doctor confirmed the death toll.")
    a.figure("people killed", 16, 16, "16 people")
    b = account("ledger", "At least 16 people were killed.").figure("people killed", 16, None, "At least 16 people")
    aligned = collate(a, b)
    assert len(aligned.claims) == 1


def test_a_statement_of_two_counts_is_taken_by_its_first(account: Accounts) -> None:
    a = account("gazette", "The clinic counted 44 bodies and 140 injured people.")
    a.so(
        figures=(
            Figure("people killed", 44, 44, a._passage("44 bodies", 0)),
            Figure("people injured", 140, 140, a._passage("140", 0)),
        )
    )
    dead = account("ledger", "44 people were killed.").figure("people killed", 44, 44, "44")
    hurt = account("courier", "140 people were injured.").figure("people injured", 140, 140, "140")
    aligned = collate(a, dead, hurt)
    home = {statement: claim.id for claim in aligned.claims for statement in claim.statements}
    assert home[a.statements[0].id] == home[dead.statements[0].id] != home[hurt.statements[0].id]
    assert {r.kind for r in aligned.relations if hurt.statements[0].id in (r.a, r.b)} == {"overlaps"}


def test_a_count_over_a_month_is_no_rival_of_a_days(account: Accounts) -> None:
    a = account("gazette", "In July bombs killed 16 people.").figure("people killed", 16, 16, "16 people")
    moment = Moment(
        a._passage("July", 0),
        "date",
        "2019-07",
        datetime.date(2019, 7, 1),
        datetime.date(2019, 7, 31),
        "month",
        "text",
        "test",
    )
    a.so(moment=moment)
    b = account("ledger", "A bomb killed 31 people.").figure("people killed", 31, 31, "31 people").on("2019-07-27")
    assert not collate(a, b).relations


def _person(accounts: Sequence[Account], name: str) -> Entity:
    mentions = []
    for account in accounts:
        passage = account._passage(name, 0)
        mentions.append(
            Mention(passage, "person", "name", f"{account.document.id} {name}", (passage.span.start, passage.span.end))
        )
    return Entity(identify("entity", name), "person", name, (), tuple(mentions))


def test_two_posts_of_one_man_stand_side_by_side(account: Accounts) -> None:
    a = account("gazette", "Dorn was a senior commander of the militia.")
    b = account("ledger", "Dorn served as the leader of the third platoon of the militia.")
    aligned = collate(a, b, entities=[_person([a, b], "Dorn")])
    relation = only_relation(aligned)
    assert (relation.kind, relation.facet) == ("overlaps", "identity")
    assert "commander" in relation.reason
    assert len(aligned.claims) == 2


def test_a_carrier_and_a_manner_are_one_claim_only_through_a_telling_of_both(account: Accounts) -> None:
    manner = account("gazette", "A suicide bombing").on("2019-03-04")
    carrier = account("ledger", "A motorcycle bombing").on("2019-03-04")
    both = account("courier", "A suicide bombing on a motorcycle").on("2019-03-04")
    assert len(collate(manner, carrier, both).claims) == 1


def _town(account: Account, name: str, latitude: float) -> Entity:
    passage = account._passage(name, 0)
    mention = Mention(passage, "place", "name", f"{account.document.id} {name}", (passage.span.start, passage.span.end))
    where = Coordinates(latitude, 7.0, "city", name, "", "test")
    return Entity(identify("entity", name), "place", name, (), (mention,), place=where)


def test_two_who_quote_the_same_words_may_name_two_places(account: Accounts) -> None:
    a = account("gazette", "Dorn called the tale of his service in Sarn a “wicked lie”.")
    b = account("ledger", "Dorn called the tale of his service in Orvel a “wicked lie”.")
    towns = [_town(a, "Sarn", 45.0), _town(b, "Orvel", 55.0)]
    assert len(collate(a, b, entities=towns).claims) == 1
    unlike = account("ledger", "Dorn called the tale of his service in Orvel a “great joke”.")
    assert len(collate(a, unlike, entities=[towns[0], _town(unlike, "Orvel", 55.0)]).claims) == 2


def test_a_post_that_gives_orders_and_one_that_takes_them_contradict(account: Accounts) -> None:
    a = account("gazette", "Dorn was a senior commander of the militia.")
    b = account("ledger", "Dorn was a night watchman at the mill.")
    relation = only_relation(collate(a, b, entities=[_person([a, b], "Dorn")]))
    assert (relation.kind, relation.facet) == ("contradicts", "identity")


def test_a_post_held_after_another_contradicts_nothing(account: Accounts) -> None:
    a = account("gazette", "Dorn was a senior commander of the militia.")
    b = account("ledger", "Dorn was a night watchman before the war.")
    relations = collate(a, b, entities=[_person([a, b], "Dorn")]).relations
    assert not [r for r in relations if r.kind == "contradicts"]


def test_two_ways_of_leaving_contradict_and_one_refines_that_he_left(account: Accounts) -> None:
    fled = account("gazette", "Dorn deserted in the spring.")
    sacked = account("ledger", "Dorn had been dismissed for theft.")
    left = account("courier", "Dorn left the company.")
    who = _person([fled, sacked, left], "Dorn")
    relation = only_relation(collate(fled, sacked, entities=[who]))
    assert (relation.kind, relation.facet) == ("contradicts", "status")
    relation = only_relation(collate(fled, left, entities=[who]))
    assert (relation.kind, relation.b) == ("refines", fled.statements[0].id)


def test_the_leavings_of_two_people_or_of_two_years_contradict_nothing(account: Accounts) -> None:
    fled = account("gazette", "Dorn deserted in the spring.").on("2019-03-04")
    other = account("ledger", "Marek Velin had been dismissed for theft.").on("2019-03-04")
    assert not collate(fled, other, entities=[_person([fled], "Dorn"), _person([other], "Marek Velin")]).relations
    again = account("ledger", "Dorn had been dismissed for theft.").on("2014-03-04")
    assert not collate(fled, again, entities=[_person([fled, again], "Dorn")]).relations


def test_a_day_makes_the_month_of_joining_narrower(account: Accounts) -> None:
    wide = account("gazette", "Dorn joined the guard.").on("2019-03-04")
    moment = wide.statements[0].moment
    assert moment is not None
    wide = wide.so(moment=replace(moment, earliest=datetime.date(2019, 3, 1), latest=datetime.date(2019, 3, 31)))
    narrow = account("ledger", "Dorn signed a contract.").on("2019-03-11")
    relation = only_relation(collate(wide, narrow, entities=[_person([wide, narrow], "Dorn")]))
    assert (relation.kind, relation.facet, relation.b) == ("refines", "date", narrow.statements[0].id)


def test_two_causes_of_one_loss_contradict_a_day_apart(account: Accounts) -> None:
    a = account("gazette", "The tanker Norna was struck by two torpedoes.").on("2019-03-04")
    b = account("ledger", "The tanker struck a mine.").on("2019-03-05")
    relation = only_relation(collate(a, b))
    assert (relation.kind, relation.facet) == ("contradicts", "cause")
    assert "torpedoes" in relation.reason
    week = account("ledger", "The tanker struck a mine.").on("2019-03-12")
    assert not collate(a, week).relations


def test_a_cause_of_another_thing_or_of_one_of_many_contradicts_nothing(account: Accounts) -> None:
    a = account("gazette", "The tanker was struck by two torpedoes.").on("2019-03-04")
    assert not collate(a, account("ledger", "The bus struck a mine.").on("2019-03-04")).relations
    hit = account("gazette", "A house was struck by a shell.").on("2019-03-04")
    aligned = collate(hit, account("ledger", "A house was struck by lightning.").on("2019-03-04"))
    assert not aligned.relations
    assert len(aligned.claims) == 2


def test_that_there_was_no_mine_contradicts_the_mine_and_not_having_seen_one_does_not(account: Accounts) -> None:
    mine = account("gazette", "The ship struck a mine off the cape.", published="2019-03-06").on("2019-03-05")
    denied = account("ledger", "There was no mine.", published="2019-03-08").so(polarity="negative")
    relation = only_relation(collate(mine, denied))
    assert (relation.kind, relation.facet) == ("contradicts", "cause")
    unseen = account("ledger", "I saw no mine.", published="2019-03-08").so(polarity="negative")
    assert not [r for r in collate(mine, unseen).relations if r.kind == "contradicts"]


def test_two_days_of_one_loss_contradict(account: Accounts) -> None:
    a = account("gazette", "The ferry was hit in the evening off the cape.").on("2019-03-04")
    b = account("ledger", "The ferry struck a mine off the cape.").on("2019-03-05")
    relation = only_relation(collate(a, b))
    assert (relation.kind, relation.facet) == ("contradicts", "date")


def test_counts_of_a_loss_whose_day_is_disputed_are_of_one_loss(account: Accounts) -> None:
    monitor, ministry = _told_by("Harbour Monitor"), _told_by("Pavel Lind")
    both = account(
        "gazette", "The ferry was hit by shells.", "17 people died.", "The ship struck a mine.", "4 people died."
    )
    for line, (who, day) in enumerate(((monitor, "04"), (monitor, "04"), (ministry, "05"), (ministry, "05"))):
        both = both.on(f"2019-03-{day}", line=line).so(line, chain=(who,), voice="attributed")
    both = both.figure("people killed", 17, 17, "17 people", line=1).figure("people killed", 4, 4, "4 people", line=3)
    counts = {both.statements[1].id, both.statements[3].id}
    found = [r for r in collate(both).relations if {r.a, r.b} == counts]
    assert [(r.kind, r.facet) for r in found] == [("contradicts", "number")]


def test_two_whereabouts_of_one_ship_contradict(account: Accounts) -> None:
    a = account("gazette", "The ferry was off Cape Sarn.")
    b = account("ledger", "The ferry was forty kilometres from the cape.")
    relation = only_relation(collate(a, b))
    assert (relation.kind, relation.facet) == ("contradicts", "place")
    moved = account("ledger", "The ferry was forty kilometres from the cape.").on("2019-03-05")
    assert not [r for r in collate(a.on("2019-03-04"), moved).relations if r.kind == "contradicts"]


def _told_by(name: str) -> Hop:
    return Hop(Holder(name, "named", None), None, "unknown", None)


def test_the_higher_count_of_another_party_is_no_newer_one(account: Accounts) -> None:
    def counts(first: str, second: str) -> tuple[str, ...]:
        a = account("gazette", "Shells killed 11 people at the market.", published="2019-03-04")
        b = account("ledger", "Shells killed 14 people at the market.", published="2019-03-04")
        a = a.figure("people killed", 11, 11, "11 people").so(chain=(_told_by(first),), voice="attributed")
        b = b.figure("people killed", 14, 14, "14 people").so(chain=(_told_by(second),), voice="attributed")
        return tuple(r.kind for r in collate(a, b).relations)

    assert counts("the army", "doctors at the hospital") == ("contradicts",)
    assert counts("the army", "an army spokesman") == ("supersedes",)
    # Who only passes on what others count is no party.
    assert counts("the army", "state television") == ("supersedes",)


def test_sums_of_money_are_set_against_one_another_only_where_the_rest_says_the_same(account: Accounts) -> None:
    a = account("gazette", "The harbour paid $40 million in taxes.").figure("money", 40e6, 40e6, "$40 million")
    income = account("ledger", "The fishermen earned $90 million.").figure("money", 90e6, 90e6, "$90 million")
    assert not collate(a, income).relations
    taxes = account("ledger", "The harbour paid $90 million in taxes.").figure("money", 90e6, 90e6, "$90 million")
    assert [r.kind for r in collate(a, taxes).relations] == ["contradicts"]


def test_texts_that_negate_alike_are_not_one_another_turned_round(account: Accounts) -> None:
    a = account("gazette", "The talks don’t need a chairman to go on.").so(polarity="negative")
    b = account("ledger", "The talks don't need a chairman to go on.")
    aligned = collate(a, b)
    assert not [r for r in aligned.relations if r.kind == "contradicts"]
    assert len(aligned.claims) == 1


def test_a_place_inside_another_by_its_account_is_the_narrower(account: Accounts) -> None:
    wide = account("gazette", "Dorn grew up in an orphanage in Orvel.")
    narrow = account(
        "ledger", "Dorn grew up in an orphanage in Sarn.", "He left Sarn, a mill town in the Orvel district."
    )
    relations = collate(wide, narrow).relations
    assert [(r.kind, r.facet, r.b) for r in relations] == [("refines", "place", narrow.statements[0].id)]


def test_means_told_more_closely_are_one_claim_and_a_refinement(account: Accounts) -> None:
    wide = account("gazette", "A suicide bombing").on("2019-03-04")
    narrow = account("ledger", "A suicide bomber on a motorbike blew himself up in the Orvel quarter").on("2019-03-04")
    aligned = collate(wide, narrow)
    assert len(aligned.claims) == 1
    relation = only_relation(aligned)
    assert (relation.kind, relation.b) == ("refines", narrow.statements[0].id)
    assert "motorcycle" in relation.reason


def test_readiness_and_refusal_are_a_tension_and_no_contradiction(account: Accounts) -> None:
    a = account("gazette", "Dorn is willing to help the commission.")
    b = account("ledger", "Dorn refused to say what the militia had done.").so(polarity="negative")
    aligned = collate(a, b, entities=[_person([a, b], "Dorn")])
    relation = only_relation(aligned)
    assert (relation.kind, relation.facet) == ("overlaps", "other")


def test_an_equal_age_alone_makes_no_claim(account: Accounts) -> None:
    a = account("gazette", "Dorn, 26, crossed the river on a raft.").figure("age", 26, 26, "26")
    b = account("ledger", "Dorn, 26, sold vegetables at the market.").figure("age", 26, 26, "26")
    assert len(collate(a, b).claims) == 2


def _judge(a: Account, b: Account, answer: str, question: str = "statements", at: str = "2024-05-01") -> Judgement:
    left, right = a.statements[0].id, b.statements[0].id
    return Judgement(question, left, right, answer, "Ada Brandt", at, "read both")  # type: ignore[arg-type]


def test_a_person_who_says_same_is_heard_before_every_veto(account: Accounts) -> None:
    a = account("gazette", "The landslide killed 43 people.").figure("people killed", 43, 43, "43 people")
    b = account("ledger", "The landslide wounded 43 people.").figure("people wounded", 43, 43, "43 people")
    aligned = collate(a, b, judgements=[_judge(a, b, "same")])
    assert len(aligned.claims) == 1
    relation = only_relation(aligned)
    assert (relation.kind, relation.reason) == ("equivalent", "Ada Brandt judged that they say the same: read both")


def test_a_person_who_says_different_parts_what_is_alike_to_the_letter(account: Accounts) -> None:
    a, b = account("gazette", "The dam above Orlen burst."), account("ledger", "The dam above Orlen burst.")
    aligned = collate(a, b, judgements=[_judge(a, b, "different")])
    assert len(aligned.claims) == 2
    assert only_relation(aligned).kind == "overlaps"
    unsure = collate(a, b, judgements=[_judge(a, b, "different"), _judge(a, b, "unsure", at="2024-05-02")])
    assert len(unsure.claims) == 1


def test_a_different_outranks_a_chain_of_sames_and_says_so(account: Accounts) -> None:
    a, b, c = (
        account("gazette", "The dam burst."),
        account("ledger", "Bread is dear."),
        account("courier", "Rain fell."),
    )
    aligned = collate(
        a, b, c, judgements=[_judge(a, b, "same"), _judge(b, c, "same", at="2024-05-02"), _judge(a, c, "different")]
    )
    assert {claim.statements for claim in aligned.claims} >= {(c.statements[0].id,)}
    assert [issue.code for issue in aligned.issues] == ["judgements disagree"]


@pytest.mark.parametrize(
    ("answer", "says"),
    [("left", "first stands: read both"), ("right", "second stands: read both"), ("open", "leaves it open: read both")],
)
def test_a_person_resolves_a_conflict_or_leaves_it_open(account: Accounts, answer: str, says: str) -> None:
    a = account("gazette", "The council published the inspection report.")
    b = account("ledger", "The council never published the inspection report.").so(polarity="negative")
    if collate(a, b).relations[0].a != a.statements[0].id:
        a, b = b, a
    relation = only_relation(collate(a, b, judgements=[_judge(a, b, answer, "conflict")]))
    assert relation.kind == "contradicts"
    assert relation.reason.endswith(says)
    assert not collate(a, b, judgements=[_judge(a, b, "none", "conflict")]).relations


def test_a_conflict_that_only_a_person_sees_is_one(account: Accounts) -> None:
    a, b = account("gazette", "A gas tank burst."), account("ledger", "A gas tank burst.")
    aligned = collate(a, b, judgements=[_judge(a, b, "open", "conflict")])
    assert only_relation(aligned).kind == "contradicts"
    assert len(aligned.claims) == 2


def _toll(account: Accounts, name: str, number: int, text: str, published: str | None = "2019-03-04") -> Account:
    return account(name, text, published=published).figure("people killed", number, number, str(number))


@pytest.mark.parametrize(
    ("first", "second", "because"),
    [
        ("The landslide killed 22 people.", "The landslide killed 31 people.", "higher is taken for the later"),
        ("The landslide killed 22 people.", "The toll of the landslide has risen to 31 people killed.", "follows"),
        (
            "Initially the landslide was said to have killed 22 people.",
            "The landslide killed 31 people.",
            "early count",
        ),
    ],
)
def test_counts_of_one_day_are_ordered_by_what_the_texts_say_and_the_reason_tells_older_before_newer(
    account: Accounts, first: str, second: str, because: str
) -> None:
    a, b = _toll(account, "gazette", 22, first), _toll(account, "ledger", 31, second)
    relation = only_relation(collate(a, b))
    assert (relation.kind, relation.a, relation.b) == ("supersedes", a.statements[0].id, b.statements[0].id)
    assert relation.reason.startswith("22, then 31 (killed): ")
    assert because in relation.reason


def test_a_count_revised_down_is_the_newer_although_it_is_lower(account: Accounts) -> None:
    a = _toll(account, "gazette", 31, "The landslide killed 31 people.")
    b = _toll(account, "ledger", 22, "The toll of the landslide was revised down: 22 people were killed.")
    relation = only_relation(collate(a, b))
    assert (relation.kind, relation.b) == ("supersedes", b.statements[0].id)
    assert relation.reason.startswith("31, then 22")


@pytest.mark.parametrize("scope", ["that day", "since the start of the war"])
def test_the_same_number_over_another_scope_is_another_count(account: Accounts, scope: str) -> None:
    a = _toll(account, "gazette", 43, "The blast killed 43 people.")
    b = _toll(account, "ledger", 43, f"Blasts killed 43 people {scope}.")
    aligned = collate(a, b)
    assert len(aligned.claims) == 2
    assert not [r for r in aligned.relations if r.kind in ("contradicts", "supersedes", "equivalent", "refines")]


def test_who_did_it_is_filled_only_by_who_claims_it(account: Accounts) -> None:
    a = account(
        "gazette", "It was not clear who carried out the attack on the harbour market of Orlen.", published="2019-03-04"
    )
    b = account(
        "ledger",
        "Red Dawn claimed responsibility for the attack on the harbour market of Orlen.",
        published="2019-03-05",
    )
    relation = only_relation(collate(a, b))
    assert (relation.kind, relation.facet, relation.b) == ("supersedes", "actor", b.statements[0].id)
    c = account("courier", "The attack on the harbour market of Orlen was the worst in a year.", published="2019-03-05")
    assert not collate(a, c).relations


def test_an_arrest_is_a_narrower_word_for_a_detention(account: Accounts) -> None:
    wide = account("gazette", "The police detained the harbour master on Friday.")
    narrow = account("ledger", "The police arrested the harbour master on Friday.")
    aligned = collate(wide, narrow)
    relation = only_relation(aligned)
    assert len(aligned.claims) == 1
    assert (relation.kind, relation.facet, relation.b) == ("refines", "status", narrow.statements[0].id)


def test_a_charge_and_a_conviction_are_two_things_and_no_conflict(account: Accounts) -> None:
    a = account("gazette", "The harbour master was charged with fraud.")
    b = account("ledger", "The harbour master was convicted of fraud.")
    aligned = collate(a, b)
    assert len(aligned.claims) == 2
    assert not [r for r in aligned.relations if r.kind in ("contradicts", "supersedes")]


def test_two_causes_of_one_blast_contradict(account: Accounts) -> None:
    a = account("gazette", "The blast in the harbour office was caused by a gas leak.")
    b = account("ledger", "The blast in the harbour office was caused by a bomb.")
    relation = only_relation(collate(a, b))
    assert (relation.kind, relation.facet) == ("contradicts", "cause")
