"""A statement is a clause that could be true or false. ‹…› marks what should be cut, in order."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from variorum.crafts.trees import grow
from variorum.stages.statements.attribute import attribute
from variorum.stages.statements.segment import segment


@pytest.fixture
def cut(parser, make_document):
    def pieces(text: str) -> list[str]:
        document = make_document(text)
        parse = parser.parse(document)
        made = segment(document, grow(parse), attribute(document, parse))
        return [text[one.span.start : one.span.end] for one in made]

    return pieces


@pytest.mark.parametrize(
    "marked",
    [
        "‹The militia took the bridge› and ‹burned two trucks on Monday›.",
        "The mayor said ‹the guards fired first›.",
        "The mayor said ‹the guards fired first› and ‹the crowd ran into the square›.",
        "‹The ferry sank›, the harbour office said.",
        "The dam, ‹built in 1960›, ‹was closed›, ‹which left the town without water›.",
        "‹The miners walked out› after ‹the company cut their wages›.",
        "‹The shells hit the market›, ‹killing nine people›.",
        "‹The river rose quickly.› ‹Two bridges collapsed.›",
        "The judge, ‹who grew up in Lima›, said ‹he had never met the banker›.",
        "‹Dozens of miners were killed and hurt in the slide›.",
        "‹It was not clear who ordered the raid›.",
        "‹Ana Ruiz, 34›, said ‹she saw the truck›.",
        "According to the union, ‹the plant will close in May›.",
        "‹The mayor came› and ‹did not speak›.",
        "The guard said ‹the owner ordered them to sail› although ‹the pumps were broken›.",
        "A guard said ‹the captain had complained› and ‹the pumps were broken›.",
        "A guard said the engineer had warned the owner in writing that ‹the pumps had failed›.",
        "Survivors said ‹the boat leaned an hour before it went down›.",
        "‹As of this morning they have not been freed›.",
        "‹The dam is said to have burst at 6.40 a.m.› ‹Nobody was hurt.›",
        "A guard, who asked not to be named, said ‹he had seen it›.",
        "‹The dam broke.› ‹The ferry listed.› The agency reported.",
        "‹Had the guard waited, the clerk would be alive.›",
        "‹The slide killed 43› and ‹injured 140, nine of them gravely›.",
        "‹The ministry put the toll at 43›, ‹with 140 people wounded›.",
        "‹Thirty people were freed, nine of them in a grave state›, the ministry said.",
        'A voice shouted: ‹"Put down the rope and stay where you are."›',
        "‹The guard will open the gate› and ‹let the lorries in›.",
    ],
)
def test_clauses_come_apart(cut, marked):
    wanted = [piece.split("›")[0].rstrip(".") for piece in marked.split("‹")[1:]]
    text = marked.replace("‹", "").replace("›", "")
    assert [piece.rstrip(".") for piece in cut(text)] == wanted


def test_a_clause_that_picks_out_its_noun_is_told_twice(cut):
    made = cut("The clerk who copied the letters in the harbour office fled to Quito.")
    assert made == [
        "The clerk who copied the letters in the harbour office fled to Quito",
        "who copied the letters in the harbour office",
    ]


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("Nobody has seen him since he left the mill.", "he left the mill"),
        ("The gate did not open until the guard came.", "the guard came"),
        ("Three clerks have reportedly been threatened since they spoke to the inquiry.", "they spoke to the inquiry"),
    ],
)
def test_a_clause_that_bounds_what_is_said_stays_with_it_and_is_told_beside(cut, text, clause):
    assert cut(text) == [text.rstrip("."), clause]


def test_a_since_of_reason_and_an_after_bound_nothing(cut):
    assert cut("He was angry since nobody had told him.") == ["He was angry", "nobody had told him"]
    assert cut("She has slept after the guard had left.") == ["She has slept", "the guard had left"]


def test_by_what_means_is_told_beside_what_came_of_it(cut):
    made = cut("A drone strike killed two farmers near Oruna on Monday. The drone strike came at noon.")
    assert made == [
        "A drone strike",
        "A drone strike killed two farmers near Oruna on Monday",
        "The drone strike came at noon",
    ]


@pytest.mark.parametrize(
    "marked",
    [
        "‹The blast killed 44 farmers› and ‹injured 140 others› ‹in the old market square of Sarn on Monday.›",
        # What is behind other words goes with its verb alone.
        "‹The police arrested 12 men› and ‹seized 30 rifles from a house in the old quarter of Sarn.›",
        "‹The fund bought 3 mines› and ‹sold 12 to the national steel company of Orland.›",
    ],
)
def test_only_where_and_when_are_shared_by_two_counts(cut, marked):
    wanted = [piece.split("›")[0].rstrip(".") for piece in marked.split("‹")[1:]]
    assert [piece.rstrip(".") for piece in cut(marked.replace("‹", "").replace("›", ""))] == wanted


def test_who_set_a_bomb_off_is_not_parted_from_it(cut):
    whole = "A truck bomb was set off by the Reed Front in the old market of Sarn"
    assert cut(f"{whole}.") == ["A truck bomb was set off", whole]


def test_what_somebody_kept_back_is_granted(cut):
    assert "the dam had leaked" in cut("The company did not disclose that the dam had leaked.")


@pytest.mark.parametrize(
    "text",
    [
        "We do not know that the dam had leaked.",
        "The company does not know that the dam had leaked.",
        "The company did not disclose whether the dam had leaked.",
    ],
)
def test_what_somebody_does_not_know_need_not_be_so(cut, text):
    assert "the dam had leaked" not in cut(text)


def test_the_marks_of_a_direct_quote_stay_with_it(cut):
    assert cut('"We lost the harvest," the farmer said.') == ['"We lost the harvest,"']


def test_no_statement_runs_out_of_a_spoken_sentence(cut):
    made = cut('"They took our boats and burned the nets," one old fisherman, known only as Teo, told the court.')
    assert not any("fisherman" in piece and "nets" in piece for piece in made)
    assert any("burned the nets" in piece for piece in made)


@pytest.mark.parametrize(
    "text", ["Look at the flames!", "The agency reported.", "Share this page.", "North Gate, Lima"]
)
def test_what_asserts_nothing_is_no_statement(cut, text):
    assert cut(text) == []


def test_a_refusal_to_say_is_one_statement(cut):
    assert cut("Ortega refused to say who paid for the boats or when they left.") == [
        "Ortega refused to say who paid for the boats or when they left"
    ]


_PARTS = [
    "The militia took the bridge",
    "which had been closed for years",
    "the mayor said",
    "“we never saw them,”",
    "and burned two trucks",
    "after the rains began",
    "Ana Ruiz, 34,",
    "who lives in Lima,",
    "killing nine people",
    "but nobody was arrested.",
    "It is not clear why.",
    "\n\n",
    "according to the union",
    "(see the map)",
]


@given(st.lists(st.sampled_from(_PARTS), min_size=1, max_size=14))
@settings(max_examples=15, deadline=None)
def test_laws_of_segments_on_shuffled_text(parser, make_document, pieces):
    """Spans lie in the text, are trimmed, unlike one another, and stand in one sentence each."""
    text = " ".join(pieces)
    document = make_document(text)
    parse = parser.parse(document)
    made = segment(document, grow(parse), attribute(document, parse))
    spans = [(one.span.start, one.span.end) for one in made]
    assert len(set(spans)) == len(spans)
    assert spans == sorted(spans)
    sentences = [(parse.tokens[a].start, parse.tokens[b - 1].end) for a, b in parse.sentences]
    for start, end in spans:
        assert text[start:end] == text[start:end].strip()
        assert any(first <= start and end <= last for first, last in sentences)
