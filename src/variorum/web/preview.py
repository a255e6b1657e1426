"""What a judgement would change, shown before it is kept."""

from dataclasses import replace

from variorum.case.deciding import check
from variorum.web import forms, select
from variorum.web.desk import Desk
from variorum.web.pages import Asked, ChangeRow, Option, PreviewPage

# Differences shown at once; the page says how many more there are.
_MOST = 60
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
    rows: tuple[ChangeRow, ...] = ()
    counts: tuple[tuple[str, int, int], ...] = ()
    more = 0
    try:
        # The name and the reason may still be missing here: they are asked for on the page.
        first = choices[0].value if choices else ""
        filled = replace(asked, answer=asked.answer or first, because=asked.because or "…", by=asked.by or "…")
        judgement = forms.judgement(filled, desk.clock())
        about = select.about(snapshot, judgement)[0]
        check(judgement, snapshot.reading)
        if asked.answer:
            change = desk.case.preview(judgement)
            rows = tuple(ChangeRow(d.kind, d.before, d.after, d.says) for d in change.differences[:_MOST])
            more = max(0, len(change.differences) - _MOST)
            pairs = ((label, getattr(change.before, name), getattr(change.after, name)) for name, label in _COUNTED)
            counts = tuple(row for row in pairs if row[1] != row[2])
    except ValueError as error:
        complaint = complaint or str(error)
    return PreviewPage(
        asked=asked,
        about=about,
        choices=choices,
        rows=rows,
        more=more,
        counts=counts,
        complaint=complaint,
        complete=bool(asked.answer) and not complaint,
    )
