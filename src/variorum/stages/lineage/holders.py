"""Who a statement goes back to: one key per origin, however it is named and by whatever route it came.

A person speaking for a body and the body itself are one origin; an outlet's own voice is one origin for all outlets
together, because none of them says how it knows; an unnamed holder is known only by the account that describes it.
"""

import functools
import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from variorum.crafts import tables
from variorum.crafts.names import person_words
from variorum.crafts.outlets import agencies, full_form, same_outlet
from variorum.crafts.shingles import split_words
from variorum.stages.lineage.voices import (
    Forms,
    Naming,
    body_forms,
    family_of,
    nouns_of,
    one_body,
    only_works_there,
    speaks_for_whom_it_tells_of,
    spoken_for,
    tells_apart,
)
from variorum.values.documents import Document
from variorum.values.entities import Entity
from variorum.values.statements import Hop, Statement
from variorum.values.text import Span

OWN_VOICE = "own voice"
# Characters between "told" and the name of an outlet: "the daily newspaper".
_NEAR = 24


def in_own_voice(key: str) -> bool:
    """Whether an origin's key is that of outlets in their own voice, together or told apart by a person."""
    return key == OWN_VOICE or key.startswith(f"{OWN_VOICE}|")


@dataclass(frozen=True, slots=True)
class Holding:
    """One statement's origin: its key, the name to show, the kind of holder, the route it came by.

    `phrase` is the holder as the account has it, `alone` the key before bodies and those who speak for them are joined, `body` the key of the body
    that the holder is or speaks for, "" for none, `family` None or the names of those whose family it is. `route` says that it was put back to
    the origin of an account that it cites or copies.
    """

    statement: str
    document: str
    key: str
    name: str
    kind: str
    first_hand: bool
    hops: int
    phrase: str = ""
    alone: str = ""
    body: str = ""
    family: frozenset[str] | None = None
    route: Literal["", "cited", "copied"] = ""


