"""Cut a document into stretches that each hold about one fact.

A statement is a clause that could be true or false. Subject and predicate stay together; predicates joined by "and" come
apart when each has something of its own to say; relative clauses, participles and adverbial clauses that state a fact become
statements; "he said", its speaker and the circumstances of the saying belong to no statement. Cuts are made by grammar alone
(tags, labels, and the few small words of the `clauses` table); which kinds of clause are cut is a parameter, `Cuts`, whose
defaults follow the grammar books; sweeping each over three annotated cases moves F1 by at most 0.02 either way, and choosing
them on two cases for the third gains nothing (`evaluation/statements/segmentation.py --sweep`, November 2026).

This room does not know who speaks, only that some attribution has this stretch as content.
"""

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from variorum.crafts import tables
from variorum.crafts.figures import tells_age
from variorum.crafts.means import find_means
from variorum.crafts.quotes import find_quotes
from variorum.crafts.trees import OBJECTS, Tree
from variorum.stages.statements.grammar import is_imperative
from variorum.stages.statements.kinds import kind_of, words
from variorum.stages.statements.modality import is_inverted, is_untrue
from variorum.stages.statements.utterances import Told
from variorum.values.documents import Document, Role
from variorum.values.statements import Attribution
from variorum.values.text import Span

ClauseKind = Literal[
    "main", "conjunct", "relative", "participle", "adverbial", "apposition", "means", "circumstance", "granted"
]
ASSERTING: tuple[Role, ...] = ("title", "body", "caption")
_OPENING, _CLOSING, _STRAIGHT = "“‘«„", "”’»", '"'
_MAIN: ClauseKind = "main"
_ASIDES: tuple[ClauseKind, ...] = ("relative", "participle", "apposition")
_STOPS = (":", ".", "!", "?")
_PAUSES = frozenset((",", "—", "–", "-", "--", "(", ";"))
_ASKING = ("WP", "WP$", "WRB", "WDT")
# A content of fewer words whose verb was not recognised is a phrase ("a mistake").
_FEWEST = 4
# A title repeats what is told in as many sentences at the head of a news text.
_LEAD = 3


@dataclass(frozen=True, slots=True)
class Cuts:
    """Which clauses become statements of their own, and from how many tokens on.

    Zero switches a kind of cut off. A relative clause that picks out its noun ("the guard who fled") becomes a statement and
    stays in its main clause too; all others leave it. `restrictive` and `reduced` are the shortest relative clause and reduced relative
    ("seized by the rebels") without a comma before it; with a comma, and for the other kinds, `clause` tokens suffice.
    `ages` makes a statement of a name with an age, `means` of a phrase that tells by what means something was done; `source_clauses` of
    what a speaker's description tells about him.
    """

    clause: int = 3
    restrictive: int = 6
    reduced: int = 0
    participle: int = 3
    adverbial: int = 4
    apposition: int = 0
    ages: bool = True
    means: bool = True
    source_clauses: bool = True


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch for one statement: the head of its clause, the attribution it is content of, and its lost subject.

    `content` is the index of the innermost reporting attribution whose content holds it, None in the outlet's own voice.
    `subject` are the tokens of a subject (or antecedent) that stand outside the span. `quoted` is true inside a direct quote.
    """

    span: Span
    head: int
    clause: ClauseKind
    content: int | None
    role: Role
    subject: tuple[int, ...] = ()
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class _Ground:
    """What is known of each token before cutting: its part's role, where it stands (part, content, spoken quotation),
    and whether it frames a report. No statement reaches from one place into another.
    """

    role: tuple[Role | None, ...]
    place: tuple[tuple[int, int, int], ...]
    framing: frozenset[int]
    cues: frozenset[int]
    told: tuple[Told, ...]

    def content(self, at: int) -> int | None:
        """The attribution whose content a token is; None in the outlet's own voice."""
        number = self.place[at][1]
        return number if number >= 0 else None


def segment(
    document: Document,
    tree: Tree,
    attributions: Sequence[Attribution],
    *,
    told: Sequence[Told] = (),
    cuts: Cuts | None = None,
) -> tuple[Segment, ...]:
    """The stretches of a document that assert something, in text order, no two alike.

    Every span lies in one title, body or caption part and inside one sentence. The utterances in `told` are statements of
    their own, words of saying included.
    """
    cuts = cuts or Cuts()
    ground = _survey(document, tree, attributions, told)
    found: dict[tuple[int, int], Segment] = {}
    for first, last in tree.parse.sentences:
        for made in _sentence(document, tree, ground, range(first, last), cuts):
            found.setdefault((made.span.start, made.span.end), made)
        for made in _granted(document, tree, ground, range(first, last)):
            found.setdefault((made.span.start, made.span.end), made)
    for made in _ages(document, tree, ground) if cuts.ages else ():
        found.setdefault((made.span.start, made.span.end), made)
    for made in _means(document, tree, ground) if cuts.means else ():
        whole = next((one for one in found.values() if one.head == made.head and one.span.covers(made.span)), None)
        if whole is not None and (rest := _rest(document, tree, made, whole)) is not None:
            del found[whole.span.start, whole.span.end]
            found.setdefault((rest.span.start, rest.span.end), rest)
        found.setdefault((made.span.start, made.span.end), made)
    return _told_once(document, [found[key] for key in sorted(found)])


def _told_once(document: Document, made: Sequence[Segment]) -> tuple[Segment, ...]:
    """The segments without those that only repeat the title, as copied web pages do."""
    titles: set[str] = set()
    kept = []
    for one in made:
        words = _plain(document, one)
        if words in titles:
            continue
        if one.role == "title":
            titles.add(words)
        kept.append(one)
    return tuple(kept)


