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
from variorum.crafts.moments.comparing import compared_since
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
    verb = _predicate(tree, at)
    noun = token.lemma.casefold()
    if noun in _listed("happenings") or (noun in _listed("doers") and verb is not None):
        told = (_value(tree.tokens[child].text) for child in tree.below(at, *_BEFORE))
        means = frozenset(value for value in told if value is not None and _is_weapon(noun, value))
        if not means or _points_back(tree, at):
            return None
    else:
        carrier = _value(token.lemma)
        if carrier is None or carrier[0] != "carrier" or not (_is_loaded(tree, at) or _bursts(tree, verb)):
            return None
        means = frozenset((carrier,))
    if _is_unreal(tree, at) or compared_since(tree.parse, at) is not None:
        return None
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
    return verb if _verb_name(tree, verb) in _listed("predicates") else None


def _verb_name(tree: Tree, verb: int) -> str:
    """A verb with its particle: "blow up"."""
    particle = [tree.tokens[child].lemma for child in tree.below(verb, "prt")]
    return " ".join((tree.tokens[verb].lemma, *particle)).casefold()


def _is_weapon(happening: str, value: tuple[str, str]) -> bool:
    """Whether what a modifier names did it: the car of a "car bomb" did, that of a "car strike" need not have."""
    return value[0] != "carrier" or value[1] in _listed("armed") or happening in _listed("delivered")


def _bursts(tree: Tree, verb: int | None) -> bool:
    """Whether a carrier itself went off: "the car blew up". A car of which something else is told, or done, is no weapon."""
    if verb is None or tree.below(verb, "dobj", "nsubjpass"):
        return False
    return _verb_name(tree, verb) in _listed("bursting")


def _is_loaded(tree: Tree, at: int) -> bool:
    near = [child for child in tree.below(at, "compound", "nmod", "npadvmod") if child == at - 1]
    return any(_holds_load(tree, child) for child in (*near, *tree.below(at, "acl", "amod", "prep")))


def _holds_load(tree: Tree, at: int) -> bool:
    """Whether the words that head a modifier name a load: "packed with explosives", not "with bomb damage"."""
    token = tree.tokens[at]
    if {token.text.casefold(), token.lemma.casefold()} & _listed("loads"):
        return True
    passed = token.pos not in ("NOUN", "PROPN") or token.lemma in _listed("beside")
    return passed and any(_holds_load(tree, child) for child in tree.below(at, "prep", "pobj", "dobj", "npadvmod"))


def _points_back(tree: Tree, at: int) -> bool:
    """Whether a phrase means one already told ("the", "this", "his") or none at all ("any", "no")."""
    openers = tree.below(at, "det", "poss")
    return bool(openers) and tree.tokens[openers[0]].lemma.casefold() not in ("a", "an", "another")


def _is_unreal(tree: Tree, at: int) -> bool:
    """Whether the words around deny, prevent, ask, foretell or make a condition of it, or say what such a thing is.

    Asked of what governs the phrase up to the verb that carries the tense: "denied carrying out a drone strike".
    """
    if _is_negated(tree, at):
        return True
    governed = tree.tokens[at].dep != "nsubj"
    for above in tree.ancestors(at):
        if _is_negated(tree, above) or (governed and _governs_nothing_real(tree, above)):
            return True
        governed = governed and tree.tokens[above].dep != "nsubj" and tree.tokens[above].lemma not in _listed("real")
        if not tree.is_verbal(above):
            continue
        tags = {tree.tokens[child].tag for child in tree.children[above]}
        opener = [tree.tokens[child].lemma for child in tree.below(above, "mark")]
        if "MD" in tags or any(word in ("if", "whether") for word in opener):
            return True
        if tree.is_finite(above):
            return _defines(tree, above)
        if tree.tokens[above].dep in ("advcl", "acl") and not tree.is_infinitive(above):
            return False
    return False


def _governs_nothing_real(tree: Tree, at: int) -> bool:
    if tree.tokens[at].pos == "NOUN":
        return tree.tokens[at].lemma in _listed("tales")
    return _verb_name(tree, at) in _listed("unreal")


def _is_negated(tree: Tree, at: int) -> bool:
    """Whether a negation stands beside a word, or right before a joined phrase ("a gas leak rather than a car bomb")."""
    before = tree.tokens[tree.subtree(at)[0] - 1] if tree.tokens[at].dep == "conj" else None
    if before is not None and before.lemma in _listed("denying") | _listed("unreal"):
        return True
    return any(
        tree.tokens[child].lemma in _listed("denying")
        for child in tree.below(at, "neg", "det", "preconj", "cc", "advmod")
    )


def _defines(tree: Tree, verb: int) -> bool:
    """Whether a verb says what something is, in general: "a drone strike is a crime"."""
    token = tree.tokens[verb]
    return token.pos == "AUX" and token.tag in ("VBZ", "VBP") and bool(tree.below(verb, "attr", "acomp"))


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
        elif terms(word) - naming and word not in _listed("beside") | _listed("where"):
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
    dimensions = sorted({name for name, _ in a} & {name for name, _ in b})
    told = ((d, _exact(a, d), _exact(b, d)) for d in dimensions)
    return next((d for d, left, right in told if left and right and not left & right), None)


def _exact(means: Means, dimension: str) -> frozenset[str]:
    return frozenset(value for name, value in means if name == dimension and value)
