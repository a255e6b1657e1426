"""By what means a violent act was done: told in a noun phrase ("a twin bombing"), where accounts often part.

Kinds of attack, carrier and weapon are the table `means`. A phrase is taken where the text introduces it ("a", a number, no article), once
a document; "the car bomb" later on points back. Carriers count only where they are the weapon ("a truck loaded with explosives").
"""

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from variorum.crafts import tables
from variorum.crafts.similarity import stem, terms
from variorum.crafts.trees import Tree

Means = frozenset[tuple[str, str]]
_NONE: Means = frozenset()
_BEFORE = ("compound", "amod", "nummod", "nmod")
# What a clause says of its subject ("it was a double bombing"): the clause tells it, not the phrase.
_SAID_OF = ("attr", "oprd")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d+")


@dataclass(frozen=True, slots=True)
class Telling:
    """Tokens first..last that tell by what means, the token they hang on, and what they tell as (dimension, value)."""

    first: int
    last: int
    head: int
    means: Means


@functools.cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(tables.load("means")[name])


@functools.cache
def _values() -> dict[str, tuple[str, str]]:
    """For each word the dimension and value it stands for; a wide word has the value ""."""
    table: dict[str, Any] = tables.load("means")
    found = {word: (name, row[0]) for name, rows in table["dimensions"].items() for row in rows for word in row}
    return found | {word: (name, "") for name, row in table["wide"].items() for word in row}


def _value(word: str) -> tuple[str, str] | None:
    """What a word tells of the means, plural or not, alone or before a hyphen."""
    plain = word.casefold()
    for form in (plain, plain.removesuffix("s"), plain.split("-")[0]):
        if form in _values():
            return _values()[form]
    return None


def find_means(tree: Tree, within: Iterable[range]) -> Iterator[Telling]:
    """The phrases of some sentences that tell by what means: each set of means where it is told first in the order given.

    One with a verb ("the car blew up") is taken wherever it stands, because it asserts what a phrase only takes for granted.
    """
    told: set[Means] = set()
    for sentence in within:
        for at in sentence:
            found = _telling(tree, at)
            if found is not None and (found.means not in told or tree.is_verbal(found.head)):
                told.add(found.means)
                yield found


def _telling(tree: Tree, at: int) -> Telling | None:
    token = tree.tokens[at]
    if token.pos not in ("NOUN", "PROPN") or token.tag in ("NNS", "NNPS") or token.dep in (*_BEFORE, *_SAID_OF):
        return None
    if _is_open(tree, at):
        return None
    verb = _predicate(tree, at)
    below = tree.below(at, *_BEFORE)
    noun = token.lemma.casefold()
    if noun in _listed("happenings") or (noun in _listed("doers") and verb is not None):
        means = frozenset(value for child in below if (value := _value(tree.tokens[child].text)) is not None)
        if not means or _points_back(tree, at):
            return None
    else:
        carrier = _value(token.lemma)
        if carrier is None or carrier[0] != "carrier" or not (_is_loaded(tree, at) or _bursts(tree, verb)):
            return None
        means = frozenset((carrier,))
    first, last = _reach(tree, at, verb)
    return Telling(first, last, at if verb is None else verb, means)


def _reach(tree: Tree, at: int, verb: int | None) -> tuple[int, int]:
    """The phrase with its load, without what else is told of it; with its verb where that says only that it took place."""
    load = {child for child in tree.below(at, "acl") if _holds_load(tree, child)}
    away = frozenset(set(tree.below(at, "relcl", "acl", "prep", "appos", "punct", "conj", "cc")) - load)
    phrase = tree.subtree(at, without=away)
    first, last = phrase[0], phrase[-1]
    if verb is None or verb < at:
        return first, last
    return first, max(verb, *tree.below(verb, "prt", "dobj"), last)


def _predicate(tree: Tree, at: int) -> int | None:
    """The verb of which a phrase is the subject, where the verb says only that it took place."""
    token = tree.tokens[at]
    verb = token.head
    if token.dep not in ("nsubj", "nsubjpass") or not tree.is_verbal(verb):
        return None
    particle = [tree.tokens[child].lemma for child in tree.below(verb, "prt")]
    name = " ".join((tree.tokens[verb].lemma, *particle)).casefold()
    return verb if name in _listed("predicates") else None


def _bursts(tree: Tree, verb: int | None) -> bool:
    """Whether a carrier itself went off: "the car blew up". A car of which something else is told is no weapon."""
    return verb is not None and not tree.below(verb, "dobj")


def _is_loaded(tree: Tree, at: int) -> bool:
    return any(
        _holds_load(tree, child) for child in tree.below(at, "acl", "amod", "compound", "prep", "nmod", "npadvmod")
    )


def _holds_load(tree: Tree, at: int) -> bool:
    return any(
        {tree.tokens[near].text.casefold(), tree.tokens[near].lemma.casefold()} & _listed("loads")
        for near in tree.subtree(at)
    )


def _points_back(tree: Tree, at: int) -> bool:
    """Whether a phrase means one already told ("the", "this", "his") or none at all ("any", "no")."""
    openers = tree.below(at, "det", "poss")
    return bool(openers) and tree.tokens[openers[0]].lemma.casefold() not in ("a", "an", "another")


def _is_open(tree: Tree, at: int) -> bool:
    """Whether the clause around denies, asks, foretells or makes a condition of it."""
    for above in tree.ancestors(at):
        if not tree.is_verbal(above):
            continue
        words = {tree.tokens[child].tag for child in tree.children[above]}
        opener = [tree.tokens[child].lemma for child in tree.below(above, "mark")]
        return bool(tree.below(above, "neg")) or "MD" in words or any(word in ("if", "whether") for word in opener)
    return False


def means_told(text: str, naming: frozenset[str] = frozenset()) -> Means:
    """What a statement tells of the means, where it tells nothing else; empty otherwise.

    `naming` are terms of names, which may stand beside.
    """
    found: set[tuple[str, str]] = set()
    violent = False
    for raw in _WORD.findall(text):
        word = raw.casefold()
        value = _value(word)
        if value is not None:
            found.add(value)
            violent = violent or bool(set(word.split("-")) & _listed("loads"))
        elif stem(word) in _stems():
            violent = True
        elif terms(word) - naming and word not in _listed("beside"):
            return _NONE
    return frozenset(found) if violent else _NONE


@functools.cache
def _stems() -> frozenset[str]:
    """Stems of the words that make a phrase one of violence: happenings, what they do, loads."""
    rows = (
        *_listed("happenings"),
        *_listed("doers"),
        *_listed("loads"),
        *(part for row in _listed("predicates") for part in row.split()),
    )
    return frozenset(map(stem, rows))


def name_value(dimension: str, value: str) -> str:
    """The word for a value; for a wide one that of its dimension ("vehicle")."""
    return value or str(tables.load("means")["wide"][dimension][0])


def parted(a: Means, b: Means) -> str | None:
    """The dimension in which two tellings of means exclude one another, None where none does."""
    left, right = dict(a), dict(b)
    return next(
        (d for d in sorted(left.keys() & right.keys()) if left[d] and right[d] and not _told(a, d) & _told(b, d)), None
    )


def _told(means: Means, dimension: str) -> frozenset[str]:
    return frozenset(value for name, value in means if name == dimension)
