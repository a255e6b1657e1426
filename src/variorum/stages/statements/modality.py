"""How a statement is meant by the one who makes it: as a fact, a guess, a forecast, a question; and whether it denies.

`judge` reads one segment. Only words on the way from the head of the clause down through its complements count: a "may" inside
a relative clause hedges that clause, not the whole. The verb that reports the statement counts too where it says how the holder
meant it (he denied, she asked, they predicted, he believes), whether it stands around the statement or is its main verb ("the
court ordered them to leave"); a cue that only the writer chose ("claimed") does not, it is kept as the hedge of the chain.
Where several readings apply the one that takes the statement furthest from a fact wins. Polarity is that of the words
themselves: "denied that the gate was open" is denied, and positive.
"""

import functools
from collections.abc import Iterable
from dataclasses import dataclass

from variorum.crafts import tables
from variorum.crafts.trees import Tree
from variorum.stages.statements.grammar import is_imperative
from variorum.values.documents import Document
from variorum.values.statements import Attribution, Modality, Polarity
from variorum.values.text import Span

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
    polarity: Polarity = "negative" if _negated(document, tree, line, inside) else "positive"
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
    cue, own = _cue(tree, attribution), _own_cue(tree, head, inside)
    named = tree.tokens[cue].lemma if cue is not None else ""
    words = document.text[tree.tokens[min(inside)].start : tree.tokens[max(inside)].end].lower()
    if _is_asked(document, tree, head, own, cue, inside):
        return "asked", []
    if _is_ordered(tree, head, own, cue, inside) or is_imperative(document.text, tree, head):
        return "ordered", []
    if shown := [at for at in inside if _opens_condition(tree, at, head)]:
        return "conditional", shown
    if _is_conditional(tree, head, words):
        return "conditional", []
    if _is_denied(tree, head, own, cue):
        return "denied", []
    if named not in _words("predicted", "cues") and (shown := [at for at in line if _obliges(tree, at, inside)]):
        return "ordered", shown
    if shown := [at for at in line if _predicts(tree, at, inside) and not _is_refusal(tree, at, inside, attribution)]:
        return "predicted", shown
    if named in _words("predicted", "cues") and not _is_past(tree, head):
        return "predicted", []
    near = [at for at in _near(tree, line, inside) if _hedges(tree, at)]
    near += [
        at
        for at in line
        if tree.tokens[at].lemma in _words("believed", "cues") and tree.below(at, "ccomp") and tree.subject(at)
    ]
    if near or named in _words("believed", "cues") or _is_loosely_told(tree, head, attribution, words):
        return "hedged", near
    return "asserted", []


def _cue(tree: Tree, attribution: Attribution | None) -> int | None:
    """The word of the attribution that reports the statement, None without one or where it is denied."""
    if attribution is None or attribution.cue is None:
        return None
    return tree.head_of(tree.touching(attribution.cue))


def _own_cue(tree: Tree, head: int, inside: set[int]) -> int | None:
    """The main verb of a statement as a word of saying or wishing ("they continue to deny it"), not negated."""
    at = head
    while (below := [child for child in tree.below(at, "xcomp") if child in inside]) and not tree.below(at, "neg"):
        if _lemma(tree, at) in _saying() or tree.below(at, "dobj"):
            break
        at = below[0]
    return at if tree.is_verbal(at) and not tree.below(at, "neg") and not _is_never(tree, at) else None


def _lemma(tree: Tree, at: int | None) -> str:
    return tree.tokens[at].lemma if at is not None else ""


def _is_never(tree: Tree, at: int) -> bool:
    return any(tree.tokens[child].text.lower() in _words("negative", "adverbs") for child in tree.below(at, "advmod"))


# ---- asked


def _is_asked(document: Document, tree: Tree, head: int, own: int | None, cue: int | None, inside: set[int]) -> bool:
    """Whether a statement asks, tells what somebody asked, or says that something is open; who was asked to do it asks nothing."""
    if _is_question(document, tree, head, inside):
        return True
    if _lemma(tree, cue) in _words("asked", "cues") and not tree.is_infinitive(head):
        return cue is None or not any(tree.is_infinitive(at) for at in tree.below(cue, "xcomp"))
    if _lemma(tree, own) in _words("asked", "cues") and own is not None:
        return not _wants_deed(tree, own, inside)
    open_ = [head, *tree.below(head, "acomp", "attr", "nsubj")]
    if not any(tree.tokens[at].lemma in _words("asked", "open") for at in open_):
        return False
    clauses = [child for at in open_ for child in tree.below(at, "ccomp", "csubj", "acl", "advcl") if child in inside]
    return any(_is_interrogative(tree, clause) for clause in clauses)


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


