"""Where a named place lies: an offline gazetteer, and the choice between places of one name by the story they are told in.

The table is searched where it stands, sorted by folded name, and never parsed whole. A name that it does not hold stays unknown; a
name that it holds several times goes to the place that fits the country, the division and the other places of the document
best, population deciding only what the story leaves open.
"""

import functools
import importlib.resources
import lzma
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Levenshtein

from variorum.crafts.names import fold, nationalities, romanise, skeleton, sound
from variorum.crafts.tables import load
from variorum.values.entities import Coordinates

_TABLE = "GeoNames and Natural Earth (gazetteer.tsv.xz)"
_OWN = "places.toml"
_EARTH_KM = 6371.0
_ARTICLES = frozenset(load("places")["articles"])


@dataclass(frozen=True, slots=True)
class Entry:
    """One place that a name may mean. `kind` is city, county, region, country, area or feature."""

    name: str
    latitude: float
    longitude: float
    country: str
    division: str
    population: int
    kind: str
    table: str = _TABLE

    def coordinates(self, precision: str | None = None) -> Coordinates:
        """The place as it goes into an entity."""
        known = {"county": "region"}.get(self.kind, self.kind)
        return Coordinates(self.latitude, self.longitude, precision or known, self.name, self.country, self.table)


def distance_km(a: Entry, b: Entry) -> float:
    """Great-circle distance between two places in kilometres."""
    return great_circle(a.latitude, a.longitude, b.latitude, b.longitude)


