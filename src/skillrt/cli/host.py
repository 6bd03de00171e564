"""`skillrt host`: what this machine is, as a file to compile against."""

import argparse
import datetime
import json
import sys
from pathlib import Path

import msgspec

from skillrt.config import variables_of_installers
from skillrt.environment.host_facts import this_host
from skillrt.environment.installers import find_installers
from skillrt.store.replacing import write_file
from skillrt.targets import host_toml


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("-o", "--out", default="", metavar="FILE", help="write to this file; `.json` for JSON")
    parser.add_argument("--name", default="", help="what to call it (default: system, release and processor)")
    parser.add_argument("--format", choices=("toml", "json"), default="", help="how to print (default: toml)")


def run(options: argparse.Namespace) -> int:
    """Find out and print or save."""
    variables = variables_of_installers()
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    host = this_host(variables, find_installers(variables), today)
    if options.name:
        host = msgspec.structs.replace(host, name=options.name)
    wants_json = options.format == "json" or (not options.format and options.out.endswith(".json"))
    text = json.dumps(msgspec.to_builtins(host), indent=2) + "\n" if wants_json else host_toml(host)
    if not options.out:
        sys.stdout.write(text)
        return 0
    write_file(Path(options.out), text.encode())
    print(f"wrote {options.out}", file=sys.stderr)
    return 0
