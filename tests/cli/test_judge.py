"""`judge` and `undo`: what would change is shown and asked before anything is kept."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from judging import TEXTS, Bags
from variorum.case import Tools
from variorum.case.tools import RuleReader
from variorum.cli.main import app
from variorum.models.parsing import Parser

Call = Callable[..., Any]
HURT = "two sailors were hurt"


@pytest.fixture(scope="module")
def invoke(parser: Parser) -> Iterator[Call]:
    patch = pytest.MonkeyPatch()
    patch.setattr("variorum.cli.case.default_tools", lambda: Tools(parser, RuleReader(), Bags()))
    for name, value in (("NO_COLOR", "1"), ("COLUMNS", "300"), ("VARIORUM_USER", "Ada Brandt")):
        patch.setenv(name, value)
    runner = CliRunner()

    def run(*words: object, answer: str = "") -> Any:
        return runner.invoke(app, [str(word) for word in words], input=answer)

    yield run
    patch.undo()


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory, invoke: Call) -> Path:
    """The matter of the barge, read and not judged."""
    place = tmp_path_factory.mktemp("barge")
    folder = place / "case"
    files = []
    for outlet, text in TEXTS.items():
        path = place / f"{outlet.lower().replace(' ', '-')}.txt"
        path.write_text(text, encoding="utf-8")
        files.append(path)
    told = [
        part for path, outlet in zip(files, TEXTS, strict=True) for part in ("--publisher", f"{path.name}={outlet}")
    ]
    for words in (("new", folder), ("add", folder, *files, *told), ("analyse", folder)):
        result = invoke(*words)
        assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def case(plain: Path, tmp_path: Path) -> Path:
    """A copy of it to judge."""
    copy = tmp_path / "case"
    for path in sorted(plain.rglob("*")):
        target = copy / path.relative_to(plain)
        if path.is_dir():
            target.mkdir(parents=True, exist_ok=True)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    return copy


def exported(invoke: Call, case: Path) -> dict[str, Any]:
    result = invoke("export", case, "--quiet")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def quotes(export: dict[str, Any]) -> set[str]:
    return {s["quote"] for s in export["statements"]}


def bare(export: dict[str, Any]) -> dict[str, Any]:
    """The export without what says how far the ledger has come."""
    return {key: value for key, value in export.items() if key not in ("generator", "ledger", "case")}


def test_shown_asked_and_kept(invoke: Call, case: Path) -> None:
    result = invoke("judge", case, "reject", HURT, "--because", "taken back", answer="y\n")
    assert result.exit_code == 0, result.output
    assert result.output.index("no longer counted as a statement") < result.output.index("Keep it?")
    assert "Kept as entry" in result.output
    export = exported(invoke, case)
    assert HURT not in quotes(export)
    assert [s["quote"] for s in export["rejected"]] == [HURT]
    (judgement,) = export["judgements"]
    assert (judgement["by"], judgement["because"], judgement["state"]) == ("Ada Brandt", "taken back", "stands")


def test_a_no_keeps_nothing(invoke: Call, case: Path) -> None:
    before = exported(invoke, case)
    result = invoke("judge", case, "reject", HURT, "--because", "taken back", answer="n\n")
    assert result.exit_code == 0
    assert "Nothing was kept" in result.output
    assert exported(invoke, case) == before


def test_undone_is_as_before_to_the_byte(invoke: Call, case: Path) -> None:
    before = invoke("export", case, "--format", "markdown").stdout
    kept = invoke("judge", case, "reliability", "Marta Velin", "B", "--because", "ten years", "--yes")
    assert kept.exit_code == 0, kept.output
    assert "grade F" in kept.output
    (short,) = re.findall(r"(judgement-[0-9a-f]{8}) --because", kept.output)
    assert invoke("export", case, "--format", "markdown").stdout != before
    result = invoke("undo", case, short, "--because", "too soon", "--yes")
    assert result.exit_code == 0, result.output
    assert "grade B" in result.output, "what the undoing changes is shown too"
    assert invoke("export", case, "--format", "markdown").stdout == before
    assert bare(exported(invoke, case))["judgements"] == []


DECISIONS: list[tuple[list[str], str]] = [
    (["same", HURT, "the barge sank within five minutes"], "become one claim"),
    (["different", "The barge sank in the harbour", "the barge sank within five minutes"], ""),
    (["same", "46th Engineer Battalion", "47th Engineer Battalion"], "although a rule forbids it"),
    (["reliability", "hill guardian", "c", "--topic", "harbour"], ""),
    (["correct", HURT, "--figure", "sailor wounded=2..4"], "2 sailor wounded, and becomes 2 to 4 sailor wounded"),
    (["correct", HURT, "--date", "2024-05"], "becomes 2024-05-01 to 2024-05-31"),
    (["correct", HURT, "--holder", "own voice"], "becomes Hill Guardian"),
    (["correct", HURT, "--hop", "2", "--insert", "--holder", "Radio Meadow", "--kind", "outlet"], "→ Radio Meadow →"),
    (["correct", HURT, "--basis", "told", "--hedge", "reportedly"], "becomes by being told, “reportedly”"),
    (["correct", HURT, "--span", "sailors were hurt"], "becomes “sailors were hurt”"),
    (["correct", HURT, "--modality", "denied"], "becomes denied"),
    (["add-statement", "hill-guardian.txt", "who owns the yard, said", "--modality", "hedged"], "is counted as a statement"),
    (["add-statement", "radio-meadow.txt", "0", "9", "--holder", "Marta Velin"], "“The barge” (Marta Velin → Radio Meadow)"),
    (["withdraw", "radio-meadow.txt"], "no longer part of the case"),
    (["withdraw", "Jonas Brandt"], "no longer counted"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "says"), DECISIONS, ids=lambda x: " ".join(x) if isinstance(x, list) else "")
def test_every_decision_at_the_command_line(invoke: Call, plain: Path, words: list[str], says: str) -> None:
    result = invoke("judge", plain, *words, "--because", "seen", answer="n\n")
    assert result.exit_code == 0, result.output
    assert "Keep it?" in result.output
    assert says in result.output


def two(invoke: Call, plain: Path) -> tuple[str, str, str]:
    """Ids of “three sailors”, “two sailors” and the third telling."""
    rows = [s for s in exported(invoke, plain)["statements"] if "sailors were hurt" in s["quote"]]
    three = [s["id"] for s in rows if "three" in s["quote"]]
    return three[0], next(s["id"] for s in rows if "two" in s["quote"]), three[1]


def test_independence_and_conflicts_by_the_beginning_of_an_id(invoke: Call, plain: Path) -> None:
    a, b, c = (i.removeprefix("stmt-")[:8] for i in two(invoke, plain))
    for words in (["conflict", a, b, "--stands", a], ["conflict", a, b, "--open"], ["conflict", a, b, "--none"]):
        result = invoke("judge", plain, *words, "--because", "seen", answer="n\n")
        assert "Keep it?" in result.output, result.output
    for word in ("independent", "derived", "not-established"):
        result = invoke("judge", plain, word, a, c, "--because", "seen", answer="n\n")
        assert "Keep it?" in result.output, result.output


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (["reject", "sailors"], 1, "fits 3 statements"),
        (["reject", "no such words"], 1, "there is no statement"),
        (["reject", "abcd0123"], 1, "there is no statement"),
        (["reliability", "Martha Velin", "B"], 1, "perhaps 'Marta Velin'"),
        (["reliability", "Marta Velin", "Z"], 1, "choose one of A, B"),
        (["correct", HURT], 1, "say what to correct"),
        (["correct", HURT, "--date", "Friday"], 1, "is no date"),
        (["correct", HURT, "--span", "four sailors"], 1, "does not stand in"),
        (["correct", HURT, "--hop", "7", "--remove"], 1, "there is no hop 7"),
        (["correct", HURT, "--date", "2024", "--holder", "Jo"], 1, "one thing at a time"),
        (["conflict", HURT, "hull was cracked"], 1, "say one of --stands"),
        (["add-statement", "radio-meadow.txt", "9", "99999"], 1, "lies outside"),
        (["add-statement", "nowhere.txt", "9", "12"], 1, "names no account"),
        (["withdraw", "Nobody Known"], 1, "nobody called"),
        (["reject", HURT, "--topic", "x"], 2, "does not belong to reject"),
        (["shout", HURT], 2, "shout"),
    ],
)
def test_what_cannot_be_kept_is_said_in_one_line(
    invoke: Call, plain: Path, words: list[str], status: int, says: str
) -> None:
    result = invoke("judge", plain, *words, "--because", "seen", "--yes")
    assert result.exit_code == status, result.output
    assert says in " ".join(result.output.split())
    assert not exported(invoke, plain)["judgements"]


def test_a_reason_is_asked_for(invoke: Call, plain: Path) -> None:
    assert invoke("judge", plain, "reject", HURT).exit_code == 2
    result = invoke("judge", plain, "reject", HURT, "--because", " ", "--yes")
    assert (result.exit_code, "needs a reason" in result.output) == (1, True)
    assert invoke("undo", plain, "judgement-0000", "--because", "x").exit_code == 1


# ---------------------------------------------------------------- what was told of an account


def test_the_day_of_an_account_is_corrected_shown_kept_told_and_taken_back(invoke: Call, case: Path) -> None:
    before = exported(invoke, case)
    words = ("judge", case, "correct", "coast-courier.txt", "--published", "2024-05-15", "--because", "the masthead")
    shown = invoke(*words, answer="n\n")
    assert "coast-courier.txt: the day of publication was unknown, and becomes 2024-05-15." in shown.output
    assert "the date was “Monday”, not resolved, and becomes 2024-05-13" in shown.output
    assert "Nothing was kept." in shown.output
    assert exported(invoke, case)["documents"] == before["documents"]
    kept = invoke(*words, "--yes")
    assert kept.exit_code == 0, kept.output
    document = next(d for d in exported(invoke, case)["documents"] if d["name"] == "coast-courier.txt")
    assert document["published"] == {"value": "2024-05-15", "how": "user"}
    assert [(c["first"]["value"], c["by"], c["because"]) for c in document["corrected"]] == [
        (None, "Ada Brandt", "the masthead")
    ]
    log = invoke("log", case).output
    assert "coast-courier.txt: the day of publication corrected to 2024-05-15 (the masthead)" in log
    assert "read again as it was corrected" in log
    ident = re.search(r"judgement-[0-9a-f]+", kept.output)
    assert ident is not None
    assert invoke("undo", case, ident[0], "--because", "no", "--yes").exit_code == 0
    after = exported(invoke, case)
    assert {k: v for k, v in after.items() if k != "ledger"} == {k: v for k, v in before.items() if k != "ledger"}
    assert invoke("verify", case, "--again").exit_code == 0


def test_not_known_after_all_and_whose_own_words_it_is(invoke: Call, case: Path) -> None:
    for option, value in (("--publisher", "none"), ("--author", "Ines Okafor")):
        result = invoke(
            "judge", case, "correct", "radio-meadow.txt", option, value, "--because", "she says so", "--yes"
        )
        assert result.exit_code == 0, result.output
    document = next(d for d in exported(invoke, case)["documents"] if d["name"] == "radio-meadow.txt")
    assert document["publisher"] == {"value": None, "how": "unknown"}
    assert (document["authors"], document["author_is_voice"]) == (["Ines Okafor"], True)
    assert [c["field"] for c in document["corrected"]] == ["author", "publisher"]
    page = invoke("export", case, "--format", "html", "--quiet").output
    assert "The publisher was first Radio Meadow (as told by whoever added it); corrected by Ada Brandt" in page
    assert "radio-meadow.txt: the publisher corrected to unknown, first Radio Meadow." in page
    markdown = invoke("export", case, "--format", "markdown", "--quiet").output
    assert "The publisher was first Radio Meadow" in markdown


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("coast-courier.txt", "--published", "2024-13-40"), "'2024-13-40' is no day; write YEAR-MONTH-DAY"),
        (("coast-courier.txt", "--published", "2999-01-01"), "2999-01-01 is still to come"),
        (("nowhere.txt", "--published", "2024-05-15"), "'nowhere.txt' names no account; there are"),
        (("coast-courier.txt", "--publisher", "  "), "give a name, or none"),
        (("coast-courier.txt", "--publisher", "A", "--author", "B"), "one thing at a time of an account"),
        (("coast-courier.txt", "--publisher", "A", "--span", "B"), "one thing at a time of an account"),
        (("coast-courier.txt", "hill-guardian.txt", "--publisher", "A"), "give one account"),
    ],
)
def test_what_cannot_be_told_of_an_account_is_one_line(
    invoke: Call, case: Path, words: tuple[str, ...], says: str
) -> None:
    result = invoke("judge", case, "correct", *words, "--because", "the masthead", "--yes")
    assert result.exit_code == 1
    assert says in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_of_an_account_that_was_withdrawn_nothing_is_told_otherwise(invoke: Call, case: Path) -> None:
    assert invoke("judge", case, "withdraw", "coast-courier.txt", "--because", "asked back", "--yes").exit_code == 0
    result = invoke("judge", case, "correct", "coast-courier.txt", "--publisher", "A", "--because", "b", "--yes")
    assert result.exit_code == 1
    assert result.stderr.strip() == "Nothing was kept: this account was withdrawn; take that back first."
