"""Which words of a sentence tell of a case from the past only to measure another by it: "the worst attack since one in 1994"."""

from variorum.crafts.moments.grammar import table
from variorum.crafts.moments.tense import climb
from variorum.values.parses import Parse

# So many words before "since" the superlative stands: "the highest number of people killed in one day since".
_REACH = 10
_SUPERLATIVES = ("JJS", "RBS")


def compared_since(parse: Parse, index: int) -> int | None:
    """The "since" that puts a word into a case that another is compared with, None where there is none.

    It must follow a superlative or "first" in its clause; "has been held since May" compares nothing.
    """
    for above in (index, *climb(parse, index)):
        for i in range(max(0, above - _REACH), index):
            own = i == parse.tokens[above].head or parse.tokens[i].head == above
            if own and _is_comparing(parse, i):
                return i
    return None


def _is_comparing(parse: Parse, since: int) -> bool:
    words = table().raw["dating"]
    if parse.tokens[since].text.lower() not in words["compared_with"]:
        return False
    for i in range(since - 1, max(-1, since - _REACH - 1), -1):
        token = parse.tokens[i]
        if token.tag in _SUPERLATIVES or token.text.lower() in words["foremost"]:
            return True
        if token.pos in ("VERB", "PUNCT") and token.tag != "VBN":
            return False
    return False
