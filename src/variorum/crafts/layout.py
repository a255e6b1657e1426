"""What each stretch of a published text is: title, byline, dateline, body, caption, credit, or no part of the account.

Works on the text alone, by the tables `layout` and `signatures`; never changes it. Everything not recognised is body:
taking a sentence for boilerplate would lose testimony, the reverse only costs the reader a glance.
"""

import datetime
import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from variorum.crafts import tables
from variorum.crafts.names import first_names, fold
from variorum.values.documents import Role

# Lines of the head in which bylines, datelines and dates standing alone are looked for.
_HEAD_LINES = 10
# Characters of the first paragraph within which its title may be repeated, as copied web pages do.
_HEAD_REACH = 500
_TITLE_WORDS = 28
# Programs write 0001-01-01 for a date they do not know; outside these years a date is a filler or a slip.
_FIRST_YEAR, _LAST_YEAR = 1800, 2199
_CAPITAL = "A-ZÀ-ÖØ-ÞĆČĐĞİŁŃŚŞŠŹŻŽ"
_SENTENCE_END = re.compile(r"""(?:[a-zà-ÿ0-9)%]{2}|[A-Z]{3})[.!?…]["”’)]{0,2}(?=\s)""")
_STOP = re.compile(r"""(?:[.!?…]["”’)\]]{0,2}|[)\]])(?=\s|[-–—(\[])""")
_FINAL = re.compile(r"""[.!?…:;,]["”’)\]]*$""")
# What may stand between two pieces of a head.
_BETWEEN = re.compile(r"[\s|·•,.:–—-]*")
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s+(?=\S)")


@dataclass(frozen=True, slots=True, order=True)
class Region:
    """A half-open stretch of a text (code points) and its role; begins and ends with what is not white space."""

    start: int
    end: int
    role: Role


