"""Read the numbers of a statement: how many, between which bounds, and of what.

Use `find_figures` on one statement's span. Counts, ages, distances, sums of money, percentages and durations are figures;
dates, clock times, ordinals and numbers that are part of a name ("47th Brigade", "Flight 12") are not. "At least" leaves the
upper bound open, "up to" the lower one; "about" keeps both ends at the number, since the text gives no other; a plural scale
("dozens") is at least two of it. `of` joins the counted noun and what happened to it, one word for each way of saying it
("people killed" for "43 dead", "43 people killed" and "a death toll of 43"), so that figures of one thing can be compared.
"""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from variorum.crafts import tables
from variorum.crafts.trees import Tree
from variorum.values.documents import Document
from variorum.values.moments import Moment
from variorum.values.statements import Figure
from variorum.values.text import Span, quote

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_ATTACHED = re.compile(r"([$€£¥]?)(\d[\d,.]*\d|\d)(%|k|m|bn|\+)?")
_ORDINAL_TAIL = ("st", "nd", "rd", "th")
# Years are written without a separator; a bare number in this range after a preposition, with nothing counted, is one.
_YEARS = range(1900, 2101)
_LONGEST_BOUND = 3


@dataclass(frozen=True, slots=True)
class _Number:
    """A number as read: tokens `first` up to `after`, its bounds, and whether it is vague."""

    first: int
    after: int
    low: float | None
    high: float | None
    vague: bool = False


def find_figures(document: Document, tree: Tree, span: Span, moments: Sequence[Moment] = ()) -> tuple[Figure, ...]:
    """The figures of a stretch of text, in order. `moments` are time expressions; those that are no durations are left out."""
    dated = [moment.passage.span for moment in moments if moment.type in ("date", "time")]
    inside = tree.touching(span)
    found: list[Figure] = []
    at = inside.start
    while at < inside.stop:
        number = _read(tree, at, inside.stop)
        if number is None:
            at += 1
            continue
        at = number.after
        if _is_name_or_date(document, tree, number, dated) or is_set_aside(tree, number.first):
            continue
        figure = _figure(document, tree, number, inside)
        if not _is_article(tree, number, figure):
            found.append(figure)
    return tuple(found)


def _is_bare_one(tree: Tree, number: _Number) -> bool:
    """Whether a number is the word "one", not the end of "thirty-one"."""
    last = number.after - 1
    joined = last > number.first and (tree.tokens[last - 1].text == "-" or _value(tree, last - 1) is not None)
    return tree.tokens[last].text.lower() == "one" and not joined


def is_set_aside(tree: Tree, first: int) -> bool:
    """Whether a number is named only to say that it is another: "forty people, not sixty", "it was four and not three"."""
    return first > 0 and tree.tokens[first - 1].dep == "neg" and _stands_against(tree, first)


def _stands_against(tree: Tree, first: int) -> bool:
    """Whether another number stands in the same sentence before "not", or behind a "but"."""
    low, high = tree.parse.sentences[tree.sentence[first]]
    before = any(_value(tree, at) is not None for at in range(low, first - 1))
    behind = range(first + 1, high)
    but = next((at for at in behind if tree.tokens[at].lemma in _table()["contrast"]["joins"]), None)
    return before or (but is not None and any(_value(tree, at) is not None for at in range(but, high)))


def _is_article(tree: Tree, number: _Number, figure: Figure) -> bool:
    """Whether "one" only introduces somebody ("one man ran"): it counts where it says what happened to how many."""
    return _is_bare_one(tree, number) and figure.of.split()[-1] not in _table()["happened"].values()


@functools.cache
def _table() -> dict[str, Any]:
    return tables.load("figures")


def _value(tree: Tree, at: int) -> float | None:
    """The value of one token, None where it is no cardinal number."""
    word = tree.tokens[at].text.lower()
    if word in _table()["words"]:
        return float(_table()["words"][word])
    if tree.tokens[at].tag in ("NNP", "NNPS") and not word[0].isdigit():
        return None
    match = _ATTACHED.fullmatch(word)
    if match is None or not _DIGITS.fullmatch(match[2]):
        return None
    scale = {"k": 1_000.0, "m": 1_000_000.0, "bn": 1_000_000_000.0}.get(match[3] or "", 1.0)
    return float(match[2].replace(",", "")) * scale


def _scale(tree: Tree, at: int, stop: int) -> float | None:
    if at >= stop:
        return None
    word = tree.tokens[at].text.lower()
    found = _table()["scales"].get(word)
    return float(found) if found is not None else None


