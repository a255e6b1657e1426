"""Claims placed in time by what their statements say, with the checks made among them.

A claim's days come from its statements' moments and from nothing else: the day of publication alone dates no event,
and what no statement dates stays undated, listed after the dated ones.
"""

import datetime
from collections.abc import Mapping, Sequence

from variorum.crafts.recall import Recall
from variorum.stages.timeline.checking import check
from variorum.stages.timeline.gaps import find_gaps
from variorum.values.claims import Claim
from variorum.values.documents import Document
from variorum.values.moments import Moment
from variorum.values.statements import Statement
from variorum.values.timeline import Timeline, TimelineEvent


def lay(
    claims: Sequence[Claim],
    statements: Sequence[Statement],
    documents: Sequence[Document],
    moments: Mapping[str, tuple[Moment, ...]],
    recall: Recall | None = None,
) -> Timeline:
    """The events of the claims in order of time, undated ones last, the consistency checks, and the silences.

    `moments` are all time expressions by document id: lengths of time ("for four months") are read from them for the
    checks. `recall` spares checking again where no statement changed.
    """
    known = {statement.id: statement for statement in statements}
    events = [_event(claim, [known[id_] for id_ in claim.statements if id_ in known]) for claim in claims]
    ordered = tuple(sorted(events, key=_order))
    recall = recall or Recall()
    said = (tuple(statements), tuple(documents), dict(moments))
    checks = recall.of("checks of time", said, lambda: check(*said, recall))
    return Timeline(ordered, checks, find_gaps(ordered))


def _order(event: TimelineEvent) -> tuple[bool, datetime.date, datetime.date, str]:
    start = event.earliest or event.latest or datetime.date.max
    return (start == datetime.date.max, start, event.latest or datetime.date.max, event.claim)


def _event(claim: Claim, statements: Sequence[Statement]) -> TimelineEvent:
    dated = [(s, s.moment) for s in statements if s.moment is not None and s.moment.resolved]
    ids = tuple(statement.id for statement in statements)
    if not dated:
        return TimelineEvent(claim.id, ids, None, None, "open", _why_undated(statements))
    # What a text dates itself outranks what is carried over from elsewhere about the same event.
    own = [pair for pair in dated if pair[1].anchor != "same event"] or dated
    days = [(moment.earliest or datetime.date.min, moment.latest or datetime.date.max) for _, moment in own]
    low, high = max(first for first, _ in days), min(last for _, last in days)
    narrowest = min((moment for _, moment in own), key=_width)
    says = _said(own)
    if low > high:
        low, high = min(first for first, _ in days), max(last for _, last in days)
        says = f"the accounts give days that do not meet, all of them are spanned: {says}"
    return TimelineEvent(
        claim=claim.id,
        statements=tuple(statement.id for statement, _ in own),
        earliest=None if low == datetime.date.min else low,
        latest=None if high == datetime.date.max else high,
        precision=narrowest.precision,
        rule=says,
    )


def _width(moment: Moment) -> int:
    if moment.earliest is None or moment.latest is None:
        return datetime.date.max.toordinal()
    return (moment.latest - moment.earliest).days


def _said(dated: Sequence[tuple[Statement, Moment]]) -> str:
    """Each different expression with its rule, once."""
    parts = dict.fromkeys(f"“{moment.passage.words}”: {moment.rule}" for _, moment in dated)
    return "; ".join(parts)


def _why_undated(statements: Sequence[Statement]) -> str:
    tried = dict.fromkeys(
        f"“{statement.moment.passage.words}” stays open: {statement.moment.rule}"
        for statement in statements
        if statement.moment is not None
    )
    return "; ".join(tried) or "no statement says when"
