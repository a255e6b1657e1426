"""Whether two statements can be of the same thing, and where they differ: named rules that give reasons.

Each rule looks at one facet of two `Sketch`es and returns what it found, or None where it has nothing to say. Silence of
one side is never a finding. A rule compares what is written; whether the two statements are near enough for its finding
to matter is decided upstairs.
"""

import datetime
import functools
import math
import re
from dataclasses import dataclass
from typing import Literal

from variorum.crafts import mishaps, whereabouts
from variorum.crafts.careers import Career
from variorum.crafts.means import Means, name_value, parted
from variorum.crafts.mishaps import Mishap, Thing
from variorum.crafts.similarity import concept, stem, terms, words
from variorum.crafts.tables import load
from variorum.crafts.whereabouts import Whereabouts
from variorum.values.claims import Facet

Outcome = Literal["same", "narrower", "wider", "differs", "partly", "elsewhere"]


@dataclass(frozen=True, slots=True)
class Count:
    """A number of a kind of thing: `kind` "=killed", of whom (`group`, empty for anybody), from `low` to `high`.

    `vague` is a word for a number ("dozens"), `loose` a number met by others near or above it ("over 100").
    """

    kind: str
    group: frozenset[str]
    low: float | None
    high: float | None
    vague: bool
    loose: bool
    words: str

    @property
    def aside(self) -> bool:
        """Whether it tells of the person and not of the happening, as an age does."""
        return bool(set(self.kind.split("+")) & _stems("aside"))

    @property
    def value(self) -> float:
        """The number that was written: the lower bound, or the upper where it stands alone."""
        return self.low if self.low is not None else self.high if self.high is not None else math.nan


@dataclass(frozen=True, slots=True)
class Place:
    """A place as compared: its entity and, where known, degrees, precision and country."""

    entity: str
    name: str
    latitude: float | None
    longitude: float | None
    precision: str
    country: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A numbered unit as compared."""

    number: str
    type: str


@dataclass(frozen=True, slots=True)
class Sketch:
    """What of a statement takes part in a comparison, taken from the statement and the entities once.

    `terms` are stems and concepts of its words, `names` entities, `naming` the terms that are parts of names
        or were put in brackets for a pronoun, `content` the rest; `plain` the stems that another excludes; `told` the day its document was
        published, None where unknown. `open` says that it tells of something not known. `scope` is what its counts are taken over: "" one
        happening, "whole" all of it, "day" a day in all, "period" a longer time. `crowded` are the kinds of count of which its
        account tells several that are not one another's: it tells of more than one happening. `quoted` are the terms of each
        stretch in quotation marks. `means` is by what means something was done, where the statement tells nothing else; `beside`
        all that its holder tells of means in the account, `further` that others came before it, as a second blast's do. `vouched`
        says that somebody tells it as something that was so: not denied, foretold, asked or made a condition. `clock` is the
        hour it gives for what it tells, in minutes of the day. `career` is what it says of the service of the person whose name opens it, `mishap` what
        befell a thing and by what, `things` all that it speaks of, `whereabouts` where something was in words; `held_in` are names
        of places that its account says hold one that it names; `disputed` are days of which its account has two holders tell one happening. `party` are the terms of the name
        or office of him with whom the statement began, empty where he has neither.
    """

    id: str
    document: str
    order: tuple[str, str, int]
    text: str
    terms: frozenset[str]
    content: frozenset[str]
    plain: frozenset[str]
    names: frozenset[str]
    naming: frozenset[str]
    places: tuple[Place, ...]
    units: tuple[Unit, ...]
    counts: tuple[Count, ...]
    earliest: datetime.date | None
    latest: datetime.date | None
    told: datetime.date | None
    negative: bool
    denied: bool
    open: bool
    provisional: bool
    foretold: bool
    remark: bool
    holders: frozenset[str]
    scope: str = ""
    crowded: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    quoted: tuple[frozenset[str], ...] = ()
    means: Means = frozenset()
    beside: Means = frozenset()
    further: bool = False
    vouched: bool = True
    post: str = ""
    stance: str = ""
    actor: str = ""
    actor_name: str = ""
    clock: int | None = None
    career: Career | None = None
    mishap: Mishap | None = None
    things: frozenset[Thing] = frozenset()
    whereabouts: Whereabouts | None = None
    held_in: frozenset[str] = frozenset()
    disputed: frozenset[datetime.date] = frozenset()
    party: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: "narrower" says that b is the narrower one, "elsewhere" that the two speak of two things.

    "partly" says that they share one count of several.
    """

    rule: str
    outcome: Outcome
    facet: Facet
    says: str


