"""A case kept in a folder: `new`, `add`, `analyse`, `report`, `export`, `log`."""

import getpass
import json as json_
import os
import webbrowser
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.table import Table
from rich.text import Text

from variorum.case import Case, CaseError, default_tools, now_utc
from variorum.case.particulars import tell_correction
from variorum.case.unsaid import Unsaid
from variorum.cli.common import Bars, complain, err, gather, out, write_whole
from variorum.cli.read import Author, Files, Json, Markdown, Open, Published, Publisher, Quiet, Verbose
from variorum.cli.summary import count, print_summary
from variorum.dossier.annotations import write_annotations
from variorum.dossier.html import write_html
from variorum.dossier.json_ import write_json
from variorum.dossier.markdown import write_markdown
from variorum.dossier.provenance import write_provenance
from variorum.storage.ledger import Entry, Head
from variorum.storage.sql import Damaged
from variorum.values.readings import Reading

Folder = Annotated[Path, typer.Argument(metavar="CASE", help="The folder of the case.", show_default=False)]
By = Annotated[
    str | None,
    typer.Option("--by", metavar="NAME", help="Who does this; else VARIORUM_USER, else your login name."),
]


class Format(StrEnum):
    """What `export` writes."""

    JSON = "json"
    HTML = "html"
    MARKDOWN = "markdown"
    ANNOTATIONS = "annotations"
    PROV = "prov"


WRITERS: dict[Format, Callable[[Reading, Head], str]] = {
    Format.JSON: write_json,
    Format.HTML: write_html,
    Format.MARKDOWN: lambda reading, _: write_markdown(reading),
    Format.ANNOTATIONS: lambda reading, _: write_annotations(reading),
    Format.PROV: write_provenance,
}


def who(by: str | None) -> str:
    """Whose name goes into the ledger. Ends the command where nobody's is known."""
    try:
        return by or os.environ.get("VARIORUM_USER") or getpass.getuser()
    except (OSError, KeyError):
        raise typer.BadParameter("your login name is not known here; say who you are with --by NAME.") from None


@contextmanager
def opened(folder: Path, *, read_only: bool = False) -> Iterator[Case]:
    """The case in a folder; a trouble with it is one line on standard error and status 1."""
    try:
        with Case.open(folder, tools=default_tools(), read_only=read_only) as case:
            yield case
    except (CaseError, Damaged) as error:
        refuse(str(error))


def refuse(says: str) -> NoReturn:
    """One line on standard error, status 1."""
    err.print(says, style="red", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(1)


def new(
    case: Folder,
    name: Annotated[str, typer.Option("--name", help="What to call the case; else the folder's name.")] = "",
    database: Annotated[
        str, typer.Option("--database", metavar="URL", help="Keep the ledger in this empty PostgreSQL database.")
    ] = "",
    by: By = None,
    quiet: Quiet = False,
) -> None:
    """Make a case: a folder that keeps originals, readings and judgements, and can be added to.

    Example: variorum new harbour --name "The harbour fire"
    """
    try:
        Case.create(case, name=name, by=who(by), database=database).close()
    except CaseError as error:
        refuse(str(error))
    if not quiet:
        out.print(Text(f"The case is in {case}. Next: variorum add {case} FILE…"))


def add(
    case: Folder,
    files: Files,
    published: Published = None,
    publisher: Publisher = None,
    author: Author = None,
    by: By = None,
    quiet: Quiet = False,
) -> None:
    """Take accounts into a case: the originals as they are, noted with time and name.

    Example: variorum add harbour report-a.txt report-b.html --published report-a.txt=2023-01-18
    """
    sources, issues = gather(files, published or [], publisher or [], author or [])
    with opened(case) as kept:
        with Bars(quiet=quiet) as progress:
            added = kept.add(sources, by=who(by), progress=progress)
        if not quiet:
            again = f", {count(len(added.again), 'file')} handed over again" if added.again else ""
            out.print(Text(f"{count(len(added.documents), 'account')} added{again}. Next: variorum analyse {case}"))
            for issue in added.issues:
                if issue.level == "warning":
                    out.print(Text(issue.says, style="yellow"))
    if complain([*issues, *added.issues]):
        raise typer.Exit(1)


def analyse(case: Folder, quiet: Quiet = False, verbose: Verbose = False) -> None:
    """Read the accounts that were not read yet and lay everything side by side. Stopped, it goes on where it was.

    Example: variorum analyse harbour
    """
    with opened(case) as kept:
        with Bars(quiet=quiet) as progress:
            reading = kept.analyse(progress)
        if not quiet:
            print_summary(out, reading, html=None, verbose=verbose)
            out.print(Text(f"Next: variorum report {case}"))


def report(
    case: Folder,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="OUT", help="Where to write the dossier; else into the case's dossiers."),
    ] = None,
    json: Json = None,
    markdown: Markdown = None,
    open_: Open = False,
    quiet: Quiet = False,
) -> None:
    """Write the dossier of a case as it stands, with what was judged.

    Example: variorum report harbour --json harbour.json
    """
    with opened(case) as kept:
        reading, head = _standing(kept, quiet=quiet)
        _check_outside(kept, [html, json, markdown])
        place = html or kept.folder / "dossiers" / f"{now_utc().replace(':', '-').removesuffix('+00-00')}Z.html"
        try:
            place.absolute().parent.mkdir(exist_ok=True)
        except OSError as error:
            refuse(f"{place}: its folder cannot be made ({error.strerror}); give another place.")
        write_whole(place, write_html(reading, head))
        if json is not None:
            write_whole(json, write_json(reading, head))
        if markdown is not None:
            write_whole(markdown, write_markdown(reading))
    if not quiet:
        out.print(Text(f"Dossier: {place}", style="green"), soft_wrap=True)
    if open_:
        webbrowser.open(place.absolute().as_uri())


