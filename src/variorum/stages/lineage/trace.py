"""Which account derives from which: shared wording, agency credit, one outlet naming another, loops.

Direction is given only where something shows it (one names the other, or a copy came out on a later day); else the
two share a source. A direct quote that both carry is evidence of a shared source, not of which came first.
"""

import functools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from variorum.crafts import tables
from variorum.crafts.outlets import agencies, full_form, short_forms
from variorum.crafts.recall import Recall
from variorum.crafts.shingles import Run, Words, split_words
from variorum.stages.lineage.wording import Wording, share_wording
from variorum.values.documents import Document
from variorum.values.lineage import LineageEdge, Loop
from variorum.values.runs import Issue
from variorum.values.statements import Statement
from variorum.values.text import Passage, Span, quote

# Above this share of the shorter text one is largely the other's wording.
LARGELY = 0.6


@dataclass(frozen=True, slots=True)
class Traced:
    """What tracing found; edges in the order of (child, parent, kind)."""

    edges: tuple[LineageEdge, ...]
    loops: tuple[Loop, ...]
    issues: tuple[Issue, ...] = ()


def trace(documents: Sequence[Document], statements: Sequence[Statement], recall: Recall | None = None) -> Traced:
    """Find how the accounts depend on one another. The order of `documents` does not matter; `recall` spares comparing the texts again."""
    recall = recall or Recall()
    ordered = tuple(sorted(documents, key=lambda d: d.id))
    by_id = {d.id: d for d in ordered}
    credits = _credits(ordered, statements)
    words, rare, shared = recall.of("wording", (ordered,), lambda: _compare_texts(ordered, recall))
    cited = _citations(ordered, statements, words)
    edges = [
        _wording_edge(
            by_id[one.left], by_id[one.right], one, words, cited, credits, rare.get((one.left, one.right), ())
        )
        for one in shared
    ]
    for (child, parent), passages in sorted(cited.items()):
        name = by_id[parent].publisher.value or by_id[parent].name
        edges.append(
            LineageEdge(
                child, parent, "cites", tuple(passages[:5]), f"It names {name} as its source: “{passages[0].words}”."
            )
        )
    edges.sort(key=lambda e: (e.child, e.parent, e.kind))
    return Traced(tuple(edges), _loops(cited, by_id))


def _compare_texts(
    documents: Sequence[Document], recall: Recall
) -> tuple[Mapping[str, Words], Mapping[tuple[str, str], Sequence[Run]], Sequence[Wording]]:
    """Of the texts alone: their words, the values that just two of them share, and who shares wording with whom."""
    words = {d.id: recall.of(("words", d.id), (d,), functools.partial(_words, d)) for d in documents}
    return words, _shared_values(words), share_wording(documents, words)


def _words(document: Document) -> Words:
    return split_words(document.text, [(s.start, s.end) for s in _prose(document)])


def _prose(document: Document) -> tuple[Span, ...]:
    return document.stretches("title", "body", "caption")


def _wording_edge(
    left: Document,
    right: Document,
    shared: Wording,
    words: Mapping[str, Words],
    cited: Mapping[tuple[str, str], list[Passage]],
    credits: Mapping[str, frozenset[str]],
    rare: Sequence[Run],
) -> LineageEdge:
    places = [
        *((run.left, run.length, run.right, run.length) for run in (*rare[:3], *shared.runs[:4])),
        *((r.left[0], r.left[1] - r.left[0], r.right[0], r.right[1] - r.right[0]) for r in shared.retold[:3]),
    ]
    evidence = tuple(
        passage
        for i, n, j, m in places
        for passage in (_passage(left, words[left.id], i, n), _passage(right, words[right.id], j, m))
    )
    agency = sorted(credits[left.id] & credits[right.id])
    credit = f"; both credit {agency[0]}" if agency else ""
    said = f"{_told_alike(shared)}{credit}."
    if rare:
        value = _passage(left, words[left.id], rare[0].left, rare[0].length).words
        said += f" Only these two have “{value}”, where another account has another value."
    if shared.share >= LARGELY:
        later = _later(left, right, cited)
        if later is not None:
            child, parent, why = later
            wire = sorted(credits[parent.id])
            if (child.id, parent.id) in cited or not wire:
                return LineageEdge(child.id, parent.id, "copies", evidence, f"{said} {why}", shared.share)
            reason = f"{said} {why} {_title(parent)} has it from {wire[0]}, from where both may have it."
            return LineageEdge(left.id, right.id, "shared-source", evidence, reason, shared.share)
    reason = f"{said} Nothing shows which came first."
    return LineageEdge(left.id, right.id, "shared-source", evidence, reason, shared.share)


