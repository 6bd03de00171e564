"""`skillrt run`: one task in one harness through the gateway. Exit status: docs/running.md."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from skillrt.cli.gateway_options import (
    add_recording_arguments,
    add_upstream_arguments,
    aim_for,
    match_of,
    require_one_tape,
    retention_of,
    until_a_signal,
)
from skillrt.cli.output import require_writable, say
from skillrt.cli.target_options import harnesses_of, profiles_of_settings
from skillrt.config import Environment, Library, environment, find_library, variables_of_steps
from skillrt.errors import Diagnostic, MachineError, UsageError

_T = TypeVar("_T")

if TYPE_CHECKING:
    from skillrt.gateway.kept_variants import Prepared
    from skillrt.runs.plan import RunPlan
    from skillrt.runs.taping import Taping
    from skillrt.targets import ProfileOptions, Target


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("task", metavar="TASK", help="what the agent is to do")
    parser.add_argument(
        "arguments", nargs="*", type=str, metavar="ARG", help="arguments for the harness itself, after `--`"
    )
    parser.add_argument("--harness", required=True, metavar="H", help="the harness, as `skillrt targets` lists it")
    parser.add_argument("--model", required=True, metavar="M", help="the model, as its provider calls it")
    parser.add_argument("--skill", action="append", default=[], metavar="SKILL", help="a skill; may be repeated")
    parser.add_argument("--workspace", default=".", metavar="DIR", help="the folder to work in (default: this one)")
    add_upstream_arguments(parser)
    group = parser.add_argument_group("how to run")
    group.add_argument("--unattended", action="store_true", help="let the harness act without asking for permission")
    group.add_argument("--native", action="store_true", help="use your own configuration and login of the harness")
    group.add_argument("--inject", action="store_true", help="put the text of the skills into the prompt")
    group.add_argument("--bind", action="store_true", help="bind skills that are not bound, as `skillrt bind` does")
    group.add_argument(
        "--jit",
        choices=("off", "shadow", "on"),
        default=None,
        help="on: templates that were promoted answer; shadow: they only predict (default, or as skillrt.toml says)",
    )
    group.add_argument(
        "--no-learn", action="store_true", help="learn no templates from this run; `skillrt jit learn` does it later"
    )
    group.add_argument(
        "--python", default="", metavar="PATH", help="the Python that the harness and templates find as python3"
    )
    group.add_argument("--timeout", type=float, default=None, metavar="S", help="stop it after S seconds")
    group.add_argument("--no-traces", action="store_true", help="keep no record of the run")
    add_recording_arguments(parser)
    group.add_argument("--answer", default="", metavar="FILE", help="write the answer alone to a file as well")
    group.add_argument("--json", action="store_true", help="print one JSON object")
    group.add_argument("--config", default="", metavar="FILE", help="settings in place of the nearest skillrt.toml")


def run(options: argparse.Namespace) -> int:
    """Carry out the task and say what came of it."""
    from skillrt.report.run_table import run_json, run_text  # loaded where it is needed: start-up
    from skillrt.report.text import render_diagnostics
    from skillrt.runs.learning import learn_after, may_learn
    from skillrt.runs.run import run_task

    plan = _plan(options, find_library(options.config or environment().settings_file), environment())
    say(f"{plan.harness.title} with {plan.model}{', unattended' if plan.mode.unattended else ''}")
    if plan.aim.past:
        why = f"cannot be led to the gateway for {plan.model}"
        say(f"{plan.harness.title} {why}: it runs past it, and nothing is recorded")
    result = until_a_signal(run_task(plan, say))
    problems = _kept_answer(Path(options.answer), result.answer) if options.answer else ()
    # how the run ended says more than that
    status = result.exit_code or (MachineError.exit_status if problems else 0)
    sys.stdout.write(run_json(result, status) if options.json else run_text(result))
    sys.stdout.flush()
    sys.stderr.write(render_diagnostics(problems))
    if may_learn(plan, result):
        learn_after(plan, say)
    return status


def _plan(options: argparse.Namespace, library: Library, variables: Environment) -> "RunPlan":
    from skillrt.harness.launching.command import Mode
    from skillrt.harness.launching.find import require_launch
    from skillrt.runs.interpreter import first_on_path
    from skillrt.runs.plan import RunPlan
    from skillrt.targets import parse_target

    harnesses = harnesses_of(library)
    profiles = profiles_of_settings(library)
    target = parse_target(f"{options.model}@{options.harness}", harnesses, profiles=profiles)
    require_launch(target.harness)
    workspace = Path(options.workspace).absolute()
    if not workspace.is_dir():
        raise UsageError(Diagnostic.of("start.no-workspace", f"there is no folder `{options.workspace}`"))
    if options.timeout is not None and not 0 < options.timeout < 1e7:
        raise UsageError(Diagnostic.of("usage.wrong-value", f"`--timeout` must be positive, not {options.timeout:g}"))
    if variables.data_home is None:
        raise UsageError(Diagnostic.of("bind.no-data-folder", "there is no folder to keep what a run needs"))
    if options.answer:
        require_writable(Path(options.answer))
    taping = _taping(options)
    aim = aim_for(options, library, target, native=options.native, replay=taping.replay)
    python = options.python or library.settings.jit.python
    return RunPlan(
        task=options.task,
        harness=target.harness,
        model=target.model,
        workspace=workspace,
        skills=_skills(options, library, target, profiles, variables.data_home),
        aim=aim,
        settings=library.settings.gateway,
        data=variables.data_home,
        inherited=first_on_path(python, variables_of_steps()) if python else variables_of_steps(),
        proxies=variables.proxies,
        mode=Mode(options.native, options.unattended, tuple(options.arguments)),
        timeout=options.timeout,
        inject=options.inject,
        record=library.settings.gateway.record and not options.no_traces,
        retention=retention_of(library.settings.traces),
        # what a recording says is no evidence of what the model does
        jit="off" if taping.replay else options.jit or library.settings.jit.mode,
        taping=taping,
        learn=library.settings.jit.learn and not options.no_learn,
    )


def _kept_answer(path: Path, answer: str) -> tuple[Diagnostic, ...]:
    """Write the answer to a file; why that cannot be done."""
    from skillrt.store.replacing import write_file

    try:
        write_file(path, (f"{answer}\n" if answer else "").encode("utf-8", "replace"))
    except MachineError as error:
        return error.diagnostics
    return ()


def _taping(options: argparse.Namespace) -> "Taping":
    from skillrt.gateway.tape import read_tape
    from skillrt.runs.taping import Taping

    require_one_tape(options)
    replay = read_tape(Path(options.replay)) if options.replay else None
    return Taping(Path(options.record) if options.record else None, replay, match_of(options))


def _skills(
    options: argparse.Namespace, library: Library, target: "Target", profiles: "ProfileOptions", data: Path
) -> "tuple[Prepared, ...]":
    if not options.skill:
        return ()
    from skillrt.compiler import CompileOptions, read_level
    from skillrt.frontend import discover
    from skillrt.runs.skills import prepare, require_bound, unbound

    level = read_level(library.settings.level)
    compile_options = CompileOptions(level=level, harnesses=harnesses_of(library))
    prepared = prepare(discover(options.skill, own=library.own), target, compile_options, data, profiles)
    for item in prepared:
        say(f"skill {item.name}: {'compiled' if item.compiled else 'kept'} for {target}")
    missing = unbound(prepared, data)
    if missing and options.bind:
        _bind([str(item.folder) for item in missing])
    require_bound(prepared, data)
    return prepared


def _bind(folders: Sequence[str]) -> None:
    """What `skillrt bind` does, with its table on standard error."""
    from contextlib import redirect_stdout

    from skillrt.cli.main import main

    with redirect_stdout(sys.stderr):
        main(["bind", *folders])
