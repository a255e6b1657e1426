"""From what a person types to what a judgement keeps."""

from typing import Any

import pytest

from judging import Matter, matter
from variorum.case.wording import (
    date_answer,
    figure_answer,
    find_document,
    find_mention,
    find_statement,
    find_words,
    hop_answer,
    span_answer,
)
from variorum.models.parsing import Parser
from variorum.stages.statements.amend import Refused


@pytest.fixture(scope="module")
def barge(parser: Parser) -> Matter:
    return matter(parser)


@pytest.mark.parametrize(
    ("typed", "earliest", "latest"),
    [
        ("2024-02-03", "2024-02-03", "2024-02-03"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023", "2023-01-01", "2023-12-31"),
        ("2024-02-01..2024-02-05", "2024-02-01", "2024-02-05"),
        ("2024-02..", "2024-02-01", None),
        ("..2024-02", None, "2024-02-29"),
    ],
)
def test_dates(typed: str, earliest: str | None, latest: str | None) -> None:
    assert date_answer(typed) == {"earliest": earliest, "latest": latest}


@pytest.mark.parametrize("typed", ["Friday", "2024-02-30", "2024-13", "..", "", "24-02-03"])
def test_what_is_no_date(typed: str) -> None:
    with pytest.raises(Refused):
        date_answer(typed)


@pytest.mark.parametrize(
    ("typed", "low", "high"), [("=3", 3, 3), ("=3..", 3, None), ("=..1,500", None, 1500), ("=2.5..3", 2.5, 3)]
)
def test_figures(barge: Matter, typed: str, low: Any, high: Any) -> None:
    statement = barge.statement("Hill Guardian", "sailors were hurt")
    (figure,) = figure_answer(statement, [f"sailor wounded{typed}"])["figures"]
    assert (figure["low"], figure["high"], figure["quote"]) == (low, high, "two")
    assert len(figure_answer(statement, [f"boats{typed}"])["figures"]) == 2, "what is not named stays"
    assert figure_answer(statement, ["sailor wounded="])["figures"] == []


def test_hops(barge: Matter) -> None:
    statement = barge.statement("Hill Guardian", "sailors were hurt")
    document = barge.document("Hill Guardian")
    (hop,) = hop_answer(document, statement, 1, cue="said", hedge="reportedly")["chain"]
    assert (hop["cue"]["quote"], hop["hedge"], hop["holder"]["name"]) == ("said", "reportedly", "Jonas Brandt")
    inserted = hop_answer(document, statement, 2, insert=True, holder="the yard")["chain"]
    assert [h["holder"]["name"] for h in inserted] == ["Jonas Brandt", "the yard"]
    assert inserted[1]["holder"]["quote"] == "the yard", "its place is found"
    assert hop_answer(document, statement, 1, remove=True) == {"chain": []}
    for wrong in ({"number": 0}, {"number": 2}, {"number": 1, "insert": True}, {"number": 1, "cue": "bellowed"}):
        with pytest.raises(Refused):
            hop_answer(document, statement, **wrong)  # type: ignore[arg-type]


def test_words_are_found_nearest_and_over_line_breaks(barge: Matter) -> None:
    document = barge.document("Hill Guardian")
    last = document.text.rindex("the harbour")
    assert find_words(document, "the harbour", len(document.text)).start == last
    assert find_words(document, "the  harbour", 0).start == document.text.index("the harbour")
    with pytest.raises(Refused, match="does not stand"):
        find_words(document, "The Harbour Master", 0)


def test_statements_documents_and_names(barge: Matter) -> None:
    found = barge.statement("Hill Guardian", "hull was cracked")
    reading = barge.plain
    claim = next(c for c in reading.claims if found.id in c.statements)
    for typed in (found.id, found.id[:12], found.id.removeprefix("stmt-")[:8], claim.id, "its  hull was cracked"):
        assert find_statement(reading, typed) == found
    document = barge.document("Hill Guardian")
    assert find_document(reading, document.id[:10]) == find_document(reading, "hill-guardian.txt") == document
    assert find_mention(reading, "Brandt").passage.words == "Brandt"
    assert find_mention(reading, "Jonas Brandt").passage.words == "Jonas Brandt"
    assert find_mention(reading, barge.place("Hill Guardian", "Jonas Brandt")).passage.words == "Jonas Brandt"
    for words in ("Nobody Here", "deadbeef"):
        with pytest.raises(Refused):
            find_mention(reading, words)
    assert span_answer(document, found, "0:9")["quote"] == document.text[:9]
    with pytest.raises(Refused):
        span_answer(document, found, "9:9")
