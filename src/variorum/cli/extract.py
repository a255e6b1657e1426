"""`variorum extract`: attributions as JSON Lines, for pipes."""

import json
from typing import Annotated

import typer

from variorum.case import Settings, now_utc
from variorum.case.ingest import ingest
from variorum.case.tools import TrainedReader
from variorum.cli.common import Bars, complain, gather
from variorum.cli.read import Author, Files, Published, Publisher, Quiet
from variorum.dossier.json_ import span_json

Nested = Annotated[
    bool, typer.Option("--nested", help="Also write attributions that lie inside another's content, with `parent`.")
]


def extract(
    files: Files,
    published: Published = None,
    publisher: Publisher = None,
    author: Author = None,
    nested: Nested = False,
    quiet: Quiet = False,
) -> None:
    """Write who says what as JSON Lines on standard output, one attribution a line.

    Example: variorum extract article.txt | jq .source.text
    """
    sources, issues = gather(files, published or [], publisher or [], author or [])
    reader = TrainedReader(nested=nested)
    with Bars(quiet=quiet) as progress:
        taken = ingest(sources, Settings(clock=now_utc()), progress)
        progress.begin("Reading attributions", len(taken.documents))
        for document in taken.documents:
            for attribution in reader.read(document):
                if attribution.parent is not None and not nested:
                    continue
                hull = attribution.hull()
                row = {
                    "document": document.name,
                    "start": hull.start,
                    "end": hull.end,
                    "quote": document.text[hull.start : hull.end],
                    "source": span_json(attribution.source, document.text),
                    "cue": span_json(attribution.cue, document.text),
                    "content": [span_json(span, document.text) for span in attribution.content],
                    "quotation": attribution.quotation,
                    "kind": attribution.kind,
                }
                if nested:
                    row["parent"] = attribution.parent
                typer.echo(json.dumps(row, ensure_ascii=False))
            progress.advance()
        progress.end()
    if complain([*issues, *taken.issues]):
        raise typer.Exit(1)
