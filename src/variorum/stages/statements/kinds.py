"""Which words attribute, and in which way: the table of cues as values."""

import functools
from collections.abc import Mapping, Sequence
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
def kind_of_word(word: str) -> AttributionKind | None:
    """`kind_of` for a word as it stands in the text, without a parse: the first base form that is a cue."""
    lower = word.lower()
    irregular = tables.load("cues")["irregular"].get(lower)
    forms = [irregular] if irregular else [lower, *_base_forms(lower)]
    return next(
        (kind for part in ("verb", "noun") for form in forms if (kind := kind_of(form, part)) is not None), None
    )


def has_teller(names: Sequence[str]) -> bool:
    """Whether the words of a headline's label or tail name a body, an office or a gatherer of information, which tell."""
    lower = [name.lower() for name in names]
    if " ".join(lower) in words("headlines", "tails"):
        return True
    groups = (("holders", "bodies"), ("holders", "leaders"), ("holders", "gathering"), ("labels", "tellers"))
    return any(name in words(*group) for name in lower for group in groups)


def _base_forms(word: str) -> list[str]:
    """What an inflected word may come from, by its ending: "denied" deny, "urging" urge, "admitted" admit."""
    forms = []
    for ending in ("s", "es", "d", "ed", "ing"):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word[: -len(ending)]
            forms += [stem, stem + "e", stem[:-1] + "y" if stem.endswith("i") else stem]
            if len(stem) > 2 and stem[-1] == stem[-2]:
                forms.append(stem[:-1])
    return forms


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
