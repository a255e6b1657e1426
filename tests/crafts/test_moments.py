"""Time expressions: what is found, what it comes to, and which one dates a statement."""

import datetime
import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from variorum.crafts.moments import PRINTED, choose_moment, find_moments
from variorum.models.parsing import Parser
from variorum.values.documents import Document
from variorum.values.moments import Moment
from variorum.values.text import Span, verify

# A Wednesday.
WEDNESDAY = "2024-02-21"
Found = Callable[..., tuple[Moment, ...]]


@pytest.fixture(scope="module")
def found(parser: Parser, make_document: Callable[..., Document]) -> Found:
    def find(text: str, published: str | None = WEDNESDAY) -> tuple[Moment, ...]:
        document = make_document(text, published=published)
        return find_moments(document, parser.parse(document))

    return find


# Each marked expression with its TIMEX3 value, and its first and last day where it has days.
EXPRESSIONS = [
    ("He played in the ‹2010-11› season.", "2010/2011", "2010-01-01", "2011-12-31"),
    ("She won it in the ‹2009/2010› campaign.", "2009/2010", "2009-01-01", "2010-12-31"),
    ("The war of ‹1914–18› was over.", "1914/1918", "1914-01-01", "1918-12-31"),
    ("The school year ‹1999/00› was short.", "1999/2000", "1999-01-01", "2000-12-31"),
    ("They met in ‹2014-03›.", "2014-03", "2014-03-01", "2014-03-31"),
    ("The dam broke in ‹the winter of 2014-15›.", "2014-WI", "2014-12-01", "2015-02-28"),
    ("The depot burned on ‹5 July 2016›.", "2016-07-05", "2016-07-05", "2016-07-05"),
    ("The rain fell on ‹5 and 6 January›.", "2024-01-05", "2024-01-05", "2024-01-06"),
    ("They held the pass from ‹3 to 7 July 2016›.", "2016-07-03", "2016-07-03", "2016-07-07"),
    ("The ferries stood still between the ‹3rd and the 5th of July 2016›.", "2016-07-03", "2016-07-03", "2016-07-05"),
    ("The pass was shut from ‹July 3 to 7›.", "2023-07-03", "2023-07-03", "2023-07-07"),
    ("The letter was sent on ‹8 or 9 March 2016›.", "2016-03-08", "2016-03-08", "2016-03-09"),
    ("The letter was sent on ‹March 8 or 9›.", "2023-03-08", "2023-03-08", "2023-03-09"),
    ("On ‹March 8› or 9 people heard it.", "2023-03-08", "2023-03-08", "2023-03-08"),
    ("She was taken on ‹the night of 8/9 March 2016›.", "2016-03-08TNI", "2016-03-08", "2016-03-09"),
    ("The strike began in ‹the first week of March›.", "2023-03-01/2023-03-07", "2023-03-01", "2023-03-07"),
    ("The plant shut in ‹the last week of May 2016›.", "2016-05-25/2016-05-31", "2016-05-25", "2016-05-31"),
    ("He was seen in ‹the second half of April 2016›.", "2016-04-16/2016-04-30", "2016-04-16", "2016-04-30"),
    ("Amended on ‹23 February›: the ferry carried forty.", "2024-02-23", "2024-02-23", "2024-02-23"),
    ("This page was corrected on ‹19 February›.", "2024-02-19", "2024-02-19", "2024-02-19"),
    ("On ‹July 3› and 4 people fell ill.", "2023-07-03", "2023-07-03", "2023-07-03"),
    ("The mine opened in ‹’92›.", "1992", "1992-01-01", "1992-12-31"),
    ("The flood of ‹'19› took the bridge.", "2019", "2019-01-01", "2019-12-31"),
    ("The flood of ‹'31› took the bridge.", "1931", "1931-01-01", "1931-12-31"),
    ("The deaths of ‹5 February› must be looked into.", "2024-02-05", "2024-02-05", "2024-02-05"),
    ("The town will mark the flood of ‹5 February› with a stone.", "2024-02-05", "2024-02-05", "2024-02-05"),
    ("The dam will open on ‹5 July›.", "2024-07-05", "2024-07-05", "2024-07-05"),
    ("The dam will open on ‹5 November›.", "2024-11-05", "2024-11-05", "2024-11-05"),
    ("In ‹January›, he had promised more.", "2024-01", "2024-01-01", "2024-01-31"),
    ("In ‹January› he promised to resign.", "2024-01", "2024-01-01", "2024-01-31"),
    ("The ministry promised results for ‹May›.", "2024-05", "2024-05-01", "2024-05-31"),
    ("The depot burned on ‹July 5, 2016›.", "2016-07-05", "2016-07-05", "2016-07-05"),
    ("The depot burned on ‹2016-07-05›.", "2016-07-05", "2016-07-05", "2016-07-05"),
    ("The depot burned on ‹25/07/2016›.", "2016-07-25", "2016-07-25", "2016-07-25"),
    ("The depot burned on ‹June 23›.", "2023-06-23", "2023-06-23", "2023-06-23"),
    ("The depot burned in ‹July›.", "2023-07", "2023-07-01", "2023-07-31"),
    ("The depot will open in ‹July›.", "2024-07", "2024-07-01", "2024-07-31"),
    ("The depot burned in ‹February›.", "2024-02", "2024-02-01", "2024-02-29"),
    ("The depot burned in ‹late May›.", "2023-05", "2023-05-01", "2023-05-31"),
    ("The depot burned in ‹mid-May 2019›.", "2019-05", "2019-05-01", "2019-05-31"),
    ("The depot burned in ‹early 2014›.", "2014", "2014-01-01", "2014-12-31"),
    ("The depot burned in ‹2015›.", "2015", "2015-01-01", "2015-12-31"),
    ("The depot burned in ‹summer 2016›.", "2016-SU", "2016-06-01", "2016-08-31"),
    ("The depot burned ‹last summer›.", "2023-SU", "2023-06-01", "2023-08-31"),
    ("Sales fell in ‹the third quarter of 2019›.", "2019-Q3", "2019-07-01", "2019-09-30"),
    ("The port was poor in ‹the 1990s›.", "199", "1990-01-01", "1999-12-31"),
    ("The depot burned ‹yesterday›.", "2024-02-20", "2024-02-20", "2024-02-20"),
    ("The depot burned ‹today›.", WEDNESDAY, WEDNESDAY, WEDNESDAY),
    ("The council meets ‹tonight›.", "2024-02-21TNI", WEDNESDAY, WEDNESDAY),
    ("The depot burned on ‹Tuesday›.", "2024-02-20", "2024-02-20", "2024-02-20"),
    ("The depot burned on ‹Wednesday›.", WEDNESDAY, WEDNESDAY, WEDNESDAY),
    ("The depot burned on ‹Thursday›.", "2024-02-15", "2024-02-15", "2024-02-15"),
    ("The depot will open on ‹Thursday›.", "2024-02-22", "2024-02-22", "2024-02-22"),
    ("The depot burned ‹last Friday›.", "2024-02-16", "2024-02-16", "2024-02-16"),
    ("The depot burned ‹last Wednesday›.", "2024-02-14", "2024-02-14", "2024-02-14"),
    ("The depot opens ‹next Friday›.", "2024-02-23", "2024-02-23", "2024-02-23"),
    ("The depot burned on ‹Monday morning›.", "2024-02-19TMO", "2024-02-19", "2024-02-19"),
    ("The depot burned ‹earlier this month›.", "2024-02", "2024-02-01", "2024-02-21"),
    ("The depot burned ‹last week›.", "2024-W07", "2024-02-12", "2024-02-18"),
    ("The depot burned ‹last month›.", "2024-01", "2024-01-01", "2024-01-31"),
    ("The depot burned ‹last year›.", "2023", "2023-01-01", "2023-12-31"),
    ("The depot burned ‹two weeks ago›.", "2024-W06", "2024-02-05", "2024-02-11"),
    ("The depot burned ‹three days ago›.", "2024-02-18", "2024-02-18", "2024-02-18"),
    ("Prices fell over ‹the past two years›.", "P2Y", "2022-02-21", "2024-02-21"),
    ("The guards fought for ‹four months›.", "P4M", None, None),
    ("He spent ‹at least four years› in prison.", "P4Y", None, None),
    ("They sign ‹six-month› contracts.", "P6M", None, None),
    ("The hill was settled ‹9000 years ago›.", None, None, None),
    ("The depot burned ‹last Christmas›.", "2023-12-25", "2023-12-25", "2023-12-25"),
    ("The depot opens ‹next Christmas›.", "2024-12-25", "2024-12-25", "2024-12-25"),
    ("The depot burned in ‹the first half of last year›.", "2023-H1", "2023-01-01", "2023-06-30"),
    ("The depot burned in ‹Q3 2019›.", "2019-Q3", "2019-07-01", "2019-09-30"),
    ("The depot burned on ‹the weekend›.", "2024-W07-WE", "2024-02-17", "2024-02-18"),
    ("They want a ‹five-year› plan.", "P5Y", None, None),
    ("They waited for ‹twenty-five days›.", "P25D", None, None),
    ("They waited for ‹two and a half years›.", "P2.5Y", None, None),
    ("The ferry runs ‹every day›.", "P1D", None, None),
    ("The ferry runs ‹every Monday›.", "XXXX-WXX-1", None, None),
    ("The port is ‹now› closed.", "PRESENT_REF", None, None),
    ("The port is ‹currently› closed.", "PRESENT_REF", None, None),
    ("It has been closed since ‹the start of the war›.", None, None, None),
    # The conventions of news agencies and business pages.
    ("The deal closed on ‹02/24/13›.", "2013-02-24", "2013-02-24", "2013-02-24"),
    ("The deal closed on ‹2013/02/24›.", "2013-02-24", "2013-02-24", "2013-02-24"),
    ("The deal closed ‹Feb. 20›.", "2024-02-20", "2024-02-20", "2024-02-20"),
    ("The deal closed on ‹the 20th of February›.", "2024-02-20", "2024-02-20", "2024-02-20"),
    ("Profits fell in ‹the 2022 fourth quarter›.", "2022-Q4", "2022-10-01", "2022-12-31"),
    ("Profits fell in ‹the fiscal second quarter›.", "2023-Q2", "2023-04-01", "2023-06-30"),
    ("Profits fell in ‹1Q 2013›.", "2013-Q1", "2013-01-01", "2013-03-31"),
    ("Profits fell in ‹fiscal 2012›.", "FY2012", None, None),
    ("He led it in ‹FY 2010-11›.", "2010/2011", "2010-01-01", "2011-12-31"),
    ("He led it in ‹fiscal year 2010/2011›.", "2010/2011", "2010-01-01", "2011-12-31"),
    ("He led it then (on ‹22 Apr 96›)", "1996-04-22", "1996-04-22", "1996-04-22"),
    ("Profits fell in ‹the year-ago quarter›.", "2023-Q1", "2023-01-01", "2023-03-31"),
    ("The mine opened ‹late last year›.", "2023", "2023-01-01", "2023-12-31"),
    ("The mine closed ‹nearly two years ago›.", "2022", "2022-01-01", "2022-12-31"),
    ("The mine closed ‹several years ago›.", "PAST_REF", None, None),
    ("Sales fell over ‹the past two weeks›.", "P2W", "2024-02-07", WEDNESDAY),
    ("Sales fell over ‹the last year›.", "P1Y", "2023-02-21", WEDNESDAY),
    ("Sales fell in ‹recent weeks›.", "PXW", None, None),
    ("The mine ‹recently› closed.", "PAST_REF", None, None),
    ("The ‹recent› storm closed the mine.", "PAST_REF", None, None),
    ("The ‹current› owner closed the mine.", "PRESENT_REF", None, None),
    ("The blast came ‹overnight›.", "2024-02-20TNI", "2024-02-20", "2024-02-20"),
    ("The blast came ‹early Tuesday›.", "2024-02-20", "2024-02-20", "2024-02-20"),
    ("The blast came at ‹6:30 p.m. on Tuesday›.", "2024-02-20T18:30", "2024-02-20", "2024-02-20"),
    ("The blast came at ‹2 o'clock›.", "T02:00", None, None),
    ("The blast came on ‹the night of Feb. 18›.", "2024-02-18TNI", "2024-02-18", "2024-02-18"),
    ("The blast came in ‹the week ended Feb. 16›.", "2024-W07", "2024-02-12", "2024-02-18"),
    ("The gate is closed until ‹Friday›.", "2024-02-23", "2024-02-23", "2024-02-23"),
    ("It took ‹half an hour›.", "PT30M", None, None),
    ("It took ‹a year and a half›.", "P1.5Y", None, None),
    ("It took ‹two-and-a-half years›.", "P2.5Y", None, None),
    ("It took ‹1,500 days›.", "P1500D", None, None),
    ("It took ‹half a century›.", "P50Y", None, None),
    ("It took ‹months›.", "PXM", None, None),
    ("The guards fled ‹days› after the storm.", "PXD", None, None),
    ("The ferry runs ‹every other week›.", "P2W", None, None),
    ("The port was poor in ‹the mid-1980s›.", "198", "1980-01-01", "1989-12-31"),
    ("The port was poor in ‹the 70s›.", "197", "1970-01-01", "1979-12-31"),
]

