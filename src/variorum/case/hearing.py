"""What persons decided, heard before documents are laid side by side, and what became of each judgement in this reading.

Order of hearing: accounts come as they are told now (`case.particulars`); what was withdrawn is gone before anything else is looked at;
then statements are corrected, added and rejected; then it is told which judgements stand, which a later one overrules, and which are
orphaned. The rooms hear only those that stand.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from variorum.case.ingest import Ingested
from variorum.case.particulars import read_answer
from variorum.case.withdrawing import (
    Withheld,
    cover_words,
    find_withdrawn,
    is_about,
    keep_silent,
    say_withdrawn,
    withhold,
    withhold_witnesses,
    without_accounts,
)
from variorum.crafts.recall import Recall
from variorum.stages import entities
from variorum.stages.entities import Resolved
from variorum.stages.statements.amend import Amended, Refused, amend
from variorum.values.documents import Document
from variorum.values.entities import Mention
from variorum.values.judgements import Heard, Judgement, latest, write_place
from variorum.values.moments import Moment
from variorum.values.runs import Issue
from variorum.values.statements import Attribution, Statement

_OF_STATEMENTS = ("statements", "independence", "conflict")
# Statements are named so; an independence may also be about two origins by their keys, which are never orphaned.
_STATEMENT = "stmt-"


@dataclass(frozen=True, slots=True)
class Annotated:
    """What was found in one document by itself; `digest` is the digest under which it is kept, empty where it is not."""

    document: Document
    mentions: tuple[Mention, ...]
    moments: tuple[Moment, ...]
    attributions: tuple[Attribution, ...]
    statements: tuple[Statement, ...]
    issues: tuple[Issue, ...]
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Heeded:
    """What is laid side by side once persons were heard. `heard` are all judgements with what became of them; `standing` those the
    rooms have to follow; `withheld` what must still be covered in whatever is made of this, None where no witness was withdrawn;
    `digests` the digests of what was read in those documents that are laid side by side as they were read.
    """

    taken: Ingested
    statements: tuple[Statement, ...]
    rejected: tuple[Statement, ...]
    mentions: tuple[Mention, ...]
    moments: Mapping[str, tuple[Moment, ...]]
    attributions: tuple[Attribution, ...]
    resolved: Resolved
    heard: tuple[Heard, ...]
    standing: tuple[Judgement, ...]
    issues: tuple[Issue, ...]
    withheld: Withheld | None
    digests: Mapping[str, str]


def heed(
    taken: Ingested, annotated: Sequence[Annotated], judgements: Sequence[Judgement], recall: Recall | None = None
) -> Heeded:
    """`judgements` are those not undone, in the order of the ledger; `recall` spares finding out who is who once more."""
    recall = recall or Recall()
    back = find_withdrawn(latest(judgements), taken.documents)
    gone = {s.id for one in annotated if one.document.id in back.accounts for s in one.statements}
    others = [j for j in judgements if j.question != "withdrawal" and not is_about(j, back.accounts, gone)]
    taken = without_accounts(taken, back.accounts)
    annotated = [one for one in annotated if one.document.id not in back.accounts]
    mentions = tuple(mention for one in annotated for mention in one.mentions)
    moments = {one.document.id: one.moments for one in annotated}
    attributions = tuple(a for one in annotated for a in one.attributions)
    amended = amend(taken.documents, [s for one in annotated for s in one.statements], latest(others))
    hearing = hear(others, amended, mentions, taken.documents)
    named = (taken.documents, mentions, tuple(j for j in hearing.standing if j.question == "entities"))
    resolved = recall.of("who is who", named, lambda: entities.resolve(*named))
    issues = [*amended.issues, *(issue for one in annotated for issue in one.issues), *resolved.issues]
    heard, standing, found, rejected = hearing.heard, hearing.standing, amended.statements, amended.rejected
    withheld = None
    if back.witnesses:
        spoken = (*found, *rejected)
        withheld = withhold_witnesses(back.witnesses, taken.documents, resolved.entities, spoken, attributions)
        silent = keep_silent(heard, withheld, [s for s in spoken if s.id in withheld.statements])
        left = {one.judgement.id for one in silent}
        heard = cover_words(silent, withheld)
        standing = tuple(j for j in standing if j.id in left)
        lost = tuple(issue for issue in hearing.issues if issue.subject in left)
        taken, found, rejected, mentions, resolved = withhold((taken, found, rejected, mentions, resolved), withheld)
        moments = {ident: withhold(rows, withheld) for ident, rows in moments.items()}
    else:
        lost = hearing.issues
    if back.accounts or back.witnesses:
        issues.append(say_withdrawn(len(back.accounts), len(back.witnesses)))
    return Heeded(
        taken=taken,
        statements=found,
        rejected=rejected,
        mentions=mentions,
        moments=moments,
        attributions=attributions,
        resolved=resolved,
        heard=heard,
        standing=standing,
        issues=(*taken.issues, *issues, *lost),
        withheld=withheld,
        digests=_digests(annotated, found, rejected) if withheld is None else {},
    )


def _digests(
    annotated: Sequence[Annotated], found: Sequence[Statement], rejected: Sequence[Statement]
) -> dict[str, str]:
    """The digests of the documents of which no statement is another than was read."""
    read = {id(statement) for one in annotated for statement in one.statements}
    left = Counter(statement.document for statement in found)
    touched = {s.document for s in (*found, *rejected) if id(s) not in read}
    touched |= {one.document.id for one in annotated if left[one.document.id] != len(one.statements)}
    return {one.document.id: one.digest for one in annotated if one.digest and one.document.id not in touched}


@dataclass(frozen=True, slots=True)
class Hearing:
    """All judgements with what became of them, in order of time, those that stand, and the orphaned ones as issues."""

    heard: tuple[Heard, ...]
    standing: tuple[Judgement, ...]
    issues: tuple[Issue, ...]


def hear(
    judgements: Sequence[Judgement], amended: Amended, mentions: Sequence[Mention], documents: Sequence[Document]
) -> Hearing:
    """`judgements` are those not undone, in the order of the ledger; `amended` and `mentions` what the reading found in `documents`.

    A judgement about a rejected statement is not orphaned: it rests until the rejection is undone.
    """
    stands = latest(judgements)
    kept = {judgement.id for judgement in stands}
    statements = {s.id for s in (*amended.statements, *amended.rejected)}
    places = {write_place(m.passage.span) for m in mentions}
    accounts = {document.id for document in documents}
    heard, issues = [], []
    for judgement in sorted(judgements, key=lambda j: (j.at, j.id)):
        if judgement.id not in kept:
            heard.append(Heard(judgement, "overruled", "A later judgement about the same stands."))
            continue
        lost = _lost(judgement, amended.orphaned, statements, places, accounts)
        if lost is None:
            heard.append(Heard(judgement, "stands"))
            continue
        heard.append(Heard(judgement, "orphaned", lost))
        says = f"A judgement of {judgement.by} ({judgement.question}, {judgement.at}) is orphaned: {lost}"
        issues.append(Issue("orphaned-judgement", judgement.id, says, "warning"))
    orphaned = {issue.subject for issue in issues}
    return Hearing(tuple(heard), tuple(j for j in stands if j.id not in orphaned), tuple(issues))


def _lost(
    judgement: Judgement,
    orphaned: Collection[str],
    statements: Collection[str],
    places: Collection[str],
    accounts: Collection[str],
) -> str | None:
    """Why a judgement is orphaned; None where it is not."""
    if judgement.id in orphaned:
        return "the statement or the words that it is about are not found at their place any more."
    sides = (judgement.left, judgement.right)
    if judgement.question in _OF_STATEMENTS:
        gone = [side for side in sides if side.startswith(_STATEMENT) and side not in statements]
        return f"the statement {' and the statement '.join(gone)} is not found any more." if gone else None
    if judgement.question == "entities":
        gone = [side for side in sides if side not in places]
        return f"nobody is named any more at {' and '.join(gone)}." if gone else None
    return _lost_account(judgement, accounts) if judgement.question == "account" else None


def _lost_account(judgement: Judgement, accounts: Collection[str]) -> str | None:
    if judgement.left not in accounts:
        return f"the account {judgement.left} is not among those that were read."
    try:
        read_answer(judgement)
    except Refused as error:
        return str(error)
    return None
