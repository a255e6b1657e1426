"""Made pairs: one thing of a news sentence changed, with what that does in either direction.

Each rule takes a sentence and gives the changed sentence and the two labels (sentence to
change, change to sentence), or nothing where it does not apply. Rules are deliberately
narrow: a rule that guesses teaches wrong labels. All choices come from the generator given.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

TABLE = tomllib.loads((Path(__file__).parent / "edits.toml").read_text(encoding="utf-8"))
ENTAILS, NEUTRAL, CONTRADICTS = 0, 1, 2
BOTH, ONE_WAY, NEITHER, AGAINST = (0, 0), (0, 1), (1, 1), (2, 2)

_NUMBER = re.compile(r"(?<![\w.,$€£:/-])(\d{1,3}(?:,\d{3})+|\d{1,6})(?![\w:/-])(?!,\d)(?!\.\d)")
_WORDS = TABLE["numbers"]
_SPELLED = re.compile(r"\b(" + "|".join(_WORDS[2:]) + r")\b(?!-)", re.IGNORECASE)
_NAME = re.compile(r"\b[A-Z][a-z]+(?: [A-Z][a-z]+){1,2}\b")
_PLACE = re.compile(r"\b(in|near|at|from) ((?:[A-Z][a-z]+)(?: [A-Z][a-z]+){0,2})\b")
_DAYS = "|".join(TABLE["weekdays"])
_MONTHS = "|".join([*TABLE["months"], "May"])


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements, the labels of first to second and of second to first, and the rule that made them."""

    first: str
    second: str
    forward: int
    backward: int
    kind: str


@dataclass(frozen=True, slots=True)
class Names:
    """Names to put in place of others: from the same sentences, so that nothing is told by their look."""

    people: tuple[str, ...]
    places: tuple[str, ...]

    @staticmethod
    def of(sentences: list[str]) -> Names:
        days = set(TABLE["weekdays"]) | set(TABLE["months"]) | {"May"}
        places = {m[2] for s in sentences for m in _PLACE.finditer(s) if m[2].split()[0] not in days}
        people = {m[0] for s in sentences for m in _NAME.finditer(s) if m.start() > 0 and m[0] not in places}
        return Names(tuple(sorted(people)), tuple(sorted(places)))


Change = tuple[str, tuple[int, int]] | None
Rule = Callable[[str, random.Random, Names], Change]


def _put(sentence: str, start: int, end: int, text: str) -> str:
    return sentence[:start] + text + sentence[end:]


def _counts(sentence: str) -> list[tuple[int, int, int, str]]:
    """(start, end, value, bound before it) of numbers that count things: no years, no days of a month, no times."""
    found = []
    for m in [*_NUMBER.finditer(sentence), *_SPELLED.finditer(sentence)]:
        digits = m[1].replace(",", "")
        value = int(digits) if digits.isdigit() else _WORDS.index(digits.lower())
        before, after = sentence[: m.start()].rstrip(), sentence[m.end() :].lstrip()
        if (digits.isdigit() and 1900 <= value <= 2099) or re.search(rf"\b({_MONTHS})\.?$", before):
            continue
        if re.match(rf"({_MONTHS})\b", after) or not re.match(r"[a-z]", after):
            continue
        if re.split(r"[\s,]", after)[0].rstrip(".") in TABLE["units_not_counted"] or value < 2:
            continue
        bound = next((b for b in TABLE["bounds"] if re.search(rf"\b{b}$", before, re.IGNORECASE)), "")
        found.append((m.start(), m.end(), value, bound))
    return found


def _written(value: int, like: str) -> str:
    if not like[0].isdigit() and value < len(_WORDS):
        return _WORDS[value].capitalize() if like[0].isupper() else str(_WORDS[value])
    return f"{value:,}"


def _other(value: int, rng: random.Random) -> int:
    if value <= 20:
        return rng.choice([v for v in range(2, 24) if v != value])
    change = rng.choice([-0.5, -0.3, -0.15, 0.1, 0.2, 0.4, 0.9])
    return max(2, value + (round(value * change) or 1))


def number(s: str, rng: random.Random, names: Names) -> Change:
    counts = [c for c in _counts(s) if c[3] in ("", "only")]
    if not counts:
        return None
    start, end, value, _ = rng.choice(counts)
    return _put(s, start, end, _written(_other(value, rng), s[start:end])), AGAINST


def number_far(s: str, rng: random.Random, names: Names) -> Change:
    """Even a rounded number does not become three times as much."""
    counts = [
        c for c in _counts(s) if c[3] in ("about", "around", "some", "nearly", "almost", "approximately") and c[2] > 5
    ]
    if not counts:
        return None
    start, end, value, _ = rng.choice(counts)
    return _put(s, start, end, f"{value * rng.choice([3, 4, 5]):,}"), AGAINST


