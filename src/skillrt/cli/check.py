"""`skillrt check`: find problems in skills, like a linter."""

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Final

from skillrt.checks.baseline import BaselineFile, Known, baseline_text, known_findings, read_baseline
from skillrt.checks.cache import FOLDER, Cache
from skillrt.checks.fix import Fixed, apply_fixes
from skillrt.checks.policy import Policy, require_known_codes
from skillrt.checks.run import Outcome, Request, run_checks
from skillrt.cli.interrupts import like_ctrl_c
from skillrt.cli.output import say
from skillrt.cli.parser import filled
from skillrt.cli.passed_over import PassedOver
from skillrt.cli.target_options import descriptor_folders, require_targets
from skillrt.config import Environment, Library, environment, find_library
from skillrt.errors import Diagnostic, Report, Severity, SkillrtError, UsageError
from skillrt.store.replacing import write_file

FORMATS: Final = ("text", "json", "sarif", "github")
FAIL_ON: Final = ("error", "warning", "note", "never")
EXIT_FOUND: Final = 1
EXIT_DEFECT: Final = 3
# A fix may make room for another, and some findings stand for several places of which one is mended at a time.
_MAX_ROUNDS: Final = 100
_SHOWN: Final = 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="skills, archives, or folders to search for skills")
    group = parser.add_argument_group("what to check for")
    group.add_argument("--target", action="append", metavar="MODEL@HARNESS", help="a target; may be repeated")
    group.add_argument("--portable", action="store_true", help="the skills must work in any harness")
    group.add_argument("--audit", action="store_true", help="what a security review wants to see, too (audit.*)")
    group.add_argument("--select", action="append", metavar="CODE", help="report only this code or family")
    group.add_argument("--ignore", action="append", metavar="CODE", help="do not report this code or family")
    group.add_argument(
        "--changed-since",
        type=filled,
        metavar="REF",
        help="only skills that changed since REF branched off",
    )
    group.add_argument("--baseline", type=filled, metavar="FILE", help="report only what FILE does not hold")
    group.add_argument(
        "--write-baseline",
        type=filled,
        metavar="FILE",
        help="write all findings to FILE and exit with 0; its entries of what was not looked at stay",
    )
    group = parser.add_argument_group("what to do")
    group.add_argument("--fix", action="store_true", help="apply the safe fixes")
    group.add_argument("--fail-on", choices=FAIL_ON, help="the least severity that makes the exit status 1 (error)")
    group.add_argument("--format", choices=FORMATS, default="text", help="how to print (default: text)")
    group.add_argument("--output", metavar="FILE", help="write the report to FILE; a summary goes to standard error")
    group.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colours in text (auto)")
    group = parser.add_argument_group("how to run")
    group.add_argument(
        "-j", "--jobs", type=process_count, default=0, metavar="N", help="processes (default: as is worth it)"
    )
    group.add_argument("--no-cache", action="store_true", help="neither read nor write the cache")
    group.add_argument("--config", default="", metavar="FILE", help="settings in place of the nearest skillrt.toml")


@like_ctrl_c()
def run(options: argparse.Namespace) -> int:
    """Check, fix where asked, print the report; the exit status says whether something was found."""
    variables = environment()
    library = find_library(options.config or variables.settings_file)
    require_known_codes([*(options.select or ()), *(options.ignore or ())])
    request = _request(options, library, variables)
    before = _before(options) if options.write_baseline else ()
    outcome = run_checks(request)
    fixed: list[Fixed] = []
    if options.fix:
        outcome = _fix(request, outcome, fixed)
    if options.write_baseline:
        _write_baseline(options.write_baseline, before, outcome, library)
        return EXIT_DEFECT if outcome.defective else 0
    print_report(options, variables, outcome.report)
    _notes(outcome, fixed)
    _unused_ignores(options, request, outcome)
    threshold = options.fail_on or library.settings.fail_on
    if outcome.defective:
        return EXIT_DEFECT
    return EXIT_FOUND if outcome.report.fails(threshold_of(threshold)) else 0