# Expressions that are read against one named before them; the last marked one is asked for.
AFTER_ANOTHER = [
    ("Profits rose in the third quarter. They were lower in ‹the year-earlier quarter›.", "2022-Q3"),
    ("Profits rose in the third quarter from ‹the same period last year›.", "2022-Q3"),
    ("Profits rose in the third quarter from ‹a year earlier›.", "2022-Q3"),
    ("Profits rose in the third quarter. Costs fell in ‹the quarter›.", "2023-Q3"),
    ("The mine closed on Feb. 14. It had been sold ‹two days earlier›.", "2024-02-12"),
    ("The mine closed on Feb. 14. It had been sold ‹the day before›.", "2024-02-13"),
    ("The mine closed on Feb. 14. The gates were shut in ‹the morning›.", "2024-02-14TMO"),
    ("The mine closed in 2010 and reopened ‹two years later›.", "2012"),
]


@pytest.mark.parametrize(("marked", "value"), AFTER_ANOTHER, ids=[row[0] for row in AFTER_ANOTHER])
def test_expressions_that_lean_on_one_before(found: Found, marked: str, value: str) -> None:
    words = marked[marked.index("‹") + 1 : marked.index("›")]
    moment = found(marked.replace("‹", "").replace("›", ""))[-1]
    assert (moment.passage.words, moment.value) == (words, value)


