"""Names of people and bodies: folding, romanising, taking apart, and how alike two of them are, with the reason.

Nothing here decides that two names are one person; it says how far two spellings could be one name, and which rule spoke.
"""

import functools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from anyascii import anyascii
from rapidfuzz.distance import JaroWinkler, Levenshtein

from variorum.crafts.tables import load
from variorum.crafts.unitwords import number_of

_LIGATURES = str.maketrans(
    {"ı": "i", "ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "œ": "oe", "þ": "th", "ð": "d", "ə": "a"}
)
_SILENT = frozenset("'`ʼʻʿʾ′‘’.ʹʺˮ")
_SUFFIX_S = re.compile(r"(?:'|’)s?$")
# Letters that one sound is written with when a name comes from another script, folded onto one of them. Order matters.
_SOUNDS = (
    ("shch", "sh"), ("tsch", "ch"), ("sch", "sh"), ("kh", "h"), ("gh", "g"), ("dh", "d"), ("zh", "j"), ("ph", "f"), ("ck", "k"),
    ("tch", "ch"), ("dj", "j"), ("ks", "x"), ("ts", "z"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ei", "i"), ("ai", "i"),
    ("ay", "i"), ("ey", "i"), ("iy", "i"), ("yy", "i"), ("ij", "i"), ("iu", "yu"), ("ya", "ia"), ("y", "i"), ("w", "v"), ("q", "k"), ("c", "k"),
)  # fmt: skip
_VOWELS = frozenset("aeiou")
_PERCENT = re.compile(r"%")
_ROMAN = re.compile(r"^(?:x{0,2}(?:ix|iv|v?i{2,3}|vi|xi|xv|xx))$")
_ORDINAL = re.compile(r"^(\d+)(?:st|nd|rd|th)$")


@dataclass(frozen=True, slots=True)
class Likeness:
    """How far two spellings could be one name: 1 the same, 0 nothing in common; and the rule that says so."""

    score: float
    reason: str


def head_of_body(words: Sequence[str]) -> str:
    """The word of a body's name that says what it is: its last one, or that before "of" or "for"; "" of no words."""
    scope = next((at for at, word in enumerate(words) if at and word in _table("bodies", "scope")), len(words))
    return words[scope - 1] if words else ""


@functools.lru_cache(maxsize=65536)
def without_scope(name: str) -> str:
    """The folded name of a body before its "for" or "of" ("harbour watch"), without an article; "" where it has none."""
    words = words_of(name)
    at = next((place for place, word in enumerate(words) if word in _table("bodies", "scope")), 0)
    return " ".join(words[:at])


def is_slip(left: str, right: str) -> bool:
    """Whether two folded words differ in one letter, left out, put in or written for another."""
    return left != right and Levenshtein.distance(left, right, score_cutoff=1) == 1


@functools.lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """A name as a key: lower case, no accents, no apostrophes or dots, every other mark a space."""
    # Letters of mathematics have no case until they are taken apart, so the case is folded on both sides of it.
    flat = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold()).translate(_LIGATURES)
    kept = [c if c.isalnum() else "" if unicodedata.combining(c) or c in _SILENT else " " for c in flat]
    return " ".join("".join(kept).split())


def romanise(name: str) -> str:
    """A name in Latin letters, whatever script it came in; a name in Latin letters is returned as it is."""
    if all(ord(c) < 0x250 or not c.isalpha() for c in name):
        return name
    return anyascii(name)


@functools.lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """A folded word with the usual choices of transliteration folded onto one another, no letter doubled."""
    for written, kept in _SOUNDS:
        word = word.replace(written, kept)
    return "".join(c for at, c in enumerate(word) if at == 0 or word[at - 1] != c)


@functools.lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """The consonants of a folded word by sound, and its first letter: one key for "Hasakeh", "Hasaka", "Hasakah"."""
    by_sound = sound(word)
    bones = by_sound[:1] + "".join(c for c in by_sound[1:] if c not in _VOWELS)
    bones = bones[:1] + bones[1:].replace("h", "")
    return "".join(c for at, c in enumerate(bones) if at == 0 or bones[at - 1] != c)


@functools.cache
def _table(section: str, key: str = "words") -> frozenset[str]:
    return frozenset(load("names")[section][key])


@functools.cache
def honorifics() -> dict[str, str]:
    """Honorifics and the gender each tells ("" where none)."""
    return dict(load("names")["honorifics"])


@functools.cache
def titles() -> frozenset[str]:
    """Offices and ranks that stand before a name without being part of it."""
    return _table("titles")


@functools.cache
def particles() -> frozenset[str]:
    """Words inside names that never stand for the person: "al", "bin", "van"."""
    return _table("particles")


@functools.cache
def first_names() -> dict[str, str]:
    """Folded first names and the gender they usually go with."""
    made, own = load("first_names"), load("names")["more_first_names"]
    genders = {name: gender for gender in ("female", "male") for name in made[gender].split()}
    genders.update({name: gender for gender in ("female", "male") for name in own[gender].split()})
    return genders


@functools.cache
def _also_surnames() -> frozenset[str]:
    """First names that, standing alone, are as likely a surname: "Allen", "Johnson"."""
    return frozenset(load("first_names")["also_surnames"].split())


@functools.cache
def nationalities() -> dict[str, str]:
    """Words of nationality, folded, and the ISO code of their country."""
    return dict(load("names")["nationalities"])


@functools.cache
def body_words() -> frozenset[str]:
    """Words that show that a name is the name of a body."""
    return _table("bodies")


@functools.cache
def known_bodies() -> frozenset[str]:
    """Folded names of bodies that a statistical reader often takes for something else."""
    return _table("bodies", "known")


@functools.cache
def _short_forms() -> dict[str, frozenset[str]]:
    forms: dict[str, set[str]] = {}
    for short, fulls in load("names")["short_forms"].items():
        for full in fulls:
            forms.setdefault(short, {short}).add(full)
            forms.setdefault(full, {full}).add(short)
    return {name: frozenset(others) for name, others in forms.items()}


@functools.lru_cache(maxsize=65536)
def words_of(name: str) -> tuple[str, ...]:
    """The folded words of a name in Latin letters, a possessive ending and a leading article left off."""
    plain = _SUFFIX_S.sub("", romanise(name))
    words = fold(plain).split()
    initial = plain.strip()[1:2] == "."
    return tuple(
        words[1:] if len(words) > 1 and not initial and words[0] in load("names")["articles"]["words"] else words
    )


@functools.lru_cache(maxsize=65536)
def person_words(name: str) -> tuple[str, ...]:
    """The words that stand for a person: honorifics, titles and suffixes left off as long as something stays."""
    words = list(words_of(name))
    before = honorifics().keys() | titles()
    while len(words) > 1 and words[0] in before:
        words.pop(0)
    while len(words) > 1 and words[-1] in _table("particles", "suffixes"):
        words.pop()
    return tuple(words)


def surname(name: str) -> str:
    """The last word of a person's name with its particle ("al assad"), folded."""
    words = person_words(name)
    if len(words) > 1 and words[-2] in particles():
        return " ".join(words[-2:])
    return words[-1] if words else ""


def gender_of(name: str) -> str:
    """ "male" or "female" as an honorific or the first name tells; "" where neither does."""
    for word in words_of(name):
        if word in honorifics():
            if honorifics()[word]:
                return honorifics()[word]
        elif word in titles():
            for gender in ("male", "female"):
                if word in load("names")["titles"][gender]:
                    return gender
        else:
            break
    words = person_words(name)
    if len(words) == 1 and words[0] in _also_surnames():
        return ""
    return first_names().get(words[0], "") if words else ""


def acronym_of(name: str) -> str:
    """The initials of a body's name, small words left out: "The New York Times" gives "nyt"."""
    small = load("names")["articles"]["small"]
    return "".join(word[0] for word in words_of(name) if word not in small)


def is_acronym(word: str) -> bool:
    """Whether a word looks like an acronym: two to seven letters, mostly capitals."""
    letters = [c for c in word if c.isalpha()]
    return 2 <= len(letters) <= 7 and sum(c.isupper() for c in letters) > len(letters) / 2 and " " not in word.strip()


def alike_first_names(left: str, right: str) -> bool:
    """Whether two first names could be one: the same, an initial, a short form, or two spellings of one."""
    if left == right or left in _short_forms().get(right, ()):
        return True
    if left[:1] == right[:1] and (len(left) == 1 or len(right) == 1):
        return True
    return word_likeness(left, right) >= 0.85


@functools.lru_cache(maxsize=131072)
def word_likeness(left: str, right: str) -> float:
    """How far two folded words could be spellings of one: 1 the same letters, 0.95 the same sounds, less for slips."""
    if left == right:
        return 1.0
    if not left.isalpha() or not right.isalpha():
        return 0.0  # numbers and codes are the same or different
    by_sound = sound(left), sound(right)
    if by_sound[0] == by_sound[1]:
        return 0.95
    shorter = min(len(left), len(right))
    if shorter < 3:
        return 0.0
    slips = min(Levenshtein.distance(left, right), Levenshtein.distance(*by_sound))
    if slips == 1 and shorter >= 4:
        return 0.9
    if slips == 1:
        return 0.8
    if shorter >= 4 and skeleton(left) == skeleton(right):
        return 0.87
    if slips == 2 and shorter >= 7:
        return 0.86
    return min(0.8, JaroWinkler.similarity(*by_sound)) if slips <= 3 else 0.0


def pair_words(left: Sequence[str], right: Sequence[str], *, least: float) -> tuple[list[float], list[str], list[str]]:
    """Pair the words of two names best first; the likeness of each pair and the words left over on either side."""
    scored = sorted(
        ((_pairing(a, b), -abs(i - j), i, j) for i, a in enumerate(left) for j, b in enumerate(right)), reverse=True
    )
    used_left: set[int] = set()
    used_right: set[int] = set()
    pairs: list[float] = []
    for score, _, i, j in scored:
        if score < least or i in used_left or j in used_right:
            continue
        used_left.add(i)
        used_right.add(j)
        pairs.append(score)
    return (
        pairs,
        [w for i, w in enumerate(left) if i not in used_left],
        [w for j, w in enumerate(right) if j not in used_right],
    )


def _pairing(left: str, right: str) -> float:
    if left != right and left[:1] == right[:1] and (len(left) == 1 or len(right) == 1):
        return 0.86
    if left in _short_forms().get(right, ()):
        return 0.93
    return word_likeness(left, right)


@functools.lru_cache(maxsize=131072)
def compare_people(left: str, right: str) -> Likeness:
    """How far two spellings could be one person's name. Words that differ on both sides speak against it."""
    a, b = _without_particles(person_words(left)), _without_particles(person_words(right))
    if not a or not b:
        return Likeness(0.0, "nothing to compare")
    if a == b:
        return Likeness(1.0, "the same name")
    if "".join(a) == "".join(b):
        return Likeness(0.96, "the same words, joined differently")
    if sorted(a) == sorted(b):
        if _tells_descent(left) or _tells_descent(right):
            return Likeness(0.5, "the same words, but son and father change places")
        return Likeness(0.96, "the same words, ordered differently")
    a, b = _joined_up(a, b)
    pairs, more_left, more_right = pair_words(a, b, least=0.85)
    if not pairs:
        return Likeness(0.0, "no word in common")
    likeness = sum(pairs) / len(pairs)
    if more_left and more_right:
        return Likeness(0.5 * likeness, f"differ in “{' '.join(more_left)}” and “{' '.join(more_right)}”")
    extra = len(more_left) + len(more_right)
    if extra and len(pairs) == 1 and (len(a) > 1 and len(b) > 1):
        return Likeness(likeness - 0.1, "one name in common")
    if extra and len(pairs) == 1:
        return Likeness(0.65 * likeness, "one name in common, the other has more")
    reason = "spellings of one name" if not extra else f"one has “{' '.join(more_left or more_right)}” besides"
    return Likeness(likeness - 0.03 * extra, reason)


def _tells_descent(name: str) -> bool:
    """Whether a name says whose child somebody is, so that the order of its words matters."""
    return any(word in load("names")["particles"]["descent"] for word in words_of(name))


def _without_particles(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words without the little ones inside: the first stays, it may be a name ("Ben Adar"); "abd al-" is one word."""
    kept = [word for at, word in enumerate(words) if (at == 0 and len(words) < 3) or word not in particles()]
    return tuple(kept) or words


def _joined_up(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Two names with words that the other writes as one joined: "Jean Claude" and "Jeanclaude", "Jong Un" and "Jongun"."""
    for short, long, swapped in ((left, right, False), (right, left, True)):
        for at in range(len(long) - 1):
            joined = long[at] + long[at + 1]
            if (
                min(len(long[at]), len(long[at + 1])) > 1
                and len(joined) > 3
                and any(word_likeness(joined, w) >= 0.95 for w in short)
            ):
                merged = (*long[:at], joined, *long[at + 2 :])
                return (merged, short) if swapped else (short, merged)
            initials = long[at][0] + long[at + 1][0]
            if initials in short and len(short) == len(long) - 1 and len(short) > 1:
                merged = (*long[:at], initials, *long[at + 2 :])
                return (merged, short) if swapped else (short, merged)
    return left, right


@functools.cache
def _long_forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Legal forms written out and what each is cut to, the longest first."""
    told = {fold(long): short for long, short in load("names")["legal_forms"]["long"].items()}
    return tuple((re.compile(rf"\b{re.escape(f)}\b"), told[f]) for f in sorted(told, key=len, reverse=True))


@functools.lru_cache(maxsize=65536)
def body_words_of(name: str) -> tuple[str, ...]:
    """The words of a body's name that tell it from others: legal forms and the little words left off."""
    key = " ".join(words_of(_PERCENT.sub(" percent", name.replace("&", " and "))))
    key = " ".join(_in_digits(key.split()))
    for written, cut in _long_forms():
        key = written.sub(cut, key)
    words, short = key.split(), _table("legal_forms", "short")
    kept = [w for w in words if w not in short and w not in load("names")["articles"]["small"]]
    return tuple(kept or words)


@functools.lru_cache(maxsize=131072)
def compare_bodies(left: str, right: str) -> Likeness:
    """How far two spellings could be one body's name: legal forms aside, every telling word must be there twice."""
    a, b = body_words_of(left), body_words_of(right)
    if not a or not b:
        return Likeness(0.0, "nothing to compare")
    if a == b or "".join(a) == "".join(b):
        return Likeness(1.0 if a == b else 0.96, "the same name")
    if set(_numbers(a)) != set(_numbers(b)):
        return Likeness(0.3, "different numbers in the name")
    for one, other, words in ((left, right, a), (right, left, b)):
        if is_acronym(one) and fold(one) == acronym_of(other) and len(words) == 1:
            return Likeness(0.93, f"“{one}” are the initials of the other")
    a, b = _joined_up(a, b)
    pairs, more_left, more_right = pair_words(a, b, least=0.85)
    if not pairs:
        return Likeness(0.0, "no word in common")
    likeness = sum(pairs) / len(pairs)
    if more_left and more_right:
        return Likeness(0.5 * likeness, f"differ in “{' '.join(more_left)}” and “{' '.join(more_right)}”")
    extra = more_left or more_right
    droppable = _table("bodies", "droppable")
    if extra and not all(word in droppable for word in extra):
        return Likeness(0.7 * likeness, f"one has “{' '.join(extra)}” besides")
    return Likeness(likeness - 0.02 * len(extra), "one name, shortened" if extra else "spellings of one name")


def _in_digits(words: Sequence[str]) -> list[str]:
    """Number words as digits, tens and ones joined: "forty four", "forty 4" and "44" are one; ordinals as their number."""
    table = load("units")["numbers"]
    out: list[str] = []
    for word in words:
        ordinal = _ORDINAL.match(word)
        value = ordinal[1] if ordinal else None
        for series in ("ordinals", "cardinals"):
            if word in table[series]:
                value = str(table[series].index(word) + 1)
        tens = str(table["tens"][word]) if word in table["tens"] else None
        if _ROMAN.match(word):
            value = number_of(word.upper())
        one = value or (word if word.isdigit() else None)
        if one and len(one) == 1 and out and out[-1].startswith("#"):
            out[-1] = str(int(out[-1][1:]) + int(one))
        elif tens:
            out.append(f"#{tens}")
        else:
            out.append(value or word)
    return [word.removeprefix("#") for word in out]


def _numbers(words: Sequence[str]) -> list[str]:
    return [word for word in words if any(c.isdigit() for c in word)]
