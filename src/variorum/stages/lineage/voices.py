"""For which body a holder speaks, as the holder's own phrase tells it: "army spokesman Colonel Benn", "a doctor at the hospital in Karsa".

A body and whoever speaks for it are one source. Only words that stand in the phrase are used; nothing is known of bodies beforehand. Bodies
are compared by their words: two names of one body have the same noun ("police"), and what the shorter one leaves out is filled from the only
longer one that fits.
"""

import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from variorum.crafts import tables

_WORD = re.compile(r"[^\W_]+(?:[.-][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s\b|(?<=s)['’](?!\w)")
_SEGMENT = re.compile(r"[,;:()–—]")

Forms = frozenset[str]


@dataclass(frozen=True, slots=True)
class Naming:
    """A body as one account names it: its words without small ones, and the account."""

    forms: Forms
    document: str


@functools.cache
def _words(section: str, key: str) -> frozenset[str]:
    table = tables.load("lineage")
    for part in section.split("."):
        table = table[part]
    return frozenset(table[key])


@functools.cache
def _small() -> frozenset[str]:
    """Words that tell no body from another: articles, whose it is, numbers."""
    found = tables.load("roles")["determiners"]
    return frozenset((*found["definite"], *found["possessive"], *found["indefinite"])) | _words("names", "stop")


@functools.cache
def _kinds() -> tuple[tuple[re.Pattern[str], str], ...]:
    same = tables.load("lineage")["body"]["same"]
    rows = [(form, word) for word, forms in same.items() for form in forms]
    rows.sort(key=lambda row: -len(row[0]))
    return tuple((re.compile(rf"\b{re.escape(form)}\b"), word) for form, word in rows)


def _read(phrase: str) -> list[str]:
    """The words of a phrase in small letters, possessive endings left off, each kind of body under its one word."""
    plain = _POSSESSIVE.sub("", phrase).casefold()
    for pattern, word in _kinds():
        plain = pattern.sub(word, plain)
    return [w.replace(".", "") for w in _WORD.findall(plain)]


@functools.lru_cache(maxsize=16384)
def body_forms(name: str) -> Forms:
    """The words of a body's name that tell it from others: "the Ministry of Health" and "Health Ministry" have the same."""
    return frozenset(_read(name)) - _small() - _words("voices", "joints")


@functools.lru_cache(maxsize=16384)
def nouns_of(forms: Forms) -> Forms:
    """Which of a body's words say what kind of body it is."""
    return forms & _words("body", "nouns")


@functools.lru_cache(maxsize=16384)
def spoken_for(phrase: str) -> tuple[Forms, ...]:
    """The words that may name the body for which a phrase says its holder speaks, the likeliest first; nothing where that is over.

    Whether such words name a body at all ("a reporter at the scene") is for the caller to see.
    """
    found: list[Forms] = []
    for segment in _SEGMENT.split(phrase):
        words = _read(segment)
        if _words("voices", "over") & set(words):
            return ()
        found += _spoken_for(words)
    return tuple(found)


def _spoken_for(words: list[str]) -> Iterator[Forms]:
    offices: Mapping[str, str] = tables.load("lineage")["voices"]["offices"]
    heads = _words("voices", "heads")
    dull = heads | _words("voices", "beside") | _small()
    for at, word in enumerate(words):
        if word in offices or word in heads:
            office = frozenset((offices[word],)) if word in offices else frozenset()
            of, before = _behind(words, at), frozenset(words[:at]) - dull
            # Behind "of" a head may be part of the name: "head of the Railway Workers' Union".
            yield from (forms | office for forms in dict.fromkeys((of, of - dull, before)) if forms - dull)


@functools.lru_cache(maxsize=16384)
def speaks_for_whom_it_tells_of(phrase: str) -> bool:
    """Whether a phrase has an office and no body: "chief executive Anna Roe", "the spokesman"."""
    words = set(_read(phrase))
    return bool(words & _words("voices", "bare")) and not words & _words("voices", "over") and not spoken_for(phrase)


@functools.lru_cache(maxsize=16384)
def only_works_there(phrase: str) -> bool:
    """Whether a phrase says that its holder is of a body's staff and does not speak for it: "prison guard Tomas Verin"."""
    words = set(_read(phrase)) & _words("voices", "heads")
    return bool(words) and words <= _words("voices", "staff")