@pytest.mark.parametrize(("marked", "value", "first", "last"), EXPRESSIONS, ids=[row[0] for row in EXPRESSIONS])
def test_expressions(found: Found, marked: str, value: str | None, first: str | None, last: str | None) -> None:
    expected = re.search("‹(.*)›", marked)
    assert expected is not None
    (moment,) = found(marked.replace("‹", "").replace("›", ""))
    assert moment.passage.words == expected[1]
    days = [day and day.isoformat() for day in (moment.earliest, moment.latest)]
    assert (moment.value, *days) == (value, first, last)


def test_the_two_ends_of_years_joined_by_a_dash(found: Found) -> None:
    for text in ("The commander (2012–2014) died.", "The commander (2012-2014) died."):
        assert [m.value for m in found(text)] == ["2012", "2014"]
    assert [m.value for m in found("The list said: 22 Apr 96 - 01 Jul 97")] == ["1996-04-22", "1997-07-01"]


@pytest.mark.parametrize(
    "text",
    [
        "Some 1600–2000 people came.",
        "A 26-year-old sailor spoke.",
        "Harbour Today reached the sailor.",
        "Ivo Marek, aged 26, spoke.",
        "The sailor is 26 years old.",
        "Some 2000 people fled.",
        "The guards may march.",
        "It cost $2015.",
        "A second attempt failed.",
        "Sales rise on Black Friday.",
        "About a quarter of the dealers left.",
        "They were the calmest days of the war.",
        "This is the most recent model.",
        "The club lost its five current members.",
    ],
)
def test_what_is_no_time(found: Found, text: str) -> None:
    assert found(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "He left last Friday.",
        "He left on Tuesday.",
        "He left in July.",
        "He left two weeks ago.",
        "He left yesterday.",
        "He left this year.",
    ],
)
def test_without_a_document_date_nothing_relative_is_resolved(found: Found, text: str) -> None:
    (moment,) = found(text, published=None)
    assert not moment.resolved
    assert moment.value is None
    assert moment.anchor == "none"
    assert "no date of its own" in moment.rule


