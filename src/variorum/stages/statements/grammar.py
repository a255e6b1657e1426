"""Questions that the readers of this room ask a tree all the time, with sets to compute on."""

from collections.abc import Iterable

from variorum.crafts.trees import Tree
from variorum.values.statements import Attribution
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


def is_gloss(tree: Tree, head: int, attribution: Attribution | None) -> bool:
    """Whether a relative clause inside reported speech is the teller's explanation: in the present, where what is said is in the past.

    "A lorry blew up outside the office of the council that governs the town, the monitors said." Reported speech
    shifts its tenses after a verb in the past; a present inside it is what the teller knows to hold.
    """
    if attribution is None or attribution.quotation != "indirect" or attribution.cue is None:
        return False
    cue = tree.head_of(tree.touching(attribution.cue))
    noun = tree.tokens[head].head
    present = tree.tokens[head].tag in ("VBZ", "VBP") and not tree.auxiliaries(head)
    if cue is None or tree.tokens[cue].tag != "VBD" or not present or tree.below(head, "ccomp"):
        return False
    above = [at for at in tree.ancestors(noun) if tree.is_verbal(at) and at != cue]
    return not any(tree.tokens[at].tag in ("VBZ", "VBP", "MD") for one in above for at in (one, *tree.auxiliaries(one)))
