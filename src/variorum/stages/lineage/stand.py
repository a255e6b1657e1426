"""The independence ledger: how many origins a claim has, and which of them are *shown* to be independent.

Three states. *Derived*: an origin only repeats another, with the proof. *Shown*: something in the texts shows separate
access (two eye-witnesses, opposed interests, bodies of different kinds; who claims a deed knows by what means). Everything else is *not established*, and
two names alone show nothing. After Dong et al. (2009) in spirit: agreement is worth what independence is worth.
"""

import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from variorum.crafts import tables
from variorum.crafts.means import means_told
from variorum.crafts.recall import Recall
from variorum.crafts.shingles import split_words
from variorum.stages.lineage.holders import OWN_VOICE, Holders, Holding, by_origin, in_own_voice
from variorum.stages.lineage.wording import SAME
from variorum.values.claims import Claim
from variorum.values.documents import Document
from variorum.values.entities import Entity
from variorum.values.judgements import Judgement
from variorum.values.lineage import Independence, LineageEdge, Loss, Origin, Standing, WitnessPair
from variorum.values.statements import Statement

# Above this many origins the largest set is found greedily; ten need at most 1,024 subsets.
_EXACT = 10
# Words between two names that are taken together ("Russia's army and Ukraine") or set against one another.
_JOINED, _NEAR = 8, 12
# The class of who claims the deed, beside those of the table `lineage`.
CLAIMANT = "claimant"
_PAUSES = ",;:–—"
_SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]?")


class Kin:
    """Which accounts are related by wording: those of one text over any number of steps, others only in pairs.

    A sentence or a quotation that two accounts share does not make one text of all that each shares with a third; citing
    alone makes none.
    """

    def __init__(self, documents: Sequence[Document], edges: Iterable[LineageEdge]) -> None:
        self._leader = {d.id: d.id for d in documents}
        self._pairs: set[tuple[str, str]] = set()
        for edge in edges:
            if edge.kind == "cites":
                continue
            self._pairs |= {(edge.child, edge.parent), (edge.parent, edge.child)}
            if edge.kind == "copies" or edge.share >= SAME:
                a, b = self._root(edge.child), self._root(edge.parent)
                self._leader[max(a, b)] = min(a, b)

    def _root(self, ident: str) -> str:
        while self._leader[ident] != ident:
            ident = self._leader[ident]
        return ident

    def related(self, left: Iterable[str], right: Iterable[str]) -> bool:
        """Whether an account of the one group and one of the other are one, of one text, or a pair that shares wording."""
        return any(
            self._root(a) == self._root(b) or (a, b) in self._pairs for a, b in itertools.product(left, tuple(right))
        )


@dataclass(frozen=True, slots=True)
class Witness:
    """One origin of one claim with what speaks for or against its independence."""

    key: str
    name: str
    kind: str
    statements: tuple[str, ...]
    documents: frozenset[str]
    first_hand: bool
    classes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rivals:
    """Names set against one another, stem to stems: anyhow (any word of conflict) and outright (accused, denied, at war).

    Who watches a conflict stands in its sentences too; only what is outright opposes two holders, and never a monitor or a
    hospital. For a phrase that joins two parties in one breath any word of conflict between them is enough.
    """

    anyhow: Mapping[str, frozenset[str]]
    outright: Mapping[str, frozenset[str]]


