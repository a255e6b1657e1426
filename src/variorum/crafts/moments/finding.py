"""Every time expression of a document as a `Moment`: found by the table's patterns, admitted by grammar, then resolved."""

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from variorum.crafts.moments.grammar import Find, spot, table
from variorum.crafts.moments.resolving import Setting, read
from variorum.crafts.moments.tense import Direction, climb, direction, head_of, predicate_of
from variorum.values.documents import Document
from variorum.values.moments import Moment
from variorum.values.parses import Parse, Token
from variorum.values.text import Span, quote

PRINTED = "a date printed with the text, not said of an event"

# The part of a text where a heading, a by-line and a date line stand before the report begins.
_HEAD = 400


@dataclass(frozen=True, slots=True)
class _Ground:
    """A document with its tokens, to ask what stands around a place."""

    document: Document
    parse: Parse
    starts: list[int]

    def tokens(self, start: int, end: int) -> tuple[int, int]:
        """The half-open range of tokens that touch a stretch of the text."""
        first = max(0, bisect.bisect_right(self.starts, start) - 1)
        if first < len(self.starts) and self.parse.tokens[first].end <= start:
            first += 1
        return first, bisect.bisect_left(self.starts, end)

    def token(self, index: int) -> Token | None:
        return self.parse.tokens[index] if 0 <= index < len(self.parse.tokens) else None

    def word(self, index: int) -> str:
        token = self.token(index)
        return token.text.lower() if token else ""

    def sentence(self, index: int) -> tuple[int, int]:
        for first, last in self.parse.sentences:
            if first <= index < last:
                return first, last
        return index, index + 1


def find_moments(document: Document, parse: Parse) -> tuple[Moment, ...]:
    """Every time expression of a document, in order, resolved as far as the document itself allows.

    Relative expressions are counted from `document.published` and stay unresolved without it.
    """
    ground = _Ground(document, parse, [token.start for token in parse.tokens])
    finds = _admitted(ground)
    resolved: dict[int, Moment] = {}
    of_telling = {place: told for place, find in enumerate(finds) if (told := _telling(ground, find)) is not None}
    # Times of day take their day from a date of their sentence, which may stand after them: they come second.
    for late in (False, True):
        days = (m for i, m in resolved.items() if i not in of_telling and m.rule != PRINTED)
        named = any(m.precision == "day" and m.type == "date" for m in days)
        for place, find in enumerate(finds):
            if (find.rule.kind == "clock") is late:
                known = {
                    i: m
                    for i, m in resolved.items()
                    if not (late and _is_no_day_of(ground, find, m, of_telling.get(i), named=named))
                }
                counts = find.rule.kind == "anchored"  # "that night" is not that of the day of printing
                before = [known[i] for i in sorted(known) if i < place and not (counts and known[i].rule == PRINTED)]
                moment = _moment(ground, finds, place, before, known)
                if moment is not None:
                    resolved[place] = moment
    return tuple(_with_day(document, [resolved[i] for i in sorted(resolved)]))


def _is_no_day_of(ground: _Ground, clock: Find, day: Moment, told: int | None, *, named: bool) -> bool:
    """Whether a time of day cannot be taken to lie on a day: one on which something was told, or one only printed with the text.

    What was told at that hour is on it: "said at 9 a.m. on Monday". The printed day counts for the teller's own words where no
    other day is `named` anywhere, as in news of the same day.
    """
    if _is_still_to_come(ground, clock, day):
        return True
    first, last = ground.tokens(clock.start, clock.end)
    own = predicate_of(ground.parse, head_of(ground.parse, first, last)) if first < last else None
    if own is not None and day.rule == PRINTED:
        if named:
            return True
        saying = (*table().raw["dating"]["saying"], *table().raw["dating"]["learning"])
        return any(ground.parse.tokens[above].lemma in saying for above in climb(ground.parse, own))
    return told is not None and own != told


def _is_still_to_come(ground: _Ground, clock: Find, day: Moment) -> bool:
    """Whether an hour was not yet when its text was written: 9 p.m. in one that tells on the same day of "this morning"."""
    part = (day.value or "").partition("T")[2]
    if day.earliest != ground.document.published.value or part not in _PART_ENDS or "hour" not in clock.groups:
        return False
    hour = int(clock.groups["hour"])
    if "half" in clock.groups:
        hour = hour % 12 + (12 if clock.groups["half"].lower() == "p" else 0)
    return hour >= _PART_ENDS[part]