def _read(tree: Tree, at: int, stop: int) -> _Number | None:
    """The number that begins at a token, with bounds, ranges and vague plurals."""
    vague = _read_vague(tree, at, stop)
    if vague is not None:
        return vague
    exact = _read_exact(tree, at, stop)
    if exact is None:
        return None
    value, after = exact
    join = tree.tokens[after].text.lower() if after < stop else ""
    if join in _table()["ranges"]["joins"] and after + 1 < stop:
        upper = _read_exact(tree, after + 1, stop)
        opened = at > 0 and tree.tokens[at - 1].text.lower() in _table()["ranges"]["between"]
        if upper is not None and upper[0] > value and (join not in ("and", "or") or opened):
            return _Number(at - 1 if opened else at, upper[1], value, upper[0])
    return _bounded(tree, at, after, value, stop)


def _read_vague(tree: Tree, at: int, stop: int) -> _Number | None:
    word = tree.tokens[at].text.lower()
    if word not in _table()["vague"] or tree.tokens[at].pos == "VERB":
        return None
    low = float(_table()["vague"][word])
    after = at + 1
    if after + 1 < stop and tree.tokens[after].text.lower() == "of":
        following = tree.tokens[after + 1].text.lower()
        scale = _table()["scales"].get(following.removesuffix("s"))
        if following in _table()["vague"] and scale is not None:
            base = low / 2 if word != "tens" else 10.0
            return _Number(at, after + 2, 2 * base * scale, None, True)
    if word == "tens":
        return None
    return _Number(at, after, low, None, True)


def _read_exact(tree: Tree, at: int, stop: int) -> tuple[float, int] | None:
    """The value and the end of a run of number words ("two hundred and fifty", "3.5 million", "twenty-five")."""
    first = _value(tree, at)
    if first is None:
        scale = _scale(tree, at, stop)
        before = tree.tokens[at - 1].text.lower() if at else ""
        if (
            scale is None
            or scale < 12
            or before not in ("a", "an", "the", "half", "than")
            or len(tree.tokens[at].text) < 3
        ):
            return None
        first, total, current, at_next = scale, 0.0, scale, at + 1
        if before == "half" or (at > 1 and tree.tokens[at - 2].text.lower() == "half"):
            current = scale / 2
    else:
        total, current, at_next = 0.0, first, at + 1
    spelled = not tree.tokens[at].text[0].isdigit()
    while at_next < stop:
        scale = _scale(tree, at_next, stop)
        if scale is not None:
            current *= scale
            if scale >= 1000:
                total, current = total + current, 0.0
            at_next += 1
            continue
        skip = 1 if tree.tokens[at_next].text.lower() in ("-", "and") and spelled else 0
        more = _value(tree, at_next + skip) if at_next + skip < stop else None
        if more is None or not _continues(current or total, more, spelled, bool(skip), tree, at_next):
            break
        current += more
        at_next += skip + 1
    return total + current, at_next


def _continues(sofar: float, more: float, spelled: bool, joined: bool, tree: Tree, at: int) -> bool:
    """Whether a further number word belongs to the same number: "twenty five", "two hundred and six"."""
    if not spelled or tree.tokens[at].text[0].isdigit():
        return False
    if joined and tree.tokens[at].text.lower() == "and":
        return sofar >= 100 and sofar % 100 == 0 and more < 100
    return (sofar % 100 >= 20 and sofar % 10 == 0 and more < 10) or (sofar >= 100 and sofar % 100 == 0 and more < 100)


def _bounded(tree: Tree, at: int, after: int, value: float, stop: int) -> _Number:
    """The number with what stands before and after it taken into account."""
    bounds = _table()["bounds"]
    first, kind = _before(tree, at, bounds)
    following = tree.tokens[after].text.lower() if after < stop else ""
    pair = f"{following} {tree.tokens[after + 1].text.lower()}" if after + 1 < stop else following
    if kind == "lower" or tree.tokens[after - 1].text.endswith("+"):
        return _Number(first, after, value, None)
    if kind == "upper":
        return _Number(first, after, None, value)
    for name, words in (("lower", bounds["lower_after"]), ("upper", bounds["upper_after"])):
        if pair in words or following in words:
            last = after + (2 if pair in words else 1)
            return _Number(first, last, value if name == "lower" else None, value if name == "upper" else None)
    return _Number(first, after, value, value)


