"""Utterances that an account tells as events of their own, not as its sources.

"In 2003 he told a rally: '…'" in an article of 2010 does not rest on him as a witness: the account itself vouches that he said so,
and where and when he did. Such an utterance is one statement, words of saying and all, in the voice of whoever tells of it.
Front: `find_told`.

An utterance is told as an event where it is given verbatim, at least in part, and
* it is dated well before the account, and was made in public (to a crowd, at a ceremony) or in print; or
* the sentences before it set such a scene ("At a ceremony in 2008 he praised the guard. '…,' he said."); or
* it only fixes the time of something else ("the rally, when he told the crowd '…'").
Testimony is never one, however old: what somebody told a court or the police is what an account rests on.
"""

import datetime
import functools
from collections.abc import Sequence
from dataclasses import dataclass

from variorum.crafts import tables
from variorum.crafts.quotes import find_quotes, is_quoted
from variorum.crafts.trees import Tree
from variorum.stages.statements.furniture import fold
from variorum.stages.statements.grammar import branch
from variorum.stages.statements.holders import Holders
from variorum.values.documents import Document
from variorum.values.moments import Moment
from variorum.values.statements import Attribution
from variorum.values.text import Span

# An utterance is old when it was made this long before its account: what was said in the weeks before is part of
# the story. Chosen as two months by judgement, not measured: on three annotated cases 30 to 365 days give the same.
_OLD = datetime.timedelta(days=60)
# A scene holds for this many sentences that do not stand in quotation marks.
_SCENE = 2


@dataclass(frozen=True, slots=True)
class Told:
    """An utterance told as an event: its attribution, its verb, and the tokens of its clause in the sentence of the verb.

    `content` are those of the tokens that stand in what is said. What is said in further sentences is no part of it.
    """

    attribution: int
    verb: int
    tokens: frozenset[int]
    content: frozenset[int]


def find_told(
    document: Document, tree: Tree, attributions: Sequence[Attribution], moments: Sequence[Moment], holders: Holders
) -> tuple[Told, ...]:
    """The utterances of a document that it tells as events, in the order of the attributions."""
    reader = _Reader(document, tree, attributions, moments, holders)
    return tuple(told for number in range(len(attributions)) if (told := reader.told(number)) is not None)


