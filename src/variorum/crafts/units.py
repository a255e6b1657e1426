"""Military and police units in a text: number, type, and the wider unit named in the same phrase.

Reads the text alone, so that it holds where a statistical reader has never seen the name of a unit. Numbers are compared as
numbers: "seventh", "7th", "7" and "VII" are one.
"""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from variorum.crafts.tables import load
from variorum.values.entities import UnitName

_WORD = re.compile(r"\w+(?:[-/]\w+)*|[^\w\s]")
_ORDINAL = re.compile(r"^(\d{1,4})(?:st|nd|rd|th)?$", re.IGNORECASE)
_GLUED = re.compile(r"^(\d{1,4})([A-Za-z]{3,})$")
_ROMAN = re.compile(r"^[IVXL]{1,6}$")
_QUOTES = frozenset("'\"‘’“”")
# Words before and after the name of a service in which a rank or a post shows that somebody serves there; swept over 3 to 9 on
# the development texts of evaluation/entities/units.py.
_BEFORE, _AFTER = 7, 2
_LONGEST = 9  # words in the name of a unit; longer runs of capitals are headlines


@dataclass(frozen=True, slots=True)
class UnitFound:
    """A unit at `[start, end)`; `head` is the place of its head word."""

    start: int
    end: int
    head: tuple[int, int]
    unit: UnitName


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    new_line: bool

    @property
    def low(self) -> str:
        return self.text.casefold()

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper()


@functools.cache
def _words_under(*path: str) -> frozenset[str]:
    here = load("units")
    for key in path:
        here = here[key]
    return frozenset(here)


def _joints() -> frozenset[str]:
    return _words_under("joints", "belonging") | _words_under("joints", "articles")


@functools.cache
def _belonging() -> re.Pattern[str]:
    """What may stand between a unit and the wider one it belongs to: ", of the", with an owner's name."""
    of, the = ("|".join(sorted(_words_under("joints", key))) for key in ("belonging", "articles"))
    return re.compile(rf",? (?:{of}) (?:(?:{the}) )?(?:[A-Z][\w-]*(?:'s|’s|s') )?")


def number_of(word: str) -> str | None:
    """The number a word stands for in the name of a unit, in digits ("seventh", "7th", "VII" give "7"); None for no number.

    Letters of the spelling alphabet ("Bravo") number companies and are returned in capitals.
    """
    low = word.casefold().strip(".,")
    found = _ORDINAL.match(low)
    if found:
        return str(int(found[1]))
    table = load("units")["numbers"]
    for series in ("ordinals", "cardinals"):
        if low in table[series]:
            return str(table[series].index(low) + 1)
    if low in table["letters"]:
        return low.upper()
    if low in table["tens"]:
        return str(table["tens"][low])
    ten, _, rest = low.partition("-")
    if ten in table["tens"] and rest:
        unit = number_of(rest)
        return str(table["tens"][ten] + int(unit)) if unit and unit.isdigit() else None
    if _ROMAN.match(word):
        return str(_roman(word))
    return None


def _roman(word: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10, "L": 50}[c] for c in word]
    return sum(v if v >= max(values[at:]) else -v for at, v in enumerate(values))


def find_units(text: str) -> tuple[UnitFound, ...]:
    """Every unit in a text, in order; nested ones apart, each with its parent's place."""
    words: list[_Word] = []
    for m in _WORD.finditer(text):
        new_line = bool(words) and "\n" in text[words[-1].end : m.start()]
        words.append(_Word(m.start(), m.end(), m.group(), new_line))
    found: list[tuple[int, int, int, str | None, str]] = []  # first word, past last word, head word, number, type
    at = 0
    while at < len(words):
        one = _operation(words, at) or _mission(words, at) or _acronym(words, at) or _headed(words, at)
        if one is None:
            at += 1
            continue
        at = max(at + 1, one[-1][1])
        if _names_a_building(words, one[-1][1]):
            continue
        for piece in one:
            if not _is_unit(words, piece, found[-1] if found else None):
                continue
            while found and found[-1][0] >= piece[0]:
                found.pop()
            if not found or found[-1][1] <= piece[0]:
                found.append(piece)
    return _with_parents(text, words, found)


_Piece = tuple[int, int, int, str | None, str]


