"""What a text tells only to knock it down, and which number it puts in the place of another.

"Mr Ferris had resigned. He has not." asserts one thing, not two: what its teller denies in the next breath is no claim of the
teller. Of somebody else's word ("the union said that he had resigned. He has not.") it stays that somebody's claim, and only the
denial learns what it denies. "It was four, not three" counts what the three were said to be.

Verb phrases left out are tied by their auxiliary: "had resigned" by "has not", "was open" by "was not", "fired" by "did not" (as in
Hardt 1997, where the nearest fitting verb phrase is taken; here only one of the same subject, in the same or the sentence before).
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from variorum.crafts import tables
from variorum.crafts.trees import Tree
from variorum.stages.statements.modality import is_untrue
from variorum.values.entities import Mention
from variorum.values.statements import Figure, Statement
from variorum.values.text import Span

# How many sentences back what is corrected may stand: a correction follows at once, or behind who is told to have it wrong.
_BACK = 2


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement with the token that heads its clause."""

    statement: Statement
    head: int


def correct(tree: Tree, stated: Sequence[Stated], mentions: Sequence[Mention]) -> tuple[Statement, ...]:
    """The statements with those denied that their own teller denies at once, and with what a correction leaves out."""
    found = [one.statement for one in stated]
    for place, one in enumerate(stated):
        before = _before(tree, stated, place)
        if not before:
            continue
        if (left_out := _left_out(tree, one, stated[before[-1]], mentions)) is not None:
            found[place] = _with_words(found[place], left_out)
            found[before[-1]] = _knocked_down(found[before[-1]], one.statement)
        elif _calls_untrue(tree, one.head):
            found[place] = _with_words(found[place], found[before[-1]].passage.words)
            found[before[-1]] = _knocked_down(found[before[-1]], one.statement)
    for place, one in enumerate(stated):
        for instead, counted in _in_place_of(tree, one, found, _sentences_before(tree, stated, place)):
            found[place] = _counting(found[place], instead, counted)
    return tuple(found)


def _before(tree: Tree, stated: Sequence[Stated], place: int) -> list[int]:
    """The statements that end before one begins, in its own sentence or the one before, in order."""
    start = stated[place].statement.passage.span.start
    return [
        number
        for number in _sentences_before(tree, stated, place, back=1)
        if stated[number].statement.passage.span.end <= start
    ]


def _sentences_before(tree: Tree, stated: Sequence[Stated], place: int, back: int = _BACK) -> list[int]:
    here = tree.sentence[stated[place].head]
    return [n for n in range(place) if 0 <= here - tree.sentence[stated[n].head] <= back]


def _knocked_down(before: Statement, denial: Statement) -> Statement:
    """What was told, as denied where whoever denies it told it: the text itself, or the same speaker."""
    own = _said_by(before) == _said_by(denial)
    return replace(before, modality="denied") if own and before.modality in ("asserted", "hedged") else before


# ---- a verb phrase left out


def _left_out(tree: Tree, denial: Stated, before: Stated, mentions: Sequence[Mention]) -> str | None:
    """The words that a denial like "he has not" leaves out; None where it is none, or of something else."""
    helper = _bare_helper(tree, denial)
    if helper is None or not _is_same_subject(tree, denial.head, before.head, mentions):
        return None
    verb = before.head
    if tree.below(verb, "neg") or not tree.is_verbal(verb) or tree.below(verb, "xcomp", "ccomp"):
        return None
    own = _said_by(before.statement) == _said_by(denial.statement)
    if own and helper == "be" and _is_past(tree, denial.head) != _is_past(tree, _finite(tree, verb)):
        return None  # "The gate was open. It is not." tells of two times
    helpers = [tree.tokens[at].lemma for at in tree.auxiliaries(verb)]
    if helper == "do":
        plain = tree.tokens[verb].tag in ("VBD", "VBZ", "VBP") and tree.tokens[verb].lemma not in (*_words("helpers"),)
        return _words_after(tree, verb, before.statement, tree.tokens[verb].lemma) if plain else None
    if helper in helpers:
        return _words_after(tree, verb, before.statement, tree.tokens[verb].text)
    if helper == tree.tokens[verb].lemma and tree.below(verb, "attr", "acomp", "prep"):
        return _words_after(tree, verb, before.statement, "")
    return None


def _bare_helper(tree: Tree, denial: Stated) -> str | None:
    """The auxiliary of a clause that is nothing but its subject, the auxiliary and "not"."""
    head = denial.head
    inside = [at for at in tree.within(denial.statement.passage.span) if tree.tokens[at].pos != "PUNCT"]
    subject = tree.subject(head)
    if tree.tokens[head].lemma not in _words("helpers") or not tree.below(head, "neg") or subject is None:
        return None
    known = {head, *tree.below(head, "neg", "advmod", "cc"), *tree.subtree(subject)}
    return tree.tokens[head].lemma if set(inside) <= known else None