def _plain(document: Document, made: Segment) -> str:
    return " ".join(document.text[made.span.start : made.span.end].split()).casefold()


def _survey(document: Document, tree: Tree, attributions: Sequence[Attribution], told: Sequence[Told]) -> _Ground:
    """Mark every token with its part and its innermost content, and collect the words that frame reports."""
    size = len(tree.tokens)
    role: list[Role | None] = [None] * size
    part_of = [-1] * size
    for number, part in enumerate(document.parts):
        for at in tree.within(part.span):
            part_of[at] = number
            role[at] = part.role if part.role in ASSERTING else None
    inner = [-1] * size
    width = [10**9] * size
    cues: set[int] = set()
    sources: set[int] = set()
    whole = {one.attribution: one.tokens for one in told}
    for number, attribution in enumerate(attributions):
        if not _frames(document, tree, attribution):
            continue
        long = sum(span.end - span.start for span in attribution.content)
        for span in attribution.content:
            for at in tree.within(span):
                if long < width[at] and at not in whole.get(number, ()):
                    inner[at], width[at] = number, long
        if number not in whole and attribution.cue is not None and not _is_adverbial(tree, attribution):
            cues.update(tree.touching(attribution.cue))
            if attribution.source is not None:
                sources.update(tree.touching(attribution.source))
    framing = cues | {at for at in sources if _serves(tree, at, sources, cues)}
    place = tuple(zip(part_of, inner, _spoken(document, tree), strict=True))
    return _Ground(tuple(role), place, frozenset(framing), frozenset(cues), tuple(told))


def _spoken(document: Document, tree: Tree) -> list[int]:
    """For each token the number of the quotation that it is spoken in, -1 outside.

    Only quotations that are sentences count; a few words quoted within a sentence are part of it.
    """
    numbers = [-1] * len(tree.tokens)
    for number, found in enumerate(find_quotes(document.text)):
        inside = tree.within(Span(document.id, found.start, found.end))
        head = tree.head_of(inside)
        if head is None or found.single or not found.closed:
            continue
        subject = tree.subject(head)
        ends = document.text[found.end - 1] in ",.!?…" or document.text[found.outer_end : found.outer_end + 1] == ","
        spoken = subject in inside if subject is not None else _orders(document, tree, head)
        if ends and tree.is_verbal(head) and spoken:
            for at in tree.touching(Span(document.id, found.outer_start, found.outer_end)):
                numbers[at] = number
    return numbers


def _frames(document: Document, tree: Tree, attribution: Attribution) -> bool:
    """Whether an attribution sets its content off as a statement of its own, rather than being the fact itself.

    "He said the gate was open" frames "the gate was open"; "the group claimed responsibility", "he denied firing", "she did
    not say who came" and "I think it rained" are each one statement, cue and all.
    """
    if attribution.kind == "action" or not attribution.content:
        return False
    if attribution.kind == "attitude" and not _is_belief(tree, attribution):
        return False
    if attribution.source is not None and _text(tree, attribution.source) in _words("self"):
        return False
    cue = tree.head_of(tree.touching(attribution.cue)) if attribution.cue is not None else None
    if cue is not None and tree.is_verbal(cue) and _is_subordinate_cue(tree, cue):
        return False
    if cue is not None and tree.tokens[cue].lemma in words("phrases", "counting") and not tree.below(cue, "ccomp"):
        return False  # "put the toll at 43, with 140 people wounded": the count is one statement with who counts
    if any(_is_clause(tree, span) for span in attribution.content) or _is_misread(tree, attribution):
        return True
    return attribution.quotation == "direct" and any(
        _orders(document, tree, at) or _is_tensed(tree, span, at)
        for span in attribution.content
        for at in tree.within(span)
    )


def _is_tensed(tree: Tree, span: Span, at: int) -> bool:
    """Whether a word carries tense in quoted words that do not begin with a question word; its verb may be misread."""
    opener = next((near for near in tree.within(span) if tree.tokens[near].pos != "PUNCT"), at)
    return tree.is_tensed(at) and tree.tokens[opener].tag not in _ASKING


def _is_misread(tree: Tree, attribution: Attribution) -> bool:
    """Whether the subject of a content was taken for the speaker: "a blast killed three the army said", without a comma."""
    if attribution.cue is None or attribution.source is None:
        return False
    cue, source = tree.touching(attribution.cue), tree.touching(attribution.source)
    inside = {at for span in attribution.content for at in tree.within(span)} - set(source)
    subjects = [at for verb in cue for at in tree.below(verb, "nsubj", "nsubjpass") if at in inside]
    return bool(subjects) and any(tree.is_verbal(at) for at in inside if at > subjects[0])


def _orders(document: Document, tree: Tree, at: int) -> bool:
    """Whether a verb orders somebody to do something, rather than calls on everybody ("let us")."""
    return tree.tokens[at].lemma not in _words("exhorting") and is_imperative(document.text, tree, at)


def _is_belief(tree: Tree, attribution: Attribution) -> bool:
    """Whether somebody believes that something is so: what he believes is a statement of his, hedged."""
    cue = tree.head_of(tree.touching(attribution.cue)) if attribution.cue is not None else None
    return cue is not None and attribution.source is not None and tree.tokens[cue].lemma in _words("believing")


def _is_subordinate_cue(tree: Tree, cue: int) -> bool:
    """Whether a reporting verb is denied or not itself asserted: "did not say that", "to show that", "by implying that".

    "Quoted as saying that" is asserted.
    """
    governor = tree.tokens[tree.tokens[cue].head]
    means = tree.tokens[cue].dep == "pcomp" and governor.lemma not in _words("likeness")
    return tree.is_infinitive(cue) or means or bool(tree.below(cue, "neg"))


