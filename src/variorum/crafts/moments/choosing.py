"""Which time expression dates what a statement tells.

In this order: an expression in the statement's own words that belongs to its predicate; one of the same sentence whose
clause the statement shares; the date of the same event told elsewhere in the text; last, what the present tense says of the
time of speaking (`situations`). The time of a saying dates no event that is told in it, a length of time is no date, and
the day of publication is none either.
"""

import bisect
import datetime
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from variorum.crafts.moments.comparing import compared_since
from variorum.crafts.moments.finding import PRINTED
from variorum.crafts.moments.grammar import table
from variorum.crafts.moments.situations import as_things_stood, as_told_then, lasting
from variorum.crafts.moments.tense import auxiliaries, climb, head_of, is_predicate, predicate_of, tense_of
from variorum.values.documents import Document
from variorum.values.moments import Moment
from variorum.values.parses import Parse, Token
from variorum.values.text import Span

Telling = Literal["points", "tells"]

# How many sentences ahead the date of an event may stand that a headline or a lead tells first: a date line and a
# by-line often lie between. Looked at on war reports: at 8, dates of the background were taken for the event's.
_AHEAD = 5
# A date vaguer than a month carries only so many sentences on; further away "the attack" is hardly one of that year.
_VAGUE_DAYS, _VAGUE_REACH = 31, 2


def choose_moment(
    span: Span,
    parse: Parse,
    moments: Sequence[Moment],
    *,
    cues: Sequence[Span] = (),
    document: Document | None = None,
) -> Moment | None:
    """The moment that dates the event a statement at `span` tells, or None where nothing in the text does.

    `cues` are the reporting words of the statement's chain: a date that belongs to one of them dates the saying and is
    never given. Where the statement covers a saying and no cue is named, the saying is what it states. A moment of the
    same event elsewhere comes back with the anchor "same event"; one that is unresolved comes back unresolved.
    With the `document`, what is told in the present tense of things that change is dated by the time of speaking: the
    day of its saying, else the month of the document's date.
    """
    scene = _Scene.of(parse, moments)
    first, last = scene.tokens(span.start, span.end)
    if first >= last:
        return None
    scene = scene.without_cases_compared(first)
    # "The Courier on 3 May described him as brave": where the cue is what the statement asserts, the saying is dated.
    main = _main(parse, first, last)
    silenced = {i for cue in cues for i in range(*scene.tokens(cue.start, cue.end))} - {main}
    inside = _inside(scene, first, last, silenced)
    if inside is not None:
        return inside
    shared, settled = _shared(scene, first, last, silenced)
    if settled:
        return shared
    same = _same_event(scene, first, last)
    if document is None or (same is not None and same.resolved):
        return same
    sayings = _of_sayings(scene, first, silenced)
    spoken = as_told_then(parse, main, first, sayings)
    return spoken or lasting(document, parse, main, moments) or as_things_stood(document, parse, main) or same


def _of_sayings(scene: "_Scene", first: int, cues: set[int]) -> list[Moment]:
    """The days of the sayings that a statement hangs on, in its own sentence or the one before."""
    here = scene.sentence(first)
    near = {i for i in cues if 0 <= here - scene.sentence(i) <= 1 or scene.sentence(i) - here == 1}
    return [
        d.moment
        for d in scene.datings
        if d.moment.resolved and d.predicate is not None and _dates_saying(scene.parse, d.predicate, near)
    ]


def _dates_saying(parse: Parse, predicate: int, cues: set[int]) -> bool:
    """Whether a date of a predicate is that of a saying: of the word itself, of one joined to it, or of its occasion.

    "Said on Monday and added", "told a crowd gathered in May", "wrote in a letter dated 3 May".
    """
    return any(predicate in _joined(parse, cue) or _is_occasion(parse, predicate, cue) for cue in cues)


def _joined(parse: Parse, cue: int) -> Iterator[int]:
    """A reporting word and those that it is joined to."""
    yield cue
    while parse.tokens[cue].dep == "conj":
        cue = parse.tokens[cue].head
        yield cue


