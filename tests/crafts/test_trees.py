"""The tree answers as a grammarian would, and its answers are always token indices in order."""

from hypothesis import given, settings
from hypothesis import strategies as st

from variorum.crafts.trees import grow
from variorum.values.parses import Parse, Token
from variorum.values.text import Span


def _parse(heads: list[int]) -> Parse:
    tokens = tuple(
        Token(3 * i, 3 * i + 2, f"w{i}"[:2], f"w{i}", "NOUN", "NN", "ROOT" if head == i else "dep", head, "", False)
        for i, head in enumerate(heads)
    )
    return Parse("doc", tokens, ((0, len(tokens)),), ())


def test_subject_and_subtree_of_a_clause(parser, make_document):
    document = make_document("The old ferry left the harbour before the storm came.")
    tree = grow(parser.parse(document))
    words = [token.text for token in tree.tokens]
    left = words.index("left")
    assert tree.words(tree.subtree(tree.subject(left))) == "The old ferry"
    assert tree.is_finite(left)
    assert tree.words(tree.within(Span(document.id, 4, 20))) == "old ferry left"


def test_touching_takes_half_covered_tokens_and_within_does_not(parser, make_document):
    document = make_document("The old ferry left.")
    tree = grow(parser.parse(document))
    half = Span(document.id, 5, 12)
    assert tree.words(tree.touching(half)) == "old ferry"
    assert list(tree.within(half)) == []


@st.composite
def _heads(draw):
    size = draw(st.integers(1, 12))
    return [draw(st.integers(0, i)) for i in range(size)]


@given(_heads())
@settings(max_examples=60)
def test_every_token_is_in_the_subtree_of_each_of_its_ancestors(heads):
    tree = grow(_parse(heads))
    for at in range(len(heads)):
        assert at in tree.subtree(at)
        assert all(at in tree.subtree(above) for above in tree.ancestors(at))


def test_a_circle_of_heads_does_not_hang():
    tree = grow(_parse([1, 0, 1]))
    assert list(tree.ancestors(2)) == [1, 0]
