"""Military and police units in a text: number, type, and the wider unit named in the same phrase.

Reads the text alone, so that it holds where a statistical reader has never seen the name of a unit. Numbers are compared as
numbers: "seventh", "7th", "7" and "VII" are one.
"""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from variorum.crafts.served import find_served
from variorum.crafts.tables import load
from variorum.crafts.unitforms import find_form, past_a_sign
from variorum.crafts.unitwords import (
    GLUED,
    ORDINAL,
    Piece,
    Word,
    adjacent,
    joined_number,
    number_of,
    type_at,
    words_of,
    words_under,
)
from variorum.values.entities import UnitName

__all__ = ["UnitFound", "find_units", "number_of"]

_STOPS = frozenset(".!?…”\"’'")
_QUOTES = frozenset("'\"‘’“”")
# Words before and after the name of a service in which a rank or a post shows that somebody serves there; swept over 3 to 9 on
# the development texts of evaluation/entities/units.py.
_BEFORE, _AFTER = 7, 2
_LESSON = 12  # words between "attended" and the school
_LONGEST = 9  # words in the name of a unit; longer runs of capitals are headlines


@dataclass(frozen=True, slots=True)
class UnitFound:
    """A unit at `[start, end)`; `head` is the place of its head word."""

    start: int
    end: int
    head: tuple[int, int]
    unit: UnitName


def _joints() -> frozenset[str]:
    return words_under("joints", "belonging") | words_under("joints", "articles")


@functools.cache
def _belonging() -> re.Pattern[str]:
    """What may stand between a unit and the wider one it belongs to: ", of the", " belongs to the", with an owner's name."""
    of = "|".join(sorted(words_under("joints", "belonging") | words_under("joints", "part_of"), key=len, reverse=True))
    the = "|".join(sorted(words_under("joints", "articles")))
    return re.compile(rf",? (?:{of}) (?:(?:{the}) )?(?:[A-Z][\w-]*(?:'s|’s|s') )?")


def find_units(text: str) -> tuple[UnitFound, ...]:
    """Every unit in a text, in order; nested ones apart, each with its parent's place."""
    words = words_of(text)
    found: list[Piece] = []
    at = 0
    while at < len(words):
        served = _served(words, at)
        one = [served] if served is not None else _told_by_its_words(words, at)
        if one is None:
            at += 1
            continue
        at = max(at + 1, one[-1][1])
        if _names_a_building(words, one[-1][1]):
            continue
        for piece in one:
            if piece is not served and not _is_unit(words, piece, found[-1] if found else None):
                continue
            while found and found[-1][0] >= piece[0]:
                found.pop()
            if not found or found[-1][1] <= piece[0]:
                found.append(piece)
    return _with_parents(text, words, _told_once(text, words, found))


def _told_once(text: str, words: Sequence[Word], found: Sequence[Piece]) -> list[Piece]:
    """Without the units of headlines that the text tells again: a headline repeats, and cuts names short.

    A headline is a first line that ends in no full stop, or a line in capitals. A unit that only headlines tell is kept.
    """
    headed = {piece for piece in found if _in_a_headline(text, words, piece)}
    below = {_told_as(words, piece) for piece in found if piece not in headed}
    return [p for p in found if p not in headed or _told_as(words, p) not in below]


def _in_a_headline(text: str, words: Sequence[Word], piece: Piece) -> bool:
    start, end = words[piece[0]].start, words[piece[1] - 1].end
    begin, past = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    line = text[begin : past if past >= 0 else len(text)].strip()
    if begin == 0:
        return past >= 0 and line[-1:] not in _STOPS
    return line.isupper()


def _told_as(words: Sequence[Word], piece: Piece) -> tuple[str, str]:
    """What makes two units of one text the same: number and type, or the words."""
    first, end, _, number, kind = piece
    return (number, kind) if number is not None else (" ".join(w.low for w in words[first:end]), "")


