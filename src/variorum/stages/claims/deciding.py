"""What two statements are to one another: may they be one claim, and if not, how do they stand and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from variorum.crafts.comparison import Count, Finding, Sketch, casualties, days_apart, name_count, says, told_number
from variorum.crafts.tables import load
from variorum.stages.claims.reading import Verdict
from variorum.stages.claims.scoring import Likeness
from variorum.values.claims import Facet, RelationKind

# Least likelihood at which two statements are taken for one claim. The best on the ECB+ development topics is 0.27
# (evaluation/claims/fit.py); the gold cases read by the program give F1 0.465, 0.473, 0.464 and 0.450 at 0.25, 0.30, 0.35 and 0.40.
SAME = 0.30
# A difference matters only between statements that say otherwise the same. Swept in evaluation/claims.
NEAR_COUNT = 0.35
NEAR_OPEN = 0.45
NEAR_POLARITY = 0.60
NEAR_OPPOSITE = 0.55
NEAR_TIME = 0.75
NEAR_PLACE = 0.70
# No set has hours enough to sweep it on: as near as an open point must be to what fills it.
NEAR_HOUR = NEAR_OPEN
# Words beside names that two statements must share before a difference between them matters.
_SHARED = 2
# A dated statement and an undated one are of one event only where the date is this near to the undated one's publication.
_RECENT_DAYS = 10
# Places that others lie in.
_WIDE = ("region", "country", "area")
_SCOPES = {"": "one happening", "whole": "the whole of it", "day": "a day in all", "period": "a longer time"}
# Nobody can say of two leavings, or two posts, further apart than this that they are one.
_ONE_POST_DAYS = 366
# Accounts published further apart than this are not taken to tell of one loss where a day is not told.
_ONE_MATTER_DAYS = 31
# A count over more days than this is not the count of one event ("in July", against "on Wednesday").
_EVENT_DAYS = 7


@dataclass(frozen=True, slots=True)
class Decision:
    """`apart` says that the two may never be one claim. `turned` says that `a` is the narrower or newer one."""

    apart: bool
    kind: RelationKind | None
    facet: Facet | None
    reason: str
    score: float
    turned: bool = False


_NOTHING = Decision(False, None, None, "", 0.0)


def decide(a: Sketch, b: Sketch, found: Sequence[Finding], likeness: Likeness, likely: float) -> Decision:
    """The first rule that has something to say speaks; the order is from what parts most surely to what parts least."""
    by_rule = {finding.rule: finding for finding in found}
    if a.remark != b.remark:
        return Decision(True, None, None, "one is a remark on what is known, the other an assertion", 0.0)
    for rule in (
        _units,
        _means,
        _actors,
        _whence,
        _mishaps,
        _counts,
        _denial,
        _stances,
        _posts,
        _leavings,
        _entries,
        _unknown,
        _polarity,
        _opposites,
        _times,
        _clocks,
        _whereabouts,
        _places,
        _foretold,
    ):
        decision = rule(a, b, by_rule, likeness, likely)
        if decision is not None:
            return decision
    return _NOTHING


# How sure the reader of pairs must be, of statements how near, that both cannot be so. A conflict that is none costs a reader more than one that is missed.
AGAINST, NEAR_AGAINST = 0.90, 0.50


def weigh(a: Sketch, b: Sketch, decision: Decision, likeness: Likeness, likely: float, verdict: Verdict) -> Decision:
    """The decision once the reader of pairs was heard. What a rule parted or related stands; only an open pair can become a
    contradiction, and only between accounts, of statements that share words beside names. What reads as one claim by words
    and vectors is not parted: the reader takes "her client" and "he" for two."""
    if likely >= SAME or decision.apart or decision.kind is not None or one_voice(a, b) or a.document == b.document:
        return decision
    near = likeness["cosine"]
    if verdict.against < AGAINST or near < NEAR_AGAINST or likeness.shared < _SHARED or likeness["counts_apart"]:
        return decision
    reason = f"by the reader of pairs both cannot be so ({verdict.against:.2f})"
    return Decision(True, "contradicts", "other", reason, verdict.against)


def _units(a: Sketch, b: Sketch, found: dict[str, Finding], likeness: Likeness, likely: float) -> Decision | None:
    finding = found.get("unit")
    if finding is None:
        return None
    return Decision(True, "overlaps" if likely >= SAME else None, "identity", finding.says, likely)


# Above this overlap of the words beside names two statements tell one deed of two doers.
_SAME_DEED = 0.75


def _actors(a: Sketch, b: Sketch, found: dict[str, Finding], likeness: Likeness, likely: float) -> Decision | None:
    finding = found.get("actor")
    if finding is None:
        return None
    rest_a, rest_b = a.content, b.content
    alike = len(rest_a & rest_b) / len(rest_a | rest_b) if rest_a | rest_b else 0.0
    if alike < _SAME_DEED or len(rest_a & rest_b) < _SHARED or one_voice(a, b) or (a.counts and b.counts):
        return Decision(True, None, None, finding.says, 0.0)
    return Decision(True, "contradicts", "actor", finding.says, alike)


def _whence(a: Sketch, b: Sketch, found: dict[str, Finding], likeness: Likeness, likely: float) -> Decision | None:
    """ "The shells came from the east" says nothing of who fired them, and counts for nobody who says it was the army."""
    told = [says(side.text, "whence", "doers") for side in (a, b)]
    if told[0] == told[1]:
        return None
    whence, other = (a, b) if told[0] else (b, a)
    if not other.actor or other.actor == whence.actor:
        return None
    return Decision(True, None, None, "one tells from where it was done, the other who did it", 0.0)


def _mishaps(a: Sketch, b: Sketch, found: dict[str, Finding], likeness: Likeness, likely: float) -> Decision | None:
    """Two causes, or two days, of the loss of one thing. Of things that a matter has many of, only what reads as one happening."""
    finding = found.get("cause") or found.get("loss")
    if finding is None or a.mishap is None or b.mishap is None:
        return None
    near = likeness["cosine"]
    if finding.outcome == "elsewhere":
        return None if "opposites" in found else Decision(True, None, None, finding.says, 0.0)
    enough = True
    if a.mishap.things and b.mishap.things:
        single = a.mishap.is_of_one(b.mishap, single=True)
        at_once = (days_apart(a, b) or 0) == 0
        enough = near >= NEAR_COUNT if single else at_once and _near(likeness) >= NEAR_OPPOSITE
    told = all(side.vouched for side in (a, b) if side.mishap and (side.mishap.causes or not side.mishap.denied))
    placed = "place" in found and found["place"].outcome == "differs"
    if one_voice(a, b) or not (enough and told) or placed or not _of_one_month(a, b):
        return Decision(True, None, None, finding.says, 0.0)
    return Decision(True, "contradicts", finding.facet, finding.says, near)


def _of_one_month(a: Sketch, b: Sketch) -> bool:
    """Whether nothing says that the accounts are of two times: days told, or where one is unknown those of publication."""
    if days_apart(a, b) is not None or not (a.told and b.told):
        return True
    return abs((a.told - b.told).days) <= _ONE_MATTER_DAYS


def one_voice(a: Sketch, b: Sketch) -> bool:
    """Whether both are one account's telling by one holder: a speaker's own two figures are two things told, no conflict.

    An account that puts two holders against one another ("17 died, the monitor said; four, said the ministry") tells of a conflict.
    """
    return a.document == b.document and (a.holders == b.holders or bool(a.holders & b.holders))


def same_event(a: Sketch, b: Sketch, found: dict[str, Finding]) -> bool:
    """Whether two counts can be of one event: no time, place or scope speaks against it."""
    gap = days_apart(a, b)
    if gap is not None and gap > 0 and not _is_disputed(a, b):
        return False
    # "Has risen to 23" says itself that it follows an older count, however long ago.
    follows = says(a.text, "follows", "succession") or says(b.text, "follows", "succession")
    if gap is None and not follows and not (_recent(a, b) and _recent(b, a)):
        return False
    if (_lasting(a) > _EVENT_DAYS) != (_lasting(b) > _EVENT_DAYS) or a.scope != b.scope:
        return False
    return not ("place" in found and found["place"].outcome == "differs")


def _is_disputed(a: Sketch, b: Sketch) -> bool:
    """Whether the two days are those of one happening that an account has two holders tell of two days."""
    days = {side.earliest or side.latest for side in (a, b)}
    return days <= a.disputed or days <= b.disputed


def one_happening(a: Sketch, b: Sketch, likely: float) -> bool:
    """Whether two counts can be of one happening where an account tells of several: only if all but the number says so."""
    kinds = {x.kind for x in a.counts} & {y.kind for y in b.counts}
    return likely >= SAME or not kinds & (a.crowded | b.crowded)


def _of_people(a: Sketch, b: Sketch) -> bool:
    """Whether both count people whom something befell. A sum of money, a share or a bare number is of anything: set against
    another only where the rest says the same."""
    return bool({x.kind for x in a.counts} & {y.kind for y in b.counts} & casualties())


def elsewhere(a: Sketch, b: Sketch) -> bool:
    """Whether one account tells both of places of its own: it names a place in the same words each time. A region or a country can hold the other's."""
    narrow = [{p.entity for p in side.places if p.precision not in _WIDE} for side in (a, b)]
    wide = any(p.precision in _WIDE for p in (*a.places, *b.places))
    return a.document == b.document and all(narrow) and not narrow[0] & narrow[1] and not wide


