"""`skillrt inspect`: the facts of one skill, as text or as exactly one JSON object."""

import argparse
import json
import sys

from skillrt.cli.skill_input import one_skill
from skillrt.passes.pipeline import parse_pipeline, run_pipeline
from skillrt.report.inspection import inspection, inspection_text

# without a target, passes find and do not rewrite
_PIPELINE = "link,retarget,infer-requirements"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("skill", help="a skill's folder, its SKILL.md, or an archive")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print (default: text)")
    parser.add_argument("--id", default="", help="the `id` to print in place of the folder's name")


def run(options: argparse.Namespace) -> int:
    """Print the facts."""
    module, context = one_skill(options.skill)
    module = run_pipeline(module, parse_pipeline(_PIPELINE), context)
    found = inspection(module, options.id)
    if options.format == "json":
        # ASCII: names and texts of skills may hold bytes that are not UTF-8
        sys.stdout.write(json.dumps(found, indent=2, ensure_ascii=True) + "\n")
    else:
        sys.stdout.write(inspection_text(found))
    return 0
