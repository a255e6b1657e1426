"""A parse as a tree: children, subtrees and phrases, for the readers of this room. Indices are of `Parse.tokens`."""

from collections.abc import Iterable
from functools import cached_property

from variorum.values.parses import Parse, Token


class Tree:
    """The dependency trees of one document, with what the cue rules ask of them."""

    def __init__(self, parse: Parse) -> None:
        self.tokens: tuple[Token, ...] = parse.tokens
        self.sentences = parse.sentences
        self.children: list[list[int]] = [[] for _ in parse.tokens]
        for index, token in enumerate(parse.tokens):
            if token.head != index:
                self.children[token.head].append(index)

    @cached_property
    def sentence_of(self) -> list[int]:
        """For each token the number of its sentence."""
        numbers = [0] * len(self.tokens)
        for number, (start, end) in enumerate(self.sentences):
            numbers[start:end] = [number] * (end - start)
        return numbers

    def having(self, index: int, *deps: str) -> list[int]:
        """The children of a token with one of these dependency labels, in order."""
        return [child for child in self.children[index] if self.tokens[child].dep in deps]

    def subtree(self, index: int, without: Iterable[int] = ()) -> set[int]:
        """All tokens governed by one, itself included; branches that start in `without` are left out."""
        barred = set(without)
        found: set[int] = set()
        waiting = [index]
        while waiting:
            node = waiting.pop()
            if node in found or node in barred:
                continue
            found.add(node)
            waiting.extend(self.children[node])
        return found

    def ancestors(self, index: int) -> list[int]:
        """The governors of a token, nearest first."""
        found: list[int] = []
        while self.tokens[index].head != index:
            index = self.tokens[index].head
            if index in found:
                break
            found.append(index)
        return found

    def head_of(self, indices: Iterable[int]) -> int:
        """The topmost token of a stretch: the first whose governor lies outside it."""
        inside = set(indices)
        for index in sorted(inside):
            top = self.tokens[index].head not in inside or self.tokens[index].head == index
            if top and self.tokens[index].pos not in ("PUNCT", "DET", "CCONJ", "ADP"):
                return index
        return min(inside)

    def within(self, start: int, end: int) -> list[int]:
        """The tokens that lie inside a stretch of text, by code points."""
        low, high = 0, len(self.tokens)
        while low < high:
            middle = (low + high) // 2
            if self.tokens[middle].start < start:
                low = middle + 1
            else:
                high = middle
        found = []
        while low < len(self.tokens) and self.tokens[low].end <= end:
            found.append(low)
            low += 1
        return found