def _scopes(a: Sketch, b: Sketch) -> str:
    return " and ".join(sorted(_SCOPES[side.scope] for side in (a, b)))


def _lasting(a: Sketch) -> int:
    """Days that the time of a statement spans; an undated or open one is taken for an event of a day."""
    return (a.latest - a.earliest).days if a.earliest and a.latest else 0


def _recent(dated: Sketch, undated: Sketch) -> bool:
    last = dated.latest or dated.earliest
    if last is None or undated.told is None:
        return True
    return abs((undated.told - last).days) <= _RECENT_DAYS


def _counts(a: Sketch, b: Sketch, found: dict[str, Finding], likeness: Likeness, likely: float) -> Decision | None:
    finding = found.get("count")
    if finding is None:
        return None
    if a.scope != b.scope and {a.scope, b.scope} & {"day", "period"}:
        return Decision(True, None, None, f"{finding.says}, but of different scopes: {_scopes(a, b)}", 0.0)
    if finding.outcome == "same":
        return None
    if finding.outcome == "elsewhere":
        return Decision(True, None, None, finding.says, 0.0)
    if finding.outcome == "partly":
        return Decision(True, "overlaps", "number", finding.says, likeness["cosine"])
    if likeness["cosine"] < NEAR_COUNT or not same_event(a, b, found) or not one_happening(a, b, likely):
        return Decision(True, None, None, finding.says, 0.0)
    if finding.outcome in ("narrower", "wider"):
        return Decision(True, "refines", finding.facet, finding.says, likeness["cosine"], finding.outcome == "wider")
    if one_voice(a, b) or (likely < SAME and not _of_people(a, b)) or elsewhere(a, b):
        return Decision(True, None, None, finding.says, 0.0)
    if not (a.told and b.told) and likely < SAME:
        # Without a day of publication nothing orders two counts, and little says that they are of one thing.
        return Decision(True, None, None, finding.says, 0.0)
    return _succession(a, b, finding, likeness)


