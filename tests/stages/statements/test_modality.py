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
        ("There is no doubt that the guards fired.", "asserted"),
        ("The mayor never denied that he had seen the list.", "asserted"),
        ("Even if the dam holds, the valley is flooded.", "asserted"),
        ("The old man would often sit by the well.", "asserted"),
        ("The general called the report a fable.", "asserted"),
        ("The guards must have fired first.", "hedged"),
        ("The clerk cannot have heard the order.", "hedged"),
        ("The ministry did not rule out a leak.", "hedged"),
        ("It has been alleged that the guards fired first.", "hedged"),
        ("As far as I remember, the gate was open.", "hedged"),
        ("The general denied ordering the raid.", "denied"),
        ("The firm rejected the accusation of fraud.", "denied"),
        ("The firm rejected the plan.", "asserted"),
        ("It is not true that the guards fired.", "denied"),
        ("It is false that the guards fired.", "denied"),
        ("It is not false that the guards fired.", "asserted"),
        ("The court ordered the guards to leave.", "ordered"),
        ("The mayor asked residents to stay indoors.", "ordered"),
        ("The unions called on the mayor to resign.", "ordered"),
        ("The envoys were asked to wait.", "ordered"),
        ("The envoys were asked to wait until the road had been cleared.", "asserted"),
        ("Visitors must leave by noon.", "ordered"),
        ("The buyer shall pay the costs.", "ordered"),
        ("We shall return in spring.", "predicted"),
        ("She knocked, but the guards would not open the gate.", "asserted"),
        ("When the ambulance came, the guards would not open the gate.", "asserted"),
        ("The guards would not open the gate, a driver said.", "asserted"),
        ("The guards would not open the gate tomorrow, a driver said.", "predicted"),
        ("The ministry would not open the archive, the spokesman said.", "predicted"),
        ("The bank would not raise rates, the analyst said.", "predicted"),
        ("Before the dam gave way, two hundred people could be evacuated.", "asserted"),
        ("In the end she could finally walk.", "asserted"),
        ("The dam could burst.", "hedged"),
        ("Before the doors closed, the spark could have reached the dust.", "hedged"),
        ("The bridge should be open again by Christmas.", "predicted"),
        ("Fees should be paid by Friday.", "ordered"),
        ("The prisoners had to walk to the border.", "asserted"),
        ("The mayor asked where the guards had gone.", "asked"),
        ("It is unclear whether the guards fired.", "asked"),
        ("Had the alarm rung, the men would have lived.", "conditional"),
        ("The camp may open provided that the water is clean.", "conditional"),
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
        ("The lorry stopped, and nobody got out.", "negative"),
        ("The clerk opened the door, but he did not look inside.", "negative"),
        ("The mayor came and did not speak.", "negative"),
        ("At no time did a guard open the gate.", "negative"),
        ("It was one shout, not four.", "positive"),
        ("He was holding a phone, not a knife.", "positive"),
        ("Nobody came, and the gate was locked.", "positive"),
        ("No one claimed the attack.", "negative"),
        ("There are no exact figures.", "negative"),
        ("The mayor never visited the camp.", "negative"),
        ("The man who did not speak was arrested.", "positive"),
        ("There is no doubt that the guards fired.", "positive"),
        ("The guards did not arrive until Monday.", "positive"),
        ("The guards shot not only the dog but the horse.", "positive"),
        ("The clinic no longer takes patients.", "negative"),
        ("Neither the mayor nor the governor came.", "negative"),
        ("Hardly anyone came.", "negative"),
        ("The guards failed to open the gate.", "negative"),
        ("It is unlikely that anyone survived.", "negative"),
        ("The general denied ordering the raid.", "positive"),
        ("The residents were told not to drink the water.", "negative"),
    ],
)
def test_polarity(meant, text, polarity):
    assert meant(text).polarity == polarity


def test_an_order_in_quotation_marks_is_a_statement_and_ordered(meant):
    assert meant('"Put down the lamp," the guard shouted.').modality == "ordered"
    assert meant('The leaflet said: "Turn off your engines."').modality == "ordered"


def test_what_a_page_asks_of_its_reader_is_no_statement(parser, make_document):
    document = make_document("Read more about the trial here.")
    parse = parser.parse(document)
    assert segment(document, grow(parse), attribute(document, parse)) == ()