def _is_interrogative(tree: Tree, clause: int) -> bool:
    """Whether a clause opens with "whether" or with a word that asks."""
    first = tree.tokens[min(tree.subtree(clause))].text.lower()
    marks = {tree.tokens[at].text.lower() for at in tree.below(clause, "mark")}
    return first in _words("asked", "interrogatives") or bool(marks & _words("asked", "openers"))


# ---- ordered


def _wants_deed(tree: Tree, verb: int, inside: set[int]) -> bool:
    """Whether what a verb of asking takes is an infinitive ("asked residents to stay") or a thing asked "for"."""
    deeds = [child for child in tree.below(verb, "xcomp", "ccomp", "advcl") if child in inside]
    if any(tree.is_infinitive(child) for child in deeds):
        return True
    return any(tree.tokens[child].text.lower() == "for" for child in tree.below(verb, "prep"))


def _is_ordered(tree: Tree, head: int, own: int | None, cue: int | None, inside: set[int]) -> bool:
    """Whether somebody wants it done: an order or a request around the statement, or as its main verb."""
    if cue is not None and cue not in inside and not _has_tense(tree, head):
        if _lemma(tree, cue) in _words("ordered", "with_infinitive"):
            return tree.is_infinitive(head)
        return _lemma(tree, cue) in _words("ordered", "cues") and _has_preposition(tree, cue)
    if own is None or own not in inside:
        return False
    if _lemma(tree, own) in _words("ordered", "with_infinitive"):
        return _lemma(tree, own) != "want" and any(
            tree.is_infinitive(child) for child in tree.below(own, "xcomp", "ccomp") if child in inside
        )
    if _lemma(tree, own) not in _words("ordered", "cues"):
        return False
    return _has_preposition(tree, own) and bool(tree.below(own, "xcomp", "ccomp", "dobj", "prep"))


def _has_preposition(tree: Tree, verb: int) -> bool:
    """Whether a verb that orders only with a preposition has one ("called on them to leave")."""
    if _lemma(tree, verb) not in _words("ordered", "with_preposition"):
        return True
    wanted = _words("ordered", "prepositions")
    return any(tree.tokens[child].text.lower() in wanted for child in tree.below(verb, "prep"))


def _obliges(tree: Tree, at: int, inside: set[int]) -> bool:
    """Whether a token says what ought to be: "must", "should", "has to", and "shall" of anybody but the speaker."""
    token = tree.tokens[at]
    text = token.text.lower()
    if text in _words("ordered", "modals"):
        return not _hedges(tree, at) and not _is_due(tree, at)
    if text in _words("ordered", "duties") and token.dep == "aux":
        subject = tree.subject(token.head)
        return subject is not None and tree.tokens[subject].text.lower() not in _words("ordered", "speakers")
    if token.lemma in _words("ordered", "needs") and token.tag in ("VBP", "VBZ"):
        return any(tree.is_infinitive(child) for child in tree.below(at, "xcomp") if child in inside)
    return False


def _is_due(tree: Tree, at: int) -> bool:
    """Whether "should" foretells a state by a time: "should be open again by Christmas", but "should be paid by Friday" is a duty."""
    verb = tree.tokens[at].head
    state = tree.tokens[verb].lemma == "be" and tree.below(verb, "acomp", "attr")
    return (
        bool(state)
        and tree.tokens[at].text.lower() in _words("predicted", "expecting")
        and any(
            tree.tokens[noun].name in ("DATE", "TIME")
            for preposition in (p for node in (verb, *tree.below(verb, "acomp")) for p in tree.below(node, "prep"))
            if tree.tokens[preposition].text.lower() in _words("predicted", "due_by")
            for noun in tree.below(preposition, "pobj")
        )
    )


def _has_tense(tree: Tree, head: int) -> bool:
    return tree.is_verbal(head) and tree.is_finite(head) and not tree.is_infinitive(head)


# ---- conditional