def great_circle(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in kilometres between two points in degrees (haversine)."""
    p1, p2 = math.radians(lat1), math.radians(lat2)
    h = math.sin((p2 - p1) / 2) ** 2 + math.cos(p1) * math.cos(p2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(h)))


@functools.cache
def _packed() -> bytes:
    return lzma.decompress(
        importlib.resources.files("variorum.crafts.tables").joinpath("gazetteer.tsv.xz").read_bytes()
    )


def _entry(line: bytes) -> Entry:
    _, name, lat, lon, country, division, population, kind = line.decode("utf-8").split("\t")
    return Entry(name, float(lat), float(lon), country, division, int(population), kind)


@functools.lru_cache(maxsize=16384)
def _rows(key: str) -> tuple[Entry, ...]:
    """The rows of one folded name, found by halving the sorted table."""
    table, wanted = _packed(), key.encode("utf-8") + b"\t"
    low, high = 0, len(table)
    while low < high:
        middle = (low + high) // 2
        start = table.rfind(b"\n", 0, middle) + 1
        end = table.find(b"\n", start)
        if table[start:end] < wanted:
            low = end + 1
        else:
            high = start
    found = []
    while low < len(table):
        end = table.find(b"\n", low)
        line = table[low:end]
        if not line.startswith(wanted):
            break
        found.append(_entry(line))
        low = end + 1
    return tuple(found)


@functools.cache
def _own() -> Mapping[str, tuple[Entry, ...]]:
    """What the hand-written table adds: countries under other names, divisions, seas and wide regions."""
    table = load("places")
    found: dict[str, tuple[Entry, ...]] = {}
    for code, names in table["country_names"].items():
        base = country(code)
        if base:
            for name in names:
                found[name] = (*found.get(name, ()), base)
    for name, (lat, lon, code) in table["regions"].items():
        found[name] = (*found.get(name, ()), Entry(name.title(), lat, lon, code, "", 3_000_000, "region", _OWN))
    for short, full in table["short_names"].items():
        found[short] = (*found.get(short, ()), *found.get(full, ()), *(e for e in _rows(full) if e.kind == "region"))
    for name, (lat, lon) in table["areas"].items():
        found[name] = (*found.get(name, ()), Entry(name.title(), lat, lon, "", "", 1_000_000, "area", _OWN))
    return found


@functools.cache
def _countries() -> Mapping[str, Entry]:
    points = load("places")["country_points"]
    found = {}
    table, at = _packed(), -1
    while (at := table.find(b"\tcountry\n", at + 1)) >= 0:
        entry = _row_at(table.rfind(b"\n", 0, at) + 1)
        if entry.country in points:
            lat, lon = points[entry.country]
            entry = Entry(entry.name, lat, lon, entry.country, "", entry.population, "country", _OWN)
        found[entry.country] = entry
    return found


def country(code: str) -> Entry | None:
    """The country with this ISO code."""
    return _countries().get(code)


@functools.lru_cache(maxsize=16384)
def lookup(name: str) -> tuple[Entry, ...]:
    """Every place a name may mean, best known first; empty where the gazetteer does not hold it.

    "Tomsk region" finds the division and not the city; "northern Syria" finds nothing here (see `part_of`).
    """
    key = fold(romanise(name))
    first, _, rest = key.partition(" ")
    if first in load("places")["the"] and rest:
        key = rest
    if not key:
        return ()
    found = _gather(key)
    bare, divisions = _without_region_word(key)
    if bare != key:
        regions = tuple(e for e in (*_gather(bare), *found) if e.kind in ("region", "county"))
        # "Tomsk region" may also stand as a town's surroundings where no division of that name is known.
        found = (*regions, *found) if regions else found or (_gather(bare) if divisions else ())
    told = country(nationalities().get(key, ""))
    if told is not None:
        found = (told, *found)
    unique = dict.fromkeys(found)
    # A division called after its town ("Tomsk") means the town unless a word says division; "as one says" costs it 1.5.
    # A capital may be a division of its own beside the one that is called after it (Kyiv), so its name tells as well.
    cities = [e for e in unique if e.kind == "city"] if bare == key else []
    towns = {(e.country, e.division) for e in cities}
    named = {e.country for e in cities if fold(e.name) == key}
    after = {e for e in unique if e.kind == "region" and ((e.country, e.division) in towns or e.country in named)}
    plain = {e: _standing(e) - (1.5 if e in after else 0.0) for e in unique}
    return tuple(sorted(unique, key=lambda e: (-plain[e], e.country, e.latitude)))


def _gather(key: str) -> tuple[Entry, ...]:
    own = _own().get(key, ())
    rows = tuple(country(e.country) or e if e.kind == "country" else e for e in _rows(key))
    codes = {e.country for e in own if e.kind == "region"}
    rows = tuple(
        e for e in rows if not (e.kind in ("region", "county") and e.country in codes and e.name.casefold() == key)
    )
    return (*own, *rows)


def _without_region_word(key: str) -> tuple[str, bool]:
    """A name without the word that makes it a division or a town ("tomsk region", "city of london")."""
    table = load("places")
    regional, urban = set(table["region_words"]), set(table["town_words"])
    words = key.split()
    if len(words) > 1 and words[-1] in regional | urban:
        return " ".join(words[:-1]), words[-1] in regional
    if len(words) > 2 and words[0] in regional | urban and words[1] in table["belonging"]:
        return " ".join(words[2:]), words[0] in regional
    return key, False


def _standing(entry: Entry) -> float:
    """How well known a place is, on the scale of a logarithm of its population."""
    bonus = {"country": 3.2, "area": 3.0, "region": 0.8, "county": -0.8}.get(entry.kind, 0.0)
    return math.log10(max(entry.population, 100)) + bonus


@functools.cache
def _names_of(code: str) -> Mapping[str, Sequence[tuple[str, int]]]:
    """The folded names of one country with the place of their row, by the first sound: "khan" and "hana" begin alike.

    The sound of a whole name costs ten times its first; only the few names that begin alike are ever sounded whole.
    """
    table, needle = _packed(), f"\t{code}\t".encode()
    found: dict[str, list[tuple[str, int]]] = {}
    at = table.find(needle)
    while at >= 0:
        start = table.rfind(b"\n", 0, at) + 1
        if table.count(b"\t", start, at) == _COLUMNS_BEFORE_COUNTRY:
            key = _without_articles(table[start : table.find(b"\t", start)].decode("utf-8"))
            found.setdefault(_first_sound(key), []).append((key, start))
        at = table.find(needle, at + 1)
    return found


# A row is folded name, name, latitude, longitude, country, ...
_COLUMNS_BEFORE_COUNTRY = 3
# The longest group of letters that is one sound at the beginning of a word ("tsch") has four.
_LONGEST_SOUND = 4


def _first_sound(key: str) -> str:
    return sound(key.split(" ", 1)[0][:_LONGEST_SOUND])[:1]


def _row_at(start: int) -> Entry:
    table = _packed()
    return _entry(table[start : table.find(b"\n", start)])


@functools.cache
def _sounded(code: str, first: str) -> Mapping[str, Sequence[tuple[str, int]]]:
    """Of the names of one country that begin with one sound, those of each whole sound, in the order of their rows."""
    found: dict[str, list[tuple[str, int]]] = {}
    for key, start in _names_of(code).get(first, ()):
        found.setdefault(_sound_key(key), []).append((key, start))
    return found


def _without_articles(key: str) -> str:
    words = key.split()
    return " ".join([w for w in words if w not in _ARTICLES] or words)


def _sound_key(key: str) -> str:
    return " ".join(skeleton(w) for w in _without_articles(key).split())


def lookup_by_sound(name: str, codes: Sequence[str]) -> tuple[Entry, ...]:
    """Places of these countries whose name sounds alike; only for names of four letters and more."""
    return _lookup_by_sound(name, tuple(codes))


@functools.lru_cache(maxsize=16384)
def _lookup_by_sound(name: str, codes: tuple[str, ...]) -> tuple[Entry, ...]:
    key = fold(romanise(name))
    if len(key) < 4:
        return ()
    sounds = _sound_key(key)
    if len(sounds) < 3:
        return ()
    bare = _without_articles(key)
    # Transcriptions of one name differ in length by a few letters at most ("shch" for "sh"); a margin, not measured.
    margin = 4 + len(bare) // 3
    rows = (
        _row_at(start)
        for code in codes
        for other, start in _sounded(code, _first_sound(bare)).get(sounds, ())
        if abs(len(other) - len(bare)) <= margin
    )
    return tuple(dict.fromkeys(e for e in rows if _vowels_fit(key, fold(e.name))))


def _vowels_fit(left: str, right: str) -> bool:
    """Whether two spellings of one skeleton differ by vowels as transcriptions do, not as names do."""
    a, b = (" ".join(sound(w).rstrip("h") for w in key.split() if w not in _ARTICLES) for key in (left, right))
    return Levenshtein.distance(a, b) <= max(1, min(len(a), len(b)) // 5)


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place name in a story: `after` is the name of the place said to hold it ("Paris, Texas"), "" where none is."""

    name: str
    start: int
    after: str = ""


def nationality_country(word: str) -> str:
    """The ISO code of the country a word of nationality speaks of; "" where it is none."""
    return nationalities().get(fold(word), "")


def resolve_places(toponyms: Sequence[Toponym], hints: Sequence[str]) -> dict[str, Entry | None]:
    """One place for each name of a story, by (name, after) joined with a bar; None where the gazetteer has none.

    `hints` are ISO codes of countries the story speaks of by other words (nationalities, the outlet's country), once a mention.
    """
    groups: dict[tuple[str, str], list[Toponym]] = {}
    for toponym in toponyms:
        groups.setdefault((toponym.name, toponym.after), []).append(toponym)
    candidates = {key: lookup(key[0]) for key in groups}
    votes = _country_votes(groups, candidates, hints)
    common = [code for code, _ in votes.most_common(4)]
    for key, found in candidates.items():
        whole = part_of(key[0])
        if not found and whole and lookup(whole):
            candidates[key] = tuple(replace(e, kind="area") for e in lookup(whole))
        elif not found:
            candidates[key] = lookup_by_sound(key[0], common)
    chosen: dict[tuple[str, str], Entry] = {}
    for _ in range(2):  # the second round sees what the first settled
        for key, entries in candidates.items():
            if entries:
                ranks = {e: at for at, e in enumerate(entries)}
                chosen[key] = max(
                    entries, key=lambda e: (_fit(e, key, groups, chosen, votes) - _behind_town(e, entries), -ranks[e])
                )
    return {f"{name}|{after}": chosen.get((name, after)) for name, after in groups}


def _country_votes(
    groups: Mapping[tuple[str, str], list[Toponym]],
    candidates: Mapping[tuple[str, str], tuple[Entry, ...]],
    hints: Sequence[str],
) -> Counter[str]:
    votes: Counter[str] = Counter(hints)
    for key, entries in candidates.items():
        weight = len(groups[key])
        if entries and entries[0].kind == "country":
            votes[entries[0].country] += 2 * weight
        elif entries and len({e.country for e in entries}) == 1 and entries[0].country:
            votes[entries[0].country] += weight
    return votes


def _fit(
    entry: Entry,
    key: tuple[str, str],
    groups: Mapping[tuple[str, str], list[Toponym]],
    chosen: Mapping[tuple[str, str], Entry],
    votes: Mapping[str, int],
) -> float:
    """How well a place fits: its own standing, the country and division of the story, nearness to the other places."""
    score = _standing(entry)
    after = key[1]
    if after:
        holders = lookup(after)
        if any(h.kind == "country" and h.country == entry.country for h in holders):
            score += 4
        elif any(h.kind in ("region", "county") and h.country == entry.country and _holds(h, entry) for h in holders):
            score += 5
    total = sum(votes.values())
    if total and entry.country:
        score += 2.2 * math.log1p(5 * votes.get(entry.country, 0) / total)
    near = 0.0
    for other_key, other in chosen.items():
        # A name is no neighbour of itself: "Valletta, Malta" would draw "Valletta" from the town to the division around it.
        if other_key[0] == key[0] or other.kind in ("country", "area") or other is entry:
            continue
        far = distance_km(entry, other)
        near = max(near, 1.6 * math.exp(-far / 150) + 0.6 * math.exp(-far / 600))
    return score + near


def _behind_town(entry: Entry, entries: Sequence[Entry]) -> float:
    """What a division loses to the town it is called after, where both could be meant."""
    if entry.kind != "region" or entries[0].kind == "region":
        return 0.0
    return (
        1.5
        if any(e.kind == "city" and (e.country, e.division) == (entry.country, entry.division) for e in entries)
        else 0.0
    )


def _holds(holder: Entry, entry: Entry) -> bool:
    if holder.division and entry.division:
        return holder.division == entry.division
    return distance_km(holder, entry) < 600


def part_of(name: str) -> str | None:
    """The whole that a name is a part of: "northern Syria" gives "Syria"; None where it names a whole."""
    words = name.split()
    parts = load("places")["part_words"]
    at = 0
    while at < len(words) - 1 and words[at].casefold().strip("-") in parts:
        at += 1
    return " ".join(words[at:]) if at else None
