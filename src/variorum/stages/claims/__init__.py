"""Collation: which statements assert the same thing, and how those that do not stand to one another.

Three steps: `candidates` picks pairs by vectors, counts and rare words; `measure`, `compare` and `decide` say of each
pair how alike it is, where it differs and what follows, and a reader of pairs, where there is one, is asked of those that nothing parts;
`cluster` makes claims that no veto parts. This room never sees a parse, a file, or a model's own objects: vectors and reader
come in through the door.
"""

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from variorum.crafts.clusters import Pair, cluster, families, pair
from variorum.crafts.comparison import Finding, Sketch
from variorum.crafts.recall import Recall
from variorum.crafts.similarity import Rarity
from variorum.stages.claims.candidates import candidates as candidates
from variorum.stages.claims.comparing import compare_all
from variorum.stages.claims.comparing import compare_pair as compare_pair
from variorum.stages.claims.deciding import SAME, weigh
from variorum.stages.claims.judging import Judged, judge
from variorum.stages.claims.nearest import Numbers
from variorum.stages.claims.reading import PairReader, Verdict, choose, read, revise
from variorum.stages.claims.remembering import Compared, Comparisons
from variorum.stages.claims.scoring import measure, reader_weights
from variorum.stages.claims.sketching import by_statement, sketch_each
from variorum.stages.claims.sketching import sketch_all as sketch_all
from variorum.values.claims import Claim, Facet, Relation
from variorum.values.documents import Document
from variorum.values.entities import Entity
from variorum.values.identity import identify
from variorum.values.judgements import Judgement
from variorum.values.runs import Issue
from variorum.values.statements import Statement

# What a pair nobody compared counts when two groups are weighed against one another.
_MISSING = 0.2
# Least likelihood at which two statements of two accounts that are not one claim are shown side by side.
_BESIDE = 0.25
# From what the reader of pairs says: that one follows, that it does not, that it is made likelier, that both can be so.
_FOLLOWS, _OPEN, _LIKELIER, _COMPATIBLE = 0.80, 0.40, 0.60, 0.10
# A statement this much heavier in content than one it holds is its narrower version.
_NARROWER = 1.3
NOTHING_KNOWN = Comparisons()
UNKNOWN: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Aligned:
    """Every statement in exactly one claim, the relations between statements, what was odd, and what the next time may go on from."""

    claims: tuple[Claim, ...]
    relations: tuple[Relation, ...]
    issues: tuple[Issue, ...] = ()
    comparisons: Comparisons = field(default_factory=Comparisons, compare=False, repr=False)


def align(
    documents: Sequence[Document],
    statements: Sequence[Statement],
    entities: Sequence[Entity],
    vectors: Mapping[str, NDArray[np.float32]],
    judgements: Sequence[Judgement] = (),
    reader: PairReader | None = None,
    known: Comparisons = NOTHING_KNOWN,
    digests: Mapping[str, str] = UNKNOWN,
    recall: Recall | None = None,
) -> Aligned:
    """Claims and relations of all statements. `vectors` holds a unit vector, float32[384], by statement id.

    The result does not depend on the order of documents or statements. A claim is named after its earliest statement,
    so that an account told later does not rename it. What a person judged about two statements outranks every measure,
    rule and veto, and is the reason of their relation. `known` and `recall` spare comparing again what did not change, and change nothing
    else; `digests` are digests of what was read in each document, by which that is seen, as far as they are known.
    """
    sketched = sketch_each(documents, statements, entities, digests, known.sketches, known.keys)
    sketches = by_statement(sketched.sketches)
    rarity = Rarity(one.terms for one in sketches.values())
    comparisons = compare_all(sketched, vectors, rarity, known)
    heard: Mapping[int, Compared] = {}
    issues: tuple[Issue, ...] = ()
    if reader is not None:
        heard, issues = consult(reader, comparisons, sketches, rarity)
    weighed = Weighed(comparisons, heard, recall or Recall())
    judged = judge(judgements, sketches)
    groups = weighed.group(judged)
    home = {key: number for number, group in enumerate(groups) for key in group}
    relations = tuple(
        sorted(heed(weighed.relate(sketches, home, rarity), judged, home), key=lambda r: (r.a, r.b, r.kind))
    )
    matters = _matters(documents, groups, relations, sketches)
    by_id = {statement.id: statement for statement in statements}
    claims = _claims(groups, by_id, sketches, rarity, matters, weighed.kept("gists"))
    return Aligned(claims, relations, (*judged.issues, *passed_over(judged, weighed), *issues), comparisons)


