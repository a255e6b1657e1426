"""The key of the example case, held against the export of a reading.

A check names its place by quoting the account, never by an id, so that it outlives every change of how statements are
cut and numbered. Each kind of check is a function below; its first line says what it asks. Where a quoted stretch is
covered by several statements that fit it equally well, one of them has to be right.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from variorum.demo.exported import Claim, Export, Place, Relation, Statement, load_export
from variorum.demo.node import Misshapen, Node

EARTH_KM = 6371.0
DIRECTED = frozenset(("refines", "supersedes"))  # b is the narrower or the newer one


@dataclass(frozen=True, slots=True)
class Check:
    """One row of the key: what is asked, for which line of the requirements, and why the answer is what it is."""

    id: str
    row: str
    kind: str
    why: str
    asked: Node


@dataclass(frozen=True, slots=True)
class Result:
    """Whether a check holds, and what was found."""

    id: str
    row: str
    kind: str
    right: bool
    found: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one kind of check says of an export."""

    right: bool
    found: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stretch of an account that a check quotes; `of` are the words inside it that are meant, where not all are."""

    document: str
    words: str
    of: str | None


def load_checks(data: Mapping[str, object]) -> tuple[Check, ...]:
    """The checks of a key. Raises `Misshapen` for a kind that does not exist or an id given twice."""
    checks = tuple(
        Check(n.text("id"), n.text("row"), n.text("kind"), n.text("why"), n) for n in Node(data).nodes("check")
    )
    seen: set[str] = set()
    for asked in checks:
        if asked.kind not in KINDS:
            raise Misshapen(f"{asked.id}: no kind {asked.kind!r}; there are {', '.join(sorted(KINDS))}")
        if asked.id in seen:
            raise Misshapen(f"{asked.id} is given twice")
        seen.add(asked.id)
    return checks


def check(export: Mapping[str, object], answers: Iterable[Check]) -> list[Result]:
    """Every check of the key, answered from an export as its JSON schema has it."""
    loaded = load_export(export)
    return [_answer(loaded, asked) for asked in answers]


def list_quoted(asked: Check) -> tuple[Quoted, ...]:
    """Every stretch that a check quotes, so that a test can see whether the accounts hold it."""
    node = asked.asked
    sides = [node.get(name) for name in ("a", "b") if node.has(name)]
    if node.has("doc"):
        sides.append(node)
    places = [Quoted(s.text("doc"), s.text("quote"), s.maybe("of")) for s in sides if s.has("quote")]
    around = [*node.texts("remark"), *node.texts("in"), *node.texts("out")]
    return (*places, *(Quoted(node.text("doc"), words, None) for words in around))


def _answer(export: Export, asked: Check) -> Result:
    try:
        verdict = KINDS[asked.kind](export, asked.asked)
    except Misshapen as wrong:
        verdict = Verdict(False, str(wrong))
    return Result(asked.id, asked.row, asked.kind, verdict.right, verdict.found)


# ------------------------------------------------------------------ one statement


def _check_chain(export: Export, asked: Node) -> Verdict:
    """The chain has exactly these holders, innermost first."""
    wanted = asked.texts("holders")
    return _of_one(
        export,
        asked,
        lambda s: len(s.chain) == len(wanted) and all(h.is_called(w) for h, w in zip(s.chain, wanted, strict=True)),
        lambda s: " <- ".join(hop.names[0] for hop in s.chain) or "no holder",
    )


def _check_holders_include(export: Export, asked: Node) -> Verdict:
    """All these vouch for it, in one entry of the chain or in statements beside one another."""
    there = _statements(export, asked)
    hops = [hop for statement in there for hop in statement.chain]
    missing = [w for w in asked.texts("holders") if not any(hop.is_called(w) for hop in hops)]
    return Verdict(bool(there) and not missing, f"missing: {', '.join(missing) or 'a statement'}")


def _check_not_held_by(export: Export, asked: Node) -> Verdict:
    """No statement here has this holder in its chain; no statement at all is right too."""
    holder = asked.text("holder")
    held = [s.quote for s in _statements(export, asked) if any(hop.is_called(holder) for hop in s.chain)]
    return Verdict(not held, f"held by {holder}: {held}")


def _check_holder_kind(export: Export, asked: Node) -> Verdict:
    """The innermost holder is of this kind."""
    kinds = asked.text("holder_kind").split("|")
    return _of_one(
        export,
        asked,
        lambda s: bool(s.chain) and s.chain[0].kind in kinds,
        lambda s: s.chain[0].kind if s.chain else "no holder",
    )


def _check_basis(export: Export, asked: Node) -> Verdict:
    """The innermost holder knows it in this way."""
    basis = asked.text("basis")
    return _of_one(
        export,
        asked,
        lambda s: bool(s.chain) and s.chain[0].basis == basis,
        lambda s: s.chain[0].basis if s.chain else "no holder",
    )


def _check_own_voice(export: Export, asked: Node) -> Verdict:
    """The account says it in its own voice, with nobody in the chain."""
    return _of_one(export, asked, lambda s: s.voice == "own" and not s.chain, lambda s: s.voice)


def _check_hedged(export: Export, asked: Node) -> Verdict:
    """The statement is marked as hedged, or a hop of its chain carries the hedge."""
    return _of_one(
        export,
        asked,
        lambda s: s.modality == "hedged" or any(hop.hedge for hop in s.chain),
        lambda s: f"{s.modality}, no hedge in the chain",
    )


def _check_modality(export: Export, asked: Node) -> Verdict:
    """The statement has this modality; with `absent`, no statement at all is right too."""
    wanted = asked.text("modality").split("|")
    if asked.flag("absent") and not _statements(export, asked):
        return Verdict(True, "no statement")
    return _of_one(export, asked, lambda s: s.modality in wanted, lambda s: s.modality)


def _check_polarity(export: Export, asked: Node) -> Verdict:
    """The statement affirms, or it denies."""
    return _of_one(export, asked, lambda s: s.polarity == asked.text("polarity"), lambda s: s.polarity)


def _check_quotation(export: Export, asked: Node) -> Verdict:
    """The words are quoted directly, indirectly or in a mixture."""
    return _of_one(export, asked, lambda s: s.quotation == asked.text("quotation"), lambda s: s.quotation)


def _check_timeline(export: Export, asked: Node) -> Verdict:
    """The statement stands on the timeline."""
    return _of_one(export, asked, lambda s: s.id in export.dated, lambda s: "not on the timeline")


def _check_remark_scope(export: Export, asked: Node) -> Verdict:
    """The verification remark lies on the statements quoted under `in`, and on none of those under `out`."""
    document = asked.text("doc")
    remarks = {s.id for s in _at(export, document, asked.text("remark"))}
    if not remarks:
        return Verdict(False, "no statement for the remark")
    wrong = [f"not on {q!r}" for q in asked.texts("in") if not _remarked(_at(export, document, q), remarks)]
    wrong += [f"on {q!r}" for q in asked.texts("out") if _remarked(_at(export, document, q), remarks)]
    return Verdict(not wrong, "; ".join(wrong) or "right")


def _remarked(statements: Iterable[Statement], remarks: set[str]) -> bool:
    return any(statement.remarks & remarks for statement in statements)


def _check_time(export: Export, asked: Node) -> Verdict:
    """The time expression is resolved to these days, or with `unresolved` to none."""
    place = _place(export, asked)
    times = [s.time for s in export.statements if s.time and place and s.time.place.overlap(place)]
    if asked.flag("unresolved"):
        right = all(time.earliest is None and time.latest is None for time in times)
    else:
        right = all(time.earliest in asked.texts("earliest") and time.latest in asked.texts("latest") for time in times)
    found = [f"{time.earliest} to {time.latest}" for time in times]
    return Verdict(bool(times) and right, "; ".join(found) or "no time")


def _check_figure(export: Export, asked: Node) -> Verdict:
    """A figure here has these bounds; "none" is no bound on that side."""
    place = _place(export, asked)
    figures = [f for s in export.statements for f in s.figures if place and f.place.overlap(place)]
    lows, highs = _bounds(asked, "low"), _bounds(asked, "high")
    right = any(figure.low in lows and figure.high in highs for figure in figures)
    return Verdict(right, "; ".join(f"{f.low} to {f.high}" for f in figures) or "no figure")


def _bounds(asked: Node, name: str) -> tuple[float | None, ...]:
    node = asked.get(name)
    nodes = asked.nodes(name) if isinstance(node.value, list) else (node,)
    return tuple(None if n.value == "none" else n.number() for n in nodes)


# ------------------------------------------------------------------ two statements


def _check_same_claim(export: Export, asked: Node) -> Verdict:
    """One claim gathers both."""
    return _together(export, asked)


def _check_not_same_claim(export: Export, asked: Node) -> Verdict:
    """No claim gathers both."""
    a, b = _sides(export, asked)
    if not a or not b:
        return Verdict(False, "no statement for one of the two")
    return Verdict(not _together(export, asked).right, "one claim gathers both")


def _together(export: Export, asked: Node) -> Verdict:
    a, b = _sides(export, asked)
    if not a or not b:
        return Verdict(False, "no statement for one of the two")
    return Verdict(bool(set(export.claims_of(a)) & set(export.claims_of(b))), "they are in different claims")


def _check_same_origin(export: Export, asked: Node) -> Verdict:
    """One claim gathers both, and one of its origins stands behind both."""
    a, b = _sides(export, asked)
    left, right = {s.id for s in a}, {s.id for s in b}
    shared = [c for c in export.claims_of(a) if any(origin & left and origin & right for origin in c.origins)]
    return Verdict(bool(shared), "no origin stands behind both")


def _check_relation(export: Export, asked: Node) -> Verdict:
    """The two, or their claims, stand in this relation, with one of these facets."""
    kinds, facets = asked.text("relation").split("|"), asked.text("facet").split("|")
    between = _relations(export, asked)
    right = any(r.kind in kinds and ("any" in facets or r.facet in facets) for r in between)
    return Verdict(right, ", ".join(f"{r.kind} ({r.facet})" for r in between) or "no relation")


def _check_no_contradiction(export: Export, asked: Node) -> Verdict:
    """The two, and their claims, are not said to contradict each other."""
    wrong = [r for r in _relations(export, asked) if r.kind == "contradicts"]
    return Verdict(not wrong, ", ".join(f"{r.kind} ({r.facet})" for r in wrong) or "right")


def _relations(export: Export, asked: Node) -> list[Relation]:
    """Relations from a to b between the statements themselves or, where they are in different claims, their claims.

    A directed relation from b to a is not among them.
    """
    a, b = _sides(export, asked)
    left, right = {s.id for s in a}, {s.id for s in b}
    if not set(export.claims_of(a)) & set(export.claims_of(b)):
        left = left.union(*(claim.statements for claim in export.claims_of(a)))
        right = right.union(*(claim.statements for claim in export.claims_of(b)))
    return [
        r
        for r in export.relations
        if (r.a in left and r.b in right) or (r.kind not in DIRECTED and r.a in right and r.b in left)
    ]


def _check_tension(export: Export, asked: Node) -> Verdict:
    """An open question puts the claims of both before the reader."""
    a, b = _sides(export, asked)
    left, right = {c.id for c in export.claims_of(a)}, {c.id for c in export.claims_of(b)}
    shared = [q for q in export.questions if q.claims & left and q.claims & right]
    return Verdict(bool(shared), "no open question is about both")


def _check_never_contradicts(export: Export, asked: Node) -> Verdict:
    """Nothing that stands here is part of a contradiction; no statement at all is right too."""
    ids = {s.id for s in _statements(export, asked)}
    wrong = [r for r in export.relations if r.kind == "contradicts" and ids & {r.a, r.b}]
    return Verdict(not wrong, f"{len(wrong)} contradictions")


# ------------------------------------------------------------------ claims


def _check_shown(export: Export, asked: Node) -> Verdict:
    """The claim has between `min` and `max` origins that are shown independent."""
    claims = _claims(export, asked)
    wanted = range(asked.whole("min"), asked.whole("max") + 1)
    return Verdict(bool(claims) and all(c.shown in wanted for c in claims), f"shown: {[c.shown for c in claims]}")


def _check_not_credibility(export: Export, asked: Node) -> Verdict:
    """The claim is not given this credibility."""
    grades = [c.credibility for c in _claims(export, asked)]
    return Verdict(bool(grades) and asked.text("credibility") not in grades, f"credibility: {grades}")


def _check_credibility_needs_independence(export: Export, asked: Node) -> Verdict:
    """No claim of the whole case has credibility 1 with fewer than two origins shown independent."""
    wrong = [c.id for c in export.claims if c.credibility == "1" and (c.shown or 0) < 2]
    return Verdict(not wrong, f"{len(wrong)} claims have credibility 1 without two origins")


def _check_silent(export: Export, asked: Node) -> Verdict:
    """These accounts are listed as silent on the claim."""
    claims = _claims(export, asked)
    wanted = {export.document(name).id for name in asked.texts("documents")}
    missing = [
        name for name in asked.texts("documents") if not any(export.document(name).id in c.silent for c in claims)
    ]
    return Verdict(bool(claims) and bool(wanted) and not missing, f"not listed as silent: {missing}")


def _check_open_question_mentions(export: Export, asked: Node) -> Verdict:
    """One open question holds all these words."""
    words = [word.casefold() for word in asked.texts("words")]
    right = any(all(word in question.text.casefold() for word in words) for question in export.questions)
    return Verdict(right, f"none of {len(export.questions)} open questions")


# ------------------------------------------------------------------ entities


def _check_entity_one(export: Export, asked: Node) -> Verdict:
    """The two mentions are of one entity."""
    a, b = (_entity_ids(export, asked.get(side)) for side in ("a", "b"))
    return Verdict(bool(a & b), "two entities" if a and b else "no entity for one of the two")


def _check_entity_two(export: Export, asked: Node) -> Verdict:
    """The two mentions are of different entities; a mention of no entity at all is right too."""
    a, b = (_entity_ids(export, asked.get(side)) for side in ("a", "b"))
    return Verdict(not a & b, "one entity")


def _entity_ids(export: Export, side: Node) -> set[str]:
    place = _place(export, side)
    return {entity.id for entity in export.entities_at(place)} if place else set()


def _check_unit(export: Export, asked: Node) -> Verdict:
    """The unit has this number and type, and belongs to this wider unit."""
    place = _place(export, asked)
    units = [e for e in export.entities_at(place) if e.type] if place else []
    names = {e.id: e.names for e in export.entities}
    parent = asked.text("parent").casefold()
    right = any(
        unit.number == asked.text("number")
        and (unit.type or "").casefold() == asked.text("type")
        and any(parent in name.casefold() for name in names.get(unit.parent or "", (unit.parent or "",)))
        for unit in units
    )
    return Verdict(
        right, "; ".join(f"{u.number} {u.type} of {names.get(u.parent or '', '?')}" for u in units) or "no unit"
    )


def _check_place(export: Export, asked: Node) -> Verdict:
    """The place is resolved to a point within `within_km` kilometres of this one."""
    place = _place(export, asked)
    points = [(e.lat, e.lon) for e in export.entities_at(place)] if place else []
    wanted = (asked.number("lat"), asked.number("lon"))
    right = any(
        lat is not None and lon is not None and _distance_km((lat, lon), wanted) <= asked.number("within_km")
        for lat, lon in points
    )
    return Verdict(right, f"points: {points}")


def _check_place_unknown(export: Export, asked: Node) -> Verdict:
    """The place is on no map."""
    place = _place(export, asked)
    found = [e.names[0] for e in export.entities_at(place) if e.lat is not None] if place else []
    return Verdict(not found, f"on the map: {found}")


def _distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two points given as latitude and longitude in degrees."""
    (lat_a, lon_a), (lat_b, lon_b) = ((math.radians(x), math.radians(y)) for x, y in (a, b))
    half = math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))