# The hour at which a part of the day is over, by the TIMEX3 code of the part.
_PART_ENDS = {"MO": 12, "AF": 18}


def _telling(ground: _Ground, find: Find) -> int | None:
    """The word that tells of telling where a day is that of the telling, None where it is not.

    "The police said on Monday", "the inquiry opened on Tuesday", "after Friday's hearing".
    """
    first, last = ground.tokens(find.start, find.end)
    if not first < last:
        return None
    tokens, dating = ground.parse.tokens, table().raw["dating"]
    described = tokens[head_of(ground.parse, first, last)].head
    if tokens[described].pos == "NOUN" and tokens[described].lemma in dating["tellings"]:
        return described
    told = predicate_of(ground.parse, head_of(ground.parse, first, last))
    if told is None or tokens[told].lemma in (*dating["saying"], *dating["learning"]):
        return told
    low, high = ground.sentence(told)
    subjects = (token for token in tokens[low:high] if token.head == told and token.dep in ("nsubj", "nsubjpass"))
    return told if any(subject.lemma in dating["tellings"] for subject in subjects) else None


def _with_day(document: Document, moments: Sequence[Moment]) -> Iterator[Moment]:
    """A time of day and the day right beside it as the one expression they are: "4 p.m. Friday"."""
    waiting: Moment | None = None
    for moment in moments:
        if waiting is None:
            waiting = moment
            continue
        start, end = waiting.passage.span.start, moment.passage.span.end
        between = document.text[waiting.passage.span.end : moment.passage.span.start]
        minute, day = waiting.precision == "minute", waiting.precision == "day"
        fits = (minute and moment.precision == "day") or (day and moment.precision == "minute")
        if fits and _beside(between) and waiting.earliest is not None and waiting.earliest == moment.earliest:
            clock = waiting if minute else moment
            waiting = replace(clock, passage=quote(document.text, Span(document.id, start, end)))
        else:
            yield waiting
            waiting = moment
    if waiting is not None:
        yield waiting


def _beside(between: str) -> bool:
    """Whether a time of day and a day with these words between them are one expression: "6 p.m. on Friday"."""
    return between[:1] in (" ", ",") and between.strip().lower() in table().context("beside")


def _admitted(ground: _Ground) -> list[Find]:
    """The finds that are time expressions, overlaps resolved in favour of the better fit."""
    taken = bytearray(len(ground.document.text))
    kept = []
    for find in spot(ground.document.text):
        if any(taken[find.start : find.end]):
            continue
        age = _is_age(ground, find)
        if age or _is_time(ground, find):
            taken[find.start : find.end] = b"\1" * (find.end - find.start)
            if not age:
                kept.append(find)
    return sorted(kept, key=lambda find: find.start)


def _is_age(ground: _Ground, find: Find) -> bool:
    if find.rule.kind != "duration":
        return False
    words = table()
    first, last = ground.tokens(find.start, find.end)
    tail = find.groups.get("tail", "").strip(" -").lower()
    following = ground.document.text[find.end :].lstrip(" -\u00a0").split(" ", 1)[0].strip(".,;:").lower()
    return (
        tail in words.context("after_age")
        or following in words.context("after_age")
        or ground.word(first - 1) in words.context("before_age")
        or ground.word(first - 2) in words.context("before_age")
    ) and last > first


def _is_time(ground: _Ground, find: Find) -> bool:
    check = _CHECKS.get(find.rule.kind)
    return check is None or check(ground, find)


def _is_calendar_date(ground: _Ground, find: Find) -> bool:
    groups = find.groups
    first, last = ground.tokens(find.start, find.end)
    token = ground.token(first)
    if token is None:
        return False
    if "month" in groups and "day" not in groups and "year" not in groups and "shift" not in groups:
        return _is_month(ground, find, first, last)
    if set(groups) <= {"year", "part"} and find.rule.name == "year":
        return _is_year(ground, find, last - 1)
    if "twofigures" in groups:
        return ground.word(first - 1) in table().context("before_year")
    if "month" in groups and "day" in groups and "year" not in groups:
        # "May 5" is a date, "May 5,000 people" and "in May 12 people died" are not.
        following = ground.token(last)
        number_after = groups["month"] and ground.document.text[find.end - 1].isdigit()
        quantity = following is not None and following.tag in ("NNS", "CD") and number_after
        return not (quantity and following is not None and ground.parse.tokens[last - 1].head >= last)
    return "decadeword" not in groups or token.text.lower() == "the"


