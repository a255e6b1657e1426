"""When a post began, ended or was held, as the text says: "appointed commander in March 2014", "until 2015", "(2012-14)".

Reads the text, a post found in it and the places of time expressions. A day is bound to a post only where nothing but linking words, a
town and other days stand between them; a day that is told of something else ("was killed in June") gives nothing. A later sentence
about the same person is read where it speaks of nothing but the post: "He was appointed in March 2014."
"""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from variorum.crafts.names import fold
from variorum.crafts.posts import Place, PostFound
from variorum.crafts.tables import load
from variorum.values.entities import Tenure

_FAR = 90  # characters between a post and a day of it
_LATER = 1000  # characters between a post and a later sentence that tells a day of it
_WORD = re.compile(r"[^\W\d_][\w’'.-]*")
_TERM = re.compile(r"\w[\w’'-]*")
_SENTENCE_END = re.compile(r"[.!?](?=[\s”\"]|$)|\n|;")
_DASHES = ("-", "–", "—")
_YEARS_IN_ONE = re.compile(r"\D*\d{4}[-–/]\d{2,4}")
_BREAK = re.compile(r"[.:!?“”\"]\s|\n|;")


@dataclass(frozen=True, slots=True)
class TenureFound:
    """That a post began, ended or was held at the time expression at `place`.

    `lasting` says that these words leave the post as held when they are written: "since 2014", but not "appointed in 2014". `year` is
    "first" or "last" where of years written in one ("2012-14") only that one is meant.
    """

    kind: Tenure
    place: Place
    lasting: bool = False
    year: Literal["", "first", "last"] = ""


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
        elif moment[0] >= end and moment[0] - last <= _FAR and (ended := _ending(text[last : moment[0]])):
            if _links(text[last + ended : moment[0]]):
                found.append(TenureFound("ended", moment))
            break
        elif moment[1] <= start and start - moment[1] <= _FAR and _opens(text, moment[1], start):
            tied = ""
        else:
            continue
        found += _bounds(text, _told(text, moment, tied, _verbs(text, start, end, moment, places), found, moments))
    return tuple(found)


def find_later_tenures(
    text: str, post: PostFound, again: Sequence[Place], moments: Sequence[Place]
) -> tuple[TenureFound, ...]:
    """What later sentences say of when a post was held; `again` are the places that speak of the same person.

    A sentence counts where it is about that person and, up to its day, holds nothing but words for taking, holding and leaving a post
    and the words of the post itself: "She has led the brigade since 2014", but not "She was wounded in 2014".
    """
    end = max(p[1] for p in (post.person, post.rank, post.title, post.unit) if p is not None)
    own = {fold(w) for p in (post.title, post.unit) if p is not None for w in _TERM.findall(text[slice(*p)])}
    found: list[TenureFound] = []
    for place in sorted(again):
        if place[0] < end or place[0] - end > _LATER or not _SENTENCE_END.search(text[end : place[0]]):
            continue
        stop = _SENTENCE_END.search(text, place[1])
        found += _of_sentence(text, place, stop.start() if stop else len(text), own, moments)
    return tuple(found)


def _of_sentence(text: str, person: Place, stop: int, own: set[str], moments: Sequence[Place]) -> list[TenureFound]:
    """The days that a sentence about somebody tells of a post whose words are `own`."""
    behind = [m for m in sorted(moments) if person[1] <= m[0] and m[1] <= stop]
    opening = [m for m in moments if m[1] <= person[0] and person[0] - m[1] <= _FAR and _opens(text, m[1], person[0])]
    if not behind or not _says_only_the_post(text[person[1] : behind[0][0]], own):
        clause = _clause_end().split(text[person[1] : stop])[0]
        if not opening or not _says_only_the_post(clause, own):
            return []
        return _bounds(text, _told(text, opening[-1], "", _low(clause), [], moments))
    chain = [behind[0]]
    for moment in behind[1:]:
        if not _links(text[chain[-1][1] : moment[0]]):
            break
        chain.append(moment)
    after = _WORD.findall(text[chain[-1][1] : stop])[:1]
    if after and after[0].casefold() in _later("otherwise"):
        return []
    found: list[TenureFound] = []
    verbs = _low(text[person[1] : chain[0][0]])
    for moment in chain:
        found += _bounds(text, _told(text, moment, "", verbs, found, moments))
    return found


