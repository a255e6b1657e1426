"""The dossier as one HTML file: no external request, no font, no image from elsewhere; it opens from a USB stick.

Everything that comes from a document goes through the template's escaping. A content security policy inside the page
forbids any request, so that a browser itself proves the point.
"""

import importlib.resources
import json
from collections import Counter
from collections.abc import Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from variorum.dossier.compile import compile_index
from variorum.dossier.decided import how_known, tell_corrected
from variorum.dossier.views import Views, when, who
from variorum.storage.ledger import Head
from variorum.values.identity import hash_bytes
from variorum.values.readings import Reading
from variorum.values.statements import Basis

CHAIN_BASIS: Mapping[Basis, str] = {
    "saw": "says they saw it",
    "told": "was told",
    "inferred": "inferred it",
    "document": "from a document",
    "unknown": "does not say how they know",
}


FACETS = {
    "number": "How many",
    "status": "Whether it is so",
    "actor": "Who did it",
    "cause": "Why it happened",
    "place": "Where",
    "date": "When",
    "identity": "Who or what it is",
    "other": "Otherwise",
}


def exact(words: str) -> Markup:
    """Words of a text such that a browser gives them back to the character: HTML would turn a carriage return into a new line."""
    return Markup(str(escape(words)).replace("\r", "&#13;"))


def record(reading: Reading, ledger: Head | None) -> Markup:
    """What a program needs to check the page against its own texts: digests and places, as JSON inside the page."""
    told = {
        "ledger": {"number": ledger.number, "hash": ledger.hash} if ledger else None,
        "documents": [
            {"id": d.id, "name": d.name, "sha256": d.exhibit, "text_sha256": hash_bytes(d.text.encode("utf-8"))}
            for d in reading.documents
        ],
        "quotes": [
            {"of": of, "document": passage.span.document, "start": passage.span.start, "end": passage.span.end}
            for of, passage in (
                *((s.id, s.passage) for s in (*reading.statements, *reading.rejected)),
                *(("lineage", passage) for edge in reading.lineage for passage in edge.evidence),
            )
        ],
    }
    # No "<" inside, so that nothing a document says can end the element.
    return Markup(json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"))


def write_html(reading: Reading, ledger: Head | None = None) -> str:
    """The whole dossier as HTML text, the same to the byte for the same reading.

    `ledger` is how far the case's ledger had come, where it was made from a case.
    """
    environment = Environment(
        loader=PackageLoader("variorum.dossier", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    folder = importlib.resources.files("variorum.dossier").joinpath("templates")
    index = compile_index(reading)
    views = Views(index)
    origins = {o.key for s in reading.standings for o in s.origins}
    return environment.get_template("dossier.html.j2").render(
        reading=reading,
        index=index,
        views=views,
        style=folder.joinpath("dossier.css").read_text(encoding="utf-8"),
        script=folder.joinpath("dossier.js").read_text(encoding="utf-8"),
        origins=len(origins),
        strong=sum(1 for s in reading.standings if s.shown >= 2),
        several=sum(1 for c in views.claims if c.accounts > 1),
        when=when,
        who=who,
        basis=CHAIN_BASIS,
        facets=FACETS,
        ledger=ledger,
        record=record(reading, ledger),
        exact=exact,
        how_known=how_known,
        tell_corrected=tell_corrected,
        levels=Counter(i.level for i in reading.issues),
    )
