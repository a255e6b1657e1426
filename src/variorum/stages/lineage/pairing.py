"""What the texts show of two origins: that the one only repeats the other, that they know it apart from one another, or neither.

Rules in order, each a named function that gives a state and a reason, or nothing. Doubt lowers: whoever may be one, may speak for one, or does not say
how he knows is never shown to be two.
"""

import datetime
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from variorum.crafts import tables
from variorum.crafts.names import compare_people
from variorum.crafts.shingles import split_words
from variorum.stages.lineage.holders import OWN_VOICE, Holding, in_own_voice
from variorum.stages.lineage.voices import body_forms, nouns_of, watches
from variorum.stages.lineage.wording import SAME
from variorum.values.documents import Document
from variorum.values.lineage import Independence, LineageEdge

# From this likeness on two spellings may be one person's name: so much has a surname alone beside the whole name.
_ONE_NAME = 0.6
# The class of who claims the deed, beside those of the table `lineage`.
CLAIMANT = "claimant"

Finding = tuple[Independence, str] | None


class Kin:
    """Which accounts are related by wording: those of one text over any number of steps, others only in pairs; and which is the older.

    A sentence or a quotation that two accounts share does not make one text of all that each shares with a third; citing
    alone makes none.
    """

    def __init__(self, documents: Sequence[Document], edges: Iterable[LineageEdge]) -> None:
        self._leader = {d.id: d.id for d in documents}
        self._pairs: set[tuple[str, str]] = set()
        self._days = {d.id: d.published.value for d in documents}
        for edge in edges:
            if edge.kind == "cites":
                continue
            self._pairs |= {(edge.child, edge.parent), (edge.parent, edge.child)}
            if edge.kind == "copies" or edge.share >= SAME:
                a, b = self._root(edge.child), self._root(edge.parent)
                self._leader[max(a, b)] = min(a, b)

    def _root(self, ident: str) -> str:
        while self._leader[ident] != ident:
            ident = self._leader[ident]
        return ident

    def one_text(self, left: str, right: str) -> bool:
        """Whether two accounts carry one text, over any number of steps."""
        return self._root(left) == self._root(right)

    def related(self, left: Iterable[str], right: Iterable[str]) -> bool:
        """Whether an account of the one group and one of the other are one, of one text, or a pair that shares wording."""
        return any(self.one_text(a, b) or (a, b) in self._pairs for a, b in itertools.product(left, tuple(right)))

    def days(self, document: str, others: Iterable[str]) -> tuple[datetime.date | None, list[datetime.date | None]]:
        """The day of an account and those of the other accounts that it is related to."""
        return self._days[document], [self._days[o] for o in others if self.related((document,), (o,))]


@dataclass(frozen=True, slots=True)
class Witness:
    """One origin of one claim with what speaks for or against its independence.

    `phrases` are the holders as the accounts have them, of those that are one origin under several names; `cited` and `copied` those whom accounts
    name instead that cite or copy one which has it from this origin; `bodies` the keys of the bodies it is or
    speaks for; `family` is None, or the names of those whose family it is; `circle` says that its accounts only cite one another.
    """

    key: str
    name: str
    kind: str
    statements: tuple[str, ...]
    documents: frozenset[str]
    first_hand: bool
    classes: frozenset[str]
    phrases: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()
    copied: tuple[str, ...] = ()
    bodies: frozenset[str] = frozenset()
    family: frozenset[str] | None = None
    circle: bool = False


@dataclass(frozen=True, slots=True)
class Rivals:
    """Names set against one another, stem to stems: anyhow (any word of conflict) and outright (accused, denied, at war).

    Who watches a conflict stands in its sentences too; only what is outright opposes two holders, and never a monitor or a
    hospital. For a phrase that joins two parties in one breath any word of conflict between them is enough.
    """

    anyhow: Mapping[str, frozenset[str]]
    outright: Mapping[str, frozenset[str]]


