"""Grade the support of a claim after the Admiralty scheme (STANAG 2511), by a table of rules a lawyer can read.

The two axes are blind of one another. Reliability belongs to a source and is "F" (cannot be judged) until a person
sets it, for everything the source says or for one topic; no claim sets or changes it. Credibility comes from independence, conflict, basis, hedge and remarks. A copy never raises a grade, because
only origins *shown* to be independent are counted.
"""

import importlib.resources
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, cast

from variorum.crafts.outlets import same_outlet
from variorum.crafts.similarity import terms
from variorum.values.claims import Claim, Relation
from variorum.values.grades import Credibility, Grade, Reason, Reliability
from variorum.values.judgements import Judgement
from variorum.values.lineage import Origin, Standing
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
    judgements: Sequence[Judgement] = (),
) -> tuple[Grade, ...]:
    """One grade a claim, with the rule that gave it and what it rests on.

    A judgement on reliability sets the letter of a source, for all it says or for one topic. Where a person said which side of a
    conflict stands, that side is no longer contested by the other.
    """
    by_id = {s.id: s for s in statements}
    standing_of = {s.claim: s for s in standings}
    claim_of = {s: c.id for c in claims for s in c.statements}
    against: dict[str, set[str]] = defaultdict(set)
    closed = settled(judgements, claim_of)
    for relation in relations:
        if relation.kind == "contradicts" and relation.a in claim_of and relation.b in claim_of:
            a, b = claim_of[relation.a], claim_of[relation.b]
            if a != b:
                against[a] |= {b} - closed[a]
                against[b] |= {a} - closed[b]
    # Declining to comment leaves a claim as checkable as before; only "could not be verified" weighs.
    declined = frozenset(s.id for s in statements if s.modality == "declined")
    trusted = _Trusted(judgements)
    return tuple(
        trusted.rate(
            _grade_one(claim, [by_id[s] for s in claim.statements], standing_of, sorted(against[claim.id]), declined),
            standing_of[claim.id],
            by_id,
        )
        for claim in claims
    )


def settled(judgements: Sequence[Judgement], claim_of: Mapping[str, str]) -> Mapping[str, set[str]]:
    """For each claim the claims that a person judged not to stand against it; the last judgement on a pair is heard."""
    last = {frozenset((j.left, j.right)): j for j in sorted(judgements, key=lambda j: j.at) if j.question == "conflict"}
    found: dict[str, set[str]] = defaultdict(set)
    for one in last.values():
        if one.answer in ("left", "right") and one.left in claim_of and one.right in claim_of:
            stands, falls = (one.left, one.right) if one.answer == "left" else (one.right, one.left)
            found[claim_of[stands]].add(claim_of[falls])
    return found


class _Trusted:
    """The letters that persons set, by source and topic: a claim takes the best letter among those who carry it."""

    def __init__(self, judgements: Sequence[Judgement]) -> None:
        heard = sorted((j for j in judgements if j.question == "reliability"), key=lambda j: j.at)
        self._last = {(j.left.casefold(), j.right.casefold()): j for j in heard}

    def rate(self, grade: Grade, standing: Standing, statements: Mapping[str, Statement]) -> Grade:
        """The grade with its letter, the person who set it and why; unchanged where nobody set one."""
        found = []
        for origin in standing.origins:
            judgement = self._letter(origin, statements) if origin.state != "derived" else None
            if judgement is not None and judgement.answer != "F":
                found.append((judgement.answer, origin.name, judgement))
        if not found:
            return grade
        letter, name, judgement = min(found, key=lambda row: row[:2])
        topic = f" on {judgement.right}" if judgement.right else ""
        says = f"{judgement.by} set {letter} for {name}{topic}: {judgement.because}"
        reason = Reason("reliability", says, grade.reasons[0].evidence)
        return replace(grade, reliability=cast(Reliability, letter), reasons=(*grade.reasons, reason))

    def _letter(self, origin: Origin, statements: Mapping[str, Statement]) -> Judgement | None:
        """The judgement on a source: the one on the topic spoken of before the one on everything, the younger before the older."""
        told = frozenset().union(*(terms(statements[s].passage.words) for s in origin.statements))
        fitting = [
            (bool(topic), judgement.at, judgement)
            for (source, topic), judgement in self._last.items()
            if _names(origin.name, source) and (not topic or terms(topic) & told)
        ]
        return max(fitting, key=lambda row: row[:2])[2] if fitting else None


def _names(origin: str, source: str) -> bool:
    """Whether a source a person named is this origin: the same name, or an outlet in its own voice by the outlet's name."""
    plain = [name.removesuffix(" (own voice)") for name in origin.split(", ")]
    return origin.casefold() == source or (len(plain) == 1 and same_outlet(plain[0], source))


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
            names = [o.name.removeprefix("unnamed: ") for o in carrying] or ["Nobody"]
            says = rule["says"].format(shown=standing.shown, name=names[0], names=", ".join(names))
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
    drops the hedge or the source of what it repeats raises no grade. Somebody unnamed may be the one who was careful
    elsewhere, so a bold unnamed origin lifts no hedge of another.
    """
    asserting = [s for s in members if s.modality not in _OPEN]
    sourced = [s for s in members if s.chain]
    weighed = {s.id for s in sourced or members} & {s.id for s in asserting}
    hedged = {s.id for s in members if s.modality == "hedged"}
    told_by = [weighed & set(origin.statements) for origin in standing.origins]
    unnamed = {s.id for s in sourced if s.chain[0].holder.kind == "unnamed"}
    careful = [group for group in told_by if group & hedged]
    bold = [group for group in told_by if group and not group & hedged]
    return {
        "only_open": not asserting,
        "independent": standing.shown >= 2,
        "contested": bool(others),
        "outnumbered": any(other > standing.shown for other in others),
        "unverified": any(s.modality == "unverified" or set(s.remarks) - declined for s in members),
        "only_unnamed": bool(sourced) and all(s.chain[0].holder.kind == "unnamed" for s in sourced),
        "only_hedged": bool(careful) and all(group <= unnamed for group in bold),
        "only_own_voice": not sourced,
        "first_hand": any(hop.basis in ("saw", "document") for s in members for hop in s.chain[:1]),
    }