def _before(tree: Tree, at: int, bounds: dict[str, list[str]]) -> tuple[int, str]:
    """The first token of the bounding words before a number, and their kind ("" where there are none)."""
    first, kind = at, ""
    while True:
        for length in range(_LONGEST_BOUND, 0, -1):
            words = tree.words(range(max(0, first - length), first)).lower()
            hit = next((name for name in ("lower", "upper", "about") if words in bounds[name]), None)
            if hit is not None:
                break
        else:
            return first, kind
        first -= length
        if hit != "about":
            return first, hit


def _is_name_or_date(document: Document, tree: Tree, number: _Number, dated: Sequence[Span]) -> bool:
    """Whether a number is part of a date, a clock time, an ordinal, an address or a name rather than a figure."""
    last = number.after - 1
    token = tree.tokens[last]
    place = Span(document.id, token.start, token.end)
    if any(span.touches(place) for span in dated) and not _is_counted(tree, last):
        return True
    table = _table()["names"]
    before = tree.tokens[number.first - 1].text.lower() if number.first else ""
    after = tree.tokens[number.after].text.lower() if number.after < len(tree.tokens) else ""
    if _is_bare_one(tree, number):
        governor = tree.tokens[token.head].lemma
        return token.dep != "nummod" or governor in table["uncounted"] or after == "of"
    if before == "." and number.first > 1 and tree.tokens[number.first - 2].text.lower() in table["numbered"]:
        return True  # "No. 2"
    if before in table["months"] or (after in table["months"] and number.first == last) or after in table["clock"]:
        return True
    if _is_day_of_several(tree, number):
        return True
    following = [t.text.lower() for t in tree.tokens[number.after : number.after + 3]]
    if following[:2] == ["in", "the"] and following[2:3] and following[2] in table["parts_of_day"]:
        return True
    if token.text.isdigit() and int(token.text) in _YEARS and not _counts_noun(tree, last):
        return True
    beside = (
        document.text[token.end : token.end + 1],
        document.text[max(0, tree.tokens[number.first].start - 1) : tree.tokens[number.first].start],
    )
    if beside[0] in "/:" and token.end + 1 < len(document.text) and document.text[token.end + 1].isdigit():
        return True
    if (
        beside[1] in "/:"
        and tree.tokens[number.first].start > 1
        and document.text[tree.tokens[number.first].start - 2].isdigit()
    ):
        return True
    if after in _ORDINAL_TAIL:
        return True
    previous = tree.tokens[number.first - 1] if number.first else None
    if previous is None or not token.text[0].isdigit():
        return False
    if before == "and" and number.first > 2 and tree.tokens[number.first - 2].text.isdigit():
        # "resolutions 2118 and 2235": the second number is as much a name as the first.
        return tree.tokens[number.first - 3].lemma in table["numbered"]
    if previous.text == "." and number.first > 1 and tree.tokens[number.first - 2].lemma in table["abbreviated"]:
        return True
    if previous.lemma in table["numbered"] and token.dep in (
        "nummod",
        "appos",
        "npadvmod",
        "pobj",
        "dobj",
        "nsubj",
        "attr",
    ):
        return True
    hyphened = before in ("-", "–") and number.first > 1 and tree.tokens[number.first - 2].pos == "PROPN"
    named = previous.pos == "PROPN" and token.dep == "nummod" and token.head < last
    return hyphened or named


# No month has a later day.
_LAST_DAY = 31


def _is_day_of_several(tree: Tree, number: _Number) -> bool:
    """Whether a number is one of several days of a month told in a row: "8 or 9 March", "March 8 and 9", "between 3 and 5 May"."""
    if (number.high or number.low or 0) > _LAST_DAY:
        return False
    table = _table()
    months, joins = table["names"]["months"], (*table["ranges"]["joins"], ",", "/")

    def is_day(at: int) -> bool:
        return tree.tokens[at].text.isdigit() and int(tree.tokens[at].text) <= _LAST_DAY

    def is_month(at: int) -> bool:
        return (
            0 <= at < len(tree.tokens) and tree.tokens[at].text.lower() in months and tree.tokens[at].text[0].isupper()
        )

    after, before = number.after, number.first - 1
    while after + 1 < len(tree.tokens) and tree.tokens[after].text.lower() in joins and is_day(after + 1):
        after += 2
    while before > 0 and tree.tokens[before].text.lower() in joins and is_day(before - 1):
        before -= 2
    several = after > number.after or before < number.first - 1 or number.low != number.high
    return several and is_day(number.after - 1) and (is_month(after) or is_month(before))


