"""`skillrt diff`: show source and variant side by side, with the reason of each edit."""

import argparse
import sys
from pathlib import Path

from skillrt.cli.skill_input import at_work_on
from skillrt.cli.target_options import (
    add_host_argument,
    add_profile_arguments,
    harnesses_of,
    targets_of,
)
from skillrt.compiler import CompileOptions, compile_skill, read_level
from skillrt.config import Environment, Library, environment, find_library
from skillrt.errors import Diagnostic, UsageError
from skillrt.frontend import SkillSource, discover
from skillrt.report.diff import Diff, diff_of
from skillrt.store import MANIFEST_FILE, read_manifest
from skillrt.store.replacing import write_file


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("skill", metavar="SKILL", help="a skill, or a variant")
    parser.add_argument(
        "--target", default="", metavar="MODEL@HARNESS", help="what to compile for; needless for a variant"
    )
    parser.add_argument("--from", dest="written_for", default="", metavar="HARNESS", help="what it was written for")
    parser.add_argument(
        "-O", dest="level", default="", metavar="LEVEL", help="optimisation level: -O0, -O1 (the default), -Os"
    )
    parser.add_argument("--pipeline", default="", metavar="PASSES", help="these passes in place of the level's")
    parser.add_argument("--fix-names", action="store_true", help="give an invalid name the nearest valid one")
    add_host_argument(parser)
    add_profile_arguments(parser)
    parser.add_argument("--html", default="", metavar="FILE", help="write one self-contained page")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colours in text (auto)")
    parser.add_argument("--config", default="", metavar="FILE", help="settings in place of the nearest skillrt.toml")


def run(options: argparse.Namespace) -> int:
    """Compile in memory, or read the variant; print the differences or write the page."""
    variables = environment()
    library = find_library(options.config or variables.settings_file)
    found = list(discover([options.skill], own=library.own))
    if len(found) > 1:
        message = (
            f"`{options.skill}` holds several skills (`{found[0].where}`, `{found[1].where}`, ...); name one of them"
        )
        raise UsageError(Diagnostic.of("usage.several-skills", message))
    with at_work_on(found[0].where):
        diff = _diff(options, found[0], library)
    if options.html:
        _write_page(Path(options.html), diff)
        return 0
    from skillrt.report.diff_text import diff_text  # loaded where it is needed: start-up

    sys.stdout.write(diff_text(diff, colour=_colour(options.color, variables)))
    return 0


def _diff(options: argparse.Namespace, source: SkillSource, library: Library) -> Diff:
    if not options.target and any(entry.path == MANIFEST_FILE for entry in source.entries):
        # the recorded edits tell what the source was
        manifest = read_manifest(source.read(MANIFEST_FILE), f"{source.where}/{MANIFEST_FILE}")
        return diff_of(manifest, source.read)
    settings = library.settings
    harnesses = harnesses_of(library)
    if not options.target and len(settings.targets) != 1:
        message = "name a target, for example `--target qwen/qwen3.5-9b@opencode`"
        raise UsageError(Diagnostic.of("usage.missing-argument", message))
    asked = CompileOptions(
        level=read_level(options.level or settings.level),
        pipeline=options.pipeline,
        written_for=options.written_for,
        fix_names=options.fix_names,
        harnesses=harnesses,
    )
    (target,) = targets_of([options.target] if options.target else [], options, library)
    compiled = compile_skill(source, target, asked)
    variant = compiled.variant
    data = {item.path: item.data for item in variant.files if item.data is not None}
    if compiled.again:
        return diff_of(variant.manifest, source.read)
    return diff_of(variant.manifest, lambda path: data[path] if path in data else source.read(path), source.read)


def _write_page(path: Path, diff: Diff) -> None:
    from skillrt.report.diff_html import diff_html  # loaded where it is needed: start-up

    write_file(path, diff_html(diff).encode("utf-8", "backslashreplace"))
    print(f"wrote {path}", file=sys.stderr)


def _colour(wanted: str, variables: Environment) -> bool:
    if wanted != "auto":
        return wanted == "always"
    if variables.no_color or variables.dumb_terminal:
        return False
    return variables.force_color or sys.stdout.isatty()