def _is_clause(tree: Tree, span: Span) -> bool:
    """Whether a content is a clause or longer, not a noun phrase or a bare infinitive."""
    inside = tree.within(span)
    if not inside:
        return False
    within = set(inside)
    if tree.tokens[inside[0]].tag in (*_ASKING, "TO") or tree.tokens[inside[0]].lemma == "whether":
        return False
    return any(_heads_clause(tree, at, within) for at in inside)


def _heads_clause(tree: Tree, at: int, within: set[int]) -> bool:
    """Whether a verb makes a clause of the words around it, in no noun phrase of theirs."""
    if not tree.is_verbal(at):
        return False
    if tree.is_finite(at) and tree.tokens[at].head not in within:
        return True
    if tree.subject(at) not in within or not (tree.is_finite(at) or tree.tokens[at].tag in ("VBN", "VB")):
        return False
    return not any(tree.tokens[above].dep in ("relcl", "acl") for above in (at, *tree.ancestors(at)) if above in within)


def _text(tree: Tree, span: Span) -> str:
    return tree.words(tree.touching(span)).lower()


def _is_adverbial(tree: Tree, attribution: Attribution) -> bool:
    """Whether the cue is a single adverb without a source ("reportedly"), which stays in its clause."""
    assert attribution.cue is not None
    inside = tree.touching(attribution.cue)
    return attribution.source is None and len(inside) == 1 and tree.tokens[inside[0]].pos == "ADV"


def _serves(tree: Tree, at: int, sources: set[int], cues: set[int]) -> bool:
    """Whether a source's token is there for the report, not as the subject of another clause as well."""
    for above in tree.ancestors(at):
        if above in sources and above not in cues:
            continue
        return above in cues or not tree.is_verbal(above)
    return True


def _sentence(document: Document, tree: Tree, ground: _Ground, sentence: range, cuts: Cuts) -> Iterable[Segment]:
    """The segments of one sentence."""
    heads = _heads(tree, ground, sentence, cuts)
    told = {one.verb: one for one in ground.told if one.verb in sentence}
    heads = _with_told(tree, heads, told)
    owner = {at: _owner(tree, ground, at, heads) for at in sentence}
    for verb, one in told.items():
        owner |= {at: verb for at in one.tokens if at in one.content or not _in_aside(tree, at, heads, one)}
    for head, clause in heads.items():
        role = ground.role[head]
        if role is None:
            continue
        mine = [at for at in sentence if _belongs(tree, heads, owner[at], head)]
        shared = _shared(tree, head) if clause == "conjunct" and head not in told else ()
        if shared and all(at in mine for at in shared):
            mine = [at for at in mine if at not in shared]
            yield from _circumstance(document, tree, ground, head, shared)
        stretch = mine if head in told else _stretch(tree, ground, mine, head, clause, heads, owner)
        span = _trim(document, tree, stretch, frozenset(("and", "but")) if head in told else _words("strip"))
        if span is None or not (head in told or _asserts(document, tree, ground, head, clause, stretch)):
            continue
        yield Segment(span, head, clause, ground.content(head), role, _lost_subject(tree, head, clause, stretch))


def _granted(document: Document, tree: Tree, ground: _Ground, sentence: range) -> Iterator[Segment]:
    """What a clause takes for granted while it tells that somebody keeps it back: "did not disclose that the dam had leaked".

    A verb of knowing or telling that is denied presupposes its content (Karttunen 1971, factives).
    """
    for at in sentence:
        verb = tree.tokens[at].head
        if tree.tokens[at].dep != "ccomp" or verb > at or tree.tokens[verb].lemma not in _words("factive"):
            continue
        if _is_open_now(tree, verb):
            continue
        opener = tree.below(at, "mark")
        asks = any(tree.tokens[child].lemma in ("whether", "if") for child in opener) or any(
            tree.tokens[child].tag in _ASKING for child in tree.subtree(at)[:1]
        )
        role = ground.role[at]
        plain = not asks and tree.is_finite(at) and tree.subject(at) is not None
        if role is not None and plain and _is_kept_back(tree, verb) and ground.place[at] == ground.place[verb]:
            inside = [near for near in tree.subtree(at) if ground.place[near] == ground.place[at]]
            span = _trim(document, tree, inside, _words("strip"))
            if span is not None:
                yield Segment(span, at, "granted", ground.content(at), role)


def _is_open_now(tree: Tree, verb: int) -> bool:
    """Whether a verb of knowing stands in the present, where who does not know that it is so may mean that it need not be."""
    present = any(tree.tokens[at].tag in ("VBP", "VBZ", "MD") for at in (verb, *tree.auxiliaries(verb)))
    return present and tree.tokens[verb].lemma in _words("open_now")


def _is_kept_back(tree: Tree, verb: int) -> bool:
    """Whether a verb of telling is denied: "did not disclose", "failed to reveal"."""
    if tree.below(verb, "neg"):
        return True
    above = tree.tokens[verb].head
    return tree.tokens[verb].dep == "xcomp" and tree.tokens[above].lemma in _words("omitting")


def _shared(tree: Tree, head: int) -> tuple[int, ...]:
    """The circumstances behind the last of two joined counts, which are those of both: "killed 44 and injured 140 on Monday in Sarn"."""
    first = tree.tokens[head].head
    before, counted = _counted_object(tree, first), _counted_object(tree, head)
    if before is None or counted is None or tree.subject(head) is not None:
        return ()
    if any(child > first and tree.tokens[child].dep in ("prep", "npadvmod") for child in tree.children[first]):
        return ()
    behind = [child for child in tree.below(head, "prep") if child > max(before, counted)]
    if behind and any(tree.tokens[at].pos == "NUM" for at in tree.children[head] if counted < at < behind[0]):
        return ()  # "injured 140, nine of them in critical condition"
    found = sorted(at for child in behind for at in tree.subtree(child))
    whole = bool(found) and found == list(range(found[0], found[-1] + 1))
    tells = any(tree.tokens[at].dep in ("relcl", "acl", "advcl", "pcomp") for at in found)
    return tuple(found) if whole and not tells and _say_where(tree, behind) else ()


