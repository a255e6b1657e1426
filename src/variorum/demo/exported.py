"""The JSON export as the key sees it: documents, statements, claims and the rest, made once into small values.

Only what a check looks at is taken over. Places are found by quoting: `Export.find` gives the place of a stretch of words
that occurs once, `Export.covering` the statements that stand there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from variorum.demo.node import Misshapen, Node

COVERED = 0.5  # share of a quoted stretch that a statement must cover to be the one that is meant; chosen, not measured


@dataclass(frozen=True, slots=True)
class Place:
    """Code points `start` to `end`, end exclusive, in the text of one document, by its id."""

    document: str
    start: int
    end: int

    def overlap(self, other: "Place") -> int:
        """How many code points the two have in common."""
        if self.document != other.document:
            return 0
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def likeness(self, other: "Place") -> float:
        """Common code points by all code points of both, 0..1."""
        common = self.overlap(other)
        return common / ((self.end - self.start) + (other.end - other.start) - common) if common else 0.0


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a document that plays one role."""

    role: str
    place: Place


@dataclass(frozen=True, slots=True)
class Document:
    """An account as exported. `published` None: not known."""

    id: str
    name: str
    text: str
    published: str | None
    how: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a chain. `names` holds the holder's words and every name of the entity it is resolved to."""

    names: tuple[str, ...]
    kind: str
    basis: str
    hedge: str | None

    def is_called(self, wanted: str) -> bool:
        """Whether one of the alternatives in `wanted` ("lawyer|Aldane") is part of one of the names."""
        return any(part.casefold() in name.casefold() for part in wanted.split("|") for name in self.names)


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression and what it was resolved to; both None: unresolved."""

    place: Place
    earliest: str | None
    latest: str | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its bounds; None: no bound on that side."""

    place: Place
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as exported, with its chain innermost first."""

    id: str
    place: Place
    quote: str
    voice: str
    quotation: str
    chain: tuple[Hop, ...]
    modality: str
    polarity: str
    time: Time | None
    figures: tuple[Figure, ...]
    remarks: frozenset[str]


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim with how many of its origins are shown independent, and which statements each origin stands behind."""

    id: str
    statements: frozenset[str]
    shown: int | None
    origins: tuple[frozenset[str], ...]
    credibility: str | None
    silent: frozenset[str]


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation between two statements, by their ids."""

    a: str
    b: str
    kind: str
    facet: str | None


@dataclass(frozen=True, slots=True)
class Lineage:
    """`child` derives from or cites `parent`, by document id."""

    child: str
    parent: str
    kind: str
    evidence: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something, with every place that speaks of it."""

    id: str
    names: tuple[str, ...]
    mentions: tuple[Place, ...]
    lat: float | None
    lon: float | None
    number: str | None
    type: str | None
    parent: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """An open question and the claims it is about."""

    text: str
    claims: frozenset[str]


@dataclass(frozen=True, slots=True)
class Export:
    """A whole export. Raises `Misshapen` when a check names a document or words that are not there."""

    documents: tuple[Document, ...]
    entities: tuple[Entity, ...]
    statements: tuple[Statement, ...]
    claims: tuple[Claim, ...]
    relations: tuple[Relation, ...]
    lineage: tuple[Lineage, ...]
    loops: tuple[frozenset[str], ...]
    dated: frozenset[str]
    questions: tuple[Question, ...]

    def document(self, name: str) -> Document:
        """The document with this file name."""
        for document in self.documents:
            if document.name.rsplit("/", 1)[-1] == name:
                return document
        raise Misshapen(f"the export has no document {name!r}")

    def find(self, name: str, quote: str, of: str | None = None) -> Place | None:
        """Where `quote`, or the words `of` inside it, stands in the document; None where the text lacks it."""
        document = self.document(name)
        if document.text.count(quote) > 1:
            raise Misshapen(f"{quote!r} occurs more than once in {name}")
        start = document.text.find(quote)
        if start < 0:
            return None
        inner = quote.index(of) if of else 0
        return Place(document.id, start + inner, start + inner + len(of or quote))

    def covering(self, place: Place) -> tuple[Statement, ...]:
        """The statements that fit the place best: at least half of it covered, and none fits better."""
        fit = {
            statement.id: statement.place.likeness(place)
            for statement in self.statements
            if statement.place.overlap(place) >= COVERED * (place.end - place.start)
        }
        best = max(fit.values(), default=0.0)
        return tuple(s for s in self.statements if s.id in fit and fit[s.id] == best)

    def claims_of(self, statements: Iterable[Statement]) -> tuple[Claim, ...]:
        """The claims that gather any of these statements."""
        ids = {statement.id for statement in statements}
        return tuple(claim for claim in self.claims if claim.statements & ids)

    def entities_at(self, place: Place) -> tuple[Entity, ...]:
        """The entities mentioned here: those with the mention that fits the place best."""
        fit = {e.id: max((m.likeness(place) for m in e.mentions), default=0.0) for e in self.entities}
        best = max(fit.values(), default=0.0)
        return tuple(e for e in self.entities if best > 0 and fit[e.id] == best)


