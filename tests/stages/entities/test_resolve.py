"""Across documents: what becomes one, what never does, what is put before a person."""

import random
from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from papers import document_of

from variorum.models.parsing import Parser
from variorum.stages.entities import Resolved, mention, resolve
from variorum.values.documents import Document
from variorum.values.entities import Entity, EntityKind, Mention, UnitName
from variorum.values.judgements import Judgement
from variorum.values.text import Span, quote

Make = Callable[..., Document]

UNITS = ["Brigade", "Battalion", "Shore Battery", "Rifle Company", "Assault Detachment", "platoon"]
GLUE = [
    " left.",
    ", the",
    " and the",
    " of the",
    ", a brigade,",
    " (the brigade)",
    ". It said that",
    ", known as the",
    " was the",
]


def named(
    document: Document, words: str, kind: EntityKind = "person", *, unit: UnitName | None = None, thread: str = ""
) -> Mention:
    start = document.text.index(words)
    span = Span(document.id, start, start + len(words))
    return Mention(
        quote(document.text, span), kind, "name", thread or f"{document.id}/{words}", (start, span.end), unit
    )


def names(resolved: Resolved, kind: EntityKind = "person") -> list[str]:
    return sorted(e.name for e in resolved.entities if e.kind == kind)


def of(resolved: Resolved, name: str) -> Entity:
    return next(e for e in resolved.entities if e.name == name)


def read(parser: Parser, make_document: Make, *texts: str) -> tuple[list[Document], list[Mention]]:
    documents = [make_document(text, name=f"{at}.txt") for at, text in enumerate(texts)]
    return documents, [m for d in documents for m in mention(d, parser.parse(d))]


def test_one_person_across_documents_and_the_reason(parser: Parser, make_document: Make) -> None:
    documents, mentions = read(
        parser,
        make_document,
        "Pavel Gorin left the unit in March.",
        "A witness said that Gorin had left. Gorin was not available.",
    )
    resolved = resolve(documents, mentions, [])
    assert names(resolved) == ["Pavel Gorin"]
    assert of(resolved, "Pavel Gorin").aliases == ("Gorin",)
    assert "surname" in of(resolved, "Pavel Gorin").merges[0].reason


def bodies(make_document: Make, *told: tuple[str, ...]) -> Resolved:
    """The bodies of some accounts, each told by the names it uses."""
    documents = [make_document(" saw ".join(forms) + ".", name=f"{at}.txt") for at, forms in enumerate(told)]
    mentions = [named(d, form, "organisation") for d, forms in zip(documents, told, strict=True) for form in forms]
    return resolve(documents, mentions, ())


def test_a_group_that_texts_name_in_several_ways_is_one(make_document: Make) -> None:
    resolved = bodies(make_document, ("Daesh",), ("ISIL",), ("Islamic State",))
    assert names(resolved, "organisation") == ["Islamic State"]
    assert {merge.reason for merge in resolved.entities[0].merges} == {"Both are names of Islamic State."}


def test_initials_that_another_body_of_the_case_has_make_no_agency_of_it(make_document: Make) -> None:
    resolved = bodies(make_document, ("Port Authority", "PA"), ("PA",), ("Press Association",))
    assert not any({"PA", "Press Association"} <= {e.name, *e.aliases} for e in resolved.entities)
    assert names(bodies(make_document, ("PA",), ("Press Association",)), "organisation") == ["Press Association"]


def test_a_group_is_not_its_namesake_of_a_province(make_document: Make) -> None:
    resolved = bodies(make_document, ("Islamic State",), ("Islamic State of Orland",))
    assert len(names(resolved, "organisation")) == 2


def test_a_body_without_its_purpose_is_the_only_one_that_fits(make_document: Make) -> None:
    resolved = bodies(make_document, ("Harbour Watch for the Northern Coast", "Watch"), ("Harbour Watch",))
    assert names(resolved, "organisation") == ["Harbour Watch for the Northern Coast"]


def test_a_body_without_its_purpose_that_fits_two_is_neither(make_document: Make) -> None:
    resolved = bodies(make_document, ("Central Bank of Norland",), ("Central Bank of Suderia",), ("Central Bank",))
    assert len(names(resolved, "organisation")) == 3
    assert resolved.unsure


def test_a_slip_of_the_pen_makes_no_second_body(make_document: Make) -> None:
    resolved = bodies(make_document, ("Rivers Obervatory for Tides", "Observatory"))
    assert len(names(resolved, "organisation")) == 1


def test_one_word_is_enough_only_beside_the_whole_name(make_document: Make) -> None:
    resolved = bodies(make_document, ("Ministry of Rivers",), ("Ministry",))
    assert len(names(resolved, "organisation")) == 2
    resolved = bodies(make_document, ("The Ministry of Rivers",), ("The Ministry",))
    assert len(names(resolved, "organisation")) == 2