# ------------------------------------------------------------------ documents


def _check_published(export: Export, asked: Node) -> Verdict:
    """The account has this date, or with `unresolved` none."""
    document = export.document(asked.text("doc"))
    wanted = None if asked.flag("unresolved") else asked.text("date")
    honest = document.how != "unknown" if wanted else document.how == "unknown"
    return Verdict(document.published == wanted and honest, f"{document.published} ({document.how})")


def _check_role(export: Export, asked: Node) -> Verdict:
    """The words have this role. A credit or boilerplate makes no statement; boilerplate may be left out of the text."""
    place, role = _place(export, asked), asked.text("role")
    if place is None:
        return Verdict(role == "boilerplate", "not in the text")
    roles = {
        p.role for p in export.document(asked.text("doc")).parts if 2 * p.place.overlap(place) > place.end - place.start
    }
    said = role != "caption" and any(2 * s.place.overlap(place) > place.end - place.start for s in export.statements)
    return Verdict(role in roles and not said, f"role {sorted(roles)}{', with a statement' if said else ''}")


def _check_lineage(export: Export, asked: Node) -> Verdict:
    """The one account derives from, cites or shares copy with the other."""
    kinds = asked.text("lineage").split("|")
    found = [edge.kind for edge in export.lineage if _joins(export, asked, edge.child, edge.parent, edge.kind)]
    return Verdict(any(kind in kinds for kind in found), f"lineage: {found}")


