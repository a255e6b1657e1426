"""Which accounts share so much wording that one source stands behind it.

Three things look like shared wording and show nothing: the furniture of one publisher's pages, sentences of background that
everybody carries, and the words of a speech that everybody heard. So a shingle counts by how it is spread: over the
pages of one house only, over many accounts that have nothing else in common, and inside or outside of quotation marks.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from variorum.crafts import tables
from variorum.crafts.clusters import families
from variorum.crafts.quotes import find_quotes
from variorum.crafts.reuse import Retold, find_retold, find_sentences
from variorum.crafts.shingles import LENGTH, Codes, Run, Shelf, Words, match_positions, match_runs, shingle
from variorum.values.documents import Document

# Two accounts that share this part of the shorter one's shingles carry one text.
SAME = 0.25
# Wording in more families of accounts than this is everybody's; so is what somebody said in public in more than that.
FEW = 5
FEW_QUOTED = 3
# ... or in more accounts than this, of whatever families: it was said to everybody.
HEARD = 6
# Runs of at least RUN words, together at least SHARED words, are more than chance between two reports of one event.
RUN = 7
SHARED = 16
# One long run alone says the same: an agency sentence.
LONG_RUN = 11
# Two reporters can hear one speech; so many words of it in one run, which hardly another account has, are one report.
QUOTED = 16
# A stray sentence in two long accounts shows little: less than this part of the shorter one needs this many words.
PART = 0.05
MANY = 40
# Three words of meaning in a row, whatever stands between them, open a pair of sentences for alignment.
MEANING = 3
FEW_RETOLD = 3
# So many sentences so much alike are one text rewritten; the same fact told twice is alike by about a third.
RETOLD = 2
ALIKE = 0.6
# Pages of one house that share this part are versions of one article; below, what three of its pages share is furniture.
VERSIONS = 0.6
_FURNITURE = 3
# Less than this many shingles make no run that counts.
_LEAST = LONG_RUN - LENGTH + 1

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Wording:
    """What two accounts have in common: the runs of equal words that count, longest first, and how much that is.

    `share` is the part of the shorter account's shingles that stand in both, 0..1; `told` and `quoted` count the words
    of the runs outside and inside of quotation marks. `retold` are sentences that stand in both with other words put in.
    """

    left: str
    right: str
    runs: tuple[Run, ...]
    share: float
    told: int
    quoted: int
    retold: tuple[Retold, ...] = ()


def share_wording(documents: Sequence[Document], words: Mapping[str, Words]) -> tuple[Wording, ...]:
    """The pairs of accounts that share more wording than chance, furniture and common knowledge explain."""
    codes = {d.id: shingle(words[d.id].forms) for d in documents}
    houses = {d.id: d.publisher.value or d.id for d in documents}
    shelf = Shelf(codes)
    if not len(shelf.codes):
        return ()
    bodies = _Furniture(shelf, [houses[key] for key in shelf.keys])
    distinct = [np.unique(codes[key]) for key in shelf.keys]
    # The counts opened the pairs; of what very many hold they count only a part.
    shares = {(a, b): bodies.share(a, b, distinct) for a, b in shelf.pairs(least=_LEAST)}
    same = {pair for pair, share in shares.items() if share >= SAME}
    family = np.array(families(len(shelf.keys), sorted(same)), dtype=np.int32)
    spread = shelf.spread(family)
    everybodys = shelf.codes[shelf.starts[(spread > FEW) | (shelf.repeated(family, bodies.house) >= _FURNITURE)]]
    widely = shelf.codes[shelf.starts[(spread > FEW_QUOTED) | (shelf.counts() > HEARD)]]
    candidates = same | set(shelf.pairs(spread <= FEW, least=_LEAST))
    # What one account quotes is somebody's speech in every other, with marks or without.
    outside = {d.id: _outside_quotes(d, words[d.id]) for d in documents}
    spoken = np.unique(np.concatenate([codes[key][_inside(outside[key], len(codes[key]))] for key in shelf.keys]))
    told = {key: outside[key] & ~_covered(_among(codes[key], spoken), len(outside[key])) for key in shelf.keys}
    heard = widely[_among(widely, spoken)]
    # What counts in a pair that does not carry one text: neither everybody's nor the furniture of its house.
    own = {
        key: _without(codes[key], _among(codes[key], everybodys) | _among(codes[key], heard), position)
        for position, key in enumerate(shelf.keys)
    }
    found = []
    for a, b in sorted(candidates):
        left, right = shelf.keys[a], shelf.keys[b]
        share = shares.get((a, b), 0.0)
        if (a, b) in same:
            runs = match_runs(codes[left], codes[right])
        elif houses[left] == houses[right]:
            furniture = bodies.of_house(houses[left])
            bare = _without(own[left], _among(own[left], furniture), a)
            runs = match_runs(bare, _without(own[right], _among(own[right], furniture), b))
        else:
            runs = match_runs(own[left], own[right])
        wording = _weigh(left, right, runs, share, told[left], same=(a, b) in same)
        if wording is not None:
            found.append(wording)
    linked = {(one.left, one.right) for one in found}
    found += _rewritten(documents, words, told, houses, linked)
    return tuple(sorted(found, key=lambda one: (one.left, one.right)))


def _rewritten(
    documents: Sequence[Document],
    words: Mapping[str, Words],
    told: Mapping[str, Flags],
    houses: Mapping[str, str],
    linked: set[tuple[str, str]],
) -> list[Wording]:
    """Pairs beyond those linked already in which several sentences stand with other words put in."""
    by_id = {d.id: d for d in documents}
    meaning = {d.id: _Meaning.of(words[d.id]) for d in documents}
    shelf = Shelf({key: own.codes for key, own in meaning.items()})
    if not len(shelf.codes):
        return []
    few = shelf.counts() <= FEW_RETOLD
    common = shelf.codes[shelf.starts[~few]]
    sentences: dict[str, tuple[tuple[int, int], ...]] = {}
    found = []
    for a, b in sorted(shelf.pairs(few, least=MEANING)):
        left, right = shelf.keys[a], shelf.keys[b]
        if (left, right) in linked or houses[left] == houses[right]:
            continue
        for key in (left, right):
            if key not in sentences:
                sentences[key] = find_sentences(by_id[key].text, words[key])
        openings = meaning[left].openings(meaning[right], common)
        retold = tuple(
            one
            for one in find_retold(
                words[left], words[right], (sentences[left], sentences[right]), openings, least=ALIKE
            )
            if told[left][one.left[0] : one.left[1]].mean() >= 0.5
        )
        if len(retold) >= RETOLD:
            found.append(Wording(left, right, (), 0.0, 0, 0, retold))
    return found


@dataclass(frozen=True, slots=True)
class _Meaning:
    """The shingles of a text without its function words, and the word position at which each begins."""

    codes: Codes
    places: npt.NDArray[np.int64]

    @classmethod
    def of(cls, words: Words) -> "_Meaning":
        function = frozenset(tables.load("lineage")["function"]["words"])
        places = [i for i, form in enumerate(words.forms) if form not in function]
        codes = shingle([words.forms[i] for i in places], MEANING)
        return cls(codes, np.array(places[: len(codes)], dtype=np.int64))

    def openings(self, other: "_Meaning", common: Codes) -> list[tuple[int, int]]:
        """The word positions that two texts have in common by shingles that are not common to many."""
        mine, theirs = ~_among(self.codes, common), ~_among(other.codes, common)
        i, j = match_positions(self.codes[mine], other.codes[theirs])
        return list(zip(self.places[mine][i].tolist(), other.places[theirs][j].tolist(), strict=True))


def _weigh(left: str, right: str, runs: Sequence[Run], share: float, told: Flags, *, same: bool) -> Wording | None:
    """The wording of a pair, or None where it is no more than chance."""
    strong = tuple(run for run in runs if run.length >= RUN)
    spoken = [(int(told[run.left : run.left + run.length].sum()), run.length) for run in strong]
    outside = sum(n for n, _ in spoken)
    inside = sum(length - n for n, length in spoken)
    some = outside >= SHARED or any(n >= LONG_RUN for n, _ in spoken) or any(length >= QUOTED for _, length in spoken)
    enough = some and (same or share >= PART or outside >= MANY)
    return Wording(left, right, strong, share, outside, inside) if strong and enough else None


def _without(codes: Codes, unwanted: Flags, position: int) -> Codes:
    """The shingles with unwanted ones made unlike those of any other text, so that no run holds them."""
    blank = np.uint64(position) << np.uint64(32)
    return np.where(unwanted, blank + np.arange(len(codes), dtype=np.uint64), codes)


def _among(codes: Codes, known: Codes) -> Flags:
    """Which of the shingles are among the known ones, which are sorted."""
    if not len(known):
        return np.zeros(len(codes), dtype=bool)
    found: Flags = known[np.minimum(np.searchsorted(known, codes), len(known) - 1)] == codes
    return found


def _inside(told: Flags, count: int) -> Flags:
    """The shingles that stand wholly inside of quotation marks."""
    before = np.concatenate(([0], np.cumsum(told)))
    found: Flags = before[LENGTH : LENGTH + count] == before[:count]
    return found


def _covered(shingles: Flags, words: int) -> Flags:
    """The words that some of the shingles cover."""
    steps = np.zeros(words + LENGTH + 1, dtype=np.int64)
    at = np.flatnonzero(shingles)
    np.add.at(steps, at, 1)
    np.add.at(steps, at + LENGTH, -1)
    found: Flags = np.cumsum(steps)[:words] > 0
    return found


def _outside_quotes(document: Document, words: Words) -> Flags:
    """For each word whether it stands outside of quotation marks."""
    told = np.ones(len(document.text) + 1, dtype=bool)
    for quote in find_quotes(document.text):
        told[quote.outer_start : quote.outer_end] = False
    return told[np.fromiter((start for start, _ in words.places), dtype=np.int64, count=len(words.places))]


class _Furniture:
    """Shingles that at least three pages of one house have and no page of another: menus, teasers, notices."""

    def __init__(self, shelf: Shelf, houses: Sequence[str]) -> None:
        names = sorted(set(houses))
        number = {name: i for i, name in enumerate(names)}
        self.house = np.array([number[h] for h in houses], dtype=np.int32)
        self._names = number
        self._shelf = shelf
        ours = (shelf.spread(self.house) == 1) & (shelf.counts() >= _FURNITURE)
        self._codes: dict[int, list[np.uint64]] = defaultdict(list)
        for start in shelf.starts[ours].tolist():
            self._codes[int(self.house[shelf.holders[start]])].append(shelf.codes[start])
        self._sorted = {house: np.array(codes, dtype=np.uint64) for house, codes in self._codes.items()}

    def of_house(self, name: str) -> Codes:
        """The furniture of one house."""
        return self._sorted.get(self._names[name], np.empty(0, dtype=np.uint64))

    def share(self, a: int, b: int, distinct: Sequence[Codes]) -> float:
        """The part of the shorter text's shingles that stand in both, without furniture unless they are versions."""
        left, right = distinct[a], distinct[b]
        both = np.intersect1d(left, right, assume_unique=True)
        whole = len(both) / max(1, min(len(left), len(right)))
        if self.house[a] != self.house[b] or whole >= VERSIONS:
            return whole
        furniture = self._sorted.get(int(self.house[a]), np.empty(0, dtype=np.uint64))
        if not len(furniture):
            return whole
        left, right = (own[~_among(own, furniture)] for own in (left, right))
        return int((~_among(both, furniture)).sum()) / max(1, min(len(left), len(right)))
