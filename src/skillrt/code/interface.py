"""The command line that a script accepts, as far as it can be known without running it."""

from typing import Literal

import msgspec

Source = Literal[
    "argparse", "click", "typer", "sys.argv", "getopts", "case", "commander", "yargs", "parseArgs", "argv", "usage"
]


class Option(msgspec.Struct, frozen=True):
    """One option. It takes `minimum` to `maximum` values (None: no limit); both 0 for a flag.

    `choices` is None where any value will do or the values are not known. `loose` says that how many values it takes
    is not known. `optional_inline` is for values that are only taken behind `=` (getopt's `--x[=y]`).
    """

    names: tuple[str, ...]
    minimum: int = 1
    maximum: int | None = 1
    choices: tuple[str, ...] | None = None
    required: bool = False
    repeatable: bool = False
    loose: bool = False
    terminal: bool = False
    """The program prints something and ends: `--help`, `--version`. Nothing else is required beside it."""


class Positional(msgspec.Struct, frozen=True):
    """One positional argument of `minimum` to `maximum` words (None: no limit)."""

    name: str
    minimum: int = 1
    maximum: int | None = 1
    choices: tuple[str, ...] | None = None


class Interface(msgspec.Struct, frozen=True):
    """What a program accepts.

    `subcommands` are (name, interface) pairs, aliases as pairs of their own. The `open_*` flags say where there may
    be more than is listed here; a checker says nothing about what is open. `exclusive` are groups of options of which
    at most one, and with True at least one, must be given. `style` is how the parser reads words.
    """

    source: Source
    language: str
    options: tuple[Option, ...] = ()
    positionals: tuple[Positional, ...] = ()
    subcommands: tuple[tuple[str, "Interface"], ...] = ()
    subcommand_required: bool = False
    subcommand_name: str = "command"
    exclusive: tuple[tuple[tuple[str, ...], bool], ...] = ()
    open_options: bool = False
    open_positionals: bool = False
    open_subcommands: bool = False
    abbreviations: bool = False
    """Unique beginnings of long options are accepted (argparse)."""
    bundling: bool = True
    """`-xvf` is `-x -v -f`, and `-ofile` gives `-o` a value."""
    interspersed: bool = True
    """Options may stand after positionals. Where not, the first positional ends the options."""
    greedy: bool = False
    """An option takes all the values that it can, up to the next option (argparse's nargs)."""
    root_options_anywhere: bool = False
    """Options of the program are also accepted behind the subcommand (commander, yargs)."""
    shebang: str = ""

    @property
    def known(self) -> bool:
        """Whether anything can be said about a call at all."""
        return bool(self.options or self.positionals or self.subcommands) or not (
            self.open_options and self.open_positionals
        )

    def option(self, name: str) -> Option | None:
        """The option with exactly this name."""
        return next((item for item in self.options if name in item.names), None)

    def subcommand(self, name: str) -> "Interface | None":
        """The subcommand with exactly this name."""
        return next((item for label, item in self.subcommands if label == name), None)
