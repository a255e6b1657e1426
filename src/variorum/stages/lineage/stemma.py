"""The stemma of a claim: from each origin, over what lies between and may be lost, to the accounts that tell it.

As in the edition of a text by its manuscripts: where two accounts share their wording and neither derives from the other,
something stood before both that nobody supplied. It is drawn, and it is marked as inferred.
"""

import functools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from variorum.crafts.clusters import families
from variorum.crafts.outlets import same_outlet
from variorum.crafts.recall import Recall
from variorum.crafts.shingles import split_words
from variorum.values.claims import Claim
from variorum.values.documents import Document
from variorum.values.lineage import LineageEdge, Origin, Standing, Stemma, StemmaNode
from variorum.values.statements import Hop, Statement


@dataclass(frozen=True, slots=True)
class _Telling:
    """One account of the claim under one origin, with the hops between them, innermost first."""

    document: str
    origin: str
    between: tuple[Hop, ...]


def stem(
    claim: Claim,
    statements: Mapping[str, Statement],
    documents: Mapping[str, Document],
    edges: Sequence[LineageEdge],
    standing: Standing,
) -> Stemma:
    """The stemma of one claim. An account that has it from two origins stands under both."""
    tellings = _tellings(claim, statements, edges, standing)
    nodes: list[StemmaNode] = []
    for origin in standing.origins:
        here = [t for t in tellings if t.origin == origin.key]
        if here:
            nodes.append(StemmaNode(origin.key, None, "origin", origin.name, None, False, origin.reason))
            nodes += _below(origin, here, documents, edges)
    return Stemma(claim.id, _in_order(nodes))


def stem_all(
    claims: Sequence[Claim],
    statements: Mapping[str, Statement],
    documents: Mapping[str, Document],
    edges: Sequence[LineageEdge],
    standings: Sequence[Standing],
    recall: Recall | None = None,
) -> tuple[Stemma, ...]:
    """The stemma of every claim; `standings` are in the order of the claims. `recall` spares those of which nothing changed."""
    recall = recall or Recall()
    below: dict[str, list[LineageEdge]] = defaultdict(list)
    for edge in edges:
        below[edge.child].append(edge)
    found = []
    for claim, standing in zip(claims, standings, strict=True):
        members = [statements[s] for s in claim.statements]
        telling = {s.document for s in members}
        among = [edge for document in sorted(telling) for edge in below[document] if edge.parent in telling]
        texts = [documents[d] for d in sorted(telling)]
        made_from = (claim.statements, members, texts, among, standing)
        make = functools.partial(stem, claim, statements, documents, among, standing)
        found.append(recall.of(("stemma", claim.id), made_from, make))
    return tuple(found)


def _tellings(
    claim: Claim, statements: Mapping[str, Statement], edges: Sequence[LineageEdge], standing: Standing
) -> list[_Telling]:
    """Who tells it and from whom; an account that only repeats another origin's account stands under that origin."""
    own: dict[str, str] = {}
    for origin in standing.origins:
        if origin.state != "derived":
            for ident in origin.statements:
                own.setdefault(statements[ident].document, origin.key)
    found: dict[tuple[str, str], _Telling] = {}
    for origin in standing.origins:
        for ident in sorted(origin.statements):
            statement = statements[ident]
            key = origin.key
            if origin.state == "derived":
                beside = {
                    e.parent if e.child == statement.document else e.child for e in edges if _touches(e, statement)
                }
                key = next((own[d] for d in sorted(beside) if d in own), key)
            # The origin itself is the innermost hop; of a citation that was followed, the cited account is.
            between = statement.chain[1:] if statement.chain else ()
            kept = found.setdefault((statement.document, key), _Telling(statement.document, key, between))
            if len(between) > len(kept.between):
                found[statement.document, key] = _Telling(statement.document, key, between)
    members = {statements[s].document for s in claim.statements}
    return [telling for place, telling in sorted(found.items()) if place[0] in members]


def _touches(edge: LineageEdge, statement: Statement) -> bool:
    return edge.kind != "cites" and statement.document in (edge.child, edge.parent)


