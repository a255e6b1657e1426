"""Posts of the people of a case: who held which title at which unit, from at least when to at least when."""

import datetime
import functools
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from variorum.crafts import names
from variorum.crafts.posts import Place, PostFound, find_posts
from variorum.crafts.recall import Recall
from variorum.crafts.tenures import TenureFound, find_later_tenures, find_tenures, is_subject, tells_end, tells_now
from variorum.values.documents import Document
from variorum.values.entities import Entity, EntityKind, Mention, Post, PostCitation, PostDay
from variorum.values.identity import identify
from variorum.values.moments import Moment
from variorum.values.text import Passage, Span, quote


def hold(
    documents: Sequence[Document],
    mentions: Sequence[Mention],
    entities: Sequence[Entity],
    moments: Mapping[str, Sequence[Moment]] | None = None,
    recall: Recall | None = None,
) -> tuple[Post, ...]:
    """The posts that the documents of a case tell, by person, unit and title; every one with the places that tell it.

    `moments` are the time expressions by document; with them a day told for a post bounds it, and an account that dates the post
    otherwise is no witness that it was held on the day of publication. A rank alone is told with a post of the same person and makes
    none by itself. The order of the documents makes no difference. `recall` spares documents of which nothing changed.
    """
    recall = recall or Recall()
    entity_at = {_place(m): _Named(e.id, e.kind) for e in entities for m in e.mentions}
    by_document: dict[str, list[Mention]] = defaultdict(list)
    for m in mentions:
        by_document[m.passage.span.document].append(m)
    grouped: dict[tuple[str, str, str], list[_Told]] = defaultdict(list)
    ranks: dict[str, Counter[str]] = defaultdict(Counter)
    for document in sorted(documents, key=lambda d: d.id):
        own = by_document[document.id]
        named = {_place(m): entity_at[_place(m)] for m in own if _place(m) in entity_at}
        made_from = (document, own, named, tuple((moments or {}).get(document.id, ())))
        for person, rank, key, told in recall.of(
            ("posts", document.id), made_from, functools.partial(_posts_in, *made_from)
        ):
            if rank is not None:
                ranks[person][rank] += 1
            if key is not None and told is not None:
                grouped[key].append(told)
    posts = [_post(key, told, _commonest(ranks[key[0]])) for key, told in grouped.items()]
    return tuple(sorted(posts, key=lambda p: (p.unit or "", p.person, names.fold(p.title or ""), p.id)))


class _Named(NamedTuple):
    """The entity that a place names."""

    id: str
    kind: EntityKind


_Row = tuple[str, str | None, tuple[str, str, str] | None, "_Told | None"]


def _posts_in(
    document: Document,
    mentions: Sequence[Mention],
    entity_at: Mapping[tuple[str, int, int], _Named],
    moments: Sequence[Moment],
) -> list[_Row]:
    """What one document tells: each time the person, the rank, and under person, unit and title the post."""
    people, units = _people_and_units(mentions)
    days = _days(document, moments)
    told_here = find_posts(document.text, people, units)
    holders = [entity_at.get((document.id, *found.person)) for found in told_here]
    later = _told_later(document, told_here, holders, mentions, entity_at, list(days))
    rows: list[_Row] = []
    for found, person in zip(told_here, holders, strict=True):
        if person is None or person.kind != "person":
            continue
        tenures = find_tenures(document.text, found, list(days))
        citation = _cite(document, found, (*tenures, *later.get(found, ())), days)
        rank = _tidy(citation.rank.words) if citation.rank is not None else None
        if citation.title is None and citation.unit is None:
            rows.append((person.id, rank, None, None))
            continue
        unit = entity_at.get((document.id, *found.unit)) if found.unit is not None else None
        title = names.fold(citation.title.words) if citation.title is not None else ""
        lasting = all(t.lasting for t in tenures) and tells_now(document.text, found)
        told = _Told(citation, document.published.value, lasting)
        rows.append((person.id, rank, (person.id, unit.id if unit is not None else "", title), told))
    return rows


