"""What a person could decide, in the order of how many claims an answer would move.

A machine is asked to be humble here: pairs it left open, likenesses near the line between two claims and one, conflicts that nobody
settled, origins whose independence is open, sources nobody judged, and the open questions, which ask for a telephone rather than a key.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from variorum.crafts.excerpts import telling
from variorum.dossier.views import Views, who
from variorum.stages.claims.deciding import SAME
from variorum.values.entities import Entity
from variorum.values.judgements import Judgement, Question, write_place
from variorum.values.statements import Statement
from variorum.values.text import Span

ReviewKind = Literal["conflict", "likeness", "names", "origins", "source", "question"]
KINDS: dict[ReviewKind, str] = {
    "conflict": "Conflicts that nobody settled",
    "likeness": "Near the line between one claim and two",
    "names": "Perhaps the same person or body",
    "origins": "Origins whose independence is open",
    "source": "Sources that nobody judged",
    "question": "Open questions",
}
# How far from the line a likeness is still worth a look, as a part of the room on either side of it.
_NEAR = 0.15
# Names, statements and pairs of one kind that are offered at once; the rest come up when these are decided.
_MOST = 2000


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: what is kept, what the button says, and its key."""

    answer: str
    label: str
    key: str


@dataclass(frozen=True, slots=True)
class Side:
    """One side of what is to be decided: who or where, the words, and where to read on."""

    who: str
    words: str
    href: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """Something to decide. `moves` is the number of claims whose standing an answer may change.

    `question` None means that no judgement answers it: it is a question to the world.
    """

    kind: ReviewKind
    question: Question | None
    left: str
    right: str
    title: str
    why: str
    moves: int
    near: float
    sides: tuple[Side, ...]
    choices: tuple[Choice, ...]
    claims: tuple[str, ...]


SAME_OR_NOT = (Choice("same", "Same", "s"), Choice("different", "Different", "d"), Choice("unsure", "Unsure", "u"))
CHOICES: dict[Question, tuple[Choice, ...]] = {
    "statements": SAME_OR_NOT,
    "entities": SAME_OR_NOT,
    "independence": (
        Choice("same", "One repeats the other", "s"),
        Choice("different", "Independent", "d"),
        Choice("unsure", "Not established", "u"),
    ),
    "conflict": (
        Choice("left", "The left one stands", "l"),
        Choice("right", "The right one stands", "r"),
        Choice("open", "Leave it open", "u"),
        Choice("none", "No conflict", "d"),
    ),
    "reliability": (
        Choice("A", "A · reliable", "1"),
        Choice("B", "B · usually", "2"),
        Choice("C", "C · fairly", "3"),
        Choice("D", "D · not usually", "4"),
        Choice("E", "E · unreliable", "5"),
        Choice("F", "F · cannot be judged", "6"),
    ),
    "rejection": (Choice("rejected", "Reject the statement", "x"),),
}


def list_reviews(
    views: Views, standing: Iterable[Judgement], vouches: Mapping[str, set[str]] | None = None
) -> tuple[ReviewItem, ...]:
    """Everything open, what moves most first; what a person has decided is not asked again. `vouches` is `claims_by_entity`, where
    somebody has worked it out already."""
    decided = {j.subject for j in standing}
    items = [
        *_conflicts(views),
        *_likenesses(views),
        *_names(views, claims_by_entity(views) if vouches is None else vouches),
        *_origins(views),
        *_sources(views, decided),
        *_questions(views),
    ]
    open_items = [i for i in items if i.question is None or subject(i.question, i.left, i.right) not in decided]
    order = {kind: n for n, kind in enumerate(KINDS)}
    return tuple(sorted(open_items, key=lambda i: (-i.moves, order[i.kind], -i.near, i.title, i.left, i.right)))


def subject(question: Question, left: str, right: str) -> tuple[str, str, str]:
    """What a judgement with these sides would be about."""
    answer = CHOICES[question][0].answer if question in CHOICES else ""
    return Judgement(question, left, right, answer, "nobody", "", "").subject


def side(views: Views, statement: Statement) -> Side:
    """A statement as a side."""
    document = views.index.documents[statement.document]
    return Side(who(statement, document), statement.passage.words, f"/statements/{statement.id}", document.name)


def _conflicts(views: Views) -> Iterable[ReviewItem]:
    for view in views.conflicts():
        if view.relation.kind != "contradicts":
            continue
        claims = tuple(dict.fromkeys((view.a_claim, view.b_claim)))
        facet = view.relation.facet if view.relation.facet and view.relation.facet != "other" else ""
        yield ReviewItem(
            "conflict",
            "conflict",
            view.a.id,
            view.b.id,
            f"Which is right{f' ({facet})' if facet else ''}?",
            view.relation.reason,
            sum(len(views.index.claims[c].statements) for c in claims),
            view.relation.score,
            (side(views, view.a), side(views, view.b)),
            CHOICES["conflict"],
            claims,
        )


def _likenesses(views: Views) -> Iterable[ReviewItem]:
    near = []
    for relation in views.index.reading.relations:
        if relation.kind not in ("equivalent", "overlaps", "refines") or relation.facet not in (None, "other"):
            continue
        distance = abs(relation.score - SAME)
        if distance <= _NEAR:
            near.append((distance, relation))
    for distance, relation in sorted(near, key=lambda row: (row[0], row[1].a, row[1].b))[:_MOST]:
        view = views.relation(relation)
        claims = tuple(dict.fromkeys((view.a_claim, view.b_claim)))
        joined = "taken for one claim" if len(claims) == 1 else "taken for two claims"
        yield ReviewItem(
            "likeness",
            "statements",
            view.a.id,
            view.b.id,
            "Do these say the same?",
            f"Now {joined}: {relation.reason}.",
            len(claims),
            1 - distance / _NEAR,
            (side(views, view.a), side(views, view.b)),
            SAME_OR_NOT,
            claims,
        )