def _served(words: Sequence[Word], at: int) -> Piece | None:
    """A body told by who serves there; None where the words of the name tell a numbered or longer unit."""
    served = find_served(words, at)
    if served is None:
        return None
    inner = [piece for i in range(at, served[1]) for piece in _headed(words, i) or ()]
    known = any(number is not None or (first <= at and end >= served[1]) for first, end, _, number, _ in inner)
    first, end, head, number, kind = served
    return None if known else (first, _qualified(words, end), head, number, kind)


def _told_by_its_words(words: Sequence[Word], at: int) -> list[Piece] | None:
    form = find_form(words, at)
    if form is not None:
        return [form]
    return _operation(words, at) or _mission(words, at) or _acronym(words, at) or _headed(words, at)


def _names_a_building(words: Sequence[Word], end: int) -> bool:
    """Whether the next words make the name of a building of what ends here: "Army Brigade Barracks"."""
    at = end
    while at < len(words) and at - end < 2 and adjacent(words, at - 1, at):
        if words[at].low in words_under("heads", "buildings"):
            return True
        if type_at(words, at) is None:
            return False
        at += 1
    return False


def _is_unit(words: Sequence[Word], piece: Piece, last: Piece | None) -> bool:
    """Whether an unnumbered service or headquarters is spoken of as somebody's unit and not as an institution.

    "The Nigerian Army said" is a body; "the spokesman of the Nigerian Army", "82 Division, Nigerian Army" name where
    somebody serves.
    """
    first, end, _, number, kind = piece
    acronym = words[first].text in load("units")["acronyms"]
    service = _is_service(words, first, end, kind)
    if number is None and kind in words_under("learning", "types") and _is_learnt_at(words, first):
        return False
    if number is not None or not (service or acronym):
        return True
    if acronym and _only_short_for(words, first, last):
        return False
    whole = kind in load("units")["services"]["whole"]
    if last is not None and last[1] <= first and _joins(words, last[1], first):
        return not whole or last[1] < first  # in "82 Division Nigerian Army" the service stays part of the phrase
    if whole:
        return _post_of(words, first) and not _goes_on(words, end)
    posts = words_under("services", "posts")
    before, after = words[max(0, first - _BEFORE) : first], words[end : end + _AFTER]
    if any(w.low in words_under("services", "serving") for w in before[-2:]):
        return True
    return any(w.low in posts for w in before) or any(w.low in posts for w in after)


def _is_learnt_at(words: Sequence[Word], first: int) -> bool:
    """Whether somebody is told to have learnt there: "he attended the Staff College" is no post."""
    for at in range(first - 1, max(-1, first - 1 - _LESSON), -1):
        if words[at].text == "." or words[at].low in words_under("services", "posts"):
            return False
        if words[at].low in words_under("learning", "words"):
            return True
    return False


def _goes_on(words: Sequence[Word], end: int) -> bool:
    """Whether the name of a service goes on as that of another body: "Nigerian Army Welfare Fund"."""
    if end >= len(words) or not adjacent(words, end - 1, end) or words[end].low in words_under("modifiers", "stop"):
        return False
    return words[end].text.isdigit() or (words[end].capital and not words[end].text.isupper())


