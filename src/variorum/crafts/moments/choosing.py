"""Which time expression dates what a statement tells.

In this order: an expression in the statement's own words that belongs to its predicate; one of the same sentence whose
clause the statement shares; the date of the same event told elsewhere in the text. The time of a saying never dates
what is said, a length of time is no date, and the day of publication is none either.
"""

import bisect
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from variorum.crafts.moments.finding import PRINTED
from variorum.crafts.moments.grammar import table
from variorum.crafts.moments.tense import auxiliaries, climb, head_of, is_predicate, predicate_of
from variorum.values.moments import Moment
from variorum.values.parses import Parse, Token
from variorum.values.text import Span

# How many sentences ahead the date of an event may stand that a headline or a lead tells first.
_AHEAD = 8


def choose_moment(span: Span, parse: Parse, moments: Sequence[Moment], *, cues: Sequence[Span] = ()) -> Moment | None:
    """The moment that dates the event a statement at `span` tells, or None where nothing in the text does.

    `cues` are the reporting words of the statement's chain: a date that belongs to one of them dates the saying and is
    never given. Where the statement covers a saying and no cue is named, the saying is what it states. A moment of the
    same event elsewhere comes back with the anchor "same event"; one that is unresolved comes back unresolved.
    """
    scene = _Scene.of(parse, moments)
    first, last = scene.tokens(span.start, span.end)
    if first >= last:
        return None
    silenced = {i for cue in cues for i in range(*scene.tokens(cue.start, cue.end))}
    return (
        _inside(scene, first, last, silenced)
        or _shared(scene, first, last, silenced)
        or _same_event(scene, first, last)
    )


@dataclass(frozen=True, slots=True)
class _Dating:
    """A moment, its tokens, and the predicate it belongs to (None in a fragment)."""

    moment: Moment
    first: int
    last: int
    predicate: int | None


@dataclass(frozen=True, slots=True)
class _Scene:
    """A parse with the moments that can date something, each with what it belongs to."""

    parse: Parse
    starts: list[int]
    datings: tuple[_Dating, ...]

    @classmethod
    def of(cls, parse: Parse, moments: Sequence[Moment]) -> "_Scene":
        """The moments that name days or could, joined where they are two ends of one range."""
        bare = cls(parse, [token.start for token in parse.tokens], ())
        datings = []
        for moment in moments:
            if (
                moment.rule == PRINTED
                or moment.type == "set"
                or (moment.type == "duration" and moment.earliest is None)
            ):
                continue
            first, last = bare.tokens(moment.passage.span.start, moment.passage.span.end)
            if first < last:
                datings.append(_Dating(_bounded(parse, moment, first), first, last, _governor(parse, first, last)))
        return cls(parse, bare.starts, tuple(_ranged(parse, datings)))

    def tokens(self, start: int, end: int) -> tuple[int, int]:
        """The half-open range of the tokens that begin in a stretch of the text."""
        return bisect.bisect_left(self.starts, start), bisect.bisect_left(self.starts, end)

    def sentence(self, index: int) -> int:
        """The number of the sentence that holds a token."""
        return max(0, bisect.bisect_right([first for first, _ in self.parse.sentences], index) - 1)


def _word(parse: Parse, index: int) -> str:
    return parse.tokens[index].text.lower() if 0 <= index < len(parse.tokens) else ""


def _listed(name: str) -> frozenset[str]:
    return frozenset(table().raw["dating"][name])


def _bounded(parse: Parse, moment: Moment, first: int) -> Moment:
    """ "since 2014" dates what is told from then on, "until May" up to then."""
    before = _word(parse, first - 1)
    if before in _listed("from_then_on") and moment.earliest is not None:
        return replace(moment, latest=None, rule=f"{moment.rule}; from then on")
    if before in _listed("up_to_then") and moment.latest is not None:
        return replace(moment, earliest=None, rule=f"{moment.rule}; up to then")
    return moment


def _ranged(parse: Parse, datings: Sequence[_Dating]) -> Iterator[_Dating]:
    """Two ends of a range ("from 1965 to 1970") as one dating; the others as they are."""
    words = table()
    openers, joiners = words.context("range_openers"), words.context("range_joiners")
    skip = False
    for dating, following in itertools.zip_longest(datings, datings[1:]):
        if skip:
            skip = False
            continue
        one = dating.moment
        other = following.moment if following else None
        if (
            following is not None
            and other is not None
            and following.first - dating.last == 1
            and _word(parse, dating.last) in joiners
            and _word(parse, dating.first - 1) in openers
            and one.earliest is not None
            and other.latest is not None
            and one.earliest <= other.latest
        ):
            rule = f"{one.rule}; up to “{other.passage.words}”"
            joined = replace(one, latest=other.latest, value=f"{one.value}/{other.value}", rule=rule)
            yield _Dating(joined, dating.first, following.last, dating.predicate)
            skip = True
        else:
            yield dating


