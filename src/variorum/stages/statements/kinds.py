"""Which words attribute, and in which way: the table of cues as values."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

from variorum.crafts import tables
from variorum.values.statements import AttributionKind, Basis

_KINDS: tuple[AttributionKind, ...] = ("reporting", "attitude", "action")


@dataclass(frozen=True, slots=True)
class CueClass:
    """What a group of cue words has in common.

    `takes` names the complements that are content ("clause", "quote", "infinitive", "gerund", "object", "naming",
    "about", "prepositional"); `basis` is how the holder knows where the cue tells; `hedge` is true where the
    cue itself qualifies what is said.
    """

    name: str
    kind: AttributionKind
    takes: frozenset[str]
    prepositions: frozenset[str]
    basis: Basis
    hedge: bool


def kind_of(lemma: str, part: Literal["verb", "noun"] = "verb") -> AttributionKind | None:
    """Whether a cue reports, tells an attitude or a deed; None for a word that is no cue."""
    found = (verb_cues() if part == "verb" else noun_cues()).get(lemma)
    return found.kind if found else None


@functools.cache
def verb_cues() -> Mapping[str, CueClass]:
    """Cue verbs by lemma."""
    return _classes("verbs")


@functools.cache
def noun_cues() -> Mapping[str, CueClass]:
    """Cue nouns by lemma ("the claim that …")."""
    return _classes("nouns")


@functools.cache
def words(section: str, key: str) -> frozenset[str]:
    """One list of the table as a set, for example `words("phrases", "hedges")`."""
    return frozenset(tables.load("cues")[section][key])


def _classes(section: str) -> Mapping[str, CueClass]:
    found: dict[str, CueClass] = {}
    for name, group in tables.load("cues")[section].items():
        kind = group["kind"]
        if kind not in _KINDS:
            raise ValueError(f"cue group {name}: kind {kind!r} is none of {', '.join(_KINDS)}")
        cue = CueClass(
            name=name,
            kind=kind,
            takes=frozenset(group.get("takes", ("clause",))),
            prepositions=frozenset(group.get("prepositions", ())),
            basis=cast(Basis, group.get("basis", "unknown")),
            hedge=bool(group.get("hedge", False)),
        )
        for lemma in group["lemmas"]:
            found.setdefault(lemma, cue)
    return found
