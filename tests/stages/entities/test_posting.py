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
        (
            "Colonel Pavel Lind, commander of the 3rd Brigade since March 2018, was removed on Monday.",
            ("2018-03-01", "2018-03-31", "2020-06-08", "2020-06-08"),
        ),
        (
            "Colonel Pavel Lind, commander of the 3rd Brigade since March 2018, was removed, she said.",
            ("2018-03-01", "2018-03-31", None, "2020-06-10"),
        ),
        (
            "Colonel Pavel Lind, commander of the 3rd Brigade, removed two officers.",
            (None, "2020-06-10", "2020-06-10", None),
        ),
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


@pytest.mark.parametrize(
    ("behind", "expected"),
    [
        ("He was appointed in March 2014.", ("2014-03-01", "2014-03-31", "2020-06-10", None)),
        ("Lind took over in March 2014 after the flood.", ("2014-03-01", "2014-03-31", "2020-06-10", None)),
        (
            "Major Jon Hale met him. Lind was calm. He was appointed in March 2014.",
            ("2014-03-01", "2014-03-31", "2020-06-10", None),
        ),
        ("In March 2014 he took up the post.", ("2014-03-01", "2014-03-31", "2020-06-10", None)),
        (
            "The rain went on. He has led the brigade since 2 May 2016.",
            ("2016-05-02", "2016-05-02", "2020-06-10", None),
        ),
        ("He held the post from May 2012 until June 2014.", ("2012-05-01", "2012-05-31", "2014-06-01", "2014-06-30")),
        ("He was removed on 4 June 2014.", (None, "2014-06-04", "2014-06-04", "2014-06-04")),
    ],
)
def test_a_later_sentence_about_the_same_person_dates_the_post(
    parser: Parser,
    make_document: Make,
    behind: str,
    expected: tuple[str | None, str | None, str | None, str | None],
) -> None:
    text = f"Colonel Pavel Lind commands the 3rd Brigade. {behind}"
    documents, (post,) = posts(parser, make_document, (text, "2020-06-10"))
    assert bounds(post) == expected
    for day in post.citations[0].days:
        verify(documents[0].text, day.passage)


@pytest.mark.parametrize(
    "behind",
    [
        "He was wounded in March 2014.",
        "He was appointed ambassador in March 2014.",
        "He was appointed in March 2014 as ambassador.",
        "He joined in March 2014.",
        "He was in Port Ellery in March 2014.",
        "His brother was appointed in March 2014.",
        "Major Jon Hale met him. He was appointed in March 2014.",
        "A bridge fell in March 2014.",
    ],
)
def test_a_later_sentence_about_something_else_dates_nothing(parser: Parser, make_document: Make, behind: str) -> None:
    text = f"Colonel Pavel Lind commands the 3rd Brigade. {behind}"
    _, found = posts(parser, make_document, (text, "2020-06-10"))
    assert [bounds(post) for post in found if post.unit] == [(None, "2020-06-10", "2020-06-10", None)]


def test_of_two_posts_told_at_once_a_later_day_bounds_neither(parser: Parser, make_document: Make) -> None:
    text = (
        "Colonel Pavel Lind is commander of the 3rd Brigade and commandant of the 9th Regiment. "
        "He was appointed in March 2014."
    )
    _, found = posts(parser, make_document, (text, "2020-06-10"))
    assert found
    assert all(post.not_before is None for post in found)


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        ("(2010-11)", ("2010-01-01", "2010-12-31", "2011-01-01", "2011-12-31")),
        ("(2012–2014)", ("2012-01-01", "2012-12-31", "2014-01-01", "2014-12-31")),
        ("from 2010-11", ("2010-01-01", "2010-12-31", "2011-01-01", "2011-12-31")),
        ("in FY 2010-11", (None, "2011-12-31", "2010-01-01", None)),
    ],
)
def test_years_written_in_one(
    parser: Parser,
    make_document: Make,
    years: str,
    expected: tuple[str | None, str | None, str | None, str | None],
) -> None:
    text = f"Colonel Pavel Lind was commander of the 3rd Brigade {years}."
    _, (post,) = posts(parser, make_document, (text, "2020-06-10"))
    assert bounds(post) == expected


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
