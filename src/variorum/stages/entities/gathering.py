"""What one document alone tells of one thread: its names, its age, its gender, its unit."""

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from variorum.crafts import names
from variorum.crafts.gazetteer import Entry
from variorum.crafts.tables import load
from variorum.values.documents import Document
from variorum.values.entities import EntityKind, Mention, UnitName

_AGE_AFTER = re.compile(r",\s+(?:aged\s+)?(\d{1,2})(?=[,.;)]|\s+years? old)")
_AGE_BEFORE = re.compile(r"\b(\d{1,2})[- ]years?[- ]old(?:\s+[\w'’-]+){0,3}\s+$")


@dataclass(frozen=True, slots=True)
class Local:
    """One thread of one document (or the part of it a person set apart), with what speaks for and against merging it.

    `key` is what equal entities share: folded words, a unit's number and type, a place's point. `full_words` are the words of the
    fullest person name, `offices` the groups of posts the text gives a person now. `parent` is the key of the wider unit.
    """

    document: str
    thread: str
    kind: EntityKind
    key: str
    name: str
    spellings: tuple[tuple[str, int], ...]
    mentions: tuple[Mention, ...]
    full_words: tuple[str, ...] = ()
    gender: str = ""
    age: int | None = None
    year: int | None = None
    offices: frozenset[str] = frozenset()
    unit: UnitName | None = None
    parent: str = ""
    place: Entry | None = None

    @property
    def is_surname_alone(self) -> bool:
        """Whether a person is only ever called by one word."""
        return self.kind == "person" and len(self.full_words) == 1


def gather(
    documents: Sequence[Document],
    threads: Mapping[tuple[str, str], Sequence[Mention]],
    places: Mapping[tuple[str, int, int], Entry | None],
) -> list[Local]:
    """The locals of a case: every thread that has a name, in order of document and place."""
    by_id = {document.id: document for document in documents}
    unit_keys = {
        (m.passage.span.document, m.passage.span.start, m.passage.span.end): unit_key(m)
        for ms in threads.values()
        for m in ms
        if m.unit is not None
    }
    found = []
    for (document, thread), mentions in threads.items():
        named = [m for m in mentions if m.form == "name"]
        if named and document in by_id:
            found.append(_local(by_id[document], thread, tuple(mentions), named, places, unit_keys))
    return found


def _local(
    document: Document,
    thread: str,
    mentions: tuple[Mention, ...],
    named: Sequence[Mention],
    places: Mapping[tuple[str, int, int], Entry | None],
    unit_keys: Mapping[tuple[str, int, int], str],
) -> Local:
    kinds = Counter(m.kind for m in named)
    kind = max(kinds, key=lambda k: (kinds[k], k))
    counts = Counter(_clean(m.passage.words) for m in named)
    name = fullest(counts, kind)
    unit = next((m.unit for m in named if m.unit is not None), None) if kind == "unit" else None
    place = _majority_place(named, places) if kind == "place" else None
    key = _key(kind, name, named, place)
    return Local(
        document=document.id,
        thread=thread,
        kind=kind,
        key=key,
        name=name,
        spellings=tuple(sorted(counts.items())),
        mentions=mentions,
        full_words=names.person_words(name) if kind == "person" else (),
        gender=_told_gender(document.text, named) if kind == "person" else "",
        age=_age(document.text, named) if kind == "person" else None,
        year=document.published.value.year if document.published.value else None,
        offices=_offices(document.text, mentions) if kind == "person" else frozenset(),
        unit=unit,
        parent=_parent(document, named, unit_keys) if unit is not None else "",
        place=place,
    )


def settle_kinds(locals_: Sequence[Local]) -> list[Local]:
    """The same locals with kinds that one account could not tell taken from the others that use the same name.

    What is of no known kind in one account ("Manbij" in a headline) takes the kind the others give it where they agree; what
    an account takes for a person, without saying anything a person is told by, takes the kind of as many other accounts (one word: of twice as many).
    """
    kinds: dict[str, dict[EntityKind, list[int]]] = defaultdict(lambda: defaultdict(list))
    for at, local in enumerate(locals_):
        kinds[" ".join(names.words_of(local.name))][local.kind].append(at)
    settled = list(locals_)
    for name, told in kinds.items():
        lone = " " not in name
        known = {k: ats for k, ats in told.items() if k in ("person", "organisation", "place", "event")}
        for at in told.get("other", ()):
            if len(known) == 1:
                settled[at] = _as(locals_[at], locals_[next(iter(known.values()))[0]])
        for at in told.get("organisation", ()) if lone else ():
            if len(known.get("place", ())) >= 2 * len(told["organisation"]) and not {"person"} & known.keys():
                settled[at] = _as(locals_[at], locals_[known["place"][0]])  # "Damascus said"
        for at in told.get("person", ()):
            others = {k: ats for k, ats in known.items() if k == "organisation" or (k == "place" and lone)}
            many = max(others.values(), key=len, default=[])
            needed = len(told["person"]) * (2 if lone else 1)
            if len(others) == 1 and len(many) >= needed and _nothing_personal(locals_[at]):
                settled[at] = _as(locals_[at], locals_[many[0]])
    return settled


def _nothing_personal(local: Local) -> bool:
    return not (local.gender or local.age or local.offices) and all(m.form == "name" for m in local.mentions)


def _as(local: Local, other: Local) -> Local:
    """A local with the kind of another one of its name, and what follows from the kind."""
    return replace(
        local,
        kind=other.kind,
        key=other.key,
        place=other.place,
        full_words=other.full_words,
        gender="",
        age=None,
        offices=frozenset(),
    )


