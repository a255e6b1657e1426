"""Old utterances that an account tells as events; explanations inside what others say."""

import datetime
from dataclasses import replace

import pytest

from variorum.crafts.moments import find_moments
from variorum.stages.entities import mention
from variorum.stages.statements import attribute, extract
from variorum.values.documents import KnownDate


@pytest.fixture
def told(parser, make_document):
    """What a text says, as (words, holders) of each statement."""

    def read(text: str, day: str = "2015-06-10"):
        document = replace(make_document(text), published=KnownDate(datetime.date.fromisoformat(day), "user"))
        parse = parser.parse(document)
        statements = extract(
            document, parse, attribute(document, parse), mention(document, parse), find_moments(document, parse)
        ).values
        return [(s.passage.words, [hop.holder.name for hop in s.chain], s.proposition) for s in statements]

    return read


def test_an_old_public_utterance_is_one_statement_of_the_account(told):
    ((words, holders, proposition),) = told(
        '"I never worked for the mine," Ruth Amsel said to a crowd in Tarn in May 2009.'
    )
    assert words == '"I never worked for the mine," Ruth Amsel said to a crowd in Tarn in May 2009'
    assert holders == []
    assert "I [Ruth Amsel] never" in proposition


def test_the_same_words_of_this_week_are_hers(told):
    ((words, holders, _),) = told('"I never worked for the mine," Ruth Amsel said to a crowd in Tarn on Monday.')
    assert words == '"I never worked for the mine,"'
    assert holders == ["Ruth Amsel"]


def test_old_testimony_stays_testimony(told):
    ((_, holders, _),) = told('"I saw the guards lock the gate," Ruth Amsel told the court in May 2009.')
    assert holders == ["Ruth Amsel"]


def test_what_is_only_paraphrased_is_still_relied_on(told):
    (*_, (words, holders, _)) = told("Ruth Amsel told a crowd in May 2009 that the mine had closed.")
    assert "the mine had closed" in words
    assert holders == ["Ruth Amsel"]


def test_a_scene_holds_for_the_words_that_follow_it(told):
    text = 'In 2009, Ruth Amsel addressed a rally in Tarn. "The mine has ruined us," she said.'
    last = told(text)[-1]
    assert last[0] == '"The mine has ruined us," she said'
    assert last[1] == []


def test_an_undated_account_knows_nothing_old(parser, make_document):
    document = make_document('"I never worked for the mine," Ruth Amsel said to a crowd in May 2009.')
    parse = parser.parse(document)
    (statement,) = extract(
        document, parse, attribute(document, parse), mention(document, parse), find_moments(document, parse)
    ).values
    assert [hop.holder.name for hop in statement.chain] == ["Ruth Amsel"]


def test_a_present_inside_reported_past_is_the_tellers_own(told):
    found = told(
        "A lorry blew up outside the office of the council that governs the whole northern district, the monitors said."
    )
    by_words = {words: holders for words, holders, _ in found}
    assert by_words["that governs the whole northern district"] == []
    assert ["monitors"] in by_words.values()