def _request(options: argparse.Namespace, library: Library, variables: Environment) -> Request:
    settings = library.settings
    paths = [_tidy(path) for path in options.paths] or [library.resolved(root) for root in settings.roots]
    if not options.target:
        require_targets(library)
    targets = tuple(dict.fromkeys(options.target or settings.targets))
    portable = options.portable or settings.portable
    aimed = portable or bool(targets)
    selected = tuple(options.select or ())
    # who selects codes of the audit wants it made
    audit = options.audit or settings.audit or any(code.split(".", 1)[0] == "audit" for code in selected)
    return Request(
        paths=tuple(dict.fromkeys(paths)),
        library=library,
        policy=Policy(settings, selected, tuple(options.ignore or ()), aimed),
        targets=targets,
        portable=portable,
        audit=audit,
        descriptors=descriptor_folders(library),
        since=options.changed_since or "",
        baseline=_baseline(options, library),
        cache=None if options.no_cache else _cache(library, variables),
        jobs=options.jobs or jobs_of(variables),
    )


def _tidy(path: str) -> str:
    """A path as it is shown: forward slashes, nothing superfluous; what it names stays the same."""
    text = path.replace(os.sep, "/")
    while text.startswith("./"):
        text = text[2:].lstrip("/")
    return text.rstrip("/") or ("/" if text.startswith("/") else ".")


def _baseline(options: argparse.Namespace, library: Library) -> BaselineFile | None:
    if options.write_baseline:
        return None
    if options.baseline:
        return read_baseline(Path(options.baseline), options.baseline)
    if not library.settings.baseline:
        return None
    shown = library.resolved(library.settings.baseline)
    with library.at_setting("baseline"):
        return read_baseline(Path(shown), shown)


def _before(options: argparse.Namespace) -> tuple[Known, ...]:
    """What the baseline to be written holds now. Raises UsageError where only a part of it is looked at anew, and the
    rest cannot be read."""
    file = Path(options.write_baseline)
    part = options.paths or options.select or options.ignore or options.changed_since
    try:
        return read_baseline(file, options.write_baseline).findings
    except UsageError:
        if part and file.exists():
            raise
        return ()


def _write_baseline(file: str, before: tuple[Known, ...], outcome: Outcome, library: Library) -> None:
    """Write what was found, and of the file as it was what this run did not look at."""
    found = {row.fingerprint: row for row in known_findings(outcome.report.findings, library.shown)}
    gone = {row.fingerprint for row in outcome.scope.entries(before)}
    kept = [row for row in before if row.fingerprint not in gone | found.keys()]
    _write(Path(file), baseline_text((*found.values(), *kept)))
    rest = f" and kept {len(kept)} that this run did not look at" if kept else ""
    say(f"wrote {_number(len(found), 'finding')} to {file}{rest}")


def _cache(library: Library, variables: Environment) -> Cache | None:
    """Beside the settings file, where CI can keep it; without one nothing is left in the user's folders."""
    if variables.cache_folder:
        return Cache(Path(variables.cache_folder))
    if library.file is not None:
        return Cache(library.root / FOLDER)
    return Cache(variables.cache_home / "skillrt" / "check") if variables.cache_home else None


def jobs_of(variables: Environment) -> int:
    """The number of processes that the environment asks for; 0 for as many as is worth it. Raises UsageError."""
    try:
        return process_count(variables.jobs) if variables.jobs else 0
    except (ValueError, argparse.ArgumentTypeError):
        message = f"SKILLRT_JOBS is `{variables.jobs}`, which is no number of processes"
        raise UsageError(Diagnostic.of("usage.wrong-value", message)) from None


def process_count(text: str) -> int:
    """A number of processes, for argparse."""
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= 256:
        raise argparse.ArgumentTypeError(f"`{text}` is not a number from 1 to 256")
    return int(text)