def _is_occasion(parse: Parse, predicate: int, cue: int) -> bool:
    above = list(climb(parse, predicate))
    if parse.tokens[predicate].dep != "acl" or cue not in above:
        return False
    path = (predicate, *above[: above.index(cue)])
    return all(parse.tokens[i].dep in ("acl", "pobj", "prep", "dobj", "dative") for i in path)


@dataclass(frozen=True, slots=True)
class _Dating:
    """A moment, its tokens, the predicate it belongs to (None in a fragment), and the noun it describes if it does."""

    moment: Moment
    first: int
    last: int
    predicate: int | None
    noun: int | None


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
                # "the recent attack": what the noun tells is dated elsewhere or not at all
                or moment.passage.words.lower() in table().context("bare_adjectives")
            ):
                continue
            first, last = bare.tokens(moment.passage.span.start, moment.passage.span.end)
            if first < last:
                bounded = _bounded(parse, moment, first)
                datings.append(
                    _Dating(bounded, first, last, _governor(parse, first, last), _described(parse, first, last))
                )
        return cls(parse, bare.starts, tuple(_ranged(parse, datings)))

    def without_cases_compared(self, first: int) -> "_Scene":
        """The scene without the dates of cases that others are only compared with, unless what begins at `first` tells of one."""
        kept = []
        for dating in self.datings:
            since = compared_since(self.parse, dating.first)
            if since is None or (since < first and self.sentence(since) == self.sentence(first)):
                kept.append(dating)
        return replace(self, datings=tuple(kept))

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
    """Two ends of a range ("from 1965 to 1970"), or two days of which it was one, as one dating; the others as they are."""
    words = table()
    openers, joiners = words.context("range_openers"), words.context("range_joiners")
    skip = False
    for dating, following in itertools.zip_longest(datings, datings[1:]):
        if skip:
            skip = False
            continue
        one = dating.moment
        other = following.moment if following else None
        joint = _word(parse, dating.last)
        ranged = joint in joiners and _word(parse, dating.first - 1) in openers
        if (
            following is not None
            and other is not None
            and following.first - dating.last == 1
            and (ranged or (joint in words.context("either") and one.precision == other.precision == "day"))
            and one.earliest is not None
            and other.latest is not None
            and one.earliest <= other.latest
        ):
            rule = f"{one.rule}; {'up to' if ranged else joint} “{other.passage.words}”"
            joined = replace(one, latest=other.latest, value=f"{one.value}/{other.value}", rule=rule)
            yield replace(dating, moment=joined, last=following.last)
            skip = True
        else:
            yield dating


def _described(parse: Parse, first: int, last: int) -> int | None:
    """The noun that an expression describes: "the 1991 agreement", "Wednesday's explosion"."""
    token = parse.tokens[head_of(parse, first, last)]
    describes = token.dep in ("nummod", "compound", "poss", "amod", "nmod")
    return token.head if describes and not is_predicate(parse.tokens[token.head]) else None


def _governor(parse: Parse, first: int, last: int) -> int | None:
    """What an expression dates: a predicate, the thing it describes ("the 1991 agreement expired"), or None.

    "At a 2008 ceremony he praised" dates the praise as well as the ceremony.
    """
    noun = _described(parse, first, last)
    if noun is not None:
        above = parse.tokens[parse.tokens[noun].head]
        if parse.tokens[noun].dep != "pobj" or above.text.lower() not in _listed("occasions"):
            return noun
    governor = predicate_of(parse, head_of(parse, first, last))
    return None if governor is None else _of_content(parse, first, governor)


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
    tops = [_complement(parse, i, last) for i in tops] or [first]
    verbs = [i for i in tops if is_predicate(parse.tokens[i])]
    return verbs[0] if verbs else max(tops, key=lambda i: _reach(parse, i, first, last))


def _complement(parse: Parse, index: int, last: int) -> int:
    """ "after capturing the town" is about the capturing."""
    verbs = (i for i in range(index + 1, last) if parse.tokens[i].head == index and parse.tokens[i].dep == "pcomp")
    return next(verbs, index) if parse.tokens[index].pos in ("ADP", "SCONJ") else index


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
        (distance, not dating.moment.resolved, n)
        for n, dating in enumerate(inside)
        if (distance := _distance(parse, main, dating, first, last)) is not None
    )
    return inside[ranked[0][2]].moment if ranked else None


