"""One person, body, unit, place across the documents of a case, every merge with its reason, every doubt in a queue.

Order of speaking: what a person decided; vetoes; equal names; spellings of one name; initials; a surname alone that only one full
name fits. Likeness alone never joins what a veto forbids, and where it is not enough the pair is queued, not merged.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from variorum.crafts import names
from variorum.crafts.gazetteer import Entry, Toponym, resolve_places
from variorum.crafts.outlets import agencies, groups
from variorum.crafts.placing import country_hints, toponym_at
from variorum.stages.entities.gathering import Local, arms_of, by_thread, fullest, gather, settle_kinds
from variorum.stages.entities.vetoes import facts, needs_its_parent, says, veto_between
from variorum.values.documents import Document
from variorum.values.entities import Entity, Mention, Merge, UnitName, UnsurePair
from variorum.values.identity import identify
from variorum.values.judgements import Judgement
from variorum.values.runs import Issue

# Of two spellings of a name: merged from the first, put before a person from the second. Swept over 0.80 to 0.90 on the labelled
# pairs of evaluation/entities/name_matching.py (2026-11-22): F1 is 0.852 to 0.862 throughout, and of the pairs merged at 0.88
# 95 in 100 are one name. Higher than the best F1, because a wrong merge costs more than a question.
MERGE = 0.88
UNSURE = 0.75
_LONG = 8  # letters from which on two words that differ in one are a slip of the pen, not two words
_SHORT = 5  # letters: "Mars" is not "Mar's"
_CROWD = 400  # names that share one sound; beyond that the sound tells nothing and is not used to find pairs


@dataclass(frozen=True, slots=True)
class Resolved:
    """The entities of a case, the pairs a person should look at, and what could not be worked out."""

    entities: tuple[Entity, ...]
    unsure: tuple[UnsurePair, ...]
    issues: tuple[Issue, ...]


@dataclass(slots=True)
class _Clusters:
    """Locals joined so far; `of[i]` is the cluster of local i. A local joins only where no member is kept apart."""

    locals: list[Local]
    apart: set[frozenset[int]]
    of: list[int] = field(default_factory=list)
    members: dict[int, list[int]] = field(default_factory=dict)
    merges: list[tuple[int, int, str, float]] = field(default_factory=list)
    # Of each cluster the first member with each set of facts that a veto looks at: large clusters have hundreds of members and few of these.
    distinct: dict[int, list[int]] = field(default_factory=dict)
    facts: list[tuple[object, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.of = list(range(len(self.locals)))
        self.members = {i: [i] for i in self.of}
        self.distinct = {i: [i] for i in self.of}
        self.facts = [facts(local) for local in self.locals]

    def obstacle(self, left: int, right: int) -> str | None:
        """Why the clusters of two locals cannot be one; None where they can."""
        members = self.members if self.apart else self.distinct
        for a in members[self.of[left]]:
            for b in members[self.of[right]]:
                if self.apart and frozenset((a, b)) in self.apart:
                    return "A person decided that they are different."
                rule = veto_between(self.locals[a], self.locals[b])
                if rule is not None:
                    return says(rule)
        return None

    def decided_apart(self, left: int, right: int) -> bool:
        """Whether a person called a member of the one cluster another than a member of the other."""
        return any(
            frozenset((a, b)) in self.apart for a in self.members[self.of[left]] for b in self.members[self.of[right]]
        )

    def join(self, left: int, right: int, reason: str, score: float) -> None:
        """Take two locals for one, with the reason."""
        a, b = self.of[left], self.of[right]
        if a == b:
            return
        keep, gone = min(a, b), max(a, b)
        for index in self.members[gone]:
            self.of[index] = keep
        self.members[keep] = sorted(self.members[keep] + self.members.pop(gone))
        both = sorted(self.distinct[keep] + self.distinct.pop(gone), reverse=True)
        self.distinct[keep] = sorted({self.facts[index]: index for index in both}.values())
        self.merges.append((left, right, reason, score))

    def try_join(self, left: int, right: int, reason: str, score: float) -> bool:
        """Join unless something forbids it."""
        if self.of[left] == self.of[right]:
            return True
        if self.obstacle(left, right) is not None:
            return False
        self.join(left, right, reason, score)
        return True


def resolve(documents: Sequence[Document], mentions: Sequence[Mention], judgements: Sequence[Judgement]) -> Resolved:
    """The persons, bodies, units and places of a case from the mentions of its documents and what a person decided.

    Only threads with a name become entities. The order of documents and mentions makes no difference to the result.
    """
    told = sorted(
        (j for j in judgements if j.question == "entities" and j.answer in ("same", "different")),
        key=lambda j: (j.at, j.id),
    )
    threads = by_thread(mentions)
    threads = _set_apart(threads, told)
    found_places = _locate(documents, mentions)
    locals_ = settle_kinds(gather(sorted(documents, key=lambda d: d.id), threads, found_places))
    where = {_place_of(m): i for i, local in enumerate(locals_) for m in local.mentions}
    clusters = _Clusters(locals_, _kept_apart(told, where))
    overruled = _join_decided(clusters, told, where)
    unsure: dict[tuple[int, int], tuple[str, float]] = {}
    _join_equal(clusters, unsure)
    _join_unmarked(clusters)
    _join_known(clusters)
    _join_shortened(clusters, unsure)
    _join_called(clusters, unsure)
    _join_alike(clusters, unsure)
    _join_surnames(clusters, unsure)
    resolved = _finish(clusters, unsure)
    return replace(resolved, issues=(*overruled, *resolved.issues))


def _join_decided(clusters: _Clusters, told: Iterable[Judgement], where: Mapping[str, int]) -> list[Issue]:
    """Join what persons call the same, past every veto; each veto that was passed over is told, and what another judgement
    calls different stays apart."""
    issues = []
    for judgement in told:
        left, right = where.get(judgement.left), where.get(judgement.right)
        if judgement.answer != "same" or left is None or right is None or clusters.of[left] == clusters.of[right]:
            continue
        one, other = clusters.locals[left].name, clusters.locals[right].name
        if clusters.decided_apart(left, right):
            says = f"“Same” for “{one}” and “{other}” was set aside: it would join two that a person calls different."
            issues.append(Issue("judgements-disagree", judgement.id, says, "warning"))
            continue
        obstacle = clusters.obstacle(left, right)
        if obstacle is not None:
            says = f"{judgement.by} joined “{one}” and “{other}” although a rule forbids it: {obstacle}"
            issues.append(Issue("joined-past-a-veto", judgement.id, says, "warning"))
        clusters.join(left, right, f"A person decided that they are the same: {judgement.because}", 1.0)
    return issues


def _place_of(mention: Mention) -> str:
    span = mention.passage.span
    return f"{span.document}:{span.start}:{span.end}"


def _set_apart(
    threads: dict[tuple[str, str], list[Mention]], told: Iterable[Judgement]
) -> dict[tuple[str, str], list[Mention]]:
    """Threads split where a person decided that two places of one thread speak of different ones."""
    for judgement in told:
        if judgement.answer != "different":
            continue
        for key, mentions in list(threads.items()):
            places = {_place_of(m): m for m in mentions}
            if judgement.left in places and judgement.right in places:
                words = places[judgement.right].passage.words
                alone = words == places[judgement.left].passage.words
                moved = [
                    m for m in mentions if _place_of(m) == judgement.right or (not alone and m.passage.words == words)
                ]
                threads[key] = [m for m in mentions if m not in moved]
                threads[(key[0], identify("thread", key[1], judgement.right))] = moved
    return threads


def _kept_apart(told: Iterable[Judgement], where: dict[str, int]) -> set[frozenset[int]]:
    pairs = set()
    for judgement in told:
        left, right = where.get(judgement.left), where.get(judgement.right)
        if judgement.answer == "different" and left is not None and right is not None and left != right:
            pairs.add(frozenset((left, right)))
    return pairs


def _locate(documents: Sequence[Document], mentions: Sequence[Mention]) -> dict[tuple[str, int, int], Entry | None]:
    """A point for every place name, document by document; the commonest countries of the case are context for all."""
    hints = {document.id: country_hints(document.text) for document in documents}
    common = [code for code, _ in sorted(Counter(c for h in hints.values() for c in h).most_common(3))]
    named: dict[str, list[Mention]] = defaultdict(list)
    for m in mentions:
        if m.kind == "place" and m.form == "name":
            named[m.passage.span.document].append(m)
    found: dict[tuple[str, int, int], Entry | None] = {}
    for document in documents:
        toponyms: list[tuple[Mention, Toponym]] = [
            (m, toponym_at(document.text, m.passage.span.start, m.passage.span.end)) for m in named.get(document.id, ())
        ]
        chosen = resolve_places([t for _, t in toponyms], [*hints[document.id], *common])
        for m, toponym in toponyms:
            span = m.passage.span
            found[(document.id, span.start, span.end)] = chosen[f"{toponym.name}|{toponym.after}"]
    return found


# --- joining -----------------------------------------------------------------------------------------------------------


def _join_equal(clusters: _Clusters, unsure: dict[tuple[int, int], tuple[str, float]]) -> None:
    """Equal keys: the same words, the same unit number and type, the same point on the map."""
    first: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, local in enumerate(clusters.locals):
        if local.is_surname_alone:
            continue
        for other in first[(local.kind, local.key)]:
            if local.kind == "unit" and not _arms_fit(local, clusters.locals[other]):
                continue
            if needs_its_parent(local, clusters.locals[other]):
                unsure[(other, index)] = ("Units of one number and type, but the wider unit is not told of both.", 0.6)
                continue
            reason = {"unit": "Units of one number and type.", "place": "One place on the map."}.get(
                local.kind, "The same name."
            )
            if clusters.try_join(other, index, reason, 1.0):
                break
        else:
            first[(local.kind, local.key)].append(index)


def _join_unmarked(clusters: _Clusters) -> None:
    """A name with an owner's "s" whose apostrophe a text has lost ("Hezbollahs fighters") is the name, where the case has it."""
    plain: dict[tuple[str, str], int] = {}
    for index, local in enumerate(clusters.locals):
        if local.kind in ("person", "organisation", "place"):
            plain.setdefault((local.kind, local.name.casefold()), index)
    for index, local in enumerate(clusters.locals):
        name = local.name.casefold()
        other = plain.get((local.kind, name[:-1])) if name.endswith("s") and len(name) > _SHORT else None
        if other is not None and names.fold(name[:-1]) not in names.first_names():
            clusters.try_join(other, index, "The same name with an owner’s “s” whose mark the text has lost.", 0.9)