def _below(
    origin: Origin, tellings: Sequence[_Telling], documents: Mapping[str, Document], edges: Sequence[LineageEdge]
) -> list[StemmaNode]:
    """The accounts under one origin with what lies between."""
    present = {t.document for t in tellings}
    above = _supplied_parents(present, edges)
    nodes: dict[str, StemmaNode] = {}
    hangs: dict[str, str] = {}
    for telling in tellings:
        parent = origin.key
        for hop in telling.between:
            supplied = [d for d in present if same_outlet(hop.holder.name, documents[d].publisher.value or "")]
            if supplied or _one_name(hop.holder.name, origin.name):
                continue
            outlet = hop.holder.kind == "outlet"
            key = f"{parent}/{' '.join(hop.holder.name.casefold().split())}"
            reason = "It is cited, and nobody supplied it." if outlet else "It was passed on by this holder."
            nodes.setdefault(
                key, StemmaNode(key, parent, "lost" if outlet else "relay", hop.holder.name, None, False, reason)
            )
            parent = key
        hangs[telling.document] = parent
    reasons: dict[str, str] = {}
    for group in _sharing([d for d in sorted(present) if d not in above], edges):
        names = " and ".join(_name(documents[d]) for d in group)
        wires = sorted(k for k in {hangs[d] for d in group} if k in nodes and nodes[k].kind == "lost")
        if wires:
            # One of them says where it has its words from; those who have the same words have them from there.
            key, wire = wires[0], nodes[wires[0]].label
            reason = f"{names} share their wording, and one of them has it from {wire}."
        else:
            key = f"{min(hangs[d] for d in group)}/lost:{group[0]}"
            reason = f"Inferred: {names} share their wording, and neither derives from the other."
            nodes[key] = StemmaNode(
                key, min(hangs[d] for d in group), "lost", "a text nobody supplied", None, False, reason
            )
        for document in group:
            if hangs[document] not in wires:
                hangs[document], reasons[document] = key, reason
    for document in sorted(present):
        edge = above.get(document)
        parent = f"{origin.key}/{edge.parent}" if edge else hangs[document]
        derived = edge is not None or (parent in nodes and nodes[parent].kind == "lost")
        reason = edge.reason if edge else reasons.get(document, "It has it from a text that nobody supplied." * derived)
        key = f"{origin.key}/{document}"
        nodes[key] = StemmaNode(key, parent, "account", _name(documents[document]), document, derived, reason)
    return list(nodes.values())


def _supplied_parents(present: set[str], edges: Sequence[LineageEdge]) -> dict[str, LineageEdge]:
    """For each account the supplied one it copies or cites; of a circle the last link is left out."""
    above: dict[str, LineageEdge] = {}
    for edge in sorted(edges, key=lambda e: (e.kind != "copies", e.child, e.parent)):
        if edge.kind == "shared-source" or edge.child in above or not {edge.child, edge.parent} <= present:
            continue
        at: str | None = edge.parent
        while at is not None and at != edge.child:
            at = above[at].parent if at in above else None
        if at is None:
            above[edge.child] = edge
    return above


def _sharing(documents: Sequence[str], edges: Sequence[LineageEdge]) -> list[list[str]]:
    """Groups of accounts that share wording without a direction."""
    place = {document: at for at, document in enumerate(documents)}
    sharing = [e for e in edges if e.kind == "shared-source" and e.child in place and e.parent in place]
    groups: dict[int, list[str]] = defaultdict(list)
    for document, family in zip(
        documents, families(len(documents), ((place[e.child], place[e.parent]) for e in sharing)), strict=True
    ):
        groups[family].append(document)
    return [group for _, group in sorted(groups.items()) if len(group) > 1]


def _in_order(nodes: Sequence[StemmaNode]) -> tuple[StemmaNode, ...]:
    """Every node before what hangs from it, siblings by name."""
    children: dict[str | None, list[StemmaNode]] = defaultdict(list)
    for node in nodes:
        children[node.parent].append(node)
    found: list[StemmaNode] = []
    waiting = sorted(children[None], key=lambda n: (n.label, n.key), reverse=True)
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting += sorted(children[node.key], key=lambda n: (n.label, n.key), reverse=True)
    return tuple(found)


def _one_name(left: str, right: str) -> bool:
    """Whether one name is the other with more said, so that a body and its own campaign are not two steps."""
    a, b = (set(split_words(name).forms) for name in (left, right))
    return a <= b or b <= a


def _name(document: Document) -> str:
    return document.publisher.value or document.name
