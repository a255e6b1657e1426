"""Posts of the people of a case: who held which title at which unit, from at least when to at least when."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from variorum.crafts import names
from variorum.crafts.posts import Place, PostFound, find_posts
from variorum.values.documents import Document
from variorum.values.entities import Entity, Mention, Post, PostCitation
from variorum.values.identity import identify
from variorum.values.text import Passage, Span, quote


def hold(documents: Sequence[Document], mentions: Sequence[Mention], entities: Sequence[Entity]) -> tuple[Post, ...]:
    """The posts that the documents of a case tell, by person, unit and title; every one with the places that tell it.

    A rank alone is told with a post of the same person and makes none by itself. The order of the documents makes no difference.
    """
    entity_at = {_place(m): e for e in entities for m in e.mentions}
    by_document: dict[str, list[Mention]] = defaultdict(list)
    for m in mentions:
        by_document[m.passage.span.document].append(m)
    published = {d.id: d.published.value for d in documents}
    grouped: dict[tuple[str, str, str], list[PostCitation]] = defaultdict(list)
    ranks: dict[str, Counter[str]] = defaultdict(Counter)
    for document in sorted(documents, key=lambda d: d.id):
        people, units = _people_and_units(by_document[document.id])
        for found in find_posts(document.text, people, units):
            person = entity_at.get((document.id, *found.person))
            if person is None or person.kind != "person":
                continue
            citation = _cite(document, found)
            if citation.rank is not None:
                ranks[person.id][_tidy(citation.rank.words)] += 1
            if citation.title is None and citation.unit is None:
                continue
            unit = entity_at.get((document.id, *found.unit)) if found.unit is not None else None
            title = names.fold(citation.title.words) if citation.title is not None else ""
            grouped[(person.id, unit.id if unit is not None else "", title)].append(citation)
    posts = []
    for (person_id, unit_id, title), citations in grouped.items():
        days = [published[c.person.span.document] for c in citations if not c.over]
        held = sorted(day for day in days if day is not None)
        past = sorted(d for c in citations if c.over and (d := published[c.person.span.document]) is not None)
        posts.append(
            Post(
                id=identify("post", person_id, unit_id, title),
                person=person_id,
                title=_commonest(Counter(_tidy(c.title.words) for c in citations if c.title is not None)),
                rank=_commonest(ranks[person_id]),
                unit=unit_id or None,
                earliest=held[0] if held else None,
                latest=held[-1] if held else None,
                over_by=past[0] if past else None,
                citations=tuple(citations),
            )
        )
    return tuple(sorted(posts, key=lambda p: (p.unit or "", p.person, names.fold(p.title or ""), p.id)))


def _place(m: Mention) -> tuple[str, int, int]:
    span = m.passage.span
    return span.document, span.start, span.end


def _people_and_units(mentions: Sequence[Mention]) -> tuple[list[Place], list[Place]]:
    named = [m for m in mentions if m.form == "name"]
    people = [(m.passage.span.start, m.passage.span.end) for m in named if m.kind == "person"]
    units = [(m.passage.span.start, m.passage.span.end) for m in named if m.unit is not None]
    return people, units


def _cite(document: Document, found: PostFound) -> PostCitation:
    def passage(place: Place | None) -> Passage | None:
        return quote(document.text, Span(document.id, *place)) if place is not None else None

    person = quote(document.text, Span(document.id, *found.person))
    return PostCitation(person, passage(found.rank), passage(found.title), passage(found.unit), found.over)


def _tidy(words: str) -> str:
    return " ".join(words.split())


def _commonest(spellings: Counter[str]) -> str | None:
    return max(spellings, key=lambda s: (spellings[s], len(s), s)) if spellings else None
