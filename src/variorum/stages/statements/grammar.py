"""Two questions that the readers of this room ask a tree all the time, with sets to compute on."""

from collections.abc import Iterable

from variorum.crafts.trees import Tree
from variorum.values.text import Span


def branch(tree: Tree, index: int, without: Iterable[int] = ()) -> set[int]:
    """A token and all it governs as a set; branches that start in `without` are left out."""
    return set(tree.subtree(index, without=frozenset(without)))


def inside_of(tree: Tree, start: int, end: int) -> list[int]:
    """The tokens that lie wholly inside a stretch of text, by code points."""
    return list(tree.within(Span(tree.parse.document, start, end)))