def load_export(data: Mapping[str, object]) -> Export:
    """An export from its JSON values. Raises `Misshapen` with the address of what is wrong."""
    root = Node(data)
    entities = tuple(_entity(node) for node in root.nodes("entities"))
    names = {entity.id: entity.names for entity in entities}
    return Export(
        documents=tuple(_document(node) for node in root.nodes("documents")),
        entities=entities,
        statements=tuple(_statement(node, names) for node in root.nodes("statements")),
        claims=tuple(_claim(node) for node in root.nodes("claims")),
        relations=tuple(
            Relation(n.text("a"), n.text("b"), n.text("kind"), n.maybe("facet")) for n in root.nodes("relations")
        ),
        lineage=tuple(
            Lineage(n.text("from"), n.text("to"), n.text("kind"), tuple(_place(e) for e in n.nodes("evidence")))
            for n in root.nodes("lineage")
        ),
        loops=tuple(frozenset(n.texts("documents")) for n in root.nodes("loops")),
        dated=frozenset(s for n in root.nodes("timeline") for s in n.texts("statements")),
        questions=tuple(
            Question(f"{n.text('text')} {n.maybe('why') or ''}", frozenset(n.texts("claims")))
            for n in root.nodes("open_questions")
        ),
    )


def _place(node: Node) -> Place:
    return Place(node.text("document"), node.whole("start"), node.whole("end"))


def _document(node: Node) -> Document:
    ident = node.text("id")
    return Document(
        id=ident,
        name=node.text("name"),
        text=node.text("text"),
        published=node.get("published").maybe("value"),
        how=node.get("published").text("how"),
        parts=tuple(Part(p.text("role"), Place(ident, p.whole("start"), p.whole("end"))) for p in node.nodes("parts")),
    )


def _entity(node: Node) -> Entity:
    place = node.get("place") if node.has("place") else None
    unit = node.get("unit") if node.has("unit") else None
    return Entity(
        id=node.text("id"),
        names=(node.text("name"), *node.texts("aliases")),
        mentions=tuple(_place(mention) for mention in node.nodes("mentions")),
        lat=place.number("lat") if place else None,
        lon=place.number("lon") if place else None,
        number=unit.maybe("number") if unit else None,
        type=unit.maybe("type") if unit else None,
        parent=unit.maybe("parent") if unit else None,
    )


def _statement(node: Node, names: Mapping[str, tuple[str, ...]]) -> Statement:
    document = node.text("document")
    return Statement(
        id=node.text("id"),
        place=Place(document, node.whole("start"), node.whole("end")),
        quote=node.text("quote"),
        voice=node.text("voice"),
        quotation=node.text("quotation"),
        chain=tuple(_hop(hop, names) for hop in node.nodes("chain")),
        modality=node.text("modality"),
        polarity=node.text("polarity"),
        time=_time(node.get("time"), document) if node.has("time") else None,
        figures=tuple(_figure(figure, document) for figure in node.nodes("figures")),
        remarks=frozenset(node.texts("remarks")),
    )


def _hop(node: Node, names: Mapping[str, tuple[str, ...]]) -> Hop:
    holder = node.get("holder")
    entity = holder.maybe("entity")
    return Hop(
        names=(holder.text("name"), *(names.get(entity, ()) if entity else ())),
        kind=holder.text("kind"),
        basis=node.text("basis"),
        hedge=node.maybe("hedge"),
    )


def _time(node: Node, document: str) -> Time:
    place = Place(document, node.whole("start"), node.whole("end"))
    return Time(place, node.maybe("earliest"), node.maybe("latest"))


def _figure(node: Node, document: str) -> Figure:
    place = Place(document, node.whole("start"), node.whole("end"))
    low = node.number("low") if node.has("low") else None
    high = node.number("high") if node.has("high") else None
    return Figure(place, low, high)


def _claim(node: Node) -> Claim:
    counted = node.get("independence") if node.has("independence") else None
    return Claim(
        id=node.text("id"),
        statements=frozenset(node.texts("statements")),
        shown=counted.whole("shown") if counted else None,
        origins=tuple(frozenset(o.texts("statements")) for o in counted.nodes("origins")) if counted else (),
        credibility=node.get("grade").maybe("credibility") if node.has("grade") else None,
        silent=frozenset(node.texts("silent")),
    )