def witness_of(key: str, group: Sequence[Holding], did_it: bool, circle: bool = False) -> Witness:
    """The witness that holdings of one key are."""
    classes = tables.load("lineage")["classes"]
    # The body leads, then the longest name.
    names = sorted(
        {h.name for h in group}, key=lambda n: (all(h.alone != key for h in group if h.name == n), -len(n), n)
    )
    words = {w for n in names for w in split_words(n).forms}
    found = frozenset(c for c, heads in classes.items() if words & set(heads))
    families = [h.family for h in group if h.family is not None]
    return Witness(
        key=key,
        name=", ".join(sorted(names)) if key == OWN_VOICE else names[0],
        kind=min((h.kind for h in group), key=lambda kind: (kind != "named", kind == "unnamed", kind)),
        statements=tuple(sorted(h.statement for h in group)),
        documents=frozenset(h.document for h in group),
        first_hand=any(h.first_hand for h in group),
        classes=found | ({"monitor"} if watches(words) else set()) | ({CLAIMANT} if did_it else set()),
        phrases=_phrases([h for h in group if not h.route]),
        cited=tuple(sorted({h.phrase for h in group if h.route == "cited" and h.phrase})),
        copied=tuple(sorted({h.phrase for h in group if h.route == "copied" and h.phrase})),
        bodies=frozenset(h.body for h in group if h.body),
        family=frozenset().union(*families) if families and len(families) == len(group) else None,
        circle=circle,
    )


def _phrases(group: Sequence[Holding]) -> tuple[str, ...]:
    """How the accounts call one origin, the longest phrase of each name; nothing where all call it by one."""
    longest: dict[str, str] = {}
    for holding in group:
        longest[holding.alone] = max(longest.get(holding.alone, ""), holding.phrase, key=lambda p: (len(p), p))
    return tuple(sorted(set(longest.values()))) if len(longest) > 1 and all(longest.values()) else ()


def compare(a: Witness, b: Witness, kin: Kin, rivals: Rivals) -> tuple[Independence, str]:
    """The state of two origins and the reason; which of a derived pair is the one that repeats, `weaker` says."""
    for own, other in sorted(((a, b), (b, a)), key=lambda pair: not in_own_voice(pair[0].key)):
        found = _without_source(own, other, kin)
        if found is not None:
            return found
    for rule in (_one_body, _one_family, _nameless, _one_person, _eye_witnesses):
        found = rule(a, b)
        if found is not None:
            return found
    if not {"monitor", "medical"} & (a.classes | b.classes) and opposed(a.name, b.name, rivals.outright):
        return "shown", f"{a.name} and {b.name} have opposed interests and say the same."
    return _kinds_of_bodies(a, b) or (
        "not established",
        f"Nothing in the texts shows that {a.name} and {b.name} know it apart from one another.",
    )


def weaker(a: Witness, b: Witness) -> str:
    """Of two origins of which one only repeats the other the key of that one: who does not say how he knows, then who has no name."""
    return max(
        (
            in_own_voice(w.key),
            w.key.startswith("agency:"),
            w.kind == "unnamed",
            w.kind == "role",
            not w.first_hand,
            w.key,
        )
        for w in (a, b)
    )[-1]


def _without_source(own: Witness, other: Witness, kin: Kin) -> Finding:
    """An outlet in its own voice, or an agency, beside an origin that an account with the same words names."""
    agency = own.key.startswith("agency:")
    if not agency and not in_own_voice(own.key):
        return None
    unsaid: Finding = ("not established", f"{own.name} does not say how it knows.")
    if in_own_voice(other.key) or not kin.related(own.documents, other.documents):
        return unsaid
    if agency:
        return (
            "derived",
            f"Of accounts that share their wording one names {own.name} for it, another says that it is from {_plain(other)}.",
        )
    if other.key.startswith("agency:"):
        return (
            "derived",
            f"{own.name} tells it in words shared with an account that has it from {_plain(other)}, which serves both.",
        )
    return _words_of_another(own, other, kin) or unsaid