def test_a_date_complete_in_itself_needs_no_document_date(found: Found) -> None:
    (moment,) = found("He left on 3 May 2021.", published=None)
    assert (moment.earliest, moment.anchor) == (datetime.date(2021, 5, 3), "text")


def test_an_ambiguous_date_in_numbers_says_so(found: Found) -> None:
    (moment,) = found("He left on 05/07/2016.")
    assert not moment.resolved
    assert "2016-05-07 or 2016-07-05" in moment.rule


def test_of_two_readings_the_one_shortly_before_the_report_is_taken(found: Found) -> None:
    (moment,) = found("He left on 02/03/2024.", published="2024-02-21")
    assert moment.value == "2024-02-03"


def test_counted_from_a_date_named_before(found: Found) -> None:
    first, later, same = found(
        "The ship sailed on 3 May 2021. Three days later it sank. The crew was saved the same day."
    )
    assert (later.value, later.anchor) == ("2021-05-06", "text")
    assert "3 May 2021" in later.rule
    assert same.value == later.value
    assert first.anchor == "text"


def test_nothing_named_before_leaves_it_open(found: Found) -> None:
    (moment,) = found("Three days later it sank.")
    assert not moment.resolved


def test_a_time_of_day_takes_the_day_beside_it(found: Found) -> None:
    clock, day = found("The ship sank at 4:30 p.m. and burned on Tuesday.")
    assert clock.type == "time"
    assert clock.value == "2024-02-20T16:30"
    assert day.value == "2024-02-20"


