"""`skillrt profile show` and `compare`: what is known of targets, side by side, and what compiling makes of it."""

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from skillrt.cli.output import put_out
from skillrt.cli.target_options import measurable, profile_options
from skillrt.config import Library, environment, find_library
from skillrt.errors import Diagnostic, UsageError

if TYPE_CHECKING:
    from skillrt.report.profile_map import Change
    from skillrt.targets import ProfileOptions, Target


def show(options: argparse.Namespace) -> int:
    """Draw the targets; with several of them, the skills given are compiled for each and compared with the first."""
    from skillrt.report.profile_map import map_data, map_text  # loaded where it is needed: start-up

    library = find_library(options.config or environment().settings_file)
    names = [*([options.target] if options.target else []), *options.names]
    if not names or (options.action == "compare" and len(names) < 2):
        wanted = "two targets or profiles" if options.action == "compare" else "a target or a profile"
        raise UsageError(Diagnostic.of("usage.missing-argument", f"`profile {options.action}` needs {wanted}"))
    targets = [_target(name, options, library) for name in names]
    data = map_data(names, targets, tuple(_changes(options.skill, names, targets)), compiled=bool(options.skill))
    if options.output.endswith((".html", ".htm")):
        from skillrt.report.profile_map_html import profile_map_html

        put_out(profile_map_html(data), options.output)
    else:
        put_out(json.dumps(data, indent=2) + "\n" if options.json else map_text(data), options.output)
    return 0


def _target(name: str, options: argparse.Namespace, library: Library) -> "Target":
    """MODEL@HARNESS with all profiles that are known, or the target of a profile with that profile alone."""
    from skillrt.targets import load_profiles, parse_target

    harnesses = measurable(library)
    given = profile_options(options, library)
    if not name.endswith(".json"):
        return parse_target(name, harnesses, profiles=_with_kept(name, given))
    own = load_profiles([Path(name)])
    profile = own[0].profile
    return parse_target(
        f"{profile.model}@{profile.harness}", harnesses, profiles=msgspec.structs.replace(given, own=own)
    )


def _with_kept(name: str, given: "ProfileOptions") -> "ProfileOptions":
    """The profiles with those that `skillrt profile` keeps of this target, where none were named."""
    from skillrt.profiler.campaign import kept_profiles
    from skillrt.targets import load_profiles

    data = environment().data_home
    if given.own or data is None:
        return given
    return msgspec.structs.replace(given, own=load_profiles(kept_profiles(data, name)))


def _changes(skills: Sequence[str], names: Sequence[str], targets: Sequence["Target"]) -> Iterator["Change"]:
    """What compiling each skill at -O1 decides otherwise than for the first target."""
    if not skills or len(targets) < 2:
        return
    from skillrt.compiler import CompileOptions, compile_skill
    from skillrt.frontend import discover, load
    from skillrt.frontend.skill_tree import skill_tree
    from skillrt.report.profile_map import changes_between

    sources = list(discover(skills))
    tree = skill_tree(sources)
    compile_options = CompileOptions(level="O1", siblings=dict(tree.siblings), tree=tree.paths)
    for source in sources:
        module = load(source)
        first, *others = (compile_skill(source, target, compile_options, module).variant for target in targets)
        for name, other in zip(names[1:], others, strict=True):
            yield from changes_between(first.name, name, first.manifest, other.manifest)
