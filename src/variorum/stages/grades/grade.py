"""Grade the support of a claim after the Admiralty scheme (STANAG 2511), by a table of rules a lawyer can read.

The two axes are blind of one another. Reliability belongs to a source and is "F" (cannot be judged) until a person
sets it. Credibility comes from independence, conflict, basis, hedge and remarks. A copy never raises a grade, because
only origins *shown* to be independent are counted.
"""

import importlib.resources
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, cast

from variorum.values.claims import Claim, Relation
from variorum.values.grades import Credibility, Grade, Reason
from variorum.values.lineage import Standing
from variorum.values.statements import Statement

_OPEN = frozenset(("predicted", "asked", "ordered", "conditional"))


@cache
def rubric() -> tuple[Mapping[str, Any], ...]:
    """The rules in order, as the table has them."""
    raw = importlib.resources.files(__package__).joinpath("rubric.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(raw)["rule"])


def grade(
    claims: Sequence[Claim],
    statements: Sequence[Statement],
    relations: Sequence[Relation],
    standings: Sequence[Standing],
) -> tuple[Grade, ...]:
    """One grade a claim, with the rule that gave it and what it rests on."""
    by_id = {s.id: s for s in statements}
    standing_of = {s.claim: s for s in standings}
    claim_of = {s: c.id for c in claims for s in c.statements}
    against: dict[str, set[str]] = defaultdict(set)
    for relation in relations:
        if relation.kind == "contradicts" and relation.a in claim_of and relation.b in claim_of:
            a, b = claim_of[relation.a], claim_of[relation.b]
            if a != b:
                against[a].add(b)
                against[b].add(a)
    # Declining to comment leaves a claim as checkable as before; only "could not be verified" weighs.
    declined = frozenset(s.id for s in statements if s.modality == "declined")
    return tuple(
        _grade_one(claim, [by_id[s] for s in claim.statements], standing_of, sorted(against[claim.id]), declined)
        for claim in claims
    )


def _grade_one(
    claim: Claim,
    members: Sequence[Statement],
    standing_of: Mapping[str, Standing],
    against: Sequence[str],
    declined: frozenset[str],
) -> Grade:
    standing = standing_of[claim.id]
    conditions = _conditions(members, standing, [standing_of[other].shown for other in against], declined)
    for rule in rubric():
        if all(conditions[c] for c in rule["when"]) and not any(conditions[c] for c in rule.get("unless", [])):
            carrying = [o for o in standing.origins if o.state == "shown"] or list(standing.origins)
            says = rule["says"].format(shown=standing.shown, name=carrying[0].name if carrying else "Nobody")
            weighs_others = {"contested", "outnumbered"} & set(rule["when"])
            evidence = (*claim.statements, *against) if weighs_others else claim.statements
            reason = Reason(rule["name"], says, evidence)
            credibility = cast(Credibility, rule["credibility"])
            return Grade(claim.id, "F", credibility, says, (reason,))
    raise AssertionError("the last rule of the rubric holds for every claim")


def _conditions(
    members: Sequence[Statement], standing: Standing, others: Sequence[int], declined: frozenset[str]
) -> dict[str, bool]:
    """Every condition a rule may name.

    Hedges are judged origin by origin, and one careful wording of an origin outweighs its bolder ones: an outlet that
    drops the hedge or the source of what it repeats raises no grade.
    """
    asserting = [s for s in members if s.modality not in _OPEN]
    sourced = [s for s in members if s.chain]
    weighed = {s.id for s in sourced or members} & {s.id for s in asserting}
    hedged = {s.id for s in members if s.modality == "hedged"}
    told_by = [weighed & set(origin.statements) for origin in standing.origins]
    return {
        "only_open": not asserting,
        "independent": standing.shown >= 2,
        "contested": bool(others),
        "outnumbered": any(other > standing.shown for other in others),
        "unverified": any(s.modality == "unverified" or set(s.remarks) - declined for s in members),
        "only_unnamed": bool(sourced) and all(s.chain[0].holder.kind == "unnamed" for s in sourced),
        "only_hedged": bool(weighed) and all(group & hedged for group in told_by if group),
        "only_own_voice": not sourced,
        "first_hand": any(hop.basis in ("saw", "document") for s in members for hop in s.chain[:1]),
    }
