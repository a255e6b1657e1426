"""Templates made into pages: everything that comes from a document is escaped, and a template sees a frame and a page, nothing else."""

import functools
import hashlib
import importlib.resources
from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from variorum.crafts.excerpts import clip
from variorum.dossier.decided import how_known, tell_corrected
from variorum.dossier.html import CHAIN_BASIS
from variorum.dossier.views import when, who
from variorum.web.caution import is_graphic
from variorum.web.pages import Frame
from variorum.web.queue import CHOICES, source_names
from variorum.web.telling import HOLDER_KINDS, plain_name

_STATIC: Mapping[str, tuple[str, str, str]] = {
    "dossier.css": ("variorum.dossier", "templates/dossier.css", "text/css; charset=utf-8"),
    "workbench.css": ("variorum.web", "static/workbench.css", "text/css; charset=utf-8"),
    "workbench.js": ("variorum.web", "static/workbench.js", "text/javascript; charset=utf-8"),
    "icon.svg": ("variorum.web", "static/icon.svg", "image/svg+xml"),
}


@functools.cache
def static_file(name: str) -> tuple[bytes, str] | None:
    """The bytes and media type of one of our own files; None for any other name."""
    known = _STATIC.get(name)
    if known is None:
        return None
    package, path, media_type = known
    return importlib.resources.files(package).joinpath(path).read_bytes(), media_type


@functools.cache
def static_address(name: str) -> str:
    """The address of one of our own files, with a digest, so that a browser may keep it for ever."""
    found = static_file(name)
    assert found is not None, f"{name} is one of our files"
    return f"/static/{name}?v={hashlib.sha256(found[0]).hexdigest()[:12]}"


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("variorum.web", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        static=static_address,
        who=who,
        when=when,
        basis=CHAIN_BASIS,
        is_graphic=is_graphic,
        clip=clip,
        conflict_choices=CHOICES["conflict"],
        source_names=source_names,
        plain_name=plain_name,
        how_known=how_known,
        tell_corrected=tell_corrected,
        called=HOLDER_KINDS,
    )
    return environment


def render(template: str, frame: Frame, page: Any) -> str:
    """The page as HTML text. `page` is one of the values of `variorum.web.pages`."""
    return _environment().get_template(template).render(frame=frame, page=page)
