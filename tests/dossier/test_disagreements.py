"""Conflicts as questions: what one asks about is one card with all values, and a developing count is drawn."""

import datetime
import re
from dataclasses import replace
from xml.etree import ElementTree

from factory import Case, by, reading_of
from variorum.dossier.charts import Point, draw_counts
from variorum.dossier.compile import compile_index
from variorum.dossier.disagreements import Disagreement
from variorum.dossier.html import write_html
from variorum.dossier.views import Views, differing
from variorum.values.claims import Facet, Relation, RelationKind
from variorum.values.grades import Reason
from variorum.values.readings import Reading
from variorum.values.statements import Figure

Told = tuple[str, str, str, int, str]  # outlet, day, words, number, what it counts


def counted(told: list[Told], *pairs: tuple[int, int, RelationKind, Facet]) -> Reading:
    """A reading in which each outlet gives one count; `pairs` relate them by their place in the list."""
    case = Case()
    for outlet, day, words, _, _ in told:
        case.account(outlet, published=day).tell(outlet, words, by("Jana Reed"))
    found = {s.passage.words: s for s in case.statements()}
    order = [found[words] for _, _, words, _, _ in told]
    relations = tuple(
        Relation(order[a].id, order[b].id, kind, facet, 0.9, f"{a}, then {b}: later") for a, b, kind, facet in pairs
    )
    reading = reading_of(case, relations=relations)
    figure = {
        order[i].id: (Figure(of, number, number, order[i].passage),) for i, (_, _, _, number, of) in enumerate(told)
    }
    return replace(reading, statements=tuple(replace(s, figures=figure[s.id]) for s in reading.statements))


TOLL: list[Told] = [
    ("Early Post", "2024-03-01", "The flood killed 12 people", 12, "people killed"),
    ("Late Herald", "2024-03-02", "The flood killed 19 people", 19, "people killed"),
    ("Hill Guardian", "2024-03-03", "The flood killed 23 people", 23, "people killed"),
]


def questions(reading: Reading) -> tuple[Disagreement, ...]:
    return Views(compile_index(reading)).disagreements()


def test_claims_that_replace_one_another_are_one_question_in_the_order_of_publication() -> None:
    (one,) = questions(counted(TOLL, (0, 1, "supersedes", "number"), (1, 2, "supersedes", "number")))
    assert one.developing
    assert [side.amount for side in one.sides] == [12, 19, 23]
    assert [side.tellings[0].document.published.value for side in one.sides] == [
        datetime.date(2024, 3, 1), datetime.date(2024, 3, 2), datetime.date(2024, 3, 3)
    ]  # fmt: skip
    assert one.reasons == ("later",)


def test_the_dead_and_the_wounded_are_two_questions() -> None:
    hurt: list[Told] = [
        ("Early Post", "2024-03-01", "The flood hurt 40 people", 40, "people injured"),
        ("Late Herald", "2024-03-02", "The flood hurt 50 people", 50, "people injured"),
    ]
    found = questions(counted([*TOLL[:2], *hurt], (0, 1, "supersedes", "number"), (2, 3, "contradicts", "number")))
    assert [[side.amount for side in one.sides] for one in found] == [[40, 50], [12, 19]]
    assert [one.developing for one in found] == [False, True]


def test_facets_are_asked_apart_and_only_counts_are_drawn() -> None:
    found = questions(counted(TOLL, (0, 1, "contradicts", "number"), (1, 2, "contradicts", "place")))
    assert [one.facet for one in found] == ["number", "place"]
    assert [bool(one.chart) for one in found] == [True, False]


def test_a_drawing_is_well_formed_says_all_values_in_words_and_escapes_names() -> None:
    points = [
        Point(12, datetime.date(2024, 3, 1), "Reed & <Co>", "12: Reed", "#claim-1"),
        Point(19, datetime.date(2024, 3, 2), "Lind", "19: Lind", "#claim-2"),
        Point(19, datetime.date(2024, 3, 2), "Lind", "19: Lind again", "#claim-2"),
    ]
    drawn = draw_counts(points, developing=True)
    svg = ElementTree.fromstring(drawn)
    assert svg.get("role") == ("group" if "<a " in drawn else "img")
    assert svg.get("aria-label") == "2024-03-01: 12 (Reed & <Co>); 2024-03-02: 19 (Lind)"
    assert len(svg.findall(".//polyline")) == 1
    assert len(svg.findall(".//a")) == 2
    assert "<Co>" not in drawn


def test_rival_counts_are_marks_without_a_line_and_higher_stands_higher() -> None:
    day = datetime.date(2024, 3, 1)
    drawn = draw_counts([Point(140, day, "A", "", "#a"), Point(170, day, "A", "", "#b")], developing=False)
    assert "polyline" not in drawn
    ups = [float(y) for y in re.findall(r'<circle class="point p0" cx="[\d.]+" cy="([\d.]+)"', drawn)][:2]
    assert ups[0] > ups[1]


def test_the_page_shows_every_value_with_its_holder_and_day() -> None:
    page = write_html(counted(TOLL, (0, 1, "supersedes", "number"), (1, 2, "supersedes", "number")))
    section = page[page.index('id="conflicts"') : page.index('id="claims"')]
    assert section.count('class="drawing counts"') == 1
    for outlet, day, words, _, _ in TOLL:
        assert outlet in section
        assert day in section
        assert f"“{words}”" in section


def test_only_words_are_marked_as_differing() -> None:
    pieces = differing("The old dam burst, on Sunday", "The dam burst on Monday")
    assert [p.words for p in pieces if p.differs] == ["old", "Sunday"]
    assert "".join(p.words for p in pieces) == "The old dam burst, on Sunday"


def test_a_letter_that_a_person_set_is_told_with_his_reason() -> None:
    reading = counted(TOLL)
    assert "no person has judged the source yet" in write_html(reading)
    said = Reason("reliability", "Ada Brandt set B for Jana Reed: a year of watching", ())
    graded = tuple(replace(g, reliability="B", reasons=(*g.reasons, said)) for g in reading.grades)
    page = write_html(replace(reading, grades=graded))
    assert said.says in page
    assert "no person has judged the source yet" not in page
