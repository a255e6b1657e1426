"""Posts across accounts: from at least the first to at least the last that tells them."""

import datetime
from collections.abc import Callable

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
    mentions = [m for d in documents for m in mention(d, parser.parse(d))]
    return documents, hold(documents, mentions, resolve(documents, mentions, []).entities)


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
