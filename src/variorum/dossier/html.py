"""The dossier as one HTML file: no external request, no font, no image from elsewhere; it opens from a USB stick.

Everything that comes from a document goes through the template's escaping. A content security policy inside the page
forbids any request, so that a browser itself proves the point.
"""

import importlib.resources
from collections import Counter

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from variorum.dossier.compile import compile_index
from variorum.dossier.views import Views, when, who
from variorum.values.readings import Reading

CHAIN_BASIS = {
    "saw": "says they saw it",
    "told": "was told",
    "inferred": "inferred it",
    "document": "from a document",
    "unknown": "does not say how they know",
}


def write_html(reading: Reading) -> str:
    """The whole dossier as HTML text, the same to the byte for the same reading."""
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
        levels=Counter(i.level for i in reading.issues),
    )
