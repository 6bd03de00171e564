"""`skillrt bound`: what `bind` has made on this machine, and taking it away."""

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from skillrt.config import environment
from skillrt.errors import Diagnostic, UsageError

if TYPE_CHECKING:
    from skillrt.environment.kept import Kept

_ACTIONS: Final = ("list", "remove")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("action", nargs="?", choices=_ACTIONS, default="list", help="what to do (default: list)")
    parser.add_argument("keys", nargs="*", metavar="KEY", help="remove: these, by how their keys begin")
    parser.add_argument(
        "--unused",
        action="store_true",
        help="remove: all that no skill uses: another was bound for the same needs, or they were not finished",
    )
    parser.add_argument("--dry-run", action="store_true", help="remove: say what would go, and remove nothing")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print (default: text)")


def run(options: argparse.Namespace) -> int:
    """List or remove."""
    from skillrt.environment.kept import kept, remove  # loaded where it is needed: start-up
    from skillrt.report.environment_table import environments_json, environments_text, removed_json, removed_text
    from skillrt.store.environments import Environments

    data = environment().data_home
    if data is None:
        raise UsageError(Diagnostic.of("bind.no-data-folder", "there is no folder with environments"))
    store = Environments(data)
    found = kept(store)
    if options.action == "list":
        _require_none(options)
        sys.stdout.write(environments_json(found) if options.format == "json" else environments_text(found))
        return 0
    gone = remove(store, _wanted(options, found), _say_waiting, dry=options.dry_run)
    sys.stdout.write(removed_json(gone) if options.format == "json" else removed_text(gone, dry=options.dry_run))
    return 0


def _wanted(options: argparse.Namespace, found: "Sequence[Kept]") -> "list[Kept]":
    if not options.keys and not options.unused:
        message = "say what to remove: keys, as `skillrt bound` lists them, or --unused"
        raise UsageError(Diagnostic.of("usage.missing-argument", message))
    named = {_named(key, found) for key in options.keys}
    return [item for item in found if item.key in named or (options.unused and item.state != "used")]


def _named(key: str, found: "Sequence[Kept]") -> str:
    matching = [item.key for item in found if key and item.key.startswith(key)]
    if len(matching) != 1:
        how = "several environments begin" if matching else "no environment begins"
        raise UsageError(Diagnostic.of("usage.wrong-value", f"{how} with `{key}`: `skillrt bound` lists them"))
    return matching[0]


def _require_none(options: argparse.Namespace) -> None:
    if options.keys or options.unused or options.dry_run:
        message = "keys, --unused and --dry-run are for `skillrt bound remove`"
        raise UsageError(Diagnostic.of("usage.wrong-value", message))


def _say_waiting() -> None:
    print("another process binds these needs; waiting for it", file=sys.stderr, flush=True)