# ---- what words say


@functools.cache
def _phrases(name: str, section: str = "") -> re.Pattern[str]:
    table = load("comparison")
    rows = table[section][name] if section else table[name]
    listed = sorted(rows, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(row) for row in listed) + r")(?!\w)", re.IGNORECASE)


def says(text: str, name: str, section: str = "") -> bool:
    """Whether a text holds a phrase of a list of the table `comparison`."""
    return _phrases(name, section).search(text) is not None


def party_of(name: str) -> frozenset[str]:
    """The terms by which the name or office of a holder says which party counts; empty for media and for words that fit anybody."""
    parties = load("comparison")["parties"]
    said = words(name)
    if set(said) & set(parties["relays"]):
        return frozenset()
    return terms(" ".join(word for word in said if word not in parties["anybody"]))


def scope_told(text: str) -> str:
    """What a text takes its counts over: "period", "day", "whole", or "" for one happening."""
    return next((scope for scope in ("period", "day", "whole") if says(text, scope, "scopes")), "")


@functools.cache
def _stems(name: str) -> frozenset[str]:
    return frozenset(stem(word) for word in load("comparison")["counts"][name])


@functools.cache
def casualties() -> frozenset[str]:
    """The kinds of counts that are of people something befell."""
    return frozenset(f"={name}" for name in load("comparison")["counts"]["casualties"])


def counted(of: str) -> tuple[str, frozenset[str]]:
    """What a figure counts: its kind and of whom; "civilians killed" is ("=killed", {"civilian"})."""
    found = [word for word in words(of) if not word[0].isdigit() and word not in load("comparison")["counts"]["unlike"]]
    concepts = [concept(word) for word in found]
    narrow = _stems("populations") | _stems("degrees")
    kinds = [name for name in concepts if name in casualties()]
    lasting = any(stem(word) in _stems("units_of_time") for word in found)
    if kinds and not lasting:
        group = frozenset(stem(word) for word in found if stem(word) in narrow and concept(word) != kinds[0])
        return kinds[0], group
    small = frozenset(load("comparison")["small"])
    rest = frozenset(stem(word) for word in found if word not in small)
    return "+".join(sorted(rest - _stems("anybody"))) or "+".join(sorted(rest)), frozenset()


def degrees(text: str) -> frozenset[str]:
    """The words of a text that make a count one of a degree ("slightly hurt")."""
    return frozenset(stem(word) for word in words(text)) & _stems("degrees")


@functools.cache
def _vague() -> tuple[tuple[re.Pattern[str], float], ...]:
    rows = sorted(load("comparison")["vague"].items(), key=lambda row: -len(row[0]))
    return tuple((re.compile(rf"(?<!\w){re.escape(text)}(?!\w)", re.IGNORECASE), float(low)) for text, low in rows)


def vague_counts(text: str) -> tuple[Count, ...]:
    """Counts told without a number ("dozens more wounded"), where the text names one kind of casualty only."""
    kinds = sorted({concept(word) for word in words(text)} & casualties())
    if len(kinds) != 1:
        return ()
    for pattern, low in _vague():
        found = pattern.search(text)
        if found:
            return (Count(kinds[0], frozenset(), low, None, True, True, found.group()),)
    return ()


def is_vague(text: str) -> bool:
    """Whether a figure's words give a number only by a word such as "dozens"."""
    return any(pattern.search(text) for pattern, _ in _vague()) and not any(c.isdigit() for c in text)


# ---- rules


