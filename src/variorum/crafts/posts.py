"""Who holds which post where: ranks, titles and units around the names of people, as the words of one line tell it.

Reads the text, the names of people and the units found in it. Nothing is inferred: each part is a place in the text. In the
manner of the Security Force Monitor a post is later said to be held "from at least" its first and "to at least" its last citation.
"""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from variorum.crafts.tables import load

Place = tuple[int, int]

_GAP = r"\.?[\s\xa0]*[-–]?[\s\xa0]*"  # inside a rank: "Maj.-Gen", "Lt. –Gen"
_FAR = 110  # characters between a person and a post of theirs; longer stretches tell of something else
_LINE = re.compile(r"[^\n;]+")
_BRACKET = re.compile(r"\([^()\n]{1,14}\)")
_WORD = re.compile(r"[^\W\d_][\w’'.-]*")


@dataclass(frozen=True, slots=True)
class PostFound:
    """A person with rank, title and unit, each a place in the text or None; `over` where the post is told as past."""

    person: Place
    rank: Place | None
    title: Place | None
    unit: Place | None
    over: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: str  # "person", "title" or "unit"
    start: int
    end: int


def _either(words: Sequence[str]) -> str:
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=len, reverse=True))


@functools.cache
def _rank_before() -> re.Pattern[str]:
    table = load("posts")["ranks"]
    tail = re.escape(table["tail"]).replace(r"\ ", r"\s+")
    one = f"(?:{_either(table['words'])})"
    return re.compile(rf"\b((?:{one}{_GAP})*{one}(?:\s+{tail})?)\.?[\s\xa0]*$")


@functools.cache
def _title() -> re.Pattern[str]:
    table = load("posts")["titles"]
    return re.compile(
        rf"\b((?:(?:{_either(table['before'])})[\s-]+)*)({_either(table['heads'])})(?![\w’'])",
        re.IGNORECASE,
    )


@functools.cache
def _words(section: str, key: str) -> frozenset[str]:
    return frozenset(load("posts")[section][key])


@functools.cache
def _rank_behind() -> re.Pattern[str]:
    """A rank told behind a name: ", a lieutenant colonel"; alone before a mark or a word that goes on with the person."""
    table = load("posts")["ranks"]
    tail = re.escape(table["tail"]).replace(r"\ ", r"\s+")
    one = f"(?:{_either(table['words'])})"
    articles, onward = (_either(table[key]) for key in ("articles", "onward"))
    return re.compile(
        rf"\s?,\s+(?:(?:{articles})\s+)((?:{one}{_GAP})*{one}(?:\s+{tail})?)(?=\.?\s*[,.;()]|\s+(?:{onward})\b|\s*$)",
        re.IGNORECASE,
    )


def find_posts(text: str, people: Sequence[Place], units: Sequence[Place]) -> tuple[PostFound, ...]:
    """The posts that a text tells, in the order of the people's names; people without rank, title or unit are left out."""
    found: list[PostFound] = []
    named = sorted(people)
    inside = sorted(units)
    for line in _LINE.finditer(text):
        here = [p for p in named if line.start() <= p[0] and p[1] <= line.end()]
        if here:
            found += _posts_of_line(text, line.start(), line.end(), here, inside)
    return tuple(sorted(found, key=lambda f: (f.person, f.title or (0, 0), f.unit or (0, 0))))


def _posts_of_line(text: str, start: int, end: int, people: Sequence[Place], units: Sequence[Place]) -> list[PostFound]:
    ranks = {p: _rank_of(text, start, p) or _rank_told_behind(text, p, end) for p in people}
    held = [u for u in units if start <= u[0] and u[1] <= end]
    titles = _titles(text, start, end, held, people, [r for r in ranks.values() if r is not None])
    unit_of = {t: _unit_of(text, t, held, titles) for t in titles}
    found: list[PostFound] = []
    by_title: dict[Place, Place] = {}
    after_titled: set[Place] = set()
    for title in titles:
        person = _holder(text, title, unit_of[title], people, ranks, titles, held, after_titled)
        if person is None:
            continue
        by_title[title] = person
        if person[0] > title[0]:
            after_titled.add(person)
        unit = unit_of[title]
        found.append(PostFound(person, ranks[person], title, unit, _is_over(text, title, person)))
    taken = {u for u in unit_of.values() if u is not None}
    for unit in held:
        if unit in taken:
            continue
        person = _server(text, unit, people, titles)
        if person is not None:
            found.append(PostFound(person, ranks[person], None, unit, _is_over(text, unit, person)))
    with_post = {f.person for f in found}
    found += [PostFound(p, ranks[p], None, None) for p in people if ranks[p] is not None and p not in with_post]
    return found


