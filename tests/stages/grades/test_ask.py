"""What to check next: one question a gap, each with the claims it would move."""

import dataclasses
import datetime

from factory import Case, by
from variorum.stages.grades import ask
from variorum.stages.lineage import lose
from variorum.values.claims import Relation
from variorum.values.grades import OpenQuestion
from variorum.values.judgements import Judgement
from variorum.values.moments import Moment
from variorum.values.statements import Mark, Statement


def questions(case: Case, *relations: Relation, **changed: object) -> list[OpenQuestion]:
    statements = tuple(_with(s, changed) for s in case.statements())
    standings = case.standings()
    return list(ask(case.claims(), statements, relations, standings, case.documents(), lose(standings)))


def _with(statement: Statement, changed: dict[str, object]) -> Statement:
    return dataclasses.replace(statement, **changed)  # type: ignore[arg-type]


def texts(found: list[OpenQuestion]) -> str:
    return "\n".join(q.text for q in found)


def test_what_rests_on_one_origin_alone() -> None:
    case = (
        Case().tell("Early Post", "The crane fell", by("Jana Reed")).tell("Early Post", "It was dark", by("Jana Reed"))
    )
    (asked,) = questions(case)
    assert asked.text.startswith("Who else knows what Jana Reed says? 2 claims rest on this origin alone")
    assert set(asked.claims) == {c.id for c in case.claims()}


def test_a_cited_report_that_nobody_supplied() -> None:
    case = Case().tell("Early Post", "The crane fell", by("Jana Reed"), by("outlet: Hill Guardian"))
    assert "Obtain the report of Hill Guardian itself: 1 claim came through it." in texts(questions(case))
    case.account("Hill Guardian", text="Nothing new.")
    assert "Obtain" not in texts(questions(case))


def test_an_account_supplied_under_another_form_of_its_name_is_not_missing() -> None:
    case = Case().tell("Early Post", "The crane fell", by("Jana Reed"), by("outlet: HG"))
    case.tell("Early Post", "It was dark", by("Jana Reed"), by("outlet: Agence France-Presse"))
    assert "report of HG" in texts(questions(case))
    case.account("The Hill Guardian", text="Nothing new.").account("AFP", text="Nothing either.")
    assert "Obtain" not in texts(questions(case))


def test_a_conflict_that_a_person_settled_is_not_asked() -> None:
    case = Case().tell("Early Post", "The crane fell", by("Jana Reed"))
    case.tell("Late Herald", "The crane stands", by("Bo Ravn"))
    a, b = (s.id for s in case.statements())
    relation = Relation(a, b, "contradicts", "status", 0.9, "Both cannot be.")
    for answer, asked in (("left", False), ("open", True)):
        decided = Judgement("conflict", a, b, answer, "Ada Brandt", "2024-01-01", "saw the film")
        found = ask(case.claims(), case.statements(), [relation], case.standings(), case.documents(), (), [decided])
        assert ("Which is right" in texts(list(found))) == asked


def test_a_conflict_is_asked_once_with_both_texts() -> None:
    case = (
        Case()
        .tell("Early Post", "The crane fell", by("Jana Reed"))
        .tell("Late Herald", "The crane stands", by("Bo Ravn"))
    )
    a, b = (s.id for s in case.statements())
    relation = Relation(a, b, "contradicts", "status", 0.9, "Both cannot be.")
    asked = [q for q in questions(case, relation, relation) if "Which is right" in q.text]
    assert [q.text for q in asked] == ["Which is right (status): “The crane fell” or “The crane stands”?"]
    assert len(asked[0].claims) == 2


def test_what_a_source_declined_to_say_is_a_question_and_no_contradiction() -> None:
    case = Case().tell("Early Post", "Reed would not say who sold it", by("Jana Reed"), modality="declined")
    (asked,) = questions(case)
    assert asked.text == "What was left unsaid: “Reed would not say who sold it”?"
    assert "no contradiction" in asked.why


def test_ready_to_answer_and_yet_not_on_this_is_put_side_by_side() -> None:
    case = Case().tell("Early Post", "Reed refused to say who sold it", by("Jana Reed"), modality="declined")
    case.tell("Late Herald", "Reed is ready to answer every question", by("Ines Okafor"))
    (asked,) = [q for q in questions(case) if q.text.startswith("Ready to answer")]
    assert "“Reed is ready to answer every question”, and “Reed refused to say who sold it”" in asked.text
    assert set(asked.claims) == {c.id for c in case.claims()}
    assert "neither contradicts the other" in asked.why


def test_a_remark_asks_for_what_lies_in_its_scope() -> None:
    case = Case().tell("Early Post", "It could not be verified")
    remark = case.statements()[0]
    case.tell("Late Herald", "The crane fell", by("Jana Reed"), remarks=(remark.id,))
    both = case.statements()
    marked = tuple(_with(s, {"is_remark": s.id == remark.id}) for s in both)
    standings = case.standings()
    found = ask(case.claims(), marked, (), standings, case.documents(), lose(standings))
    (asked,) = [q for q in found if q.text.startswith("Verify")]
    (in_scope,) = [c.id for c in case.claims() if both[1].id in c.statements]
    assert asked.claims == (in_scope,)


def test_evidence_that_is_said_to_exist() -> None:
    case = Case().tell("Early Post", "She has kept the log", by("Jana Reed"))
    mark = Mark("evidence", case.statements()[0].passage)
    assert "Ask to see the evidence: “She has kept the log”." in texts(questions(case, marks=(mark,)))


def test_an_unknown_stays_in_view() -> None:
    case = Case().tell("Early Post", "In a role that is not known, he served", by("Jana Reed"))
    mark = Mark("unknown", case.statements()[0].passage)
    assert "Unknown so far:" in texts(questions(case, marks=(mark,)))


def _moment(case: Case, day: datetime.date | None) -> Moment:
    return Moment(
        case.statements()[0].passage, "date", None, day, day, "day", "none", "a weekday before an unknown day"
    )


def test_an_open_date_asks_for_the_day_of_an_undated_account() -> None:
    case = Case().tell("Early Post", "The crane fell last Friday", by("Jana Reed"))
    assert "When was early-post.txt published?" in texts(questions(case, moment=_moment(case, None)))
    assert "When was" not in texts(questions(case, moment=_moment(case, datetime.date(2024, 3, 1))))
    dated = case.account("Early Post", published="2024-03-04")
    assert "When was" not in texts(questions(dated, moment=_moment(case, None)))


def test_the_question_that_moves_most_claims_comes_first() -> None:
    case = Case()
    for n in range(4):
        case.tell("Early Post", f"Crane {n} fell", by("Jana Reed"))
    for n in range(2):
        case.tell("Early Post", f"Boat {n} sank", by("Bo Ravn"))
    found = questions(case)
    assert [len(q.claims) for q in found] == [4, 2]
    assert [q.weight for q in found] == sorted((q.weight for q in found), reverse=True)
