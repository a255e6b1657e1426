"""Bytes in: which files are meant, what is told of them, one exhibit for the same bytes."""

import datetime
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtures import make_bad
from variorum.case import Settings, Silence, Source, WrongUsage, find_files, load_sources, tell
from variorum.case.ingest import Ingested, ingest, parse_day
from variorum.values.identity import hash_bytes

CLOCK = "2024-01-01T00:00:00+00:00"
ACCOUNT, OTHER = make_bad.ACCOUNT.encode(), make_bad.OTHER_ACCOUNT.encode()


def taken(*named: tuple[str, bytes]) -> Ingested:
    told = tell([name for name, _ in named], {}, {}, {})
    return ingest([Source(name, raw, told[name]) for name, raw in named], Settings(clock=CLOCK), Silence())


# ---------------------------------------------------------------- what the user tells


def test_a_file_is_told_of_by_its_path_or_its_last_part() -> None:
    told = tell(["a/one.txt", "b/two.txt"], {"one.txt": "2024-03-01"}, {"b/two.txt": " The Post "}, {})
    assert told["a/one.txt"].published == datetime.date(2024, 3, 1)
    assert told["b/two.txt"].publisher == "The Post"
    assert told["b/two.txt"].published is None


def test_two_files_of_one_name_are_both_meant() -> None:
    told = tell(["a/one.txt", "b/one.txt"], {}, {}, {"one.txt": "Nadia Orsk"})
    assert [t.author for t in told.values()] == ["Nadia Orsk", "Nadia Orsk"]


@pytest.mark.parametrize("option", ["published", "publisher", "author"])
def test_a_typing_error_does_not_pass_in_silence(option: str) -> None:
    given = {
        name: ({"tow.txt": "2024-01-01"} if name == option else {}) for name in ("published", "publisher", "author")
    }
    with pytest.raises(WrongUsage, match=rf"--{option} names tow\.txt"):
        tell(["two.txt"], **given)


@pytest.mark.parametrize("text", ["", "yesterday", "2024-13-01", "2024-02-30", "18.01.2023", "01/18/2023"])
def test_what_is_no_day_is_refused_with_the_right_form(text: str) -> None:
    with pytest.raises(WrongUsage, match="YYYY-MM-DD"):
        parse_day(text)


def test_a_time_after_the_day_is_left_out() -> None:
    assert parse_day("2024-03-01T12:00:00Z") == datetime.date(2024, 3, 1)


@given(st.dates())
def test_every_day_is_read_back(day: datetime.date) -> None:
    assert parse_day(day.isoformat()) == day


# ---------------------------------------------------------------- which files are meant


def test_a_folder_is_searched_for_what_is_known(tmp_path: Path) -> None:
    found, issues = find_files([make_bad.make_mixed_folder(tmp_path)])
    assert [path.name for path in found] == ["empty.txt", "good.txt", "broken.pdf", "good.html"]
    assert issues == []


def test_a_file_is_taken_whatever_its_name(tmp_path: Path) -> None:
    odd = tmp_path / "account"
    odd.write_bytes(ACCOUNT)
    assert find_files([odd])[0] == [odd]


def test_a_folder_without_anything_known_is_said(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"")
    found, (issue,) = find_files([tmp_path])
    assert found == []
    assert (issue.code, issue.level) == ("empty-folder", "failed")


def test_what_is_missing_is_said_and_the_rest_goes_on(tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_bytes(ACCOUNT)
    found, (issue,) = find_files([tmp_path / "nope.txt", good])
    assert found == [good]
    assert issue.says == "nope.txt: there is no such file or folder."


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may open everything")
def test_a_file_that_may_not_be_opened_is_said(tmp_path: Path) -> None:
    shut = tmp_path / "shut.txt"
    shut.write_bytes(ACCOUNT)
    shut.chmod(0)
    sources, (issue,) = load_sources([shut], tell([str(shut)], {}, {}, {}))
    assert sources == []
    assert issue.says.startswith("shut.txt: could not be opened")


# ---------------------------------------------------------------- exhibits and custody


def test_the_same_bytes_twice_are_one_exhibit_and_two_custody_events() -> None:
    both = taken(("first.txt", ACCOUNT), ("second.txt", ACCOUNT))
    assert len(both.documents) == 1
    assert [e.sha256 for e in both.exhibits] == [hash_bytes(ACCOUNT)]
    assert [(c.name, c.note) for c in both.custody] == [
        ("first.txt", ""),
        ("second.txt", "the same bytes were handed over before"),
    ]
    assert [i.code for i in both.issues if i.code == "given-twice"] == ["given-twice"]


def test_custody_says_when_with_what_and_of_which_bytes() -> None:
    (event,) = taken(("first.txt", ACCOUNT)).custody
    assert (event.exhibit, event.action, event.at) == (hash_bytes(ACCOUNT), "received", CLOCK)
    assert event.tool.startswith("variorum ")


def test_the_exhibit_is_the_original_bytes() -> None:
    (document,) = taken(("utf.txt", ACCOUNT.decode().encode("utf-16"))).documents
    assert document.text == make_bad.ACCOUNT
    assert document.exhibit == hash_bytes(ACCOUNT.decode().encode("utf-16"))


def test_what_cannot_be_used_leaves_no_custody_and_does_not_stop_the_rest() -> None:
    found = taken(("empty.txt", b""), ("good.txt", ACCOUNT))
    assert [d.name for d in found.documents] == ["good.txt"]
    assert [c.name for c in found.custody] == ["good.txt"]
    assert [i.subject for i in found.issues if i.level == "failed"] == ["empty.txt"]


def test_the_order_of_the_files_does_not_matter() -> None:
    one, other = ("a.txt", ACCOUNT), ("b.txt", OTHER)
    assert taken(one, other).documents == taken(other, one).documents
    assert taken(one, other).exhibits == taken(other, one).exhibits


def test_two_accounts_with_one_text_under_two_publishers_are_two() -> None:
    """Another publisher of the same wire is another account, though its bytes are the same."""
    names = ["a.txt", "b.txt"]
    told = tell(names, {}, {"a.txt": "Early Post", "b.txt": "Late Herald"}, {})
    found = ingest([Source(n, ACCOUNT, told[n]) for n in names], Settings(clock=CLOCK), Silence())
    assert [d.publisher.value for d in found.documents] == ["Early Post", "Late Herald"]
    assert len(found.exhibits) == 1