def _join_known(clusters: _Clusters) -> None:
    """Bodies that English texts name in several ways ("Daesh", "ISIL"; "AP", "Associated Press"), by the table `agencies`.

    Initials that are also those of another body of the case ("PA" beside the "Port Authority") are left to what is alike.
    """
    first: dict[str, int] = {}
    initials: dict[str, set[str | None]] = defaultdict(set)
    for local in clusters.locals:
        if local.kind == "organisation" and " " in local.name:
            initials[names.acronym_of(local.name)].add(_known_as(local))
    for index, local in enumerate(clusters.locals):
        if local.kind != "organisation":
            continue
        known = _known_as(local)
        shared = names.is_acronym(local.name) and initials[names.fold(local.name)] - {known}
        if known is not None and not shared:
            clusters.try_join(first.setdefault(known, index), index, f"Both are names of {known}.", 0.95)


def _known_as(local: Local) -> str | None:
    """The name to show of a group or an agency that the table `agencies` lists; None for any other body."""
    return groups().get(names.fold(local.name)) or agencies().get(local.name.casefold())


def _join_shortened(clusters: _Clusters, unsure: dict[tuple[int, int], tuple[str, float]]) -> None:
    """A body called by its name without the "for ..." or "of ..." joins the only such name of the case; of several it joins none.

    "Harbour Watch", where only one "Harbour Watch for the Northern Coast" is told of. One word ("the Watch") is enough only in
    the account that tells the whole name. A name known by itself is none shortened: "Islamic State" is not that "of" a province.
    """
    whole: dict[tuple[str, str], set[int]] = defaultdict(set)
    for index, local in enumerate(clusters.locals):
        short = names.without_scope(local.name) if local.kind == "organisation" else ""
        if " " in short:
            whole["", short].add(index)
            whole[local.document, short.rsplit(" ", 1)[-1]].add(index)
    for index, local in enumerate(clusters.locals):
        name = " ".join(names.words_of(local.name))
        if local.kind != "organisation" or _known_as(local) is not None:
            continue
        fitting = whole.get(("" if " " in name else local.document, name), set())
        if not fitting and " " not in name and len(name) >= _LONG:
            # A slip of the pen in the whole name ("Obervatory") must not make two of one.
            slips = [key for key in whole if key[0] == local.document and names.is_slip(key[1], name)]
            fitting = set().union(*(whole[key] for key in slips))
        if not fitting:
            continue
        leads = sorted({clusters.of[other] for other in fitting})
        reason = "The name without what follows its “for” or “of”"
        for lead in leads:
            if len(leads) > 1:
                unsure[(min(lead, index), max(lead, index))] = (f"{reason}; several bodies of the case fit it.", 0.5)
            else:
                clusters.try_join(lead, index, f"{reason}; only one body fits it.", 0.9)


