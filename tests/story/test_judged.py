"""The example case judged: counts fall where they should, what is undone is as before, and a withdrawn witness is nowhere.

"A withdrawn witness: absent from every later export" blocks a release.
"""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from variorum import demo
from variorum.case import Case, Source, Tools, tell
from variorum.cli.case import WRITERS
from variorum.dossier.json_ import write_json
from variorum.values.judgements import Judgement, Question
from variorum.values.lineage import Standing
from variorum.values.readings import Reading
from variorum.values.statements import Statement

AT = "2024-03-10T10:00:00+00:00"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, tools: Tools) -> Iterator[Case]:
    """The example case in a folder, read once."""
    folder = tmp_path_factory.mktemp("judged") / "case"
    Case.create(folder, name="The sinking", by="Ada Brandt", clock=lambda: AT).close()
    accounts = demo.load_case()
    told = tell(
        [a.name for a in accounts],
        {a.name: a.published for a in accounts if a.published},
        {a.name: a.publisher for a in accounts if a.publisher},
        {a.name: a.author for a in accounts if a.author},
    )
    with Case.open(folder, clock=lambda: AT, tools=tools) as case:
        case.add([Source(a.name, a.raw, told[a.name]) for a in accounts])
        case.analyse()
        yield case


def decide(question: Question, left: str, right: str, answer: str) -> Judgement:
    return Judgement(question, left, right, answer, "Ada Brandt", AT, "I asked again.")


def reading(case: Case) -> Reading:
    found = case.reading()
    assert found is not None
    return found


def judged(case: Case, judgement: Judgement) -> tuple[Reading, Reading]:
    """The reading without and with a judgement, which is undone at the end."""
    before = reading(case)
    case.judge(judgement)
    after = reading(case)
    case.undo(judgement.id, by="Ada Brandt", because="only tried")
    assert write_json(reading(case)) == write_json(before), "undone, it is as before to the byte"
    return before, after


def statement(found: Reading, words: str) -> Statement:
    (one,) = [s for s in found.statements if s.passage.words == words]
    return one


def standing(found: Reading, statement: Statement) -> Standing:
    claim = next(c.id for c in found.claims if statement.id in c.statements)
    return next(s for s in found.standings if s.claim == claim)


def shown_twice(found: Reading) -> Standing:
    """A claim that two origins were shown to tell."""
    return next(s for s in found.standings if s.shown >= 2 and len([o for o in s.origins if o.state == "shown"]) >= 2)


def test_a_statement_rejected_leaves_its_claim_and_the_count_falls(kept: Case) -> None:
    strong = shown_twice(reading(kept))
    origin = next(o for o in strong.origins if o.state == "shown" and len(o.statements) == 1)
    ident = origin.statements[0]
    change = kept.preview(decide("rejection", ident, "", "rejected"))
    before, after = judged(kept, decide("rejection", ident, "", "rejected"))
    assert ident not in {s for c in after.claims for s in c.statements}
    assert [s.id for s in after.rejected] == [ident]
    left = next(s for s in next(c for c in before.claims if c.id == strong.claim).statements if s != ident)
    assert standing(after, next(s for s in after.statements if s.id == left)).shown == strong.shown - 1
    fallen = 1 if strong.shown == 2 else 0
    assert change.after.shown == change.before.shown - fallen
    assert [(d.before[:8], d.after[:8]) for d in change.differences if d.kind == "origins"] == [
        (f"{strong.shown} shown,", f"{strong.shown - 1} shown,")
    ]


def test_two_origins_marked_as_derived_are_one(kept: Case) -> None:
    strong = shown_twice(reading(kept))
    a, b = [o.statements[0] for o in strong.origins if o.state == "shown"][:2]
    judgement = decide("independence", a, b, "same")
    change = kept.preview(judgement)
    _, after = judged(kept, judgement)
    weaker = next(s for s in after.standings if any(a in o.statements for o in s.origins))
    assert weaker.shown == strong.shown - 1
    assert weaker.derived > strong.derived
    assert "Ada Brandt decided: I asked again." in {p.reason for p in weaker.pairs}
    assert [d.subject for d in change.differences if d.kind == "origins"] == [weaker.claim]
    if weaker.shown < 2:
        assert [d for d in change.differences if d.kind == "grade"], "and the grade falls with it"


# ---------------------------------------------------------------- withdrawn

WITNESS = "Tomas Verlin"
# Words of his, as three accounts have them; the second stands in two.
HIS_WORDS = ("I was told to load", "he was a senior commander at Greywake", "I have not slept a whole night since")


