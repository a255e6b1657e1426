"""The parser keeps to the parts of a document, and every token stands where the text has it."""

from dataclasses import replace

from variorum.models.parsing import stretches
from variorum.values.documents import Part
from variorum.values.text import Span


def with_parts(make_document, text, *pieces):
    document = make_document(text)
    spans = [(role, Span(document.id, text.index(words), text.index(words) + len(words))) for role, words in pieces]
    return replace(document, parts=tuple(Part(role, span) for role, span in spans))


def sentences(parse, text):
    return [text[parse.tokens[a].start : parse.tokens[b - 1].end] for a, b in parse.sentences]


def test_no_sentence_runs_from_a_date_into_the_report(parser, make_document):
    text = "Published July 5 2016 A night ferry sank near Talin on Monday."
    document = with_parts(
        make_document, text, ("dateline", "Published July 5 2016"), ("body", "A night ferry sank near Talin on Monday.")
    )
    assert sentences(parser.parse(document), text) == [
        "Published July 5 2016",
        "A night ferry sank near Talin on Monday.",
    ]


def test_lines_of_one_part_are_one_paragraph(parser, make_document):
    text = "The ferry left the quay at Talin\nbefore dawn and sank in the strait."
    document = with_parts(make_document, text, ("body", text))
    parse = parser.parse(document)
    assert sentences(parse, text) == [text]
    assert all(text[token.start : token.end] == token.text for token in parse.tokens)


def test_what_stands_outside_the_parts_is_parsed_too(make_document):
    text = "## Storm\nThe quay broke.\n---"
    document = with_parts(make_document, text, ("title", "Storm"), ("body", "The quay broke."))
    assert [text[a:b] for a, b in stretches(document)] == ["## ", "Storm", "The quay broke.", "---"]