def stand(
    claims: Sequence[Claim],
    statements: Sequence[Statement],
    documents: Sequence[Document],
    entities: Sequence[Entity],
    edges: Sequence[LineageEdge],
    judgements: Sequence[Judgement],
    recall: Recall | None = None,
) -> tuple[Standing, ...]:
    """What each claim stands on. Neither the order of documents nor another copy changes a count; `recall` spares claims of which nothing
    changed.

    A judgement on independence names two statements and holds for their origins in the claim that has both; or two keys
    of origins, and holds wherever they meet. "same" says derived, "different" shown, "unsure" not established; the last by
    time stands.
    """
    recall = recall or Recall()
    texts = tuple(documents)
    said, named = tuple(statements), tuple(entities)
    holders = recall.of("holders", (said, texts, named), lambda: Holders(said, texts, named))
    ground = Ground(
        holders,
        recall.of("kin", (texts, tuple(edges)), lambda: Kin(texts, edges)),
        recall.of("rivals", (texts,), lambda: _rivals(texts, recall)),
        recall.of("claimants", (said, named), lambda: _claimants(said, named)),
    )
    holdings = recall.of("holdings", (holders,), lambda: {s.id: holders.hold(s) for s in said})
    by_id = {s.id: s for s in said}
    heard = sorted((j for j in judgements if j.question == "independence"), key=lambda j: j.at)
    decided = {frozenset((j.left, j.right)): j for j in heard if j.left != j.right}
    found = []
    for claim in claims:
        members = sorted((by_id[s] for s in claim.statements), key=lambda s: s.id)
        told = [s for s in members if not s.is_remark] or members
        held = [holdings[s.id] for s in told]
        keys = _names_of_origins(held) if decided else set()
        here = {pair: j for pair, j in decided.items() if pair <= keys}
        made_from = (claim.id, told, held, here, ground.kin, ground.rivals, ground.doers)
        make = functools.partial(_stand_one, claim, told, held, ground, here)
        found.append(recall.of(("standing", claim.id), made_from, make))
    return tuple(found)


def _names_of_origins(held: Sequence[Holding]) -> set[str]:
    """Whatever a decision may name of a claim's origins: statements, keys, and keys as they are once persons told accounts apart."""
    parted = {_apart(one.key, other.document) for one in held for other in held}
    return parted | {name for one in held for name in (one.statement, one.key)}


def _apart(key: str, document: str) -> str:
    """The key of one account's origin where a person tells it from others of the same key."""
    return f"{key}|{document}"


@dataclass(frozen=True, slots=True)
class Ground:
    """What is known of the whole case before the claims are looked at: holders, accounts that share wording, opponents, who did a deed."""

    holders: Holders
    kin: Kin
    rivals: Rivals
    doers: frozenset[str]


def _claimants(statements: Sequence[Statement], entities: Sequence[Entity]) -> frozenset[str]:
    """The keys of those who are told to have claimed a deed: "the Reed Front claimed responsibility for the blast".

    The name stands right before the words, without a comma: of several names before them the others may be anybody's.
    """
    phrases = tables.load("lineage")["claiming"]["phrases"]
    told: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for statement in statements:
        words = statement.passage.words.casefold()
        at = min((place for phrase in phrases if (place := words.find(phrase)) > 0), default=0)
        if at and statement.polarity == "positive":
            start = statement.passage.span.start
            near = max(words.rfind(mark, 0, at) for mark in _PAUSES) + 1
            told[statement.document].append((start + near, start + at))
    last: dict[tuple[str, int], tuple[int, str]] = {}
    for entity in entities:
        for mention in entity.mentions if entity.kind != "place" else ():
            span = mention.passage.span
            for start, end in told.get(span.document, ()):
                if start <= span.start and span.end <= end:
                    last[span.document, end] = max(last.get((span.document, end), (0, "")), (span.end, entity.id))
    return frozenset(f"entity:{entity}" for _, entity in last.values())


def _stand_one(
    claim: Claim,
    told: Sequence[Statement],
    holdings: Sequence[Holding],
    ground: Ground,
    decided: Mapping[frozenset[str], Judgement],
) -> Standing:
    held = {holding.statement: holding for holding in holdings}
    holders, kin, rivals, doers = ground.holders, ground.kin, ground.rivals, ground.doers
    followed, decided = _told_apart(_follow_citations(told, held, holders, kin), decided)
    # Who did it knows by what means; of what came of it he may know no more than others.
    knowing = doers if all(means_told(s.passage.words) for s in told) else frozenset()
    witnesses = [_witness(key, group, key in knowing) for key, group in sorted(by_origin(followed).items())]
    pairs: list[WitnessPair] = []
    for a, b in itertools.combinations(witnesses, 2):
        state, reason = _compare(a, b, kin, rivals, decided)
        pairs.append(WitnessPair(a.key, b.key, state, reason))
    joint = {w.key: _parties(w, rivals.anyhow) for w in witnesses}
    derived = _derived_keys(witnesses, pairs)
    shown_set = _largest_shown([w.key for w in witnesses if w.key not in derived], pairs)
    shown = max(1, len(shown_set)) if witnesses else 0
    # A joint phrase of two opposed parties is two holders in one breath.
    opposed = [key for key, parties in joint.items() if len(parties) > 1]
    if shown == 1 and opposed:
        shown = 2
        shown_set = (opposed[0],)
    origins = tuple(
        _origin(w, witnesses, pairs, derived, shown_set, joint[w.key] if w.key in opposed else ()) for w in witnesses
    )
    repeats = sum(len(w.documents) - 1 for w in witnesses) + sum(
        len(w.documents) for w in witnesses if w.key in derived
    )
    open_ = sum(1 for o in origins if o.state == "not established")
    return Standing(claim.id, origins, tuple(pairs), shown, open_, repeats)


