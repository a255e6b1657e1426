"""What a judgement would change, told before it is kept.

`check` refuses what cannot be kept; `compare` lays two readings of one matter side by side, as they are without and with the
judgement, and says what differs in words that a reader of the dossier knows. Nothing here decides or keeps anything.
"""

import difflib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from variorum.case.particulars import TOLD_OF, check_account, tell_particular
from variorum.crafts.excerpts import clip
from variorum.crafts.names import fold
from variorum.stages.statements.amend import Refused, add, correct
from variorum.values.claims import Claim, Relation
from variorum.values.documents import Document
from variorum.values.grades import Grade
from variorum.values.judgements import Judgement, write_place
from variorum.values.lineage import LineageEdge, Standing
from variorum.values.moments import Moment
from variorum.values.readings import Reading
from variorum.values.statements import Basis, Figure, Statement

Kind = Literal[
    "account gone",
    "account new",
    "account told",
    "statement gone",
    "statement new",
    "statement changed",
    "claims joined",
    "claim split",
    "origins",
    "grade",
    "conflict gone",
    "conflict new",
    "conflict settled",
    "lineage",
    "entities joined",
    "entity split",
    "warning",
]
# As long as a statement may be inside a sentence about it.
_QUOTED = 80
_CONFLICTS = ("contradicts", "supersedes")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that changes: what kind of change, the id of what changes (as after, or as before where it is gone), how it was and
    how it would be, and the whole as a sentence. `about` names what changes where `before` and `after` tell the change by themselves.
    """

    kind: Kind
    subject: str
    before: str
    after: str
    says: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is in a reading. `shown` counts claims with two or more origins shown independent."""

    accounts: int
    statements: int
    claims: int
    origins: int
    shown: int
    conflicts: int
    entities: int


@dataclass(frozen=True, slots=True)
class Change:
    """What differs between two readings of one matter; `differences` in the order of `Kind`, then of the texts."""

    before: Counts
    after: Counts
    differences: tuple[Difference, ...]

    @property
    def is_nothing(self) -> bool:
        """Whether no count, claim, grade, conflict or entity changes."""
        return not self.differences and self.before == self.after

    def sums(self) -> tuple[str, ...]:
        """The counts that change, a sentence each: “Claims: 31 before, 30 after.”"""
        words = {"shown": "claims with two or more origins shown independent"}
        rows = ((words.get(name, name), getattr(self.before, name), getattr(self.after, name)) for name in _COUNTED)
        return tuple(
            f"{name[0].upper()}{name[1:]}: {old} before, {new} after." for name, old, new in rows if old != new
        )


_KNOWS: Mapping[Basis, str] = {
    "saw": "by seeing it",
    "told": "by being told",
    "inferred": "by inference",
    "document": "from a document",
    "unknown": "not said",
}
_COUNTED = ("accounts", "statements", "claims", "origins", "shown", "conflicts", "entities")


def compare(before: Reading, after: Reading) -> Change:
    """What differs, as a lawyer would want to be told: statements, claims, counts of origins, grades, conflicts, entities."""
    old, new = _Seen(before), _Seen(after)
    differences: tuple[Difference, ...] = (
        *_accounts(old, new),
        *_statements(old, new),
        *_claims(old, new),
        *_conflicts(old, new),
        *_lineage(old, new),
        *_entities(old, new),
        *_warnings(old, new),
    )
    return Change(old.counts(), new.counts(), differences)


