"""Names of newspapers, agencies and broadcasters: when two of them name one house."""

import functools
import re
from collections.abc import Mapping

from variorum.crafts import tables
from variorum.crafts.names import fold
from variorum.crafts.shingles import split_words

_BRACKETS = re.compile(r"\(([^()]*)\)")


@functools.cache
def agency_forms() -> Mapping[str, str]:
    """Every form of a news agency's name as written, with the name to show."""
    return {form: name for name, forms in tables.load("agencies")["agencies"].items() for form in (name, *forms)}


@functools.cache
def agencies() -> Mapping[str, str]:
    """The same with the forms case-folded, for looking a holder up: "afp" is AFP."""
    return {form.casefold(): name for form, name in agency_forms().items()}


@functools.cache
def outlet_forms() -> frozenset[str]:
    """Every form as written of the outlets that the table lists."""
    return frozenset(form for name, forms in tables.load("agencies")["outlets"].items() for form in (name, *forms))


@functools.cache
def groups() -> Mapping[str, str]:
    """Every form of the name of a group that texts name in several ways, folded, with the name to show: "daesh" is Islamic State."""
    return {fold(form): name for name, forms in tables.load("agencies")["groups"].items() for form in (name, *forms)}


# Names of outlets are few and compared with one another for every claim: without this memory half of the time of counting
# origins goes into splitting the same names (100 articles, measured 2026-11-22).
@functools.lru_cache(maxsize=65536)
def same_outlet(left: str, right: str) -> bool:
    """Whether two names mean one house: the same whole name, or one the other's short form.

    Two names that only share initials ("Harbour Gazette", "Hill Guardian") are two houses.
    """
    a, b = full_form(left), full_form(right)
    return bool(a) and (a == b or a in short_forms(right) or b in short_forms(left))


@functools.lru_cache(maxsize=16384)
def full_form(name: str) -> str:
    """A publisher's name whole, without its article and what stands in brackets."""
    return " ".join(_words(_BRACKETS.sub(" ", name)))


@functools.lru_cache(maxsize=16384)
def short_forms(name: str) -> frozenset[str]:
    """The short forms under which a publisher is named: its initials, with or without article, and those it puts in
    brackets ("The North Sea Times (NST)")."""
    words = _words(_BRACKETS.sub(" ", name))
    initials = "".join(w[0] for w in words) if len(words) > 1 else ""
    with_article = "t" + initials if name.lower().startswith("the ") and initials else ""
    bracketed = (" ".join(_words(found)) for found in _BRACKETS.findall(name))
    return frozenset(form for form in (initials, with_article, *bracketed) if len(form) > 1)


def _words(name: str) -> list[str]:
    return [w for w in split_words(name).forms if w not in ("the", "com", "www")]
