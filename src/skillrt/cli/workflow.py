"""`skillrt workflow`: show the workflow of a variant, run its steps, forget earlier runs."""

import argparse
import os
import shlex
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, Literal

from skillrt.cli.amounts import bytes_of, seconds_of
from skillrt.cli.output import put_report, require_writable, say
from skillrt.cli.workflow_agent import add_agent_arguments, agent_of, words_to_go_on
from skillrt.config import Environment, environment, variables_of_steps
from skillrt.errors import Diagnostic, UsageError
from skillrt.report.text import render_diagnostics
from skillrt.report.workflow_pruned import pruned_json, pruned_text
from skillrt.report.workflow_run import Shown, dry_json, dry_text, run_json, run_text, show_json, show_text
from skillrt.store.workflows import run_folder, run_key, runs_folder
from skillrt.workflow.capacity import free_jobs
from skillrt.workflow.journal import JOURNAL_FILE, previous_of, read_past
from skillrt.workflow.launching import Launcher
from skillrt.workflow.outcome import RunReport
from skillrt.workflow.plan import Choices, Plan, plan_of, steps_of, unfilled_notes
from skillrt.workflow.pruning import Limits, Pruned, prune_runs
from skillrt.workflow.run import Job, RunPlace, run_workflow
from skillrt.workflow.script import shell_program
from skillrt.workflow.settings import Settings, failure_of
from skillrt.workflow.variant import Variant, read_variant

EXIT: Final = {"completed": 0, "failed": 1, "journal-full": 3, "interrupted": 130}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb's parts."""
    parts = parser.add_subparsers(dest="part", metavar="run|show|prune", required=True)
    shown = parts.add_parser("show", help="list steps, what they wait for, and the inputs that a run wants")
    _add_variant(shown)
    shown.set_defaults(act=_show)
    running = parts.add_parser("run", help="run its steps, as the graph allows")
    _add_variant(running)
    running.set_defaults(act=_run)
    group = running.add_argument_group("what to run")
    group.add_argument(
        "--input",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a value that steps want, or the answer to a step that asks (STEP=ANSWER)",
    )
    group.add_argument(
        "--approve",
        action="append",
        default=[],
        metavar="STEP",
        help="do this step though it asks, acts outside the workspace or has a condition; `all` for all",
    )
    group.add_argument(
        "--skip", action="append", default=[], metavar="STEP", help="leave this step out; `agents`: all for an agent"
    )
    group.add_argument("--dry-run", action="store_true", help="print what would be started, and run nothing")
    add_agent_arguments(running)
    group = running.add_argument_group("how to run")
    group.add_argument("-j", "--jobs", type=_jobs, default=0, metavar="N", help="steps at once, or `auto` (default)")
    group.add_argument("--timeout", type=_seconds, metavar="S", help="end a step after so many seconds")
    group.add_argument(
        "--on-failure",
        default="stop",
        metavar="WHAT",
        help="stop (default): begin no other step; continue: do what does not wait for it; retry[:N]: try it again",
    )
    group.add_argument("--quiet", action="store_true", help="do not show what steps print")
    group = running.add_argument_group("an earlier run")
    begin = group.add_mutually_exclusive_group()
    begin.add_argument("--resume", action="store_true", help="go on with a run that broke off")
    begin.add_argument("--fresh", action="store_true", help="begin anew although a run broke off")
    group.add_argument("--journal", default="", metavar="FILE", help="record the run in this file")
    _add_pruning(parts.add_parser("prune", help="forget earlier runs: their journals and what their steps printed"))


def run(options: argparse.Namespace) -> int:
    """Show or run; see `EXIT` for what the exit status of a run means."""
    act: Callable[[argparse.Namespace], int] = options.act
    return act(options)


def _add_pruning(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--older-than", default="", metavar="AGE", help="runs that ended so long ago, such as 30d, 12h"
    )
    parser.add_argument(
        "--max-size", default="", metavar="SIZE", help="such as 500M, 2G: the oldest go until the rest fits"
    )
    parser.add_argument(
        "--broken-off", action="store_true", help="also runs that did not come to their end and could be gone on with"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would go, and remove nothing")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print (default: text)")
    parser.set_defaults(act=_prune)


def _prune(options: argparse.Namespace) -> int:
    if not options.older_than and not options.max_size:
        message = "say what to forget: --older-than AGE, --max-size SIZE or both"
        raise UsageError(Diagnostic.of("usage.missing-argument", message))
    data = environment().data_home
    since = time.time() - seconds_of(options.older_than) if options.older_than else 0.0
    limits = Limits(since, bytes_of(options.max_size) if options.max_size else 0, options.broken_off)
    found = prune_runs(runs_folder(data), limits, dry=options.dry_run) if data is not None else Pruned(0, 0, 0, 0, 0)
    sys.stdout.write(pruned_json(found) if options.format == "json" else pruned_text(found, dry=options.dry_run))
    return 0


