"""From a snapshot to what a page shows: chosen, filtered, put in pages. Nothing is computed here that a stage should have found."""

import datetime
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar, get_args
from urllib.parse import quote, urlencode

from variorum.case.folder import KeptJudgement
from variorum.crafts.excerpts import clip
from variorum.dossier import drawings
from variorum.dossier.html import CHAIN_BASIS
from variorum.dossier.views import EntityView, EventView, RelationView, when, who
from variorum.storage.ledger import Entry, EntryKind
from variorum.values.claims import Facet
from variorum.values.documents import Document, Particular
from variorum.values.entities import Entity
from variorum.values.judgements import ANSWERS, Judgement, read_place, write_place
from variorum.values.statements import Figure, Hop, Statement
from variorum.values.text import Span
from variorum.web.caution import graphic_stretches, is_graphic
from variorum.web.desk import Desk, Snapshot
from variorum.web.facts import SHOWN_KINDS, ClaimFacts
from variorum.web.pages import (
    CheckRow,
    ClaimPage,
    ClaimsPage,
    Conflict,
    ConflictsPage,
    CorrectionForm,
    EntityPage,
    Input,
    JudgementRow,
    JudgementsPage,
    LineagePage,
    LogPage,
    LogRow,
    MapPage,
    MentionRow,
    MergeRow,
    Option,
    OverviewPage,
    Paging,
    ReaderPage,
    ReaderPiece,
    ReaderRow,
    ReviewPage,
    SearchPage,
    SourceRow,
    SourcesPage,
    StatementPage,
    TimelinePage,
    WhoPage,
    Witness,
)
from variorum.web.queue import CHOICES, KINDS, count_kinds
from variorum.web.search import Hit, Sought
from variorum.web.telling import (
    HOLDER_KINDS,
    MODALITIES,
    POLARITIES,
    exact,
    plain_name,
    tell,
    tell_answer,
    tell_question,
)

T = TypeVar("T")
Asked = Mapping[str, str]

# Rows on a page. A page of any list stays under about 200 kB, whatever the case.
ROWS = 40
CARDS = 20
_WITNESSES = 24
# A long text is read in parts of about this many code points, cut at a line's end.
_PART = 24_000
# More accounts than this make a drawing that nobody can read; the table below it has them all.
_DRAWN = 40
LAYERS = ("statements", "holders", "entities", "dates")
KIND_LABELS = {
    "several": "told by several",
    "supported": "independence shown",
    "alone": "one origin only",
    "contested": "contested",
    "hedged": "hedged",
}


class Absent(LookupError):
    """What an address names is not in this case (any more)."""


# ---------------------------------------------------------------- lists in pages and their addresses


def paged(rows: Sequence[T], asked: Asked, path: str, *keep: str, size: int = ROWS) -> tuple[Sequence[T], Paging]:
    """The rows of the page asked for; `keep` are the parts of the address that stay the same from page to page."""
    paging = count_pages(len(rows), asked, path, *keep, size=size)
    return rows[(paging.number - 1) * size : paging.number * size], paging


