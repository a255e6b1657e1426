"""Through whom a stretch of text comes: its chain of holders, innermost first, read from all attributions around it.

Front: `chain_for`, or `Chains` where many stretches of one document are asked for. The outlet of the account itself is
never a holder; in a witness statement the author is. A dateline or a credit makes the agency the outer hop of everything.
"""

import bisect
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from variorum.crafts import tables
from variorum.crafts.names import gender_of
from variorum.crafts.quotes import Quote, find_quotes
from variorum.crafts.trees import grow
from variorum.stages.statements.furniture import agencies_folded, agency_of, fold, furniture_of
from variorum.stages.statements.grammar import branch, inside_of
from variorum.stages.statements.holders import SPEAKER, Holders
from variorum.stages.statements.kinds import CueClass, noun_cues, verb_cues, words
from variorum.values.documents import Document
from variorum.values.entities import Mention
from variorum.values.parses import Parse, Token
from variorum.values.statements import Attribution, Basis, Holder, Hop
from variorum.values.text import Passage, Span, quote

# Share of a stretch's own words (source and cue left out) that a content must hold for the attribution to cover it.
_COVER = 0.5
_WORD = re.compile(r"[^\W_]+(?:['’\-.&][^\W_]+)*")
_PARAGRAPH = re.compile(r"\s*\n\s*")
_PAPERS = (("documents", "lemmas"), ("holders", "outlets"), ("holders", "bodies"), ("holders", "things"))


def chain_for(
    document: Document,
    parse: Parse,
    attributions: Sequence[Attribution],
    stretch: Span | int,
    mentions: Sequence[Mention] = (),
    quotes: Sequence[Quote] | None = None,
) -> tuple[Hop, ...]:
    """The chain of one stretch, or of the content of the attribution with this index. Empty: the outlet's own voice."""
    reader = Chains(document, parse, attributions, mentions, quotes)
    if isinstance(stretch, int):
        content = attributions[stretch].content
        return reader.of(max(content, key=lambda span: span.end - span.start))
    return reader.of(stretch)


@dataclass(frozen=True, slots=True)
class _Link:
    """One attribution as hops, innermost first, with what it is worth to a chain."""

    index: int
    attribution: Attribution
    hops: tuple[Hop, ...]
    hedge: str | None
    basis: Basis
    size: int