def tells_apart(shorter: Forms, longer: Forms) -> bool:
    """Whether a body's shorter name cannot stand for the longer one: "the Velian army" beside the Free Velian Army. A bare noun can."""
    kind = nouns_of(shorter)
    told = kind and kind < shorter < longer and nouns_of(longer) == kind
    return bool(told and (longer - shorter) & _words("body", "apart"))


def _behind(words: list[str], at: int) -> Forms:
    """The words behind a head and a joint: "director of the hospital in Karsa"."""
    joints, ends = _words("voices", "joints"), _words("voices", "ends")
    if at + 1 >= len(words) or words[at + 1] not in joints:
        return frozenset()
    rest = words[at + 2 :]
    stop = next((i for i, w in enumerate(rest) if w in ends), len(rest))
    return frozenset(rest[:stop]) - _small() - joints


def family_of(phrase: str, words: str) -> Forms | None:
    """Whose family a holder is, by his phrase ("Karim's family", "his brother Tariq") or by what he says ("my son was taken"); None for nobody's.

    The names are folded, and none where the text has only "his": who that is, other rules find. `words` are the statement's own.
    """
    nouns, whose = _words("family", "nouns"), _words("family", "whose")
    for segment in _SEGMENT.split(phrase):
        plain = [w for w in _WORD.findall(_POSSESSIVE.sub("", segment)) if w]
        for at, word in enumerate(plain):
            after = plain[at + 1 : at + 2]
            heads = not after or after[0][0].isupper() or after[0] in _words("family", "behind")
            if word.casefold() in nouns and heads:
                named = [w.casefold() for w in plain[:at] if w[0].isupper() and w.casefold() not in _small()]
                return frozenset(named)
    said = [w.casefold() for w in _WORD.findall(words)]
    pairs = itertools.pairwise(said)
    return frozenset() if any(a in whose and b in nouns for a, b in pairs) else None


def watches(words: Iterable[str]) -> bool:
    """Whether a body's words say that it watches others, where its kind of name alone does not ("Rights Watch", not "Press Centre")."""
    found = set(words)
    return bool(found & _words("watching", "bodies")) and bool(found & _words("watching", "over"))


def one_body(namings: Iterable[tuple[Naming, str]]) -> dict[Naming, str]:
    """Which namings mean one body: each naming with the key of its body.

    `namings` come with the key that a recogniser of names gave, or "". A naming without all words of a longer one of the same noun is that one
    if no other fits, in the whole case or else in its own account; what fits several stays alone in its account.
    """
    rows = sorted(set(namings), key=lambda row: (sorted(row[0].forms), row[0].document, row[1]))
    every = frozenset(naming.forms for naming, _ in rows)
    within: dict[str, set[Forms]] = defaultdict(set)
    for naming, _ in rows:
        within[naming.document].add(naming.forms)
    fullest = {naming: _fullest(naming, every, frozenset(within[naming.document])) for naming, _ in rows}
    known: dict[str, set[str]] = defaultdict(set)
    for naming, key in rows:
        if key:
            known[fullest[naming]].add(key)
    found: dict[Naming, str] = {}
    for naming, key in rows:
        name = fullest[naming]
        found[naming] = key or (min(known[name]) if len(known[name]) == 1 else name)
    return found


def _fullest(naming: Naming, every: frozenset[Forms], within: frozenset[Forms]) -> str:
    """The key of the longest name that a naming can only stand for; of its own account where several would fit."""
    at = naming.forms
    while (longer := _only_longer(at, every) or _only_longer(at, within)) is not None:
        at = longer
    several = at == naming.forms and len(_longer(at, every)) > 1
    return f"body:{' '.join(sorted(at))}" + (f":{naming.document}" if several else "")


def _longer(forms: Forms, every: frozenset[Forms]) -> list[Forms]:
    """The names that have all of these words and more, of one kind of body, and by which a part of it or its opponent is not meant."""
    kind = nouns_of(forms)
    if not kind <= _words("body", "bare") or not kind:
        return []
    apart = _words("body", "apart")
    return [other for other in every if forms < other and nouns_of(other) == kind and not (other - forms) & apart]


def _only_longer(forms: Forms, every: frozenset[Forms]) -> Forms | None:
    """The one longer name that fits, where all that fit are each within the next."""
    longer = sorted(_longer(forms, every), key=len)
    if not longer or not all(a < b for a, b in itertools.pairwise(longer)):
        return None
    return longer[0]
