"""Small cases made by hand: accounts, statements and chains as values, without a parser.

    case = Case()
    case.tell("Coast Courier", "The mast fell at dawn", by("Jana Reed", saw=True))

adds to the account of the Courier the sentence “The mast fell at dawn, Jana Reed said.” and the statement in it.
Sentences of one publisher are one account.
"""

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from variorum.stages.grades import ask, grade
from variorum.stages.lineage import lose, stand, trace
from variorum.values.claims import Claim, Relation
from variorum.values.custody import CustodyEvent, Exhibit
from variorum.values.documents import Document, KnownDate, KnownName, Part
from variorum.values.entities import Coordinates, Entity, Mention, Merge, UnsurePair
from variorum.values.identity import hash_bytes, identify
from variorum.values.judgements import Judgement
from variorum.values.lineage import LineageEdge, Standing
from variorum.values.moments import Moment
from variorum.values.readings import Reading
from variorum.values.runs import Issue, ModelRecord
from variorum.values.statements import Basis, Figure, Holder, HolderKind, Hop, Mark, Modality, Statement
from variorum.values.text import Passage, Span, quote
from variorum.values.timeline import Timeline, TimelineCheck, TimelineEvent

KINDS: Mapping[str, HolderKind] = {"unnamed": "unnamed", "role": "role", "outlet": "outlet"}


@dataclass(frozen=True)
class Voucher:
    """One hop to be: the name as it will stand in the text, the kind, and how the holder knows."""

    name: str
    kind: HolderKind = "named"
    basis: Basis = "unknown"
    hedge: str | None = None
    cue: bool = True


def by(name: str, *, saw: bool = False, hedge: str | None = None, cue: bool = True) -> Voucher:
    """A voucher from its name; "role: …", "outlet: …" and "unnamed: …" give its kind."""
    label, colon, rest = name.partition(": ")
    kind = KINDS.get(label, "named") if colon else "named"
    return Voucher(rest if kind != "named" else name, kind, "saw" if saw else "unknown", hedge, cue)


@dataclass
class _Draft:
    publisher: str
    published: str | None = None
    author: str | None = None
    text: str = ""
    statements: list[tuple[str, int, int, list[tuple[Voucher, int, int | None]], Modality, tuple[str, ...]]] = field(
        default_factory=list
    )


