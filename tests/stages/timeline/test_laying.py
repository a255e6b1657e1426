"""The timeline: claims in order of time by what is said of them, and what cannot all be true."""

import datetime
from collections.abc import Callable

import pytest

from variorum.crafts.moments import choose_moment, find_moments
from variorum.models.parsing import Parser
from variorum.stages.timeline import lay
from variorum.values.claims import Claim
from variorum.values.documents import Document
from variorum.values.moments import Moment
from variorum.values.statements import Statement
from variorum.values.text import Span, quote
from variorum.values.timeline import Timeline

Matter = Callable[..., tuple[Timeline, dict[str, str]]]


@pytest.fixture(scope="module")
def matter(parser: Parser, make_document: Callable[..., Document]) -> Matter:
    """A timeline of one claim a sentence; and the words of each statement by its id."""

    def laid(
        *texts: str, published: str | None = "2024-02-20", modality: str = "asserted"
    ) -> tuple[Timeline, dict[str, str]]:
        statements: list[Statement] = []
        documents: list[Document] = []
        moments: dict[str, tuple[Moment, ...]] = {}
        for number, text in enumerate(texts):
            document = make_document(text, name=f"account-{number}.txt", published=published)
            parse = parser.parse(document)
            found = find_moments(document, parse)
            documents.append(document)
            moments[document.id] = found
            for first, last in parse.sentences:
                span = Span(document.id, parse.tokens[first].start, parse.tokens[last - 1].end)
                statements.append(
                    Statement(
                        id=f"s{len(statements) + 1}",
                        passage=quote(text, span),
                        proposition=None,
                        voice="own",
                        quotation="none",
                        chain=(),
                        modality=modality,  # type: ignore[arg-type]
                        polarity="positive",
                        moment=choose_moment(span, parse, found),
                        figures=(),
                    )
                )
        claims = [Claim(f"c{s.id[1:]}", s.id, (s.id,)) for s in statements]
        return lay(claims, statements, documents, moments), {s.id: s.passage.words for s in statements}

    return laid


def test_events_stand_in_order_and_undated_ones_last(matter: Matter) -> None:
    timeline, _ = matter("Orlov left the port in January. Orlov likes tea. Orlov was born in 1990.")
    assert [event.claim for event in timeline.events] == ["c3", "c1", "c2"]
    assert timeline.events[0].earliest == datetime.date(1990, 1, 1)
    assert "a year, complete in itself" in timeline.events[0].rule
    assert timeline.events[2].rule == "no statement says when"


def test_a_relative_date_without_a_document_date_stays_open(matter: Matter) -> None:
    timeline, _ = matter("Orlov left the port last Friday.", published=None)
    assert timeline.events[0].earliest is None
    assert "stays open" in timeline.events[0].rule
    assert "no date of its own" in timeline.events[0].rule


def test_a_length_of_time_is_added_up(matter: Matter) -> None:
    timeline, words = matter(
        "Orlov joined the Harbour Guard in March.",
        "Orlov served for five months in the Guard. Orlov deserted in August.",
    )
    check = next(check for check in timeline.checks if len(check.statements) == 3)
    assert check.consistent
    assert {words[id_] for id_ in check.statements} == set(words.values())
    assert "2023-03" in check.says
    assert "five months" in check.says
    assert "2023-08" in check.says


def test_statements_that_cannot_all_be_true(matter: Matter) -> None:
    timeline, words = matter(
        "Orlov joined the Harbour Guard in March.",
        "Orlov served for five months in the Guard. Orlov deserted in December.",
    )
    conflict = next(check for check in timeline.checks if not check.consistent)
    assert conflict.says.startswith("These 3 statements cannot all be true")
    assert len(conflict.statements) == 3
    assert set(conflict.statements) == set(words)


def test_two_dates_of_one_step_do_not_meet(matter: Matter) -> None:
    timeline, _ = matter("Orlov deserted in August.", "Orlov deserted in November.")
    assert [check.statements for check in timeline.checks if not check.consistent] == [("s1", "s2")]


def test_before_and_after_are_read(matter: Matter) -> None:
    timeline, _ = matter("Orlov deserted in August. After deserting, Orlov crossed the border in January.")
    assert any(check.consistent and "then 2024-01" in check.says for check in timeline.checks)