def _succession(a: Sketch, b: Sketch, finding: Finding, likeness: Likeness) -> Decision:
    """Which of two counts of one thing is the newer: by publication, by what the texts say of their order, by rising.

    Where nothing orders them, two counts of two parties are at odds.
    """
    score = likeness["cosine"]
    rivals = next(((x, y) for x in a.counts for y in b.counts if _rival(x, y)), None)
    turned, because = _order(a, b, rivals)
    if turned is None or rivals is None:
        return Decision(True, "contradicts", "number", finding.says, score)
    older, newer = rivals[::-1] if turned else rivals
    if _falls(older, newer, (a if turned else b).text):
        if says((a if turned else b).text, "met", "counts"):
            # Who saw two bodies does not say that there were no more.
            return Decision(True, None, None, finding.says, 0.0)
        return Decision(True, "contradicts", "number", f"{finding.says}; the later one is lower", score)
    reason = f"{told_number(older.value)}, then {told_number(newer.value)} ({name_count(older)}): {because}"
    return Decision(True, "supersedes", "number", reason, score, turned)


def _falls(older: Count, newer: Count, told: str) -> bool:
    """Whether the later of two counts is the lower, of a kind that only rises, and does not say itself that it replaces another."""
    rising = {f"={name}" for name in load("comparison")["counts"]["rising"]}
    return newer.kind in rising and newer.value < older.value and not says(told, "follows", "succession")


