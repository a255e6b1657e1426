"""What a person decided about statements, made ready for the comparison: it outranks every rule, veto and model."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from variorum.crafts.clusters import Pair, pair
from variorum.values.judgements import Judgement
from variorum.values.runs import Issue


@dataclass(frozen=True, slots=True)
class Judged:
    """`together`: disjoint groups of statements that are one claim; `same` and `apart`: the pairs decided, each with
    its judgement; `conflicts`: the pairs of which a person said how the conflict between them stands."""

    together: tuple[tuple[str, ...], ...]
    same: Mapping[Pair, Judgement]
    apart: Mapping[Pair, Judgement]
    conflicts: Mapping[Pair, Judgement]
    issues: tuple[Issue, ...] = ()


def judge(judgements: Sequence[Judgement], statements: Iterable[str]) -> Judged:
    """The decisions about these statements; of several on one pair the last by time stands.

    Judgements on other questions, on statements that are no longer there, and "unsure" decide nothing here. What parts outranks
    what joins: where "same" and "same" would bring together two that are "different", the youngest "same" is set
    aside and an issue says so.
    """
    known = set(statements)
    last: dict[tuple[str, Pair], Judgement] = {}
    for one in sorted(judgements, key=lambda j: j.at):
        if one.question in ("statements", "conflict") and {one.left, one.right} <= known and one.left != one.right:
            last[one.question, pair(one.left, one.right)] = one
    of_statements = {key: one for (question, key), one in last.items() if question == "statements"}
    apart = {key: one for key, one in of_statements.items() if one.answer == "different"}
    leader = {key: key for key in known}

    def root(statement: str) -> str:
        while leader[statement] != statement:
            statement = leader[statement]
        return statement

    same: dict[Pair, Judgement] = {}
    issues = []
    wanted = [(one.at, key, one) for key, one in of_statements.items() if one.answer == "same"]
    for _, key, one in sorted(wanted, key=lambda row: row[:2]):
        first, second = sorted((root(key[0]), root(key[1])))
        broken = [p for p in sorted(apart) if {root(p[0]), root(p[1])} == {first, second}]
        if broken:
            says = (
                f"“same” for {key[0]} and {key[1]} was set aside: it would join {broken[0][0]} and {broken[0][1]}, "
                f"which {apart[broken[0]].by} calls different."
            )
            issues.append(Issue("judgements disagree", key[0], says, "warning"))
            continue
        same[key] = one
        leader[second] = first
    groups: dict[str, list[str]] = {}
    for statement in sorted(known):
        groups.setdefault(root(statement), []).append(statement)
    together = tuple(tuple(group) for _, group in sorted(groups.items()) if len(group) > 1)
    conflicts = {key: one for (question, key), one in last.items() if question == "conflict"}
    return Judged(together, same, apart, conflicts, tuple(issues))
