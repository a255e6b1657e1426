"""How somebody came into a post, which post it was and how he left it, where a clause says so of the person who opens it.

Accounts of one person part here more than anywhere: a commander or a night watchman, deserted or dismissed. Only what stands in the person's
own clause counts; what another said, did or is said of another is left alone. Words are the table `careers`.
"""

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from variorum.crafts.similarity import words
from variorum.crafts.tables import either, load, spaced

Rank = Literal["command", "hands", ""]


@dataclass(frozen=True, slots=True)
class Career:
    """What a clause says of one person's service.

    `person` are the words of the name, in lower case. `rank` says whether the post gives orders ("command") or none ("hands"). `left` are the ways of
    leaving told, "" among them where only the leaving is; `entered` says that he came into a service; `passing` that a post is told as one of several.
    """

    person: frozenset[str]
    post: str = ""
    rank: Rank = ""
    left: frozenset[str] = frozenset()
    entered: bool = False
    passing: bool = False

    def is_of(self, other: "Career") -> bool:
        """Whether both can be of one person: every word of the shorter name stands in the longer one."""
        return self.person <= other.person or other.person <= self.person


@functools.cache
def _table() -> dict[str, Any]:
    return load("careers")


@functools.cache
def _post() -> re.Pattern[str]:
    posts = _table()["posts"]
    held = rf"(?:{either(posts['holding'])})\s+((?:[\w’'-]+\s+){{0,4}}(?:{either(posts['names'])}))"
    leads = rf"((?:{either(posts['leading'])})\s+(?:[\w’'-]+\s+){{1,4}}?(?:{either(posts['led'])}))"
    return re.compile(rf"(?<!\w)(?:{held}|{leads})(?!\w)", re.IGNORECASE)


@functools.cache
def _behind_leaving() -> re.Pattern[str]:
    """What stands before a post that somebody was put out of: "dismissed as" of "was dismissed as commander"."""
    ways = {row for rows in _table()["leaving"]["suffered"].values() for row in rows}
    return re.compile(rf"\A.*?\b(?:{either(ways)})\s+(?:{either(_table()['posts']['holding'])})\s+", re.IGNORECASE)


def post_told(text: str) -> str:
    """The words for a post or rank that a text says somebody holds ("a high-ranking commander", "led the second squad"), "" where it tells none."""
    found = _post().search(text)
    if found is None:
        return ""
    return _behind_leaving().sub("", found.group(1)) if found.group(1) else found.group(2)


def rank_of(post: str) -> Rank:
    """Whether a post gives orders or takes them; "" where its words do not say."""
    if not post:
        return ""
    table = _table()["posts"]
    last = words(post)[-1]
    if last in table["hands"]:
        return "hands"
    return "command" if last in table["command"] or last in table["led"] else ""


def career_told(name: str, behind: str) -> Career | None:
    """What a clause says of the service of the person whose name opens it. `behind` is the text behind the name; None where it says nothing."""
    person = frozenset(words(name))
    own = _own(behind)
    post = post_told(own)
    # Most clauses have no such word, and to look for all at once is cheaper.
    steps = _any_step().search(own) is not None
    left, entered = (_left(own), _happened(own, **_table()["entering"])) if steps else (frozenset[str](), False)
    if not (person and (post or left or entered)):
        return None
    return Career(person, post, rank_of(post), left, entered, _phrase("posts", "passing").search(behind) is not None)


@functools.cache
def _any_step() -> re.Pattern[str]:
    """Any word of leaving or of coming in."""
    leaving, entering = _table()["leaving"], _table()["entering"]
    ways = [*leaving["done"].values(), *leaving["suffered"].values(), leaving["wide"], *entering.values()]
    return re.compile(rf"(?<!\w)(?:{either({row for rows in ways for row in rows})})(?!\w)", re.IGNORECASE)


def _own(behind: str) -> str:
    """The stretch behind a name that is still told of that person and as something that is so."""
    other = _phrase("clauses", "others").search(behind)
    return behind[: other.start()] if other else behind


@functools.cache
def _phrase(section: str, key: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{either(_table()[section][key])})(?!\w)", re.IGNORECASE)


def _left(own: str) -> frozenset[str]:
    """The ways of leaving a post that a clause tells, "" for one that says no more than that."""
    table = _table()["leaving"]
    ways = {way for way, rows in table["done"].items() if _happened(own, done=rows)}
    ways |= {way for way, rows in table["suffered"].items() if _happened(own, suffered=rows)}
    if not ways and _happened(own, done=table["wide"]):
        ways.add("")
    return frozenset(ways)


def _happened(own: str, done: Iterable[str] = (), suffered: Iterable[str] = ()) -> bool:
    """Whether a clause tells one of these as something that happened: done by its subject, or done to it."""
    return any(_is_told(own, row, suffered=False) for row in done) or any(
        _is_told(own, row, suffered=True) for row in suffered
    )


# How many words before a word of leaving say whether it is so, and to whom it was done ("had been summarily dismissed").
_NEAR = 3


@functools.cache
def _place_of(phrase: str) -> re.Pattern[str]:
    away = rf"(?!\s+(?:{either(_table()['leaving']['not_before'])})\b)" if " " not in phrase else ""
    return re.compile(rf"(?<!\w){spaced(phrase)}(?!\w){away}", re.IGNORECASE)


def _is_told(own: str, phrase: str, *, suffered: bool) -> bool:
    clauses = _table()["clauses"]
    for match in _place_of(phrase).finditer(own):
        before = words(own[: match.start()])[-_NEAR:]
        if set(before) & set(clauses["unreal"]):
            continue
        if suffered and set(before) & set(clauses["being"]):
            return True
        if not suffered and not set(before[-1:]) & set(clauses["describing"]):
            return True
    return False
