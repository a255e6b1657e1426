"""How well are attributions read? Reads PolNeAR with a reader and writes the lines that a scorer of attributions takes.

    python evaluation/statements/polnear.py POLNEAR_FOLDER --split dev --out PRED.jsonl [--limit N] [--nested]

The corpus is given by path and is not part of the project. Each line is one attribution in the form of
`variorum extract`; feed the file to a scorer of attribution spans. The corpus is flat, so attributions inside the
content of others are left out unless `--nested` is given.
"""

import argparse
import json
import pathlib
from collections.abc import Iterator
from typing import Any

from variorum.models.parsing import Parser
from variorum.stages.statements.attribute import attribute
from variorum.values.documents import Document, KnownDate, KnownName, Part
from variorum.values.identity import hash_bytes
from variorum.values.parses import Parse
from variorum.values.statements import Attribution
from variorum.values.text import Span


def document_of(path: pathlib.Path) -> Document:
    """A plain text with its offsets as the annotators saw them."""
    with path.open(encoding="utf-8", newline="") as handle:
        text = handle.read()
    unknown = KnownName(None, "unknown")
    digest = hash_bytes(text.encode("utf-8"))
    return Document(
        id=path.name,
        name=path.name,
        exhibit=digest,
        media_type="text/plain",
        text=text,
        title=None,
        publisher=unknown,
        authors=(),
        published=KnownDate(None, "unknown"),
        language="en",
        parts=(Part("body", Span(path.name, 0, len(text))),),
    )


def row(document: Document, attribution: Attribution) -> dict[str, Any]:
    """One attribution as a line of `variorum extract`."""

    def place(span: Span) -> dict[str, Any]:
        return {"start": span.start, "end": span.end, "text": document.text[span.start : span.end]}

    hull = attribution.hull()
    return {
        "document": document.name,
        **place(hull),
        "source": place(attribution.source) if attribution.source else None,
        "cue": place(attribution.cue) if attribution.cue else None,
        "content": [place(span) for span in attribution.content],
        "quotation": attribution.quotation,
        "kind": attribution.kind,
    }


def rows(pairs: list[tuple[Document, Parse]], *, nested: bool = False) -> Iterator[dict[str, Any]]:
    """The lines of parsed documents; those inside the content of others only on demand."""
    for document, parse in pairs:
        for attribution in attribute(document, parse):
            if nested or attribution.parent is None:
                yield row(document, attribution)


def main() -> None:
    """Read a split and write the predictions."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("polnear", type=pathlib.Path)
    options.add_argument("--split", default="dev")
    options.add_argument("--out", type=pathlib.Path, required=True)
    options.add_argument("--limit", type=int)
    options.add_argument("--nested", action="store_true")
    given = options.parse_args()
    paths = sorted((given.polnear / given.split / "text").glob("*.txt"))[: given.limit]
    if not paths:
        options.error(f"no texts under {given.polnear / given.split / 'text'}")
    documents = [document_of(path) for path in paths]
    parses = list(Parser().parse_all(documents))
    with given.out.open("w", encoding="utf-8") as handle:
        for line in rows(list(zip(documents, parses, strict=True)), nested=given.nested):
            handle.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
