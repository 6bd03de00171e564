"""`skillrt bind`: resolve, lock, install and prove what skills need on this machine."""

import argparse
import datetime
import sys
import tempfile
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

import msgspec

from skillrt.cli.interrupts import like_ctrl_c
from skillrt.cli.output import say
from skillrt.config import Environment, environment, variables_of_installers
from skillrt.environment.bind import PACKAGES, Binding, BindOptions, Subject, Surroundings, bind
from skillrt.environment.chosen import choose
from skillrt.environment.find import dependencies_of
from skillrt.environment.index_lookup import IndexLookup
from skillrt.environment.installers import Installers, find_installers
from skillrt.environment.lock import is_date, lock_bytes, today
from skillrt.environment.needs import ENVIRONMENT_FILE, Need, Needs, needs_of, read_needs, stated_python
from skillrt.environment.outcome import rows_of
from skillrt.environment.programs import packages_of
from skillrt.environment.prove import prove
from skillrt.environment.trust import doubts
from skillrt.errors import Diagnostic, Finding, InputError, Severity, SkillrtError, UsageError
from skillrt.frontend import FolderSource, SkillSource, discover, load
from skillrt.report.bind_plan import BindPlan, packages_line, plan_json, plan_text, skills_line
from skillrt.report.bind_table import BindReport, bind_json, bind_text
from skillrt.store import INSTALLED_FILE, MANIFEST_FILE, digest_of
from skillrt.store.environments import Environments
from skillrt.store.replacing import write_file
from skillrt.store.side_files import LOCK_BESIDE

_YOUNG: Final = datetime.timedelta(days=30)
"""A name that the index has had for less is new: names are taken over and squatted in the days after a mistake."""