def _join_called(clusters: _Clusters, unsure: dict[tuple[int, int], tuple[str, float]]) -> None:
    """A body called only as another account calls one body for short ("Lockheed" of "Lockheed Martin"); of several it joins none."""
    called: dict[str, set[int]] = defaultdict(set)
    for index, local in enumerate(clusters.locals):
        if local.kind == "organisation":
            for spelling, _ in local.spellings:
                if spelling != local.name and not names.is_acronym(spelling):
                    called[names.fold(spelling)].add(index)
    for index, local in enumerate(clusters.locals):
        if local.kind != "organisation" or " " in local.name or _known_as(local) is not None:
            continue
        leads = sorted({clusters.of[other] for other in called.get(names.fold(local.name), ())} - {clusters.of[index]})
        for lead in leads:
            if len(leads) > 1:
                unsure[(min(lead, index), max(lead, index))] = (
                    "Another account calls several bodies so for short.",
                    0.5,
                )
            else:
                clusters.try_join(lead, index, "Another account calls this body so for short, and only this one.", 0.9)


def _arms_fit(left: Local, right: Local) -> bool:
    a, b = arms_of(left), arms_of(right)
    return a <= b or b <= a


def _sounds(local: Local) -> set[str]:
    """The keys under which a name is compared with others: the sounds of its words, its initials."""
    if local.kind == "person":
        words = [w for w in local.full_words if w not in names.particles()] or list(local.full_words)
        return {names.skeleton(w) for w in (words[0], words[-1]) if len(w) > 1} if words else set()
    words = list(names.body_words_of(local.name))
    keys = {names.skeleton(w) for w in words[:2] if len(w) > 2}
    for spelling, _ in local.spellings:
        if names.is_acronym(spelling):
            keys.add(f"={names.fold(spelling)}")
        elif " " in spelling:
            keys.add(f"={names.acronym_of(spelling)}")
    return keys


