"""Who a statement goes back to: one key per origin, however it is named and by whatever route it came.

A person speaking for a body and the body itself are one origin; an outlet's own voice is one origin for all outlets
together, because none of them says how it knows; an unnamed holder is known only by the account that describes it.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from variorum.crafts import tables
from variorum.crafts.outlets import agencies, same_outlet
from variorum.crafts.shingles import split_words
from variorum.values.documents import Document
from variorum.values.entities import Entity
from variorum.values.statements import Hop, Statement
from variorum.values.text import Span

OWN_VOICE = "own voice"


def in_own_voice(key: str) -> bool:
    """Whether an origin's key is that of outlets in their own voice, together or told apart by a person."""
    return key == OWN_VOICE or key.startswith(f"{OWN_VOICE}|")


@dataclass(frozen=True, slots=True)
class Holding:
    """One statement's origin: its key, the name to show, the kind of holder, the route it came by."""

    statement: str
    document: str
    key: str
    name: str
    kind: str
    first_hand: bool
    hops: int


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
        self._leader: dict[str, str] = {}
        self._names: dict[str, str] = {}
        for statement in sorted(statements, key=lambda s: s.id):
            for hop in statement.chain[:1]:
                # Every name is heard before one is shown: the fullest.
                self.key_of(hop, statement.document)
            for inner, outer in itertools.pairwise(statement.chain):
                if self._speaks_for(inner, outer):
                    self._join(self.key_of(inner, statement.document), self.key_of(outer, statement.document))

    def documents_of(self, outlet: str) -> frozenset[str]:
        """The documents of the case that an outlet of this name published."""
        if outlet not in self._by_outlet:
            theirs = (ids for publisher, ids in self._published.items() if same_outlet(outlet, publisher))
            self._by_outlet[outlet] = frozenset().union(*theirs)
        return self._by_outlet[outlet]

    def hold(self, statement: Statement) -> Holding:
        """The origin of one statement."""
        document = self._documents[statement.document]
        if not statement.chain:
            return self._own_voice(statement, document)
        hop = statement.chain[0]
        key = self._root(self.key_of(hop, statement.document))
        return Holding(
            statement=statement.id,
            document=statement.document,
            key=key,
            name=self._names.get(key, hop.holder.name),
            kind=hop.holder.kind,
            first_hand=hop.basis in ("saw", "document"),
            hops=len(statement.chain),
        )

    def key_of(self, hop: Hop, document: str) -> str:
        """The key of a hop's holder before bodies and their speakers are joined."""
        holder = hop.holder
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
            return Holding(statement.id, document.id, key, author, "named", True, 0)
        name = document.publisher.value or document.name
        return Holding(statement.id, document.id, OWN_VOICE, f"{name} (own voice)", "outlet", False, 0)

    def _entity(self, span: Span, name: str) -> Entity | None:
        """The person, body or unit whose mention fills most of the holder's phrase and whose name fits it."""
        wanted = set(split_words(name).forms)
        best: tuple[int, int, Entity] | None = None
        for start, end, entity in self._places.get(span.document, ()):
            shared = min(end, span.end) - max(start, span.start)
            if shared <= 0 or entity.kind not in ("person", "organisation", "unit"):
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


def by_origin(holdings: Iterable[Holding]) -> Mapping[str, list[Holding]]:
    """Holdings gathered by the key of their origin."""
    gathered: dict[str, list[Holding]] = defaultdict(list)
    for holding in holdings:
        gathered[holding.key].append(holding)
    return gathered
