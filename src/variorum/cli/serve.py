"""`variorum serve`: the workbench in the browser, on this machine."""

import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from variorum.case import default_tools
from variorum.case.folder import CaseError
from variorum.cli.case import By, refuse, who
from variorum.cli.common import err, out
from variorum.cli.read import Quiet
from variorum.web.server import Address, app_at, is_loopback, listen, new_token, run

Folder = Annotated[
    Path,
    typer.Argument(
        metavar="CASE", help="The folder of the case; one that is not there yet can be made in the browser."
    ),
]
Port = Annotated[int, typer.Option("--port", help="Where to listen; 0 takes a free port.", min=0, max=65535)]
Host = Annotated[str, typer.Option("--host", help="Which of this machine's addresses to listen on.")]
ReadOnly = Annotated[bool, typer.Option("--read-only", help="Show everything, change nothing.")]
Open = Annotated[bool, typer.Option("--open", help="Open the workbench in the browser.")]


def serve(
    case: Folder,
    port: Port = 8765,
    host: Host = "127.0.0.1",
    read_only: ReadOnly = False,
    by: By = None,
    open_: Open = False,
    quiet: Quiet = False,
) -> None:
    """Work on a case in the browser: look, search, decide, take back, hand files over. Nothing leaves this machine.

    Example: variorum serve matter/ --open
    """
    if read_only and not (case / "case.toml").exists():
        refuse(f"{case} is not a case, so there is nothing to read; make one with: variorum new {case}")
    if case.exists() and not case.is_dir():
        refuse(f"{case} is a file; give the folder of a case.")
    if not is_loopback(host):
        says = (
            f"{host} can be reached from other machines, without encryption. Whoever has the address can read the case."
        )
        err.print(says, style="yellow", markup=False, highlight=False, soft_wrap=True)
    try:
        sock = listen(host, port)
    except OSError as error:
        refuse(
            f"Port {port} on {host} cannot be had ({error.strerror or error}); give another with --port, or 0 for a free one."
        )
    address = Address(host, sock.getsockname()[1], new_token())
    app = app_at(address, case.absolute(), default_tools(), by=who(by), read_only=read_only)
    if (case / "case.toml").exists():
        try:
            app.state.desk.case.head()
        except CaseError as error:
            refuse(str(error))
    if not quiet:
        out.print("The workbench is open at", highlight=False)
    # Without it nobody can enter, so it is printed also where the rest is quiet.
    out.print(address.url, markup=False, highlight=False, soft_wrap=True)
    if not quiet:
        out.print("Whoever has this address can enter. Ctrl-C closes it.", highlight=False)
    if open_:
        webbrowser.open(address.url)
    run(app, sock)