def _is_counted(tree: Tree, at: int) -> bool:
    """Whether a number inside a time expression still counts something ("six months")."""
    return tree.tokens[tree.tokens[at].head].lemma in _table()["measures"]["units"]


def _counts_noun(tree: Tree, at: int) -> bool:
    token = tree.tokens[at]
    return token.dep == "nummod" and token.head > at and tree.tokens[token.head].tag == "NNS"


def _figure(document: Document, tree: Tree, number: _Number, inside: range) -> Figure:
    first = max(number.first, inside.start)
    if (
        first
        and tree.tokens[first - 1].text.lower() in _table()["measures"]["currencies"]
        and first - 1 >= inside.start
    ):
        first -= 1
    last = number.after - 1
    if number.after < inside.stop and tree.tokens[number.after].text == "%":
        last = number.after
    place = Span(document.id, tree.tokens[first].start, tree.tokens[last].end)
    return Figure(_counted(tree, number), number.low, number.high, quote(document.text, place))


def _counted(tree: Tree, number: _Number) -> str:
    """What a number counts and what happened to it, in lemmas."""
    at = number.after - 1
    if _is_age(tree, number):
        return "age"
    measures = _table()["measures"]
    symbol = tree.tokens[number.first].text.lower(), tree.tokens[number.first - 1].text.lower() if number.first else ""
    if any(word in measures["currencies"] for word in symbol):
        return "money"
    if number.after < len(tree.tokens) and tree.tokens[number.after].text.lower() in ("%", "percent"):
        return " ".join(["percent", *_of_what(tree, number.after)])
    noun = _counted_noun(tree, at)
    part = ""
    if noun is not None and tree.tokens[noun].pos == "PRON":
        # "Eleven were hurt, two of them seriously": never the count of all.
        part = "part of " if tree.tokens[noun].text.lower() in _table()["plain"]["of_them"] else ""
        noun = None
    happened = _happened(tree, noun if noun is not None else at)
    if noun is None:
        known = happened in _table()["happened"].values()
        if part:
            return " ".join(filter(None, (f"{part}people", *_said_of_part(tree, at), happened if known else "")))
        return f"people {happened}" if known else f"number {happened}".strip()
    lemma = tree.tokens[noun].lemma
    if lemma in measures["units"] or lemma in measures["money"]:
        return " ".join([lemma, *_of_what(tree, noun)])
    plain = {lemma, tree.tokens[noun].text.lower()} & set(_table()["plain"]["people"])
    name = "people" if plain else lemma
    return f"{name} {happened}".strip()


def _said_of_part(tree: Tree, at: int) -> list[str]:
    """What is said of some of those counted before: "nine of them in critical condition", "four of them children"."""
    _, end = tree.parse.sentences[tree.sentence[at]]
    found = []
    for near in range(at + 3, end):
        token = tree.tokens[near]
        if token.pos in ("PUNCT", "CCONJ", "VERB", "AUX", "PRON"):
            break
        if token.pos in ("NOUN", "ADJ") and not _in_table(tree, near):
            found.append(token.lemma)
    return found


def _is_age(tree: Tree, number: _Number) -> bool:
    if number.low != number.high or number.low is None or not 0 < number.low < 125:
        return False
    window = [tree.tokens[k].text.lower() for k in range(number.after, min(number.after + 5, len(tree.tokens)))]
    words = [word for word in window if word not in ("-", "year", "years", "month", "months")]
    if window and window[0] in ("-", "year", "years") and words and words[0] == "old":
        return True
    before = [tree.tokens[k].text.lower() for k in range(max(0, number.first - 2), number.first)]
    if before and (before[-1] == "aged" or before[-2:] == ["age", "of"]):
        return True
    if before and before[-1] == "of" and tree.tokens[number.after - 1].dep == "pobj":
        # "a girl of 11": one person, and nothing counted.
        noun = tree.tokens[tree.tokens[number.first - 1].head]
        if noun.tag == "NN" and noun.lemma in _table()["measures"]["aged"]:
            return True
    return number.after - number.first == 1 and tells_age(tree, number.first)


