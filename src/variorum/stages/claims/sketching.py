"""What of each statement takes part in the comparison, worked out once."""

import bisect
import datetime
import hashlib
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from variorum.crafts.careers import Career, career_told, post_told
from variorum.crafts.comparison import (
    LOSS_DAYS,
    RIVALS,
    Count,
    Place,
    Sketch,
    Unit,
    casualties,
    counted,
    degrees,
    is_vague,
    kinds_told,
    opposable,
    party_of,
    quotes_told,
    says,
    scope_told,
    stance_told,
    vague_counts,
)
from variorum.crafts.means import Means, means_told, parted
from variorum.crafts.mishaps import causes_named, mishap_told, things_called, things_told
from variorum.crafts.moments import clock_told
from variorum.crafts.similarity import concept, terms, words
from variorum.crafts.whereabouts import places_held, whereabouts_told
from variorum.values.documents import Document
from variorum.values.entities import Entity, Mention
from variorum.values.statements import Figure, Statement

_CAPITAL = re.compile(r"(?<![.!?“\"'‘:]\s)(?<!^)(?<!\A[“\"'‘])\b[A-Z][\w’'-]*[a-z][\w’'-]*")
_BRACKETED = re.compile(r"\[[^\]]*\]")
_OUTER = re.compile(r"[\[\]]")
# How far before a figure its "over" or "at least" may stand, in characters.
_BEFORE = 16
_UNKNOWN: Mapping[str, str] = MappingProxyType({})
_NEVER: Mapping[str, tuple[Sketch, ...]] = MappingProxyType({})


def sketch_all(
    documents: Sequence[Document], statements: Sequence[Statement], entities: Sequence[Entity]
) -> dict[str, Sketch]:
    """The sketch of every statement by its id."""
    return by_statement(sketch_each(documents, statements, entities).sketches)


def by_statement(sketches: Mapping[str, tuple[Sketch, ...]]) -> dict[str, Sketch]:
    """Sketches that are kept by document by the ids of their statements."""
    return {one.id: one for some in sketches.values() for one in some}


@dataclass(frozen=True, slots=True)
class Sketched:
    """By document the sketches of its statements in the order of the text, and the digest of all that they were made from: empty
    where that is not known."""

    sketches: Mapping[str, tuple[Sketch, ...]]
    keys: Mapping[str, str]


def sketch_each(
    documents: Sequence[Document],
    statements: Sequence[Statement],
    entities: Sequence[Entity],
    digests: Mapping[str, str] = _UNKNOWN,
    before: Mapping[str, tuple[Sketch, ...]] = _NEVER,
    keys: Mapping[str, str] = _UNKNOWN,
) -> Sketched:
    """The sketches of every document. `digests` are those of the statements and mentions of documents, as far as known.

    A document of which digest, day and the entities that it names are those of `keys` has the sketches it had `before`.
    """
    said: dict[str, dict[str, Statement]] = {document.id: {} for document in documents}
    for statement in statements:
        said[statement.document][statement.id] = statement
    mentions = _Mentions(entities)
    told: dict[str, str] = {}
    sketches: dict[str, tuple[Sketch, ...]] = {}
    for document in documents:
        told[document.id] = key = mentions.key(document, digests.get(document.id, ""))
        if key and keys.get(document.id) == key and document.id in before:
            sketches[document.id] = before[document.id]
        else:
            ordered = sorted(said[document.id].values(), key=lambda one: (one.passage.span, one.id))
            sketches[document.id] = _sketch_document(document, ordered, mentions)
    return Sketched(sketches, told)


def _sketch_document(document: Document, statements: Sequence[Statement], mentions: "_Mentions") -> tuple[Sketch, ...]:
    """The sketches of one document; nothing of another takes part but the entities."""
    sketches: list[Sketch] = []
    last: dict[str, Count] = {}
    first: dict[frozenset[str], Means] = {}
    beside: dict[frozenset[str], Means] = {}
    called, held = things_called(document.text), places_held(document.text)
    named: frozenset[str] = frozenset()
    for statement in statements:
        sketch = _sketch(statement, document, mentions)
        sketch = replace(
            sketch,
            things=things_told(sketch.text, called),
            mishap=mishap_told(sketch.text, called, named),
            whereabouts=whereabouts_told(sketch.text),
            held_in=frozenset(outer for inner, outer in held if inner in sketch.text),
        )
        named = causes_named(sketch.text)
        if not sketch.counts and says(sketch.text, "again", "counts") and says(sketch.text, "confirming", "counts"):
            # "The death toll was confirmed": the count is the one told last before.
            kinds = sorted({concept(word) for word in words(sketch.text)} & casualties())
            sketch = replace(sketch, counts=tuple(last[kind] for kind in kinds if kind in last)[:1])
        if sketch.means:
            before = first.setdefault(sketch.holders, sketch.means)
            beside[sketch.holders] = beside.get(sketch.holders, sketch.means) | sketch.means
            sketch = replace(sketch, further=parted(before, sketch.means) is not None)
        for count in sketch.counts:
            if not count.vague:
                last[count.kind] = count
        sketches.append(sketch)
    crowded, disputed = _crowded(sketches), _disputed(sketches)
    return tuple(
        replace(
            one,
            crowded=crowded,
            disputed=disputed,
            beside=beside.get(one.holders, one.means) if one.means else one.means,
        )
        for one in sketches
    )


