"""Relative places of whole documents, told from the places of the case."""

from collections.abc import Callable

from variorum.stages.places import surround
from variorum.values.documents import Document
from variorum.values.entities import Coordinates, Entity, EntityKind, Mention
from variorum.values.text import Span, quote, verify

TEXT = "Shells fell 10 km east of Brindle. Two men from Brindle fled to the outskirts of Halden."


def entity(document: Document, name: str, kind: EntityKind = "place", where: Coordinates | None = None) -> Entity:
    mentions = []
    at = document.text.find(name)
    while at >= 0:
        span = Span(document.id, at, at + len(name))
        mentions.append(Mention(quote(document.text, span), kind, "name", name, (at, at + len(name))))
        at = document.text.find(name, at + 1)
    return Entity(f"entity-{name}", kind, name, (name,), tuple(mentions), place=where)


def test_words_before_a_known_place_are_an_area(make_document: Callable[..., Document]) -> None:
    document = make_document(TEXT)
    brindle = entity(document, "Brindle", where=Coordinates(50.0, 10.0, "city", "Brindle", "DE", "table"))
    halden = entity(document, "Halden")
    (area,) = surround((document,), (brindle, halden))
    verify(document.text, area.passage)
    assert (area.passage.words, area.of, area.precision) == ("10 km east of Brindle", (brindle.id,), "area")
    assert (area.distance_km, area.bearing) == (10.0, 90.0)


def test_a_body_called_like_a_town_is_no_place(make_document: Callable[..., Document]) -> None:
    document = make_document(TEXT)
    where = Coordinates(50.0, 10.0, "city", "Brindle", "DE", "table")
    assert surround((document,), (entity(document, "Brindle", "organisation", where),)) == ()