def test_a_time_of_day_and_its_day_side_by_side_are_one(found: Found) -> None:
    (moment,) = found("The ship sank at 4 p.m. Tuesday.")
    assert (moment.passage.words, moment.value) == ("4 p.m. Tuesday", "2024-02-20T16:00")


def test_a_time_of_day_alone_has_no_day(found: Found) -> None:
    (clock,) = found("The ship sank at 4:30 p.m. in the bay.")
    assert (clock.value, clock.resolved) == ("T16:30", False)


# The time of day comes last; the day that it is taken to lie on, or None.
CLOCKS = [
    ("The pump house burned on 3 February. The alarm was raised at 04:15.", "2024-02-03"),
    (
        "The pump house burned on 3 February. An inquiry opened on Tuesday. It was told that the alarm was raised at 04:15.",
        "2024-02-03",
    ),
    (
        "The ferry sank on 3 February. The coastguard said on Monday that it was overloaded. The first call came at 4.15 p.m.",
        "2024-02-03",
    ),
    ("On Monday the inquiry heard that the alarm was raised at 04:15.", None),
    ("The mayor spoke to the press at 9 a.m. on Monday.", "2024-02-19"),
    ("This morning a prosecutor came to the checkpoint. Two men had been shot there at 9 p.m.", None),
    ("This morning a shell hit the school. The second fell at 10.30 a.m.", "2024-02-21"),
    ("The dam broke on 3 February. At 4.15 the siren sounded.", "2024-02-03"),
    (
        "Prepared by the Watch, 12 February 2024\n\nThe dam broke on 3 February. The siren sounded at 04:15.",
        "2024-02-03",
    ),
    ("Prepared by the Watch, 12 February 2024\n\nThe siren sounded at 04:15.", "2024-02-12"),
]


