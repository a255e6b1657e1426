"""The `variorum` command: parse the call, call the hall, say what happened and what to do next."""

import logging

import typer

from variorum import __version__
from variorum.cli import annotate, bench, case, extract, judge, read, serve, verify

# Libraries tell their own troubles in the log; ours to the user is one clear sentence.
for library in ("pypdf", "trafilatura", "htmldate", "charset_normalizer"):
    logging.getLogger(library).setLevel(logging.CRITICAL)

app = typer.Typer(
    name="variorum",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    help="Read several accounts of one matter and lay every claim out with its witnesses. Nothing leaves this machine.",
)
app.command("read")(read.read)
app.command("demo")(read.demo)
app.command("new")(case.new)
app.command("add")(case.add)
app.command("analyse")(case.analyse)
app.command("judge")(judge.judge)
app.command("undo")(judge.undo)
app.command("report")(case.report)
app.command("export")(case.export)
app.command("verify")(verify.verify)
app.command("log")(case.log)
app.command("serve")(serve.serve)
app.command("extract")(extract.extract)
app.command("annotate")(annotate.annotate)
app.command("bench")(bench.bench)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"variorum {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:
    """Options that hold for every command."""
