"""Made pronouns: a name told again becomes a pronoun, and the place of the name before it is known."""

import random

from scripts import load_script

from variorum.models.parsing import Parser

made = load_script("training/coreference/made.py")
TEXT = (
    "Anna Berg met Petra Holm at the mill on Monday. The mill had been closed for a year. "
    "Berg said the roof was unsafe. Nobody had seen Berg’s letter before."
)


def passages(parser: Parser, text: str) -> list[object]:
    parse = parser.parse(made.document_of("x", text))
    return [one for seed in range(4) for one in made.make(text, parse, random.Random(seed))]


def test_the_pronoun_stands_where_the_name_stood(parser: Parser) -> None:
    found = passages(parser, TEXT)
    assert {one.text[one.at : one.at + one.length] for one in found} == {"She", "her"}
    for one in found:
        assert {one.text[a:b] for a, b in one.same} <= {"Anna Berg", "Berg"}
        assert "her’s" not in one.text


def test_nobody_else_named_before_makes_no_question(parser: Parser) -> None:
    assert not passages(parser, "Anna Berg came to the mill. Berg said the roof was unsafe.")


def test_what_is_added_to_a_name_cannot_be_added_to_a_pronoun(parser: Parser) -> None:
    assert not passages(parser, "Anna Berg met Petra Holm. Berg, who had a key, left.")
