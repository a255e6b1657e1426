"""The dossier as Markdown, for a wiki, a mail or a word processor: the same order as the page, no drawings."""

import re

from variorum.dossier.compile import compile_index
from variorum.dossier.decided import how_known, tell_corrected
from variorum.dossier.views import ClaimView, Views, when, who
from variorum.values.readings import Reading

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")


def plain(text: str) -> str:
    """Words of a document made harmless: one line, Markdown's signs escaped."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def write_markdown(reading: Reading) -> str:
    """The whole dossier as Markdown text."""
    index = compile_index(reading)
    views = Views(index)
    strong = sum(1 for s in reading.standings if s.shown >= 2)
    lines = [
        "<!-- variorum dossier -->",
        f"# {len(reading.documents)} accounts, {len(views.claims)} claims",
        "",
        f"{strong} of {len(views.claims)} claims have two or more origins *shown* to be independent. "
        "This measures corroboration, not truth.",
        "",
        "## Leave one origin out",
        "",
        "| without | claims that lose their only origin | claims that lose independence |",
        "|---|---|---|",
        *(
            f"| {plain(loss.name)} | {len(loss.lost)} of {loss.total} | {len(loss.weakened)} |"
            for loss, _ in views.losses()
        ),
        "",
        "## Conflicts and successions",
        "",
    ]
    for row in views.conflicts():
        lines += [
            f"- **{row.relation.kind}** ({row.relation.facet or 'other'}): {plain(row.relation.reason)}",
            f"  - {plain(row.a_who)}: “{plain(row.a.passage.words)}”",
            f"  - {plain(row.b_who)}: “{plain(row.b.passage.words)}”",
        ]
    if not views.conflicts():
        lines.append("None found. Silence is never counted as a contradiction.")
    lines += ["", "## Claims and their witnesses", ""]
    for claim in views.claims:
        lines += _claim(claim)
    lines += ["## Lineage", ""]
    lines += [
        f"- {plain(child.name)} *{edge.kind}* {plain(parent.name)}: {plain(edge.reason)}"
        for edge, child, parent in views.edges()
    ] or ["No account was found to depend on another of those supplied."]
    lines += ["", "## Timeline", ""]
    lines += [f"- {e.when}: {plain(e.claim.headline)} ({plain(e.event.rule)})" for e in views.events()]
    lines += [f"- {'Fits' if c.consistent else 'Cannot all be true'}: {plain(c.says)}" for c in reading.timeline.checks]
    lines += ["", "## What to check next", ""]
    lines += [f"{n}. {plain(q.text)} {plain(q.why)}" for n, q in enumerate(reading.questions, 1)]
    if reading.judgements:
        lines += ["", "## Judgements", ""]
        lines += [
            f"- {plain(d.says)} {plain(d.heard.judgement.by)}, {d.heard.judgement.at} ({d.heard.state}): "
            f"{plain(d.heard.judgement.because)}"
            for d in views.decisions.all
        ]
        lines += [f"- rejected: “{plain(s.passage.words)}”" for s in reading.rejected]
    lines += ["", "## Sources", ""]
    lines += [
        f"- {plain(d.name)}: {plain(d.publisher.value or 'publisher unknown')}, "
        f"{d.published.value or 'date unknown'} ({how_known(d, 'published') or 'unknown'}); sha-256 `{d.exhibit}`"
        + "".join(f". {plain(tell_corrected(c))}" for c in d.corrected)
        for d in reading.documents
    ]
    return "\n".join(lines) + "\n"


def _claim(claim: ClaimView) -> list[str]:
    shown = f"; {claim.standing.shown} shown" if claim.standing else ""
    grade = f"; grade {claim.grade.reliability}{claim.grade.credibility}" if claim.grade else ""
    lines = [f"### {claim.number}. {plain(claim.headline)}", "", f"{claim.accounts} account(s){shown}{grade}", ""]
    for reading in claim.readings:
        s = reading.statement
        at = f"{plain(reading.document.name)} {s.passage.span.start}–{s.passage.span.end}"
        date = f", {when(s.moment.earliest, s.moment.latest)}" if s.moment and s.moment.resolved else ""
        lines.append(f"- {plain(who(s, reading.document))}: “{plain(s.passage.words)}” ({at}{date})")
    if claim.silent:
        lines.append(f"- silent: {', '.join(plain(d.name) for d in claim.silent)}")
    return [*lines, ""]