def _check_no_lineage(export: Export, asked: Node) -> Verdict:
    """Neither account derives from the other."""
    pair = {export.document(asked.text(side)).id for side in ("from", "to")}
    found = [edge.kind for edge in export.lineage if {edge.child, edge.parent} == pair]
    return Verdict(not found, f"lineage: {found}")


def _check_lineage_evidence(export: Export, asked: Node) -> Verdict:
    """The words are among the evidence that the two accounts are related."""
    place = _place(export, asked)
    edges = [e for e in export.lineage if _joins(export, asked, e.child, e.parent, e.kind)]
    right = any(place is not None and spot.overlap(place) for edge in edges for spot in edge.evidence)
    return Verdict(right, f"{len(edges)} edges, none with these words as evidence")


def _joins(export: Export, asked: Node, child: str, parent: str, kind: str) -> bool:
    """Whether an edge leads from the one account to the other; shared copy has no direction."""
    wanted = (export.document(asked.text("from")).id, export.document(asked.text("to")).id)
    return (child, parent) == wanted or (kind == "shared-source" and (parent, child) == wanted)


def _check_loop(export: Export, asked: Node) -> Verdict:
    """The accounts cite one another, and the export says that this is a loop."""
    wanted = frozenset(export.document(name).id for name in asked.texts("documents"))
    return Verdict(wanted in export.loops, f"{len(export.loops)} loops, not this one")