def _says_only_the_post(words: str, own: set[str]) -> bool:
    """Whether words tell of taking, holding or leaving a post and of nothing else; `own` are the words of the post."""
    terms = [fold(w) for w in _TERM.findall(words)]
    told = f" {' '.join(terms)} "
    phrases = sorted((*_later("strong"), *_later("weak")), key=len, reverse=True)
    known = _later("fillers") | _later("objects") | own | {w for phrase in phrases for w in phrase.split()}
    if any(term not in known for term in terms) or not any(f" {phrase} " in told for phrase in phrases):
        return False
    named = bool((_later("objects") | (own - _later("fillers"))) & set(terms))
    return named or any(f" {phrase} " in told for phrase in _later("strong"))


@functools.cache
def _later(key: str) -> frozenset[str]:
    return frozenset(load("posts")["tenure"]["later"][key])


@functools.cache
def _clause_end() -> re.Pattern[str]:
    return re.compile(rf",|\s(?:{'|'.join(sorted(_later('clauses')))})\s")


def is_subject(words: str) -> bool:
    """Whether a pronoun can be the one of whom a later sentence tells: "he", but not "his"."""
    return words.casefold() in _later("subjects")


def _low(words: str) -> str:
    return " ".join(_WORD.findall(words)).casefold()


def _bounds(text: str, found: TenureFound) -> list[TenureFound]:
    """A day as it is told; years written in one that no "in" puts within the post are its beginning and its end."""
    words = [w.casefold() for w in _WORD.findall(text[: found.place[0]][-30:])][-1:]
    within = bool(words) and words[0] in _words("within") and text[: found.place[0]].rstrip()[-1:] not in ("(", ",")
    if not _YEARS_IN_ONE.fullmatch(text[slice(*found.place)]) or found.kind == "ended" or within:
        return [found]
    return [
        replace(found, kind="begun", lasting=False, year="first"),
        replace(found, kind="ended", lasting=False, year="last"),
    ]


def tells_end(text: str, post: PostFound, tenures: Sequence[TenureFound]) -> bool:
    """Whether the words right behind a post and its days end it, with a day or without: ", was removed"."""
    end = max(p[1] for p in (post.person, post.rank, post.title, post.unit) if p is not None)
    days = [t.place[1] for t in tenures if t.kind != "ended"]
    return any(_ending(text[at : at + _FAR]) > 0 for at in (end, *(day for day in days if day >= end)))


def _ending(words: str) -> int:
    """Past the words that end a post, where a stretch begins with them; 0 where it does not: ", was removed"."""
    match = _ended().match(words)
    return match.end() if match else 0


@functools.cache
def _ended() -> re.Pattern[str]:
    phrases = "|".join(sorted((re.escape(p).replace(r"\ ", r"\s+") for p in _words("ended")), key=len, reverse=True))
    between = "|".join(sorted(_words("between")))
    return re.compile(rf"[\s,)]*(?:(?:{between})\s+)*(?:{phrases})\b", re.IGNORECASE)


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


def _told(
    text: str, moment: Place, tied: str, verbs: str, before: Sequence[TenureFound], moments: Sequence[Place]
) -> TenureFound:
    """What a day says of a post: by the word before it, then by the verbs around it."""
    line = text[: moment[0]]
    words = [w.casefold() for w in _WORD.findall(line[-30:])]
    while words and words[-1] in _words("parts"):
        words.pop()
    word = words[-1] if words else ""
    if line.rstrip()[-1:] in _DASHES and before:
        return TenureFound("ended", moment)
    if word in _words("since") or text[moment[0] : moment[1]].split()[0].casefold() in _words("since"):
        return TenureFound("begun", moment, lasting=word in _words("lasting"))
    if word in _words("until"):
        return TenureFound("ended", moment)
    if word in _words("both") and before and _words("ranges") & {w.casefold() for w in _WORD.findall(line[-60:])}:
        return TenureFound("ended", moment)
    joined = any(text[moment[1] : m[0]].strip() in _DASHES for m in moments if m[0] > moment[1])
    if word in _words("ranges") or joined:
        return TenureFound("begun", moment)
    told = f" {verbs} {tied.casefold()} "
    if any(f" {phrase} " in told for phrase in _words("ending")):
        return TenureFound("ended", moment)
    if any(f" {phrase} " in told for phrase in _words("beginning")):
        return TenureFound("begun", moment)
    return TenureFound("held", moment, lasting=True)