def claims_by_entity(views: Views) -> dict[str, set[str]]:
    """For each entity the claims that it vouches for at some hop."""
    found: dict[str, set[str]] = defaultdict(set)
    for statement in views.index.reading.statements:
        for hop in statement.chain:
            if hop.holder.passage is not None:
                entity = views.index.entity_of(hop.holder.passage.span)
                if entity is not None and statement.id in views.index.claim_of:
                    found[entity].add(views.index.claim_of[statement.id])
    return found


def first_place(entity: Entity) -> Span:
    """The place by which an entity is meant in a judgement: its first mention by name, or else its first."""
    named = [m for m in entity.mentions if m.form == "name"] or list(entity.mentions)
    return min(m.passage.span for m in named)


def name_side(views: Views, entity: Entity) -> Side:
    """An entity as a side, with the words around its first mention."""
    span = first_place(entity)
    document = views.index.documents[span.document]
    start, end = max(0, span.start - 80), min(len(document.text), span.end + 80)
    around = " ".join(document.text[start:end].split())
    return Side(entity.name, f"… {around} …", f"/who/{entity.id}", f"{document.name}, {len(entity.mentions)} mentions")


def _names(views: Views, vouches: Mapping[str, set[str]]) -> Iterable[ReviewItem]:
    entities = views.index.entities
    pairs = [u for u in views.index.reading.unsure if u.left in entities and u.right in entities]
    for pair in pairs[:_MOST]:
        left, right = entities[pair.left], entities[pair.right]
        claims = tuple(sorted(vouches.get(left.id, set()) | vouches.get(right.id, set())))
        yield ReviewItem(
            "names",
            "entities",
            write_place(first_place(left)),
            write_place(first_place(right)),
            "Are these one?",
            pair.reason,
            len(claims),
            pair.score,
            (name_side(views, left), name_side(views, right)),
            SAME_OR_NOT,
            claims,
        )


def _origins(views: Views) -> Iterable[ReviewItem]:
    index = views.index
    gathered: dict[tuple[str, str], list[tuple[str, str, str, str]]] = defaultdict(list)
    for standing in index.reading.standings:
        first = {o.key: o.statements[0] for o in standing.origins if o.statements}
        for pair in standing.pairs:
            if pair.state == "not established" and pair.left in first and pair.right in first:
                left, right = sorted((pair.left, pair.right))
                gathered[left, right].append((standing.claim, first[left], first[right], pair.reason))
    for rows in list(gathered.values())[:_MOST]:
        claims = tuple(dict.fromkeys(row[0] for row in rows))
        _, left_id, right_id, reason = rows[0]
        sides = (side(views, index.statements[left_id]), side(views, index.statements[right_id]))
        yield ReviewItem(
            "origins",
            "independence",
            left_id,
            right_id,
            "Does one of these depend on the other?",
            reason,
            len(claims),
            0.5,
            sides,
            CHOICES["independence"],
            claims,
        )


_OWN = " (own voice)"


def source_names(origin: str) -> tuple[str, ...]:
    """The names by which an origin's sources are judged: an outlet in its own voice is the outlet, and several counted as one are each."""
    if _OWN not in origin:
        return (origin,)
    return tuple(name.removeprefix(", ") for name in origin.split(_OWN) if name)


def _sources(views: Views, decided: set[tuple[str, str, str]]) -> Iterable[ReviewItem]:
    """Sources that carry claims; only those that carry several alone, or the list would name everybody."""
    judged = {left.casefold() for question, left, right in decided if question == "reliability" and not right}
    gathered: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for standing in views.index.reading.standings:
        for origin in standing.origins:
            # Unnamed sources of several accounts may be several people; their letter is set on the claim's own page.
            if origin.state != "derived" and origin.statements and not origin.name.startswith("unnamed: "):
                for name in source_names(origin.name):
                    gathered[name].append((standing.claim, _first_of(views, name, origin.statements)))
    for name, rows in gathered.items():
        if len(rows) < 3 or name.casefold() in judged:
            continue
        told = {views.index.statements[row[1]].passage.words: row[1] for row in reversed(rows)}
        example = views.index.statements[told[telling([*reversed(told)])]]
        yield ReviewItem(
            "source",
            "reliability",
            name,
            "",
            f"How reliable is {name} as a source?",
            f"{len(rows)} claims have it from this source. Nobody has judged it, so each grade says F: cannot be judged.",
            len(rows),
            0.0,
            (side(views, example),),
            CHOICES["reliability"],
            tuple(row[0] for row in rows),
        )


def _first_of(views: Views, name: str, statements: Sequence[str]) -> str:
    """The first of an origin's statements in an account of this name; of an origin with one name the first."""
    index = views.index
    outlets = {s: index.documents[index.statements[s].document] for s in statements}
    return next((s for s, d in outlets.items() if name in (d.publisher.value, d.name)), statements[0])


def _questions(views: Views) -> Iterable[ReviewItem]:
    for question in views.index.reading.questions:
        yield ReviewItem(
            "question", None, "", "", question.text, question.why, len(question.claims), 0.0, (), (), question.claims
        )


def count_kinds(items: Sequence[ReviewItem]) -> dict[ReviewKind, int]:
    """How many there are of each kind, in the order of `KINDS`."""
    counts = dict.fromkeys(KINDS, 0)
    for item in items:
        counts[item.kind] += 1
    return counts
