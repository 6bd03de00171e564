"""Options of `skillrt workflow run` for the agent that does the steps which no command does."""

import argparse
from typing import TYPE_CHECKING, Final

from skillrt.cli.gateway_options import add_upstream_arguments, aim_for
from skillrt.cli.target_options import harnesses_of, profiles_of_settings
from skillrt.config import environment, find_library, variables_of_steps

if TYPE_CHECKING:
    from skillrt.runs.agent_steps import Agents

_GIVEN: Final = ("upstream", "dialect", "key_variable")


def add_agent_arguments(parser: argparse.ArgumentParser) -> None:
    """`--agent` and what `skillrt run` needs besides."""
    group = parser.add_argument_group("steps that need an agent")
    group.add_argument(
        "--agent", default="", metavar="MODEL@HARNESS", help="who does them, one session each (as `skillrt run`)"
    )
    group.add_argument("--task", default="", metavar="TEXT", help="what you want of the whole; the agent is told")
    group.add_argument("--unattended", action="store_true", help="let the harness act without asking for permission")
    group.add_argument("--config", default="", metavar="FILE", help="settings in place of the nearest skillrt.toml")
    add_upstream_arguments(parser)


def agent_of(options: argparse.Namespace, skill: str) -> "Agents | None":
    """Who does such steps; None where nobody was named. Raises UsageError for a target that cannot be run, and for a
    provider or key that is not there, before any step is begun."""
    if not options.agent:
        return None
    from skillrt.harness.launching.find import find_program, require_launch
    from skillrt.runs.agent_steps import Agents
    from skillrt.targets import parse_target

    library = find_library(options.config or environment().settings_file)
    target = parse_target(options.agent, harnesses_of(library), profiles=profiles_of_settings(library))
    if not target.harness.launch.in_process:
        find_program(target.harness, environment().path)
    require_launch(target.harness)
    aim_for(options, library, target)
    words = ["--harness", target.harness.name, "--model", target.model, *_words(options)]
    if library.file:
        words += ["--config", str(library.file.absolute())]
    return Agents(tuple(words), skill, variables_of_steps(), options.task)


def words_to_go_on(options: argparse.Namespace) -> list[str]:
    """The options as they were given, for the command that goes on with a run."""
    if not options.agent:
        return []
    given = [("--task", options.task), ("--config", options.config)]
    return ["--agent", options.agent, *_words(options), *(word for pair in given if pair[1] for word in pair)]


def _words(options: argparse.Namespace) -> list[str]:
    found: list[str] = []
    for name in _GIVEN:
        if value := getattr(options, name):
            found += [f"--{name.replace('_', '-')}", value]
    return [*found, "--unattended"] if options.unattended else found
