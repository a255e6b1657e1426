"""Walk the grammar of a parse: children, subtrees, subjects, predicates, and the tokens at a place in the text.

Build one `Tree` per parse (`grow(parse)`) and ask it; it only holds indices, so every answer is a token index of that parse or
a tuple of them in text order. Nothing here knows words of any language, only tags and dependency labels (ClearNLP style).
"""

import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from variorum.values.parses import Parse, Token
from variorum.values.text import Span

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
OBJECTS = frozenset({"dobj", "dative", "attr", "acomp", "oprd", "ccomp", "xcomp"})
_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})


@dataclass(frozen=True, slots=True)
class Tree:
    """The dependency trees of one document, with children looked up once.

    `children[i]` are the dependants of token i in text order; `sentence[i]` is the number of the sentence of token i.
    """

    parse: Parse
    children: tuple[tuple[int, ...], ...]
    sentence: tuple[int, ...]
    starts: tuple[int, ...]

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens of the parse."""
        return self.parse.tokens

    def subtree(self, index: int, *, without: frozenset[int] = frozenset()) -> tuple[int, ...]:
        """The token and everything below it, in text order; branches that start at a token of `without` left out."""
        found, waiting = [], [index]
        while waiting:
            at = waiting.pop()
            found.append(at)
            waiting.extend(child for child in self.children[at] if child not in without)
        return tuple(sorted(found))

    def ancestors(self, index: int) -> Iterator[int]:
        """The governors of a token, nearest first, without the token itself."""
        seen = {index}
        at = self.tokens[index].head
        while at not in seen:
            yield at
            seen.add(at)
            at = self.tokens[at].head

    def below(self, index: int, *deps: str) -> tuple[int, ...]:
        """The children of a token with one of these dependency labels."""
        return tuple(child for child in self.children[index] if self.tokens[child].dep in deps)

    def subject(self, index: int) -> int | None:
        """The head of the subject of a verb's own clause, None where it has none of its own."""
        return next((child for child in self.children[index] if self.tokens[child].dep in SUBJECTS), None)

    def is_joined(self, index: int) -> bool:
        """Whether a clause that the parser took for a content only follows a verb and its object behind a conjunction.

        "Nobody claimed the attack but the group has bombed the town before", without a comma.
        """
        token = self.tokens[index]
        first = self.subtree(index)[0]
        if token.dep != "ccomp" or first == 0 or self.tokens[first - 1].tag != "CC" or self.subject(index) is None:
            return False
        return any(token.head < child < first for child in self.below(token.head, "dobj"))

    def auxiliaries(self, index: int) -> tuple[int, ...]:
        """The auxiliaries of a verb: modals, have, be, do and the infinitive's "to"."""
        return self.below(index, "aux", "auxpass")

    def is_verbal(self, index: int) -> bool:
        """Whether a token can head a clause: a verb, an auxiliary used as one, or a word that has a verb's helpers."""
        if self.tokens[index].pos in ("VERB", "AUX"):
            return True
        return bool(self.below(index, "auxpass", "nsubjpass"))

    def is_finite(self, index: int) -> bool:
        """Whether the clause of this verb carries tense, in the verb itself or in an auxiliary."""
        return any(self.is_tensed(at) for at in (index, *self.auxiliaries(index)))

    def is_tensed(self, index: int) -> bool:
        """Whether this word itself carries tense."""
        return self.tokens[index].tag in _FINITE

    def is_infinitive(self, index: int) -> bool:
        """Whether the verb stands as a "to" infinitive."""
        return any(self.tokens[at].tag == "TO" for at in self.auxiliaries(index))

    def within(self, span: Span) -> range:
        """The token indices that lie wholly inside a span of the text."""
        first = bisect.bisect_left(self.starts, span.start)
        last = bisect.bisect_left(self.starts, span.end)
        while last > first and self.tokens[last - 1].end > span.end:
            last -= 1
        return range(first, last)

    def touching(self, span: Span) -> range:
        """The token indices that share a code point with a span of the text."""
        first = max(0, bisect.bisect_right(self.starts, span.start) - 1)
        if first < len(self.tokens) and self.tokens[first].end <= span.start:
            first += 1
        return range(first, max(first, bisect.bisect_left(self.starts, span.end)))

    def head_of(self, indices: Iterable[int]) -> int | None:
        """The token of a group that governs the others: verbs first among those whose governor lies outside."""
        group = set(indices)
        roots = sorted(at for at in group if self.tokens[at].head not in group or self.tokens[at].head == at)
        return next((at for at in roots if self.is_verbal(at)), roots[0] if roots else None)

    def words(self, indices: Iterable[int]) -> str:
        """The words of tokens joined by single spaces; for comparing, never for quoting."""
        return " ".join(self.tokens[at].text for at in indices)


def grow(parse: Parse) -> Tree:
    """The tree of a parse. Build it once per document and hand it around."""
    below: list[list[int]] = [[] for _ in parse.tokens]
    for index, token in enumerate(parse.tokens):
        if token.head != index:
            below[token.head].append(index)
    sentence = [0] * len(parse.tokens)
    for number, (start, end) in enumerate(parse.sentences):
        for index in range(start, end):
            sentence[index] = number
    return Tree(parse, tuple(map(tuple, below)), tuple(sentence), tuple(token.start for token in parse.tokens))