def _fix(request: Request, outcome: Outcome, done: list[Fixed]) -> Outcome:
    """Apply fixes, and again to the skills that they changed until nothing is left to fix; then check everything."""
    fixed = apply_fixes(outcome.report.findings, outcome.folders)
    done.append(fixed)
    states = outcome.states
    while fixed.applied and len(done) < _MAX_ROUNDS:
        keys = frozenset(request.library.shown(item.skill) for item in fixed.applied)
        changed = run_checks(replace(request, only=keys))
        if changed.states & states:
            names = ", ".join(sorted(key for key, _ in changed.states & states))
            message = f"the fixes of `{names}` undo each other; what they changed last was left"
            error = SkillrtError(Diagnostic.of("internal.error", message))
            error.exit_status = EXIT_DEFECT
            raise error
        states |= changed.states
        fixed = apply_fixes(changed.report.findings, changed.folders)
        done.append(fixed)
    return run_checks(request) if done[0].applied else outcome


def threshold_of(threshold: str) -> Severity:
    """The least severity that fails; `never` is `off`."""
    return Severity.OFF if threshold == "never" else Severity(threshold)


def print_report(options: argparse.Namespace, variables: Environment, report: Report) -> None:
    """The report in the format asked for, to standard output or to the file asked for."""
    from skillrt.report.text import summary  # loaded where it is needed: start-up

    text = rendered(options.format, report, colour=_colour(options, variables))
    if options.output:
        _write(Path(options.output), text)
        say(summary(report))
    else:
        sys.stdout.write(text)


def rendered(form: str, report: Report, *, colour: bool = False) -> str:
    """The report in a format. Each format is loaded only when it is used."""
    if form == "json":
        from skillrt.report.json_format import render_json

        return render_json(report)
    if form == "sarif":
        from skillrt.report.sarif import render_sarif

        return render_sarif(report)
    if form == "markdown":
        from skillrt.report.markdown import render_markdown

        return render_markdown(report)
    if form == "github":
        from skillrt.report.github import render_github

        return render_github(report)
    from skillrt.report.text import render_text

    return render_text(report, colour=colour)


def _colour(options: argparse.Namespace, variables: Environment) -> bool:
    if options.color != "auto":
        return options.color == "always"
    if variables.no_color or variables.dumb_terminal or options.output:
        return False
    return variables.force_color or sys.stdout.isatty()


def _notes(outcome: Outcome, rounds: list[Fixed]) -> None:
    """What is no finding: what was fixed, what could not be, what the baseline no longer needs, variants."""
    applied = [finding for item in rounds for finding in item.applied]
    if rounds:
        say(f"fixed {_number(len(applied), 'problem')} in {_number(len({item.skill for item in applied}), 'skill')}")
        refused = dict.fromkeys(
            (item.path, item.diagnostic.code, why) for done in rounds for item, why in done.refused
        )
        for path, code, why in refused:
            say(f"not fixed: {path} [{code}]: {why}")
        if rounds[-1].applied:
            say(f"stopped after {len(rounds)} rounds; run it again for what is left")
    if outcome.stale:
        count = _number(len(outcome.stale), "entry", "entries")
        say(f"{count} of the baseline no longer occur; `--write-baseline` writes it anew")
    variants = PassedOver()
    for where in outcome.variants:
        variants(where)
    variants.say("checked")


def _unused_ignores(options: argparse.Namespace, request: Request, outcome: Outcome) -> None:
    """Ignores of the settings that match nothing, where everything was looked at."""
    if (
        options.paths
        or options.select
        or options.ignore
        or options.changed_since
        or not request.policy.settings.ignore
    ):
        return
    shown = request.library.shown
    unused = request.policy.unused((shown(item.skill), item.diagnostic) for item in outcome.report.findings)
    for item in unused[:_SHOWN]:
        say(f"`[[ignore]]` of `{item.code}` in `{item.path}` matches no finding")
    if len(unused) > _SHOWN:
        say(f"nor do {len(unused) - _SHOWN} others")


def _write(path: Path, text: str) -> None:
    write_file(path, text.encode("utf-8", "backslashreplace"))


def _number(count: int, noun: str, plural: str = "") -> str:
    return f"{count} {noun if count == 1 else plural or noun + 's'}"
