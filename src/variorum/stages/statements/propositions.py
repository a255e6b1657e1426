"""Restate a statement so that it can be read alone: its own words, with what they lean on added in square brackets.

Pronouns become the fullest name or description of their thread, a subject that stands outside is put in front, relative dates
get their value behind them. Everything outside brackets is the text's own. Where a pronoun that the sense needs has no
antecedent, there is no proposition: nothing is invented.
"""

import bisect
import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from variorum.crafts import tables
from variorum.crafts.trees import Tree
from variorum.stages.statements.segment import Segment
from variorum.values.documents import Document
from variorum.values.entities import Mention
from variorum.values.moments import Moment
from variorum.values.text import Span

_UPWARD = ("pobj", "appos", "prep", "compound", "conj", "npadvmod")


class _Unresolved(Exception):
    """A pronoun that the sense needs stands for nobody known."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is who in one document: mentions by the place of their head, by thread (without pronouns) and in order of
    place, and the best description of each thread.
    """

    by_head: Mapping[tuple[int, int], Mention]
    best: Mapping[str, str]
    named: Mapping[str, tuple[Mention, ...]]
    starts: tuple[int, ...]
    ordered: tuple[Mention, ...]

    def inside(self, span: Span) -> list[Mention]:
        """The mentions that lie inside a span and are no pronouns, in order."""
        first, last = bisect.bisect_left(self.starts, span.start), bisect.bisect_left(self.starts, span.end)
        return [one for one in self.ordered[first:last] if one.form != "pronoun" and span.covers(one.passage.span)]


def cast_of(mentions: Sequence[Mention]) -> Cast:
    """The mentions of a document made ready for looking up; build once per document."""
    by_head: dict[tuple[int, int], Mention] = {}
    for mention in sorted(mentions, key=lambda m: (m.passage.span.end - m.passage.span.start, m.passage.span.start)):
        by_head[mention.head] = mention
    best: dict[str, Mention] = {}
    for mention in mentions:
        if mention.form == "pronoun" or (
            len(_plain(mention.passage.words)) < 4 and mention.passage.words.endswith(".")
        ):
            continue
        rival = best.get(mention.thread)
        if rival is None or _fullness(mention) > _fullness(rival):
            best[mention.thread] = mention
    named: dict[str, list[Mention]] = {}
    for mention in mentions:
        if mention.form != "pronoun":
            named.setdefault(mention.thread, []).append(mention)
    ordered = tuple(sorted(mentions, key=lambda m: (m.passage.span, m.head)))
    return Cast(
        by_head,
        {thread: _plain(mention.passage.words) for thread, mention in best.items()},
        {thread: tuple(ones) for thread, ones in named.items()},
        tuple(mention.passage.span.start for mention in ordered),
        ordered,
    )


def _fullness(mention: Mention) -> tuple[int, int, int]:
    """Names before roles, then more words up to six, then the earlier."""
    words = len(mention.passage.words.split())
    return int(mention.form == "name"), min(words, 6) if words <= 8 else 0, -mention.passage.span.start


def propose(
    document: Document,
    tree: Tree,
    segment: Segment,
    cast: Cast,
    moments: Sequence[Moment],
    *,
    speaker: str | None = None,
    teller: Span | None = None,
) -> str | None:
    """The proposition of a segment, or None where a pronoun it needs cannot be resolved.

    `speaker` is who says "I" in it: the origin of its chain, or None where that is not known. `teller` is where an origin
    without a name stands: "a baker said he saw it" speaks of no name told of before.
    """
    if teller is not None and _is_of_another(tree, segment, cast, teller):
        return None
    try:
        edits = _pronouns(tree, segment, cast, speaker)
        edits.update(_relative(document, tree, segment, cast))
        opening = _opening(document, tree, segment, cast, speaker)
    except _Unresolved:
        return None
    for place, value in _dates(segment.span, moments):
        edits[place, place] = f" [{value}]"
    text = _apply(document.text, segment.span, edits)
    text = " ".join(text.split())
    return f"{opening}{text}" if text else None


def _is_of_another(tree: Tree, segment: Segment, cast: Cast, teller: Span) -> bool:
    """Whether a "he" or "she" that opens what somebody without a name says was taken for a name from another sentence."""
    subject = tree.subject(segment.head)
    told = tree.touching(teller)
    if subject is None or not told or tree.tokens[subject].text.lower() not in _words("persons"):
        return False
    sentence = tree.sentence[subject]
    mention = cast.by_head.get((tree.tokens[subject].start, tree.tokens[subject].end))
    if tree.sentence[told[0]] != sentence or told[0] > subject or mention is None:
        return False
    first, last = tree.parse.sentences[sentence]
    here = range(tree.tokens[first].start, tree.tokens[last - 1].end)
    return mention.thread in cast.best and not any(
        one.passage.span.start in here for one in cast.named.get(mention.thread, ())
    )


