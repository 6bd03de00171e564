"""`skillrt profile`: measure what a model can do in a harness; show, compare and sharpen profiles."""

import argparse
import re
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from skillrt.cli.gateway_options import add_upstream_arguments, aim_for, until_a_signal
from skillrt.cli.output import require_writable, say
from skillrt.cli.target_options import add_profile_arguments, measurable, profile_options
from skillrt.config import Environment, Library, environment, find_library, secret, variables_of_steps
from skillrt.errors import Diagnostic, UsageError

if TYPE_CHECKING:
    from skillrt.profiler import Bounds, Budget
    from skillrt.profiler.campaign import Outcome, Plan
    from skillrt.profiler.estimate import Estimate
    from skillrt.profiler.measure import Progress
    from skillrt.targets import Target

_ACTIONS: Final = ("measure", "show", "compare", "update")
_TIME: Final = re.compile(r"(\d+(?:\.\d+)?)([smh]?)")
_UNITS: Final = {"": 1, "s": 1, "m": 60, "h": 3600}
_SAY_EVERY: Final = 10.0
_PROVIDER: Final = 6  # as `skillrt run`


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument(
        "action", nargs="?", choices=_ACTIONS, default="measure", help="what to do (default: measure)"
    )
    parser.add_argument(
        "names", nargs="*", metavar="TARGET", help="what to show or compare: MODEL@HARNESS, or a profile (*.json)"
    )
    parser.add_argument(
        "--target",
        default="",
        metavar="MODEL@HARNESS",
        help="what to measure (MODEL@api: no harness)",
    )
    group = parser.add_argument_group("what to measure")
    group.add_argument(
        "--primitive",
        action="append",
        default=[],
        metavar="ID",
        help="only this; may be repeated, and then in this order",
    )
    group.add_argument("--levels", default="L1,L2,L3", metavar="L1,L2,L3", help="only these levels")
    group.add_argument("--seed", default="1", metavar="TEXT", help="which instances of the probes are asked (1)")
    group.add_argument(
        "--error", type=float, default=0.2, metavar="P", help="chance of a wrong decision of either kind (0.2)"
    )
    group.add_argument(
        "--falling",
        action="store_true",
        help="take rates to fall with the level: fewer trials for strong targets, wrong where they do not",
    )
    group = parser.add_argument_group("how")
    group.add_argument(
        "--budget", default="", metavar="B", help="what this run may spend: trials=N,tokens=N,money=N,time=30m"
    )
    group.add_argument("-j", "--jobs", type=int, default=4, metavar="N", help="trials at once (default: 4)")
    group.add_argument("--timeout", type=float, default=600.0, metavar="S", help="give a trial up after S seconds")
    group.add_argument("--dry-run", action="store_true", help="only estimate what it takes")
    group.add_argument(
        "--resume",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="go on with what this target and seed have in the journal (default), or begin anew",
    )
    group.add_argument("--no-traces", action="store_true", help="keep no transcripts of trials that failed")
    add_upstream_arguments(parser)
    add_profile_arguments(parser)
    parser.add_argument(
        "--skill", action="append", default=[], metavar="PATH", help="compare: compile this for each; may be repeated"
    )
    parser.add_argument(
        "--from-traces", action="store_true", help="update: count steps of recorded episodes that are known"
    )
    group = parser.add_argument_group("what to print")
    group.add_argument("--json", action="store_true", help="print one JSON object")
    group.add_argument(
        "-o", "--output", default="", metavar="FILE", help="the profile to write or add to, or the page (*.html)"
    )
    group.add_argument("--config", default="", metavar="FILE", help="settings in place of the nearest skillrt.toml")


def run(options: argparse.Namespace) -> int:
    """Do what the action says; returns the exit status."""
    if options.action in {"show", "compare"}:
        from skillrt.cli.profile_views import show  # loaded where it is needed: start-up

        return show(options)
    if options.action == "update":
        from skillrt.cli.profile_update import update  # loaded where it is needed: start-up

        return update(options)
    return _measure(options)


def _measure(options: argparse.Namespace) -> int:
    from skillrt.profiler.campaign import begin_anew, carry_out, estimated  # loaded where it is needed: start-up
    from skillrt.report.profile_text import estimate_json, estimate_text, outcome_json, outcome_text

    plan = _plan(options, find_library(options.config or environment().settings_file), environment())
    if not options.resume and not options.dry_run:
        begin_anew(plan)
    expected = estimated(plan)
    target, left_out = str(plan.setting.target), plan.selection.left_out
    if options.dry_run:
        text = estimate_json if options.json else estimate_text
        sys.stdout.write(text(target, expected, left_out))
        return 0
    for line in estimate_text(target, expected, left_out).splitlines():
        say(line)
    with _telling(expected) as tell:
        found = until_a_signal(carry_out(plan, tell, say))
    sys.stdout.write(outcome_json(found) if options.json else outcome_text(found))
    return _status(found)