class Weighed:
    """The pairs compared, with those that a reader of pairs was asked about as they stand once it was heard, by row."""

    def __init__(self, comparisons: Comparisons, heard: Mapping[int, Compared], recall: Recall) -> None:
        self._comparisons, self._heard, self._recall = comparisons, heard, recall
        self._lefts, self._rights = comparisons.lefts, comparisons.rights
        self._apart, self._likely = comparisons.apart(), comparisons.likely.copy()
        for row, one in heard.items():
            self._apart[row], self._likely[row] = one.decision.apart, one.likely
        self._place = {ident: at for at, ident in enumerate(comparisons.nearest.ids)}

    def kept(self, name: str) -> dict[Any, Any]:
        """What was worked out under a name from these very comparisons, to be added to; empty where a reader of pairs was heard."""
        return {} if self._heard else self._recall.of(name, (self._comparisons,), dict)

    def at(self, row: int) -> Compared:
        """One pair."""
        return self._heard.get(row) or self._comparisons.at(row)

    def group(self, judged: Judged) -> tuple[tuple[str, ...], ...]:
        """Every statement in exactly one group: the claims.

        A mean of scores reaches `SAME` only where one of them does, so only what such scores and judgements link can come together;
        each family of what is linked is grouped by itself, and only those that a judgement speaks of are grouped again for it.
        """
        ids = self._comparisons.nearest.ids
        alike = np.flatnonzero((self._likely >= SAME) & ~self._apart)
        links = list(zip(self._lefts[alike].tolist(), self._rights[alike].tolist(), strict=True))
        joined = [(self._place[a], self._place[b]) for some in judged.together for a, b in itertools.pairwise(some)]
        parted = [key for key, one in judged.conflicts.items() if one.answer != "none" and key not in judged.same]
        family = np.array(families(len(ids), [*links, *joined]), dtype=np.int64)
        spoken = {self._place[ident] for key in (*judged.apart, *parted) for ident in key}
        spoken |= {self._place[ident] for some in judged.together for ident in some}
        touched = np.isin(family, family[sorted(spoken)])
        left = self.kept("groups")
        if not left:
            plain = np.array(families(len(ids), links), dtype=np.int64)
            every = np.ones(len(ids), dtype=bool)
            left.update((group[0], group) for group in self._group(plain, every, (), ()))
        anew = self._group(family, touched, [*judged.apart, *parted], judged.together)
        groups = [group for first, group in left.items() if not touched[self._place[first]]]
        return tuple(sorted([*groups, *anew]))

    def _group(
        self,
        family: Numbers,
        wanted: NDArray[np.bool_],
        parted: Sequence[Pair],
        together: Sequence[Sequence[str]],
    ) -> tuple[tuple[str, ...], ...]:
        """The groups of the statements wanted, which are whole families."""
        ids = self._comparisons.nearest.ids
        among = np.flatnonzero((family[self._lefts] == family[self._rights]) & wanted[self._lefts])
        scores: dict[Pair, float] = {}
        vetoes = [*parted]
        for row in among.tolist():
            key = ids[self._lefts[row]], ids[self._rights[row]]
            if self._apart[row]:
                vetoes.append(key)
            else:
                scores[key] = float(self._likely[row])
        members = [ids[at] for at in np.flatnonzero(wanted).tolist()]
        return cluster(members, scores, vetoes, least=SAME, missing=_MISSING, together=together)

    def relate(self, sketches: Mapping[str, Sketch], home: Mapping[str, int], rarity: Rarity) -> list[Relation]:
        """The relations to show between the pairs; `home` says in which group each statement is."""
        homes = np.array([home[ident] for ident in self._comparisons.nearest.ids], dtype=np.int64)
        together = homes[self._lefts] == homes[self._rights]
        related = np.array([one.kind is not None for one in self._comparisons.decisions], dtype=bool)
        shown = related[self._comparisons.decided]
        shown |= ~self._apart & (together | (self._likely >= _BESIDE))
        shown[[*self._heard]] = True
        rows = np.flatnonzero(shown)
        kept = self.kept("relations")
        found = []
        for key in zip(rows.tolist(), together[rows].tolist(), strict=True):
            if key not in kept:
                kept[key] = relate(self.at(key[0]), sketches, home, rarity)
            found.append(kept[key])
        return [one for one in found if one is not None]

    def parted(self, key: Pair) -> Compared | None:
        """The pair where it was compared and a rule parts it, else None."""
        row = self._comparisons.rows(np.array([self._place[key[0]]]), np.array([self._place[key[1]]]))[0]
        return self.at(int(row)) if row >= 0 and self._apart[row] else None


