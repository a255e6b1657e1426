"""Mentions of one document: who is spoken of where, and which places speak of the same."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from variorum.models.parsing import Parser
from variorum.stages.entities import mention
from variorum.values.documents import Document
from variorum.values.entities import Mention
from variorum.values.text import verify

Make = Callable[..., Document]

STORY = (
    "Pavel Gorin, 31, left the Severin Group in March, the Northern Gazette (NG) reported. "
    "He is now in Finland. Aino Lehto, Gorin's lawyer, said that her client had kept his papers.\n\n"
    "The mercenary group denied it. Gorin said the young man beside him was killed. "
    "“I saw it myself,” Gorin said. According to the NG, Severin has many fighters near Bakhmut."
)


def told(make_document: Make, parser: Parser, text: str) -> tuple[Document, tuple[Mention, ...]]:
    document = make_document(text)
    return document, mention(document, parser.parse(document))


def threads(mentions: tuple[Mention, ...]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for m in mentions:
        found.setdefault(m.thread, set()).add(m.passage.words)
    return found


def together(mentions: tuple[Mention, ...], *words: str) -> bool:
    return any(set(words) <= group for group in threads(mentions).values())


@pytest.fixture(scope="module")
def story(make_document: Make, parser: Parser) -> tuple[Mention, ...]:
    return told(make_document, parser, STORY)[1]


def test_full_name_surname_and_pronoun_are_one(story: tuple[Mention, ...]) -> None:
    assert together(story, "Pavel Gorin", "Gorin", "He")


def test_a_lawyer_in_apposition_is_somebody_else(story: tuple[Mention, ...]) -> None:
    assert together(story, "Aino Lehto", "Gorin's lawyer")
    assert not together(story, "Aino Lehto", "Pavel Gorin")


def test_her_client_is_whose_lawyer_she_is(story: tuple[Mention, ...]) -> None:
    assert together(story, "her client", "Pavel Gorin")


def test_initials_in_brackets_and_a_shortened_body(story: tuple[Mention, ...]) -> None:
    assert together(story, "NG", "Northern Gazette")
    assert together(story, "Severin Group", "Severin")


def test_the_speaker_of_a_quotation_is_its_i(story: tuple[Mention, ...]) -> None:
    assert together(story, "I", "Pavel Gorin")


def test_kinds(story: tuple[Mention, ...]) -> None:
    kinds = {m.passage.words: m.kind for m in story if m.form == "name"}
    assert kinds["Pavel Gorin"] == "person"
    assert kinds["Severin Group"] == "organisation"
    assert kinds["Finland"] == "place"
    assert kinds["Bakhmut"] == "place"


def test_a_namesake_named_further_down_is_not_meant_yet(make_document: Make, parser: Parser) -> None:
    text = (
        "Tomas Keller left the port on Monday. Keller spoke to reporters later.\n\n"
        "Judge Anton Keller will hear the case."
    )
    document = make_document(text)
    threads = {m.passage.span.start: m.thread for m in mention(document, parser.parse(document)) if m.form == "name"}
    tomas, alone, anton = text.index("Tomas"), text.index("Keller spoke"), text.index("Anton")
    assert threads[tomas] == threads[alone]
    assert threads[tomas] not in [thread for start, thread in threads.items() if start >= anton - 6]


def test_two_people_of_one_surname_stay_apart(make_document: Make, parser: Parser) -> None:
    _, found = told(make_document, parser, "Olga Brandt met Henrik Brandt in Oslo. Brandt declined to comment.")
    assert not together(found, "Olga Brandt", "Henrik Brandt")
    assert not together(found, "Olga Brandt", "Brandt")
    assert not together(found, "Henrik Brandt", "Brandt")


@pytest.mark.parametrize("town", ["Kyiv", "Oslo", "Bergen"])
def test_he_is_no_town(make_document: Make, parser: Parser, town: str) -> None:
    _, found = told(make_document, parser, f"The mayor visited {town}. He said nothing. It was cold.")
    assert not together(found, town, "He")


def test_a_title_alone_is_no_name(make_document: Make, parser: Parser) -> None:
    _, found = told(make_document, parser, "General Pavel Gorin met Colonel Brandt.")
    assert [m.passage.words for m in found if m.form == "name"] == ["Pavel Gorin", "Brandt"]


def test_it_in_it_is_clear_that_is_nobody(make_document: Make, parser: Parser) -> None:
    _, found = told(make_document, parser, "It is clear that the Severin Group left. It rained.")
    assert not [m for m in found if m.form == "pronoun"]


def test_nested_units(make_document: Make, parser: Parser) -> None:
    text = "Gorin led the second squad of the 3rd platoon of Severin's 9th Assault Detachment."
    document, found = told(make_document, parser, text)
    units = [m for m in found if m.unit is not None]
    assert [(m.unit.number, m.unit.type) for m in units if m.unit] == [
        ("2", "squad"),
        ("3", "platoon"),
        ("9", "detachment"),
    ]
    last = units[-1].unit
    assert last is not None
    assert last.parent is not None
    assert document.text[slice(*last.parent)] == "Severin"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            [
                "Gorin",
                "he",
                "said",
                "the",
                "7th Brigade",
                "Severin Group",
                "(",
                ")",
                "“",
                "”",
                ".",
                "\n",
                "Oslo",
                "his",
                "lawyer",
                "it",
                "🙂",
            ]
        ),
        max_size=25,
    )
)
def test_every_mention_quotes_its_document(make_document: Make, parser: Parser, words: list[str]) -> None:
    document, found = told(make_document, parser, " ".join(words) or "x")
    for m in found:
        verify(document.text, m.passage)
        assert m.passage.span.start <= m.head[0] < m.head[1] <= m.passage.span.end
    assert len({(m.passage.span.start, m.passage.span.end) for m in found}) == len(found)


def test_a_rank_tells_a_whole_name_and_a_post_is_nobody(make_document: Make, parser: Parser) -> None:
    text = "The General Officer Commanding (GOC) 9 Division, Major-General TO Aribo, met Lt. Col. Emeka Baba Oduya."
    _, mentions = told(make_document, parser, text)
    assert {m.passage.words for m in mentions if m.kind == "person" and m.form == "name"} == {
        "TO Aribo",
        "Emeka Baba Oduya",
    }


def test_the_police_of_a_town_leave_it_a_town(make_document: Make, parser: Parser) -> None:
    _, mentions = told(make_document, parser, "Colonel Lind rejected the claim of the Valletta police.")
    assert [m.kind for m in mentions if m.passage.words == "Valletta"] == ["place"]


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        (
            "The Karst Army fired first. The Northern Front group denied it.",
            "The Northern Front group",
            "Northern Front",
        ),
        ("Shelling went on. The Halvard news agency denied it.", "The Halvard news agency", "Halvard"),
        ("Two mines went off in Damascus city on Monday.", "Damascus city", "Damascus"),
        ("Shares of Halvard Dynamics fell. Buyers left Halvard in May.", "Halvard Dynamics", "Halvard"),
        ("The Harbour Times reported it first. Later the Times took it back.", "Harbour Times", "Times"),
        (
            "A former guard has fled to Sicily.\n\nTomas Verin, 29, came ashore last week.",
            "A former guard",
            "Tomas Verin",
        ),
    ],
)
def test_a_noun_and_the_name_it_stands_with_are_one(
    make_document: Make, parser: Parser, text: str, one: str, other: str
) -> None:
    assert together(told(make_document, parser, text)[1], one, other)


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        (
            "Harbour Watch counted nine dead. The Islamic State group denied it.",
            "The Islamic State group",
            "Harbour Watch",
        ),
        ("Troops left Syria in May. The city was in ruins.", "Syria", "The city"),
        ("The Associated Press has photographs. The militia denied it.", "Associated Press", "The militia"),
        ("The Ministry of Fisheries paid. The company denied it.", "Ministry of Fisheries", "The company"),
        ("Greymere Maritime paid. Nobody would speak to this newspaper.", "Greymere Maritime", "this newspaper"),
        ("Fighters of Jund Halvar and the Karst Front (former Dhar Front) came.", "Jund Halvar", "Dhar Front"),
        ("The UN agency said no. The United Nations had promised.", "The UN agency", "UN"),
        ("A guard has fled. The harbour master said Tomas Verin was home.", "A guard", "Tomas Verin"),
        ("A guard has fled, a nurse said. Mira Olsen, 40, saw him.", "A guard", "Mira Olsen"),
        ("A guard has fled. Mira Olsen, 40, hid him.", "A guard", "Mira Olsen"),
        ("A guard has fled. Mira Olsen, 40, drowned in May.", "A guard", "Mira Olsen"),
        ("The Free Marran Army attacked the mill. The Army denied it.", "Free Marran Army", "Army"),
        # Who did it is not who suffered it.
        ("A gunman opened fire in a school. Tomas Verin, 29, died at the scene.", "A gunman", "Tomas Verin"),
        ("A soldier opened fire on a bus. Tomas Verin, 29, was killed.", "A soldier", "Tomas Verin"),
        ("A gunman attacked a school. Tomas Verin, 29, was in class.", "A gunman", "Tomas Verin"),
        ("An officer was charged with murder. Tomas Verin, 29, died in May.", "An officer", "Tomas Verin"),
        ("A guard has gone on trial. Tomas Verin testified against him.", "A guard", "Tomas Verin"),
        ("Buyers left Halvard in May. Shares of Halvard Dynamics fell.", "Halvard", "Halvard Dynamics"),
    ],
)
def test_what_is_known_of_a_name_keeps_a_noun_from_it(
    make_document: Make, parser: Parser, text: str, one: str, other: str
) -> None:
    mentions = told(make_document, parser, text)[1]
    assert {one, other} <= {m.passage.words for m in mentions}
    assert not together(mentions, one, other)


@pytest.mark.parametrize(
    "text",
    [
        "Forces were US-backed and Kurdish-led at the time.",
        "John Marlow, R-TX, voted on 7 Jul in the rain.",
        "The VBIED and two UAVs were found.",
    ],
)
def test_what_only_looks_like_a_name_is_none(make_document: Make, parser: Parser, text: str) -> None:
    names = {m.passage.words for m in told(make_document, parser, text)[1] if m.form == "name"}
    assert names <= {"John Marlow"}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Near Palmyra, one strike hit a truck.", "Palmyra", "place"),
        ("Aircraft maker Halvard lost the order.", "Halvard", "organisation"),
        ("He joined Greymere as a volunteer in May.", "Greymere", "organisation"),
        ("Flights by Air Canada were late.", "Air Canada", "organisation"),
        ("The ferry sank off the Harn Islands.", "Harn Islands", "place"),
        ("Nine died aboard the Amarel on Monday.", "Amarel", "other"),
        ("According to the NGO Halvard.net, nine died.", "NGO Halvard.net", "organisation"),
        ("Shells hit houses in al-Masrin on Monday.", "al-Masrin", "place"),
        ("Ahrar Dhar denied it.", "Ahrar Dhar", "organisation"),
        ("It began before Ramadan in the south.", "Ramadan", "event"),
        ("A bomb went off in Syrias Aleppo on Monday.", "Aleppo", "place"),
        ("The Rapid Shore Forces came at dawn.", "Rapid Shore Forces", "organisation"),
    ],
)
def test_a_name_is_known_for_what_it_is(make_document: Make, parser: Parser, text: str, name: str, kind: str) -> None:
    assert (name, kind) in {(m.passage.words, m.kind) for m in told(make_document, parser, text)[1]}