def _join_alike(clusters: _Clusters, unsure: dict[tuple[int, int], tuple[str, float]]) -> None:
    """Spellings of one name, best first; what is not alike enough is queued."""
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for lead in sorted(clusters.members):
        local = clusters.locals[lead]
        if local.kind in ("person", "organisation") and not local.is_surname_alone:
            for sound in _sounds(local):
                blocks[(local.kind, sound)].append(lead)
    pairs = {
        (a, b)
        for block in blocks.values()
        if len(block) <= _CROWD
        for at, a in enumerate(block)
        for b in block[at + 1 :]
    }
    scored = []
    for a, b in pairs:
        left, right = clusters.locals[a], clusters.locals[b]
        likeness = _likeness(left, right)
        if likeness.score >= UNSURE:
            scored.append((-likeness.score, a, b, likeness.reason))
    doubtful = _initials_of_several(clusters, [(a, b) for _, a, b, _ in scored])
    for minus, a, b, reason in sorted(scored):
        if clusters.of[a] == clusters.of[b]:
            continue
        if (a, b) in doubtful:
            unsure[(a, b)] = (f"{_sentence(reason)[:-1]}; several bodies of the case have them.", 0.8)
            continue
        if -minus >= MERGE and clusters.try_join(a, b, _sentence(reason), -minus):
            continue
        if -minus < 0.99:
            unsure[(a, b)] = (_sentence(reason), -minus)


