"""Look-ups over a reading that every rendering needs: what belongs to what. It selects; it computes nothing new."""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field

from variorum.values.claims import Claim
from variorum.values.documents import Document
from variorum.values.entities import Entity, Mention
from variorum.values.grades import Grade
from variorum.values.judgements import Heard
from variorum.values.lineage import Standing
from variorum.values.readings import Reading
from variorum.values.statements import Statement
from variorum.values.text import Span


@dataclass(frozen=True)
class Index:
    """A reading with its things found by id."""

    reading: Reading
    documents: dict[str, Document]
    statements: dict[str, Statement]
    claims: dict[str, Claim]
    claim_of: dict[str, str]
    standings: dict[str, Standing]
    grades: dict[str, Grade]
    entities: dict[str, Entity]
    judgements: dict[str, Heard]
    _mentions: dict[str, list[tuple[int, int, str, Mention]]] = field(repr=False)

    def added_by(self, statement: Statement) -> str | None:
        """Who added a statement by hand; None where the program read it."""
        made = (self.judgements[i].judgement for i in statement.amended if i in self.judgements)
        return next((judgement.by for judgement in made if judgement.question == "addition"), None)

    def entities_in(self, span: Span) -> tuple[str, ...]:
        """Ids of the entities mentioned inside a stretch of text, each once, in order of first mention."""
        rows = self._mentions.get(span.document, [])
        first = bisect_left(rows, span.start, key=lambda row: row[0])
        found: dict[str, None] = {}
        for start, end, entity, _ in rows[first:]:
            if start >= span.end:
                break
            if end <= span.end:
                found.setdefault(entity)
        return tuple(found)

    def entity_of(self, span: Span) -> str | None:
        """The entity a holder's phrase names: the mention that shares most of it, the first one of equals."""
        best: tuple[int, int, str] | None = None
        for start, end, entity, _ in self._mentions.get(span.document, []):
            if start >= span.end:
                break
            if end <= span.start:
                continue
            shared = min(end, span.end) - max(start, span.start)
            if shared > 0 and (best is None or (shared, -start) > (best[0], best[1])):
                best = (shared, -start, entity)
        return best[2] if best else None


def compile_index(reading: Reading) -> Index:
    """Make the look-ups once for all renderings."""
    mentions: dict[str, list[tuple[int, int, str, Mention]]] = defaultdict(list)
    for entity in reading.entities:
        for mention in entity.mentions:
            span = mention.passage.span
            mentions[span.document].append((span.start, span.end, entity.id, mention))
    for rows in mentions.values():
        rows.sort(key=lambda row: row[:3])
    return Index(
        reading=reading,
        documents={d.id: d for d in reading.documents},
        statements={s.id: s for s in reading.statements},
        claims={c.id: c for c in reading.claims},
        claim_of={s: c.id for c in reading.claims for s in c.statements},
        standings={s.claim: s for s in reading.standings},
        grades={g.claim: g for g in reading.grades},
        entities={e.id: e for e in reading.entities},
        judgements={heard.judgement.id: heard for heard in reading.judgements},
        _mentions=dict(mentions),
    )