def _crowded(sketches: Iterable[Sketch]) -> frozenset[str]:
    """The kinds of casualties of which a document tells several numbers of the same people.

    Such an account tells of several happenings, as a day's round-up does, or of several tellings: a number of it cannot be
    set against another account's only because both are of the day. A part ("11 children among them"), a number for a longer
    time, one said to follow another, and a background too large to be a rival ("280,000 dead") are no second happening.
    """
    told: dict[tuple[str, frozenset[str]], set[float]] = {}
    for one in sketches:
        if one.scope or says(one.text, "follows", "succession") or says(one.text, "early", "succession"):
            continue
        for count in one.counts:
            if count.kind in casualties() and not count.vague:
                told.setdefault((count.kind, count.group), set()).add(count.value)
    found = set()
    for (kind, _), values in told.items():
        ordered = sorted(values)
        if any(small > 0 and large <= RIVALS * small for small, large in itertools.pairwise(ordered)):
            found.add(kind)
    return frozenset(found)


def _disputed(sketches: Sequence[Sketch]) -> frozenset[datetime.date]:
    """The days on which two holders of a document put one loss of one thing: either may be the day of what else they tell of it."""
    losses = [
        s for s in sketches if s.mishap and s.mishap.befell and s.holders and s.vouched and s.earliest == s.latest
    ]
    found: set[datetime.date] = set()
    for a, b in itertools.combinations(losses, 2):
        if a.holders & b.holders or not (a.mishap and b.mishap and a.mishap.is_of_one(b.mishap, single=True)):
            continue
        if a.earliest and b.earliest and 0 < abs((a.earliest - b.earliest).days) <= LOSS_DAYS:
            found |= {a.earliest, b.earliest}
    return frozenset(found)