@pytest.mark.parametrize(("text", "day"), CLOCKS, ids=[row[0] for row in CLOCKS])
def test_a_time_of_day_lies_on_the_day_of_what_is_told_not_of_the_telling(
    found: Found, text: str, day: str | None
) -> None:
    clock = found(text)[-1]
    assert clock.type == "time"
    assert (clock.earliest and clock.earliest.isoformat()) == day


def test_a_number_with_a_point_is_no_time_of_day_where_it_counts(found: Found) -> None:
    for text in ("At 4.15 percent the rate was high.", "The rate stood at 4.15.", "At 4.15 metres it stopped."):
        assert found(text) == ()


def test_two_days_of_which_it_was_one_are_one_moment(parser: Parser, make_document: Callable[..., Document]) -> None:
    document = make_document("The guard died on Monday or Tuesday.", published=WEDNESDAY)
    parse = parser.parse(document)
    chosen = choose_moment(Span(document.id, 0, len(document.text)), parse, find_moments(document, parse))
    assert chosen is not None
    assert (chosen.earliest, chosen.latest) == (datetime.date(2024, 2, 19), datetime.date(2024, 2, 20))


def test_the_year_of_a_range_counts_for_both_ends(found: Found) -> None:
    assert [m.value for m in found("The depot was closed between May and July 2016.")] == ["2016-05", "2016-07"]


def test_that_day_of_a_year_named_before(found: Found) -> None:
    _, day = found("He spoke at a 2008 event in the harbour. At that March 2 event he praised the fleet.")
    assert day.value == "2008-03-02"


def test_the_day_of_publication_as_printed_is_marked(found: Found) -> None:
    printed, told = found("Published 21 February 2024 The depot burned on Tuesday.")
    assert printed.rule == PRINTED
    assert told.rule != PRINTED


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sentence=st.lists(
        st.sampled_from([row[0].replace("‹", "").replace("›", "") for row in EXPRESSIONS]), min_size=1, max_size=3
    ),
    published=st.none() | st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 1, 1)).map(datetime.date.isoformat),
)
def test_laws_of_every_moment(
    parser: Parser, make_document: Callable[..., Document], sentence: list[str], published: str | None
) -> None:
    document = make_document(" ".join(sentence), published=published)
    for moment in find_moments(document, parser.parse(document)):
        verify(document.text, moment.passage)
        if moment.earliest is not None and moment.latest is not None:
            assert moment.earliest <= moment.latest
        assert moment.resolved or moment.anchor == "none"
        if published is None:
            assert moment.anchor != "document date"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(st.sampled_from("July May 0123456789/-:.,'’ \n\tago last of the 90s and a half years pm"), max_size=60)
)
def test_odd_texts_are_read_without_error(parser: Parser, make_document: Callable[..., Document], text: str) -> None:
    document = make_document(text + ".", published=WEDNESDAY)
    for moment in find_moments(document, parser.parse(document)):
        verify(document.text, moment.passage)