def test_other_people_do_not_bind_one_another(matter: Matter) -> None:
    timeline, _ = matter("Orlov deserted in August.", "Petrenko deserted in November.")
    assert timeline.checks == ()


def test_the_one_who_speaks_of_another_is_not_the_one_who_acts(matter: Matter) -> None:
    timeline, _ = matter("According to Petrenko, Orlov deserted in August.", "Petrenko deserted in November.")
    assert timeline.checks == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Orlov joined the Harbour Guard in March.", "Orlov joined the River Fleet in October."),
        ("Orlov crossed the border in August.", "Orlov crossed the border in November."),
    ],
)
def test_what_can_happen_twice_is_no_conflict(matter: Matter, one: str, other: str) -> None:
    timeline, _ = matter(one, other)
    assert all(check.consistent for check in timeline.checks)


def test_two_stretches_in_one_statement_are_no_conflict(matter: Matter) -> None:
    timeline, _ = matter("Orlov served for six months at sea and six years in the harbour.")
    assert timeline.checks == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Orlov was arrested in March.", "Orlov is jailed in the old fort."),
        ("Orlov deserted in August.", "A man called Petrenko deserted in November."),
        ("Orlov deserted in August.", "Orlov had wanted to desert in November."),
        ("Orlov deserted in August.", "Orlov said that he would desert in November."),
        ("Orlov deserted in late August.", "Orlov deserted in August."),
        ("Orlov joined the Harbour Guard in 2023.", "Orlov joined the Harbour Guard in March 2023."),
        ("Orlov served for almost five months in the Guard.", "Orlov served for four months in the Guard."),
        ("Orlov deserted in August.", "Orlov's brother deserted in November."),
    ],
)
def test_what_only_looks_like_a_conflict_is_none(matter: Matter, one: str, other: str) -> None:
    timeline, _ = matter(one, other)
    assert [check.says for check in timeline.checks if not check.consistent] == []


@pytest.mark.parametrize(
    ("texts", "size"),
    [
        (("Orlov joined the Guard in March.", "Orlov served for two months.", "Orlov deserted in December."), 3),
        (("Orlov deserted in August. After deserting, Orlov crossed the border in May.",), 2),
        (
            (
                "Orlov joined the Guard on 3 May 2023.",
                "Orlov joined the Guard on 9 May 2023.",
                "Orlov served for one month. Orlov deserted in December.",
            ),
            2,
        ),
    ],
)
def test_the_smallest_set_is_told(matter: Matter, texts: tuple[str, ...], size: int) -> None:
    timeline, _ = matter(*texts)
    conflicts = [check for check in timeline.checks if not check.consistent]
    assert conflicts
    assert len(conflicts[0].statements) == size


def test_what_is_denied_or_predicted_binds_nothing(matter: Matter) -> None:
    timeline, _ = matter("Orlov deserted in August.", "Orlov deserted in November.", modality="denied")
    assert timeline.checks == ()


def test_accounts_whose_days_do_not_meet_are_spanned_and_said_so(
    matter: Matter, make_document: Callable[..., Document]
) -> None:
    document = make_document("Orlov left on 3 May 2021, or on 9 May 2021.")
    spoken = [quote(document.text, Span(document.id, 14, 24)), quote(document.text, Span(document.id, 32, 42))]
    days = [datetime.date(2021, 5, 3), datetime.date(2021, 5, 9)]
    statements = [
        Statement(
            id=f"s{number}",
            passage=quote(document.text, Span(document.id, number, 24 + number)),
            proposition=None,
            voice="own",
            quotation="none",
            chain=(),
            modality="asserted",
            polarity="positive",
            moment=Moment(words, "date", day.isoformat(), day, day, "day", "text", "a full date"),
            figures=(),
        )
        for number, (words, day) in enumerate(zip(spoken, days, strict=True))
    ]
    (event,) = lay([Claim("c1", "s0", ("s0", "s1"))], statements, [document], {}).events
    assert (event.earliest, event.latest) == (days[0], days[1])
    assert event.rule.startswith("the accounts give days that do not meet")


def test_a_silent_matter_has_an_empty_timeline(matter: Matter) -> None:
    timeline, _ = matter("Orlov likes tea.")
    assert timeline.checks == ()
    assert timeline.events[0].earliest is None