def test_an_article_makes_no_second_body(make_document: Make) -> None:
    resolved = bodies(make_document, ("the Central Committee of the Union",), ("Central Committee",))
    assert len(names(resolved, "organisation")) == 1


def test_a_surname_that_fits_two_people_joins_neither_and_is_queued(parser: Parser, make_document: Make) -> None:
    documents, mentions = read(
        parser, make_document, "Pavel Gorin left.", "Anton Gorin stayed.", "Mr Gorin said nothing."
    )
    resolved = resolve(documents, mentions, [])
    assert names(resolved) == ["Anton Gorin", "Gorin", "Pavel Gorin"]
    assert len(resolved.unsure) == 2


def test_ages_that_cannot_fit_keep_namesakes_apart(parser: Parser, make_document: Make) -> None:
    documents, mentions = read(
        parser, make_document, "Pavel Gorin, 26, left the unit.", "Pavel Gorin, 57, chairs the council."
    )
    resolved = resolve(documents, mentions, [])
    assert names(resolved) == ["Pavel Gorin", "Pavel Gorin"]
    assert len({e.id for e in resolved.entities}) == len(resolved.entities)


def test_spellings_of_one_town_are_one_place(make_document: Make) -> None:
    documents = [
        make_document(f"Fighting went on in {n}, a Syrian town.", name=n) for n in ("Hasakeh", "Hasaka", "Hasakah")
    ]
    mentions = [named(d, d.name, "place") for d in documents]
    resolved = resolve(documents, mentions, [])
    assert len([e for e in resolved.entities if e.kind == "place"]) == 1
    place = resolved.entities[0].place
    assert place is not None
    assert place.country == "SY"


def test_an_unknown_place_has_no_point_and_an_issue(make_document: Make) -> None:
    document = make_document("They met in Qwzxtrovia.")
    resolved = resolve([document], [named(document, "Qwzxtrovia", "place")], [])
    assert resolved.entities[0].place is None
    assert resolved.issues[0].code == "place-unknown"


def brigade(number: str, name: str) -> tuple[Document, Mention]:
    document = document_of(f"The {name} crossed the river.", name=name)
    return document, named(document, name, "unit", unit=UnitName(number, "brigade"))


@settings(deadline=None)
@given(st.lists(st.integers(1, 60), min_size=2, max_size=8, unique=True))
def test_units_with_different_numbers_never_merge(numbers: Sequence[int]) -> None:
    pairs = [brigade(str(n), f"{n}th Brigade") for n in numbers]
    resolved = resolve([d for d, _ in pairs], [m for _, m in pairs], [])
    assert len(resolved.entities) == len(numbers)
    assert not resolved.unsure


def test_a_number_in_words_is_the_same_number() -> None:
    (one, first), (two, second) = brigade("7", "seventh Brigade"), brigade("7", "7th Brigade")
    resolved = resolve([one, two], [first, second], [])
    assert len(resolved.entities) == 1


def _judged(answer: str, left: Mention, right: Mention) -> Judgement:
    def place(m: Mention) -> str:
        return f"{m.passage.span.document}:{m.passage.span.start}:{m.passage.span.end}"

    return Judgement("entities", place(left), place(right), answer, "editor", "2026-01-01T00:00:00Z", "seen")  # type: ignore[arg-type]


def test_what_a_person_decided_outranks_the_rules(make_document: Make) -> None:
    one, two = make_document("Pavel Gorin left.", name="a"), make_document("Pavel Gorin spoke.", name="b")
    three = make_document("Oleg Tarn spoke.", name="c")
    left, right, other = named(one, "Pavel Gorin"), named(two, "Pavel Gorin"), named(three, "Oleg Tarn")
    assert names(resolve([one, two], [left, right], [])) == ["Pavel Gorin"]
    assert len(resolve([one, two], [left, right], [_judged("different", left, right)]).entities) == 2
    assert len(resolve([one, three], [left, other], [_judged("same", left, other)]).entities) == 1


def test_places_of_one_thread_can_be_set_apart(make_document: Make) -> None:
    document = make_document("Pavel Gorin left. Then Gorin spoke.")
    left = named(document, "Pavel Gorin", thread="t")
    start = document.text.rindex("Gorin")
    right = Mention(
        quote(document.text, Span(document.id, start, start + 5)), "person", "name", "t", (start, start + 5)
    )
    assert len(resolve([document], [left, right], []).entities) == 1
    resolved = resolve([document], [left, right], [_judged("different", left, right)])
    assert len(resolved.entities) == 2


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_documents_makes_no_difference(parser: Parser, make_document: Make, seed: int) -> None:
    documents, mentions = read(
        parser,
        make_document,
        "Pavel Gorin left the Severin Group in Oslo.",
        "Gorin said that Severin had 300 men of the 9th Brigade in Bergen.",
        "Anna Holm, a spokeswoman of the 10th Brigade, met Pavel Gorin in Norway.",
    )
    wanted = resolve(documents, mentions, [])
    shuffle = random.Random(seed)
    shuffle.shuffle(documents)
    shuffle.shuffle(mentions)
    assert resolve(documents, mentions, []) == wanted