def _names_a_building(words: Sequence[_Word], end: int) -> bool:
    """Whether the next words make the name of a building of what ends here: "Army Brigade Barracks"."""
    at = end
    while at < len(words) and at - end < 2 and _adjacent(words, at - 1, at):
        if words[at].low in _words_under("heads", "buildings"):
            return True
        if _type_at(words, at) is None:
            return False
        at += 1
    return False


def _is_unit(words: Sequence[_Word], piece: _Piece, last: _Piece | None) -> bool:
    """Whether an unnumbered service or headquarters is spoken of as somebody's unit and not as an institution.

    "The Nigerian Army said" is a body; "the spokesman of the Nigerian Army", "82 Division, Nigerian Army" name where
    somebody serves.
    """
    first, end, _, number, kind = piece
    acronym = words[first].text in load("units")["acronyms"]
    service = _is_service(words, first, end, kind)
    if number is not None or not (service or acronym):
        return True
    if acronym and _only_short_for(words, first, last):
        return False
    whole = kind in load("units")["services"]["whole"]
    if last is not None and last[1] <= first and _joins(words, last[1], first):
        return not whole or last[1] < first  # in "82 Division Nigerian Army" the service stays part of the phrase
    if whole:
        return _post_of(words, first)
    posts = _words_under("services", "posts")
    before, after = words[max(0, first - _BEFORE) : first], words[end : end + _AFTER]
    if any(w.low in _words_under("services", "serving") for w in before[-2:]):
        return True
    return any(w.low in posts for w in before) or any(w.low in posts for w in after)


def _joins(words: Sequence[_Word], start: int, end: int) -> bool:
    """Whether nothing but a comma, "of" and "the" stands between two places."""
    return all(w.text == "," or w.low in _joints() for w in words[start:end])


def _only_short_for(words: Sequence[_Word], first: int, last: _Piece | None) -> bool:
    """Whether an acronym only repeats the name before it: "Joint Task Force (JTF)", "Joint Task Force, JTF,"."""
    if first > 0 and words[first - 1].text == "(":
        return True
    initials = "".join(w.text[0] for w in words[last[0] : last[1]] if w.capital) if last else ""
    return initials.casefold() == words[first].low and first - (last[1] if last else 0) <= 2


def _post_of(words: Sequence[_Word], first: int) -> bool:
    """Whether a post is told right before: "the spokesman of the Army", "Provost Marshal, Army"."""
    at = first
    while at > 0 and first - at < 3 and (words[at - 1].text == "," or words[at - 1].low in _joints()):
        at -= 1
    return at > 0 and words[at - 1].low.rpartition("-")[2] in _words_under("services", "posts")


def _is_service(words: Sequence[_Word], first: int, end: int, kind: str) -> bool:
    services = load("units")["services"]
    return kind in services["types"] and end - first <= services["longest"]


def _operation(words: Sequence[_Word], at: int) -> list[_Piece] | None:
    """ "Operation" and the name it was given, in quotes or not."""
    table = load("units")["operations"]
    if words[at].low not in table["words"]:
        return None
    leading = _words_under("services", "posts") | _words_under("modifiers", "stop")
    if at > 0 and words[at - 1].capital and _adjacent(words, at - 1, at) and words[at - 1].low not in leading:
        return None  # "Forward Operation Base"
    end = at + 1
    quoted = end < len(words) and words[end].text in _QUOTES
    if quoted and words[end].start == words[at].end:
        return None  # the quotation ends behind "operation"
    end += quoted
    first = end
    while end < len(words) and end - first < 4 and words[end].capital and _adjacent(words, end - 1, end):
        end += 1
    if end == first:
        return None
    if quoted and end < len(words) and words[end].text in _QUOTES:
        end += 1
    return [(at, end, at, None, table["type"])]