def _main(parse: Parse, first: int, last: int) -> int:
    """The predicate of what a stretch asserts: of a saying with its content, the content's."""
    main = _root(parse, first, last)
    for _ in range(3):
        if not _is_saying(parse.tokens[main]):
            break
        contents = [
            i
            for i in range(first, last)
            if parse.tokens[i].head == main and parse.tokens[i].dep == "ccomp" and is_predicate(parse.tokens[i])
        ]
        if not contents:
            break
        main = contents[0]
    return main


def _distance(parse: Parse, main: int, dating: _Dating, first: int, last: int) -> int | None:
    """How near what a date belongs to is to the statement's own predicate; None where it is another clause's."""
    index = dating.predicate
    if index is None or index == main:
        return 0
    if dating.noun == index and not _names_event(parse.tokens[index]):
        return None
    for steps in range(8):
        if index == main:
            return steps
        token = parse.tokens[index]
        if token.dep == "relcl" or (token.dep in ("advcl", "pcomp") and _opens_own_clause(parse, index)):
            return None
        if _is_aim(parse, index) and tense_of(parse, main) in ("present", "perfect"):
            return None  # "is running to win the seat in May" says nothing of when one runs
        if token.head == index or not first <= token.head < last:
            break
        index = token.head
    # Above the content: the saying of the statement itself, or a predicate outside the words.
    return 10


def _is_aim(parse: Parse, verb: int) -> bool:
    aim = parse.tokens[verb].dep in ("advcl", "acl", "relcl")
    return aim and any(helper.tag == "TO" for helper in auxiliaries(parse, verb))


def _names_event(token: Token) -> bool:
    return any(token.lemma in family.nouns for family in _families())


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


def _shared(scene: _Scene, first: int, last: int, silenced: set[int]) -> tuple[Moment | None, bool]:
    """A date outside the statement's words whose clause the statement is part of, and whether the sentence settles it.

    Settled without a date: the clauses before and after have days of their own, and nothing says which is meant.
    """
    parse = scene.parse
    root = _root(parse, first, last)
    outside = [d for d in scene.datings if (d.last <= first or d.first >= last) and d.predicate not in silenced]
    own, *above = list(_carriers(parse, root)) or [root]
    found, later = _dated_by(outside, {own}), _dated_by(outside, _continued(parse, own))
    if found:
        return _closest(found, first), True
    below = own
    for predicate in above:
        found = [d for d in _dated_by(outside, {predicate}) if not _keeps_to_itself(parse, d, below)]
        below = predicate
        if found:
            # With a day of their own on both sides, the clauses of the chain tell of several days.
            return (None if later else _closest(found, first)), True
        if _is_saying(parse.tokens[predicate]):
            break
    shared = _closest(later, first) or _of_antecedent(parse, root, outside)
    return shared, shared is not None


def _keeps_to_itself(parse: Parse, dating: _Dating, verb: int) -> bool:
    """Whether a date is only that of the verb it follows: "joined in 1970 and served for six months".

    What is joined to a clause happens after it, on the same day perhaps, hardly in the same year or years; a date that
    opens the sentence holds for all of it.
    """
    width = (dating.moment.latest or datetime.date.max) - (dating.moment.earliest or datetime.date.min)
    if parse.tokens[verb].dep != "conj" or dating.predicate is None:
        return False
    return dating.predicate < dating.first < verb and width.days > _VAGUE_DAYS


def _dated_by(datings: Sequence[_Dating], predicates: Iterable[int]) -> list[_Dating]:
    wanted = frozenset(predicates)
    return [dating for dating in datings if dating.predicate in wanted]


def _closest(datings: Sequence[_Dating], place: int) -> Moment | None:
    """Of several, the nearest that is resolved; the nearest at all where none is."""
    pool = [dating for dating in datings if dating.moment.resolved] or datings
    return min(pool, key=lambda dating: abs(dating.first - place)).moment if pool else None