def _rank_of(text: str, line: int, person: Place) -> Place | None:
    """The rank right before a name."""
    match = _rank_before().search(text, line, person[0])
    if match is None:
        return None
    words = re.findall(r"[A-Za-z]+", match[1])
    table = load("posts")["ranks"]
    start, end = match.span(1)
    tail = match[1].endswith(table["tail"].rsplit(" ", 1)[-1])
    if not tail and words[-1] not in table["last"]:
        return None
    if len(words) == 1 and words[0] in table["never_alone"]:
        return None
    if tail and len(words) == 3 and words[0] not in table["last"]:
        return None
    if words[0] in table["also_posts"] and len(words) > 1:  # "Commander Major General A": the first is the post
        start += len(match[1]) - len(match[1].partition(words[0])[2].lstrip(" .-–\xa0"))
    return start, end


def _rank_told_behind(text: str, person: Place, line_end: int) -> Place | None:
    """The rank in "Jon Hale, a brigadier general,"; of words that posts share only those that end as a rank does."""
    match = _rank_behind().match(text, person[1], line_end)
    if match is None:
        return None
    table = load("posts")["ranks"]
    last = re.findall(r"[A-Za-z]+", match[1])
    ends = {word.casefold() for word in table["last"]} - {word.casefold() for word in table["never_alone"]}
    tail = match[1].casefold().endswith(table["tail"].casefold())
    return match.span(1) if tail or last[-1].casefold() in ends else None


def _titles(
    text: str, start: int, end: int, units: Sequence[Place], people: Sequence[Place], ranks: Sequence[Place]
) -> list[Place]:
    """The titles of a line, with what they are in charge of; none inside a unit, a name or a rank."""
    closed = [*units, *people, *ranks]
    found: list[Place] = []
    for match in _title().finditer(text, start, end):
        first, last = match.span()
        head = match[2].casefold()
        lead = next((u for u in units if u[0] <= first < u[1] < last), None)
        if lead is not None:  # "81 Division Commander": the division is the unit
            first = match.start(2)
        if any(c[0] < last and first < c[1] for c in closed) or (found and first < found[-1][1]):
            continue
        if _only_short_for(text, first, found):
            continue
        longer = _charge(text, match.end(), end, head, closed)
        if longer is None and head in _words("titles", "loose") and not _at_a_unit(text, first, last, units):
            continue
        found.append((first, longer or last))
    return found


def _only_short_for(text: str, first: int, found: Sequence[Place]) -> bool:
    """Whether a title in brackets or commas only repeats the one before it: "Officer Commanding (OC)", "Chief of Staff, COS,"."""
    if not found:
        return False
    between = text[found[-1][1] : first]
    short = re.match(r"[A-Z][A-Z.]+\b", text[first : first + 12])
    return between.strip() == "(" or (between.strip(" ,(") == "" and short is not None)


def _charge(text: str, at: int, line_end: int, head: str, closed: Sequence[Place]) -> int | None:
    """Past "of Training and Operations" or ", Army Public Relations" behind a head word; None where there is no such thing."""
    table = load("posts")["titles"]
    if head not in table["charged"]:
        return None
    limit = min([c[0] for c in closed if c[0] >= at] + [line_end])
    staff = re.compile(rf"\s+(?:{_either(table['staff'])})\b", re.IGNORECASE).match(text, at, limit)
    if staff:
        return staff.end()
    joint = re.compile(rf"(?:\s+(?:{_either(table['joints'])})\s+|,\s+|\s+)(?=[A-Z])").match(text, at, limit)
    if joint is None:
        return None
    word = r"[A-Z][\w’'-]*"
    inside = _either(table["inside"])
    tail = re.compile(rf"{word}(?:\s+(?:(?:{inside})\s+)?{word}){{0,4}}").match(text, joint.end(), limit)
    return tail.end() if tail else None


def _at_a_unit(text: str, start: int, end: int, units: Sequence[Place]) -> bool:
    return any(0 <= u[0] - end < 12 or 0 <= start - u[1] < 4 for u in units)


def _unit_of(text: str, title: Place, units: Sequence[Place], titles: Sequence[Place]) -> Place | None:
    """The unit a title is held at: right behind it, or right before it ("81 Division's GOC")."""
    behind = next((u for u in units if u[0] >= title[1]), None)
    if behind is not None and not any(title[1] <= t[0] < behind[0] for t in titles):
        between = _BRACKET.sub(" ", text[title[1] : behind[0]])
        if len(between) <= 45 and re.fullmatch(
            r"(?:[\s,]|\b(?:of|the|in|at|for|new|newly|formed|established)\b)*", between
        ):
            return behind
    before = next((u for u in reversed(units) if u[1] <= title[0]), None)
    if before is not None and re.fullmatch(r"(?:['’]s?)?\s{0,2}", text[before[1] : title[0]]):
        return before
    return None