def _is_month(ground: _Ground, find: Find, first: int, last: int) -> bool:
    words = table()
    month = ground.token(last - 1)
    if month is None or month.name == "PERSON":
        return False
    if find.groups["month"] not in words.raw["context"]["doubtful_months"] and len(find.groups["month"]) > 3:
        return month.name in ("", "DATE", "TIME", "CARDINAL") or ground.word(first - 1) in words.context("before_month")
    if month.pos in ("AUX", "VERB"):
        return False
    return month.name == "DATE" or ground.word(first - 1) in words.context("before_month") or "part" in find.groups


def _is_year(ground: _Ground, find: Find, index: int) -> bool:
    words = table()
    text = ground.document.text
    if text[max(0, find.start - 1) : find.start] in tuple("$£€#") or text[find.end : find.end + 1] in tuple("%°"):
        return False
    if text[find.end : find.end + 1] in ("-", "–") and text[find.end + 1 : find.end + 2].isalpha():
        return False
    token, following, before = ground.token(index), ground.token(index + 1), ground.word(index - 1)
    if token is None:
        return False
    if "part" in find.groups:
        return True
    counted = following is not None and following.tag in ("NNS", "CD", "NNPS") and token.head > index
    determined = before in words.context("determiners") or before in ("'s", "’s")
    if counted and not determined:
        return False
    if token.name == "DATE" or _in_a_range_of_years(text, find):
        return True
    if token.name in ("CARDINAL", "MONEY", "QUANTITY", "PERCENT"):
        return before in words.context("before_year") and not counted
    # "the 2011 version", "Worldwide Conference 2010"
    after_noun = index > 0 and ground.parse.tokens[index - 1].pos in ("PROPN", "NOUN")
    return before in words.context("before_year") or determined or after_noun


# "2012–2014" with nothing after it that is counted: two years, the second the later.
_RANGE_OF_YEARS = re.compile(r"(?<![\w.,-])(1[5-9]\d\d|20\d\d) ?[-–—] ?(1[5-9]\d\d|20\d\d)(?![\w]|[.,-]\d|[-–—])")
_SPAN_OF_YEARS = 60  # no post and no campaign is longer; "1500-2000" is a count


def _in_a_range_of_years(text: str, find: Find) -> bool:
    """Whether a year is one end of "2012–2014"."""
    low = max(0, find.start - 8)
    for match in _RANGE_OF_YEARS.finditer(text[low : find.end + 8]):
        ends = match.start(1) + low, match.end(2) + low
        later = int(match[1]) < int(match[2]) <= int(match[1]) + _SPAN_OF_YEARS
        if later and find.start >= ends[0] and find.end <= ends[1]:
            return True
    return False


def _is_duration(ground: _Ground, find: Find) -> bool:
    amount = find.groups.get("amount", "").lower()
    if "unit" not in find.groups:
        return True
    unit = find.groups["unit"].lower()
    # "a second attempt", "a minute detail": an article before these is hardly ever a length of time.
    _, last = ground.tokens(find.start, find.end)
    head = ground.token(last - 1)
    if amount in ("a", "an") and unit == "second":
        return False
    before = ground.token(ground.tokens(find.start, find.end)[0] - 1)
    if find.rule.name == "some time before or after" and before is not None and before.pos in ("ADJ", "DET", "NUM"):
        return False  # "the bloodiest days of the war" are known ones
    # "a quarter of its dealers"
    words = table()
    if words.lookup("units", unit) == words.lookup("units", "quarter") and amount in words.context("shares"):
        return False
    return not (
        head is not None and amount in ("a", "an", "one") and head.tag not in ("NN", "NNS", "NNP", "JJ", "CD", "RB")
    )


