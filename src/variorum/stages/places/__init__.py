"""Where what is told took place, when only its lie to a named place is given.

The named places themselves are entities with coordinates; see `stages.entities`.
"""

import functools
from collections.abc import Sequence

from variorum.crafts.recall import Recall
from variorum.crafts.surroundings import Known, find_lies
from variorum.values.areas import Area
from variorum.values.documents import Document
from variorum.values.entities import Entity
from variorum.values.text import Span, quote

VERSION = "1"

__all__ = ["VERSION", "surround"]


def surround(
    documents: Sequence[Document], entities: Sequence[Entity], recall: Recall | None = None
) -> tuple[Area, ...]:
    """The relative places of the documents, in the order of the documents and of their texts.

    Only places with coordinates are a point to tell from; what is told from any other stays without an area. `recall` spares
    documents of which nothing changed.
    """
    recall = recall or Recall()
    named: dict[str, list[tuple[Known, str]]] = {}
    for entity in entities:
        if entity.kind != "place" or entity.place is None:
            continue
        for mention in (m for m in entity.mentions if m.form == "name"):
            span, at = mention.passage.span, entity.place
            wide = at.precision not in ("city", "feature")
            known = Known(span.start, span.end, entity.name, at.latitude, at.longitude, wide)
            named.setdefault(span.document, []).append((known, entity.id))
    found: list[Area] = []
    for document in documents:
        rows = sorted(named.get(document.id, ()), key=lambda row: (row[0].start, row[0].end))
        places = [known for known, _ in rows]
        lies = recall.of(("lies", document.id), (document, places), functools.partial(find_lies, document.text, places))
        for lie in lies:
            found.append(
                Area(
                    passage=quote(document.text, Span(document.id, lie.start, lie.end)),
                    latitude=round(lie.latitude, 4),
                    longitude=round(lie.longitude, 4),
                    radius_km=round(lie.radius_km, 1),
                    distance_km=None if lie.distance_km is None else round(lie.distance_km, 1),
                    bearing=lie.bearing,
                    of=tuple(rows[i][1] for i in lie.of),
                    rule=lie.rule,
                )
            )
    return tuple(found)
