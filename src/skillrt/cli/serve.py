"""`skillrt serve`: the gateway alone, for harnesses that somebody starts themselves."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from skillrt.config import GatewaySettings, environment, find_library, secret


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("--port", type=int, default=None, metavar="N", help="the port; 0 for any that is free")
    parser.add_argument("--listen", default="", metavar="ADDRESS", help="another address than loopback, at your risk")
    parser.add_argument(
        "--token-file", default="", metavar="FILE", help="keep the token in this file, so that it lasts"
    )
    group = parser.add_argument_group("recordings")
    group.add_argument(
        "--record", default="", metavar="FILE", help="write model requests and their answers to a file"
    )
    group.add_argument("--replay", default="", metavar="FILE", help="answer from such a file; no provider is asked")
    group.add_argument(
        "--replay-match",
        choices=("strict", "normal", "order"),
        default="normal",
        help="how much of a request must be as recorded (default: normal: all but dates, ids and folders)",
    )
    parser.add_argument("--no-traces", action="store_true", help="keep nothing of what passes in the trace store")
    parser.add_argument("--config", default="", metavar="FILE", help="settings in place of the nearest skillrt.toml")


def run(options: argparse.Namespace) -> int:
    """Serve until a signal ends it."""
    # loaded here: only this verb needs them, and `--help` must be quick
    from skillrt.gateway.access import Access, new_id
    from skillrt.gateway.policy import Policy
    from skillrt.gateway.replay import Player
    from skillrt.gateway.routes import routes_of
    from skillrt.gateway.server import Gateway
    from skillrt.gateway.serving import Serving, policy_of, serve
    from skillrt.gateway.tape import TapeHead, TapeWriter, read_tape
    from skillrt.gateway.token_file import kept_token
    from skillrt.store.traces import traces_path

    variables = environment()
    token = kept_token(Path(options.token_file)) if options.token_file else new_id()
    access = Access(token=token, own_keys=True)

    player = None
    if options.replay:
        player = Player(read_tape(Path(options.replay)), options.replay_match)
        player.say = _say
    tape = TapeWriter(Path(options.record), TapeHead()) if options.record else None

    def read() -> Policy:
        settings = _settings(options)
        policy = policy_of(settings, access, routes_of(settings, secret, _printed))
        return replace(policy, replay=player)

    def ready(gateway: Gateway) -> None:
        _say(f"listening at {gateway.url}")
        if not options.token_file:
            _say(f"token, shown this once: {token}")
        _say(f"base address for harnesses: {gateway.url}/run/TOKEN, or {gateway.url} with the token as API key")

    settings = _settings(options)
    keeps = variables.data_home is not None and settings.record and not options.no_traces
    serving = Serving(
        read=read,
        ready=ready,
        say=_say,
        address=options.listen or settings.listen,
        port=settings.port if options.port is None else options.port,
        proxies=variables.proxies,
        tape=tape,
        traces=traces_path(variables.data_home) if keeps and variables.data_home else None,
    )
    asyncio.run(serve(serving))
    return 0


def _settings(options: argparse.Namespace) -> GatewaySettings:
    """The settings as they are now."""
    return find_library(options.config or environment().settings_file).settings.gateway


def _printed(command: Sequence[str]) -> str:
    from skillrt.gateway.serving import key_from
    from skillrt.process.run import run as run_program

    done = run_program(command)
    return key_from(done.out, done.status, command)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
