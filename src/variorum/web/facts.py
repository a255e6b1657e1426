"""What lists, filters and the search need of every claim, small enough to be made for all of them at once."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from variorum.dossier.views import Views

SHOWN_KINDS = ("several", "supported", "alone", "contested", "hedged")


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """One claim in short. `kinds` are of `SHOWN_KINDS`; `holders` are all who vouch for it, in lower case."""

    id: str
    number: int
    headline: str
    accounts: int
    statements: int
    shown: int
    origins: tuple[str, ...]
    grade: str
    kinds: frozenset[str]
    holders: frozenset[str]
    hedges: frozenset[str]
    documents: frozenset[str]
    earliest: datetime.date | None
    latest: datetime.date | None
    silent: int

    def within(self, since: datetime.date | None, until: datetime.date | None) -> bool:
        """Whether it may have been in a stretch of days; an undated claim lies in none."""
        if since is None and until is None:
            return True
        if self.earliest is None and self.latest is None:
            return False
        starts, ends = self.earliest or datetime.date.min, self.latest or datetime.date.max
        return (until is None or starts <= until) and (since is None or ends >= since)


def claim_facts(views: Views) -> tuple[ClaimFacts, ...]:
    """The facts of all claims in the reader's order."""
    index = views.index
    contested: set[str] = set()
    for relation in index.reading.relations:
        if relation.kind in ("contradicts", "supersedes"):
            contested |= {index.claim_of[relation.a], index.claim_of[relation.b]}
    days: dict[str, list[tuple[datetime.date | None, datetime.date | None]]] = defaultdict(list)
    for event in index.reading.timeline.events:
        if event.earliest or event.latest:
            days[event.claim].append((event.earliest, event.latest))
    found = []
    for ident, number in views.claim_numbers.items():
        claim = index.claims[ident]
        members = [index.statements[s] for s in claim.statements]
        gist = index.statements[claim.gist]
        standing, grade = index.standings.get(ident), index.grades.get(ident)
        documents = frozenset(s.document for s in members)
        shown = standing.shown if standing else 0
        hedges = frozenset(hop.hedge.casefold() for s in members for hop in s.chain if hop.hedge)
        kinds = {
            "several": len(documents) > 1,
            "supported": shown > 1,
            "alone": standing is not None and len(standing.origins) == 1,
            "contested": ident in contested,
            "hedged": bool(hedges) or any(s.modality == "hedged" for s in members),
        }
        starts = [a for a, _ in days[ident] if a]
        ends = [b for _, b in days[ident] if b]
        found.append(
            ClaimFacts(
                id=ident,
                number=number,
                headline=gist.proposition or gist.passage.words,
                accounts=len(documents),
                statements=len(members),
                shown=shown,
                origins=tuple(o.name for o in standing.origins) if standing else (),
                grade=f"{grade.reliability}{grade.credibility}" if grade else "",
                kinds=frozenset(k for k, holds in kinds.items() if holds),
                holders=frozenset(hop.holder.name.casefold() for s in members for hop in s.chain),
                hedges=hedges,
                documents=documents,
                earliest=min(starts) if starts else None,
                latest=max(ends) if ends else None,
                silent=len(claim.silent),
            )
        )
    return tuple(found)
