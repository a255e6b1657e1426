"""Remarks on whether something could be checked, what they cover, and the marks an investigator must not lose.

"Could not be verified", "declined to comment" and their like are statements about statements. `remark_of` recognises one;
`in_scope` says which of a document's statements it covers: those of the holder it names ("the lieutenant's claims"), narrowed
by its topic ("particularly about the prisoners") where it gives one; or, for "the claim", "this" or no object at all, the
nearest statements of another holder before it. What the outlet asserts in its own voice is in no remark's scope: a remark is about
what somebody claims, be it hearsay ("it has been alleged that").
"""

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from variorum.crafts import tables
from variorum.crafts.trees import Tree
from variorum.values.documents import Document
from variorum.values.entities import Mention
from variorum.values.statements import Mark, MarkKind, Statement
from variorum.values.text import Span, quote

Remark = Literal["unverified", "declined"]
_MARKS: tuple[MarkKind, ...] = ("unknown", "evidence", "verification", "tension")
# A remark without a named holder looks back no further than this many code points, about two paragraphs.
_REACH = 700
# "The claim" or "this" means something said within about a sentence or two.
_NEAR = 250


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with what the scope of a remark needs to know of it: the tokens it is written in."""

    statement: Statement
    tokens: range


def remark_of(tree: Tree, indices: Sequence[int], head: int) -> Remark | None:
    """Whether a stretch says that something could not be checked, or that somebody would not answer."""
    inside = set(indices)
    if _is_declined(tree, indices, inside, head):
        return "declined"
    return "unverified" if _is_unverified(tree, inside, head) else None


def _is_unverified(tree: Tree, inside: set[int], head: int) -> bool:
    table = tables.load("remarks")["unverified"]
    for at in inside:
        token = tree.tokens[at]
        if token.lemma in table["adjectives"] and token.dep in ("acomp", "oprd", "ROOT", "attr"):
            return True
        if token.lemma in table["nouns"] and _is_denied_noun(tree, at, inside):
            return True
        if token.lemma in table["verbs"] and tree.is_verbal(at) and at in _spine(tree, head, inside):
            able = _able(tree, at, inside, table["able"])
            negated = any(_is_negated(tree, near) for near in (at, *tree.ancestors(at)) if near in inside)
            unable = _able(tree, at, inside, ("unable", "impossible"))
            adverb = any(tree.tokens[child].lemma in table["adverbs"] for child in tree.below(at, "advmod"))
            if unable or (negated and (able or token.lemma in table["plain"] or adverb)):
                return not tree.below(at, "ccomp") or able or unable
    return False


def _is_negated(tree: Tree, at: int) -> bool:
    """Whether a verb has a "not" of its own or a subject that is nobody."""
    if tree.below(at, "neg"):
        return True
    negative = tables.load("modality")["negative"]
    for subject in tree.below(at, "nsubj", "nsubjpass"):
        if tree.tokens[subject].text.lower() in negative["subjects"]:
            return True
        if any(
            tree.tokens[child].text.lower() in negative["determiners"] for child in tree.below(subject, "det", "neg")
        ):
            return True
    return False


def _is_denied_noun(tree: Tree, at: int, inside: set[int]) -> bool:
    """Whether there is none of it: "no independent confirmation", "without confirmation"."""
    near = {tree.tokens[child].text.lower() for child in tree.below(at, "det", "neg", "advmod")}
    governor = tree.tokens[tree.tokens[at].head]
    return bool(near & {*tables.load("modality")["negative"]["determiners"]}) or (
        governor.lemma == "without" and tree.tokens[at].head in inside
    )


def _able(tree: Tree, at: int, inside: set[int], words: Iterable[str]) -> bool:
    above = [near for near in tree.ancestors(at) if near in inside]
    # "It was not possible to confirm it": the adjective hangs beside the infinitive, not above it.
    beside = [near for verb in above for near in tree.below(verb, "acomp", "oprd")]
    around = (*tree.auxiliaries(at), *above, *beside)
    return any(tree.tokens[near].lemma in words or tree.tokens[near].text.lower() in words for near in around)


def _spine(tree: Tree, head: int, inside: set[int]) -> set[int]:
    """The head, what it is joined with, and its complements, each as far as they lie inside."""
    found, waiting = {head}, [head]
    while waiting:
        at = waiting.pop()
        for child in tree.below(at, "xcomp", "acomp", "conj", "ccomp", "oprd"):
            if child in inside and child not in found:
                found.add(child)
                waiting.append(child)
    return found


def _is_declined(tree: Tree, indices: Sequence[int], inside: set[int], head: int) -> bool:
    table = tables.load("remarks")["declined"]
    spine = _spine(tree, head, inside)
    for at in spine:
        token = tree.tokens[at]
        complements = tree.below(at, "xcomp", "ccomp", "advcl")
        if token.lemma in table["refusals"] and any(
            tree.tokens[child].lemma in table["answers"] for child in complements
        ):
            return True
        if token.lemma in table["silent"] and tree.is_verbal(at) and tree.below(at, "neg") and _owes_answer(tree, at):
            return True
    return bool(find_phrases(tree, indices, table["phrases"]))


def _owes_answer(tree: Tree, at: int) -> bool:
    """Whether a missing answer is one to a question: no clause follows, and "return" has calls or messages as object."""
    if tree.tokens[at].lemma != "return":
        return not any(child > at for child in tree.below(at, "ccomp"))
    asked = ("call", "message", "email", "request", "text", "letter", "inquiry", "enquiry", "comment")
    return any(tree.tokens[child].lemma in asked for child in tree.below(at, "dobj"))


def find_phrases(tree: Tree, indices: Sequence[int], phrases: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Where phrases of lemmas occur among tokens, as token ranges; adverbs, articles and forms of "be" may come between."""
    order = list(indices)
    by_first = _by_first_word(tuple(phrases))
    found: set[tuple[int, int]] = set()
    for place, at in enumerate(order):
        token = tree.tokens[at]
        firsts = {token.lemma, token.text.lower(), *(("not",) if token.dep == "neg" else ())}
        for words in (words for first in firsts for words in by_first.get(first, ())):
            end = _match(tree, order, place, words)
            if end is not None:
                found.add((order[place], order[end - 1] + 1))
    return tuple(sorted(found))