def _say_where(tree: Tree, branches: Iterable[int]) -> bool:
    """Whether what hangs on a verb only says where and when it was: not by whom, from whom, with what, or what came of it."""
    words = [tree.tokens[at] for at in branches if tree.tokens[at].dep not in ("punct", "npadvmod", "advmod")]
    return all(word.dep == "prep" and word.lemma in _words("circumstances") for word in words)


def _counted_object(tree: Tree, verb: int) -> int | None:
    """The object of a verb that gives a number of people or things, None where it gives none."""
    objects = tree.below(verb, "dobj", "npadvmod")
    return next(
        (at for at in objects if at > verb and (tree.tokens[at].pos == "NUM" or tree.below(at, "nummod"))), None
    )


def _circumstance(
    document: Document, tree: Tree, ground: _Ground, head: int, shared: tuple[int, ...]
) -> Iterator[Segment]:
    """Circumstances of two counts as a statement of their own, where they say more than the day."""
    role = ground.role[head]
    if role is None or not _is_telling(tree, shared):
        return
    span = Span(document.id, tree.tokens[shared[0]].start, tree.tokens[shared[-1]].end)
    yield Segment(span, shared[0], "circumstance", ground.content(head), role)


def _with_told(tree: Tree, heads: dict[int, ClauseKind], told: Mapping[int, Told]) -> dict[int, ClauseKind]:
    """The heads with the verbs of told utterances, and without those that are part of such an utterance."""
    kept = dict.fromkeys(told, _MAIN)
    for at, clause in heads.items():
        inside = [one for one in told.values() if at in one.tokens]
        if not inside or (clause in _ASIDES and not any(at in one.content for one in inside)):
            kept.setdefault(at, clause)
    return dict(sorted(kept.items()))


def _in_aside(tree: Tree, at: int, heads: Mapping[int, ClauseKind], told: Told) -> bool:
    """Whether a word around what is said stands in an aside that is a statement of its own."""
    return any(
        above in heads and heads[above] in _ASIDES and above in told.tokens and above != told.verb
        for above in (at, *tree.ancestors(at))
    )


def _belongs(tree: Tree, heads: dict[int, ClauseKind], owner: int | None, head: int) -> bool:
    """Whether a token of one clause is told by another too: a relative clause that picks out its noun stays with it,

    and so does a clause that says since when or until when it was so.
    """
    while owner is not None and owner != head:
        picks_out = heads[owner] == "relative" and not _is_aside(tree, owner)
        if not picks_out and not (heads[owner] == "adverbial" and _bounds(tree, owner)):
            return False
        owner = next((above for above in tree.ancestors(owner) if above in heads), None)
    return owner == head


def _bounds(tree: Tree, at: int) -> bool:
    """Whether a clause of time bounds its main clause, which says something else without it.

    "Nobody has seen him since he left the house", "the gate did not open until the guard came"; but a "since" that is no
    clause of time gives a reason ("he was angry since nobody had told him").
    """
    openers = {tree.tokens[child].lemma for child in (*tree.below(at, "mark"), *tree.below(at, "prep"))}
    if openers & _words("until"):
        return True
    main = tree.tokens[at].head
    perfect = any(tree.tokens[child].lemma == "have" for child in tree.auxiliaries(main))
    return perfect and at > main and bool(openers & _words("since"))


def _ages(document: Document, tree: Tree, ground: _Ground) -> Iterator[Segment]:
    """Names with an age behind them ("Ana Ruiz, 34"): a fact that no clause states."""
    starts = {last - 1: first for first, last in tree.parse.chunks}
    for at, token in enumerate(tree.tokens):
        role = ground.role[at]
        if token.pos != "NUM" or role is None or not tells_age(tree, at):
            continue
        first = starts.get(at - 2, at - 2)
        if ground.role[first] == role:
            span = Span(document.id, tree.tokens[first].start, token.end)
            yield Segment(span, at - 2, "apposition", ground.content(at), role)


def _means(document: Document, tree: Tree, ground: _Ground) -> Iterator[Segment]:
    """Phrases that tell by what means something was done ("a twin bombing"): a fact that no clause states.

    A title tells it only where the lead does not.
    """
    sentences = [range(first, last) for first, last in tree.parse.sentences]
    titles = [one for one in sentences if ground.role[one[0]] == "title"]
    text = [one for one in sentences if ground.role[one[0]] != "title"]
    sentences = [*text[:_LEAD], *titles, *text[_LEAD:]]
    for one in find_means(tree, sentences):
        role = ground.role[one.head]
        inside = range(one.first, one.last + 1)
        if role is None or any(ground.place[at] != ground.place[one.head] or at in ground.cues for at in inside):
            continue
        span = Span(document.id, tree.tokens[one.first].start, tree.tokens[one.last].end)
        yield Segment(span, one.head, "means", ground.content(one.head), role)


def _rest(document: Document, tree: Tree, means: Segment, whole: Segment) -> Segment | None:
    """What a clause tells beyond the means: where and when, as a statement of its own; None where that is little or more."""
    first = next((at for at in tree.within(whole.span) if tree.tokens[at].start >= means.span.end), None)
    if first is None or whole.span.start != means.span.start or tree.tokens[first].pos != "ADP":
        return None
    rest = range(first, tree.within(whole.span)[-1] + 1)
    if not (_is_telling(tree, rest) and _say_where(tree, [at for at in rest if tree.tokens[at].head not in rest])):
        return None
    span = Span(document.id, tree.tokens[first].start, whole.span.end)
    return Segment(span, first, "circumstance", whole.content, whole.role)


