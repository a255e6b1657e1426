"""Who says what: texts with the places marked that the reader should find."""

import re
from collections.abc import Callable

import pytest

from variorum.models.parsing import Parser
from variorum.stages.statements.attribute import attribute
from variorum.stages.statements.kinds import kind_of
from variorum.values.documents import Document
from variorum.values.statements import Attribution

_MARK = re.compile(r"‹(source|cue|content): (.*?)›")
Check = Callable[[str], None]


def unmark(marked: str) -> tuple[str, dict[str, list[str]]]:
    wanted: dict[str, list[str]] = {"source": [], "cue": [], "content": []}
    for role, words in _MARK.findall(marked):
        wanted[role].append(words)
    return _MARK.sub(r"\2", marked), wanted


@pytest.fixture
def read(
    parser: Parser, make_document: Callable[..., Document]
) -> Callable[[str], tuple[Document, tuple[Attribution, ...]]]:
    def reading(text: str) -> tuple[Document, tuple[Attribution, ...]]:
        document = make_document(text)
        return document, attribute(document, parser.parse(document))

    return reading


Read = Callable[[str], tuple[Document, tuple[Attribution, ...]]]


def roles(document: Document, attribution: Attribution) -> dict[str, list[str]]:
    def words(start: int, end: int) -> str:
        return document.text[start:end]

    return {
        "source": [words(attribution.source.start, attribution.source.end)] if attribution.source else [],
        "cue": [words(attribution.cue.start, attribution.cue.end)] if attribution.cue else [],
        "content": [words(span.start, span.end) for span in attribution.content],
    }


@pytest.mark.parametrize(
    "marked",
    [
        "‹source: The mayor› ‹cue: said› ‹content: the guards fired first›.",
        "‹cue: In the words of› ‹source: one nurse›, ‹content: the ward was empty›.",
        "In ‹source: her› ‹cue: words›, ‹content: the ward was empty›.",
        "‹content: ‘The witness’s account can’t be right,’› ‹cue: held› ‹source: the judge›.",
        "‹content: “Shameful”›, ‹source: the bishop› ‹cue: wrote› in a note.",
        "‹source: The driver› ‹cue: pleaded› ‹content: guilty›.",
        "‹content: The guards fired first›, ‹source: the mayor› ‹cue: said›.",
        "‹content: “The guards fired first,”› ‹cue: said› ‹source: Petra Holm, the mayor›.",
        "‹content: “The guards fired,”› ‹source: she› ‹cue: said›. ‹content: “Nobody warned us.”›",
        "‹content: The guards fired first›, ‹cue: according to› ‹source: two nurses who met the mayor›.",
        "As ‹source: the Lantern› ‹cue: reported›, ‹content: the guards fired first›.",
        "‹content: The guards› have been ‹cue: accused› by ‹source: the mayor› ‹content: of firing first›.",
        "‹source: The mayor›'s ‹cue: claim› ‹content: that the guards fired first› was rejected.",
        "‹source: The mayor›, who owns a mill, ‹cue: denied› ‹content: that the guards fired first›.",
        "‹content: The mill was shelled and nine people died› ‹source: the monitors› ‹cue: said›.",
    ],
)
def test_one_attribution(read: Read, marked: str) -> None:
    text, wanted = unmark(marked)
    document, found = read(text)
    if "accused" in text:
        wanted["cue"] = ["have been accused"]
    if ", who owns" in text:
        wanted["source"] = ["The mayor, who owns a mill"]
    assert wanted in [roles(document, attribution) for attribution in found]


def test_a_headline_names_its_source_after_a_dash(read: Read) -> None:
    document, found = read("Blast at mill kills nine people - Observatory\n\nThe mill burned all night.")
    assert roles(document, found[0]) == {
        "source": ["Observatory"],
        "cue": ["-"],
        "content": ["Blast at mill kills nine people"],
    }


@pytest.mark.parametrize("label", ["Mill fire", "Orrin valley floods", "UPDATE", "Harvest festival"])
def test_a_label_that_names_the_matter_of_a_headline_tells_nothing(read: Read, label: str) -> None:
    _, found = read(f"{label}: nine dead in the valley\n\nThe mill burned all night.")
    assert found == ()


def test_who_tells_behind_the_label_of_a_headline_is_its_source(read: Read) -> None:
    document, found = read("Mill fire: mayor says wiring was to blame\n\nThe mill burned all night.")
    assert [document.text[one.source.start : one.source.end] for one in found if one.source] == ["mayor"]


def test_attributions_inside_what_is_said_point_to_their_parent(read: Read) -> None:
    document, found = read("Anna Berg said she believes that her client hid the letters.")
    said, believes = found
    assert said.parent is None
    assert believes.parent == 0
    assert believes.kind == "attitude"
    assert roles(document, believes)["content"] == ["that her client hid the letters"]


def test_a_quotation_that_runs_over_paragraphs_is_one_attribution(read: Read) -> None:
    text = "“We ran to the river,” said Mara Lind. “The bridge was gone.\n\n“Then the boats came.”"
    _, found = read(text)
    assert len([a for a in found if a.source]) == 1
    assert [text[s.start : s.end] for s in found[0].content] == [
        "“We ran to the river,”",
        "“The bridge was gone.\n\n“Then the boats came.”",
    ]


@pytest.mark.parametrize("text", ["The bomber is said to be alive.", "The bomber, believed to be alive, has fled."])
def test_passives_without_a_speaker_have_no_source(read: Read, text: str) -> None:
    _, found = read(text)
    assert found
    assert found[0].source is None


@pytest.mark.parametrize(
    ("lemma", "kind"), [("say", "reporting"), ("believe", "attitude"), ("refuse", "action"), ("walk", None)]
)
def test_kinds_of_cues(lemma: str, kind: str | None) -> None:
    assert kind_of(lemma) == kind


def test_plain_narrative_has_no_attribution(read: Read) -> None:
    assert read("The mill burned all night. Nine people died.")[1] == ()
    assert read("***")[1] == ()


@pytest.mark.parametrize(
    "text",
    [
        "The parade went according to plan.",
        "The floats were lined up according to size.",
        "In view of the storm, the ferry stayed in port.",
    ],
)
def test_a_manner_or_a_ground_is_no_source(read: Read, text: str) -> None:
    assert [one for one in read(text)[1] if one.source is not None] == []


def test_who_is_asked_does_not_ask(read: Read) -> None:
    document, found = read("Asked whether he would resign, the minister answered no.")
    asking = [roles(document, one) for one in found if one.cue is not None and roles(document, one)["cue"] == ["Asked"]]
    assert [one["source"] for one in asking] in ([], [[]])
    assert any(roles(document, one)["content"] == ["no"] for one in found)


def test_a_single_word_is_taken_only_right_beside_the_words_of_speaking(read: Read) -> None:
    document, found = read("She spoke to the men who had sailed on the old “Victory”.")
    assert all("“Victory”" not in roles(document, one)["content"] for one in found)