class _Mentions:
    """The mentions of each document in order, with their entities."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        rows: dict[str, list[tuple[int, int, Mention, Entity]]] = {}
        for entity in entities:
            for mention in entity.mentions:
                span = mention.passage.span
                rows.setdefault(span.document, []).append((span.start, span.end, mention, entity))
        self._rows = {document: sorted(found, key=lambda row: row[:2]) for document, found in rows.items()}
        # Of an entity nothing else takes part; its mentions in other documents do not.
        self._told = {one.id: repr((one.id, one.kind, one.name, one.aliases, one.place)) for one in entities}

    def key(self, document: Document, layers: str) -> str:
        """The digest of all that the sketches of a document are made from; empty where its layers have no digest."""
        if not layers:
            return ""
        named = (f"{start} {end} {self._told[entity.id]}" for start, end, _, entity in self._rows.get(document.id, ()))
        return hashlib.sha256("\n".join((layers, str(document.published.value), *named)).encode("utf-8")).hexdigest()

    def within(self, document: str, start: int, end: int) -> list[tuple[Mention, Entity]]:
        rows = self._rows.get(document, [])
        at = bisect.bisect_left(rows, start, key=lambda row: row[0])
        inside = []
        while at < len(rows) and rows[at][0] < end:
            if rows[at][1] <= end:
                inside.append((rows[at][2], rows[at][3]))
            at += 1
        return inside


def _sketch(statement: Statement, document: Document, mentions: _Mentions) -> Sketch:
    span = statement.passage.span
    text = _OUTER.sub("", statement.proposition or statement.passage.words)
    inside = mentions.within(span.document, span.start, span.end)
    moment = statement.moment
    naming = _naming(statement, inside)
    found = terms(text)
    doer = _doer(span.start, inside)
    told = document.published.value
    return Sketch(
        id=statement.id,
        document=document.id,
        order=(told.isoformat() if told else "9999", document.id, span.start),
        text=text,
        terms=found,
        content=found - naming,
        # What was put in front in brackets is asserted elsewhere.
        plain=opposable(_BRACKETED.sub(" ", statement.proposition or text)),
        names=_names(text, inside),
        naming=naming,
        places=_places(inside),
        units=_units(inside),
        counts=_counts(statement, document, text),
        earliest=moment.earliest if moment else None,
        latest=moment.latest if moment else None,
        told=told,
        negative=statement.polarity == "negative",
        denied=statement.modality == "denied",
        open=any(mark.kind == "unknown" for mark in statement.marks) or says(text, "unknowing"),
        provisional=says(text, "provisional"),
        foretold=statement.modality == "predicted" or says(text, "foretelling"),
        remark=statement.is_remark,
        holders=frozenset(hop.holder.name.casefold() for hop in statement.chain),
        scope=scope_told(text),
        kinds=kinds_told(text),
        quoted=quotes_told(text),
        means=means_told(text, naming) if not statement.figures else frozenset(),
        vouched=statement.polarity == "positive" and statement.modality in ("asserted", "hedged", "unverified"),
        post=post_told(text),
        stance=stance_told(text),
        actor=doer.id if doer else "",
        actor_name=doer.name if doer else "",
        clock=clock_told(statement.passage.words),
        career=_career(statement, inside),
        party=_party(statement),
    )


# A name this many characters into a statement opens it ("The Harn Volunteers shelled ...").
_OPENING = 6
_DOERS = ("person", "organisation", "unit")


def _doer(start: int, inside: Sequence[tuple[Mention, Entity]]) -> Entity | None:
    """The person, body or unit whose name opens a statement, or None."""
    for mention, entity in inside:
        if mention.passage.span.start > start + _OPENING:
            return None
        if mention.form == "name" and entity.kind in _DOERS:
            return entity
    return None


def _party(statement: Statement) -> frozenset[str]:
    """Terms of the name or office of whoever a statement began with, empty for media and for words that fit anybody."""
    if not statement.chain or statement.chain[0].holder.kind == "outlet":
        return frozenset()
    return party_of(statement.chain[0].holder.name)


# A name put in for a pronoun opens the text, or stands behind the pronoun ("I [Ana Ruiz] ...").
_PUT_IN = re.compile(r"\A(?:\w{1,4} )?\[([^\]]+)\]")
_OWNER = re.compile(r"['’]s?\b|['’]")


def _career(statement: Statement, inside: Sequence[tuple[Mention, Entity]]) -> Career | None:
    """What a statement says of the service of the person whose name opens it."""
    text = statement.proposition or statement.passage.words
    put_in = _PUT_IN.match(text)
    if put_in is not None:
        name, behind = put_in[1], text[put_in.end() :]
        if _OWNER.search(name) or not all(word[0].isupper() for word in name.split()):
            return None
        return career_told(name, _BRACKETED.sub(" ", behind))
    start = statement.passage.span.start
    for mention, entity in inside:
        span = mention.passage.span
        if span.start > start + _OPENING:
            return None
        behind = text[text.find(mention.passage.words) + len(mention.passage.words) :]
        if mention.form == "name" and entity.kind == "person" and not _OWNER.match(behind):
            return career_told(entity.name, _BRACKETED.sub(" ", behind))
    return None


def _capitalised(text: str) -> list[str]:
    """Capitalised words within a text; none where most words are, as in a headline."""
    found = [match.group() for match in _CAPITAL.finditer(text)]
    return found if 2 * len(found) <= len(words(text)) else []


def _names(text: str, inside: Sequence[tuple[Mention, Entity]]) -> frozenset[str]:
    """The entities mentioned, and capitalised words that belong to none of them."""
    known = {entity.id for _, entity in inside}
    covered = {word for mention, _ in inside for word in words(mention.passage.words)}
    covered |= {word for _, entity in inside for name in (entity.name, *entity.aliases) for word in words(name)}
    loose = {word for name in _capitalised(text) for word in words(name)} - covered
    return frozenset(known | loose)


def _naming(statement: Statement, inside: Sequence[tuple[Mention, Entity]]) -> frozenset[str]:
    """Terms that only say of whom it is told: names, and what was put in brackets for a pronoun."""
    text = statement.proposition or statement.passage.words
    spoken = [mention.passage.words for mention, _ in inside if mention.form == "name"]
    spoken += _capitalised(text)
    put_in = frozenset().union(*(terms(match.group()) for match in _BRACKETED.finditer(text)))
    return frozenset().union(*(terms(name) for name in spoken)) | (put_in - terms(_BRACKETED.sub(" ", text)))


def _places(inside: Sequence[tuple[Mention, Entity]]) -> tuple[Place, ...]:
    found = {}
    for _, entity in inside:
        if entity.kind != "place":
            continue
        where = entity.place
        found[entity.id] = Place(
            entity=entity.id,
            name=entity.name,
            latitude=where.latitude if where else None,
            longitude=where.longitude if where else None,
            precision=where.precision if where else "",
            country=where.country if where else "",
        )
    return tuple(found[key] for key in sorted(found))


def _units(inside: Sequence[tuple[Mention, Entity]]) -> tuple[Unit, ...]:
    named = {(m.unit.number, m.unit.type.casefold()) for m, _ in inside if m.unit and m.unit.number}
    return tuple(Unit(number, kind) for number, kind in sorted((n or "", k) for n, k in named))


def _counts(statement: Statement, document: Document, text: str) -> tuple[Count, ...]:
    found = tuple(_count(figure, document) for figure in statement.figures)
    if len(found) != 1:
        return found or vague_counts(text)
    # With one count only, a degree told anywhere in the statement is that count's ("two people were slightly hurt").
    return (replace(found[0], group=found[0].group | degrees(text)),)


def _count(figure: Figure, document: Document) -> Count:
    kind, group = counted(figure.of)
    span = figure.passage.span
    before = document.text[max(0, span.start - _BEFORE) : span.start]
    spoken = figure.passage.words
    vague = is_vague(spoken)
    bounded = figure.low is None or figure.high is None or figure.low != figure.high
    loose = vague or (bounded and says(before + " " + spoken, "loose", "counts"))
    return Count(kind, group, figure.low, figure.high, vague, loose, spoken)