def days_apart(a: Sketch, b: Sketch) -> int | None:
    """Days between two times: 0 where they share a day, None where one of them is not known."""
    a_first, a_last = a.earliest or a.latest, a.latest or a.earliest
    b_first, b_last = b.earliest or b.latest, b.latest or b.earliest
    if a_first is None or a_last is None or b_first is None or b_last is None:
        return None
    return max(0, (b_first - a_last).days, (a_first - b_last).days)


def compare_times(a: Sketch, b: Sketch) -> Finding | None:
    """Times that share no day are of two happenings, or of one happening told with two dates."""
    gap = days_apart(a, b)
    if gap is None:
        return None
    if gap > 0:
        return Finding("time", "differs", "date", f"{_when(a)} and {_when(b)} share no day")
    a_days, b_days = _length(a), _length(b)
    if a_days == b_days:
        return Finding("time", "same", "date", f"both are of {_when(a)}")
    outcome: Outcome = "narrower" if b_days < a_days else "wider"
    return Finding("time", outcome, "date", f"{_when(a)} and {_when(b)} share days")


# Two hours nearer than this are one hour told roughly ("about 4 p.m.", "at 4.11pm").
_SAME_HOUR = 20


def compare_clocks(a: Sketch, b: Sketch) -> Finding | None:
    """Two hours of one day, or of days that are not known, are of two moments or of one told with two hours."""
    if a.clock is None or b.clock is None:
        return None
    apart = abs(a.clock - b.clock)
    if min(apart, 24 * 60 - apart) <= _SAME_HOUR:
        return None
    left, right = (f"{side.clock // 60:02}:{side.clock % 60:02}" for side in (a, b) if side.clock is not None)
    return Finding("clock", "differs", "date", f"one puts it at {left}, the other at {right}")


def _when(a: Sketch) -> str:
    first, last = a.earliest or a.latest, a.latest or a.earliest
    assert first is not None, "only a dated statement has a when"
    return str(first) if first == last else f"{first} to {last}"


def _length(a: Sketch) -> int:
    if a.earliest is None or a.latest is None:
        return 36500
    return (a.latest - a.earliest).days


# Two mentions of towns nearer than this are taken for one place (a town and its outskirts).
_NEAR_KM = 25.0


def kilometres(a: Place, b: Place) -> float | None:
    """The distance of two places over the ground, None where one has no coordinates."""
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return None
    p, q = math.radians(a.latitude), math.radians(b.latitude)
    half = math.sin((q - p) / 2) ** 2
    half += math.cos(p) * math.cos(q) * math.sin(math.radians(b.longitude - a.longitude) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(half)))


def fits(a: Place, b: Place) -> bool:
    """Whether two places can be one, or one lie in the other."""
    if a.entity == b.entity or a.name.casefold() == b.name.casefold():
        return True
    if a.country and b.country and a.country != b.country:
        return False
    exact = {"city", "feature"}
    if a.precision in exact and b.precision in exact:
        distance = kilometres(a, b)
        return distance is None or distance <= _NEAR_KM
    return True


def compare_places(a: Sketch, b: Sketch) -> Finding | None:
    """Places none of which can be another of the other side's are of two things, or one thing put in two places."""
    known_a = [place for place in a.places if place.precision]
    known_b = [place for place in b.places if place.precision]
    if not known_a or not known_b:
        return None
    if not any(fits(x, y) for x in known_a for y in known_b):
        left, right = (", ".join(sorted({p.name for p in side})) for side in (known_a, known_b))
        return Finding("place", "differs", "place", f"one puts it in {left}, the other in {right}")
    exact = {"city", "feature"}
    a_exact, b_exact = (any(p.precision in exact for p in side) for side in (known_a, known_b))
    if a_exact == b_exact:
        return None
    names = ", ".join(sorted({p.name for p in (known_a if a_exact else known_b) if p.precision in exact}))
    return Finding("place", "wider" if a_exact else "narrower", "place", f"one names {names} more exactly")