@dataclass(frozen=True, slots=True)
class StatedDate:
    """The day on which a text says it was published; `day` None where the figures can be read in two ways."""

    day: datetime.date | None
    words: str


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The tables compiled once. Names follow the sections of layout.toml."""

    date: re.Pattern[str]
    months: dict[str, int]
    alone: re.Pattern[str]
    opening_date: re.Pattern[str]
    labelled: re.Pattern[str]
    changed: re.Pattern[str]
    mastheads: tuple[re.Pattern[str], ...]
    bare_mastheads: tuple[re.Pattern[str], ...]
    bylines: tuple[re.Pattern[str], ...]
    named: tuple[re.Pattern[str], ...]
    opening_bylines: tuple[re.Pattern[str], ...]
    name: re.Pattern[str]
    voice_headings: tuple[re.Pattern[str], ...]
    voice_sentences: tuple[re.Pattern[str], ...]
    datelines: tuple[re.Pattern[str], ...]
    dateline_lines: tuple[re.Pattern[str], ...]
    agency: re.Pattern[str]
    caption_labels: tuple[re.Pattern[str], ...]
    pictures: tuple[re.Pattern[str], ...]
    agencies: tuple[re.Pattern[str], ...]
    inside: tuple[re.Pattern[str], ...]
    signatures: tuple[re.Pattern[str], ...]
    boilerplate: tuple[re.Pattern[str], ...]
    endings: tuple[re.Pattern[str], ...]
    openings: tuple[re.Pattern[str], ...]
    label: re.Pattern[str]


@functools.cache
def _table() -> dict[str, Any]:
    return tables.load("layout")


def _any_of(words: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True)) + ")"


@functools.cache
def _patterns() -> _Patterns:
    table = _table()
    months = {form: number for number, forms in enumerate(table["dates"]["months"], start=1) for form in forms}
    month = f"(?i:{_any_of(months)})" + r"\.?"
    day = r"\d{1,2}(?:st|nd|rd|th)?"
    date = (
        rf"(?:\d{{4}}-\d{{2}}-\d{{2}}|\d{{4}}/\d{{1,2}}/\d{{1,2}}|\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{4}}"
        rf"|{day}(?: of)?[ -]{month} ?,?[ -]\d{{4}}|{month} {day} ?,? \d{{4}})(?!\d)"
    )
    weekday = f"(?i:{_any_of(table['dates']['weekdays'])})" + r"\.?"
    # "by Ruta Halloran Monday": the names of days are no names of persons; their short forms ("Sun") may be.
    day_names = _any_of(form.capitalize() for form in table["dates"]["weekdays"] if len(form) > 5)
    word = rf"(?!{day_names}\b)[{_CAPITAL}][\w’'-]*\.?"
    particle = f"(?i:{_any_of(table['names']['particles'])})"
    name = rf"{word}(?:(?: |-){particle}(?= ))?(?: (?:{particle}[ -])?{word}){{0,3}}"
    names = rf"{name}(?:(?:, | and |, and | & ){name}){{0,5}}"
    agency = _any_of(sign for entry in tables.load("signatures")["agency"] for sign in entry["signs"]) + r"(?!\w)"
    place = rf"{word}(?:[ -]{word}){{0,3}}(?:, {word}(?: {word}){{0,2}}|/{word}(?: {word})?)?"
    known = {"date": date, "name": name, "names": names, "agency": agency, "place": place, "weekday": weekday}
    # "The Halden Evening Post", "Radio Olsen", "Northgate Courier Online"
    press = f"(?i:{_any_of(table['masthead']['press'])})"
    known["outlet"] = (
        rf"(?:{word} (?:(?:of|and|&) )?){{0,4}}{press}(?: (?i:{_any_of(('online', 'news'))}))?|(?:Radio|TV|Channel) {word}"
    )
    known |= {"day": rf"(?:{day} {month}|{month} {day})(?!\w)", "capital": f"[{_CAPITAL}]"}

    def build(patterns: Iterable[str]) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(_fill(one, known), re.IGNORECASE) for one in patterns)

    clock = r"(?:,? (?:at )?\d{1,2}[:.h]\d{2}(?: ?[ap]\.?m\.?)?(?: ?[A-Z]{2,4})?|,? at \d{4}|,? \d{1,2} ?[ap]\.?m\.?(?: [A-Z]{2,4})?)?"
    changed = "(?i:" + "|".join(table["dates"]["changed"]) + ")"
    published = "(?i:" + "|".join(table["dates"]["published"]) + ")"
    updated = r"(?:\s*\((?i:updated)[^()\n]{0,40}\))?"
    dated = rf"(?:{weekday},? )?(?P<date>{date})(?:T[\d:.+Z-]+)?{clock}{updated}"
    return _Patterns(
        date=re.compile(date),
        months=months,
        alone=re.compile(rf"[(\[]?{dated}[)\].]?(?:\s*[|·•–—-].{{0,60}})?"),
        opening_date=re.compile(
            rf"""(?P<label>{published}\s*:?\s+)?{dated}(?=\s*[|·•–—-]\s|\s*["“‘'(]?[{_CAPITAL}\d]|\s*$)"""
        ),
        labelled=re.compile(rf"{published}\s*[:|–—-]?\s*{dated}(?:\s*[|·•,–—-].{{0,60}})?"),
        changed=re.compile(rf"{changed}\s*[:|–—-]?\s*{dated}.{{0,40}}"),
        mastheads=build(table["masthead"]["dated"]),
        bare_mastheads=build(table["masthead"]["alone"]),
        bylines=build(table["byline"]["lines"]),
        named=build(table["byline"]["named"]),
        opening_bylines=build(table["byline"]["opening"]),
        name=re.compile(name),
        voice_headings=build(table["voice"]["headings"]),
        voice_sentences=build(table["voice"]["sentences"]),
        datelines=build(table["dateline"]["openings"]),
        dateline_lines=build(table["dateline"]["lines"]),
        agency=re.compile(agency),
        caption_labels=build(table["caption"]["labels"]),
        pictures=build(table["credit"]["pictures"]),
        agencies=build(table["credit"]["agencies"]),
        inside=build(table["credit"]["inside"]),
        signatures=build(table["credit"]["signatures"]),
        boilerplate=build(table["boilerplate"]["lines"]),
        endings=build(table["boilerplate"]["endings"]),
        openings=build(table["boilerplate"]["openings"]),
        label=re.compile(table["paragraph"]["label"]),
    )


