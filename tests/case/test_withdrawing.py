"""What was taken back is in no reading; everything else stays as it was and where it was."""

import json
from dataclasses import replace

import pytest

from judging import TEXTS, Matter, decide, matter
from variorum.crafts.masking import BLOCK
from variorum.dossier.html import write_html
from variorum.dossier.json_ import write_json
from variorum.dossier.markdown import write_markdown
from variorum.models.parsing import Parser
from variorum.values.readings import Reading

VELIN = decide("withdrawal", "Marta Velin", "witness")
LETTER = "My name is Marta Velin. I keep the lock. The barge hit the gate before it sank.\n"


@pytest.fixture(scope="module")
def barge(parser: Parser) -> Matter:
    return matter(parser)


@pytest.fixture(scope="module")
def with_letter(parser: Parser) -> Matter:
    return matter(parser, texts={**TEXTS, "Letter of Velin": LETTER}, authors={"Letter of Velin": "Marta Velin"})


def everything(reading: Reading) -> str:
    return "\n".join((write_json(reading), write_html(reading), write_markdown(reading))).casefold()


def test_name_and_words_go_from_the_texts_of_others_too(barge: Matter) -> None:
    after = barge.read([VELIN])
    told = everything(after)
    for words in ("marta", "velin", "the barge sank within five minutes", "three sailors were hurt"):
        assert words in everything(barge.plain)
        assert words not in told, words
    assert "two sailors were hurt" in told
    assert [i.level for i in after.issues if i.code == "withdrawn"] == ["warning"]
    assert after.judgements == ()


def test_every_other_place_stays_where_it_was(barge: Matter) -> None:
    after = barge.read([VELIN])
    before = {d.id: d for d in barge.plain.documents}
    for document in after.documents:
        assert document.parts == before[document.id].parts
        assert all(a in (b, BLOCK) for a, b in zip(document.text, before[document.id].text, strict=True))
    kept = {s.id: s.passage.span for s in barge.plain.statements}
    assert all(kept[s.id] == s.passage.span for s in after.statements)
    hill = barge.document("Hill Guardian").id
    assert {s.id for s in after.statements if s.document == hill} == {
        s.id for s in barge.plain.statements if s.document == hill
    }


def test_the_accounts_a_witness_gave_go_whole(with_letter: Matter) -> None:
    after = with_letter.read([VELIN])
    letter = with_letter.document("Letter of Velin")
    assert letter.id not in {d.id for d in after.documents}
    assert letter.exhibit not in {e.sha256 for e in after.exhibits} | {c.exhibit for c in after.custody}
    assert "letter-of" not in everything(after)
    assert "hit the gate" not in everything(after)


def test_a_withdrawn_account_is_as_if_never_given(with_letter: Matter, barge: Matter) -> None:
    letter = with_letter.document("Letter of Velin").id
    after = with_letter.read([decide("withdrawal", letter, "account")])
    issues = tuple(i for i in after.issues if i.code != "withdrawn")
    assert write_json(replace(after, issues=issues)) == write_json(barge.plain)


def test_judgements_about_a_witness_go_with_them_and_others_lose_their_words(barge: Matter) -> None:
    theirs = barge.statement("Coast Courier", "three sailors")
    other = barge.statement("Hill Guardian", "hull was cracked")
    told = [
        decide("rejection", theirs.id, minute=1),
        decide("reliability", "Marta Velin", "", "B", minute=2),
        decide("rejection", other.id, minute=3, because="Marta Velin denies it."),
        decide("correction", other.id, "holder", json.dumps({"name": "Marta Velin"}), minute=4),
        VELIN,
    ]
    after = barge.read(told[:3] + told[4:])
    assert [(h.judgement.question, h.judgement.because) for h in after.judgements] == [
        ("rejection", "█████ █████ denies it.")
    ]
    assert [s.id for s in after.rejected] == [other.id]
    # Given to the witness by a correction, it is the witness's.
    assert "hull was cracked" not in everything(barge.read([told[3], VELIN]))


def test_two_withdrawals_are_told_as_two_and_undone_one_by_one(barge: Matter) -> None:
    both = [VELIN, decide("withdrawal", "Jonas Brandt", "witness", minute=1)]
    (issue,) = [i for i in barge.read(both).issues if i.code == "withdrawn"]
    assert issue.says.startswith("2 witnesses were withdrawn")
    assert "brandt" not in everything(barge.read(both))
    assert "brandt" in everything(barge.read([VELIN]))
    assert write_json(barge.read([])) == write_json(barge.plain)


def test_an_unnamed_witness_goes_by_the_description(parser: Parser) -> None:
    text = (
        "The crane fell on Friday. A docker who asked not to be named said that the cable had been cut in the night.\n"
    )
    crane = matter(parser, texts={"Coast Courier": text})
    names = {h.holder.name for s in crane.plain.statements for h in s.chain if h.holder.kind == "unnamed"}
    (name,) = names
    told = everything(crane.read([decide("withdrawal", name, "witness")]))
    assert "cable had been cut" not in told
    assert name.removeprefix("unnamed: ").casefold() not in told
    assert "crane fell on friday" in told