class Holders:
    """Finds the origins of statements over the whole case, so that one holder has one key everywhere."""

    def __init__(
        self, statements: Sequence[Statement], documents: Sequence[Document], entities: Sequence[Entity]
    ) -> None:
        self._documents = {d.id: d for d in documents}
        self._published: dict[str, set[str]] = defaultdict(set)
        for document in documents:
            if document.publisher.value:
                self._published[document.publisher.value].add(document.id)
        self._by_outlet: dict[str, frozenset[str]] = {}
        self._places: dict[str, list[tuple[int, int, Entity]]] = defaultdict(list)
        for entity in entities:
            for mention in entity.mentions:
                span = mention.passage.span
                self._places[span.document].append((span.start, span.end, entity))
        for rows in self._places.values():
            rows.sort(key=lambda row: (row[0], row[1], row[2].id))
        self._bearers: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for entity in entities:
            for alias in (entity.name, *entity.aliases):
                forms = self._forms(alias)
                # A surname alone may be another person's.
                if entity.kind in ("organisation", "unit") or (entity.kind == "person" and len(forms) > 1):
                    self._bearers[forms].add(entity.id)
        self._of_body: dict[Forms, set[str]] = defaultdict(set)
        for entity in entities:
            if entity.kind in ("organisation", "unit"):
                for alias in (entity.name, *entity.aliases):
                    self._of_body[body_forms(alias)].add(entity.id)
        self._body_keys = frozenset(f"entity:{ident}" for idents in self._of_body.values() for ident in idents)
        self._leader: dict[str, str] = {}
        self._names: dict[str, str] = {}
        ordered = sorted(statements, key=lambda s: s.id)
        for statement in ordered:
            for hop in statement.chain[:1]:
                # Every name is heard before one is shown: the fullest.
                self.key_of(hop, statement.document)
            for inner, outer in itertools.pairwise(statement.chain):
                if self._speaks_for(inner, outer):
                    self._join(self.key_of(inner, statement.document), self.key_of(outer, statement.document))
        origins = [(s.chain[0], s.document) for s in ordered if s.chain]
        self._join_names(origins)
        self._fullest: dict[str, str] = {}
        self._bodies = self._find_bodies([(s.chain[0], s.passage.span) for s in ordered if s.chain])
        self._join_voices(origins)

    def documents_of(self, outlet: str) -> frozenset[str]:
        """The documents of the case that an outlet of this name published; the name may stand in a longer phrase."""
        if outlet not in self._by_outlet:
            theirs = (ids for publisher, ids in self._published.items() if names_outlet(outlet, publisher))
            self._by_outlet[outlet] = frozenset().union(*theirs)
        return self._by_outlet[outlet]

    def cited_by(self, hop: Hop) -> frozenset[str]:
        """The documents of the case whose publisher a hop names, as its holder or within the holder's phrase."""
        phrase = hop.holder.passage.words if hop.holder.passage else hop.holder.name
        return self.documents_of(hop.holder.name) | self.documents_of(phrase)

    def heard_by(self, hop: Hop) -> frozenset[str]:
        """The documents of the case whose publisher a holder told it: "a docker told the Early Post"."""
        if hop.cue is None:
            return frozenset()
        text = self._documents[hop.cue.span.document].text
        found = (names for publisher, names in self._published.items() if is_told(text, hop.cue.span.end, publisher))
        return frozenset().union(*found)

    def hold(self, statement: Statement) -> Holding:
        """The origin of one statement."""
        document = self._documents[statement.document]
        if not statement.chain:
            return self._own_voice(statement, document)
        hop = statement.chain[0]
        alone = self.key_of(hop, statement.document)
        key = self._root(alone)
        staff = hop.holder.kind == "named" and only_works_there(_phrase(hop))
        body = "" if staff else self._bodies.get(alone, "")
        name = self._names.get(alone, hop.holder.name)
        if body_forms(name) < body_forms(self._fullest.get(body, "")):
            # "The government" by the name that it has elsewhere.
            name = self._fullest[body]
        return Holding(
            statement=statement.id,
            document=statement.document,
            key=key,
            name=name,
            kind=hop.holder.kind,
            first_hand=hop.basis == "saw",
            hops=len(statement.chain),
            phrase=_phrase(hop),
            alone=alone,
            body=body,
            family=family_of(_phrase(hop), statement.passage.words if hop.holder.kind == "named" else ""),
        )

    def key_of(self, hop: Hop, document: str) -> str:
        """The key of a hop's holder before bodies and their speakers are joined."""
        holder = hop.holder
        called = _called_apart(hop)
        if called:
            return self._remember(self._key_by_name(called), called)
        if holder.kind == "unnamed":
            # The same description in another account may be somebody else.
            return f"unnamed:{document}:{' '.join(split_words(holder.name).forms)}"
        agency = agencies().get(holder.name.casefold())
        if agency:
            return self._remember(f"agency:{agency}", agency)
        entity = self._entity(holder.passage.span, holder.name) if holder.passage else None
        if entity is not None:
            return self._remember(f"entity:{entity.id}", entity.name)
        if holder.kind == "role":
            # A bare office ("the mayor") is one holder within its account only.
            return self._remember(f"role:{document}:{' '.join(self._forms(holder.name))}", holder.name)
        return self._remember(self._key_by_name(holder.name), holder.name)

    def _key_by_name(self, name: str) -> str:
        """The key of a name at whose place no mention was found: that of its only bearer in the case, or its own."""
        forms = self._forms(name)
        bearers = self._bearers.get(forms, set())
        return f"entity:{min(bearers)}" if len(bearers) == 1 else f"name:{' '.join(forms)}"

    @staticmethod
    def _forms(name: str) -> tuple[str, ...]:
        stop = set(tables.load("lineage")["names"]["stop"])
        return tuple(w for w in split_words(name).forms if w not in stop)

    def _own_voice(self, statement: Statement, document: Document) -> Holding:
        if document.author_is_voice and document.authors:
            author = document.authors[0]
            key = self._root(self._key_by_name(author))
            return Holding(statement.id, document.id, key, author, "named", True, 0, author, key)
        name = document.publisher.value or document.name
        return Holding(statement.id, document.id, OWN_VOICE, f"{name} (own voice)", "outlet", False, 0, alone=OWN_VOICE)

    def _entity(self, span: Span, name: str) -> Entity | None:
        """The person, body or unit whose mention fills most of the holder's phrase and whose name fits it."""
        wanted = set(split_words(name).forms)
        best: tuple[int, int, Entity] | None = None
        text = self._documents[span.document].text
        for start, end, entity in self._places.get(span.document, ()):
            shared = min(end, span.end) - max(start, span.start)
            if shared <= 0 or entity.kind not in ("person", "organisation", "unit"):
                continue
            # In "Karim's family" Karim is somebody else.
            if end < span.end and text[end : end + 2] in tables.load("lineage")["names"]["possessive"]:
                continue
            own = {w for alias in (entity.name, *entity.aliases) for w in split_words(alias).forms}
            if not wanted & own:
                continue
            if best is None or (shared, -start) > (best[0], best[1]):
                best = (shared, -start, entity)
        return best[2] if best else None

    def _speaks_for(self, inner: Hop, outer: Hop) -> bool:
        """Whether the outer holder is only the body that the inner one speaks for: named in the same breath."""
        if outer.holder.kind != "named" or inner.holder.kind not in ("named", "role"):
            return False
        if outer.holder.name.casefold() in agencies():
            return False
        # A hop without a cue is an agency's dateline or the author of a witness statement, not a body.
        return outer.cue is not None and outer.cue == inner.cue

    def _join_names(self, origins: Sequence[tuple[Hop, str]]) -> None:
        """Join a person's name to the longer one that ends in it: "Hanna Weiss" and "Councillor Hanna Weiss".

        A surname alone is joined only where the case has one bearer of it who is an origin.
        """
        people: dict[str, tuple[str, ...]] = {}
        for hop, document in origins:
            key = self.key_of(hop, document)
            if hop.holder.kind == "named" and not nouns_of(body_forms(hop.holder.name)):
                words = person_words(self._names.get(key, hop.holder.name))
                # A body does not see; a recogniser may take a person for one.
                if not self._is_body(key) or len(words) > 2 or hop.basis == "saw":
                    people[key] = words
        for key, words in sorted(people.items()):
            longer = [k for k, more in people.items() if len(more) > len(words) and more[-len(words) :] == words]
            full = [k for k in longer if not any(k != o and people[o][-len(people[k]) :] == people[k] for o in longer)]
            if len(full) == 1 and words:
                self._join(key, full[0])

    def _is_body(self, key: str) -> bool:
        return key in self._body_keys

    def _find_bodies(self, origins: Sequence[tuple[Hop, Span]]) -> dict[str, str]:
        """For each holder that is a body or speaks for one the key of that body; of a person who speaks for several the one told most often."""
        told: dict[str, dict[Naming, int]] = defaultdict(lambda: defaultdict(int))
        namings: dict[Naming, str] = {}
        found: dict[str, str] = {}
        itself: dict[Naming, str] = {}
        for hop, said in origins:
            key = self.key_of(hop, said.document)
            if key.startswith("agency:"):
                found[key] = key
                continue
            for forms in self._body_words(hop, key, said):
                known = self._key_of_body(forms)
                if known or nouns_of(forms):
                    naming = Naming(forms, said.document)
                    namings[naming] = known
                    if forms == body_forms(self._names.get(key, hop.holder.name)):
                        itself[naming] = max(itself.get(naming, ""), self._names.get(key, hop.holder.name), key=len)
                    told[key][naming] += 1
                    break
        bodies = one_body(namings.items())
        for naming, name in sorted(itself.items(), key=lambda row: (len(row[0].forms), row[1])):
            self._fullest[bodies[naming]] = name
        for key, counts in told.items():
            by_body: dict[str, int] = defaultdict(int)
            for naming, many in counts.items():
                by_body[bodies[naming]] += many
            found[key] = min(by_body, key=lambda body: (-by_body[body], body))
        return found

    def _body_words(self, hop: Hop, key: str, said: Span) -> tuple[Forms, ...]:
        """What may name the body of a holder: its own name, the body that its phrase says it speaks for, or else the only one that what it
        says is about."""
        holder = hop.holder
        if holder.kind == "outlet":
            return ()
        if self._is_body(key):
            return (body_forms(self._names.get(key, holder.name)),)
        phrase = _phrase(hop)
        # A name that no reader of names took for a person's may be a body's by its words.
        own = (
            (body_forms(_called_apart(hop) or holder.name),) if holder.kind == "role" or key.startswith("name:") else ()
        )
        about = self._bodies_in(said) if speaks_for_whom_it_tells_of(phrase) else []
        return (*spoken_for(phrase), *own, *(about if len(about) == 1 else ()))

    def _bodies_in(self, said: Span) -> list[Forms]:
        """The bodies that the words of a statement name."""
        rows = self._places.get(said.document, ())
        named = {
            e.id: e
            for start, end, e in rows
            if said.start <= start and end <= said.end and self._is_body(f"entity:{e.id}")
        }
        return [body_forms(entity.name) for _, entity in sorted(named.items())]

    def _key_of_body(self, forms: Forms) -> str:
        """The key of the only body of the case with these words, or, of words that name no kind of body, of the only one that has them in
        its name; "" for none."""
        agency = agencies().get(" ".join(forms)) if len(forms) == 1 else None
        if agency:
            return f"agency:{agency}"
        found = self._of_body.get(forms, set())
        if not found and not nouns_of(forms):
            found = {ident for alias, idents in self._of_body.items() if forms < alias for ident in idents}
        return f"entity:{min(found)}" if len(found) == 1 else ""

    def _join_voices(self, origins: Sequence[tuple[Hop, str]]) -> None:
        """Join a body and those who speak for it; a named person who saw it, or only works there, stays a witness of their own."""
        seeing = {
            self.key_of(hop, document)
            for hop, document in origins
            if hop.basis == "saw" or only_works_there(_phrase(hop))
        }
        members: dict[str, dict[str, str]] = defaultdict(dict)
        for hop, document in origins:
            key = self.key_of(hop, document)
            if key in self._bodies and not (key in seeing and hop.holder.kind == "named"):
                members[self._bodies[key]].setdefault(key, hop.holder.kind)
        for body, keys in sorted(members.items()):
            # The body itself leads, then whoever has a name.
            ranked = sorted(keys, key=lambda k: (k != body, not self._is_body(k), keys[k] == "unnamed", k))
            for key in ranked[1:]:
                self._join(key, ranked[0])

    def _remember(self, key: str, name: str) -> str:
        if len(name) > len(self._names.get(key, "")):
            self._names[key] = name
        return key

    def _root(self, key: str) -> str:
        while key in self._leader:
            key = self._leader[key]
        return key

    def _join(self, inner: str, outer: str) -> None:
        a, b = self._root(inner), self._root(outer)
        if a != b:
            self._leader[a] = b


