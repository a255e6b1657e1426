"""`variorum read` and `variorum demo`: the main job in one go."""

import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from variorum import demo as shipped
from variorum.case import Settings, Source, default_tools, find_files, now_utc, read_accounts, tell
from variorum.case.ingest import is_own_output
from variorum.cli.common import STDIN, Bars, complain, err, gather, out, write_whole
from variorum.cli.summary import print_summary
from variorum.dossier.html import write_html
from variorum.dossier.json_ import write_json
from variorum.dossier.markdown import write_markdown
from variorum.values.readings import Reading
from variorum.values.runs import Issue

Files = Annotated[list[Path], typer.Argument(help="Files or folders; - reads standard input.", show_default=False)]
Published = Annotated[
    list[str] | None, typer.Option("--published", metavar="FILE=DATE", help="The day a file was published: YYYY-MM-DD.")
]
Publisher = Annotated[list[str] | None, typer.Option("--publisher", metavar="FILE=NAME", help="Who published a file.")]
Author = Annotated[
    list[str] | None,
    typer.Option("--author", metavar="FILE=NAME", help="The witness who speaks in a file, as in a statement."),
]
NoGrades = Annotated[bool, typer.Option("--no-grades", help="Leave the Admiralty grades out.")]
ReadPairs = Annotated[
    bool,
    typer.Option(
        "--read-pairs", help="Also let a network read near statements in pairs: what follows, supports, contradicts."
    ),
]
Html = Annotated[Path, typer.Option("--html", metavar="OUT", help="Where to write the dossier.")]
Json = Annotated[Path | None, typer.Option("--json", metavar="OUT", help="Also write the JSON export here.")]
Markdown = Annotated[Path | None, typer.Option("--markdown", metavar="OUT", help="Also write the dossier as Markdown.")]
Open = Annotated[bool, typer.Option("--open", help="Open the dossier in the browser.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Print every note, not only the summary.")]


def read(
    files: Files,
    published: Published = None,
    publisher: Publisher = None,
    author: Author = None,
    no_grades: NoGrades = False,
    read_pairs: ReadPairs = False,
    html: Html = Path("dossier.html"),
    json: Json = None,
    markdown: Markdown = None,
    open_: Open = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Read accounts of one matter and write a dossier that a stranger can check.

    Example: variorum read report-a.txt report-b.html --published report-a.txt=2023-01-18
    """
    sources, issues = gather(files, published or [], publisher or [], author or [])
    _work(
        sources,
        issues,
        inputs=files,
        grades=not no_grades,
        read_pairs=read_pairs,
        html=html,
        json=json,
        markdown=markdown,
        open_=open_,
        quiet=quiet,
        verbose=verbose,
    )


def demo(
    no_grades: NoGrades = False,
    read_pairs: ReadPairs = False,
    html: Html = Path("dossier.html"),
    json: Json = None,
    markdown: Markdown = None,
    open_: Open = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Read the example case that comes with Variorum: an invented matter told by five accounts.

    Example: variorum demo --open
    """
    case = shipped.load_case()
    told = tell(
        [account.name for account in case],
        {a.name: a.published for a in case if a.published},
        {a.name: a.publisher for a in case if a.publisher},
        {a.name: a.author for a in case if a.author},
    )
    sources = [Source(account.name, account.raw, told[account.name]) for account in case]
    _work(
        sources,
        [],
        grades=not no_grades,
        read_pairs=read_pairs,
        html=html,
        json=json,
        markdown=markdown,
        open_=open_,
        quiet=quiet,
        verbose=verbose,
    )


def _is_own(path: Path) -> bool:
    with path.open("rb") as handle:
        return is_own_output(handle.read(4096))


def _check_outputs(outputs: Sequence[Path], inputs: Sequence[Path]) -> None:
    """Refuse to write over an account, over another output, or to where no folder is. Ends the command."""
    given = find_files([p for p in inputs if str(p) != STDIN])[0]
    # An earlier dossier in a folder that is read again is no account and may be written anew.
    taken = {
        path.resolve() for path in given if not (path.resolve() in {o.resolve() for o in outputs} and _is_own(path))
    }
    for path in outputs:
        if str(path) == STDIN:
            raise typer.BadParameter("- cannot be written to; give the name of a file.")
        if path.resolve() in taken:
            raise typer.BadParameter(f"{path} is already one of the files of this call; give the output another name.")
        taken.add(path.resolve())
        if not path.absolute().parent.is_dir():
            err.print(f"{path}: its folder does not exist; make it first.", style="red", markup=False)
            raise typer.Exit(1)


def _work(
    sources: Sequence[Source],
    issues: Sequence[Issue],
    *,
    inputs: Sequence[Path] = (),
    grades: bool,
    read_pairs: bool,
    html: Path,
    json: Path | None,
    markdown: Path | None,
    open_: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    _check_outputs([path for path in (html, json, markdown) if path is not None], inputs)
    with Bars(quiet=quiet) as progress:
        reading: Reading | None = None
        if sources:
            reading = read_accounts(
                sources, default_tools(read_pairs=read_pairs), Settings(clock=now_utc(), grades=grades), progress
            )
    failed = complain([*issues, *(reading.issues if reading else ())])
    if reading is None or not reading.documents:
        if not failed:
            err.print("There is nothing to read.", style="red")
        raise typer.Exit(1)
    write_whole(html, write_html(reading))
    if json is not None:
        write_whole(json, write_json(reading))
    if markdown is not None:
        write_whole(markdown, write_markdown(reading))
    if not quiet:
        print_summary(out, reading, html=html, verbose=verbose)
    if open_:
        webbrowser.open(html.absolute().as_uri())
    if failed:
        raise typer.Exit(1)