def _clean(words: str) -> str:
    return " ".join(words.split()).strip(" ,;")


def fullest(counts: Mapping[str, int], kind: EntityKind) -> str:
    """The spelling an entity goes by: of those with two words and more the commonest; for units the one with most words."""

    def worth(spelling: str) -> tuple[bool, int, int, str]:
        words = names.person_words(spelling) if kind == "person" else names.words_of(spelling)
        shouting = spelling.isupper() and len(words) > 1
        unmarked = spelling.endswith("s") and spelling[:-1] in counts  # "Hezbollahs", its mark lost
        # Beyond two words the commonest wins: the longest is often two names run together.
        length = min(len(words), 4 if kind == "unit" else 2) if kind in ("person", "organisation", "unit") else 0
        return (not (shouting or unmarked), length, counts[spelling], f"{len(words):03d} {spelling}")

    return max(counts, key=worth)


def unit_key(mention: Mention) -> str:
    """Number, type and words of arms of a unit, the number in digits: "seventh brigade" and "7th Brigade" have one key."""
    unit = mention.unit
    if unit is None:
        return ""
    if unit.number is None:
        return " ".join(names.words_of(mention.passage.words))
    return f"{unit.number} {unit.type}"


def arms_of(local: Local) -> frozenset[str]:
    """The words of a unit's name besides its number and head word."""
    if local.unit is None:
        return frozenset()
    types = load("units")["types"]
    words = names.words_of(local.name)
    return frozenset(w for w in words if types.get(w) != local.unit.type and not w[0].isdigit() and not _is_number(w))


def _is_number(word: str) -> bool:
    numbers = load("units")["numbers"]
    return word in numbers["ordinals"] or word in numbers["cardinals"]


def _key(kind: EntityKind, name: str, named: Sequence[Mention], place: Entry | None) -> str:
    if kind == "unit":
        return unit_key(next(m for m in named if m.unit is not None))
    if kind == "place" and place is not None:
        return f"{place.name} {place.country} {place.kind} {place.latitude} {place.longitude}"
    if kind == "nationality":
        word = names.fold(name)
        return names.nationalities().get(word) or names.nationalities().get(word.removesuffix("s")) or word
    if kind == "person":
        return " ".join(names.person_words(name))
    if kind == "organisation":
        return " ".join(names.body_words_of(name))
    return " ".join(names.words_of(name))


def _majority_place(named: Sequence[Mention], places: Mapping[tuple[str, int, int], Entry | None]) -> Entry | None:
    votes: Counter[Entry] = Counter()
    for m in named:
        entry = places.get((m.passage.span.document, m.passage.span.start, m.passage.span.end))
        if entry is not None:
            votes[entry] += 1
    return max(votes, key=lambda e: (votes[e], e.population, e.name)) if votes else None


def _told_gender(text: str, named: Sequence[Mention]) -> str:
    """The gender that an honorific right before the name tells; first names are no evidence here."""
    told: Counter[str] = Counter()
    for m in named:
        word = re.search(r"([\w’'-]+)\.?\s+$", text[max(0, m.passage.span.start - 20) : m.passage.span.start])
        inside = names.fold(m.passage.words).split(" ")[0]
        for candidate in (names.fold(word[1]) if word else "", inside):
            if names.honorifics().get(candidate):
                told[names.honorifics()[candidate]] += 1
    return told.most_common(1)[0][0] if len(told) == 1 else ""


def _offices(text: str, mentions: Sequence[Mention]) -> frozenset[str]:
    """The groups of posts that roles and the words before a name tell, what is told as past left out."""
    found: set[str] = set()
    for m in mentions:
        span = m.passage.span
        told = m.passage.words if m.form == "role" else ""
        if m.form == "name":
            told = re.split(r"[.,;:!?()\n“”\"]", text[max(0, span.start - 40) : span.start])[-1]
        words = names.fold(told)
        if told and not any(re.search(rf"\b{word}\b", words) for word in load("names")["offices"]["past"]):
            # A role ends in the post it tells ("the lawyer of the minister" is none); a post before a name stands right before it.
            found |= {
                group for group, posts in _posts_by_group().items() if any(words.endswith(post) for post in posts)
            }
    return frozenset(found)


@functools.cache
def _posts_by_group() -> dict[str, tuple[str, ...]]:
    table = load("names")["offices"]
    return {key: tuple(posts) for key, posts in table.items() if key not in ("opposed", "past")}


def _age(text: str, named: Sequence[Mention]) -> int | None:
    ages: Counter[int] = Counter()
    for m in named:
        after = _AGE_AFTER.match(text, m.passage.span.end)
        before = _AGE_BEFORE.search(text[max(0, m.passage.span.start - 60) : m.passage.span.start])
        for found in (after, before):
            if found:
                ages[int(found[1])] += 1
    return ages.most_common(1)[0][0] if ages else None


def _parent(document: Document, named: Sequence[Mention], unit_keys: Mapping[tuple[str, int, int], str]) -> str:
    for m in named:
        if m.unit is not None and m.unit.parent is not None:
            start, end = m.unit.parent
            known = unit_keys.get((document.id, start, end))
            return known or " ".join(names.body_words_of(document.text[start:end]))
    return ""


def by_thread(mentions: Sequence[Mention]) -> dict[tuple[str, str], list[Mention]]:
    """The mentions of each thread, in order of place; documents in order of id."""
    found: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for m in sorted(mentions, key=lambda m: (m.passage.span.document, m.passage.span.start, -m.passage.span.end)):
        found[(m.passage.span.document, m.thread)].append(m)
    return dict(found)