def written(case: Case) -> dict[str, str]:
    """Everything that can be made of a case for somebody else."""
    return {str(name): write(reading(case), case.head()) for name, write in WRITERS.items()}


def hits(words: Sequence[str], outputs: dict[str, str]) -> list[tuple[str, str]]:
    """Where one of these words stands, in any case and however it is broken or escaped."""
    plain = {name: " ".join(re.sub(r"\\n|&#13;", " ", text).split()).casefold() for name, text in outputs.items()}
    return [(name, one) for name, text in plain.items() for one in words if " ".join(one.split()).casefold() in text]


def test_a_withdrawn_witness_is_absent_from_every_later_export(kept: Case, tmp_path: Path) -> None:
    before = reading(kept)
    names = {n for e in before.entities if WITNESS in (e.name, *e.aliases) for n in (e.name, *e.aliases)}
    said = [s.passage.words for s in before.statements if any(WITNESS in h.holder.name for h in s.chain)]
    forbidden = [*names, WITNESS, "Verlin", *HIS_WORDS, *(w for w in said if len(w) >= 24)]
    assert len(forbidden) > 12
    assert {one for _, one in hits(forbidden, written(kept))} >= {WITNESS, *HIS_WORDS}, "they stand there before"
    rejected = decide(
        "rejection", next(s.id for s in before.statements if s.passage.words == HIS_WORDS[0]), "", "rejected"
    )
    kept.judge(rejected)
    withdrawal = decide("withdrawal", WITNESS, "witness", "withdrawn")
    kept.judge(withdrawal)
    assert hits(forbidden, written(kept)) == []
    after = reading(kept)
    assert after.rejected == (), "not even listed as rejected"
    assert not after.judgements, "and no judgement tells of them"
    assert next(i.says for i in after.issues if i.code == "withdrawn").startswith("1 witness was withdrawn")
    _whole(before, after)
    for judgement in (withdrawal, rejected):
        kept.undo(judgement.id, by="Ada Brandt", because="came back")
    assert write_json(reading(kept)) == write_json(before)


def _whole(before: Reading, after: Reading) -> None:
    """Texts keep their length, every quote equals its text, and what is not covered is as it was."""
    old = {d.id: d.text for d in before.documents}
    for document in after.documents:
        assert len(document.text) == len(old[document.id])
        assert all(new in (was, "█") for new, was in zip(document.text, old[document.id], strict=True))
    texts = {d.id: d.text for d in after.documents}
    for s in after.statements:
        assert texts[s.document][s.passage.span.start : s.passage.span.end] == s.passage.words
    for entity in after.entities:
        for m in entity.mentions:
            assert texts[m.passage.span.document][m.passage.span.start : m.passage.span.end] == m.passage.words


def test_a_withdrawn_account_is_absent_from_every_later_export(kept: Case) -> None:
    before = reading(kept)
    document = next(d for d in before.documents if d.name == "statement-ferrow.txt")
    sentences = [s.strip() for s in re.split(r"(?<=[.!?])\s+", document.text) if len(s.split()) >= 6]
    forbidden = [document.name, document.exhibit, document.id, "Nadia", "Ferrow", *sentences]
    kept.judge(decide("withdrawal", document.id, "account", "withdrawn"))
    assert hits(forbidden, written(kept)) == []
    assert len(reading(kept).documents) == len(before.documents) - 1
    told = json.loads(written(kept)["json"])
    assert document.id not in json.dumps(told)
    kept.undo(kept.judgements()[-1].judgement.id, by="Ada Brandt", because="came back")
    assert write_json(reading(kept)) == write_json(before)


@pytest.mark.parametrize("witness", ["Nadia Ferrow", "Signe Aldane", "Open Harbours Monitor"])
def test_whoever_withdraws_takes_name_and_words_along(kept: Case, witness: str) -> None:
    before = reading(kept)
    known = {n for e in before.entities for n in (e.name, *e.aliases)} | {
        h.holder.name for s in before.statements for h in s.chain
    }
    if witness not in known:
        pytest.skip(f"{witness} is not read as a name today")
    said = [s.passage.words for s in before.statements if any(h.holder.name == witness for h in s.chain)]
    judgement = decide("withdrawal", witness, "witness", "withdrawn")
    kept.judge(judgement)
    outputs = written(kept)
    _whole(before, reading(kept))
    kept.undo(judgement.id, by="Ada Brandt", because="came back")
    words = [w for w in said if len(w) >= 24]
    assert hits([witness, *words] if len(witness) > 3 else words, outputs) == []