def _status(found: "Outcome") -> int:
    """0 where all was decided or a budget was spent; that of a provider's fault where it stopped for one, or where
    nothing that was tried says anything."""
    stopped = found.measured.stopped
    if 0 < found.measured.fresh == found.measured.void:
        return _PROVIDER
    return 0 if not stopped or stopped.startswith("the budget") else _PROVIDER


def _plan(options: argparse.Namespace, library: Library, variables: Environment) -> "Plan":
    from skillrt.harness.launching.find import require_launch
    from skillrt.profiler.campaign import Plan
    from skillrt.profiler.playing import Setting
    from skillrt.profiler.selection import every_probe, select

    target = _target(options, library)
    require_launch(target.harness)
    if variables.data_home is None:
        raise UsageError(Diagnostic.of("bind.no-data-folder", "there is no folder to keep what a profile needs"))
    if not 0 < options.timeout < 1e7:
        raise _wrong(f"`--timeout` must be positive, not {options.timeout:g}")
    if not 0 < options.jobs <= 256:
        raise _wrong(f"`--jobs` must lie between 1 and 256, not at {options.jobs}")
    if options.output:
        require_writable(Path(options.output))
    bounds = _bounds(options)
    selection = select(
        target, every_probe(), options.primitive, _levels(options.levels), bounds, falling=options.falling
    )
    if not selection.probes:
        hint = "; ".join(f"{name}: {why}" for name, why in list(selection.left_out.items())[:5])
        message = f"nothing can be measured of `{target}`"
        raise UsageError(Diagnostic.of("profile.nothing-to-measure", message, hint=hint))
    setting = Setting(
        target=target,
        # an estimate asks nobody, so that it needs no key
        aim=aim_for(options, library, target, key_of=(lambda _: "-") if options.dry_run else secret),
        data=variables.data_home,
        inherited=variables_of_steps(),
        settings=library.settings.gateway,
        proxies=variables.proxies,
        timeout=options.timeout,
    )
    return Plan(
        setting=setting,
        selection=selection,
        bounds=bounds,
        seed=options.seed,
        output=Path(options.output) if options.output else None,
        budget=_budget(options.budget, target),
        jobs=options.jobs,
        keep_traces=not options.no_traces,
        in_order=bool(options.primitive),
    )


def _target(options: argparse.Namespace, library: Library) -> "Target":
    from skillrt.targets import parse_target

    if not options.target:
        raise UsageError(Diagnostic.of("usage.missing-argument", "measuring needs `--target MODEL@HARNESS`"))
    return parse_target(options.target, measurable(library), profiles=profile_options(options, library))


def _bounds(options: argparse.Namespace) -> "Bounds":
    from skillrt.profiler import Bounds

    if not 0.01 <= options.error < 0.5:
        raise _wrong(f"`--error` must lie between 0.01 and 0.5, not at {options.error:g}")
    return Bounds(alpha=options.error, beta=options.error)


def _levels(text: str) -> tuple[int, ...]:
    found = [item.strip().upper() for item in text.split(",") if item.strip()]
    if not found or any(item not in {"L1", "L2", "L3"} for item in found):
        raise _wrong(f"`--levels` is a list of L1, L2 and L3, not `{text}`")
    return tuple(sorted({int(item[1:]) for item in found}))


def _budget(text: str, target: "Target") -> "Budget":
    from skillrt.gateway.assembly.prices import price_of
    from skillrt.profiler import Budget

    given: dict[str, float] = {}
    for part in text.split(",") if text else ():
        name, _, value = part.strip().partition("=")
        match = _TIME.fullmatch(value.strip())
        if name not in {"trials", "tokens", "money", "time"} or not match or (match[2] and name != "time"):
            hint = "such as `trials=200,tokens=500000,money=5,time=30m`"
            message = f"`{part.strip()}` is no part of a budget"
            raise UsageError(Diagnostic.of("usage.wrong-value", message, hint=hint))
        given[name] = float(match[1]) * _UNITS[match[2]]
    if "money" in given and price_of(target.model) is None:
        raise UsageError(Diagnostic.of("profile.no-price", f"the price of `{target.model}` is not known"))
    return Budget(
        trials=int(given["trials"]) if "trials" in given else None,
        tokens=int(given["tokens"]) if "tokens" in given else None,
        money=given.get("money"),
        seconds=given.get("time"),
    )


@contextmanager
def _telling(expected: "Estimate") -> Generator[Callable[["Progress"], None]]:
    """Tell where it stands: on a terminal in a line that changes, else in a line now and then."""
    from skillrt.report.profile_text import progress_line

    if sys.stderr.isatty():
        from skillrt.cli.progress import status_line

        with status_line("measuring") as show:
            yield lambda found: show(progress_line(found, expected))
        return
    last = [time.monotonic()]

    def tell(found: "Progress") -> None:
        now = time.monotonic()
        if now - last[0] >= _SAY_EVERY or found.decided == found.primitives:
            last[0] = now
            say(progress_line(found, expected))

    yield tell


def _wrong(message: str) -> UsageError:
    return UsageError(Diagnostic.of("usage.wrong-value", message))
