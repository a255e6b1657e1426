"""Conflicts and successions as a reader asks about them: one question, all its values, who holds each, and since when.

Relations stand between pairs of statements; here the claims that they join over one facet become one disagreement.
"""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from variorum.crafts.comparison import counted
from variorum.dossier.charts import Point, draw_counts
from variorum.values.claims import Facet
from variorum.values.statements import Figure, Statement

if TYPE_CHECKING:
    from variorum.dossier.views import ClaimView, RelationView, WitnessReading

FACETS: tuple[Facet, ...] = ("number", "status", "actor", "cause", "place", "date", "identity", "other")


@dataclass(frozen=True, slots=True)
class Side:
    """One claim of a disagreement: its value in words, the amount where it is a count, and who tells it, earliest first."""

    claim: "ClaimView"
    value: str
    amount: float | None
    tellings: tuple["WitnessReading", ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Claims that contradict or replace one another over one facet, all values with holders and times.

    `developing` is true where every step is a succession. `reasons` are those of the relations, each once. `chart` is a drawing
    of counts over time, "" where there is nothing to draw.
    """

    facet: Facet
    developing: bool
    sides: tuple[Side, ...]
    relations: tuple["RelationView", ...]
    reasons: tuple[str, ...]
    chart: str


def gather(
    relations: Iterable["RelationView"], claim: Callable[[str], "ClaimView"], number_of: Callable[[str], int]
) -> tuple[Disagreement, ...]:
    """The disagreements of a reading by facet, contradictions before successions, those told by most accounts first."""
    asked: dict[tuple[Facet, str], list[RelationView]] = {}
    for relation in relations:
        facet = relation.relation.facet or "other"
        asked.setdefault((facet, _kind(relation) if facet == "number" else ""), []).append(relation)
    found = [
        _disagreement(facet, kind, group, claim)
        for (facet, kind), some in sorted(asked.items())
        for group in _joined(some, number_of)
    ]
    order = {facet: place for place, facet in enumerate(FACETS)}
    return tuple(
        sorted(
            found,
            key=lambda d: (
                order[d.facet],
                d.developing,
                -sum(len(s.tellings) for s in d.sides),
                d.sides[0].claim.number,
            ),
        )
    )


def _joined(relations: Sequence["RelationView"], number_of: Callable[[str], int]) -> list[list["RelationView"]]:
    """The relations of one facet in groups that share claims."""
    leader: dict[str, str] = {}

    def root(key: str) -> str:
        while leader.setdefault(key, key) != key:
            key = leader[key]
        return key

    for one in relations:
        first, second = sorted((root(one.a_claim), root(one.b_claim)), key=number_of)
        leader[second] = first
    groups: dict[str, list[RelationView]] = {}
    for one in relations:
        groups.setdefault(root(one.a_claim), []).append(one)
    return list(groups.values())


def _disagreement(
    facet: Facet, kind: str, relations: Sequence["RelationView"], claim: Callable[[str], "ClaimView"]
) -> Disagreement:
    idents = list(dict.fromkeys(ident for r in relations for ident in (r.a_claim, r.b_claim)))
    sides = []
    for ident in idents:
        view = claim(ident)
        tellings = tuple(sorted(view.readings, key=lambda r: (_day(r), r.number, r.statement.passage.span.start)))
        figure = next((f for t in tellings if (f := _first(t.statement, kind)) is not None), None) if kind else None
        amount = figure.low if figure and figure.low is not None else figure.high if figure else None
        value = figure.passage.words if figure else view.headline
        sides.append(Side(view, " ".join(value.split()), amount, tellings))
    sides.sort(key=lambda s: (_day(s.tellings[0]), s.amount or 0.0, s.claim.number))
    developing = all(r.relation.kind == "supersedes" for r in relations)
    # Of a developing count the chart and the table tell the steps; what orders them is told once.
    told = [r.relation.reason.split(": ", 1)[-1] if developing and kind else r.relation.reason for r in relations]
    reasons = tuple(dict.fromkeys(told))
    return Disagreement(facet, developing, tuple(sides), tuple(relations), reasons, _chart(sides, developing))


def _day(reading: "WitnessReading") -> datetime.date:
    return reading.document.published.value or datetime.date.max


def _kind(view: "RelationView") -> str:
    """What two counts count that differ: the first kind of which both statements give another number, "" where none is."""
    kinds = dict.fromkeys(counted(f.of)[0] for f in view.a.figures)
    return next((kind for kind in kinds if _amount(view.a, kind) != _amount(view.b, kind) and _first(view.b, kind)), "")


def _amount(statement: Statement, kind: str) -> tuple[float | None, float | None] | None:
    figure = _first(statement, kind)
    return (figure.low, figure.high) if figure else None


def _first(statement: Statement, kind: str) -> Figure | None:
    return next((f for f in statement.figures if counted(f.of)[0] == kind), None)


def _chart(sides: Sequence[Side], developing: bool) -> str:
    """Values over time by origin, where at least two counts are told by dated accounts."""
    points = [
        Point(
            side.amount,
            telling.document.published.value,
            telling.route[0],
            f"{side.value}: {' → '.join(telling.route)}",
            f"#claim-{side.claim.number}",
        )
        for side in sides
        if side.amount is not None
        for telling in side.tellings
        if telling.document.published.value is not None
    ]
    return draw_counts(points, developing=developing) if len({p.value for p in points}) > 1 else ""