def _apply(text: str, span: Span, edits: Mapping[tuple[int, int], str]) -> str:
    out, at = [], span.start
    for (start, end), words in sorted(edits.items()):
        if start < at:
            continue
        out.append(text[at:start])
        out.append(words)
        at = end
    out.append(text[at : span.end])
    return "".join(out)


def _pronouns(tree: Tree, segment: Segment, cast: Cast, speaker: str | None) -> dict[tuple[int, int], str]:
    """The personal and possessive pronouns inside, with what they stand for."""
    edits: dict[tuple[int, int], str] = {}
    for at in tree.within(segment.span):
        word = tree.tokens[at].text.lower()
        if word in _words("personal") or word in _words("possessive"):
            place = tree.tokens[at].start, tree.tokens[at].end
            named = _stands_for(tree, at, cast, speaker, segment)
            if named is None:
                continue
            bracket = _bracket(named, possessive=_is_possessive(tree, at))
            # "I [Ana Ruiz] saw": the verb agrees with the pronoun, which therefore stays.
            edits[place] = f"{tree.tokens[at].text} {bracket}" if word in _words("speaker") else bracket
    return edits


def _stands_for(tree: Tree, at: int, cast: Cast, speaker: str | None, segment: Segment) -> str | None:
    """What a pronoun means; None where it means nothing ("it was clear") or need not be said. Raises `_Unresolved`."""
    token = tree.tokens[at]
    word = token.text.lower()
    if word in _words("speaker"):
        if speaker is None:
            raise _Unresolved
        return speaker
    if word in _words("loose"):
        return None
    mention = cast.by_head.get((token.start, token.end))
    if _is_possessive(tree, at) and _somebody_before(cast, token.start, segment):
        return None
    unsure = word in _words("uncertain") and (segment.quoted or not _is_likely(tree, at, mention, cast))
    if word in _words("impersonal") and _is_empty(tree, at):
        return None
    if mention is not None and _is_somebody_else(word, mention, cast, speaker, segment):
        raise _Unresolved
    if mention is not None and mention.thread in cast.best and not unsure:
        return None if _is_named_before(cast, mention, segment) else cast.best[mention.thread]
    if _has_antecedent(tree, at, segment):
        return None
    raise _Unresolved


def _is_somebody_else(word: str, pronoun: Mention, cast: Cast, speaker: str | None, segment: Segment) -> bool:
    """Whether a "he" or "she" cannot be whom its thread names: a body or a place, or who speaks in the quotation it stands in."""
    if word not in _words("persons") or pronoun.thread not in cast.best:
        return False
    if all(one.kind != "person" for one in cast.named.get(pronoun.thread, ())):
        return True
    return segment.quoted and speaker is not None and cast.best[pronoun.thread].split()[-1:] == speaker.split()[-1:]


def _is_likely(tree: Tree, at: int, pronoun: Mention | None, cast: Cast) -> bool:
    """Whether the antecedent proposed for an "it" or a "they" is one that a reader would take.

    It must be told of just before, as a subject or in the same sentence; "they" must be several, "it" no person and no
    place that was only the scene. A wrong name in brackets misleads more than no proposition.
    """
    if pronoun is None:
        return False
    plural = tree.tokens[at].text.lower() in _words("plural")
    for mention in cast.named.get(pronoun.thread, ()):
        if mention.passage.span.end > tree.tokens[at].start:
            continue
        inside = tree.touching(Span(tree.parse.document, *mention.head))
        if not inside or not 0 <= tree.sentence[at] - tree.sentence[inside[0]] <= 1:
            continue
        token = tree.tokens[inside[0]]
        several = token.tag in ("NNS", "NNPS", "CD") or bool(tree.below(inside[0], "conj"))
        fits = (
            several or mention.kind in ("unit", "nationality") if plural else not several and mention.kind != "person"
        )
        if fits and token.dep in ("nsubj", "nsubjpass"):
            return True
    return False


def _somebody_before(cast: Cast, at: int, segment: Segment) -> bool:
    """Whether the statement names somebody before this place, to whom a reader refers "his" or "their" himself."""
    return any(
        mention.kind in ("person", "organisation", "unit", "nationality") and mention.passage.span.end <= at
        for mention in cast.inside(segment.span)
    )


