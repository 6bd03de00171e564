"""`skillrt targets`: models, harnesses, hosts, and what is known of them; of one target, every level."""

import argparse
import json
import sys

from skillrt.cli.target_options import (
    add_profile_arguments,
    harnesses_of,
    measurable,
    print_target_notes,
    profile_options,
)
from skillrt.config import environment, find_library
from skillrt.report.target_levels import target_data, target_text
from skillrt.report.target_table import targets_data, targets_text
from skillrt.targets import generic_host, parse_target, published_profiles


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument(
        "targets",
        nargs="*",
        metavar="MODEL@HARNESS",
        help="show the levels of these; without one, list what is known",
    )
    add_profile_arguments(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print (default: text)")
    parser.add_argument("--config", default="", metavar="FILE", help="settings in place of the nearest skillrt.toml")


def run(options: argparse.Namespace) -> int:
    """Print the tables."""
    library = find_library(options.config or environment().settings_file)
    profiles = profile_options(options, library)
    if options.targets:
        known = measurable(library)
        targets = [parse_target(text, known, profiles=profiles) for text in dict.fromkeys(options.targets)]
        levels = [target_data(target) for target in targets]
        print_target_notes(item for item in targets if item.capabilities.origin in {"family", "none"})
        plain, text = {"targets": levels}, "\n".join(target_text(item) for item in levels)
    else:
        plain = targets_data(harnesses_of(library), published_profiles(), generic_host(), profiles.own)
        text = targets_text(plain)
    sys.stdout.write(json.dumps(plain, indent=2) + "\n" if options.format == "json" else text)
    return 0