class _Seen:
    """A reading with what the comparison looks up."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.documents: dict[str, Document] = {d.id: d for d in reading.documents}
        self.statements: dict[str, Statement] = {s.id: s for s in reading.statements}
        self.claims: dict[str, Claim] = {c.id: c for c in reading.claims}
        self.claim_of = {s: c.id for c in reading.claims for s in c.statements}
        self.standings: dict[str, Standing] = {s.claim: s for s in reading.standings}
        self.grades: dict[str, Grade] = {g.claim: g for g in reading.grades}
        self.conflicts: dict[tuple[str, str], Relation] = {
            (r.a, r.b): r for r in reading.relations if r.kind in _CONFLICTS
        }

    def counts(self) -> Counts:
        reading = self.reading
        pairs = {frozenset((self.claim_of[a], self.claim_of[b])) for a, b in self.conflicts}
        return Counts(
            accounts=len(reading.documents),
            statements=len(reading.statements),
            claims=len(reading.claims),
            origins=len({o.key for s in reading.standings for o in s.origins}),
            shown=sum(1 for s in reading.standings if s.shown >= 2),
            conflicts=len(pairs),
            entities=len(reading.entities),
        )

    def words(self, statement: str) -> str:
        return f"“{clip(self.statements[statement].passage.words, _QUOTED)}”"

    def gist(self, claim: str) -> str:
        return self.words(self.claims[claim].gist)

    def outlet(self, statement: Statement) -> str:
        document = self.documents[statement.document]
        author = document.authors[0] if document.author_is_voice and document.authors else None
        return author or document.publisher.value or document.name

    def route(self, statement: Statement) -> str:
        return " → ".join([*(hop.holder.name for hop in statement.chain), self.outlet(statement)])

    def support(self, claim: str) -> str:
        """What a claim stands on: “2 origins shown independent, 1 not established, 1 repeated; grade F1”."""
        standing, grade = self.standings.get(claim), self.grades.get(claim)
        if standing is None:
            return ""
        one = "1 origin" if standing.shown == 1 else f"{standing.shown} origins shown independent"
        parts = [one, f"{standing.not_established} not established" if standing.not_established else ""]
        parts.append(f"{standing.derived} only repeated" if standing.derived else "")
        told = ", ".join(p for p in parts if p)
        return f"{told}; grade {grade.reliability}{grade.credibility}" if grade else told


# ---------------------------------------------------------------- accounts and statements


def _accounts(old: _Seen, new: _Seen) -> list[Difference]:
    rows = []
    for ident in sorted(old.documents.keys() - new.documents.keys()):
        name = old.documents[ident].name
        rows.append(Difference("account gone", ident, name, "", f"The account {name} is no longer part of the case."))
    for ident in sorted(new.documents.keys() - old.documents.keys()):
        name = new.documents[ident].name
        rows.append(Difference("account new", ident, "", name, f"The account {name} is part of the case again."))
    for document in new.reading.documents:
        if document.id in old.documents:
            rows += _told(old.documents[document.id], document)
    return rows


def _told(before: Document, after: Document) -> list[Difference]:
    """What is told otherwise of one account: its day, its publisher, whose own words it is."""
    rows = []
    for field, what in TOLD_OF.items():
        was, will = (tell_particular(field, document) for document in (before, after))
        if was != will:
            says = f"{after.name}: {what} was {was}, and becomes {will}."
            rows.append(Difference("account told", after.id, was, will, says, f"{after.name}: {what}"))
    return rows


def _statements(old: _Seen, new: _Seen) -> list[Difference]:
    rows: list[Difference] = []
    for statement in old.reading.statements:
        if statement.id not in new.statements and statement.document in new.documents:
            words, who = old.words(statement.id), old.route(statement)
            says = f"{words} ({who}) is no longer counted as a statement."
            rows.append(Difference("statement gone", statement.id, words, "", says))
    for statement in new.reading.statements:
        if statement.id not in old.statements:
            if statement.document in old.documents:
                words, who = new.words(statement.id), new.route(statement)
                says = f"{words} ({who}) is counted as a statement."
                rows.append(Difference("statement new", statement.id, "", words, says))
        elif statement != old.statements[statement.id]:
            rows += _changed(old, new, old.statements[statement.id], statement)
    return rows


def _changed(old: _Seen, new: _Seen, before: Statement, after: Statement) -> list[Difference]:
    words = old.words(before.id)
    pairs = (
        ("the words", words, new.words(after.id)),
        ("who says it", old.route(before), new.route(after)),
        ("how they know", _basis(before), _basis(after)),
        ("the date", _date(before.moment), _date(after.moment)),
        ("the figures", _figures(before.figures), _figures(after.figures)),
        ("how it is meant", f"{before.modality}, {before.polarity}", f"{after.modality}, {after.polarity}"),
    )
    return [
        Difference(
            "statement changed",
            after.id,
            was,
            will,
            f"{words}: {what} was {was}, and becomes {will}.",
            f"{words}: {what}",
        )
        for what, was, will in pairs
        if was != will
    ]


def _basis(statement: Statement) -> str:
    rows = (f"{_KNOWS[hop.basis]}{f', “{hop.hedge}”' if hop.hedge else ''}" for hop in statement.chain)
    return " → ".join(rows) or "not said"


def _date(moment: Moment | None) -> str:
    if moment is None:
        return "none"
    if moment.earliest is None and moment.latest is None:
        return f"“{moment.passage.words}”, not resolved"
    if moment.earliest == moment.latest:
        return str(moment.earliest)
    return f"{moment.earliest or 'open'} to {moment.latest or 'open'}"


def _figures(figures: Sequence[Figure]) -> str:
    return "; ".join(_figure(f) for f in figures) or "none"


def _figure(figure: Figure) -> str:
    low, high = (None if x is None else f"{x:,.10g}" for x in (figure.low, figure.high))
    if low == high:
        return f"{low} {figure.of}"
    if high is None or low is None:
        return f"{'at most' if low is None else 'at least'} {high if low is None else low} {figure.of}"
    return f"{low} to {high} {figure.of}"


# ---------------------------------------------------------------- claims


def _claims(old: _Seen, new: _Seen) -> list[Difference]:
    came: dict[str, list[str]] = defaultdict(list)
    went: dict[str, list[str]] = defaultdict(list)
    for statement in old.reading.statements:
        if statement.id in new.claim_of:
            before, after = old.claim_of[statement.id], new.claim_of[statement.id]
            if before not in came[after]:
                came[after].append(before)
            if after not in went[before]:
                went[before].append(after)
    rows = []
    for after in (c.id for c in new.reading.claims if len(came[c.id]) > 1):
        told = _listed([old.gist(b) for b in came[after]])
        says = f"{told} become one claim: {new.support(after)}."
        rows.append(Difference("claims joined", after, told, new.gist(after), says))
    for before in (c.id for c in old.reading.claims if len(went[c.id]) > 1):
        told = _listed([f"{new.gist(a)} ({new.support(a)})" for a in went[before]])
        rows.append(Difference("claim split", before, old.gist(before), told, f"No longer one claim: {told}."))
    same = [(came[c.id][0], c.id) for c in new.reading.claims if len(came[c.id]) == 1 and len(went[came[c.id][0]]) == 1]
    return rows + _origins(old, new, same) + _grades(old, new, same)


def _origins(old: _Seen, new: _Seen, same: Iterable[tuple[str, str]]) -> list[Difference]:
    """Claims that stand on other origins, or on origins of which another state is told."""
    rows = []
    for before, after in same:
        was, will = old.standings.get(before), new.standings.get(after)
        if was is None or will is None:
            continue
        counts = [(s.shown, s.not_established, s.derived) for s in (was, will)]
        pairs = [{(p.left, p.right, p.state, p.reason) for p in s.pairs} for s in (was, will)]
        if counts[0] != counts[1]:
            says = f"{new.gist(after)}: {_count(was)} before, {_count(will)} after."
            rows.append(Difference("origins", after, _count(was), _count(will), says, new.gist(after)))
        elif pairs[0] != pairs[1] and len(was.origins) == len(will.origins):
            reasons = [p for p in will.pairs if (p.left, p.right, p.state, p.reason) not in pairs[0]]
            if reasons:
                says = f"{new.gist(after)}: the count stays, the reason changes: {reasons[0].reason}"
                rows.append(Difference("origins", after, _count(was), _count(will), says))
    return rows


def _count(standing: Standing) -> str:
    return f"{standing.shown} shown, {standing.not_established} not established, {standing.derived} derived"


def _grades(old: _Seen, new: _Seen, same: Iterable[tuple[str, str]]) -> list[Difference]:
    rows = []
    for before, after in same:
        was, will = old.grades.get(before), new.grades.get(after)
        if was is None or will is None:
            continue
        old_pair, new_pair = (f"{g.reliability}{g.credibility}" for g in (was, will))
        if old_pair != new_pair:
            why = next((r.says for r in will.reasons if r not in was.reasons), will.reason)
            says = f"{new.gist(after)}: grade {old_pair} becomes {new_pair}. {why}"
            rows.append(Difference("grade", after, old_pair, new_pair, says, f"{new.gist(after)}. {why}"))
    return rows


def _listed(parts: Sequence[str]) -> str:
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]


# ---------------------------------------------------------------- conflicts


def _conflicts(old: _Seen, new: _Seen) -> list[Difference]:
    rows = _lost(old, new, "conflict gone") + _lost(new, old, "conflict new")
    told: set[frozenset[str]] = set()
    for pair, relation in sorted(new.conflicts.items()):
        was = old.conflicts.get(pair)
        between = frozenset(new.claim_of[s] for s in pair)
        if was is None or was.reason == relation.reason or between in told:
            continue
        told.add(between)
        says = f"{new.words(pair[0])} against {new.words(pair[1])}: {relation.reason}"
        rows.append(Difference("conflict settled", pair[0], was.reason, relation.reason, says))
    return rows


def _lost(one: _Seen, other: _Seen, kind: Literal["conflict gone", "conflict new"]) -> list[Difference]:
    """Conflicts between claims of the one reading that stand between no statements of the same claims in the other."""
    rows = []
    told: set[frozenset[str]] = set()
    for pair, relation in sorted(one.conflicts.items()):
        between = frozenset(one.claim_of[s] for s in pair)
        if between in told:
            continue
        told.add(between)
        members = [one.claims[c].statements for c in sorted(between)]
        if len(members) == 2 and any(
            (a, b) in other.conflicts or (b, a) in other.conflicts for a in members[0] for b in members[1]
        ):
            continue
        a, b = one.words(pair[0]), one.words(pair[1])
        verb = "no longer stand" if kind == "conflict gone" else "stand"
        about = f" ({relation.facet})" if relation.facet not in (None, "other") else ""
        says = f"{a} and {b} {verb} against one another{about}: {relation.reason}"
        rows.append(
            Difference(kind, pair[0], a if kind == "conflict gone" else "", "" if kind == "conflict gone" else a, says)
        )
    return rows


# ---------------------------------------------------------------- lineage


def _lineage(old: _Seen, new: _Seen) -> list[Difference]:
    """Who has it from whom, where it changes between accounts that are in both readings."""
    was, will = (
        {
            frozenset((e.child, e.parent)): e
            for e in seen.reading.lineage
            if {e.child, e.parent} <= other.documents.keys()
        }
        for seen, other in ((old, new), (new, old))
    )
    rows = []
    for pair in sorted(was.keys() | will.keys(), key=sorted):
        before, after = (_edge(seen, seen_edges.get(pair)) for seen, seen_edges in ((old, was), (new, will)))
        if before != after:
            reason = will[pair].reason if pair in will else was[pair].reason
            says = f"Lineage: {before or 'nothing'} before, {after or 'nothing'} after. {reason}"
            rows.append(Difference("lineage", min(pair), before or "nothing", after or "nothing", says, reason))
    return rows


def _edge(seen: _Seen, edge: LineageEdge | None) -> str:
    if edge is None:
        return ""
    child, parent = seen.documents[edge.child].name, seen.documents[edge.parent].name
    if edge.kind == "shared-source":
        return f"{' and '.join(sorted((child, parent)))} share a source"
    return f"{child} {'copies' if edge.kind == 'copies' else 'cites'} {parent}"


# ---------------------------------------------------------------- entities and warnings


def _entities(old: _Seen, new: _Seen) -> list[Difference]:
    homes = [{m.passage.span: e for e in seen.reading.entities for m in e.mentions} for seen in (old, new)]
    came: dict[str, dict[str, str]] = defaultdict(dict)
    went: dict[str, dict[str, str]] = defaultdict(dict)
    for span, before in homes[0].items():
        after = homes[1].get(span)
        if after is not None:
            came[after.id][before.id] = before.name
            went[before.id][after.id] = after.name
    rows = []
    for entity in new.reading.entities:
        if len(came[entity.id]) > 1:
            told = _listed([f"“{name}”" for name in came[entity.id].values()])
            rows.append(Difference("entities joined", entity.id, told, entity.name, f"{told} are taken for one."))
    for entity in old.reading.entities:
        if len(went[entity.id]) > 1:
            told = _listed([f"“{name}”" for name in went[entity.id].values()])
            says = f"“{entity.name}” is no longer one: {told}."
            rows.append(Difference("entity split", entity.id, entity.name, told, says))
    return rows


def _warnings(old: _Seen, new: _Seen) -> list[Difference]:
    before = {(i.code, i.subject) for i in old.reading.issues}
    return [
        Difference("warning", i.subject, "", i.code, i.says)
        for i in new.reading.issues
        if i.level == "warning" and (i.code, i.subject) not in before
    ]


# ---------------------------------------------------------------- what cannot be kept


def check(judgement: Judgement, reading: Reading) -> None:
    """Raise `Refused` with a clear sentence where a judgement cannot be kept as things are: a quote that is not in the text, a
    statement, place, source or account that is not there, a pair of which nothing could follow, no reason given."""
    if not judgement.because.strip():
        raise Refused("a judgement needs a reason.")
    seen = _Seen(reading)
    if judgement.question in ("statements", "independence", "conflict"):
        _check_pair(judgement, seen)
    elif judgement.question == "entities":
        places = {write_place(m.passage.span) for m in reading.mentions}
        for side in (judgement.left, judgement.right):
            if side not in places:
                raise Refused(f"nobody is named at {side}; give the place of a mention, document:start:end.")
        if judgement.left == judgement.right:
            raise Refused("that is one place; give two.")
    elif judgement.question == "correction":
        made = correct(seen.documents, seen.statements, judgement)
        _check_place(made, seen)
    elif judgement.question == "rejection":
        _known(judgement.left, seen)
    elif judgement.question == "addition":
        made = add(seen.documents, judgement)
        if made.id in seen.statements:
            raise Refused(f"a statement stands at this place already, {made.id}; correct that one.")
    elif judgement.question == "account":
        check_account(judgement, reading.documents)
    elif judgement.question == "reliability":
        _check_name(judgement.left, list_sources(reading), "speaks in this case")
    elif judgement.right == "account":
        if judgement.left not in seen.documents:
            raise Refused(f"there is no account {judgement.left!r}.")
    else:
        named = {name for e in reading.entities if e.kind != "place" for name in (e.name, *e.aliases)}
        _check_name(judgement.left, {*list_sources(reading), *named}, "is named in this case")


def _known(ident: str, seen: _Seen) -> None:
    if any(s.id == ident for s in seen.reading.rejected):
        raise Refused(f"the statement {ident} was rejected; undo that first.")
    if ident not in seen.statements:
        raise Refused(f"there is no statement {ident!r}.")


def _check_pair(judgement: Judgement, seen: _Seen) -> None:
    left, right = judgement.left, judgement.right
    if judgement.question == "independence" and {left, right} <= {
        o.key for s in seen.reading.standings for o in s.origins
    }:
        return
    for side in (left, right):
        _known(side, seen)
    if left == right:
        raise Refused("that is one statement; give two.")
    together = seen.claim_of[left] == seen.claim_of[right]
    if judgement.question == "independence" and not together:
        raise Refused("the two statements are of two claims, and independence is told of one; judge them “same” first.")
    if judgement.question == "conflict" and together:
        raise Refused("the two statements are one claim; judge them “different” first.")


def _check_place(made: Statement, seen: _Seen) -> None:
    twin = next((s for s in seen.reading.statements if s.passage.span == made.passage.span and s.id != made.id), None)
    if twin is not None:
        raise Refused(
            f"another statement stands exactly there, {twin.id}; reject one of the two, or judge them “same”."
        )


def list_sources(reading: Reading) -> tuple[str, ...]:
    """All names under which somebody vouches for something: holders, outlets, authors of statements."""
    names = {o.name.removesuffix(" (own voice)") for s in reading.standings for o in s.origins if "," not in o.name}
    names |= {hop.holder.name for s in reading.statements for hop in s.chain}
    names |= {d.publisher.value for d in reading.documents if d.publisher.value}
    names |= {author for d in reading.documents if d.author_is_voice for author in d.authors}
    return tuple(sorted(names))


def _check_name(name: str, known: Iterable[str], what: str) -> None:
    by_key: Mapping[str, str] = {fold(n): n for n in sorted(known)}
    if fold(name) not in by_key:
        near = [by_key[k] for k in difflib.get_close_matches(fold(name), list(by_key), n=3)]
        also = f"; perhaps {' or '.join(repr(n) for n in near)}" if near else ""
        raise Refused(f"nobody called {name!r} {what}{also}.")