def _is_named_before(cast: Cast, pronoun: Mention, segment: Segment) -> bool:
    """Whether the statement itself says, before the pronoun, who is meant."""
    return any(
        mention.thread == pronoun.thread and mention.passage.span.end <= pronoun.passage.span.start
        for mention in cast.inside(segment.span)
    )


def _is_empty(tree: Tree, at: int) -> bool:
    """Whether an "it" refers to nothing: an expletive, or the subject of a predicate that a clause completes."""
    token = tree.tokens[at]
    if token.dep != "nsubj" and token.dep != "nsubjpass":
        return token.dep == "expl"
    verb = token.head
    predicates = (verb, *tree.below(verb, "acomp", "attr", "oprd"))
    completed = any(tree.below(place, "ccomp", "xcomp", "csubj", "advcl", "relcl", "acl") for place in predicates)
    plain = (
        tree.tokens[verb].pos == "AUX"
        or bool(tree.below(verb, "auxpass"))
        or tree.tokens[verb].lemma in _words("weather")
    )
    return completed and plain


def _has_antecedent(tree: Tree, at: int, segment: Segment) -> bool:
    """Whether a reader finds within the statement what a pronoun means: a noun of its number before it.

    "He" and "she" must look back to the subject; "it" and "they" may mean any thing named before.
    """
    word = tree.tokens[at].text.lower()
    before = [
        place for place in tree.within(segment.span) if place < at and tree.tokens[place].pos in ("NOUN", "PROPN")
    ]
    if word in _words("plural"):
        return any(tree.tokens[place].tag in ("NNS", "NNPS") for place in before)
    if word in _words("uncertain"):
        return any(tree.tokens[place].tag in ("NN", "NNP") for place in before)
    subject = tree.subject(segment.head)
    return subject in before and tree.tokens[at].dep not in ("nsubj", "nsubjpass")


def _relative(document: Document, tree: Tree, segment: Segment, cast: Cast) -> dict[tuple[int, int], str]:
    """The relative pronoun that opens a relative clause, replaced by its noun."""
    if segment.clause != "relative":
        _refuse_open_relative(tree, segment)
        return {}
    for at in tree.within(segment.span):
        token = tree.tokens[at]
        if token.tag in ("WDT", "WP", "WP$"):
            named = _describe(document, tree, _antecedent(tree, segment.head, at, cast), cast, segment)
            return {(token.start, token.end): _bracket(named, possessive=token.tag == "WP$")}
        if token.pos not in ("ADP", "DET", "PRON", "PUNCT", "NUM"):
            break
    return {}


def _refuse_open_relative(tree: Tree, segment: Segment) -> None:
    """Raise `_Unresolved` for a clause that opens with a "which" that stands for a whole clause."""
    first = tree.tokens[tree.within(segment.span)[0]]
    if first.tag == "WDT" and first.dep in ("nsubj", "nsubjpass", "dobj"):
        raise _Unresolved


def _antecedent(tree: Tree, head: int, pronoun: int, cast: Cast) -> int:
    """The noun a relative pronoun stands for: of persons for "who", even where the parser hung the clause on their group."""
    noun = tree.tokens[head].head
    if tree.tokens[pronoun].tag == "WDT":
        return noun
    at = noun
    while _is_thing(tree, at, cast) and tree.tokens[at].dep in _UPWARD and tree.tokens[at].head != at:
        at = tree.tokens[at].head
        if tree.tokens[at].pos in ("NOUN", "PROPN") and not _is_thing(tree, at, cast):
            return at
    return noun


def _is_thing(tree: Tree, at: int, cast: Cast) -> bool:
    """Whether a token is not a person: a preposition, or the head or part of the name of a body or a place."""
    token = tree.tokens[at]
    mention = cast.by_head.get((token.start, token.end))
    if mention is not None:
        return mention.kind not in ("person", "nationality")
    return token.pos == "ADP" or token.name in ("ORG", "GPE", "LOC", "FAC")


