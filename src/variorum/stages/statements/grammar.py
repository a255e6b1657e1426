"""Questions that the readers of this room ask a tree all the time, with sets to compute on."""

from collections.abc import Iterable

from variorum.crafts.trees import Tree
from variorum.values.text import Span


def branch(tree: Tree, index: int, without: Iterable[int] = ()) -> set[int]:
    """A token and all it governs as a set; branches that start in `without` are left out."""
    return set(tree.subtree(index, without=frozenset(without)))


def inside_of(tree: Tree, start: int, end: int) -> list[int]:
    """The tokens that lie wholly inside a stretch of text, by code points."""
    return list(tree.within(Span(tree.parse.document, start, end)))


def is_imperative(text: str, tree: Tree, at: int) -> bool:
    """Whether a verb heads an order in the words of the one who gives it: a bare form without subject that opens its clause."""
    token = tree.tokens[at]
    if token.tag != "VB" or tree.subject(at) is not None or tree.is_infinitive(at):
        return False
    if token.dep in ("conj", "aux") or any(tree.tokens[near].tag == "MD" for near in tree.auxiliaries(at)):
        return False
    first = min(below for below in tree.subtree(at) if below <= at and tree.tokens[below].pos != "PUNCT")
    before = text[: tree.tokens[first].start].rstrip(" \t")
    return not before or not (before[-1].isalnum() or before[-1] in ",;")