_Found = tuple[SkillSource, Subject | SkillrtError]
"""A skill with what it needs, or why that cannot be read."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("skills", nargs="+", metavar="SKILL", help="variants, skills, or folders to search for them")
    group = parser.add_argument_group("what to bind")
    group.add_argument(
        "--optional",
        action="append",
        default=[],
        metavar="NAME",
        help="an optional need too, or `all`",
    )
    group.add_argument("--date", default="", metavar="YYYY-MM-DD", help="only what was published before (UTC)")
    group.add_argument("--upgrade", action="store_true", help="resolve anew, as of today or --date")
    group.add_argument("--write-lock", action="store_true", help=f"lay the lock at {LOCK_BESIDE}")
    group.add_argument("--dry-run", action="store_true", help="say what would be bound, and install nothing")
    group = parser.add_argument_group("what is allowed")
    group.add_argument("--allow-build", action="store_true", help="build packages here, run scripts of npm")
    group.add_argument("--allow-python-download", action="store_true", help="fetch a Python where none here fits")
    group.add_argument("--install-system", action="store_true", help="install missing programs")
    group.add_argument("--probe-services", action="store_true", help="see whether services answer")
    group.add_argument("--accept", action="append", default=[], metavar="NAME", help="a package that you vouch for")
    group.add_argument("--online", action="store_true", help="ask the index for packages that nobody knows")
    group.add_argument("--offline", action="store_true", help="use what is cached, and no network")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print (default: text)")


def run(options: argparse.Namespace) -> int:
    """Bind each skill and print a table when it is done; the status is 0 where all are bound, else the worst one."""
    _check_date(options.date)
    variables = environment()
    with like_ctrl_c():
        found = _found(options)
        if options.dry_run:
            return _print_plans(options, [_plan(source, subject, options) for source, subject in found])
        around = _surroundings(options, variables)
        reports: list[BindReport] = []
        status = 0
        for source, subject in found:
            report, worst = _report(source, subject, options, variables, around)
            status = max(status, worst)
            _print_table(report, first=not reports, options=options)
            reports.append(report)
    if options.format == "json":
        sys.stdout.write(bind_json(reports))
    return status or (0 if all(report.bound for report in reports) else 1)


def _found(options: argparse.Namespace) -> list[_Found]:
    """The skills with what each needs. How many they are, if more than one, is said before anything is installed."""
    sources = list(discover(options.skills))
    said = len(sources) > 1 and not options.dry_run
    if said:
        say(skills_line(len(sources), options.skills))
    found = [(source, _read(source)) for source in sources]
    if said:
        say(f"they need {packages_line([_plan(*item, options) for item in found])}")
    return found


def _read(source: SkillSource) -> Subject | SkillrtError:
    try:
        return _subject(source)
    except SkillrtError as error:
        return error


def _plan(source: SkillSource, subject: Subject | SkillrtError, options: argparse.Namespace) -> BindPlan:
    try:
        if isinstance(subject, SkillrtError):
            raise subject
        chosen = choose(subject.needs, options.optional)
    except SkillrtError as error:
        return BindPlan(source.where, diagnostics=error.diagnostics, status=error.exit_status)
    said = doubts([need for need in chosen if need.kind in PACKAGES], options.accept)
    refused = any(item.severity is Severity.ERROR for item in said)
    return BindPlan(source.where, chosen, tuple(said), status=InputError.exit_status if refused else 0)


def _print_plans(options: argparse.Namespace, plans: Sequence[BindPlan]) -> int:
    for plan in plans:
        _print_diagnostics(plan.skill, plan.diagnostics)
    sys.stdout.write(plan_json(plans) if options.format == "json" else plan_text(plans, options.skills))
    return max((plan.status for plan in plans), default=0)


def _report(
    source: SkillSource,
    subject: Subject | SkillrtError,
    options: argparse.Namespace,
    variables: Environment,
    around: Surroundings,
) -> tuple[BindReport, int]:
    """What came of one skill, and the exit status of what stopped it (0: nothing)."""
    try:
        if isinstance(subject, SkillrtError):
            raise subject
        with _progress(variables) as say:
            return _bound(source, subject, options, variables, replace(around, say=say)), 0
    except SkillrtError as error:
        return BindReport(source.where, diagnostics=error.diagnostics), error.exit_status


def _print_table(report: BindReport, *, first: bool, options: argparse.Namespace) -> None:
    _print_diagnostics(report.skill, report.diagnostics)
    if options.format == "text":
        sys.stdout.write(("" if first else "\n") + bind_text([report]))
        sys.stdout.flush()


def _print_diagnostics(skill: str, diagnostics: Sequence[Diagnostic]) -> None:
    from skillrt.report.text import render_finding  # loaded where it is needed: start-up

    sys.stderr.write("".join(render_finding(Finding(skill, item)) for item in diagnostics))


def _check_date(date: str) -> None:
    """A day to come has not published yet: its lock would not be what that day gives."""
    now = today()
    if date and not is_date(date):
        message = f"`--date` must be a day as `2026-11-28`, not `{date}`"
    elif date > now:
        message = f"`--date` must be a day that has begun (UTC), at most `{now}`, not `{date}`"
    else:
        return
    raise UsageError(Diagnostic.of("usage.wrong-value", message))


def _surroundings(options: argparse.Namespace, variables: Environment) -> Surroundings:
    if variables.data_home is None:
        raise UsageError(Diagnostic.of("bind.no-data-folder", "there is no folder to keep environments in"))
    installers = find_installers(variables_of_installers(), offline=options.offline, allow_build=options.allow_build)
    judge = _judge(options, installers)
    return Surroundings(Environments(variables.data_home), installers, prove, packages_of, judge, lambda _: None)


def _judge(options: argparse.Namespace, installers: Installers) -> Callable[[Sequence[Need]], tuple[Diagnostic, ...]]:
    """What is doubtful about the names of packages; with `--online` the index is asked for unknown ones."""

    def judge(needs: Sequence[Need]) -> tuple[Diagnostic, ...]:
        if not options.online:
            return doubts(needs, options.accept)
        day = datetime.datetime.now(datetime.UTC).date() - _YOUNG
        with tempfile.TemporaryDirectory(prefix="skillrt-index-") as folder:
            npm = installers.run_npm if installers.npm else None
            lookup = IndexLookup(installers.run_uv, npm, Path(folder), day.isoformat())
            return doubts(needs, options.accept, lookup.standing)

    return judge


def _bound(
    source: SkillSource,
    subject: Subject,
    options: argparse.Namespace,
    variables: Environment,
    around: Surroundings,
) -> BindReport:
    asked = BindOptions(
        date=options.date,
        upgrade=options.upgrade,
        optional=tuple(options.optional),
        install_system=options.install_system,
        python_download=options.allow_python_download,
        probe_services=options.probe_services,
    )
    writes = _lock_place(source) if options.write_lock else None
    around.say(source.where)
    binding = bind(subject, asked, around)
    if writes is not None:
        _write_lock(writes, binding)
    return BindReport(source.where, binding, rows_of(binding, subject.needs, variables.names), binding.doubts)


def _subject(source: SkillSource) -> Subject:
    """What to bind: the needs that a variant carries, or those found in a source skill."""
    if not isinstance(source, FolderSource):
        message = f"`{source.where}` is an archive; unpack it, since its programs are tried where they are"
        raise UsageError(Diagnostic.of("usage.wrong-value", message))
    there = {entry.path for entry in source.entries if not entry.link}
    lock = source.read(LOCK_BESIDE) if LOCK_BESIDE in there else None
    if MANIFEST_FILE in there and ENVIRONMENT_FILE in there:
        needs = read_needs(source.read(ENVIRONMENT_FILE), f"{source.where}/{ENVIRONMENT_FILE}")
        return Subject(source.root, needs, digest_of(source.read(MANIFEST_FILE)), lock)
    module = load(source)
    return Subject(source.root, _needs_of_source(source), module.source, lock)


def _needs_of_source(source: SkillSource) -> Needs:
    found = dependencies_of(load(source))
    return needs_of(found, stated_python(found))


def _lock_place(source: SkillSource) -> Path:
    there = {entry.path for entry in source.entries}
    if MANIFEST_FILE not in there or INSTALLED_FILE in there or not isinstance(source, FolderSource):
        message = f"`--write-lock` lays the lock beside a variant, and `{source.where}` is none"
        raise UsageError(Diagnostic.of("usage.wrong-value", message))
    return source.root / LOCK_BESIDE


def _write_lock(path: Path, binding: Binding) -> None:
    """Without what is true of this machine alone: its programs."""
    write_file(path, lock_bytes(msgspec.structs.replace(binding.lock, programs=())))


@contextmanager
def _progress(variables: Environment) -> Generator[Callable[[str], None]]:
    """What is being done: one line that changes on a terminal, lines on standard error elsewhere."""
    if not sys.stderr.isatty() or variables.dumb_terminal:
        yield say
        return
    from skillrt.cli.progress import status_line  # loaded where it is needed: start-up

    with status_line("binding") as show:
        yield show
