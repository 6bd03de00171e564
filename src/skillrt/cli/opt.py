"""`skillrt opt`: run any pipeline over a skill or a `.skir` text and print the IR."""

import argparse
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from skillrt.cli.skill_input import one_skill
from skillrt.cli.target_options import add_profile_arguments, harnesses_of, profile_options
from skillrt.config import Library, environment, find_library
from skillrt.errors import Diagnostic, InputError, UsageError
from skillrt.ir import Module
from skillrt.ir.text_form import parse_module, print_module
from skillrt.passes.base import Pass, PassContext
from skillrt.passes.pipeline import describe_passes, parse_pipeline, pass_names, run_pipeline
from skillrt.targets import Harness, Target, parse_target

_MAX_SKIR = 64 * 1024 * 1024


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("skill", nargs="?", help="a skill, or a .skir text as printed by this command")
    parser.add_argument("--pipeline", default="", metavar="PASSES", help="for example `link,retarget{from=codex}`")
    parser.add_argument("--target", metavar="MODEL@HARNESS", help="what to compile for, where a pass needs it")
    parser.add_argument("--print-after", metavar="PASS", help="print the IR after this pass too (`all`: each)")
    add_profile_arguments(parser)
    parser.add_argument("--list", action="store_true", help="list the passes and leave")
    parser.add_argument("--config", default="", metavar="FILE", help="settings in place of the nearest skillrt.toml")


def run(options: argparse.Namespace) -> int:
    """Print the module after the pipeline (as read, without one)."""
    if options.list:
        sys.stdout.write("".join(f"{name:22} {words}\n" for name, words in describe_passes()))
        return 0
    if not options.skill:
        raise UsageError(Diagnostic.of("usage.missing-argument", "name a skill, or use `--list`"))
    wanted = options.print_after
    if wanted and wanted != "all" and wanted not in pass_names():
        raise UsageError(Diagnostic.of("usage.unknown-pass", f"there is no pass `{wanted}`"))
    library = find_library(options.config or environment().settings_file)
    module, context = _read(options.skill, harnesses_of(library), library)
    if options.pipeline:
        target = _target(options, library, context) if options.target else None
        pipeline = parse_pipeline(options.pipeline)
        if wanted and wanted != "all" and wanted not in {item.name for item in pipeline.passes}:
            message = f"the pipeline has no pass `{wanted}` to print after"
            raise UsageError(Diagnostic.of("usage.unknown-pass", message))
        module = run_pipeline(
            module,
            pipeline,
            replace(context, target=target),
            lambda item, now: _print_after(item, now, wanted),
        )
    if wanted != "all" or not options.pipeline:
        sys.stdout.write(print_module(module))
    return 0


def _target(options: argparse.Namespace, library: Library, context: PassContext) -> Target:
    return parse_target(options.target, context.harnesses, profiles=profile_options(options, library))


def _print_after(item: Pass, module: Module, wanted: str | None) -> None:
    if wanted in {"all", item.name}:
        sys.stdout.write(f"// after {item.name}\n{print_module(module)}")


def _read(path: str, harnesses: Mapping[str, Harness], library: Library) -> tuple[Module, PassContext]:
    if not path.endswith(".skir"):
        return one_skill(path, harnesses, library.own)
    file = Path(path)
    if not file.exists():
        raise UsageError(Diagnostic.of("usage.path-missing", f"`{path}` does not exist"))
    if file.stat().st_size > _MAX_SKIR:
        raise InputError(Diagnostic.of("input.file-too-large", f"`{path}` is larger than {_MAX_SKIR // 2**20} MiB"))
    text = file.read_text(encoding="utf-8", errors="surrogateescape")
    return parse_module(text, path), PassContext(harnesses=harnesses)