def _phrase(hop: Hop) -> str:
    """A holder as the account has it; a pronoun says nothing, so the name stands for it."""
    return hop.holder.passage.words if hop.holder.passage else hop.holder.name


def _called_apart(hop: Hop) -> str:
    """The words of a holder that are not the body they were taken for: "the Velian army" is not the Free Velian Army; "" where they may be."""
    words = hop.holder.passage.words if hop.holder.passage else ""
    if hop.holder.kind != "named" or not tells_apart(body_forms(words), body_forms(hop.holder.name)):
        return ""
    first, _, rest = words.partition(" ")
    return rest if first.casefold() in tables.load("lineage")["names"]["stop"] else words


@functools.lru_cache(maxsize=16384)
def _spaced(phrase: str) -> str:
    return f" {' '.join(split_words(phrase).forms)} "


def names_outlet(phrase: str, publisher: str) -> bool:
    """Whether a phrase is an outlet's name or has it in whole, two words at least: "the newspaper Early Post", "an Early Post reporter"."""
    if same_outlet(phrase, publisher):
        return True
    whole = full_form(publisher)
    return " " in whole and f" {whole} " in _spaced(phrase)


def is_told(text: str, at: int, outlet: str) -> bool:
    """Whether an outlet's name, of two words or more, stands right behind a place of a text, but for words such as "the newspaper"."""
    name = outlet.removeprefix("The ")
    start = text.find(name, at, at + len(name) + _NEAR) if " " in name else -1
    if start < 0:
        return False
    return set(text[at:start].casefold().split()) <= set(tables.load("lineage")["citing"]["between"])


def by_origin(holdings: Iterable[Holding]) -> Mapping[str, list[Holding]]:
    """Holdings gathered by the key of their origin."""
    gathered: dict[str, list[Holding]] = defaultdict(list)
    for holding in holdings:
        gathered[holding.key].append(holding)
    return gathered