def _opens_condition(tree: Tree, at: int, head: int) -> bool:
    token = tree.tokens[at]
    if token.lemma not in _words("conditional", "openers") or token.dep != "mark":
        return False
    if at and tree.tokens[at - 1].text.lower() in _words("conditional", "not_after"):
        return False
    clause = token.head
    return clause == head or (tree.tokens[clause].head == head and tree.tokens[clause].dep == "advcl")


def _is_conditional(tree: Tree, head: int, words: str) -> bool:
    """Whether a statement holds only under a condition that no "if" marks, or tells what would have been."""
    if any(phrase in words for phrase in _words("conditional", "phrases")):
        return True
    if any(is_inverted(tree, clause) for clause in (head, *tree.below(head, "advcl", "ccomp"))):
        return True
    helpers = {tree.tokens[at].lemma for at in tree.auxiliaries(head)} | {
        tree.tokens[at].text.lower() for at in tree.auxiliaries(head)
    }
    return "have" in helpers and bool({"would", "'d"} & helpers)


def is_inverted(tree: Tree, clause: int) -> bool:
    """Whether a clause makes a condition by its order alone: "had the alarm sounded, …", before its main clause or behind it."""
    subject = tree.subject(clause)
    behind = tree.tokens[clause].dep == "ccomp" and clause > tree.tokens[clause].head
    if subject is None or tree.tokens[clause].dep not in ("advcl", "ccomp") or behind or tree.below(clause, "mark"):
        return False
    opening = [at for at in tree.auxiliaries(clause) if at < subject]
    return any(tree.tokens[at].text.lower() in _words("conditional", "inverting") for at in opening)


# ---- denied


def _is_denied(tree: Tree, head: int, own: int | None, cue: int | None) -> bool:
    """Whether the holder says that it is not so: "denied", "rejected the claim that", "it is not true that"."""
    if cue is not None:
        governor = tree.tokens[cue].head
        noun = tree.tokens[cue].pos == "NOUN" and tree.tokens[cue].dep == "dobj"
        for verb in (cue, governor) if noun else (cue,):
            if _lemma(tree, verb) in _words("denied", "cues") and not tree.below(verb, "neg"):
                return True
    if own is not None and _lemma(tree, own) in _words("denied", "cues") and own != cue:
        objects = {tree.tokens[at].lemma for at in tree.below(own, "dobj", "nsubjpass")}
        outright = _lemma(tree, own) in _words("denied", "outright")
        clause = tree.below(own, "ccomp", "xcomp")
        return bool(clause) or bool(objects and outright) or bool(objects & _words("denied", "nouns"))
    if cue is not None and tree.tokens[cue].pos == "NOUN" and tree.tokens[cue].dep in ("nsubj", "nsubjpass"):
        # "Claims that the bridge fell are false".
        return is_untrue(tree, tree.tokens[cue].head)
    return is_untrue(tree, head) and any(tree.below(at, "ccomp") for at in (head, *tree.below(head, "acomp", "attr")))


def is_untrue(tree: Tree, verb: int, *, denied: bool = False) -> bool:
    """Whether a verb says of its subject that it is false, or not true; `denied` where the subject itself is a "none"."""
    said = {tree.tokens[at].lemma for at in tree.below(verb, "acomp", "attr")}
    return bool(said & _words("denied", "true" if denied or tree.below(verb, "neg") else "untrue"))


# ---- hedged


def _is_loosely_told(tree: Tree, head: int, attribution: Attribution | None, words: str) -> bool:
    """Whether a phrase, a source that is a rumour, or a refusal to rule it out leaves open whether it is so."""
    if any(phrase in words for phrase in _words("hedged", "phrases")):
        return True
    if attribution is not None and attribution.source is None and attribution.cue is not None:
        # "It has been alleged that": by nobody who is named.
        cue = _cue(tree, attribution)
        if cue is not None and tree.below(cue, "auxpass") and _lemma(tree, cue) in _words("hedged", "passives"):
            return True
    if attribution is not None and attribution.source is not None:
        source = tree.head_of(tree.touching(attribution.source))
        if _lemma(tree, source) in _words("hedged", "nouns"):
            return True
    return _is_not_excluded(tree, head)