class Case:
    """Accounts and statements in the making; `documents()` and `statements()` give the values."""

    def __init__(self) -> None:
        self._drafts: dict[str, _Draft] = {}
        self._judgements: list[Judgement] = []
        self._entities: dict[str, tuple[str, ...]] = {}

    def account(
        self, publisher: str, *, text: str = "", published: str | None = None, author: str | None = None
    ) -> "Case":
        """An account with what is known of it, and a text that no statement was read from."""
        draft = self._drafts.setdefault(publisher, _Draft(publisher))
        draft.published, draft.author = published or draft.published, author or draft.author
        draft.text += text
        return self

    def tell(
        self,
        publisher: str,
        words: str,
        *chain: Voucher,
        claim: str = "",
        modality: Modality = "asserted",
        remarks: Sequence[str] = (),
    ) -> "Case":
        """One more sentence and its statement in the account of a publisher; `claim` says which claim it belongs to."""
        draft = self._drafts.setdefault(publisher, _Draft(publisher))
        start = len(draft.text)
        draft.text += words
        hops: list[tuple[Voucher, int, int | None]] = []
        for voucher in chain:
            draft.text += ", "
            at = len(draft.text)
            draft.text += voucher.name
            said = None
            if voucher.cue:
                said = len(draft.text) + 1
                draft.text += " said"
            elif hops:
                # Named in the same breath as the holder before: one cue reports both.
                said = hops[-1][2]
            hops.append((voucher, at, said))
        draft.text += ".\n"
        draft.statements.append((claim or words, start, start + len(words), hops, modality, tuple(remarks)))
        return self

    def entity(self, name: str, *aliases: str) -> "Case":
        """A person or body known by these names wherever they stand in the accounts."""
        self._entities[name] = (name, *aliases)
        return self

    def decide(self, left: str, right: str, answer: str, because: str) -> "Case":
        """A person's decision on the independence of two origins, by their keys."""
        self._judgements.append(
            Judgement("independence", left, right, answer, "an editor", "2024-01-01", because)  # type: ignore[arg-type]
        )
        return self

    # ---------------------------------------------------------------- what a stage takes

    def documents(self) -> tuple[Document, ...]:
        return tuple(_document(draft) for draft in self._drafts.values())

    def statements(self) -> tuple[Statement, ...]:
        return tuple(statement for statement, _ in self.told_with_claims())

    def claims(self) -> tuple[Claim, ...]:
        gathered: dict[str, list[str]] = {}
        for statement, claim in self.told_with_claims():
            gathered.setdefault(claim, []).append(statement.id)
        return tuple(Claim(identify("c", *ids), ids[0], tuple(ids)) for ids in gathered.values())

    def entities(self) -> tuple[Entity, ...]:
        documents = self.documents()
        return tuple(
            Entity(
                identify("e", name),
                "person",
                name,
                aliases[1:],
                tuple(
                    Mention(quote(d.text, Span(d.id, *found.span())), "person", "name", name, found.span())
                    for alias in aliases
                    for d in documents
                    for found in re.finditer(re.escape(alias), d.text)
                ),
            )
            for name, aliases in self._entities.items()
        )

    def edges(self) -> tuple[LineageEdge, ...]:
        return trace(self.documents(), self.statements()).edges

    def standings(self) -> tuple[Standing, ...]:
        return stand(
            self.claims(), self.statements(), self.documents(), self.entities(), self.edges(), tuple(self._judgements)
        )

    def standing(self) -> Standing:
        """The standing of the only claim."""
        (standing,) = self.standings()
        return standing

    def told_with_claims(self) -> list[tuple[Statement, str]]:
        """Every statement with the label of its claim."""
        found = []
        for draft in self._drafts.values():
            document = _document(draft)
            for claim, start, end, hops, modality, remarks in draft.statements:
                chain = tuple(_hop(document, *hop) for hop in hops)
                span = Span(document.id, start, end)
                statement = Statement(
                    id=identify("s", document.id, start, end),
                    passage=quote(document.text, span),
                    proposition=None,
                    voice="attributed" if chain else "own",
                    quotation="indirect" if chain else "none",
                    chain=chain,
                    modality=modality,
                    polarity="positive",
                    moment=None,
                    figures=(),
                    remarks=remarks,
                )
                found.append((statement, claim))
        return found


def _document(draft: _Draft) -> Document:
    digest = hash_bytes(draft.text.encode("utf-8"))
    ident = identify("doc", digest, draft.publisher)
    day = datetime.date.fromisoformat(draft.published) if draft.published else None
    return Document(
        id=ident,
        name=f"{draft.publisher.lower().replace(' ', '-')}.txt",
        exhibit=digest,
        media_type="text/plain",
        text=draft.text,
        title=None,
        publisher=KnownName(None if draft.author else draft.publisher, "unknown" if draft.author else "user"),
        authors=(draft.author,) if draft.author else (),
        published=KnownDate(day, "user" if day else "unknown"),
        language="en",
        parts=(Part("body", Span(ident, 0, len(draft.text))),) if draft.text else (),
        author_is_voice=draft.author is not None,
    )


def _hop(document: Document, voucher: Voucher, at: int, said: int | None) -> Hop:
    passage = quote(document.text, Span(document.id, at, at + len(voucher.name)))
    name = f"unnamed: {voucher.name}" if voucher.kind == "unnamed" else voucher.name
    cue: Passage | None = quote(document.text, Span(document.id, said, said + 4)) if said is not None else None
    return Hop(Holder(name, voucher.kind, passage), cue, voucher.basis, voucher.hedge)


def shuffled(case: Case, order: Sequence[int]) -> Case:
    """The same accounts, handed over in another order (`order` is a permutation of their indices)."""
    other = Case()
    keys = list(case._drafts)
    other._drafts = {keys[i]: replace(case._drafts[keys[i]]) for i in order}
    other._judgements, other._entities = case._judgements, case._entities
    return other


# -------------------------------------------------------------------- whole readings, for what renders them