class Chains:
    """Answers for one document: build it once, ask `of` for each stretch."""

    def __init__(
        self,
        document: Document,
        parse: Parse,
        attributions: Sequence[Attribution],
        mentions: Sequence[Mention] = (),
        quotes: Sequence[Quote] | None = None,
    ) -> None:
        self.document = document
        self.text = document.text
        self.tree = grow(parse)
        self.tokens = parse.tokens
        self.attributions = tuple(attributions)
        self.quotes = tuple(quotes) if quotes is not None else find_quotes(document.text)
        self.holders = Holders(
            document,
            self.tree,
            mentions,
            sources=[a.source for a in self.attributions if a.source is not None],
            furniture=furniture_of(document),
        )
        self.agency = agency_of(document)
        spans = [match.span() for match in _WORD.finditer(document.text)]
        self._word_starts = [start for start, _ in spans]
        self._word_ends = [end for _, end in spans]
        # Of each speaker the outlet he told it to; with a place, he was only quoted there.
        self._routes: dict[str, tuple[tuple[Hop, ...], int | None]] = {}
        self.links = tuple(
            link
            for index in self._in_reading_order()
            if (link := self._link(index, self.attributions[index])) is not None
        )

    def links_of(self, attribution: int) -> tuple[Hop, ...]:
        """The hops of one attribution alone, innermost first; none where nobody vouches in it."""
        return next((link.hops for link in self.links if link.index == attribution), ())

    def of(self, stretch: Span, *, gloss: bool = False, told: int | None = None) -> tuple[Hop, ...]:
        """The chain of a stretch, innermost holder first.

        A `gloss` is the teller's own word inside what others say. `told` is the attribution that the stretch tells of
        as an event: no chain rests on it or on what lies inside it.
        """
        around = [
            link
            for link in self.links
            if not gloss
            and (told is None or told not in (link.index, *self._above(link.index)))
            and self._covers(link.attribution, stretch)
        ]
        around.sort(key=lambda link: (link.size, -self._depth(link.index)))
        hops: list[Hop] = []
        hedge: str | None = None
        around = [self._spoken(link, around[place + 1 :]) for place, link in enumerate(around)]
        for link in around:
            hedge = hedge or (None if link.hops else link.hedge)
            for hop in link.hops:
                hops.append(Hop(hop.holder, hop.cue, hop.basis, hop.hedge or (hedge if not hops else None)))
                hedge = hedge if not hops else None
        hops = self._with_voice(self._first_hand(hops, stretch))
        if len(hops) == 1 and self.document.author_is_voice:
            hops = self._first_hand(hops, stretch, speaker=True)
        return self._told(_collapse([hop for hop in hops if not self._is_self(hop.holder)]))

    def _spoken(self, link: _Link, outer: Sequence[_Link]) -> _Link:
        """The link with "I" and "we" as the holder in whose words they stand; without one they are the outlet."""
        if not any(hop.holder.name == SPEAKER for hop in link.hops):
            return link
        voices = [hop.holder for other in outer for hop in other.hops[:1] if hop.holder.name != SPEAKER]
        hops: list[Hop] = []
        for hop in link.hops:
            if hop.holder.name != SPEAKER:
                hops.append(hop)
            elif voices:
                hops.append(
                    Hop(Holder(voices[0].name, voices[0].kind, hop.holder.passage), hop.cue, hop.basis, hop.hedge)
                )
        return _Link(link.index, link.attribution, tuple(hops), link.hedge, link.basis, link.size)

    # ---- which attributions stand around a stretch

    def _covers(self, attribution: Attribution, stretch: Span) -> bool:
        if not attribution.hull().touches(stretch):
            return False
        if attribution.cue is not None and stretch.covers(attribution.cue) and self._is_about(attribution, stretch):
            return True
        contents = [(span.start, span.end) for span in attribution.content]
        own = sum(self._words_shared(stretch, content) for content in contents)
        if not own:
            return False
        beside = 0
        for role in (attribution.source, attribution.cue):
            if role is not None and role.touches(stretch):
                part = max(role.start, stretch.start), min(role.end, stretch.end)
                beside += self._words_in(*part) - sum(self._words_in(*_shared(part, content)) for content in contents)
        return own >= _COVER * (self._words_in(stretch.start, stretch.end) - beside)

    def _words_shared(self, stretch: Span, content: tuple[int, int]) -> int:
        return self._words_in(*_shared((stretch.start, stretch.end), content))

    def _words_in(self, start: int, end: int) -> int:
        """How many words lie wholly between two code points."""
        return max(0, bisect.bisect_right(self._word_ends, end) - bisect.bisect_left(self._word_starts, start))

    def _is_about(self, attribution: Attribution, stretch: Span) -> bool:
        """Whether a stretch is no more than this attribution: it holds all of it, and its cue governs the stretch."""
        if not any(stretch.covers(span) for span in attribution.content):
            return False
        verb = self._cue_token(attribution)
        if verb is None:
            return False
        top = self.tree.head_of(inside_of(self.tree, stretch.start, stretch.end))
        while top != verb and self.tokens[verb].dep in ("xcomp", "acomp"):
            verb = self.tokens[verb].head
        return top == verb

    def _depth(self, index: int) -> int:
        return len(self._above(index))

    def _above(self, index: int) -> list[int]:
        """The attributions in whose contents one lies, nearest first."""
        found: list[int] = []
        parent = self.attributions[index].parent
        while parent is not None and parent not in (index, *found):
            found.append(parent)
            parent = self.attributions[parent].parent
        return found

    def _in_reading_order(self) -> list[int]:
        return sorted(
            range(len(self.attributions)),
            key=lambda i: (self.attributions[i].source or self.attributions[i].content[0]).start,
        )

    # ---- one attribution

    def _link(self, index: int, attribution: Attribution) -> _Link | None:
        verb = self._cue_token(attribution)
        cue = self._class(verb)
        if attribution.kind == "action" or not self._vouches(attribution, verb, cue):
            return None
        size = sum(len(_WORD.findall(self.text[s.start : s.end])) for s in attribution.content)
        passage = quote(self.text, attribution.cue) if attribution.cue else None
        hedge = self._hedge(attribution, verb, cue)
        basis: Basis = cue.basis if cue else "unknown"
        hops: list[Hop] = []
        cited = self._cited(attribution)
        if attribution.source is not None:
            for place, holder in enumerate(self._apart(attribution, self._sources(attribution, verb, cue))):
                if place == 0 or holder.kind == "named":
                    self.holders.note(holder)
                known = "document" if basis == "document" and self._is_paper(attribution.source) else basis
                knows = known if known == "document" and place == 0 else self._basis_of(holder, basis)
                hops.append(Hop(holder, passage, knows, hedge if place == 0 else None))
            route = self._route(attribution, verb)
            hops = [*cited, *hops]
            hops = self._remember(hops, route or self._carried_by(attribution), attribution.source, bool(route))
        else:
            route = self._route(attribution, verb)
            if (route and self._is_passive(verb)) or self._tells_me(verb):
                unknown = Holder("unnamed: source not stated", "unnamed", None)
                hops = [*cited, Hop(unknown, passage, "unknown", hedge), *route]
            else:
                hops = list(cited)
        return _Link(index, attribution, tuple(hops), hedge, basis, size)

    def _cue_token(self, attribution: Attribution) -> int | None:
        if attribution.cue is None:
            return None
        inside = inside_of(self.tree, attribution.cue.start, attribution.cue.end)
        known = [i for i in inside if self.tokens[i].pos in ("VERB", "NOUN", "AUX") and self._class(i) is not None]
        verbs = [i for i in inside if self.tokens[i].pos in ("VERB", "NOUN", "AUX")]
        found = known or verbs or inside
        return found[-1] if found else None

    def _class(self, index: int | None) -> CueClass | None:
        if index is None:
            return None
        token = self.tokens[index]
        return (noun_cues() if token.pos == "NOUN" else verb_cues()).get(token.lemma)

    def _vouches(self, attribution: Attribution, verb: int | None, cue: CueClass | None) -> bool:
        """Whether the holder stands behind the content as something that is so, rather than wishing or refusing it."""
        if verb is None or cue is None:
            # A cue that only the network knows ("is savvy about the press"): it must be followed by something that is told.
            # A colon or a dash says no more than that somebody tells it.
            mark = verb is None or not any(char.isalnum() for char in self.tokens[verb].text)
            return mark or attribution.quotation != "indirect" or self._is_clause(attribution)
        token = self.tokens[verb]
        if any(self.tokens[c].dep == "neg" for c in self.tree.children[verb]) and cue.name not in ("believe", "accuse"):
            return False
        if attribution.source is not None and self._is_nobody(attribution.source):
            return False
        able = token.head if token.dep in ("xcomp", "acomp") else verb
        above_able = self.tokens[able].head if self.tokens[able].dep in ("acomp", "xcomp") else able
        if any(self.tokens[c].dep == "neg" for node in (able, above_able) for c in self.tree.children[node]):
            return False
        above = self._class(token.head) if token.dep == "xcomp" else None
        if above is not None and above.name == "decline":
            return False
        if token.dep == "xcomp" and self.tokens[token.head].lemma in tables.load("clauses")["omitting"]:
            return False
        if attribution.kind == "attitude":
            return token.lemma not in words("phrases", "wanting") and self._is_clause(attribution)
        bare = token.pos == "VERB" and attribution.quotation == "indirect" and not self._has_verb(attribution)
        if bare and token.lemma not in words("phrases", "vouching") and not self._is_owned(attribution, verb):
            return False
        if cue.name in ("show",) and attribution.source is not None:
            return self._can_vouch(attribution.source)
        return token.pos != "ADJ"

    def _has_verb(self, attribution: Attribution) -> bool:
        """Whether the content tells something with a verb, rather than naming a thing."""
        return any(
            self.tokens[i].pos in ("VERB", "AUX")
            for span in attribution.content
            for i in inside_of(self.tree, span.start, span.end)
        )

    def _is_owned(self, attribution: Attribution, verb: int) -> bool:
        """ "claimed responsibility for", "an attack claimed by": the holder says the deed is theirs."""
        owning = words("phrases", "owning")
        first = inside_of(self.tree, attribution.content[0].start, attribution.content[0].end)[:3]
        cue = self.tokens[verb]
        passive = self._is_passive(verb) or (cue.dep == "acl" and cue.tag == "VBN")
        return cue.lemma in owning and (passive or any(self.tokens[i].lemma in owning for i in first))

    def _is_clause(self, attribution: Attribution) -> bool:
        """Whether the content is a finite clause; wishes with an infinitive are no claims."""
        for span in attribution.content:
            inside = inside_of(self.tree, span.start, span.end)
            if inside and self.tokens[inside[0]].tag == "TO":
                return False
            if any(self.tokens[i].tag in ("VBD", "VBZ", "VBP", "MD") for i in inside):
                return True
        return False

    def _is_nobody(self, source: Span) -> bool:
        return self.text[source.start : source.end].lower().split()[0] in words("holders", "nobody")

    def _can_vouch(self, source: Span) -> bool:
        """Whether what "shows" something is a paper, a film, a person or a body, not an event or an idea."""
        head = self.holders.head_in(source)
        if head is None:
            return False
        token = self.tokens[head]
        lemma = token.lemma
        return token.pos in ("PROPN", "PRON") or any(lemma in words(*key) for key in _PAPERS)

    def _sources(self, attribution: Attribution, verb: int | None, cue: CueClass | None) -> tuple[Holder, ...]:
        assert attribution.source is not None, "asked for the source of an attribution without one"
        if cue is not None and cue.basis == "told" and verb is not None:
            teller = self._teller(verb)
            if teller is not None:
                return (*self.holders.holders(teller), *self.holders.holders(attribution.source))
        return self.holders.holders(attribution.source)

    def _apart(self, attribution: Attribution, holders: tuple[Holder, ...]) -> tuple[Holder, ...]:
        """Who is spoken of by an office inside somebody's words is not that speaker, whatever a thread says."""
        parent = self.attributions[attribution.parent] if attribution.parent is not None else None
        if parent is None or parent.source is None or attribution.source is None or not holders:
            return holders
        own = self.holders.head_in(attribution.source)
        if own is None or self.tokens[own].pos == "PROPN":
            return holders
        speaker = self.holders.holders(parent.source)
        if self.tokens[own].pos == "PRON":
            if speaker and self._opens_for(self.tokens[own], parent, speaker[0]):
                return (Holder(speaker[0].name, speaker[0].kind, holders[0].passage), *holders[1:])
            return holders
        if speaker and fold(speaker[0].name) == fold(holders[0].name):
            plain = self.holders.described(attribution.source)
            return (plain, *holders[1:]) if plain is not None else holders
        return holders

    def _opens_for(self, pronoun: Token, parent: Attribution, speaker: Holder) -> bool:
        """Whether "he" opens what somebody says ("Berg said he believes …") and may be that speaker."""
        gender = words("holders", "male"), words("holders", "female")
        lower = pronoun.text.lower()
        if lower not in gender[0] | gender[1] or speaker.kind not in ("named", "role", "unnamed"):
            return False
        first = min(parent.content, key=lambda span: abs(span.start - pronoun.start))
        if len(self.text[first.start : pronoun.start].split()) > 1 or pronoun.start < first.start:
            return False
        known = gender_of(speaker.name) if speaker.kind == "named" else ""
        return not known or lower in words("holders", known)

    def _teller(self, verb: int) -> Span | None:
        """From whom somebody heard: the object of "from", or the owner of the words."""
        for child in self.tree.below(verb, "prep"):
            if self.tokens[child].text.lower() == "from":
                for noun in self.tree.below(child, "pobj"):
                    part = sorted(branch(self.tree, noun, without=self.tree.below(noun, "acl", "relcl", "ccomp")))
                    return Span(self.document.id, self.tokens[part[0]].start, self.tokens[part[-1]].end)
        return None

    def _tells_me(self, verb: int | None) -> bool:
        """Whether the teller had it from somebody who is not named: "I was told later that", "we were informed that"."""
        if verb is None or self.tokens[verb].lemma not in words("phrases", "told_whom"):
            return False
        whom = self.tree.below(verb, "nsubjpass")
        return any(self.tokens[child].text.lower() in words("holders", "first_person") for child in whom)

    def _is_passive(self, verb: int | None) -> bool:
        return verb is not None and bool(self.tree.below(verb, "nsubjpass", "auxpass"))

    def _is_paper(self, source: Span) -> bool:
        """Whether what "shows" something is a paper or a film, whoever made it ("the ministry's bulletin shows")."""
        head = self.holders.head_in(source)
        return head is not None and self.tokens[head].lemma in words("documents", "lemmas")

    def _basis_of(self, holder: Holder, basis: Basis) -> Basis:
        if holder.passage is None:
            return basis
        inside = inside_of(self.tree, holder.passage.span.start, holder.passage.span.end)
        lemmas = {self.tokens[i].lemma for i in inside}
        if lemmas & words("basis", "firsthand") and basis == "unknown":
            return "saw"
        if holder.kind == "unnamed" and lemmas & words("documents", "lemmas"):
            return "document"
        return basis if basis != "document" or holder.kind == "unnamed" else "unknown"

    def _hedge(self, attribution: Attribution, verb: int | None, cue: CueClass | None) -> str | None:
        if verb is not None:
            for child in self.tree.below(verb, "advmod"):
                if self.tokens[child].text.lower() in words("phrases", "hedges"):
                    return self.tokens[child].text
            if cue is not None and cue.hedge:
                return self.tokens[verb].text
            if (
                attribution.source is None
                and self.tokens[verb].lemma in words("phrases", "passive_hedges")
                and attribution.cue
            ):
                return self.text[attribution.cue.start : attribution.cue.end]
        return None

    # ---- who passed it on

    def _route(self, attribution: Attribution, verb: int | None) -> tuple[Hop, ...]:
        """The outlet that somebody spoke to or through: "told the Herald", "in a statement carried by the agency"."""
        if verb is None or attribution.cue is None:
            return ()
        found: list[tuple[Holder, int]] = []
        barred = {i for span in attribution.content for i in inside_of(self.tree, span.start, span.end)}
        for index in sorted(branch(self.tree, verb) - barred):
            token = self.tokens[index]
            if token.pos not in ("PROPN", "NOUN") or token.dep not in (
                "dobj",
                "dative",
                "pobj",
                "iobj",
                "poss",
                "compound",
                "nmod",
            ):
                continue
            in_source = (
                attribution.source is not None and attribution.source.start <= token.start < attribution.source.end
            )
            if in_source and (token.dep != "pobj" or not self._is_carried(index)):
                continue
            if token.dep in ("poss", "compound", "nmod") and self.tokens[token.head].lemma not in words(
                "holders", "employees"
            ):
                continue
            holder = self._outlet_at(index)
            if holder is not None and (token.dep != "pobj" or self._passes(index)):
                found.append((holder, index))
        passage = quote(self.text, attribution.cue)
        return tuple(Hop(holder, passage, "told", None) for holder, _ in found[:1])

    def _outlet_at(self, index: int) -> Holder | None:
        part = branch(self.tree, index, without=self.tree.below(index, "relcl", "acl", "appos", "prep"))
        ordered = sorted(i for i in part if self.tokens[i].dep != "case")
        run = [i for i in ordered if i <= index]
        if not run:
            return None
        span = Span(self.document.id, self.tokens[run[0]].start, self.tokens[index].end)
        holder = self.holders.holders(span)[:1]
        if holder and (
            self.holders.is_outlet(holder[0].name)
            or (holder[0].kind == "named" and self.holders.gathers(holder[0].name))
        ):
            return Holder(holder[0].name, "outlet", holder[0].passage)
        return None

    def _passes(self, index: int) -> bool:
        """Whether the preposition before an outlet is one of passing on: to, with, or by after "carried"."""
        above = self.tokens[index].head
        if self.tokens[above].text.lower() in words("passing", "prepositions"):
            return True
        return self._is_carried(index)

    def _is_carried(self, index: int) -> bool:
        above = self.tokens[index].head
        return self.tokens[above].text.lower() == "by" and self.tokens[self.tokens[above].head].lemma in words(
            "passing", "carried"
        )

    def _cited(self, attribution: Attribution) -> list[Hop]:
        """ "…, citing a police officer": the cited stands behind the one who cites."""
        if attribution.cue is None or attribution.source is None:
            return []
        inside = inside_of(self.tree, attribution.cue.start, attribution.cue.end)
        if not inside or self.tokens[inside[0]].text.lower() in words("phrases", "citing"):
            return []
        sentence = self.tree.sentence[inside[0]]
        start, end = self.tree.parse.sentences[sentence]
        for index in range(start, end):
            token = self.tokens[index]
            if token.text.lower() not in words("phrases", "citing") or self.tokens[index].dep not in (
                "advcl",
                "acl",
                "prep",
                "pcomp",
                "dep",
                "conj",
                "ROOT",
                "ccomp",
                "xcomp",
            ):
                continue
            if any(
                other.cue
                and other.cue.start > attribution.cue.start
                and other.cue.end <= token.start
                and other.source
                and other.kind == "reporting"
                and other.cue != attribution.cue
                for other in self.attributions
                if other.cue and self._same_sentence(other.cue, start, end)
            ):
                continue
            for noun in self.tree.below(index, "dobj", "pobj"):
                part = sorted(branch(self.tree, noun, without=self.tree.below(noun, "relcl", "ccomp")))
                span = Span(self.document.id, self.tokens[part[0]].start, self.tokens[part[-1]].end)
                passage = quote(self.text, Span(self.document.id, token.start, token.end))
                return [
                    Hop(holder, passage, self._basis_of(holder, "unknown"), None)
                    for holder in self.holders.holders(span)
                ]
        return []

    def _same_sentence(self, span: Span, start: int, end: int) -> bool:
        return self.tokens[start].start <= span.start < self.tokens[end - 1].end

    def _carried_by(self, attribution: Attribution) -> tuple[Hop, ...]:
        """The outlet in whose words this speaker is quoted; it goes on standing behind "the source"."""
        parent = self.attributions[attribution.parent] if attribution.parent is not None else None
        if parent is None or parent.source is None or parent.cue is None:
            return ()
        holder = self.holders.holders(parent.source)[:1]
        if not holder or holder[0].kind != "outlet":
            return ()
        return (Hop(holder[0], quote(self.text, parent.cue), "told", None),)

    def _remember(self, hops: list[Hop], route: tuple[Hop, ...], source: Span, spoken: bool) -> list[Hop]:
        """A speaker who told it to an outlet goes on telling it while the text says "he" or "the source" of them."""
        if not hops:
            return hops
        key = fold(hops[0].holder.name)
        if route:
            self._routes[key] = route, source.end if not spoken else None
            return [*hops, *route] if spoken else hops
        inside = inside_of(self.tree, source.start, source.end)
        named = any(self.tokens[i].pos == "PROPN" for i in inside)
        known, since = self._routes.get(key, ((), None))
        # Whom an outlet only quoted is in its words for the paragraph and the next; further on "he" speaks elsewhere.
        left = since is not None and len(_PARAGRAPH.findall(self.text, since, source.start)) > 1
        return hops if named or left else [*hops, *known]

    # ---- the whole chain

    def _first_hand(self, hops: list[Hop], stretch: Span, *, speaker: bool = False) -> list[Hop]:
        """What the innermost holder says of how they know, inside what they say: "said she saw …".

        `speaker`: only "I" and "we" are the holder, as in a witness's own statement.
        """
        if not hops:
            return hops
        first = hops[0]
        for index in inside_of(self.tree, stretch.start, stretch.end):
            token = self.tokens[index]
            own = self._is_first_person(index) if speaker else self._own_subject(index, first.holder)
            if token.pos != "VERB" or not own:
                continue
            for basis in ("saw", "told"):
                if token.lemma in words("basis", basis) and first.basis == "unknown":
                    # "Heard a crack" is at first hand; "heard that it fell" and "heard from him" are not.
                    object_ = self.tree.below(index, "dobj") and not self.tree.below(index, "ccomp", "prep")
                    changed: Basis = "saw" if basis == "saw" or object_ else "told"
                    return [Hop(first.holder, first.cue, changed, first.hedge), *hops[1:]]
        return hops

    def _is_first_person(self, verb: int) -> bool:
        subjects = self.tree.below(verb, "nsubj")
        return any(self.tokens[child].text.lower() in words("holders", "first_person") for child in subjects)

    def _own_subject(self, verb: int, holder: Holder) -> bool:
        for child in self.tree.below(verb, "nsubj"):
            token = self.tokens[child]
            if token.pos == "PRON" and token.text.lower() in words("holders", "pronouns"):
                return True
            if fold(token.text) in fold(holder.name).split():
                return True
        return False

    def _with_voice(self, hops: list[Hop]) -> list[Hop]:
        """The author of a witness statement, or the agency whose text this is, stands outermost."""
        if self.document.author_is_voice and self.document.authors:
            author = Holder(self.document.authors[0], "named", None)
            if not hops or fold(hops[-1].holder.name) != fold(author.name):
                hops = [*hops, Hop(author, None, "told" if hops else "unknown", None)]
        elif self.agency is not None:
            known = agencies_folded()
            own = known.get(fold(self.agency.name), self.agency.name)
            hops = [hop for hop in hops if known.get(fold(hop.holder.name), hop.holder.name) != own]
            hops.append(Hop(self.agency, None, "told" if hops else "unknown", None))
        return hops

    def _is_self(self, holder: Holder) -> bool:
        """Whether a holder is the outlet of this account."""
        publisher = self.document.publisher.value
        if holder.passage is not None and any(
            own in holder.passage.words.lower() for own in words("holders", "own_paper")
        ):
            return True
        if not publisher or holder.kind not in ("outlet", "named"):
            return False
        name, own = fold(holder.name), fold(publisher)
        # "The Courier" in "The Valley Courier".
        short = name in words("holders", "outlets") and own.endswith(f" {name}")
        return short or name == own or _initials(publisher) == name or _initials(holder.name) == own

    def _told(self, hops: list[Hop]) -> tuple[Hop, ...]:
        """A holder behind another was told; behind a paper or a film they have it from the document."""
        found: list[Hop] = []
        for place, hop in enumerate(hops):
            basis = hop.basis
            if place and basis in ("unknown", "told"):
                basis = "document" if hops[place - 1].basis == "document" else "told"
            found.append(Hop(hop.holder, hop.cue, basis, hop.hedge))
        return tuple(found)


