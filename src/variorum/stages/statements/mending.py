"""Attributions put right where a text without commas misled the parser.

Copied and scraped news often has lost its commas: "A blast killed three people in Tarn on Monday the monitoring group Lumen said".
The parser then takes the words before the speaker for his description, or drops them between content and speaker.
What an attribution says of its places (content before source before cue, in one sentence) shows where they belong.
"""

import functools
from collections.abc import Sequence
from dataclasses import replace

from variorum.crafts import tables
from variorum.crafts.trees import Tree
from variorum.values.statements import Attribution
from variorum.values.text import Span

# A gap longer than this holds more than a clause's objects and circumstances. Words.
_LONGEST_GAP = 25


def mend(tree: Tree, attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """The attributions, in the same order, with contents that reach to their speaker and keep their own subject.

    Use it on attributions read by grammar. Direct speech is left as its marks have it.
    """
    return tuple(_mended(tree, one, attributions) for one in attributions)


def _mended(tree: Tree, one: Attribution, others: Sequence[Attribution]) -> Attribution:
    if one.quotation == "direct" or one.cue is None or one.kind != "reporting" or len(one.content) != 1:
        return one
    content = _without_addressee(tree, one, one.content[0])
    source = one.source
    if source is not None and content.end <= source.start and source.end <= one.cue.start:
        source = _speaker_alone(tree, source)
        content, source = _with_description(tree, content, source)
        content = _up_to_speaker(tree, content, source, others)
    elif one.cue.end <= content.start and (source is None or source.end <= one.cue.start):
        content = _from_cue(tree, content, one.cue, others)
    return one if (content, source) == (one.content[0], one.source) else replace(one, content=(content,), source=source)


def _speaker_alone(tree: Tree, source: Span) -> Span:
    """A speaker before his cue without the end of the content that the parser gave to his name.

    "on Thursday state television": a day of the week is no part of a name. "the town of Talin activist Omar Idan": a
    place with an article, and behind it a calling with a name.
    """
    inside = tree.within(source)
    tokens = tree.tokens
    first = next((at for at in inside if tokens[at].text.lower() not in _days()), inside[0]) if inside else 0
    if inside and first > inside[0]:
        return Span(source.document, tokens[first].start, source.end)
    for at in inside[3:-1]:
        called = tokens[at].pos == "NOUN" and tokens[at - 1].pos == "PROPN" and tokens[at].text.islower()
        named = all(tokens[near].pos == "PROPN" for near in range(at + 1, inside[-1] + 1))
        before = range(inside[0], at)
        if called and named and tokens[inside[0]].pos == "DET" and any(tokens[near].pos == "ADP" for near in before):
            return Span(source.document, tokens[at].start, source.end)
    return source


def _with_description(tree: Tree, content: Span, source: Span) -> tuple[Span, Span]:
    """A name that stands beside its description ("the monitoring group Lumen Watch"), both on the speaker's side."""
    inside, named = tree.within(content), tree.within(source)
    if not inside or not named or inside[-1] + 1 != named[0]:
        return content, source
    head = tree.head_of(named)
    beside = head is not None and tree.tokens[head].dep == "appos" and tree.tokens[head].head == inside[-1]
    first = min((inside[-1], *tree.below(inside[-1], "det", "amod", "compound", "nmod", "poss")))
    if not beside or first <= inside[0] + 1 or tree.tokens[first - 1].pos in ("ADP", "CCONJ", "DET"):
        return content, source
    return (
        Span(content.document, content.start, tree.tokens[first - 1].end),
        Span(source.document, tree.tokens[first].start, source.end),
    )


@functools.cache
def _days() -> frozenset[str]:
    return frozenset(tables.load("layout")["dates"]["weekdays"])


def _without_addressee(tree: Tree, one: Attribution, content: Span) -> Span:
    """Without "to the agency" between the cue and the "that" of the content."""
    inside = tree.within(content)
    if one.cue is None or one.cue.end > content.start or len(inside) < 4 or tree.tokens[inside[0]].text.lower() != "to":
        return content
    for at in inside[1:7]:
        if tree.tokens[at].tag == "IN" and tree.tokens[at].dep == "mark":
            return Span(content.document, tree.tokens[at].start, content.end)
        if tree.tokens[at].pos not in ("PROPN", "NOUN", "ADJ", "DET", "PUNCT", "ADP"):
            break
    return content


def _up_to_speaker(tree: Tree, content: Span, source: Span, others: Sequence[Attribution]) -> Span:
    """A content before its speaker, widened over the words that the parser hung on neither."""
    if not tree.within(content) or not tree.within(source):
        return content
    first, last = tree.within(content)[-1] + 1, tree.within(source)[0]
    if not _is_open(tree, range(first, last), others):
        return content
    return Span(content.document, content.start, tree.tokens[last - 1].end)


def _from_cue(tree: Tree, content: Span, cue: Span, others: Sequence[Attribution]) -> Span:
    """A content behind its cue that begins with a finite verb, widened to the words between, which hold its subject."""
    inside = tree.within(content)
    if not inside or not tree.touching(cue):
        return content
    head = tree.head_of(inside)
    if head is None or tree.subject(head) is not None or not tree.is_tensed(inside[0]):
        return content
    gap = range(tree.touching(cue)[-1] + 1, inside[0])
    if not _is_open(tree, gap, others) or not any(tree.tokens[at].pos in ("NOUN", "PROPN", "PRON") for at in gap):
        return content
    return Span(content.document, tree.tokens[gap[0]].start, content.end)


def _is_open(tree: Tree, gap: range, others: Sequence[Attribution]) -> bool:
    """Whether the words of a gap are there, in one sentence, without a stop, and no part of any attribution's cue."""
    if not 0 < len(gap) <= _LONGEST_GAP:
        return False
    if any(tree.tokens[at].pos == "PUNCT" and tree.tokens[at].text not in ("-", "'", "’") for at in gap):
        return False
    if not any(first <= gap[0] - 1 and gap[-1] + 1 < last for first, last in tree.parse.sentences):
        return False
    start, end = tree.tokens[gap[0]].start, tree.tokens[gap[-1]].end
    taken = [one.cue for one in others if one.cue is not None]
    return not any(cue.start < end and start < cue.end for cue in taken)
