"""`variorum annotate`: the layers below the claims as JSON Lines, one object a document."""

import json
from typing import Annotated, Any

import typer

from variorum.case import Settings, default_tools, find_files, now_utc
from variorum.case.ingest import ingest
from variorum.case.work import layers
from variorum.cli.common import STDIN, STDIN_NAME, Bars, complain, gather
from variorum.cli.read import Files, Quiet
from variorum.values.documents import Document
from variorum.values.entities import Entity, Mention
from variorum.values.moments import Moment

Date = Annotated[
    list[str] | None,
    typer.Option("--date", metavar="[FILE=]DATE", help="The document's own date, for relative expressions."),
]


def annotate(files: Files, date: Date = None, quiet: Quiet = False) -> None:
    """Write times, places, mentions and units as JSON Lines, one object a document.

    Example: variorum annotate article.txt --date 2016-07-05
    """
    names = [str(path) for path in find_files([path for path in files if str(path) != STDIN])[0]]
    if any(str(path) == STDIN for path in files):
        names.append(STDIN_NAME)
    published = []
    for item in date or []:
        published.extend([item] if "=" in item else [f"{name}={item}" for name in names])
    sources, issues = gather(files, published, [], [])
    tools = default_tools()
    with Bars(quiet=quiet) as progress:
        taken = ingest(sources, Settings(clock=now_utc()), progress)
        for document, mentions, moments, entities in layers(taken.documents, tools, progress):
            typer.echo(json.dumps(_row(document, mentions, moments, entities), ensure_ascii=False))
        progress.end()
    if complain([*issues, *taken.issues]):
        raise typer.Exit(1)


def _row(
    document: Document, mentions: tuple[Mention, ...], moments: tuple[Moment, ...], entities: tuple[Entity, ...]
) -> dict[str, Any]:
    of = {(m.passage, m.thread): entity for entity in entities for m in entity.mentions}
    return {
        "document": document.name,
        "published": document.published.value.isoformat() if document.published.value else None,
        "times": [
            {
                **_place(m),
                "type": m.type,
                "value": m.value,
                "earliest": m.earliest.isoformat() if m.earliest else None,
                "latest": m.latest.isoformat() if m.latest else None,
            }
            for m in moments
        ],
        "places": [
            {
                **_place(m),
                "name": e.place.name,
                "lat": e.place.latitude,
                "lon": e.place.longitude,
                "precision": e.place.precision,
            }
            for m in mentions
            if (e := of.get((m.passage, m.thread))) is not None and e.place is not None and m.form == "name"
        ],
        "mentions": [
            {**_place(m), "kind": m.kind, "entity": of[(m.passage, m.thread)].id}
            for m in mentions
            if (m.passage, m.thread) in of
        ],
        "units": [
            {
                **_place(m),
                "number": m.unit.number,
                "type": m.unit.type,
                "parent": document.text[slice(*m.unit.parent)] if m.unit.parent else None,
            }
            for m in mentions
            if m.unit is not None
        ],
    }


def _place(thing: Mention | Moment) -> dict[str, Any]:
    span = thing.passage.span
    return {"start": span.start, "end": span.end, "text": thing.passage.words}