def _is_telling(tree: Tree, inside: Iterable[int]) -> bool:
    """Whether circumstances say more than the day or the town."""
    return sum(tree.tokens[at].pos in ("NOUN", "PROPN", "ADJ", "NUM") for at in inside) >= _FEWEST


def _heads(tree: Tree, ground: _Ground, sentence: range, cuts: Cuts) -> dict[int, ClauseKind]:
    """The tokens of a sentence that head a clause which is cut off, with the kind of clause, in text order."""
    heads: dict[int, ClauseKind] = {}
    for at in sentence:
        if ground.role[at] is None or at in ground.cues or tree.tokens[at].pos == "PUNCT":
            continue
        governor = tree.tokens[at].head
        elsewhere = ground.place[governor] != ground.place[at]
        if governor == at or elsewhere or governor in ground.cues:
            if (ground.place[at][1] >= 0 and (elsewhere or governor == at)) or _own_root(tree, ground, at):
                heads[at] = "main"
        elif (clause := _cut(tree, at, cuts)) is not None and (at not in ground.framing or cuts.source_clauses):
            heads[at] = clause
    for at in [at for at, clause in heads.items() if clause == "conjunct"]:
        if not _joins_a_head(tree, at, heads):
            del heads[at]
    heads = _without_strays(tree, ground, heads)
    found = _overlooked(tree, ground, sentence, heads)
    places = {ground.place[at] for at in found}
    kept = {at: clause for at, clause in heads.items() if clause != "main" or ground.place[at] not in places}
    return kept | found


def _overlooked(tree: Tree, ground: _Ground, sentence: range, heads: Mapping[int, ClauseKind]) -> dict[int, ClauseKind]:
    """A head for each content, and for a sentence of the outlet's own, that would be lost because its verb was misread."""
    mains = {at for at in heads if heads[at] == "main"}
    found: dict[int, ClauseKind] = {}
    for place in dict.fromkeys(ground.place[at] for at in sentence):
        mine = [at for at in sentence if ground.place[at] == place and at not in ground.framing]
        wordy = [at for at in mine if tree.tokens[at].pos not in ("PUNCT", "SYM")]
        if len(wordy) < _FEWEST or ground.role[wordy[0]] is None:
            continue
        verbs = [
            at
            for at in wordy
            if tree.is_verbal(at) and at not in ground.cues and tree.tokens[at].dep not in ("amod", "pcomp")
        ]
        if place[1] < 0:
            if not any(ground.place[at] == place and not tree.is_verbal(at) for at in mains):
                continue
            verbs = [at for at in verbs if at not in heads and _has_own_subject(tree, at)]
        if verbs and not any(ground.place[at] == place and tree.is_verbal(at) for at in mains):
            found[min(verbs, key=lambda at: sum(above in mine for above in tree.ancestors(at)))] = _MAIN
    return found


def _has_own_subject(tree: Tree, at: int) -> bool:
    """Whether a verb in the past or present has a noun for its subject, not a relative pronoun."""
    subject = tree.subject(at)
    tensed = tree.is_finite(at) or tree.tokens[at].tag == "VBN"
    return subject is not None and tensed and tree.tokens[subject].tag not in _ASKING and not tree.below(at, "mark")


def _own_root(tree: Tree, ground: _Ground, at: int) -> bool:
    """Whether words that hang on a reporting verb without being its content are a clause of their own."""
    governor = tree.tokens[at].head
    if governor == at:
        return at not in ground.framing
    if not tree.is_verbal(at) or at in ground.framing:
        return False
    if tree.tokens[at].dep == "conj":
        return True
    return tree.subject(at) is not None and tree.is_finite(at) and tree.tokens[at].dep not in ("relcl", "acl")


def _joins_a_head(tree: Tree, at: int, heads: dict[int, ClauseKind]) -> bool:
    """Whether a joined predicate hangs, over other joined ones, on a clause that is cut off itself."""
    asks = any(tree.tokens[child].tag in ("WRB", "WP", "WDT") for child in tree.children[at])
    if tree.subject(at) is not None and tree.is_finite(at) and not tree.below(at, "mark") and not asks:
        return True
    governor = tree.tokens[at].head
    while governor not in heads and (tree.tokens[governor].dep == "conj" or _is_disguised(tree, governor)):
        governor = tree.tokens[governor].head
    return governor in heads or tree.tokens[governor].head == governor


def _without_strays(tree: Tree, ground: _Ground, heads: dict[int, ClauseKind]) -> dict[int, ClauseKind]:
    """One main head for each content of a sentence where the parser left its words without a common governor."""
    kept = dict(heads)
    places = {ground.place[at] for at, clause in heads.items() if clause == "main"}
    for place in places:
        mains = [at for at, clause in heads.items() if clause == "main" and ground.place[at] == place]
        strong = [at for at in mains if tree.is_verbal(at) and (tree.subject(at) is not None or tree.is_finite(at))]
        if strong:
            for at in set(mains) - set(strong):
                del kept[at]
        elif len(mains) > 1:
            best = tree.head_of(mains)
            for at in set(mains) - {best}:
                del kept[at]
    return kept