def compare_holding(a: Sketch, b: Sketch) -> Finding | None:
    """A place that its own account puts inside the one that the other side names is the narrower of the two."""
    for inner, outer, first in ((a, b, True), (b, a, False)):
        for name in sorted(inner.held_in):
            if name in outer.text and name not in inner.text:
                return Finding("holding", _narrower(not first), "place", f"one names a place that lies in {name}")
    return None


def compare_whereabouts(a: Sketch, b: Sketch) -> Finding | None:
    """Where something was, told in words: distances from one point, sides of it or grounds that exclude one another."""
    if a.whereabouts is None or b.whereabouts is None:
        return None
    told = whereabouts.excluded(a.whereabouts, b.whereabouts, one_account=a.document == b.document)
    if told is None:
        return None
    return Finding("whereabouts", "differs", "place", f"one puts it “{told[0]}”, the other “{told[1]}”")


def compare_units(a: Sketch, b: Sketch) -> Finding | None:
    """Numbered units of one type with different numbers are different units, however alike the words."""
    for x in a.units:
        for y in b.units:
            if x.type == y.type and not any(u.type == x.type and u.number == x.number for u in b.units):
                return Finding("unit", "differs", "identity", f"{x.number} and {y.number} {x.type} are different units")
    return None


def compare_counts(a: Sketch, b: Sketch) -> Finding | None:
    """Counts of the same thing: the same number, a narrower one, or another; counts of different things say nothing.

    A statement that gives several counts is taken by its first; sharing another is sharing a part.
    """
    found: dict[Outcome, Finding] = {}
    for i, x in enumerate(a.counts):
        for j, y in enumerate(b.counts):
            finding = _compare_count(x, y)
            if finding is None:
                continue
            if finding.outcome == "same" and (i or j):
                finding = Finding(
                    "count",
                    "partly",
                    "number",
                    f"both tell of {told_number(x.value)} ({name_count(x)}) beside another count",
                )
            found.setdefault(finding.outcome, finding)
    order: tuple[Outcome, ...] = ("same", "differs", "partly", "narrower", "wider", "elsewhere")
    return next((found[outcome] for outcome in order if outcome in found), None)


# Numbers further apart than this are taken for counts of two things rather than rivals for one.
RIVALS = 10


def _compare_count(x: Count, y: Count) -> Finding | None:
    if x.kind != y.kind:
        if x.kind in casualties() and y.kind in casualties():
            return Finding(
                "count", "elsewhere", "number", f"{name_count(x)} and {name_count(y)} are counts of different things"
            )
        if not _alike(x.kind, y.kind):
            return None
    if x.group != y.group:
        if x.value == y.value and (not x.group or not y.group):
            outcome: Outcome = "narrower" if y.group else "wider"
            return Finding(
                "count", outcome, "identity", f"the same number, but one says of whom: {name_count(x)}, {name_count(y)}"
            )
        return Finding(
            "count", "elsewhere", "number", f"{name_count(x)} and {name_count(y)} are counts of different people"
        )
    if x.vague and y.vague:
        if x.value == y.value:
            return Finding("count", "same", "number", f"both speak of {x.words}")
        return Finding("count", _narrower(x.value < y.value), "number", f"“{x.words}” and “{y.words}”")
    if x.value == y.value:
        return Finding("count", "same", "number", f"both give {told_number(x.value)}")
    small, large = (x, y) if x.value < y.value else (y, x)
    if x.vague or y.vague:
        loose, exact = (x, y) if x.vague else (y, x)
        if exact.value >= loose.value:
            return Finding(
                "count", _narrower(exact is y), "number", f"“{loose.words}” is made exact by {told_number(exact.value)}"
            )
        return Finding("count", "elsewhere", "number", f"“{loose.words}” says more than {told_number(exact.value)}")
    # A loose round number is met by what lies near above it ("over 100" by 140), an upper bound by what lies below.
    if small.loose and small.high is None and large.value <= 2 * small.value:
        return Finding(
            "count", _narrower(large is y), "number", f"“{small.words}” is made narrower by {told_number(large.value)}"
        )
    if large.low is None and small.low is not None:
        return Finding(
            "count", _narrower(small is y), "number", f"{told_number(small.value)} lies under “{large.words}”"
        )
    if large.value > RIVALS * small.value:
        return Finding(
            "count",
            "elsewhere",
            "number",
            f"{told_number(x.value)} and {told_number(y.value)} are too far apart to be one count",
        )
    return Finding(
        "count", "differs", "number", f"{told_number(x.value)} against {told_number(y.value)} ({name_count(x)})"
    )


