"""What the present tense says of time: of things that change, told as they are, when the text or the saying was.

"Militants control most of the province" names no date, yet says that it was so when it was written. The month of the
document's date is what a reader may take from that, and nothing narrower: the day of publication dates nothing. What
somebody or something is by nature ("is the capital") belongs to no time and gets none.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from variorum.crafts.moments import periods
from variorum.crafts.moments.grammar import table
from variorum.crafts.moments.tense import auxiliaries, climb, tense_of
from variorum.values.documents import Document
from variorum.values.moments import Moment
from variorum.values.parses import Parse
from variorum.values.text import Span, quote

_STOOD = "told in the present tense of what can change"
_SAID = "said in the present tense"
_LASTED = "has lasted"


def is_of_speaking(moment: Moment) -> bool:
    """Whether a moment is the time of speaking or ends there, and so no day on which anything happened."""
    return moment.rule.startswith((_STOOD, _SAID, _LASTED))


_QUOTES = ("``", "''", '"', "“", "”")


def as_things_stood(document: Document, parse: Parse, verb: int) -> Moment | None:
    """The month of the document's date for a changing state told in the present tense; None for anything else."""
    published = document.published.value
    if published is None or not _is_present(parse, verb) or not _is_situation(parse, verb):
        return None
    token = parse.tokens[verb]
    month = periods.month(published.year, published.month)
    return Moment(
        passage=quote(document.text, Span(document.id, token.start, token.end)),
        type="date",
        value=month.value,
        earliest=month.first,
        latest=month.last,
        precision="month",
        anchor="document date",
        rule=f"{_STOOD}: so it was when written, in the month of {published}",
    )


def _is_present(parse: Parse, verb: int) -> bool:
    """Whether a verb stands in the present; one joined to another without a form of its own goes with it."""
    token = parse.tokens[verb]
    if token.dep == "conj" and token.tag in ("VB", "VBN") and not auxiliaries(parse, verb):
        return tense_of(parse, token.head) == "present"
    return tense_of(parse, verb) == "present"


def lasting(document: Document, parse: Parse, verb: int, moments: Sequence[Moment]) -> Moment | None:
    """ "Has been locked in battle for four months": from that long before the document's date until it."""
    published = document.published.value
    if published is None or tense_of(parse, verb) != "perfect":
        return None
    for moment in moments:
        length = re.fullmatch(r"P(\d+)([DWMY])", moment.value or "")
        place = next((i for i, t in enumerate(parse.tokens) if t.start >= moment.passage.span.start), None)
        if moment.type != "duration" or length is None or place is None or not _lasts(parse, place, verb):
            continue
        try:
            first = periods.move(published, length[2], -int(length[1]))
        except periods.OutOfCalendar:
            continue
        rule = f"{_LASTED} “{moment.passage.words}” up to the document's date, {published}"
        return replace(
            moment, type="date", value=None, earliest=first, latest=published, anchor="document date", rule=rule
        )
    return None


def _lasts(parse: Parse, place: int, verb: int) -> bool:
    """Whether a length of time hangs on a verb by "for"."""
    path = list(climb(parse, place))
    if verb not in path:
        return False
    return any(parse.tokens[i].text.lower() in table().raw["situation"]["lasts"] for i in path[: path.index(verb)])


def as_told_then(parse: Parse, verb: int, first: int, sayings: Sequence[Moment]) -> Moment | None:
    """The day of a saying for what is quoted of it in the present: "We have learned much," he said in May 2008.

    `sayings` are the resolved dates of the reporting words, `first` the first token of what is said. Events that are told
    in the past are of an earlier day and get none from here.
    """
    tense = tense_of(parse, verb)
    quoted = any(parse.tokens[i].text in _QUOTES for i in range(max(0, first - 1), min(first + 1, len(parse.tokens))))
    if not sayings or not (
        (quoted and tense in ("present", "perfect")) or (tense == "present" and _is_situation(parse, verb))
    ):
        return None
    saying = sayings[0]
    return replace(saying, rule=f"{_SAID}, so of the day of the saying: {saying.rule}")


def _is_situation(parse: Parse, verb: int) -> bool:
    words = table().raw["situation"]
    token = parse.tokens[verb]
    near = range(max(0, verb - 15), min(len(parse.tokens), verb + 15))
    below = [i for i in near if parse.tokens[i].head == verb and i != verb]
    if any(parse.tokens[i].text.lower() in words["habits"] for i in below):
        return False
    if token.lemma in words["verbs"]:
        return True
    helped = any(helper.lemma in words["links"] for helper in auxiliaries(parse, verb))
    if helped and token.lemma in words["participles"]:
        return True
    if token.lemma not in words["links"]:
        return False
    for i in below:
        child = parse.tokens[i]
        if child.dep in ("acomp", "attr", "oprd") and (
            child.text.lower() in words["adjectives"] or (child.tag == "VBN" and child.lemma in words["participles"])
        ):
            return True
        if child.dep == "prep" and child.text.lower() in words["prepositions"]:
            condition = (parse.tokens[j] for j in near if parse.tokens[j].head == i)
            if any(noun.lemma in words["conditions"] for noun in condition):
                return True
    return False
