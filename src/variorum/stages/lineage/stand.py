"""The independence ledger: how many origins a claim has, and which of them are *shown* to be independent.

Three states. *Derived*: an origin only repeats another, with the proof. *Shown*: something in the texts shows separate
access (two eye-witnesses, opposed interests, bodies of different kinds; who claims a deed knows by what means). Everything else is *not established*, and
two names alone show nothing. After Dong et al. (2009) in spirit: agreement is worth what independence is worth.
"""

import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from variorum.crafts import tables
from variorum.crafts.means import means_told
from variorum.crafts.recall import Recall
from variorum.stages.lineage.following import follow
from variorum.stages.lineage.holders import OWN_VOICE, Holders, Holding, by_origin, in_own_voice
from variorum.stages.lineage.pairing import Kin, Rivals, Witness, compare, stem, weaker, witness_of
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
# Words behind a denial within which what is denied is named.
_REFUSED = 5
_PAUSES = ",;:–—"
_SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]?")


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
    after, circles = follow(told, held, holders, kin)
    followed, decided = _told_apart(after, decided)
    # Who did it knows by what means; of what came of it he may know no more than others.
    knowing = doers if all(means_told(s.passage.words) for s in told) else frozenset()
    witnesses = [
        witness_of(key, group, key in knowing, key in circles) for key, group in sorted(by_origin(followed).items())
    ]
    pairs: list[WitnessPair] = []
    for a, b in itertools.combinations(witnesses, 2):
        state, reason = _decided(a, b, decided) or compare(a, b, kin, rivals)
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


def _decided(a: Witness, b: Witness, decided: Mapping[frozenset[str], Judgement]) -> tuple[Independence, str] | None:
    """What a person decided on two origins, if anything."""
    judgement = decided.get(frozenset((a.key, b.key)))
    if judgement is None:
        return None
    states: dict[str, Independence] = {"different": "shown", "same": "derived", "unsure": "not established"}
    return states[judgement.answer], f"{judgement.by} decided: {judgement.because}"


def _derived_keys(witnesses: Sequence[Witness], pairs: Sequence[WitnessPair]) -> frozenset[str]:
    """Of each derived pair the one that repeats the other."""
    by_key = {w.key: w for w in witnesses}
    return frozenset(weaker(by_key[p.left], by_key[p.right]) for p in pairs if p.state == "derived")


def _origin(
    witness: Witness,
    witnesses: Sequence[Witness],
    pairs: Sequence[WitnessPair],
    derived: frozenset[str],
    shown: Sequence[str],
    parties: Sequence[str],
) -> Origin:
    """The state of one origin with its reason: beside those that are counted, where it was compared with them."""

    def says(state: Independence) -> str:
        here = [p for p in pairs if witness.key in (p.left, p.right) and p.state == state]
        here.sort(key=lambda p: not {p.left, p.right} - {witness.key} & set(shown))
        return here[0].reason if here else ""

    if parties:
        state, reason = "shown", f"It speaks for {' and '.join(parties)}, whose interests are opposed."
    elif witness.key in derived:
        state, reason = "derived", says("derived")
    elif witness.key in shown and len(shown) > 1:
        state, reason = "shown", says("shown")
    elif len(witnesses) == 1:
        many = len(witness.documents)
        state, reason = "shown", f"The only origin, told by {many} accounts." if many > 1 else "The only origin."
    elif shown and witness.key == shown[0]:
        state, reason = "shown", "Counted as the one origin there is at least."
    else:
        state, reason = "not established", says("not established")
    return Origin(
        witness.key, witness.name, witness.statements, cast(Independence, state), reason + _called_otherwise(witness)
    )


def _called_otherwise(witness: Witness) -> str:
    """That an origin is named in several ways, or others are named for it, in the words of the accounts."""
    if witness.circle:
        return " The accounts cite one another for it; where it comes from none of them says."
    said = ""
    if witness.phrases:
        said += f" One source under several names: {_listed(witness.phrases)}."
    if witness.cited:
        said += f" It is also told through {_listed(witness.cited)}, which has it from there."
    if witness.copied:
        said += f" A copy of the text names {_listed(witness.copied)} instead."
    return said


def _listed(phrases: Sequence[str]) -> str:
    quoted = [f"“{phrase}”" for phrase in phrases]
    return f"{', '.join(quoted[:-1])} and {quoted[-1]}" if len(quoted) > 1 else quoted[0]


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
    refusing, laid = set(opposed["refusing"]), set(opposed["laid"])
    found: tuple[set[tuple[str, str]], set[tuple[str, str]]] = set(), set()
    for match in _SENTENCE.finditer(text):
        words = re.findall(r"[\w'’-]+", match.group())
        names = [i for i, w in enumerate(words) if len(w) > 2 and w[0].isupper()]
        if len(names) < 2:
            continue
        told = [w.casefold() for w in words]
        # "Denied that" says nothing of who is meant; "denied the claims of" does.
        refused = [i for i, w in enumerate(told) if w in refusing and laid & set(told[i + 1 : i + _REFUSED])]
        for pairs, marks in zip(found, (anyhow, outright), strict=True):
            fights = [i for i, w in enumerate(told) if w in marks] + refused
            for a, b in itertools.combinations(names, 2) if fights else ():
                joined = b - a <= _JOINED and "and" in words[a:b]
                between = b - a <= _NEAR and any(a < f < b for f in fights)
                left, right = stem(words[a]), stem(words[b])
                if (joined or between) and left != right:
                    pairs.add((left, right))
    return frozenset(found[0]), frozenset(found[1])


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
