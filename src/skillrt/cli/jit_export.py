"""`skillrt jit export`: compile a skill with its proven templates as bundled programs."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from skillrt.cli import compile as compile_verb
from skillrt.errors import Diagnostic, InputError, UsageError
from skillrt.frontend import discover, load
from skillrt.jit.state import Kept, read_kept
from skillrt.store.templates import Templates


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options: those of `skillrt compile`, and which templates."""
    parser.add_argument(
        "--template",
        action="append",
        default=[],
        metavar="ID",
        help="this template, whatever skill it is of; may be repeated (default: all proven ones of the skill)",
    )
    compile_verb.add_arguments(parser)


def export(options: argparse.Namespace, data: Path) -> int:
    """Write the variants of one skill with its templates; returns the exit status."""
    from skillrt.jit.exporting.exported import exports_of

    sources = list(discover(tuple(options.skills)))
    if len(sources) != 1:
        message = f"`jit export` takes one skill, not {len(sources)}"
        raise UsageError(Diagnostic.of("usage.wrong-value", message))
    module = load(sources[0])
    chosen = _chosen(options.template, module.name, Templates(data))
    found = exports_of([kept.template for kept in chosen], module.paths)
    for name, why in found.refused.items():
        sys.stderr.write(f"skillrt: note: template {name} is not exported: {why}\n")
    if not found.programs:
        message = f"there is no template that can be exported for `{module.name}`"
        raise InputError(Diagnostic.of("jit.nothing-to-export", message))
    return compile_verb.run(options, found.programs)


def _chosen(ids: Sequence[str], skill: str, store: Templates) -> list[Kept]:
    """The templates that are named, else all of the skill that are not demoted; what is kept is proven."""
    if ids:
        return [read_kept(store, store.find(name)) for name in dict.fromkeys(ids)]
    every = (read_kept(store, name) for name in store.ids())
    return [kept for kept in every if kept.template.skill == skill and kept.state != "demoted"]