def _is_reference(ground: _Ground, find: Find) -> bool:
    words = table()
    first, last = ground.tokens(find.start, find.end)
    following = ground.document.text[find.end : find.end + 1]
    if following in ("-", "–") or ground.word(last) in words.context("not_after"):
        return False
    if find.groups["reference"].lower() in words.context("bare_adjectives"):
        token, noun = ground.token(first), ground.token(last)
        before = ground.token(first - 1)
        return (
            token is not None
            and token.dep == "amod"
            and noun is not None
            and ground.word(first - 1) not in words.context("compared")
            and (before is None or before.tag not in ("CD", "PRP$"))
        )
    if find.groups["reference"].lower() in words.context("only_after_at"):
        return ground.word(first - 1) in words.context("before_reference")
    return True


def _is_set(ground: _Ground, find: Find) -> bool:
    if "weekdays" in find.groups:
        # Texts that lost their apostrophes write "Wednesdays explosion" for one day: see `_moment`.
        return True
    if "set" in find.groups:
        _, last = ground.tokens(find.start, find.end)
        token = ground.token(last - 1)
        return token is not None and token.pos != "PROPN"
    return True


def _is_day_of_speaking(ground: _Ground, find: Find) -> bool:
    """Whether a word for a day stands for one, and is not the end of a name: "Coastline Today reached him"."""
    first, last = ground.tokens(find.start, find.end)
    token, before = ground.token(first), ground.token(first - 1)
    low, _ = ground.sentence(first)
    named = token is not None and token.pos == "PROPN" and token.text[:1].isupper() and last - first == 1
    return not (named and first > low and before is not None and before.pos == "PROPN")


def _is_weekday(ground: _Ground, find: Find) -> bool:
    first, _ = ground.tokens(find.start, find.end)
    return ground.word(first - 1) not in table().context("named_weekdays")


def _is_clock(ground: _Ground, find: Find) -> bool:
    if find.rule.name != "twenty-four hours":
        return True
    if "." in ground.document.text[find.start : find.start + 3] and ground.document.text[find.end - 1].isdigit():
        return _opens_with_clock(ground, find)
    # Scores and ratios look like times; a time of day has a zone, "at", "by", "around" before it, or the parser's word.
    first, _ = ground.tokens(find.start, find.end)
    token = ground.token(first)
    words = table()
    return (
        not ground.document.text[find.end - 1].isdigit()
        or ground.word(first - 1) in words.context("before_clock")
        or (token is not None and token.name == "TIME")
    )


def _opens_with_clock(ground: _Ground, find: Find) -> bool:
    """Whether a sentence opens with a time of day written with a point: "At 4.15 the siren sounded"."""
    first, last = ground.tokens(find.start, find.end)
    low, _ = ground.sentence(first)
    words = table()
    opens = first - 1 == low and ground.word(low) in words.context("before_clock")
    return opens and ground.word(last) in words.context("after_clock")


_CHECKS = {
    "calendar": _is_calendar_date,
    "duration": _is_duration,
    "reference": _is_reference,
    "set": _is_set,
    "clock": _is_clock,
    "deictic": _is_day_of_speaking,
    "weekday": _is_weekday,
}


def _moment(
    ground: _Ground, finds: Sequence[Find], place: int, before: Sequence[Moment], resolved: dict[int, Moment]
) -> Moment | None:
    find = finds[place]
    first, last = ground.tokens(find.start, find.end)
    if not first < last:
        return None
    find = _restored(ground, find, last)
    words = table()
    setting = Setting(
        published=ground.document.published.value,
        direction=_direction(ground, find, first, last),
        backward=ground.word(first - 1) in words.context("backward"),
        neighbour=_neighbour(ground, finds, place),
        before=before,
        same_sentence=_days_of_sentence(ground, finds, place, resolved) if find.rule.kind == "clock" else (),
    )
    reading = read(find, setting)
    if reading is None:
        return None
    rule = PRINTED if reading.first and _is_printed(ground, find, first, last, reading.first) else reading.rule
    return Moment(
        passage=quote(ground.document.text, Span(ground.document.id, find.start, find.end)),
        type=reading.type,
        value=reading.value,
        earliest=reading.first,
        latest=reading.last,
        precision=reading.precision,
        anchor=reading.anchor,
        rule=rule,
    )


