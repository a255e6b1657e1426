"""Who says what, by grammar and a table of cues.

The first form of the reader of attributions, its fallback where no trained reader is installed, and its complement:
it alone reads attributions inside attributions. Three passes over one parse: cues with their complements (verbs,
nouns, "according to"), quotation marks (which make contents whole and carry a speaker on), headlines (a dash or a colon).
The room knows no holder's identity; chains are made in `chains`.
"""

import bisect
import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from variorum.crafts import tables
from variorum.crafts.quotes import Quote, find_quotes, outermost, quotation_of
from variorum.crafts.trees import grow
from variorum.stages.statements.furniture import furniture_of
from variorum.stages.statements.grammar import branch, inside_of
from variorum.stages.statements.kinds import CueClass, has_teller, noun_cues, verb_cues, words
from variorum.stages.statements.mending import mend
from variorum.values.documents import Document
from variorum.values.parses import Parse
from variorum.values.statements import Attribution, AttributionKind
from variorum.values.text import Span

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
_CLAUSES = ("ccomp",)
# A quotation of fewer words than this is a phrase in somebody's sentence, never a content of its own.
_PHRASE_WORDS = 3
_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
_BULLETS = "-\u2022*\u00b7\u2013\u2014"
_MARKS = '"\u201c'


@dataclass(slots=True)
class _Draft:
    """An attribution being read: token sets for source and cue, code points for contents."""

    source: list[int]
    cue: list[int]
    content: list[tuple[int, int]]
    kind: AttributionKind
    quotable: bool = False
    anchor: int = 0
    spoken: list[Quote] = field(default_factory=list)


def attribute(document: Document, parse: Parse) -> tuple[Attribution, ...]:
    """The attributions of a document in order of their places; nested ones point to their parent."""
    if not parse.tokens:
        return ()
    reader = _Reader(document, parse)
    return mend(reader.tree, reader.read())


@functools.cache
def _present_cues() -> frozenset[str]:
    """Cue verbs as headlines have them ("says", "warns"), for headlines whose capitals hide the verb from a parser."""
    return frozenset(f"{lemma}{ending}" for lemma in words("headlines", "verbs") for ending in ("s", "es"))


