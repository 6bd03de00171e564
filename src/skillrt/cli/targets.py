"""`skillrt targets`: models, harnesses, hosts, and what is known of them."""

import argparse
import json
import sys

from skillrt.report.target_table import targets_data, targets_text
from skillrt.targets import generic_host, load_harnesses, published_profiles


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print (default: text)")


def run(options: argparse.Namespace) -> int:
    """Print the tables."""
    found = targets_data(load_harnesses(), published_profiles(), generic_host())
    text = json.dumps(found, indent=2) + "\n" if options.format == "json" else targets_text(found)
    sys.stdout.write(text)
    return 0