def lower_bound(s: str, rng: random.Random, names: Names) -> Change:
    """At least 40 is also at least 30."""
    counts = [c for c in _counts(s) if c[3] in ("at least", "more than", "over") and c[2] > 3]
    if not counts:
        return None
    start, end, value, _ = rng.choice(counts)
    less = max(2, round(value * rng.choice([0.5, 0.7, 0.85])))
    return (_put(s, start, end, _written(less, s[start:end])), ONE_WAY) if less < value else None


def bound(s: str, rng: random.Random, names: Names) -> Change:
    """An exact count against a bound: within it, or outside it."""
    counts = [c for c in _counts(s) if not c[3] and c[2] > 4]
    if not counts:
        return None
    start, end, value, _ = rng.choice(counts)
    less, more = max(2, round(value * rng.choice([0.5, 0.8]))), round(value * rng.choice([1.3, 1.8, 2.5])) + 1
    if less >= value:
        return None
    text, verdict = rng.choice(
        [
            (f"at least {value:,}", ONE_WAY),
            (f"at least {less:,}", ONE_WAY),
            (f"more than {less:,}", ONE_WAY),
            (f"about {value:,}", ONE_WAY),
            (f"fewer than {more:,}", ONE_WAY),
            (f"at least {more:,}", AGAINST),
            (f"more than {value:,}", AGAINST),
            (f"fewer than {less:,}", AGAINST),
        ]
    )
    return _put(s, start, end, text), verdict


def spelled(s: str, rng: random.Random, names: Names) -> Change:
    counts = [c for c in _counts(s) if c[2] < len(_WORDS)]
    if not counts:
        return None
    start, end, value, _ = rng.choice(counts)
    return _put(s, start, end, _WORDS[value] if s[start].isdigit() else str(value)), BOTH


def _swap(s: str, pairs: list[list[str]], rng: random.Random, near: list[tuple[int, int]] | None = None) -> str | None:
    options = []
    for pair in pairs:
        for old, new in (pair, pair[::-1]):
            if not old:
                continue
            for m in re.finditer(rf"\b{re.escape(old)}" + (r"\b" if old[-1].isalnum() else ""), s):
                if near is None or any(abs(m.start() - at) < 45 for at, _ in near):
                    options.append((m.start(), m.end(), new))
    return _put(s, *rng.choice(options)) if options else None


def counted(s: str, rng: random.Random, names: Names) -> Change:
    """So many killed says nothing on so many wounded."""
    changed = _swap(s, TABLE["fates"], rng, [(c[0], c[1]) for c in _counts(s)])
    return (changed, NEITHER) if changed else None


def opposite(s: str, rng: random.Random, names: Names) -> Change:
    changed = _swap(s, TABLE["opposites"], rng)
    return (changed, AGAINST) if changed else None


def synonym(s: str, rng: random.Random, names: Names) -> Change:
    changed = _swap(s, TABLE["synonyms"], rng)
    return (changed.strip(), BOTH) if changed else None


def weekday(s: str, rng: random.Random, names: Names) -> Change:
    found = list(re.finditer(rf"\b({_DAYS})\b", s))
    if len(found) != 1:
        return None
    return _put(s, *found[0].span(), rng.choice([d for d in TABLE["weekdays"] if d != found[0][0]])), AGAINST


def date(s: str, rng: random.Random, names: Names) -> Change:
    """Another month, day or year."""
    options = [
        (m.start(1), m.end(1), rng.choice([x for x in TABLE["months"] if x != m[1]]))
        for m in re.finditer(rf"\b({'|'.join(TABLE['months'])})\b(?= \d)", s)
    ]
    options += [
        (m.start(1), m.end(1), str(rng.choice([d for d in range(1, 29) if d != int(m[1])])))
        for m in re.finditer(rf"\b(?:{_MONTHS}) (\d\d?)\b", s)
    ]
    options += [
        (m.start(), m.end(), str(int(m[0]) + rng.choice([-3, -2, -1, 1, 2, 3])))
        for m in re.finditer(r"\b(?:19|20)\d\d\b", s)
    ]
    return (_put(s, *rng.choice(options)), AGAINST) if options else None


def _place_spans(s: str) -> list[re.Match[str]]:
    days = set(TABLE["weekdays"]) | set(TABLE["months"]) | {"May"}
    return [m for m in _PLACE.finditer(s) if m[2].split()[0] not in days]


def place(s: str, rng: random.Random, names: Names) -> Change:
    found = _place_spans(s)
    if not found or not names.places:
        return None
    m = rng.choice(found)
    new = rng.choice(names.places)
    return None if new in s or m[2] in new else (_put(s, m.start(2), m.end(2), new), AGAINST)


def place_dropped(s: str, rng: random.Random, names: Names) -> Change:
    found = [m for m in _place_spans(s) if m[1] in ("in", "near") and m.start() > 20]
    if not found:
        return None
    m = rng.choice(found)
    return re.sub(r"\s+([,.])", r"\1", _put(s, m.start(), m.end(), "").replace("  ", " ")), ONE_WAY