def _continued(parse: Parse, verb: int) -> frozenset[int]:
    """The predicates that go on with the same subject and tense: "killed 16 and wounded 40 on Tuesday"."""
    found: set[int] = set()
    for i in _near(parse, verb):
        token = parse.tokens[i]
        joined = i > verb and token.dep == "conj" and token.head in (verb, *found) and is_predicate(token)
        if joined and tense_of(parse, i) in (tense_of(parse, verb), "past") and not _has_subject(parse, i, verb):
            found.add(i)
    return frozenset(found)


def _of_antecedent(parse: Parse, root: int, outside: Sequence[_Dating]) -> Moment | None:
    """ "the 2008 event at which he spoke": the clause happened when the thing did that it describes."""
    index: int | None = root
    for _ in range(3):
        if index is None:
            return None
        token = parse.tokens[index]
        if token.dep == "relcl" and (when := _opened_by_when(parse, index)) is not None:
            return next((d.moment for d in outside if d.last <= when <= d.last + 1), None)
        if token.dep == "relcl" and tense_of(parse, index) == "past":
            noun = parse.tokens[token.head]
            above = predicate_of(parse, token.head)
            if above is not None and tense_of(parse, above) == "past" and _goes_on_there(parse, index):
                return _closest(_dated_by(outside, {above}), index)
            return next((d.moment for d in outside if d.noun == token.head and _names_event(noun)), None)
        index = predicate_of(parse, token.head) if token.head != index else None
    return None


def _opened_by_when(parse: Parse, verb: int) -> int | None:
    """The "when" that hangs a clause on a date: "since 1998, when 300 people drowned"."""
    near = range(max(1, verb - 12), verb)
    return next((i for i in near if parse.tokens[i].head == verb and _word(parse, i) in _listed("when")), None)


def _goes_on_there(parse: Parse, verb: int) -> bool:
    """ ", where hundreds had gathered": after a comma the clause goes on with what is told, else it says which place."""
    return any(
        parse.tokens[i].head == verb and _word(parse, i) in _listed("there") and _word(parse, i - 1) == ","
        for i in range(max(1, verb - 12), verb)
    )


def _carriers(parse: Parse, root: int) -> Iterator[int]:
    """The predicates whose date a word shares, nearest first: its own clause, then those it continues in one tense."""
    token = parse.tokens[root]
    if not is_predicate(token) and token.pos in ("NOUN", "PROPN", "NUM", "PRON") and not _names_event(token):
        return  # a thing or a person is not dated by what happens to it
    # Parsers read "a blast killed 16 on Tuesday, the group said" as "a blast that was killed": the verb hangs below.
    yield from (
        i for i in _near(parse, root) if i > root and parse.tokens[i].head == root and parse.tokens[i].dep == "acl"
    )
    index = predicate_of(parse, root)
    if index is None:
        return
    yield index
    for _ in range(3):
        token = parse.tokens[index]
        above = predicate_of(parse, token.head) if token.head != index else None
        if above is None:
            return
        tense, other = tense_of(parse, index), tense_of(parse, above)
        joined = token.dep == "conj" and tense == other and not _is_saying(parse.tokens[above])
        if not (joined or _trails(parse, index)) or (joined and _has_subject(parse, index, above)):
            return
        yield above
        index = above


def _trails(parse: Parse, verb: int) -> bool:
    """Whether a participle only continues its main clause: "struck a crowd, wounding dozens"."""
    token = parse.tokens[verb]
    trailing = token.dep in ("advcl", "acl", "xcomp", "pcomp") and tense_of(parse, verb) == "participle"
    return trailing and not _opens_own_clause(parse, verb)


def _has_subject(parse: Parse, index: int, above: int) -> bool:
    """Whether a clause joined to another has a subject of its own, and so tells of another thing."""
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
    sudden: bool


def _families() -> tuple[_Family, ...]:
    return tuple(
        _Family(
            entry["name"],
            frozenset(entry["nouns"]),
            frozenset(entry["verbs"]),
            frozenset(entry["after"]),
            entry["sudden"],
        )
        for entry in table().raw["event"]
    )