def passed_over(judged: Judged, weighed: Weighed) -> tuple[Issue, ...]:
    """A warning for each pair that a person brought into one claim although a rule parts it: never silently."""
    rows = []
    for key in sorted(pair(*two) for group in judged.together for two in itertools.combinations(group, 2)):
        one = weighed.parted(key)
        if one is None:
            continue
        decided = judged.same.get(key)
        who = decided.by if decided else "A chain of judgements"
        says = f"{who} joined {key[0]} and {key[1]} into one claim although a rule parts them: {one.decision.reason}."
        rows.append(Issue("joined-past-a-veto", decided.id if decided else key[0], says, "warning"))
    return tuple(rows)


def consult(
    reader: PairReader, comparisons: Comparisons, sketches: Mapping[str, Sketch], rarity: Rarity
) -> tuple[Mapping[int, Compared], tuple[Issue, ...]]:
    """The comparisons of the pairs read once the reader was heard, by row, and an issue where not all pairs worth it could be read."""
    open_ = {
        (one.a, one.b): (row, one)
        for row in np.flatnonzero(~comparisons.apart()).tolist()
        for one in [comparisons.at(row)]
    }
    wanted = choose(sketches, {key: (one.likely, one.cosine) for key, (_, one) in open_.items()})
    heard = {}
    for key, verdict in read(reader, wanted.pairs, sketches).items():
        row, one = open_[key]
        a, b = sketches[key[0]], sketches[key[1]]
        likely = revise(one.likely, verdict, reader_weights())
        decision = weigh(a, b, one.decision, measure(a, b, one.cosine, one.found, rarity), one.likely, verdict)
        heard[row] = replace(one, likely=likely, decision=decision, verdict=verdict)
    if not wanted.left:
        return heard, ()
    says = f"{wanted.left} pairs of statements were compared by rules and vectors only: the reader of pairs stops at {len(wanted.pairs)}."
    return heard, (Issue("pairs not read", "the case", says, "note"),)