def _rival(x: Count, y: Count) -> bool:
    return x.kind == y.kind and x.group == y.group and x.value != y.value


def _order(a: Sketch, b: Sketch, rivals: tuple[Count, Count] | None) -> tuple[bool | None, str]:
    """Whether `a` is the newer one, and what shows it; None where nothing does."""
    if a.told and b.told and a.told != b.told:
        first, last = sorted((a.told, b.told))
        return a.told > b.told, f"told on {first}, then on {last}"
    following = [says(side.text, "follows", "succession") for side in (a, b)]
    if following[0] != following[1]:
        return following[0], "the second says itself that it follows another count"
    early = [says(side.text, "early", "succession") for side in (a, b)]
    if early[0] != early[1]:
        return early[1], "the first says itself that it is an early count"
    if a.party and b.party and not a.party & b.party:
        # An army's count and a hospital's are two parties' counts: neither grew out of the other.
        return None, ""
    rising = {f"={name}" for name in load("comparison")["counts"]["rising"]}
    if rivals is not None and rivals[0].kind in rising:
        turned = rivals[0].value > rivals[1].value
        return (
            turned,
            "nothing else orders them; such a count rises while it is made, so the higher is taken for the later",
        )
    return None, ""


def _denial(a: Sketch, b: Sketch, found: dict[str, Finding], likeness: Likeness, likely: float) -> Decision | None:
    finding = found.get("denial")
    if finding is None:
        return None
    return Decision(True, "overlaps" if _near(likeness) >= NEAR_OPEN else None, "status", finding.says, _near(likeness))


def _near(likeness: Likeness) -> float:
    """How far two statements say the same but for the facet in question; 0 where they share next to nothing."""
    if likeness.shared < _SHARED or likeness["counts_apart"]:
        return 0.0
    return (likeness["cosine"] + likeness["words"]) / 2


def _unknown(a: Sketch, b: Sketch, found: dict[str, Finding], likeness: Likeness, likely: float) -> Decision | None:
    finding = found.get("unknown")
    if finding is None:
        return None
    unknown, known = (a, b) if a.open else (b, a)
    # What is not known is told in few words, so it need only lie inside the other.
    near = (likeness["cosine"] + likeness["contained"]) / 2
    if (says(unknown.text, "asked", "doers") or says(unknown.text, "unclaimed", "doers")) and not one_voice(a, b):
        return _doer_told(a, b, unknown, known, likeness)
    if one_voice(a, b) or near < NEAR_OPEN or likeness.shared < _SHARED or not (a.provisional or b.provisional):
        return Decision(True, None, None, finding.says, 0.0)
    if unknown.told and known.told and known.told < unknown.told:
        return Decision(True, "overlaps", "status", f"{finding.says}; {_STILL}", near)
    reason = f"{finding.says}; what is told later fills what was open"
    return Decision(True, "supersedes", "status", reason, near, unknown is b)


# Who does not know yet what others tell says nothing against it.
_STILL = "the later account does not know it yet, which is no contradiction"


def _doer_told(a: Sketch, b: Sketch, unknown: Sketch, known: Sketch, likeness: Likeness) -> Decision:
    """Who did it was open: filled by nothing but a statement of the same deed that names who did it or claims it."""
    facet: Facet = "status" if says(unknown.text, "unclaimed", "doers") else "actor"
    why = "one says that it is not known who did it"
    if not says(known.text, "told", "doers") or likeness.shared < 1 or likeness["cosine"] < NEAR_OPEN:
        return Decision(True, None, None, why, 0.0)
    why += ", the other names who claims it or is said to have done it"
    if unknown.told and known.told and known.told < unknown.told:
        return Decision(True, "overlaps", facet, f"{why}; {_STILL}", likeness["cosine"])
    reason = f"{why}; what is told later fills what was open"
    return Decision(True, "supersedes", facet, reason, likeness["cosine"], unknown is b)


