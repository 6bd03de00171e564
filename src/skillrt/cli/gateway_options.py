"""Options of the verbs that have a gateway: where requests go, what is recorded; and what they come to."""

import argparse
import asyncio
import signal
from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from skillrt.config import Library, TracesSettings, secret
from skillrt.errors import Diagnostic, UsageError

_T = TypeVar("_T")

if TYPE_CHECKING:
    from skillrt.gateway.replay import Match
    from skillrt.gateway.routes import Routes
    from skillrt.gateway.tape import Tape
    from skillrt.runs.aim import Aim
    from skillrt.store.traces import Retention
    from skillrt.targets import Target


def add_upstream_arguments(parser: argparse.ArgumentParser) -> None:
    """`--upstream`, `--dialect` and `--key-variable`."""
    group = parser.add_argument_group("where requests go")
    group.add_argument("--upstream", default="", metavar="NAME|URL", help="the provider (default: by the model)")
    group.add_argument(
        "--dialect", default="openai-chat", metavar="D", help="what a provider given as URL speaks (openai-chat)"
    )
    group.add_argument("--key-variable", default="", metavar="NAME", help="the variable with the key for a URL")


def add_recording_arguments(parser: argparse.ArgumentParser) -> None:
    """`--record`, `--replay` and `--replay-match`."""
    group = parser.add_argument_group("recordings")
    group.add_argument("--record", default="", metavar="FILE", help="add model requests and their answers to a file")
    group.add_argument("--replay", default="", metavar="FILE", help="answer from such a file; no provider is asked")
    group.add_argument(
        "--replay-match",
        choices=("strict", "normal", "order"),
        help="with --replay: how much of a request must be as recorded (default: normal: no dates, ids, folders)",
    )


def require_one_tape(options: argparse.Namespace) -> None:
    """Raises UsageError where a recording is written and one is played, or none is and how to is said."""
    if options.record and options.replay:
        raise UsageError(Diagnostic.of("usage.wrong-value", "`--record` and `--replay` exclude each other"))
    if options.replay_match and not options.replay:
        raise UsageError(Diagnostic.of("usage.wrong-value", "`--replay-match` does nothing without `--replay FILE`"))


def match_of(options: argparse.Namespace) -> "Match":
    """How exactly a recording that is played must fit."""
    return options.replay_match or "normal"


def retention_of(settings: TracesSettings) -> "Retention":
    """How long and how much of the traces is kept."""
    from skillrt.store.traces import Retention

    return Retention(days=settings.keep_days, size=settings.keep_megabytes * 1_000_000)


def aim_for(
    options: argparse.Namespace,
    library: Library,
    target: "Target",
    *,
    native: bool = False,
    key_of: Callable[[str], str] = secret,
    replay: "Tape | None" = None,
) -> "Aim":
    """Where the requests of a target go, by the options of `add_upstream_arguments`. Raises UsageError."""
    from skillrt.gateway.routes import routes_of
    from skillrt.runs.aim import GIVEN, aim_of, native_aim, with_given

    routes: Routes = routes_of(library.settings.gateway, key_of, key_printed)
    name = options.upstream
    if "://" in name:
        key = key_of(options.key_variable) if options.key_variable else ""
        routes = with_given(routes, name, options.dialect, key, options.key_variable)
        name = GIVEN
    if replay:
        # nobody is asked, so no provider and no key is needed: only the dialect that was spoken
        spoken = next((entry.dialect for entry in replay.entries), options.dialect)
        routes, name = with_given(routes, "http://replay.invalid", spoken, "", ""), GIVEN
    find = native_aim if native else aim_of
    return find(target.harness, target.model, routes, name)


def key_printed(command: Sequence[str]) -> str:
    """The key that a command of the settings prints. Raises UsageError."""
    from skillrt.gateway.serving import key_from
    from skillrt.process.run import run as run_program

    done = run_program(command)
    return key_from(done.out, done.status, command)


def until_a_signal(work: Coroutine[Any, Any, _T]) -> _T:
    """Run it; Ctrl-C, SIGTERM and SIGHUP stop it, and all that it has started, and end in KeyboardInterrupt."""

    async def watched() -> _T:
        task = asyncio.ensure_future(work)
        loop = asyncio.get_running_loop()
        for number in _ends():
            try:
                loop.add_signal_handler(number, task.cancel)
            except NotImplementedError:  # Windows
                break
        return await task

    try:
        return asyncio.run(watched())
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None


def _ends() -> list[int]:
    """The signals that end this process; under nohup, say, SIGHUP is none."""
    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    return [number for number in numbers if signal.getsignal(number) != signal.SIG_IGN]