def _opening(document: Document, tree: Tree, segment: Segment, cast: Cast, speaker: str | None) -> str:
    """The subject in brackets where the statement has none of its own words for it."""
    if segment.clause == "participle" or (segment.clause == "adverbial" and tree.subject(segment.head) is None):
        noun = _understood(tree, segment.head)
        if noun is None or noun in tree.within(segment.span):
            return ""
        return f"{_bracket(_describe(document, tree, noun, cast, segment))} "
    if segment.clause == "relative" and tree.subject(segment.head) is None:
        return f"{_bracket(_describe(document, tree, tree.tokens[segment.head].head, cast, segment))} "
    if segment.clause == "circumstance":
        # What happened is told beside it, and by other accounts otherwise: they agree on where and when alone.
        return f"{_bracket(tables.load('clauses')['happening'])} "
    if not segment.subject:
        return ""
    head = tree.head_of(segment.subject)
    assert head is not None, "a subject has a head"
    if tree.tokens[head].tag in ("WDT", "WP"):
        verb = tree.tokens[head].head
        noun = tree.tokens[verb].head
        return f"{_bracket(_describe(document, tree, noun, cast, segment))} "
    if tree.tokens[head].pos == "PRON" and tree.tokens[head].text.lower() in _words("personal"):
        named = _stands_for(tree, head, cast, speaker, segment)
        return f"{_bracket(named)} " if named is not None else f"[{tree.tokens[head].text}] "
    return f"{_bracket(_describe(document, tree, head, cast, segment))} "


def _understood(tree: Tree, head: int) -> int | None:
    """The noun that a participle is said of: the one it hangs on, or the subject of its verb.

    Raises `_Unresolved` for an active participle beside a passive ("were sent, leading to"): it tells of the whole event.
    """
    governor = next(above for above in tree.ancestors(head) if tree.tokens[above].dep != "prep")
    passive = bool(tree.below(governor, "auxpass"))
    if not tree.is_verbal(governor):
        return governor
    while tree.subject(governor) is None and tree.tokens[governor].dep in ("conj", "xcomp"):
        governor = tree.tokens[governor].head
    subject = tree.subject(governor)
    if passive and tree.tokens[head].tag == "VBG":
        raise _Unresolved
    return subject


def _describe(document: Document, tree: Tree, noun: int, cast: Cast, segment: Segment) -> str:
    """A noun as it may stand in brackets: the best description of its thread where it is a name, else its own phrase."""
    token = tree.tokens[noun]
    mention = cast.by_head.get((token.start, token.end))
    if mention is not None and mention.thread in cast.best and (mention.form != "role" or token.pos == "PRON"):
        return cast.best[mention.thread]
    if token.pos == "PRON":
        raise _Unresolved
    without = frozenset((segment.head, *tree.below(noun, "relcl", "acl", "appos", "punct", "cc", "conj")))
    phrase = tree.subtree(noun, without=without)
    if not _is_read(document, tree, phrase):
        raise _Unresolved
    run = [at for at in phrase if all(between in phrase for between in range(min(at, noun), max(at, noun)))]
    return _plain(document.text[tree.tokens[run[0]].start : tree.tokens[run[-1]].end])


def _is_read(document: Document, tree: Tree, phrase: Sequence[int]) -> bool:
    """Whether the words stand in one part that is read, not half in a dateline."""
    whole = Span(document.id, tree.tokens[phrase[0]].start, tree.tokens[phrase[-1]].end)
    return any(part.role in ("title", "body", "caption") and part.span.covers(whole) for part in document.parts)


def _dates(span: Span, moments: Sequence[Moment]) -> list[tuple[int, str]]:
    """Where relative dates end, and their days as people write them."""
    return [
        (moment.passage.span.end, _written(moment))
        for moment in moments
        if moment.value is not None
        and moment.type in ("date", "time")
        and moment.anchor == "document date"
        and moment.resolved
        and span.covers(moment.passage.span)
    ]


_CALENDAR = re.compile(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:T.*)?")


def _written(moment: Moment) -> str:
    """A date without the codes of the standard for parts of days, weeks and seasons ("2024-W09"): the day, or first to last."""
    plain = _CALENDAR.fullmatch(moment.value or "")
    if plain is not None:
        return plain.group(1)
    if moment.earliest is None or moment.latest is None:
        return moment.value or ""
    if moment.earliest == moment.latest:
        return moment.earliest.isoformat()
    return f"{moment.earliest.isoformat()} to {moment.latest.isoformat()}"


def _is_possessive(tree: Tree, at: int) -> bool:
    return tree.tokens[at].tag in ("PRP$", "WP$") and tree.tokens[at].dep == "poss"


def _bracket(name: str, *, possessive: bool = False) -> str:
    if not possessive:
        return f"[{name}]"
    return f"[{name}’]" if name.endswith("s") else f"[{name}’s]"


def _plain(words: str) -> str:
    """A name without line breaks, outer punctuation or a possessive ending."""
    flat = " ".join(words.split()).strip(' ,;:-–—"“”')
    for ending in ("'s", "’s"):
        flat = flat.removesuffix(ending)
    return flat


@functools.cache
def _words(name: str) -> frozenset[str]:
    return frozenset(tables.load("clauses")["pronouns"][name])