@functools.cache
def _by_first_word(phrases: tuple[str, ...]) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    for phrase in phrases:
        words = phrase.split()
        found.setdefault(words[0], []).append(words)
    return found


def _match(tree: Tree, order: Sequence[int], place: int, words: Sequence[str]) -> int | None:
    at = place
    for number, word in enumerate(words):
        while number and at < len(order) and not _is(tree, order[at], word) and _may_intervene(tree, order[at]):
            at += 1
        if at >= len(order) or not _is(tree, order[at], word):
            return None
        at += 1
    return at


def _is(tree: Tree, at: int, word: str) -> bool:
    token = tree.tokens[at]
    text = token.text.lower()
    return word in (token.lemma, text) or (word == "not" and token.dep == "neg")


def _may_intervene(tree: Tree, at: int) -> bool:
    token = tree.tokens[at]
    return token.pos in ("ADV", "DET", "AUX") or token.lemma == "be" or token.dep in ("aux", "auxpass")


def find_marks(document: Document, tree: Tree, indices: Sequence[int]) -> tuple[Mark, ...]:
    """The unknowns, items of evidence, words of checking and of conflict in a stretch, in order."""
    found: dict[tuple[int, int], Mark] = {}
    table = tables.load("remarks")
    for kind in _MARKS:
        if kind == "evidence":
            places = _evidence(tree, indices)
        else:
            places = _longest(find_phrases(tree, indices, table[kind]["phrases"]))
        for first, after in places:
            place = Span(document.id, tree.tokens[first].start, tree.tokens[after - 1].end)
            found.setdefault((place.start, place.end), Mark(kind, quote(document.text, place)))
    return tuple(found[key] for key in sorted(found))


