"""From who is named to who stands behind: an origin that only repeats a supplied account is put back to that account's own origin.

"As the Herald reported, two people confirmed …": where the Herald is in the case and tells it, its two people are the origin. A copy that calls
"the coast guard" "officials", or "two security sources" "sources", has them from the text it copies.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from variorum.stages.lineage.holders import OWN_VOICE, Holders, Holding, in_own_voice
from variorum.stages.lineage.pairing import Kin
from variorum.values.statements import Statement


def follow(
    told: Sequence[Statement], held: Mapping[str, Holding], holders: Holders, kin: Kin
) -> tuple[list[Holding], frozenset[str]]:
    """The holdings of one claim after following, in the order of `told`, and the keys under which accounts only cite one another in a circle."""
    found, circles = _follow_citations(told, held, holders)
    return _follow_copies([_one_description(h, found, kin) for h in found], kin), circles


def _follow_citations(
    told: Sequence[Statement], held: Mapping[str, Holding], holders: Holders
) -> tuple[list[Holding], frozenset[str]]:
    at: dict[str, list[Holding]] = defaultdict(list)
    for statement in told:
        at[statement.document].append(held[statement.id])
    onward: dict[str, Holding] = {}
    published: dict[str, Holding] = {}
    for statement in told:
        if not statement.chain:
            continue
        holding = held[statement.id]
        itself = holders.cited_by(statement.chain[0]) - {statement.document}
        there = [h for d in sorted(itself) for h in at[d]]
        if holding.kind in ("unnamed", "role") and not there:
            passing = (holders.heard_by(statement.chain[0]), *(holders.cited_by(hop) for hop in statement.chain[1:]))
            cited = frozenset().union(*passing) - {statement.document}
            goal = _as_described(holding, [h for d in sorted(cited) for h in at[d]])
        elif holding.kind == "named" and all(in_own_voice(h.key) for h in there):
            # A body that is no newspaper speaks in its own account as it does elsewhere.
            published |= {h.statement: holding for h in there}
            continue
        else:
            goal = _behind_outlet(there)
        if goal is not None:
            onward[statement.id] = goal
    return _to_the_end([held[s.id] for s in told], onward, published)


def _to_the_end(
    holdings: Sequence[Holding], onward: Mapping[str, Holding], published: Mapping[str, Holding]
) -> tuple[list[Holding], frozenset[str]]:
    """Each holding with the origin at the end of its citations; those in a circle all with one of the circle."""
    found, circles = [], set()
    for holding in holdings:
        passed = [holding]
        while passed[-1].statement in onward and (after := onward[passed[-1].statement]) not in passed:
            passed.append(after)
        last = passed[-1]
        if last.statement in onward:
            circle = passed[passed.index(onward[last.statement]) :]
            last = min(circle, key=lambda h: (h.key, h.statement))
            circles.add(last.key)
        body = published.get(last.statement)
        if body is not None and last is holding:
            # The account is the body's own.
            found.append(replace(holding, key=body.key, name=body.name, kind=body.kind, body=body.body))
        else:
            found.append(_put_back(holding, body or last, "cited"))
    return found, frozenset(circles)


def _put_back(holding: Holding, behind: Holding, route: Literal["cited", "copied"]) -> Holding:
    """A holding under the key of the origin behind it."""
    if behind.key == holding.key:
        return holding
    return replace(holding, key=behind.key, name=behind.name, kind=behind.kind, body=behind.body, route=route)


def _as_described(holding: Holding, there: Sequence[Holding]) -> Holding | None:
    """Whom somebody without a name is in the account he is cited from: who is described alike, one of his kind, or the only one it has."""
    alike = [h for h in there if h.kind == holding.kind]
    if alike:
        return next((h for h in alike if _described(h) == _described(holding)), alike[0])
    sourced = {h.key: h for h in there if not in_own_voice(h.key)}
    return next(iter(sourced.values())) if len(sourced) == 1 else None


def _behind_outlet(there: Sequence[Holding]) -> Holding | None:
    """From whom a cited account has it: its only source, or else its own voice."""
    sourced = {h.key: h for h in there if not in_own_voice(h.key)}
    if len(sourced) == 1:
        return next(iter(sourced.values()))
    return next((h for h in there if h.key == OWN_VOICE), there[0] if there else None)


def _described(holding: Holding) -> str:
    """The words that describe a holder without a name."""
    return holding.key.rsplit(":", 1)[-1]


def _one_description(holding: Holding, held: Sequence[Holding], kin: Kin) -> Holding:
    """An unnamed holder described alike in two accounts that share their wording is one holder."""
    if holding.kind != "unnamed":
        return holding
    for other in held:
        same = other.kind == "unnamed" and _described(other) == _described(holding)
        if same and kin.related((other.document,), (holding.document,)):
            return replace(holding, key=other.key)
    return holding


def _follow_copies(held: Sequence[Holding], kin: Kin) -> list[Holding]:
    """Where accounts carry one text and each has one source for the claim, one without a name is the other's."""
    sources: dict[str, dict[str, Holding]] = defaultdict(dict)
    for holding in held:
        if not in_own_voice(holding.key):
            sources[holding.document][holding.key] = holding
    single = {d: next(iter(keys.values())) for d, keys in sorted(sources.items()) if len(keys) == 1}
    found = []
    for holding in held:
        own = single.get(holding.document)
        if own is None or own.key != holding.key or holding.kind not in ("unnamed", "role"):
            found.append(holding)
            continue
        family = {h.key: h for d, h in single.items() if kin.one_text(d, holding.document)}
        named = {k: h for k, h in family.items() if h.kind not in ("unnamed", "role") and not k.startswith("agency:")}
        behind = next(iter(named.values())) if len(named) == 1 else None if named else family[min(family)]
        found.append(holding if behind is None else _put_back(holding, behind, "copied"))
    return found
