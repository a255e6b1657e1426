"""The example case, read once, against its answer key: one test a check.

`KNOWN_WRONG` names the checks that today's program does not satisfy, with the reason. A check that starts to hold fails
here until its line is taken out, so that no gain goes unseen.
"""

import html.parser
from collections.abc import Mapping
from typing import Any

import pytest

from variorum import demo
from variorum.demo.key import Quoted, list_quoted

KNOWN_WRONG: dict[str, str] = {
    "conflict-at-sea": "that a boat of the company came alongside is not seen to deny that none was at sea: it takes knowing what a boat alongside is",
    "log-one-lawyer": "a lawyer named in one account and told of as “his lawyer” in another is not seen to be one person",
}

CHECKS = demo.answers()
ROWS = {f"R{n}" for n in range(1, 23)} | {"blocking"}


def _cases() -> list[Any]:
    return [
        pytest.param(asked, id=asked.id, marks=pytest.mark.xfail(reason=KNOWN_WRONG[asked.id], strict=True))
        if asked.id in KNOWN_WRONG
        else pytest.param(asked, id=asked.id)
        for asked in CHECKS
    ]


@pytest.mark.parametrize("asked", _cases())
def test_the_reading_answers_as_the_key_does(asked: demo.Check, demo_export: dict[str, Any]) -> None:
    (result,) = demo.check(demo_export, [asked])
    assert result.right, f"{asked.why} Found: {result.found}"


def test_known_wrong_names_checks_that_exist() -> None:
    assert KNOWN_WRONG.keys() <= {asked.id for asked in CHECKS}


def test_the_key_asks_about_every_row() -> None:
    assert {asked.row for asked in CHECKS} == ROWS


# ------------------------------------------------------------------ the key against the accounts themselves


class _Visible(html.parser.HTMLParser):
    """What a reader of the page sees, a line a block."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style", "title"):
            self.hidden += 1
        elif tag in ("p", "h1", "h2", "li", "figcaption"):
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style", "title"):
            self.hidden -= 1

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words.append(data)


def _visible(account: demo.Account) -> str:
    text = account.raw.decode("utf-8")
    if not account.name.endswith(".html"):
        return text
    page = _Visible()
    page.feed(text)
    return "".join(page.words)


@pytest.fixture(scope="module")
def visible() -> Mapping[str, str]:
    return {account.name: _visible(account) for account in demo.load_case()}


@pytest.mark.parametrize(
    "quoted", [pytest.param(q, id=f"{asked.id}-{i}") for asked in CHECKS for i, q in enumerate(list_quoted(asked))]
)
def test_the_key_quotes_what_stands_there_once(quoted: Quoted, visible: Mapping[str, str]) -> None:
    assert visible[quoted.document].count(quoted.words) == 1
    if quoted.of is not None:
        assert quoted.words.count(quoted.of) == 1


def test_accounts_are_of_a_length_that_can_be_read(visible: Mapping[str, str]) -> None:
    assert len(visible) == 5
    for name, text in visible.items():
        assert 350 <= len(text.split()) <= 600, name


def test_one_account_has_no_date() -> None:
    assert [account.name for account in demo.load_case() if account.published is None] == ["northern-ledger.txt"]


def test_accounts_are_files() -> None:
    assert [path.name for path in demo.accounts()] == [account.name for account in demo.load_case()]
    assert all(path.is_file() for path in demo.accounts())
