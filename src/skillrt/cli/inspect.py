"""`skillrt inspect`: the facts of one skill, as text or JSON; of many skills and targets, a page of their gaps."""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from skillrt.checks.policy import path_matcher
from skillrt.cli.output import put_out
from skillrt.cli.skill_input import at_work_on, context_of, one_skill
from skillrt.cli.target_options import (
    add_host_argument,
    add_profile_arguments,
    harnesses_of,
    print_target_notes,
    targets_of,
)
from skillrt.config import Library, environment, find_library
from skillrt.errors import Diagnostic, Finding, SkillrtError, UsageError
from skillrt.frontend import SkillSource, discover, load
from skillrt.frontend.skill_tree import skill_tree
from skillrt.frontend.sources import skill_file_in
from skillrt.ir import Module
from skillrt.passes.pipeline import parse_pipeline, run_pipeline
from skillrt.report.gaps import gap_rows
from skillrt.report.heat_map import HeatMap, SkillRow
from skillrt.report.inspection import inspection, inspection_text, unread
from skillrt.report.workflow import WORKFLOW_FIELDS, workflow_mermaid, workflow_text
from skillrt.targets import Harness, Target

# without a target, passes find and do not rewrite
_PIPELINE = "link,retarget,infer-requirements,extract-concurrency"
_GAPS_PIPELINE = "link,retarget,infer-requirements"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument(
        "skills", nargs="+", metavar="SKILL", help="a skill's folder, its SKILL.md, or an archive; a page takes many"
    )
    parser.add_argument(
        "--target", action="append", metavar="MODEL@HARNESS", help="show what it lacks; a page takes several"
    )
    parser.add_argument(
        "--format",
        choices=("text", "json", "html", "mermaid", "svg"),
        default="text",
        help="how to print (default: text); html: a page with the gaps of all skills on all targets; "
        "mermaid, svg: a drawing of the workflow",
    )
    parser.add_argument(
        "--workflow", action="store_true", help="only the workflow: steps, what they wait for, what can go on at once"
    )
    parser.add_argument("-o", "--out", default="", metavar="FILE", help="write to this file")
    parser.add_argument("--id", default="", help="the `id` to print in place of the folder's name")
    add_host_argument(parser)
    add_profile_arguments(parser)
    parser.add_argument("--config", default="", metavar="FILE", help="settings in place of the nearest skillrt.toml")


def run(options: argparse.Namespace) -> int:
    """Print the facts, or draw the page; the exit status is that of the worst skill."""
    _require_used(options)
    library = find_library(options.config or environment().settings_file)
    if options.format == "html":
        return _draw(options, library)
    targets = targets_of(options.target, options, library) if options.target else ()
    if len(targets) > 1:
        message = f"`--format {options.format}` shows one target; `--format html` shows several"
        raise UsageError(Diagnostic.of("usage.several-targets", message))
    if len(options.skills) > 1:
        message = f"`--format {options.format}` shows one skill; `--format html` shows several"
        raise UsageError(Diagnostic.of("usage.several-skills", message))
    target = targets[0] if targets else None
    with at_work_on(options.skills[0]):
        module, context = one_skill(options.skills[0], harnesses_of(library), library.own)
        module = run_pipeline(module, parse_pipeline(_PIPELINE), context)
        found = inspection(module, options.id, target)
    print_target_notes(targets)
    _print_unread(module, options.skills[0])
    put_out(_printed(options, found), options.out)
    return 0


def _require_used(options: argparse.Namespace) -> None:
    """Raise UsageError for an option that would change nothing."""
    for name, given in (("--workflow", options.workflow), ("--id", options.id)):
        if given and options.format == "html":
            message = f"`{name}` does nothing with `--format html`, which draws the gaps of all skills"
            raise UsageError(Diagnostic.of("usage.wrong-value", message))
    about_targets = {
        "--host": options.host,
        "--profiles": options.profiles,
        "--cautious": options.cautious is not None,
        "--held-rate": options.held_rate is not None,
        "--held-certainty": options.held_certainty is not None,
    }
    for name, given in about_targets.items():
        if given and not options.target and options.format != "html":
            message = f"`{name}` is about what a target can do; name one, as `--target qwen/qwen3.5-9b@opencode`"
            raise UsageError(Diagnostic.of("usage.missing-argument", message))


def _print_unread(module: Module, where: str) -> None:
    """Say what of the skill could not be read: an empty list of what it asks for would look harmless."""
    from skillrt.report.text import BY_CHECK, render_finding  # loaded where it is needed: start-up

    if skill_file_in(frozenset({Path(where).name})):
        where = Path(where).parent.as_posix()
    for item in unread(module):
        sys.stderr.write(render_finding(Finding(where, item), fixer=BY_CHECK))


def _printed(options: argparse.Namespace, found: dict[str, Any]) -> str:
    if options.format == "mermaid":
        return workflow_mermaid(found)
    if options.format == "svg":
        from skillrt.report.workflow_svg import workflow_svg  # loaded where it is needed: start-up

        return workflow_svg(found)
    if options.workflow:
        fields = {name: found[name] for name in WORKFLOW_FIELDS}
        return _json(fields) if options.format == "json" else workflow_text(fields)
    return _json(found) if options.format == "json" else inspection_text(found)


def _draw(options: argparse.Namespace, library: Library) -> int:
    from skillrt.report.heat_map_html import heat_map_html  # loaded where it is needed: start-up

    targets = targets_of(options.target or (), options, library)
    if not targets:
        message = "name a target, for example `--target qwen/qwen3.5-9b@opencode`"
        raise UsageError(Diagnostic.of("usage.missing-argument", message))
    matches = path_matcher(library.settings.exclude)
    found = list(discover(options.skills, lambda where: matches(f"{library.shown(where)}/"), own=library.own))
    rows = tuple(_rows(found, targets, harnesses_of(library)))
    print_target_notes(targets)
    put_out(heat_map_html(HeatMap(targets, tuple(row for row, _ in rows))), options.out)
    return max((status for _, status in rows), default=0)


def _rows(
    found: Sequence[SkillSource], targets: Sequence[Target], harnesses: Mapping[str, Harness]
) -> Iterator[tuple[SkillRow, int]]:
    """Each skill with the exit status that its errors mean; a skill that cannot be read does not cost the others."""
    tree, pipeline = skill_tree(found), parse_pipeline(_GAPS_PIPELINE)
    for source in found:
        try:
            with at_work_on(source.where):
                module = run_pipeline(load(source), pipeline, context_of(source, tree, harnesses))
        except SkillrtError as error:
            yield SkillRow(source.where, source.where, error=str(error)), error.exit_status
            continue
        cells = tuple(gap_rows(module.facts, target.capabilities) for target in targets)
        yield SkillRow(module.name, source.where, cells), 0


def _json(found: dict[str, Any]) -> str:
    # ASCII: names and texts of skills may hold bytes that are not UTF-8
    return json.dumps(found, indent=2, ensure_ascii=True) + "\n"
