"""What a text tells only to knock it down, and which number it puts in the place of another."""

import pytest

from variorum.crafts.moments import find_moments
from variorum.stages.entities import mention
from variorum.stages.statements import attribute, extract


@pytest.fixture
def read(parser, make_document):
    def reading(text: str):
        document = make_document(text)
        parse = parser.parse(document)
        mentions = mention(document, parse)
        found = extract(document, parse, attribute(document, parse), mentions, find_moments(document, parse)).values
        return {one.passage.words: one for one in found}

    return reading


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Mr Orr had left the board. He has not.", "Mr Orr had left the board"),
        ("The gate was open, but it was not.", "The gate was open"),
        ("The guards shot the dog. They did not.", "The guards shot the dog"),
        ("The company hid the leak. None of this is true.", "The company hid the leak"),
        ("The north gate was open. The gate was not.", "The north gate was open"),
        ("It has been reported that the guards fired first. That is false.", "the guards fired first"),
        ("The claims that the company hid the leak are false.", "the company hid the leak"),
    ],
)
def test_what_its_own_teller_denies_at_once_is_denied(read, text, claim):
    assert read(text)[claim].modality == "denied"


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("The union said that Mr Orr had left the board. He has not.", "Mr Orr had left the board"),
        # Another verb phrase, another subject, or one that was denied already.
        ("Mr Orr was on the board. He has not.", "Mr Orr was on the board"),
        ("The guards fled. The miller did not.", "The guards fled"),
        ("Mr Orr wanted to leave the board. He did not.", "Mr Orr wanted to leave the board"),
        ("The gate was not locked. It was not.", "The gate was not locked"),
        ("The gate was open. It is false to say that nobody knew.", "The gate was open"),
        # Somebody or something else of the same noun or surname, some of them, or another time.
        ("The north gate was open. The south gate was not.", "The north gate was open"),
        ("Anton Orr had left the board. Livia Orr has not.", "Anton Orr had left the board"),
        ("The miners had left the pit. Some had not.", "The miners had left the pit"),
        ("Two miners had left the pit. The third miner had not.", "Two miners had left the pit"),
        ("The gate was open. It is not.", "The gate was open"),
    ],
)
def test_what_nobody_takes_back_is_not_denied(read, text, claim):
    assert read(text)[claim].modality == "asserted"


def test_a_denial_says_what_it_leaves_out(read):
    found = read("The union said that Mr Orr had left the board. He has not.")
    assert found["He has not"].proposition == "[Orr] has not [left the board]"
    assert found["He has not"].polarity == "negative"


def test_nothing_is_left_of_a_sentence_that_only_calls_a_claim_false(read):
    assert list(read("The claims that the company hid the leak are false.")) == ["the company hid the leak"]


def test_a_number_in_the_place_of_another_counts_the_same(read):
    found = read("Early reports said three people had been killed. It was four, not three.")
    (figure,) = found["It was four, not three"].figures
    assert (figure.of, figure.low, figure.high) == ("people killed", 4, 4)


def test_a_number_that_corrects_none_told_before_counts_nothing_known(read):
    found = read("Early reports said three people had been killed. It was nine, not seven.")
    assert [figure.of for figure in found["It was nine, not seven"].figures] == ["number"]


def test_a_line_on_the_page_itself_is_no_statement(read):
    assert "Amended on 8 June" not in read("Amended on 8 June: an earlier page gave the wrong name.")
