"""Write `docs/reference/cli.md` from the commands themselves: run it when a command or an option changes.

    python scripts/make_cli_reference.py > docs/reference/cli.md

The page holds what `--help` says, so it cannot say anything else; a test refuses a difference.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import typer
from typer.core import TyperArgument

from variorum.cli.main import app

HEAD = """# The commands

Made by `python scripts/make_cli_reference.py`; do not edit by hand.

Every command ends with status 0 when all is done, 1 when an input could not be used (one line on standard error names
the file and the reason; the other files are still processed), and 2 when the call itself is wrong. `-` as a file reads standard input.
`NO_COLOR` is respected, and output that does not go to a terminal has no colours and no progress bars.
"""


def lines() -> Iterator[str]:
    """The page, line by line."""
    yield HEAD
    group: Any = typer.main.get_command(app)
    context = typer.Context(group, info_name="variorum")
    yield f"## variorum\n\n{group.help}\n"
    yield from _options(group.params)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        told, _, example = (command.help or "").partition("Example:")
        yield f"\n## variorum {name}\n\n{' '.join(told.split())}\n"
        yield f"```console\n$ {' '.join(example.split())}\n```\n"
        yield from _options(command.params)


def _options(parameters: Sequence[Any]) -> Iterator[str]:
    yield "| | |\n|---|---|"
    for parameter in parameters:
        if isinstance(parameter, TyperArgument):
            yield f"| `{str(parameter.name).upper()}` | {parameter.help} |"
            continue
        names = ", ".join(f"`{name}`" for name in parameter.opts)
        value = "" if parameter.is_flag else f" `{parameter.metavar or parameter.name.upper()}`"
        # A default worth telling is one that the user would otherwise have to guess.
        default = "" if parameter.is_flag or parameter.default is None else f" Otherwise `{parameter.default}`."
        yield f"| {names}{value} | {parameter.help}{default} |"


def make() -> str:
    """The whole page."""
    return "\n".join(lines()).replace("\n\n\n", "\n\n").rstrip() + "\n"


if __name__ == "__main__":
    print(make(), end="")