def _unit(document: Document, number: str) -> Mention:
    return named(document, f"{number}th Brigade", "unit", unit=UnitName(number, "brigade"))


def test_units_of_two_numbers_are_joined_by_a_person_only_and_never_in_silence(make_document: Make) -> None:
    one, two = make_document("The 46th Brigade left.", name="a"), make_document("The 47th Brigade left.", name="b")
    left, right = _unit(one, "46"), _unit(two, "47")
    assert len(resolve([one, two], [left, right], []).entities) == 2
    judgement = _judged("same", left, right)
    resolved = resolve([one, two], [left, right], [judgement])
    assert len(resolved.entities) == 1
    (issue,) = [i for i in resolved.issues if i.level == "warning"]
    assert (issue.code, issue.subject) == ("joined-past-a-veto", judgement.id)
    assert "different numbers" in issue.says


def test_what_one_judgement_parts_no_chain_of_others_joins(make_document: Make) -> None:
    documents = [make_document(f"{n} left.", name=n) for n in ("Oleg Tarn", "Ivar Holm", "Pavel Gorin")]
    a, b, c = (named(d, d.name) for d in documents)
    told = [_judged("different", a, c), _judged("same", a, b), _judged("same", b, c)]
    resolved = resolve(documents, [a, b, c], told)
    assert len(resolved.entities) == 2
    assert [i.code for i in resolved.issues if i.level == "warning"].count("judgements-disagree") == 1
    assert resolve(documents, [a, b, c], told[::-1]) == resolved


def people(parser: Parser, make_document: Make, *texts: str) -> Resolved:
    documents, mentions = read(parser, make_document, *texts)
    return resolve(documents, mentions, [])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Muhammad al-Saleh left the port.", "Mohammed al-Salih left the port."),
        ("General Sergei Tarnov spoke.", "Sergey Tarnov was not there."),
        ("Lieutenant Colonel Olga Brandt spoke.", "Olga Brandt left."),
    ],
)
def test_spellings_and_ranks_make_nobody_two(parser: Parser, make_document: Make, one: str, other: str) -> None:
    resolved = people(parser, make_document, one, other)
    assert len(names(resolved)) == 1
    assert next(e for e in resolved.entities if e.kind == "person").merges


def test_a_deserter_and_a_minister_of_one_name_are_two(parser: Parser, make_document: Make) -> None:
    texts = ("Pavel Gorin, a deserter, crossed the border.", "Pavel Gorin, the minister, was in Oslo.")
    assert names(people(parser, make_document, *texts)) == ["Pavel Gorin", "Pavel Gorin"]
    before = ("Pavel Gorin, a deserter, crossed the border.", "Pavel Gorin, a former minister, was in Oslo.")
    assert names(people(parser, make_document, *before)) == ["Pavel Gorin"]


def test_people_who_ask_not_to_be_named_are_nobody_named(parser: Parser, make_document: Make) -> None:
    texts = (
        "Pavel Gorin and Anna Holm spoke. Both were tired.",
        "Two officers saw it. Both asked not to be named.",
        "Two guards heard it. Both asked not to be named.",
    )
    resolved = people(parser, make_document, *texts)
    assert names(resolved) == ["Anna Holm", "Pavel Gorin"]
    assert all(len({m.passage.span.document for m in e.mentions}) == 1 for e in resolved.entities)


def _named_unit(number: str, type_: str, name: str) -> tuple[Document, Mention]:
    document = document_of(f"The {name} crossed the river.", name=name)
    return document, named(document, name, "unit", unit=UnitName(number, type_))


def test_a_battery_counted_across_the_army_is_one_and_a_second_company_is_asked_about() -> None:
    for number, type_, entities, asked in (("47", "battery", 1, 0), ("2", "company", 2, 1)):
        one, first = _named_unit(number, type_, f"{number}th Shore {type_.title()}")
        two = document_of(f"Men of the {number}th Shore {type_.title()} slept.", name="two")
        second = named(two, f"{number}th Shore {type_.title()}", "unit", unit=UnitName(number, type_))
        resolved = resolve([one, two], [first, second], [])
        assert (len(resolved.entities), len(resolved.unsure)) == (entities, asked)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(1, 60), st.sampled_from(UNITS), st.sampled_from(GLUE)), min_size=2, max_size=6))