def _fill(pattern: str, known: dict[str, str]) -> str:
    """The pattern with its placeholders replaced; what they stand for keeps its capitals where the rest need not."""
    for key, value in known.items():
        pattern = pattern.replace("{" + key + "}", f"(?-i:{value})")
    return pattern


def find_regions(text: str, *, title: str | None = None, fixed: Sequence[Region] = ()) -> tuple[Region, ...]:
    """The regions of a text, in order and disjoint; left out are white space and marks such as "#" and "Caption:".

    Use it once per document, after reading. `title` is the title where it is known from outside the text: a
    repetition of it at the head is then found. `fixed` are regions whose role the file's own markup says.
    """
    units = _merge_wrapped(text, list(_units(text)))
    given = {(region.start, region.end): region.role for region in fixed}
    headline = _find_headline(text, units, title) if "title" not in given.values() else None
    if title is None and headline is not None:
        title = text[slice(*units[headline])]
    regions: list[Region] = []
    prose_seen = False
    for index, (start, end) in enumerate(units):
        near_head = index < _HEAD_LINES and not prose_seen
        role = given.get((start, end)) or _line_role(text[start:end], near_head=near_head)
        after = text[slice(*units[index + 1])] if index + 1 < len(units) else ""
        heads = near_head and role is None and (not regions or regions[-1].role in ("title", "dateline"))
        if heads and (_is_bare_masthead(text[start:end], after) or (regions and _is_author(text[start:end], after))):
            role = "byline"
        if index == headline and role != "boilerplate":
            mark = _MARKDOWN_HEADING.match(text, start, end)
            regions.append(Region(mark.end() if mark else start, end, "title"))
        elif role == "caption":
            regions.extend(_caption_regions(text, start, end))
        elif role is not None:
            regions.append(Region(start, end, role))
        else:
            last = index >= len(units) - 2
            label = _patterns().label.match(text, start, end)
            start = label.end() if label and label.end() < end else start
            regions.extend(
                _prose_regions(
                    text, start, end, title=title, near_head=index < _HEAD_LINES, first=not prose_seen, last=last
                )
            )
            prose_seen = prose_seen or len(text[start:end].split()) > 3
    return tuple(regions)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _units(text: str) -> Iterator[tuple[int, int]]:
    """The lines that hold more than white space, trimmed."""
    at = 0
    for line in text.splitlines(keepends=True):
        start, end = _trim(text, at, at + len(line))
        at += len(line)
        if start < end:
            yield start, end