def tells_age(tree: Tree, at: int) -> bool:
    """Whether a number stands after a person's name between commas, as ages do: "Ana Ruiz, 34, said"."""
    if at < 2 or at + 1 >= len(tree.tokens):
        return False
    token, before, name, after = (tree.tokens[at + step] for step in (0, -1, -2, 1))
    return (
        token.text.isdigit()
        and 0 < int(token.text) < 125
        and before.text == ","
        and name.pos == "PROPN"
        and name.name in ("PERSON", "")
        and after.text in (",", ".", ")", ";")
        and token.dep in ("appos", "npadvmod", "nummod", "attr", "conj", "advmod", "nsubj", "dep")
    )


def _counted_noun(tree: Tree, at: int) -> int | None:
    """The noun that a number counts: the one it modifies, or the one after "of"; None where it stands alone."""
    token = tree.tokens[at]
    for of in tree.below(at, "prep"):
        if tree.tokens[of].lemma == "of":
            return next(iter(tree.below(of, "pobj")), None)
    noun = at + 1
    if token.dep in ("nummod", "amod", "compound") and tree.tokens[token.head].pos in ("NOUN", "PROPN", "ADJ"):
        noun = token.head
    if not at < noun < len(tree.tokens) or tree.tokens[noun].pos not in ("NOUN", "PROPN", "ADJ"):
        return None
    if any(tree.tokens[between].pos in ("VERB", "ADP", "DET", "CCONJ") for between in range(at + 1, noun)):
        return None
    dated = tree.tokens[noun].name in ("DATE", "TIME") and not _is_counted(tree, at)
    return (
        None if dated or (tree.tokens[noun].lemma in _table()["happened"] and tree.tokens[noun].pos == "ADJ") else noun
    )


def _happened(tree: Tree, at: int) -> str:
    """What happened to those counted: said right after them, by the noun itself, its participles, or its verb."""
    table: dict[str, str] = _table()["happened"]
    for beside in (at + 1, at):
        if beside < len(tree.tokens) and (word := _in_table(tree, beside)):
            return word
    for child in tree.below(at, "acl", "amod", "relcl", "appos"):
        if word := _in_table(tree, child):
            return word
    for above in tree.ancestors(at):
        if word := _in_table(tree, above):
            return word
        if any(tree.tokens[below].text.lower() == "toll" for below in (above, *tree.subtree(above))):
            return table["death"]
        if tree.is_verbal(above):
            if _costs_lives(tree, above):
                return table["die"]
            subject = tree.subject(above)
            told = tree.subtree(subject) if subject is not None and subject not in (at, *tree.ancestors(at)) else ()
            known = tree.below(above, "xcomp") if _is_known(tree, above) else ()
            for child in (*tree.below(above, "oprd", "dobj", "acomp", "attr", "advmod"), *known, *told):
                if word := _in_table(tree, child):
                    return word
            return "" if tree.tokens[above].pos == "AUX" else tree.tokens[above].lemma
    return ""


def _costs_lives(tree: Tree, verb: int) -> bool:
    """Whether a verb says in two words that somebody died: "lost their lives", "claimed 12 lives"."""
    lives = _table()["lives"]
    return tree.tokens[verb].lemma in lives["verbs"] and any(
        tree.tokens[child].lemma in lives["nouns"] for child in tree.below(verb, "dobj", "nsubjpass")
    )


def _is_known(tree: Tree, verb: int) -> bool:
    """Whether a verb only says how surely its infinitive is known: "are known to have died"."""
    return tree.tokens[verb].lemma in _table()["lives"]["known"] and bool(tree.below(verb, "auxpass"))


def _in_table(tree: Tree, at: int) -> str:
    table: dict[str, str] = _table()["happened"]
    token = tree.tokens[at]
    if at + 1 < len(tree.tokens) and tree.tokens[at + 1].text == "-" and tree.tokens[at + 1].start == token.end:
        return ""  # "three body-worn cameras"
    return table.get(token.text.lower()) or table.get(token.lemma, "")


def _of_what(tree: Tree, at: int) -> list[str]:
    """The phrase that says what a measured unit measures: "years in prison", "miles from Soledar"; else the verb."""
    for of in (*tree.below(at, "prep"), *(child for child in tree.children[tree.tokens[at].head] if child > at)):
        if tree.tokens[of].dep == "prep" and (things := tree.below(of, "pobj")):
            return [tree.tokens[of].lemma, tree.tokens[things[0]].lemma]
    verb = next((above for above in tree.ancestors(at) if tree.tokens[above].pos == "VERB"), None)
    return [tree.tokens[verb].lemma] if verb is not None else []