def count_pages(total: int, asked: Asked, path: str, *keep: str, size: int = ROWS) -> Paging:
    """Where a page stands in a list of `total` rows; a page that is not there is the nearest one that is."""
    of = max(1, -(-total // size))
    number = min(max(1, as_number(asked.get("page", ""), 1)), of)
    return Paging(path, query(asked, *keep), number, of, total, size)


def query(asked: Asked, *keep: str) -> tuple[tuple[str, str], ...]:
    """Those parts of an address that are set."""
    return tuple((key, asked[key]) for key in keep if asked.get(key))


def address(path: str, asked: Asked, *keep: str, **changes: str) -> str:
    """The same address with some parts changed; empty ones are left out."""
    parts = dict(query(asked, *keep)) | changes
    filled = [(key, value) for key, value in parts.items() if value]
    return f"{path}?{urlencode(filled)}" if filled else path


def options(
    name: str,
    choices: Iterable[tuple[str, str, int | None]],
    asked: Asked,
    path: str,
    *keep: str,
) -> tuple[Option, ...]:
    """A filter's choices as links."""
    chosen = asked.get(name, "")
    return tuple(
        Option(
            value, label, count, chosen == value, address(path, asked, *(k for k in keep if k != name), **{name: value})
        )
        for value, label, count in choices
    )


def as_number(text: str, otherwise: int) -> int:
    """A whole number of at most nine digits, or another."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def as_day(text: str) -> tuple[datetime.date | None, str]:
    """A day, and what is wrong with how it was written."""
    if not text.strip():
        return None, ""
    try:
        return datetime.date.fromisoformat(text.strip()), ""
    except ValueError:
        return None, f"“{text}” is not a day; write it as YYYY-MM-DD."


# ---------------------------------------------------------------- the matter


def overview(desk: Desk, snapshot: Snapshot) -> OverviewPage:
    """The matter at a glance."""
    reading, conflicts = snapshot.reading, snapshot.conflicts
    losses = tuple(loss for loss in reading.losses if loss.lost or loss.weakened)
    return OverviewPage(
        accounts=len(snapshot.documents),
        pending=len(snapshot.pending),
        outdated=len(snapshot.outdated),
        origins=len({o.key for s in reading.standings for o in s.origins}),
        claims=len(reading.claims),
        several=sum("several" in f.kinds for f in snapshot.facts),
        strong=sum("supported" in f.kinds for f in snapshot.facts),
        conflicts=conflicts[:4],
        conflict_count=len(conflicts),
        losses=losses[:6],
        loops=reading.loops[:10],
        reviews=snapshot.reviews[:5],
        review_count=len(snapshot.reviews),
        latest=tuple(judgement_row(snapshot, k) for k in tuple(reversed(snapshot.judgements))[:5]),
        issues=tuple(i for i in reading.issues if i.level != "note" and i.code != "older-run")[:20],
        jobs=desk.jobs()[:3],
    )


def claims(snapshot: Snapshot, asked: Asked) -> ClaimsPage:
    """A filtered list of claims. A filter never hides silently: the page says how many of how many are shown."""
    words = asked.get("q", "").casefold().split()
    holder = asked.get("holder", "").strip().casefold()
    document = asked.get("document", "")
    since, wrong = as_day(asked.get("since", ""))
    until, wrong_too = as_day(asked.get("until", ""))

    def fits(facts: ClaimFacts) -> bool:
        headline = facts.headline.casefold()
        return (
            all(word in headline for word in words)
            and (not holder or any(holder in h for h in (*facts.holders, *(o.casefold() for o in facts.origins))))
            and (not document or document in facts.documents)
            and facts.within(since, until)
        )

    fitting = [facts for facts in snapshot.facts if fits(facts)]
    kind = asked.get("kind", "")
    keep = ("q", "kind", "holder", "document", "since", "until")
    kinds = options(
        "kind",
        [
            ("", "all", len(fitting)),
            *((k, KIND_LABELS[k], sum(k in f.kinds for f in fitting)) for k in SHOWN_KINDS),
        ],
        asked,
        "/claims",
        *keep,
    )
    rows, paging = paged([f for f in fitting if not kind or kind in f.kinds], asked, "/claims", *keep)
    named = next((d for d in snapshot.documents if d.id == document), None)
    return ClaimsPage(
        rows=tuple(rows),
        kinds=kinds,
        words=asked.get("q", ""),
        holder=asked.get("holder", ""),
        document=document,
        document_name=named.name if named else "",
        since=asked.get("since", ""),
        until=asked.get("until", ""),
        paging=paging,
        complaint=" ".join(filter(None, (wrong, wrong_too))),
    )


def facts_of(snapshot: Snapshot, ids: Iterable[str]) -> tuple[ClaimFacts, ...]:
    """The facts of claims, in the order given; ids of no claim are left out."""
    numbers = snapshot.views.claim_numbers
    return tuple(snapshot.facts[numbers[i] - 1] for i in ids if i in numbers)


def claim(snapshot: Snapshot, ident: str, asked: Asked) -> ClaimPage:
    """One claim with its witnesses side by side. Raises `Absent`."""
    views = snapshot.views
    if ident not in views.claim_numbers:
        raise Absent(
            "This claim is not in the case any more: a judgement or a new account laid its statements out anew."
        )
    view = views.claim(ident)
    origin_of = {s: o for o in (view.standing.origins if view.standing else ()) for s in o.statements}
    rows, paging = paged(view.readings, asked, f"/claims/{ident}", size=_WITNESSES)
    witnesses = tuple(
        Witness(
            statement=r.statement,
            document=r.document,
            number=r.number,
            pieces=r.pieces,
            route=r.route,
            origin=origin_of[r.statement.id].name if r.statement.id in origin_of else "",
            state=r.origin,
            remarks=r.remarks,
            is_gist=r.statement.id == view.gist.id,
        )
        for r in rows
    )
    other = [r.b_claim if r.a_claim == ident else r.a_claim for r in view.relations]
    members = {r.statement.id for r in view.readings}
    return ClaimPage(
        claim=view,
        witnesses=witnesses,
        paging=paging,
        stemma=views.stemma(view),
        drawing=_without_style(views.stemma_drawing(view)) if view.accounts > 1 and view.accounts <= _DRAWN else "",
        relations=tuple(r for r in view.relations if r.a_claim != r.b_claim)[:ROWS],
        inner=tuple(r for r in view.relations if r.a_claim == r.b_claim)[:ROWS],
        related=facts_of(snapshot, dict.fromkeys(c for c in other if c != ident)),
        numbers={c: n for c, n in views.claim_numbers.items() if c in {ident, *other}},
        judgements=tuple(
            judgement_row(snapshot, k)
            for k in snapshot.judgements
            if {k.judgement.left, k.judgement.right} & members and k.undone is None
        ),
    )


def before(text: str, at: int, most: int) -> str:
    """What stands before a place in a text, from the beginning of a word on, at most so many characters and an ellipsis."""
    shown = text[max(0, at - most) : at]
    return shown if at <= most else "… " + shown.partition(" ")[2]


def behind(text: str, at: int, most: int) -> str:
    """What stands behind a place in a text, to the end of a word, at most so many characters and an ellipsis."""
    shown = text[at : at + most]
    return shown if at + most >= len(text) else shown.rpartition(" ")[0] + " …"


def _without_style(drawing: str) -> str:
    """A drawing without its own style: the page's policy allows none inside the page."""
    head, tag, rest = drawing.partition(">")
    before, style, after = head.partition(' style="width:')
    if not style:
        return drawing
    width, _, behind = after.partition('px"')
    return f'{before} width="{width}"{behind}{tag}{rest}'


def statement(snapshot: Snapshot, ident: str) -> StatementPage:
    """One statement. Raises `Absent`."""
    index = snapshot.index
    found = index.statements.get(ident)
    if found is None:
        raise Absent("This statement is not in the case any more: it was rejected, or the text was read anew.")
    document, span = index.documents[found.document], found.passage.span
    claim_id = index.claim_of.get(ident)
    return StatementPage(
        statement=found,
        document=document,
        number=snapshot.views.numbers[document.id],
        before=before(document.text, span.start, 240),
        behind=behind(document.text, span.end, 240),
        claim=facts_of(snapshot, [claim_id])[0] if claim_id else None,
        judgements=tuple(
            judgement_row(snapshot, k)
            for k in reversed(snapshot.judgements)
            if ident in (k.judgement.left, k.judgement.right)
        ),
        corrections=_corrections(found),
        remarks=tuple(index.statements[r] for r in found.remarks if r in index.statements),
    )


def _corrections(found: Statement) -> tuple[CorrectionForm, ...]:
    """What may be corrected on a statement, filled with what is there now."""
    moment = found.moment
    return (
        CorrectionForm(
            "span",
            "The words",
            f"“{found.passage.words}”",
            "Write them exactly as the text has them; the nearest place with these words is taken.",
            (Input("words", "Words as they stand in the text", found.passage.words, kind="words"),),
        ),
        *(_hop_form(number, hop) for number, hop in enumerate(found.chain)),
        _hop_form(len(found.chain), None),
        CorrectionForm(
            "date",
            "When it was",
            when(moment.earliest, moment.latest) if moment else "no date",
            "For one day give it twice. Leave both empty where nobody knows.",
            (
                Input("earliest", "Not before", str(moment.earliest or "") if moment else "", kind="date"),
                Input("latest", "Not after", str(moment.latest or "") if moment else "", kind="date"),
            ),
        ),
        *(_figure_form(number, figure) for number, figure in enumerate(found.figures)),
        _figure_form(len(found.figures), None),
        CorrectionForm(
            "modality",
            "How it is meant",
            f"{MODALITIES[found.modality].partition(':')[0]}, {POLARITIES[found.polarity]}",
            "Whether the words tell it as a fact, with a reservation, as a question and so on.",
            meant(found.modality, found.polarity),
        ),
    )


def _name_of(hop: Hop | None) -> Input:
    return Input("name", "Name or description", plain_name(hop.holder.name) if hop else "")


def choose_kind(kind: str) -> Input:
    """How a holder is called in the text."""
    return Input("kind", "How the text calls them", kind, tuple(HOLDER_KINDS.items()))


def choose_basis(basis: str) -> Input:
    """How a holder knows."""
    return Input("basis", "How they know", basis, tuple(CHAIN_BASIS.items()))


def meant(modality: str, polarity: str) -> tuple[Input, Input]:
    """How a statement is meant."""
    return (
        Input("modality", "How it is told", modality, tuple(MODALITIES.items())),
        Input("polarity", "It says", polarity, tuple(POLARITIES.items())),
    )


def _hop_form(number: int, hop: Hop | None) -> CorrectionForm:
    """A step of the chain, or one more at its end. The first is who says it: there is no other form for the origin."""
    if number == 0:
        title = "Who says it"
        hint = "The one who knows it at first hand. " + (
            "Leave the name empty to take this step out; without any step the account says it in its own voice."
            if hop
            else "Now the account says it in its own voice."
        )
    elif hop:
        title, hint = f"Step {number + 1} on its way here", "Leave the name empty to take this step out."
    else:
        title, hint = "One more step on its way here", "Somebody through whom it came, after those above."
    return CorrectionForm(
        "hop",
        title,
        plain_name(hop.holder.name) if hop else "" if number else "the account's own voice",
        hint,
        (
            Input("number", "", str(number)),
            _name_of(hop),
            choose_kind(hop.holder.kind if hop else "named"),
            choose_basis(hop.basis if hop else "unknown"),
            Input("hedge", "Hedge, as the text has it", (hop.hedge or "") if hop else "", hint="such as “reportedly”"),
        ),
    )


def _figure_form(number: int, figure: Figure | None) -> CorrectionForm:
    """A figure, or one more."""
    low, high = (None, None) if figure is None else (figure.low, figure.high)
    return CorrectionForm(
        "figure",
        f"Figure {number + 1}" if figure else "One more figure",
        figure.passage.words if figure else "",
        f"For an exact number give it twice.{' Leave what is counted empty to take the figure out.' if figure else ''}",
        (
            Input("number", "", str(number)),
            Input("of", "What is counted", figure.of if figure else "", hint="such as “people killed”"),
            Input("low", "At least", "" if low is None else exact(low), kind="number"),
            Input("high", "At most", "" if high is None else exact(high), kind="number"),
        ),
    )


# ---------------------------------------------------------------- reading an account


def reader(snapshot: Snapshot, ident: str, asked: Asked) -> ReaderPage:
    """A document, or the part of a long one that was asked for, with its layers. Raises `Absent`."""
    document = next((d for d in snapshot.documents if d.id == ident), None)
    if document is None:
        raise Absent("There is no such account in this case.")
    index = snapshot.index
    own = sorted(
        (s for s in snapshot.reading.statements if s.document == ident), key=lambda s: (s.passage.span.start, s.id)
    )
    focus = index.statements.get(asked.get("focus", ""))
    chosen = focus if focus is not None and focus.document == ident else None
    parts = _parts(document.text)
    path = f"/documents/{quote(ident)}"
    at = chosen.passage.span.start if chosen else as_number(asked.get("at", ""), -1)
    if at >= 0 and "page" not in asked:
        asked = {**asked, "page": str(1 + next((n for n, (_, end) in enumerate(parts) if at < end), 0))}
    layers = [name for name in asked.get("layers", "statements").split(",") if name in LAYERS]
    paging = count_pages(len(parts), asked, path, "layers", size=1)
    start, end = parts[paging.number - 1]
    inside = [s for s in own if s.passage.span.start < end and s.passage.span.end > start]
    numbers = {d.id: n for n, d in enumerate(snapshot.documents, 1)}
    rows = tuple(
        ReaderRow(
            s,
            who(s, document),
            next(iter(facts_of(snapshot, [index.claim_of.get(s.id, "")])), None),
            chosen is not None and s.id == chosen.id,
            f"{address(path, asked, 'layers', focus=s.id)}#{s.id}",
        )
        for s in inside
    )
    return ReaderPage(
        document=document,
        number=numbers[ident],
        pieces=tuple(_pieces(snapshot, document, inside, layers, start, end)),
        rows=rows,
        layers=tuple(
            Option(
                name, name, None, name in layers, address(path, asked, "focus", "page", layers=_toggled(layers, name))
            )
            for name in LAYERS
        ),
        paging=paging,
        start=start,
        end=end,
        pending=ident in snapshot.pending,
        chosen=chosen,
        custody=tuple(c for c in snapshot.reading.custody if c.exhibit == document.exhibit),
        sealed=document.exhibit in snapshot.unsaid.sealed,
        corrections=particulars(document),
        judgements=tuple(
            judgement_row(snapshot, k)
            for k in reversed(snapshot.judgements)
            if k.judgement.question == "account" and k.judgement.left == ident
        ),
        correcting=asked.get("correct") == "1",
    )


def _toggled(layers: Sequence[str], name: str) -> str:
    """The layers with one more or one less, as an address has them; "none" where nothing is left."""
    others = [one for one in LAYERS if (one in layers) != (one == name)]
    return ",".join(others) or "none"


def _parts(text: str) -> list[tuple[int, int]]:
    """Stretches of a text to be read one at a time, each cut after a line where that is possible."""
    parts, start = [], 0
    while len(text) - start > _PART * 1.25:
        cut = text.rfind("\n", start + _PART // 2, start + _PART)
        end = cut + 1 if cut > 0 else start + _PART
        parts.append((start, end))
        start = end
    return [*parts, (start, len(text))]


def _pieces(
    snapshot: Snapshot, document: Document, inside: Sequence[Statement], layers: Sequence[str], start: int, end: int
) -> Iterable[ReaderPiece]:
    """The part of the text between two places, cut where a layer begins or ends; joined the pieces are the text."""
    covers: list[tuple[int, int, str, str, str]] = [
        (p.span.start, p.span.end, p.role, "", "") for p in document.parts if p.role != "body"
    ]
    if "statements" in layers:
        covers += [(s.passage.span.start, s.passage.span.end, "st", s.id, "") for s in inside]
    if "holders" in layers:
        for s in inside:
            for hop in s.chain:
                if hop.holder.passage is not None and hop.holder.passage.span.document == document.id:
                    covers.append((*_ends(hop.holder.passage.span), "holder", "", f"holder: {hop.holder.name}"))
                if hop.cue is not None and hop.cue.span.document == document.id:
                    covers.append((*_ends(hop.cue.span), "cue", "", "the words that report it"))
    if "entities" in layers:
        for entity in snapshot.reading.entities:
            covers += [
                (*_ends(m.passage.span), "entity", "", f"{entity.kind}: {entity.name}")
                for m in entity.mentions
                if m.passage.span.document == document.id
            ]
    if "dates" in layers:
        for s in inside:
            if s.moment is not None and s.moment.passage.span.document == document.id:
                told = f"{when(s.moment.earliest, s.moment.latest)}. {s.moment.rule}"
                covers.append((*_ends(s.moment.passage.span), "moment", "", told))
    covers = [c for c in covers if c[0] < end and c[1] > start]
    covers += [
        (a, b, "graphic", "", "")
        for a, b in graphic_stretches(document.text[start:end])
        for a, b in [(a + start, b + start)]
    ]
    cuts = sorted({start, end, *(x for c in covers for x in c[:2] if start < x < end)})
    by_start = sorted(covers)
    active: list[tuple[int, int, str, str, str]] = []
    taken = 0
    for a, b in itertools.pairwise(cuts):
        while taken < len(by_start) and by_start[taken][0] <= a:
            active.append(by_start[taken])
            taken += 1
        active = [c for c in active if c[1] > a]
        statements = [c for c in active if c[3]]
        innermost = min(statements, key=lambda c: c[1] - c[0], default=None)
        yield ReaderPiece(
            words=document.text[a:b],
            start=a,
            classes=" ".join(dict.fromkeys(c[2] for c in active if c[2] != "graphic")),
            statement=innermost[3] if innermost else "",
            anchors=tuple(c[3] for c in statements if c[0] == a or (a == start and c[0] < a)),
            title="; ".join(dict.fromkeys(c[4] for c in active if c[4])),
            graphic=any(c[2] == "graphic" for c in active),
        )


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def particulars(document: Document) -> tuple[CorrectionForm, ...]:
    """What may be corrected of an account, filled with what is told of it now."""
    day, voice = document.published.value, document.authors[0] if document.author_is_voice else ""
    rows: tuple[tuple[Particular, str, str, str, Input], ...] = (
        (
            "published",
            "Published",
            str(day or "unknown"),
            "Days such as “on Tuesday” are counted from it, and it tells who was first. Leave it empty where it is not known after all.",
            Input("value", "Day", str(day or ""), kind="date"),
        ),
        (
            "publisher",
            "Publisher",
            document.publisher.value or "unknown",
            "What the account says by itself is theirs, and accounts of one house are not independent. Leave it empty where it is not known after all.",
            Input("value", "Publisher", document.publisher.value or ""),
        ),
        (
            "author",
            "Witness",
            voice or "nobody's own words",
            "Whose own words the account is, where a witness wrote it. Leave it empty where it is a report.",
            Input("value", "Witness", voice),
        ),
    )
    return tuple(CorrectionForm(field, title, now, hint, (given,)) for field, title, now, hint, given in rows)


def sources(snapshot: Snapshot, asked: Asked) -> SourcesPage:
    """Every account with how it came here."""
    words = asked.get("q", "").casefold().split()
    counts: dict[str, int] = {}
    for one in snapshot.reading.statements:
        counts[one.document] = counts.get(one.document, 0) + 1
    sizes = {e.sha256: e.size for e in snapshot.reading.exhibits}
    numbered = [
        (n, d)
        for n, d in enumerate(snapshot.documents, 1)
        if all(
            w in f"{d.name} {d.title or ''} {d.publisher.value or ''} {' '.join(d.authors)}".casefold() for w in words
        )
    ]
    shown, paging = paged(numbered, asked, "/sources", "q")
    used = {d.exhibit for d in snapshot.documents} | snapshot.unsaid.exhibits
    return SourcesPage(
        rows=tuple(
            SourceRow(
                document,
                number,
                counts.get(document.id, 0),
                document.id in snapshot.pending,
                tuple(c for c in snapshot.reading.custody if c.exhibit == document.exhibit),
                sizes.get(document.exhibit, 0),
                document.exhibit in snapshot.unsaid.sealed,
            )
            for number, document in shown
        ),
        paging=paging,
        words=asked.get("q", ""),
        pending=len(snapshot.pending),
        outdated=len(snapshot.outdated),
        unread=tuple(c for c in snapshot.reading.custody if c.exhibit not in used)[:ROWS],
    )


# ---------------------------------------------------------------- what stands against what, and on what


def conflicts(snapshot: Snapshot, asked: Asked) -> ConflictsPage:
    """Conflicts, successions and tensions, by kind and by what they are about."""
    kind = asked.get("kind", "contradicts")
    every = snapshot.conflicts
    tensions = snapshot.tensions if kind == "tensions" else ()
    by_kind = {
        "contradicts": tuple(v for v in every if v.relation.kind == "contradicts"),
        "supersedes": tuple(v for v in every if v.relation.kind == "supersedes"),
        "tensions": tensions,
    }
    rows: tuple[RelationView, ...] = by_kind.get(kind, by_kind["contradicts"])
    facet = asked.get("facet", "")
    counts = {f: sum((v.relation.facet or "other") == f for v in rows) for f in get_args(Facet)}
    settled = {
        k.judgement.subject: k.judgement for k in snapshot.judgements if k.stands and k.judgement.question == "conflict"
    }
    shown, paging = paged(
        [v for v in rows if not facet or (v.relation.facet or "other") == facet],
        asked,
        "/conflicts",
        "kind",
        "facet",
        size=CARDS,
    )

    def row(view: RelationView) -> Conflict:
        subject = Judgement("conflict", view.a.id, view.b.id, "open", "nobody", "", "").subject
        a, b = (next(iter(facts_of(snapshot, [c])), None) for c in (view.a_claim, view.b_claim))
        return Conflict(view, a, b, settled.get(subject))

    return ConflictsPage(
        rows=tuple(row(v) for v in shown),
        facets=options(
            "facet",
            [("", "all", len(rows)), *((f, f, n) for f, n in counts.items() if n)],
            asked,
            "/conflicts",
            "kind",
            "facet",
        ),
        kinds=options(
            "kind",
            [
                ("contradicts", "contradict one another", len(by_kind["contradicts"])),
                ("supersedes", "overtaken by a later count", len(by_kind["supersedes"])),
                ("tensions", "told differently", None),
            ],
            {**asked, "kind": kind},
            "/conflicts",
            "kind",
        ),
        paging=paging,
    )


def lineage(snapshot: Snapshot, asked: Asked) -> LineagePage:
    """Which account depends on which; with `without`, what is left when that origin is taken away."""
    reading, index = snapshot.reading, snapshot.index
    losses = tuple(loss for loss in reading.losses if loss.lost or loss.weakened)
    without = next((loss for loss in losses if loss.origin == asked.get("without")), None)
    edges, paging = paged(reading.lineage, asked, "/lineage", "without")
    drawing, drawn = _lineage_drawing(snapshot)
    return LineagePage(
        drawing=drawing,
        drawn=drawn,
        edges=tuple((e, index.documents[e.child], index.documents[e.parent]) for e in edges),
        paging=paging,
        losses=losses[:ROWS],
        without=without,
        lost=facts_of(snapshot, without.lost)[: ROWS * 5] if without else (),
        weakened=facts_of(snapshot, without.weakened)[: ROWS * 5] if without else (),
        loops=reading.loops[:ROWS],
        accounts=len(reading.documents),
    )


def _lineage_drawing(snapshot: Snapshot) -> tuple[str, int]:
    """The drawing of how accounts depend on one another, and how many accounts are in it: those with most ties where there are many."""
    reading, views = snapshot.reading, snapshot.views
    ties: dict[str, int] = {}
    for edge in reading.lineage:
        ties[edge.child] = ties.get(edge.child, 0) + 1
        ties[edge.parent] = ties.get(edge.parent, 0) + 1
    chosen = reading.documents
    if len(chosen) > _DRAWN:
        most = sorted((d for d in chosen if ties.get(d.id)), key=lambda d: (-ties[d.id], views.numbers[d.id]))[:_DRAWN]
        kept = {d.id for d in most}
        chosen = tuple(d for d in reading.documents if d.id in kept)
    ids = {d.id for d in chosen}
    nodes = [
        drawings.Node(
            d.id, d.publisher.value or d.name, f"{d.name}, {d.published.value or 'no date'}", f"/documents/{d.id}"
        )
        for d in chosen
    ]
    links = [drawings.Link(e.child, e.parent, e.kind, e.reason) for e in reading.lineage if {e.child, e.parent} <= ids]
    if len(reading.documents) <= _DRAWN:
        own = {(d.publisher.value or "").casefold() for d in reading.documents}
        cited: dict[tuple[str, str], int] = {}
        for one in reading.statements:
            for hop in one.chain:
                if hop.holder.kind == "outlet" and hop.holder.name.casefold() not in own:
                    cited[hop.holder.name, one.document] = cited.get((hop.holder.name, one.document), 0) + 1
        nodes += [
            drawings.Node(f"lost:{name}", name, "cited, not supplied", "", lost=True)
            for name in sorted({n for n, _ in cited})
        ]
        links += [
            drawings.Link(document, f"lost:{name}", "cites", f"cited for {times} statements")
            for (name, document), times in sorted(cited.items())
        ]
    return (drawings.draw_lineage(nodes, links) if nodes else ""), len(chosen)


# ---------------------------------------------------------------- who, when, where


def _veiled(words: str, asked: Asked) -> str:
    """Words for a drawing, where nothing can be blurred: what is graphic is left to the table below."""
    return words if asked.get("reveal") == "1" or not is_graphic(words) else "(graphic passage; see the table)"


def who_is_who(snapshot: Snapshot, asked: Asked) -> WhoPage:
    """Persons, bodies and units, most often named first."""
    kind = asked.get("kind", "person")
    rows = snapshot.views.entities(kind)
    words = asked.get("q", "").casefold().split()
    fitting = [r for r in rows if all(w in " ".join((r.entity.name, *r.entity.aliases)).casefold() for w in words)]
    shown, paging = paged(fitting, asked, "/who", "kind", "q")
    counts: dict[str, int] = {}
    for entity in snapshot.reading.entities:
        counts[entity.kind] = counts.get(entity.kind, 0) + 1
    pairs = [i for i in snapshot.reviews if i.kind == "names"]
    entities = snapshot.index.entities
    return WhoPage(
        rows=tuple(shown),
        kinds=options(
            "kind",
            [
                (k, label, counts.get(k, 0))
                for k, label in (("person", "persons"), ("organisation", "organisations"), ("unit", "units"))
            ],
            {**asked, "kind": kind},
            "/who",
            "kind",
            "q",
        ),
        words=asked.get("q", ""),
        paging=paging,
        pairs=tuple(pairs[:5]),
        pair_count=len(pairs),
        parents={
            r.entity.id: entities[r.entity.parent].name
            for r in shown
            if r.entity.parent in entities and r.entity.parent
        },
    )


def entity(snapshot: Snapshot, ident: str, asked: Asked) -> EntityPage:
    """One person, body, unit or place. Raises `Absent`."""
    index = snapshot.index
    found = index.entities.get(ident)
    if found is None:
        raise Absent("This name is not in the case any more: names were joined or parted since.")
    mentions, paging = paged(found.mentions, asked, f"/who/{ident}")
    by_thread = _places_by_thread(found)
    vouches = sorted(snapshot.vouches.get(ident, set()), key=lambda c: snapshot.views.claim_numbers[c])
    rows = []
    for mention in mentions:
        span = mention.passage.span
        document = index.documents[span.document]
        rows.append(
            MentionRow(
                before(document.text, span.start, 60),
                mention.passage.words,
                behind(document.text, span.end, 60),
                document,
                snapshot.views.numbers[document.id],
                mention.form,
                write_place(span),
                span.start,
            )
        )
    return EntityPage(
        entity=found,
        parent=index.entities.get(found.parent) if found.parent else None,
        mentions=tuple(rows),
        paging=paging,
        vouches=facts_of(snapshot, vouches[:ROWS]),
        vouch_count=len(vouches),
        merges=tuple(
            MergeRow(by_thread[m.left][0], by_thread[m.right][0], by_thread[m.left][1], by_thread[m.right][1], m.reason)
            for m in found.merges[:ROWS]
            if m.left in by_thread and m.right in by_thread
        ),
    )


def _places_by_thread(found: Entity) -> dict[str, tuple[str, str]]:
    """For each thread of an entity its words and its place, of the first mention by name if there is one."""
    best: dict[str, tuple[bool, str, str]] = {}
    for mention in found.mentions:
        named = mention.form == "name"
        if mention.thread not in best or (named and not best[mention.thread][0]):
            best[mention.thread] = (named, mention.passage.words, write_place(mention.passage.span))
    return {thread: (words, place) for thread, (_, words, place) in best.items()}


def timeline(snapshot: Snapshot, asked: Asked) -> TimelinePage:
    """Events in order, those without a date last."""
    laid, views = snapshot.reading.timeline, snapshot.views
    dated = [e for e in laid.events if e.earliest or e.latest]
    kind = asked.get("kind", "dated")
    chosen = dated if kind == "dated" else [e for e in laid.events if not (e.earliest or e.latest)]
    shown, paging = paged(chosen, asked, "/timeline", "kind")
    rows = tuple(
        EventView(e, views.claim(e.claim), when(e.earliest, e.latest)) for e in shown if e.claim in views.claim_numbers
    )
    bars = [
        drawings.Dated(_veiled(r.claim.headline, asked), r.event.earliest, r.event.latest, f"/claims/{r.claim.id}")
        for r in rows
        if r.event.earliest and r.event.latest
    ]
    statements = snapshot.index.statements
    return TimelinePage(
        drawing=drawings.draw_timeline(bars),
        events=rows,
        paging=paging,
        checks=tuple(
            CheckRow(c.says, c.consistent, tuple(statements[s] for s in c.statements if s in statements))
            for c in sorted(laid.checks, key=lambda c: c.consistent)[:ROWS]
        ),
        kinds=options(
            "kind",
            [("dated", "with a date", len(dated)), ("open", "without", len(laid.events) - len(dated))],
            {**asked, "kind": kind},
            "/timeline",
            "kind",
        ),
    )


def places(snapshot: Snapshot, asked: Asked) -> MapPage:
    """Places with a point, and those without."""
    rows: Sequence[EntityView] = snapshot.views.entities("place")
    found = [r for r in rows if r.entity.place is not None]
    pins = [
        drawings.Pin(r.entity.name, p.latitude, p.longitude, p.precision)
        for r in found[:200]
        if (p := r.entity.place) is not None
    ]
    shown, paging = paged(rows, asked, "/map")
    return MapPage(drawings.draw_map(pins), tuple(shown), paging, len(rows) - len(found))


# ---------------------------------------------------------------- work


def review(snapshot: Snapshot, asked: Asked) -> ReviewPage:
    """The review queue."""
    kind = asked.get("kind", "")
    counts = count_kinds(snapshot.reviews)
    items, paging = paged(
        [i for i in snapshot.reviews if not kind or i.kind == kind], asked, "/review", "kind", "keep", size=CARDS
    )
    at_once = asked.get("keep") == "at-once"
    return ReviewPage(
        items=tuple(items),
        kinds=options(
            "kind",
            [("", "all", len(snapshot.reviews)), *((k, KINDS[k], n) for k, n in counts.items() if n)],
            asked,
            "/review",
            "kind",
            "keep",
        ),
        numbers={c: snapshot.views.claim_numbers[c] for i in items for c in i.claims[:4]},
        paging=paging,
        at_once=at_once,
        toggle=address("/review", asked, "kind", keep="" if at_once else "at-once"),
    )


def search(snapshot: Snapshot, asked: Asked) -> SearchPage:
    """What is found in the texts or in what they state."""
    since, wrong = as_day(asked.get("since", ""))
    until, wrong_too = as_day(asked.get("until", ""))
    account = asked.get("document", "").strip()
    called = accounts_called(snapshot, account) if account else ()
    nobody = f"No account is called “{account}”." if account and not called else ""
    sought = Sought(
        words=asked.get("q", ""),
        where="texts" if asked.get("in") == "texts" else "statements",
        holder=asked.get("holder", ""),
        hedge=asked.get("hedge", ""),
        since=since,
        until=until,
        documents=tuple(d.id for d in called),
    )
    keep = ("q", "in", "holder", "hedge", "since", "until", "document")
    narrowed = any(asked.get(name) for name in keep if name != "in")
    total = 0
    hits: tuple[Hit, ...] = ()
    if narrowed and not (wrong or wrong_too or nobody):
        size, number = 30, max(1, as_number(asked.get("page", ""), 1))
        total, hits = snapshot.search.find(sought, offset=(number - 1) * size, most=size)
        if total and not hits:
            paging = count_pages(total, asked, "/search", *keep, size=size)
            _, hits = snapshot.search.find(sought, offset=(paging.number - 1) * size, most=size)
    return SearchPage(
        sought=sought,
        hits=hits,
        paging=count_pages(total, asked, "/search", *keep, size=30),
        places=options(
            "in",
            [("statements", "in what is stated", None), ("texts", "in the texts", None)],
            {**asked, "in": sought.where},
            "/search",
            *keep,
        ),
        account=called[0].name if len(called) == 1 else account,
        asked=narrowed,
        complaint=" ".join(filter(None, (wrong, wrong_too, nobody))),
    )


def accounts_called(snapshot: Snapshot, words: str) -> tuple[Document, ...]:
    """The account with this id or this file name; else all in whose name, title or publisher every word stands."""
    exactly = tuple(d for d in snapshot.documents if words in (d.id, d.name))
    wanted = words.casefold().split()
    return exactly or tuple(
        d
        for d in snapshot.documents
        if all(w in " ".join((d.name, d.title or "", d.publisher.value or "")).casefold() for w in wanted)
    )


ENTRY_KINDS: tuple[EntryKind, ...] = get_args(EntryKind)


def log(desk: Desk, asked: Asked) -> LogPage:
    """The ledger, the newest entries first; with `check`, also whether the chain holds."""
    kind = asked.get("kind", "")
    snapshot = desk.snapshot()
    entries = [e for e in reversed(desk.case.log()) if not kind or e.kind == kind]
    rows, paging = paged(entries, asked, "/log", "kind")
    checked = asked.get("check") == "1"
    names = {d.id: d.name for d in snapshot.documents}
    return LogPage(
        rows=tuple(log_row(e, snapshot, names) for e in rows),
        kinds=options("kind", [("", "all", None), *((k, k, None) for k in ENTRY_KINDS)], asked, "/log", "kind"),
        paging=paging,
        checked=checked,
        findings=tuple(snapshot.unsaid.hide(finding.says) for finding in desk.case.verify()) if checked else (),
    )


def log_row(entry: Entry, snapshot: Snapshot, names: Mapping[str, str] | None = None) -> LogRow:
    """An entry of the ledger as a page shows it."""
    says = describe(entry, snapshot, names)
    return LogRow(entry.number, entry.at, entry.kind, snapshot.unsaid.hide(entry.by), says, entry.hash)


_GONE = "an account that was withdrawn since"


def describe(entry: Entry, snapshot: Snapshot, names: Mapping[str, str] | None = None) -> str:
    """What an entry says, in a line; `names` are those of the documents. Of what was withdrawn only that it was there."""
    content, unsaid = entry.content(), snapshot.unsaid
    if entry.kind == "custody":
        event = content.get("event", {})
        gone = event.get("exhibit") in unsaid.exhibits
        return f"{event.get('action', 'received')} {_GONE if gone else unsaid.hide(event.get('name', ''))}"
    if entry.kind == "document":
        document = content.get("document", {})
        gone = document.get("exhibit") in unsaid.exhibits or entry.subject in unsaid.accounts
        return f"the text of {_GONE if gone else unsaid.hide(document.get('name', ''))}"
    if entry.kind == "reading":
        count = len(content.get("statements", ()))
        name = _GONE if entry.subject in unsaid.accounts else (names or {}).get(entry.subject, entry.subject)
        again = " as it was corrected" if content.get("told") else ""
        return f"{count} statement{'' if count == 1 else 's'} read in {unsaid.hide(name)}{again}"
    if entry.kind == "collation":
        return f"{content.get('documents', 0)} accounts laid side by side: {content.get('claims', 0)} claims"
    if entry.kind == "run":
        return f"program {content.get('version', '')}, {len(content.get('models', ()))} models"
    if entry.kind in ("judgement", "undo"):
        return _describe_judgement(entry, content, snapshot)
    return unsaid.hide(str(content.get("name", "")))


def _describe_judgement(entry: Entry, content: Mapping[str, Any], snapshot: Snapshot) -> str:
    unsaid = snapshot.unsaid
    mark = "took back: " if entry.kind == "undo" else ""
    kept = next((k for k in reversed(snapshot.judgements) if k.judgement.id == entry.subject), None)
    if kept is None:
        return f"{mark}{entry.subject}"
    judgement = unsaid.told(kept)
    if judgement is None:
        return f"{mark}{unsaid.plain(kept.judgement)}"
    because = clip(unsaid.hide(content.get("because", "")) if mark else judgement.because, 160)
    words = [
        w
        for w in about(snapshot, judgement)[0]
        if w not in (judgement.left, judgement.right) or judgement.question == "reliability"
    ]
    of_what = clip("; ".join(words), 160)
    return " · ".join(part for part in (f"{mark}{tell(judgement)}", of_what, because) if part)


def judgements(snapshot: Snapshot, asked: Asked) -> JudgementsPage:
    """Every decision, the newest first."""
    kind = asked.get("kind", "")
    lost = snapshot.orphaned
    tests: dict[str, Callable[[KeptJudgement], bool]] = {
        "": lambda k: True,
        "stand": lambda k: k.stands and k.judgement.id not in lost,
        "orphaned": lambda k: k.undone is None and k.judgement.id in lost,
        "overruled": lambda k: not k.stands and k.undone is None,
        "undone": lambda k: k.undone is not None,
    }
    fits = tests.get(kind, tests[""])
    rows = [k for k in reversed(snapshot.judgements) if fits(k)]
    shown, paging = paged(rows, asked, "/judgements", "kind")
    return JudgementsPage(
        rows=tuple(judgement_row(snapshot, k) for k in shown),
        kinds=options(
            "kind",
            [(k, k or "all", sum(1 for one in snapshot.judgements if test(one))) for k, test in tests.items()],
            asked,
            "/judgements",
            "kind",
        ),
        paging=paging,
    )


def judgement_row(snapshot: Snapshot, kept: KeptJudgement) -> JudgementRow:
    """A decision with what it is about; of what was withdrawn one plain line."""
    unsaid, undone = snapshot.unsaid, kept.undone
    judgement = unsaid.told(kept)
    words, href = about(snapshot, judgement) if judgement else ((), "")
    return JudgementRow(
        id=kept.judgement.id,
        entry=kept.entry,
        question=tell_question(judgement) if judgement else unsaid.plain(kept.judgement),
        answer=tell_answer(judgement) if judgement else "",
        because=judgement.because if judgement else "",
        by=judgement.by if judgement else unsaid.hide(kept.judgement.by),
        at=kept.judgement.at,
        stands=kept.stands,
        undone=undone is not None,
        undone_by=unsaid.hide(undone.by) if undone else "",
        undone_because=unsaid.hide(undone.because) if undone and judgement else "",
        about=words,
        href=href,
        lost=snapshot.orphaned.get(kept.judgement.id, "") if judgement else "",
        plain=judgement is None,
    )


def about(snapshot: Snapshot, judgement: Judgement) -> tuple[tuple[str, ...], str]:
    """What a judgement is about, in the words of the texts, and an address where it can be seen."""
    words: list[str] = []
    href = ""
    # The right side of some is no second thing but a field, a topic or a sort.
    single = judgement.question in ("correction", "reliability", "account", "withdrawal")
    for part in (judgement.left,) if single else (judgement.left, judgement.right):
        found = snapshot.index.statements.get(part)
        gone = next((s for s in snapshot.reading.rejected if s.id == part), None) if found is None else None
        if found is not None:
            teller = who(found, snapshot.index.documents[found.document])
            words.append(f"“{clip(found.passage.words, 240)}” ({teller})")
            href = href or f"/statements/{found.id}"
        elif gone is not None:
            words.append(f"“{clip(gone.passage.words, 240)}”")
            href = href or f"/documents/{gone.document}?at={gone.passage.span.start}"
        elif part:
            told, place = _place_words(snapshot, part)
            words.append(told)
            href = href or place
    return tuple(words), href


def _place_words(snapshot: Snapshot, part: str) -> tuple[str, str]:
    """The words at a place, with where they stand; the part itself where it is no place of this case."""
    account = next((d for d in snapshot.documents if d.id == part), None)
    if account is not None:
        return account.title or account.name, f"/documents/{account.id}"
    try:
        span = read_place(part)
    except ValueError:
        return plain_name(part), ""
    document = next((d for d in snapshot.documents if d.id == span.document), None)
    if document is None or span.end > len(document.text):
        return part, ""
    words = clip(document.text[span.start : span.end], 240)
    return f"“{words}” ({document.name}, {span.start} to {span.end})", f"/documents/{document.id}?at={span.start}"


def answers_for(question: str) -> tuple[tuple[str, str], ...]:
    """The answers to a question with their labels, for a form."""
    known = next((choices for name, choices in CHOICES.items() if name == question), None)
    if known is not None:
        return tuple((c.answer, c.label) for c in known)
    allowed = next((a for name, a in ANSWERS.items() if name == question), None)
    return tuple((a, a) for a in allowed or ())
