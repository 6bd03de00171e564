"""`skillrt lock`: write down what the skills of a library can do, or say what changed since."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from skillrt.checks.policy import Policy
from skillrt.cli.check import (
    EXIT_DEFECT,
    EXIT_FOUND,
    FAIL_ON,
    jobs_of,
    print_report,
    process_count,
    rendered,
    threshold_of,
)
from skillrt.cli.interrupts import like_ctrl_c
from skillrt.cli.parser import filled
from skillrt.cli.passed_over import PassedOver
from skillrt.cli.target_options import (
    add_host_argument,
    add_profile_arguments,
    harnesses_of,
    targets_of,
)
from skillrt.config import LOCK_FILE, Library, environment, find_library
from skillrt.contracts.lock_file import Lock, lock_text, read_lock
from skillrt.errors import Diagnostic, Finding, Report, UsageError
from skillrt.store.replacing import write_file

if TYPE_CHECKING:
    from skillrt.contracts.library import Current, Request

FORMATS: Final = ("text", "json", "sarif", "github", "markdown")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument(
        "root", nargs="?", default="", metavar="ROOT", help="a folder of the library (default: this folder)"
    )
    parser.add_argument(
        "--check", action="store_true", help=f"write nothing; say what changed since {LOCK_FILE} was written"
    )
    parser.add_argument(
        "--against",
        type=filled,
        metavar="REV",
        help="with --check: say what changed since this branch left the git revision REV, whatever any lock says",
    )
    parser.add_argument("--target", action="append", metavar="MODEL@HARNESS", help="a target; may be repeated")
    group = parser.add_argument_group("what to report")
    group.add_argument("--fail-on", choices=FAIL_ON, help="the least severity that makes the exit status 1 (error)")
    group.add_argument("--format", choices=FORMATS, help="how to print (default: text)")
    group.add_argument(
        "-o",
        "--out",
        "--output",
        dest="output",
        metavar="FILE",
        help="write the report to FILE; a summary goes to standard error",
    )
    group.add_argument(
        "--also",
        action="append",
        type=_form_and_file,
        metavar="FORMAT=FILE",
        help="write it to FILE in another format besides; may be repeated",
    )
    group.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colours in text (auto)")
    add_host_argument(parser)
    add_profile_arguments(parser)
    group = parser.add_argument_group("how to run")
    group.add_argument("--fresh", action="store_true", help="read every skill, also those that the lock knows")
    group.add_argument(
        "-j", "--jobs", type=process_count, default=0, metavar="N", help="processes (default: as is worth it)"
    )
    group.add_argument("--config", default="", metavar="FILE", help="settings in place of the nearest skillrt.toml")


@like_ctrl_c()
def run(options: argparse.Namespace) -> int:
    """Write the lock, or compare with it; the exit status is that of `check`."""
    from skillrt.contracts.library import read_library  # loaded where it is needed: start-up

    _require_check(options)
    library = _library(options)
    if options.against:
        return _against(options, library)
    file = Path(library.resolved(LOCK_FILE))
    known = read_lock(file, library.resolved(LOCK_FILE)) if options.check else _known(file)
    variants = PassedOver()
    current = read_library(replace(_request(options, library), passed_over=variants), known)
    variants.say("read")
    if options.check and known:
        return _check(options, library, known, current, library.resolved(LOCK_FILE))
    return _write(file, known, current)


def _against(options: argparse.Namespace, library: Library) -> int:
    from skillrt.contracts.against import read_against  # loaded where it is needed: start-up

    variants = PassedOver()
    request = replace(_request(options, library), passed_over=variants)
    known, current = read_against(request, options.against)
    variants.say("read")
    return _check(options, library, known, current, "")


def _require_check(options: argparse.Namespace) -> None:
    """Without `--check` there is no report: whoever asks for one must not take the lock that is written for it."""
    names = ("against", "fail_on", "format", "output", "also")
    asked = [f"`--{name.replace('_', '-')}`" for name in names if getattr(options, name)]
    if asked and not options.check:
        from skillrt.contracts.comparing.wording import joined_words  # loaded where it is needed: start-up

        verb = "goes" if len(asked) == 1 else "go"
        message = f"{joined_words(asked)} {verb} with `--check`"
        raise UsageError(Diagnostic.of("usage.missing-argument", message))
    options.format = options.format or "text"


def _form_and_file(text: str) -> tuple[str, str]:
    form, equals, file = text.partition("=")
    if not equals or not file or form not in FORMATS:
        raise argparse.ArgumentTypeError(f"`{text}` is not FORMAT=FILE; formats: {', '.join(FORMATS)}")
    return form, file


def _library(options: argparse.Namespace) -> Library:
    variables = environment()
    start = Path(options.root) if options.root else None
    if start is not None and not start.is_dir():
        raise UsageError(Diagnostic.of("usage.path-missing", f"there is no folder `{options.root}`"))
    return find_library(options.config or variables.settings_file, start)


def _known(file: Path) -> Lock | None:
    """The lock that is there. A damaged one is written anew, and its diff shows what that changes."""
    try:
        return read_lock(file, LOCK_FILE)
    except UsageError:
        return None


def _request(options: argparse.Namespace, library: Library) -> "Request":
    from skillrt.compiler.options import CompileOptions  # loaded where they are needed: start-up
    from skillrt.contracts.library import Request

    settings = library.settings
    harnesses = harnesses_of(library)
    return Request(
        library=library,
        targets=targets_of(options.target or (), options, library),
        options=CompileOptions(level=settings.level, harnesses=harnesses),
        jobs=options.jobs or jobs_of(environment()),
        fresh=options.fresh,
    )


def _check(options: argparse.Namespace, library: Library, known: Lock, current: "Current", shown: str) -> int:
    from skillrt.contracts.comparing.compare import compared  # loaded where it is needed: start-up

    policy = Policy(library.settings, aimed=bool(current.lock.targets))
    report = compared(known, current, policy, shown)
    print_report(options, environment(), report)
    for form, file in options.also or ():
        write_file(Path(file), rendered(form, report).encode("utf-8", "backslashreplace"))
    if _is_defective(report):
        return EXIT_DEFECT
    threshold = options.fail_on or library.settings.fail_on
    return EXIT_FOUND if report.fails(threshold_of(threshold)) else 0


def _write(file: Path, known: Lock | None, current: "Current") -> int:
    """Write the lock, unless a skill could not be read: a lock without it would allow its removal unseen."""
    from skillrt.report.glyphs import visible  # loaded where it is needed: start-up

    shown = visible(file.as_posix())
    if current.unread:
        from skillrt.report.text import render_text  # loaded where it is needed: start-up

        found = [Finding(unread.skill, item) for unread in current.unread for item in unread.diagnostics]
        report = Report.of(found, len({*current.shown.values(), *(item.skill for item in found)}))
        sys.stderr.write(render_text(report))
        print(f"{shown} was not written", file=sys.stderr)
        return EXIT_DEFECT if _is_defective(report) else EXIT_FOUND
    text = lock_text(current.lock)
    entries = current.lock.entries
    if (
        known is not None
        and known.entries == entries
        and lock_text(known) == text
        and file.read_text("utf-8") == text
    ):
        print(f"{shown} is up to date: {_skills(len(entries))}")
        return 0
    write_file(file, text.encode("ascii"))
    before = known.entries if known else {}
    changed = sum(before.get(skill) != entry for skill, entry in entries.items())
    gone = sum(skill not in entries for skill in before)
    more = f", {gone} gone" if gone else ""
    print(f"wrote {shown}: {_skills(len(entries))}, {changed} new or changed{more}")
    return 0


def _is_defective(report: Report) -> bool:
    return any(item.diagnostic.code == "internal.error" for item in report.findings)


def _skills(count: int) -> str:
    return f"{count} skill{'' if count == 1 else 's'}"