def _mission(words: Sequence[_Word], at: int) -> list[_Piece] | None:
    """ "United Nations Mission in Liberia": who sent it, and where to."""
    table = load("units")["missions"]
    if words[at].low not in table["words"] or not words[at].capital:
        return None
    first = at
    while first > 0 and at - first < _LONGEST and words[first - 1].capital and _adjacent(words, first - 1, first):
        first -= 1
    while first < at and words[first].low in _words_under("modifiers", "stop"):
        first += 1
    if not any(w.low in table["senders"] for w in words[first:at]):
        return None
    end = at + 1
    if end + 1 < len(words) and words[end].low in table["joints"]:
        last = end + 1
        last += words[last].low in _words_under("joints", "articles")
        where = last
        while last < len(words) and words[last].capital and (last == where or _adjacent(words, last - 1, last)):
            last += 1
        end = last if last > where else end
    return [(first, end, at, None, table["type"])]


def _acronym(words: Sequence[_Word], at: int) -> list[_Piece] | None:
    kind = load("units")["acronyms"].get(words[at].text)
    return [(at, at + 1, at, None, kind)] if kind else None


def _adjacent(words: Sequence[_Word], left: int, right: int) -> bool:
    return words[right].start - words[left].end <= 2 and not any(w.new_line for w in words[left + 1 : right + 1])


def _type_at(words: Sequence[_Word], at: int) -> tuple[int, str] | None:
    """The number of words of the head word that starts here, and its type."""
    types = load("units")["types"]
    if at + 1 < len(words):
        pair = f"{words[at].low} {words[at + 1].low}"
        if pair in types and _adjacent(words, at, at + 1):
            return 2, types[pair]
    kind = types.get(words[at].low)
    if kind is None:
        glued = _GLUED.match(words[at].text)
        kind = types.get(glued[2].casefold()) if glued else None
    return (1, kind) if kind else None


def _headed(words: Sequence[_Word], at: int) -> list[_Piece] | None:
    """A unit whose head word starts here, with what stands before and after it."""
    plural = load("units")["heads"]["plural"].get(words[at].low)
    if plural:
        return _coordinated(words, at, plural)
    head = _type_at(words, at)
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
    after = _number_after(words, end) if number is None else None
    tail = _of_tail(words, end)
    glued = _GLUED.match(words[at].text)
    if glued:
        first, number = at, glued[1]
    if after and words[at].capital and number is None:
        return (
            [(first, end + 1, at, after, kind)]
            if _speaks_of_arms(words, first, at) or kind not in _open_types()
            else None
        )
    if number is not None:
        if not _is_number_not_count(words, first, at, glued=bool(glued)):
            return None
        if kind in load("units")["services"]["whole"] and words[first].text.isdigit():
            return None  # "48 Syrian Army": no army is numbered with a bare figure
        if kind == "headquarters" and any(_type_at(words, i) for i in range(first, at)):
            return None  # "3 Division Headquarters" is where 3 Division is led from
        pieces: list[_Piece] = [*_shared_numbers(words, first, kind, at), (first, tail or end, at, number, kind)]
        return pieces
    lower_staff = kind == "headquarters" and first < at and all(w.capital for w in words[first:at])
    if not words[at].capital and not lower_staff:
        return None
    civil = words[at].low in _words_under("heads", "civil")
    if tail and (not civil or _told_of_arms(words, end, tail) or _speaks_of_arms(words, first, at)):
        return [(first, tail, at, None, kind)]
    if first == at:
        return None
    weak = words[at].low in _words_under("heads", "weak") or length == 2
    if weak and not _speaks_of_arms(words, first, at):
        return None
    return [(first, end, at, None, kind)]


def _joined_head(words: Sequence[_Word], end: int) -> int | None:
    """The later head word of "Command and Staff College", behind the earlier one; None where the name ends here."""
    at = end
    if at < len(words) and words[at].low in _words_under("modifiers", "joining"):
        for later in range(at + 1, min(at + 4, len(words))):
            if not words[later].capital or words[later].low in _words_under("modifiers", "stop") - {"staff"}:
                return None
            kind = load("units")["types"].get(words[later].low)
            if kind in _words_under("heads", "civil") and later > at:
                return later
    return None


def _also_a_head(words: Sequence[_Word], at: int, length: int) -> bool:
    """Whether the next word is the head word of the whole: "Garrison Command", "155 Task Force Battalions"."""
    if not words[at].capital or not _adjacent(words, at - 1, at):
        return False
    if words[at].low in load("units")["heads"]["plural"] or words[at].low in _words_under("heads", "later"):
        return True
    return length > 1 and _type_at(words, at) is not None