def _said_by(statement: Statement) -> list[str]:
    return [hop.holder.name for hop in statement.chain]


def _finite(tree: Tree, verb: int) -> int:
    """The word that bears the tense of a verb phrase: its first auxiliary, else the verb."""
    return min((*tree.auxiliaries(verb), verb))


def _is_past(tree: Tree, at: int) -> bool:
    return tree.tokens[at].tag == "VBD"


def _is_same_subject(tree: Tree, one: int, other: int, mentions: Sequence[Mention]) -> bool:
    """Whether a verb has the subject of an earlier one: one thread of coreference, the same thing by no more words, or a pronoun for the
    only subject there is."""
    mine, theirs = tree.subject(one), tree.subject(other)
    if mine is None or theirs is None:
        return False
    threads = [
        {m.thread for m in mentions if m.head[0] <= tree.tokens[at].start and tree.tokens[at].end <= m.head[1]}
        for at in (mine, theirs)
    ]
    if all(threads):
        return bool(threads[0] & threads[1])
    if tree.tokens[mine].pos == "PRON":
        return tree.tokens[mine].text.lower() in _standing_in()
    return _is_named_again(tree, mine, theirs)


def _is_named_again(tree: Tree, mine: int, theirs: int) -> bool:
    """Whether a subject is an earlier one named again: "the mine" of "the first mine", never "the second mine" or "some mines"."""
    if (tree.tokens[mine].lemma, tree.tokens[mine].tag) != (tree.tokens[theirs].lemma, tree.tokens[theirs].tag):
        return False
    again, before = ([tree.tokens[at].text.lower() for at in tree.subtree(at)] for at in (mine, theirs))
    marks = _pointing_words()
    known = tree.tokens[mine].pos == "PROPN" or bool(marks & set(again))
    return known and set(again) - marks <= set(before)


@functools.cache
def _pointing_words() -> frozenset[str]:
    told = tables.load("roles")["determiners"]
    return frozenset((*told["definite"], *told["possessive"]))


@functools.cache
def _standing_in() -> frozenset[str]:
    """Pronouns that stand for the subject before, not for the speaker, nor for some of it ("some had not") or for others."""
    return frozenset(tables.load("clauses")["corrections"]["standing_in"])


def _words_after(tree: Tree, verb: int, statement: Statement, opening: str) -> str:
    rest = [
        tree.tokens[at].text
        for at in tree.within(statement.passage.span)
        if at > verb and tree.tokens[at].pos != "PUNCT"
    ]
    return " ".join([opening, *rest] if opening else rest)


def _with_words(statement: Statement, words: str) -> Statement:
    if statement.proposition is None or not words:
        return statement
    return replace(statement, proposition=f"{statement.proposition} [{words}]")


# ---- called untrue


def _calls_untrue(tree: Tree, head: int) -> bool:
    """Whether a sentence only says of the one before that it is not so: "that is false", "none of this is true", "it is not true"."""
    subject = tree.subject(head)
    if subject is None or not (tree.below(head, "acomp", "attr")):
        return False
    points = {tree.tokens[at].text.lower() for at in tree.subtree(subject)}
    if not points & _words("pointing") or points - _words("pointing") - _words("none") - _words("parts"):
        return False
    return is_untrue(tree, head, denied=bool(points & _words("none"))) and not tree.below(head, "ccomp", "advcl")


# ---- a number in the place of another


def _in_place_of(
    tree: Tree, one: Stated, found: Sequence[Statement], before: Sequence[int]
) -> list[tuple[Figure, str]]:
    """The bare figures of a statement that stand for another number told before, with what that number counted."""
    span = one.statement.passage.span
    refused = {
        value
        for at in tree.within(span)
        if at > 0 and tree.tokens[at - 1].dep == "neg" and (value := _number(tree, span, at)) is not None
    }
    made = []
    for figure in one.statement.figures if refused else ():
        if figure.of.split()[0] != "number":
            continue
        earlier = [f for n in reversed(before) for f in found[n].figures if f.low == f.high and f.low in refused]
        counted = next((f.of for f in earlier if f.of.split()[0] != "number"), None)
        if counted is not None:
            made.append((figure, counted))
    return made


def _number(tree: Tree, span: Span, at: int) -> float | None:
    word = tree.tokens[at].text.lower().replace(",", "")
    words: dict[str, int] = tables.load("figures")["words"]
    if word in words:
        return float(words[word])
    return float(word) if word.isdigit() else None


def _counting(statement: Statement, figure: Figure, counted: str) -> Statement:
    figures = tuple(replace(one, of=counted) if one == figure else one for one in statement.figures)
    return replace(statement, figures=figures)


@functools.cache
def _words(name: str) -> frozenset[str]:
    return frozenset(tables.load("clauses")["corrections"][name])
