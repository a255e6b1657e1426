"""From each origin to the accounts, with the texts in between that nobody supplied."""

from hypothesis import given, settings
from hypothesis import strategies as st

from factory import Case, by, shuffled
from variorum.stages.lineage import stand, stem, trace
from variorum.values.lineage import Stemma

TOLD = "The mast fell at dawn"
SHARED = (
    "The tug lay two miles off the breakwater with its lamps out while the crew waited for the tide, and nobody ashore "
    "answered the signals that they sent up every quarter of an hour. "
)


def stemma(case: Case) -> Stemma:
    documents, statements, claims = case.documents(), case.statements(), case.claims()
    edges = trace(documents, statements).edges
    claim = next(c for c in claims if TOLD in {s.passage.words for s in statements if s.id in c.statements})
    (standing,) = stand([claim], statements, documents, case.entities(), edges, ())
    return stem(claim, {s.id: s for s in statements}, {d.id: d for d in documents}, edges, standing)


def drawn(case: Case) -> list[str]:
    """The stemma as an indented list: lost texts in brackets, derived accounts with a star."""
    tree = stemma(case)
    marks = {"lost": "[{}]", "relay": "({})"}
    return ["  " * tree.depth(n) + marks.get(n.kind, "{}").format(n.label) + "*" * n.derived for n in tree.nodes]


def test_two_accounts_of_one_man_hang_from_him() -> None:
    case = Case().tell("Coast Courier", TOLD, by("Jana Reed"), claim="mast")
    case.tell("Valley Radio", TOLD, by("Jana Reed"), claim="mast")
    assert drawn(case) == ["Jana Reed", "  Coast Courier", "  Valley Radio"]


def test_shared_wording_infers_a_text_that_nobody_supplied() -> None:
    case = Case()
    for outlet in ("Coast Courier", "Valley Radio"):
        case.account(outlet, text=SHARED).tell(outlet, TOLD, by("Jana Reed"), claim="mast")
    assert drawn(case) == ["Jana Reed", "  [a text nobody supplied]", "    Coast Courier*", "    Valley Radio*"]
    assert "neither derives from the other" in next(n.reason for n in stemma(case).nodes if n.kind == "lost")


def test_a_later_copy_hangs_from_the_earlier_account() -> None:
    case = Case()
    for outlet, day in (("Coast Courier", "2024-03-01"), ("Valley Radio", "2024-03-02")):
        case.account(outlet, text=SHARED, published=day).tell(outlet, TOLD, by("Jana Reed"), claim="mast")
    assert drawn(case) == ["Jana Reed", "  Coast Courier", "    Valley Radio*"]


def test_a_cited_outlet_that_was_supplied_is_the_parent() -> None:
    case = Case().tell("The Inland Post", TOLD, by("Jana Reed"), claim="mast")
    case.tell("Valley Radio", TOLD, by("Jana Reed"), by("outlet: Inland Post"), claim="mast")
    assert drawn(case) == ["Jana Reed", "  The Inland Post", "    Valley Radio*"]


def test_a_cited_outlet_that_was_not_supplied_is_lost() -> None:
    case = Case().tell("Valley Radio", TOLD, by("Jana Reed"), by("outlet: Inland Post"), claim="mast")
    assert drawn(case) == ["Jana Reed", "  [Inland Post]", "    Valley Radio*"]


def test_who_shares_the_words_of_a_wire_has_them_from_the_wire() -> None:
    case = Case().account("Coast Courier", text=SHARED).account("Valley Radio", text=SHARED)
    case.tell("Coast Courier", TOLD, by("Jana Reed"), by("outlet: Harbour Wire"), claim="mast")
    case.tell("Valley Radio", TOLD, by("Jana Reed"), claim="mast")
    assert drawn(case) == ["Jana Reed", "  [Harbour Wire]", "    Coast Courier*", "    Valley Radio*"]


def test_outlets_that_cite_one_another_are_drawn_without_a_circle() -> None:
    case = Case().tell("Valley Radio", TOLD, by("Jana Reed"), by("outlet: Hill Recorder"), claim="mast")
    case.tell("Hill Recorder", TOLD, by("Jana Reed"), by("outlet: Valley Radio"), claim="mast")
    lines = drawn(case)
    assert lines[0] == "Jana Reed"
    assert len(lines) == 3


OUTLETS = ("Coast Courier", "Valley Radio", "Hill Recorder")
HOLDERS = ("Jana Reed", "Tom Hale", "unnamed: a docker", "outlet: Harbour Wire", "outlet: Hill Recorder")
tellings = st.tuples(
    *(
        st.tuples(st.booleans(), st.lists(st.sampled_from(HOLDERS), max_size=2, unique=True), st.sampled_from((1, 2)))
        for _ in OUTLETS
    )
)


@settings(max_examples=60, deadline=None)
@given(tellings, st.permutations(range(len(OUTLETS))))
def test_every_account_stands_in_it_below_an_origin_whatever_the_order(drawn_: tuple, order: list[int]) -> None:
    case = Case()
    for outlet, (shares, chain, day) in zip(OUTLETS, drawn_, strict=True):
        case.account(outlet, text=SHARED * shares, published=f"2024-03-0{day}")
        case.tell(outlet, TOLD, *map(by, chain), claim="mast")
    tree = stemma(case)
    seen: set[str] = set()
    for node in tree.nodes:
        assert (node.parent in seen) == (node.kind != "origin")
        assert node.key not in seen
        seen.add(node.key)
    assert {n.document for n in tree.nodes if n.document} == {d.id for d in case.documents()}
    assert stemma(shuffled(case, order)).nodes == tree.nodes