def _told_alike(shared: Wording) -> str:
    """How much the two have in common, in words."""
    parts = []
    if shared.runs:
        count = shared.told + shared.quoted
        quoted = f", {shared.quoted} of them quoted" if shared.quoted and shared.told else ", all of them quoted"
        parts.append(
            f"{count} words stand in both in the same order{quoted if shared.quoted else ''}"
            f" ({shared.share:.0%} of the shorter text)"
        )
    if shared.retold:
        many = len(shared.retold)
        parts.append(
            f"{many} sentences stand in both with other words put in" if many > 1 else "one sentence is rewritten"
        )
    return "; ".join(parts)


def _shared_values(words: Mapping[str, Words]) -> dict[tuple[str, str], list[Run]]:
    """Values that just two accounts share where a third has another: "founded in 2011", not "founded in 2017".

    A shared error is the strongest sign of copying (Dong et al. 2009); which value is wrong need not be known. A value is
    a number after two words that stand alike in at least three accounts.
    """
    seen: dict[tuple[str, ...], dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for document, own in sorted(words.items()):
        for i in range(2, len(own.forms)):
            if own.forms[i][0].isdigit() and not any(w[0].isdigit() for w in own.forms[i - 2 : i]):
                seen[own.forms[i - 2 : i]][own.forms[i]].setdefault(document, i - 2)
    found: dict[tuple[str, str], list[Run]] = defaultdict(list)
    for values in seen.values():
        for value, places in values.items():
            if len(places) != 2:
                continue
            # Words such as "at least" stand before hundreds of values: the first account with another one settles it.
            if any(d not in places for other, held in values.items() if other != value for d in held):
                (a, left), (b, right) = sorted(places.items())
                found[a, b].append(Run(left, right, 3))
    return found


def _later(
    left: Document, right: Document, cited: Mapping[tuple[str, str], list[Passage]]
) -> tuple[Document, Document, str] | None:
    names_right, names_left = (left.id, right.id) in cited, (right.id, left.id) in cited
    if names_right != names_left:
        child, parent = (left, right) if names_right else (right, left)
        return child, parent, f"{_title(child)} names {_title(parent)}."
    a, b = left.published.value, right.published.value
    if a and b and a != b:
        child, parent = (left, right) if a > b else (right, left)
        return (
            child,
            parent,
            f"{_title(child)} came out later ({child.published.value}, after {parent.published.value}).",
        )
    return None


def _title(document: Document) -> str:
    return document.publisher.value or document.name


def _passage(document: Document, words: Words, first: int, length: int) -> Passage:
    return quote(document.text, Span(document.id, words.places[first][0], words.places[first + length - 1][1]))


def _credits(documents: Sequence[Document], statements: Iterable[Statement]) -> dict[str, frozenset[str]]:
    """Agencies that each document credits: in a by-line, dateline or credit, or as a hop of one of its chains."""
    known = agencies()
    found: dict[str, set[str]] = {d.id: set() for d in documents}
    for statement in statements:
        for hop in statement.chain:
            if hop.holder.name.casefold() in known and statement.document in found:
                found[statement.document].add(known[hop.holder.name.casefold()])
    for document in documents:
        for span in document.stretches("byline", "dateline", "credit"):
            forms = " " + " ".join(split_words(document.text, [(span.start, span.end)]).forms) + " "
            found[document.id].update(name for alias, name in known.items() if f" {alias} " in forms)
    return {document: frozenset(names) for document, names in found.items()}


def _citations(
    documents: Sequence[Document], statements: Sequence[Statement], words: Mapping[str, Words]
) -> dict[tuple[str, str], list[Passage]]:
    """Where a document's chains, or its words, name the publisher of another as the one who had it: (child, parent) to the places."""
    by_full: dict[str, list[Document]] = defaultdict(list)
    by_short: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        if document.publisher.value and full_form(document.publisher.value):
            by_full[full_form(document.publisher.value)].append(document)
            for form in short_forms(document.publisher.value):
                by_short[form].append(document)
    house = {d.id: d.publisher.value for d in documents}
    found: dict[tuple[str, str], dict[Passage, None]] = defaultdict(dict)
    for statement in statements:
        for hop in statement.chain:
            if hop.holder.passage is None:
                continue
            full = full_form(hop.holder.name)
            # Two names that only share initials ("Harbour Gazette", "Hill Guardian") are two houses.
            named = [*by_full.get(full, ()), *by_short.get(full, ())]
            named += [d for short in short_forms(hop.holder.name) for d in by_full.get(short, ())]
            for parent in named:
                if house[statement.document] != parent.publisher.value:
                    found[statement.document, parent.id].setdefault(hop.holder.passage)
    for child, parent, passage in _named_in_text(documents, words, by_full):
        # Most of these stand in a holder's phrase that is there already.
        if house[child] != house[parent] and not any(_overlap(passage, p) for p in found[child, parent]):
            found[child, parent].setdefault(passage)
    return {pair: sorted(passages) for pair, passages in found.items() if passages}


def _overlap(a: Passage, b: Passage) -> bool:
    return a.span.start < b.span.end and b.span.start < a.span.end


def _named_in_text(
    documents: Sequence[Document], words: Mapping[str, Words], publishers: Mapping[str, Sequence[Document]]
) -> Iterator[tuple[str, str, Passage]]:
    """Where a text says that something was told to, or reported by, the publisher of another, who passes it on in no chain.

    Names of one word are left out: "Times" and "Today" mean much else.
    """
    citing = tables.load("lineage")["citing"]
    before, between, behind = (frozenset(citing[key]) for key in ("before", "between", "behind"))
    openings: dict[str, list[tuple[tuple[str, ...], Sequence[Document]]]] = defaultdict(list)
    for name, published in publishers.items():
        parts = tuple(name.split())
        if len(parts) > 1:
            openings[parts[0]].append((parts, published))
    for document in documents:
        own = words[document.id]
        for at, form in enumerate(own.forms):
            for parts, published in openings.get(form, ()):
                end = at + len(parts)
                if own.forms[at:end] != parts or not document.text[own.places[at][0]].isupper():
                    continue
                first = at
                while first and own.forms[first - 1] in between:
                    first -= 1
                led = first > 0 and own.forms[first - 1] in before
                if led or (end < len(own.forms) and own.forms[end] in behind):
                    passage = _passage(document, own, at, len(parts))
                    yield from ((document.id, parent.id, passage) for parent in published)


def _loops(cited: Mapping[tuple[str, str], object], documents: Mapping[str, Document]) -> tuple[Loop, ...]:
    """Circles of citation: the strongly connected groups of more than one document."""
    after: dict[str, set[str]] = defaultdict(set)
    for child, parent in cited:
        after[child].add(parent)
    reach = {node: _reachable(node, after) for node in after}
    loops: dict[frozenset[str], Loop] = {}
    for node in sorted(after):
        group = frozenset(other for other in reach[node] if node in reach.get(other, ()))
        if len(group) > 1 and node in group:
            members = tuple(sorted(group))
            names = " and ".join(documents[m].publisher.value or documents[m].name for m in members)
            loops[group] = Loop(members, f"{names} cite one another; neither confirms the other.")
    return tuple(loops[group] for group in sorted(loops, key=sorted))


def _reachable(start: str, after: Mapping[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = list(after.get(start, ()))
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting.extend(after.get(node, ()))
    return seen
