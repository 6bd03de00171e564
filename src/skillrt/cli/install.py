"""`skillrt install`: copy a variant to where a harness looks for skills, or take it away again."""

import argparse
import sys
from pathlib import Path

from skillrt.cli.target_options import harnesses_of
from skillrt.config import Environment, environment, find_library
from skillrt.errors import Diagnostic, UsageError
from skillrt.harness import Installed, Scope, install, skills_folder, uninstall
from skillrt.report.glyphs import visible
from skillrt.report.text import render_diagnostics
from skillrt.store.variants import Written
from skillrt.targets import Harness, find_harness


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument(
        "variant", metavar="VARIANT", help="a variant's folder (with --uninstall also a skill's name)"
    )
    parser.add_argument(
        "--harness", required=True, metavar="HARNESS", help="the harness, as `skillrt targets` lists it"
    )
    place = parser.add_mutually_exclusive_group()
    place.add_argument("--project", default=".", metavar="DIR", help="for this project (default: the present folder)")
    place.add_argument("--user", action="store_true", help="for you, in every project")
    parser.add_argument("--uninstall", action="store_true", help="remove what was installed, and nothing else")
    parser.add_argument(
        "--force", action="store_true", help="overwrite or remove an installed copy that was edited by hand"
    )
    parser.add_argument("--config", default="", metavar="FILE", help="settings in place of the nearest skillrt.toml")


def run(options: argparse.Namespace) -> int:
    """Install or uninstall, and say where."""
    variables = environment()
    harness = _harness(options, variables)
    scope = Scope.USER if options.user else Scope.PROJECT
    skills = skills_folder(harness, scope, _home(variables) if options.user else Path(options.project))
    given = Path(options.variant)
    if options.uninstall:
        done = uninstall(given if given.is_dir() else options.variant, harness, skills, force=options.force)
        sys.stderr.write(render_diagnostics(done.notes))
        print(visible(f"removed {'what was installed in ' if done.notes else ''}{done.folder}"))
        return 0
    print(visible(_said(install(given, harness, skills, force=options.force))))
    return 0


def _harness(options: argparse.Namespace, variables: Environment) -> Harness:
    library = find_library(options.config or variables.settings_file)
    return find_harness(options.harness, harnesses_of(library))


def _home(variables: Environment) -> Path:
    if variables.home is None:
        raise UsageError(Diagnostic.of("install.no-folder", "the home folder is not known: HOME is not set"))
    return variables.home


def _said(done: Installed) -> str:
    anchors = f", {done.anchors} anchor{'' if done.anchors == 1 else 's'} filled in" if done.anchors else ""
    words = {Written.NEW: "installed", Written.REPLACED: "replaced", Written.UNCHANGED: "already installed:"}
    return f"{words[done.written]} {done.folder}{anchors if done.written is not Written.UNCHANGED else ''}"
