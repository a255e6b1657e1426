"""A dossier or an export is checked by itself and against its case: every change of a word is found."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fixtures.light_tools import light_tools
from variorum.case import Case, Source
from variorum.dossier.checking import NoDossier, check, check_against, open_dossier
from variorum.dossier.html import write_html
from variorum.dossier.json_ import write_json
from variorum.stages.documents import Told
from variorum.values.judgements import Judgement
from variorum.values.readings import Reading

TEXTS = {
    "quay.txt": "The crane fell on the quay on Monday.\r\nTwo workers & a <b>guard</b> were hurt in the harbour.\r\n",
    "mast.txt": "The mast fell at dawn on Friday. “Nobody” knew of </script> the mast &amp; the harbour\x0c.\n",
}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    folder = tmp_path_factory.mktemp("checked") / "m"
    Case.create(folder).close()
    with Case.open(folder, tools=light_tools()) as case:
        case.add([Source(name, text.encode(), Told()) for name, text in TEXTS.items()])
        case.analyse()
        yield case


@pytest.fixture(scope="module")
def reading(case: Case) -> Reading:
    reading = case.reading()
    assert reading is not None
    return reading


@pytest.fixture(scope="module")
def html(case: Case, reading: Reading) -> str:
    return write_html(reading, case.head())


@pytest.fixture
def export(case: Case, reading: Reading) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(write_json(reading, case.head()))
    return told


def codes(held: str | dict[str, Any], case: Case | None = None) -> list[str]:
    text = held if isinstance(held, str) else json.dumps(held)
    found = open_dossier(text.encode())
    return [f.code for f in (*check(found), *(check_against(found, case) if case else ()))]


# ---------------------------------------------------------------- what is whole


def test_a_dossier_and_an_export_as_written_have_no_findings(html: str, export: dict[str, Any], case: Case) -> None:
    assert codes(html, case) == []
    assert codes(export, case) == []


def test_texts_come_back_from_the_page_to_the_character(html: str) -> None:
    assert {one.text for one in open_dossier(html.encode()).texts} == set(TEXTS.values())


def test_the_dossier_of_the_demo_has_no_findings(demo_reading: Reading) -> None:
    assert codes(write_html(demo_reading)) == []
    assert codes(write_json(demo_reading)) == []


def test_a_dossier_without_a_case_fits_none(demo_reading: Reading, case: Case) -> None:
    found = codes(write_json(demo_reading), case)
    assert found == ["no ledger"] + ["no document"] * len(demo_reading.documents)


def test_an_older_state_of_the_case_still_fits(case: Case, html: str, reading: Reading) -> None:
    statements = [s.id for s in reading.statements]
    judgement = Judgement("statements", statements[0], statements[-1], "different", "Ida", "2024-05-01", "seen")
    case.judge(judgement)
    case.undo(judgement.id, by="Ida", because="no")
    assert codes(html, case) == []


# ---------------------------------------------------------------- what was changed


def test_a_changed_quotation_on_the_page_is_found(html: str) -> None:
    changed, number = re.subn(r"(<blockquote>)([^<]*)crane", r"\1\2tower", html, count=1)
    assert number == 1
    (finding,) = check(open_dossier(changed.encode()))
    assert finding.code == "misquoted"
    assert "tower" in finding.says


def test_a_changed_source_text_on_the_page_is_found(html: str) -> None:
    at = html.index('<div class="text"')
    changed = html[:at] + html[at:].replace("Two workers", "Ten workers", 1)
    assert changed != html
    assert "text changed" in codes(changed)


def test_a_page_changed_throughout_is_found_by_the_case(html: str, export: dict[str, Any], case: Case) -> None:
    changed = html.replace("crane", "tower")
    held = open_dossier(changed.encode())
    assert "text changed" in [f.code for f in check_against(held, case)]
    old, new = (t["text_sha256"] for t in (export["documents"][0], export["documents"][1]))
    assert codes(html.replace(old, new)) == ["text changed"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda e: e["statements"][0].update(quote=e["statements"][0]["quote"][::-1]), "misquoted"),
        (lambda e: e["statements"][0].update(start=e["statements"][0]["start"] + 1), "misquoted"),
        (lambda e: e["statements"][0].update(document="doc-0"), "no document"),
        (lambda e: e["documents"][0].update(text=e["documents"][0]["text"] + " "), "text changed"),
        (lambda e: e["documents"][0].update(sha256="0" * 64), "original changed"),
        (lambda e: e["ledger"].update(hash="0" * 64), "other ledger"),
        (lambda e: e["ledger"].update(number=999), "other ledger"),
    ],
)
def test_each_change_of_an_export_is_found(change: Any, code: str, export: dict[str, Any], case: Case) -> None:
    change(export)
    assert code in codes(export, case)


def test_an_original_lost_from_the_vault_is_found(export: dict[str, Any], tmp_path: Path) -> None:
    Case.create(tmp_path / "m").close()
    with Case.open(tmp_path / "m", tools=light_tools()) as other:
        other.add([Source(name, text.encode(), Told()) for name, text in TEXTS.items()])
        export["ledger"] = {"number": other.head().number, "hash": other.head().hash}
        assert codes(export, other) == []
        other.vault.place(export["documents"][0]["sha256"]).unlink()
        assert codes(export, other) == ["original changed"]


def test_words_withheld_because_somebody_withdrew_are_no_finding(case: Case, reading: Reading) -> None:
    speaker = reading.statements[0]
    judgement = Judgement("withdrawal", speaker.document, "account", "withdrawn", "Ida", "2024-05-02", "asked to")
    case.judge(judgement)
    try:
        after = case.reading()
        assert after is not None
        assert len(after.documents) == 1
        assert codes(write_html(after, case.head()), case) == []
    finally:
        case.undo(judgement.id, by="Ida", because="end of the test")


# ---------------------------------------------------------------- what is no dossier


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"Hello.",
        b"\xff\xfe",
        b"{}",
        b'{"generator": {"name": "other"}}',
        b'{"generator": {"name": "variorum"}}',
        b"{",
        b"<!DOCTYPE html><html><head><title>News</title></head></html>",
        b'<meta name="generator" content="variorum 0.0"><p>old</p>',
        b'<meta name="generator" content="variorum 0.1"><script type="application/json" id="record">{"a":1}</script>',
    ],
)
def test_what_is_no_dossier_is_refused_in_one_sentence(raw: bytes) -> None:
    with pytest.raises(NoDossier) as caught:
        open_dossier(raw)
    assert str(caught.value).count("\n") == 0