def _is_not_excluded(tree: Tree, head: int) -> bool:
    """Whether something is "not ruled out"."""
    verbs = (head, *tree.below(head, "xcomp"))
    negated = any(tree.below(at, "neg") for at in verbs)
    return negated and any(tree.tokens[at].lemma in _words("hedged", "excluding") for at in verbs)


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
        if _guesses_not(tree, at):
            return True
        if text in _words("ordered", "modals"):
            return text in _words("hedged", "with_have") and any(
                tree.tokens[other].lemma == "have" for other in tree.auxiliaries(token.head)
            )
        if text in _words("hedged", "of_ability") and _is_ability(tree, at):
            return False
        return text in _words("hedged", "modals")
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


def _is_ability(tree: Tree, at: int) -> bool:
    """Whether "could" tells what somebody was able to do: with "not", of the senses, or of what was done on an occasion.

    "More than 200 people could be evacuated before the dam burst", "in the end she could walk": a past occasion in the clause says
    that it came about. "Could have" guesses.
    """
    verb = tree.tokens[at].head
    if tree.below(verb, "neg") or tree.tokens[verb].lemma in _words("hedged", "perceived"):
        return True
    if any(tree.tokens[other].lemma == "have" for other in tree.auxiliaries(verb)):
        return False
    adverbs = {tree.tokens[near].text.lower() for near in tree.below(verb, "advmod", "npadvmod")}
    return bool(adverbs & _words("hedged", "achieved")) or _has_past_occasion(tree, verb)


def _has_past_occasion(tree: Tree, verb: int) -> bool:
    """Whether an adverbial clause of time in the past hangs on a verb: "when the lorry came", "before the dam burst"."""
    return any(
        _is_past(tree, clause)
        and any(
            tree.tokens[mark].text.lower() in _words("hedged", "occasions")
            for mark in tree.below(clause, "mark", "advmod", "prep")
        )
        for clause in tree.below(verb, "advcl")
    )


def _is_refusal(tree: Tree, at: int, inside: set[int], attribution: Attribution | None) -> bool:
    """Whether "would not" tells what somebody refused to do, not what they were not going to do.

    It does beside a past occasion ("when he knocked, they would not open"), and where people are spoken of by somebody who
    neither is one of them nor speaks for a body, and no time to come is named ("the guards would not open the gate, the driver said").
    """
    verb = tree.tokens[at].head
    if tree.tokens[at].text.lower() not in _words("predicted", "refusing") or not tree.below(verb, "neg"):
        return False
    if any(tree.tokens[other].text.lower() in _words("predicted", "to_come") for other in tree.subtree(verb)):
        return False
    if _has_past_occasion(tree, verb) or _follows_past(tree, verb):
        return True
    subject = tree.subject(verb)
    if attribution is None or attribution.source is None or subject is None:
        return False
    source = tree.head_of(tree.touching(attribution.source))
    return source is not None and _are_people(tree, subject) and not _speaks_for(tree, source)


def _follows_past(tree: Tree, verb: int) -> bool:
    """Whether the clause is joined to one in the past: "she knocked, but they would not open"."""
    above = tree.tokens[verb].head
    return tree.tokens[verb].dep == "conj" and above != verb and tree.tokens[above].tag == "VBD"


def _are_people(tree: Tree, at: int) -> bool:
    token = tree.tokens[at]
    if token.pos == "PRON":
        return token.text.lower() in _words("predicted", "persons")
    return token.name == "PERSON" or token.lemma in _people()


def _speaks_for(tree: Tree, source: int) -> bool:
    """Whether a source is not plainly somebody who saw it: a body, a pronoun, an officer, who may tell what is going to be."""
    token = tree.tokens[source]
    if token.pos == "PRON" or token.lemma in _words("predicted", "officers"):
        return True
    return token.name != "PERSON" and token.lemma not in _people()


def _guesses_not(tree: Tree, at: int) -> bool:
    """ "Cannot have heard": a guess that something was not so."""
    verb = tree.tokens[at].head
    return (
        tree.tokens[at].text.lower() in _words("hedged", "without_have")
        and bool(tree.below(verb, "neg"))
        and any(tree.tokens[other].lemma == "have" for other in tree.auxiliaries(verb))
    )


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
    if _is_due(tree, at):
        return True
    if token.dep == "aux" and token.text.lower().replace("’", "'") in _words("predicted", "modals"):
        adverbs = {tree.tokens[near].text.lower() for near in tree.below(token.head, "advmod")}
        if token.text.lower() in ("would", "'d") and adverbs & _words("predicted", "habits"):
            return False
        return token.tag == "MD" and not any(
            tree.tokens[other].lemma == "have" for other in tree.auxiliaries(token.head)
        )
    if token.lemma not in _words("predicted", "before_infinitive"):
        return False
    return any(tree.is_infinitive(child) for child in tree.below(at, "xcomp", "ccomp") if child in inside)