def _polarity(a: Sketch, b: Sketch, found: dict[str, Finding], likeness: Likeness, likely: float) -> Decision | None:
    finding = found.get("polarity")
    if finding is None:
        return None
    near = _near(likeness)
    if near < NEAR_POLARITY or one_voice(a, b):
        return Decision(True, None, None, finding.says, 0.0)
    negative, positive = (a, b) if a.negative else (b, a)
    if not positive.vouched:
        # Who asks, foretells or demands something does not say that it is so.
        return Decision(True, None, None, finding.says, 0.0)
    if says(positive.text, "negators"):
        # "Does not disclose that it never left": two negations in a row say nothing against one of them.
        return Decision(True, None, None, finding.says, 0.0)
    if negative.provisional and not (negative.told and positive.told and positive.told < negative.told):
        reason = f"{finding.says}; the negative was said for the time being"
        return Decision(True, "supersedes", "status", reason, near, negative is b)
    return Decision(True, "contradicts", "status", finding.says, near)


def _means(a: Sketch, b: Sketch, found: dict[str, Finding], likeness: Likeness, likely: float) -> Decision | None:
    """By what means it was done is compared with nothing else, and only where both can tell of one happening."""
    finding = found.get("means")
    if finding is None:
        return None
    if finding.outcome == "elsewhere" or not same_event(a, b, found):
        return Decision(True, None, None, finding.says, 0.0)
    if finding.outcome == "same":
        return None
    if not (a.vouched and b.vouched):
        # "It was not a car bomb" does not say that it was a car: beside "a truck bomb" it tells of nothing else.
        return Decision(True, None, None, f"{finding.says}; but not both say that it was so", 0.0)
    if finding.outcome == "differs":
        # An account of several happenings tells of several means; which of them is the other account's nothing shows.
        several = a.further or b.further or a.crowded or b.crowded or a.means <= b.beside or b.means <= a.beside
        if one_voice(a, b) or several or days_apart(a, b) is None:
            return Decision(True, None, None, finding.says, 0.0)
        return Decision(True, "contradicts", finding.facet, finding.says, likeness["cosine"])
    if finding.outcome == "partly":
        # A carrier here and a manner there can both be of one attack: whether they are one claim, the rest says.
        return Decision(False, "overlaps", finding.facet, finding.says, likeness["cosine"])
    return None


def _opposites(a: Sketch, b: Sketch, found: dict[str, Finding], likeness: Likeness, likely: float) -> Decision | None:
    finding = found.get("opposites")
    if finding is None:
        return None
    if finding.outcome == "elsewhere":
        return Decision(True, None, None, finding.says, 0.0)
    near = _near(likeness)
    if near < NEAR_OPPOSITE or one_voice(a, b):
        # Too little alike for a conflict; yet "from the east" and "from the west", or two doers, are never one claim.
        parted = finding.facet in ("actor", "place")
        return Decision(True, None, None, finding.says, 0.0) if parted else None
    return Decision(True, "contradicts", finding.facet, finding.says, near)


def _times(a: Sketch, b: Sketch, found: dict[str, Finding], likeness: Likeness, likely: float) -> Decision | None:
    finding = found.get("time")
    if finding is None or finding.outcome != "differs":
        return None
    if max(_near(likeness), likely) < NEAR_TIME or one_voice(a, b):
        return Decision(True, None, None, finding.says, 0.0)
    return Decision(True, "contradicts", "date", finding.says, max(_near(likeness), likely))


def _clocks(a: Sketch, b: Sketch, found: dict[str, Finding], likeness: Likeness, likely: float) -> Decision | None:
    """Two hours part two statements; told of what reads as one thing otherwise, they are in conflict."""
    finding = found.get("clock")
    if finding is None:
        return None
    near = _near(likeness)
    if near < NEAR_HOUR or one_voice(a, b) or not (a.vouched and b.vouched):
        return Decision(True, None, None, finding.says, 0.0)
    return Decision(True, "contradicts", "date", finding.says, near)