def _cut(tree: Tree, at: int, cuts: Cuts) -> ClauseKind | None:
    """Whether, and as what, the clause headed by this token is cut off from its governor."""
    token = tree.tokens[at]
    size = len(tree.subtree(at))
    if token.dep == "appos":
        return "apposition" if cuts.apposition and size >= cuts.apposition else None
    if not tree.is_verbal(at):
        return None
    if tree.is_joined(at):
        return "conjunct"
    if token.dep == "conj":
        return "conjunct" if _stands_apart(tree, at) and size >= cuts.clause - 1 else None
    if is_inverted(tree, at):
        return None  # "had the guard waited": a condition, told with what hangs on it
    if token.dep == "relcl":
        if tree.tokens[min(tree.subtree(at))].lemma in _words("keep"):
            return None
        aside = _is_aside(tree, at)
        if not aside and _is_generic(tree, token.head):
            return None
        long = cuts.clause if aside else cuts.restrictive
        return "relative" if long and size >= long and tree.is_finite(at) else None
    if token.dep == "acl":
        return _cut_reduced(tree, at, size, cuts)
    if token.dep == "advcl":
        return _cut_adverbial(tree, at, size, cuts)
    if token.dep == "pcomp":
        opener = tree.tokens[token.head].lemma
        wanted = cuts.adverbial and size >= cuts.adverbial and opener in _words("times")
        return "adverbial" if wanted and tree.tokens[token.head].dep in ("prep", "advcl") else None
    if token.dep == "parataxis" or (token.dep == "ccomp" and at < token.head and tree.subject(at) is not None):
        return "main" if tree.subject(at) is not None else None
    return None


def _is_disguised(tree: Tree, at: int) -> bool:
    """Whether a participle on a noun is a finite verb misread: "the bomber killed ten" as one who was killed has no object."""
    token = tree.tokens[at]
    return token.dep == "acl" and token.tag in ("VBN", "VBD") and bool(tree.below(at, "dobj"))


def _is_aside(tree: Tree, at: int) -> bool:
    """Whether a relative clause adds a fact rather than picks out its noun: a comma, "which", or a name before it."""
    if _after_comma(tree, at):
        return True
    opener = tree.tokens[min(tree.subtree(at))]
    return opener.text.lower() in _words("adding") or (
        opener.tag in ("WP", "WDT", "WRB") and tree.tokens[tree.tokens[at].head].pos == "PROPN"
    )


def _is_generic(tree: Tree, noun: int) -> bool:
    """Whether a noun means nobody in particular ("anyone who", "guards who"): what a clause says of it is no fact."""
    if tree.tokens[noun].pos == "PROPN":
        return False
    determiners = tree.below(noun, "det", "poss", "nummod", "quantmod")
    return all(tree.tokens[at].text.lower() in _words("generic") for at in determiners)


def _cut_reduced(tree: Tree, at: int, size: int, cuts: Cuts) -> ClauseKind | None:
    token = tree.tokens[at]
    if tree.is_infinitive(at) or _is_disguised(tree, at) or token.text.lower() in _words("prepositional"):
        return None
    if token.tag == "VBG" and _after_noun_far(tree, at):
        return "participle" if cuts.participle and size >= cuts.participle else None
    sequel = token.lemma in _words("sequels") and bool(tree.below(at, "agent"))
    long = cuts.participle if sequel or _after_comma(tree, at) else cuts.reduced
    return "participle" if long and size >= long else None


def _after_noun_far(tree: Tree, at: int) -> bool:
    """Whether other words stand between a participle and the noun it was hung on: then it tells of the whole clause."""
    first = min(tree.subtree(at))
    return first - tree.tokens[at].head > 1


def _cut_adverbial(tree: Tree, at: int, size: int, cuts: Cuts) -> ClauseKind | None:
    if tree.is_infinitive(at) or tree.tokens[at].text.lower() in _words("prepositional"):
        return None
    if _is_measured(tree, at):
        return None
    openers = [tree.tokens[child].lemma for child in (*tree.below(at, "mark"), *tree.below(at, "advmod"))]
    first = tree.tokens[min(tree.subtree(at))].lemma
    if any(word in _words("keep") for word in (first, *openers)):
        return None
    if tree.subject(at) is not None:
        return "adverbial" if cuts.adverbial and size >= cuts.adverbial else None
    if first in _words("likeness"):
        return None
    return "participle" if cuts.participle and size >= cuts.participle else None


def _is_measured(tree: Tree, at: int) -> bool:
    """Whether a clause of time is told by how long before or after it something was: "an hour before it went down"."""
    mark = next((child for child in tree.below(at, "mark") if tree.tokens[child].lemma in _words("times")), None)
    if mark is None or mark == 0:
        return False
    before = tree.tokens[mark - 1]
    return before.name == "TIME" or (
        before.pos == "NOUN" and before.lemma in tables.load("figures")["measures"]["units"]
    )


def _stands_apart(tree: Tree, at: int) -> bool:
    """Whether a joined predicate says something of its own: a subject, or objects on both sides of the "and"."""
    governor = tree.tokens[at].head
    if tree.subject(at) is not None or (tree.is_finite(at) and not tree.below(governor, "cc") and at > governor):
        return True
    if not tree.is_verbal(governor) or tree.is_infinitive(governor) or _goes_on_ordering(tree, at, governor):
        return False
    if any(tree.tokens[child].lemma in _words("keep") for child in tree.below(governor, "cc") if child < at):
        return False
    if tree.below(at, "neg") and not tree.below(governor, "neg"):
        return True  # "came and did not speak": the one was, the other was not
    own = [child for child in tree.children[at] if tree.tokens[child].dep in OBJECTS | {"prep", "agent", "advmod"}]
    before = [
        child
        for child in tree.children[governor]
        if governor < child < at and tree.tokens[child].dep in OBJECTS | {"prep", "agent", "advcl", "npadvmod"}
    ]
    return bool(own and before)