def _check_quotes_exact(export: Export, asked: Node) -> Verdict:
    """Every statement's quote equals the text at its place."""
    texts = {document.id: document.text for document in export.documents}
    wrong = [s.quote for s in export.statements if texts[s.place.document][s.place.start : s.place.end] != s.quote]
    return Verdict(bool(export.statements) and not wrong, f"{len(wrong)} quotes are not in the text")


def _check_injection(export: Export, asked: Node) -> Verdict:
    """An instruction in an account is kept as words somebody wrote, and no claim is graded by it."""
    kept = _place(export, asked) is not None
    believed = [s.quote for s in _statements(export, asked) if s.voice == "own" and s.modality == "asserted"]
    all_confirmed = bool(export.claims) and all(claim.credibility == "1" for claim in export.claims)
    return Verdict(
        kept and not believed and not all_confirmed,
        f"kept: {kept}; asserted: {believed}; every claim confirmed: {all_confirmed}",
    )


# ------------------------------------------------------------------ where the words stand


def _place(export: Export, side: Node) -> Place | None:
    return export.find(side.text("doc"), side.text("quote"), side.maybe("of"))


def _at(export: Export, document: str, words: str) -> tuple[Statement, ...]:
    place = export.find(document, words)
    return export.covering(place) if place else ()