def _words_of_another(own: Witness, other: Witness, kin: Kin) -> Finding:
    """Whether accounts in their own voice only carry the words of one that names its source; an older one cannot have them from a younger one."""
    known = True
    for document in sorted(own.documents - other.documents):
        day, others = kin.days(document, other.documents)
        if not others:
            return None
        if day and all(o and o > day for o in others):
            return (
                "not established",
                f"{own.name} tells it in words that a later account has from {_plain(other)}. It came out first and does not say how it knows: "
                "the later account may have its words from here.",
            )
        known = known and day is not None and any(o and o < day for o in others)
    if own.documents <= other.documents:
        return "derived", f"{own.name} tells it in the account that has it from {_plain(other)}."
    if known:
        return (
            "derived",
            f"{own.name} tells it later, in words shared with an account that has it from {_plain(other)}.",
        )
    return (
        "derived",
        f"{own.name} tells it in words shared with an account that has it from {_plain(other)}; which came first is unknown, and one text is one origin.",
    )


def _one_body(a: Witness, b: Witness) -> Finding:
    """Somebody who speaks for a body beside the body or another who does."""
    if not a.bodies & b.bodies or (a.first_hand and b.first_hand):
        return None
    return "derived", f"{a.name} and {b.name} are or speak for one body: {_called(a)}, {_called(b)}."


def _called(witness: Witness) -> str:
    return " and ".join(f"“{phrase}”" for phrase in witness.phrases or (witness.name,))


def _one_family(a: Witness, b: Witness) -> Finding:
    """Two of one family, of whom not both saw it. Two with names who each speak of "my son" may be of two families."""
    if a.family is None or b.family is None or (a.first_hand and b.first_hand):
        return None
    if a.family and b.family and not a.family & b.family:
        return None
    if not (a.family and b.family) and a.kind == b.kind == "named":
        return "not established", f"{_plain(a)} and {_plain(b)} each tell of kin of theirs and may be of one family."
    return "derived", f"{_plain(a)} and {_plain(b)} are of one family and do not both say that they saw it."


def _plain(witness: Witness) -> str:
    return witness.name.removeprefix("unnamed: ")


def _nameless(a: Witness, b: Witness) -> Finding:
    if "unnamed" not in (a.kind, b.kind):
        return None
    return "not established", "A source without a name cannot be shown to be another than the next."


def _one_person(a: Witness, b: Witness) -> Finding:
    """Names that may be one person's: a surname beside a whole name, two spellings."""
    of_bodies = any(nouns_of(body_forms(w.name)) for w in (a, b))
    if of_bodies or compare_people(a.name, b.name).score < _ONE_NAME:
        return None
    return "not established", f"{a.name} and {b.name} may be one person."


def _eye_witnesses(a: Witness, b: Witness) -> Finding:
    if not (a.first_hand and b.first_hand and {a.kind, b.kind} == {"named"}):
        return None
    return "shown", f"{a.name} and {b.name} each tell it at first hand."


def _kinds_of_bodies(a: Witness, b: Witness) -> Finding:
    """A monitor beside a body of another kind."""
    if not a.classes or not b.classes or a.classes & b.classes or "monitor" not in a.classes | b.classes:
        return None
    kinds = " and ".join(sorted({*a.classes, *b.classes}))
    return "shown", f"{a.name} and {b.name} are bodies of different kinds ({kinds}) with access of their own."


def stem(word: str) -> str:
    """The first five letters, so that a country and its people meet ("Russia", "Russian")."""
    return word.casefold()[:5]


def opposed(a: str, b: str, rivals: Mapping[str, frozenset[str]]) -> bool:
    """Whether the names of two holders have words that the texts set against one another, and none in common."""
    left = {stem(w) for w in re.findall(r"\b[A-Z][\w-]{2,}", a)}
    right = {stem(w) for w in re.findall(r"\b[A-Z][\w-]{2,}", b)}
    return not left & right and any(r in rivals.get(x, ()) for x in left for r in right)