def _goes_on_ordering(tree: Tree, at: int, governor: int) -> bool:
    """Whether two bare verbs order in one breath: "put out your lights and stay where you are"."""
    before = [near for near in tree.subtree(governor) if near < governor and tree.tokens[near].pos != "PUNCT"]
    alone = all(tree.tokens[near].dep in ("aux", "neg", "advmod", "intj") for near in before)
    first = min([*before, governor])
    opens = first == 0 or tree.tokens[first - 1].text in (*_OPENING, _STRAIGHT, *_STOPS)
    bare = (tree.tokens[verb].tag == "VB" and tree.subject(verb) is None for verb in (at, governor))
    helped = any(tree.tokens[near].tag != "VB" for near in tree.auxiliaries(governor))
    return opens and alone and all(bare) and not helped and tree.tokens[governor].dep != "conj"


def _after_comma(tree: Tree, at: int) -> bool:
    """Whether a punctuation mark stands right before the clause."""
    first = min(tree.subtree(at))
    return any(near >= 0 and tree.tokens[near].text in _PAUSES for near in (first - 1, first))


@functools.cache
def _words(name: str) -> frozenset[str]:
    return frozenset(tables.load("clauses")[name])


def _owner(tree: Tree, ground: _Ground, at: int, heads: dict[int, ClauseKind]) -> int | None:
    """The head whose clause a token belongs to; None for words that frame a report and for its circumstances."""
    if ground.role[at] is None:
        return None
    place = ground.place[at]
    for above in (at, *tree.ancestors(at)):
        if above in heads and ground.place[above] == place:
            return above
        if above in ground.cues:
            break
    if at in ground.framing:
        return None
    if place[1] < 0:
        return None
    mains = [head for head, clause in heads.items() if clause == "main" and ground.place[head] == place]
    return min(mains, key=lambda head: abs(head - at), default=None)


def _stretch(
    tree: Tree,
    ground: _Ground,
    mine: list[int],
    head: int,
    clause: ClauseKind,
    heads: dict[int, ClauseKind],
    owner: dict[int, int | None],
) -> list[int]:
    """The contiguous tokens for a clause: all of it, or where another statement interrupts it, the run with its head."""
    runs: list[list[int]] = []
    for at in mine:
        gap = range(runs[-1][-1] + 1, at) if runs else range(0)
        if runs and all(owner.get(between) is None or tree.tokens[between].pos == "PUNCT" for between in gap):
            runs[-1].append(at)
        else:
            runs.append([at])
    place = next(number for number, run in enumerate(runs) if head in run)
    rest = [at for run in runs[place + 1 :] for at in run if tree.tokens[at].pos not in ("PUNCT", "CCONJ")]
    if not rest:
        return runs[place]
    # Words of the clause go on after an aside: the statement takes the aside along rather than lose its own end.
    whole = range(runs[place][0], rest[-1] + 1)
    return list(whole) if all(ground.place[at] == ground.place[head] for at in whole) else runs[place]


def _lost_subject(tree: Tree, head: int, clause: ClauseKind, stretch: list[int]) -> tuple[int, ...]:
    """The words of the subject where they stand outside the stretch."""
    inside = set(stretch)
    at = head
    if clause in ("relative", "participle", "apposition"):
        return ()
    while tree.subject(at) is None and tree.tokens[at].dep == "conj":
        at = tree.tokens[at].head
    subject = tree.tokens[at].head if _is_disguised(tree, at) else tree.subject(at)
    if subject is None or subject in inside:
        return ()
    without = frozenset(tree.below(subject, "relcl", "acl", "appos"))
    return tree.subtree(subject, without=without)


def _asserts(
    document: Document, tree: Tree, ground: _Ground, head: int, clause: ClauseKind, stretch: list[int]
) -> bool:
    """Whether a stretch says something that can be true or false."""
    wordy = [at for at in stretch if tree.tokens[at].pos not in ("PUNCT", "SYM", "SPACE")]
    if len(wordy) < 2 or _tells_of_the_page(tree, head) or _tells_how_it_was_said(tree, head, clause):
        return False
    if clause != "main":
        return True
    if tree.is_verbal(head):
        # An order asserts nothing in the outlet's own voice ("read more"), but in quotation marks somebody gave it.
        given = ground.place[head][1:] != (-1, -1) and _orders(document, tree, head)
        states = (_states(tree, head) or given) and not _only_denies(tree, ground, head)
        # "A guard told me that the captain had complained": what is reported of a saying is a fact that is told.
        empty = ground.content(head) is None and _only_reports(tree, head, stretch)
        return states and not empty and not _only_presents(tree, head, stretch)
    if ground.role[head] == "title":
        return tree.tokens[head].lemma not in _words("headings") or any(tree.is_verbal(at) for at in stretch)
    if any(tree.is_verbal(at) and at in stretch for at in tree.below(head, "acl", "advcl")):
        return True
    # "At least 48 people dead after a bomb exploded": a count with what became of it, as captions and summaries tell it.
    became = tree.subject(head) is not None or any(at > head for at in tree.below(head, "amod", "advcl", "acl"))
    return became and len(wordy) >= _FEWEST and any(tree.tokens[at].pos == "NUM" for at in stretch)


def _only_reports(tree: Tree, head: int, stretch: list[int]) -> bool:
    """Whether a clause is nothing but "the agency reported", its content told elsewhere."""
    subject = tree.subject(head)
    if kind_of(tree.tokens[head].lemma) != "reporting" or (subject is not None and not _can_tell(tree, subject)):
        return False
    bare = ("nsubj", "aux", "advmod", "npadvmod", "punct", "cc", "mark", "conj", "prt")
    own = [child for child in tree.children[head] if child in stretch]
    return all(tree.tokens[child].dep in bare for child in own) and not any(
        tree.is_verbal(child) for child in own if child > head
    )