def _open_types() -> frozenset[str]:
    return frozenset({"company", "group", "school", "college", "academy", "centre", "force", "section"})


def _left(words: Sequence[_Word], at: int) -> tuple[int, str | None]:
    """The first word of the name that ends in the head word at `at`, and its number if it has one."""
    stop, arms, joining = (
        _words_under("modifiers", "stop"),
        _words_under("modifiers", "arms"),
        _words_under("modifiers", "joining"),
    )
    types = load("units")["types"]
    kind_is_staff = types.get(words[at].low) == "headquarters"
    first = at
    while first > 0 and at - first < _LONGEST:
        before = words[first - 1]
        if not _adjacent(words, first - 1, first):
            break
        if (
            before.text in _QUOTES
            and first > 1
            and number_of(words[first - 2].text)
            and first > 2
            and words[first - 3].text in _QUOTES
        ):
            return first - 3, number_of(words[first - 2].text)
        if words[first].low in _words_under("modifiers", "named") and before.low in types:
            break  # "82 Division Nigerian Army": the wider unit stands behind the narrower
        number = number_of(before.text)
        if number is not None and (
            before.text[:1].isdigit() or before.capital or before.low in _words_under("numbers", "ordinals")
        ):
            zoned = first > 1 and words[first - 2].capital and words[first - 2].low in _words_under("heads", "zones")
            return first - 1 - zoned, number
        if number is not None and "-" in before.text:
            return first - 1, number
        if before.low in stop or not before.text[:1].isalpha():
            bridge = before.low in joining and first > 1 and words[first - 2].capital and words[first].capital
            if bridge and words[first - 2].low in arms and not kind_is_staff:
                first -= 2
                continue
            break
        if before.low in arms or before.low in types or (before.capital and words[at].capital and not kind_is_staff):
            first -= 1
            continue
        break
    while first < at and not words[first].capital:
        first += 1  # words of arms in lower case belong to a name only behind a number
    return first, None


def _number_after(words: Sequence[_Word], end: int) -> str | None:
    """The number behind the head word: "Sector 3", "Unit 29155"."""
    if end < len(words) and words[end].text.isdigit() and len(words[end].text) <= 5 and _adjacent(words, end - 1, end):
        more = (
            end + 1 < len(words)
            and (words[end + 1].capital or words[end + 1].low in _words_under("modifiers", "arms"))
            and _adjacent(words, end, end + 1)
        )
        return None if more else str(int(words[end].text))
    return None


def _of_tail(words: Sequence[_Word], end: int) -> int | None:
    """Past the words of "of Guards", "of Military Police" behind a head word; None where there is no such tail."""
    if end + 1 >= len(words) or words[end].low not in _words_under("joints", "belonging"):
        return None
    tails = _words_under("modifiers", "of_tails")
    last = end + 1
    joining = _words_under("modifiers", "joining")
    while last < len(words) and words[last].capital and words[last].low in tails:
        last += 1
        if last + 1 < len(words) and words[last].low in joining and words[last + 1].low in tails:
            last += words[last + 1].capital
    return last if last > end + 1 else None


def _told_of_arms(words: Sequence[_Word], start: int, end: int) -> bool:
    """Whether the words behind "of" can only be of arms: "School of Infantry", not "School of Engineering"."""
    return any(words[i].low in _words_under("modifiers", "arms_tails") for i in range(start, end))


def _is_number_not_count(words: Sequence[_Word], first: int, at: int, *, glued: bool) -> bool:
    """Whether the word before numbers the unit ("7 Division") rather than counts units ("7 company cars")."""
    if glued:
        return True
    word = words[first] if words[first].text not in _QUOTES else words[first + 1]
    if word.text.isdigit() and len(word.text) <= 3:
        return words[at].capital or words[at].low in _words_under("heads", "numbered")
    if word.text.isdigit():
        return False
    if _ORDINAL.match(word.text):
        ordinal = not word.text.isdigit() and word.text[:1].isdigit()
        small = ordinal and words[at].low in _words_under("heads", "small")
        return (
            small
            or words[at].low not in _words_under("heads", "weak")
            or words[at].capital
            or _military(words, first, at)
        )
    if word.low in _words_under("numbers", "ordinals"):
        within = words[at].low in _words_under("heads", "small") and _of_a_unit(words, at + 1)
        return words[at].capital or _military(words, first, at) or within
    return word.capital and words[at].capital