def _longest(places: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The places that lie in no other."""
    return tuple(
        place
        for place in places
        if not any(other != place and other[0] <= place[0] and place[1] <= other[1] for other in places)
    )


def _evidence(tree: Tree, indices: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Noun phrases of things that can be asked for: from their first modifier to what they are evidence of."""
    table = tables.load("remarks")["evidence"]
    inside = set(indices)
    found = []
    for at in indices:
        token = tree.tokens[at]
        if token.pos not in ("NOUN", "PROPN") or token.lemma not in table["nouns"]:
            continue
        if any(tree.tokens[child].lemma in table["not_after"] for child in tree.below(at, "amod", "compound")):
            continue
        if any(tree.tokens[child].text.lower() == "no" for child in tree.below(at, "det")):
            continue
        phrase = [below for below in tree.subtree(at) if below in inside]
        first = min(below for below in phrase if below <= at)
        while first < at and not set(range(first, at)) <= set(phrase):
            first += 1
        found.append((first, at + 1))
    return _longest(found)


def in_scope(
    remark: Statement,
    kind: Remark,
    tree: Tree,
    indices: Sequence[int],
    told: Sequence[Said],
    mentions: Sequence[Mention],
) -> tuple[str, ...]:
    """The ids of the statements that a remark covers, in order of place; none where it is not clear."""
    around = _with_subject(tree, indices)
    rivals = [said for said in told if not said.statement.is_remark and _is_claimed(said.statement)]
    near = [said for said in rivals if _is_just_before(remark, said)]
    owner = _owner(tree, around, mentions, kind)
    if owner is not None and kind == "unverified":
        held = [said for said in rivals if _holds(said.statement, owner, mentions, tree)]
        return _narrowed(tree, indices, held, mentions)
    if owner is not None:
        # Who will not answer leaves open what he said himself just before, or else what others said of him.
        held = [said for said in near if _holds(said.statement, owner, mentions, tree)]
        threads = _threads(mentions, owner)
        near = held or [said for said in near if threads & _threads_in(mentions, said.statement.passage.span)]
    elif target := _target(tree, indices):
        # "The authenticity of the letters could not be verified": what is told of the letters.
        return tuple(said.statement.id for said in near if target & {tree.tokens[at].lemma for at in said.tokens})
    if near and remark.passage.span.start - near[-1].statement.passage.span.end > _NEAR:
        return ()
    return _narrowed(tree, indices, _last_group(near), mentions)


def _is_claimed(statement: Statement) -> bool:
    """Whether a statement is somebody's claim: attributed, or told as hearsay ("it has been alleged that")."""
    return statement.voice == "attributed" or statement.modality == "hedged"


def _target(tree: Tree, indices: Sequence[int]) -> set[str]:
    """The things that could not be checked where the remark names them rather than "the claim" or "it"; empty otherwise."""
    inside = set(indices)
    general = set(tables.load("remarks")["scope"]["claims"])
    phrase = [
        below for at in indices if tree.tokens[at].dep == "nsubjpass" for below in tree.subtree(at) if below in inside
    ]
    return {tree.tokens[at].lemma for at in phrase if tree.tokens[at].pos in ("NOUN", "PROPN")} - general


def _with_subject(tree: Tree, indices: Sequence[int]) -> list[int]:
    """The tokens of a remark with those of its sentence that depend on them or govern them."""
    if not indices:
        return []
    number = tree.sentence[indices[0]]
    first, last = tree.parse.sentences[number]
    return [at for at in range(first, last) if at <= indices[-1]]


def _owner(tree: Tree, indices: Sequence[int], mentions: Sequence[Mention], kind: Remark) -> tuple[int, int] | None:
    """The place (code points) of the one whose claims are meant: a possessor, an "of" or "by" phrase, or who declined."""
    claims = tables.load("remarks")["scope"]["claims"]
    inside = set(indices)
    for at in indices:
        if tree.tokens[at].lemma not in claims:
            continue
        for child in tree.below(at, "poss"):
            return tree.tokens[child].start, tree.tokens[child].end
        for of in tree.below(at, "prep", "agent"):
            for thing in tree.below(of, "pobj"):
                if tree.tokens[of].lemma in ("of", "by", "from") and _is_somebody(tree, thing, mentions):
                    return tree.tokens[thing].start, tree.tokens[thing].end
        for clause in tree.below(at, "acl", "relcl"):
            for by in tree.below(clause, "agent"):
                for thing in tree.below(by, "pobj"):
                    return tree.tokens[thing].start, tree.tokens[thing].end
    if kind == "declined":
        for at in indices:
            if tree.tokens[at].dep in ("nsubj", "nsubjpass") and _is_somebody(tree, at, mentions) and at in inside:
                return tree.tokens[at].start, tree.tokens[at].end
    return None


def _is_somebody(tree: Tree, at: int, mentions: Sequence[Mention]) -> bool:
    place = tree.tokens[at].start, tree.tokens[at].end
    return tree.tokens[at].pos in ("PROPN", "PRON") or any(
        mention.kind in ("person", "organisation") and mention.head[0] <= place[0] and place[1] <= mention.head[1]
        for mention in mentions
    )


def _threads(mentions: Sequence[Mention], place: tuple[int, int]) -> set[str]:
    return {
        mention.thread
        for mention in mentions
        if mention.passage.span.start <= place[0]
        and place[1] <= mention.passage.span.end
        and ((mention.head[0] <= place[0] and place[1] <= mention.head[1]) or mention.passage.span.end == place[1])
    }


def _threads_in(mentions: Sequence[Mention], span: Span) -> set[str]:
    return {mention.thread for mention in mentions if span.covers(mention.passage.span)}


def _holds(statement: Statement, owner: tuple[int, int], mentions: Sequence[Mention], tree: Tree) -> bool:
    """Whether the origin of a statement is the one at this place: one thread, or a word of the name in common."""
    if not statement.chain:
        return False
    holder = statement.chain[0].holder
    threads = _threads(mentions, owner)
    if threads and holder.passage is not None and threads & _threads_in(mentions, holder.passage.span):
        return True
    words = {
        tree.tokens[at].text.lower()
        for at in tree.touching(Span(statement.document, *owner))
        if tree.tokens[at].pos == "PROPN"
    }
    names = {mention.passage.words for mention in mentions if mention.thread in threads and mention.form == "name"}
    words |= {word.lower() for name in names for word in name.split() if word[:1].isupper()}
    return bool(words & set(holder.name.lower().replace("’s", "").replace("'s", "").split()[-1:]))


def _is_just_before(remark: Statement, said: Said) -> bool:
    gap = remark.passage.span.start - said.statement.passage.span.end
    return 0 <= gap <= _REACH


def _last_group(near: Sequence[Said]) -> list[Said]:
    """The last statements in a row that come from one holder."""
    if not near:
        return []
    if not near[-1].statement.chain:
        return [near[-1]]
    last = near[-1].statement.chain[0].holder.name
    group: list[Said] = []
    for said in reversed(near):
        if not said.statement.chain or said.statement.chain[0].holder.name != last:
            break
        group.append(said)
    return list(reversed(group))


def _narrowed(tree: Tree, indices: Sequence[int], held: Sequence[Said], mentions: Sequence[Mention]) -> tuple[str, ...]:
    """The statements about the topic of a remark; all of them where it has no topic, or one that merely stands out."""
    topic, strict = _topic(tree, indices)
    if not topic:
        return tuple(said.statement.id for said in held)
    lemmas = _content(tree, topic)
    place = Span(tree.parse.document, tree.tokens[topic[0]].start, tree.tokens[topic[-1]].end)
    threads = _threads_in(mentions, place)
    narrow: list[Said] = []
    for said in held:
        named = lemmas & {tree.tokens[at].lemma for at in said.tokens}
        threaded = threads & _threads_in(mentions, said.statement.passage.span) - _everywhere(mentions, held)
        if named or threaded or (narrow and _goes_on_about_them(tree, narrow[-1], said, lemmas)):
            narrow.append(said)
    if narrow or strict or not lemmas:
        return tuple(said.statement.id for said in narrow)
    return tuple(said.statement.id for said in held)


def _goes_on_about_them(tree: Tree, before: Said, said: Said, lemmas: set[str]) -> bool:
    """Whether a statement tells in the same sentence more of several who were named: "the crews were held, and two of them died"."""
    if not before.tokens or not said.tokens or tree.sentence[before.tokens[0]] != tree.sentence[said.tokens[0]]:
        return False
    plurals = set(tables.load("clauses")["pronouns"]["plural"])
    several = any(tree.tokens[at].lemma in lemmas and tree.tokens[at].tag in ("NNS", "NNPS") for at in before.tokens)
    return several and any(tree.tokens[at].text.lower() in plurals for at in said.tokens)


def _everywhere(mentions: Sequence[Mention], held: Sequence[Said]) -> set[str]:
    """The threads that more than a third of the holder's statements speak of: they narrow nothing."""
    counted = [_threads_in(mentions, said.statement.passage.span) for said in held]
    threads = set().union(*counted) if counted else set()
    return {thread for thread in threads if 3 * sum(thread in one for one in counted) > len(counted)}


def _topic(tree: Tree, indices: Sequence[int]) -> tuple[list[int], bool]:
    """The tokens after the first word that narrows a remark, and whether it leaves nothing else in scope."""
    scope = tables.load("remarks")["scope"]
    claims = next((place for place, at in enumerate(indices) if tree.tokens[at].lemma in scope["claims"]), None)
    start = 0 if claims is None else claims + 1
    for place in range(start, len(indices)):
        token = tree.tokens[indices[place]]
        if token.lemma in scope["narrowing"] and token.lemma != "of":
            rest = list(indices[place + 1 :])
            if rest:
                return rest, token.lemma in scope["only"]
    return [], False


def _content(tree: Tree, indices: Iterable[int]) -> set[str]:
    empty = set(tables.load("remarks")["scope"]["empty"])
    places = list(indices)
    common = {tree.tokens[at].lemma for at in places if tree.tokens[at].pos in ("NOUN", "VERB", "ADJ")} - empty
    return common or {tree.tokens[at].lemma for at in places if tree.tokens[at].pos == "PROPN"}