def _is_past(tree: Tree, head: int) -> bool:
    return any(tree.tokens[at].tag == "VBD" for at in (head, *tree.auxiliaries(head)))


# ---- polarity


def _negated(document: Document, tree: Tree, line: list[int], inside: set[int]) -> bool:
    """Whether the clause says that something is not so. Two negations on one line make a positive."""
    idle = _idle(document, tree, inside)
    count = 0
    for at in line:
        if tree.tokens[at].dep == "conj" and at != line[0]:
            continue
        count += sum(_counts(tree, at, child) for child in tree.children[at] if child in inside and child not in idle)
        if tree.tokens[at].lemma in _words("negative", "verbs") and tree.below(at, "xcomp", "ccomp", "dobj"):
            count += 1
        if tree.tokens[at].lemma in _words("negative", "adjectives") and tree.tokens[at].dep in ("acomp", "oprd"):
            count += 1
    return count % 2 == 1


def _counts(tree: Tree, at: int, child: int) -> bool:
    """Whether a child of a verb or predicate negates it."""
    token = tree.tokens[child]
    if token.dep == "neg" and _sets_aside(tree, at, child):
        return False
    if token.dep == "prep":
        phrase = [tree.tokens[near].text.lower() for near in tree.subtree(child)]
        return " ".join(phrase) in _words("negative", "phrases")
    if token.dep == "neg":
        return not _is_limited(tree, at) and not _is_not_excluded(tree, at)
    if token.dep in ("advmod", "npadvmod"):
        below = {tree.tokens[near].text.lower() for near in tree.below(child, "neg", "det", "advmod")}
        return token.text.lower() in _words("negative", "adverbs") | {"no"} or "no" in below
    return token.dep in ("nsubj", "nsubjpass", "dobj", "attr") and _is_negative_phrase(tree, child)


def _sets_aside(tree: Tree, at: int, child: int) -> bool:
    """Whether a "not" only names what it was not beside what it was: "one shout, not four", "a phone, not a knife"."""
    return child > at and tree.tokens[child - 1].text in (",", "—", "–") and not tree.is_verbal(at)


def _is_limited(tree: Tree, at: int) -> bool:
    """Whether a "not" only says when it came to be so: "did not open until Monday"."""
    limits = _words("negative", "limits")
    return any(tree.tokens[child].text.lower() in limits for child in tree.below(at, "prep")) or any(
        tree.tokens[mark].text.lower() in limits
        for child in tree.below(at, "advcl")
        for mark in tree.below(child, "mark")
    )


def _idle(document: Document, tree: Tree, inside: set[int]) -> set[int]:
    """The tokens of phrases whose negation negates nothing: "no doubt", "not only"."""
    first = tree.tokens[min(inside)].start
    words = document.text[first : tree.tokens[max(inside)].end].lower()
    found: set[int] = set()
    for phrase in _words("negative", "idioms"):
        place = words.find(phrase)
        if place >= 0:
            span = Span(document.id, first + place, first + place + len(phrase))
            found.update(tree.within(span))
    return found


def _is_negative_phrase(tree: Tree, at: int) -> bool:
    """Whether a noun phrase is about nobody or nothing: "no vessel", "none", "neither side", "hardly anyone"."""
    if tree.tokens[at].text.lower() in _words("negative", "subjects"):
        return True
    children = {
        tree.tokens[child].text.lower() for child in tree.below(at, "det", "neg", "preconj", "cc", "advmod", "quantmod")
    }
    return bool(children & (_words("negative", "determiners") | _words("negative", "adverbs")))


@functools.cache
def _saying() -> frozenset[str]:
    """All verbs that tell how their holder means what they say."""
    sections = ("asked", "ordered", "denied", "predicted", "believed")
    return frozenset(lemma for section in sections for lemma in _words(section, "cues"))


@functools.cache
def _people() -> frozenset[str]:
    """Nouns for a person."""
    people: dict[str, list[str]] = tables.load("roles")["people"]
    return frozenset(noun for nouns in people.values() for noun in nouns)


@functools.cache
def _words(section: str, key: str) -> frozenset[str]:
    return frozenset(tables.load("modality")[section][key])