class _Reader:
    def __init__(
        self,
        document: Document,
        tree: Tree,
        attributions: Sequence[Attribution],
        moments: Sequence[Moment],
        holders: Holders,
    ) -> None:
        self.document = document
        self.tree = tree
        self.attributions = attributions
        self.holders = holders
        self.verbs = [self._verb(one) for one in attributions]
        day = document.published.value
        self.old = [
            moment.passage.span
            for moment in moments
            if day is not None and moment.latest is not None and moment.latest < day - _OLD
        ]
        self.dated = [moment.passage.span for moment in moments if moment.type in ("date", "time")]
        self.quotes = tuple(quote for quote in find_quotes(document.text) if not quote.single)

    def told(self, number: int) -> Told | None:
        """The attribution as an event, None where it is a report like any other."""
        attribution, verb = self.attributions[number], self.verbs[number]
        if verb is None or attribution.source is None or attribution.kind != "reporting" or self._is_inside(verb):
            return None
        if attribution.quotation not in ("direct", "mixed") or self.tree.tokens[verb].tag not in ("VBD", "VBN"):
            return None
        own = self._own(attribution, verb)
        if self._is_testimony(own):
            return None
        if self._fixes_a_time(verb) or self._is_old(own, attribution) or self._in_scene(attribution, verb, own):
            clause = self._clause(attribution, verb)
            return Told(number, verb, clause, clause - own)
        return None

    def _verb(self, attribution: Attribution) -> int | None:
        if attribution.cue is None:
            return None
        verb = self.tree.head_of(self.tree.touching(attribution.cue))
        return verb if verb is not None and self.tree.is_verbal(verb) else None

    def _is_inside(self, verb: int) -> bool:
        """Whether the verb of saying stands in somebody's quoted words, whose sense of time is another."""
        return is_quoted(self.tree.tokens[verb].start, self.quotes)

    def _own(self, attribution: Attribution, verb: int) -> set[int]:
        """The words of the saying itself: the clause of its verb without what is said and without other sayings."""
        inside = {at for span in attribution.content for at in self.tree.touching(span)}
        return {at for at in self._clause(attribution, verb) if at not in inside}

    def _clause(self, attribution: Attribution, verb: int) -> frozenset[int]:
        """The tokens of the verb's clause in its sentence, with source and content, without the clauses joined to it."""
        first, last = self.tree.parse.sentences[self.tree.sentence[verb]]
        sentence = range(first, last)
        others = {at for at in self.verbs if at is not None and at != verb and at in sentence}
        barred = [
            at for at in self.tree.children[verb] if at in others and self.tree.tokens[at].dep in ("conj", "ccomp")
        ]
        clause = branch(self.tree, verb, without=barred)
        for span in (attribution.source, attribution.cue, *attribution.content):
            clause.update(at for at in self.tree.touching(span) if at in sentence) if span is not None else None
        return frozenset(at for at in clause if at in sentence)

    def _is_testimony(self, own: set[int]) -> bool:
        return any(self.tree.tokens[at].lemma in _words("testimony") for at in own)

    def _is_old(self, own: set[int], attribution: Attribution) -> bool:
        """Whether an old date stands with the saying, which was public or in print."""
        return self._has_old_date(own) and (self._is_public(own) or self._is_printed(attribution))

    def _has_old_date(self, tokens: set[int]) -> bool:
        places = {at for span in self.old for at in self.tree.touching(span)}
        return bool(places & tokens)

    def _is_public(self, tokens: set[int]) -> bool:
        return any(self.tree.tokens[at].lemma in _words("public") for at in tokens)

    def _is_printed(self, attribution: Attribution) -> bool:
        assert attribution.source is not None, "asked for the source of an attribution without one"
        found = self.holders.holders(attribution.source)[:1]
        return bool(found) and found[0].kind == "outlet"

    def _fixes_a_time(self, verb: int) -> bool:
        """ "… the rally, when he told the crowd '…'": to a public, in a clause that only says when."""
        clause = verb if self.tree.tokens[verb].dep in ("relcl", "advcl") else None
        if clause is None:
            return False
        first = self.tree.tokens[min(self.tree.subtree(clause))]
        to_public = any(
            self.tree.tokens[below].lemma in _words("public")
            for child in self.tree.below(verb, "dobj", "dative", "prep")
            for below in self.tree.subtree(child)
        )
        return first.text.lower() in _words("when") and to_public

    def _in_scene(self, attribution: Attribution, verb: int, own: set[int]) -> bool:
        """Whether the sentences before set an old public scene with the same speaker, and the saying has no date of its own."""
        if attribution.quotation != "direct" or any(self._touches(span, own) for span in self.dated):
            return False
        assert attribution.source is not None, "asked for the source of an attribution without one"
        speaker = self._name(attribution.source)
        steps, number = 0, self.tree.sentence[verb]
        if self._touches_body(own, number):
            return False
        while number and steps < _SCENE:
            number -= 1
            first, last = self.tree.parse.sentences[number]
            if self._is_quoted(first, last):
                continue
            steps += 1
            sentence = set(range(first, last))
            if self._has_old_date(sentence) and self._is_public(sentence) and not self._is_testimony(sentence):
                return speaker is not None and speaker in self._subjects(first, last)
            if not self._continues(sentence, speaker):
                return False
        return False

    def _touches_body(self, own: set[int], number: int) -> bool:
        """Whether the sentence of the saying tells more than that somebody said it."""
        first, last = self.tree.parse.sentences[number]
        spoken = {at for at in range(first, last) if is_quoted(self.tree.tokens[at].start, self.quotes)}
        rest = [
            at
            for at in range(first, last)
            if at not in own and at not in spoken and self.tree.tokens[at].pos in ("VERB", "AUX")
        ]
        return bool(rest)

    def _continues(self, sentence: set[int], speaker: str | None) -> bool:
        """Whether a sentence between the scene and the saying is itself a saying of the same speaker."""
        for number, verb in enumerate(self.verbs):
            source = self.attributions[number].source
            if verb in sentence and source is not None and self._name(source) == speaker:
                return True
        return False

    def _is_quoted(self, first: int, last: int) -> bool:
        start, end = self.tree.tokens[first].start, self.tree.tokens[last - 1].end
        return any(quote.outer_start <= start and end <= quote.outer_end for quote in self.quotes)

    def _subjects(self, first: int, last: int) -> set[str]:
        names = set()
        for at in range(first, last):
            if self.tree.tokens[at].dep in ("nsubj", "nsubjpass"):
                name = self._name(Span(self.document.id, self.tree.tokens[at].start, self.tree.tokens[at].end))
                names.update([name] if name is not None else [])
        return names

    def _name(self, span: Span) -> str | None:
        found = self.holders.holders(span)[:1]
        return fold(found[0].name) if found else None

    def _touches(self, span: Span, tokens: set[int]) -> bool:
        return any(at in tokens for at in self.tree.touching(span))


@functools.cache
def _words(name: str) -> frozenset[str]:
    return frozenset(tables.load("cues")["events"][name])
