"""Who says what by lines alone: dialogues, signed quotations, headlines with their source."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from variorum.stages.statements.lines import read_lines, without_those
from variorum.values.documents import Document, Part
from variorum.values.statements import Attribution
from variorum.values.text import Span


def told(document: Document) -> list[tuple[str, str, str]]:
    """Source, cue and content of each attribution, as words."""
    text = document.text
    return [
        (
            text[one.source.start : one.source.end] if one.source else "",
            text[one.cue.start : one.cue.end] if one.cue else "",
            text[one.content[0].start : one.content[0].end],
        )
        for one in read_lines(document)
    ]


def test_labels_that_answer_each_other_are_speakers(make_document: Callable[..., Document]) -> None:
    document = make_document(
        "Q: Did you lock the gate?\nA: I locked it at ten.\nQ: Who saw it?\n\nThe hearing went on."
    )
    assert told(document) == [
        ("Q", ":", "Did you lock the gate?"),
        ("A", ":", "I locked it at ten."),
        ("Q", ":", "Who saw it?"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Name: Ada Croll\nAge: 41\nOccupation: weaver",
        "The kit holds three things: a lamp, a rope and a whistle.",
        "Photo: The bridge at noon\nVideo: The bridge at night",
        "Brask: Not by anyone.",
        "He wrote: I am well\nShe wrote: I am not",
    ],
)
def test_forms_lists_and_single_labels_are_no_dialogue(make_document: Callable[..., Document], text: str) -> None:
    assert told(make_document(text)) == []


@pytest.mark.parametrize("between", [" — ", " - ", "\n– ", "\n— "])
def test_a_name_behind_a_quotation_on_its_own_line_signs_it(
    make_document: Callable[..., Document], between: str
) -> None:
    document = make_document(f"“They took everything.”{between}Nils Obry, farmer\n\nThe road is open.")
    assert [(who, content) for who, _, content in told(document)] == [("Nils Obry, farmer", "“They took everything.”")]


@pytest.mark.parametrize(
    "text",
    [
        "She said “they took everything” - and left.",
        "“They took everything” - and then they left",
        "“They took everything.” – They left at noon.",
    ],
)
def test_a_dash_that_goes_on_with_the_sentence_signs_nothing(make_document: Callable[..., Document], text: str) -> None:
    assert told(make_document(text)) == []


def headline(make_document: Callable[..., Document], title: str) -> Document:
    """A document whose first line is its title."""
    document = make_document(f"{title}\n\nSnow fell all night.")
    places = ("title", 0, len(title)), ("body", len(title) + 2, len(document.text))
    return replace(document, parts=tuple(Part(role, Span(document.id, a, b)) for role, a, b in places))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Dam keeper ignored two alarms - inquiry", ("inquiry", "-", "Dam keeper ignored two alarms")),
        ("Nine held after raid on depot — police", ("police", "—", "Nine held after raid on depot")),
        ("‘We had no warning’: survivors of the flood", ("survivors of the flood", ":", "‘We had no warning’")),
    ],
)
def test_a_headline_ends_in_its_source(
    make_document: Callable[..., Document], title: str, wanted: tuple[str, str, str]
) -> None:
    assert told(headline(make_document, title)) == [wanted]


@pytest.mark.parametrize("title", ["Karst - Dorn road closed", "Road closed again after a slide - live updates"])
def test_a_dash_in_a_headline_need_not_name_a_source(make_document: Callable[..., Document], title: str) -> None:
    assert told(headline(make_document, title)) == []


def test_what_a_speaker_reports_stays_and_another_reading_of_the_line_goes(
    make_document: Callable[..., Document],
) -> None:
    text = "Q: Who said so?\nA: Ada said the gate was open."
    document = make_document(text)

    def reading(source: str, cue: str, content: str) -> Attribution:
        """An attribution whose parts stand behind each other in the text, in any order."""
        at = text.index(content)
        line = text.rfind("\n", 0, at) + 1

        def span(words: str) -> Span:
            start = text.index(words, line)
            return Span(document.id, start, start + len(words))

        return Attribution(
            document.id, span(source), span(cue), (span(content),), "indirect", "reporting", parent=None, score=0.9
        )

    inner, other = reading("Ada", "said", "the gate was open"), reading("Q", "Who", "said so")
    assert without_those((inner, other), read_lines(document)) == (inner,)
