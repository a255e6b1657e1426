"""What the pages of a dossier show, selected from a reading and put into the reader's order."""

import datetime
import difflib
import functools
import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from variorum.dossier import drawings
from variorum.dossier.compile import Index
from variorum.dossier.decided import Decisions
from variorum.dossier.disagreements import Disagreement, gather
from variorum.values.areas import Area
from variorum.values.claims import Claim, Relation
from variorum.values.documents import Document
from variorum.values.entities import Entity, Mention, Post, PostCitation
from variorum.values.grades import Grade
from variorum.values.lineage import LineageEdge, Loss, Origin, Standing, StemmaNode, WitnessPair
from variorum.values.statements import Statement
from variorum.values.text import Passage, Span, quote
from variorum.values.timeline import TimelineEvent

_TOKEN = re.compile(r"\w+|\W+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words of a quote; `differs` where the reading beside it has other words."""

    words: str
    differs: bool


@dataclass(frozen=True, slots=True)
class WitnessReading:
    """One witness's reading of a claim."""

    statement: Statement
    document: Document
    number: int
    pieces: tuple[Piece, ...]
    route: tuple[str, ...]
    origin: str
    remarks: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim with everything that stands beside it."""

    id: str
    number: int
    gist: Statement
    headline: str
    readings: tuple[WitnessReading, ...]
    standing: Standing | None
    grade: Grade | None
    relations: tuple["RelationView", ...]
    silent: tuple[Document, ...]
    accounts: int
    pairs: tuple[tuple[str, str, WitnessPair], ...]

    @property
    def contested(self) -> bool:
        """Whether another claim contradicts or replaces it."""
        return any(r.relation.kind in ("contradicts", "supersedes") for r in self.relations)


@dataclass(frozen=True, slots=True)
class RelationView:
    """A relation as seen from one claim."""

    relation: Relation
    a: Statement
    b: Statement
    a_claim: str
    b_claim: str
    a_who: str
    b_who: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a document's text and the statements that cover it; anchors of those that begin here."""

    words: str
    statements: tuple[str, ...]
    anchors: tuple[str, ...]
    role: str


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A source with its text cut into segments."""

    number: int
    document: Document
    segments: tuple[Segment, ...]
    statements: int
    custody: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntityView:
    """A person, body, unit or place with how often and where it is named."""

    entity: Entity
    mentions: int
    documents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PostView:
    """A post in words, the same in a few for a drawing, and the places that tell it."""

    says: str
    short: str
    person: str
    places: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit of the organisation chart: how deep it hangs, the words that hang it under its parent, its posts."""

    entity: Entity
    parent: Entity | None
    depth: int
    words: Passage | None
    posts: tuple[PostView, ...]


@dataclass(frozen=True, slots=True)
class AreaView:
    """A relative place with the names it is told from."""

    area: Area
    told_from: tuple[str, ...]
    number: int


@dataclass(frozen=True, slots=True)
class EventView:
    """A line of the timeline."""

    event: TimelineEvent
    claim: ClaimView
    when: str


def who(statement: Statement, document: Document) -> str:
    """The chain in words, innermost first, ending with the outlet: "Jane Doe → Reuters → The Daily"."""
    outlet = document.authors[0] if document.author_is_voice and document.authors else document.publisher.value
    names = [hop.holder.name for hop in statement.chain]
    if not (document.author_is_voice and names and names[0] == outlet):
        names.append(outlet or document.name)
    return " → ".join(names)


def when(earliest: datetime.date | None, latest: datetime.date | None) -> str:
    """Days in words that state what is known: one day, a whole month or year, a stretch, an open end."""
    if earliest is None and latest is None:
        return "not resolved"
    if earliest is None or latest is None:
        return f"from {_day(earliest)}" if earliest else f"until {_day(latest or datetime.date.min)}"
    if earliest == latest:
        return _day(earliest)
    after = latest + datetime.timedelta(1)
    if earliest.day == 1 and after.day == 1:
        if earliest.month == 1 and after.month == 1 and after.year == earliest.year + 1:
            return str(earliest.year)
        if (latest.year, latest.month) == (earliest.year, earliest.month):
            return f"{earliest:%B %Y}"
    return f"{_day(earliest)} to {_day(latest)}"


def _day(day: datetime.date) -> str:
    return f"{day.day} {day:%B %Y}"


def differing(words: str, beside: str) -> tuple[Piece, ...]:
    """The words of a quote with those marked that the quote beside it does not have."""
    own, other = _TOKEN.findall(words), _TOKEN.findall(beside)
    matcher = difflib.SequenceMatcher(None, [t.casefold() for t in own], [t.casefold() for t in other], autojunk=False)
    pieces = []
    for tag, i, j, _, _ in matcher.get_opcodes():
        # Blanks and commas at the edges of what differs are not marked: the eye should find words.
        first = next((k for k in range(i, j) if own[k][0].isalnum()), j) if tag != "equal" else i
        last = next((k + 1 for k in range(j - 1, first - 1, -1) if own[k][0].isalnum()), first) if tag != "equal" else i
        rows = ((i, first, False), (first, last, True), (last, j, False))
        pieces += [Piece("".join(own[start:end]), differs) for start, end, differs in rows if start < end]
    return tuple(pieces)


def view_relation(index: Index, relation: Relation) -> RelationView:
    """A relation with both statements and who stands behind them."""
    a, b = index.statements[relation.a], index.statements[relation.b]
    return RelationView(
        relation,
        a,
        b,
        index.claim_of[a.id],
        index.claim_of[b.id],
        who(a, index.documents[a.document]),
        who(b, index.documents[b.document]),
    )


def list_conflicts(index: Index) -> tuple[RelationView, ...]:
    """Contradictions first, then successions, surest first; one line for each pair of claims and facet."""
    wanted = [r for r in index.reading.relations if r.kind in ("contradicts", "supersedes")]
    seen: set[tuple[frozenset[str], str | None]] = set()
    rows = []
    for relation in sorted(wanted, key=lambda r: (r.kind, -r.score, r.a, r.b)):
        view = view_relation(index, relation)
        key = (frozenset((view.a_claim, view.b_claim)), relation.facet)
        if key not in seen:
            seen.add(key)
            rows.append(view)
    return tuple(rows)


class Views:
    """All views of one reading. Each is made when it is asked for, so that a page of one claim need not lay out all."""

    def __init__(self, index: Index) -> None:
        self.index = index
        reading = index.reading
        self.numbers = {d.id: n for n, d in enumerate(reading.documents, 1)}
        self._relations: dict[str, list[Relation]] = {}
        for relation in reading.relations:
            for statement in {relation.a, relation.b}:
                claim = index.claim_of.get(statement)
                if claim:
                    self._relations.setdefault(claim, []).append(relation)
        self.claim_numbers = {c.id: n for n, c in enumerate(sorted(reading.claims, key=self._order), 1)}
        self._stemmas = {s.claim: s for s in reading.stemmas}

    @functools.cached_property
    def decisions(self) -> Decisions:
        """What persons decided, and about what."""
        return Decisions(self.index)

    @functools.cached_property
    def claims(self) -> tuple[ClaimView, ...]:
        """Every claim, in the reader's order."""
        return tuple(self.claim(c) for c in self.claim_numbers)

    @functools.cached_property
    def claim_by_id(self) -> dict[str, ClaimView]:
        """Every claim by its id."""
        return {c.id: c for c in self.claims}

    def _order(self, claim: Claim) -> tuple[object, ...]:
        """Claims told by most accounts first, then those with relations, then in the order of the texts."""
        ident = claim.id
        statements = [self.index.statements[s] for s in self.index.claims[ident].statements]
        documents = {s.document for s in statements}
        first = min((self.numbers[s.document], s.passage.span.start) for s in statements)
        related = len(self._relations.get(ident, ()))
        return (-len(documents), -min(related, 1), first)

    def claim(self, ident: str) -> ClaimView:
        """One claim with all that stands beside it. Raises `KeyError` for an id that is no claim of this reading."""
        index, number = self.index, self.claim_numbers[ident]
        claim = index.claims[ident]
        gist = index.statements[claim.gist]
        members = sorted(
            (index.statements[s] for s in claim.statements),
            key=lambda s: (s.id != claim.gist, self.numbers[s.document], s.passage.span.start),
        )
        standing = index.standings.get(ident)
        origin_of = {s: o for o in (standing.origins if standing else ()) for s in o.statements}
        names = {o.key: o.name for o in (standing.origins if standing else ())}
        return ClaimView(
            id=ident,
            number=number,
            gist=gist,
            headline=gist.proposition or gist.passage.words,
            readings=tuple(self._reading(s, gist, origin_of.get(s.id)) for s in members),
            standing=standing,
            grade=index.grades.get(ident),
            relations=self._beside(ident),
            silent=tuple(index.documents[d] for d in claim.silent),
            accounts=len({s.document for s in members}),
            pairs=tuple(
                (names.get(p.left, p.left), names.get(p.right, p.right), p)
                for p in (standing.pairs if standing else ())
            ),
        )

    def _beside(self, ident: str) -> tuple[RelationView, ...]:
        """The relations of a claim but equivalence, one line for each kind and other statement."""
        found: dict[tuple[str, str | None, str], RelationView] = {}
        for relation in self._relations.get(ident, ()):
            if relation.kind != "equivalent":
                view = self.relation(relation)
                other = view.b if view.a_claim == ident else view.a
                found.setdefault((relation.kind, relation.facet, other.id), view)
        return tuple(found.values())

    def _reading(self, statement: Statement, gist: Statement, origin: Origin | None) -> WitnessReading:
        document = self.index.documents[statement.document]
        words = statement.passage.words
        same = statement.id == gist.id
        return WitnessReading(
            statement=statement,
            document=document,
            number=self.numbers[document.id],
            pieces=(Piece(words, False),) if same else differing(words, gist.passage.words),
            route=tuple(who(statement, document).split(" → ")),
            origin=origin.state if origin else "not established",
            remarks=tuple(self.index.statements[r] for r in statement.remarks if r in self.index.statements),
        )

    def relation(self, relation: Relation) -> RelationView:
        """A relation with both statements and who stands behind them."""
        return view_relation(self.index, relation)

    def conflicts(self) -> tuple[RelationView, ...]:
        """See `list_conflicts`."""
        return list_conflicts(self.index)

    def disagreements(self) -> tuple[Disagreement, ...]:
        """Conflicts and successions gathered into questions by facet, each with all its values, holders and times."""
        return gather(self.conflicts(), self.claim, self.claim_numbers.__getitem__)

    def tensions(self) -> tuple[RelationView, ...]:
        """Refinements and overlaps between claims of several accounts; what refines within a claim stands in its card."""
        wanted = [r for r in self.index.reading.relations if r.kind in ("refines", "overlaps", "supports")]
        rows = [self.relation(r) for r in sorted(wanted, key=lambda r: (r.kind, -r.score, r.a, r.b))]
        return tuple(r for r in rows if r.a.document != r.b.document and r.a_claim != r.b_claim)

    def documents(self) -> tuple[DocumentView, ...]:
        """Every source with its text."""
        counts = Counter(s.document for s in self.index.reading.statements)
        return tuple(
            DocumentView(
                number,
                document,
                tuple(self._segments(document)),
                counts[document.id],
                tuple(
                    f"{c.at}: {c.action} as {c.name} by {c.tool}{f' ({c.note})' if c.note else ''}"
                    for c in self.index.reading.custody
                    if c.exhibit == document.exhibit
                ),
            )
            for number, document in enumerate(self.index.reading.documents, 1)
        )

    def _segments(self, document: Document) -> Sequence[Segment]:
        spans = [
            (s.passage.span.start, s.passage.span.end, s.id)
            for s in self.index.reading.statements
            if s.document == document.id
        ]
        parts = [(p.span.start, p.span.end, p.role) for p in document.parts]
        cuts = sorted({0, len(document.text), *(x for s in spans for x in s[:2]), *(x for p in parts for x in p[:2])})
        segments = []
        for start, end in itertools.pairwise(cuts):
            inside = tuple(i for a, b, i in spans if a <= start and end <= b)
            anchors = tuple(i for a, _, i in spans if a == start)
            role = next((r for a, b, r in parts if a <= start and end <= b), "")
            segments.append(Segment(document.text[start:end], inside, anchors, role))
        return segments

    def entities(self, *kinds: str) -> tuple[EntityView, ...]:
        """Entities of some kinds with a name, most often named first."""
        rows = []
        for entity in self.index.reading.entities:
            if entity.kind in kinds:
                documents = sorted({self.numbers[m.passage.span.document] for m in entity.mentions})
                rows.append(EntityView(entity, len(entity.mentions), tuple(documents)))
        return tuple(sorted(rows, key=lambda r: (-r.mentions, r.entity.name)))

    def events(self) -> tuple[EventView, ...]:
        """The timeline's lines."""
        return tuple(
            EventView(e, self.claim_by_id[e.claim], when(e.earliest, e.latest))
            for e in self.index.reading.timeline.events
            if e.claim in self.claim_by_id
        )

    def losses(self) -> tuple[tuple[Loss, tuple[ClaimView, ...]], ...]:
        """Leave one origin out: origins that carry at least one claim alone or lend it independence."""
        return tuple(
            (loss, tuple(self.claim_by_id[c] for c in loss.lost))
            for loss in self.index.reading.losses
            if loss.lost or loss.weakened
        )

    def edges(self) -> tuple[tuple[LineageEdge, Document, Document], ...]:
        """Lineage with its documents."""
        return tuple(
            (e, self.index.documents[e.child], self.index.documents[e.parent]) for e in self.index.reading.lineage
        )

    def stemma(self, claim: ClaimView) -> tuple[tuple[StemmaNode, int], ...]:
        """How a claim told by several accounts came to them: the places of its stemma with their depth."""
        stemma = self._stemmas.get(claim.id)
        return tuple((n, stemma.depth(n)) for n in stemma.nodes) if stemma and claim.accounts > 1 else ()

    def stemma_drawing(self, claim: ClaimView) -> str:
        """The stemma as a drawing."""
        return drawings.draw_stemma(
            [
                drawings.Branch(n.key, n.parent, n.kind, n.label, depth, n.derived, f"{n.label}. {n.reason}")
                for n, depth in self.stemma(claim)
            ]
        )

    def lineage_drawing(self) -> str:
        """Accounts, what they share, and what they cite that nobody supplied."""
        reading = self.index.reading
        own = {(d.publisher.value or "").casefold() for d in reading.documents}
        nodes = [
            drawings.Node(
                d.id,
                d.publisher.value or d.name,
                f"{d.name}, {d.published.value or 'no date'}",
                f"#doc-{self.numbers[d.id]}",
            )
            for d in reading.documents
        ]
        cited: Counter[tuple[str, str]] = Counter()
        for statement in reading.statements:
            for hop in statement.chain:
                if hop.holder.kind == "outlet" and hop.holder.name.casefold() not in own:
                    cited[hop.holder.name, statement.document] += 1
        direct = {(e.child, e.parent) for e in reading.lineage}
        links = [drawings.Link(e.child, e.parent, e.kind, e.reason) for e in reading.lineage]
        for name in sorted({n for n, _ in cited}):
            nodes.append(drawings.Node(f"lost:{name}", name, "cited, not supplied", "", lost=True))
        for (name, document), times in sorted(cited.items()):
            if (document, f"lost:{name}") not in direct:
                links.append(drawings.Link(document, f"lost:{name}", "cites", f"cited for {times} statements"))
        return drawings.draw_lineage(nodes, links)

    def timeline_drawing(self) -> str:
        """Dated events as bars, with the silences between them."""
        return drawings.draw_timeline(
            [
                drawings.Dated(e.claim.headline, e.event.earliest, e.event.latest, f"#claim-{e.claim.number}")
                for e in self.events()
                if e.event.earliest is not None and e.event.latest is not None
            ][:60],
            [drawings.Silence(g.earliest, g.latest) for g in self.index.reading.timeline.gaps],
        )

    def map_drawing(self) -> str:
        """Places with coordinates, and the ground that relative places mean."""
        named = [
            drawings.Pin(e.entity.name, e.entity.place.latitude, e.entity.place.longitude, e.entity.place.precision)
            for e in self.entities("place")
            if e.entity.place is not None
        ]
        lies = {
            (a.passage.words.casefold(), a.of): drawings.Pin(
                a.passage.words, a.latitude, a.longitude, a.precision, a.radius_km
            )
            for a in self.index.reading.areas
        }
        return drawings.draw_map([*named, *lies.values()])

    def areas(self) -> tuple[AreaView, ...]:
        """Relative places in the order of the accounts."""
        entities = self.index.entities
        return tuple(
            AreaView(a, tuple(entities[i].name for i in a.of if i in entities), self.numbers[a.passage.span.document])
            for a in self.index.reading.areas
        )

    def organisation(self) -> tuple[UnitView, ...]:
        """Units that belong to a wider one, have one below them or somebody in a post, wider units first, depth first.

        A unit that stands alone and in which nobody holds a post is in the table of units only.
        """
        entities = self.index.entities
        units = {e.id: e for e in self.index.reading.entities if e.kind == "unit"}
        above = {key: self._above(units, key) for key in units}
        posts: dict[str, list[Post]] = {}
        for post in self.index.reading.posts:
            if post.unit in units:
                posts.setdefault(post.unit, []).append(post)
        shown = {key for key in units if above[key] or key in posts or key in above.values()}
        below: dict[str | None, list[str]] = {}
        for key in sorted(shown, key=lambda key: (units[key].name, key)):
            below.setdefault(above[key], []).append(key)
        found: list[UnitView] = []
        stack = [(key, 0) for key in reversed(below.get(None, []))]
        while stack:
            key, depth = stack.pop()
            parent = entities.get(above[key] or "")
            words = self._belonging(units[key], parent) if parent else None
            told = tuple(self._post(post) for post in posts.get(key, ()))
            found.append(UnitView(units[key], parent, depth, words, told))
            stack.extend((child, depth + 1) for child in reversed(below.get(key, [])))
        return tuple(found)

    @staticmethod
    def _above(units: dict[str, Entity], key: str) -> str | None:
        """The wider unit of a unit; None where the texts put units in a circle."""
        first, seen = units[key].parent, {key}
        at = first
        while at in units and at is not None:
            if at in seen:
                return None if at == key else first
            seen.add(at)
            at = units[at].parent
        return first if first in units else None

    def _belonging(self, unit: Entity, parent: Entity) -> Passage | None:
        """The words of a text that name a unit as part of a wider one."""
        ends = {(m.passage.span.document, m.passage.span.start, m.passage.span.end) for m in parent.mentions}
        for mention in unit.mentions:
            if mention.unit is None or mention.unit.parent is None:
                continue
            document = mention.passage.span.document
            if (document, *mention.unit.parent) in ends and document in self.index.documents:
                return quote(self.index.documents[document].text, _hull(mention, mention.unit.parent))
        return None

    def _post(self, post: Post) -> PostView:
        person = self.index.entities[post.person].name if post.person in self.index.entities else ""
        name = f"{post.rank} {person}" if post.rank else person
        title = post.title or "post not named"
        over = f"; over by {_day(post.over_by)}" if post.over_by else ""
        places = tuple(passage for citation in post.citations for passage in self._told(citation))
        years = _years_held(post)
        short = f"{person}, {post.title}" if post.title else person
        return PostView(
            f"{name}, {title}{_held(post)}{over}", f"{short}{f' ({years})' if years else ''}", person, places
        )

    def _told(self, citation: PostCitation) -> tuple[Passage, ...]:
        """The words from the first to the last part of a citation and the days told with it, then sentences that tell others."""
        spans = [p.span for p in (citation.person, citation.rank, citation.title, citation.unit) if p is not None]
        document = citation.person.span.document
        text = self.index.documents[document].text
        start, end = min(s.start for s in spans), max(s.end for s in spans)
        later: list[Passage] = []
        for day in sorted(citation.days, key=lambda day: day.passage.span.start):
            span = day.passage.span
            if not _SENTENCE.search(text[min(end, span.end) : max(start, span.start)]):
                start, end = min(start, span.start), max(end, span.end)
            elif not any(p.span.covers(span) for p in later):
                later.append(quote(text, Span(document, _sentence_start(text, span.start), span.end)))
        return quote(text, Span(document, start, end)), *later

    def organisation_drawing(self) -> str:
        """Units and posts as a chart; a chart of more than sixty units would help nobody and the list has them all."""
        views = self.organisation()[:60]
        return drawings.draw_organisation(
            [
                drawings.Box(
                    key=view.entity.id,
                    parent=view.parent.id if view.parent else None,
                    label=view.entity.name,
                    posts=tuple(post.short for post in view.posts[:4]),
                    href=f"#unit-{view.entity.id}",
                    title=f"“{view.words.words}”" if view.words else view.entity.name,
                )
                for view in views
            ]
        )


def _hull(mention: Mention, other: tuple[int, int]) -> Span:
    span = mention.passage.span
    return Span(span.document, min(span.start, other[0]), max(span.end, other[1]))


_SENTENCE = re.compile(r"[.!?][”\"’']?\s|\n")  # the end of a sentence, near enough to cut a quote


def _sentence_start(text: str, at: int) -> int:
    ends = [match.end() for match in _SENTENCE.finditer(text, max(0, at - 300), at)]
    return ends[-1] if ends else max(0, at - 300)


def _held(post: Post) -> str:
    """When a post was held, behind a comma: from at least a day to at least another, as far as the accounts tell it."""
    since, until, begun = post.earliest, post.latest, post.not_before
    if since is not None and begun is not None and begun <= since:
        start = f"from {when(begun, since)}" if _is_calendar(begun, since) else f"begun {when(begun, since)}"
    else:
        start = f"from at least {_day(since)}" if since else ""
    if until is None or since is None:
        end = f"to at least {_day(until)}" if until else ""
    elif since == until and begun is None:
        return f", held on {_day(since)}"
    elif since > until and begun is None:
        return f", held at some time from {_day(until)} to {_day(since)}"
    else:
        end = f"to at least {_day(until)}" if until >= since else ""
    told = " ".join(part for part in (start, end) if part)
    return f", {told}" if told else ""


def _is_calendar(first: datetime.date, last: datetime.date) -> bool:
    """Whether two days are one day, or the ends of a month or a year, which one word names."""
    return " to " not in when(first, last)


def _years_held(post: Post) -> str:
    """The years of a post for a drawing: "2018–2020", or by when it was over."""
    days = [day for day in (post.not_before, post.earliest, post.latest) if day is not None]
    years = sorted({day.year for day in days})
    if not years:
        return f"over by {post.over_by.year}" if post.over_by else ""
    return "–".join(str(year) for year in dict.fromkeys((years[0], years[-1])))