def relate(one: Compared, sketches: Mapping[str, Sketch], home: Mapping[str, int], rarity: Rarity) -> Relation | None:
    """The relation of a compared pair, or None where there is nothing to show."""
    decision = one.decision
    a, b = (one.b, one.a) if decision.turned else (one.a, one.b)
    if decision.kind is not None and (home[a] != home[b] or decision.kind != "overlaps"):
        return Relation(a, b, decision.kind, decision.facet, round(decision.score, 4), decision.reason)
    if decision.apart:
        return None
    left, right = sketches[one.a], sketches[one.b]
    score = round(one.likely, 4)
    narrower = leaning(one.verdict) if one.verdict is not None else ""
    if home[one.a] != home[one.b]:
        if one.verdict is not None and left.document != right.document and one.shared >= 2:
            found = _between(one, one.verdict, narrower)
            if found is not None:
                return found
        if one.likely < _BESIDE or left.document == right.document or one.shared < 2:
            return None
        return Relation(one.a, one.b, "overlaps", "other", score, "alike in words and matter, not the same assertion")
    kind = next((finding for finding in one.found if _narrows(finding)), None)
    if kind is not None:
        wide, narrow = (one.a, one.b) if kind.outcome == "narrower" else (one.b, one.a)
        return Relation(wide, narrow, "refines", kind.facet, score, f"the same assertion: {kind.says}")
    if narrower:
        wide, narrow = (one.a, one.b) if narrower == "b" else (one.b, one.a)
        return Relation(
            wide,
            narrow,
            "refines",
            "other",
            score,
            "the same assertion: the first follows from the second, which says more",
        )
    light, heavy = rarity.weigh(left.content), rarity.weigh(right.content)
    if rarity.overlap(left.content, right.content) < 1 and max(light, heavy) > _NARROWER * min(light, heavy):
        wide, narrow = (one.a, one.b) if light < heavy else (one.b, one.a)
        told: list[Facet] = [f.facet for f in one.found if f.outcome in ("narrower", "wider")]
        facet = told[0] if told else "other"
        return Relation(wide, narrow, "refines", facet, score, "the same assertion, told in more detail")
    return Relation(one.a, one.b, "equivalent", None, score, "the same assertion in other words")


def _narrows(finding: Finding) -> bool:
    """Whether a rule that looks at one facet says which of two statements is the narrower."""
    return finding.rule in ("holding", "kind", "means") and finding.outcome in ("narrower", "wider")


def leaning(verdict: Verdict) -> str:
    """Which of a pair says more by the reader: "a", "b", or "" where neither or both follow."""
    if verdict.forward >= _FOLLOWS and verdict.backward < _OPEN:
        return "a"
    if verdict.backward >= _FOLLOWS and verdict.forward < _OPEN:
        return "b"
    return ""


def _between(one: Compared, verdict: Verdict, narrower: str) -> Relation | None:
    """What the reader finds between two claims: one follows from the other, or is made likelier without being said."""
    if narrower:
        wide, narrow = (one.a, one.b) if narrower == "b" else (one.b, one.a)
        score = round(max(verdict.forward, verdict.backward), 4)
        return Relation(
            wide,
            narrow,
            "refines",
            "other",
            score,
            f"by the reader of pairs the first follows from the second ({score:.2f})",
        )
    most = max(verdict.forward, verdict.backward)
    if most >= _LIKELIER and verdict.against < _COMPATIBLE and verdict.both < _OPEN:
        likelier, ground = (one.a, one.b) if verdict.backward >= verdict.forward else (one.b, one.a)
        reason = f"by the reader of pairs the second makes the first likelier ({most:.2f}) without saying it"
        return Relation(likelier, ground, "supports", "other", round(most, 4), reason)
    return None


def heed(relations: Sequence[Relation], judged: Judged, home: Mapping[str, int]) -> tuple[Relation, ...]:
    """The relations once the judgements are heard: a pair a person decided stands as decided, with the reason given.

    A decision about a conflict holds for every telling of the two claims it lies between. Within one claim nothing conflicts.
    """
    decided: dict[frozenset[int], Judgement] = {}
    for (left, right), one in sorted(judged.conflicts.items(), key=lambda row: row[1].at):
        decided[frozenset((home[left], home[right]))] = one
    kept = []
    for relation in relations:
        key = pair(relation.a, relation.b)
        between = frozenset((home[relation.a], home[relation.b]))
        conflicts = relation.kind in ("contradicts", "supersedes")
        told = judged.conflicts.get(key)
        if (
            key in judged.same
            or (key in judged.apart and not conflicts)
            or (told and (conflicts or told.answer != "none"))
        ):
            continue
        if conflicts and len(between) == 1:
            continue
        if conflicts and between in decided:
            if decided[between].answer == "none":
                continue
            relation = _resolved(decided[between], relation, home)
        kept.append(relation)
    machine = {pair(r.a, r.b): r for r in relations}
    for key, one in judged.same.items():
        kept.append(Relation(*key, "equivalent", None, 1.0, f"{one.by} judged that they say the same: {one.because}"))
    for key, one in judged.apart.items():
        if machine.get(key) is None or machine[key].kind not in ("contradicts", "supersedes"):
            reason = f"{one.by} judged that they do not say the same: {one.because}"
            kept.append(Relation(*key, "overlaps", "other", 1.0, reason))
    for key, one in judged.conflicts.items():
        if one.answer == "none" or home[key[0]] == home[key[1]]:
            continue
        found = machine.get(key)
        if found is None or found.kind not in ("contradicts", "supersedes"):
            found = Relation(*key, "contradicts", "other", 1.0, f"{one.by} judged that they conflict")
        kept.append(_resolved(one, found, home))
    return tuple(kept)