def _shared(left: tuple[int, int], right: tuple[int, int]) -> tuple[int, int]:
    """The stretch that two have in common; empty (end before start) where there is none."""
    return max(left[0], right[0]), min(left[1], right[1])


def _collapse(hops: Sequence[Hop]) -> list[Hop]:
    """One holder twice in a row is one hop: the outer cue, the inner hedge and basis."""
    found: list[Hop] = []
    for hop in hops:
        if found and _is_same(found[-1].holder, hop.holder):
            inner = found.pop()
            cue: Passage | None = hop.cue or inner.cue
            basis = inner.basis if inner.basis != "unknown" else hop.basis
            found.append(Hop(hop.holder, cue, basis, inner.hedge or hop.hedge))
        elif any(_is_same(other.holder, hop.holder) for other in found):
            continue
        else:
            found.append(hop)
    return found


def settle(chains: Iterable[Sequence[Hop]]) -> dict[str, str]:
    """For each outlet's name in the chains of a document that lost an apostrophe ("Norlands state TV") the form that stands there more often."""
    told = Counter(hop.holder.name for chain in chains for hop in chain if hop.holder.kind == "outlet")
    forms: dict[tuple[str, ...], list[str]] = {}
    for name in sorted(told, key=lambda one: (-told[one], one)):
        forms.setdefault(_stems(name), []).append(name)
    return {name: same[0] for stems, same in forms.items() if len(stems) > 1 for name in same[1:]}


def _stems(name: str) -> tuple[str, ...]:
    return tuple(word[:5] for word in fold(name).split())


def _is_same(left: Holder, right: Holder) -> bool:
    """Whether two holders of one chain are one: by name, outlets also where a lost apostrophe changed a word."""
    a, b = fold(left.name), fold(right.name)
    if a == b:
        return True
    return left.kind == right.kind == "outlet" and len(_stems(a)) > 1 and _stems(a) == _stems(b)


def _initials(name: str) -> str:
    return "".join(word[0] for word in fold(name).split()) if len(fold(name).split()) > 1 else ""
