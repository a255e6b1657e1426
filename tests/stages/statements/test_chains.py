"""Through whom it comes: chains of holders at marked stretches."""

from collections.abc import Callable

import pytest

from variorum.models.parsing import Parser
from variorum.stages.entities import mention
from variorum.stages.statements.attribute import attribute
from variorum.stages.statements.chains import Chains, chain_for, settle
from variorum.stages.statements.furniture import agency_of
from variorum.stages.statements.lines import read_lines
from variorum.values.documents import Document
from variorum.values.statements import Holder, Hop
from variorum.values.text import Span, verify

Chain = Callable[..., tuple[Hop, ...]]


@pytest.fixture
def chain(parser: Parser, make_document: Callable[..., Document]) -> Chain:
    def reading(marked: str, **told: str) -> tuple[Hop, ...]:
        before, rest = marked.split("‹", 1)
        stretch, after = rest.split("›", 1)
        document = make_document(before + stretch + after, **told)
        parse = parser.parse(document)
        place = Span(document.id, len(before), len(before) + len(stretch))
        hops = Chains(document, parse, attribute(document, parse)).of(place)
        for hop in hops:
            for passage in (hop.cue, hop.holder.passage):
                if passage is not None:
                    verify(document.text, passage)
        return hops

    return reading


def names(hops: tuple[Hop, ...]) -> list[str]:
    return [hop.holder.name for hop in hops]


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        ("The mill burned. ‹Nine people died.›", []),
        ("Petra Holm said that ‹the mill burned›.", ["Petra Holm"]),
        ("A nurse said ‹the mill burned›.", ["unnamed: A nurse"]),
        ("The mayor said ‹the mill burned›.", ["mayor"]),
        ("According to the Vesk Herald, two guards said ‹the mill burned›.", ["unnamed: two guards", "Vesk Herald"]),
        ("The driver told Reuters that ‹the mill burned›.", ["driver", "Reuters"]),
        ("Omar Haddad, head of the Ridge Observatory, said ‹the mill burned›.", ["Omar Haddad", "Ridge Observatory"]),
        ("Sund and Norrland officials confirmed ‹the mill burned›.", ["unnamed: Sund and Norrland officials"]),
        ("The Vesk Herald, citing a fireman, reported that ‹the mill burned›.", ["unnamed: a fireman", "Vesk Herald"]),
        ("Petra Holm said in a report that ‹the mill burned›, where two clerks slept.", ["Petra Holm"]),
        ("A weaver told the group ‹she saw smoke over the mill›.", ["unnamed: A weaver"]),
        ("A weaver told the story she knew. ‹The mill burned.›", []),
        ("Petra Holm was quoted as saying that ‹the mill burned›.", ["Petra Holm"]),
        ("A weaver met us. ‹“I saw the smoke from the road,”› he was quoted as saying.", ["unnamed: he"]),
        ("The Free Karst Army fought the Karst army. The Karst army said ‹the mill burned›.", ["Karst army"]),
        ("The Free Karst Army left. The army said ‹the mill burned›.", ["Free Karst Army"]),
        ("‹According to our information, the mill burned.›", []),
        ("Petra Holm said: “According to our information, ‹the mill burned›.”", ["Petra Holm"]),
        ("A weaver, ‹who asked not to be named›, saw the smoke.", []),
        ("Deputy mayor Petra Holm left. The mayor said ‹the mill burned›.", ["mayor"]),
        ("No one said that ‹the mill burned›.", []),
        (
            "The miller and the priest, who rarely agree, both said that ‹the mill burned›.",
            ["The miller and the priest"],
        ),
        ("The miller and the priest both said ‹the mill burned›.", ["The miller and the priest"]),
        ("The ministry put the toll at 43, ‹with 140 people wounded›.", ["ministry"]),
        ("The hospital ‹admitted 31 people›.", []),
        ("Doctors said ‹31 had been admitted›.", ["unnamed: Doctors"]),
        ("A miller said the owner ordered them to sail although ‹the pumps were broken›.", ["unnamed: A miller"]),
        (
            "The Courier has seen a copy of the engineer's log for the first week of July, which notes that ‹the pumps stood›.",
            ["unnamed: the engineer's log"],
        ),
        ("Claims that ‹the guards fled› are false, a lawyer for the town, Petra Holm, said.", ["Petra Holm"]),
        ("We were told later that ‹the mill burned›.", ["unnamed: source not stated"]),
        ("They both said ‹the mill burned›.", ["unnamed: They"]),
        ("The engineer refused to say whether ‹the mill burned›.", []),
    ],
)
def test_holders_innermost_first(chain: Chain, marked: str, wanted: list[str]) -> None:
    assert names(chain(marked)) == wanted


_BEFORE = "Petra Holm was at the mill when it burned. Petra Holm met Jonas Brandt of this paper a week later.\n"


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        (_BEFORE + "Q: What did you see?\nA: ‹The roof fell in.›\nQ: When?\nA: At ten.", ["Petra Holm"]),
        ("We met Petra Holm and Jonas Brandt.\nQ: What did you see?\nA: ‹The roof fell in.›\nQ: When?", ["unnamed: A"]),
    ],
)
def test_answers_marked_by_a_letter_are_those_of_the_person_told_of_before(
    parser: Parser, make_document: Callable[..., Document], marked: str, wanted: list[str]
) -> None:
    before, rest = marked.split("‹", 1)
    stretch, after = rest.split("›", 1)
    document = make_document(before + stretch + after)
    parse = parser.parse(document)
    place = Span(document.id, len(before), len(before) + len(stretch))
    assert names(Chains(document, parse, read_lines(document), mention(document, parse)).of(place)) == wanted


