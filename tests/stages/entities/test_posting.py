"""Posts across accounts: from at least the first to at least the last that tells them."""

import datetime
from collections.abc import Callable

import pytest

from variorum.crafts.moments import find_moments
from variorum.models.parsing import Parser
from variorum.stages.entities import hold, mention, resolve
from variorum.values.documents import Document
from variorum.values.entities import Post
from variorum.values.text import verify

Make = Callable[..., Document]

MAY = "Colonel Pavel Lind, commander of the 3rd Brigade, opened the road."
JULY = "The commander of the 3rd Brigade, Colonel Pavel Lind, spoke. He was alone."
SEPTEMBER = "Colonel Pavel Lind, former commander of the 3rd Brigade, has retired."


def posts(
    parser: Parser, make_document: Make, *told: tuple[str, str | None]
) -> tuple[list[Document], tuple[Post, ...]]:
    documents = [make_document(text, name=f"{at}.txt", published=day) for at, (text, day) in enumerate(told)]
    parses = {d.id: parser.parse(d) for d in documents}
    mentions = [m for d in documents for m in mention(d, parses[d.id])]
    moments = {d.id: find_moments(d, parses[d.id]) for d in documents}
    return documents, hold(documents, mentions, resolve(documents, mentions, []).entities, moments)


def test_held_from_at_least_to_at_least(parser: Parser, make_document: Make) -> None:
    documents, found = posts(
        parser, make_document, (JULY, "2021-07-02"), (MAY, "2021-05-01"), (SEPTEMBER, "2021-09-09")
    )
    (post,) = found
    assert (post.title, post.rank) == ("commander", "Colonel")
    assert (post.earliest, post.latest) == (datetime.date(2021, 5, 1), datetime.date(2021, 7, 2))
    assert post.over_by == datetime.date(2021, 9, 9)
    assert len(post.citations) == 3
    for citation in post.citations:
        text = next(d.text for d in documents if d.id == citation.person.span.document)
        for passage in (citation.person, citation.rank, citation.title, citation.unit):
            assert passage is not None
            verify(text, passage)


def test_without_a_date_the_bounds_stay_open(parser: Parser, make_document: Make) -> None:
    _, (post,) = posts(parser, make_document, (MAY, None))
    assert (post.earliest, post.latest, post.over_by) == (None, None, None)


def test_two_units_with_different_numbers_are_two_posts(parser: Parser, make_document: Make) -> None:
    other = MAY.replace("3rd", "13th")
    _, found = posts(parser, make_document, (MAY, "2021-05-01"), (other, "2021-06-01"))
    assert len({post.unit for post in found}) == 2


def test_a_rank_alone_makes_no_post(parser: Parser, make_document: Make) -> None:
    _, found = posts(parser, make_document, ("Colonel Pavel Lind opened the road.", "2021-05-01"))
    assert found == ()


def bounds(post: Post) -> tuple[str | None, str | None, str | None, str | None]:
    """Not before, from at least, to at least, over by."""
    days = (post.not_before, post.earliest, post.latest, post.over_by)
    begun, since, until, over = (day.isoformat() if day else None for day in days)
    return begun, since, until, over


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Colonel Pavel Lind was appointed commander of the 3rd Brigade in March 2014.",
            ("2014-03-01", "2014-03-31", None, None),
        ),
        (
            "Colonel Pavel Lind, who commanded the 3rd Brigade until 2015, has died.",
            (None, None, "2015-01-01", "2015-12-31"),
        ),
        (
            "Colonel Pavel Lind, commander of the 3rd Brigade since 12 May 2016, spoke.",
            ("2016-05-12", "2016-05-12", "2020-06-10", None),
        ),
        (
            "Colonel Pavel Lind was commander of the 3rd Brigade from May 2012 until June 2014.",
            ("2012-05-01", "2012-05-31", "2014-06-01", "2014-06-30"),
        ),
        (
            "Colonel Pavel Lind was removed as commander of the 3rd Brigade on 4 June 2014.",
            (None, "2014-06-04", "2014-06-04", "2014-06-04"),
        ),
        ("Colonel Pavel Lind was commander of the 3rd Brigade in 2014.", (None, "2014-12-31", "2014-01-01", None)),
        ("Colonel Pavel Lind took over as commander of the 3rd Brigade on Monday.", ("2020-06-08",) * 3 + (None,)),
        (
            "The commander of the 3rd Brigade, Colonel Pavel Lind, on Saturday blamed the rain.",
            (None, "2020-06-06", "2020-06-10", None),
        ),
        ("Colonel Pavel Lind, then commander of the 3rd Brigade, refused.", (None, None, None, None)),
    ],
)
def test_days_told_in_the_text_bound_the_post(
    parser: Parser,
    make_document: Make,
    text: str,
    expected: tuple[str | None, str | None, str | None, str | None],
) -> None:
    documents, (post,) = posts(parser, make_document, (text, "2020-06-10"))
    assert bounds(post) == expected
    for day in post.citations[0].days:
        verify(documents[0].text, day.passage)


def test_an_undated_report_leaves_unknown_what_its_words_do_not_tell(parser: Parser, make_document: Make) -> None:
    since = "Colonel Pavel Lind, commander of the 3rd Brigade since May 2016, spoke."
    _, (post,) = posts(parser, make_document, (since, None))
    assert bounds(post) == ("2016-05-01", "2016-05-31", None, None)
    _, (post,) = posts(parser, make_document, (since.replace("May 2016", "Monday"), None))
    assert bounds(post) == (None, None, None, None)


def test_told_days_and_days_of_accounts_widen_one_another(parser: Parser, make_document: Make) -> None:
    told = "Colonel Pavel Lind was appointed commander of the 3rd Brigade on 2 March 2021."
    _, (post,) = posts(parser, make_document, (told, "2021-09-09"), (MAY, "2021-05-01"))
    assert bounds(post) == ("2021-03-02", "2021-03-02", "2021-05-01", None)
