"""Readers of command-line interfaces, one a way of declaring them.

A reader takes a script's text and gives its Interface, or None where the script does not declare one that way. To add
one: a file with `read(text)`, and a place in the table, most explicit first.
"""

from collections.abc import Callable

from skillrt.code.interface import Interface
from skillrt.code.readers import (
    javascript_argv,
    javascript_commander,
    javascript_parseargs,
    javascript_yargs,
    python_argparse,
    python_argv,
    python_click,
    python_typer,
    shell_case,
    usage_text,
)

Reader = Callable[[str], Interface | None]

READERS: dict[str, tuple[Reader, ...]] = {
    "python": (python_argparse.read, python_typer.read, python_click.read, python_argv.read, usage_text.read_python),
    "shell": (shell_case.read, usage_text.read_shell),
    "javascript": (
        javascript_commander.read,
        javascript_yargs.read,
        javascript_parseargs.read,
        javascript_argv.read,
        usage_text.read_javascript,
    ),
}
"""Readers by language, asked in this order."""
