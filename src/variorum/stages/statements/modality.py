"""How a statement is meant by the one who makes it: as a fact, a guess, a forecast, a question; and whether it denies.

`judge` reads one segment. Only words on the way from the head of the clause down through its complements count: a "may" inside
a relative clause hedges that clause, not the whole. The verb that reports the statement counts too where it says how the holder
meant it (he denied, she asked, they predicted, he believes); a cue that only the writer chose ("claimed") does not, it is kept
as the hedge of the chain. Where several readings apply the one that takes the statement furthest from a fact wins.
"""

import functools
from collections.abc import Iterable
from dataclasses import dataclass

from variorum.crafts import tables
from variorum.crafts.trees import Tree
from variorum.values.documents import Document
from variorum.values.statements import Attribution, Modality, Polarity

_DOWN = ("xcomp", "ccomp", "acomp", "attr", "oprd", "auxpass", "aux", "conj")


@dataclass(frozen=True, slots=True)
class Meant:
    """Modality and polarity of a statement, and the tokens that show the modality."""

    modality: Modality
    polarity: Polarity
    shown_by: tuple[int, ...] = ()


def judge(
    document: Document, tree: Tree, head: int, stretch: Iterable[int], attribution: Attribution | None = None
) -> Meant:
    """How the clause headed by `head` and written in the tokens `stretch` is meant. `attribution` reports it, if any does."""
    inside = set(stretch)
    line = _line(tree, head, inside)
    polarity: Polarity = "negative" if _negated(tree, head, line, inside) else "positive"
    modality, shown = _modality(document, tree, head, line, inside, attribution)
    return Meant(modality, polarity, tuple(shown))


def hedges(tree: Tree, indices: Iterable[int]) -> tuple[int, ...]:
    """The tokens among these that hedge whatever clause they stand in; for whole sentences, not for one statement."""
    group = list(indices)
    return tuple(at for at in group if _hedges(tree, at))


def _line(tree: Tree, head: int, inside: set[int]) -> list[int]:
    """The head and the complements that carry its assertion on, top down."""
    line, waiting = [], [head]
    while waiting:
        at = waiting.pop(0)
        line.append(at)
        for child in tree.children[at]:
            token = tree.tokens[child]
            if child not in inside or token.dep not in _DOWN:
                continue
            if token.dep == "conj" and not (tree.is_verbal(child) or token.pos == "ADJ"):
                continue
            waiting.append(child)
    return line


def _modality(
    document: Document, tree: Tree, head: int, line: list[int], inside: set[int], attribution: Attribution | None
) -> tuple[Modality, list[int]]:
    cue = _cue_lemma(tree, attribution)
    if cue in _words("asked", "cues") or _is_question(document, tree, head, inside):
        return "asked", []
    if cue in _words("ordered", "cues") and not _has_tense(tree, head):
        return "ordered", []
    if shown := [
        at for at in line if tree.tokens[at].text.lower() in _words("ordered", "modals") and not _hedges(tree, at)
    ]:
        return "ordered", shown
    if shown := [at for at in inside if _opens_condition(tree, at, head)]:
        return "conditional", shown
    if cue in _words("denied", "cues"):
        return "denied", []
    if shown := [at for at in line if _predicts(tree, at, inside)]:
        return "predicted", shown
    if cue in _words("predicted", "cues") and not _is_past(tree, head):
        return "predicted", []
    near = [at for at in _near(tree, line, inside) if _hedges(tree, at)]
    near += [
        at
        for at in line
        if tree.tokens[at].lemma in _words("believed", "cues") and tree.below(at, "ccomp") and tree.subject(at)
    ]
    if near or cue in _words("believed", "cues"):
        return "hedged", near
    return "asserted", []


def _cue_lemma(tree: Tree, attribution: Attribution | None) -> str:
    if attribution is None or attribution.cue is None:
        return ""
    head = tree.head_of(tree.touching(attribution.cue))
    return tree.tokens[head].lemma if head is not None else ""


def _near(tree: Tree, line: list[int], inside: set[int]) -> list[int]:
    """The line with its adverbs, auxiliaries, and the adjectives of its subject and complements."""
    found = set(line)
    for at in line:
        for child in tree.children[at]:
            token = tree.tokens[child]
            if child in inside and token.dep in (
                "advmod",
                "aux",
                "neg",
                "nsubj",
                "nsubjpass",
                "dobj",
                "prep",
                "npadvmod",
            ):
                found.add(child)
                if token.dep in ("nsubj", "nsubjpass", "dobj"):
                    found.update(below for below in tree.below(child, "amod") if below in inside)
                if token.dep == "prep":
                    found.update(below for below in tree.below(child, "advmod") if below in inside)
        found.update(child for child in tree.below(at, "amod", "advmod") if child in inside)
    return sorted(found)