def _merge_wrapped(text: str, units: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Lines of a text broken at a fixed width, put together into their paragraphs; other texts as they are."""
    if not is_wrapped(text):
        return units
    merged: list[tuple[int, int]] = []
    for start, end in units:
        if (
            merged
            and text[merged[-1][1] : start].count("\n") == 1
            and _goes_on(text[slice(*merged[-1])], text[start:end])
        ):
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def is_wrapped(text: str) -> bool:
    """Whether the lines are broken at a fixed width (as mail and print are) rather than one a paragraph.

    Judged by the lines that another line follows directly: most are 50 to 100 long and few end a sentence.
    """
    lines = [line.rstrip() for line in text.splitlines()]
    followed = [line for line, after in itertools.pairwise(lines) if line.strip() and after.strip()]
    if len(followed) < 3:
        return False
    broken = sum(1 for line in followed if 45 <= len(line) <= 105 and not _FINAL.search(line))
    return broken > 0.5 * len(followed) and max(map(len, followed)) <= 120


def _goes_on(before: str, after: str) -> bool:
    """Whether a line belongs to the paragraph of the lines before it: the last of them is full, and no list begins."""
    return len(before.splitlines()[-1].rstrip()) >= 40 and not re.match(r"[-*•>]\s|\d{1,2}[.)]\s", after)


def _full(patterns: Iterable[re.Pattern[str]], words: str) -> re.Match[str] | None:
    return next((match for pattern in patterns if (match := pattern.fullmatch(words))), None)


def _find_headline(text: str, units: Sequence[tuple[int, int]], title: str | None) -> int | None:
    """The index of the unit that is the title: the known one where it stands there, else a first line that reads so."""
    for index, (start, end) in enumerate(units[:_HEAD_LINES]):
        if title is not None and _squeeze(text[start:end]) == _squeeze(title):
            return index
    for index, (start, end) in enumerate(units[:4]):
        words = text[start:end]
        follows = units[index + 1 :]
        if follows and _is_bare_masthead(words, text[slice(*follows[0])]):
            continue
        if _line_role(words, near_head=True) is None:
            return index if follows and _reads_as_title(text, (start, end), follows[0]) else None
    return None


def _reads_as_title(text: str, unit: tuple[int, int], follows: tuple[int, int]) -> bool:
    words = text[slice(*unit)]
    if _MARKDOWN_HEADING.match(words):
        return True
    if len(words.split()) > _TITLE_WORDS or _FINAL.search(words.replace("?", "").replace("!", "")) or "\n" in words:
        return False
    apart = text[unit[1] : follows[0]].count("\n") > 1
    after = text[slice(*follows)]
    return (
        apart
        or _line_role(after, near_head=True) in ("byline", "dateline")
        or _is_author(after, text[follows[1] :].strip())
        or len(after.split()) > len(words.split()) + 5
    )


def _line_role(words: str, *, near_head: bool) -> Role | None:
    """The role of a whole line, None where it reads as prose."""
    patterns = _patterns()
    if len(words) > 400:
        return None
    if _full(patterns.boilerplate, words) or _is_appeal(words) or _is_widgets(words):
        return "boilerplate"
    if patterns.labelled.fullmatch(words) or (near_head and _full((patterns.alone, patterns.changed), words)):
        return "dateline"
    if near_head and (_is_masthead(words) or _full(patterns.dateline_lines, words)):
        return "dateline"
    if near_head and ((match := _full(patterns.bylines, words)) is not None) and _is_byline(match):
        return "byline"
    if _full(patterns.pictures, words) or _full(patterns.agencies, words) or _full(patterns.signatures, words):
        return "credit"
    if any(label.match(words) for label in patterns.caption_labels):
        return "caption"
    return None


def _is_masthead(words: str) -> bool:
    """Whether a line names the publisher and the day, and nothing else."""
    match = _full(_patterns().mastheads, words) if len(words) <= 80 else None
    return match is not None and _is_outlet(match["outlet"])


def _is_bare_masthead(words: str, after: str) -> bool:
    """Whether a line names only the publisher; alone it may be a title ("Hard Times"), above a date it is none."""
    match = _full(_patterns().bare_mastheads, words) if len(words) <= 60 else None
    return match is not None and _is_outlet(match["outlet"]) and _full((_patterns().alone,), after) is not None


def _is_outlet(name: str) -> bool:
    """Whether a name is written as one: "Halden Gazette", not "the sun"."""
    parts = name.split()
    return len(parts) > 1 and all(part[0].isupper() or part in ("of", "and", "&") for part in parts)


def _is_author(words: str, after: str) -> bool:
    """Whether a line at the head, with the report still to come, is its author's name and perhaps where he writes from."""
    match = _full(_patterns().named, words) if after and len(words.split()) <= 9 else None
    if match is None:
        return False
    people = re.split(r", and | and | & |, ", match["who"])
    return all(len(one.split()) > 1 and fold(one.split()[0]) in first_names() for one in people)


def _is_byline(match: re.Match[str]) -> bool:
    """Whether what was taken for names can be some: "By Tuesday, nobody had come" is a sentence."""
    who = match.groupdict().get("who")
    if who is None:
        return True
    first = who.split()[0].strip(".,").lower()
    dates = _table()["dates"]
    calendar = first in dates["weekdays"] or first in _patterns().months
    short = len(match.group().split()) <= 16 and not match.group().endswith(("!", "?", ". ", '."'))
    alone = match.end("who") == match.end()
    return not calendar and short and (alone or " " in who) and first not in _table()["names"]["not_persons"]


def _is_appeal(words: str) -> bool:
    """A line in capitals that tells the reader to do something: "CLICK HERE TO GET OUR APP"."""
    tokens = words.split()
    return (
        len(tokens) > 1
        and words.isupper()
        and tokens[0].strip(".,:!").lower() in _table()["boilerplate"]["imperatives"]
    )


def _is_widgets(words: str) -> bool:
    """Controls of a web page copied along: "Print Tweet Views 729"."""
    tokens = [token.strip(".,:|·0123456789").lower() for token in words.split()]
    names = [token for token in tokens if token]
    return len(tokens) > 1 and bool(names) and all(name in _table()["boilerplate"]["widgets"] for name in names)


def _prose_regions(
    text: str, start: int, end: int, *, title: str | None, near_head: bool, first: bool, last: bool
) -> list[Region]:
    """A paragraph of prose, with what stands at its head and its tail set apart."""
    regions: list[Region] = []
    if first or near_head:
        regions, start = _take_head(text, start, end, title=title, first=first)
    else:
        # Copied pages put pictures and summaries before the report: a dateline that names its agency is one anywhere.
        match = _patterns().datelines[0].match(text, start, end)
        if match and match.end() < end and _begins_sentence(text[match.end()]):
            regions, start = [Region(*_trim(text, start, match.end()), "dateline")], match.end()
    tail: list[Region] = []
    if last:
        tail, end = _take_ending(text, start, end)
    if start < end:
        regions.extend(_take_credits(text, start, end))
    return regions + tail


def _take_head(text: str, start: int, end: int, *, title: str | None, first: bool) -> tuple[list[Region], int]:
    """Date, byline, repeated title and dateline at the head of a paragraph, and where the prose begins."""
    regions: list[Region] = []
    patterns = _patterns()
    at = start
    while first and at < end:
        taken = _head_piece(text, at, end, title, regions[-1] if regions else None)
        if taken is None:
            break
        regions.append(taken)
        at = _skip(_BETWEEN, text, taken.end, end)
    for pattern in patterns.datelines:
        match = pattern.match(text, at, end)
        if match and match.end() < end and _begins_sentence(text[match.end()]) and _is_place(match):
            regions.append(Region(*_trim(text, at, match.end()), "dateline"))
            at = match.end()
            break
    return regions, at


def _head_piece(text: str, at: int, end: int, title: str | None, before: Region | None) -> Region | None:
    """What stands at `at` before the prose begins, if anything does."""
    patterns = _patterns()
    if title is not None and (stop := _repeats(text, at, end, title)) is not None:
        return Region(at, stop, "title")
    if match := patterns.opening_date.match(text, at, end):
        return Region(at, _trim(text, at, match.end())[1], "dateline")
    if match := _first_match(patterns.opening_bylines, text, at, end):
        return Region(at, match.end(), "byline")
    if before is not None and (match := patterns.agency.match(text, at, end)):
        rest = _skip(_BETWEEN, text, match.end(), end)
        signs = before.role == "title" and rest < end and _begins_sentence(text[rest])
        if signs or patterns.opening_date.match(text, rest, end):
            return Region(at, match.end(), "byline")
    if before is not None and (match := _first_match(patterns.openings, text, at, end)):
        return Region(at, match.end(), "boilerplate")
    again = _title_within(text, at, min(end, at + _HEAD_REACH), title) if before is not None else None
    if again is not None and again > at and not _SENTENCE_END.search(text, at, again):
        return Region(*_trim(text, at, again), "boilerplate")
    return None


def _skip(pattern: re.Pattern[str], text: str, at: int, end: int) -> int:
    match = pattern.match(text, at, end)
    return match.end() if match else at


def _first_match(patterns: Iterable[re.Pattern[str]], text: str, at: int, end: int) -> re.Match[str] | None:
    return next((match for pattern in patterns if (match := pattern.match(text, at, end))), None)


def _squeeze(words: str) -> str:
    return "".join(char for char in words.casefold() if char.isalnum())


def _title_forms(title: str) -> list[str]:
    """The title, and the longest piece of one with a site's name behind a bar or a dash; short ones say too little."""
    pieces = re.split(r"\s+[|–—-]\s+", title)
    forms = [title, max(pieces, key=len)]
    return [_squeeze(form) for form in dict.fromkeys(forms) if len(form.split()) >= 4]


def _repeats(text: str, at: int, end: int, title: str) -> int | None:
    """Where a repetition of the title that begins at `at` ends, compared by letters and figures alone."""
    for form in _title_forms(title):
        seen = 0
        stop = at
        while stop < end and seen < len(form):
            if (folded := _squeeze(text[stop])) and not form.startswith(folded, seen):
                break
            seen += len(folded)
            stop += 1
        ends_word = stop == end or not text[stop].isalnum()
        if seen == len(form) and ends_word:
            return stop + 1 if stop < end and text[stop] in ".:" else stop
    return None


def _title_within(text: str, at: int, end: int, title: str | None) -> int | None:
    """The last place in the stretch where the title is repeated in full."""
    if title is None:
        return None
    starts = [m.start() for m in re.finditer(r"(?<!\w)\w", text[at:end])]
    return next((at + s for s in reversed(starts) if _repeats(text, at + s, len(text), title) is not None), None)


def _begins_sentence(char: str) -> bool:
    return char.isupper() or char.isdigit() or char in "\"“‘'(["


def _is_place(match: re.Match[str]) -> bool:
    """A place in front of a bare dash counts only in capitals (perhaps with its country): "ACCRA, Ghana – "."""
    place = match.groupdict().get("capitals")
    if place is None:
        return True
    city = place.split(",")[0]
    named = city.split()[0].lower() not in _table()["dateline"]["not_places"]
    return named and len(city) > 2 and city.replace("-", "").replace(" ", "").isupper()


def _take_ending(text: str, start: int, end: int) -> tuple[list[Region], int]:
    """Signatures of agencies and copied controls at the end of the last paragraphs, and where the prose ends."""
    patterns = _patterns()
    regions: list[Region] = []
    while (found := _one_ending(text, start, end, patterns)) is not None:
        regions.insert(0, found)
        end = _trim(text, start, found.start)[1]
    return regions, end


def _one_ending(text: str, start: int, end: int, patterns: _Patterns) -> Region | None:
    roles: tuple[tuple[tuple[re.Pattern[str], ...], Role], ...] = (
        (patterns.endings, "boilerplate"),
        (patterns.signatures, "credit"),
    )
    for stop in _sentence_stops(text, max(start, end - 260), end):
        begin = _trim(text, stop, end)[0]
        if begin >= end:
            continue
        for chosen, role in roles:
            if _full(chosen, text[begin:end]):
                return Region(begin, end, role)
    return None


def _sentence_stops(text: str, start: int, end: int) -> list[int]:
    """Where sentences end before `end`, the last first; a dash glued to the stop ("over.-AFP") counts too."""
    return [match.end() for match in _STOP.finditer(text, start, end)][::-1]


def _take_credits(text: str, start: int, end: int) -> list[Region]:
    """Body, with picture credits inside or at the end of the paragraph set apart, and the captions before them."""
    patterns = _patterns()
    regions: list[Region] = []
    at = start
    for pattern in patterns.inside:
        for match in pattern.finditer(text, start, end):
            before = _trim(text, at, match.start())[1]
            if match.start() > at and before > at and text[before - 1] in '.!?"”' and match.end() < end:
                regions.extend(_with_caption(text, at, before))
                regions.append(Region(match.start(), match.end(), "credit"))
                at = _trim(text, match.end(), end)[0]
    credit = _credit_at_end(text, at, end)
    if credit is None:
        return [*regions, Region(at, end, "body")] if at < end else regions
    before = _trim(text, at, credit.start)[1]
    return [*regions, *(_with_caption(text, at, before) if before > at else []), credit]


def _credit_at_end(text: str, start: int, end: int) -> Region | None:
    patterns = _patterns()
    for stop in _sentence_stops(text, max(start, end - 160), end):
        begin = _trim(text, stop, end)[0]
        if begin < end and _full(patterns.pictures, text[begin:end]):
            return Region(begin, end, "credit")
    opening = re.search(r"[(\[][^()\[\]]{2,100}[)\]][.]?$", text[start:end])
    if opening and opening.start() > 0 and _full(patterns.pictures, opening.group()):
        return Region(start + opening.start(), end, "credit")
    stops = _sentence_stops(text, start, end)
    if len(stops) == 1 and _full(patterns.agencies, text[slice(*_trim(text, stops[0], end))]):
        return Region(_trim(text, stops[0], end)[0], end, "credit")
    return None


def _with_caption(text: str, start: int, end: int) -> list[Region]:
    """What stands before a credit: a caption where it is short, else body with the last sentence as caption."""
    table = _table()["caption"]
    stops = [match.end() for match in _SENTENCE_END.finditer(text, start, end)]
    if len(text[start:end].split()) <= table["words"] and len(stops) < table["sentences"]:
        return [Region(start, end, "caption")]
    if not stops:
        return [Region(start, end, "body")]
    body = Region(start, stops[-1], "body")
    return [body, Region(*_trim(text, stops[-1], end), "caption")]


def _caption_regions(text: str, start: int, end: int) -> list[Region]:
    """A line known to be a caption: its label left out, its credit apart."""
    patterns = _patterns()
    label = _first_match(patterns.caption_labels, text, start, end)
    begin = label.end() if label and label.end() < end else start
    if _full(patterns.pictures, text[begin:end]) or _full(patterns.agencies, text[begin:end]):
        return [Region(start, end, "credit")]
    credit = _credit_at_end(text, begin, end)
    if credit is None:
        return [Region(begin, end, "caption")]
    stop = _trim(text, begin, credit.start)[1]
    return [*([Region(begin, stop, "caption")] if stop > begin else []), credit]


def stated_date(text: str, regions: Sequence[Region]) -> StatedDate | None:
    """The day a text gives for its own publication: at its head, or labelled as such; never a day told of.

    A labelled date ("Published: …") goes before one that stands alone, a byline's before a dateline's. The heading of
    a statement ("Statement of …, taken on …") tells the day of the statement.
    """
    patterns = _patterns()
    found: list[tuple[int, int, StatedDate]] = []
    for region in regions:
        words = text[region.start : region.end]
        masthead = region.role == "dateline" and (_is_masthead(words) or _full(patterns.dateline_lines, words))
        of_statement = region.role == "title" and _full(patterns.voice_headings, words) is not None
        if not of_statement and (region.role not in ("dateline", "byline") or patterns.changed.fullmatch(words)):
            continue
        match = patterns.date.search(words)
        if match is None:
            continue
        labelled = patterns.labelled.match(words) is not None
        rank = 0 if labelled else 1 if masthead or patterns.alone.match(words) else 2 if region.role == "byline" else 3
        found.append((rank, region.start, StatedDate(parse_date(match.group()), match.group())))
    return min(found, key=lambda entry: entry[:2])[2] if found else None


def parse_date(words: str, *, day_first: bool | None = None) -> datetime.date | None:
    """The day that a full date in figures or with the month's name means; None where it can be read in two ways.

    `day_first` settles "5/6/2021" where the order is known from elsewhere.
    """
    numbers = [int(number) for number in re.findall(r"\d+", words)]
    months = [
        _patterns().months[word.lower()]
        for word in re.findall(r"[^\W\d_]+", words)
        if word.lower() in _patterns().months
    ]
    if months and len(numbers) == 2:
        day, year = numbers if numbers[0] <= 31 else numbers[::-1]
        return _day(year, months[0], day)
    if len(numbers) != 3:
        return None
    if numbers[0] > 31:
        return _day(*numbers)
    first, second, year = numbers
    if first > 12 or first == second:
        return _day(year, second, first)
    if second > 12:
        return _day(year, first, second)
    return None if day_first is None else _day(year, second, first) if day_first else _day(year, first, second)


def find_date(words: str) -> datetime.date | None:
    """The first full date in some words, such as a page's metadata ("19 Nov 2019 07:09 GMT"); None without a clear one."""
    match = _patterns().date.search(words)
    return parse_date(match.group()) if match else None


def _day(year: int, month: int, day: int) -> datetime.date | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def stated_authors(text: str, regions: Sequence[Region]) -> tuple[str, ...]:
    """The persons that the bylines name, in order."""
    patterns = _patterns()
    names: list[str] = []
    for region in regions:
        words = text[region.start : region.end]
        match = (
            _full(patterns.bylines, words)
            or _first_match(patterns.opening_bylines, words, 0, len(words))
            or (None if _full(patterns.bare_mastheads, words) else _full(patterns.named, words))
        )
        if region.role == "byline" and match and match.groupdict().get("who"):
            names.extend(re.split(r", and | and | & |, ", match["who"]))
    return tuple(dict.fromkeys(name for name in names if not patterns.agency.fullmatch(name)))


def stated_publisher(text: str, regions: Sequence[Region]) -> str | None:
    """The paper, station or site that a line at the head of a text names as its own; None where none does."""
    patterns = _patterns()
    for region in regions:
        words = text[region.start : region.end]
        match = _full((*patterns.mastheads, *patterns.bare_mastheads), words)
        if region.role in ("byline", "dateline") and match is not None and _is_outlet(match["outlet"]):
            return match["outlet"]
    return None


def keep_names(authors: Iterable[str]) -> tuple[str, ...]:
    """The entries of an author field that name somebody; "Staff Reports" and "AP Auto Writer" do not."""
    table = _table()["names"]
    return tuple(
        dict.fromkeys(
            name
            for name in authors
            if (words := name.lower().split())
            and words[0] not in table["not_persons"]
            and words[-1] not in table["jobs"]
        )
    )


def stated_voice(text: str) -> str | None:
    """The person whose own statement the text says it is ("Statement of …", "I, …, state that"); None where it does not."""
    patterns = _patterns()
    table = _table()["names"]
    for start, end in list(_units(text))[:_HEAD_LINES]:
        line = text[start:end]
        match = _full(patterns.voice_headings, line.lstrip("# ")) or next(
            (found for pattern in patterns.voice_sentences if (found := pattern.search(line))), None
        )
        if match is None:
            continue
        words = match["who"].lower().split()
        if len(words) > 1 and words[0] not in table["not_persons"] and not set(words) & set(table["bodies"]):
            return match["who"].rstrip(".")
    return None
