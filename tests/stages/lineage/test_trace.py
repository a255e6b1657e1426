"""Which account depends on which, told from shared wording, from names and from days."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factory import Case, by, shuffled
from variorum.crafts.outlets import full_form, short_forms
from variorum.stages.lineage import Traced, trace
from variorum.values.documents import Document, KnownName
from variorum.values.text import verify

PARAGRAPH = (
    "Fire broke out in the lower hold of the trawler at a quarter past four, and eleven of the crew jumped from the stern. "
    "The coastguard cutter reached them within the hour. "
)
OTHER = "Nobody at the yard would say who had ordered the night shift. The gate was shut and a dog lay before it. "
QUOTED = "“We heard two short blasts and then the lights went out all along the pier,” the pilot told us. "


def traced(case: Case) -> Traced:
    return trace(case.documents(), case.statements())


def edges(case: Case) -> set[tuple[str, str, str]]:
    names = {d.id: d.publisher.value for d in case.documents()}
    return {(str(names[e.child]), e.kind, str(names[e.parent])) for e in traced(case).edges}


# ---------------------------------------------------------------- shared wording


def test_the_later_of_two_equal_texts_is_the_copy() -> None:
    case = Case().account("Early Post", text=PARAGRAPH, published="2024-03-01")
    case.account("Late Herald", text=PARAGRAPH, published="2024-03-02")
    assert edges(case) == {("Late Herald", "copies", "Early Post")}


def test_the_one_that_names_the_other_is_the_copy_whatever_the_days_say() -> None:
    case = Case().account("Early Post", text=PARAGRAPH, published="2024-03-01")
    case.account("Late Herald", text=PARAGRAPH, published="2024-03-02")
    case.tell("Early Post", "The fire was no accident", by("outlet: Late Herald"))
    assert edges(case) == {("Early Post", "copies", "Late Herald"), ("Early Post", "cites", "Late Herald")}


def test_a_later_copy_of_an_agency_text_may_have_it_from_the_agency() -> None:
    case = Case().account("Early Post", text=PARAGRAPH, published="2024-03-01")
    case.tell("Early Post", "The hold was full", by("Reuters"))
    case.account("Late Herald", text=PARAGRAPH, published="2024-03-02")
    (edge,) = traced(case).edges
    assert edge.kind == "shared-source"
    assert "Early Post has it from Reuters" in edge.reason


def test_equal_texts_of_one_day_share_a_source() -> None:
    case = Case().account("Early Post", text=PARAGRAPH, published="2024-03-01")
    case.account("Late Herald", text=PARAGRAPH, published="2024-03-01")
    ((_, kind, _),) = edges(case)
    assert kind == "shared-source"


def test_one_quotation_in_two_reports_is_a_shared_source_and_no_copy() -> None:
    case = Case().account("Early Post", text=OTHER + QUOTED, published="2024-03-01")
    case.account("Late Herald", text=QUOTED + PARAGRAPH, published="2024-03-02")
    ((_, kind, _),) = edges(case)
    assert kind == "shared-source"


def test_stock_phrases_are_no_lineage() -> None:
    case = Case().account(
        "Early Post", text="On Monday, according to a statement released by the ministry, a ship sank. "
    )
    case.account(
        "Late Herald", text="Nine people died, according to a statement released by the ministry on other matters. "
    )
    assert edges(case) == set()


def test_page_furniture_is_not_compared() -> None:
    """Only title, body and captions count; the same menu on two sites shows nothing."""
    case = Case().account("Early Post", text=PARAGRAPH).account("Late Herald", text=PARAGRAPH)
    left, right = case.documents()
    bare = (left, replace(right, parts=()))
    assert trace(bare, ()).edges == ()


def test_evidence_is_quoted_from_both_texts() -> None:
    case = Case().account("Early Post", text=PARAGRAPH).account("Late Herald", text=OTHER + PARAGRAPH)
    texts = {d.id: d.text for d in case.documents()}
    (edge,) = traced(case).edges
    assert {p.span.document for p in edge.evidence} == set(texts)
    for passage in edge.evidence:
        verify(texts[passage.span.document], passage)


FOUNDED = "It belongs to a company founded in {}. "


def test_a_value_that_only_two_share_is_evidence() -> None:
    """A shared error is the strongest sign of copying, and which value is wrong need not be known."""
    case = Case().account("Early Post", text=PARAGRAPH + FOUNDED.format(2011))
    case.account("Late Herald", text=PARAGRAPH + FOUNDED.format(2011))
    case.account("Valley Radio", text=OTHER + FOUNDED.format(2017))
    (edge,) = traced(case).edges
    assert "Only these two have “founded in 2011”" in edge.reason
    assert [p.words for p in edge.evidence[:2]] == ["founded in 2011", "founded in 2011"]


def test_a_value_that_all_share_is_none() -> None:
    case = Case().account("Early Post", text=PARAGRAPH + FOUNDED.format(2011))
    case.account("Late Herald", text=PARAGRAPH + FOUNDED.format(2011))
    case.account("Valley Radio", text=OTHER + FOUNDED.format(2011))
    assert all("Only these two" not in edge.reason for edge in traced(case).edges)


def test_two_rewritten_sentences_are_a_shared_source_and_are_shown() -> None:
    case = Case().account(
        "Early Post",
        text="The harbour master ordered the sluice shut at nine and sent both pilots home before the storm broke. "
        "Divers found the anchor chain wrapped round the rudder of the dredger four metres below the surface. ",
    )
    case.account(
        "Late Herald",
        text="Nobody was hurt. Divers later found an anchor chain wrapped around the rudder of the old dredger some "
        "four metres below the surface. The harbour master then ordered the sluice closed at nine and sent two pilots "
        "home before a storm broke. ",
    )
    ((_, kind, _),) = edges(case)
    assert kind == "shared-source"
    (edge,) = traced(case).edges
    assert "other words put in" in edge.reason
    assert any("Divers" in p.words for p in edge.evidence)


NOTICE = "Our readers near the old canal may send letters, pictures and complaints to the desk on the second floor. "


def pages(case: Case, house: str, count: int) -> Case:
    """Pages of one house under names of their own that are one outlet, each with the notice and a story of its own."""
    for n in range(count):
        story = " ".join(f"{house.lower()}{n}word{i}" for i in range(60))
        case.account(f"{house} {n}", text=f"{story}. {NOTICE}")
    return case


def one_house(case: Case, house: str) -> list[Document]:
    return [
        replace(d, publisher=KnownName(house, "user")) if (d.publisher.value or "").startswith(house) else d
        for d in case.documents()
    ]


def test_a_notice_on_three_pages_of_one_house_links_none_of_them() -> None:
    assert trace(one_house(pages(Case(), "Gull", 3), "Gull"), ()).edges == ()


def test_a_notice_that_one_house_repeats_links_no_sister_house() -> None:
    case = pages(pages(Case(), "Gull", 3), "Tern", 1)
    assert trace(one_house(case, "Gull"), ()).edges == ()
    assert trace(case.documents(), ()).edges, "four houses with one sentence that none repeats do share it"


def test_what_many_unrelated_accounts_carry_is_everybodys() -> None:
    few, many = pages(Case(), "Gull", 5), pages(Case(), "Gull", 6)
    assert len(traced(few).edges) == 10
    assert traced(many).edges == ()


def test_a_wire_that_everybody_carries_is_still_found() -> None:
    case = Case()
    for n in range(45):
        case.account(f"House {n}", text=PARAGRAPH)
    joined = {frozenset((e.child, e.parent)) for e in traced(case).edges}
    reached, waiting = set(), [case.documents()[0].id]
    while waiting:
        one = waiting.pop()
        if one not in reached:
            reached.add(one)
            waiting += [other for pair in joined if one in pair for other in pair]
    assert len(reached) == 45


def test_a_speech_that_many_heard_links_none_of_them_even_where_one_forgot_the_marks() -> None:
    case = Case()
    bare = QUOTED.replace("“", "").replace(",” the pilot told us", "")
    for n in range(7):
        story = " ".join(f"page{n}word{i}" for i in range(60))
        case.account(
            f"House {n}", text=f"{story}. {bare if n == 3 else QUOTED.replace('told us', f'told listener {n}')}"
        )
    assert traced(case).edges == ()


# ---------------------------------------------------------------- who names whom


def test_an_outlet_named_in_a_chain_is_cited() -> None:
    case = Case().account("The Inland Post", text=OTHER)
    case.tell(
        "Valley Radio", "The shift had been ordered by telephone", by("unnamed: two dockers"), by("outlet: Inland Post")
    )
    assert edges(case) == {("Valley Radio", "cites", "The Inland Post")}
    (edge,) = traced(case).edges
    assert [p.words for p in edge.evidence] == ["Inland Post"]


def test_initials_name_an_outlet() -> None:
    case = Case().account("The Inland Post", text=OTHER)
    case.tell("Valley Radio", "The shift had been ordered by telephone", by("outlet: TIP"))
    assert edges(case) == {("Valley Radio", "cites", "The Inland Post")}


def test_a_person_with_the_initials_of_an_outlet_is_not_the_outlet() -> None:
    case = Case().account("Coast Courier", text=OTHER)
    case.tell("Valley Radio", "The shift had been ordered by telephone", by("Carla Conti"))
    assert edges(case) == set()


def test_two_outlets_with_equal_initials_are_two() -> None:
    case = Case().account("Harbour Gazette", text=OTHER)
    case.tell("Valley Radio", "The shift had been ordered by telephone", by("outlet: Hill Guardian"))
    assert edges(case) == set()


@pytest.mark.parametrize(
    ("text", "cites"),
    [
        ("The pilot told the newspaper Early Post that the lights went out.\n", True),
        ("In an interview with the Early Post the pilot spoke of the lights.\n", True),
        ("The lights went out, an Early Post report said.\n", True),
        ("Behind the Early Post building the lights went out.\n", False),
        ("They met with early post and late trains.\n", False),
    ],
)
def test_whom_somebody_told_it_is_cited_though_nobody_quotes_through_him(text: str, cites: bool) -> None:
    case = Case().account("Early Post", text=OTHER).account("Late Herald", text=text)
    assert edges(case) == ({("Late Herald", "cites", "Early Post")} if cites else set())


def test_a_name_of_one_word_cites_only_where_somebody_quotes_through_it() -> None:
    case = Case().account("Today", text=OTHER).account("Late Herald", text="The lights go out in Today’s dark.\n")
    assert edges(case) == set()


def test_an_outlet_does_not_cite_itself() -> None:
    case = Case().tell("Valley Radio", "The shift had been ordered by telephone", by("outlet: Valley Radio"))
    assert edges(case) == set()


def test_the_forms_of_a_name() -> None:
    assert (full_form("The Inland Post"), short_forms("The Inland Post")) == ("inland post", {"ip", "tip"})
    assert (full_form("Reuters"), short_forms("Reuters")) == ("reuters", frozenset())
    assert full_form("The North Sea Times (NST)") == "north sea times"
    assert "nst" in short_forms("The North Sea Times (NST)")


# ---------------------------------------------------------------- loops


def test_two_outlets_that_name_one_another_are_a_loop() -> None:
    case = Case().tell("Valley Radio", "The mine was sold", by("outlet: Hill Recorder"))
    case.tell("Hill Recorder", "The mine was sold", by("outlet: Valley Radio"))
    (loop,) = traced(case).loops
    assert set(loop.documents) == {d.id for d in case.documents()}
    assert "neither confirms the other" in loop.reason


def test_a_circle_of_three_is_one_loop_and_a_bystander_is_not_in_it() -> None:
    case = Case()
    for child, parent in (("A-Post", "B-Post"), ("B-Post", "C-Post"), ("C-Post", "A-Post"), ("D-Post", "A-Post")):
        case.tell(child, "The mine was sold", by(f"outlet: {parent}"))
    (loop,) = traced(case).loops
    names = {d.id: d.publisher.value for d in case.documents()}
    assert {names[d] for d in loop.documents} == {"A-Post", "B-Post", "C-Post"}


def test_a_chain_of_citations_is_no_loop() -> None:
    case = Case().tell("A-Post", "The mine was sold", by("outlet: B-Post"))
    case.tell("B-Post", "The mine was sold", by("outlet: C-Post")).account("C-Post", text=OTHER)
    assert traced(case).loops == ()


# ---------------------------------------------------------------- laws

OUTLETS = ("Early Post", "Late Herald", "Coast Courier", "Valley Radio")
pieces = st.lists(st.sampled_from((PARAGRAPH, OTHER, QUOTED)), max_size=3, unique=True).map("".join)
cases = st.tuples(
    st.tuples(*(pieces for _ in OUTLETS)),
    st.tuples(*(st.sampled_from((None, "2024-03-01", "2024-03-02")) for _ in OUTLETS)),
    st.lists(st.tuples(st.sampled_from(OUTLETS), st.sampled_from(OUTLETS)), max_size=4),
)


@settings(max_examples=60, deadline=None)
@given(cases, st.permutations(range(len(OUTLETS))))
def test_the_order_of_the_accounts_does_not_matter(drawn: tuple, order: list[int]) -> None:
    texts, days, citations = drawn
    case = Case()
    for outlet, text, day in zip(OUTLETS, texts, days, strict=True):
        case.account(outlet, text=text, published=day)
    for child, parent in citations:
        case.tell(child, "The mine was sold", by(f"outlet: {parent}"))
    assert traced(shuffled(case, order)) == traced(case)


@settings(max_examples=60, deadline=None)
@given(cases)
def test_no_account_depends_on_itself_and_every_edge_has_its_proof(drawn: tuple) -> None:
    texts, days, _ = drawn
    case = Case()
    for outlet, text, day in zip(OUTLETS, texts, days, strict=True):
        case.account(outlet, text=text, published=day)
    for edge in traced(case).edges:
        assert edge.child != edge.parent
        assert edge.evidence
        assert edge.reason