def _initials_of_several(clusters: _Clusters, pairs: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """The pairs of initials and a whole name where the initials are also those of another body, so that they join neither.

    The only one of these that the account with the initials names itself is taken.
    """
    found: set[tuple[int, int]] = set()
    bodies: dict[int, list[int]] = defaultdict(list)
    for pair in pairs:
        short, long = sorted(pair, key=lambda lead: not names.is_acronym(clusters.locals[lead].name))
        names_both = clusters.locals[short].name, clusters.locals[long].name
        if clusters.locals[short].kind == "organisation" and list(map(names.is_acronym, names_both)) == [True, False]:
            bodies[short].append(long)
    for short, longs in bodies.items():
        told = [clusters.locals[long] for long in {clusters.of[long]: long for long in longs}.values()]
        if all(_likeness(told[0], other).score >= MERGE for other in told[1:]):
            continue
        own = [long for long in longs if clusters.locals[long].document == clusters.locals[short].document]
        kept = own if len(own) == 1 else []
        found |= {(min(short, long), max(short, long)) for long in longs if long not in kept}
    return found


def _likeness(left: Local, right: Local) -> names.Likeness:
    compare = names.compare_people if left.kind == "person" else names.compare_bodies
    best = compare(left.name, right.name)
    if left.kind == "organisation":
        for a, _ in left.spellings:
            for b, _ in right.spellings:
                if names.is_acronym(a) != names.is_acronym(b):
                    other = compare(a, b)
                    best = max(best, other, key=lambda likeness: likeness.score)
    return best


def _sentence(reason: str) -> str:
    return reason[:1].upper() + reason[1:] + "."


def _join_surnames(clusters: _Clusters, unsure: dict[tuple[int, int], tuple[str, float]]) -> None:
    """A surname alone joins the one full name of the case that it fits; of several it joins none."""
    by_surname: dict[str, set[int]] = defaultdict(set)
    for lead, members in clusters.members.items():
        for index in members:
            local = clusters.locals[index]
            if local.kind == "person" and not local.is_surname_alone and local.full_words:
                by_surname[local.full_words[-1]].add(lead)
    alone: dict[str, list[int]] = defaultdict(list)
    for index, local in enumerate(clusters.locals):
        if local.is_surname_alone:
            alone[local.full_words[0]].append(index)
    for word, indices in sorted(alone.items()):
        lead_words = sorted(by_surname.get(word, ()))
        for index in indices:
            fitting = [lead for lead in lead_words if clusters.obstacle(lead, index) is None]
            if len(fitting) == 1:
                score = 0.9 if len(lead_words) == 1 else 0.85
                clusters.try_join(
                    fitting[0], index, "The surname alone; only one full name in the case fits it.", score
                )
            else:
                for lead in fitting:
                    unsure[(lead, index)] = ("The surname alone; several full names in the case fit it.", 0.5)
        if not lead_words:
            for other in indices[1:]:
                clusters.try_join(
                    indices[0], other, "The same single name, and no full name in the case to tell more.", 0.8
                )


# --- the result ----------------------------------------------------------------------------------------------------------


def _finish(clusters: _Clusters, unsure: dict[tuple[int, int], tuple[str, float]]) -> Resolved:
    drafts = {lead: _draft(clusters, members) for lead, members in clusters.members.items()}
    ids = _name_them(drafts)
    by_place = {_place_of(m): ids[lead] for lead, draft in drafts.items() for m in draft.mentions}
    merges: dict[int, list[Merge]] = defaultdict(list)
    for a, b, reason, score in clusters.merges:
        left, right = (_place_of(_first_named(clusters.locals[one])) for one in (a, b))
        merges[clusters.of[a]].append(Merge(left, right, reason, round(score, 3)))
    entities = [
        replace(draft, id=ids[lead], merges=tuple(sorted(merges[lead], key=lambda m: (m.left, m.right))))
        for lead, draft in drafts.items()
    ]
    countries: dict[str, str] = {}
    for e in entities:
        if e.place and e.place.precision == "country":
            countries.setdefault(e.place.country, e.id)
    entities = [replace(e, parent=_parent_of(e, by_place, countries)) for e in entities]
    pairs = []
    for (a, b), (reason, score) in unsure.items():
        left, right = sorted((ids[clusters.of[a]], ids[clusters.of[b]]))
        if left != right and clusters.obstacle(a, b) is None:
            pairs.append(UnsurePair(left, right, reason, round(score, 3)))
    issues = [
        Issue("place-unknown", e.id, f"No gazetteer entry for “{e.name}”: it has no coordinates.")
        for e in entities
        if e.kind == "place" and e.place is None
    ]
    best: dict[tuple[str, str], UnsurePair] = {}
    for pair in sorted(pairs, key=lambda p: (p.score, p.reason)):
        best[(pair.left, pair.right)] = pair
    return Resolved(
        entities=tuple(sorted(entities, key=lambda e: (e.kind, names.fold(e.name), e.id))),
        unsure=tuple(sorted(best.values(), key=lambda p: (-p.score, p.left, p.right))),
        issues=tuple(sorted(issues, key=lambda i: i.subject)),
    )


def _first_named(local: Local) -> Mention:
    return next(m for m in local.mentions if m.form == "name")


def _draft(clusters: _Clusters, members: Sequence[int]) -> Entity:
    """The entity of a cluster, without its id."""
    parts = [clusters.locals[i] for i in members]
    counts: Counter[str] = Counter()
    for part in parts:
        counts.update(dict(part.spellings))
    kind = Counter(p.kind for p in parts).most_common(1)[0][0]
    name = fullest(counts, kind)
    mentions = sorted(
        (m for p in parts for m in p.mentions),
        key=lambda m: (m.passage.span.document, m.passage.span.start, -m.passage.span.end),
    )
    place = next((p.place for p in parts if p.place is not None), None)
    return Entity(
        id="",
        kind=kind,
        name=name,
        aliases=tuple(sorted(set(counts) - {name})),
        mentions=tuple(mentions),
        place=place.coordinates() if place is not None else None,
        unit=_unit_of(parts),
    )


def _unit_of(parts: Sequence[Local]) -> UnitName | None:
    """The number and type of a unit; the place of a parent belongs to one mention and stays there."""
    unit = next((p.unit for p in parts if p.unit is not None), None)
    return None if unit is None else UnitName(unit.number, unit.type)


def _name_them(drafts: dict[int, Entity]) -> dict[int, str]:
    """Ids from kind and folded name; namesakes are told apart by their first place, in order of the documents' ids."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for lead, draft in drafts.items():
        groups[(draft.kind, names.fold(draft.name))].append(lead)
    ids = {}
    for (kind, key), leads in groups.items():
        for lead in leads:
            apart = "" if len(leads) == 1 else _place_of(drafts[lead].mentions[0])
            ids[lead] = identify("entity", kind, key, apart)
    return ids


def _parent_of(entity: Entity, by_place: dict[str, str], countries: Mapping[str, str]) -> str | None:
    """The wider unit a unit's mentions name, or the country or division of the case that holds a place."""
    for m in entity.mentions:
        if m.unit is not None and m.unit.parent is not None:
            start, end = m.unit.parent
            found = by_place.get(f"{m.passage.span.document}:{start}:{end}")
            if found and found != entity.id:
                return found
    if entity.place is None or entity.place.precision in ("country", "area"):
        return None
    return countries.get(entity.place.country)
