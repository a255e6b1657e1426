"""What a judgement would change, shown before it is kept, and what it would change to take one back."""

from dataclasses import replace

from variorum.case.deciding import Change, check
from variorum.web import forms, select
from variorum.web.desk import Desk
from variorum.web.pages import Asked, ChangeRow, Changes, Option, PreviewPage
from variorum.web.telling import tell_answer

# Differences shown at once; the page says how many more there are.
_MOST = 60
# A conflict whose reason changes: settled by a decision, open again without it.
_KINDS = {"conflict settled": "conflict"}
_COUNTED = (
    ("statements", "statements"),
    ("claims", "claims"),
    ("origins", "origins"),
    ("shown", "claims with independence shown"),
    ("conflicts", "conflicts"),
    ("entities", "names"),
)


def preview(desk: Desk, asked: Asked, *, complaint: str = "") -> PreviewPage:
    """The page before a judgement is kept; where no answer is given yet, the page that asks for one."""
    snapshot = desk.snapshot()
    choices = tuple(
        Option(answer, label, None, answer == asked.answer, "") for answer, label in select.answers_for(asked.question)
    )
    about: tuple[str, ...] = ()
    told = ""
    changes: Changes | None = None
    try:
        # The name and the reason may still be missing here: they are asked for on the page.
        first = choices[0].value if choices else ""
        filled = replace(
            asked, answer=asked.answer or first, because=asked.because.strip() or "…", by=asked.by.strip() or "…"
        )
        judgement = forms.judgement(filled, desk.clock())
        about = select.about(snapshot, judgement)[0]
        told = tell_answer(judgement) if asked.answer else ""
        check(judgement, snapshot.reading)
        if asked.answer:
            changes = tell_changes(desk.case.preview(judgement))
    except ValueError as error:
        complaint = complaint or str(error)
    return PreviewPage(asked, told, about, choices, changes, complaint)


def tell_changes(change: Change) -> Changes:
    """A change as a page shows it."""
    rows = tuple(
        ChangeRow(_KINDS.get(d.kind, d.kind), d.about, d.before, d.after, d.says) for d in change.differences[:_MOST]
    )
    pairs = ((label, getattr(change.before, name), getattr(change.after, name)) for name, label in _COUNTED)
    counts = tuple(row for row in pairs if row[1] != row[2])
    return Changes(rows, max(0, len(change.differences) - _MOST), counts)