def _told_apart(
    holdings: Sequence[Holding], decided: Mapping[frozenset[str], Judgement]
) -> tuple[list[Holding], dict[frozenset[str], Judgement]]:
    """The holdings and the decisions by the keys of their origins.

    Where a person tells two accounts apart that one key holds together, such as two outlets in their own voice, each
    becomes an origin of its own.
    """
    at = {holding.statement: holding for holding in holdings}
    here = {pair: j for pair, j in decided.items() if pair <= at.keys()}
    parted: dict[tuple[str, str], str] = {}
    for pair in sorted(here, key=sorted):
        a, b = (at[statement] for statement in sorted(pair))
        if here[pair].answer == "different" and a.key == b.key and a.document != b.document:
            parted |= {(h.key, h.document): _apart(h.key, h.document) for h in (a, b)}
    followed = [replace(h, key=parted.get((h.key, h.document), h.key)) for h in holdings]
    key_of = {h.statement: h.key for h in followed}
    by_key = {pair: j for pair, j in decided.items() if not pair & at.keys()}
    by_key |= {frozenset(key_of[s] for s in pair): j for pair, j in sorted(here.items(), key=lambda row: row[1].at)}
    return followed, by_key


def _follow_citations(
    told: Sequence[Statement], held: Mapping[str, Holding], holders: Holders, kin: Kin
) -> list[Holding]:
    """Holdings with those that only repeat a supplied account put back to that account's own origin.

    "As the Herald reported, two people confirmed …": where the Herald is in the case and tells it, its two people are
    the origin. An unnamed holder described alike in two accounts that share their wording is one holder.
    """
    unnamed: dict[str, list[Holding]] = defaultdict(list)
    for holding in held.values():
        if holding.kind == "unnamed":
            unnamed[holding.key.rsplit(":", 1)[-1]].append(holding)
    followed = []
    for statement in told:
        holding = held[statement.id]
        if holding.kind == "unnamed":
            described = unnamed[holding.key.rsplit(":", 1)[-1]]
            first = next(h for h in described if kin.related((h.document,), (holding.document,)))
            holding = replace(holding, key=first.key)
        if holding.kind in ("unnamed", "outlet"):
            cited = {d for hop in statement.chain for d in holders.documents_of(hop.holder.name)} - {holding.document}
            there = [h for h in held.values() if h.document in cited]
            same_kind = [h for h in there if h.kind == holding.kind] or ([] if holding.kind == "unnamed" else there)
            if same_kind:
                holding = replace(holding, key=same_kind[0].key, name=same_kind[0].name, kind=same_kind[0].kind)
        followed.append(holding)
    return followed


def _witness(key: str, group: Sequence[Holding], did_it: bool) -> Witness:
    classes = tables.load("lineage")["classes"]
    names = sorted({h.name for h in group}, key=lambda n: (-len(n), n))
    name = ", ".join(sorted(names)) if key == OWN_VOICE else names[0]
    words = {w for n in names for w in split_words(n).forms}
    return Witness(
        key=key,
        name=name,
        kind=group[0].kind,
        statements=tuple(sorted(h.statement for h in group)),
        documents=frozenset(h.document for h in group),
        first_hand=any(h.first_hand for h in group),
        classes=frozenset(c for c, heads in classes.items() if words & set(heads))
        | ({CLAIMANT} if did_it else frozenset()),
    )