class _Reader:
    def __init__(self, document: Document, parse: Parse) -> None:
        self.document = document
        self.text = document.text
        self.tree = grow(parse)
        self.tokens = parse.tokens
        self.quotes = find_quotes(document.text)
        self.outermost = outermost(self.quotes)
        self.furniture = furniture_of(document)
        self.drafts: list[_Draft] = []

    def read(self) -> tuple[Attribution, ...]:
        for index, token in enumerate(self.tokens):
            if token.pos in ("VERB", "AUX") or token.tag.startswith("VB"):
                self._read_verb(index)
            elif token.pos in ("NOUN", "PROPN"):
                self._read_noun(index)
        self._read_sentence_ends()
        self._read_headlines()
        self._take_quotes()
        self._read_introductions()
        return self._finish()

    # ---- cues with complements

    def _read_verb(self, index: int) -> None:
        token = self.tokens[index]
        lemma = token.lemma
        if token.text.lower() in words("phrases", "according"):
            self._read_according(index)
            return
        cue = verb_cues().get(lemma)
        if cue is None or token.dep in ("aux", "auxpass", "amod", "compound") or self._takes_in(index):
            return
        if self._is_manner(index):
            return
        if self._read_as_clause(index, cue) or self._read_participle(index, cue):
            return
        content = self._complement(index, cue)
        content |= self._with_what(index, content)
        content |= self._hours_behind(content)
        source = self._with_name(self._in_block(self._source(index), index))
        if not source and lemma in words("phrases", "quoting") and self._is_quoted_as_saying(index):
            source = self._phrase(self.tree.below(index, "nsubjpass")[0], index)
        if not source and "quote" in cue.takes:
            source = self._after_quote(index)
        if "about" in cue.takes and content & source and min(content & source) > min(source):
            source = {i for i in source if i < min(content & source)}
        if not source and content and max(content) < index:
            source = self._left_in_content(index, content)
            content -= set(range(min(source) - 1, index)) if source else set()
        reduced = self._is_reduced_hedge(index)
        passive = self._is_passive(index) or reduced
        if reduced and content:
            # "a man said to be hiding": nobody is named who says it
            source = set()
        if not content and "quote" not in cue.takes:
            return
        if not content and not source:
            return
        if passive and not source and content and lemma in words("phrases", "passive_hedges"):
            subject = self.tree.below(index, "nsubjpass")
            for child in subject:
                if self.tokens[child].pos != "PRON" or self.tokens[child].lemma != "it":
                    content |= branch(self.tree, child)
        used = set(source) | self._cue(index, cue, content)
        ranges = self._ranges(content - used)
        kind = "action" if lemma in words("phrases", "asking") and self._is_self_naming(index) else cue.kind
        self.drafts.append(
            _Draft(sorted(source), sorted(self._cue(index, cue, content)), ranges, kind, "quote" in cue.takes, index)
        )

    def _is_quoted_as_saying(self, index: int) -> bool:
        """ "…, he was quoted as saying": who was quoted speaks, and nobody tells who quoted him."""
        as_ = [child for child in self.tree.below(index, "prep") if self.tree.below(child, "pcomp")]
        return bool(as_) and bool(self.tree.below(index, "nsubjpass"))

    def _is_self_naming(self, index: int) -> bool:
        """ "Who asked not to be named": a condition of speaking, nothing that is said."""
        return any(
            self.tokens[child].lemma in words("phrases", "naming") and self.tree.below(child, "neg")
            for child in self.tree.below(index, "xcomp")
        )

    def _is_reduced_hedge(self, index: int) -> bool:
        """ "a man said to be hiding", "believed to be alive": a passive without its "is", whatever a parser makes of it."""
        token = self.tokens[index]
        if token.lemma in words("phrases", "passive_only") and not self._is_passive(index):
            return index + 1 < len(self.tokens) and self.tokens[index + 1].tag == "TO" and token.tag in ("VBD", "VBN")
        return (
            token.tag == "VBN" and token.dep in ("acl", "advcl") and token.lemma in words("phrases", "passive_hedges")
        )

    def _complement(self, index: int, cue: CueClass) -> set[int]:
        """The tokens of the content that grammar gives a cue verb; empty where it gives none."""
        tree, tokens = self.tree, self.tokens
        found: set[int] = set()
        if "clause" in cue.takes:
            for child in tree.below(index, "ccomp"):
                if tree.is_joined(child):
                    continue
                found |= self._without_closing(child, branch(tree, child, without=self._asides(index)))
                found |= self._left_on_a_comma(child, index)
            if tokens[index].dep in ("parataxis",) and tokens[index].head != index and not found:
                head = tokens[index].head
                found |= branch(tree, head, without=[index])
        for child in tree.below(index, "prep"):
            for verb in tree.below(child, "pcomp"):
                if not found and "clause" in cue.takes and self._is_manner(verb):
                    found |= {i for clause in tree.below(verb, "ccomp") for i in branch(tree, clause)}
        if not found and "answer" in cue.takes:
            for child in tree.below(index, "intj", "dobj", "acomp", "oprd", "advmod"):
                if tokens[child].text.lower() in words("phrases", "answers") and child > index:
                    found |= branch(tree, child)
        if not found and cue.basis == "told":
            found |= self._told_by(index)
        if not found and "clause" in cue.takes and self.tree.below(index, "nsubj"):
            found |= self._told_in(index)
        if not found and tokens[index].lemma in words("phrases", "told_whom"):
            found |= self._told_whom(index)
        if not found and tokens[index].lemma in words("phrases", "quoting"):
            sayings = [c for c in tree.below(index, "prep") if tree.below(c, "pcomp")]
            if sayings:
                for child in (*tree.below(index, "dobj", "prep"), *sayings):
                    found |= branch(tree, child)
                return found
        for child in tree.below(index, "xcomp"):
            gerund = tokens[child].tag == "VBG"
            infinitive = any(tokens[c].tag == "TO" for c in tree.children[child])
            if ("gerund" in cue.takes and gerund) or ("infinitive" in cue.takes and infinitive):
                found |= branch(tree, child, without=self._conceded(child) if infinitive else ())
        if found and "infinitive" in cue.takes:
            # "asked the court to release him": whom it was asked of is no content
            return found
        if found:
            return found
        if "naming" in cue.takes:
            named = tree.below(index, "oprd", "ccomp", "xcomp")
            objects = tree.below(index, "dobj")
            plain = [c for c in tree.below(index, "prep") if tokens[c].text.lower() == "as"]
            if named or plain:
                for child in (*objects, *named, *plain):
                    found |= branch(tree, child)
                return found
        if "about" in cue.takes:
            holders = [index, *(n for a in tree.below(index, "agent") for n in tree.below(a, "pobj"))]
            parts = [c for h in holders for c in tree.below(h, "prep") if tokens[c].text.lower() in cue.prepositions]
            if parts:
                for child in (*tree.below(index, "dobj", "nsubjpass"), *parts):
                    found |= branch(tree, child)
                return found
        if "object" in cue.takes:
            for child in tree.below(index, "dobj"):
                found |= branch(tree, child)
            if not found and self._is_passive(index):
                for child in tree.below(index, "nsubjpass"):
                    found |= branch(tree, child)
        if not found and "prepositional" in cue.takes:
            for child in tree.below(index, "prep"):
                if tokens[child].text.lower() in cue.prepositions:
                    found |= branch(tree, child) - {child}
        for takes in cue.takes:
            if takes.endswith(":") and not found:
                found |= self._object_named(index, takes[:-1])
        return found

    def _hours_behind(self, content: set[int]) -> set[int]:
        """The "a.m." of an hour that ends a content, which parsers take for a full stop."""
        clock = tables.load("figures")["names"]["clock"]
        behind = {i + 1 for i in content if self.tokens[i].pos == "NUM" and i + 1 < len(self.tokens)}
        return {i for i in behind if self.tokens[i].text.lower() in clock}

    def _with_what(self, index: int, content: set[int]) -> set[int]:
        """What is told beside a count: "put the toll at 43, with 140 people wounded"."""
        if not content or self.tokens[index].lemma not in words("phrases", "counting"):
            return set()
        beside = [
            child
            for child in self.tree.below(index, "prep", "advcl")
            if child > max(content) and self._opens_with(child) and self._opens_with(child) > max(content)
        ]
        return {i for child in beside for i in branch(self.tree, child)}

    def _opens_with(self, child: int) -> int:
        """The place of the "with" that opens a clause without tense, 0 where none does."""
        clause = self.tree.below(child, "pcomp") if self.tokens[child].dep == "prep" else (child,)
        opener = child if self.tokens[child].dep == "prep" else next(iter(self.tree.below(child, "mark")), 0)
        return opener if clause and self.tokens[opener].lemma in words("phrases", "beside") else 0

    def _left_on_a_comma(self, clause: int, index: int) -> set[int]:
        """What a clause goes on with before "the mayor said", which parsers hang on a comma: "…, nine of them children, the mayor said"."""
        end = max(branch(self.tree, clause))
        hung = [
            i
            for i in range(end + 1, index)
            if self.tokens[self.tokens[i].head].pos == "PUNCT" and self.tokens[i].pos != "PUNCT"
        ]
        if not hung:
            return set()
        last = max(max(branch(self.tree, i)) for i in hung)
        return set(range(end + 1, last + 1)) if last < index else set()

    def _conceded(self, verb: int) -> tuple[int, ...]:
        """Clauses that tell in spite of what, or why, something was ordered: they are no part of the order."""
        return tuple(
            clause
            for clause in self.tree.below(verb, "advcl")
            if any(self.tokens[i].lemma in words("phrases", "conceding") for i in self.tree.below(clause, "mark"))
        )

    def _is_manner(self, index: int) -> bool:
        """Whether a word only says how something was told: "had warned them in writing that"."""
        token, governor = self.tokens[index], self.tokens[self.tokens[index].head]
        manner = token.dep == "pcomp" and token.tag == "VBG" and governor.dep == "prep"
        return manner and f"{governor.text} {token.text}".lower() in words("phrases", "manners")

    def _left_in_content(self, index: int, content: set[int]) -> set[int]:
        """The speaker that parsers leave to the content of a closing "said": "…, a lawyer for his family, Idris Vane, said"."""
        behind = index + 1 >= len(self.tokens) or self.tokens[index + 1].pos == "PUNCT"
        clause = next((c for c in self.tree.below(index, "ccomp") if c in content), None)
        if clause is None or not behind or self.tree.below(index, "nsubj", "expl"):
            return set()
        told = [c for c in self.tree.below(clause, "acomp", "attr", "dobj", "prep", "oprd") if c > clause]
        for child in self.tree.below(clause, "attr", "npadvmod", "dobj", "appos"):
            first = min(branch(self.tree, child))
            apart = first > clause and self.tokens[first - 1].text == ","
            named = any(self.tokens[i].name in ("PERSON", "ORG") for i in range(first, index))
            if apart and named and told and told[0] < first and not self._has_clause(range(first, index)):
                last = index - 1
                while last > first and self.tokens[last].pos == "PUNCT":
                    last -= 1
                return set(range(first, last + 1))
        return set()

    def _has_clause(self, inside: Iterable[int]) -> bool:
        return any(self.tokens[i].tag in ("VBD", "VBZ", "VBP", "MD") for i in inside)

    def _takes_in(self, index: int) -> bool:
        """Whether somebody is let in rather than something granted: "the hospital admitted 31 people", "31 were admitted"."""
        if self.tokens[index].lemma not in words("phrases", "taking_in"):
            return False
        people = {noun for nouns in tables.load("roles")["people"].values() for noun in nouns}
        people |= set(tables.load("figures")["plain"]["people"])
        return any(
            self.tokens[child].pos == "NUM"
            or self.tokens[child].name == "PERSON"
            or self.tokens[child].lemma in people
            or bool(self.tree.below(child, "nummod"))
            for child in self.tree.below(index, "dobj", "nsubjpass")
        )

    def _spoken_before(self, index: int, clause: int) -> set[int]:
        """Clauses between "said," and the clause that a parser takes for all of it: "said, leave him, he is finished"."""
        tokens = self.tokens
        first = min(branch(self.tree, clause))
        if first <= index + 1 or tokens[index + 1].text not in (",", ":") or self.tree.below(clause, "mark"):
            return set()
        between = [i for i in range(index + 2, first) if tokens[i].pos != "PUNCT"]
        asides = {i for child in self.tree.below(index, "advcl", "prep", "dobj") for i in branch(self.tree, child)}
        spoken = any(tokens[i].pos in ("VERB", "AUX", "INTJ") for i in between) and not asides & set(between)
        return set(range(index + 2, first)) if spoken else set()

    def _without_closing(self, clause: int, content: set[int]) -> set[int]:
        """A clause without the words that close the sentence around it ("…, the paper reported")."""
        inner = self.tree.below(clause, "ccomp")
        own = {clause, *(i for c in self.tree.below(clause, "nsubj") for i in branch(self.tree, c))}
        if not inner or not self._is_plain_saying(clause) or max(branch(self.tree, inner[0])) > min(own):
            return content
        end = next(e for s, e in self.tree.parse.sentences if s <= clause < e)
        if any(self.tokens[i].pos != "PUNCT" for i in range(clause + 1, end)):
            return content
        return {i for i in content if i < min(own)}

    def _told_by(self, index: int) -> set[int]:
        """ "learned from a nurse that …": the clause, which parsers hang on the nurse."""
        tree, tokens = self.tree, self.tokens
        for preposition in tree.below(index, "prep"):
            for noun in tree.below(preposition, "pobj"):
                for clause in tree.below(noun, "relcl", "acl", "ccomp"):
                    below = branch(tree, clause)
                    opens = [
                        i
                        for i in below
                        if tokens[i].text.lower() == "that" and tokens[i].dep in ("mark", "dobj", "det")
                    ]
                    if opens and tree.below(clause, *_SUBJECTS):
                        return below
        return set()

    def _told_in(self, index: int) -> set[int]:
        """ "Said in a report that …": the clause, which parsers hang on the paper."""
        for preposition in self.tree.below(index, "prep"):
            for noun in self.tree.below(preposition, "pobj"):
                if preposition > index and self.tokens[preposition].lemma == "in":
                    found = self._that_clause(noun)
                    if found:
                        return found
        return set()

    def _told_whom(self, index: int) -> set[int]:
        """ "Told the group he saw it": a whole clause without "that", which parsers take for one about the group."""
        for noun in self.tree.below(index, "dobj"):
            for clause in self.tree.below(noun, "relcl"):
                spoken = any(self.tokens[i].tag == "PRP" for i in self.tree.below(clause, *_SUBJECTS))
                whole = self.tree.below(clause, "dobj", "ccomp", "acomp", "attr")
                if spoken and whole and not any(self.tokens[i].tag in ("WDT", "WP", "IN") for i in whole):
                    return branch(self.tree, clause)
        return set()

    def _that_clause(self, noun: int) -> set[int]:
        """The clause with "that" and a subject of its own which tells what a paper says."""
        tree, tokens = self.tree, self.tokens
        if tokens[noun].lemma not in words("documents", "lemmas") and tokens[noun].lemma not in noun_cues():
            return set()
        for clause in tree.below(noun, "acl", "ccomp"):
            if tree.below(clause, *_SUBJECTS) and any(
                tokens[c].text.lower() == "that" for c in tree.below(clause, "mark", "dobj")
            ):
                return branch(tree, clause)
        return set()

    def _is_told_in(self, noun: int) -> bool:
        """Whether what a paper says was read as what the verb before it reports."""
        preposition = self.tokens[noun].head
        verb = self.tokens[preposition].head
        cue = verb_cues().get(self.tokens[verb].lemma)
        told = cue is not None and "clause" in cue.takes and bool(self.tree.below(verb, "nsubj"))
        return told and self.tokens[noun].dep == "pobj" and bool(self._told_in(verb) & self._that_clause(noun))

    def _object_named(self, index: int, lemma: str) -> set[int]:
        for child in self.tree.below(index, "dobj"):
            if self.tokens[child].lemma == lemma:
                return branch(self.tree, child)
        return set()

    def _asides(self, index: int) -> tuple[int, ...]:
        """Children of a cue that are never content: its own subject and adverbial clauses."""
        return self.tree.below(index, *_SUBJECTS)

    def _is_passive(self, index: int) -> bool:
        return bool(self.tree.below(index, "nsubjpass", "auxpass"))

    def _cue(self, index: int, cue: CueClass, content: set[int]) -> set[int]:
        """A cue verb with its auxiliaries, negation, particle, and the preposition before its content."""
        found = {index}
        for child in self.tree.children[index]:
            token = self.tokens[child]
            if (token.dep in ("aux", "auxpass", "neg", "prt") and child not in content) or (
                token.dep == "prep" and content and child == min(content) - 1 and token.text.lower() in cue.prepositions
            ):
                found.add(child)
        # what stands between the auxiliaries and the verb belongs to the cue ("has repeatedly said")
        low, high = min(found), max(found)
        between = set(range(low, high + 1))
        if high - low <= 6 and not any(self.tokens[i].dep in _SUBJECTS for i in between):
            found |= {i for i in between if self.tokens[i].pos not in ("PUNCT", "NOUN", "PROPN", "PRON", "DET")}
        return found - content

    # ---- sources

    def _with_name(self, source: set[int]) -> set[int]:
        """A source that opens with "a" together with the name right before it, where a comma is lost."""
        first = min(source, default=0)
        if not source or self.tokens[first].text.lower() not in ("a", "an"):
            return source
        for start, end in self.tree.parse.chunks:
            opens = (
                start == 0 or self.tokens[start - 1].pos in ("PUNCT", "CCONJ", "SCONJ", "SPACE") or self._opens(start)
            )
            if end == first and self.tokens[end - 1].pos == "PROPN" and opens:
                return source | set(range(start, end))
        return source

    def _opens(self, index: int) -> bool:
        return any(start == index for start, _ in self.tree.parse.sentences)

    def _after_quote(self, index: int) -> set[int]:
        """ "…" said Omar Haddad a baker: the speaker right after the verb, where grammar found none."""
        before = self.tokens[index - 1].text if index else ""
        if before[-1:] not in ('"', "”", "'", "’", "»"):
            return set()
        found: set[int] = set()
        follow = index + 1
        for start, end in self.tree.parse.chunks:
            linked = start == follow or (
                start == follow + 1 and self.tokens[follow].text.lower() in ("of", "for") and found
            )
            if linked and (not found or start > follow or self.tokens[start].text.lower() in ("a", "an", "the")):
                found |= set(range(follow, end))
                follow = end
        return found

    def _in_block(self, source: set[int], index: int) -> set[int]:
        """A source on the cue's own side of page furniture; else the noun phrase that opens that side."""
        if not source or not self.furniture or self._block(max(source)) == self._block(index):
            return source
        for start, end in self.tree.parse.chunks:
            if self._block(end - 1) == self._block(index) and end <= index:
                return {i for i in range(start, end) if self._block(i) == self._block(index)}
        return set()

    def _source(self, index: int, depth: int = 0) -> set[int]:
        """The tokens of the noun phrase that speaks, or nothing."""
        tree, tokens = self.tree, self.tokens
        token = tokens[index]
        if depth > 6:
            return set()
        passive = self._is_passive(index) or self._is_bare_participle(index)
        for child in tree.below(index, "agent") if passive or token.dep == "acl" else ():
            for noun in tree.below(child, "pobj"):
                return self._phrase(noun, index)
        if not passive:
            for child in reversed(tree.below(index, "nsubj")):
                if tokens[child].name in ("DATE", "TIME") or self._floats(child, index):
                    continue
                if tokens[child].tag in ("WP", "WDT") or (
                    tokens[child].text.lower() == "that" and token.dep == "relcl"
                ):
                    if token.dep in ("relcl", "ccomp", "acl") and tokens[token.head].pos in ("NOUN", "PROPN", "PRON"):
                        speaks = self._antecedent(child, token.head)
                        return self._phrase(speaks, index) if speaks is not None else set()
                    return set()
                if tokens[child].text.lower() == "it" and tokens[child].dep == "expl":
                    return set()
                return self._phrase(child, index)
        if passive:
            return set()
        head = token.head
        if head == index:
            return set()
        if token.dep in ("conj",):
            return self._source(head, depth + 1) if tokens[head].pos in ("VERB", "AUX") else set()
        if token.dep in ("xcomp", "advcl", "dep", "pcomp"):
            if tokens[head].pos == "ADP":
                if tokens[head].head != head:
                    above = tokens[head].head
                    if tokens[above].lemma in words("phrases", "quoting"):
                        for noun in tree.below(above, "dobj"):
                            return set(range(min(self._phrase(noun, index)), head))
                    if tokens[above].pos in ("VERB", "AUX"):
                        return self._source(above, depth + 1)
                return set()
            if tokens[head].pos in ("VERB", "AUX", "ADJ"):
                if token.dep == "xcomp":
                    for noun in tree.below(head, "dobj"):
                        return self._phrase(noun, index)
                    if self._is_passive(head):
                        for noun in tree.below(head, "nsubjpass"):
                            return self._phrase(noun, index)
                if tokens[head].dep in ("acomp", "attr"):
                    return self._source(tokens[head].head, depth + 1)
                if token.dep == "advcl" and tokens[head].pos == "ADJ":
                    return self._source(tokens[head].head, depth + 1)
                found = self._source(head, depth + 1)
                if not found and token.dep == "advcl" and self._is_passive(head):
                    return set()
                return found
            if token.dep == "advcl" and tokens[head].pos in ("NOUN", "PROPN"):
                return self._phrase(head, index)
        if token.dep in ("acl", "relcl") and token.tag == "VBG":
            if tokens[head].dep in ("nsubj", "nsubjpass") or self._may_be_read(head):
                return self._phrase(head, index)
            clause = self._clause_above(index)
            return self._source(clause, depth + 1) if clause is not None else set()
        return set()

    def _floats(self, child: int, verb: int) -> bool:
        """Whether a word only counts the speakers named before it: "the mayor and the priest, who rarely agree, both say"."""
        counts = self.tokens[child].text.lower() in words("holders", "floating") and not self.tree.children[child]
        return counts and any(other < child for other in self.tree.below(verb, "nsubj"))

    def _is_bare_participle(self, index: int) -> bool:
        """ "Asked whether he knew, …", "Warned that …, …": who asks or warns is not the one whose clause it opens."""
        token = self.tokens[index]
        if token.dep != "advcl" or token.tag not in ("VBN", "VBD") or self.tree.below(index, *_SUBJECTS, "aux", "mark"):
            return False
        return token.lemma in words("phrases", "asked_of") and index < token.head

    def _may_be_read(self, noun: int) -> bool:
        """Whether a noun is something that says: a paper, a film, a statement."""
        lemma = self.tokens[noun].lemma
        return lemma in words("documents", "lemmas") or lemma in noun_cues() or self.tokens[noun].pos == "PRON"

    def _antecedent(self, pronoun: int, noun: int) -> int | None:
        """What a relative pronoun stands for, where it can speak: "the log for the first week of July, which notes that" is the log."""
        for _ in range(4):
            if self._may_speak(pronoun, noun) and self.tokens[noun].name not in ("DATE", "TIME"):
                return noun
            if self.tokens[noun].name in ("DATE", "TIME"):
                # "A copy of the log for the first week of July, which notes that": of a date nothing is noted.
                first, _ = self.tree.parse.sentences[self.tree.sentence[noun]]
                papers = (i for i in range(noun, first - 1, -1) if self.tokens[i].lemma in words("documents", "lemmas"))
                return next(papers, None)
            preposition = self.tokens[noun].head
            if self.tokens[noun].dep != "pobj" or self.tokens[preposition].dep != "prep":
                return None
            noun = self.tokens[preposition].head
        return None

    def _may_speak(self, pronoun: int, noun: int) -> bool:
        """Whether what a relative pronoun stands for can speak: a person, a named body, a paper."""
        if self.tokens[pronoun].tag == "WP":
            return True
        return (
            self.tokens[noun].pos == "PROPN"
            or self._may_be_read(noun)
            or self.tokens[noun].lemma in words("holders", "bodies")
        )

    def _phrase(self, noun: int, besides: int) -> set[int]:
        """The whole noun phrase of a noun, appositions included, without the branch in which the cue itself stands."""
        barred = [besides, *self.tree.ancestors(besides)]
        barred = [node for node in barred if node != noun and noun in self.tree.ancestors(node)]
        found = branch(self.tree, noun, without=barred)
        quote = self._quote_at(self.tokens[noun].start)
        found = {i for i in found if self._quote_at(self.tokens[i].start) is quote or quote is None}
        # one stretch only: what hangs on from beyond a gap is left out
        ordered = sorted(i for i in found if self._block(i) == self._block(noun))
        low = high = noun
        members = set(ordered)
        while low - 1 in members:
            low -= 1
        while high + 1 in members:
            high += 1
        kept = set(range(low, high + 1))
        while kept and self.tokens[max(kept)].pos == "PUNCT":
            kept.discard(max(kept))
        while kept and (self.tokens[min(kept)].pos == "PUNCT" or self.tokens[min(kept)].dep == "cc"):
            kept.discard(min(kept))
        return kept or {noun}

    def _block(self, index: int) -> int:
        """In which stretch between page furniture (a repeated title, a date line, a signature) a token stands."""
        return bisect.bisect_right(self.furniture, self.tokens[index].start)

    # ---- "according to", "as X reported", nouns

    def _read_according(self, index: int) -> None:
        tree = self.tree
        prepositions = tree.below(index, "prep")
        nouns = [n for p in prepositions for n in tree.below(p, "pobj", "pcomp")]
        if not nouns:
            nouns = list(tree.below(index, "pobj"))
        if not nouns:
            return
        source = self._phrase(nouns[0], index)
        cue = {index, *prepositions}
        head = self._clause_above(index)
        if head is None or (len(source) == 1 and self.tokens[nouns[0]].lemma in words("phrases", "no_source")):
            return
        content = branch(tree, head, without=[index]) - source
        content = self._cut_coordination(content, head, index)
        self.drafts.append(_Draft(sorted(source), sorted(cue), self._ranges(content - cue), "reporting", False, index))

    def _clause_above(self, index: int) -> int | None:
        """The verb of the clause an adverbial belongs to."""
        for above in self.tree.ancestors(index):
            token = self.tokens[above]
            if token.pos in ("VERB", "AUX") and token.dep not in ("aux", "auxpass", "amod"):
                while self.tokens[above].dep == "conj" and not self.tree.below(above, *_SUBJECTS):
                    above = self.tokens[above].head
                return above
        ancestors = list(self.tree.ancestors(index))
        return ancestors[-1] if ancestors else None

    def _cut_coordination(self, content: set[int], head: int, adverbial: int) -> set[int]:
        """Leave out main clauses with a subject of their own that stand on the far side of a conjunction."""
        for child in self.tree.below(head, "conj"):
            own = self.tree.below(child, *_SUBJECTS)
            if own and adverbial < min(branch(self.tree, child)) and head < child:
                content = content - branch(self.tree, child)
        return content

    def _read_as_clause(self, index: int, cue: CueClass) -> bool:
        """ "As the Herald reported, …": the clause it hangs on is the content."""
        tree, tokens = self.tree, self.tokens
        token = tokens[index]
        if token.dep != "advcl" or tree.below(index, "ccomp", "dobj") or cue.kind != "reporting":
            return False
        marks = [c for c in tree.below(index, "mark", "advmod", "prep") if tokens[c].text.lower() == "as"]
        if not marks:
            return False
        source = self._source(index) if tree.below(index, "nsubj", "agent") else set()
        if not source:
            return False
        head = token.head
        content = branch(tree, head, without=[index]) - source
        cues = self._cue(index, cue, content) | set(marks)
        cues = {c for c in cues if c not in source}
        self.drafts.append(
            _Draft(sorted(source), sorted(cues - set(marks)), self._ranges(content), "reporting", False, index)
        )
        return True

    def _read_participle(self, index: int, cue: CueClass) -> bool:
        """ "an attack claimed by the group", "abuses reported by nurses": the noun it describes is the content."""
        tokens = self.tokens
        if (
            tokens[index].dep != "acl"
            or tokens[index].tag != "VBN"
            or "object" not in cue.takes
            or cue.kind != "reporting"
        ):
            return False
        source = self._source(index)
        head = tokens[index].head
        if not source or self._may_be_read(head):
            return False
        content = self._phrase(head, index)
        self.drafts.append(_Draft(sorted(source), [index], self._ranges(content - source), "reporting", False, index))
        return True

    def _read_sentence_ends(self) -> None:
        """ "… was shelled the monitors said", "… was shelled said the monitors": copies that lost their commas.

        Only where grammar found no content: the verb of saying is the last word, or only its speaker follows.
        """
        for start, end in self.tree.parse.sentences:
            last = end - 1
            while last > start and self.tokens[last].pos == "PUNCT":
                last -= 1
            if any(self._ends_in_cue(start, index) for index in self._closing_cues(start, last)):
                continue
            for index in range(last - 1, max(start + 3, last - 16), -1):
                inverting = self.tokens[index].lemma in words("phrases", "inverting")
                if inverting and self._is_plain_saying(index) and self._inverted(start, index, last):
                    break

    def _closing_cues(self, start: int, last: int) -> Iterator[int]:
        """Verbs of saying after which only a day, a place or an occasion follows: "… the group said in a statement on Friday"."""
        for index in range(last, max(start, last - 9), -1):
            token = self.tokens[index]
            if self._is_plain_saying(index):
                after = self.tokens[min(index + 1, last)]
                if index == last or after.pos == "ADP" or after.name in ("DATE", "TIME"):
                    yield index
                return
            if token.pos in ("VERB", "AUX", "PRON", "SCONJ", "CCONJ"):
                return

    def _is_plain_saying(self, index: int) -> bool:
        token = self.tokens[index]
        cue = verb_cues().get(token.lemma)
        return (
            cue is not None and token.lemma in words("phrases", "closing") and token.tag in ("VBD", "VBZ", "VBP", "VBN")
        )

    def _ends_in_cue(self, start: int, last: int) -> bool:
        tokens = self.tokens
        if not self._is_plain_saying(last) or last - start < 5:
            return False
        if any(
            d.anchor == last and d.content and d.source and d.content[0][0] == tokens[start].start for d in self.drafts
        ):
            return True
        source = self._chunk_before(start, last)
        if not source or source[0] - start < 3:
            return False
        content = set(range(start, source[0]))
        self._replace(last, source, [last], content)
        return True

    def _chunk_before(self, start: int, verb: int) -> list[int]:
        """The noun phrase right before a final verb, over "of" and "for" and an apposition without comma."""
        low = verb
        chunks = {end: begin for begin, end in self.tree.parse.chunks}
        while low > start:
            begin = chunks.get(low)
            if begin is None or begin < start or self.tokens[low - 1].name in ("DATE", "TIME"):
                break
            former = low
            low = begin
            before = self.tokens[low - 1] if low > start else None
            if before is None:
                break
            if before.pos == "ADP" and chunks.get(low - 1) is not None and self._is_linked(low - 1, former, verb):
                low -= 1
                continue
            relative = self._before_relative(low)
            if relative is not None:
                low = relative
                continue
            apposed = (
                chunks.get(low) is not None and self.tokens[low - 1].pos == "NOUN" and former == verb
            ) or before.text == ","
            if not (
                apposed
                and self.tokens[low].text.lower() in ("the", "a")
                and self.tokens[chunks.get(low, low)].text.lower() == "the"
            ):
                break
        return sorted(self._with_name(set(range(self._where_name_begins(low, verb), verb))))

    def _is_linked(self, preposition: int, low: int, verb: int) -> bool:
        """Whether what follows a preposition cannot speak by itself: an "of" phrase, a thing with no name of its own."""
        if self.tokens[preposition].text.lower() in ("of", "for"):
            return True
        return (
            low == verb
            and self.tokens[preposition + 1].pos in ("DET", "PROPN")
            and not self._names_body(preposition + 1, verb)
        )

    def _names_body(self, start: int, end: int) -> bool:
        head = self.tokens[end - 1]
        known = (
            words("holders", "things")
            | words("holders", "bodies")
            | words("holders", "leaders")
            | words("holders", "outlets")
        )
        return head.tag in ("NNS", "NNPS") or head.lemma in known or head.text.lower() in known or end - start > 3

    def _before_relative(self, low: int) -> int | None:
        """The end of the noun phrase whose relative clause a stretch closes ("the group that backs | it")."""
        at = low - 1
        while at > 0 and self.tokens[at].pos in ("VERB", "AUX", "ADV", "PART") and low - at <= 4:
            at -= 1
        if at < low - 1 and self.tokens[at].tag in ("WDT", "WP"):
            return at
        return None

    def _where_name_begins(self, low: int, verb: int) -> int:
        """Where, in words run together for want of a comma, the speaker begins ("… such raids Tarn Agency said")."""
        for index in range(verb - 1, low, -1):
            token, before = self.tokens[index], self.tokens[index - 1]
            office = before.lemma in words("holders", "outlets") | words("holders", "leaders") | words(
                "holders", "things"
            )
            after_noun = token.pos == "PROPN" and before.pos == "NOUN" and before.tag == "NNS" and not office
            after_name = token.pos == "ADJ" and token.text[:1].isupper() and before.pos == "PROPN"
            if after_noun or after_name:
                return index
        return low

    def _inverted(self, start: int, index: int, last: int) -> bool:
        """Whether what follows a verb of saying to the end is its speaker, and all before it is said."""
        tokens = self.tokens
        if self.tree.below(index, "nsubj", "nsubjpass", "auxpass", "aux", "ccomp"):
            return False
        after = next(((b, e) for b, e in self.tree.parse.chunks if b == index + 1), None)
        if (
            after is None
            or tokens[index].head == index
            or tokens[index].dep in ("acl", "relcl", "amod", "xcomp", "advcl")
        ):
            return False
        tail = range(after[1], last + 1)
        if any(tokens[i].pos in ("VERB", "AUX") and tokens[i].dep != "relcl" for i in tail):
            return False
        if any(
            d.anchor == index and d.source and d.content and d.content[0][0] < tokens[index].start for d in self.drafts
        ):
            return False
        self._replace(index, list(range(after[0], last + 1)), [index], set(range(start, index)))
        return True

    def _replace(self, anchor: int, source: list[int], cue: list[int], content: set[int]) -> None:
        self.drafts = [d for d in self.drafts if d.anchor != anchor and not set(d.cue) & set(cue)]
        self.drafts.append(_Draft(source, cue, self._ranges(content), "reporting", True, anchor))

    def _read_noun(self, index: int) -> None:
        tree, tokens = self.tree, self.tokens
        lemma = tokens[index].lemma
        if self._read_whose_words(index):
            return
        cue = noun_cues().get(lemma)
        if cue is None:
            if tokens[index].text.lower() in words("documents", "shows"):
                self._read_show(index)
            self._read_document_noun(index)
            return
        if self._is_told_in(index):
            return
        content: set[int] = set()
        for child in tree.below(index, "acl", "ccomp", "relcl"):
            marks = [c for c in tree.below(child, "mark") if tokens[c].text.lower() in ("that", "whether", "if")]
            subject = tree.below(child, *_SUBJECTS)
            relative = any(tokens[s].tag in ("WDT", "WP") for s in subject)
            infinitive = tokens[child].tag == "VB" and any(tokens[c].tag == "TO" for c in tree.children[child])
            if (
                (marks and subject)
                or (tokens[child].dep in ("acl", "ccomp") and subject and not relative)
                or infinitive
            ):
                content |= branch(tree, child)
        source = self._noun_source(index)
        if not content and source:
            for child in tree.below(index, "prep"):
                if tokens[child].text.lower() in ("of", "about") and not branch(tree, child) & source:
                    content |= branch(tree, child) - {child}
        if not content:
            return
        self.drafts.append(_Draft(sorted(source), [index], self._ranges(content - source), cue.kind, False, index))

    def _read_whose_words(self, index: int) -> bool:
        """ "In the words of the mayor, …", "in her view …", "by their account …": the clause it hangs on is the content."""
        tree, tokens = self.tree, self.tokens
        preposition = tokens[index].head
        if tokens[index].dep != "pobj" or tokens[preposition].text.lower() not in words("phrases", "in_whose"):
            return False
        head = self._clause_above(preposition)
        if head is None or tokens[preposition].head == preposition or tokens[tokens[preposition].head].pos == "NOUN":
            return False
        owned = tree.below(index, "poss") if tokens[index].lemma in words("phrases", "in_words_of") else ()
        cue, source = {index}, {i for child in owned for i in branch(tree, child) if tokens[i].dep != "case"}
        if not source and tokens[index].lemma in words("phrases", "in_the_words_of") and tree.below(index, "det"):
            for of in tree.below(index, "prep"):
                for noun in tree.below(of, "pobj"):
                    if tokens[of].text.lower() == "of":
                        cue, source = set(range(preposition, of + 1)), self._phrase(noun, index)
        if not source or self._speaks_itself(head) or not self._is_closed(max(source | cue)):
            return False
        content = branch(tree, head, without=[preposition]) - source - cue
        content = self._cut_coordination(content, head, preposition)
        self.drafts.append(_Draft(sorted(source), sorted(cue), self._ranges(content), "reporting", False, index))
        return True

    def _is_closed(self, last: int) -> bool:
        """Whether a phrase ends at a stop or a comma, so that nothing more of it can follow."""
        return last + 1 >= len(self.tokens) or self.tokens[last + 1].pos in ("PUNCT", "SPACE")

    def _speaks_itself(self, verb: int) -> bool:
        """Whether a verb reports a clause of its own, so that words beside it ("in her view, he said") are its content's."""
        return self.tokens[verb].lemma in verb_cues() and bool(self.tree.below(verb, "ccomp"))

    def _noun_source(self, index: int) -> set[int]:
        tree, tokens = self.tree, self.tokens
        for child in tree.below(index, "poss"):
            return {i for i in branch(tree, child) if tokens[i].dep != "case"}
        for child in tree.below(index, "prep", "agent"):
            if tokens[child].text.lower() in ("by", "from"):
                for noun in tree.below(child, "pobj"):
                    return self._phrase(noun, index)
        return set()

    def _read_show(self, index: int) -> None:
        """ "Records kept by the hospital show that …", where a parser takes "hospital show" for a noun."""
        tree, tokens = self.tree, self.tokens
        content: set[int] = set()
        for child in tree.below(index, "acl", "ccomp", "relcl"):
            if any(tokens[c].text.lower() == "that" for c in tree.below(child, "mark")):
                content |= branch(tree, child)
        papers = [a for a in tree.ancestors(index) if tokens[a].lemma in words("documents", "lemmas")]
        if content and papers and papers[0] < index:
            first = min(i for i in branch(tree, papers[0]) if i <= papers[0])
            self.drafts.append(
                _Draft(list(range(first, index)), [index], self._ranges(content), "reporting", False, index)
            )

    def _read_document_noun(self, index: int) -> None:
        """ "broadcast footage showing that …": the broadcaster is the source, what is shown the content."""
        tree, tokens = self.tree, self.tokens
        if tokens[index].lemma not in words("documents", "lemmas"):
            return
        for child in sorted(branch(tree, index)):
            if (
                tokens[child].dep == "acl"
                and tokens[child].lemma in words("documents", "shows")
                and tokens[child].tag == "VBG"
            ):
                head = tokens[index].head
                if tokens[index].dep == "dobj" and tokens[head].lemma in words("documents", "carries"):
                    source = self._source(head)
                    content = branch(tree, child) - {child}
                    if source and content:
                        self.drafts.append(
                            _Draft(sorted(source), [index], self._ranges(content), "reporting", False, child)
                        )

    # ---- headlines

    def _headlines(self) -> Iterator[tuple[int, int]]:
        """Stretches that are headlines: title parts, and short first lines without a full stop."""
        titles = self.document.stretches("title")
        if titles:
            for span in titles:
                yield span.start, span.end
            return
        first = self.text.lstrip()
        start = len(self.text) - len(first)
        line = first.split("\n", 1)[0].rstrip()
        if "\n" in first and line and len(line.split()) <= 20 and line[-1] not in '.!?"”':
            yield start, start + len(line)

    def _read_headlines(self) -> None:
        for start, end in self._headlines():
            inside = inside_of(self.tree, start, end)
            if len(inside) < 4:
                continue
            draft = self._headline(inside)
            if draft:
                self.drafts = [
                    d
                    for d in self.drafts
                    if not (inside[0] <= d.anchor <= inside[-1] and set(d.source) & set(draft.source))
                ]
                self.drafts.append(draft)

    def _headline(self, inside: Sequence[int]) -> _Draft | None:
        tokens = self.tokens
        marks = words("headlines", "marks")
        for place in reversed(range(1, len(inside) - 1)):
            mark = inside[place]
            if tokens[mark].text not in marks or (
                tokens[mark].text == "-" and tokens[mark].start == tokens[mark - 1].end
            ):
                continue
            after, before = list(inside[place + 1 :]), list(inside[:place])
            if len(after) <= 6 and self._is_teller(after) and len(before) >= max(3, len(after) + 2):
                return _Draft(after, [mark], self._ranges(set(before)), "reporting", False, mark)
            if tokens[mark].text == ":" and len(before) <= 6 and self._is_teller(before) and len(after) >= 3:
                return _Draft(before, [mark], self._ranges(set(after)), "reporting", True, mark)
        kicker = next((at for at in range(1, min(7, len(inside))) if tokens[inside[at]].text == ":"), None)
        if kicker is not None:
            # "Bridge collapse: minister blames firm": the label names the matter, who tells stands behind it.
            inside = inside[kicker + 1 :]
        for place in range(1, min(8, len(inside) - 2)):
            token = tokens[inside[place]]
            name = list(inside[:place])
            if token.text.lower() in _present_cues() and len(name) <= 6 and self._is_label(name):
                if any(d.content and d.source and d.anchor == inside[place] for d in self.drafts):
                    return None
                rest = list(inside[place + 1 :])
                return _Draft(name, [inside[place]], self._ranges(set(rest)), "reporting", True, inside[place])
        tail = self._tail(inside)
        if tail:
            content = [i for i in inside if i < tail[0]]
            return _Draft(tail, [], self._ranges(set(content)), "reporting", False, tail[0])
        return None

    def _is_name(self, indices: Sequence[int]) -> bool:
        """Whether a stretch of a headline is no more than a noun phrase."""
        parts = [self.tokens[i] for i in indices]
        return any(t.pos in ("NOUN", "PROPN", "PRON") or t.text[:1].isupper() for t in parts) and not any(
            t.tag in ("VBD", "VBZ", "VBP", "MD", "VB") or t.pos == "AUX" for t in parts
        )

    def _is_teller(self, indices: Sequence[int]) -> bool:
        """Whether a stretch of a headline names somebody who can tell; more often it names the matter ("Bridge collapse: …")."""
        parts = [self.tokens[i] for i in indices]
        last = parts[-1]
        known = last.pos == "PRON" or (last.name in ("PERSON", "ORG", "NORP") and last.text[:1].isupper())
        told = has_teller([t.text for t in parts]) or has_teller([t.lemma for t in parts])
        return (known or told) and self._is_name(indices)

    def _is_label(self, indices: Sequence[int]) -> bool:
        """Whether a stretch can name somebody: no verb, no preposition but "of", something with a capital."""
        parts = [self.tokens[i] for i in indices]
        plain = all(
            t.pos not in ("VERB", "AUX", "PUNCT", "SCONJ") and (t.pos != "ADP" or t.text.lower() == "of") for t in parts
        )
        return plain and parts[-1].pos in ("NOUN", "PROPN", "PRON")

    def _tail(self, inside: Sequence[int]) -> list[int]:
        """A body of the table that ends a headline without any mark, as in copies that lost their dashes."""
        for count in (3, 2, 1):
            if len(inside) < count + 4:
                continue
            last = list(inside[-count:])
            text = self.text[self.tokens[last[0]].start : self.tokens[last[-1]].end].lower()
            before = self.tokens[last[0] - 1]
            if text in words("headlines", "tails") and before.pos in ("PROPN", "NOUN", "NUM"):
                return last
        return []

    # ---- quotation marks

    def _quote_at(self, at: int) -> Quote | None:
        found = None
        for quote in self.outermost:
            if quote.outer_start > at:
                break
            if at < quote.outer_end:
                found = quote
        return found

    def _words_in(self, quote: Quote) -> int:
        return len(self.text[quote.start : quote.end].split())

    def _take_quotes(self) -> None:
        """Make quoted contents whole, find the quotations of cues that grammar left without, carry speakers on."""
        owner: dict[Quote, _Draft] = {}
        long = [q for q in self.outermost if self._words_in(q) >= 1]
        for draft in sorted(self.drafts, key=lambda d: d.anchor):
            around = self._quote_at(self.tokens[draft.anchor].start)
            if around is not None:
                draft.content = [
                    (max(s, around.start), min(e, around.end))
                    for s, e in draft.content
                    if s < around.end and around.start < e
                ]
                continue
            if not draft.quotable:
                continue
            for quote in long:
                if quote in owner:
                    continue
                touched = sum(max(0, min(e, quote.outer_end) - max(s, quote.outer_start)) for s, e in draft.content)
                if not touched:
                    continue
                covered = touched >= 0.95 * (quote.outer_end - quote.outer_start)
                if covered or self._words_in(quote) >= _PHRASE_WORDS:
                    if not covered:
                        draft.content.append((quote.outer_start, quote.outer_end))
                    owner[quote] = draft
                    draft.spoken.append(quote)
        for draft in sorted(self.drafts, key=lambda d: d.anchor):
            if draft.quotable and self._quote_at(self.tokens[draft.anchor].start) is None:
                self._take_neighbours(draft, long, owner)
        self._carry_on(long, owner)
        self.drafts = [d for d in self.drafts if d.content]

    def _take_neighbours(self, draft: _Draft, quotes: Sequence[Quote], owner: dict[Quote, _Draft]) -> None:
        """Quotations right before or after the words of speaking: '"…," he said, "…"'."""
        own = [*draft.source, *draft.cue]
        start, end = self.tokens[min(own)].start, self.tokens[max(own)].end
        for quote in quotes:
            if quote in owner or (self._words_in(quote) < 2 and not self._is_beside(quote, start, end, draft)):
                continue
            if quote.outer_end <= start:
                gap = self.text[quote.outer_end : start]
                near = len(gap.split()) <= 2 and "\n" not in gap and not gap.strip().endswith((".", ";"))
                near = near and (not draft.content or bool(draft.spoken))
            elif quote.outer_start >= end:
                gap = self.text[end : quote.outer_start]
                limit = (
                    25 if not draft.content and gap.rstrip().endswith((",", ":")) else 12 if not draft.content else 6
                )
                near = len(gap.split()) <= limit and not any(c in gap for c in ".!?;")
                near = near and ("\n" not in gap or gap.strip() == ":" or gap.rstrip().endswith(":"))
                near = near and (not draft.content or bool(draft.spoken))
                near = near and not any(
                    other is not draft and other.quotable and end <= self.tokens[other.anchor].start < quote.outer_start
                    for other in self.drafts
                )
            else:
                near = False
            if near:
                draft.content.append((quote.outer_start, quote.outer_end))
                draft.spoken.append(quote)
                owner[quote] = draft

    def _is_beside(self, quote: Quote, start: int, end: int, draft: _Draft) -> bool:
        """Whether no word parts a quotation of one word from the words of speaking, which have no other content."""
        gap = self.text[quote.outer_end : start] if quote.outer_end <= start else self.text[end : quote.outer_start]
        return not draft.content and bool(draft.source) and not any(c.isalnum() or c in ".;\n" for c in gap)

    def _carry_on(self, quotes: Sequence[Quote], owner: dict[Quote, _Draft]) -> None:
        """Sentences wholly in marks belong to the last speaker of the paragraph or of the open quotation."""
        last: tuple[Quote, _Draft] | None = None
        for quote in quotes:
            if quote in owner:
                last = quote, owner[quote]
                continue
            if last is None:
                continue
            former, draft = last
            gap = self.text[former.outer_end : quote.outer_start]
            before = self.text[: quote.outer_start].rstrip()
            whole = (not before or before[-1] in '.!?"”…' or gap.strip() == "" or former.continues) and self._words_in(
                quote
            ) >= 2
            same_paragraph = "\n" not in gap
            others = [
                d
                for d in self.drafts
                if d is not draft and former.outer_end <= self.tokens[d.anchor].start < quote.outer_start
            ]
            if former.continues and gap.strip() == "":
                carried = True
            else:
                carried = same_paragraph and whole and not any(d.source for d in others)
            if carried:
                draft.content.append((quote.outer_start, quote.outer_end))
                draft.spoken.append(quote)
                owner[quote] = draft
                last = quote, draft

    def _read_introductions(self) -> None:
        """A paragraph that ends in a colon and names a paper or its author speaks for the quoted or listed ones after it."""
        paragraphs = [(m.start(), m.end()) for m in _PARAGRAPH.finditer(self.text)]
        for place, (start, end) in enumerate(paragraphs[:-1]):
            if not self.text[start:end].rstrip().endswith(":"):
                continue
            block = self._block_after(paragraphs[place + 1 :])
            inside = inside_of(self.tree, start, end)
            if block is None or not inside:
                continue
            if any(d.content and d.content[-1][0] >= end and inside[0] <= d.anchor <= inside[-1] for d in self.drafts):
                continue
            found = self._introduced_by(inside)
            if found:
                source, cue = found
                self.drafts.append(_Draft(sorted(source), [cue], [block], "reporting", False, cue))

    def _block_after(self, paragraphs: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
        """The paragraphs in marks or in a list that follow an introduction, as one stretch."""
        first = self.text[paragraphs[0][0] : paragraphs[0][1]].lstrip()
        bulleted = first[:1] in _BULLETS
        if not bulleted and first[:1] not in _MARKS:
            return None
        end = paragraphs[0][1]
        marks = first.count('"') + first.count("\u201c") - first.count("\u201d")
        open_ = first[:2] == '""' or (not bulleted and marks % 2 == 1)
        for start, stop in paragraphs[1:]:
            opens = self.text[start:stop].lstrip()[:1]
            if not (bulleted and opens in _BULLETS) and not open_:
                break
            end = stop
            if open_ and self.text[start:stop].rstrip()[-1:] in _MARKS + "\u201d":
                open_ = False
        return paragraphs[0][0], end

    def _introduced_by(self, inside: Sequence[int]) -> tuple[set[int], int] | None:
        tree, tokens = self.tree, self.tokens
        members = set(inside)
        nouns = [i for i in inside if self._may_be_read(i) or tokens[i].lemma in words("documents", "parts")]
        if not nouns:
            return None
        for index in inside:
            for agent in tree.below(index, "agent"):
                for noun in tree.below(agent, "pobj"):
                    return self._phrase(noun, index) & members, index
        for noun in reversed(nouns):
            for child in tree.below(noun, "poss", "compound", "nmod"):
                if tokens[child].pos == "PROPN":
                    return {i for i in branch(tree, child) if tokens[i].dep != "case"}, noun
            for child in tree.below(noun, "prep"):
                for below in tree.below(child, "pobj"):
                    if tokens[child].text.lower() in ("from", "by", "of") and tokens[below].pos == "PROPN":
                        return self._phrase(below, noun) & members, noun
        return None

    # ---- to values

    def _ranges(self, indices: Iterable[int]) -> list[tuple[int, int]]:
        """Code points of a set of tokens: runs joined over punctuation, trimmed of outer commas and stops."""
        ordered = sorted(indices)
        if ordered and self.furniture:
            home = self._block(ordered[-1])
            ordered = [i for i in ordered if self._block(i) == home]
        runs: list[list[int]] = []
        for index in ordered:
            if (runs and index == runs[-1][-1] + 1) or (
                runs and all(self.tokens[i].pos == "PUNCT" for i in range(runs[-1][-1] + 1, index))
            ):
                runs[-1].append(index)
            else:
                runs.append([index])
        found = []
        for run in runs:
            while run and self.tokens[run[0]].text in (",", ";", ":", ".", "-", "–", "—", "--"):
                run = run[1:]
            while run and self.tokens[run[-1]].text in (",", ";", ":", ".", "-", "–", "—", "--"):
                run = run[:-1]
            if run and any(self.tokens[i].pos != "PUNCT" for i in run):
                found.append((self.tokens[run[0]].start, self.tokens[run[-1]].end))
        return found

    def _finish(self) -> tuple[Attribution, ...]:
        ready: list[Attribution] = []
        seen: set[tuple[object, ...]] = set()
        for draft in sorted(self.drafts, key=lambda d: d.anchor):
            content = self._spans(draft)
            if not content:
                continue
            key = (tuple(draft.source), tuple(draft.cue), content)
            if key in seen:
                continue
            seen.add(key)
            quotations = [quotation_of(span, self.quotes) for span in content]
            whole = quotations[0] if len(set(quotations)) == 1 else "mixed"
            ready.append(
                Attribution(
                    document=self.document.id,
                    source=self._span(draft.source),
                    cue=self._span(draft.cue),
                    content=content,
                    quotation=whole,
                    kind=draft.kind,
                    parent=None,
                    score=1.0,
                )
            )
        return nest(ready)

    def _span(self, indices: Sequence[int]) -> Span | None:
        if not indices:
            return None
        return Span(self.document.id, self.tokens[min(indices)].start, self.tokens[max(indices)].end)

    def _spans(self, draft: _Draft) -> tuple[Span, ...]:
        """The contents as spans in order: overlaps joined, gaps of mere punctuation closed, source and cue cut out."""
        joined: list[list[int]] = []
        for start, end in sorted(draft.content):
            if joined and (start <= joined[-1][1] or not any(c.isalnum() for c in self.text[joined[-1][1] : start])):
                joined[-1][1] = max(joined[-1][1], end)
            else:
                joined.append([start, end])
        return tuple(Span(self.document.id, s, e) for s, e in joined if any(c.isalnum() for c in self.text[s:e]))


def nest(attributions: Iterable[Attribution]) -> tuple[Attribution, ...]:
    """Order attributions by place and point each at the closest one in whose content it lies."""
    ordered = sorted(attributions, key=lambda a: (a.hull().start, -a.hull().end, a.cue or a.content[0]))
    found: list[Attribution] = []
    for index, inner in enumerate(ordered):
        parent: int | None = None
        smallest = 0
        for other, outer in enumerate(ordered):
            if other == index or not _lies_in(inner, outer):
                continue
            size = sum(span.end - span.start for span in outer.content)
            if parent is None or size < smallest:
                parent, smallest = other, size
        found.append(
            Attribution(
                inner.document, inner.source, inner.cue, inner.content, inner.quotation, inner.kind, parent, inner.score
            )
        )
    return tuple(found)


def _lies_in(inner: Attribution, outer: Attribution) -> bool:
    """Whether the cue (or the source) of one stands inside the other's content, and its contents with it."""
    mark = inner.cue or inner.source
    if mark is None or not any(span.covers(mark) for span in outer.content):
        return False
    return all(any(span.touches(part) for span in outer.content) for part in inner.content)
