"""Which statements tell a step of somebody's course, whatever the case of their letters."""

from collections.abc import Callable

from variorum.crafts.moments import find_moments
from variorum.crafts.tables import load
from variorum.models.parsing import Parser
from variorum.stages.timeline.steps import Told, read_steps
from variorum.values.documents import Document
from variorum.values.statements import Statement
from variorum.values.text import Span, quote


def read(sentences: list[str], parser: Parser, make_document: Callable[..., Document]) -> list[Told]:
    """What each of some sentences, told one after the other, says of steps."""
    document = make_document("\n\n".join(sentences))
    moments = find_moments(document, parser.parse(document))
    found, at = [], 0
    for number, sentence in enumerate(sentences):
        span = Span(document.id, at, at + len(sentence))
        passage = quote(document.text, span)
        statement = Statement(
            f"s{number}", passage, None, "own", "none", (), "asserted", "positive", moment=None, figures=()
        )
        found.append(read_steps(statement, document, moments))
        at = span.end + 2
    return found


def test_every_form_of_a_step_is_read_in_small_and_in_large_letters(
    parser: Parser, make_document: Callable[..., Document]
) -> None:
    forms = [(kind, form) for kind, forms in load("moments")["steps"].items() for form in forms]
    for write in (str, str.upper):
        told = read([f"Orlov {write(form)} on 5 March 2020." for _, form in forms], parser, make_document)
        kinds = [(form, {step.kind for step in one.steps}) for (_, form), one in zip(forms, told, strict=True)]
        assert [(form, kind) for (kind, form), (_, found) in zip(forms, kinds, strict=True) if found != {kind}] == []


def test_every_form_of_a_course_is_read_with_its_length(parser: Parser, make_document: Callable[..., Document]) -> None:
    forms = [form for course in load("moments")["course"] for form in course["lasts"]]
    told = read([f"Orlov was {form} for four months." for form in forms], parser, make_document)
    assert [form for form, one in zip(forms, told, strict=True) if len(one.lengths) != 1] == []


def test_who_takes_no_step_tells_none(parser: Parser, make_document: Callable[..., Document]) -> None:
    told = read(
        ["Orlov likes tea since 5 March 2020.", "A crossroads, joiners and a cease-fire."], parser, make_document
    )
    assert told == [Told((), (), ())] * 2
