"""When a post began, ended or was held, as the sentence that tells it says: "appointed commander in March 2014", "until 2015".

Reads the text, a post found in it and the places of time expressions. A day is bound to a post only where nothing but linking words, a
town and other days stand between them; a day that is told of something else ("was killed in June") gives nothing.
"""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from variorum.crafts.posts import Place, PostFound
from variorum.crafts.tables import load
from variorum.values.entities import Tenure

_FAR = 90  # characters between a post and a day of it
_WORD = re.compile(r"[^\W\d_][\w’'.-]*")
_BREAK = re.compile(r"[.:!?“”\"]\s|\n|;")


@dataclass(frozen=True, slots=True)
class TenureFound:
    """That a post began, ended or was held at the time expression at `place`.

    `lasting` says that these words leave the post as held when they are written: "since 2014", but not "appointed in 2014".
    """

    kind: Tenure
    place: Place
    lasting: bool = False


@functools.cache
def _words(key: str) -> frozenset[str]:
    return frozenset(load("posts")["tenure"][key])


@functools.cache
def _ranks() -> frozenset[str]:
    return frozenset(load("posts")["ranks"]["words"])


def find_tenures(text: str, post: PostFound, moments: Sequence[Place]) -> tuple[TenureFound, ...]:
    """What the sentence of a post says of when it was held, in the order of the days; nothing where no day is bound to it."""
    places = [p for p in (post.person, post.rank, post.title, post.unit) if p is not None]
    start, end = min(p[0] for p in places), max(p[1] for p in places)
    found: list[TenureFound] = []
    last = end
    for moment in sorted(moments):
        if any(a < moment[1] and moment[0] < b for a, b in places):
            continue  # somebody called Sunday
        if start <= moment[0] and moment[1] <= end:
            tied = _rest(text, start, moment[0], places)
        elif moment[0] >= end and moment[0] - last <= _FAR and _links(text[last : moment[0]]):
            tied, last = text[last : moment[0]], moment[1]
        elif moment[1] <= start and start - moment[1] <= _FAR and _opens(text, moment[1], start):
            tied = ""
        else:
            continue
        found.append(_told(text, moment, tied, _verbs(text, start, end, moment, places), found))
    return tuple(found)


def tells_now(text: str, post: PostFound) -> bool:
    """Whether the words leave open that the post is held when they are written; "led the 3rd Brigade", "then commander" do not."""
    first = min(p[0] for p in (post.title, post.unit) if p is not None) if post.title or post.unit else post.person[1]
    words = [w.casefold() for w in _WORD.findall(text[post.person[1] : first])]
    past = any(w in _words("narrating") for w in words)
    return not past or any(w in _words("perfect") for w in words)


def _rest(text: str, start: int, end: int, places: Sequence[Place]) -> str:
    """The text of a stretch without the parts of the post."""
    kept = [c for at, c in enumerate(text[start:end], start) if not any(a <= at < b for a, b in places)]
    return "".join(kept)


def _links(between: str) -> bool:
    """Whether only linking words, a town and marks stand between a post and a day, or between two days."""
    if _BREAK.search(between):
        return False
    strange = [w for w in _WORD.findall(between) if w.casefold() not in _words("links")]
    if any(part in _ranks() for w in strange for part in w.split("-")):
        return False  # somebody else stands between
    return len(strange) <= 3 and all(w[0].isupper() for w in strange)


def _opens(text: str, end: int, start: int) -> bool:
    """Whether a day opens the sentence of a post: "In March 2014, Colonel A became ..."."""
    between = text[end:start]
    return not _BREAK.search(between) and not [
        w for w in _WORD.findall(between) if w.casefold() not in _words("articles")
    ]


def _verbs(text: str, start: int, end: int, moment: Place, places: Sequence[Place]) -> str:
    """The words that tell what happened: those between the parts of the post and its day, in lower case."""
    return " ".join(
        _WORD.findall(_rest(text, min(start, moment[0]), max(end, moment[1]), [*places, moment]))
    ).casefold()


def _told(text: str, moment: Place, tied: str, verbs: str, before: Sequence[TenureFound]) -> TenureFound:
    """What a day says of a post: by the word before it, then by the verbs around it."""
    line = text[: moment[0]]
    words = [w.casefold() for w in _WORD.findall(line[-30:])]
    while words and words[-1] in _words("parts"):
        words.pop()
    word = words[-1] if words else ""
    if line.rstrip()[-1:] in ("-", "–") and before:
        return TenureFound("ended", moment)
    if word in _words("since") or text[moment[0] : moment[1]].split()[0].casefold() in _words("since"):
        return TenureFound("begun", moment, lasting=word in _words("lasting"))
    if word in _words("until"):
        return TenureFound("ended", moment)
    if word in _words("both") and before and _words("ranges") & {w.casefold() for w in _WORD.findall(line[-60:])}:
        return TenureFound("ended", moment)
    if word in _words("ranges") or re.match(r"\s*[-–]\s*\d", text[moment[1] :]):
        return TenureFound("begun", moment)
    told = f" {verbs} {tied.casefold()} "
    if any(f" {phrase} " in told for phrase in _words("ending")):
        return TenureFound("ended", moment)
    if any(f" {phrase} " in told for phrase in _words("beginning")):
        return TenureFound("begun", moment)
    return TenureFound("held", moment, lasting=True)
