"""`skillrt bind`: resolve, lock, install and prove what skills need on this machine."""

import argparse
import datetime
import sys
import tempfile
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec

from skillrt.cli.interrupts import like_ctrl_c
from skillrt.cli.output import say
from skillrt.config import Environment, environment, variables_of_installers
from skillrt.environment.bind import Binding, BindOptions, Subject, Surroundings, bind
from skillrt.environment.find import dependencies_of
from skillrt.environment.index_lookup import IndexLookup
from skillrt.environment.installers import Installers, find_installers
from skillrt.environment.lock import is_date, lock_bytes, today
from skillrt.environment.needs import ENVIRONMENT_FILE, Need, Needs, needs_of, read_needs, stated_python
from skillrt.environment.outcome import rows_of
from skillrt.environment.programs import packages_of
from skillrt.environment.prove import prove
from skillrt.environment.trust import doubts
from skillrt.errors import Diagnostic, Finding, SkillrtError, UsageError
from skillrt.frontend import FolderSource, SkillSource, discover, load
from skillrt.report.bind_table import BindReport, bind_json, bind_text
from skillrt.store import INSTALLED_FILE, MANIFEST_FILE, digest_of
from skillrt.store.environments import Environments
from skillrt.store.replacing import write_file
from skillrt.store.side_files import LOCK_BESIDE

_YOUNG: Final = datetime.timedelta(days=30)
"""A name that the index has had for less is new: names are taken over and squatted in the days after a mistake."""


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
    """Bind each skill and print a table; the exit status is 0 where all are bound, else that of the worst."""
    from skillrt.report.text import render_finding  # loaded where it is needed: start-up

    _check_date(options.date)
    variables = environment()
    sources = list(discover(options.skills))
    reports: list[BindReport] = []
    status = 0
    with like_ctrl_c(), _progress(variables) as say:
        around = _surroundings(options, variables, say)
        for source in sources:
            try:
                report = _bound(source, options, variables, around)
            except SkillrtError as error:
                report = BindReport(source.where, diagnostics=error.diagnostics)
                status = max(status, error.exit_status)
            reports.append(report)
    for report in reports:
        sys.stderr.write("".join(render_finding(Finding(report.skill, item)) for item in report.diagnostics))
    sys.stdout.write(bind_json(reports) if options.format == "json" else bind_text(reports))
    return status or (0 if all(report.bound for report in reports) else 1)


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


def _surroundings(options: argparse.Namespace, variables: Environment, say: Callable[[str], None]) -> Surroundings:
    if variables.data_home is None:
        raise UsageError(Diagnostic.of("bind.no-data-folder", "there is no folder to keep environments in"))
    installers = find_installers(variables_of_installers(), offline=options.offline, allow_build=options.allow_build)
    judge = _judge(options, installers)
    return Surroundings(Environments(variables.data_home), installers, prove, packages_of, judge, say)


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
    source: SkillSource, options: argparse.Namespace, variables: Environment, around: Surroundings
) -> BindReport:
    subject = _subject(source)
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
