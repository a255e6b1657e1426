"""How a statement is meant, and whether it denies."""

import pytest

from variorum.crafts.trees import grow
from variorum.stages.statements.attribute import attribute
from variorum.stages.statements.modality import judge
from variorum.stages.statements.segment import segment


@pytest.fixture
def meant(parser, make_document):
    def read(text: str):
        document = make_document(text)
        parse = parser.parse(document)
        tree = grow(parse)
        attributions = attribute(document, parse)
        made = segment(document, tree, attributions)[-1]
        reported = attributions[made.content] if made.content is not None else None
        return judge(document, tree, made.head, tree.within(made.span), reported)

    return read


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("The guards fired first.", "asserted"),
        ("The guards may have fired first.", "hedged"),
        ("The guards reportedly fired first.", "hedged"),
        ("The guards are believed to have fired first.", "hedged"),
        ("The fire appears to have started in the kitchen.", "hedged"),
        ("The mayor denied that the guards fired.", "denied"),
        ("The toll will likely rise.", "predicted"),
        ("The toll is expected to rise.", "predicted"),
        ("If the dam breaks, the valley floods.", "conditional"),
        ("The plant opens in May.", "asserted"),
        ("The march in May drew a crowd.", "asserted"),
    ],
)
def test_modality(meant, text, modality):
    assert meant(text).modality == modality


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("The guards fired.", "positive"),
        ("The guards did not fire.", "negative"),
        ("Nobody was arrested.", "negative"),
        ("No one claimed the attack.", "negative"),
        ("There are no exact figures.", "negative"),
        ("The mayor never visited the camp.", "negative"),
        ("The man who did not speak was arrested.", "positive"),
    ],
)
def test_polarity(meant, text, polarity):
    assert meant(text).polarity == polarity
