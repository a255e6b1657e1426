"""What the terminal shows after a reading: three lines people remember, then the tables worth a look."""

from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from variorum.dossier.compile import Index, compile_index
from variorum.dossier.views import list_conflicts
from variorum.values.readings import Reading
from variorum.values.statements import Statement

_SHOWN = 8


def count(number: int, one: str, many: str | None = None) -> str:
    """`3 accounts`, `1 account`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def print_summary(console: Console, reading: Reading, *, html: Path | None, verbose: bool) -> None:
    """Print the summary of a reading, and where its dossier is, if there is one. Every word of a document is printed as text, never as markup."""
    index = compile_index(reading)
    console.print()
    console.print(Text(headline(reading), style="bold"))
    carrier = heaviest(reading)
    if carrier:
        console.print(Text(carrier))
    console.print()
    _documents(console, reading)
    _claims(console, index)
    _conflicts(console, index)
    if reading.questions:
        console.print(Text("What to check next", style="bold"))
        for question in reading.questions[: None if verbose else 5]:
            console.print(Padding(Text(f"• {question.text}"), (0, 0, 0, 2)))
        console.print()
    notes = [issue for issue in reading.issues if issue.level != "failed"]
    if verbose:
        for issue in notes:
            console.print(Text(f"{issue.level}: {issue.says}", style="yellow"))
    elif notes:
        console.print(
            Text(f"{count(len(notes), 'note')} about the files and texts; --verbose prints them.", style="dim")
        )
    if html is not None:
        console.print(Text(f"Dossier: {html}", style="green"))


def headline(reading: Reading) -> str:
    """`5 accounts, 9 origins; 2 of 31 claims have two or more independent origins shown.`"""
    origins = {origin.key for standing in reading.standings for origin in standing.origins}
    strong = sum(1 for standing in reading.standings if standing.shown >= 2)
    told = f"{count(len(reading.documents), 'account')}, {count(len(origins), 'origin')}"
    if not reading.claims:
        return f"{told}; no claim was found."
    verb = "has" if strong == 1 or len(reading.claims) == 1 else "have"
    return f"{told}; {strong} of {count(len(reading.claims), 'claim')} {verb} two or more independent origins shown."


def described(name: str) -> str:
    """A holder's name inside a sentence: "a captain (unnamed)"."""
    return f"{name.removeprefix('unnamed: ')} (unnamed)" if name.startswith("unnamed: ") else name


def heaviest(reading: Reading) -> str | None:
    """`Without Jane Doe, 14 of 31 claims lose their only origin.`; None where no origin carries a claim alone."""
    top = max(reading.losses, key=lambda loss: (len(loss.lost), loss.name), default=None)
    if top is None or not top.lost:
        return None
    verb = "loses its" if len(top.lost) == 1 else "lose their"
    return f"Without {described(top.name)}, {len(top.lost)} of {count(top.total, 'claim')} {verb} only origin."


def _documents(console: Console, reading: Reading) -> None:
    table = Table("account", "publisher", "published", "statements", title_justify="left", box=None, pad_edge=False)
    for document in reading.documents:
        own = sum(1 for s in reading.statements if s.document == document.id)
        day = document.published
        table.add_row(
            Text(document.name),
            Text(document.publisher.value or "unknown"),
            Text(f"{day.value} ({day.how})" if day.value else "unknown"),
            str(own),
        )
    console.print(Padding(table, (0, 0, 1, 0)))


def witnesses(index: Index, statements: tuple[Statement, ...]) -> str:
    """The origins of statements by name, each once."""
    names = dict.fromkeys(
        s.chain[0].holder.name
        if s.chain
        else index.documents[s.document].publisher.value or index.documents[s.document].name
        for s in statements
    )
    return "; ".join(names)


def _claims(console: Console, index: Index) -> None:
    told = [c for c in index.reading.claims if len({index.statements[s].document for s in c.statements}) > 1]
    told.sort(key=lambda c: (-len(c.statements), c.id))
    if not told:
        return
    console.print(Text("Told by more than one account", style="bold"))
    table = Table("claim", "witnesses", "shown", "grade", box=None, pad_edge=False)
    for claim in told[:_SHOWN]:
        standing, grade = index.standings.get(claim.id), index.grades.get(claim.id)
        table.add_row(
            Text(index.statements[claim.gist].passage.words),
            Text(witnesses(index, tuple(index.statements[s] for s in claim.statements))),
            str(standing.shown) if standing else "",
            f"{grade.reliability}{grade.credibility}" if grade else "",
        )
    console.print(Padding(table, (0, 0, 1, 0)))
    if len(told) > _SHOWN:
        console.print(Text(f"… and {len(told) - _SHOWN} more in the dossier.\n", style="dim"))


def _conflicts(console: Console, index: Index) -> None:
    rows = list_conflicts(index)
    if not rows:
        return
    console.print(Text("In conflict, or overtaken by a later or higher count", style="bold"))
    table = Table("one account", "another", "about", box=None, pad_edge=False)
    for row in rows[:_SHOWN]:
        table.add_row(Text(row.a.passage.words), Text(row.b.passage.words), row.relation.facet or row.relation.kind)
    console.print(Padding(table, (0, 0, 1, 0)))
    if len(rows) > _SHOWN:
        console.print(Text(f"… and {len(rows) - _SHOWN} more in the dossier.\n", style="dim"))