def _compare(
    a: Witness,
    b: Witness,
    kin: Kin,
    rivals: Rivals,
    decided: Mapping[frozenset[str], Judgement],
) -> tuple[Independence, str]:
    judgement = decided.get(frozenset((a.key, b.key)))
    if judgement is not None:
        states: dict[str, Independence] = {"different": "shown", "same": "derived", "unsure": "not established"}
        return states[judgement.answer], f"{judgement.by} decided: {judgement.because}"
    related = kin.related(a.documents, b.documents)
    for own, other in ((a, b), (b, a)):
        if in_own_voice(own.key) or own.key.startswith("agency:"):
            if related and not in_own_voice(other.key):
                return (
                    "derived",
                    f"{own.name} tells it in accounts that share their wording with one that has it from {other.name}.",
                )
            return "not established", f"{own.name} does not say how it knows."
    if "unnamed" in (a.kind, b.kind):
        return "not established", "A source without a name cannot be shown to be another than the next."
    if a.first_hand and b.first_hand and {a.kind, b.kind} == {"named"}:
        return "shown", f"{a.name} and {b.name} each tell it at first hand."
    watching = {"monitor", "medical"} & (a.classes | b.classes)
    if not watching and _opposed(a.name, b.name, rivals.outright):
        return "shown", f"{a.name} and {b.name} have opposed interests and say the same."
    if a.classes and b.classes and not a.classes & b.classes and "monitor" in a.classes | b.classes:
        kinds = " and ".join(sorted({*a.classes, *b.classes}))
        return "shown", f"{a.name} and {b.name} are bodies of different kinds ({kinds}) with access of their own."
    return "not established", f"Nothing in the texts shows that {a.name} and {b.name} know it apart from one another."


def _derived_keys(witnesses: Sequence[Witness], pairs: Sequence[WitnessPair]) -> frozenset[str]:
    """Of each derived pair the one that does not say how it knows, or the later key by name."""
    derived = set()
    for pair in pairs:
        if pair.state == "derived":
            weaker = [k for k in (pair.left, pair.right) if in_own_voice(k) or k.startswith("agency:")]
            derived.add(weaker[0] if weaker else max(pair.left, pair.right))
    return frozenset(derived) if len(derived) < len(witnesses) else frozenset()


def _origin(
    witness: Witness,
    witnesses: Sequence[Witness],
    pairs: Sequence[WitnessPair],
    derived: frozenset[str],
    shown: Sequence[str],
    parties: Sequence[str],
) -> Origin:
    def says(state: Independence) -> str:
        for pair in pairs:
            if witness.key in (pair.left, pair.right) and pair.state == state:
                return pair.reason
        return ""

    if parties:
        reason = f"It speaks for {' and '.join(parties)}, whose interests are opposed."
        return Origin(witness.key, witness.name, witness.statements, "shown", reason)
    if witness.key in derived:
        return Origin(witness.key, witness.name, witness.statements, "derived", says("derived"))
    if witness.key in shown and len(shown) > 1:
        return Origin(witness.key, witness.name, witness.statements, "shown", says("shown"))
    if len(witnesses) == 1:
        many = len(witness.documents)
        reason = f"The only origin, told by {many} accounts." if many > 1 else "The only origin."
        return Origin(witness.key, witness.name, witness.statements, "shown", reason)
    if shown and witness.key == shown[0]:
        return Origin(
            witness.key, witness.name, witness.statements, "shown", "Counted as the one origin there is at least."
        )
    return Origin(witness.key, witness.name, witness.statements, "not established", says("not established"))


def _largest_shown(keys: Sequence[str], pairs: Sequence[WitnessPair]) -> tuple[str, ...]:
    """The largest set of origins pairwise shown independent; the first by name of equals."""
    linked = {frozenset((p.left, p.right)) for p in pairs if p.state == "shown"}
    ordered = sorted(keys, key=lambda k: (in_own_voice(k), k.startswith("unnamed:"), k))
    if not ordered:
        return ()
    if len(ordered) <= _EXACT:
        for size in range(len(ordered), 1, -1):
            for group in itertools.combinations(ordered, size):
                if all(frozenset(pair) in linked for pair in itertools.combinations(group, 2)):
                    return group
        return (ordered[0],)
    group_: list[str] = []
    for key in sorted(ordered, key=lambda k: (-sum(k in pair for pair in linked), k)):
        if all(frozenset((key, other)) in linked for other in group_):
            group_.append(key)
    return tuple(group_)


def _still_shown(standing: Standing, without: str) -> bool:
    """Whether two origins shown independent remain once one is left out."""
    rest = [o.key for o in standing.origins if o.key != without and o.state != "derived"]
    return len(_largest_shown(rest, standing.pairs)) > 1


