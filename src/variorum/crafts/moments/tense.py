"""Whether a word of a parse stands in a clause about what has been or about what is to come, and what governs it."""

from collections.abc import Iterator
from typing import Literal

from variorum.crafts.moments.grammar import table
from variorum.values.parses import Parse, Token

Direction = Literal["past", "near", "future"]
Tense = Literal["past", "perfect", "present", "future", "participle"]

# A path to the root longer than this is a parser's circle or a list, never grammar; measured on nothing, a safety bound.
_STEPS = 12


def climb(parse: Parse, index: int) -> Iterator[int]:
    """The governors of a token, nearest first, the token itself left out."""
    for _ in range(_STEPS):
        head = parse.tokens[index].head
        if head == index:
            return
        yield head
        index = head


def head_of(parse: Parse, first: int, last: int) -> int:
    """The token of `[first, last)` whose governor lies outside it; the last such, as heads follow in noun phrases."""
    heads = [i for i in range(first, last) if not first <= parse.tokens[i].head < last or parse.tokens[i].head == i]
    return heads[-1] if heads else last - 1


def is_predicate(token: Token) -> bool:
    """Whether a token can be the predicate of a clause."""
    return token.pos in ("VERB", "AUX") and token.dep not in ("aux", "auxpass")


def predicate_of(parse: Parse, index: int) -> int | None:
    """The nearest predicate that governs a token; the token itself if it is one, None in a fragment."""
    if is_predicate(parse.tokens[index]):
        return index
    return next((i for i in climb(parse, index) if is_predicate(parse.tokens[i])), None)


def auxiliaries(parse: Parse, verb: int) -> tuple[Token, ...]:
    """The auxiliaries and the infinitive marker of a verb, in order."""
    return tuple(
        token
        for i, token in enumerate(parse.tokens[max(0, verb - 12) : verb + 4], max(0, verb - 12))
        if token.head == verb and i != verb and token.dep in ("aux", "auxpass")
    )


def direction(parse: Parse, first: int, last: int) -> Direction:
    """Which way a date without a year, or a weekday, is looked for: "future" where the clause is about what is to come.

    "near" where a simple present leaves both ways open ("when it arrives on 11 November"). A clause without a finite
    verb counts as past: a report tells of what was.
    """
    words = table()
    modal, scheduling = words.context("future_auxiliaries"), words.context("scheduling")
    index: int | None = predicate_of(parse, head_of(parse, first, last))
    for _ in range(4):
        if index is None:
            return "past"
        verb = parse.tokens[index]
        helpers = auxiliaries(parse, index)
        if any(helper.text.lower() in modal for helper in helpers):
            # "would have left", "may have left" look back, "will have left" does not.
            perfect = any(helper.lemma == "have" for helper in helpers)
            certain = any(helper.text.lower() in words.context("certain_future") for helper in helpers)
            return "past" if perfect and not certain else "future"
        if verb.lemma in scheduling and verb.dep != "amod":
            return "past" if _pledged_then(parse, index, helpers, first, last) else "future"
        if any(helper.tag == "TO" for helper in helpers):
            # "plans to open on Friday" looks ahead, "voted to end it on Friday" does not: what governs it decides.
            governor = parse.tokens[verb.head]
            # "an event to be held on Friday"
            owed = verb.dep in ("acl", "relcl") and any(helper.dep == "auxpass" for helper in helpers)
            if owed or verb.dep == "ROOT" or governor.lemma in scheduling or governor.tag in ("VBZ", "VBP"):
                return "future"
        elif verb.tag == "VBD" or any(helper.tag in ("VBD", "VBZ", "VBP") for helper in helpers):
            return "past" if not _goes_to(helpers, verb) else "future"
        elif verb.tag in ("VBZ", "VBP"):
            return "near"
        elif verb.tag == "VBN" and not helpers and verb.dep == "acl":
            return "past"  # "the plans announced in January"
        index = next((i for i in climb(parse, index) if is_predicate(parse.tokens[i])), None)
    return "past"


def _pledged_then(parse: Parse, index: int, helpers: tuple[Token, ...], first: int, last: int) -> bool:
    """Whether a day is that on which something was promised, not that for which: "in February he promised to resign in June"."""
    words, verb = table(), parse.tokens[index]
    told = verb.tag == "VBD" or any(helper.tag == "VBD" and helper.lemma == "have" for helper in helpers)
    if verb.lemma not in words.context("pledging") or not told:
        return False
    head = head_of(parse, first, last)
    joint = parse.tokens[head].head
    before = parse.tokens[joint].text.lower() if joint != index else ""
    return before not in words.context("ahead_of") and index in (joint, parse.tokens[joint].head)


def tense_of(parse: Parse, verb: int) -> Tense:
    """A coarse tense to compare two clauses by; a verb without a finite form in its clause is a "participle"."""
    token = parse.tokens[verb]
    helpers = auxiliaries(parse, verb)
    tags = [helper.tag for helper in helpers]
    if "MD" in tags:
        return "future"
    if any(helper.lemma == "have" and helper.tag in ("VBZ", "VBP") for helper in helpers):
        return "perfect"
    if "VBD" in tags or token.tag == "VBD":
        return "past"
    if "VBZ" in tags or "VBP" in tags or token.tag in ("VBZ", "VBP"):
        return "present"
    return "participle"


def _goes_to(helpers: tuple[Token, ...], verb: Token) -> bool:
    """Whether a progressive present puts the clause ahead: "is meeting on Friday"."""
    return verb.tag == "VBG" and any(helper.tag in ("VBZ", "VBP") and helper.lemma == "be" for helper in helpers)