def _tells_of_the_page(tree: Tree, head: int) -> bool:
    """Whether a participle that opens a sentence says what was done with the text itself: "Amended on 8 June: …"."""
    token = tree.tokens[head]
    bare = token.tag in ("VBN", "VBD") and tree.subject(head) is None and not tree.auxiliaries(head)
    opens = head == tree.parse.sentences[tree.sentence[head]][0]
    return bare and opens and token.lemma in _words("page")


def _tells_how_it_was_said(tree: Tree, head: int, clause: ClauseKind) -> bool:
    """Whether a clause only says on what terms somebody spoke: "who asked not to be named", "who spoke on condition of anonymity"."""
    if clause != "relative":
        return False
    lemmas = {tree.tokens[at].lemma for at in tree.subtree(head)}
    unnamed = any(
        tree.tokens[at].lemma in words("phrases", "naming") and tree.below(at, "neg")
        for at in tree.below(head, "xcomp")
    )
    return unnamed or bool(lemmas & _words("terms"))


def _only_denies(tree: Tree, ground: _Ground, head: int) -> bool:
    """Whether a clause only says of what is claimed that it is false: then what is claimed is one denied statement."""
    subject = tree.subject(head)
    return subject is not None and subject in ground.cues and is_untrue(tree, head)


def _can_tell(tree: Tree, at: int) -> bool:
    """Whether a subject is somebody or something that reports: of a dam that broke or a ship that listed the verb tells an event."""
    token = tree.tokens[at]
    if token.pos in ("PRON", "PROPN") or token.name in ("PERSON", "ORG", "NORP", "GPE"):
        return True
    people = {noun for nouns in tables.load("roles")["people"].values() for noun in nouns}
    known = (
        ("holders", "bodies"),
        ("holders", "things"),
        ("holders", "outlets"),
        ("holders", "leaders"),
        ("documents", "lemmas"),
    )
    return token.lemma in people or any(token.lemma in words(*group) for group in known)


def _only_presents(tree: Tree, head: int, stretch: list[int]) -> bool:
    """Whether a clause only announces what follows its colon: "there was one problem:", "here are the facts:"."""
    last = stretch[-1]
    colon = any(0 <= at < len(tree.tokens) and tree.tokens[at].text == ":" for at in (last, last + 1))
    empty = any(
        tree.tokens[at].dep == "expl"
        or (tree.tokens[at].pos in ("ADV", "PRON") and at < head and tree.tokens[at].dep == "advmod")
        for at in tree.children[head]
    )
    return colon and empty and tree.tokens[head].pos in ("AUX", "VERB")


def _states(tree: Tree, head: int) -> bool:
    """Whether a main verb states rather than orders or exclaims: it is finite, or has a subject."""
    token = tree.tokens[head]
    if tree.subject(head) is not None:
        return True
    return token.tag != "VB" or any(tree.tokens[at].tag != "TO" for at in tree.auxiliaries(head))


def _trim(document: Document, tree: Tree, stretch: list[int], strip: frozenset[str]) -> Span | None:
    """The span of a stretch without the words of `strip` and punctuation at its edges, quotation marks kept in pairs."""
    left = list(stretch)
    while left and (tree.tokens[left[0]].pos == "PUNCT" or tree.tokens[left[0]].text.lower() in strip):
        if tree.tokens[left[0]].dep in ("nsubj", "nsubjpass", "dobj", "det", "pobj") or _opens_a_date(tree, left):
            break
        left.pop(0)
    while left and _dangles(tree, left[-1], left):
        left.pop()
    if not left:
        return None
    start, end = tree.tokens[left[0]].start, tree.tokens[left[-1]].end
    low, high = tree.tokens[stretch[0]].start, tree.tokens[stretch[-1]].end
    return _with_marks(document, start, end, max(0, low - 1), min(len(document.text), high + 2))


def _opens_a_date(tree: Tree, left: list[int]) -> bool:
    """Whether a small word opens a phrase with the next one: "as of this morning"."""
    return len(left) > 1 and " ".join(tree.tokens[at].text.lower() for at in left[:2]) in _words("joint")


def _dangles(tree: Tree, at: int, stretch: list[int]) -> bool:
    """Whether a last word only leads over to what was cut off."""
    token = tree.tokens[at]
    if token.pos in ("PUNCT", "CCONJ") or token.tag in ("WDT", "WRB", "WP"):
        return not any(char.isalnum() for char in token.text) or token.pos != "PUNCT"  # parsers take "a.m." for a stop
    if token.pos == "ADV" and token.dep == "advmod" and token.head not in stretch and len(stretch) > 1:
        return tree.tokens[stretch[-2]].pos == "CCONJ"
    if token.tag not in ("IN", "TO") and token.dep != "mark":
        return False
    return token.head not in stretch or any(child not in stretch for child in tree.children[at])


def _with_marks(document: Document, start: int, end: int, low: int, high: int) -> Span:
    """The span widened to the quotation marks that belong to it, never beyond low..high."""
    text = document.text
    closing = end
    while closing < high and text[closing] in ",.!?…":
        closing += 1
    opens = start > low and text[start - 1] in _OPENING + _STRAIGHT
    closes = closing < high and text[closing] in _CLOSING + _STRAIGHT
    inside = text[start:end]
    odd, first = inside.count(_STRAIGHT) % 2 == 1, inside.find(_STRAIGHT)
    after_word = first > 0 and not inside[first - 1].isspace()
    unclosed = (odd and not after_word) or inside.count("“") > inside.count("”")
    unopened = (odd and after_word) or inside.count("”") > inside.count("“")
    if closes and (opens or unclosed):
        end = closing + 1
    if opens and (closes or (unopened and not unclosed)):
        start -= 1
    return Span(document.id, start, end)