def _same_event(scene: _Scene, first: int, last: int) -> Moment | None:
    parse = scene.parse
    here = scene.sentence(first)
    topic = _topic(parse, first, last)
    found = []
    for family in _families():
        how = _tells(parse, topic, family, headline=here == 0)
        if how is None or any(_means_another(parse, i, family) for i in topic):
            continue
        source = _source(scene, first, last, family)
        if source is None or (how == "tells" and not _is_one_telling(scene, topic, source, family)):
            continue
        if _is_of_another_thing(scene, topic, source):
            continue
        found.append(source)
    if not found:
        return None
    moment = min(found, key=lambda dating: abs(dating.first - first)).moment
    if not moment.resolved:
        return moment
    return replace(moment, anchor="same event", rule=f"the same event as “{moment.passage.words}” dates: {moment.rule}")


@dataclass(frozen=True, slots=True)
class _Topic:
    """What a statement is about: its tokens and its main predicate, with what its clause adds to a mere phrase."""

    tokens: tuple[int, ...]
    main: int

    def __iter__(self) -> Iterator[int]:
        return iter(self.tokens)


def _topic(parse: Parse, first: int, last: int) -> _Topic:
    """The tokens of a stretch; for a phrase or a trailing participle also those of the clause that it continues."""
    main = _main(parse, first, last)
    tokens = set(range(first, last))
    for _ in range(3):
        token = parse.tokens[main]
        if is_predicate(token):
            tokens |= {
                i for i in _near(parse, main) if parse.tokens[i].head == main and parse.tokens[i].dep in _SUBJECTS
            }
        phrase = token.pos in ("ADP", "ADV") or _names_event(token) or _trails(parse, main)
        if not phrase or token.head == main:
            break
        above = predicate_of(parse, token.head)
        if above is None:
            break
        main = above
        objects = {i for i in _near(parse, main) if parse.tokens[i].head == main and parse.tokens[i].dep == "dobj"}
        tokens |= {main} | objects
    return _Topic(tuple(sorted(tokens)), main)


_SUBJECTS = ("nsubj", "nsubjpass")


def _near(parse: Parse, index: int) -> range:
    return range(max(0, index - 40), min(len(parse.tokens), index + 40))


def _means_another(parse: Parse, index: int, family: _Family) -> bool:
    """Whether a word says that another event is meant: "a previous attack", "has often been bombed"."""
    token = parse.tokens[index]
    if token.lemma not in _listed("another") and token.text.lower() not in _listed("another"):
        return False
    head = parse.tokens[token.head]
    if token.pos in ("NOUN", "PRON"):
        # "in the past" means other events, "others were wounded" other people.
        return token.dep == "pobj" and head.text.lower() in _listed("occasions")
    return token.dep not in ("amod", "det", "nummod") or head.lemma in family.nouns or head.lemma in family.after


def _tells(parse: Parse, topic: _Topic, family: _Family, *, headline: bool) -> Telling | None:
    """How a statement speaks of an event of a family: it "points" to it ("the blast") or "tells" it ("16 died")."""
    present = tense_of(parse, topic.main) in ("present", "future", "perfect")
    how: Telling | None = None
    for i in topic:
        token = parse.tokens[i]
        if token.lemma in family.after and token.pos in ("NOUN", "PROPN", "ADJ", "VERB"):
            return "points"
        if (
            token.pos in ("NOUN", "PROPN")
            and token.lemma in family.nouns
            and _is_known(parse, i, topic, family, present)
        ):
            return "points"
        if headline and family.sudden and (token.lemma in family.nouns or token.lemma in family.verbs):
            return "points"
        acts = token.lemma in family.nouns and token.dep in _SUBJECTS and token.head == topic.main and not present
        if acts and family.sudden:
            how = "tells"
        if token.pos == "VERB" and token.lemma in family.verbs and _is_told(parse, i, topic.main):
            how = "tells"
    return how


def _is_one_telling(scene: _Scene, topic: _Topic, source: _Dating, family: _Family) -> bool:
    """Whether two tellings can be of one event: of a sudden one at no new place, of another one in the same verb.

    "Fled" and "deserted", "charged" and "sentenced" are steps with days of their own.
    """
    if family.sudden:
        return not _is_elsewhere(scene, topic, source)
    tokens = scene.parse.tokens
    return source.predicate is not None and tokens[source.predicate].lemma == tokens[topic.main].lemma