def _rivals(documents: Sequence[Document], recall: Recall) -> Rivals:
    """Names whose bearers the texts set against one another."""
    anyhow: dict[str, set[str]] = defaultdict(set)
    outright: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        make = functools.partial(_set_against, document.text)
        for found, pairs in zip((anyhow, outright), recall.of(("rivals", document.id), (document,), make), strict=True):
            for left, right in pairs:
                found[left].add(right)
                found[right].add(left)
    return Rivals(*({name: frozenset(others) for name, others in found.items()} for found in (anyhow, outright)))


def _set_against(text: str) -> tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str]]]:
    """The stems of names that a text sets against one another: anyhow, and outright.

    Two names are opponents where a word of conflict stands between them ("X accused Y"), or where they are joined by
    "and" and the sentence speaks of conflict ("X and Y have made contradictory claims").
    """
    opposed = tables.load("lineage")["opposed"]
    anyhow, outright = set(opposed["words"]), set(opposed["strong"])
    found: tuple[set[tuple[str, str]], set[tuple[str, str]]] = set(), set()
    for match in _SENTENCE.finditer(text):
        words = re.findall(r"[\w'’-]+", match.group())
        names = [i for i, w in enumerate(words) if len(w) > 2 and w[0].isupper()]
        if len(names) < 2:
            continue
        for pairs, marks in zip(found, (anyhow, outright), strict=True):
            fights = [i for i, w in enumerate(words) if w.casefold() in marks]
            for a, b in itertools.combinations(names, 2) if fights else ():
                joined = b - a <= _JOINED and "and" in words[a:b]
                between = b - a <= _NEAR and any(a < f < b for f in fights)
                left, right = stem(words[a]), stem(words[b])
                if (joined or between) and left != right:
                    pairs.add((left, right))
    return frozenset(found[0]), frozenset(found[1])


def stem(word: str) -> str:
    """The first five letters, so that a country and its people meet ("Russia", "Russian")."""
    return word.casefold()[:5]


def _opposed(a: str, b: str, rivals: Mapping[str, frozenset[str]]) -> bool:
    left = {stem(w) for w in re.findall(r"\b[A-Z][\w-]{2,}", a)}
    right = {stem(w) for w in re.findall(r"\b[A-Z][\w-]{2,}", b)}
    return not left & right and any(r in rivals.get(x, ()) for x in left for r in right)


def _parties(witness: Witness, rivals: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """The two opposed parties of a joint phrase ("X and Y officials"), or nothing."""
    heads = set(tables.load("lineage")["joint"]["heads"])
    match = re.search(r"\b([A-Z][\w-]+)\s+and\s+(?:the\s+)?([A-Z][\w-]+)\s+(?:\w+\s+)?(\w+)$", witness.name)
    if match is None or match.group(3).casefold() not in heads:
        return ()
    left, right = match.group(1), match.group(2)
    return (left, right) if stem(right) in rivals.get(stem(left), ()) else ()


def lose(standings: Sequence[Standing]) -> tuple[Loss, ...]:
    """Leave each origin out in turn: the claims that would have no origin left, and those that lose independence.

    Most losses first. An origin that only repeats another carries nothing.
    """
    names: dict[str, str] = {}
    lost: dict[str, list[str]] = defaultdict(list)
    weakened: dict[str, list[str]] = defaultdict(list)
    for standing in standings:
        carrying = [o for o in standing.origins if o.state != "derived"]
        for origin in carrying:
            # Outlets in their own voice are one origin of one claim, but each claim may have other outlets.
            key = f"{OWN_VOICE}: {origin.name}" if in_own_voice(origin.key) else origin.key
            names[key] = max(names.get(key, ""), origin.name, key=len)
            if len(carrying) == 1:
                lost[key].append(standing.claim)
            elif origin.state == "shown" and standing.shown > 1 and not _still_shown(standing, origin.key):
                weakened[key].append(standing.claim)
    losses = [
        Loss(key, names[key], tuple(sorted(lost[key])), tuple(sorted(weakened[key])), len(standings)) for key in names
    ]
    return tuple(sorted(losses, key=lambda x: (-len(x.lost), -len(x.weakened), x.name)))
