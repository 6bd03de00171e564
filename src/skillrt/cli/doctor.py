"""`skillrt doctor`: what works on this machine."""

import argparse
import json
import sys
from collections.abc import Iterator

import msgspec

from skillrt.cli.target_options import harnesses_of
from skillrt.config import environment, find_library
from skillrt.harness.inventory import HarnessState, Inventory, ProgramState, take_inventory
from skillrt.report.columns import columns


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print (default: text)")
    parser.add_argument("--config", default="", metavar="FILE", help="settings in place of the nearest skillrt.toml")


def run(options: argparse.Namespace) -> int:
    """Print the inventory. Programs are asked for their version; keys are named, never shown."""
    variables = environment()
    found = take_inventory(harnesses_of(find_library(options.config or variables.settings_file)), variables)
    if options.format == "json":
        sys.stdout.write(json.dumps(msgspec.to_builtins(found), indent=2) + "\n")
    else:
        sys.stdout.write("\n".join(_lines(found)) + "\n")
    return 0


def _lines(found: Inventory) -> Iterator[str]:
    yield "harnesses"
    rows = [("NAME", "STATE", "VERSION", "KEYS SET", "NOTE")]
    rows += [_harness_row(item) for item in found.harnesses]
    yield from columns(rows)
    for group in dict.fromkeys(item.group for item in found.programs):
        yield ""
        yield group
        yield from columns([_program_row(item) for item in found.programs if item.group == group])


def _harness_row(item: HarnessState) -> tuple[str, str, str, str, str]:
    keys = ", ".join(item.keys_set) or (f"none of {', '.join(item.keys_known)}" if item.keys_known else "-")
    notes = [item.program.note, *(f"needs `{name}`, which is missing" for name in item.missing)]
    return item.name, item.program.state, item.program.version or "-", keys, "; ".join(note for note in notes if note)


def _program_row(item: ProgramState) -> tuple[str, str, str, str]:
    return item.name, item.state, item.version or "-", item.note