def time_dropped(s: str, rng: random.Random, names: Names) -> Change:
    found = list(
        re.finditer(
            rf"(?: on| early| late| last)?(?: on)? (?:{_DAYS})(?: morning| night| evening| afternoon)?(?=[ .,])", s
        )
    )
    if not found or found[0].start() < 8:
        return None
    return _put(s, *found[0].span(), ""), ONE_WAY


def time_first(s: str, rng: random.Random, names: Names) -> Change:
    """The same day told first."""
    m = re.match(rf"^([A-Z].*\S) (on (?:{_DAYS}))\.$", s)
    if not m or m[1].count(",") > 1:
        return None
    start = m[1] if re.match(r"[A-Z]\w* [A-Z]|[A-Z]{2}", m[1]) else m[1][0].lower() + m[1][1:]
    return f"{m[2][0].upper()}{m[2][1:]}, {start}.", BOTH


def actor(s: str, rng: random.Random, names: Names) -> Change:
    taken = {m[2] for m in _place_spans(s)}
    found = [m for m in _NAME.finditer(s) if m[0] not in taken and m[0].split()[0] not in TABLE["weekdays"]]
    if not found or not names.people:
        return None
    m = rng.choice(found)
    new = rng.choice(names.people)
    return None if set(new.split()) & set(s.split()) else (_put(s, *m.span(), new), AGAINST)


def polarity(s: str, rng: random.Random, names: Names) -> Change:
    found = list(re.finditer(rf"\b({'|'.join(TABLE['negatable'])})\b(?! not\b| never\b| no\b)(?=\s)", s))
    if not found or re.search(r"\b(not|never|no|nobody|none)\b|n't\b", s, re.IGNORECASE):
        return None
    m = found[0]
    return _put(s, m.end(), m.end(), " not"), AGAINST


def hedge(s: str, rng: random.Random, names: Names) -> Change:
    """What is so may be so; what may be so need not be."""
    if re.search(r"\b(may|might|could|would|not|no|never)\b", s):
        return None
    for old, new in rng.sample(TABLE["hedges"], len(TABLE["hedges"])):
        found = list(re.finditer(rf"\b{old}\b", s))
        if len(found) == 1 and re.match(r" [a-z]+(ed|en|n)\b| (been|to|a|the)\b", s[found[0].end() :]):
            if new == "may have" and re.match(r" (a|the|to)\b", s[found[0].end() :]):
                continue
            if new == "may" and not re.match(r" be\b", s[found[0].end() :]):
                continue
            return _put(s, *found[0].span(), new), ONE_WAY
    return None


def aside_dropped(s: str, rng: random.Random, names: Names) -> Change:
    """A clause between commas less."""
    found = list(re.finditer(r", (?:who|which|a|an|the) [^,]{8,70},(?= [a-z])", s))
    if not found:
        return None
    return _put(s, *rng.choice(found).span(), ""), ONE_WAY


def same(s: str, rng: random.Random, names: Names) -> Change:
    return s.rstrip("."), BOTH


# Rules that keep the meaning come also before the others, so that words changed do not tell the verdict.
KEEPING: dict[str, Rule] = {"synonym": synonym, "spelled": spelled, "time_first": time_first}
RULES: dict[str, Rule] = KEEPING | {
    "number": number,
    "number_far": number_far,
    "lower_bound": lower_bound,
    "bound": bound,
    "counted": counted,
    "opposite": opposite,
    "weekday": weekday,
    "date": date,
    "place": place,
    "place_dropped": place_dropped,
    "time_dropped": time_dropped,
    "actor": actor,
    "polarity": polarity,
    "hedge": hedge,
    "aside_dropped": aside_dropped,
    "same": same,
}
# How often a rule that applies is used: common ones less, so that kinds come out more even.
OFTEN = {"same": 0.06, "actor": 0.5, "polarity": 0.5, "synonym": 0.7, "place": 0.6}


def pairs(sentence: str, rng: random.Random, names: Names) -> list[Pair]:
    """Every rule that applies, once; three in ten with a further change that keeps the meaning."""
    made = []
    for kind, rule in RULES.items():
        if rng.random() > OFTEN.get(kind, 1.0):
            continue
        change = rule(sentence, rng, names)
        if change is None or (change[0] == sentence and kind != "same"):
            continue
        text, (forward, backward) = change
        if kind not in KEEPING and rng.random() < 0.3:
            for keep in rng.sample(list(KEEPING.values()), len(KEEPING)):
                again = keep(text, rng, names)
                if again and again[0] != sentence:
                    text = again[0]
                    break
        made.append(Pair(sentence, text[:1].upper() + text[1:], forward, backward, kind))
    return made
