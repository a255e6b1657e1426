"""`variorum verify`: whether a case, a dossier or an export is what it was."""

from pathlib import Path
from typing import Annotated

import typer

from variorum.cli.case import opened, refuse
from variorum.cli.common import out
from variorum.cli.read import Quiet
from variorum.cli.summary import count
from variorum.dossier.checking import NoDossier, check, check_against, open_dossier
from variorum.storage.chain import Finding

Target = Annotated[
    Path,
    typer.Argument(metavar="CASE|DOSSIER", help="A case's folder, a dossier or a JSON export.", show_default=False),
]


def verify(
    target: Target,
    case: Annotated[
        Path | None, typer.Option("--case", metavar="CASE", help="Check a dossier also against the case it came from.")
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Of a case: also lay everything side by side anew and compare.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Check a case (ledger, originals, texts, quotes) or a dossier against itself and its case. Status 1 and a line for each finding.

    Example: variorum verify dossier.html --case harbour
    """
    if target.is_dir():
        with opened(target, read_only=True) as kept:
            findings = kept.verify(again=again)
            entries, documents = kept.head().number, 0 if findings else len(kept.documents())
            says = f"Nothing found: {count(entries, 'entry', 'entries')}, {count(documents, 'account')}, each original and each quote."
    else:
        findings, says = _dossier(target, case)
    for finding in findings:
        typer.echo(finding.says)
    if findings:
        raise typer.Exit(1)
    if not quiet:
        out.print(says, markup=False, highlight=False, soft_wrap=True)


def _dossier(target: Path, folder: Path | None) -> tuple[tuple[Finding, ...], str]:
    try:
        held = open_dossier(target.read_bytes())
    except OSError as error:
        refuse(f"{target}: could not be opened ({error.strerror or error}).")
    except NoDossier as error:
        refuse(f"{target}: {error}.")
    findings = check(held)
    says = f"Nothing found: {count(len(held.texts), 'account')}, each quote stands in its text."
    if folder is None:
        return findings, f"{says} Give --case to check it against the case too."
    with opened(folder, read_only=True) as kept:
        findings += check_against(held, kept)
    return findings, f"{says} It fits the case."