def _of_a_unit(words: Sequence[_Word], end: int) -> bool:
    """Whether "of" and a numbered or named unit follow: "the second company of the 11th Battalion"."""
    if end + 2 >= len(words) or words[end].low not in _words_under("joints", "belonging"):
        return False
    named = False
    for at in range(end + 1, min(end + 7, len(words))):
        telling = words[at].capital or number_of(words[at].text) is not None
        named = named or telling
        if _type_at(words, at) is not None:
            return named
        if not telling and words[at].low not in _words_under("joints", "articles"):
            return False
    return False


def _military(words: Sequence[_Word], first: int, at: int) -> bool:
    """Whether a head word in lower case can only be a unit: its own meaning, or a word of arms before it."""
    return words[at].low in _words_under("heads", "closed") or _speaks_of_arms(words, first, at)


def _speaks_of_arms(words: Sequence[_Word], first: int, at: int) -> bool:
    telling = _words_under("modifiers", "arms") | _words_under("heads", "later")
    if load("units")["types"].get(words[at].low) not in _words_under("heads", "civil"):
        telling |= _words_under("modifiers", "named")
    return any(words[i].low in telling for i in range(first, at))


def _shared_numbers(words: Sequence[_Word], first: int, kind: str, head: int) -> list[_Piece]:
    """The numbers that share a head word with this one: "the 46th and 47th Brigade"."""
    pieces: list[_Piece] = []
    at = first - 1
    while at > 0 and (words[at].low in _words_under("modifiers", "joining") or words[at].text == ","):
        number = number_of(words[at - 1].text)
        if number is None or not words[at - 1].text[:1].isdigit():
            break
        pieces.insert(0, (at - 1, at, head, number, kind))
        at -= 2
    return (
        pieces
        if pieces and any(w.low in _words_under("modifiers", "joining") for w in words[pieces[0][1] : first])
        else []
    )


def _coordinated(words: Sequence[_Word], at: int, kind: str) -> list[_Piece] | None:
    """ "The 46th and 47th Brigades": one unit a number; a bare count ("two brigades") gives none."""
    first, number = _left(words, at)
    if number is None or not _ORDINAL.match(words[first].text):
        return None
    if words[first].text.isdigit() and not words[at].capital:
        return None
    shared = _shared_numbers(words, first, kind, at)
    return [*shared, (first, at + 1, at, number, kind)] if shared else None


def _with_parents(text: str, words: Sequence[_Word], found: Sequence[_Piece]) -> tuple[UnitFound, ...]:
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


def _owner(words: Sequence[_Word], first: int) -> tuple[int, int] | None:
    """The place of the name in "Wagner's 7th Assault Detachment"."""
    at = first - 1
    if at >= 2 and words[at].low == "s" and words[at - 1].text in ("'", "’") and words[at - 2].capital:
        begin = at - 2
        while begin > 0 and words[begin - 1].capital and words[begin].start - words[begin - 1].end == 1:
            begin -= 1
        while begin < at - 2 and words[begin].low in _words_under("modifiers", "stop"):
            begin += 1
        return words[begin].start, words[at - 2].end
    return None


def _service_behind(words: Sequence[_Word], end: int) -> tuple[int, int] | None:
    """The place of the service in "82 Division Nigerian Army"."""
    for at in range(end, min(end + 3, len(words))):
        if not words[at].capital or not _adjacent(words, at - 1, at):
            return None
        if load("units")["types"].get(words[at].low) in load("units")["services"]["whole"] and at > end:
            return words[end].start, words[at].end
    return None


def _named_after(words: Sequence[_Word], end: int) -> tuple[int, int] | None:
    """The place of the name in "the 2nd company of the Azov Regiment" where it is no unit by itself."""
    if end + 1 >= len(words) or words[end].low not in _words_under("joints", "belonging"):
        return None
    at = end + 1
    if words[at].low in _words_under("joints", "articles"):
        at += 1
    begin = at
    while at < len(words) and words[at].capital and (at == begin or _adjacent(words, at - 1, at)):
        at += 1
    return (words[begin].start, words[at - 1].end) if at > begin else None