# The statement is marked; the words that date it follow, or None.
STATEMENTS = [
    ("‹The depot burned on Tuesday›.", "Tuesday"),
    ("‹A shell hit the depot›, wounding six guards, on Tuesday.", "Tuesday"),
    ("The mayor said on Tuesday that ‹the depot burned in May›.", "May"),
    ("The mayor said on Tuesday that ‹the depot is old›.", None),
    ("Ivo joined the fleet in May and ‹he likes tea›.", None),
    ("After leaving the fleet in May, ‹Ivo crossed the bay last week›.", "last week"),
    ("‹The guards fought for four months›.", None),
    ("‹The fleet controls most of the bay›.", None),
    ("A bomb exploded at the depot on Tuesday. ‹The blast wounded six guards›.", "Tuesday"),
    ("A bomb exploded at the depot on Tuesday. ‹Six guards were wounded›.", "Tuesday"),
    ("A bomb exploded at the depot on Tuesday. ‹Previous attacks in the bay killed nobody›.", None),
    ("A bomb exploded at the depot on Tuesday. ‹The fleet has carried out several bombings in the past›.", "the past"),
    ("A bomb exploded at the depot on Tuesday. ‹The mayor likes tea›.", None),
    ("A bomb exploded in the old harbour on Tuesday. ‹A shell hit a school in Brindle›.", None),
    ("Ivo crossed the border on Tuesday. ‹He has deserted from the fleet›.", None),
    ("Ivo deserted from the fleet in May. ‹The desertion angered the fleet›.", "May"),
    ("‹He was exempted five times from 1965 to 1970›.", "1965"),
    ("A bomb exploded at the depot on Tuesday. ‹Four people died in the bombing of the market›.", None),
    ("A bomb exploded at the market on Tuesday. ‹Four people died in the bombing of the market›.", "Tuesday"),
    ("‹A bomb killed nine at the mill, the worst attack since one in 1994›.", None),
    ("A bomb killed nine at the mill, the worst attack since one in 1994. ‹Forty were wounded›.", None),
    ("It was the first flood since ‹a dam burst above the town in 1994›.", "1994"),
    ("‹The guards have held the pass since 1994›.", "1994"),
    (
        "The ferry sank on Tuesday. It was the worst loss since that of the Vela in 1994, when ‹nine people drowned›.",
        "1994",
    ),
    ("‹The guard died on Monday or Tuesday›.", "Monday"),
    ("He was exempted five times from 1965 to 1970 and ‹took a desk job in the port›.", None),
    ("He joined the fleet on 3 May 2019 and ‹crossed the bay with it›.", "3 May 2019"),
    ("In 2019 he joined the fleet and ‹crossed the bay with it›.", "2019"),
    ("In 2003 she spoke at a rally in Brindle, where ‹hundreds had gathered›.", "2003"),
    ("In 2003 she saw the house where ‹her father was born›.", None),
]


@pytest.mark.parametrize(("marked", "words"), STATEMENTS, ids=[row[0] for row in STATEMENTS])
def test_what_dates_a_statement(
    parser: Parser, make_document: Callable[..., Document], marked: str, words: str | None
) -> None:
    start, end = marked.index("‹"), marked.index("›") - 1
    document = make_document(marked.replace("‹", "").replace("›", ""), published=WEDNESDAY)
    parse = parser.parse(document)
    chosen = choose_moment(Span(document.id, start, end), parse, find_moments(document, parse))
    assert (chosen and chosen.passage.words) == words


def test_the_same_event_says_so(parser: Parser, make_document: Callable[..., Document]) -> None:
    document = make_document(
        "A bomb exploded at the depot on Tuesday. The blast wounded six guards.", published=WEDNESDAY
    )
    parse = parser.parse(document)
    chosen = choose_moment(Span(document.id, 41, 72), parse, find_moments(document, parse))
    assert chosen is not None
    assert (chosen.anchor, chosen.earliest) == ("same event", datetime.date(2024, 2, 20))


def test_a_range_dates_from_its_beginning_to_its_end(parser: Parser, make_document: Callable[..., Document]) -> None:
    document = make_document("He was exempted five times from 1965 to 1970.", published=WEDNESDAY)
    parse = parser.parse(document)
    chosen = choose_moment(Span(document.id, 0, 44), parse, find_moments(document, parse))
    assert chosen is not None
    assert (chosen.earliest, chosen.latest) == (datetime.date(1965, 1, 1), datetime.date(1970, 12, 31))