def _statements(export: Export, side: Node) -> tuple[Statement, ...]:
    place = _place(export, side)
    return export.covering(place) if place else ()


def _sides(export: Export, asked: Node) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
    return _statements(export, asked.get("a")), _statements(export, asked.get("b"))


def _claims(export: Export, asked: Node) -> tuple[Claim, ...]:
    return export.claims_of(_statements(export, asked))


def _of_one(
    export: Export, asked: Node, holds: Callable[[Statement], bool], tell: Callable[[Statement], str]
) -> Verdict:
    """Whether `holds` for one of the statements that stand here, and what there is instead."""
    there = _statements(export, asked)
    return Verdict(any(holds(s) for s in there), "; ".join(tell(s) for s in there) or "no statement")


KINDS: Mapping[str, Callable[[Export, Node], Verdict]] = {
    "basis": _check_basis,
    "chain": _check_chain,
    "credibility_needs_independence": _check_credibility_needs_independence,
    "entity_one": _check_entity_one,
    "entity_two": _check_entity_two,
    "figure": _check_figure,
    "hedged": _check_hedged,
    "holder_kind": _check_holder_kind,
    "holders_include": _check_holders_include,
    "injection": _check_injection,
    "lineage": _check_lineage,
    "lineage_evidence": _check_lineage_evidence,
    "loop": _check_loop,
    "modality": _check_modality,
    "never_contradicts": _check_never_contradicts,
    "no_contradiction": _check_no_contradiction,
    "no_lineage": _check_no_lineage,
    "not_credibility": _check_not_credibility,
    "not_held_by": _check_not_held_by,
    "not_same_claim": _check_not_same_claim,
    "open_question_mentions": _check_open_question_mentions,
    "own_voice": _check_own_voice,
    "place": _check_place,
    "place_unknown": _check_place_unknown,
    "polarity": _check_polarity,
    "published": _check_published,
    "quotation": _check_quotation,
    "quotes_exact": _check_quotes_exact,
    "relation": _check_relation,
    "remark_scope": _check_remark_scope,
    "role": _check_role,
    "same_claim": _check_same_claim,
    "same_origin": _check_same_origin,
    "shown": _check_shown,
    "silent": _check_silent,
    "tension": _check_tension,
    "time": _check_time,
    "timeline": _check_timeline,
    "unit": _check_unit,
}