def test_belief_of_the_speaker_is_one_hop_with_the_hedge(chain: Chain) -> None:
    (hop,) = chain("Jonas Brandt said he believes ‹the firm hid the report›.")
    assert (hop.holder.name, hop.hedge, hop.basis) == ("Jonas Brandt", "believes", "inferred")
    assert hop.cue is not None
    assert hop.cue.words == "said"


def test_the_outlet_itself_is_no_holder(chain: Chain) -> None:
    marked = "A nurse told the Vesk Herald that ‹the mill burned›."
    assert names(chain(marked)) == ["unnamed: A nurse", "Vesk Herald"]
    assert names(chain(marked, publisher="The Vesk Herald")) == ["unnamed: A nurse"]


def test_the_outlet_by_the_last_word_of_its_name_is_no_holder(chain: Chain) -> None:
    told = "‹The Courier was unable to confirm that the mill burned.›"
    assert chain(told, publisher="Vesk Courier") == ()
    assert names(chain(told, publisher="Vesk Herald")) == ["Courier"]


def test_a_signature_puts_the_agency_outermost(chain: Chain) -> None:
    text = "SUND (Reuters) - Police said ‹the mill burned›. Nine people died."
    assert names(chain(text)) == ["Police", "Reuters"]
    assert names(chain(text, publisher="Reuters")) == ["Police"]
    assert names(chain("The mill ‹burned all night›. --Reuters")) == ["Reuters"]


def test_who_told_an_agency_goes_on_telling_it(chain: Chain) -> None:
    marked = "Lena Moor, a baker, told AFP that the mill burned. She said ‹nine people died›."
    assert names(chain(marked)) == ["Lena Moor", "AFP"]


def test_whom_an_outlet_only_quoted_speaks_for_himself_further_on(chain: Chain) -> None:
    quoted = "The Vesk Herald reported that Omar Haddad said he was happy.\n\nThe mill was sold.\n\nThe dam broke.\n\n"
    assert names(chain(f"{quoted}Omar Haddad came home. He said ‹the mill burned›.")) == ["Omar Haddad"]


def test_an_outlet_that_lost_an_apostrophe_has_one_name() -> None:
    def told(name: str) -> tuple[Hop, ...]:
        return (Hop(Holder(name, "outlet", None), None, "told", None),)

    forms = [told("Norlands state TV"), told("Norland state TV"), told("Norland state TV"), told("Radio Vesk")]
    assert settle(forms) == {"Norlands state TV": "Norland state TV"}


def test_the_author_of_a_witness_statement_is_the_voice(chain: Chain) -> None:
    assert names(chain("‹The mill burned all night.›", author="Jana Kolar")) == ["Jana Kolar"]
    hops = chain("My uncle told me that ‹the mill burned›.", author="Jana Kolar")
    assert names(hops) == ["My uncle", "Jana Kolar"]
    assert [hop.basis for hop in hops] == ["unknown", "told"]
    (hop,) = chain("I saw ‹the men carry the boxes away›.", author="Jana Kolar")
    assert (hop.holder.name, hop.basis) == ("Jana Kolar", "saw")


def test_chain_for_takes_an_attribution_by_its_index(parser: Parser, make_document: Callable[..., Document]) -> None:
    document = make_document("A guard said the mill burned.")
    parse = parser.parse(document)
    attributions = attribute(document, parse)
    assert names(chain_for(document, parse, attributions, 0)) == ["unnamed: A guard"]


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("TARN (AFP) - The mill burned.", "AFP"),
        ("The mill burned. (Reuters)", "Reuters"),
        ("The mill burned, Reuters reported on Monday after a long night of fire in the town.", None),
        ("A Reuters reporter saw the mill.", None),
    ],
)
def test_agencies_sign_but_are_also_spoken_of(
    make_document: Callable[..., Document], text: str, agency: str | None
) -> None:
    found = agency_of(make_document(text))
    assert (found.name if found else None) == agency


def test_what_somebody_wants_is_no_word_of_theirs(chain: Chain) -> None:
    assert chain("The council wants ‹the old mine reopened to visitors›.") == ()


def test_a_witness_who_saw_it_knows_it_at_first_hand(chain: Chain) -> None:
    (own,) = chain("‹I saw two lamps on the hill›. They saw nothing.", author="Ines Okafor")
    assert (own.holder.name, own.basis) == ("Ines Okafor", "saw")
    (of_others,) = chain("I saw two lamps on the hill. ‹They saw nothing›.", author="Ines Okafor")
    assert of_others.basis == "unknown"


def test_what_a_paper_shows_is_known_from_a_document(chain: Chain) -> None:
    (hop,) = chain("The ministry's own bulletin shows that ‹the battery stood on the cape›.")
    assert hop.basis == "document"