def _governor(parse: Parse, first: int, last: int) -> int | None:
    """The predicate that an expression dates; None where it only describes a thing ("the 1991 agreement expired")."""
    head = head_of(parse, first, last)
    token = parse.tokens[head]
    governor = predicate_of(parse, head)
    if governor is None:
        return None
    if token.dep in ("nummod", "compound", "poss", "amod", "nmod") and not is_predicate(parse.tokens[token.head]):
        noun = parse.tokens[token.head]
        if noun.dep != "pobj" or parse.tokens[noun.head].text.lower() not in _listed("occasions"):
            return token.head
    return _of_content(parse, first, governor)


def _is_saying(token: Token) -> bool:
    return token.lemma in _listed("saying")


def _of_content(parse: Parse, first: int, governor: int) -> int:
    """The predicate of the content where content comes first: "16 people died on Tuesday, the group said".

    Parsers hang the date on "said" there, above all in texts that lost their commas.
    """
    if not _is_saying(parse.tokens[governor]):
        return governor
    subject = next(
        (i for i in range(first, governor) if parse.tokens[i].head == governor and parse.tokens[i].dep == "nsubj"), None
    )
    content = [
        i
        for i in range(max(0, first - 60), first)
        if parse.tokens[i].head == governor and parse.tokens[i].dep == "ccomp"
    ]
    return content[-1] if content and subject is not None else governor


# In the statement's own words ----------------------------------------------------------------------------------------


def _root(parse: Parse, first: int, last: int) -> int:
    """The token of a stretch that governs most of it: its highest predicate, else its highest word."""
    tops = [i for i in range(first, last) if not first <= parse.tokens[i].head < last or parse.tokens[i].head == i]
    tops = tops or [first]
    verbs = [i for i in tops if is_predicate(parse.tokens[i])]
    return verbs[0] if verbs else max(tops, key=lambda i: _reach(parse, i, first, last))


def _reach(parse: Parse, index: int, first: int, last: int) -> int:
    """How many tokens of the stretch hang, however far down, on a token."""
    return sum(1 for i in range(first, last) if i == index or index in list(climb(parse, i)))


def _inside(scene: _Scene, first: int, last: int, silenced: set[int]) -> Moment | None:
    parse = scene.parse
    inside = [d for d in scene.datings if first <= d.first and d.last <= last and d.predicate not in silenced]
    if not inside:
        return None
    main = _main(parse, first, last)
    ranked = sorted(
        (
            (_distance(parse, main, dating, first, last), not dating.moment.resolved, n)
            for n, dating in enumerate(inside)
        ),
    )
    best = [(distance, n) for distance, _, n in ranked if distance is not None]
    if not best:
        return None
    return inside[best[0][1]].moment


_FAR = 99


def _main(parse: Parse, first: int, last: int) -> int:
    """The predicate of what a stretch asserts: of a saying with its content, the content's."""
    main = _root(parse, first, last)
    for _ in range(3):
        if not _is_saying(parse.tokens[main]):
            break
        contents = [i for i in range(first, last) if parse.tokens[i].head == main and parse.tokens[i].dep == "ccomp"]
        if not contents:
            break
        main = contents[0]
    return main


def _distance(parse: Parse, main: int, dating: _Dating, first: int, last: int) -> int:
    """How near the predicate of a date is to the statement's own; `_FAR` and more where it is another clause's."""
    predicate = dating.predicate
    if predicate is None or predicate == main:
        return 0
    steps = 0
    index = predicate
    for _ in range(6):
        if index == main:
            return steps
        token = parse.tokens[index]
        if token.dep in ("relcl",) or (token.dep in ("advcl", "pcomp") and _opens_own_clause(parse, index)):
            return _FAR
        steps += 1
        if token.head == index or not first <= token.head < last:
            break
        index = token.head
    # Above the content: the saying of the statement itself, or a predicate outside the words.
    return 10 + steps


def _opens_own_clause(parse: Parse, verb: int) -> bool:
    own = _listed("own_clause")
    markers = [
        i
        for i in range(max(0, verb - 15), verb)
        if parse.tokens[i].head == verb and parse.tokens[i].dep in ("mark", "advmod", "prep")
    ]
    preposition = parse.tokens[verb].head
    return any(_word(parse, i) in own for i in markers) or (
        parse.tokens[verb].dep == "pcomp" and _word(parse, preposition) in own
    )


# In the sentence -----------------------------------------------------------------------------------------------------


def _tense(parse: Parse, verb: int) -> str:
    """A coarse tense to compare two clauses by: "past", "perfect", "present", "future", "participle"."""
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


def _shared(scene: _Scene, first: int, last: int, silenced: set[int]) -> Moment | None:
    """A date outside the statement's words whose clause the statement is part of."""
    parse = scene.parse
    root = _root(parse, first, last)
    outside = [
        d
        for d in scene.datings
        if (d.last <= first or d.first >= last) and d.predicate is not None and d.predicate not in silenced
    ]
    for predicate in _carriers(parse, root):
        found = [d for d in outside if d.predicate == predicate]
        if found:
            resolved = [d for d in found if d.moment.resolved] or found
            return min(resolved, key=lambda d: abs(d.first - first)).moment
        if _is_saying(parse.tokens[predicate]) and predicate != root:
            return None
    return None


