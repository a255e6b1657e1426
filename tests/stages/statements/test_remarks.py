"""Verification remarks are statements about statements, and cover what they speak of and nothing else."""

import pytest

from variorum.crafts.moments import find_moments
from variorum.stages.statements import attribute, extract


@pytest.fixture
def statements(parser, make_document):
    def read(text: str):
        document = make_document(text)
        parse = parser.parse(document)
        return extract(document, parse, attribute(document, parse), (), find_moments(document, parse)).values

    return read


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("The claim could not be independently verified.", "unverified"),
        ("There was no independent confirmation of the report.", "unverified"),
        ("Nobody has been able to check the story.", "unverified"),
        ("The ministry declined to comment.", "declined"),
        ("The ministry did not respond to a request for comment.", "declined"),
        ("The owner could not be reached.", "declined"),
        ("Ortega refused to say who paid for the boats.", "declined"),
    ],
)
def test_remarks_are_recognised(statements, text, modality):
    (one,) = statements(text)
    assert one.is_remark
    assert one.modality == modality


@pytest.mark.parametrize(
    "text",
    [
        "The ministry confirmed the toll.",
        "The company returned the money.",
        "The lab verified the samples.",
        "He refused to pay.",
        "The boy was not found.",
    ],
)
def test_other_sentences_are_not(statements, text):
    assert not any(one.is_remark for one in statements(text))


def test_a_remark_covers_the_claims_of_the_one_it_names_and_no_others(statements):
    found = statements(
        "Ortega was born in Lima. Ortega said the guards beat the prisoners. "
        "The warden said the kitchen was clean. There is no independent verification of Ortega's claims."
    )
    remark = next(one for one in found if one.is_remark)
    covered = [one.passage.words for one in found if remark.id in one.remarks]
    assert covered == ["the guards beat the prisoners"]


def test_a_topic_narrows_the_scope(statements):
    found = statements(
        "Ortega said he joined the militia in May. Ortega said the guards starved the prisoners. "
        "There is no independent confirmation of several of Ortega's claims, particularly about the prisoners."
    )
    remark = next(one for one in found if one.is_remark)
    assert [one.passage.words for one in found if remark.id in one.remarks] == ["the guards starved the prisoners"]


def test_a_topic_takes_along_what_is_told_of_them_in_the_same_sentence(statements):
    found = statements(
        "Ortega said he joined the militia in May. Ortega said the prisoners were starved, and that two of them died. "
        "There is no independent confirmation of several of Ortega's claims, especially those about the prisoners."
    )
    remark = next(one for one in found if one.is_remark)
    covered = [one.passage.words for one in found if remark.id in one.remarks]
    assert covered == ["the prisoners were starved", "two of them died"]


def test_the_claim_is_the_one_before(statements):
    found = statements(
        "The warden said the kitchen was clean. Ortega said the guards beat the prisoners. "
        "The claim could not be verified."
    )
    remark = next(one for one in found if one.is_remark)
    assert [one.passage.words for one in found if remark.id in one.remarks] == ["the guards beat the prisoners"]


def test_what_could_not_be_verified_is_what_it_names(statements):
    found = statements(
        "Ortega said the letters came from the warden. Ortega said the kitchen was flooded. "
        "The authenticity of the letters could not be verified."
    )
    remark = next(one for one in found if one.is_remark)
    assert [one.passage.words for one in found if remark.id in one.remarks] == ["the letters came from the warden"]


def test_marks(statements):
    (one,) = statements("The lawyer brought a video of the raid, in an unknown capacity.")
    kinds = {mark.kind: mark.passage.words for mark in one.marks}
    assert kinds["evidence"] == "a video"
    assert kinds["unknown"] == "unknown"