def _hedges(tree: Tree, at: int) -> bool:
    """Whether a token hedges what it stands with."""
    token = tree.tokens[at]
    lemma, text = token.lemma, token.text.lower()
    if token.tag == "MD" or token.dep == "aux":
        if text in _words("ordered", "modals"):
            return text in _words("hedged", "with_have") and any(
                tree.tokens[other].lemma == "have" for other in tree.auxiliaries(token.head)
            )
        seen = text == "could" and tree.tokens[token.head].lemma in _words("hedged", "perceived")
        return (
            text in _words("hedged", "modals") and not seen and not (text == "could" and tree.below(token.head, "neg"))
        )
    if token.pos == "ADV" or token.dep == "advmod":
        return text in _words("hedged", "adverbs")
    if token.pos == "ADJ" or token.dep == "amod":
        return lemma in _words("hedged", "adjectives") or text in _words("hedged", "adjectives")
    if token.pos in ("VERB", "AUX"):
        if lemma in _words("hedged", "verbs"):
            return lemma not in ("appear", "suggest") or bool(tree.below(at, "xcomp", "ccomp", "oprd", "acomp"))
        passive = bool(tree.below(at, "auxpass")) or (token.tag == "VBN" and token.dep in ("acl", "advcl"))
        return passive and lemma in _words("hedged", "passives") and _carries(tree, at) and not tree.below(at, "agent")
    if token.pos == "NOUN":
        return lemma in _words("hedged", "nouns")
    return False


def _carries(tree: Tree, at: int) -> bool:
    """Whether a passive of saying or thinking has something said or thought: "is believed to", "was described as"."""
    if tree.below(at, "xcomp", "ccomp", "oprd"):
        return True
    return any(
        tree.below(of, "pobj", "pcomp")
        for of in tree.below(at, "prep")
        if tree.tokens[of].lemma in _words("hedged", "prepositions")
    )


def _predicts(tree: Tree, at: int, inside: set[int]) -> bool:
    token = tree.tokens[at]
    if token.dep == "aux" and token.text.lower().replace("’", "'") in _words("predicted", "modals"):
        return token.tag == "MD" and not any(
            tree.tokens[other].lemma == "have" for other in tree.auxiliaries(token.head)
        )
    if token.lemma not in _words("predicted", "before_infinitive"):
        return False
    return any(tree.is_infinitive(child) for child in tree.below(at, "xcomp", "ccomp") if child in inside)


def _is_question(document: Document, tree: Tree, head: int, inside: set[int]) -> bool:
    """Whether the clause stands in a direct question or begins with the "whether" of an indirect one."""
    last = max(inside)
    after = document.text[tree.tokens[last].end : tree.tokens[last].end + 2]
    if "?" in after or tree.tokens[last].text == "?":
        return True
    openers = _words("asked", "openers")
    return tree.tokens[head].dep == "ccomp" and any(
        tree.tokens[at].text.lower() in openers for at in tree.below(head, "mark") if at in inside
    )


def _opens_condition(tree: Tree, at: int, head: int) -> bool:
    token = tree.tokens[at]
    if token.lemma not in _words("conditional", "openers") or token.dep != "mark":
        return False
    if at and tree.tokens[at - 1].text.lower() in _words("conditional", "not_after"):
        return False
    clause = token.head
    return clause == head or (tree.tokens[clause].head == head and tree.tokens[clause].dep == "advcl")


def _has_tense(tree: Tree, head: int) -> bool:
    return tree.is_verbal(head) and tree.is_finite(head) and not tree.is_infinitive(head)


def _is_past(tree: Tree, head: int) -> bool:
    return any(tree.tokens[at].tag == "VBD" for at in (head, *tree.auxiliaries(head)))


def _negated(tree: Tree, head: int, line: list[int], inside: set[int]) -> bool:
    """Whether the clause says that something is not so. Two negations on one line make a positive."""
    count = 0
    for at in line:
        if tree.tokens[at].dep == "conj":
            continue
        for child in tree.children[at]:
            token = tree.tokens[child]
            if child not in inside:
                continue
            if token.dep == "neg" or (token.dep == "advmod" and token.text.lower() in ("never", "no")):
                count += 1
            elif token.dep in ("nsubj", "nsubjpass", "dobj", "attr", "npadvmod"):
                count += _is_negative_phrase(tree, child)
        if tree.tokens[at].lemma in _words("negative", "verbs") and tree.below(at, "xcomp", "ccomp", "dobj"):
            count += 1
    return count % 2 == 1


def _is_negative_phrase(tree: Tree, at: int) -> bool:
    if tree.tokens[at].text.lower() in _words("negative", "subjects"):
        return True
    return any(
        tree.tokens[child].text.lower() in _words("negative", "determiners") for child in tree.below(at, "det", "neg")
    )


@functools.cache
def _words(section: str, key: str) -> frozenset[str]:
    return frozenset(tables.load("modality")[section][key])