def _add_variant(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("variant", metavar="VARIANT", help="a variant's folder")
    parser.add_argument("--workflow", default="", metavar="ID", help="which one, where the variant has several")
    parser.add_argument(
        "--workspace", default=".", metavar="DIR", help="the user's project (default: the present folder)"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print (default: text)")


def _show(options: argparse.Namespace) -> int:
    variant = read_variant(Path(options.variant))
    record = variant.record
    known = [item.id for item in record.workflows] or [""]
    if options.workflow and options.workflow not in known:
        message = f"there is no workflow `{options.workflow}`; there is {', '.join(f'`{item}`' for item in known)}"
        raise UsageError(Diagnostic.of("workflow.unknown-name", message))
    titles = {item.id: item.title for item in record.workflows}
    flows: list[Shown] = []
    for name in [options.workflow] if options.workflow else known:
        steps = steps_of(record, name)
        ids = {step.id for step in steps}
        edges = tuple(item for item in record.edges if item.first in ids and item.then in ids)
        regions = tuple(item for item in record.regions if ids.issuperset(item.steps))
        seconds = _seconds_of(variant, name, options) if len(steps) else {}
        flows.append(Shown(name, titles.get(name, ""), steps, edges, regions, seconds))
    sys.stdout.write(show_json(flows) if options.format == "json" else show_text(flows))
    return 0


def _seconds_of(variant: Variant, workflow: str, options: argparse.Namespace) -> dict[str, float]:
    """How long steps took in the last run without inputs here."""
    data = environment().data_home
    if data is None:
        return {}
    key = run_key(variant.digest, workflow, _workspace(options), {})
    journal = run_folder(data, key) / JOURNAL_FILE
    return {**read_past(previous_of(journal)).done, **read_past(journal).done}


def _run(options: argparse.Namespace) -> int:
    variables = environment()
    variant = read_variant(Path(options.variant))
    workspace = _workspace(options)
    inputs = _inputs(options.input)
    choices = Choices(options.workflow, tuple(options.approve), tuple(options.skip), inputs)
    agent = agent_of(options, variant.folder.name)
    plan = plan_of(variant.record, choices, agent)
    shell = shell_program(variables.path)
    launcher = Launcher(plan, (variant.folder, workspace), variables_of_steps(), shell, agent)
    settings = Settings(options.jobs or free_jobs(), options.timeout, failure_of(options.on_failure))
    for line in render_diagnostics(unfilled_notes(plan)).splitlines():
        say(line)
    if options.dry_run:
        steps = [plan.steps[number] for number in plan.graph.order]
        launches = [launcher.launches[number] for number in plan.graph.order]
        agents = dict.fromkeys(plan.handed, str(options.agent))
        sys.stdout.write((dry_json if options.format == "json" else dry_text)(steps, launches, agents))
        return 0
    begin: Literal["", "resume", "fresh"] = "resume" if options.resume else "fresh" if options.fresh else ""
    place = _place(options, variables, run_key(variant.digest, plan.workflow, workspace, plan.values))
    report = _carried_out(Job(plan, launcher, settings, place, begin), options, variables)
    go_on = _go_on(options)
    put_report(run_json(report) if options.format == "json" else run_text(report, go_on))
    return EXIT[report.status]


def _carried_out(job: Job, options: argparse.Namespace, variables: Environment) -> RunReport:
    from skillrt.cli.step_output import StepOutput  # loaded where it is needed: start-up
    from skillrt.workflow.watching import Nobody

    if options.quiet:
        return run_workflow(job, Nobody())
    terminal = sys.stderr.isatty() and not variables.dumb_terminal
    ids = [step.id for step in job.plan.steps]
    colour = (terminal and not variables.no_color) or variables.force_color
    output = StepOutput(sys.stderr, ids, _to_run(job.plan), terminal=terminal, colour=colour)
    try:
        return run_workflow(job, output)
    finally:
        output.close()


def _to_run(plan: Plan) -> int:
    return len(plan.steps) - len(plan.skipped)


def _workspace(options: argparse.Namespace) -> Path:
    found = Path(os.path.abspath(options.workspace))
    if not found.is_dir():
        raise UsageError(Diagnostic.of("usage.path-missing", f"`{options.workspace}` is no folder"))
    return found


def _place(options: argparse.Namespace, variables: Environment, key: str) -> RunPlace:
    if options.journal:
        journal = Path(options.journal).absolute()
        require_writable(journal)
        return RunPlace(journal, journal.with_name(f"{journal.name}.outputs"), key)
    if variables.data_home is None:
        message = "there is no folder to keep the journal in: HOME is not set; name one with `--journal FILE`"
        raise UsageError(Diagnostic.of("usage.missing-argument", message))
    folder = run_folder(variables.data_home, key)
    return RunPlace(folder / JOURNAL_FILE, folder / "outputs", key)


def _go_on(options: argparse.Namespace) -> str:
    """The command that goes on with this run."""
    words = ["skillrt", "workflow", "run", options.variant]
    for name in ("workflow", "journal", "on_failure"):
        value = getattr(options, name)
        if value and value != "stop":
            words += [f"--{name.replace('_', '-')}", value]
    if options.workspace != ".":
        words += ["--workspace", options.workspace]
    for name in ("input", "approve", "skip"):
        for value in getattr(options, name):
            words += [f"--{name}", value]
    words += ["--jobs", str(options.jobs)] if options.jobs else []
    words += ["--timeout", f"{options.timeout:g}"] if options.timeout else []
    words += ["--quiet"] if options.quiet else []
    words += words_to_go_on(options)
    return shlex.join([*words, "--resume"])


def _inputs(texts: Sequence[str]) -> tuple[tuple[str, str], ...]:
    found = tuple(_pair(item) for item in texts)
    names = [name for name, _ in found]
    twice = next((name for name in names if names.count(name) > 1), "")
    if twice:
        raise UsageError(Diagnostic.of("usage.wrong-value", f"`--input` gives `{twice}` more than once"))
    return found


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        message = f"`--input` takes NAME=VALUE, not `{text}`"
        raise UsageError(Diagnostic.of("usage.wrong-value", message))
    return name, value


def _jobs(text: str) -> int:
    if text == "auto":
        return 0
    if not text.isdigit() or not 1 <= int(text) <= 1024:
        raise argparse.ArgumentTypeError(f"`{text}` is neither `auto` nor a number from 1 to 1024")
    return int(text)


def _seconds(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = 0.0
    if not 0 < found < 1e9:
        raise argparse.ArgumentTypeError(f"`{text}` is no number of seconds above 0")
    return found