def test_no_text_makes_one_of_two_numbers(
    parser: Parser, make_document: Make, told: list[tuple[int, str, str]]
) -> None:
    text = " ".join(f"The {number}th {unit}{glue}" for number, unit, glue in told)
    documents, mentions = read(parser, make_document, text, text[len(text) // 2 :] or "x")
    for entity in resolve(documents, mentions, []).entities:
        assert len({m.unit.number for m in entity.mentions if m.unit is not None}) <= 1


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("{} PMF", ("16", "20")),
        ("MOPOL {}", ("16", "20")),
        ("Zone {}", ("2", "12")),
        ("{}th “Cold Ravine” Brigade", ("9", "19")),
        ("Sector {} Headquarters", ("3", "4")),
        ("Area {} Command", ("C", "F")),
        ("{} Karst Garison", ("3", "33")),
    ],
)
def test_names_of_one_shape_with_two_numbers_are_two_units(
    parser: Parser, make_document: Make, name: str, numbers: tuple[str, str]
) -> None:
    texts = [f"The commander of {name.format(number)} spoke on the road." for number in numbers]
    documents, mentions = read(parser, make_document, *texts)
    units = [e for e in resolve(documents, mentions, []).entities if e.kind == "unit"]
    told = sorted(sorted({m.unit.number or "" for m in e.mentions if m.unit}) for e in units)
    assert told == sorted([number] for number in numbers)


def test_what_one_account_cannot_tell_the_others_do(make_document: Make) -> None:
    """A name without a known kind, or taken for a person with nothing personal told, is what the other accounts know it for."""
    first, second, third = (make_document(f"{at} Greymere left.", name=f"{at}.txt") for at in range(3))
    told = [named(first, "Greymere", "other"), named(second, "Greymere", "organisation")]
    assert names(resolve((first, second), told, ()), "organisation") == ["Greymere"]
    told = [named(first, "Greymere", "person"), *(named(d, "Greymere", "organisation") for d in (second, third))]
    (entity,) = resolve((first, second, third), told, ()).entities
    assert (entity.kind, len(entity.mentions)) == ("organisation", 3)


def test_a_surname_of_no_known_kind_is_the_person_that_another_account_has(make_document: Make) -> None:
    first, second = (make_document(f"{at} Verin left.", name=f"{at}.txt") for at in range(2))
    (entity,) = resolve((first, second), [named(first, "Verin", "other"), named(second, "Verin")], ()).entities
    assert (entity.kind, len(entity.mentions)) == ("person", 2)


def test_a_person_of_whom_something_is_told_stays_one(make_document: Make) -> None:
    first, second, third = (make_document(f"{at} Mr Greymere, 40, left.", name=f"{at}.txt") for at in range(3))
    told = [named(first, "Greymere", "person"), *(named(d, "Greymere", "organisation") for d in (second, third))]
    assert names(resolve((first, second, third), told, ())) == ["Greymere"]


def test_a_body_called_as_another_account_calls_it_for_short(make_document: Make) -> None:
    whole = make_document("Norham Dynamics grew. Norham fell.", name="a.txt")
    short = make_document("In May Norham fell.", name="b.txt")
    long = named(whole, "Norham Dynamics", "organisation", thread="one")
    start = whole.text.rindex("Norham")
    again = Mention(
        quote(whole.text, Span(whole.id, start, start + 6)), "organisation", "name", "one", (start, start + 6)
    )
    resolved = resolve((whole, short), [long, again, named(short, "Norham", "organisation")], ())
    assert len(of(resolved, "Norham Dynamics").mentions) == 3
    other = make_document("Norham Chemicals fell. Norham grew.", name="c.txt")
    start = other.text.rindex("Norham")
    more = [
        named(other, "Norham Chemicals", "organisation", thread="two"),
        Mention(quote(other.text, Span(other.id, start, start + 6)), "organisation", "name", "two", (start, start + 6)),
    ]
    resolved = resolve((whole, short, other), [long, again, named(short, "Norham", "organisation"), *more], ())
    assert len(of(resolved, "Norham").mentions) == 1
    assert len(resolved.unsure) == 2


def test_an_owner_whose_mark_is_lost_is_the_name(make_document: Make) -> None:
    whole = make_document("Halvard denied it.", name="a.txt")
    lost = make_document("In May Halvards ships left.", name="b.txt")
    told = [named(whole, "Halvard", "organisation"), named(lost, "Halvards", "organisation")]
    (entity,) = resolve((whole, lost), told, ()).entities
    assert (entity.name, entity.aliases) == ("Halvard", ("Halvards",))
    assert [m.reason for m in entity.merges] == ["The same name with an owner’s “s” whose mark the text has lost."]