def _whereabouts(a: Sketch, b: Sketch, found: dict[str, Finding], likeness: Likeness, likely: float) -> Decision | None:
    """Two whereabouts of one thing at what can be one time; a thing that moves is elsewhere on another day or at another hour."""
    finding = found.get("whereabouts")
    if finding is None:
        return None
    one_thing = any(x.can_be(y) and x.single for x in a.things for y in b.things)
    enough = likeness["cosine"] >= NEAR_COUNT if one_thing else _near(likeness) >= NEAR_PLACE
    at_once = (days_apart(a, b) or 0) == 0 and "clock" not in found and _of_one_month(a, b)
    if not (enough and at_once and a.vouched and b.vouched) or one_voice(a, b):
        return Decision(True, None, None, finding.says, 0.0)
    return Decision(True, "contradicts", finding.facet, finding.says, likeness["cosine"])


def _places(a: Sketch, b: Sketch, found: dict[str, Finding], likeness: Likeness, likely: float) -> Decision | None:
    finding = found.get("place")
    if finding is None or finding.outcome != "differs":
        return None
    if a.document != b.document and set(a.quoted) & set(b.quoted):
        # Two who quote the same words tell of one utterance, and may each name another place that it speaks of.
        return None
    if _near(likeness) < NEAR_PLACE or one_voice(a, b):
        return Decision(True, None, None, finding.says, 0.0)
    return Decision(True, "contradicts", "place", finding.says, _near(likeness))


def _foretold(a: Sketch, b: Sketch, found: dict[str, Finding], likeness: Likeness, likely: float) -> Decision | None:
    if a.foretold == b.foretold:
        return None
    return Decision(True, None, None, "one foretells what the other tells as done", 0.0)


def _posts(a: Sketch, b: Sketch, found: dict[str, Finding], likeness: Likeness, likely: float) -> Decision | None:
    finding = found.get("post")
    if finding is None or one_voice(a, b):
        return None
    if finding.outcome == "differs":
        at_odds = a.vouched and b.vouched and (days_apart(a, b) or 0) <= _ONE_POST_DAYS
        return Decision(True, "contradicts" if at_odds else None, "identity", finding.says, likeness["cosine"])
    if finding.outcome == "partly":
        return Decision(True, "overlaps", "identity", finding.says, likeness["cosine"])
    reason = f"{finding.says}; one names the unit"
    return Decision(True, "refines", "identity", reason, likeness["cosine"], finding.outcome == "wider")


def _leavings(a: Sketch, b: Sketch, found: dict[str, Finding], likeness: Likeness, likely: float) -> Decision | None:
    """Two ways of leaving exclude one another where both can be of one leaving; that somebody left is refined by how."""
    finding = found.get("leaving")
    if finding is None:
        return None
    at_odds = a.vouched and b.vouched and (days_apart(a, b) or 0) <= _ONE_POST_DAYS and not one_voice(a, b)
    if not at_odds:
        return Decision(True, None, None, finding.says, 0.0)
    if finding.outcome == "differs":
        return Decision(True, "contradicts", finding.facet, finding.says, likeness["cosine"])
    return Decision(False, "refines", finding.facet, finding.says, likeness["cosine"], finding.outcome == "wider")


def _entries(a: Sketch, b: Sketch, found: dict[str, Finding], likeness: Likeness, likely: float) -> Decision | None:
    finding = found.get("entry")
    if finding is None or one_voice(a, b) or not (a.vouched and b.vouched):
        return None
    return Decision(False, "refines", finding.facet, finding.says, likeness["cosine"], finding.outcome == "wider")


def _stances(a: Sketch, b: Sketch, found: dict[str, Finding], likeness: Likeness, likely: float) -> Decision | None:
    finding = found.get("stance")
    if finding is None or one_voice(a, b):
        return None
    return Decision(True, "overlaps", "other", finding.says, likeness["cosine"])
