"""Text that lost its commas: the words between a content and its speaker belong to one of the two."""

import pytest

from variorum.crafts.trees import grow
from variorum.stages.statements.attribute import attribute
from variorum.stages.statements.mending import mend
from variorum.stages.statements.segment import segment
from variorum.values.statements import Attribution
from variorum.values.text import Span


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        (
            "A car bomb blast killed at least nine people in the port of Talin on Monday the monitoring group Lumen Watch said.",
            "the monitoring group Lumen Watch",
            "A car bomb blast killed at least nine people in the port of Talin on Monday",
        ),
        (
            "A shell strike wounded at least four nurses in the clinic of Orvel on Friday state radio said.",
            "state radio",
            "A shell strike wounded at least four nurses in the clinic of Orvel on Friday",
        ),
        (
            "Two shells also hit the river town of Talin teacher Omar Idan said.",
            "teacher Omar Idan",
            "Two shells also hit the river town of Talin",
        ),
        (
            "An attack on the village of Sarn killed at least twelve people including two children the committee said.",
            "the committee",
            "An attack on the village of Sarn killed at least twelve people including two children",
        ),
    ],
)
def test_a_speaker_behind_his_words_without_a_comma(parser, make_document, text, speaker, content):
    document = make_document(text)
    found = [
        a for a in attribute(document, parser.parse(document)) if a.cue and text[a.cue.start : a.cue.end] == "said"
    ]
    assert [text[a.source.start : a.source.end] for a in found] == [speaker]
    assert [text[c.start : c.end] for a in found for c in a.content] == [content]


def test_what_was_quoted_as_said_is_a_statement(parser, make_document):
    text = "Lumen news agency quoted a guard in Orvel as saying that the gate was open all night."
    document = make_document(text)
    parse = parser.parse(document)
    made = segment(document, grow(parse), attribute(document, parse))
    assert [text[s.span.start : s.span.end] for s in made] == ["the gate was open all night"]


def test_a_count_with_what_became_of_it_needs_no_verb(parser, make_document):
    text = "At least 30 people dead after a ferry sank near the port of Talin."
    document = make_document(text)
    made = segment(document, grow(parser.parse(document)), ())
    assert [text[s.span.start : s.span.end] for s in made] == [text.rstrip(".")]


def said(document, text, source, cue, *content, quotation="indirect"):
    def span(words):
        return Span(document.id, text.index(words), text.index(words) + len(words))

    return Attribution(
        document.id, span(source), span(cue), tuple(map(span, content)), quotation, "reporting", None, 1.0
    )


def test_words_between_are_not_taken_over_a_comma_nor_from_another_saying(parser, make_document):
    text = "The mill burned on Sunday, witnesses told the paper Eda Roth said."
    document = make_document(text)
    tree = grow(parser.parse(document))
    apart = said(document, text, "witnesses", "told", "The mill burned on Sunday")
    over = said(document, text, "Eda Roth", "said", "The mill burned on Sunday")
    assert mend(tree, (apart, over)) == (apart, over)


def test_direct_speech_is_left_as_its_marks_have_it(parser, make_document):
    text = '"The mill burned" on Sunday the guard said.'
    document = make_document(text)
    one = said(document, text, "the guard", "said", '"The mill burned"', quotation="direct")
    assert mend(grow(parser.parse(document)), (one,)) == (one,)


def test_mending_twice_changes_nothing_more(parser, make_document):
    text = "An attack on the village of Sarn killed at least twelve people including two children the committee said."
    document = make_document(text)
    parse = parser.parse(document)
    once = attribute(document, parse)
    assert mend(grow(parse), once) == once