def _direction(ground: _Ground, find: Find, first: int, last: int) -> Direction:
    """The way of the clause; "until Friday" looks ahead whatever the clause does."""
    if find.rule.kind == "weekday" and ground.word(first - 1) in table().context("up_to_a_day"):
        return "future"
    if any(ground.word(first - step) in table().context("amending") for step in (1, 2, 3)):
        return "near"  # a page is amended after the day that it bears
    return direction(ground.parse, first, last)


def _restored(ground: _Ground, find: Find, last: int) -> Find:
    """ "Wednesdays explosion", the apostrophe lost in copying, is one day: a plural weekday right before a noun."""
    following = ground.token(last)
    if "weekdays" not in find.groups or following is None or following.pos not in ("NOUN", "ADJ"):
        return find
    single = next(rule for rule in table().rules if rule.kind == "weekday" and rule.name == "weekday")
    return Find(find.start, find.end, single, {"weekday": find.groups["weekdays"]})


def _neighbour(ground: _Ground, finds: Sequence[Find], place: int) -> int | None:
    """The year of the next date of a range or list: "between May and July 2016", "on 3 and 4 June 1999"."""
    find = finds[place]
    if find.rule.kind != "calendar" or "year" in find.groups or "month" not in find.groups or place + 1 >= len(finds):
        return None
    following = finds[place + 1]
    between = ground.document.text[find.end : following.start].strip().lower()
    joined = between in table().context("range_joiners") or between in (",", "or", "&")
    if not joined or following.rule.kind != "calendar" or "month" not in following.groups:
        return None
    return int(following.groups["year"]) if "year" in following.groups else _neighbour(ground, finds, place + 1)


def _days_of_sentence(
    ground: _Ground, finds: Sequence[Find], place: int, resolved: dict[int, Moment]
) -> tuple[Moment, ...]:
    """The resolved days of the sentence of a time of day, the nearest first."""
    first, _ = ground.tokens(finds[place].start, finds[place].end)
    low, high = ground.sentence(first)
    start, end = ground.parse.tokens[low].start, ground.parse.tokens[high - 1].end
    here = finds[place]
    days = [
        (abs(i - place), i)
        for i, moment in resolved.items()
        if start <= finds[i].start < end
        and _gap(here, finds[i]) <= _BESIDE
        and moment.precision == "day"
        and moment.earliest
        and moment.earliest == moment.latest
    ]
    return tuple(resolved[i] for _, i in sorted(days))


# A day so many characters from a time of day belongs to it ("at 4 p.m. local time on Friday").
_BESIDE = 30


def _gap(one: Find, other: Find) -> int:
    return max(one.start, other.start) - min(one.end, other.end)


def _is_printed(ground: _Ground, find: Find, first: int, last: int, day: object) -> bool:
    """Whether a full date is the day of publication as printed, a photograph's date or the like, not an event's."""
    if "year" not in find.groups or not ({"day", "daynumber", "second"} & set(find.groups)):
        return False
    words = table()
    where = Span(ground.document.id, find.start, find.end)
    if any(stretch.covers(where) for stretch in ground.document.stretches("dateline", "byline", "credit")):
        return True
    if ground.word(first - 1) in words.context("introduces_event") and not _follows_publication(ground, first):
        return False
    if _follows_publication(ground, first):
        return True
    low, high = ground.sentence(first)
    if ground.word(low) in words.context("opens_page"):
        return True
    alone = high - low <= (last - first) + 2
    own_day = day == ground.document.published.value and _stands_apart(ground, find, low, first)
    return alone or own_day or (find.start < _HEAD and _opens_line(ground, find))


def _stands_apart(ground: _Ground, find: Find, low: int, first: int) -> bool:
    """Whether a date is no part of its sentence: nothing told before it, or a new sentence right after it."""
    told = any(token.pos in ("VERB", "AUX") for token in ground.parse.tokens[low:first])
    return not told or bool(re.match(r"\s+[\"“‘']?[A-Z]", ground.document.text[find.end :]))


def _follows_publication(ground: _Ground, first: int) -> bool:
    words = table().context("publication")
    return any(ground.word(first - step) in words for step in (1, 2, 3))


def _opens_line(ground: _Ground, find: Find) -> bool:
    before = ground.document.text[: find.start].rsplit("\n", 1)[-1]
    after = ground.document.text[find.end :].split("\n", 1)[0]
    return not before.strip() and bool(re.match(r"\s*$|\s+[A-Z]", after))