def _holder(
    text: str,
    title: Place,
    unit: Place | None,
    people: Sequence[Place],
    ranks: dict[Place, Place | None],
    titles: Sequence[Place],
    units: Sequence[Place],
    after_titled: set[Place],
) -> Place | None:
    """The person whose post it is: told right behind it, or before it with nothing but linking words between."""
    end = max(title[1], unit[1] if unit else 0)
    behind = _first_behind(text, end, people, ranks)
    if behind is not None:
        rank = ranks[behind]
        begin = min(rank[0], behind[0]) if rank is not None else behind[0]
        blocked = any(end <= t[0] < begin for t in titles)
        if blocked or not _apposed(text[end:begin], units, end, begin):
            behind = None
    before = next((p for p in reversed(people) if p[1] <= title[0]), None)
    if before is not None and not _linked(text, before[1], title[0], titles, units):
        before = None
    if before is not None and behind is not None:
        linking = {w.casefold() for w in _WORD.findall(text[before[1] : title[0]])} & _words("between", "telling")
        return before if linking or before not in after_titled else behind
    return behind or before


def _first_behind(text: str, end: int, people: Sequence[Place], ranks: dict[Place, Place | None]) -> Place | None:
    """The first person named behind a post; one word between commas right before the next name is a town taken for a person."""
    behind = [p for p in people if p[0] >= end]
    if not behind:
        return None
    if len(behind) > 1 and ranks[behind[0]] is None and not re.search(r"\s", text[slice(*behind[0])]):
        rank = ranks[behind[1]]
        begin = min(rank[0], behind[1][0]) if rank is not None else behind[1][0]
        if re.fullmatch(r",\s*", text[behind[0][1] : begin]):
            return behind[1]
    return behind[0]


def _apposed(between: str, units: Sequence[Place], start: int, end: int) -> bool:
    """Whether only commas, brackets, a town and a wider unit stand between a post and the name behind it."""
    if end - start > _FAR:
        return False
    rest = _without(between, start, [u for u in units if start <= u[0] and u[1] <= end])
    rest = _BRACKET.sub(" ", rest)
    if re.search(r"[.:!?“”\"]\s", rest):
        return False
    words = _WORD.findall(rest)
    small = [w for w in words if not w[0].isupper()]
    return len(words) <= 5 and all(w in _words("between", "apposed") for w in small)


def _without(between: str, start: int, places: Sequence[Place]) -> str:
    for place in places:
        a, b = place[0] - start, place[1] - start
        between = between[:a] + " " * (b - a) + between[b:]
    return between


def _linked(text: str, start: int, end: int, titles: Sequence[Place], units: Sequence[Place]) -> bool:
    """Whether only linking words, other posts and towns stand between a name and the post told behind it."""
    if end - start > 2 * _FAR:
        return False
    inside = [p for p in (*titles, *units) if start <= p[0] and p[1] <= end]
    rest = _BRACKET.sub(" ", _without(text[start:end], start, inside))
    if len(rest.replace(" ", "")) > _FAR or re.search(r"[:!?“”\"]|\.\s+[A-Z]", rest):
        return False
    links = _words("between", "links")
    words = _WORD.findall(rest)
    strange = [w for w in words if w.casefold() not in links]
    return len(strange) <= 3 and all(w[0].isupper() for w in strange)


def _server(text: str, unit: Place, people: Sequence[Place], titles: Sequence[Place]) -> Place | None:
    """The person told to serve at a unit without a title: "Major A of 2 Battalion", "7 Brigade, led by Colonel A"."""
    before = next((p for p in reversed(people) if p[1] <= unit[0]), None)
    if before is not None and unit[0] - before[1] <= 60 and not any(before[1] <= t[0] < unit[0] for t in titles):
        between = text[before[1] : unit[0]]
        words = [w.casefold() for w in _WORD.findall(between)]
        if (
            words
            and "." not in between.replace(".-", "")
            and all(w in _words("between", "serving") | _words("between", "leading") for w in words)
        ):
            return before
    behind = next((p for p in people if p[0] >= unit[1]), None)
    if behind is not None and re.match(
        rf"[\s,]*(?:{_either(sorted(_words('between', 'led_by')))})\b", text[unit[1] : behind[0]]
    ):
        return behind if behind[0] - unit[1] <= 60 else None
    return None


def _is_over(text: str, post: Place, person: Place) -> bool:
    """Whether the words before a post tell it as past: "formerly", "ex-", "until recently"."""
    start = person[1] if person[1] <= post[0] else max(0, post[0] - 25)
    words = [w.casefold() for w in _WORD.findall(text[start : post[0]])]
    past = [at for at, w in enumerate(words) if w in _words("between", "over")][-1:]
    return bool(past) and past[0] >= len(words) - 3 and not _words("between", "appointing") & set(words[past[0] :])
