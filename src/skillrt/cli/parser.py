"""argparse, with the nearest name in its errors."""

import argparse
import difflib
import re
import sys
from collections.abc import Iterable
from typing import NoReturn

_INVALID_CHOICE = re.compile(r"invalid choice: '([^']*)' \(choose from (.*)\)")
_UNKNOWN = re.compile(r"unrecognized arguments: (\S+)")


def filled(text: str) -> str:
    """The value of an option that means another thing where it is left out, for argparse."""
    if not text:
        raise argparse.ArgumentTypeError("it is empty")
    return text


class Parser(argparse.ArgumentParser):
    """Exits with 2 and one line that says what to do; no abbreviated options, which break when options are added."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **{"allow_abbrev": False, **kwargs})  # pyright: ignore[reportArgumentType]
        self.verbs: list[Parser] = []

    def error(self, message: str) -> NoReturn:
        """Print the error with a suggestion and leave."""
        hint = self._nearest(message)
        print(f"error: {message}{hint}\ntry `{self.prog} --help`", file=sys.stderr)
        raise SystemExit(2)

    def parse_known_args(  # pyright: ignore[reportIncompatibleMethodOverride]  (overloaded in argparse)
        self, args: Iterable[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """As in argparse; but what a verb does not know is told by its own parser, whose help says what it knows."""
        found, unknown = super().parse_known_args(
            args if args is None else list(args), namespace or argparse.Namespace()
        )
        if unknown and self._subparsers is None:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return found, unknown

    def _get_values(self, action: argparse.Action, arg_strings: list[str]) -> object:
        # an empty path or name comes from a variable that is not set, and would stand for the folder one is in;
        # what may be any text says `type=str`
        named = not action.option_strings and action.nargs != argparse.PARSER and action.type is None
        if named and "" in arg_strings:
            raise argparse.ArgumentError(action, "it is empty")
        return super()._get_values(action, arg_strings)

    def _nearest(self, message: str) -> str:
        choice, unknown = _INVALID_CHOICE.search(message), _UNKNOWN.search(message)
        if choice:
            names = re.findall(r"'([^']*)'", choice.group(2)) or choice.group(2).split(", ")
            near = difflib.get_close_matches(choice.group(1), names, 1)
        elif unknown:
            # those that stand before the verb
            parsers = [self, *self.verbs]
            names = [name for parser in parsers for action in parser._actions for name in action.option_strings]
            near = difflib.get_close_matches(unknown.group(1).split("=")[0], names, 1)
        else:
            near = []
        return f"; did you mean `{near[0]}`?" if near else ""