def test_a_cue_keeps_the_date_of_the_saying_from_what_is_said(
    parser: Parser, make_document: Callable[..., Document]
) -> None:
    text = "The mayor said on Tuesday that the depot burned."
    document = make_document(text, published=WEDNESDAY)
    parse = parser.parse(document)
    cue = Span(document.id, text.index("said"), text.index("said") + 4)
    assert choose_moment(Span(document.id, 0, 47), parse, find_moments(document, parse), cues=[cue]) is None


def test_a_saying_that_is_itself_stated_keeps_its_date(parser: Parser, make_document: Callable[..., Document]) -> None:
    text = "On 3 May 2021 the mayor described the fleet as brave."
    document = make_document(text)
    parse = parser.parse(document)
    cue = Span(document.id, text.index("described"), text.index("described") + 9)
    chosen = choose_moment(Span(document.id, 0, len(text)), parse, find_moments(document, parse), cues=[cue])
    assert chosen is not None
    assert chosen.value == "2021-05-03"


def test_an_unresolved_date_comes_back_unresolved(parser: Parser, make_document: Callable[..., Document]) -> None:
    document = make_document("Ivo crossed the border last Friday.")
    parse = parser.parse(document)
    chosen = choose_moment(Span(document.id, 0, 34), parse, find_moments(document, parse))
    assert chosen is not None
    assert not chosen.resolved


# What the present tense dates, by whether the document has a day: the words it rests on, first and last day; or None.
SITUATIONS = [
    ("‹The fleet controls most of the bay›.", ("controls", "2024-02-01", "2024-02-29")),
    ("‹The harbour is controlled by the fleet›.", ("controlled", "2024-02-01", "2024-02-29")),
    ("Guards man the gate and ‹two sailors are in custody›.", ("are", "2024-02-01", "2024-02-29")),
    ("‹The harbour is the largest of the bay›.", None),
    ("‹The fleet is regarded as the strongest in the bay›.", None),
    ("‹The fleet often controls the bay›.", None),
    ("‹The fleet controlled most of the bay›.", None),
    ("‹The fleet will control the bay›.", None),
    ("‹The town has been under siege for four months›.", ("four months", "2023-10-21", WEDNESDAY)),
    ("‹The town was under siege for four months›.", None),
]


@pytest.mark.parametrize(("marked", "expected"), SITUATIONS, ids=[row[0] for row in SITUATIONS])
def test_what_can_change_is_dated_by_the_present_tense(
    parser: Parser, make_document: Callable[..., Document], marked: str, expected: tuple[str, str, str] | None
) -> None:
    start, end = marked.index("‹"), marked.index("›") - 1
    text = marked.replace("‹", "").replace("›", "")
    document = make_document(text, published=WEDNESDAY)
    parse = parser.parse(document)
    found = find_moments(document, parse)
    chosen = choose_moment(Span(document.id, start, end), parse, found, document=document)
    told = chosen and chosen.resolved and (chosen.passage.words, str(chosen.earliest), str(chosen.latest))
    assert (told or None) == expected
    undated = make_document(text)
    assert choose_moment(Span(undated.id, start, end), parse, find_moments(undated, parse), document=undated) is None


@pytest.mark.parametrize(
    ("text", "said", "value"),
    [
        ("“We have learned much from the storm,” she said on 3 May 2021.", "said", "2021-05-03"),
        (
            "“We have learned much from the storm,” Ms Okafor said to the group gathered in Brindle in May 2021.",
            "said",
            "2021-05",
        ),
        ("“We left the harbour before the storm,” she said on 3 May 2021.", "said", None),
    ],
)
def test_the_present_of_a_quotation_is_the_day_of_its_saying(
    parser: Parser, make_document: Callable[..., Document], text: str, said: str, value: str | None
) -> None:
    document = make_document(text, published=WEDNESDAY)
    parse = parser.parse(document)
    cue = Span(document.id, text.index(said), text.index(said) + len(said))
    what = Span(document.id, 0, text.index("”") + 1)
    chosen = choose_moment(what, parse, find_moments(document, parse), cues=[cue], document=document)
    assert (chosen and chosen.value) == value