def _is_elsewhere(scene: _Scene, topic: _Topic, source: _Dating) -> bool:
    """Whether a telling names places, and none that is named before it or in the dated telling: another event."""
    parse = scene.parse
    places = {parse.tokens[i].text for i in topic if _is_place(parse, i)}
    told = scene.parse.sentences[scene.sentence(source.first)]
    before = (0, topic.tokens[0])
    known = {token.text for first, last in (before, told) for token in parse.tokens[first:last]}
    return bool(places) and not places & known


def _is_of_another_thing(scene: _Scene, topic: _Topic, source: _Dating) -> bool:
    """Whether the event told is named by what it was done to, and that was not spoken of: "the bombing of the market"."""
    tokens = scene.parse.tokens
    dated = scene.parse.sentences[scene.sentence(source.first)]
    known = {token.lemma for first, last in ((0, topic.tokens[0]), dated) for token in tokens[first:last]}
    things = [
        token.lemma
        for i in topic
        if (token := tokens[i]).dep == "pobj"
        and token.pos in ("NOUN", "PROPN")
        and tokens[token.head].text.lower() in _listed("done_to")
        and _names_event(tokens[tokens[token.head].head])
    ]
    return bool(things) and not any(thing in known for thing in things)


def _is_place(parse: Parse, index: int) -> bool:
    """Whether a name stands where places do: "in the town of Salemi", "near Bari"."""
    token = parse.tokens[index]
    if token.pos != "PROPN":
        return False
    prepositions = (parse.tokens[i] for i in climb(parse, index) if parse.tokens[i].dep == "prep")
    return any(preposition.text.lower() in _listed("places") for preposition in prepositions)


def _is_known(parse: Parse, noun: int, topic: _Topic, family: _Family, present: bool) -> bool:
    """Whether a noun of the family points to the event, at a place of the clause that makes the clause about it.

    Sudden events fill their report; a meeting or a trial that is only mentioned does not.
    """
    if not _points(parse, noun):
        return False
    token = parse.tokens[noun]
    subject = token.dep in _SUBJECTS or (
        family.sudden and any(parse.tokens[i].dep in _SUBJECTS for i in climb(parse, noun) if i in topic.tokens)
    )
    occasion = token.dep == "pobj" and parse.tokens[token.head].text.lower() in _listed("occasions")
    return subject or (not present and (family.sudden or occasion)) or topic.main == noun


def _is_told(parse: Parse, verb: int, main: int) -> bool:
    """Whether a verb is what the statement tells, in a past tense or as a participle, and no side clause's."""
    if tense_of(parse, verb) not in ("past", "participle"):
        return False
    index = verb
    for _ in range(5):
        if index == main:
            return True
        token = parse.tokens[index]
        if token.dep in ("relcl",) or _opens_own_clause(parse, index) or token.head == index:
            return False
        index = token.head
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
    here = scene.sentence(first)
    tellings = [
        d
        for d in scene.datings
        if _dates(scene.parse, d, family)
        and (_is_exact(d.moment) or 0 <= here - scene.sentence(d.first) <= _VAGUE_REACH)
    ]
    before = [d for d in tellings if d.first < last]
    if before:
        return before[-1]
    return next((d for d in tellings if scene.sentence(d.first) - here <= _AHEAD), None)


def _is_exact(moment: Moment) -> bool:
    if moment.earliest is None or moment.latest is None:
        return not moment.resolved
    return (moment.latest - moment.earliest).days <= _VAGUE_DAYS


def _dates(parse: Parse, dating: _Dating, family: _Family) -> bool:
    """Whether a date belongs to a predicate that tells an event of the family."""
    predicate = dating.predicate
    if predicate is None:
        return False
    token = parse.tokens[predicate]
    if (
        token.lemma in family.verbs
        and token.pos == "VERB"
        and tense_of(parse, predicate) in ("past", "participle", "present")
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