def export(
    case: Folder,
    format_: Annotated[
        Format,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="json, html, markdown, annotations (W3C Web Annotation) or prov (W3C PROV-JSON).",
        ),
    ] = Format.JSON,
    output: Annotated[
        Path | None, typer.Option("--out", metavar="OUT", help="Where to write it; else standard output.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Write what a case holds in a form for other programs.

    Example: variorum export harbour --format annotations --out harbour.jsonld
    """
    with opened(case) as kept:
        reading, head = _standing(kept, quiet=quiet)
        _check_outside(kept, [output])
        text = WRITERS[format_](reading, head)
    if output is None:
        typer.echo(text, nl=False)
    else:
        write_whole(output, text)


def log(
    case: Folder,
    lines: Annotated[bool, typer.Option("--json", help="JSON Lines with everything an entry holds.")] = False,
    since: Annotated[int, typer.Option("--since", metavar="NUMBER", help="Only entries after this one.")] = 0,
) -> None:
    """List what happened in a case, in order: who added, read, judged and undid what, and when.

    Of an account or a witness that was withdrawn the list says only that it was there; --json has the whole record.

    Example: variorum log harbour
    """
    with opened(case, read_only=True) as kept:
        entries = kept.log(since=since)
        names = {document.id: document.name for document in kept.documents()}
        unsaid = Unsaid.of(kept) if not lines else None
    if unsaid is None:
        for entry in entries:
            typer.echo(json_.dumps(_row(entry), ensure_ascii=False))
        return
    table = Table("entry", "when", "who", "what", "about", box=None, pad_edge=False)
    for entry in entries:
        says = tell(entry, names, unsaid)
        table.add_row(str(entry.number), entry.at, Text(unsaid.hide(entry.by)), entry.kind, Text(says))
    out.print(table)


_GONE = "an account that was withdrawn since"


def tell(entry: Entry, names: dict[str, str], unsaid: Unsaid) -> str:
    """One line on what an entry says, with nothing of what was withdrawn."""
    content = entry.content()
    if entry.subject in unsaid.accounts or entry.subject in unsaid.exhibits:
        return _GONE
    if entry.kind in ("judgement", "undo") and not unsaid.nothing:
        kept = unsaid.judgement(entry.subject)
        told = unsaid.told(kept) if kept is not None else None
        if kept is None or told is None:
            return unsaid.plain(kept.judgement) if kept is not None else entry.subject
        content = {
            "question": told.question,
            "left": told.left,
            "right": told.right,
            "answer": told.answer,
            "because": told.because,
        }
        if entry.kind == "undo":
            content["because"] = entry.content()["because"]
    return unsaid.hide(_tell(entry, content, names))


def _tell(entry: Entry, content: Mapping[str, Any], names: dict[str, str]) -> str:
    if entry.kind == "case":
        return str(content["name"])
    if entry.kind == "custody":
        note = f" ({content['event']['note']})" if content["event"]["note"] else ""
        return f"{content['event']['name']}, {content['exhibit']['size']:,} bytes, sha-256 {entry.subject[:12]}…{note}"
    if entry.kind == "document":
        return f"{content['document']['name']}: {len(content['document']['text']):,} characters of text"
    if entry.kind == "reading":
        again = ", read again as it was corrected" if content.get("told") else ""
        return f"{names.get(entry.subject, entry.subject)}: {count(len(content['statements']), 'statement')}{again}"
    if entry.kind == "collation":
        return f"{count(content['documents'], 'account')} side by side: {count(content['claims'], 'claim')}"
    if entry.kind == "run":
        return f"variorum {content['version']}, {', '.join(model['name'] for model in content['models'])}"
    if entry.kind == "judgement" and content["question"] == "account":
        told = tell_correction(content["right"], content["answer"])
        return f"{names.get(content['left'], content['left'])}: {told} ({content['because']})"
    if entry.kind == "judgement":
        return f"{content['question']} {content['left']} {content['right']}: {content['answer']} ({content['because']})"
    return f"{entry.subject} ({content['because']})"


def _row(entry: Entry) -> dict[str, object]:
    return {
        "number": entry.number,
        "kind": entry.kind,
        "subject": entry.subject,
        "by": entry.by,
        "at": entry.at,
        "previous": entry.previous,
        "hash": entry.hash,
        "body": entry.content(),
    }


def _check_outside(case: Case, outputs: Sequence[Path | None]) -> None:
    """Refuse to write over what a case keeps: of its folder, only `dossiers` is free. Ends the command."""
    for path in outputs:
        place = path.resolve() if path is not None else None
        if (
            place
            and place.is_relative_to(case.folder.resolve())
            and (case.folder / "dossiers").resolve() not in place.parents
        ):
            raise typer.BadParameter(f"{path} lies among what the case keeps; write into its dossiers, or elsewhere.")


def _standing(case: Case, *, quiet: bool) -> tuple[Reading, Head]:
    """The reading of a case as it stands and the head it belongs to. Ends the command where nothing was read yet."""
    # Keeping what was laid out may add an entry, so it is done before the head is looked at.
    case.reading()
    head = case.head()
    reading = case.reading()
    if reading is None:
        raise CaseError(f"Nothing in {case.folder} was read yet; run: variorum analyse {case.folder}")
    waiting = len(case.pending())
    if waiting and not quiet:
        says = f"{count(waiting, 'account')} not read with this version yet; run: variorum analyse {case.folder}"
        err.print(Text(says, style="yellow"), soft_wrap=True)
    return reading, head