def _told_later(
    document: Document,
    posts: Sequence[PostFound],
    holders: Sequence[_Named | None],
    mentions: Sequence[Mention],
    entity_at: Mapping[tuple[str, int, int], _Named],
    days: Sequence[Place],
) -> dict[PostFound, tuple[TenureFound, ...]]:
    """The days that sentences behind a post tell of it, by post.

    A sentence is taken for the one post its person was last told to hold; where two were told at once it stays with none. "He" counts
    only where nobody else is named since that person was.
    """
    again: dict[PostFound, list[Place]] = defaultdict(list)
    named = [m.passage.span for m in mentions if m.form == "name" and m.kind == "person"]
    for m in mentions:
        entity, span = entity_at.get(_place(m)), m.passage.span
        if entity is None or not (m.form == "name" or (m.form == "pronoun" and is_subject(m.passage.words))):
            continue
        before = [
            (max(p[1] for p in (f.person, f.title, f.unit) if p is not None), f)
            for f, holder in zip(posts, holders, strict=True)
            if holder is not None and holder.id == entity.id and (f.title or f.unit)
        ]
        before = [(end, f) for end, f in before if end <= span.start]
        if not before:
            continue
        last = max(end for end, _ in before)
        line = document.text.rfind("\n", 0, last)
        candidates = [f for end, f in before if end > line and not f.over]
        own = [n.end for n in named if n.end <= span.start and entity_at.get((n.document, n.start, n.end)) == entity]
        since = max([last, *own])
        strange = any(
            since <= n.start < span.start and entity_at.get((n.document, n.start, n.end)) != entity for n in named
        )
        if len({(f.title, f.unit) for f in candidates}) == 1 and not (strange and m.form == "pronoun"):
            again[candidates[-1]].append((span.start, span.end))
    return {f: find_later_tenures(document.text, f, places, days) for f, places in again.items()}


@dataclass(frozen=True, slots=True)
class _Told:
    """A citation, the day of its account, and whether its words leave the post as held on that day if they do not tell it as past."""

    citation: PostCitation
    published: datetime.date | None
    lasting: bool


def _post(key: tuple[str, str, str], told: Sequence[_Told], rank: str | None) -> Post:
    person, unit, title = key
    now = [t.published for t in told if t.published is not None and t.lasting and not t.citation.over]
    days = [day for t in told for day in t.citation.days]
    ended = [day.latest for day in days if day.kind == "ended"]
    past = [
        t.published
        for t in told
        if t.published is not None and t.citation.over and not any(day.kind != "begun" for day in t.citation.days)
    ]
    return Post(
        id=identify("post", person, unit, title),
        person=person,
        title=_commonest(Counter(_tidy(t.citation.title.words) for t in told if t.citation.title is not None)),
        rank=rank,
        unit=unit or None,
        earliest=min([*now, *(day.latest for day in days if day.kind != "ended" or _exact(day))], default=None),
        latest=max([*now, *(day.earliest for day in days if day.kind != "begun" or _exact(day))], default=None),
        over_by=min([*ended, *past], default=None),
        citations=tuple(t.citation for t in told),
        not_before=min((day.earliest for day in days if day.kind == "begun"), default=None),
    )


def _exact(day: PostDay) -> bool:
    """Whether a day is known as such: then the post was held on it, whether it began or ended there."""
    return day.earliest == day.latest


def _days(document: Document, moments: Sequence[Moment]) -> dict[Place, Moment]:
    """The time expressions that name days, by their places."""
    return {
        (m.passage.span.start, m.passage.span.end): m
        for m in moments
        if m.type in ("date", "time") and m.earliest is not None and m.latest is not None
    }


def _place(m: Mention) -> tuple[str, int, int]:
    span = m.passage.span
    return span.document, span.start, span.end


def _people_and_units(mentions: Sequence[Mention]) -> tuple[list[Place], list[Place]]:
    named = [m for m in mentions if m.form == "name"]
    people = [(m.passage.span.start, m.passage.span.end) for m in named if m.kind == "person"]
    units = [(m.passage.span.start, m.passage.span.end) for m in named if m.unit is not None]
    return people, units


def _cite(
    document: Document, found: PostFound, tenures: Sequence[TenureFound], moments: Mapping[Place, Moment]
) -> PostCitation:
    def passage(place: Place | None) -> Passage | None:
        return quote(document.text, Span(document.id, *place)) if place is not None else None

    days = []
    for tenure in tenures:
        moment = moments[tenure.place]
        assert moment.earliest is not None, "only moments with both ends are asked for"
        assert moment.latest is not None, "only moments with both ends are asked for"
        first, last = moment.earliest, moment.latest
        if tenure.year == "first":
            last = datetime.date(first.year, 12, 31)
        elif tenure.year == "last":
            first = datetime.date(last.year, 1, 1)
        days.append(PostDay(tenure.kind, moment.passage, first, last))
    person = quote(document.text, Span(document.id, *found.person))
    over = found.over or any(tenure.kind == "ended" for tenure in tenures) or tells_end(document.text, found, tenures)
    return PostCitation(person, passage(found.rank), passage(found.title), passage(found.unit), over, tuple(days))


def _tidy(words: str) -> str:
    return " ".join(words.split())


def _commonest(spellings: Counter[str]) -> str | None:
    return max(spellings, key=lambda s: (spellings[s], len(s), s)) if spellings else None