def _narrower(second: bool) -> Outcome:
    return "narrower" if second else "wider"


def _alike(left: str, right: str) -> bool:
    a, b = set(left.split("+")) - {""}, set(right.split("+")) - {""}
    return bool(a and b) and 2 * len(a & b) >= len(a | b)


def told_number(value: float) -> str:
    """A number as shown to the reader: 1,200 or 3.5."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,g}"


def name_count(count: Count) -> str:
    """What a count counts, in words for the reader."""
    return " ".join([*sorted(count.group), count.kind.strip("=").replace("+", " ")]).strip() or "a count"


_QUOTED = re.compile(r"[“\"«„]([^“”\"«»„]{3,160})[”\"»]?")


def quotes_told(text: str) -> tuple[frozenset[str], ...]:
    """For each stretch in quotation marks its content words as stems, where it has two or more."""
    found = (terms(match.group(1)) for match in _QUOTED.finditer(text))
    return tuple(one for one in found if len(one) >= _FEWEST_QUOTED)


# One word in quotation marks ("in 'Vietnam'") is anybody's; two content words that two accounts quote are one utterance's.
_FEWEST_QUOTED = 2


def quote_shared(a: Sketch, b: Sketch) -> bool:
    """Whether words that one side quotes stand in the other: both tell of one utterance."""
    return any(one <= b.terms for one in a.quoted) or any(one <= a.terms for one in b.quoted)


@functools.cache
def _negators() -> tuple[frozenset[str], tuple[str, ...]]:
    listed = load("comparison")["negators"]
    return frozenset(listed), tuple(
        ending for word in listed if "'" in word for ending in (word, word.replace("'", "’"))
    )


def _negations(text: str) -> int:
    whole, endings = _negators()
    return sum(word in whole or word.endswith(endings) for word in words(text))


def _as_often_negated(a: str, b: str) -> bool:
    """Whether both texts negate, and as often: one is then not the other turned round, however each was read."""
    return 0 < _negations(a) == _negations(b)


def compare_polarity(a: Sketch, b: Sketch) -> Finding | None:
    """One says that it is so, the other that it is not so or not known."""
    if a.denied != b.denied and not quote_shared(a, b):
        return Finding("denial", "differs", "status", "one side is a party's denial, an answer and no other account")
    if a.open != b.open:
        return Finding("unknown", "differs", "status", "one tells what the other says is not known")
    if a.negative != b.negative and not _as_often_negated(a.text, b.text):
        return Finding("polarity", "differs", "status", "one says that it is so, the other that it is not")
    return None


@functools.cache
def _rows() -> tuple[tuple[Facet, bool, frozenset[str]], ...]:
    return tuple(
        (row["facet"], row.get("apart", False), frozenset(map(stem, row["words"]))) for row in load("antonyms")["row"]
    )


def opposable(text: str) -> frozenset[str]:
    """The stems of a text that another word excludes."""
    return frozenset(map(stem, words(text))) & frozenset().union(*(row for _, _, row in _rows()))


def compare_opposites(a: Sketch, b: Sketch) -> Finding | None:
    """Words that exclude one another ("car", "truck"), each on one side only."""
    if not (a.plain and b.plain):
        return None
    for facet, apart, row in _rows():
        left, right = a.plain & row, b.plain & row
        if left and right and not left & right:
            says = f"“{min(left)}” against “{min(right)}”"
            return Finding("opposites", "elsewhere" if apart else "differs", facet, says)
    return None


def stance_told(text: str) -> str:
    """Whether a text tells of a readiness or a refusal: "willing", "refusing", or "" for neither or both."""
    willing, refusing = says(text, "willing", "stances"), says(text, "refusing", "stances")
    if willing == refusing:
        return ""
    return "refusing" if refusing else "willing"


def compare_posts(a: Sketch, b: Sketch) -> Finding | None:
    """Two posts told of one person stand beside one another: the narrower is never merged in silence.

    One that gives orders and one that takes them exclude each other, unless a text tells of one after another.
    """
    if not (a.post and b.post) or a.post.casefold() == b.post.casefold():
        return None
    if a.career and b.career:
        if not a.career.is_of(b.career):
            return None
        if {a.career.rank, b.career.rank} == {"command", "hands"} and not (a.career.passing or b.career.passing):
            return Finding("post", "differs", "identity", f"two posts of one person: “{a.post}”, “{b.post}”")
    elif not a.names & b.names:
        return None
    outcome: Outcome = "partly"
    if bool(a.units) != bool(b.units):
        outcome = "wider" if a.units else "narrower"
    return Finding("post", outcome, "identity", f"both tell of a post: “{a.post}”, “{b.post}”")


def compare_leavings(a: Sketch, b: Sketch) -> Finding | None:
    """How one person left a post: two ways that exclude one another, or a way where the other only says that he left."""
    if not (a.career and b.career and a.career.left and b.career.left and a.career.is_of(b.career)):
        return None
    left, right = (side.career.left - {""} for side in (a, b) if side.career)
    if left & right or not (left or right):
        return None
    if left and right:
        return Finding("leaving", "differs", "status", f"how the person left: {_all(left)} or {_all(right)}")
    says = f"one only says that the person left, the other how: {_all(left or right)}"
    return Finding("leaving", _narrower(not left), "status", says)


def _all(names: frozenset[str]) -> str:
    return " and ".join(sorted(names))


def compare_entries(a: Sketch, b: Sketch) -> Finding | None:
    """Two tellings of how one person came into a service, of which one gives the time more closely."""
    if not (a.career and b.career and a.career.entered and b.career.entered and a.career.is_of(b.career)):
        return None
    if days_apart(a, b) != 0 or _length(a) == _length(b):
        return None
    says = f"both tell how the person came into the service, one in {_when(a)}, the other in {_when(b)}"
    return Finding("entry", _narrower(_length(b) < _length(a)), "date", says)


def compare_actors(a: Sketch, b: Sketch) -> Finding | None:
    """Who opens a statement does what it tells: two different known names there are two doers, however alike the deed."""
    if not (a.actor and b.actor) or a.actor == b.actor or a.actor in b.names or b.actor in a.names:
        return None
    return Finding("actor", "differs", "actor", f"one says it of {a.actor_name}, the other of {b.actor_name}")


@functools.cache
def _kinds() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    rows = load("comparison")["kinds"]["row"]
    return tuple((frozenset(map(stem, row["wide"])), frozenset(map(stem, row["narrow"]))) for row in rows)


def kinds_told(text: str) -> frozenset[str]:
    """The stems of a text that are the wider or the narrower word of some happening."""
    return frozenset(map(stem, words(text))) & frozenset().union(*(wide | narrow for wide, narrow in _kinds()))


def compare_kinds(a: Sketch, b: Sketch) -> Finding | None:
    """A narrower word on one side for what the other calls by a wider one ("arrested", "detained") is a refinement."""
    if not (a.kinds and b.kinds):
        return None
    for wide, narrow in _kinds():
        for left, right, outcome in ((a, b, "narrower"), (b, a, "wider")):
            if left.kinds & wide and right.kinds & narrow and not (left.kinds & narrow or right.kinds & wide):
                says = f"“{min(right.kinds & narrow)}” is a narrower word than “{min(left.kinds & wide)}”"
                return Finding("kind", outcome, "status", says)  # type: ignore[arg-type]
    return None


# Two days further apart than this are not told of one loss.
LOSS_DAYS = 2


def compare_mishaps(a: Sketch, b: Sketch) -> Finding | None:
    """What befell one thing: causes that exclude one another, or a loss that is told of two days near one another."""
    if a.mishap is None or b.mishap is None:
        return None
    gap = days_apart(a, b)
    if gap is not None and gap > LOSS_DAYS:
        return None
    one = a.mishap.is_of_one(b.mishap)
    causes = mishaps.excluded(a.mishap, b.mishap)
    if causes is not None and (one or _is_denial_alone(a.mishap, b.mishap)):
        return Finding("cause", "differs", "cause", f"by what cause: one says {causes[0]}, the other {causes[1]}")
    if causes is not None and a.mishap.causes and b.mishap.causes:
        return Finding("cause", "elsewhere", "cause", f"one tells of {causes[0]}, the other of {causes[1]}")
    if gap and a.mishap.befell and b.mishap.befell and a.mishap.is_of_one(b.mishap, single=True):
        return Finding(
            "loss", "differs", "date", f"one thing, and two days on which it befell: {_when(a)} and {_when(b)}"
        )
    return None


def _is_denial_alone(a: Mishap, b: Mishap) -> bool:
    """Whether one side only says that a cause was not, and the other tells of a thing of which a matter seldom has two."""
    return any(x.denied and not x.things and any(thing.single for thing in y.things) for x, y in ((a, b), (b, a)))


# A statement of as many more content words than a telling of the means tells of something else beside.
_MORE_WORDS = 3


def _wordier(a: Sketch, b: Sketch) -> bool:
    return abs(len(a.content) - len(b.content)) >= _MORE_WORDS


def compare_means(a: Sketch, b: Sketch) -> Finding | None:
    """Two tellings of the means: the same, one more exact, or two that exclude one another in carrier, weapon or number."""
    if not (a.means or b.means):
        return None
    if not (a.means and b.means):
        if not (a.counts or b.counts or _wordier(a, b)):
            return None
        return Finding("means", "elsewhere", "other", "only one tells by what means it was done, and nothing else")
    dimension = parted(a.means, b.means)
    if dimension is not None:
        left, right = (_name_means(side.means, dimension) for side in (a, b))
        return Finding("means", "differs", "other", f"by what means ({dimension}): one says {left}, the other {right}")
    says = "by what means: one says {}, the other {}".format(*(_name_means(side.means) for side in (a, b)))
    exact_a, exact_b = ({(name, value) for name, value in side.means if value} for side in (a, b))
    if exact_a == exact_b:
        return Finding("means", "same", "other", f"both tell by what means: {_name_means(a.means)}")
    if exact_a < exact_b or exact_b < exact_a:
        return Finding("means", _narrower(exact_a < exact_b), "other", says)
    return Finding("means", "partly", "other", says)


def _name_means(means: Means, dimension: str = "") -> str:
    """Means in words for the reader, all or those of one dimension: "car (carrier), suicide (manner)"."""
    told = [(name_value(name, value), name) for name, value in sorted(means)]
    if dimension:
        return " and ".join(value for value, name in told if name == dimension)
    return ", ".join(f"{value} ({name})" for value, name in told)


def compare_stances(a: Sketch, b: Sketch) -> Finding | None:
    """Readiness and refusal told of one person do not exclude one another, but a reader should see both."""
    if not (a.stance and b.stance and a.stance != b.stance and a.names & b.names):
        return None
    return Finding(
        "stance", "partly", "other", "one tells of a readiness, the other of a refusal: a tension, no contradiction"
    )


RULES = (
    compare_units,
    compare_counts,
    compare_times,
    compare_clocks,
    compare_places,
    compare_holding,
    compare_whereabouts,
    compare_polarity,
    compare_opposites,
    compare_kinds,
    compare_means,
    compare_mishaps,
    compare_posts,
    compare_leavings,
    compare_entries,
    compare_stances,
    compare_actors,
)


def compare(a: Sketch, b: Sketch) -> tuple[Finding, ...]:
    """What every rule found about two statements, in the order of the rules."""
    return tuple(found for rule in RULES if (found := rule(a, b)) is not None)