def _resolved(one: Judgement, relation: Relation, home: Mapping[str, int]) -> Relation:
    """The relation with what a person said of the conflict, in the words shown to the reader."""
    stands = one.left if one.answer == "left" else one.right
    which = "first" if home[stands] == home[relation.a] else "second"
    said = f"{one.by} leaves it open" if one.answer == "open" else f"{one.by} judged that the {which} stands"
    return replace(relation, reason=f"{relation.reason}; {said}: {one.because}")


def _claims(
    groups: Sequence[Sequence[str]],
    statements: Mapping[str, Statement],
    sketches: Mapping[str, Sketch],
    rarity: Rarity,
    matters: Mapping[str, frozenset[str]],
    gists: dict[tuple[str, ...], str],
) -> tuple[Claim, ...]:
    """The claims in the order of their ids. `gists` are those known by their statements, and are added to."""
    claims = []
    # Most claims are of one account, and accounts are silent on what another tells alone.
    quiet: dict[frozenset[str], tuple[str, ...]] = {}
    for group in groups:
        ordered = tuple(sorted(group, key=lambda key: sketches[key].order))
        told = frozenset(sketches[key].document for key in group)
        if told not in quiet:
            quiet[told] = tuple(sorted(frozenset().union(*(matters[document] for document in told)) - told))
        if ordered not in gists:
            gists[ordered] = _gist(ordered, statements, sketches, rarity) if len(ordered) > 1 else ordered[0]
        claims.append(Claim(identify("claim", ordered[0]), gists[ordered], ordered, quiet[told]))
    return tuple(sorted(claims, key=lambda claim: claim.id))


def _gist(
    ordered: Sequence[str],
    statements: Mapping[str, Statement],
    sketches: Mapping[str, Sketch],
    rarity: Rarity,
) -> str:
    """The member that says it best: a whole sentence, plainly asserted, nearest to all others, then the earliest."""

    def rank(key: str) -> tuple[bool, bool, float]:
        near = sum(rarity.overlap(sketches[key].terms, sketches[other].terms) for other in ordered) / len(ordered)
        plain = statements[key].modality == "asserted"
        return statements[key].proposition is not None, plain, round(near, 6)

    return max(ordered, key=lambda key: (*rank(key), -ordered.index(key)))


def _matters(
    documents: Sequence[Document],
    groups: Sequence[Sequence[str]],
    relations: Sequence[Relation],
    sketches: Mapping[str, Sketch],
) -> dict[str, frozenset[str]]:
    """For each document those that tell of the same matter: joined by a claim or a relation, or by others that are."""
    place = {document.id: at for at, document in enumerate(documents)}
    told = [two for group in groups for two in itertools.pairwise(group)]
    told += [(relation.a, relation.b) for relation in relations]
    links = ((place[sketches[a].document], place[sketches[b].document]) for a, b in told)
    family = families(len(documents), links)
    matters: defaultdict[int, set[str]] = defaultdict(set)
    for document, number in zip(documents, family, strict=True):
        matters[number].add(document.id)
    whole = {number: frozenset(members) for number, members in matters.items()}
    return {document.id: whole[number] for document, number in zip(documents, family, strict=True)}