def reading_of(case: Case, **more: object) -> Reading:
    """A whole reading of a case, as the hall would make it; `more` replaces fields."""
    claims, statements, documents = case.claims(), case.statements(), case.documents()
    standings, traced = case.standings(), trace(documents, statements)
    relations = more.get("relations", ())
    losses = lose(standings)
    reading = Reading(
        version="0.0.0",
        models=(ModelRecord("parser", "0" * 64),),
        exhibits=tuple(Exhibit(d.exhibit, d.media_type, len(d.text)) for d in documents),
        custody=tuple(
            CustodyEvent(d.exhibit, "received", "2024-01-01T00:00:00+00:00", "variorum 0.0.0", d.name)
            for d in documents
        ),
        documents=documents,
        mentions=tuple(m for e in case.entities() for m in e.mentions),
        attributions=(),
        entities=case.entities(),
        unsure=(),
        statements=statements,
        claims=claims,
        relations=cast(tuple[Relation, ...], relations),
        lineage=traced.edges,
        loops=traced.loops,
        standings=standings,
        losses=losses,
        grades=grade(claims, statements, cast(tuple[Relation, ...], relations), standings),
        timeline=Timeline((), ()),
        questions=ask(claims, statements, cast(tuple[Relation, ...], relations), standings, documents, losses),
        judgements=(),
        issues=(),
    )
    return replace(reading, **more)  # type: ignore[arg-type]


def rich_reading(*, words: str = "The crane fell into the river", outlet: str = "Early Post") -> Reading:
    """A reading with something in every section of a dossier; `words` and `outlet` let a text misbehave."""
    case = Case().account(outlet, text=f"{words} again.\n", published="2024-03-04")
    case.tell(outlet, words, by("Jana Reed", saw=True), claim="fell")
    case.tell(outlet, "Nobody could verify this", claim="remark", modality="unverified")
    case.tell("Late Herald", f"{words}, it seems", by("unnamed: two dockers"), by(f"outlet: {outlet}"), claim="fell")
    case.tell("Late Herald", "The crane stands", by("Pavel Lind", hedge="allegedly"), by("outlet: Hill Guardian"))
    case.tell(outlet, "There was a light", by("outlet: Late Herald"), claim="light")
    case.entity("Jana Reed", "Reed").entity("Pavel Lind").entity("river")
    first, _, _, third, fourth = _in_order(case)
    claims = {s: c.id for c in case.claims() for s in c.statements}
    person, other, place = case.entities()
    reading = reading_of(
        case, relations=(Relation(first.id, fourth.id, "contradicts", "status", 0.9, f"{words}, or not."),)
    )
    at = datetime.date(2024, 3, 1)
    spot = Coordinates(50.1, 8.6, "city", "Frankfurt", "DE", "table")
    moment = Moment(first.passage, "date", "2024-03-01", at, at, "day", "text", "The words say the day.")
    figure = Figure("cranes", 1.0, None, first.passage)
    changed = tuple(
        replace(s, moment=moment, figures=(figure,), marks=(Mark("evidence", s.passage),)) if s.id == first.id else s
        for s in reading.statements
    )
    return replace(
        reading,
        statements=changed,
        entities=(
            replace(person, merges=(Merge("a", "b", "The surname follows the full name.", 1.0),)),
            other,
            replace(place, kind="place", place=spot),
        ),
        unsure=(UnsurePair(person.id, other.id, "Both are witnesses.", 0.5),),
        timeline=Timeline(
            (
                TimelineEvent(claims[first.id], (first.id,), at, at, "day", "The words say the day."),
                TimelineEvent(claims[third.id], (third.id,), None, None, "open", "Nothing says when."),
            ),
            (TimelineCheck((first.id, third.id), False, "One day cannot hold both."),),
        ),
        issues=(Issue("odd", "early-post.txt", f"{words}: something is odd.", "warning"),),
    )


def _in_order(case: Case) -> list[Statement]:
    """Statements in the order in which `rich_reading` needs them: by account, then by place."""
    return sorted(case.statements(), key=lambda s: ([d.id for d in case.documents()].index(s.document), s.passage.span))
