"""`skillrt survey`: what a whole collection of skills is made of."""

import argparse
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from skillrt.cli.interrupts import like_ctrl_c
from skillrt.cli.passed_over import PassedOver
from skillrt.config import Library, environment, find_library
from skillrt.errors import Diagnostic, UsageError
from skillrt.store.replacing import write_file

if TYPE_CHECKING:
    from skillrt.surveys.run import Crew
    from skillrt.surveys.walk import Found

# Starting processes and loading the passes in them costs as much as looking at this many skills.
_SKILLS_FOR_PROCESSES: Final = 60


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("roots", nargs="*", metavar="ROOT", help="skills, archives, or folders to search for skills")
    parser.add_argument(
        "-o",
        "--out",
        default="",
        metavar="DIR",
        help="keep the records in DIR/shards, with survey.json and survey.html; run again, it goes on where it ended",
    )
    parser.add_argument(
        "--format", choices=("text", "json", "html"), default="text", help="how to print (default: text)"
    )
    group = parser.add_argument_group("how to run")
    group.add_argument(
        "-j", "--jobs", type=_count, default=0, metavar="N", help="processes (default: all processors)"
    )
    group.add_argument("--on", choices=("ray",), help="work on a Ray cluster (extra `skillrt[ray]`)")
    group.add_argument(
        "--address",
        default="",
        metavar="ADDRESS",
        help="with --on ray: the cluster; `auto`: the one that is running (default: a new one)",
    )
    group.add_argument("--config", default="", metavar="FILE", help="settings in place of the nearest skillrt.toml")


@like_ctrl_c()
def run(options: argparse.Namespace) -> int:
    """Survey, write, print."""
    if options.address and options.on != "ray":
        raise UsageError(Diagnostic.of("usage.wrong-value", "`--address` is of a Ray cluster: it needs `--on ray`"))
    library = find_library(options.config or environment().settings_file)
    if not options.out:
        with tempfile.TemporaryDirectory(prefix="skillrt-survey-") as folder:
            _print(options, _surveyed(options, library, Path(folder)))
        return 0
    folder = Path(options.out)
    data = _surveyed(options, library, folder)
    for name, text in (("survey.json", _rendered(data, "json")), ("survey.html", _rendered(data, "html"))):
        write_file(folder / name, text.encode("utf-8", "backslashreplace"))
    _print(options, data)
    print(f"wrote {folder / 'survey.json'} and {folder / 'survey.html'}", file=sys.stderr)
    return 0


def _surveyed(options: argparse.Namespace, library: Library, folder: Path) -> dict[str, Any]:
    from skillrt.report.survey_data import survey_data  # loaded where it is needed: start-up
    from skillrt.surveys.run import Request, run_survey

    variants = PassedOver()
    found = _found(options, library, variants)
    with _crew(options, found) as (crew, everything), _said() as say:
        summary = run_survey(Request(everything, folder, crew, say=say))
    variants.say("surveyed")
    return survey_data(summary)


def _found(options: argparse.Namespace, library: Library, variants: PassedOver) -> "Iterator[Found]":
    from skillrt.checks.policy import path_matcher  # loaded where it is needed: start-up
    from skillrt.surveys.walk import skills_below

    settings = library.settings
    roots = options.roots or [library.resolved(root) for root in settings.roots]
    matches = path_matcher(settings.exclude)
    return skills_below(roots, lambda where: where not in roots and matches(f"{library.shown(where)}/"), variants)


@contextmanager
def _crew(options: argparse.Namespace, found: "Iterator[Found]") -> "Generator[tuple[Crew, Iterator[Found]]]":
    """Who works, and on what: a handful of skills is not worth a process."""
    from skillrt.surveys.run import here, processes  # loaded where it is needed: start-up

    if options.on == "ray":
        from skillrt.surveys.on_ray import ray_crew

        with ray_crew(options.address, options.jobs) as crew:
            yield crew, found
        return
    first = list(islice(found, _SKILLS_FOR_PROCESSES))
    few = len(first) < _SKILLS_FOR_PROCESSES and not options.jobs
    yield here if few else processes(options.jobs), chain(first, found)


@contextmanager
def _said() -> Generator[Callable[[int], None]]:
    """How many skills are done, on a terminal."""
    from skillrt.cli.progress import status_line  # loaded where it is needed: start-up

    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with status_line("looking for skills") as say:
        yield lambda count: say(f"{count:,} skills")


def _rendered(data: dict[str, Any], form: str) -> str:
    if form == "json":
        from skillrt.report.portable import to_json  # loaded where it is needed: start-up

        return to_json(data)
    if form == "html":
        from skillrt.report.survey_html import survey_html

        return survey_html(data)
    from skillrt.report.survey_text import survey_text

    return survey_text(data)


def _print(options: argparse.Namespace, data: dict[str, Any]) -> None:
    sys.stdout.write(_rendered(data, options.format))


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= 256:
        raise argparse.ArgumentTypeError(f"`{text}` is not a number from 1 to 256")
    return int(text)