def _joins(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether nothing but a comma, "of" and "the" stands between two places."""
    return all(w.text == "," or w.low in _joints() for w in words[start:end])


def _only_short_for(words: Sequence[Word], first: int, last: Piece | None) -> bool:
    """Whether an acronym only repeats the name before it: "Joint Task Force (JTF)", "Joint Task Force, JTF,"."""
    if first > 0 and words[first - 1].text == "(":
        return True
    if last is None or first - last[1] > 2:
        return False
    name = "".join(w.low for w in words[last[0] : last[1]])
    return words[first].low[0] == name[0] and _runs_through(words[first].low, name)


def _runs_through(short: str, name: str) -> bool:
    """Whether the letters of a short form stand in a name in their order: "TRADOC" in "Training and Doctrine Command"."""
    letters = iter(name)
    return all(letter in letters for letter in short)


def _post_of(words: Sequence[Word], first: int) -> bool:
    """Whether a post is told right before: "the spokesman of the Army", "Provost Marshal, Army"."""
    at = first
    while at > 0 and first - at < 3 and (words[at - 1].text == "," or words[at - 1].low in _joints()):
        at -= 1
    return at > 0 and words[at - 1].low.rpartition("-")[2] in words_under("services", "posts")


def _is_service(words: Sequence[Word], first: int, end: int, kind: str) -> bool:
    services = load("units")["services"]
    return kind in services["types"] and sum(len(w.text) > 1 for w in words[first:end]) <= services["longest"]


def _operation(words: Sequence[Word], at: int) -> list[Piece] | None:
    """ "Operation" and the name it was given, in quotes or not."""
    table = load("units")["operations"]
    if words[at].low not in table["words"]:
        return None
    leading = words_under("services", "posts") | words_under("modifiers", "stop")
    if at > 0 and words[at - 1].capital and adjacent(words, at - 1, at) and words[at - 1].low not in leading:
        return None  # "Forward Operation Base"
    end = at + 1
    quoted = end < len(words) and words[end].text in _QUOTES
    if quoted and words[end].start == words[at].end:
        return None  # the quotation ends behind "operation"
    short = words[at].text
    told = short.istitle() or (at + 1 < len(words) and words[at + 1].text.isupper())
    if len(short) == 2 and not (short[0].isupper() and told):
        return None  # "Admiral OP Lind": letters of a name
    end += quoted
    first = end
    while end < len(words) and end - first < 4 and words[end].capital and adjacent(words, end - 1, end):
        end += 1
    if end == first:
        return None
    if quoted and end < len(words) and words[end].text in _QUOTES:
        end += 1
    return [(at, end, at, None, table["type"])]


def _mission(words: Sequence[Word], at: int) -> list[Piece] | None:
    """ "United Nations Mission in Liberia": who sent it, and where to."""
    table = load("units")["missions"]
    placed = words[at].low in table["placed"]
    if not (placed or words[at].low in table["words"]) or not words[at].capital:
        return None
    first = at
    while first > 0 and at - first < _LONGEST and words[first - 1].capital and adjacent(words, first - 1, first):
        first -= 1
    while first < at and words[first].low in words_under("modifiers", "stop"):
        first += 1
    senders = {part for w in words[first:at] for part in re.split("[-/]", w.low)}
    if not senders & words_under("missions", "senders"):
        return None
    end = at + 1
    if end + 1 < len(words) and words[end].low in table["joints"]:
        last = end + 1
        last += words[last].low in words_under("joints", "articles")
        where = last
        while last < len(words) and words[last].capital and (last == where or adjacent(words, last - 1, last)):
            last += 1
        end = last if last > where else end
    return [(first, end, at, None, table["type"])] if end > at + 1 or not placed else None


def _acronym(words: Sequence[Word], at: int) -> list[Piece] | None:
    """A short name from the table, with the number beside it: "MOPOL 20", "20 PMF"."""
    kind = load("units")["acronyms"].get(words[at].text)
    if kind is None:
        return None
    behind = _number_after(words, at + 1)
    if behind is not None:
        return [(at, at + 2, at, behind, kind)]
    before = words[at - 1] if at > 0 and adjacent(words, at - 1, at) else None
    if before is not None and before.text.isdigit() and len(before.text) <= 3:
        return [(at - 1, at + 1, at, str(int(before.text)), kind)]
    return [(at, at + 1, at, None, kind)]


def _headed(words: Sequence[Word], at: int) -> list[Piece] | None:
    """A unit whose head word starts here, with what stands before and after it."""
    pieces = _around(words, at)
    if not pieces:
        return None
    first, end, head, number, kind = pieces[-1]
    return [*pieces[:-1], (first, _qualified(words, end), head, number, kind)]


def _around(words: Sequence[Word], at: int) -> list[Piece] | None:
    """As `_headed`, without what brackets behind the name add."""
    plural = load("units")["heads"]["plural"].get(words[at].low)
    if plural:
        return _coordinated(words, at, plural)
    head = type_at(words, at)
    if head is None:
        return None
    length, kind = head
    end = at + length
    further = _joined_head(words, end)
    if further is not None and words[at].capital:
        return _headed(words, further)
    if words[at].capital and end < len(words) and _also_a_head(words, end, length):
        return None  # "Lagos Garrison Command": the later head word tells what it is
    # The last head word of a run is the head: "7 Division Garrison", "Army Headquarters Strike Group".
    first, number = _left(words, at)
    signed = past_a_sign(words, end)
    after = _number_after(words, signed) if number is None else None
    tail = _of_tail(words, end)
    glued = GLUED.match(words[at].text)
    if glued:
        first, number = at, glued[1]
    if after and words[at].capital and number is None:
        return (
            [(first, signed + 1, at, after, kind)]
            if _speaks_of_arms(words, first, at) or kind not in _open_types()
            else None
        )
    if number is not None:
        if not _is_number_not_count(words, first, at, glued=bool(glued)):
            return None
        if kind in load("units")["services"]["whole"] and words[first].text.isdigit():
            return None  # "48 Syrian Army": no army is numbered with a bare figure
        zones = words_under("heads", "zones")
        if kind == "headquarters" and any(type_at(words, i) and words[i].low not in zones for i in range(first, at)):
            return None  # "3 Division Headquarters" is where 3 Division is led from
        return [*_shared_numbers(words, first, kind, at), (first, tail or end, at, number, kind)]
    if " ".join(w.low for w in words[at:end]) in words_under("heads", "counted"):
        sided = first < at and words[at - 1].capital and words[at - 1].low in words_under("modifiers", "sides")
        return [(at - 1, end, at, None, kind)] if sided and words[at].capital else None
    lower_staff = kind == "headquarters" and first < at and all(w.capital for w in words[first:at])
    if words[at].low in words_under("heads", "lower") and at - first > 1 and words[at - 1].capital:
        lower_staff = _speaks_of_arms(words, at - 1, at)
    if not words[at].capital and not lower_staff:
        return None
    civil = words[at].low in words_under("heads", "civil")
    if tail and (not civil or _told_of_arms(words, end, tail) or _speaks_of_arms(words, first, at)):
        return [(first, tail, at, None, kind)]
    if first == at:
        return None
    plain = words[at].low in load("units")["types"]
    telling = " ".join(w.low for w in words[at:end]) in words_under("heads", "telling")
    weak = not telling and (words[at].low in words_under("heads", "weak") or length == 2 or not plain)
    if weak and not _speaks_of_arms(words, first, at):
        return None
    return [(first, end, at, None, kind)]


def _qualified(words: Sequence[Word], end: int) -> int:
    """Past the words in brackets that tell which unit of a name it is: "145 Battalion (Special Forces)"; else the place itself."""
    if end >= len(words) or words[end].text != "(" or not adjacent(words, end - 1, end):
        return end
    at = end + 1
    telling = words_under("modifiers", "arms") | words_under("modifiers", "sides")
    while at < len(words) and words[at].capital and words[at].low in telling and not words[at].text.isupper():
        at += 1
    return at + 1 if end + 1 < at < len(words) and words[at].text == ")" else end


def _joined_head(words: Sequence[Word], end: int) -> int | None:
    """The later head word of "Command and Staff College", behind the earlier one; None where the name ends here."""
    at = end
    if at < len(words) and words[at].low in words_under("modifiers", "joining"):
        for later in range(at + 1, min(at + 4, len(words))):
            if not words[later].capital or words[later].low in words_under("modifiers", "stop") - {"staff"}:
                return None
            kind = load("units")["types"].get(words[later].low)
            if kind in words_under("heads", "civil") and later > at:
                return later
    return None


def _also_a_head(words: Sequence[Word], at: int, length: int) -> bool:
    """Whether the next word is the head word of the whole: "Garrison Command", "155 Task Force Battalions"."""
    if not words[at].capital or not adjacent(words, at - 1, at):
        return False
    if words[at].low in load("units")["heads"]["plural"] or words[at].low in words_under("heads", "later"):
        return True
    return length > 1 and type_at(words, at) is not None


def _open_types() -> frozenset[str]:
    return frozenset({"company", "group", "school", "college", "academy", "centre", "force", "section"})


def _left(words: Sequence[Word], at: int) -> tuple[int, str | None]:
    """The first word of the name that ends in the head word at `at`, and its number if it has one."""
    stop, arms, joining = (
        words_under("modifiers", "stop"),
        words_under("modifiers", "arms"),
        words_under("modifiers", "joining"),
    )
    types = load("units")["types"]
    kind_is_staff = types.get(words[at].low) == "headquarters"
    named = words[at].capital or words[at].low in words_under("heads", "lower")
    first = at
    while first > 0 and at - first < _LONGEST:
        before = words[first - 1]
        inside = _inside_a_name(words, first)
        if inside is not None:
            first = inside
            continue
        if not adjacent(words, first - 1, first):
            break
        if (
            before.text in _QUOTES
            and first > 1
            and number_of(words[first - 2].text)
            and first > 2
            and words[first - 3].text in _QUOTES
        ):
            return first - 3, number_of(words[first - 2].text)
        if words[first].low in words_under("modifiers", "named") and before.low in types:
            break  # "82 Division Nigerian Army": the wider unit stands behind the narrower
        if (opened := _quoted_letter(words, first - 1)) is not None and first == at and words[at].capital:
            zoned = opened > 0 and words[opened - 1].capital and words[opened - 1].low in words_under("heads", "zones")
            return opened - zoned, words[first - 2].text
        if before.text in _QUOTES and (opened := _quoted_name(words, first - 1)) is not None:
            return opened - 1, number_of(words[opened - 1].text)
        if _zone_letter(words, first - 1):
            return first - 2, before.text
        number = number_of(before.text)
        if number is not None and (
            before.text[:1].isdigit() or before.capital or before.low in words_under("numbers", "ordinals")
        ):
            return first - 1 - _named_before(words, first - 1), number
        if number is not None and "-" in before.text:
            return first - 1, number
        if words[at].capital and (joined := joined_number(before.text)) is not None:
            return first - 1, joined
        if named and _begins_a_place(words, first - 1):
            first -= 1
            continue
        if before.low in stop or not before.text[:1].isalpha():
            bridge = before.low in joining and first > 1 and words[first - 2].capital and words[first].capital
            if (
                bridge
                and not kind_is_staff
                and (words[first - 2].low in arms or _of_a_named_body(words, first - 2, at))
            ):
                first -= 2
                continue
            break
        if before.low in arms or before.low in types or (before.capital and named and not kind_is_staff):
            first -= 1
            continue
        break
    if kind_is_staff:
        first = _past_the_title(words, first, at)
    while first < at and not words[first].capital:
        first += 1  # words of arms in lower case belong to a name only behind a number
    return first, None


def _named_before(words: Sequence[Word], at: int) -> bool:
    """Whether the word before a number belongs to the name: "Zone 9 Police Command", "Mopol 34 Squadron"."""
    if at < 1 or not words[at - 1].capital or not adjacent(words, at - 1, at):
        return False
    before = words[at - 1]
    return before.low in words_under("heads", "zones") or load("units")["acronyms"].get(before.text) == "police"


def _begins_a_place(words: Sequence[Word], at: int) -> bool:
    """Whether a word that is no part of a name begins that of a place here: "New Ellery Police Division"."""
    if not words[at].capital or words[at].low not in words_under("modifiers", "placing"):
        return False
    place = words[at + 1]
    plain = words_under("modifiers", "arms") | words_under("modifiers", "named") | words_under("types")
    inside = at > 0 and words[at - 1].text not in _STOPS and not words[at].new_line
    return inside and place.capital and place.low not in plain


def _past_the_title(words: Sequence[Word], first: int, at: int) -> int:
    """Past the work of a staff that belongs to the post before a headquarters: "Chief of Logistics, Army Headquarters"."""
    whose = words_under("headquarters", "whose")
    at_work = first
    while at_work < at and words[at_work].low in words_under("headquarters", "work"):
        at_work += 1
    return at_work if first < at_work < at and words[at_work].low in whose else first


def _of_a_named_body(words: Sequence[Word], last: int, head: int) -> bool:
    """Whether "and" joins two words of one name: behind a word of arms, before a head word that civil bodies share."""
    if words[head].low not in words_under("heads", "civil") or head - last > 3:
        return False
    at = last
    while at > 0 and words[at - 1].capital and adjacent(words, at - 1, at):
        at -= 1
        if words[at].low in words_under("modifiers", "arms"):
            return words[last].low not in words_under("modifiers", "stop")
    return False


def _inside_a_name(words: Sequence[Word], first: int) -> int | None:
    """The word before a mark that belongs to a name: "St. Mark Police Division", "People's Liberation Army"; None for others."""
    if not words[first].capital or first < 2:
        return None
    short = words[first - 1].text == "." and words[first - 2].low in words_under("modifiers", "shortened")
    if short and words[first - 2].capital and adjacent(words, first - 2, first):
        return first - 2
    owner = first > 2 and words[first - 1].low == "s" and words[first - 2].text in _QUOTES
    if owner and words[first - 3].capital and words[first - 3].low in words_under("modifiers", "owners"):
        return first - 3
    return None


def _quoted_name(words: Sequence[Word], closing: int) -> int | None:
    """The opening mark of a name in quotes behind a number: 93rd "Cold Ravine" Brigade; None where there is no such name."""
    for at in range(closing - 1, max(0, closing - 6), -1):
        if words[at].text in _QUOTES:
            named = at < closing - 1 and words[at - 1].text[:1].isdigit() and number_of(words[at - 1].text) is not None
            return at if named else None
        if not words[at].capital:
            return None
    return None


def _quoted_letter(words: Sequence[Word], closing: int) -> int | None:
    """The opening mark of a letter in quotes: 'A' Division, Area "C" Command; None where there is none."""
    if closing < 2 or words[closing].text not in _QUOTES or words[closing - 2].text not in _QUOTES:
        return None
    letter = words[closing - 1].text
    closed = words[closing - 1].start == words[closing - 2].end and words[closing].start == words[closing - 1].end
    return closing - 2 if closed and len(letter) == 1 and letter.isalpha() and letter.isupper() else None


def _zone_letter(words: Sequence[Word], at: int) -> bool:
    """Whether a letter stands behind a word for an area: "Area C Command"."""
    letter = len(words[at].text) == 1 and words[at].text.isupper()
    return letter and at > 0 and words[at - 1].capital and words[at - 1].low in words_under("heads", "zones")


def _number_after(words: Sequence[Word], end: int) -> str | None:
    """The number behind the head word: "Sector 3", "Unit 29155"."""
    if end < len(words) and words[end].text.isdigit() and len(words[end].text) <= 5 and adjacent(words, end - 1, end):
        more = (
            end + 1 < len(words)
            and (words[end + 1].capital or words[end + 1].low in words_under("modifiers", "arms"))
            and adjacent(words, end, end + 1)
        )
        return None if more else str(int(words[end].text))
    if end < len(words) and words[end].low in words_under("numbers", "cardinals") and adjacent(words, end - 1, end):
        return number_of(words[end].text) if words[end - 1].low in words_under("heads", "spelt") else None
    if end < len(words) and words[end - 1].capital and words[end - 1].low in words_under("heads", "lettered"):
        letter = words[end].text
        initial = end + 1 < len(words) and (words[end + 1].text == "." or words[end + 1].capital)
        if len(letter) == 1 and letter in "ABCDEFGH" and not initial and adjacent(words, end - 1, end):
            return letter
    return None


def _of_tail(words: Sequence[Word], end: int) -> int | None:
    """Past the words of "of Guards", "of Military Police" behind a head word; None where there is no such tail."""
    if end + 1 >= len(words) or words[end].low not in words_under("joints", "belonging"):
        return None
    tails = words_under("modifiers", "of_tails")
    last = end + 1
    joining = words_under("modifiers", "joining")
    while last < len(words) and words[last].capital and words[last].low in tails:
        last += 1
        if last + 1 < len(words) and words[last].low in joining and words[last + 1].low in tails:
            last += words[last + 1].capital
    return last if last > end + 1 else None


def _told_of_arms(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether the words behind "of" can only be of arms: "School of Infantry", not "School of Engineering"."""
    return any(words[i].low in words_under("modifiers", "arms_tails") for i in range(start, end))


def _is_number_not_count(words: Sequence[Word], first: int, at: int, *, glued: bool) -> bool:
    """Whether the word before numbers the unit ("7 Division") rather than counts units ("7 company cars")."""
    if glued or joined_number(words[first].text) is not None:
        return True
    word = words[first] if words[first].text not in _QUOTES else words[first + 1]
    if word.text.isdigit() and words[at].low in words_under("heads", "many"):
        return False
    if word.text.isdigit() and len(word.text) <= 3:
        return words[at].capital or words[at].low in words_under("heads", "numbered")
    if word.text.isdigit():
        return False
    if ORDINAL.match(word.text):
        ordinal = not word.text.isdigit() and word.text[:1].isdigit()
        small = ordinal and words[at].low in words_under("heads", "small")
        return (
            small
            or words[at].low not in words_under("heads", "weak")
            or words[at].capital
            or _military(words, first, at)
        )
    if word.low in words_under("numbers", "ordinals"):
        within = words[at].low in words_under("heads", "small") and _of_a_unit(words, at + 1)
        return words[at].capital or _military(words, first, at) or within
    return word.capital and words[at].capital


def _of_a_unit(words: Sequence[Word], end: int) -> bool:
    """Whether "of" and a numbered or named unit follow: "the second company of the 11th Battalion"."""
    if end + 2 >= len(words) or words[end].low not in words_under("joints", "belonging"):
        return False
    named = False
    for at in range(end + 1, min(end + 7, len(words))):
        telling = words[at].capital or number_of(words[at].text) is not None
        named = named or telling
        if type_at(words, at) is not None:
            return named
        if not telling and words[at].low not in words_under("joints", "articles"):
            return False
    return False


def _military(words: Sequence[Word], first: int, at: int) -> bool:
    """Whether a head word in lower case can only be a unit: its own meaning, or a word of arms before it."""
    return words[at].low in words_under("heads", "closed") or _speaks_of_arms(words, first, at)


def _speaks_of_arms(words: Sequence[Word], first: int, at: int) -> bool:
    telling = words_under("modifiers", "arms") | words_under("heads", "later")
    if load("units")["types"].get(words[at].low) not in words_under("heads", "civil"):
        telling |= words_under("modifiers", "named")
    if words[at].low in words_under("modifiers", "policed"):
        telling |= words_under("modifiers", "policing")
    parts = {part for i in range(first, at) for part in words[i].low.split("-")}
    return bool(parts & words_under("modifiers", "arms")) or any(words[i].low in telling for i in range(first, at))


def _shared_numbers(words: Sequence[Word], first: int, kind: str, head: int) -> list[Piece]:
    """The numbers that share a head word with this one: "the 46th and 47th Brigade"."""
    pieces: list[Piece] = []
    at = first - 1
    while at > 0 and (words[at].low in words_under("modifiers", "joining") or words[at].text == ","):
        number = number_of(words[at - 1].text)
        if number is None or not words[at - 1].text[:1].isdigit():
            break
        pieces.insert(0, (at - 1, at, head, number, kind))
        at -= 2
    return (
        pieces
        if pieces and any(w.low in words_under("modifiers", "joining") for w in words[pieces[0][1] : first])
        else []
    )


def _coordinated(words: Sequence[Word], at: int, kind: str) -> list[Piece] | None:
    """ "The 46th and 47th Brigades": one unit a number; a bare count ("two brigades") gives none."""
    first, number = _left(words, at)
    plain = words_under("modifiers", "arms") | words_under("modifiers", "named")
    named = words[at].capital and any(w.capital and w.low not in plain for w in words[first:at])
    if number is None and named and words[at].low in words_under("heads", "named_plural"):
        return [(first, at + 1, at, None, kind)]
    if number is None or not ORDINAL.match(words[first].text):
        return None
    if words[first].text.isdigit() and not words[at].capital:
        return None
    shared = _shared_numbers(words, first, kind, at)
    return [*shared, (first, at + 1, at, number, kind)] if shared else None


def _with_parents(text: str, words: Sequence[Word], found: Sequence[Piece]) -> tuple[UnitFound, ...]:
    spans = [(words[f].start, words[e - 1].end) for f, e, *_ in found]
    out = []
    for index, (first, end, head, number, kind) in enumerate(found):
        start, finish = spans[index]
        parent = None
        if index + 1 < len(found):
            between = text[finish : spans[index + 1][0]]
            listed = number is not None and between in (", ", " ") and found[index + 1][3] != number
            if listed or _belonging().fullmatch(between):
                parent = spans[index + 1]
        if parent is None:
            parent = _owner(words, first) or _service_behind(words, end) or _named_after(words, end)
        place = (words[head].start, words[head].end) if start <= words[head].start < finish else (start, finish)
        out.append(UnitFound(start, finish, place, UnitName(number, kind, parent)))
    return tuple(out)


def _owner(words: Sequence[Word], first: int) -> tuple[int, int] | None:
    """The place of the name in "Wagner's 7th Assault Detachment"."""
    at = first - 1
    if at >= 2 and words[at].low == "s" and words[at - 1].text in ("'", "’") and words[at - 2].capital:
        begin = at - 2
        while begin > 0 and words[begin - 1].capital and words[begin].start - words[begin - 1].end == 1:
            begin -= 1
        while begin < at - 2 and words[begin].low in words_under("modifiers", "stop"):
            begin += 1
        return words[begin].start, words[at - 2].end
    return None


def _service_behind(words: Sequence[Word], end: int) -> tuple[int, int] | None:
    """The place of the service in "82 Division Nigerian Army"."""
    for at in range(end, min(end + 3, len(words))):
        if not words[at].capital or not adjacent(words, at - 1, at):
            return None
        if load("units")["types"].get(words[at].low) in load("units")["services"]["whole"] and at > end:
            return words[end].start, words[at].end
    return None


def _named_after(words: Sequence[Word], end: int) -> tuple[int, int] | None:
    """The place of the name in "the 2nd company of the Azov Regiment" where it is no unit by itself."""
    if end + 1 >= len(words) or words[end].low not in words_under("joints", "belonging"):
        return None
    at = end + 1
    if words[at].low in words_under("joints", "articles"):
        at += 1
    begin = at
    while at < len(words) and words[at].capital and (at == begin or adjacent(words, at - 1, at)):
        at += 1
    return (words[begin].start, words[at - 1].end) if at > begin else None