def _carriers(parse: Parse, root: int) -> Iterator[int]:
    """The predicates whose date a word shares, nearest first: its own clause, then those it continues in one tense."""
    index: int | None = root if is_predicate(parse.tokens[root]) else predicate_of(parse, root)
    if index is None:
        return
    if index != root and any(parse.tokens[i].dep == "relcl" for i in (root,)):
        return
    yield index
    for _ in range(3):
        token = parse.tokens[index]
        above = predicate_of(parse, token.head) if token.head != index else None
        if above is None:
            return
        tense, other = _tense(parse, index), _tense(parse, above)
        joined = token.dep == "conj" and tense == other and not _is_saying(parse.tokens[above])
        trailing = (
            token.dep in ("advcl", "acl", "xcomp", "pcomp")
            and tense == "participle"
            and not _opens_own_clause(parse, index)
        )
        if not (joined or trailing):
            return
        if joined and _dated_later(parse, index, above):
            return
        yield above
        index = above


def _dated_later(parse: Parse, index: int, above: int) -> bool:
    """Whether another clause of the chain has a subject of its own, so that the chain tells of several things."""
    return any(
        parse.tokens[i].head == index and parse.tokens[i].dep in ("nsubj", "nsubjpass") for i in range(above, index)
    )


# The same event elsewhere --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Family:
    name: str
    nouns: frozenset[str]
    verbs: frozenset[str]
    after: frozenset[str]


def _families() -> tuple[_Family, ...]:
    return tuple(
        _Family(entry["name"], frozenset(entry["nouns"]), frozenset(entry["verbs"]), frozenset(entry["after"]))
        for entry in table().raw["event"]
    )


def _same_event(scene: _Scene, first: int, last: int) -> Moment | None:
    parse = scene.parse
    if any(
        parse.tokens[i].lemma in _listed("another") or _word(parse, i) in _listed("another") for i in range(first, last)
    ):
        return None
    here = scene.sentence(first)
    found = [
        (source, family)
        for family in _families()
        if _tells(parse, first, last, family, headline=here == 0)
        and (source := _source(scene, first, last, family)) is not None
    ]
    if not found:
        return None
    source = min((source for source, _ in found), key=lambda dating: abs(dating.first - first))
    moment = source.moment
    if not moment.resolved:
        return moment
    return replace(moment, anchor="same event", rule=f"the same event as “{moment.passage.words}” dates: {moment.rule}")


def _tells(parse: Parse, first: int, last: int, family: _Family, *, headline: bool) -> bool:
    """Whether a stretch speaks of an event of a family as of one already told: "the blast", "16 people were wounded"."""
    for i in range(first, last):
        token = parse.tokens[i]
        if token.pos in ("NOUN", "PROPN", "ADJ", "VERB") and token.lemma in family.after:
            return True
        if token.pos in ("NOUN", "PROPN") and token.lemma in family.nouns and (headline or _points(parse, i)):
            return True
        if (
            token.pos == "VERB"
            and token.lemma in family.verbs
            and (headline or _tense(parse, i) in ("past", "participle"))
        ):
            return True
    return False


def _points(parse: Parse, noun: int) -> bool:
    """Whether a noun phrase points to something known: "the attack", "his arrest", "the second blast"."""
    if parse.tokens[noun].tag in ("NNS", "NNPS") and not any(
        parse.tokens[i].head == noun and _word(parse, i) in _listed("pointing") for i in range(max(0, noun - 6), noun)
    ):
        return False
    head = noun
    while parse.tokens[head].dep in ("compound", "amod", "nmod") and parse.tokens[head].head > head:
        head = parse.tokens[head].head
    return any(
        parse.tokens[i].head == head
        and parse.tokens[i].dep in ("det", "poss")
        and _word(parse, i) in _listed("pointing")
        for i in range(max(0, head - 8), head)
    )


def _source(scene: _Scene, first: int, last: int, family: _Family) -> _Dating | None:
    """The dated telling of an event of the family: the nearest before, else the first that follows soon."""
    tellings = [d for d in scene.datings if _dates(scene.parse, d, family)]
    before = [d for d in tellings if d.first < last]
    if before:
        return before[-1]
    here = scene.sentence(first)
    return next((d for d in tellings if scene.sentence(d.first) - here <= _AHEAD), None)


def _dates(parse: Parse, dating: _Dating, family: _Family) -> bool:
    """Whether a date belongs to a predicate that tells an event of the family."""
    predicate = dating.predicate
    if predicate is None:
        return False
    token = parse.tokens[predicate]
    if (
        token.lemma in family.verbs
        and token.pos == "VERB"
        and _tense(parse, predicate) in ("past", "participle", "present")
    ):
        return True
    if token.pos in ("NOUN", "PROPN"):
        return token.lemma in family.nouns
    arguments = [
        i
        for i in range(max(0, predicate - 40), min(len(parse.tokens), predicate + 40))
        if parse.tokens[i].head == predicate and parse.tokens[i].dep in ("nsubj", "nsubjpass", "dobj")
    ]
    return any(parse.tokens[i].lemma in family.nouns for i in arguments)
