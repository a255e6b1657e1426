"""Do the dates, lengths of time and "before"/"after" of the statements fit together?

Each statement about a step of somebody's course ("joined in July", "fought for four months", "after deserting") gives
bounds between points of a temporal network. A consistent chain is shown with its arithmetic; an inconsistent one as the
smallest set of statements that cannot all be true. Denials, predictions, questions and remarks bind nothing.
"""

import datetime
import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from variorum.crafts.recall import Recall
from variorum.crafts.temporal import Bound, close, find_conflict
from variorum.stages.timeline.steps import Length, Order, Step, read_steps, recurring
from variorum.values.documents import Document
from variorum.values.moments import Moment
from variorum.values.statements import Statement
from variorum.values.timeline import TimelineCheck

_ORIGIN = "the calendar"
_UNBOUND = ("denied", "declined", "predicted", "asked", "ordered", "conditional")
# No matter has more conflicts worth showing than this; past it the same dates would be told in ever new sets.
_MOST_CONFLICTS = 12


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the statements say of the steps of all courses."""

    steps: tuple[Step, ...]
    lengths: tuple[Length, ...]
    orders: tuple[Order, ...]


def check(
    statements: Sequence[Statement],
    documents: Sequence[Document],
    moments: Mapping[str, tuple[Moment, ...]],
    recall: Recall | None = None,
) -> tuple[TimelineCheck, ...]:
    """The checks that could be made: conflicts first, then what fits. `recall` spares reading a statement for its steps again."""
    known = {document.id: document for document in documents}
    binding = [
        s
        for s in statements
        if s.modality not in _UNBOUND and s.polarity == "positive" and not s.is_remark and s.document in known
    ]
    facts = _gather(binding, known, moments, recall or Recall())
    bounds = list(_bounds(facts))
    conflicts, consistent = _conflicts(facts, bounds)
    fitting = [found for found in _sums(facts, consistent) if found.statements]
    return tuple(dict.fromkeys([*conflicts, *fitting]))


def _gather(
    statements: Sequence[Statement],
    documents: Mapping[str, Document],
    moments: Mapping[str, tuple[Moment, ...]],
    recall: Recall,
) -> _Facts:
    read = []
    for statement in statements:
        told_in = (statement, documents[statement.document], moments.get(statement.document, ()))
        read.append(recall.of(("steps", statement.id), told_in, functools.partial(read_steps, *told_in)))
    steps = tuple(step for found in read for step in found.steps)
    by_point: dict[str, list[Step]] = {}
    for step in steps:
        by_point.setdefault(step.point, []).append(step)
    several = {point for point, told in by_point.items() if _happened_often(told)}
    # A length or an order that names a step taken more than once does not say which time it means.
    return _Facts(
        tuple(_told_apart(step) if step.point in several else step for step in steps),
        tuple(x for found in read for x in found.lengths if not several & {x.begins, x.ends}),
        tuple(x for found in read for x in found.orders if not several & {x.first, x.second}),
    )


def _happened_often(steps: Sequence[Step]) -> bool:
    """Whether tellings of one kind of step by one actor are of several: other names, or days apart of what can recur.

    One joins a group once, but is arrested, crosses a border or opens something again and again.
    """
    if len({step.whom for step in steps if step.whom}) > 1:
        return True
    if steps[0].kind not in recurring():
        return False
    latest = min(step.latest or datetime.date.max for step in steps)
    return max(step.earliest or datetime.date.min for step in steps) > latest


def _told_apart(step: Step) -> Step:
    return replace(step, point=f"{step.point}, {step.whom or step.statement}, {step.value}")


def _bounds(facts: _Facts) -> Iterator[Bound]:
    for step in facts.steps:
        low = None if step.earliest is None else step.earliest.toordinal()
        high = None if step.latest is None else step.latest.toordinal()
        if low is not None or high is not None:
            yield Bound(_ORIGIN, step.point, low, high, step.statement)
    for length in facts.lengths:
        yield Bound(length.begins, length.ends, length.low, length.high, length.statement)
    for order in facts.orders:
        yield Bound(order.first, order.second, 0, None, order.statement)


def _conflicts(facts: _Facts, bounds: Sequence[Bound]) -> tuple[list[TimelineCheck], list[Bound]]:
    """Every conflict as a check, and the bounds that remain when one bound of each is set aside."""
    left = list(bounds)
    found: list[TimelineCheck] = []
    while len(found) < _MOST_CONFLICTS:
        cycle = find_conflict(left)
        if not cycle:
            break
        statements = tuple(dict.fromkeys(bound.source for bound in cycle))
        found.append(TimelineCheck(statements, False, _says_conflict(facts, cycle, len(statements))))
        left = [bound for bound in left if bound not in cycle]
    return found, left


def _says_conflict(facts: _Facts, cycle: Sequence[Bound], count: int) -> str:
    told = "; ".join(dict.fromkeys(_tell(facts, bound) for bound in cycle))
    if count == 1:
        return f"This statement cannot be true as it stands: {told}."
    return f"These {count} statements cannot all be true: {told}."


def _tell(facts: _Facts, bound: Bound) -> str:
    """One bound in words, with the words of its statement."""
    for step in facts.steps:
        low, high = (day and day.toordinal() for day in (step.earliest, step.latest))
        told = (step.statement, step.point, low, high) == (bound.source, bound.end, bound.low, bound.high)
        if told and bound.start == _ORIGIN:
            return f"“{step.words}” puts it {_days(step.earliest, step.latest)}"
    for length in facts.lengths:
        told = (length.statement, length.low, length.high) == (bound.source, bound.low, bound.high)
        if told and (length.begins, length.ends) == (bound.start, bound.end):
            return f"“{length.words}” makes it {_span(bound.low, bound.high)}"
    for order in facts.orders:
        if order.statement == bound.source and (order.first, order.second) == (bound.start, bound.end):
            return f"“{order.words}” puts one before the other"
    raise AssertionError("every bound was made from a fact")


def _days(earliest: datetime.date | None, latest: datetime.date | None) -> str:
    if earliest is None:
        return f"not after {latest}"
    if latest is None:
        return f"not before {earliest}"
    return f"on {earliest}" if earliest == latest else f"between {earliest} and {latest}"


def _span(low: int | None, high: int | None) -> str:
    if low is None:
        return f"at most {high} days"
    if high is None:
        return f"at least {low} days"
    return f"{low} to {high} days"


def _sums(facts: _Facts, bounds: Sequence[Bound]) -> Iterator[TimelineCheck]:
    """What fits, told with its arithmetic: a beginning and a length against an end, one step before another."""
    if not close(bounds).consistent:
        return
    sources = {(bound.start, bound.end, bound.source) for bound in bounds}
    dated = [s for s in facts.steps if (_ORIGIN, s.point, s.statement) in sources and s.earliest and s.latest]
    for length in facts.lengths:
        begins = [s for s in dated if s.point == length.begins]
        ends = [s for s in dated if s.point == length.ends]
        if begins and ends and (length.begins, length.ends, length.statement) in sources:
            begin, end = _narrowest(begins), _narrowest(ends)
            told = f"“{begin.words}” ({_grain(begin)}) + “{length.words}” = {_sum(begin, length)}"
            says = f"{told}; “{end.words}” gives {_grain(end)}: this fits."
            yield TimelineCheck(_ids(begin.statement, length.statement, end.statement), True, says)
    for order in facts.orders:
        firsts = [s for s in dated if s.point == order.first]
        seconds = [s for s in dated if s.point == order.second]
        if firsts and seconds and (order.first, order.second, order.statement) in sources:
            first, second = _narrowest(firsts), _narrowest(seconds)
            says = f"“{order.words}”: {_grain(first)}, then {_grain(second)}: this fits."
            yield TimelineCheck(_ids(order.statement, first.statement, second.statement), True, says)


def _ids(*ids: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


def _narrowest(steps: Sequence[Step]) -> Step:
    return min(steps, key=lambda step: (step.latest or datetime.date.max) - (step.earliest or datetime.date.min))


def _grain(step: Step) -> str:
    return step.value or _days(step.earliest, step.latest)


def _sum(begin: Step, length: Length) -> str:
    assert begin.earliest is not None, "only dated steps are summed"
    assert begin.latest is not None, "only dated steps are summed"
    low = begin.earliest if length.low is None else length.after(begin.earliest)
    high = length.after(begin.latest)
    if length.high is None:
        return f"{low:%Y-%m} or later"
    return f"{low:%Y-%m}" if (low.year, low.month) == (high.year, high.month) else f"{low:%Y-%m} to {high:%Y-%m}"
