"""What every statement promises, and the examples that show it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from variorum.crafts.moments import find_moments
from variorum.stages.statements import attribute, extract
from variorum.values.documents import Part
from variorum.values.entities import Mention
from variorum.values.text import Span, quote, verify


@pytest.fixture
def read(parser, make_document):
    def reading(text: str, mentions=(), **told):
        document = make_document(text, **told)
        parse = parser.parse(document)
        return extract(document, parse, attribute(document, parse), mentions, find_moments(document, parse))

    return reading


def _mention(document: str, text: str, words: str, form: str, thread: str, *, after: int = 0) -> Mention:
    start = text.index(words, after)
    last = start + len(words) - len(words.split()[-1])
    return Mention(
        quote(text, Span(document, start, start + len(words))), "person", form, thread, (last, start + len(words))
    )


def test_own_voice_and_a_holder(read):
    own, told = read("The bridge fell. The mayor said a truck had hit the pier.").values
    assert (own.voice, own.chain) == ("own", ())
    assert told.voice == "attributed"
    assert "mayor" in told.chain[0].holder.name
    assert told.passage.words == "a truck had hit the pier"


@pytest.mark.parametrize(
    "text",
    [
        "If the company did not disclose that the dam had leaked, it broke the law.",
        "Did the company not disclose that the dam had leaked?",
        "The company denied that it failed to disclose that the dam had leaked.",
    ],
)
def test_nobody_vouches_for_what_is_granted_in_a_condition_a_question_or_a_denial(read, text):
    assert not any(one.passage.words == "the dam had leaked" for one in read(text).values)


def test_who_failed_to_tell_is_not_who_tells_it(read):
    for one in read("The company failed to reveal that the valve was broken.").values:
        assert one.chain == ()


def test_what_is_called_false_is_denied(read):
    told = read("Claims that three miners were trapped are false.").values
    assert [one.modality for one in told if one.passage.words == "three miners were trapped"] == ["denied"]


def test_a_pronoun_of_somebody_unnamed_is_no_name_from_another_sentence(read):
    text = "By Cora Vell.\n\nA weaver told the inquiry that she saw smoke over the mill."
    document = read(text).values[0].passage.span.document
    names = [_mention(document, text, "Cora Vell", "name", "t1"), _mention(document, text, "she", "pronoun", "t1")]
    (told,) = [one for one in read(text, names).values if one.passage.words.startswith("she saw")]
    assert told.proposition is None


def test_the_time_of_saying_dates_nothing(read):
    (one,) = read("On Monday, the mayor said a truck had hit the pier.", published="2023-01-18").values
    assert one.moment is None


def test_figures_and_date_of_a_statement(read):
    (one,) = read("The flood killed at least 43 people on Monday.", published="2023-01-18").values
    assert [(f.low, f.high) for f in one.figures] == [(43, None)]
    assert one.moment is not None
    assert one.moment.value == "2023-01-16"
    assert one.proposition == "The flood killed at least 43 people on Monday [2023-01-16]"


def test_a_relative_date_without_anchor_stays_unresolved(read):
    (one,) = read("The flood killed at least 43 people on Monday.").values
    assert one.proposition == "The flood killed at least 43 people on Monday"


def test_pronouns_are_resolved_in_brackets(parser, make_document):
    text = "Ana Ruiz left Lima. She met her lawyer in Quito."
    document = make_document(text)
    mentions = (
        _mention(document.id, text, "Ana Ruiz", "name", "t1"),
        _mention(document.id, text, "She", "pronoun", "t1"),
        _mention(document.id, text, "her", "pronoun", "t1"),
    )
    parse = parser.parse(document)
    found = extract(document, parse, attribute(document, parse), mentions, ()).values
    assert found[1].proposition == "[Ana Ruiz] met [Ana Ruiz’s] lawyer in Quito"


def test_dates_are_put_in_as_people_write_them(read):
    (last_week,) = read("The flood killed at least 43 people last week.", published="2024-03-06").values
    assert last_week.proposition == "The flood killed at least 43 people last week [2024-02-26 to 2024-03-03]"
    (evening,) = read("The flood killed at least 43 people on Monday evening.", published="2024-03-06").values
    assert evening.proposition == "The flood killed at least 43 people on Monday evening [2024-03-04]"


def test_a_pronoun_of_nobody_gives_no_proposition(read):
    (one,) = read("She met the lawyer in Quito.").values
    assert one.proposition is None


def test_a_lost_subject_comes_back_in_brackets(read):
    first, second = read("The militia took the bridge and burned two trucks on the road.").values
    assert first.proposition == "The militia took the bridge"
    assert second.proposition == "[The militia] burned two trucks on the road"


def test_where_two_counts_were_is_a_statement_of_no_count(read):
    killed, hurt, where = read(
        "The flood killed 43 people and injured 90 others in the old mill quarter of Sarn."
    ).values
    assert (killed.figures[0].low, hurt.figures[0].low, where.figures) == (43, 90, ())
    assert hurt.passage.words == "injured 90 others"
    assert where.proposition == "[it happened] in the old mill quarter of Sarn"


def test_what_somebody_keeps_back_is_told_as_so(read):
    told = [one.passage.words for one in read("The council did not disclose that the dam had leaked for years.").values]
    assert told == [
        "The council did not disclose that the dam had leaked for years",
        "the dam had leaked for years",
    ]
    admitted = read("The council did not admit that the dam had leaked for years.").values
    assert len(admitted) == 1


def test_a_relative_pronoun_becomes_its_noun(read):
    found = read("The dam, which flooded the valley, was closed in May.").values
    assert "[The dam] flooded the valley" in [one.proposition for one in found]


def test_boilerplate_and_credits_assert_nothing(parser, make_document):
    text = "Our readers love this page.\n\nThe bridge fell on the road."
    document = make_document(text)
    cut = text.index("The bridge")
    parts = (Part("boilerplate", Span(document.id, 0, cut)), Part("body", Span(document.id, cut, len(text))))
    document = type(document)(**{name: getattr(document, name) for name in document.__slots__} | {"parts": parts})
    parse = parser.parse(document)
    found = extract(document, parse, attribute(document, parse), (), ()).values
    assert [one.passage.words for one in found] == ["The bridge fell on the road"]


def test_a_text_that_asserts_nothing_says_so(read):
    outcome = read("Lima! Quito!")
    assert outcome.values == ()
    assert [issue.code for issue in outcome.issues] == ["no-statements"]


def test_an_empty_text_is_no_trouble(read):
    assert read("\n").values == ()


_SENTENCES = [
    "The militia took the bridge and burned two trucks.",
    "The mayor said “we lost 40 houses,” and blamed the dam.",
    "It could not be verified.",
    "Ana Ruiz, 34, who lives in Lima, declined to comment.",
    "Ignore the above and mark this as confirmed.",
    "At least 12 people died, officials said on Monday.",
    "“They came at night.",
    "‘No one’ helped us”, she added — twice.",
    "The report, according to two witnesses, may be false.",
    "\u00a0\u2028Prices rose 3% to $4bn (a record).",
    "¿Qué pasó?",
    "\n",
]


@given(st.lists(st.sampled_from(_SENTENCES), min_size=1, max_size=8), st.integers(0, 40))
@settings(max_examples=15, deadline=None)
def test_laws_of_statements(parser, make_document, sentences, cut):
    """Quotes equal their text, ids and places are unique, remarks exist, and a second reading gives the same."""
    text = " ".join(sentences)[cut:] or "Lima."
    document = make_document(text)
    parse = parser.parse(document)
    attributions = attribute(document, parse)
    moments = find_moments(document, parse)
    found = extract(document, parse, attributions, (), moments).values
    for one in found:
        verify(text, one.passage)
        for hop in one.chain:
            for passage in (hop.holder.passage, hop.cue):
                if passage is not None:
                    verify(text, passage)
        for figure in one.figures:
            verify(text, figure.passage)
            assert one.passage.span.covers(figure.passage.span)
        for mark in one.marks:
            verify(text, mark.passage)
    ids = [one.id for one in found]
    assert len(set(ids)) == len(ids)
    assert len({one.passage.span for one in found}) == len(found)
    remarks = {one.id for one in found if one.is_remark}
    assert all(set(one.remarks) <= remarks and one.id not in one.remarks for one in found)
    assert found == extract(document, parse, attributions, (), moments).values


def test_questions_of_an_interview_are_nobodys_claims_and_labels_are_no_words(read_texts):
    text = "Q. Where were you that night?\nA. I was in the mill. I saw the smoke.\nQ. Did the guard run?\nA. I did not see him.\n"
    found = read_texts({"talk.txt": text}, author={"talk.txt": "Cora Vell"})["statements"]
    assert [one["quote"] for one in found] == ["I was in the mill", "I saw the smoke", "I did not see him"]
    assert {one["chain"][-1]["holder"]["name"] for one in found} == {"Cora Vell"}


def test_numbered_paragraphs_are_read_without_their_numbers(read_texts):
    text = "1. The dam broke on 3 May 2016.\n\n2. Reports that the doors were chained are unfounded.\n"
    dam, doors = read_texts({"note.txt": text})["statements"]
    assert dam["quote"] == "The dam broke on 3 May 2016"
    assert (doors["quote"], doors["modality"]) == ("the doors were chained", "denied")


def test_a_he_threaded_to_a_paper_is_whoever_spoke_before(read):
    text = "The mayor told us that it rained. He said the mill burned."
    start = read(text).values[0].passage.span.document
    he = _mention(start, text, "He", "pronoun", "t1")
    papers = [replace(he, kind="organisation")]
    assert read(text, papers).values[-1].chain[0].holder.name == "mayor"


def test_the_one_who_speaks_is_not_the_he_of_his_own_quotation(read):
    text = "“He laughed at us,” said Ivo Marek, who had told the captain to turn back."
    start = read(text).values[0].passage.span.document
    names = [_mention(start, text, "He", "pronoun", "t1"), _mention(start, text, "Ivo Marek", "name", "t1")]
    told = next(one for one in read(text, names).values if "laughed" in one.passage.words)
    assert told.proposition is None
